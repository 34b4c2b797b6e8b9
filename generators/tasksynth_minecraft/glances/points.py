"""A pixel in a reply."""

import math
import re

from tasksynth.answers import final_answer, plain

_DIGITS = r"[-+]?\d{1,6}(?:\.\d{1,6})?(?![\d.]*[\deE])"


_NUMBER = re.compile(rf"(?<![\w.]){_DIGITS}")


_PAIR = re.compile(rf"[(\[]\s{{0,4}}({_DIGITS})\s{{0,4}}[,;]\s{{0,4}}({_DIGITS})\s{{0,4}}[)\]]")


_DOUBT = re.compile(r"\b(?:not|isn't|perhaps|maybe|possibly)\b", re.IGNORECASE)


_LABELLED = re.compile(
    rf"(?<![a-z0-9])(column|col|c|x|u|row|r|y|v)\s{{0,2}}[=:\u2248]?\s{{0,2}}({_DIGITS})",
    re.IGNORECASE,
)


def read_point(reply: str) -> tuple[int, int] | None:
    """Column and row of the pixel that a reply names; None where it names none, or several.

    Labels decide which number is which; else the one pair in brackets, or the only two numbers.
    """
    line, paragraph = final_answer(reply) or "", final_answer(reply, end="\n\n") or ""
    return _point(plain(line)) or _point(plain(paragraph))


def _point(text: str) -> tuple[int, int] | None:
    if _DOUBT.search(text):
        return None
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
        return None
    return math.floor(float(pair[0])), math.floor(float(pair[1]))
