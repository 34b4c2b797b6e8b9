"""The prompt: what is known, how the other one is, and what is said first."""

from tasksynth_text.persuasion.dialogue import opening
from tasksynth_text.persuasion.models import PersuasionInstance

SPARE = 4
"""Turns beyond those that can help or not: for acts that cannot be done."""


def told(x: PersuasionInstance) -> str:
    """All that the persuader is told."""
    facts = "\n".join(f"[{i}] {fact.text}" for i, fact in enumerate(x.facts, 1))
    figures = "\n".join(f"- {one}" for one in x.figures)
    return (
        f"{x.intro} You talk with {x.name}, and want as large a gift as {_she(x)} can spare.\n\n"
        f"Facts that you can tell:\n{facts}\n\nFigures that you know:\n{figures}\n- Asked what you "
        f"add yourself, you may name any sum from 1 to {x.means} euros; keep to it then.\nYou know "
        f"nothing else.\n\n{_rules(x)}\n\n{x.name}: “{first_words(x)}”"
    )


def first_words(x: PersuasionInstance) -> str:
    """What is said before anything was done."""
    return f"{x.greeting} {opening(x, 0, '')}"


def _she(x: PersuasionInstance) -> str:
    return "she" if x.she else "he"


def _rules(x: PersuasionInstance) -> str:
    she, her, name = _she(x), "her" if x.she else "him", x.name
    acts = {0: "no act that does", 1: "1 act that does"}.get(
        x.patience, f"{x.patience} acts that do"
    )
    return f"""You act by tools alone, one act at a time, and see what {name} says to it:
- If {she} wants to hear of something, `tell` a fact of the list that fits all that {she} says of \
it. Years, sums and places are those that the fact names; 2020 is neither before nor after 2020.
- If {she} asks for a number, `answer` with it if it follows from your figures, and else `admit` \
that you do not know it.
- If {she} wants several things, {she} says in which order. {she.capitalize()} then takes them one \
by one in that order, and does not name them again. “The story”, “the examination” and the like \
are the one that you will have told {her} just before.
- If {she} only wants to get away (a bus, a call, another day), something else is behind it: \
`inquire`. What else {she} tells of {her}self, money apart, means nothing, and so does what {she} \
does not want.
- When {she} wants nothing more, {she} says so. Then `ask` for all that {she} has this month for \
such things, by all that {she} has said of it: more {she} cannot give, and after less it is over. \
If {she} wants to begin with something small, ask for that first, and then for all of it, the \
small sum included.
- After a number that is not so, or is not what you have said yourself, {she} leaves and gives \
nothing.
- {she.capitalize()} puts up with {acts} not help, such as a fact that is not wanted, or not \
wanted yet; at the next one {she} leaves. What cannot be done, such as a fact that is not on the \
list, changes nothing; you have {SPARE} of these to spare.

The full reward is for getting all that {she} can give without telling a fact, or asking for an \
amount, twice. If {she} gives less, or you repeat something, you earn a fifth of the share given."""
