"""In what a mutant is the same that nothing tells from its program: proved, or named."""

import ast
import difflib
from collections.abc import Iterable
from itertools import islice
from types import CodeType
from typing import Any, Literal

from tasksynth_code.suites.alike import alike
from tasksynth_code.suites.reach import Stop, stop_of

Sameness = Literal["proved", "ranges", "cost", "same cost"] | Stop
"""`proved`: the same code, but for ties at which nothing happens. `ranges`: the same for all values
that there may be, as a modulus is that they stay below. Of kernels it is seen whether they cost the
same, and of other programs where the difference stops.
"""
_STRICT: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.LtE: ast.Lt, ast.GtE: ast.Gt}


def sameness(
    program: str, mutant: str, inputs: Iterable[str], given: tuple[Any, ...] | None = None
) -> Sameness:
    """What is the same in a mutant that gives the same on these inputs.

    `given` says what is promised of arguments, as `tasksynth_code.suites.alike` has it.
    """
    if proved_same(program, mutant):
        return "proved"
    if given is not None and alike(program, mutant, given):
        return "ranges"
    return stop_of(program, mutant, inputs)


def proved_same(program: str, mutant: str) -> bool:
    """Whether both compile to the same code, where it is all one what comes of a tie.

    `if a >= b: a = b` is `if a > b: a = b`, as equal values are numbers or texts; `range(0, n)` is
    `range(n)`.
    """
    one, other = (
        compile(_Normal().visit(ast.parse(text)), "", "exec") for text in (program, mutant)
    )
    return _flat(one) == _flat(other)


def _flat(code: CodeType) -> tuple[Any, ...]:
    """A piece of code without its lines."""
    consts = (
        _flat(one) if isinstance(one, CodeType) else (type(one).__name__, repr(one))
        for one in code.co_consts
    )
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, *consts)


class _Normal(ast.NodeTransformer):
    """A program in which comparisons are strict whose ties change nothing."""

    def visit_If(self, node: ast.If) -> ast.If:
        self.generic_visit(node)
        if len(node.body) == 1 and not node.orelse and isinstance(node.body[0], ast.Assign):
            _strict(node.test, node.body[0].targets[0], node.body[0].value)
        return node

    def visit_IfExp(self, node: ast.IfExp) -> ast.IfExp:
        self.generic_visit(node)
        _strict(node.test, node.body, node.orelse)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 2:
            start = node.args[0]
            if isinstance(start, ast.Constant) and start.value == 0:
                node.args = node.args[1:]
        return node


def _strict(test: ast.expr, one: ast.expr, other: ast.expr) -> None:
    """Make comparisons of two values strict where all that a test decides is which of them is put
    in the other's place.
    """
    tuples = isinstance(one, ast.Tuple) and isinstance(other, ast.Tuple)
    ones, others = (
        side.elts if isinstance(side, ast.Tuple) and tuples else [side] for side in (one, other)
    )
    values = {*map(ast.unparse, ones), *map(ast.unparse, others)}
    nodes = list(ast.walk(test))
    if any(isinstance(node, ast.Call) for node in nodes):
        return
    for node in nodes:
        if (
            isinstance(node, ast.Compare)
            and len(node.ops) == 1
            and values <= {ast.unparse(node.left), ast.unparse(node.comparators[0])}
        ):
            node.ops = [_STRICT.get(type(node.ops[0]), type(node.ops[0]))()]


def change(program: str, mutant: str) -> str:
    """The lines that differ, each with what stands there instead."""
    one, other = (ast.unparse(ast.parse(text)).split("\n") for text in (program, mutant))
    lines = islice(difflib.unified_diff(one, other, lineterm="", n=0), 2, None)
    return " | ".join(" ".join(line.split()) for line in lines if line[0] in "-+")
