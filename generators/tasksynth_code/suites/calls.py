"""What calls of Python's own functions and methods give, of values known by their ranges."""

import ast
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from tasksynth_code.suites.boxes import Boxes, NothingInIt
from tasksynth_code.suites.values import (
    ANY_WHOLE,
    INF,
    NO_TEXT,
    TRUTH,
    Bound,
    BoxAt,
    Known,
    NeverHereError,
    NotFollowedError,
    SeriesOf,
    TextRange,
    TupleOf,
    WholeRange,
    all_of,
    either,
    number_in,
    times,
)

PURE = frozenset({
    "startswith", "endswith", "split", "join", "get", "items", "keys", "values", "count", "index",
    "find", "lower", "upper", "strip", "rstrip", "lstrip", "replace", "isdigit", "isalpha",
    "islower", "isupper", "bit_length", "copy",
})  # fmt: skip
"""Methods that change nothing, whatever they are called on."""
_TELLING = frozenset({"startswith", "endswith", "isdigit", "isalpha", "islower", "isupper"})


class GoneThrough(Protocol):
    """The program that a call stands in."""

    boxes: Boxes

    def items(self, value: Known) -> tuple[Known | NothingInIt, Bound, Bound]: ...

    def new(self, kind: str, node: ast.AST) -> int: ...


def _some(item: Known | NothingInIt) -> Known:
    if isinstance(item, NothingInIt):
        raise NeverHereError
    return item


def built_in(
    run: GoneThrough, node: ast.Call, some: Sequence[Known], named: Mapping[str, Known]
) -> Known:
    """What one of Python's functions gives."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in ("min", "max"):
        return _extreme(run, name, some, named)
    if name in _MAKERS:
        return _made(run, name, node, some)
    if named or not some:
        raise NotFollowedError
    first = some[0]
    match name, first:
        case "len", _:
            _, least, most = run.items(first)
            return WholeRange(least, most)
        case "abs", WholeRange():
            low = 0 if first.low <= 0 <= first.high else min(abs(first.low), abs(first.high))
            return WholeRange(low, max(abs(first.low), abs(first.high)))
        case "ord", TextRange():
            return WholeRange(first.first, first.last)
        case "chr", WholeRange() if first.within(0, 0x10FFFF):
            return TextRange(1, 1, int(first.low), int(first.high))
        case "sum", _:
            return _sum(run, some)
        case "int", WholeRange() if len(some) == 1:
            return first
        case "int", _:
            return number_in(first) if len(some) == 1 else ANY_WHOLE
        case (("any" | "all" | "bool"), _):
            return TRUTH
        case "str", _:
            return NO_TEXT
        case "next", _:
            return all_of([_some(run.items(first)[0]), *some[1:]])
        case (("abs" | "ord" | "chr"), _):
            return None
    raise NotFollowedError


def _extreme(
    run: GoneThrough, name: str, some: Sequence[Known], named: Mapping[str, Known]
) -> Known:
    if len(some) == 1:
        item = run.items(some[0])[0]
        if "default" in named:
            default = named["default"]
            return default if isinstance(item, NothingInIt) else either(item, default)
        return _some(item)
    ranges = [one for one in some if isinstance(one, WholeRange)]
    if len(ranges) < len(some) or "key" in named:
        return all_of(some)
    how = min if name == "min" else max
    return WholeRange(how(one.low for one in ranges), how(one.high for one in ranges))


def _sum(run: GoneThrough, some: Sequence[Known]) -> Known:
    item, least, most = run.items(some[0])
    if len(some) > 1 or isinstance(item, NothingInIt) or not isinstance(item, WholeRange):
        return WholeRange(0, 0) if isinstance(item, NothingInIt) and len(some) == 1 else None
    low = min(times(item.low, least), times(item.low, most))
    return WholeRange(low, max(times(item.high, least), times(item.high, most)))


_MAKERS = ("range", "enumerate", "zip", "reversed", "sorted", "list", "set", "tuple", "dict")


def _made(run: GoneThrough, name: str, node: ast.Call, some: Sequence[Known]) -> Known:
    """What gives several things."""
    if name == "range":
        return _range(some)
    parts = [run.items(one) for one in some]
    empty = any(isinstance(item, NothingInIt) for item, _, _ in parts)
    items = [None if isinstance(item, NothingInIt) else item for item, _, _ in parts]
    if empty and name not in ("sorted", "list", "set"):
        return SeriesOf(None, 0, 0)
    if name == "zip" and parts:
        return SeriesOf(TupleOf(tuple(items)), 0, min(most for _, _, most in parts))
    if not some:
        return run.boxes.made(run.new("dict" if name == "dict" else "list", node))
    item, least, most = parts[0]
    if name == "enumerate":
        start = some[1] if len(some) > 1 else WholeRange(0, 0)
        if not isinstance(start, WholeRange):
            return SeriesOf(TupleOf((None, items[0])), 0, most)
        number = WholeRange(start.low, start.high + max(most - 1, 0))
        return SeriesOf(TupleOf((number, items[0])), 0, most)
    if name == "reversed":
        return SeriesOf(items[0], 0, most)
    if name == "tuple":
        return SeriesOf(items[0], least, most)
    if name == "dict":
        pair = items[0]
        if not isinstance(pair, TupleOf) or len(pair.items) != 2:
            raise NotFollowedError
        place = run.new("dict", node)
        return run.boxes.made(place, pair.items[1], key=pair.items[0], most=most)
    least = min(1, least) if name == "set" else least
    return run.boxes.made(run.new("list", node), item, least=least, most=most)


def _range(some: Sequence[Known]) -> Known:
    ends = [one for one in some if isinstance(one, WholeRange)]
    if len(ends) < len(some) or not ends:
        return SeriesOf(ANY_WHOLE, 0, INF)
    start, stop = (WholeRange(0, 0), ends[0]) if len(ends) == 1 else (ends[0], ends[1])
    step = ends[2] if len(ends) == 3 else WholeRange(1, 1)
    if step.low > 0:
        most, item = stop.high - start.low, WholeRange(start.low, stop.high - 1)
        least = stop.low - start.high if step == WholeRange(1, 1) else 0
    elif step.high < 0:
        most, item, least = start.high - stop.low, WholeRange(stop.low + 1, start.high), 0
    else:
        return SeriesOf(ANY_WHOLE, 0, INF)
    if most <= 0:
        return SeriesOf(start, 0, 0)
    return SeriesOf(item, max(0, least), most)


def method(run: GoneThrough, node: ast.Call, on: Known, some: Sequence[Known]) -> Known:
    """What a method gives, and what it changes."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if isinstance(on, BoxAt):
        return _of_box(run, name, node, on, some)
    if name not in PURE:
        if isinstance(on, TextRange | WholeRange):
            return None
        raise NotFollowedError
    if name in _TELLING:
        return TRUTH
    if isinstance(on, TextRange):
        match name:
            case "split":
                piece = TextRange(0, on.most, on.first, on.last)
                return run.boxes.made(run.new("list", node), piece, most=on.most + 1)
            case "find":
                return WholeRange(-1, on.most)
            case "index":
                return WholeRange(0, on.most)
            case "count":
                return WholeRange(0, on.most + 1)
            case "join" | "lower" | "upper" | "strip" | "rstrip" | "lstrip" | "replace":
                return NO_TEXT
    return None


