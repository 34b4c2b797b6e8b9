"""One descent on sums: make a literal true, follow what is forced, and take nothing back.

A sum forces a literal where without it the rest is too little, or with it too much. The rules that
choose are those of a person with a list of demands: what helps most, what helps most for its price,
save first where it saves most, the tightest demand first, what spoils least.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from tasksynth_sat.formulas.cnf import from_bits
from tasksynth_sat.formulas.linear import Demand, Term, added
from tasksynth_sat.solving.choosing import orders

FLIPS = 10
"""Single changes by which an end is bettered, at most."""
ORDERS = 4
"""Orders of ties that each rule is tried with."""


class Sums:
    """Demands and a cost, by the literals that they count."""

    def __init__(self, n_vars: int, demands: Sequence[Demand], cost: Sequence[Term]) -> None:
        self.n_vars = n_vars
        self.rows = [(one.terms, *one.span) for one in demands]
        self.cost = tuple(cost)
        self.at: list[list[tuple[int, int]]] = [[] for _ in range(2 * n_vars + 1)]  # by literal
        for place, (terms, _, _) in enumerate(self.rows):
            for c, y in terms:
                self.at[y].append((place, c))
        self.price = [0] * (2 * n_vars + 1)
        for c, y in cost:
            self.price[y] = c

    def fault(self, assignment: int) -> int:
        """By how much the sums miss their bounds, all together."""
        fault = 0
        for terms, low, high in self.rows:
            total = added(terms, assignment)
            fault += max(low - total, 0, total - high)
        return fault


class Descent:
    """What is decided so far, and what each sum is at least and may still become."""

    def __init__(self, f: Sums, order: Sequence[int]) -> None:
        self.f = f
        self.known = [False] * (2 * f.n_vars + 1)
        self.free = list(order)
        self.sure = [0] * len(f.rows)
        self.open = [sum(c for c, _ in terms) for terms, _, _ in f.rows]
        self.true = 0

    def assume(self, literal: int) -> None:
        """Make a literal true, and what follows from it by one sum at a time."""
        todo = [literal]
        while todo:
            y = todo.pop()
            if self.known[y]:
                continue
            self.known[y] = self.known[-y] = True
            self.true |= (1 << y - 1) if y > 0 else 0
            for place, c in self.f.at[y]:
                self.sure[place] += c
                self.open[place] -= c
            for place, c in self.f.at[-y]:
                self.open[place] -= c
            for place, _ in (*self.f.at[y], *self.f.at[-y]):
                todo += self.forced(place)

    def forced(self, place: int) -> Iterator[int]:
        """Literals without which a sum stays too small, and negations of those too large for it."""
        terms, low, high = self.f.rows[place]
        sure, open_ = self.sure[place], self.open[place]
        if sure + open_ < low or sure > high:
            return  # missed for good
        for c, y in terms:
            if not self.known[y]:
                if sure + open_ - c < low:
                    yield y
                elif sure + c > high:
                    yield -y

    def help(self, y: int) -> int:
        """How much a literal brings the sums nearer to what they must be."""
        gain = 0
        for place, c in self.f.at[y]:
            gain += min(c, max(self.f.rows[place][1] - self.sure[place], 0))
        for place, c in self.f.at[-y]:
            gain += min(c, max(self.sure[place] + self.open[place] - self.f.rows[place][2], 0))
        return gain


Choice = Callable[[Descent], int]
"""Of the free literals one; ties go to the one that is listed first."""


def _helpful(d: Descent) -> int:
    return max(d.free, key=d.help)


def _balanced(d: Descent) -> int:
    return max(d.free, key=lambda y: d.help(y) - d.help(-y))


def _worth(d: Descent) -> int:
    price = d.f.price
    return max(d.free, key=lambda y: d.help(y) - d.help(-y) - price[y] + price[-y])


def _ratio(d: Descent) -> int:
    price = d.f.price
    return max(d.free, key=lambda y: (d.help(y) + 0.1) / (price[y] + 1))


def _thrifty(d: Descent) -> int:
    price = d.f.price
    return max(d.free, key=lambda y: (price[-y], d.help(y)))


def _gentle(d: Descent) -> int:
    return min(d.free, key=lambda y: (d.help(-y), d.f.price[y]))


def _tightest(d: Descent) -> int:
    """The greatest term of the sum that has the least room, made so that room is left."""
    tight: tuple[float, int, int] | None = None
    for place, (terms, low, high) in enumerate(d.f.rows):
        if not any(not d.known[y] for _, y in terms):
            continue
        up, down = d.sure[place] + d.open[place] - low, high - d.sure[place]
        if d.sure[place] < low and up >= 0 and (tight is None or up < tight[0]):
            tight = up, place, 1
        if (
            d.sure[place] + d.open[place] > high
            and down >= 0
            and (tight is None or down < tight[0])
        ):
            tight = down, place, -1
    if tight is None:
        return _thrifty(d)
    _, place, sign = tight
    term = max((one for one in d.f.rows[place][0] if not d.known[one[1]]), key=lambda one: one[0])
    return sign * term[1]


RULES: dict[str, Choice] = {
    "worth": _worth,
    "thrifty": _thrifty,
    "ratio": _ratio,
    "tightest": _tightest,
    "balanced": _balanced,
    "helpful": _helpful,
    "gentle": _gentle,
}
"""How the next literal is chosen."""


def descend(f: Sums, choose: Choice, order: Sequence[int]) -> int:
    """The assignment where one descent ends."""
    d = Descent(f, order)
    for place in range(len(f.rows)):
        for y in [*d.forced(place)]:
            d.assume(y)
    while True:
        d.free = [y for y in d.free if not d.known[y]]
        if not d.free:
            return d.true
        d.assume(choose(d))


def bettered(f: Sums, assignment: int, flips: int = FLIPS) -> int:
    """Where the best single changes lead: fewer faults first, then less cost."""
    worst = sum(f.price) + 1

    def rate(a: int) -> int:
        return f.fault(a) * worst + added(f.cost, a)

    best = rate(assignment)
    for _ in range(flips):
        near = [assignment ^ 1 << v for v in range(f.n_vars)]
        rates = [*map(rate, near)]
        least = min(rates)
        if least >= best:
            break
        best, assignment = least, near[rates.index(least)]
    return assignment


def fixed(f: Sums) -> dict[str, int]:
    """Constants, what costs nothing, and where single changes lead from there."""
    free = sum(1 << -y - 1 for _, y in f.cost if y < 0)
    return {
        "zeros": 0,
        "ones": (1 << f.n_vars) - 1,
        "free": free,
        "greedy": bettered(f, free),
    }


def answers(f: Sums) -> dict[str, int]:
    """Every strategy's assignment, ties broken in the order of the variables, by its name."""
    order = orders(f.n_vars)[0]
    found = fixed(f)
    for rule, choose in RULES.items():
        found[f"descent, {rule}"] = end = descend(f, choose, order)
        found[f"descent, {rule}, bettered"] = bettered(f, end)
    return found


