"""What trivial strategies do where clauses have weights, and some must hold.

One descent chooses a literal, follows from it, and takes nothing back; clauses that must hold are
followed first, then the heaviest. The rules are those of `choosing`, with weights for counts, and
heaviest first, as one would go through a list of wishes.
"""

from collections.abc import Callable, Sequence

import numpy as np

from tasksynth_sat.formulas.cnf import Cnf, false_clauses, from_bits
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.choosing import OpenClauses

FLIPS = 10
"""Flips that the greedy strategy makes at most."""
ORDERS = 4
"""Orders of ties that each rule is tried with."""


class Priced:
    """A formula with its clauses grouped by weight; what must hold weighs more than all others."""

    def __init__(self, cnf: Cnf, weights: Sequence[int]) -> None:
        self.cnf = cnf
        self.opened = OpenClauses(cnf.n_vars, cnf.clauses)
        self.hard = sum(weights) + 1
        groups: dict[int, int] = {}
        for place, weight in enumerate(weights):
            weight = weight or self.hard
            groups[weight] = groups.get(weight, 0) | 1 << place
        self.groups = sorted(groups.items(), reverse=True)

    def weight(self, clauses: int) -> int:
        """What a set of clauses weighs."""
        return sum([weight * (clauses & group).bit_count() for weight, group in self.groups])

    def price(self, assignment: int) -> int:
        """What the clauses that an assignment violates weigh."""
        return self.weight(false_clauses(self.cnf, assignment))


Choice = Callable[[Priced, list[int], list[int], int], int]
"""Of the free literals one, given the open clauses by the literals left in them, and all of them.
"""


def _heavy(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    holding = f.opened.holding
    return max(free, key=lambda y: f.weight(holding[y] & open_))


def _balanced(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    holding = f.opened.holding
    return max(free, key=lambda y: f.weight(holding[y] & open_) - f.weight(holding[-y] & open_))


def _gentle(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    holding = f.opened.holding
    return min(free, key=lambda y: f.weight(holding[-y] & open_))


def _short(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    holding = f.opened.holding
    some = next(some for some in left[1:] if some)
    return max(free, key=lambda y: f.weight(holding[y] & some))


def _weighed(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    holding, deep = f.opened.holding, len(left)
    layers = [(some, deep - i) for i, some in enumerate(left) if i and some]
    return max(free, key=lambda y: sum([f.weight(holding[y] & some) << up for some, up in layers]))


def _heaviest(f: Priced, free: list[int], left: list[int], open_: int) -> int:
    """The commonest literal of the heaviest open clause."""
    heaviest = next(open_ & group for _, group in f.groups if open_ & group)
    clause = f.opened.clauses[(heaviest & -heaviest).bit_length() - 1]
    there = set(clause)
    return _heavy(f, [y for y in free if y in there], left, open_)


RULES: dict[str, Choice] = {
    "heavy": _heavy,
    "balanced": _balanced,
    "gentle": _gentle,
    "short": _short,
    "weighed": _weighed,
    "heaviest": _heaviest,
}
"""How the next literal is chosen."""


def descend(f: Priced, choose: Choice, order: Sequence[int]) -> int:
    """The assignment where one descent ends; variables that it left open are false."""
    clauses, holding = f.opened.clauses, f.opened.holding
    left = list(f.opened.by_length)
    open_ = (1 << len(clauses)) - 1 ^ left[0]
    known = [False] * len(holding)
    free = list(order)
    true = 0
    while open_:
        if units := next((left[1] & group for _, group in f.groups if left[1] & group), 0):
            clause = clauses[(units & -units).bit_length() - 1]
            literal = next(y for y in clause if not known[y])
        else:
            free = [y for y in free if not known[y]]
            literal = choose(f, free, left, open_)
        known[literal] = known[-literal] = True
        if literal > 0:
            true |= 1 << literal - 1
        still, shorter, moved = ~holding[literal], holding[-literal], 0
        for i in range(len(left) - 1, 0, -1):
            here = left[i] & still
            falling = here & shorter
            left[i] = here ^ falling | moved
            moved = falling
        left[0] |= moved
        open_ &= still & ~moved
    return true


def fixed(f: Priced) -> dict[str, int]:
    """Constants, the majority by weight, and where greedy flips lead from there."""
    n = f.cnf.n_vars
    majority = sum(
        1 << v - 1
        for v in range(1, n + 1)
        if f.weight(f.opened.holding[v]) >= f.weight(f.opened.holding[-v])
    )
    return {
        "zeros": 0,
        "ones": (1 << n) - 1,
        "majority": majority,
        "greedy": flipped(f, majority, FLIPS),
    }


def flipped(f: Priced, assignment: int, flips: int) -> int:
    """Where the best single flips lead, so many at most."""
    price = f.price(assignment)
    for _ in range(flips):
        near = [assignment ^ 1 << v for v in range(f.cnf.n_vars)]
        prices = [*map(f.price, near)]
        least = min(prices)
        if least >= price:
            break
        price, assignment = least, near[prices.index(least)]
    return assignment


def answers(f: Priced) -> dict[str, int]:
    """Every strategy's assignment, ties broken in the order of the variables, by its name."""
    order = choosing.orders(f.cnf.n_vars)[0]
    descents = {f"descent, {rule}": descend(f, choose, order) for rule, choose in RULES.items()}
    return fixed(f) | descents


def rates(f: Priced, cost: int, orders: Sequence[Sequence[int]]) -> dict[str, float]:
    """How often the descents of each rule, over these orders, cost no more than that."""
    return {
        rule: sum(f.price(descend(f, choose, order)) <= cost for order in orders) / len(orders)
        for rule, choose in RULES.items()
    }


def withstands(f: Priced, cost: int, bound: float) -> bool:
    """Whether no fixed strategy gets down to a cost, and no rule oftener than a bound."""
    if any(f.price(assignment) <= cost for assignment in fixed(f).values()):
        return False
    orders = choosing.orders(f.cnf.n_vars)[:ORDERS]
    most = bound * len(orders)
    for choose in RULES.values():
        hits = 0
        for order in orders:
            hits += f.price(descend(f, choose, order)) <= cost
            if hits > most:
                return False
    return True


def share_of_starts(f: Priced, cost: int, *, starts: int = 8, flips: int = 50) -> float:
    """The share of fixed random starts from which single flips lead to that cost."""
    rng = np.random.Generator(np.random.Philox(key=[f.cnf.n_vars, 83]))
    ends = (
        flipped(f, from_bits("".join(map(str, row))), flips)
        for row in rng.integers(0, 2, (starts, f.cnf.n_vars)).tolist()
    )
    return sum(f.price(end) <= cost for end in ends) / starts
