"""Learners that live through a stream of mdp.stream, and what they make of it.

    python -m benchmarks.difficulty.lifetime [--tasks 320]

Each task is met once, in order. `lifetime` is 0 for lots and 1 for the forward filter: of the whole
stream, of the 200 rounds after which a learner is frozen, and of all later ones. Who counts is told
nothing of how the levers pay; filters are told the wheel of each task, as prompts tell it.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tasksynth.single import source
from tasksynth_planning.families.stream import betting
from tasksynth_planning.wheels.lifetime import lifetime
from tasksynth_planning.wheels.strategies import remembering, untried

Learner = Callable[[list[Any]], Iterator[list[int]]]
"""The levers that are pulled in each task of a stream."""
_FROZEN = 200
"""Rounds from which a frozen learner learns."""


def counting(*, keeps: float = 1.0, until: int = 10**9) -> Learner:
    """Pulls what paid most often, old rounds counting less, until it is frozen."""

    def live(stream: list[Any]) -> Iterator[list[int]]:
        paid, seen = [0.0] * stream[0].wheel.levers, 0
        for x in stream:
            pulls = []
            for board in x.boards:
                pulls.append(paid.index(max(paid)))
                if seen < until:
                    paid = [keeps * one + won for one, won in zip(paid, board, strict=True)]
                    seen += 1
            yield pulls

    return live


def windowed(rounds: int) -> Learner:
    """Pulls what paid most often in so many last rounds."""

    def live(stream: list[Any]) -> Iterator[list[int]]:
        seen: list[Sequence[bool]] = []
        for x in stream:
            pulls = []
            for board in x.boards:
                paid = [sum(one) for one in zip(*seen[-rounds:], strict=True)] or [0]
                pulls.append(paid.index(max(paid)))
                seen.append(board)
            yield pulls

    return live


def betters(of: Callable[[Any], Any]) -> Learner:
    """Does in each task what a strategy does that is told of its wheel."""
    return lambda stream: (betting(x, of(x.wheel)) for x in stream)


def _seeing(stream: list[Any]) -> Iterator[list[int]]:
    """Sees the wheel: more than anybody can know."""
    for x in stream:
        rows = [x.wheel.chances[at] for at in x.positions]
        yield [row.index(max(row)) for row in rows]


LEARNERS: dict[str, Learner] = {
    f"frozen after {_FROZEN} rounds": counting(until=_FROZEN),
    "all rounds count": counting(),
    "older rounds count less": counting(keeps=0.8),
    "last 4 rounds": windowed(4),
    "filter, wheel stands": betters(lambda w: untried(w)["as if the wheel always stood"]),
    "filter, last 2 rounds": betters(lambda wheel: remembering(wheel, 2)),
    "filter, last 4 rounds": betters(lambda wheel: remembering(wheel, 4)),
    "filter": betters(lambda wheel: lambda boards: wheel.best(wheel.after(boards))),
    "sees the wheel": _seeing,
}


def rows(level: float, tasks: int) -> Iterator[str]:
    """A line for each learner: the whole stream, what comes before the frost, and after it."""
    made = source("mdp.stream", seed=19, level=level, params={"levers": 3})
    stream: list[Any] = [made.draw(index).instance for index in range(tasks)]
    first = -(-_FROZEN // len(stream[0].boards))  # tasks
    for name, learner in LEARNERS.items():
        lived = list(zip(stream, learner(stream), strict=True))
        shares = [lifetime(part) for part in (lived, lived[:first], lived[first:])]
        yield f"{name:<26}{shares[0]:>10.2f}{shares[1]:>12.2f}{shares[2]:>10.2f}"


def main() -> None:
    """Print a table for two levels."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=320)
    asked = parser.parse_args()
    for level in (0.0, 1.0):
        print(f"{f'level {level:g}':<26}{'lifetime':>10}{'200 rounds':>12}{'later':>10}")
        print("\n".join(rows(level, asked.tasks)), flush=True)


if __name__ == "__main__":
    main()
