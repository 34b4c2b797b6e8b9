"""Masked scenes as pixels, without any picture library, and the pixels of answers."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from tasksynth.answers import Unreadable
from tasksynth.answers.pictures import (
    Pixels,
    has_picture,
    marked_from,
    other_kind,
    read_picture,
)
from tasksynth.answers.thought import after_thinking
from tasksynth_vision.masking.paints import SIDE, Box
from tasksynth_vision.masking.scenes import MaskedScene, svg_of
from tasksynth_vision.vectors.finding import read_svg, with_drawings
from tasksynth_vision.vectors.geometry import moved
from tasksynth_vision.vectors.parsing import Paint, paints_in
from tasksynth_vision.vectors.scoring import WHITE, labelled

GREY = 128
"""What a hole shows, of 255."""
FINE = 3
"""Pixels each way of which one is made."""


def covered(mask: Box) -> Pixels:
    """Where a mask is: (SIDE, SIDE) bool."""
    out = np.zeros((SIDE, SIDE), dtype=bool)
    out[mask[1] : mask[3], mask[0] : mask[2]] = True
    return out


@lru_cache(maxsize=64)
def hidden_picture(x: MaskedScene) -> Pixels:
    """The whole scene, (SIDE, SIDE, 3) uint8."""
    return _laid(paints_in(svg_of(x.scene), SIDE), np.full((SIDE, SIDE, 3), 255, dtype=np.uint8))


@lru_cache(maxsize=64)
def given_picture(x: MaskedScene) -> Pixels:
    """The picture that is shown: the scene, but in its mask."""
    if x.before:
        return _laid_within(x.mask, paints_in(svg_of(x.before), SIDE), hidden_picture(x))
    return np.where(covered(x.mask)[..., None], np.uint8(GREY), hidden_picture(x))


def answered_picture(x: MaskedScene, reply: str) -> Pixels:
    """The picture of an answer, (SIDE, SIDE, 3) uint8: a PNG file, or an SVG in the mask.

    What a PNG file leaves transparent shows what is given.

    Raises:
        Unreadable: if it is neither, is damaged or of another size.
    """
    given = given_picture(x)
    said = with_drawings(after_thinking(reply))
    if has_picture(reply) and "<svg" in said:  # then the one that is marked as the answer
        reply = said = said[marked_from(said) :]
    if has_picture(reply):
        if "<svg" in said:
            raise Unreadable("there is a PNG file and an SVG in the reply: want one of them")
        picture = read_picture(reply, width=SIDE, height=SIDE)
        alpha = picture[..., 3:].astype(np.int64)
        mixed = picture[..., :3] * alpha + given * (255 - alpha) + 127
        return (mixed // 255).astype(np.uint8)
    try:
        paints = paints_in(read_svg(reply), SIDE)
    except Unreadable as e:
        kind = other_kind(reply)
        why = f"{kind} files are not read" if kind and "<svg" not in said else str(e)
        raise Unreadable(f"want a PNG file, or an SVG: {why}") from None
    return _laid_within(x.mask, paints, given)


def _laid_within(mask: Box, paints: Sequence[Paint], ground: Pixels) -> Pixels:
    """Paints over the part of a picture that a mask covers."""
    left, top, right, bottom = mask
    there = (1.0, 0.0, 0.0, 1.0, -float(left), -float(top))
    own = [paint._replace(rings=tuple(moved(ring, there) for ring in paint.rings))
           for paint in paints]  # fmt: skip
    out = ground.copy()
    out[top:bottom, left:right] = _laid(own, out[top:bottom, left:right])
    return out


def _laid(paints: Sequence[Paint], ground: Pixels) -> Pixels:
    """Paints over a picture, soft at their edges."""
    rows, columns = ground.shape[:2]
    labels = labelled(paints, max(rows, columns), fine=FINE)[: rows * FINE, : columns * FINE]
    inks = np.array([WHITE, *(paint.rgb for paint in paints)], dtype=np.uint16)
    sums = np.zeros(ground.shape, dtype=np.uint16)
    for part in (labels[i::FINE, j::FINE] for i in range(FINE) for j in range(FINE)):
        bare = part == 0
        sums += inks[part]
        if bare.any():
            sums[bare] += ground[bare].astype(np.uint16) - np.uint16(255)
    return ((sums + FINE * FINE // 2) // (FINE * FINE)).astype(np.uint8)
