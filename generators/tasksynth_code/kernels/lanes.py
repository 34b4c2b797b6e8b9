"""Numbers of many threads at once: a Python number if all have the same, an array if not."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from tasksynth_code.kernels.reading import KernelRefused

Number: TypeAlias = Any
"""`int` (of 64 bits), `float`, `bool`, or an array of one of them with an element for each lane."""
WARP = 32
"""Threads that are issued together."""
_FLOATS: dict[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "//": np.floor_divide,
    "%": np.mod, "**": np.power,
}  # fmt: skip
_BITS: dict[str, Callable[..., Any]] = {
    "&": np.bitwise_and, "|": np.bitwise_or, "^": np.bitwise_xor, "<<": np.left_shift,
    ">>": np.right_shift,
}  # fmt: skip
_COMPARED: dict[str, Callable[..., Any]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater,
    ">=": np.greater_equal,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt, "exp": np.exp, "exp2": np.exp2, "expm1": np.expm1, "log": np.log,
    "log2": np.log2, "log10": np.log10, "log1p": np.log1p, "sin": np.sin, "cos": np.cos,
    "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh,
    "cosh": np.cosh, "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh,
    "atanh": np.arctanh, "degrees": np.degrees, "radians": np.radians, "fabs": np.fabs,
    "floor": np.floor, "ceil": np.ceil, "trunc": np.trunc, "isnan": np.isnan, "isinf": np.isinf,
    "isfinite": np.isfinite, "pow": np.power, "fmod": np.fmod, "atan2": np.arctan2,
    "hypot": np.hypot, "copysign": np.copysign,
}  # fmt: skip
_TWO = frozenset({"pow", "fmod", "atan2", "hypot", "copysign"})
_WHOLE = frozenset({"floor", "ceil", "trunc"})
_ASKING = frozenset({"isnan", "isinf", "isfinite"})
CHEAP = frozenset({"fabs", "copysign"}) | _WHOLE | _ASKING
"""Those that are one instruction."""
FUNCTIONS = frozenset(_FUNCTIONS)
"""Of the module math, those that numba has in kernels."""


class Lanes:
    """The threads that go on together; a warp is issued as long as one of its threads does."""

    __slots__ = ("any", "bits", "every", "warps")

    def __init__(self, bits: np.ndarray) -> None:
        self.bits = bits
        self.warps = np.logical_or.reduce(bits.reshape(-1, WARP), axis=1)
        self.any = bool(np.logical_or.reduce(self.warps))
        self.every = self.any and bool(np.logical_and.reduce(bits))


def wrapped(value: int) -> int:
    """A whole number as a register of 64 bits has it."""
    return (value + 2**63) % 2**64 - 2**63


def is_float(value: Number) -> bool:
    """Whether it is a number with a point."""
    return value.dtype.kind == "f" if isinstance(value, np.ndarray) else isinstance(value, float)


def plain(value: Number) -> Number:
    """True and False as 1 and 0."""
    if isinstance(value, np.ndarray):
        return value.astype(np.int64) if value.dtype.kind == "b" else value
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, int | float):
        raise KernelRefused("a number is wanted where there is none")
    return value


def floating(value: Number) -> Number:
    """As a number with a point."""
    value = plain(value)
    return value.astype(np.float64) if isinstance(value, np.ndarray) else float(value)


def whole(value: Number) -> Number:
    """As a whole number, cut towards 0; what is none is 0."""
    value = plain(value)
    if not is_float(value):
        return value
    array = np.asarray(value)
    cut = np.where(np.abs(array) < 2.0**63, array, 0.0).astype(np.int64)
    return cut if isinstance(value, np.ndarray) else int(cut)


def truth(value: Number, lanes: Lanes) -> np.ndarray:
    """For which lanes a condition holds."""
    if isinstance(value, np.ndarray):
        holds: np.ndarray = (value if value.dtype.kind == "b" else value != 0) & lanes.bits
        return holds
    return lanes.bits if plain(value) else np.zeros_like(lanes.bits)


def binary(sign: str, a: Number, b: Number, lanes: Lanes) -> Number:
    """An operator of two numbers."""
    if sign in _BITS:
        return _on_bits(sign, a, b)
    a, b = plain(a), plain(b)
    if sign == "/" or is_float(a) or is_float(b):
        result = _FLOATS[sign](_wide(floating(a)), floating(b))
        return result if isinstance(result, np.ndarray) else float(result)
    if sign in ("//", "%"):
        zero = np.asarray(b == 0)
        if (zero & lanes.bits if zero.ndim else zero).any():
            raise KernelRefused("a whole number is divided by 0")
        b = np.where(zero, 1, b) if zero.ndim else b
    if sign == "**":
        return _power(a, b)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return _FLOATS[sign](a, b)
    made = {"+": a + b, "-": a - b, "*": a * b} if sign in "+-*" else {}
    return wrapped(made[sign] if made else a // b if sign == "//" else a % b)


def _wide(value: Number) -> Number:
    """A float that divides by 0 as arrays do."""
    return value if isinstance(value, np.ndarray) else np.float64(value)


def _power(a: Number, b: Number) -> Number:
    if isinstance(b, np.ndarray) or b < 0:
        return _FLOATS["**"](floating(a), floating(b))
    if isinstance(a, np.ndarray):
        return np.power(a, b)
    return wrapped(pow(a, b, 2**64))


def _on_bits(sign: str, a: Number, b: Number) -> Number:
    both = all(np.asarray(one).dtype.kind == "b" for one in (a, b)) and sign in "&|^"
    if not both:
        a, b = plain(a), plain(b)
        if is_float(a) or is_float(b):
            raise KernelRefused(f"{sign} wants whole numbers")
    if sign in ("<<", ">>"):
        b = np.clip(b, 0, 63)
    result = _BITS[sign](a, b)
    if isinstance(result, np.ndarray) and result.ndim:
        return result
    return bool(result) if both else int(result)


def compared(sign: str, a: Number, b: Number) -> Number:
    """A comparison."""
    result = _COMPARED[sign](plain(a), plain(b))
    return result if isinstance(result, np.ndarray) else bool(result)


def chosen(condition: Number, a: Number, b: Number) -> Number:
    """`a` where a condition holds, `b` elsewhere."""
    if not isinstance(condition, np.ndarray):
        return a if condition else b
    if is_float(a) or is_float(b):
        a, b = floating(a), floating(b)
    return np.where(condition, a, b)


def least(a: Number, b: Number) -> Number:
    """As Python's `min` of two."""
    return chosen(compared("<", b, a), b, a)


