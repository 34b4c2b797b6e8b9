"""What a learner makes of a whole stream, as a share of what could be made of it."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Protocol

from tasksynth_planning.wheels.models import TENTHS, Board, Wheel


class Spun(Protocol):
    """A piece of a stream: what was seen before, and where the wheel stood in its rounds."""

    wheel: Wheel
    log: tuple[Board, ...]
    boards: tuple[Board, ...]
    positions: tuple[int, ...]


def lifetime(pulls: Iterable[tuple[Spun, Sequence[int]]]) -> float:
    """The mean chance, over a stream, with which the levers that were pulled paid.

    From 0, what lots get, to 1, what is got by who pulls in each round the lever that is likeliest
    to pay by all that was shown (see Abel et al., 2023, on what it is never to stop learning).
    Below 0 is worse than lots. A pull that was never made counts as one by lot. What was paid by
    luck counts for nothing: a chance is that of the wheel's true position.

    Raises:
        ValueError: if there is no round, or none in which it matters what is pulled.
    """
    got = most = lots = Fraction(0)
    for x, pulled in pulls:
        seen = list(x.log)
        for at, (position, board) in enumerate(zip(x.positions, x.boards, strict=True)):
            chances = x.wheel.chances[position]
            by_lot = Fraction(sum(chances), len(chances))
            lots += by_lot
            got += chances[pulled[at]] if at < len(pulled) else by_lot
            most += chances[x.wheel.best(x.wheel.after(seen))]
            seen.append(board)
    if most == lots:
        raise ValueError(f"want rounds in which lots lose something, got {lots / TENTHS} coins")
    return float((got - lots) / (most - lots))
