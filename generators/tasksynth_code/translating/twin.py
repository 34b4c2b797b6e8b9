"""What a twin is: one function in another language, and the same in Python, trap by trap.

In the Python of a twin, `@kind{right @@ literal}@` is a trap: what stands there word by word in the
other language, `literal`, does something else in Python than what is `right`.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

TwinKind = Literal["ints", "int", "text", "coded", "label"]
"""What a value is. Small letters are a `text`; a `label` is any text, with which a program ends."""
Language = Literal["JavaScript", "C"]
_TRAP = re.compile(r"@([a-z0-9 -]+)\{(.*?) ?@@(.*?)\}@", re.DOTALL)
NAMES: Mapping[str, Sequence[str]] = {
    "xs": ("xs", "values", "data", "items"),
    "s": ("s", "text", "word", "line"),
    "i": ("i", "pos", "at"),
    "j": ("j", "other", "q"),
    "n": ("n", "count", "size"),
    "m": ("m", "kept", "used"),
    "v": ("v", "value", "x"),
    "w": ("w", "part", "t"),
    "c": ("c", "ch", "letter"),
    "h": ("h", "state", "code"),
    "acc": ("acc", "total", "score"),
    "out": ("out", "result", "made"),
    "best": ("best", "top", "found"),
    "now": ("now", "cur", "run"),
    "seen": ("seen", "table", "known"),
}
"""What variables are called: no two of them share a name."""


@dataclass(frozen=True)
class Twin:
    """A function in two languages. `$f` is its name, `$k` a choice or a variable."""

    name: str
    language: Language
    takes: TwinKind
    gives: TwinKind
    rank: int
    """How well its traps are known: 0 by all, 2 by few."""
    called: tuple[str, ...]
    """Names of the function."""
    source: str
    marked: str
    """The Python, with its traps marked."""
    most: int
    """The largest absolute value of a number that it may be given."""
    top: Callable[[int], int]
    """The largest one that it gives, from that."""
    returns: str
    """C's type of a number that it gives."""
    coarse: bool
    """Whether much of what it is given is lost."""
    choices: Mapping[str, Sequence[Any]]

    @property
    def traps(self) -> frozenset[str]:
        """The kinds of its traps."""
        return frozenset(found[1] for found in _TRAP.finditer(self.marked))


def python_of(marked: str, ignored: Collection[str] = ()) -> str:
    """The Python in which traps of some kinds are walked into, and all others are not."""

    def put(found: re.Match[str]) -> str:
        chosen = found[3 if found[1] in ignored else 2]
        return chosen if "\n" in chosen else chosen.strip(" ")

    return _TRAP.sub(put, marked)


def traps_of(marked: str) -> tuple[str, ...]:
    """The kinds of traps in a program, in alphabetical order."""
    return tuple(sorted({found[1] for found in _TRAP.finditer(marked)}))


SMALL, WORD = 4_000, 2**31 - 1


def twins(language: Language) -> Callable[..., Twin]:
    """What makes the twins of a language."""

    def made(
        name: str, kinds: str, rank: int, called: str, both: str, *,
        most: int | None = None, top: int | Callable[[int], int] = SMALL,
        returns: str = "int", coarse: bool = False, **choices: Sequence[Any],
    ) -> Twin:  # fmt: skip
        takes, gives = kinds.split()
        source, _, marked = both.strip("\n").partition("\n---\n")
        largest = top if callable(top) else lambda _: top
        limit = most if most is not None else (WORD if takes == "int" else SMALL)
        return Twin(
            name, language, takes, gives, rank, tuple(called.split()), source, marked,  # type: ignore[arg-type]
            limit, largest, returns, coarse, choices,
        )  # fmt: skip

    return made
