"""Read masks of pixels that answers give."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

MAX_RUNS = 20_000


def read_runs(value: Mapping[str, Any], width: int, height: int) -> "np.ndarray":
    """The mask of COCO's uncompressed RLE, {"size": [h, w], "counts": [...]}, (height, width) bool.

    Raises:
        ValueError: if it is none, or not of that size.
    """
    import numpy as np

    counts = value.get("counts")
    if value.get("size") != [height, width] or counts is None or not are_integers(counts):
        raise ValueError(f'want {{"size": [{height}, {width}], "counts": [whole numbers]}}')
    if len(counts) > MAX_RUNS or min(counts, default=0) < 0 or sum(counts) != width * height:
        raise ValueError(f"want runs that add up to {width * height} pixels")
    flags = np.arange(len(counts)) % 2 == 1
    column_major = np.repeat(flags, counts).reshape(width, height)  # COCO runs down the columns
    return np.asarray(column_major.T)


def are_integers(value: Any) -> bool:
    """Whether it is a list of whole numbers that are not huge."""
    return isinstance(value, list) and all(type(v) is int and abs(v) < 10**9 for v in value)
