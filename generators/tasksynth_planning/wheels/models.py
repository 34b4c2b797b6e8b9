"""A hidden wheel, the levers that pay by it, and what is to be believed of it, in whole numbers."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from tasksynth import Model

TENTHS, PERCENT = 10, 100
"""What chances to pay are shares of, and chances to turn."""
LEVERS = "ABCDE"
CLOSE = 100
"""A lever is as good as the best one if it pays less by no more than a coin in so many rounds: who
reckons in whole percent can tell no closer ones apart."""
Board = tuple[bool, ...]
"""Which levers paid in a round."""
WheelBelief = tuple[int, ...]
"""How likely each position is, not divided by how likely it all is."""


class Wheel(Model):
    """Positions by which levers pay, and how far the wheel turns between two rounds."""

    chances: tuple[tuple[int, ...], ...]
    """By position and lever: the chance that it pays, in tenths, 1 to 9."""
    turns: tuple[int, ...]
    """How likely the wheel goes on by 0, 1, 2, … positions, in percent; after the last position
    comes the first, so that in the long run each position is as likely as the others."""

    @property
    def positions(self) -> int:
        return len(self.chances)

    @property
    def levers(self) -> int:
        return len(self.chances[0])

    def begin(self) -> WheelBelief:
        """What is to be believed by who has seen nothing."""
        return (1,) * self.positions

    def weighed(self, b: WheelBelief, board: Board) -> WheelBelief:
        """How likely each position is in a round, once it is seen who paid."""
        seen = []
        for weight, chances in zip(b, self.chances, strict=True):
            for chance, paid in zip(chances, board, strict=True):
                weight *= chance if paid else TENTHS - chance
            seen.append(weight)
        return tuple(seen)

    def turned(self, b: WheelBelief) -> WheelBelief:
        """How likely each position is a round later."""
        count = self.positions
        then = [
            sum(chance * b[(at - on) % count] for on, chance in enumerate(self.turns))
            for at in range(count)
        ]
        common = gcd(*then)
        return tuple(weight // common for weight in then)

    def after(self, boards: Sequence[Board]) -> WheelBelief:
        """What is to be believed of the next round by who has seen these and no others."""
        b = self.begin()
        for board in boards:
            b = self.turned(self.weighed(b, board))
        return b

    def values(self, b: WheelBelief) -> list[int]:
        """How likely each lever is to pay, times what `chance` divides by."""
        return [
            sum(weight * chances[lever] for weight, chances in zip(b, self.chances, strict=True))
            for lever in range(self.levers)
        ]

    def losses(self, b: WheelBelief) -> list[float]:
        """What each lever loses, in coins that could be expected; a loss too small to see is 0."""
        values, whole = self.values(b), TENTHS * sum(b)
        most = max(values)
        return [(most - one) / whole if (most - one) * CLOSE > whole else 0.0 for one in values]

    def chance(self, b: WheelBelief, lever: int) -> Fraction:
        """How likely a lever is to pay."""
        return Fraction(self.values(b)[lever], TENTHS * sum(b))

    def best(self, b: WheelBelief) -> int:
        """The lever likeliest to pay, the first of them."""
        values = self.values(b)
        return values.index(max(values))
