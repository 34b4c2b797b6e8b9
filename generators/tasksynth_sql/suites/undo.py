"""What a column holds where an expression of it has a certain value.

A condition on `price + 5`, on the length of a name or on its second letter is one on the column: it
turns at the value for which the expression is the constant.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlglot import exp

from tasksynth_sql.databases.world import Column, Value

LETTERS = "Abc defghij klmnopqr stuvwx yzabcd efghijk lmnopqr stuvwxyz."
"""The beginning of it is a text of any length."""
_UNDOES: dict[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.Add: lambda value, by: value - by,
    exp.Sub: lambda value, by: value + by,
    exp.Mul: lambda value, by: value / by,
    exp.Div: lambda value, by: value * by,
}
_DOES: dict[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.Add: lambda value, by: value + by,
    exp.Sub: lambda value, by: value - by,
    exp.Mul: lambda value, by: value * by,
    exp.Div: lambda value, by: value / by,
}


class Undone(NamedTuple):
    """An expression of one column, as a function of it, and the way back."""

    column: exp.Expr
    of: str
    """What it takes: a `number` or a `text`."""
    does: Callable[[Any], Any]
    undoes: Callable[[Any], Any]
    """Gives None for a value that the expression never has."""


def undo(node: exp.Expr, *, number: bool) -> Undone | None:
    """How an expression of a column, one of numbers or of texts, is undone; None if unknown."""
    node = node.unnest()
    by = _constant(node.args.get("expression"))
    if isinstance(node, exp.Length) and number:
        return Undone(node.this, "number", _size, lambda n: 10 ** (n - 1) if 0 < n < 9 else None)
    if isinstance(node, exp.Length):
        return Undone(node.this, "text", _size, lambda n: LETTERS[:n] if 0 <= n <= 60 else None)
    if isinstance(node, exp.Cast) and node.to.is_type("text"):
        return Undone(node.this, "number", str, lambda v: int(v) if v.isdecimal() else None)
    if type(node) in _DOES and isinstance(by, int | float) and 0 < abs(by) < 2**31:
        does, undoes = _DOES[type(node)], _UNDOES[type(node)]
        return Undone(node.this, "number", lambda v: does(v, by), lambda v: undoes(v, by))
    if isinstance(node, exp.DPipe) and isinstance(by, str):
        return Undone(node.this, "text", lambda v: f"{v}{by}", lambda v: _without(v, by))
    if isinstance(node, exp.Substring):
        start, size = _constant(node.args.get("start")), _constant(node.args.get("length"))
        if isinstance(start, int) and 0 < start < 30 and isinstance(size, int | None):
            part = slice(start - 1, None if size is None else start - 1 + size)
            before = LETTERS[: start - 1]
            return Undone(node.this, "text", lambda v: v[part], lambda v: before + v)
    return None


def held(found: Undone, column: Column, value: Value) -> Value | None:
    """What the column holds where the expression has this value; None if that cannot be."""
    if column.kind != "text" if found.of == "text" else column.kind not in ("int", "real"):
        return None
    try:
        back = found.undoes(value)
    except (AttributeError, TypeError, ValueError):  # a text for a number, or the other way round
        return None
    if isinstance(back, float) and column.kind == "int":
        return int(back) if back.is_integer() else None
    return float(back) if column.kind == "real" and back is not None else back


def _size(value: Value) -> int:
    return len(str(value))


def _constant(node: exp.Expr | None) -> Value | None:
    """A literal of a few digits, or a text."""
    if not isinstance(node, exp.Literal):
        return None
    text = str(node.this)
    if node.is_string:
        return text
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    whole, _, part = text.partition(".")
    return float(text) if (whole + part).isdecimal() and len(text) < 18 else None


def _without(value: Value, end: str) -> str | None:
    kept = isinstance(value, str) and value.endswith(end)
    return str(value).removesuffix(end) if kept else None
