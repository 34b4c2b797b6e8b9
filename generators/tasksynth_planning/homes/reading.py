"""What a robot is told to do in words."""

import re
from typing import Literal, NamedTuple

from tasksynth.answers import Unreadable, plain
from tasksynth_planning.homes.models import Home
from tasksynth_planning.homes.telling import LETTERS


class RobotOrder(NamedTuple):
    """What is to be done; with which thing and at which piece of furniture, if that is said."""

    kind: Literal["walk", "open", "shut", "pick", "put", "ready"]
    thing: int | None = None
    piece: int | None = None


MOST_LINES = 300
_MOST = 120
"""Characters of a line that is an order, at most."""
_LEAD = re.compile(
    r"(?:(?:step\s+)?\d{1,3}[.):]\s*|[-*•>+]\s+)?"
    r"(?:(?:and\s+then|then|and|next|finally|first|now|i|answer|plan)\b[,:]?\s*)*",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"[,;→]|->|=>|\.\s|\band\s+then\b|\bthen\b|\band\s+(?=(?:walk|go|move|open|shut|close|"
    r"pick|take|grab|get|put|place|drop|leave)\b)",
    re.IGNORECASE,
)
_VERBS: tuple[tuple[Literal["walk", "open", "shut", "pick", "put", "ready"], str], ...] = (
    ("walk", r"(?:walk|go|move)(?:_to|\s+over)?(?![a-z])(?:\s*to\b)?"),
    ("open", r"open(?:_door)?(?![a-z])(?:\s*(?:the\s+)?doors?\b)?"),
    ("shut", r"(?:shut|close)(?:_door)?(?![a-z])(?:\s*(?:the\s+)?doors?\b)?"),
    ("pick", r"(?:pick(?:_up|\s+up)?|take|grab|get)(?![a-z])"),
    ("put", r"(?:put(?:_down|\s+down)?|place|drop|leave)(?![a-z])"),
    ("ready", r"(?:ready|done|finish(?:ed)?)(?![a-z])"),
)
_PATTERNS = tuple((kind, re.compile(verb, re.IGNORECASE)) for kind, verb in _VERBS)
_WHERE = re.compile(r"\s+(?:from|on|onto|in|into|inside|to|at|of\s+the)\s+", re.IGNORECASE)
_MARKS = " \t\"'`*_()[]{}.:!"
"""Around a name; quotation marks are plain ones by then."""
_LETTER = re.compile(r"(?:(.*)\(([a-z])\)|([a-z])\s*\((.*)\))", re.IGNORECASE)


def read_orders(home: Home, text: str) -> list[RobotOrder]:
    """What a text says the robot is to do, a line or a part of a line for each.

    Words before the first order are passed over.

    Raises:
        Unreadable: if there is no order, or after the first one something that is none.
    """
    orders: list[RobotOrder] = []
    parts = [part for line in text.splitlines()[:MOST_LINES] for part in _parts(line)]
    for part in parts:
        try:
            orders.append(read_order(home, part))
        except Unreadable:
            if orders or len(parts) == 1:
                raise
    if not orders:
        raise Unreadable("want what the robot is to do, such as “walk to B” or “open the door”")
    return orders


def _parts(line: str) -> list[str]:
    said = plain(line[:2000]).strip()
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    return [part.strip() for part in _NEXT.split(rest) if part.strip(_MARKS)]


def read_order(home: Home, text: str) -> RobotOrder:
    """One order.

    Raises:
        Unreadable: if it is none, or names what is not there.
    """
    said = text[: _MOST + 1].strip(' \t.:!-`"')
    lead = _LEAD.match(said)
    said = said[lead.end() :] if lead else said
    for kind, verb in _PATTERNS:
        if (match := verb.match(said)) is not None and len(text) <= _MOST:
            return _ordered(home, kind, said[match.end() :])
    raise Unreadable(f"{text[:60]!r} is nothing that the robot can do")


def _ordered(
    home: Home, kind: Literal["walk", "open", "shut", "pick", "put", "ready"], rest: str
) -> RobotOrder:
    if kind == "ready":
        return RobotOrder(kind)
    if kind == "walk":
        return RobotOrder(kind, piece=piece_named(home, rest))
    if kind in ("open", "shut"):
        named = _WHERE.sub(" ", f" {rest} ").strip(_MARKS)
        elsewhere = _bare(named) not in ("", "it")
        return RobotOrder(kind, piece=piece_named(home, named) if elsewhere else None)
    what, *where = _WHERE.split(rest.replace(" down", " "), maxsplit=1)
    return RobotOrder(kind, thing_named(home, what), piece_named(home, where[0]) if where else None)


def piece_named(home: Home, said: str) -> int:
    """A piece of furniture, by its letter, its name or both.

    Raises:
        Unreadable: if there is none.
    """
    names = [one.name for one in home.pieces]
    both = _LETTER.fullmatch(said.strip(" .:\"'“”"))
    words = [both[1] or both[4] or "", both[2] or both[3]] if both else [said]
    found = {_which(names, word) for word in words if _bare(word)}
    if len(found) == 1 and (one := found.pop()) is not None:
        return one
    raise Unreadable(f"there is no piece of furniture {said.strip(_MARKS)[:40]!r}")


def thing_named(home: Home, said: str) -> int:
    """A thing by its name.

    Raises:
        Unreadable: if there is none.
    """
    one = _which([thing.name for thing in home.things], said, letters=False)
    if one is None:
        raise Unreadable(f"there is no thing {said.strip(_MARKS)[:40]!r}")
    return one


def _which(names: list[str], said: str, *, letters: bool = True) -> int | None:
    bare = _bare(said)
    if letters and len(bare) == 1 and bare.upper() in LETTERS[: len(names)]:
        return LETTERS.index(bare.upper())
    return names.index(bare) if bare in names else None


def _bare(said: str) -> str:
    """A name without its article, marks, and the argument's name before it."""
    word = re.sub(r"^(?:thing|place|piece|to)\s*[=:]\s*", "", said.strip(_MARKS).casefold())
    word = re.sub(r"^(?:the|a|an|my|its)\s+", "", word.strip(_MARKS))
    return " ".join(word.split())
