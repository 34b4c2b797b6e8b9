"""A round by a van: what an order takes, the best of all orders, and rules of thumb."""

from collections.abc import Sequence

from tasksynth_schemas import Model


class Tour(Model):
    """Places to call at; place 0 is the depot, where the van starts at time 0 and ends."""

    travel: tuple[tuple[int, ...], ...]
    """Minutes from each place to each."""
    opens: tuple[int, ...]
    """Minutes after the start before which a place is closed; who comes earlier waits."""
    stay: int
    """Minutes that a call takes."""
    before: tuple[tuple[int, int], ...]
    """Pairs of places of which the first has to be called at first."""


def finish(tour: Tour, order: Sequence[int]) -> int:
    """When the van is back, by the minute."""
    time, at = 0, 0
    for place in order:
        time = max(time + tour.travel[at][place], tour.opens[place]) + tour.stay
        at = place
    return time + tour.travel[at][0]


def broken(tour: Tour, order: Sequence[int]) -> tuple[int, int] | None:
    """A pair that an order has the wrong way round."""
    rank = {place: i for i, place in enumerate(order)}
    return next(((a, b) for a, b in tour.before if rank[a] > rank[b]), None)


def best(tour: Tour) -> tuple[list[int], int]:
    """A best order, and how many states proving that takes: who has been called at, and where.

    Exact (Held and Karp, 1962): of two ways to the same state, the earlier one is never worse.
    """
    n = len(tour.opens)
    first = [sum(1 << a for a, b in tour.before if b == place) for place in range(n)]
    layer: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {(1, 0): (0, ())}
    states = 1
    for _ in range(n - 1):
        following: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for (seen, at), (time, order) in layer.items():
            ways = tour.travel[at]
            for place in range(1, n):
                if seen >> place & 1 or first[place] & ~seen:
                    continue
                then = max(time + ways[place], tour.opens[place]) + tour.stay
                key = (seen | 1 << place, place)
                if key not in following or then < following[key][0]:
                    following[key] = (then, (*order, place))
        layer = following
        states += len(layer)
    _, order = min((time + tour.travel[at][0], order) for (_, at), (time, order) in layer.items())
    return list(order), states


def beam(tour: Tour, width: int) -> list[int]:
    """An order that goes on from so many of the earliest beginnings only; 1 is nearest first."""
    n = len(tour.opens)
    kept: list[tuple[int, list[int]]] = [(0, [])]
    for _ in range(n - 1):
        found = []
        for time, order in kept:
            at = order[-1] if order else 0
            for place in range(1, n):
                if place in order or any(b == place and a not in order for a, b in tour.before):
                    continue
                then = max(time + tour.travel[at][place], tour.opens[place]) + tour.stay
                found.append((then, [*order, place]))
        kept = sorted(found)[:width]
    return min((time + tour.travel[order[-1]][0], order) for time, order in kept)[1]


def by_opening(tour: Tour) -> list[int]:
    """What opens first is called at first, as far as the pairs allow."""
    left, order = (
        sorted(range(1, len(tour.opens)), key=lambda place: tour.opens[place]),
        list[int](),
    )
    while left:
        free = (p for p in left if all(a in order for a, b in tour.before if b == p))
        order.append(next(free))
        left.remove(order[-1])
    return order


def inserted(tour: Tour) -> list[int]:
    """Place after place, each where it costs least, as far as the pairs allow."""
    order: list[int] = []
    for place in range(1, len(tour.opens)):
        tries = [[*order[:i], place, *order[i:]] for i in range(len(order) + 1)]
        allowed = [one for one in tries if not _wrong(tour, one)]
        order = min(allowed or tries, key=lambda one: finish(tour, one))
    return order


def _wrong(tour: Tour, order: Sequence[int]) -> bool:
    rank = {place: i for i, place in enumerate(order)}
    return any(a in rank and b in rank and rank[a] > rank[b] for a, b in tour.before)
