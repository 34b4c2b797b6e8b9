"""Judge what is said of a slide, and what is changed of it."""

import math
import re
from typing import Any, NamedTuple

from tasksynth.answers import (
    Unreadable,
    after_thinking,
    check_meant,
    json_in,
    marks,
    read_final,
    unwrapped,
)
from tasksynth.answers.points import point_in
from tasksynth_vision.slides.elements import HIGH, WIDE, SlideElement, SlidePage
from tasksynth_vision.slides.planting import is_carrying
from tasksynth_vision.slides.rules import DefectKind, defects
from tasksynth_vision.vectors.colours import colour_in

NEAR = 6
"""Pixels beside a thing that count as on it."""
SPARE = 8
"""Pixels of change that are always allowed, besides twice what it takes."""
PLACES = ("x", "y", "w", "h")
FIELDS: dict[str, tuple[str, ...]] = {"contrast": ("ink",), "font": ("size",)}
"""What may be changed for a kind; places for all others."""
_NAMES: dict[DefectKind, str] = {
    "font": r"(?:font|type|text)[- ]?sizes?(?: jump)?|fonts?",
    "aspect": r"aspect(?:[- ]ratio)?|distort(?:ed|ion)",
    "margin": r"margins?(?: breach)?",
    "overlap": r"overlap(?:s|ping|ped)?",
    "overflow": r"(?:text[- ])?overflow(?:s|ing)?",
    "contrast": r"(?:low[- ])?contrast",
    "indent": r"(?:bullet[- ])?indent(?:ation)?",
    "size": r"sizes?",
    "alignment": r"(?:mis)?align(?:ment|ed)",
    "spacing": r"(?:uneven[- ])?spacing",
}
_KIND = re.compile("|".join(f"(?P<{kind}>\\b(?:{names})\\b)" for kind, names in _NAMES.items()),
                   re.IGNORECASE)  # fmt: skip
_DENIED = re.compile(
    rf"[,;(]?\s?(?:and |but )?(?:not|rather than|instead of) (?:an? |the )?(?:{_KIND.pattern})\)?",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\{\s{0,9}\"E\d{1,3}\"\s{0,9}:")
"""Elements with new values, which are not asked for here, nor are their ids known."""
_QUOTES = re.compile(r"[\"']")


class Pointed(NamedTuple):
    """What is said to be wrong, and where."""

    kind: str
    x: int
    y: int


class SlideVerdict(NamedTuple):
    """What came of an answer."""

    right: bool
    found: bool
    """Whether at least the element is the one."""
    why: str = ""


def read_pointed(answer: str) -> Pointed:
    """The kind and the point that a reply names.

    Raises:
        Unreadable: if it names none, or several.
    """
    if _CHANGED.search(after_thinking(answer)):
        raise Unreadable("want what is wrong and where; nothing is to be changed")
    return read_final(answer, _pointed, asked="line")


def _pointed(said: str) -> Pointed:
    if len({found.lastgroup for found in _KIND.finditer(said)}) > 1:
        said = _DENIED.sub("", said)  # "spacing, not alignment"
    kinds = {found.lastgroup for found in _KIND.finditer(said)}
    if len(kinds) != 1:
        raise Unreadable(f"want one kind of defect, got {said[:40]!r}")
    x, y = point_in(_QUOTES.sub("", _KIND.sub(" ", said)))
    return Pointed(str(kinds.pop()), x, y)


def judge_pointed(page: SlidePage, said: Pointed) -> SlideVerdict:
    """Whether the kind is right, and the point lies on something that is off."""
    (defect,) = defects(page)
    boxes = [page.named(name).extent().grown(NEAR) for name in defect.ids]
    found = any(box.holds(said.x, said.y) for box in boxes)
    kind = said.kind == defect.kind
    whys = [] if kind else [f"it is no {said.kind}"]
    whys += [] if found else [f"nothing is wrong at ({said.x}, {said.y})"]
    return SlideVerdict(found and kind, found, "; ".join(whys))


def read_changes(answer: str) -> dict[str, dict[str, Any]]:
    """The new values of elements, by their ids; a list of elements is read, too.

    Raises:
        Unreadable: if they are none.
    """
    text = after_thinking(answer)
    for fence in marks.fences(text)[-1:]:
        check_meant(text, fence)  # what stands before it may be another answer
    said: Any = json_in(answer, asked="fence")
    said = unwrapped(said)  # {"elements": [...]}
    if isinstance(said, dict) and "id" in said:
        said = [said]
    if isinstance(said, list):
        if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in said):
            raise Unreadable("want elements, each with its id")
        if len({one["id"] for one in said}) < len(said):
            raise Unreadable("an element is told twice")
        said = {one["id"]: {k: v for k, v in one.items() if k != "id"} for one in said}
    changes: dict[str, dict[str, Any]] = said
    if not all(isinstance(change, dict) for change in changes.values()):
        raise Unreadable("want an object of new values for each element")
    return changes


