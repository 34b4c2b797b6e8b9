"""A picture in a reply: a PNG file as a `data:` URI or in base64, read in bounds."""

import binascii
import re
from base64 import b64decode, b64encode

from tasksynth.answers.final import Unreadable, check_meant
from tasksynth.answers.marks import Mark, lines, tags
from tasksynth.answers.pictures.png import (
    MOST_BYTES,
    SIGNATURE,
    Pixels,
    read_png,
    write_png,
)
from tasksynth.answers.thought import after_thinking

__all__ = ["MOST_BYTES", "SIGNATURE", "Pixels", "as_uri", "has_picture", "marked_from",
           "other_kind", "read_picture", "read_png", "write_png"]  # fmt: skip

_BASE64 = re.compile(
    r"(?:data:image/png;base64,)?(?<![A-Za-z0-9+/])iVBORw0KGg[A-Za-z0-9+/]{0,5600000}"
    r"(?:[ \t]?\r?\n[A-Za-z0-9+/]{1,100}(?![^\s=])){0,80000}={0,2}"
)


_OTHER_URI = re.compile(r"data:image/(?!png\b|svg)([a-z]{2,8})[;,]", re.IGNORECASE)
_OTHER_BASE64 = tuple(
    (kind, re.compile(rf"(?<![A-Za-z0-9+/]){begin}[A-Za-z0-9+/]{{60}}"))
    for kind, begin in (("JPEG", "/9j/"), ("WEBP", "UklGR"), ("GIF", "R0lGOD"))
)


def has_picture(reply: str) -> bool:
    """Whether a reply holds a PNG file."""
    return bool(_BASE64.search(after_thinking(reply)))


def read_picture(reply: str, *, width: int, height: int) -> Pixels:
    """The one picture of a reply, (height, width, 4) uint8: red, green, blue, alpha.

    Of several, it is the one in the last place that is marked as the answer, or behind that.

    Raises:
        Unreadable: if there is none, there are several, it is damaged or of another size.
    """
    text = after_thinking(reply)
    found = list(_BASE64.finditer(text))
    if not found:
        raise Unreadable(f"there is no PNG file in the reply{_instead(text)}")
    if _differ(found):
        begin = marked_from(text)
        found = [one for one in found if one.start() >= begin] or found
    if _differ(found):
        raise Unreadable("there are several pictures in the reply")
    last = found[-1]
    check_meant(text, Mark(last.start(), last.end(), last[0]), alone=True)
    letters = re.sub(r"\s", "", last[0].rpartition(",")[2]).rstrip("=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        data = b64decode(letters + "=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        raise Unreadable("the picture is no base64") from None
    return read_png(data, width=width, height=height)


def marked_from(text: str) -> int:
    """Where the last `Answer:` or `<answer>…</answer>` of a reply begins; 0 without any."""
    return max((mark.start for mark in (*lines(text), *tags(text))), default=0)


def _differ(found: list[re.Match[str]]) -> bool:
    return len({one[0].rpartition(",")[2] for one in found}) > 1


def other_kind(reply: str) -> str:
    """What kind of picture a reply gives that is not read, such as "JPEG"; "" for none."""
    text = after_thinking(reply)
    if (uri := _OTHER_URI.search(text)) is not None:
        return uri[1].upper().replace("JPG", "JPEG")
    return next((kind for kind, begin in _OTHER_BASE64 if begin.search(text)), "")


def _instead(text: str) -> str:
    kind = other_kind(text)
    return f", but one of {kind}" if kind else ""


def as_uri(data: bytes) -> str:
    """A PNG file as the text of an answer."""
    return f"data:image/png;base64,{b64encode(data).decode()}"
