"""The least weight of clauses that must be given up, found by methods that have to agree.

Of up to 14 variables the truth table of every cost is counted; of more, a counter of weights is
tightened until the solver proves that nothing is cheaper. Either is checked by PySAT's RC2, which
comes from the other side: it raises a lower bound, contradiction by contradiction (Ignatiev,
Morgado, Marques-Silva: "RC2: an efficient MaxSAT solver", JSAT 11, 2019).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tasksynth_sat.drawing.optimum import optimum
from tasksynth_sat.formulas.cnf import TABLE_VARS, Cnf, violated
from tasksynth_sat.solving.solvers import CONFLICTS, Growing, model_of, open_solver

MOST_COST = 400
"""Where going by weight costs more, the counter of weights would be large."""


@dataclass(frozen=True, slots=True)
class Cheapest:
    """An assignment that costs least, and what one run of the search spent on it."""

    cost: int
    model: int
    conflicts: int
    decisions: int
    propagations: int


def cost_of(cnf: Cnf, weights: Sequence[int], assignment: int) -> int | None:
    """What the clauses that an assignment violates weigh; None if one of them must hold."""
    broken = [weights[i] for i in violated(cnf, assignment)]
    return sum(broken) if all(broken) else None


def cheapest(cnf: Cnf, weights: Sequence[int]) -> Cheapest | None:
    """The optimum, certain by two methods; None over the budget, or if what must hold cannot.

    `weights` has a number for each clause, 0 for one that must hold.

    Raises:
        AssertionError: if the methods disagree.
    """
    found = by_search(cnf, weights)
    if found is not None:
        confirm(cnf, weights, found)
    return found


def confirm(cnf: Cnf, weights: Sequence[int], found: Cheapest) -> None:
    """Find the optimum by the other method.

    Raises:
        AssertionError: if it is another one.
    """
    is_small = cnf.n_vars <= TABLE_VARS
    other = optimum(cnf, weights).violated if is_small else by_cores(cnf, weights)
    if other != found.cost or cost_of(cnf, weights, found.model) != found.cost:
        raise AssertionError(f"one method finds a cost of {found.cost}, the other of {other}")


def by_cores(cnf: Cnf, weights: Sequence[int]) -> int:
    """The least cost, by RC2; what must hold can."""
    from pysat.examples.rc2 import RC2
    from pysat.formula import WCNF

    formula = WCNF()
    for clause, weight in zip(cnf.clauses, weights, strict=True):
        formula.append(list(clause), weight=weight or None)
    with RC2(formula) as solver:
        solver.compute()
        return int(solver.cost)


def by_rank(cnf: Cnf, weights: Sequence[int]) -> dict[str, int]:
    """Where one ends who goes by weight: each clause is kept if it can be beside those before it.

    What must hold comes first, then the heaviest; of equals the first, or the last.
    """
    most = sum(weights) + 1
    rank = sorted(range(len(weights)), key=lambda i: (-(weights[i] or most), i))
    backward = sorted(rank, key=lambda i: (-(weights[i] or most), -i))
    return {"by rank": _kept(cnf, rank), "by rank, last first": _kept(cnf, backward)}


def _kept(cnf: Cnf, rank: Sequence[int]) -> int:
    with Growing((), cnf.n_vars) as solver:
        model: set[int] = set()
        for place in rank:
            clause = cnf.clauses[place]
            if not model.isdisjoint(clause):
                solver.add(clause)
            elif found := solver.model_with(clause):
                model = found
                solver.add(clause)
        return sum(1 << v - 1 for v in model if 0 < v <= cnf.n_vars)


def by_search(cnf: Cnf, weights: Sequence[int], *, conflicts: int = CONFLICTS) -> Cheapest | None:
    """The optimum from above: cheaper and cheaper models, until there is none.

    The first bound is where going by weight ends (`by_rank`); each model found is the next one,
    and all looks share one budget of conflicts.
    """
    n, m = cnf.n_vars, len(cnf.clauses)
    ranked = ((cost_of(cnf, weights, a), a) for a in by_rank(cnf, weights).values())
    bound, model = min(((cost, a) for cost, a in ranked if cost is not None), default=(-1, 0))
    if not 0 <= bound <= MOST_COST:
        return None
    flags = range(n + 1, n + m + 1)  # a true flag pays for its clause
    solver = open_solver(
        (*clause, flag) if weight else clause
        for clause, flag, weight in zip(cnf.clauses, flags, weights, strict=True)
    )
    try:
        paid = [(flag, w) for flag, w in zip(flags, weights, strict=True) if w]
        sums = counted(solver, paid, bound, n + m) if bound else {}
        while bound:
            left = conflicts - solver.accum_stats()["conflicts"]
            if left <= 0:
                return None
            solver.conf_budget(left)
            dearer = [-literal for total, literal in sums.items() if total >= bound]
            found = solver.solve_limited(assumptions=dearer)
            if found is None:
                return None
            if not found:
                break
            model = model_of(solver) & (1 << n) - 1
            cheaper = cost_of(cnf, weights, model)
            if cheaper is None or cheaper >= bound:
                raise AssertionError(f"a model costs {cheaper}, and less than {bound} was wanted")
            bound = cheaper
        spent = solver.accum_stats()
        return Cheapest(bound, model, spent["conflicts"], spent["decisions"], spent["propagations"])
    finally:
        solver.delete()


def counted(
    solver: object, inputs: Sequence[tuple[int, int]], most: int, top: int
) -> dict[int, int]:
    """Literals that are true if the true inputs weigh that much, up to `most` and for it or more.

    The generalised totalizer (Joshi, Martins, Manquinho: "Generalized totalizer encoding for
    pseudo-Boolean constraints", CP 2015): a tree of sums, of which only one direction is needed.
    """
    nodes = [{weight: literal} for literal, weight in inputs]
    while len(nodes) > 1:
        nodes.sort(key=len)
        (left, right), nodes = nodes[:2], nodes[2:]
        sums = sorted({min(most, a + b) for a in (0, *left) for b in (0, *right) if a or b})
        node = {total: top + i for i, total in enumerate(sums, 1)}
        top += len(sums)
        for clause in _added(left, right, node, most):
            solver.add_clause(clause)  # type: ignore[attr-defined]
        nodes.append(node)
    return nodes[0] if nodes else {}


def _added(
    left: dict[int, int], right: dict[int, int], node: dict[int, int], most: int
) -> Iterable[list[int]]:
    for part in (left, right):
        for a, literal in part.items():
            yield [-literal, node[min(most, a)]]
    for a, first in left.items():
        for b, second in right.items():
            yield [-first, -second, node[min(most, a + b)]]
