"""What trivial strategies get on SAT tasks, by family and level.

    python benchmarks/sat_guesses.py            # 400 tasks each: some minutes a family
    python benchmarks/sat_guesses.py --tasks 50 --families sat.clique

Rows are kinds of strategies, columns are levels, entries are shares of tasks.

- blind: the best that looks at nothing (constants, patterns, chance).
- one descent: the best that goes through the task once, without search. In the puzzles: most
  constrained first, DSATUR, greedy by degree, with all their ways to break ties; in the other
  families: majority, greedy flips, propagation, heaviest clauses.
- descent, other ties: the best rule with ties broken otherwise than in drawing (puzzles).
- local search, one start: the share of fixed starts that lead a bounded local search (50 changes;
  for cliques a greedy descent from each node) to a solution: reported apart, no part of the floor.
- local search, any start: the share of tasks that one of them solves.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from tasksynth import Family
from tasksynth.single import source
from tasksynth_sat.families.clique import Clique
from tasksynth_sat.kinds.placing import PlacingFamily
from tasksynth_sat.solving import cliques, descents

OTHER = 8
"""Descents of each rule with other ties."""
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
FAMILIES = (
    "sat.clique", "sat.coloring", "sat.pigeonhole", "sat.scheduling", "sat.parity",
    "sat.ksat", "sat.assignment", "sat.decision", "sat.maxsat", "sat.mcs", "sat.mus",
)  # fmt: skip
BLIND = {"random", "pattern", "zeros", "ones", "first", "blind", "all", "all but the last"}


def tried(family: Family[Any, Any], x: Any) -> dict[str, float]:
    """The pass rate of each strategy on one task: of a puzzle known, else of its one answer."""
    if guess := getattr(x, "guess", None):
        rates: dict[str, float] = guess
        return rates
    answers = family.baselines(x)
    return {name: float(family.verify(x, said).status == "pass") for name, said in answers.items()}


def other_ties(family: Family[Any, Any], x: Any, seed: int) -> dict[str, float]:
    """The pass rate of each rule over descents of other orders than those that drew the task."""
    rng = np.random.Generator(np.random.Philox(key=[seed, 77]))
    n = len(getattr(x, "names", ()))
    if isinstance(family, Clique):
        friends = cliques.joined(n, x.clashes)
        orders = [rng.permutation(n).tolist() for _ in range(OTHER)]
        answers = {rule: cliques.ways(friends, rule, x.size, orders) for rule in cliques.MEASURED}
        return {
            rule: float(np.mean(family.count_broken(x, np.array(ways)) == 0))
            for rule, ways in answers.items()
        }
    if not isinstance(family, PlacingFamily):
        return {}
    cells = family.cells(x)
    return {
        name: sum(
            min(descents.descend(cells, rule, rng.permutation(n).tolist(), values)) >= 0
            for values in (rng.permutation(cells.n_values).tolist() for _ in range(OTHER))
        )
        / OTHER
        for name, rule in descents.RULES.items()
    }


def rows(name: str, level: float, tasks: int) -> dict[str, float]:
    """The entries of one column."""
    made = source(name, seed=1, level=level)
    family = made.family
    passed, other, searched, reached = Counter[str](), Counter[str](), 0.0, 0
    for i in range(tasks):
        x = made.draw(i).instance
        passed.update(tried(family, x))
        other.update(other_ties(family, x, i))
        found = family.measure_full(x).get("local_search")
        if found is not None:
            searched += found
            reached += found > 0
    rates = {name: total / tasks for name, total in passed.items()}
    column = {
        "blind": max((rate for name, rate in rates.items() if name in BLIND), default=0.0),
        "one descent": max((r for name, r in rates.items() if name not in BLIND), default=0.0),
    }
    if other:
        column["descent, other ties"] = max(other.values()) / tasks
    if found is not None:
        column["local search, one start"] = searched / tasks
        column["local search, any start"] = reached / tasks
    return column | {"declared floor": family.floor(made.params)}


def table(name: str, tasks: int, say: Callable[[str], None]) -> None:
    """One family's rows, as they stand in docs/sat.md."""
    columns = [rows(name, level, tasks) for level in LEVELS]
    for row in columns[0]:
        entries = " ".join(f"{column[row]:6.3f}" for column in columns)
        say(f"{name:16} {row:24} {entries}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", type=int, default=400, help="tasks for each family and level")
    parser.add_argument("--families", nargs="*", default=FAMILIES, help="which of them")
    asked = parser.parse_args()
    print(f"{'family':16} {'strategy':24} " + " ".join(f"{level:6g}" for level in LEVELS))
    for name in asked.families:
        table(name, asked.tasks, lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
