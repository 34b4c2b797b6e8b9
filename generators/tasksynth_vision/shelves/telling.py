"""Say what may happen on the shelves, and read in which order frames are said to be."""

import re
from collections.abc import Sequence

from tasksynth.answers import Unreadable, final_answer
from tasksynth.answers.picks import read_picks
from tasksynth_vision.shelves.props import Rule, ShelfKind, ShelfThing, Shelves

NAMES = "PQRSTUVW"
"""Of frames: no word of English is among these letters."""
TALK = ("frame", "frames", "png", "order", "is", "earliest", "right", "correct", "to", "in",
        "chronological", "sequence", "next", "finally", "lastly", "therefore", "so", "thus",
        "hence")  # fmt: skip
_FORTH = re.compile(
    r"\\(?:[lL]ong)?(?:[rR]ightarrow|mapsto|prec|to)(?![a-zA-Z])|\bearliest to latest\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\u2190|\u27f5|\u21d0|<-|\\(?:long)?leftarrow(?![a-z])|\b(?:latest|last) first\b|"
    r"\breversed?(?: \w{1,15})? order\b|\breverse(?:d |-| )?chronological|\blatest to earliest\b",
    re.IGNORECASE,
)
"""What says that the last one is told first."""
_TIED = re.compile(r"[{(\[]([^{}()\[\]]{1,60})[)}\]]")
_SAYS: dict[tuple[ShelfKind, Rule], str] = {
    ("candle", "fall"): "The {} candle only burns down.",
    ("glass", "rise"): "The glass of {} water is only filled.",
    ("glass", "oneway"): "The glass of {} water is either only filled or only emptied.",
    ("glass", "free"): "The glass of {} water is filled and emptied again and again.",
    ("flower", "rise"): "The {} flower only grows.",
    ("ball", "rise"): "The {} ball rolls only to the right.",
    ("ball", "fall"): "The {} ball rolls only to the left.",
    ("ball", "oneway"): "The {} ball rolls in one direction only.",
    ("ball", "free"): "The {} ball rolls to and fro.",
    ("door", "rise"): "The {} sliding door only opens.",
    ("door", "oneway"): "The {} sliding door either only opens or only shuts.",
    ("door", "free"): "The {} sliding door opens and shuts again and again.",
    ("dial", "rise"): "The {} hand of a dial turns only clockwise, and never through the bottom.",
    ("dial", "fall"): "The {} hand of a dial turns only anticlockwise, and never through the "
    "bottom.",
    ("dial", "oneway"): "The {} hand of a dial turns in one direction only, and never through the "
    "bottom.",
    ("dial", "free"): "The {} hand of a dial swings both ways.",
    ("balloon", "fall"): "The {} balloon only shrinks.",
    ("balloon", "oneway"): "The {} balloon either only grows or only shrinks.",
    ("balloon", "free"): "The {} balloon grows and shrinks again and again.",
    ("lift", "near"): "The {} lift goes up and down; from each frame to the next one it is at the "
    "same floor, or at the one above or below.",
    ("lift", "free"): "The {} lift goes up and down as it likes.",
    ("bird", "once"): "The {} bird sits there once, for a while, and does not come again.",
    ("bird", "free"): "The {} bird comes and goes.",
    ("blind", "free"): "The {} blind of the window goes up and down.",
}  # fmt: skip


def told(prop: ShelfThing) -> str:
    """The rule of a thing, in a sentence."""
    return _SAYS[prop.kind, prop.rule].format(prop.colour)


def rules(shelf: Shelves) -> str:
    """The rules of all things, one a line: those that tell something and the others mixed."""
    return "\n".join(f"- {told(prop)}" for prop in sorted(shelf.props, key=told))


def written(order: Sequence[int]) -> str:
    """An order as an answer."""
    return "Answer: " + ", ".join(NAMES[at] for at in order)


def read_order(answer: str, count: int) -> list[int]:
    """The frames in the order that an answer gives.

    Raises:
        Unreadable: if it gives none, or not each frame once.
    """
    known = NAMES[:count]
    said = final_answer(answer, asked="line") or answer
    for tied in _TIED.finditer(said):
        names = re.findall(rf"(?<![^\W_])[{known}](?![^\W_])", tied[1].upper())
        if 1 < len(names) < count:
            raise Unreadable(f"{tied[0][:20]!r} leaves the order open")
    back = bool(_BACK.search(said))
    answer = _BACK.sub(", ", _FORTH.sub(", ", answer))
    joined = re.sub(
        rf"(?<![^\W_])[{known}]{{{count}}}(?![^\W_])", lambda m: ", ".join(m[0]), answer
    )
    spaced = re.sub(rf"(?<=[{known}])\s{{0,3}}<\s{{0,3}}(?=[{known}])", ", ", joined)
    order = [
        known.index(name) for name in read_picks(spaced, known, count, asked="line", talk=TALK)
    ]
    return order[::-1] if back else order


def agreement(order: Sequence[int], right: Sequence[int]) -> float:
    """Kendall's tau: 1 for the same order, -1 for its reversal, 0 by chance."""
    place = {one: at for at, one in enumerate(right)}
    pairs = [
        (place[one], place[other]) for at, one in enumerate(order) for other in order[at + 1 :]
    ]
    return sum(1 if one < other else -1 for one, other in pairs) / len(pairs)
