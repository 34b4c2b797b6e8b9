"""Read a prompt of mdp.pomdp_shared, and find what can be expected at most.

All plans of the last two presses are vectors by state, as in Sondik's thesis of 1971; before these,
all presses and colours are gone through. Chances are fractions, divided by what was seen.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

Vector = tuple[Fraction, ...]
Rows = list[Vector]


class Lamps:
    """A machine as its prompt tells of it, with chances in tables."""

    def __init__(self, prompt: str) -> None:
        opening, pays, moves, lamps = re.split(r"Coins that|Chances that", prompt)
        self.begin = tuple(map(Fraction, re.findall(r"with chance (\d(?:\.\d)?)", opening)))
        self.left = {"three": 3, "four": 4, "five": 5}[re.findall(r"(\w+) times", opening)[0]]
        self.pays = _rows(pays)
        self.moves, self.lamps = list(_blocks(moves)), list(_blocks(lamps))

    def most(self) -> Fraction:
        """The coins that can be expected at most."""
        plans = [
            self._planned(button, after)
            for button in range(len(self.pays))
            for after in product(self.pays, repeat=len(self.lamps[0][0]))
        ]
        return self._value(self.begin, self.left, plans)

    def _planned(self, button: int, after: tuple[Vector, ...]) -> Vector:
        """What a press is worth in each state, if then comes a vector for each colour."""
        states = range(len(self.begin))
        later = [
            sum((p * of[s] for p, of in zip(self.lamps[button][s], after, strict=True)), Fraction())
            for s in states
        ]
        return tuple(
            self.pays[button][s] + _dot(self.moves[button][s], tuple(later)) for s in states
        )

    def _value(self, belief: Vector, left: int, plans: Rows) -> Fraction:
        if left == 2:
            return max(_dot(belief, plan) for plan in plans)
        values = []
        for button, pays in enumerate(self.pays):
            value = _dot(belief, pays)
            for chance, then in self._shown(belief, button):
                value += chance * self._value(then, left - 1, plans)
            values.append(value)
        return max(values)

    def _shown(self, belief: Vector, button: int) -> Iterator[tuple[Fraction, Vector]]:
        """How likely each colour is, and what is to be believed then, by Bayes."""
        states = range(len(belief))
        then = [_dot(belief, tuple(row[s] for row in self.moves[button])) for s in states]
        for colour in range(len(self.lamps[button][0])):
            joint = [then[s] * self.lamps[button][s][colour] for s in states]
            if chance := sum(joint, Fraction()):
                yield chance, tuple(one / chance for one in joint)


def most_expected(prompt: str) -> Fraction:
    """The coins that can be expected at most by a prompt of mdp.pomdp_shared."""
    return Lamps(prompt).most()


def _blocks(text: str) -> Iterator[Rows]:
    for block in re.split(r"\n\n", text):
        if re.match(r"[A-D] ", block):
            yield _rows(block)


def _rows(text: str) -> Rows:
    """Numbers of the lines that begin with a name and hold nothing else but numbers."""
    lines = re.findall(r"^\w((?: +-?\d+(?:\.\d)?)+)$", text, re.MULTILINE)
    return [tuple(map(Fraction, line.split())) for line in lines]


def _dot(a: Vector, b: Vector) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction())
