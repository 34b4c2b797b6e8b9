"""Single actions on a device: drawn, done, read, and told apart by what they lead to."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator

from tasksynth import Model
from tasksynth.invalid import explain
from tasksynth_apps.chance import Luck
from tasksynth_apps.phones.content import FIRST, POOLS
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import Seen, middle, reached


class Move(Model):
    """What a user does."""

    action: Literal["tap", "type", "scroll", "back"]
    x: Annotated[int, Field(ge=0, le=10_000)] = 0
    y: Annotated[int, Field(ge=0, le=10_000)] = 0
    text: Annotated[str, Field(max_length=500)] = ""
    direction: Literal["", "down", "up"] = ""

    @field_validator("x", "y", mode="before")
    @classmethod
    def _whole_pixels(cls, value: Any) -> Any:
        """The pixel that a point between two of them lies in."""
        return int(value) if isinstance(value, float) and abs(value) < 1e6 else value


def read_move(value: Any) -> Move:
    """An action out of JSON.

    Raises:
        ValueError: if it is none; says what is wrong.
    """
    try:
        move = Move.model_validate(value)
    except ValidationError as e:
        raise ValueError(explain(e, Move)) from None
    given = set(value)
    wanted = {"tap": {"x", "y"}, "type": {"text"}, "scroll": {"direction"}, "back": set()}
    if given != wanted[move.action] | {"action"} or (
        move.action == "scroll" and not move.direction
    ):
        raise ValueError(f"{move.action} wants {sorted(wanted[move.action])}, got {sorted(given)}")
    return move


def done_by(move: Move, phone: Phone) -> None:
    """Do it."""
    match move.action:
        case "tap":
            phone.touch(move.x, move.y)
        case "type":
            phone.type(move.text)
        case "scroll":
            phone.scroll(50 if move.direction == "down" else -50)
        case "back":
            phone.back()


def alike(one: Phone, other: Phone) -> bool:
    """Whether two devices hold the same and show the same."""
    a, b = one.page, other.page
    if one.rows != other.rows or (a.kind, a.row, a.field) != (b.kind, b.row, b.field):
        return False  # other pages look otherwise, and need not be laid out
    return _same(one, other) or all(a == b for a, b in zip_longest(_seen(one), _seen(other)))


def _same(one: Phone, other: Phone) -> bool:
    """Whether two devices are in one state, and so show the same."""
    return (one.device, one.rows, one.stack) == (other.device, other.rows, other.stack)


def explains(move: Move, seen: Seen, moves: tuple[Move, ...]) -> bool:
    """Whether an action, and so many more of any kind, lead where some actions led."""
    goal, phone = reached(seen), reached(seen)
    first, *others = moves
    done_by(first, goal)
    done_by(move, phone)
    known = _same(phone, goal)
    for one in others:
        done_by(one, goal)
    if known and not (others and alike(phone, goal)):
        return True  # the others are among all that is tried
    return _leads(phone, goal, moves, len(others))


def _leads(phone: Phone, goal: Phone, moves: tuple[Move, ...], left: int) -> bool:
    if alike(phone, goal):
        return left == 0
    if not left:
        return False
    texts = [one for one in moves if one.action == "type"]
    for move in [*choices(phone), *texts]:
        after = phone.copy()
        done_by(move, after)
        if _leads(after, goal, moves, left - 1):
            return True
    return False


def choices(phone: Phone) -> list[Move]:
    """All that can be done on a screen but typing: each element touched, and the rest."""
    screen = phone.screen()
    spots = [middle(one) for one in screen.elements]
    taps = [Move(action="tap", x=x, y=y) for x, y in spots]
    if screen.layers[-1].modal is not None:
        taps.append(Move(action="tap", x=1, y=1))
    ends: tuple[Literal["down", "up"], ...] = ("down", "up")
    return [*taps, *(Move(action="scroll", direction=end) for end in ends), Move(action="back")]


def draw_moves(luck: Luck, seen: Seen, steps: int) -> tuple[Move, ...] | None:
    """So many actions, each of which changes what is seen, and that no fewer explain."""
    phone, moves = reached(seen), list[Move]()
    for _ in range(steps):
        before = phone.copy()
        move = _move(luck, phone)
        if move is None:
            return None
        done_by(move, phone)
        if alike(before, phone) or (move.action == "tap" and _goes_back(luck, before, phone)):
            return None
        moves.append(move)
    start = reached(seen)
    if alike(start, phone):
        return None
    for move in choices(start) if steps == 2 else ():
        after = start.copy()
        done_by(move, after)
        if alike(after, phone):
            return None
    return tuple(moves)


def _goes_back(luck: Luck, before: Phone, after: Phone) -> bool:
    """Whether going back does the same, mostly: there would be too many pairs of that kind."""
    back = before.copy()
    back.back()
    return alike(back, after) and luck.happens(0.8)


def _move(luck: Luck, phone: Phone) -> Move | None:
    """Something to do, or nothing where it would be what menus have most of."""
    share = luck.below(100)
    if phone.page.focus and share < 60:
        return Move(action="type", text=luck.of((*FIRST, *POOLS["task"][phone.device.language])))
    if share < 8:
        return Move(action="scroll", direction=luck.of(("down", "up")))
    if share < 14:
        return Move(action="back")
    elements = phone.screen().elements
    if not elements:
        return Move(action="back")
    element = luck.of(elements)
    if element.mark.event[0] == "sort" and luck.happens(0.7):
        return None
    x, y = middle(element)
    return Move(action="tap", x=x, y=y)


def _seen(phone: Phone) -> Iterator[tuple[Any, ...]]:
    """All that a screen shows."""
    for node in phone.screen().parts():
        yield node.box, node.text, node.icon, node.fill, node.ink, node.border
