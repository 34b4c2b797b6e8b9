"""A program that reads a text field by field, and lets it through where all guards are passed."""

import ast
from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_code.guards.fields import KINDS, LINKED
from tasksynth_code.making.render import Names, filled_in

SEPARATORS = ":;/-"
_FIELDS = ("head", "code", "path", "mark", "name", "tail", "note", "sign")


@dataclass(frozen=True)
class GuardedProgram:
    """The function `check`, which returns 0 for a text that passes, and such a text."""

    program: str
    witness: str
    kinds: tuple[str, ...]


def target(dice: Dice, *, fields: int, rank: int) -> GuardedProgram:
    """Draw a program of so many fields, none harder than a rank, the hardest of that rank."""
    usable = [one for one in KINDS if one.rank <= rank]
    chosen = [dice.of([one for one in usable if one.rank == rank and one.name not in LINKED])]
    others = [one for one in usable if one != chosen[0]]
    dice.shuffle(others)
    chosen += others[: fields - 1]
    dice.shuffle(chosen)
    chosen.sort(key=lambda one: one.name in LINKED)
    between, names = dice.of(SEPARATORS), Names({"check", "text", "parts"})
    lines, witnesses, before = list[str](), list[str](), ""
    if fields > 1:
        lines.append(f"parts = text.split({between!r})\nif len(parts) != {fields}:\n    STOP")
    for i, kind in enumerate(chosen):
        made = kind.draw(dice, witnesses[-1] if witnesses else "")
        name = names.fresh(_FIELDS[i]) if fields > 1 else "text"
        lines += [f"{name} = parts[{i}]"] if fields > 1 else []
        lines.append(named(made.code, name, before, names))
        witnesses.append(made.witness)
        before = name
    return GuardedProgram(
        numbered("\n".join(lines)), between.join(witnesses), tuple(one.name for one in chosen)
    )


def named(code: str, field: str, before: str, names: Names) -> str:
    """The code of a field, with names that nothing else has."""
    own = {"s": field, "t": before}

    def called(name: str) -> str:
        if name not in own:
            own[name] = names.fresh(name)
        return own[name]

    return filled_in(code, {}, called, repr)


def numbered(body: str) -> str:
    """The function: each guard returns a number of its own, from 1 on."""
    first, *rest = body.split("STOP")
    for i, part in enumerate(rest, 1):
        first += f"return {i}{part}"
    text = f"{first}\nreturn 0".replace("\n", "\n    ")
    return ast.unparse(ast.parse(f"def check(text):\n    {text}\n")) + "\n"
