"""Masks as JSON: spans of pixels, or runs."""

import json
from typing import Any

import numpy as np

from tasksynth.answers import json_in, unwrapped

MAX_SPANS = 20_000


def write_mask(mask: np.ndarray) -> str:
    """A mask as a JSON list of spans [row, first column, last column]."""
    edges = np.diff(np.pad(mask.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, first = np.nonzero(edges == 1)
    last = np.nonzero(edges == -1)[1] - 1
    spans = np.stack([rows, first, last], axis=1).tolist()
    return json.dumps(spans, separators=(",", ":"))


def read_mask(text: str, *, width: int, height: int) -> np.ndarray:
    """The mask in a reply: spans, or COCO's uncompressed RLE {"size": [h, w], "counts": [...]}.

    Raises:
        ValueError: if it is neither, or does not fit the image.
    """
    try:
        value = json_in(text)
    except ValueError as e:
        raise ValueError(
            f"want a JSON list of spans [row, first column, last column]: {str(e)[:100]}"
        ) from None
    if isinstance(value, dict) and "counts" in value:
        return _from_runs(value, width, height)
    value = unwrapped(value)
    if not isinstance(value, list) or len(value) > MAX_SPANS:
        raise ValueError(f"want a list of at most {MAX_SPANS} spans")
    mask = np.zeros((height, width), dtype=bool)
    for i, span in enumerate(value):
        if not _integers(span) or len(span) != 3:
            raise ValueError(f"span {i}: want three whole numbers")
        row, first, last = span
        if not (0 <= row < height and 0 <= first <= last < width):
            raise ValueError(f"span {i}: [row, first, last] outside {width}x{height} pixels")
        mask[row, first : last + 1] = True
    return mask


def _from_runs(value: dict[str, Any], width: int, height: int) -> np.ndarray:
    counts = value.get("counts")
    if value.get("size") != [height, width] or counts is None or not _integers(counts):
        raise ValueError(f'want {{"size": [{height}, {width}], "counts": [whole numbers]}}')
    if len(counts) > MAX_SPANS or min(counts, default=0) < 0 or sum(counts) != width * height:
        raise ValueError(f"want runs that add up to {width * height} pixels")
    flags = np.arange(len(counts)) % 2 == 1
    column_major = np.repeat(flags, counts).reshape(width, height)  # COCO runs down the columns
    return np.asarray(column_major.T)


def _integers(value: Any) -> bool:
    return isinstance(value, list) and all(type(v) is int and abs(v) < 10**9 for v in value)
