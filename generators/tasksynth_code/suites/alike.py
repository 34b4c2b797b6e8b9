"""Mutants that give the same for what values may be: a modulus that they stay below, a side of a
condition that none meets. Proved, or not.

Both run alike up to where they differ. There the program's ranges must say that it is all one.
"""

import ast
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from tasksynth_code.suites.ranges import SIGNS, ProgramRanges, truth
from tasksynth_code.suites.values import (
    Known,
    NotFollowedError,
    TextRange,
    WholeRange,
    compared,
    reckoned,
    text,
    whole,
)

_PURE = frozenset({"len", "abs", "min", "max", "ord", "int", "sum", "any", "all", "range"})
_NOTED = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Constant, ast.Call,
    ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp,
)  # fmt: skip
"""Expressions that are there among those seen if anybody comes to them."""
INTS, LETTERS = WholeRange(-20, 20), (97, 122)
GIVEN: dict[str, tuple[Any, ...]] = {
    "ints": ((0, 12, INTS),),
    "text": (TextRange(0, 12, *LETTERS),),
    "words": ((0, 7, TextRange(1, 5, *LETTERS)),),
    "grid": ((1, 5, (1, 5, WholeRange(-9, 9))),),
    "dates": ((0, 7, TextRange(10, 10, 45, 57)),),
    "spans": ((0, 7, (2, 2, WholeRange(0, 30))),),
    "graph": (WholeRange(2, 8), (0, 28, (2, 2, WholeRange(0, 7)))),
    "expr": (TextRange(1, float("inf"), 40, 57),),
    "coded": (TextRange(0, 18, 48, 122),),
    "commands": ((0, 12, TextRange(3, 8, 32, 122)),),
}
"""What is promised of arguments, by the form of the input: `(least, most, element)` of a list."""


def speed_given(kind: str, size: int, top: int) -> tuple[Any, ...]:
    """What is promised where a program is to be quick: a text, or a list of numbers."""
    if kind == "text":
        return (TextRange(0, size, *LETTERS),)
    return ((0, size, WholeRange(-top, top)),)


@lru_cache(maxsize=64)
def ranges_of(program: str, given: tuple[Any, ...]) -> tuple[ast.Module, ProgramRanges | None]:
    """A program's tree, with the ranges of its expressions if they can be told."""
    tree = ast.parse(program)
    try:
        return tree, ProgramRanges(tree, given)
    except NotFollowedError:
        return tree, None


def alike(program: str, mutant: str, given: tuple[Any, ...]) -> bool:
    """Whether a mutant is proved to give what the program does, on all that may be given."""
    tree, ranges = ranges_of(program, given)
    return ranges is not None and _Alike(ranges).same(tree, ast.parse(mutant))


def _equal(p: Any, q: Any) -> bool:
    """Whether two parts of programs are written alike."""
    if type(p) is not type(q):
        return False
    if isinstance(p, list):
        return len(p) == len(q) and all(map(_equal, p, q))
    if not isinstance(p, ast.AST):
        return bool(p == q)
    return all(_equal(getattr(p, name, None), getattr(q, name, None)) for name in p._fields)


