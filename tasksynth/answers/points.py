"""A pixel in a reply, or points in order: a way, a line, corners."""

import math
import re
from collections.abc import Iterator
from typing import Any

from tasksynth.answers.final import Form, Unreadable, read_final
from tasksynth.answers.jsons import json_of
from tasksynth.answers.typeset import plain

_DIGITS = r"[-+]?\d{1,6}(?:\.\d{1,6})?(?![\d.]*[\deE])"
_NUMBER = re.compile(rf"(?<![\w.]){_DIGITS}")
_PAIR = re.compile(rf"[(\[]\s{{0,4}}({_DIGITS})\s{{0,4}}[,;]\s{{0,4}}({_DIGITS})\s{{0,4}}[)\]]")
_ASIDE = re.compile(r"\s*(?:since|because|as|while|whereas|unlike|note)\b", re.IGNORECASE)
_DOUBT = re.compile(
    r"\b(?:not|isn't|cannot|can't|perhaps|maybe|possibly|could|might|may|candidates?|guess|unsure"
    r"|either|wrong|incorrect)\b|\?|\\boxed",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?<![a-z0-9])(column|col|c|x|u|row|r|y|v)\s{{0,2}}[=:\u2248]?\s{{0,2}}({_DIGITS})",
    re.IGNORECASE,
)

Way = tuple[tuple[float, float], ...]
MOST = 400
"""Points that are read of one reply."""
DEEPEST = 6
"""Lists and objects in which they may be."""
_NUM = r"[-+]?(?:\d{1,6}(?:\.\d{0,24})?|\.\d{1,24})(?![\d%]|e[-+\d]|\.\d)"
_UNIT = r"(?:\s{0,2}(?:px|pixels?)\b)?"
_APART = r"\s{0,4}[,;:/&|]?\s{0,4}(?:and\s{1,3})?"
_AT = re.compile(
    rf"\(?\b(?:x|col|column)\b\s{{0,2}}[=:]?\s{{0,2}}({_NUM}){_UNIT}{_APART}"
    rf"\b(?:y|row)\b\s{{0,2}}[=:]?\s{{0,2}}({_NUM}){_UNIT}\)?", re.IGNORECASE)  # fmt: skip
_IN_BRACKETS = re.compile(
    rf"[(\[{{<]\s{{0,4}}({_NUM}){_UNIT}{_APART}\s{{0,2}}({_NUM}){_UNIT}\s{{0,4}}[)\]}}>]"
)
_BARE = re.compile(rf"(?<![\w.])({_NUM}){_UNIT}\s{{0,4}}[,=\s]\s{{0,4}}({_NUM}){_UNIT}(?![\w])")
_NUMERAL = re.compile(_NUM)
_TUPLE = re.compile(r"\(([^()\[\]{}]{0,80})\)")
_COUNTED = re.compile(
    r"(?m)^\s{0,8}\(?\d{1,3}\s?[.):](?!\d)|#\s?\d{1,3}\b|\b(?:step|point|waypoint|push|stroke|via|stop|move|leg|p|w|wp)"
    r"[\s_#]{0,2}\d{1,3}\b", re.IGNORECASE)  # fmt: skip
_UNSURE = re.compile(
    r"\b(?:not|isn't|cannot|can't|perhaps|maybe|possibly|could|might|either|or|wrong|incorrect|unsure"
    r"|alternatively|guess|nan|inf|infinity|null)\b|\?|~~",
    re.IGNORECASE,
)
_LIST_ENDS = re.compile(r"[\])}]\s{0,8}[\]}]")
_TUPLES_END = re.compile(r"\)\s{0,8}\)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CORRECTS = re.compile(
    r"\b(?:should|instead|actually|corrected|correction|rather)\b", re.IGNORECASE
)
"""With one of these, a single point is no remark: it contradicts the points before."""
_TALK = re.compile(
    r"label|name|desc|type|action|note|object|reason|comment|part|unit|kind", re.IGNORECASE
)
"""Keys of an object whose texts are no points."""
_FIRST = re.compile(r"grasp|grip|contact|grab|pick|start|begin|from|first|down", re.IGNORECASE)
_LAST = re.compile(r"release|end|goal|target|place|drop|lift|last|final|to\b|up\b", re.IGNORECASE)
_XS, _YS = ("x", "col", "column"), ("y", "row")


def read_point(reply: str) -> tuple[int, int] | None:
    """Column and row of the pixel that a reply names; None where it names none, or several.

    Labels decide which number is which; else the one pair in brackets, or the only two numbers.
    """
    try:
        return read_final(reply, point_in)
    except Unreadable:
        return None


