"""What values a program's expressions may have, on all inputs that its description allows.

It is gone through as if it ran, with ranges for values (abstract interpretation). Loops are gone
through as often as they may turn, or until nothing changes. What is not followed gives up, and
then nothing is known.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tasksynth_code.suites.boxes import NOTHING, Boxes, NothingInIt
from tasksynth_code.suites.calls import built_in, method
from tasksynth_code.suites.values import (
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
    compared,
    either,
    joined,
    reckoned,
    text,
    times,
    whole,
    widened,
)

Variables = Mapping[str, Known]
SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%", ast.BitAnd: "&",
    ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.Lt: "<",
    ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_OTHER_WAY = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_ROUNDS, _PATIENT, _TURNS, _STEPS = 14, 5, 300, 60_000
_DEEPEST = 12
_ASCII = 128
_KEYS = frozenset({"len", "abs", "sum", "ord", "min", "max", "str", "int"})


@dataclass
class _Loop:
    breaks: list[Variables] = field(default_factory=list)
    continues: list[Variables] = field(default_factory=list)


def truth(value: Known, boxes: Boxes) -> bool | None:
    """Whether a value is true, if it always is or never."""
    match value:
        case WholeRange():
            maybe = value.low <= 0 <= value.high
            return None if maybe and not value.single else not maybe
        case TextRange():
            return True if value.least else None if value.most else False
        case BoxAt():
            least, most = boxes.sizes(value)
            return True if least else None if most else False
        case TupleOf():
            return bool(value.items)
    return None


def _both(a: Variables | None, b: Variables | None) -> Variables | None:
    """Variables where two ways meet; one that a way has not set is not read behind it."""
    if a is None or b is None or a is b:
        return b if a is None else a
    return {
        name: either(a[name], b[name]) if name in a and name in b else a[name] if name in a
        else b[name] for name in {**a, **b}
    }  # fmt: skip


def _wide(old: Variables, new: Variables) -> Variables:
    return {name: widened(old[name], new[name]) if name in old else new[name] for name in new}


class ProgramRanges:
    """A program's expressions, with what they may be; those that nobody comes to are not there."""

    def __init__(self, tree: ast.Module, given: Sequence[Any]) -> None:
        self.boxes = Boxes()
        self.seen: dict[int, Known] = {}
        """By the number of a node."""
        self.reached: set[int] = set()
        """Statements."""
        self._given = given
        self._functions = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        if len(self._functions) != len(tree.body) or "solve" not in self._functions:
            raise NotFollowedError
        self._places: dict[tuple[Any, ...], int] = {}
        self._steps, self._records = _STEPS, True
        self._loops: list[_Loop] = []
        self._path: tuple[int, ...] = ()
        self._returned: list[Known] = []
        self._dictionaries: set[int] = set()
        self._tree = tree
        for turn in range(_ROUNDS):
            self.boxes.changed, self.boxes.hasty = False, turn >= _PATIENT
            self.boxes.times, self._steps = 1, _STEPS
            self.seen.clear()
            self.reached.clear()
            some = [self._input(one, i) for i, one in enumerate(given)]
            self._called(self._functions["solve"], some)
            if not self.boxes.changed:
                return
        raise NotFollowedError

    # What comes in, and what is made

    def _place(self, *what: Any) -> int:
        place = self._places.setdefault((*what, self._path), len(self._places))
        if what[0] == "dict":
            self._dictionaries.add(place)
        return place

    def _input(self, given: Any, *where: Any) -> Known:
        """A list is told as `(least, most, element)`, a dictionary not at all."""
        if not isinstance(given, tuple):
            known: Known = given
            return known
        least, most, item = given
        made = self._input(item, *where, 0)
        return self.boxes.made(self._place("given", *where), made, least=least, most=most)

    def items(self, value: Known) -> tuple[Known | NothingInIt, Bound, Bound]:
        """What going through a value gives, and how much of it."""
        match value:
            case BoxAt():
                key = self.boxes.key(value)
                item = self.boxes.item(value) if isinstance(key, NothingInIt) else key
                return item, *self.boxes.sizes(value)
            case TextRange():
                return TextRange(1, 1, value.first, value.last), value.least, value.most
            case SeriesOf():
                return value.item, value.least, value.most
            case TupleOf():
                size = len(value.items)
                return all_of(value.items) if size else NOTHING, size, size
        return None, 0, INF

    # Statements

    def _called(self, function: ast.FunctionDef, arguments: Sequence[Known]) -> Known:
        names = [one.arg for one in function.args.args]
        odd = function.args
        if (
            len(names) != len(arguments) or odd.vararg or odd.kwarg or odd.kwonlyargs
            or len(self._path) > _DEEPEST or id(function) in self._path
        ):  # fmt: skip
            raise NotFollowedError
        if self._records:
            self.reached.add(id(function))
        before, self._loops, path = self._loops, [], self._path
        self._path = (*path, id(function))
        returned, self._returned = self._returned, []
        end = self._block(function.body, dict(zip(names, arguments, strict=True)))
        found, self._returned = self._returned, returned
        self._loops, self._path = before, path
        if end is None and not found and path:
            raise NeverHereError
        return all_of(found) if found and end is None else None

    def _block(self, body: Sequence[ast.stmt], now: Variables | None) -> Variables | None:
        for node in body:
            if now is None:
                break
            before = self.boxes.times
            try:
                now = self._statement(node, now)
            except NeverHereError:
                self.boxes.times, now = before, None
        return now

    def _statement(self, node: ast.stmt, now: Variables) -> Variables | None:
        self._step()
        if self._records:
            self.reached.add(id(node))
        match node:
            case ast.Assign():
                value = self.value(node.value, now)
                for target in node.targets:
                    now = self._set(target, value, now)
            case ast.AugAssign():
                now = self._augmented(node, now)
            case ast.Expr():
                self.value(node.value, now)
            case ast.If():
                self.value(node.test, now)
                yes = self._block(node.body, self._where(node.test, now, holds=True))
                return _both(
                    yes, self._block(node.orelse, self._where(node.test, now, holds=False))
                )
            case ast.For():
                return self._for(node, now)
            case ast.While():
                return self._while(node, now)
            case ast.Return():
                self._returned.append(self.value(node.value, now) if node.value else None)
                return None
            case ast.Break():
                self._loops[-1].breaks.append(now)
                return None
            case ast.Continue():
                self._loops[-1].continues.append(now)
                return None
            case ast.Delete(targets=[ast.Subscript(value=base, slice=index)]):
                for one in ast.iter_child_nodes(index) if isinstance(index, ast.Slice) else [index]:
                    self.value(one, now)  # type: ignore[arg-type]
                box = self.value(base, now)
                if not isinstance(box, BoxAt):
                    raise NotFollowedError
                self.boxes.shrunk(box)
            case ast.Pass():
                pass
            case _:
                raise NotFollowedError
        return now

    def _step(self) -> None:
        self._steps -= 1
        if self._steps < -_STEPS:
            raise NotFollowedError

    def _set(self, target: ast.expr, value: Known, now: Variables) -> Variables:
        match target:
            case ast.Name():
                return {**now, target.id: value}
            case ast.Tuple() | ast.List():
                item, _, _ = self.items(value)
                exact = isinstance(value, TupleOf) and len(value.items) == len(target.elts)
                for i, one in enumerate(target.elts):
                    part = value.items[i] if isinstance(value, TupleOf) and exact else item
                    now = self._set(one, None if isinstance(part, NothingInIt) else part, now)
                return now
            case ast.Subscript() if not isinstance(target.slice, ast.Slice):
                key, box = self.value(target.slice, now), self.value(target.value, now)
                if isinstance(box, BoxAt) and not box.places & self._dictionaries:
                    self.boxes.set_in(box, value)
                    return now
                if isinstance(box, BoxAt) and box.places <= self._dictionaries:
                    self.boxes.added(box, id(target), value, key=key)
                    return now
        raise NotFollowedError

    def _augmented(self, node: ast.AugAssign, now: Variables) -> Variables:
        old, new = self.value(node.target, now), self.value(node.value, now)
        if isinstance(old, BoxAt) and isinstance(node.op, ast.Add):
            item, _, most = self.items(new)
            self.boxes.added(old, id(node), item, count=most)
            return now
        made = self._two(node, node.op, old, new)
        return self._set(node.target, made, now)

    def _for(self, node: ast.For, now: Variables) -> Variables | None:
        item, least, most = self.items(self.value(node.iter, now))
        head, ends, breaks = now, None, list[Variables]()
        before = self.boxes.times
        self.boxes.times, turn = times(before, most), 0
        while most and not isinstance(item, NothingInIt):
            loop = _Loop()
            self._loops.append(loop)
            end = self._block(node.body, self._set(node.target, item, head))
            self._loops.pop()
            for one in loop.continues:
                end = _both(end, one)
            breaks, ends, turn = breaks + loop.breaks, _both(ends, end), turn + 1
            new = _both(head, end)
            if new is None or new == head or turn >= most:
                head = head if new is None else new
                break
            hasty = turn > 2 and (most > _TURNS or self._steps < 0)
            head = _wide(head, new) if hasty else new
        self.boxes.times = before
        after = self._block(node.orelse, ends if least and turn else head)
        for one in breaks:
            after = _both(after, one)
        return after

    def _while(self, node: ast.While, now: Variables) -> Variables | None:
        """Until nothing changes, and once more for what is smaller than was feared."""
        head, before, records = now, self.boxes.times, self._records
        self.boxes.times, self._records = INF, False
        for turn in range(_TURNS):
            new = _both(now, self._turn(node, head)[0]) or now
            new = _both(head, new) or now
            if new == head:
                break
            head = _wide(head, new) if turn > 2 else new
        else:
            raise NotFollowedError
        for _ in range(2):
            head = _both(now, self._turn(node, head)[0]) or now
        self._records = records
        _, breaks = self._turn(node, head)
        self.boxes.times = before
        after = self._block(node.orelse, self._where(node.test, head, holds=False))
        for one in breaks:
            after = _both(after, one)
        return after

    def _turn(self, node: ast.While, head: Variables) -> tuple[Variables | None, list[Variables]]:
        self.value(node.test, head)
        self._loops.append(_Loop())
        end = self._block(node.body, self._where(node.test, head, holds=True))
        loop = self._loops.pop()
        for one in loop.continues:
            end = _both(end, one)
        return end, loop.breaks

    # Conditions

    def _where(self, test: ast.expr, now: Variables, *, holds: bool) -> Variables | None:
        """Variables where a condition holds, or where it does not; None if that is never."""
        match test:
            case ast.UnaryOp(op=ast.Not()):
                return self._where(test.operand, now, holds=not holds)
            case ast.BoolOp():
                return self._where_all(test, now, holds=holds)
            case ast.Compare() if len(test.ops) == 1:
                return self._where_compared(test, now, holds=holds)
        value = self.value(test, now)
        known = truth(value, self.boxes)
        if known is not None and known != holds:
            return None
        match test:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="isdigit"), args=[]):
                old = now.get(name)
                if holds and isinstance(old, TextRange) and old.last < _ASCII:
                    digits = max(old.first, ord("0")), min(old.last, ord("9"))
                    return {**now, name: TextRange(max(1, old.least), old.most, *digits)}
        if isinstance(test, ast.Name):
            if isinstance(value, WholeRange) and not holds:
                return {**now, test.id: whole(0)}
            if isinstance(value, WholeRange) and 0 in (value.low, value.high):
                low, high = value.low + (value.low == 0), value.high - (value.high == 0)
                return {**now, test.id: WholeRange(low, high)}
        return now

    def _where_all(self, test: ast.BoolOp, now: Variables, *, holds: bool) -> Variables | None:
        """`and` holds where all parts do; else there is a first part that does not."""
        on: Variables | None = now
        ways: Variables | None = None
        wanted = isinstance(test.op, ast.And)
        for part in test.values:
            if on is None:
                break
            ways = _both(ways, self._where(part, on, holds=not wanted))
            on = self._where(part, on, holds=wanted)
        return on if holds == wanted else ways

    def _where_compared(
        self, test: ast.Compare, now: Variables, *, holds: bool
    ) -> Variables | None:
        left, right = test.left, test.comparators[0]
        a, b = self.value(left, now), self.value(right, now)
        sign = SIGNS.get(type(test.ops[0]), "")
        if not isinstance(a, WholeRange) or not isinstance(b, WholeRange) or not sign:
            return now
        sign = sign if holds else _OTHER_WAY[sign]
        if compared(sign, a, b) is False:
            return None
        for node, old, other, how in ((left, a, b, sign), (right, b, a, _TURNED[sign])):
            if isinstance(node, ast.Name):
                now = {**now, node.id: _narrowed(old, how, other)}
        return now

    # Expressions

    def value(self, node: ast.expr, now: Variables) -> Known:
        """What an expression may be."""
        self._step()
        value = self._value(node, now)
        if self._records:
            self._note(node, value)
        return value

    def _note(self, node: ast.AST, value: Known) -> None:
        key = id(node)
        self.seen[key] = either(self.seen[key], value) if key in self.seen else value

    def _value(self, node: ast.expr, now: Variables) -> Known:
        match node:
            case ast.Constant():
                return _constant(node.value)
            case ast.Name():
                return now.get(node.id)
            case ast.BinOp():
                a, b = self.value(node.left, now), self.value(node.right, now)
                return self._two(node, node.op, a, b)
            case ast.UnaryOp():
                return self._one(node, self.value(node.operand, now))
            case ast.BoolOp():
                return self._any_part(node, now)
            case ast.Compare():
                return self._compare(node, now)
            case ast.IfExp():
                return self._either_way(node, now)
            case ast.Tuple():
                return TupleOf(tuple(self.value(one, now) for one in node.elts))
            case ast.List() | ast.Set():
                some = [self.value(one, now) for one in node.elts]
                size = len(some)
                place = self._place("list", id(node))
                least = size if isinstance(node, ast.List) else min(1, size)
                item = all_of(some) if some else NOTHING
                return self.boxes.made(place, item, least=least, most=size)
            case ast.Dict():
                return self._dictionary(node, now)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehension(node, now)
            case ast.Subscript():
                return self._subscript(node, now)
            case ast.Call():
                return self._call(node, now)
            case ast.JoinedStr():
                for one in node.values:
                    if isinstance(one, ast.FormattedValue) and one.format_spec is not None:
                        raise NotFollowedError
                    self.value(one.value if isinstance(one, ast.FormattedValue) else one, now)
                return NO_TEXT
        raise NotFollowedError

    def _two(self, node: ast.AST, op: ast.operator, a: Known, b: Known) -> Known:
        sign = SIGNS.get(type(op), "")
        match a, b:
            case WholeRange(), WholeRange():
                return reckoned(sign, a, b) if sign else None
            case TextRange(), TextRange() if sign == "+":
                return joined(a, b)
            case TextRange(), WholeRange() if sign == "*":
                return TextRange(0, times(a.most, max(b.high, 0)), a.first, a.last)
            case BoxAt(), WholeRange() if sign == "*":
                item, least, most = self.items(a)
                least, most = times(least, max(b.low, 0)), times(most, max(b.high, 0))
                return self.boxes.made(self._place("list", id(node)), item, least=least, most=most)
            case BoxAt(), BoxAt() if sign == "+":
                (one, *_), (other, *_) = self.items(a), self.items(b)
                sizes = zip(self.boxes.sizes(a), self.boxes.sizes(b), strict=True)
                least, most = (sum(pair) for pair in sizes)
                place = self._place("list", id(node))
                self.boxes.made(place, one, least=least, most=most)
                return self.boxes.made(place, other, least=least, most=most)
        return None

    def _one(self, node: ast.UnaryOp, value: Known) -> Known:
        if isinstance(node.op, ast.Not):
            known = truth(value, self.boxes)
            return TRUTH if known is None else whole(int(not known))
        if isinstance(value, WholeRange) and isinstance(node.op, ast.USub):
            return WholeRange(-value.high, -value.low)
        if isinstance(value, WholeRange) and isinstance(node.op, ast.Invert):
            return WholeRange(-value.high - 1, -value.low - 1)
        return value if isinstance(value, WholeRange) else None

    def _any_part(self, node: ast.BoolOp, now: Variables) -> Known:
        some: list[Known] = []
        on: Variables | None = now
        for part in node.values:
            if on is None:
                break
            some.append(self.value(part, on))
            on = self._where(part, on, holds=isinstance(node.op, ast.And))
        return all_of(some)

    def _compare(self, node: ast.Compare, now: Variables) -> Known:
        values = [self.value(one, now) for one in (node.left, *node.comparators)]
        if len(node.ops) == 1:
            known = compared(SIGNS.get(type(node.ops[0]), ""), values[0], values[1])
            return TRUTH if known is None else whole(int(known))
        return TRUTH

    def _either_way(self, node: ast.IfExp, now: Variables) -> Known:
        self.value(node.test, now)
        ways = [
            self.value(part, here)
            for part, holds in ((node.body, True), (node.orelse, False))
            if (here := self._where(node.test, now, holds=holds)) is not None
        ]
        return all_of(ways) if ways else None

    def _dictionary(self, node: ast.Dict, now: Variables) -> Known:
        place = self._place("dict", id(node))
        made = self.boxes.made(place, least=min(1, len(node.values)), most=len(node.values))
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise NotFollowedError
            some = self.value(key, now), self.value(value, now)
            self.boxes.made(place, some[1], key=some[0], least=min(1, len(node.values)))
        return made

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, now: Variables
    ) -> Known:
        here: Variables | None = now
        least: Bound = 1
        most: Bound = 1
        before = self.boxes.times
        for part in node.generators:
            if here is None:
                break
            item, few, many = self.items(self.value(part.iter, here))
            least, most = 0 if part.ifs else times(least, few), times(most, many)
            self.boxes.times = times(before, most)
            empty = isinstance(item, NothingInIt) or many == 0
            here = None if empty else self._set(part.target, item, here)  # type: ignore[arg-type]
            for test in part.ifs:
                if here is not None:
                    self.value(test, here)
                    here = self._where(test, here, holds=True)
        is_dict = isinstance(node, ast.DictComp)
        found: list[Known | NothingInIt] = [NOTHING, NOTHING]
        if here is not None and isinstance(node, ast.DictComp):
            found = [self.value(node.value, here), self.value(node.key, here)]
        elif here is not None and not isinstance(node, ast.DictComp):
            found = [self.value(node.elt, here), NOTHING]
        self.boxes.times = before
        most = 0 if here is None else most
        if isinstance(node, ast.GeneratorExp):
            least = 0  # some of it may be gone through already
        least = least if isinstance(node, ast.ListComp) else min(1, least)
        place = self._place("dict" if is_dict else "list", id(node))
        return self.boxes.made(place, found[0], key=found[1], least=min(least, most), most=most)

    def _subscript(self, node: ast.Subscript, now: Variables) -> Known:
        base = self.value(node.value, now)
        if isinstance(node.slice, ast.Slice):
            ends = [
                self.value(one, now) if one else None
                for one in (node.slice.lower, node.slice.upper, node.slice.step)
            ]
            item, _, most = self.items(base)
            lower, upper = ends[0] or whole(0), ends[1]
            if isinstance(upper, WholeRange) and upper.low >= 0:
                first = lower.low if isinstance(lower, WholeRange) and not node.slice.step else 0
                most = min(most, max(0, upper.high - max(0, first)))
                most = most if first >= 0 else min(most, upper.high)
            if isinstance(base, TextRange):
                return TextRange(0, most, base.first, base.last)
            if not isinstance(base, BoxAt):
                return None
            return self.boxes.made(self._place("list", id(node)), item, most=most)
        index = self.value(node.slice, now)
        if isinstance(base, TupleOf) and isinstance(index, WholeRange) and index.single:
            at = int(index.low)
            return base.items[at] if -len(base.items) <= at < len(base.items) else None
        item = self.boxes.item(base) if isinstance(base, BoxAt) else self.items(base)[0]
        if isinstance(item, NothingInIt):
            raise NeverHereError
        return item

    # Calls

    def _call(self, node: ast.Call, now: Variables) -> Known:
        named = {one.arg: one.value for one in node.keywords}
        if isinstance(node.func, ast.Attribute):
            on = self.value(node.func.value, now)
            if named and node.func.attr != "sort":
                raise NotFollowedError
            self._named(named, [on], now)
            return method(self, node, on, [self.value(one, now) for one in node.args])
        if not isinstance(node.func, ast.Name) or node.func.id in now:
            raise NotFollowedError
        some = [self.value(one, now) for one in node.args]
        function = self._functions.get(node.func.id)
        if function is not None:
            if named:
                raise NotFollowedError
            path, self._path = self._path, (*self._path, id(node))
            try:
                return self._called(function, some)
            finally:
                self._path = path
        return built_in(self, node, some, self._named(named, some, now))

    def _named(
        self, named: Mapping[str | None, ast.expr], some: Sequence[Known], now: Variables
    ) -> dict[str, Known]:
        """What a call is given by name."""
        more: dict[str, Known] = {}
        for name, value in named.items():
            if name == "key" and isinstance(value, ast.Lambda) and len(value.args.args) == 1:
                item = self.items(some[0])[0] if len(some) == 1 else all_of(some)
                if not isinstance(item, NothingInIt):
                    self.value(value.body, {**now, value.args.args[0].arg: item})
                more["key"] = None
            elif name == "key" and isinstance(value, ast.Name) and value.id in _KEYS:
                more["key"] = None
            elif name in ("reverse", "default"):
                more[name] = self.value(value, now)
            else:
                raise NotFollowedError
        return more

    def new(self, kind: str, node: ast.AST) -> int:
        """The place of what a call makes."""
        return self._place(kind, id(node))


def _constant(value: Any) -> Known:
    if isinstance(value, int):
        return whole(int(value))
    return text(value) if isinstance(value, str) else None


def _narrowed(old: WholeRange, how: str, other: WholeRange) -> WholeRange:
    """A number of which it is known how it compares with another."""
    low, high = old.low, old.high
    match how:
        case "<":
            high = min(high, other.high - 1)
        case "<=":
            high = min(high, other.high)
        case ">":
            low = max(low, other.low + 1)
        case ">=":
            low = max(low, other.low)
        case "==":
            low, high = max(low, other.low), min(high, other.high)
        case "!=" if other.single:
            low, high = low + (low == other.low), high - (high == other.low)
    return WholeRange(low, high) if low <= high else old
