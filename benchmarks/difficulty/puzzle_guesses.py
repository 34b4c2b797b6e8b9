"""What trivial strategies get on logic puzzles, by family and level.

    python benchmarks/difficulty/puzzle_guesses.py --docs  # 400 tasks each, into docs/puzzles.md

Rows are kinds of strategies, columns are levels, entries are shares of tasks. What is measured is
kept in `--kept`, one cell a line, so that a run that was stopped goes on.

- blind: the best that reasons about nothing: greedy filling, copying, chance.
- single steps: what they solve alone. No guess, but the work that is asked for, and no part of
  the floor.
- one descent: the best rule of a family's own: single steps and, where they do not get on, a guess
  that is never taken back. Only tasks in which it has to guess count.
- other ties: the best of all rules with ties broken otherwise, where the puzzle has ties; for
  entailment, what three cases show that were found by other guesses.
- local search: the share of fixed starts that lead a bounded local search (50 changes) to the
  solution: reported apart, no part of the floor. `any start`: the share of tasks that one solves.
  Where an answer says what is certain, there is nothing to walk through.
- steps or guess: single steps or the best rule of one descent. It falls with the level, while one
  descent alone may rise, for where single steps solve everything there is nothing to guess.
"""

from collections import Counter
from typing import Any

import numpy as np
from sat_guesses import main  # beside this file, which is a program

from tasksynth import Family
from tasksynth.single import source
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing import clue_sets
from tasksynth_puzzles.families import entailment, futoshiki, kakuro, killer, sudoku, zebra
from tasksynth_puzzles.solving import claims, walking
from tasksynth_puzzles.solving.descending import RULES
from tasksynth_puzzles.solving.effort import SINGLES

OTHER = 1
"""Descents of each rule with other ties."""
FAMILIES = (
    "puzzle.zebra", "puzzle.sudoku", "puzzle.knights", "puzzle.nonogram", "puzzle.minesweeper",
    "puzzle.futoshiki", "puzzle.kakuro", "puzzle.killer", "puzzle.entailment",
)  # fmt: skip
TIED = {
    "puzzle.zebra": zebra.descended,
    "puzzle.sudoku": sudoku.descended,
    "puzzle.futoshiki": futoshiki.descended,
    "puzzle.kakuro": kakuro.descended,
    "puzzle.killer": killer.descended,
}
"""Where ties are broken by an order."""
HAS_TIES = {*TIED, "puzzle.entailment"}
POSED = {
    "puzzle.sudoku": sudoku.posed,
    "puzzle.futoshiki": futoshiki.posed,
    "puzzle.kakuro": kakuro.posed,
    "puzzle.killer": killer.posed,
}
"""What ties the cells of a grid, and what may stand in them."""


def other_ties(family: Family[Any, Any], x: Any, seed: int) -> dict[str, float]:
    """The pass rate of each rule over descents of other orders than the families'."""
    rng = np.random.Generator(np.random.Philox(key=[seed, 78]))
    if family.name == "puzzle.entailment":
        return {"three cases": float(entailment.shown_by(x, Dice(rng), 3) == [*x.standings])}
    descended: Any = TIED[family.name]
    right = answer(family, x)
    hits = Counter[str]()
    for _ in range(OTHER):
        order = rng.permutation(unknowns(x)).tolist()
        for rule, end in descended(x, order, tuple(RULES)):
            hits[rule] += end == right
    return {rule: hit / OTHER for rule, hit in hits.items()}


def answer(family: Family[Any, Any], x: Any) -> list[Any]:
    """The solution as a descent ends in it."""
    return [[*names] for names in x.names] if family.name == "puzzle.zebra" else [*x.solution]


def unknowns(x: Any) -> int:
    """What a descent decides, in number."""
    return sum(map(len, x.names)) if hasattr(x, "names") else len(x.solution)


def searched(name: str, x: Any) -> float | None:
    """The share of fixed starts of the bounded local search; None where there is none."""
    if name == "puzzle.knights":
        n = len(x.names)
        tables = [claims.meaning(statement, n) for statement in x.statements]
        return walking.share_of_starts(walking.through_cases(tables, n))
    if name == "puzzle.nonogram":
        return walking.share_of_starts(walking.through_picture(x.rows, x.columns))
    if name == "puzzle.zebra":
        net, masks, _ = clue_sets.told(len(x.names[0]), len(x.names), x.clues)
    elif name in POSED:
        pose: Any = POSED[name]
        net, masks = pose(x)
    else:
        return None
    return walking.share_of_starts(walking.through_net(net, masks))


def cell(name: str, level: float, tasks: int) -> dict[str, float]:
    """The entries of one column."""
    made = source(name, seed=1, level=level)
    family = made.family
    passed, other = Counter[str](), Counter[str]()
    plain = 0
    reached: list[float] = []
    for i in range(tasks):
        x = made.draw(i).instance
        plain += family.measure(x).get("technique") == SINGLES
        for strategy, said in family.baselines(x).items():
            passed[strategy] += family.verify(x, said).status == "pass"
        if name in HAS_TIES:
            other.update(other_ties(family, x, i))
        if (found := searched(name, x)) is not None:
            reached.append(found)
    guessed = {rule: hits for rule, hits in passed.items() if rule.startswith("descent")}
    column = {
        "blind": max((passed[rule] for rule in passed if rule not in guessed), default=0) / tasks,
        "single steps": plain / tasks,
        "one descent": max(guessed.values(), default=0) / tasks,
    }
    if name in HAS_TIES:
        column["other ties"] = max(other.values(), default=0.0) / tasks
    column["steps or guess"] = column["single steps"] + column["one descent"]
    column["declared floor"] = family.floor(made.params)
    if reached:
        column["local search"] = sum(reached) / tasks
        column["any start"] = sum(share > 0 for share in reached) / tasks
    return column


if __name__ == "__main__":
    main(cell, FAMILIES, 400, "puzzles.md", __doc__.partition("\n")[0])
