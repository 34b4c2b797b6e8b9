"""One descent without search, for puzzles that give each item one value.

An item is picked, it takes a value, what that rules out is struck off the lists of the others
(forward checking), and so on until all are placed or one is left without a value. Nothing is taken
back. The rules for the next item and its value are the classics of constraint solving: the
shortest list first (Haralick and Elliott: "Increasing tree search efficiency for constraint
satisfaction problems", Artificial Intelligence 14, 1980), of equals the one with most open links
(DSATUR: Brélaz, CACM 22, 1979), list length over links (Bessière and Régin, CP 1996), the value
that rules out least (Geelen, ECAI 1992).

Sets of cells are the bits of an int, so that ruling out, counting and comparing take one step
each: the cell of (item, value) is bit `item * n_values + value`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import inf

from tasksynth.rng import Stream

SHUFFLED = 10
"""Descents with ties broken at random that a rule's rate is measured on."""
STARTS = 8
"""Fixed starts of the bounded local search."""
STEPS = 50
"""Changes that it makes from each."""

Rule = tuple[str, str]
"""How the next item is chosen, and its value."""

RULES: dict[str, Rule] = {
    "tightest": ("tightest", "first"),
    "tightest_gentle": ("tightest", "gentle"),
    "dsatur": ("dsatur", "first"),
    "dsatur_gentle": ("dsatur", "gentle"),
    "ratio_gentle": ("ratio", "gentle"),
    "tightest_rare": ("tightest", "rare"),
    "dsatur_rare": ("dsatur", "rare"),
    "tightest_even": ("tightest", "even"),
    "listed_gentle": ("listed", "gentle"),
    "listed_rare": ("listed", "rare"),
}
MEASURED = ("tightest", "tightest_gentle", "dsatur_gentle", "dsatur_rare", "ratio_gentle")
"""The rules that are tried with ties broken at random too; the others then differ little."""
"""`first`: the first value left. `gentle`: the one that strikes fewest cells. `rare`: the one that
fewest others could take. `even`: the one that fewest have taken."""


@dataclass(frozen=True)
class Cells:
    """A puzzle as cells that rule each other out."""

    n_items: int
    n_values: int
    open: int
    """The cells that are not ruled out from the start."""
    strikes: Sequence[int]
    """For each cell those that it rules out, its own item's among them."""
    links: Sequence[int]
    """For each item, the others that a constraint ties it to, as bits."""
    capacity: int
    """Items that one value may be given to."""

    @cached_property
    def near(self) -> list[list[int]]:
        """The items that each item is tied to."""
        items = range(self.n_items)
        return [[v for v in items if links >> v & 1] for links in self.links]

    @cached_property
    def columns(self) -> list[int]:
        """The cells of each value."""
        k = self.n_values
        first = sum(1 << item * k for item in range(self.n_items))
        return [first << value for value in range(k)]


def cells(
    n_items: int,
    n_values: int,
    *,
    closed: Iterable[tuple[int, int]] = (),
    clashes: Iterable[tuple[int, int, Sequence[tuple[int, int]]]] = (),
    capacity: int,
) -> Cells:
    """The cells of a puzzle.

    Args:
        n_items: how many items there are.
        n_values: how many values.
        closed: (item, value) that may not be.
        clashes: two items, and the pairs of values that they may not have together.
        capacity: items that one value may be given to.
    """
    k = n_values
    row = (1 << k) - 1
    open_ = (1 << n_items * k) - 1
    for item, value in closed:
        open_ &= ~(1 << item * k + value)
    strikes = [row << item * k for item in range(n_items) for _ in range(k)]
    links = [0] * n_items
    for u, v, pairs in clashes:
        links[u] |= 1 << v
        links[v] |= 1 << u
        for a, b in pairs:
            strikes[u * k + a] |= 1 << v * k + b
            strikes[v * k + b] |= 1 << u * k + a
    return Cells(n_items, k, open_, strikes, links, capacity)


def descend(c: Cells, rule: Rule, items: Sequence[int], values: Sequence[int]) -> list[int]:
    """Where one descent ends: a value for each item, -1 where it got stuck.

    Ties go to what comes first among the items and the values.
    """
    by_item, by_value = rule
    k, open_, strikes, columns = c.n_values, c.open, c.strikes, c.columns
    placed = [-1] * c.n_items
    held = [0] * k
    free = (1 << c.n_items) - 1
    score = _scores(c, by_item)
    place = sorted(range(c.n_items), key=items.__getitem__) if by_item != "listed" else []
    scores: list[float] = [*range(c.n_items)]
    if place:
        scores = [score(u, open_, free) for u in items]
    for _ in items:
        at = scores.index(min(scores))
        u = items[at]
        here = open_ >> u * k
        fits = [value for value in values if here >> value & 1]
        if not fits:
            break
        value = fits[0]
        if by_value == "gentle":
            counts = [(open_ & strikes[u * k + value]).bit_count() for value in fits]
            value = fits[counts.index(min(counts))]
        elif by_value == "rare":
            counts = [(open_ & columns[value]).bit_count() for value in fits]
            value = fits[counts.index(min(counts))]
        elif by_value == "even":
            value = min(fits, key=held.__getitem__)
        placed[u] = value
        free ^= 1 << u
        open_ &= ~strikes[u * k + value]
        held[value] += 1
        full = held[value] == c.capacity
        if full:
            open_ &= ~columns[value]
        scores[at] = inf
        if place:
            for v in items if full else c.near[u]:
                if free >> v & 1:
                    scores[place[v]] = score(v, open_, free)
    return placed