def judge_changes(
    page: SlidePage, before: SlideElement, said: dict[str, dict[str, Any]]
) -> SlideVerdict:
    """Whether a slide is mended, by as little as will do; `before` is the element as it was.

    Raises:
        Unreadable: if an element or a value is none.
    """
    (defect,) = defects(page)
    known = {one.id: one for one in page.elements}
    changed = []
    for name, values in said.items():
        if name not in known:
            raise Unreadable(f"there is no element {name[:20]!r}")
        after = _changed(known[name], values)
        if after != known[name]:
            changed.append(after)
    if not changed:
        return SlideVerdict(right=False, found=False, why="nothing is changed")
    if len(changed) > 1:
        return SlideVerdict(right=False, found=False, why="more than one element is changed")
    (after,) = changed
    found = after.id in defect.ids
    why = _fault(page, before, after, defect.kind)
    return SlideVerdict(not why, found, why)


def _fault(page: SlidePage, before: SlideElement, after: SlideElement, kind: str) -> str:
    """What is wrong with a change; empty if nothing is."""
    given = page.named(after.id)
    allowed = FIELDS.get(kind, PLACES)
    fields = [name for name in type(given).model_fields
              if getattr(given, name) != getattr(after, name)]  # fmt: skip
    if more := [name for name in fields if name not in allowed]:
        return f"{more[0]} of {after.id} is changed, which is not what is wrong"
    if is_carrying(page, given) and set(fields) & set(PLACES):
        return f"something lies on {after.id}"
    if left := defects(page.with_changed(after)):
        return f"{left[0].kind} of {' and '.join(left[0].ids)}"
    takes, took = _cost(before, page.named(before.id)), _cost(after, given)
    if took > 2 * takes + SPARE:
        return f"{took} pixels are changed, where {takes} will do"
    return ""


def _cost(one: SlideElement, other: SlideElement) -> int:
    return sum(abs(getattr(one, name) - getattr(other, name)) for name in PLACES)


def _changed(one: SlideElement, values: dict[str, Any]) -> SlideElement:
    """An element with new values.

    Raises:
        Unreadable: if one of them is none.
    """
    update: dict[str, Any] = {}
    told = one.model_dump(mode="json")
    for name, value in values.items():
        if name in told and told[name] == value:
            continue
        if name in (*PLACES, "size"):
            update[name] = _number(name, value)
        elif name in ("ink", "fill"):
            update[name] = _colour(name, value)
        elif name not in told:
            raise Unreadable(f"elements have no {name[:20]!r}")
        else:
            raise Unreadable(f"{name} of {one.id} cannot be changed")
    return one.model_copy(update=update)


def _number(name: str, value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,4}(?:\.\d{1,4})?(?:px)?", value.strip()):
        value = float(value.strip().removesuffix("px"))
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unreadable(f"{name} wants a number")
    if not -WIDE <= value <= 2 * WIDE or (name in ("w", "h", "size") and value < 1):
        raise Unreadable(f"{name} is out of range")
    if name in ("w", "h") and value > WIDE + HIGH:
        raise Unreadable(f"{name} is out of range")
    return round(value)


def _colour(name: str, value: Any) -> str:
    rgb = colour_in(value) if isinstance(value, str) else None
    if rgb is None:
        raise Unreadable(f"{name} wants a colour")
    return "#{:02x}{:02x}{:02x}".format(*rgb)