def most(a: Number, b: Number) -> Number:
    """As Python's `max` of two."""
    return chosen(compared(">", b, a), b, a)


def negated(value: Number) -> Number:
    """The number with the other sign."""
    value = plain(value)
    return -value if isinstance(value, np.ndarray | float) else wrapped(-value)


def size_of(value: Number) -> Number:
    """The number without its sign."""
    value = plain(value)
    return np.abs(value) if isinstance(value, np.ndarray) else abs(value)


def function(name: str, values: list[Number]) -> Number:
    """A function of the module math; `floor` and such give whole numbers, as Python's do."""
    wants = 2 if name in _TWO else 1
    if len(values) != wants:
        raise KernelRefused(f"math.{name} wants {wants} arguments, got {len(values)}")
    result = _FUNCTIONS[name](*(_wide(floating(value)) for value in values))
    if name in _ASKING:
        return result if isinstance(result, np.ndarray) else bool(result)
    result = result if isinstance(result, np.ndarray) else float(result)
    return whole(result) if name in _WHOLE else result


def cast(dtype: str, value: Number) -> Number:
    """A number as a type of an array has it."""
    value = plain(value) if dtype.startswith("float") else whole(value)
    array = np.asarray(value).astype(dtype)
    array = array.astype(np.float64 if dtype.startswith("float") else np.int64)
    return array if isinstance(value, np.ndarray) else array.item()
