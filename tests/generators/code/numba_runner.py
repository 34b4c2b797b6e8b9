"""Run by a Python that has numba: programs of kernels, in numba's own simulator.

Reads a JSON list of [program, output, arguments] from standard input, where an array is its type,
order and nested list, and writes the list of outputs.
"""

import json
import math
import os
import sys
from typing import Any

import numpy as np


def array(dtype: str, order: Any, values: list[Any]) -> np.ndarray:
    """An array as it was told."""
    return np.array(values, dtype=dtype, order=order)


def main() -> None:
    """Run all programs."""
    os.environ["NUMBA_ENABLE_CUDASIM"] = "1"
    from numba import cuda, float32, int32  # type: ignore[import-not-found, unused-ignore]

    found = []
    for program, out, arguments in json.load(sys.stdin):
        space: dict[str, Any] = {"cuda": cuda, "math": math, "float32": float32, "int32": int32}
        exec(program, space)
        result = array(*out)
        space["solve"](result, *(array(*one) for one in arguments))
        found.append(result.tolist())
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