class _Alike:
    """Parts of a program beside those of its mutant that stand in their places."""

    def __init__(self, ranges: ProgramRanges) -> None:
        self._ranges = ranges

    def same(self, p: ast.AST, q: ast.AST, *, asked: bool = False) -> bool:
        """Whether two parts do the same; if it is `asked`, whether they are both true or not."""
        if isinstance(p, ast.stmt) and id(p) not in self._ranges.reached:
            return isinstance(q, ast.stmt)
        if isinstance(p, _NOTED) and id(p) not in self._ranges.seen:
            return isinstance(q, ast.expr)
        if _equal(p, q):
            return True
        if isinstance(p, ast.stmt):
            return self._statement(p, q)
        if isinstance(p, ast.expr) and isinstance(q, ast.expr):
            return self._expression(p, q, asked=asked)
        return self._fields(p, q)

    def _fields(self, p: ast.AST, q: ast.AST) -> bool:
        if type(p) is not type(q):
            return False
        asks = isinstance(p, ast.If | ast.While | ast.IfExp)
        for name in p._fields:
            one, other = getattr(p, name, None), getattr(q, name, None)
            if isinstance(one, list) and isinstance(other, list):
                if not self._lists(one, other):
                    return False
            elif isinstance(one, ast.AST) and isinstance(other, ast.AST):
                if not self.same(one, other, asked=asks and name == "test"):
                    return False
            elif one != other:
                return False
        return True

    def _lists(self, some: Sequence[ast.AST], others: Sequence[ast.AST]) -> bool:
        if some and not others:
            first = some[0]
            return isinstance(first, ast.stmt) and id(first) not in self._ranges.reached
        return len(some) == len(others) and all(map(self.same, some, others))

    # Statements

    def _statement(self, p: ast.stmt, q: ast.AST) -> bool:
        if isinstance(q, ast.Pass):
            return self._idle(p)
        match p, q:
            case ast.AugAssign(), ast.AugAssign() if type(p.op) is not type(q.op):
                old, one = self._seen(p.target), self._seen(p.value)
                other = self.value(p.value, q.value)
                alone = _equal(p.target, q.target)
                return alone and _one_number(_made(p.op, old, one), _made(q.op, old, other))
        return self._fields(p, q)

    def _idle(self, p: ast.stmt) -> bool:
        """Whether a statement does nothing."""
        match p:
            case ast.Pass():
                return True
            case ast.Assign(targets=[ast.Name(id=name)]):
                kept = self._kept(p.value, self._seen, asked=False)
                return isinstance(kept, ast.Name) and kept.id == name
            case ast.AugAssign(op=ast.Add() | ast.Sub(), target=ast.Name()):
                return pure(p.value) and self._seen(p.value) == whole(0)
            case ast.If():
                rest = (*p.body, *p.orelse)
                known = truth(self._seen(p.test), self._ranges.boxes)
                some = rest if known is None else p.body if known else p.orelse
                return pure(p.test) and all(
                    id(one) not in self._ranges.reached or self._idle(one) for one in some
                )
        return False

    # Expressions

    def _seen(self, p: ast.AST) -> Known:
        return self._ranges.seen.get(id(p))

    def value(self, p: ast.expr, q: ast.expr) -> Known:
        """What the mutant's expression may be where the program's stands."""
        if _equal(p, q):
            return self._seen(p)
        match p, q:
            case _, ast.Constant(value=int(number)):
                return whole(int(number))
            case _, ast.Constant(value=str(letters)):
                return text(letters)
            case ast.BinOp(), ast.BinOp():
                sides = self.value(p.left, q.left), self.value(p.right, q.right)
                return _made(q.op, *sides)
            case ast.UnaryOp(op=ast.USub()), ast.UnaryOp(op=ast.USub()):
                found = self.value(p.operand, q.operand)
                return _made(ast.Sub(), whole(0), found)
            case ast.Compare(), ast.Compare() if len(p.ops) == len(q.ops) == 1:
                sides = (
                    self.value(p.left, q.left),
                    self.value(p.comparators[0], q.comparators[0]),
                )
                known = compared(SIGNS.get(type(q.ops[0]), ""), *sides)
                return None if known is None else whole(int(known))
            case _, ast.UnaryOp(op=ast.Not()) if not _is_not(p):
                known = truth(self.value(p, q.operand), self._ranges.boxes)
                return None if known is None else whole(int(not known))
        return None

    def _expression(self, p: ast.expr, q: ast.expr, *, asked: bool) -> bool:
        one, other = self._seen(p), self.value(p, q)
        if pure(p) and pure(q):
            if _one_number(one, other):
                return True
            known = truth(one, self._ranges.boxes)
            if asked and known is not None and known == truth(other, self._ranges.boxes):
                return True
        kept = self._kept(p, self._seen, asked=asked)
        if kept is not None and self.same(kept, q, asked=asked):
            return True
        if kept is not None and type(p) is type(q) and self._kept_both(p, q, kept, asked=asked):
            return True
        match p, q:
            case ast.Compare(ops=[_]), ast.Compare(ops=[_]) if self._same_comparison(p, q):
                return True
            case ast.BoolOp(), ast.BoolOp() if asked:
                some, others = p.values, q.values
                alike = type(p.op) is type(q.op) and len(some) == len(others)
                pairs = zip(some, others, strict=False)
                return alike and all(self.same(a, b, asked=True) for a, b in pairs)
            case ast.UnaryOp(op=ast.Not()), ast.UnaryOp(op=ast.Not()) if asked:
                return self.same(p.operand, q.operand, asked=True)
        return self._fields(p, q)

    def _kept_both(self, p: ast.expr, q: ast.expr, kept: ast.expr, *, asked: bool) -> bool:
        """Whether both come to the same one of their parts."""
        beside = {id(b): a for a, b in zip(_parts(p), _parts(q), strict=False)}

        def there(node: ast.expr) -> Known:
            return self.value(beside[id(node)], node) if id(node) in beside else None

        left = self._kept(q, there, asked=asked)
        if left is None or beside.get(id(left)) is not kept:
            return False
        return self.same(kept, left, asked=asked)

    def _kept(
        self, node: ast.expr, value: Callable[[ast.expr], Known], *, asked: bool
    ) -> ast.expr | None:
        """The part of an expression that it comes to; None if it may come to another."""
        match node:
            case ast.BinOp(op=ast.Mod()):
                a, b = value(node.left), value(node.right)
                if isinstance(a, WholeRange) and isinstance(b, WholeRange) and pure(node.right):
                    return node.left if b.low > 0 and a.within(0, b.low - 1) else None
            case ast.BinOp(op=ast.Add() | ast.Sub()) if value(node.right) == whole(0):
                whole_number = isinstance(value(node.left), WholeRange)
                return node.left if whole_number and pure(node.right) else None
            case ast.Call(func=ast.Name(id="abs"), args=[inner]):
                a = value(inner)
                return inner if isinstance(a, WholeRange) and a.low >= 0 else None
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=[first, second]):
                a, b = value(first), value(second)
                if not isinstance(a, WholeRange) or not isinstance(b, WholeRange):
                    return None
                a, b = (a, b) if name == "min" else (b, a)
                first, second = (first, second) if name == "min" else (second, first)
                if a.high <= b.low:
                    return first if pure(second) else None
                return second if b.high <= a.low and pure(first) else None
            case ast.IfExp() if pure(node.test):
                known = truth(value(node.test), self._ranges.boxes)
                return None if known is None else node.body if known else node.orelse
            case ast.BoolOp() if asked:
                return self._last_part(node, value)
        return None

    def _last_part(self, node: ast.BoolOp, value: Callable[[ast.expr], Known]) -> ast.expr | None:
        """Of a condition with parts that always hold, the one that does not."""
        idle = isinstance(node.op, ast.And)
        left = [
            one
            for one in node.values
            if not (pure(one) and truth(value(one), self._ranges.boxes) is idle)
        ]
        return left[0] if len(left) == 1 else None

    def _same_comparison(self, p: ast.Compare, q: ast.Compare) -> bool:
        """Whether no number that is met comes out otherwise."""
        left, right = self._seen(p.left), self._seen(p.comparators[0])
        other = self.value(p.comparators[0], q.comparators[0])
        ranges = [one for one in (left, right, other) if isinstance(one, WholeRange)]
        signs = SIGNS.get(type(p.ops[0]), ""), SIGNS.get(type(q.ops[0]), "")
        if len(ranges) < 3 or not all(signs) or not self.same(p.left, q.left):
            return False
        met, one, two = ranges
        alone = _equal(p.comparators[0], q.comparators[0])
        if alone and {*signs} in ({"<", "<="}, {">", ">="}):  # they differ where both are equal
            return bool(met.high < one.low or one.high < met.low)
        if not one.single or not two.single:
            return False
        turns = {side.low + step for side in (one, two) for step in (-1, 0, 1)}
        some = [
            WholeRange(at, at) for at in {met.low, met.high} | turns if met.low <= at <= met.high
        ]
        return all(compared(signs[0], at, one) == compared(signs[1], at, two) for at in some)


def _parts(node: ast.expr) -> list[ast.expr]:
    return [one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr)]


def _made(op: ast.operator, a: Known, b: Known) -> Known:
    both = isinstance(a, WholeRange) and isinstance(b, WholeRange)
    return reckoned(SIGNS.get(type(op), ""), a, b) if both else None  # type: ignore[arg-type]


def _one_number(a: Known, b: Known) -> bool:
    return isinstance(a, WholeRange) and a.single and a == b


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def pure(node: ast.AST) -> bool:
    """Whether nothing else changes when an expression is worked out."""
    return all(
        isinstance(one.func, ast.Name) and one.func.id in _PURE
        for one in ast.walk(node)
        if isinstance(one, ast.Call)
    )
