"""An agent that knows what is wanted, and finds everything else through the tools.

It sees what a policy sees: what it knows of the world, the apps have answered. At full skill it is
the reference solution; with less, it measures how hard tasks are.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tasksynth import Action
from tasksynth_apps.apps.calls import APIS, DETAIL_OF, LISTING_OF, ApiSpec
from tasksynth_apps.apps.tables import FIELDS
from tasksynth_apps.goals.instance import PASSWORDS_NOTE, RULES_NOTE, ApiWorldInstance
from tasksynth_apps.goals.judging import arguments
from tasksynth_apps.goals.plans import (
    Branch,
    Condition,
    Deed,
    Instruction,
    Loose,
    Pick,
    Plain,
    Record,
    Unclear,
    Value,
    Where,
    all_of,
    branch_of,
    holds,
    plain,
    true,
)
from tasksynth_apps.worlds.dates import said
from tasksynth_schemas import Transcript


@dataclass(frozen=True)
class Skill:
    """How far an agent looks."""

    pages: int = 1000
    """Of a listing, how many it reads."""
    careful: bool = True
    """Whether it checks all that is said of a thing; else it takes what fits at a glance."""
    patient: bool = True
    """Whether it tries again what failed for once."""
    budget: int = 100_000
    """Actions after which it gives up and finishes."""


FULL = Skill()


class Stuck(Exception):
    """It does not know how to go on."""


class Seeker:
    """Plays a task; `do` is what makes its actions happen, and returns what is seen."""

    def __init__(self, x: ApiWorldInstance, do: Callable[[Action], str], skill: Skill) -> None:
        self.x, self._do, self._skill = x, do, skill
        self._dialect = x.office.dialect
        self._own = {t: {self._dialect.word(f): f for f in FIELDS[t]} for t in FIELDS}
        self.actions: list[Action] = []
        self._tokens: dict[str, str] = {}
        self._learned: set[str] = set()
        self._seen: dict[str, Any] = {}

    def play(self) -> str:
        """Do all that is wanted as well as it can; the transcript."""
        answer: Plain = ""
        try:
            self._read_rules()
            for number, clause in enumerate(self.x.clauses):
                self._hear(number)
                self._fulfil(clause)
            answer = self._answered()
        except (Stuck, Unclear):
            pass
        self.finish(answer)
        return self.transcript()

    def finish(self, answer: Plain) -> None:
        """End the task."""
        self._act("finish", answer=answer)

    def transcript(self) -> str:
        """What it did."""
        return Transcript(actions=tuple(self.actions)).model_dump_json(exclude_defaults=True)

    # Looking things up: a finder as plans want it

    def rows(self, table: str, where: list[Condition], wants: list[str]) -> list[Record]:
        """The rows that meet conditions, as the apps show them."""
        ids = [value for name, op, value in where if name == "id" and op == "is"]
        if ids and table in DETAIL_OF:
            found = [self._detail(table, str(ids[0]))]
        else:
            found = list(self._listed(table, where, wants))
        checked = where if self._skill.careful else where[:1]
        return [
            row
            for row in found
            if all(holds(row[name], op, value) for name, op, value in checked if name in row)
        ]

    def _listed(self, table: str, where: list[Condition], wants: list[str]) -> Iterator[Record]:
        api = LISTING_OF[table]
        shown = [one for one in where if one[0] in api.fields]
        deep = any(name not in api.fields for name in wants)
        for item in self._items(api, _narrowed(api, where)):
            if all(holds(item[name], op, value) for name, op, value in shown):
                yield self._detail(table, item["id"]) if deep else item

    def _items(self, api: ApiSpec, args: dict[str, Any]) -> list[Record]:
        key = f"{api.name} {args}"
        if key in self._seen:
            return list(self._seen[key])
        items: list[Record] = []
        onward: Any = None
        args = {self._dialect.word(name): value for name, value in args.items()}
        for _ in range(self._skill.pages):
            paged = args | ({self._dialect.paging: onward} if onward is not None else {})
            page = self.call(api.name, paged)
            items += [self._named(api.table, item) for item in page["items"]]
            onward = page[f"next_{self._dialect.paging}"]
            if onward is None:
                break
        self._seen[key] = items
        return items

    def _detail(self, table: str, row_id: str) -> Record:
        if row_id not in self._seen:
            shown = self.call(DETAIL_OF[table].name, {self._dialect.word("id"): row_id})
            self._seen[row_id] = self._named(table, shown)
        return dict(self._seen[row_id])

    def _named(self, table: str, item: dict[str, Any]) -> Record:
        """A row under our own names."""
        return {self._own[table][name]: cell for name, cell in item.items()}

    # Doing

    def _fulfil(self, clause: Instruction) -> None:
        branch = self._branch(clause)
        for act in branch.acts:
            args = self._arguments(act)
            rows = [row["id"] for row in all_of(act.each, self)] if act.each else [None]
            for row_id in rows:
                given = args | ({act.into: row_id} if row_id else {})
                self.call(act.call, {self._dialect.word(n): v for n, v in given.items()})

    def _branch(self, clause: Instruction) -> Branch:
        if self._skill.careful:
            return branch_of(clause, self)
        # At a glance: of several ways, the one that does as told if nothing else is looked at.
        plain_ways = [b for b in clause.branches if not b.when]
        first = clause.branches[0]
        return first if len(first.when) == 1 and true(first.when[0], self) else plain_ways[-1]

    def _arguments(self, act: Deed) -> dict[str, Any]:
        texts = {name: self._text(loose) for name, loose in act.texts.items() if loose}
        must = {"subject": "For you"} if act.call == "send_message" else {}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in (arguments(act, self) | must | texts).items()
        }

    def _text(self, loose: Loose) -> str:
        value = self._value(loose.value)
        if loose.kind == "amount":
            return f"It is {value:.2f}."
        return f"It is {said(str(value))}." if loose.kind == "day" else f"It is {value}."

    def _value(self, value: Value) -> Plain:
        return plain(value, self)

    def _answered(self) -> Plain:
        question = self.x.question
        if question.fold == "one" or not isinstance(question.value, Pick):
            return self._value(question.value)
        rows = all_of(question.value, self)
        if question.fold == "count":
            return len(rows)
        summed: float = sum(row[question.value.take] for row in rows)
        return round(summed, 2)

    # Everything around it

    def _read_rules(self) -> None:
        if self.x.noted:
            self._read_note(RULES_NOTE)

    def _read_note(self, title: str) -> str:
        whose = (Where(field="title", op="is", value=title),)
        return str(self._value(Pick(table="notes", where=whose, take="text")))

    def _hear(self, number: int) -> None:
        """Hear the next wish, and ask about what it leaves open."""
        if (user := self.x.office.user) is None:
            return
        if number and user.agenda:
            self._act("report_to_user", text="Done.")
        for topic in user.wishes[number].facts:
            self._act("ask_user", about=topic)

    def _token(self, app: str) -> str:
        if app not in self._tokens:
            password = self.x.office.hurdles.passwords[app]
            if self.x.hidden_passwords:
                found = re.search(
                    rf"^{self._dialect.brands[app]}: (\S+)$",
                    self._read_note(PASSWORDS_NOTE),
                    re.MULTILINE,
                )
                password = found[1] if found else ""
            seen = self._act("log_in", app=self._dialect.brands[app], password=password)
            self._tokens[app] = json.loads(seen).get(self._dialect.word("token"), "")
        return self._tokens[app]

    def call(self, name: str, args: dict[str, Any]) -> dict[str, Any]:
        """Make a call until it is answered.

        Raises:
            Stuck: if it is refused.
        """
        said_name, app = self._dialect.calls[name], APIS[name].app
        self._learn(said_name, app)
        for _ in range(8):
            token = {}
            if app in self.x.office.hurdles.passwords:
                token = {self._dialect.word("token"): self._token(app)}
            if self.x.office.hidden:
                seen = self._act("call_api", name=said_name, arguments=args | token)
            else:
                seen = self._act(said_name, **args, **token)
            if not seen.startswith('{"error"'):
                return json.loads(seen)  # type: ignore[no-any-return]
            self._mend(json.loads(seen)["error"], app)
        raise Stuck(name)

    def _mend(self, error: dict[str, Any], app: str) -> None:
        status = error["status"]
        if not self._skill.patient or status not in (401, 429, 503):
            raise Stuck(error["message"])
        if status == 401:
            self._tokens.pop(app, None)
        if status == 429:
            self._act("wait", seconds=int(re.findall(r"[0-9]+", error["message"])[0]))

    def _learn(self, call: str, app: str) -> None:
        """Look up how a call is made, once."""
        if self.x.office.hidden:
            brand = self._dialect.brands[app]
            if brand not in self._learned:
                self._act("list_apis", app=brand)
            if call not in self._learned:
                self._act("describe_api", name=call)
            self._learned |= {brand, call}

    def _act(self, tool: str, **arguments: Any) -> str:
        if tool != "finish" and len(self.actions) + 1 >= min(self._skill.budget, self.x.turns):
            raise Stuck("no turns are left")
        action = Action(tool=tool, arguments=arguments)
        self.actions.append(action)
        return self._do(action)


def _narrowed(api: ApiSpec, where: list[Condition]) -> dict[str, Any]:
    """The arguments of a listing that leave out what does not meet conditions, as far as it can."""
    fields = {param.name for param in api.params}
    found = {name: value for name, op, value in where if op == "is" and name in fields}
    for name, op, value in where:
        if name in api.query and op in ("is", "has", "first"):
            found.setdefault("query", value)
    return found