def _scores(c: Cells, by_item: str) -> Callable[[int, int, int], float]:
    """How an item is rated, given the open cells and the items left; the lowest is next."""
    k, links = c.n_values, c.links
    row = (1 << k) - 1
    if by_item == "dsatur":
        return lambda u, open_, free: (
            ((open_ >> u * k & row).bit_count() << 10) - (links[u] & free).bit_count()
        )
    if by_item == "ratio":
        return lambda u, open_, free: (
            (open_ >> u * k & row).bit_count() / (1 + (links[u] & free).bit_count())
        )
    return lambda u, open_, free: (open_ >> u * k & row).bit_count()


def settled(c: Cells) -> bool:
    """Whether placing items that have one value left, and no others, places all or refutes all."""
    k, open_ = c.n_values, c.open
    row = (1 << k) - 1
    held = [0] * k
    left = set(range(c.n_items))
    while forced := [u for u in left if (open_ >> u * k & row).bit_count() <= 1]:
        for u in forced:
            here = open_ >> u * k & row
            if not here:
                return True
            value = here.bit_length() - 1
            left.remove(u)
            open_ &= ~c.strikes[u * k + value]
            held[value] += 1
            if held[value] == c.capacity:
                open_ &= ~c.columns[value]
    return not left


def plain(c: Cells, rule: Rule) -> list[list[int]]:
    """Descents with ties broken by the order of the prompt, and by its reverse."""
    items, values = range(c.n_items), range(c.n_values)
    return [descend(c, rule, items, values), descend(c, rule, items[::-1], values[::-1])]


def shuffled(c: Cells, rule: Rule) -> list[list[int]]:
    """Descents with ties broken at random: always the same orders for a shape."""
    orders = _orders(c.n_items, c.n_values)
    return [descend(c, rule, items, values) for items, values in orders]


@lru_cache(maxsize=256)
def _orders(n_items: int, n_values: int) -> list[tuple[list[int], list[int]]]:
    rng = Stream(b"tasksynth_sat.descents.orders").rng(n_items, n_values)
    return [
        (rng.permutation(n_items).tolist(), rng.permutation(n_values).tolist())
        for _ in range(SHUFFLED)
    ]


def share_of_starts(c: Cells) -> float:
    """The share of fixed starts from which min-conflicts finds a solution within `STEPS` changes.

    An item at fault, picked at random, takes the value that breaks fewest constraints (Minton,
    Johnston, Philips, Laird, Artificial Intelligence 58, 1992). Every other start is a descent,
    with random values for what that could not place.
    """
    k = c.n_values
    allowed = [[v for v in range(k) if c.open >> u * k + v & 1] for u in range(c.n_items)]
    if not all(allowed):
        return 0.0
    reached = 0
    for start, chance in enumerate(_chances(c.n_items, k)):
        values = [some[int(toss * len(some))] for some, toss in zip(allowed, chance, strict=False)]
        if start % 2:
            placed = descend(c, RULES["dsatur_gentle"], *_orders(c.n_items, k)[start])
            values = [a if a >= 0 else b for a, b in zip(placed, values, strict=True)]
        reached += _mends(c, values, allowed, chance[c.n_items :])
    return reached / STARTS


def _mends(c: Cells, values: list[int], allowed: list[list[int]], tosses: Sequence[float]) -> bool:
    """Whether min-conflicts comes from these values to a solution, a toss for each change."""
    k, strikes, items = c.n_values, c.strikes, range(c.n_items)
    held = [values.count(value) for value in range(k)]
    taken = [u * k + value for u, value in enumerate(values)]
    chosen = sum(1 << cell for cell in taken)
    for toss in (*tosses, 0.0):
        faulty = [
            u
            for u in items
            if strikes[taken[u]] & chosen != 1 << taken[u] or held[taken[u] - u * k] > c.capacity
        ]
        if not faulty:
            return True
        u = faulty[int(toss * len(faulty))]
        chosen ^= 1 << taken[u]
        held[taken[u] - u * k] -= 1
        some = allowed[u]
        turn = int(toss * 1_000_003) % len(some)  # which of equally good values comes first
        some = some[turn:] + some[:turn]
        broken = [(strikes[u * k + v] & chosen).bit_count() + (held[v] >= c.capacity) for v in some]
        new = some[broken.index(min(broken))]
        taken[u] = u * k + new
        chosen |= 1 << taken[u]
        held[new] += 1
    return False


@lru_cache(maxsize=256)
def _chances(n_items: int, n_values: int) -> list[list[float]]:
    """For each start a number in [0, 1) for each item, and one for each step."""
    rng = Stream(b"tasksynth_sat.descents.chances").rng(n_items, n_values)
    chances: list[list[float]] = rng.random((STARTS, n_items + STEPS)).tolist()
    return chances