def _of_box(run: GoneThrough, name: str, node: ast.Call, on: BoxAt, some: Sequence[Known]) -> Known:
    boxes, by = run.boxes, id(node)
    match name, len(some):
        case (("append" | "add"), 1):
            boxes.added(on, by, some[0])
        case "insert", 2:
            boxes.added(on, by, some[1])
        case (("extend" | "update"), 1) if isinstance(boxes.key(on), NothingInIt):
            item, _, most = run.items(some[0])
            boxes.added(on, by, item, count=most)
        case (("sort" | "reverse"), 0):
            pass
        case (("remove" | "discard" | "clear"), _):
            boxes.shrunk(on)
        case "pop", 0 | 1:
            boxes.shrunk(on)
            return _some(boxes.item(on))
        case "get", 1 | 2:
            item = boxes.item(on)
            other = some[1] if len(some) == 2 else None
            return other if isinstance(item, NothingInIt) else either(item, other)
        case "setdefault", 2:
            boxes.added(on, by, some[1], key=some[0])
            return _some(boxes.item(on))
        case (("items" | "keys" | "values"), 0):
            return _views(run, name, on)
        case (("index" | "count"), _):
            return WholeRange(0, boxes.sizes(on)[1])
        case "copy", 0 if isinstance(boxes.key(on), NothingInIt):
            item, least, most = run.items(on)
            return boxes.made(run.new("list", node), item, least=least, most=most)
        case _:
            raise NotFollowedError
    return None


def _views(run: GoneThrough, name: str, on: BoxAt) -> Known:
    item, key = run.boxes.item(on), run.boxes.key(on)
    if isinstance(item, NothingInIt) or isinstance(key, NothingInIt):
        return SeriesOf(None, 0, 0)
    shown: Any = {"items": TupleOf((key, item)), "keys": key, "values": item}[name]
    return SeriesOf(shown, *run.boxes.sizes(on))
