"""What a robot is told to do in words."""

import json
import re
from contextlib import suppress
from typing import Literal, NamedTuple

from tasksynth.answers import Unreadable, after_thinking, plain
from tasksynth_planning.homes.models import Home
from tasksynth_planning.homes.telling import LETTERS

Kind = Literal["walk", "open", "shut", "pick", "put", "ready"]


class RobotOrder(NamedTuple):
    """What is to be done; with which thing and at which piece of furniture, if that is said."""

    kind: Kind
    thing: int | None = None
    piece: int | None = None


MOST_LINES = 300
_MOST = 160
"""Characters of a part that is an order, at most."""
_TEXT_MOST = 20_000
"""Characters of a text that are looked at."""
_LEAD = re.compile(
    r"(?:(?:step\s+)?\d{1,3}\s*[.):=|-]\s*|[-*•>+|]\s+)?"
    r"(?:(?:and\s+then|then|and|next|finally|first|now|answer|plan|call)\b[,:]?\s*)*"
    r"(?:(?:the\s+robot|robot|it|i|we|let\s+it|you)\b\s*(?:(?:should|will|must|can|now|then|next|"
    r"am|is|are|has\s+to|needs\s+to)\b\s*)*)?",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"[,;→]|->|=>|\.\s|\band\s+then\b|\bthen\b|\band\s+(?=(?:walk|go|move|head|open|shut|close|"
    r"pick|take|grab|get|put|place|drop|leave)(?:e?s)?\b)",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s(?:--|[-\u2013\u2014])\s.*|\s#.*")
_TAGS = re.compile(r"</?(?:answer|tool_call|plan|action)s?>|```[a-z]*", re.IGNORECASE)
_VERBS: tuple[tuple[Kind, str], ...] = (
    ("walk", r"(?:walk|go|move|head)(?:e?s)?(?:_to|\s+over)?(?![a-z])(?:\s*to\b)?"),
    ("open", r"opens?(?:_door)?(?![a-z])(?:\s*(?:the\s+|its\s+)?doors?\b)?"),
    ("shut", r"(?:shut|close)s?(?:_door)?(?![a-z])(?:\s*(?:the\s+|its\s+)?doors?\b)?"),
    ("pick", r"(?:pick|take|grab|get)s?(?:_up|\s+up)?(?![a-z])"),
    ("put", r"(?:put|place|drop|leave)s?(?:_down|\s+down)?(?![a-z])"),
    ("ready", r"(?:ready|done|finish(?:ed)?)(?![a-z])"),
)
_PATTERNS = tuple((kind, re.compile(verb, re.IGNORECASE)) for kind, verb in _VERBS)
_ANY_VERB = re.compile(
    r"\b(?:walk|go|move|head|open|shut|close|pick|take|grab|get|put|place|drop|leave)(?:e?s)?\b",
    re.IGNORECASE,
)
_IF = re.compile(r"(?:if|unless|when|while|until)\b", re.IGNORECASE)
_WHERE = re.compile(r"\s+(?:from|on|onto|in|into|inside|to|at)\s+", re.IGNORECASE)
_OF = re.compile(r"^\s*(?:of|at|on|in)\s+", re.IGNORECASE)
_MARKS = " \t\"'`*_()[]{}.:!"
"""Around a name; quotation marks are plain ones by then."""
_LETTER = re.compile(r"(.*)\(([a-z])\)|([a-z])\s*(?:\((.*)\)|[:=]\s*(.*))", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]{2,})\)\s*$")


def read_orders(home: Home, text: str) -> list[RobotOrder]:
    """What a text says the robot is to do, a line or a part of a line for each, or as JSON.

    Words in which nothing is done are passed over.

    Raises:
        Unreadable: if there is no order, or something that begins as one and is none.
    """
    said = after_thinking(text)[:_TEXT_MOST]
    parts = _of_json(_TAGS.sub("\n", said)) or [
        part for line in plain(_TAGS.sub("\n", said)).splitlines() for part in _parts(line)
    ]
    found = [read_order(home, part) for part in parts[:MOST_LINES] if _does(home, part)]
    if not found:
        raise Unreadable("want what the robot is to do, such as “walk to B” or “open the door”")
    return found


