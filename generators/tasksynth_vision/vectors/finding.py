"""Find the SVG in a reply."""

import re

from tasksynth.answers import Unreadable, read_final

_SVG = re.compile(r"<svg[\s>].{0,40000}?</svg\s*>", re.DOTALL)
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
    found: dict[str, str] = {" ".join(one.split()): one for one in _SVG.findall(text)}
    if len(found) != 1:
        raise Unreadable(f"want one <svg>…</svg>, got {len(found)} of them")
    return next(iter(found.values()))