def solves(f: Sums, cost: int | None, assignment: int) -> bool:
    """Whether an assignment keeps every bound, and costs no more than that (None: whatever)."""
    if f.fault(assignment):
        return False
    return cost is None or added(f.cost, assignment) <= cost


def rates(f: Sums, cost: int | None, tried: Sequence[Sequence[int]]) -> dict[str, float]:
    """How often the descents of each rule over these orders solve it, as they end and bettered."""
    found = {}
    for rule, choose in RULES.items():
        ends = [descend(f, choose, order) for order in tried]
        found[rule] = sum(solves(f, cost, end) for end in ends) / len(ends)
        better = [bettered(f, end) for end in ends]
        found[f"{rule}, bettered"] = sum(solves(f, cost, end) for end in better) / len(ends)
    return found


def withstands(f: Sums, cost: int | None, bound: float) -> bool:
    """Whether no fixed strategy solves it, and no rule oftener than a bound."""
    if any(solves(f, cost, assignment) for assignment in fixed(f).values()):
        return False
    tried = orders(f.n_vars)[:ORDERS]
    most = bound * len(tried)
    for choose in RULES.values():
        hits = 0
        for order in tried:
            end = descend(f, choose, order)
            hits += solves(f, cost, end) or solves(f, cost, bettered(f, end))
            if hits > most:
                return False
    return True


def share_of_starts(f: Sums, cost: int | None, *, starts: int = 8, flips: int = 50) -> float:
    """The share of fixed random starts from which single changes lead to a solution."""
    rng = np.random.Generator(np.random.Philox(key=[f.n_vars, 84]))
    ends = (
        bettered(f, from_bits("".join(map(str, row))), flips)
        for row in rng.integers(0, 2, (starts, f.n_vars)).tolist()
    )
    return sum(solves(f, cost, end) for end in ends) / starts