def point_in(said: str) -> tuple[int, int]:
    """The one pixel that a final answer names.

    Raises:
        Unreadable: if it names none, or several.
    """
    text = plain(said)
    if _DOUBT.search(text) or _ASIDE.match(text):
        raise Unreadable(f"{text[:40]!r} is a denial, a guess or a reason")
    labelled = [(name[0].lower(), number) for name, number in _LABELLED.findall(text)]
    columns = {number for name, number in labelled if name in "cxu"}
    rows = {number for name, number in labelled if name in "ryv"}
    pairs = set(_PAIR.findall(text))
    numbers = _NUMBER.findall(text)
    if len(columns) == len(rows) == 1:
        pair = (columns.pop(), rows.pop())
    elif len(pairs) == 1 and not labelled:
        pair = pairs.pop()
    elif len(numbers) == 2 and not pairs:
        pair = (numbers[0], numbers[1])
    else:
        raise Unreadable(f"want one pixel, got {text[:40]!r}")
    return math.floor(float(pair[0])), math.floor(float(pair[1]))


def read_way(reply: str, *, asked: Form | None = None) -> Way:
    """The points that a reply gives, in order.

    JSON is read in any nesting, objects with `x` and `y` or with roles such as `grasp`, `waypoints`
    and `release` among them; so are pairs in brackets, `x=3, y=4`, and pairs a line or between
    arrows.

    Raises:
        Unreadable: if there are none, too many, or doubt is cast on them.
    """
    return read_final(reply, way_in, asked=asked)


def way_in(said: str) -> Way:
    """The points in the text of an answer; see `read_way`.

    Raises:
        Unreadable: if there is one or none, or it says more than points.
    """
    said = _without_remark(said)
    try:
        value = json_of(_TUPLE.sub(r"[\1]", said))
    except Unreadable:
        found = _told(plain(said))
    else:
        found = tuple(_points(value))
    if not 2 - bool(_CORRECTS.search(said)) <= len(found) <= MOST:
        raise Unreadable(f"want two points at least and {MOST} at most, got {len(found)}")
    return found


def _without_remark(said: str) -> str:
    """A text without what is said in brackets behind its list of points.

    Raises:
        Unreadable: if more than that follows it, with numbers in it.
    """
    ends = [m.end() for m in _LIST_ENDS.finditer(said)][-1:]
    ends = ends or [m.end() for m in _TUPLES_END.finditer(said)][:1]
    word = _WORD.search(said, ends[0]) if ends else None
    if not word or not re.search(r"\d", said[word.end() :]):
        return said
    rest = said[ends[0] :].strip(" \t\n.*_`")
    if _UNSURE.search(rest) or _CORRECTS.search(rest) or (rest[0], rest[-1]) != ("(", ")"):
        raise Unreadable(f"{rest[:40]!r} follows the points")
    return said[: ends[0]]


def _told(text: str) -> Way:
    """Points in words, in brackets or between arrows; what else has a number is a step's."""
    for pattern in (_AT, _IN_BRACKETS, _BARE):
        if pattern is _BARE:
            text = _COUNTED.sub(" ", text)
        if told := pattern.findall(text):
            rest = _COUNTED.sub(" ", pattern.sub(" ", text))
            if _NUMERAL.search(rest) or _UNSURE.search(rest):
                raise Unreadable(f"{text[:40]!r} says more than points")
            return tuple((float(x), float(y)) for x, y in told)
    raise Unreadable(f"want points, got {text[:40]!r}")


def _points(value: Any, depth: int = 0) -> Iterator[tuple[float, float]]:
    """The points of a JSON value, those of an object by its roles."""
    if depth > DEEPEST:
        raise Unreadable("the points are nested too deep")
    if isinstance(value, list):
        numbers = [_number(one) for one in value]
        if value and len(value) % 2 == 0 and all(one is not None for one in numbers):
            yield from zip(numbers[::2], numbers[1::2], strict=True)
            return
        for one in value:
            yield from _points(one, depth + 1)
    elif isinstance(value, dict):
        keys = {str(key).lower(): one for key, one in value.items()}
        x, y = (next((_number(keys[name]) for name in names if name in keys), None)
                for names in (_XS, _YS))  # fmt: skip
        if x is not None and y is not None:
            yield x, y
            return
        for key, one in sorted(value.items(), key=lambda item: _role(str(item[0]))):
            if not (isinstance(one, str) and _TALK.search(str(key))):
                yield from _points(one, depth + 1)
    elif isinstance(value, str):
        yield from _told(plain(value))
    else:
        raise Unreadable(f"{str(value)[:20]!r} is no point")


def _role(key: str) -> int:
    """When a key's points come: first, last, or between."""
    if _FIRST.search(key):
        return 0
    return 2 if _LAST.search(key) else 1


def _number(value: Any) -> float | None:
    if isinstance(value, str) and _NUMERAL.fullmatch(value.strip()):
        return float(value)
    plain_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain_number and abs(value) < 1e6 else None
