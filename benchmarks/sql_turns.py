"""What the SQL families with turns cost to make, and what strategies get that skip a part of them.

    python benchmarks/sql_turns.py [--tasks 30]

Rates are per CPU-second of this process; of each strategy, the share of tasks that it passes and
its mean reward.
"""

import argparse
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tasksynth import source
from tasksynth_schemas import Action, Transcript
from tasksynth_sql.families.dialog import DialogInstance
from tasksynth_sql.families.explore import ExploreInstance
from tasksynth_sql.families.shared import fenced

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
Strategy = Callable[[Any], Iterator[Action]]


def answer(sql: str) -> Action:
    return Action(tool="answer", arguments={"sql": sql})


def guess(x: ExploreInstance) -> Iterator[Action]:
    """Without a look: tables, columns and values as the question says them."""
    yield answer(x.plain)


def names_alone(x: ExploreInstance) -> Iterator[Action]:
    """The right names, and values as the question says them."""
    yield answer(x.unread)


def copies(x: DialogInstance) -> Iterator[Action]:
    """The first query for every question."""
    yield from (Action(text=fenced(x.turns[0].gold)) for _ in x.turns)


def lags(x: DialogInstance) -> Iterator[Action]:
    """The right query, and from then on always that of the question before."""
    for before in (x.turns[0], *x.turns[:-1]):
        yield Action(text=fenced(before.gold))


def forgets(x: DialogInstance) -> Iterator[Action]:
    """Every change made to the first question, as if nothing had been asked in between."""
    yield Action(text=fenced(x.turns[0].gold))
    yield from (Action(text=fenced(turn.astray)) for turn in x.turns[1:])


def never_goes_back(x: DialogInstance) -> Iterator[Action]:
    """All right, but for what goes back to an earlier question: there, the query before again."""
    for at, turn in enumerate(x.turns):
        back = turn.asked.startswith("Back to question ")
        yield Action(text=fenced(x.turns[at - back].gold))


STRATEGIES: Mapping[str, tuple[Strategy, ...]] = {
    "sql.explore": (guess, names_alone),
    "sql.dialog": (copies, lags, forgets, never_goes_back),
}


def measure(family: str, level: float, count: int) -> str:
    """A row of the table."""
    tasks = source(family, seed=77, level=level)
    tasks.draw(10_000)  # imports, once
    started = time.process_time()
    drawn = [tasks.draw(index) for index in range(count)]
    rate = count / (time.process_time() - started)
    turns = sum(draw.task.needs.turns for draw in drawn) / count
    row = f"{family:>12} {level:>6g} {rate:>8.1f} {turns:>6.1f}"
    for strategy in STRATEGIES[family]:
        passed, rewards = 0, 0.0
        for draw in drawn:
            transcript = Transcript(actions=tuple(strategy(draw.instance)))
            verdict = tasks.family.verify(draw.instance, transcript.model_dump_json())
            passed += verdict.status == "pass"
            rewards += verdict.reward or 0.0
        row += f"   {strategy.__name__} {passed / count:.2f} ({rewards / count:.2f})"
    return row


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=30)
    count = parser.parse_args().tasks
    print(f"{'family':>12} {'level':>6} {'made/s':>8} {'turns':>6}   strategies: passed (reward)")
    for family in STRATEGIES:
        for level in LEVELS:
            print(measure(family, level, count), flush=True)


if __name__ == "__main__":
    main()