def _of_json(text: str) -> list[str]:
    """Calls as JSON, in words: a list of them, an object with one, or one a line; else none."""
    for one in (text, f"[{','.join(line for line in text.splitlines() if line.strip())}]"):
        with suppress(ValueError, RecursionError):
            value = json.loads(one)
            value = value.get("actions", value) if isinstance(value, dict) else value
            return [_worded(call) for call in (value if isinstance(value, list) else [value])]
    return []


def _worded(call: object) -> str:
    """A call's name and its arguments; words stay as they are."""
    if not isinstance(call, dict):
        return str(call)
    values = list[str]()
    for value in call.values():
        values += map(str, value.values()) if isinstance(value, dict) else [str(value)]
    return " ".join(filter(None, values))


def _parts(line: str) -> list[str]:
    said = _REMARK.sub("", line[:2000].strip())
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    return [part.strip() for part in _NEXT.split(rest) if part.strip(_MARKS)]


def _does(home: Home, part: str) -> bool:
    """Whether a part of a text is an order, or may be meant as one."""
    said = _begun(part)
    if _IF.match(said) or any(verb.match(said) for _, verb in _PATTERNS):
        return True
    names = [*(one.name for one in home.pieces), *(one.name for one in home.things)]
    alone = _which(names, said) is not None
    return alone or (
        bool(_ANY_VERB.search(part)) and any(name in part.casefold() for name in names)
    )


def _begun(part: str) -> str:
    said = part[: _MOST + 1].strip(' \t.:!-`"')
    lead = _LEAD.match(said)
    return said[lead.end() :] if lead else said


def read_order(home: Home, text: str) -> RobotOrder:
    """One order.

    Raises:
        Unreadable: if it is none, or names what is not there.
    """
    said = _begun(text)
    if len(text) <= _MOST and "?" not in text:
        for kind, verb in _PATTERNS:
            if (match := verb.match(said)) is not None:
                return _ordered(home, kind, said[match.end() :])
    raise Unreadable(f"{text[:60]!r} is nothing that the robot can do")


def _ordered(home: Home, kind: Kind, rest: str) -> RobotOrder:
    if kind == "ready":
        if _ASIDE.sub("", rest).strip(_MARKS):
            raise Unreadable(f"“ready” ends the task, and means nothing with {rest.strip()[:40]!r}")
        return RobotOrder(kind)
    if kind == "walk":
        return RobotOrder(kind, piece=piece_named(home, rest))
    if kind in ("open", "shut"):
        return RobotOrder(kind, piece=_elsewhere(home, _OF.sub("", rest)))
    what, *where = _WHERE.split(re.sub(r"\b(?:up|down|here)\b", " ", rest), maxsplit=1)
    piece = _elsewhere(home, where[0]) if where else None
    return RobotOrder(kind, thing_named(home, what), piece)


def _elsewhere(home: Home, said: str) -> int | None:
    """A piece of furniture, or none if it is the one where the robot stands."""
    named = _without_aside(home, said)
    here = _bare(named) in ("", "it", "furniture", "piece of furniture", "there")
    return None if here else piece_named(home, named)


def _without_aside(home: Home, said: str) -> str:
    """Without a remark in brackets at the end, which names nothing that is there."""
    aside = _ASIDE.search(said)
    names = [*(one.name for one in home.pieces), *(one.name for one in home.things)]
    if aside is None or _which(names, aside[1], letters=False) is not None:
        return said
    return said[: aside.start()]


def piece_named(home: Home, said: str) -> int:
    """A piece of furniture, by its letter, its name or both.

    Raises:
        Unreadable: if there is none.
    """
    names = [one.name for one in home.pieces]
    said = _without_aside(home, said)
    both = _LETTER.fullmatch(said.strip(" .:\"'"))
    words = [both[1] or both[4] or both[5] or "", both[2] or both[3]] if both else [said]
    found = {_which(names, word) for word in words if _bare(word)}
    if len(found) == 1 and (one := found.pop()) is not None:
        return one
    raise Unreadable(f"there is no piece of furniture {said.strip(_MARKS)[:40]!r}")


def thing_named(home: Home, said: str) -> int:
    """A thing by its name.

    Raises:
        Unreadable: if there is none.
    """
    names = [thing.name for thing in home.things]
    one = _which(names, _without_aside(home, said), letters=False)
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
    word = re.sub(r"^(?:(?:the|a|an|my|its|piece|letter)\s+)+", "", word.strip(_MARKS))
    return " ".join(word.split())
