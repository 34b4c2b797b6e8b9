"""A pixel in a reply."""

import math
import re

from tasksynth.answers.final import Unreadable, read_final
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
