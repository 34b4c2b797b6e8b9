"""Sets of clues that leave a logic grid one solution, with none to spare.

A clue is added because it refutes a solution other than the wanted one; that other solution stays
as a witness, and shows later, without a search, that the clue cannot go.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.clues import (
    TIERS,
    Clue,
    Kind,
    Tier,
    apply,
    draw_clue,
    holds,
    places_of,
)
from tasksynth_puzzles.solving.net import Masks, Net

NODES = 4000
"""Nodes of all searches for one puzzle; past them the draw is rejected."""
_TRIES = 400
"""Clues drawn in a row that do not help, after which the draw is rejected."""
_SYMMETRIC = frozenset(["same", "differ", "adjacent", "not_adjacent", "gap"])

Follows = Callable[[Sequence[Clue]], bool]
"""Whether a set of clues is enough."""


@lru_cache(maxsize=64)
def grid(n: int, m: int) -> Net:
    """The values of m categories over n positions, without a clue."""
    groups = (tuple(range(category * n, category * n + n)) for category in range(m))
    return Net(n * m, n, groups)


def solution(n: int, m: int) -> Masks:
    """Value `i` of each category at position `i`: what the names are dealt over."""
    return [1 << i for i in range(n)] * m


def told(n: int, m: int, clues: Sequence[Clue]) -> tuple[Net, Masks, list[int]]:
    """A net with these clues, its state before any deduction, and where to begin."""
    net = grid(n, m).like()
    masks = net.start()
    dirty = [value for clue in clues for value in apply(clue, net, masks)]
    return net, masks, list(dict.fromkeys(dirty))


def same_clue(clue: Clue) -> tuple[object, ...]:
    """Equal for two clues that say the same."""
    of = clue.of
    if clue.kind in _SYMMETRIC:
        return clue.kind, *sorted(of[:2]), *of[2:]
    if clue.kind in ("between", "either"):
        return clue.kind, of[0], *sorted(of[1:])
    return clue.kind, *of


def draw_direct(dice: Dice, n: int, m: int, tier: Tier) -> list[Clue] | None:
    """Clues from which all follows without an assumption; None if chance does not get there."""
    kinds = [kind for kind, weight in TIERS[tier].items() for _ in range(weight)]
    net, masks = grid(n, m).like(), grid(n, m).start()
    clues: list[Clue] = []
    for _ in range(_TRIES):
        clue = draw_clue(dice, kinds, n, m)
        if clue is None:
            continue
        before = masks.copy()
        net.settle(masks, apply(clue, net, masks))
        if masks == before and clue.kind in ("at", "not_at", "one_of", "end"):
            continue  # known already
        clues.append(clue)
        if all(not mask & (mask - 1) for mask in masks):
            return pruned(dice, _distinct(clues), lambda some: _follows(n, m, some))
    return None


def draw_unique(dice: Dice, n: int, m: int, tier: Tier) -> list[Clue] | None:
    """Clues that leave one solution, however it is found; None if chance does not get there.

    Raises:
        TooHard: if the searches use up their nodes.
    """
    kinds = [kind for kind, weight in TIERS[tier].items() for _ in range(weight)]
    net, masks, wanted = grid(n, m).like(), grid(n, m).start(), solution(n, m)
    budget = [NODES]
    clues: list[Clue] = []
    witnesses: list[list[int]] = []
    while (other := net.other(masks, wanted, budget, dice.below(n))) is not None:
        places = places_of(other)
        clue = _refuting(dice, kinds, n, m, places)
        if clue is None:
            return None
        witnesses.append(places)
        clues.append(clue)
        net.settle(masks, apply(clue, net, masks))
    return _pruned_by_witnesses(dice, n, m, _distinct(clues), witnesses, budget)


def _refuting(
    dice: Dice, kinds: Sequence[Kind], n: int, m: int, places: Sequence[int]
) -> Clue | None:
    for _ in range(_TRIES):
        clue = draw_clue(dice, kinds, n, m)
        if clue is not None and not holds(clue, places, n):
            return clue
    return None


def _distinct(clues: Sequence[Clue]) -> list[Clue]:
    return list({same_clue(clue): clue for clue in clues}.values())


def _follows(n: int, m: int, clues: Sequence[Clue]) -> bool:
    net, masks, dirty = told(n, m, clues)
    net.settle(masks, dirty)
    return all(not mask & (mask - 1) for mask in masks)


def pruned(dice: Dice, clues: list[Clue], enough: Follows) -> list[Clue]:
    """The clues less those that are not needed, tried in random order."""
    order = clues.copy()
    dice.shuffle(order)
    kept = clues
    for clue in order:
        rest = [other for other in kept if other is not clue]
        if enough(rest):
            kept = rest
    return kept


def _pruned_by_witnesses(
    dice: Dice,
    n: int,
    m: int,
    clues: list[Clue],
    witnesses: list[list[int]],
    budget: list[int],
) -> list[Clue]:
    wanted = solution(n, m)
    broken = [
        {i for i, clue in enumerate(clues) if not holds(clue, places, n)} for places in witnesses
    ]

    def enough(rest: Sequence[Clue]) -> bool:
        left = {at[id(clue)] for clue in rest}
        if any(not left & breaks for breaks in broken):
            return False
        net, masks, dirty = told(n, m, rest)
        net.settle(masks, dirty)
        other = net.other(masks, wanted, budget)
        if other is not None:
            places = places_of(other)
            broken.append({i for i, clue in enumerate(clues) if not holds(clue, places, n)})
        return other is None

    at = {id(clue): i for i, clue in enumerate(clues)}
    return pruned(dice, clues, enough)
