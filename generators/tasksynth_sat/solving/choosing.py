"""One descent on a formula: choose a literal, propagate, go on; nothing is taken back.

This is DPLL without its search. The rules that choose are the classics of branching: the literal in
most open clauses (DLIS: Marques-Silva, EPIA 1999), the variable in most of them, clauses weighed by
2 to the minus their length (Jeroslow and Wang, Annals of Mathematics and Artificial Intelligence 1,
1990), the literal in most of the shortest (Freeman: "Improvements to propositional satisfiability
search algorithms", 1995), the one that rules out least; and these with a contrary
beginning, which would pay where only the former are barred.

Sets of clauses are the bits of an int, so that counting takes one step.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from tasksynth.rng import Stream
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import Clause, Cnf, to_bits

SHUFFLED = 4
"""Descents of each rule with ties broken at random, beside two plain ones."""
TIED_VARS = 100
"""Above it only the plain ones are tried: ties hardly matter."""
FEW_VARS, SOME_VARS = 8, 20
"""Up to the latter a few choices settle all, so that where a rule is barred its contrary pays, and
formulas that withstand both are rare: only one is barred, by the toss of a coin. Up to the former
that is one choice or two."""
CONTRARY_VARS = 64
"""Above it the contraries get nowhere, and are not tried."""
MOST_VARS = 300
"""Above it no descent is tried: where they are worth trying, none gets through."""
DENSE, FULL = 0.7, 1.75
"""Bits of a solution for each variable between which formulas are made to withstand descents: from
3.6 to 9 clauses of 3 literals a variable. With fewer clauses simple rules nearly always get
through (up to 3.26: Achlioptas and Sorkin, "Optimal myopic algorithms for random 3-SAT", FOCS
2000); with more, one choice settles all."""


class OpenClauses:
    """A formula as sets of clauses: those that hold each literal, those of each length."""

    def __init__(self, n_vars: int, clauses: Sequence[Clause]) -> None:
        self.n_vars = n_vars
        self.clauses = clauses
        self.holding = [0] * (2 * n_vars + 1)  # by signed literal
        longest = max(map(len, clauses), default=0)
        self.by_length = [0] * (longest + 1)
        for place, clause in enumerate(clauses):
            bit = 1 << place
            for literal in clause:
                self.holding[literal] |= bit
            self.by_length[len(clause)] |= bit


Choice = Callable[[list[int], list[int], list[int], int], int]
"""Of the free literals one, given which clauses hold each literal, the open clauses by the literals
left in them, and all open clauses. Ties go to the literal that is listed first."""


def _commonest(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
    return max(free, key=lambda y: (holding[y] & open_).bit_count())


def _commonest_variable(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
    def rate(y: int) -> int:
        own = (holding[y] & open_).bit_count()
        return (own + (holding[-y] & open_).bit_count() << 16) + own

    return max(free, key=rate)


def _weighed(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
    layers = [(some, len(left) - i) for i, some in enumerate(left) if some]
    if len(layers) == 2:  # as nearly always with 3 literals a clause: no sum, for speed
        (some, up), (others, low) = layers
        return max(
            free,
            key=lambda y: (
                ((holding[y] & some).bit_count() << up) + ((holding[y] & others).bit_count() << low)
            ),
        )
    return max(
        free, key=lambda y: sum([(holding[y] & some).bit_count() << up for some, up in layers])
    )


def _shortest(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
    some = next(some for some in left[1:] if some)
    return max(free, key=lambda y: (holding[y] & some).bit_count())


def _gentle(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
    def rate(y: int) -> int:
        other = (holding[-y] & open_).bit_count()
        return (other << 16) - (holding[y] & open_).bit_count()

    return min(free, key=rate)


def _contrary_first(choose: Choice, then: Choice) -> Choice:
    """First the opposite of what a rule chooses, then a rule."""

    def chosen(free: list[int], holding: list[int], left: list[int], open_: int) -> int:
        if len(free) == len(holding) - 1:
            return -choose(free, holding, left, open_)
        return then(free, holding, left, open_)

    return chosen


RULES: dict[str, Choice] = {
    "shortest": _shortest,
    "commonest": _commonest,
    "weighed": _weighed,
    "gentle": _gentle,
    "commonest_variable": _commonest_variable,
}
"""How the next literal is chosen; what bars most at least cost comes first."""
CONTRARY: dict[str, Choice] = {
    "contrary_weighed": _contrary_first(_weighed, _weighed),
    "contrary_variable": _contrary_first(_commonest_variable, _shortest),
    "contrary_shortest": _contrary_first(_commonest, _shortest),
}
"""Rules that begin with the opposite of what seems best."""


def descend(f: OpenClauses, choose: Choice, order: Sequence[int], *, through: bool = False) -> int:
    """The assignment where one descent ends; variables that it left open are false.

    Args:
        f: the formula.
        choose: the rule.
        order: all literals; ties go to what comes first.
        through: whether it goes on where a clause became false, to make the others true.
    """
    clauses, holding = f.clauses, f.holding
    left = list(f.by_length)  # open clauses by the literals in them that are not false
    open_ = (1 << len(clauses)) - 1 ^ left[0]
    known = [False] * (2 * f.n_vars + 1)
    free = list(order)
    true = 0
    while open_ and (through or not left[0]):
        if units := left[1]:
            clause = clauses[(units & -units).bit_length() - 1]
            literal = next(y for y in clause if not known[y])
        else:
            free = [y for y in free if not known[y]]
            literal = choose(free, holding, left, open_)
        known[literal] = known[-literal] = True
        if literal > 0:
            true |= 1 << literal - 1
        still, shorter = ~holding[literal], holding[-literal]
        moved = 0
        for i in range(len(left) - 1, 0, -1):
            here = left[i] & still
            falling = here & shorter
            left[i] = here ^ falling | moved
            moved = falling
        left[0] |= moved
        open_ = open_ & still & ~moved
    return true


def ends(
    n_vars: int, clauses: Sequence[Clause], *, through: bool = False
) -> Iterator[tuple[str, list[int]]]:
    """Each rule, and the assignments where its descents end, one for each order of ties."""
    f = OpenClauses(n_vars, clauses)
    tried = orders(n_vars)
    for rule, choose in (RULES | CONTRARY).items():
        yield rule, [descend(f, choose, order, through=through) for order in tried]


def answers(cnf: Cnf, *, through: bool = False) -> dict[str, int]:
    """By the name of each rule the assignment where it ends, with ties broken in order."""
    f = OpenClauses(cnf.n_vars, cnf.clauses)
    order = orders(cnf.n_vars)[0]
    return {
        f"descent, {rule.replace('_', ' ')}": descend(f, choose, order, through=through)
        for rule, choose in (RULES | CONTRARY).items()
    }


def bits_answers(cnf: Cnf) -> dict[str, str]:
    """The same as 0/1 strings."""
    return {name: to_bits(found, cnf.n_vars) for name, found in answers(cnf).items()}


def allowed(n_vars: int, bits: float, max_guess: float) -> float:
    """The rate that a rule may have on a formula.

    Args:
        n_vars: how many variables the formula has.
        bits: of surprise in a solution, as the first moment has it.
        max_guess: the rate that guesses may have otherwise; at 1 everything may be.
    """
    if max_guess >= 1 or not DENSE * n_vars <= bits <= FULL * n_vars:
        return 1.0
    return max(max_guess, min(0.35, 6 / n_vars))


def floor(n_vars: int, bits: float, max_guess: float) -> float:
    """What the best rule gets on formulas made so, also one that was not tried when drawing."""
    if allowed(n_vars, bits, max_guess) == 1:
        return 1.0
    if n_vars <= SOME_VARS:
        return max(max_guess, 0.6 if n_vars <= FEW_VARS else 0.4)
    return max(max_guess, min(0.3, 6 / n_vars))


def draws(n_vars: int) -> int:
    """Formulas to draw in a row for one coin: where some are rare, enough for the coin to count."""
    return 2048 if n_vars <= FEW_VARS else 128


def resists(
    n_vars: int, clauses: tuple[Clause, ...], bits: float, max_guess: float, *, coin: bool
) -> bool:
    """Whether neither a trivial strategy nor a descent solves a formula oftener than allowed.

    The arguments are those of `allowed`, and for few variables which rules are barred. The coin
    is the task's, not the draw's, for one side is drawn oftener than the other.
    """
    if n_vars <= SOME_VARS:
        barred = RULES if coin else CONTRARY
    else:
        barred = RULES | CONTRARY if n_vars <= CONTRARY_VARS else RULES
    bound = allowed(n_vars, bits, max_guess)
    checks = [
        partial(withstands, n_vars, clauses, bound, barred),
        partial(guess.within, n_vars, clauses, max_guess),
    ]
    if n_vars <= FEW_VARS:  # there, trivial strategies are quicker than a descent
        checks.reverse()
    return all(check() for check in checks)


def withstands(
    n_vars: int, clauses: Sequence[Clause], bound: float, barred: Mapping[str, Choice]
) -> bool:
    """Whether no rule's rate is above a bound."""
    if bound >= 1 or n_vars > MOST_VARS:
        return True
    f = OpenClauses(n_vars, clauses)
    tried = orders(n_vars)
    most = max(1, int(bound * len(tried)))
    return all(_seldom(f, choose, tried, most) for choose in barred.values())


def _seldom(f: OpenClauses, choose: Choice, tried: list[list[int]], most: int) -> bool:
    """Whether at most so many descents end at a solution."""
    solved = 0
    for order in tried:
        solved += _solves(f, descend(f, choose, order))
        if solved > most:
            return False
    return True


def _solves(f: OpenClauses, assignment: int) -> bool:
    holding, hit = f.holding, 0
    for v in range(1, f.n_vars + 1):
        hit |= holding[v if assignment >> v - 1 & 1 else -v]
    return hit.bit_count() == len(f.clauses)


@lru_cache(maxsize=64)
def orders(n_vars: int) -> list[list[int]]:
    """Orders of the literals: by variable, its reverse, and random ones, always the same."""
    plain = [y for v in range(1, n_vars + 1) for y in (v, -v)]
    rng = Stream(b"tasksynth_sat.choosing.orders").rng(n_vars)
    count = SHUFFLED if n_vars <= TIED_VARS else 0
    shuffled = [[plain[i] for i in rng.permutation(len(plain)).tolist()] for _ in range(count)]
    return [plain, plain[::-1], *shuffled]
