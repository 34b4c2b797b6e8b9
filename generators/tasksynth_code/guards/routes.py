"""A program of several routes: what a text begins with says which guards it meets.

It leaves by many `return` lines, each with a number of its own. Those that some texts leave by are
what these texts cover, as of a fuzzer's corpus.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_code.guards.fields import KINDS, LETTERS, LINKED, FieldKind
from tasksynth_code.guards.target import SEPARATORS, named, numbered
from tasksynth_code.making.render import Names
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, ticking

KEYS = ("get", "put", "log", "tag", "hex", "run", "set", "pin", "map", "key", "add", "zip")
"""What a text may begin with."""
TRIES = 150
"""Small changes of a text that passes all guards of a route, which may leave it elsewhere."""
JUNK = ("", "a", "ab", "aaaa", "abcdefg", "1", "42", "1234", "0", "01", "udud", "lrud")
"""What anybody tries on a route."""
_ALPHABET = LETTERS + "0123456789"
_QUOTED = re.compile(r"'([^']*)'")


@dataclass(frozen=True)
class RoutedProgram:
    """The function `check`, and texts that leave it by as many lines as are known to be reached."""

    program: str
    corpus: tuple[str, ...]
    easy: tuple[int, ...]
    """What is left by with what anybody tries."""
    kinds: tuple[str, ...]


def exits(program: str, texts: Iterable[str]) -> dict[int, str]:
    """The numbers that a program of ours returns, and the first of the texts for which it does.

    A text on which it fails has none.
    """
    run, found = TickingRun(ticking(program), entry="check"), dict[int, str]()
    for text in texts:
        value = run(text_of([text]))
        if isinstance(value, int):
            found.setdefault(value, text)
    return found


def routed(dice: Dice, *, routes: int, rank: int) -> RoutedProgram:
    """Draw a program of so many routes, none harder than a rank, the hardest of that rank."""
    usable = [one for one in KINDS if one.rank <= rank and one.name not in LINKED]
    hardest = [one for one in usable if one.rank == rank]
    kinds = [dice.of(hardest), *(dice.of(usable) for _ in range(routes - 1))]
    dice.shuffle(kinds)
    keys = list(KEYS)
    dice.shuffle(keys)
    between = dice.of(SEPARATORS)
    program, witnesses = _program(dice, kinds, keys[:routes], between)
    heads = [f"{key}{between}" for key in keys[:routes]]
    plain = ["", "a", between, "a" + between, *heads]
    easy = exits(program, plain + [head + text for head in heads for text in guesses(program)])
    near = [
        text
        for head, witness in zip(heads, witnesses, strict=True)
        for text in _near(dice, head, witness)
    ]
    known = exits(program, near + plain)
    names = tuple(one.name for one in kinds)
    return RoutedProgram(program, tuple(known.values()), tuple(sorted(easy)), names)


def guesses(program: str) -> list[str]:
    """What anybody tries on a route: junk, and the program's texts, as they are or mirrored."""
    words = list(dict.fromkeys(_QUOTED.findall(program)))
    return [*JUNK, *words, *(word[::-1] for word in words)]


def _program(
    dice: Dice, kinds: Sequence[FieldKind], keys: Sequence[str], between: str
) -> tuple[str, list[str]]:
    names = Names({"check", "text", "parts", "key", "rest"})
    lines = [
        f"parts = text.split({between!r})",
        "if len(parts) != 2:\n    STOP",
        "key = parts[0]\nrest = parts[1]",
    ]
    witnesses = []
    for key, kind in zip(keys, kinds, strict=True):
        made = kind.draw(dice, "")
        code = named(made.code, "rest", "", names) + "\nSTOP"
        lines.append(f"if key == {key!r}:\n    " + code.replace("\n", "\n    "))
        witnesses.append(made.witness)
    return numbered("\n".join(lines)), witnesses


def _near(dice: Dice, head: str, witness: str) -> list[str]:
    """A text that passes all guards of a route, and small changes of it."""
    texts = [witness]
    for _ in range(TRIES):
        parts = list(dice.of(texts[-8:]) if dice.below(3) == 0 else witness)
        way, at = dice.below(6), dice.below(max(1, len(parts)))
        if way == 0:
            parts.insert(at, dice.of(parts or _ALPHABET))
        elif way == 1 and parts:
            del parts[at]
        elif way == 2 and parts:
            other = dice.below(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        elif way == 3 and parts:
            parts[at] = dice.of(parts)
        elif parts:
            parts[at] = dice.of(_ALPHABET)
        texts.append("".join(parts))
    return [head + text for text in (*texts, *JUNK)]
