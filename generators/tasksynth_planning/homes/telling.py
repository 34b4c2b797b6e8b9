"""Homes and what happens in them, in words."""

from collections.abc import Iterable

from tasksynth_planning.homes.exploring import in_sight
from tasksynth_planning.homes.models import FLOOR, Home, Tidying, shut

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COUNTS = ("no", "one", "two", "three", "four")


def plan(home: Home) -> str:
    """The rooms, seen from above."""
    width, cells = len(home.rows[0]), list("".join(home.rows))
    for letter, piece in zip(LETTERS, home.pieces, strict=False):
        cells[piece.cell] = letter
    cells[home.start] = "@"
    return "\n".join("".join(cells[i : i + width]) for i in range(0, len(cells), width))


def furniture(home: Home, *, contents: bool) -> str:
    """The pieces by rooms, and what they hold, if that is told."""
    s, lines = home.begin(), []
    for room in dict.fromkeys(one.room for one in home.pieces):
        lines.append(f"In the {room}:")
        for i, piece in enumerate(home.pieces):
            if piece.room != room:
                continue
            door = ", has a door" if piece.door else ""
            said = f"- {LETTERS[i]}: {piece.name} (room for {piece.holds}{door})"
            held = f": {_list(home, s.on(i)) or 'nothing'}" if contents else ""
            lines.append(said + held)
    return "\n".join(lines)


def wishes(home: Home, things: Iterable[int]) -> str:
    """Where things belong."""
    return "\n".join(
        f"- the {home.things[i].name}: {_named(home, home.things[i].home)}" for i in things
    )


def rules(home: Home, battery: int, turns: int) -> str:
    """What the robot can do, and what it takes."""
    hands = f"{_COUNTS[home.hands]} hand{'s' if home.hands > 1 else ''}"
    each = "which holds one thing" if home.hands == 1 else "each of which holds one thing"
    doors = (
        " What has a door is reached into only while it is open: `open_door` and `shut_door` do "
        "that at the piece of furniture where the robot stands, and take a free hand. All doors "
        "are shut at first and have to be shut in the end."
        if any(piece.door for piece in home.pieces)
        else ""
    )
    return (
        f"The robot has {hands}, {each}. `walk_to` takes it to a piece of furniture on a shortest "
        "way, from cell to cell north, east, south or west, over furniture too. Where it stands, "
        "`pick_up` takes a thing, and `put_down` leaves one if there is room. A thing that is "
        f"where it belongs cannot be picked up, again or at all.{doors}\n\nEach step of a walk "
        "takes a unit of the battery, and so does each `pick_up`, `put_down`, `open_door` and "
        f"`shut_door`; the battery has {battery}. What cannot be done takes none. Call `ready` "
        f"when all is done; you have {turns} turns. Instead of calls you may write what the robot "
        "is to do, a line for each thing, as in “walk to B”, “open the door”, “pick up "
        "the …”, “put down the …”, “shut the door” and “ready”."
    )


def view(home: Home, s: Tidying, left: int, *, whole: bool) -> str:
    """Where the robot is, what it carries, what is there, and what the battery has."""
    where = "on the floor" if s.at == FLOOR else f"at the {_named(home, s.at)}"
    held = _list(home, s.held())
    told = [f"The robot is {where}; it carries {held or 'nothing'}. The battery has {left}."]
    pieces = {s.at} - {FLOOR} if whole else in_sight(home, s) | ({s.at} - {FLOOR})
    told += [f"{_named(home, i)[:1].upper()}{_named(home, i)[1:]}: {_state(home, s, i)}"
             for i in sorted(pieces)]  # fmt: skip
    return "\n".join(told)


def _state(home: Home, s: Tidying, piece: int) -> str:
    if shut(home, s, piece):
        return "shut"
    held = _list(home, s.on(piece)) or "nothing"
    return f"open, holds {held}" if home.pieces[piece].door else f"holds {held}"


def _named(home: Home, piece: int) -> str:
    return f"{home.pieces[piece].name} ({LETTERS[piece]})"


def _list(home: Home, things: Iterable[int]) -> str:
    names = [f"the {home.things[i].name}" for i in things]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
