"""Find the SVG in a reply."""

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote

from tasksynth.answers import Unreadable, read_final

_URI = re.compile(r"data:image/svg\+xml(?:;(?!base64)[\w=-]{1,20}){0,2}(;base64)?,", re.IGNORECASE)
_BASE64 = re.compile(
    r"[A-Za-z0-9+/]{8,900000}(?:[ \t]?\r?\n[A-Za-z0-9+/]{1,100}(?![^\s=])){0,20000}={0,2}"
)
_CLOSING = re.compile(r"(?:%3C|<)(?:%2F|/)svg(?:%3E|>)", re.IGNORECASE)
_ENTITY = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


def read_svg(reply: str) -> str:
    """The SVG that a reply gives as its answer: in a fence, in tags, in JSON, or bare.

    Raises:
        Unreadable: if there is none, or several that differ.
    """
    return read_final(with_drawings(reply), svg_in, asked="fence")


def with_drawings(text: str) -> str:
    """A text with the SVGs of its `data:` URIs spelled out."""
    out, at, seen = [], 0, 0
    for head in _URI.finditer(text):
        if head.start() < seen:
            continue
        if head[1]:
            body = _BASE64.match(text, head.end())
            seen, drawing = (body.end(), _decoded(body[0])) if body else (head.end(), "")
        else:
            closing = _CLOSING.search(text, head.end())
            if closing is None:
                break
            seen, drawing = closing.end(), unquote(text[head.end() : closing.end()])
        if "<svg" in drawing:
            out += [text[at : head.start()], drawing]
            at = seen
    return "".join([*out, text[at:]])


def _decoded(letters: str) -> str:
    letters = "".join(letters.split()).rstrip("=")
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    return b64decode(letters + "=" * (-len(letters) % 4)).decode(errors="replace")


def svg_in(text: str) -> str:
    """The one SVG in a text, with whatever words around it.

    Raises:
        Unreadable: if there is none, or several that differ.
    """
    if "<svg" not in text and "&lt;svg" in text:
        for said, meant in _ENTITY.items():
            text = text.replace(said, meant)
    found = {" ".join(one.split()): one for one in _drawings(text)}
    if len(found) != 1:
        raise Unreadable(f"want one <svg>…</svg>, got {len(found)} of them")
    return next(iter(found.values()))


def _drawings(text: str) -> Iterator[str]:
    """The SVGs in a text, from left to right; those that JSON has quoted without its strokes."""
    at = text.find("<svg")
    while at >= 0:
        end = text.find("</svg>", at)
        if end < 0:
            return
        one = text[at : end + len("</svg>")]
        yield one.replace('\\"', '"').replace("\\n", "\n") if '\\"' in one else one
        at = text.find("<svg", end)
