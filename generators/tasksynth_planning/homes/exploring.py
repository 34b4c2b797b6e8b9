"""Find out where things are, when only the room is seen in which one stands."""

from tasksynth_planning.homes.models import (
    FLOOR,
    Chore,
    Home,
    Tidying,
    cells_of,
    distances,
    do,
    shut,
    walk_to,
)


def in_sight(home: Home, s: Tidying) -> set[int]:
    """Pieces of furniture of which one sees what they hold from where the robot stands."""
    room = home.room if s.at == FLOOR else home.pieces[s.at].room
    return {
        i for i, one in enumerate(home.pieces) if one.room == room and not shut(home, s, i)
    }  # fmt: skip


def explore(home: Home, s: Tidying) -> list[Chore]:
    """Look about, nearest first, until it is known where everything is; what was done for that.

    A door with nothing behind it that is of use is shut at once.
    """
    far = distances(home.rows, home.start, cells_of(home))
    seen, chores = in_sight(home, s), list[Chore]()
    while any(place not in seen for place in s.places):
        unseen = [i for i in range(len(home.pieces)) if i not in seen]
        piece = min(unseen, key=lambda one: (far[s.at][one], one))
        if shut(home, s, piece):
            chores.append(Chore(piece, "open"))
            do(home, s, chores[-1])
            if not _of_use(home, s, piece):
                chores.append(Chore(piece, "shut"))
                do(home, s, chores[-1])
            seen.add(piece)
        else:
            chores.append(Chore(piece, "look"))
            walk_to(home, s, piece)
        seen |= in_sight(home, s)
    return chores


def _of_use(home: Home, s: Tidying, piece: int) -> bool:
    """Whether something is taken out of a piece of furniture or, for all one knows, put in."""
    return any(
        (one.home == piece) != (place == piece)
        for one, place in zip(home.things, s.places, strict=True)
    )
