"""What trivial strategies get on SAT tasks, by family and level.

    python benchmarks/difficulty/sat_guesses.py --docs  # 400 tasks each, into docs/sat.md
    python benchmarks/difficulty/sat_guesses.py --tasks 50 --families sat.clique

Rows are kinds of strategies, columns are levels, entries are shares of tasks. What is measured is
kept in `--kept`, one cell a line, so that a run that was stopped goes on.

- blind: the best that looks at nothing (constants, patterns, chance), and copying.
- one descent: the best that goes through the task once, without search. In the puzzles: most
  constrained first, DSATUR, greedy by degree; for formulas: majority, greedy flips, the rules of
  branching with propagation; for sets of clauses: the heaviest.
- other ties: the best rule with ties broken otherwise than in drawing, or from another start.
- local search: the share of fixed starts that lead a bounded local search (50 changes) to a
  solution: reported apart, no part of the floor. `any start`: the share of tasks that one solves.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tasksynth import Family
from tasksynth.single import source
from tasksynth_sat.beyond_np.pseudo_boolean import PseudoBooleanInstance
from tasksynth_sat.beyond_np.qbf import QbfInstance
from tasksynth_sat.beyond_np.weighted import WeightedInstance
from tasksynth_sat.families import circuit
from tasksynth_sat.families.circuit import CircuitInstance
from tasksynth_sat.families.clique import Clique
from tasksynth_sat.families.decision import Decision
from tasksynth_sat.families.maxsat import OverfullInstance
from tasksynth_sat.formulas.cnf import Cnf, count_violated
from tasksynth_sat.kinds.placing import PlacingFamily
from tasksynth_sat.solving import (
    backtracing,
    choosing,
    cliques,
    descents,
    gambit,
    leaning,
    priced,
    walks,
)
from tasksynth_sat.solving.leaning import Sums
from tasksynth_sat.solving.priced import Priced

OTHER = 4
"""Descents of each rule with other ties."""
LEVELS = (0.0, 0.5, 1.0)
FAMILIES = (
    "sat.clique", "sat.coloring", "sat.pigeonhole", "sat.scheduling", "sat.parity",
    "sat.ksat", "sat.assignment", "sat.saturn", "sat.decision", "sat.maxsat", "sat.mcs", "sat.mus",
    "sat.weighted", "sat.count", "sat.qbf", "sat.pseudo_boolean",
    "sat.circuit", "sat.proof",
)  # fmt: skip
BLIND = {
    "random", "pattern", "zeros", "ones", "first", "blind", "all", "all but the last",
    "always satisfiable", "always unsatisfiable", "impossible", "independent", "empty",
    "split_first", "split_random",
}  # fmt: skip
ROOT = Path(__file__).parents[2]
KEPT = ROOT / "build" / "guesses.jsonl"


def tried(family: Family[Any, Any], x: Any) -> dict[str, float]:
    """The pass rate of each strategy on one task: of a puzzle known, else of its one answer."""
    rates: dict[str, float] = dict(getattr(x, "guess", None) or {})
    for name, said in family.baselines(x).items():
        rates.setdefault(name, float(family.verify(x, said).status == "pass"))
    return rates


def other_ties(family: Family[Any, Any], x: Any, seed: int) -> dict[str, float]:
    """The pass rate of each rule over descents of other orders than those that drew the task."""
    rng = np.random.Generator(np.random.Philox(key=[seed, 77]))
    if isinstance(family, Clique):
        n = len(x.names)
        friends = cliques.joined(n, x.clashes)
        orders = [rng.permutation(n).tolist() for _ in range(OTHER)]
        answers = {rule: cliques.ways(friends, rule, x.size, orders) for rule in cliques.MEASURED}
        return {
            rule: float(np.mean(family.count_broken(x, np.array(ways)) == 0))
            for rule, ways in answers.items()
        } | {"started": cliques.share_of_starts(friends, x.size)}
    if isinstance(family, PlacingFamily):
        cells, n = family.cells(x), len(x.names)
        return {
            name: sum(
                min(descents.descend(cells, rule, rng.permutation(n).tolist(), values)) >= 0
                for values in (rng.permutation(cells.n_values).tolist() for _ in range(OTHER))
            )
            / OTHER
            for name, rule in descents.RULES.items()
        }
    if isinstance(x, QbfInstance):
        order = (rng.permutation(x.first) + 1).tolist()
        moves = gambit.Moves(x.cnf, x.first)
        return {
            name: float(moves.wins(gambit.leaving(x.cnf, x.first, weigh, order)))
            for name, weigh in gambit.WEIGHTS.items()
        }
    if isinstance(x, WeightedInstance):
        return priced.rates(Priced(x.cnf, x.weights), x.optimum, turned(x.cnf.n_vars, rng))
    if isinstance(x, CircuitInstance):
        w = circuit.wanted(x)
        wires = x.n_inputs + len(w.gates)
        return backtracing.rates(w, [rng.permutation(wires).tolist() for _ in range(OTHER)])
    if isinstance(x, PseudoBooleanInstance):
        sums = Sums(x.n_vars, x.demands, x.cost)
        return leaning.rates(sums, x.optimum, turned(x.n_vars, rng))
    cnf = formula(family, x)
    return {} if cnf is None else by_propagation(family, x, cnf, rng)


def formula(family: Family[Any, Any], x: Any) -> Cnf | None:
    """What descents by propagation are tried on; None where an answer is no assignment."""
    if family.name in ("sat.mus", "sat.count", "sat.qbf", "sat.circuit", "sat.proof"):
        return None
    cnf: Cnf = x.cnf if hasattr(x, "cnf") else family.encode(x)  # type: ignore[attr-defined]
    return cnf


def turned(n_vars: int, rng: np.random.Generator) -> list[list[int]]:
    """Orders of ties that no task was drawn with."""
    plain = choosing.orders(n_vars)[0]
    return [[plain[i] for i in rng.permutation(len(plain)).tolist()] for _ in range(OTHER)]


def by_propagation(
    family: Family[Any, Any], x: Any, cnf: Cnf, rng: np.random.Generator
) -> dict[str, float]:
    """The same for formulas; a decision says that there is a solution where one is found."""
    opened = choosing.OpenClauses(cnf.n_vars, cnf.clauses)
    orders = turned(cnf.n_vars, rng)
    goal = getattr(x, "optimum", 0)
    rates = {}
    for name, choose in (choosing.RULES | choosing.CONTRARY).items():
        ends = [choosing.descend(opened, choose, order, through=goal > 0) for order in orders]
        found = [count_violated(cnf, end) <= goal for end in ends]
        right = [hit == x.satisfiable for hit in found] if isinstance(family, Decision) else found
        rates[name] = sum(right) / OTHER
    return rates


def searched(family: Family[Any, Any], x: Any) -> float | None:
    """The share of fixed starts of the bounded local search; None where there is none."""
    if isinstance(family, Clique):
        return cliques.share_of_starts(cliques.joined(len(x.names), x.clashes), x.size)
    if isinstance(family, PlacingFamily):
        return descents.share_of_starts(family.cells(x))
    if isinstance(x, WeightedInstance):
        return priced.share_of_starts(Priced(x.cnf, x.weights), x.optimum)
    if isinstance(x, PseudoBooleanInstance):
        return leaning.share_of_starts(Sums(x.n_vars, x.demands, x.cost), x.optimum)
    if isinstance(x, CircuitInstance):
        return backtracing.share_of_starts(circuit.wanted(x))
    cnf = formula(family, x)
    if cnf is None:
        return None
    found = walks.share_of_starts(cnf, x.optimum if isinstance(x, OverfullInstance) else 0)
    if isinstance(family, Decision):
        return found if x.satisfiable else 1 - found
    return found


def cell(name: str, level: float, tasks: int) -> dict[str, float]:
    """The entries of one column."""
    made = source(name, seed=1, level=level)
    family = made.family
    passed, other = Counter[str](), Counter[str]()
    reached: list[float] = []
    for i in range(tasks):
        x = made.draw(i).instance
        passed.update(tried(family, x))
        other.update(other_ties(family, x, i))
        if (found := searched(family, x)) is not None:
            reached.append(found)
    rates = {rule: total / tasks for rule, total in passed.items()}
    column = {
        "blind": max((rate for rule, rate in rates.items() if rule in BLIND), default=0.0),
        "one descent": max((r for rule, r in rates.items() if rule not in BLIND), default=0.0),
    }
    if other:
        column["other ties"] = max(other.values()) / tasks
    column["declared floor"] = family.floor(made.params)
    if reached:
        column["local search"] = sum(reached) / tasks
        if not isinstance(family, Decision):
            column["any start"] = sum(share > 0 for share in reached) / tasks
    return column


Measure = Callable[[str, float, int], dict[str, float]]
"""The entries of one column: of a family, at a level, over so many tasks."""


def kept_or_measured(
    measure: Measure, path: Path, name: str, level: float, tasks: int
) -> dict[str, float]:
    """A cell, from the file if it was measured for the same version of the family."""
    version = source(name, seed=1, level=level).family.version
    key = [name, version, level, tasks]
    if path.exists():
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if row["key"] == key:
                found: dict[str, float] = row["cell"]
                return found
    measured = measure(name, level, tasks)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as out:
        out.write(json.dumps({"key": key, "cell": measured}) + "\n")
    return measured


def table(measure: Measure, names: list[str], tasks: int, path: Path) -> list[str]:
    """The lines that stand in the docs."""
    lines = [f"{'family':16} {'strategy':16} " + " ".join(f"{level:6g}" for level in LEVELS)]
    for name in names:
        columns = [kept_or_measured(measure, path, name, level, tasks) for level in LEVELS]
        for row in columns[0]:
            entries = " ".join(f"{column[row]:6.3f}" for column in columns)
            lines.append(f"{name:16} {row:16} {entries}")
            print(lines[-1], flush=True)
    return lines


def main(measure: Measure, families: Sequence[str], tasks: int, docs: str, title: str) -> None:
    """Print the table, and where asked write it into the docs."""
    page = ROOT / "docs" / docs
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--tasks", type=int, default=tasks, help="tasks for each family and level")
    parser.add_argument("--families", nargs="*", default=[*families], help="which of them")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where cells are kept")
    parser.add_argument("--docs", action="store_true", help=f"write the table into docs/{docs}")
    asked = parser.parse_args()
    lines = table(measure, asked.families, asked.tasks, asked.kept)
    if asked.docs:
        text = page.read_text()
        block = f"```text\n# {asked.tasks} tasks a level\n" + "\n".join(lines) + "\n```"
        before = r"```text\n# \d+ tasks.*?```(?:\n\n```text\n# \d+ tasks.*?```)*"
        page.write_text(re.sub(before, lambda _: block, text, flags=re.S))


if __name__ == "__main__":
    main(cell, FAMILIES, 400, "sat.md", __doc__.partition("\n")[0])
