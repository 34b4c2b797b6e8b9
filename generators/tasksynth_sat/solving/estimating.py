"""Numbers of models as they are given without counting them."""

from collections import Counter
from collections.abc import Callable, Mapping

from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.solving.modelcount import propagated


def expected(cnf: Cnf) -> float:
    """The mean over formulas with clauses of these widths: as if each were independent."""
    models = 2.0**cnf.n_vars
    for clause in cnf.clauses:
        models *= 1 - 2.0 ** -len(clause)
    return models


def estimates(cnf: Cnf) -> dict[str, int]:
    """Each estimate by its name, rounded.

    `independent` takes clauses for independent; `first` and `second` stop inclusion and exclusion
    after single clauses and after pairs; `pairs` corrects `independent` for the pairs; the
    descents double at every choice and keep at every step that follows (Knuth: "Estimating the
    efficiency of backtrack programs", Mathematics of Computation 29, 1975), `descents` is the mean.
    """
    everything = 2.0**cnf.n_vars
    single = sum(2.0 ** (cnf.n_vars - len(clause)) for clause in cnf.clauses)
    apart = together = 0.0
    for i, one in enumerate(cnf.clauses):
        for other in cnf.clauses[:i]:
            both = _both_false(one, other)
            together += 2.0 ** (cnf.n_vars - both) if both else 0.0
            apart += 2.0 ** (cnf.n_vars - len(one) - len(other))
    found = {
        "independent": expected(cnf),
        "first": everything - single,
        "second": everything - single + together,
        "pairs": expected(cnf) + together - apart,
    }
    ends = {f"descent, {rule}": float(doubled(cnf, choose)) for rule, choose in RULES.items()}
    found |= ends | {"descents": sum(ends.values()) / len(ends)}
    return {name: max(0, round(value)) for name, value in found.items()}


def _both_false(one: Clause, other: Clause) -> int:
    """How many variables are set where both are false; 0 where that cannot be."""
    literals = {*one, *other}
    return 0 if any(-y in literals for y in literals) else len(literals)


def doubled(cnf: Cnf, choose: Callable[[Mapping[int, int]], int]) -> int:
    """2 for every choice of one descent and for every variable that is left open; 0 if it fails.

    `choose` gets how many open clauses hold each literal.
    """
    left = propagated(cnf.clauses)
    models = 1
    settled = 0
    while left is not None:
        clauses, known = left
        settled += known
        if not clauses:
            return models << cnf.n_vars - settled
        models *= 2
        holding = Counter(y for clause in clauses for y in clause)
        left = propagated(clauses, choose(holding))
    return 0


def _commonest(holding: Mapping[int, int]) -> int:
    return max(holding, key=lambda y: (holding[y], -abs(y), y))


def _commonest_variable(holding: Mapping[int, int]) -> int:
    v = max(map(abs, holding), key=lambda v: (holding.get(v, 0) + holding.get(-v, 0), -v))
    return v if holding.get(v, 0) >= holding.get(-v, 0) else -v


RULES: Mapping[str, Callable[[Mapping[int, int]], int]] = {
    "commonest": _commonest,
    "contrary": lambda holding: -_commonest(holding),
    "variable": _commonest_variable,
    "contrary variable": lambda holding: -_commonest_variable(holding),
    "first": lambda holding: min(map(abs, holding)),
    "first, negated": lambda holding: -min(map(abs, holding)),
}
"""How a descent chooses what to set next."""
