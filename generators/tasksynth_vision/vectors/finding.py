"""Find the SVG in a reply."""

from collections.abc import Iterator

from tasksynth.answers import Unreadable, read_final

_ENTITY = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}


def read_svg(reply: str) -> str:
    """The SVG that a reply gives as its answer: in a fence, in tags, in JSON, or bare.

    Raises:
        Unreadable: if there is none, or several that differ.
    """
    return read_final(reply, svg_in, asked="fence")


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
