"""Masks as JSON, spans of pixels or runs; or as pictures."""

import json

import numpy as np

from tasksynth.answers import json_in, unwrapped
from tasksynth.answers.pictures import has_picture, read_picture
from tasksynth.answers.pictures.masks import MAX_RUNS, are_integers, read_runs

MAX_SPANS = MAX_RUNS


def write_mask(mask: np.ndarray) -> str:
    """A mask as a JSON list of spans [row, first column, last column]."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = np.nonzero(edges == 1)
    last = np.nonzero(edges == -1)[1] - 1
    spans = np.stack([rows, first, last], axis=1).tolist()
    return json.dumps(spans, separators=(",", ":"))


def read_mask(text: str, *, width: int, height: int) -> np.ndarray:
    """The mask in a reply: spans, or COCO's uncompressed RLE {"size": [h, w], "counts": [...]}.

    Or a PNG file, whose lighter half of tones is the mask, where it is not transparent.

    Raises:
        ValueError: if it is none of them, or does not fit the image.
    """
    if has_picture(text):
        picture = read_picture(text, width=width, height=height)
        return np.asarray((picture[..., :3].mean(axis=2) >= 128) & (picture[..., 3] >= 128))
    try:
        value = json_in(text)
    except ValueError as e:
        raise ValueError(
            f"want a JSON list of spans [row, first column, last column]: {str(e)[:100]}"
        ) from None
    if isinstance(value, dict) and "counts" in value:
        return read_runs(value, width, height)
    value = unwrapped(value)
    if not isinstance(value, list) or len(value) > MAX_SPANS:
        raise ValueError(f"want a list of at most {MAX_SPANS} spans")
    mask = np.zeros((height, width), dtype=bool)
    for i, span in enumerate(value):
        if not are_integers(span) or len(span) != 3:
            raise ValueError(f"span {i}: want three whole numbers")
        row, first, last = span
        if not (0 <= row < height and 0 <= first <= last < width):
            raise ValueError(f"span {i}: [row, first, last] outside {width}x{height} pixels")
        mask[row, first : last + 1] = True
    return mask
