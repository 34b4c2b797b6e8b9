"""Mutants: programs with one small mistake, such as people make."""

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.FloorDiv: (ast.Mod,),
    ast.Mod: (ast.FloorDiv,),
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
METHODS = {"startswith": "endswith", "endswith": "startswith", "add": "discard"}
NEVER = {"__tick"}


@dataclass
class MutantSite:
    """A place in a tree, and what may stand there instead."""

    holder: Any
    key: Any
    """The name of a field, or a place in a list."""
    instead: Any
    what: str
    """The mistake, in a word."""

    @contextmanager
    def mutated(self) -> Iterator[None]:
        """The tree is the mutant's in the body."""
        before = self._swap(self.instead)
        try:
            yield
        finally:
            self._swap(before)

    def _swap(self, value: Any) -> Any:
        if isinstance(self.holder, list):
            before, self.holder[self.key] = self.holder[self.key], value
        else:
            before = getattr(self.holder, self.key)
            setattr(self.holder, self.key, value)
        return before


def sites(tree: ast.Module) -> list[MutantSite]:
    """All mistakes, in the order of the text."""
    names = sorted(
        {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
    )
    found: list[MutantSite] = []
    for node in ast.walk(tree):
        if not _is_tick(node):
            found.extend(_of(node, names))
    return found


def _is_tick(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id in NEVER
    )


def _of(node: ast.AST, names: Sequence[str]) -> Iterator[MutantSite]:
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            for other in COMPARISONS.get(type(op), ()):
                yield MutantSite(node.ops, i, other(), "comparison")
    elif isinstance(node, ast.BinOp | ast.AugAssign):
        for swapped in OPERATORS.get(type(node.op), ()):
            yield MutantSite(node, "op", swapped(), "operator")
    elif isinstance(node, ast.BoolOp):
        yield MutantSite(
            node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And(), "logic"
        )
        for i in range(len(node.values)):
            kept = [value for j, value in enumerate(node.values) if j != i]
            yield MutantSite(node, "values", kept, "condition left out")
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        yield MutantSite(node, "test", _placed(ast.UnaryOp(ast.Not(), node.test), node), "logic")
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        at = names.index(node.id)
        if len(names) > 1:
            yield MutantSite(node, "id", names[(at + 1) % len(names)], "variable")
    for field in ("body", "orelse"):
        block = getattr(node, field, None)
        if isinstance(block, list) and not isinstance(node, ast.Module):
            yield from _statements(node, field, block)


def _constants(node: ast.Constant) -> Iterator[MutantSite]:
    if isinstance(node.value, bool):
        yield MutantSite(node, "value", not node.value, "constant")
    elif isinstance(node.value, int):
        yield MutantSite(node, "value", node.value + 1, "constant")
        yield MutantSite(node, "value", node.value - 1, "constant")
    elif isinstance(node.value, str) and len(node.value) > 1:
        yield MutantSite(node, "value", node.value[1:], "constant")
        yield MutantSite(node, "value", node.value[:-1], "constant")


def _calls(node: ast.Call) -> Iterator[MutantSite]:
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in METHODS:
            yield MutantSite(node.func, "attr", METHODS[node.func.attr], "call")
    elif isinstance(node.func, ast.Name):
        called = node.func.id
        if called in CALLS:
            yield MutantSite(node.func, "id", CALLS[called], "call")
        if called == "sorted" and node.keywords:
            yield MutantSite(node, "keywords", node.keywords[1:], "call")
        elif called == "sorted":
            yield MutantSite(node.func, "id", "list", "call")
        if called == "range" and len(node.args) == 1:
            less = ast.BinOp(node.args[0], ast.Sub(), ast.Constant(1))
            yield MutantSite(node, "args", [_placed(less, node)], "range")
            yield MutantSite(node, "args", [_placed(ast.Constant(1), node), node.args[0]], "range")
        if called in ("range", "min", "max") and len(node.args) == 2:
            yield MutantSite(node, "args", [node.args[1]], "argument left out")


def _placed(made: ast.AST, node: ast.AST) -> Any:
    return ast.fix_missing_locations(ast.copy_location(made, node))


def _statements(node: ast.AST, field: str, block: list[ast.stmt]) -> Iterator[MutantSite]:
    for i, statement in enumerate(block):
        if _is_tick(statement) or isinstance(statement, ast.FunctionDef | ast.Return):
            continue
        if isinstance(statement, ast.If) and not statement.orelse:
            always = ast.If(ast.Constant(value=True), statement.body, [])
            yield MutantSite(block, i, _placed(always, statement), "condition left out")
        yield MutantSite(block, i, _placed(ast.Pass(), statement), "statement left out")
    if field == "orelse" and block and isinstance(node, ast.If):
        yield MutantSite(node, "orelse", [], "branch left out")
