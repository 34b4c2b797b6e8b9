"""Machines whose state is never seen: what they do by chance, in whole tenths."""

from collections.abc import Iterator
from typing import Self

from tasksynth import Model

TENTHS = 10
"""What chances are shares of."""
Row = tuple[int, ...]
"""Chances, in tenths: ten in all."""
Belief = tuple[int, ...]
"""How likely each state is, not divided by how likely it all is."""
History = tuple[int, ...]
"""Colours that were shown, oldest first."""
Policy = dict[History, int]
"""The button to press after each history."""


class Pomdp(Model):
    """A machine: what buttons pay, where it goes, what its lamp shows then."""

    begin: Row
    pays: tuple[tuple[int, ...], ...]
    """Coins, by button and by the state in which the machine is when it is pressed."""
    moves: tuple[tuple[Row, ...], ...]
    """By button and by that state: how likely each state is then."""
    lamps: tuple[tuple[Row, ...], ...]
    """By button and by the state then: how likely each colour is."""
    presses: int

    @property
    def states(self) -> int:
        return len(self.begin)

    @property
    def buttons(self) -> int:
        return len(self.pays)

    @property
    def colours(self) -> int:
        return len(self.lamps[0][0])

    @property
    def scale(self) -> int:
        """What a value is divided by to be coins."""
        return int(TENTHS ** (2 * self.presses - 1))

    def mirrored(self) -> Self:
        """The same machine with its buttons in the opposite order."""
        turned = {"pays": self.pays[::-1], "moves": self.moves[::-1], "lamps": self.lamps[::-1]}
        return self.model_copy(update=turned)

    def paid(self, b: Belief, button: int) -> int:
        """What a press pays, times how likely the belief is."""
        return sum(chance * pays for chance, pays in zip(b, self.pays[button], strict=True))

    def moved(self, b: Belief, button: int) -> Belief:
        """How likely each state is after a press, before the lamp is seen; ten times as large."""
        rows = zip(*self.moves[button], strict=True)
        return tuple(sum(chance * p for chance, p in zip(b, row, strict=True)) for row in rows)

    def shown(self, b: Belief, button: int) -> Iterator[tuple[int, Belief]]:
        """The colours that may be shown after a press, and the beliefs then, 100 times as large."""
        then = self.moved(b, button)
        for colour, row in enumerate(zip(*self.lamps[button], strict=True)):
            seen = tuple(chance * p for chance, p in zip(then, row, strict=True))
            if any(seen):
                yield colour, seen


def worth(machine: Pomdp, policy: Policy) -> int:
    """What a policy can be expected to pay, times the machine's scale.

    Raises:
        KeyError: with a history after which the policy says nothing, and which it may meet.
    """

    def of(b: Belief, history: History) -> int:
        left = machine.presses - len(history)
        if not left:
            return 0
        button = policy[history]
        now = machine.paid(b, button) * int(TENTHS ** (2 * left - 2))
        if left == 1:
            return now
        return now + sum(of(then, (*history, one)) for one, then in machine.shown(b, button))

    return of(machine.begin, ())
