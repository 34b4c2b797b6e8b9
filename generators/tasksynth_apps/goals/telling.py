"""The prompt: for whom one works, what is wanted, by which rules, and how to end."""

from tasksynth_apps.goals.instance import PASSWORDS_NOTE, RULES_NOTE, ApiWorldInstance
from tasksynth_apps.worlds.dates import said, weekday

_FORMS = {
    "amount": "a number",
    "count": "a number",
    "day": "a day as YYYY-MM-DD",
    "name": "a full name",
    "phone": "a phone number",
}


def told(x: ApiWorldInstance) -> str:
    """What the policy is told."""
    office, brands = x.office, x.office.dialect.brands
    user = office.user
    told_at_once = x.clauses[:1] if user is not None and user.agenda else x.clauses
    wanted = [wish.said for wish in user.wishes] if user else [one.said for one in x.clauses]
    who = (
        f"You work for {x.name} ({office.owner}), who {x.trade}, and act for them in their apps: "
        f"{', '.join(brands.values())}. Today is {weekday(office.today)}, {said(office.today)}. "
        f"Their own postal address is {x.address}."
    )
    lines = [
        *(who, "", f"{x.name} writes:", ""),
        *(f"> {line}" for line in wanted[: len(told_at_once)]),
        *(f"> {x.question.said}", ""),
    ]
    if x.rules:
        lines += _rules(x)
    lines += _ways(x)
    form = _FORMS[x.question.kind]
    lines.append(
        f"When all is done, call `finish` with the answer to the question: {form}, and nothing "
        "else. What is asked and meant is as it was before you changed anything. Do what is wanted "
        "and nothing beside it: any other change fails the task. Where you write a fact into a "
        f"message or a note, name no other fact of its kind. You have {x.turns} turns."
    )
    return "\n".join(lines)


def _rules(x: ApiWorldInstance) -> list[str]:
    if x.noted:
        return [f"You are bound by the rules in the note “{RULES_NOTE}”.", ""]
    return ["You are bound by these rules.", *x.rules, ""]


def _ways(x: ApiWorldInstance) -> list[str]:
    """How one gets at the apps, and at who knows more."""
    office, said_lines = x.office, []
    if office.hidden:
        said_lines.append(
            "`list_apis` lists the calls of an app, `describe_api` tells the arguments of one, and "
            "`call_api` makes it."
        )
    if office.hurdles.passwords:
        where = f"are in the note “{PASSWORDS_NOTE}”"
        if not x.hidden_passwords:
            listed = (f"{office.dialect.brands[app]} {word}"
                      for app, word in office.hurdles.passwords.items())  # fmt: skip
            where = f"are: {', '.join(listed)}"
        said_lines.append(f"Apps want a token, which `log_in` gives for a password. They {where}.")
    if office.user is not None:
        said_lines.append("Where something is left open, `ask_user` asks what is meant.")
        if office.user.agenda:
            said_lines.append(
                "There may be more to do: when you have done what you were told, say so by "
                "`report_to_user`, until there is nothing more."
            )
    return [" ".join(said_lines), ""] if said_lines else []
