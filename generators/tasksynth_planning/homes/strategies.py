"""Ways to tidy up that look no further than the next chore."""

from collections.abc import Callable, Iterator

from tasksynth_planning.homes.models import (
    HAND,
    Chore,
    Home,
    Tidying,
    cells_of,
    distances,
    do,
    shut,
)

Score = Callable[[Chore, int], tuple[int, ...]]
"""What is done first, the least, by the chore and how far away it is."""
_ORDER = {"put": 0, "shut": 1, "pick": 2, "open": 3}
_MOST = 80
"""Chores, before one gives up."""

THUMBS: dict[str, Score] = {
    "the nearest": lambda chore, far: (far, _ORDER[chore.kind], chore.piece),
    "the nearest, hands full first": lambda chore, far: (chore.kind != "pick", far, chore.piece),
    "the nearest, hands empty first": lambda chore, far: (chore.kind != "put", far, chore.piece),
    "doors first": lambda chore, far: (chore.kind != "open", far, chore.piece),
    "the nearest, hands empty first, backwards": lambda chore, far: (
        far,
        chore.kind != "put",
        -chore.thing,
        -chore.piece,
    ),
    "doors first, in turn": lambda chore, far: (chore.kind != "open", chore.thing, far),
    "in turn": lambda chore, far: (_ORDER[chore.kind], chore.thing, far),
    "backwards": lambda chore, far: (_ORDER[chore.kind], -chore.thing, far),
}


def tidied(home: Home, s: Tidying, score: Score) -> list[Chore] | None:
    """What is done by a rule of thumb until all is tidy; None if it never is."""
    far = distances(home.rows, home.start, cells_of(home))
    chores = list[Chore]()
    for _ in range(_MOST):
        useful = list(_useful(home, s)) or list(_makeshift(home, s))
        if not useful:
            return chores if tidy(home, s) else None
        chore = min(useful, key=lambda one: score(one, far[s.at][one.piece]))
        do(home, s, chore)
        chores.append(chore)
    return None


def tidy(home: Home, s: Tidying) -> bool:
    """Whether all is where it belongs, and all doors are shut."""
    return not any(s.open) and s.places == [one.home for one in home.things]


def _useful(home: Home, s: Tidying) -> Iterator[Chore]:
    """Chores that can be done and bring something home, or a door there that is in the way."""
    held = s.held()
    astray = [i for i, one in enumerate(home.things) if s.places[i] not in (one.home, HAND)]
    wanted = {home.things[i].home for i in (*held, *astray)} | {s.places[i] for i in astray}
    for i in held:
        piece = home.things[i].home
        if not shut(home, s, piece) and len(s.on(piece)) < home.pieces[piece].holds:
            yield Chore(piece, "put", i)
    if len(held) == home.hands:
        return
    for i in astray:
        if not shut(home, s, s.places[i]) and _awaited(home, s, i, len(held)):
            yield Chore(s.places[i], "pick", i)
    for piece, one in enumerate(home.pieces):
        if one.door and s.open[piece] != (piece in wanted):
            yield Chore(piece, "shut" if s.open[piece] else "open")


def _awaited(home: Home, s: Tidying, thing: int, held: int) -> bool:
    """Whether a thing can be brought home with the hands that are left, as things stand."""
    piece = home.things[thing].home
    able = not shut(home, s, piece) or held + 1 < home.hands
    return able and len(s.on(piece)) < home.pieces[piece].holds


def _makeshift(home: Home, s: Tidying) -> Iterator[Chore]:
    """Putting down what is held, anywhere, or making room by taking what is astray."""
    held = s.held()
    for i in held:
        for piece, one in enumerate(home.pieces):
            if not shut(home, s, piece) and len(s.on(piece)) < one.holds and piece != s.at:
                yield Chore(piece, "put", i)
    for i, thing in enumerate(home.things) if len(held) < home.hands else ():
        if s.places[i] not in (thing.home, HAND) and not shut(home, s, s.places[i]):
            yield Chore(s.places[i], "pick", i)
