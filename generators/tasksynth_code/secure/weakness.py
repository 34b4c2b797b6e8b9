"""What a kind of security flaw is made of: a sound program, and ways to leave it open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Template
from typing import Any

from tasksynth.rng import Dice

Swap = tuple[str, str]
"""What stands in the sound program, once, and what stands there in the open one."""

NAMES = (
    "ann", "bob", "cleo", "dan", "eve", "finn", "gus", "hana", "ida", "jo", "kai", "lea", "O'Neil",
    "d'Arc", "Anne-Marie", "j.r.", "x_y", "an", "Bob", "Li & Co", "a+b@c.de", "no 7",
)  # fmt: skip
"""People, some with signs that a careless filter takes for an attack."""
NOUNS = (
    "tea", "rice", "lamp", "rope", "salt", "map", "coat", "bell", "fish", "ring", "corn", "wool",
    "tea & milk", "5 > 3?", "it's", "50% off", "a;b", "c/d", "e..f", "(old)", "x=1", "new-born",
)  # fmt: skip
"""Things, some of them with such signs."""


@dataclass(frozen=True)
class Weakness:
    """A kind of flaw, with the program that may have it.

    Names that differ from task to task are written `$f` and so on in all texts.
    """

    name: str
    """As a reader of English calls it."""
    cwe: int
    """Its number in the Common Weakness Enumeration, https://cwe.mitre.org."""
    rank: int
    """0: the mend is near the flaw; 1: other functions have to be read; 2: all of it has to be."""
    arguments: tuple[str, ...]
    """The names in `words` of the arguments of `$f`, which is what gets called."""
    say: str
    """What the function does, hostile arguments included: all that a verdict holds it to."""
    safe: str
    """The sound program."""
    flaws: tuple[tuple[Swap, ...], ...]
    """Ways to leave it open: first those without a check, then with one that does not do."""
    words: Mapping[str, tuple[str, ...]]
    """What the names may be."""
    draw: Callable[[Dice, Mapping[str, str]], list[Any]]
    """The arguments of one call, of an honest caller or a hostile one, given the names."""
    absent: int = 1
    """How many of the flaws are checks that are not there."""
    refusal: str = "null"
    """What a caller gets who asks for what is not to be had, as JSON."""

    def drawn(self, dice: Dice) -> dict[str, str]:
        """Names."""
        return {key: dice.of(options) for key, options in self.words.items()}

    def program(self, words: Mapping[str, str], flaw: int = -1) -> str:
        """The program with these names, sound or with one of the flaws."""
        text = self.safe
        for there, instead in self.flaws[flaw] if flaw >= 0 else ():
            text = text.replace(there, instead)
        return Template(text.strip("\n") + "\n").substitute(words)

    def refused(self, words: Mapping[str, str]) -> str:
        """What is given to who asks for what is not to be had, as JSON."""
        return Template(self.refusal).substitute(words)

    def statement(self, words: Mapping[str, str]) -> str:
        """What the function does."""
        return Template(" ".join(self.say.split())).substitute(words)

    def call(self, words: Mapping[str, str]) -> str:
        """The function as it is called."""
        return f"{words['f']}({', '.join(words[key] for key in self.arguments)})"


def texts(dice: Dice, options: tuple[str, ...], low: int, high: int) -> list[str]:
    """Some of the options, each once."""
    some = list(options)
    dice.shuffle(some)
    return some[: dice.between(low, high)]
