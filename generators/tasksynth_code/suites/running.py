"""Running programs of our own making, and their mutants, in this process: bounded, and quick.

Only what this package wrote runs here. Answers never do: they run in a sandbox.
"""

import ast
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

TICKS = 4_000
"""Turns of loops, all together, that one run may take."""
LOOK = 8
"""Turns after which the sizes of a run's variables are looked at: what doubles in every turn has
grown by a factor of 256 since."""
LARGE = 10_000
"""Elements or letters of a variable, and bits of a number."""
_HUGE = 1 << LARGE
BUILTINS = {
    one.__name__: one
    for one in (
        abs, all, any, chr, dict, enumerate, int, len, list, max, min, ord, range, reversed, set,
        sorted, str, sum, tuple, zip, bool, next,
    )
}  # fmt: skip
"""All that a program may call."""


class TooLongError(Exception):
    """A run took more turns than it may, or made something too large."""


class Wrong:
    """What a run gives that raised; equal to nothing."""

    def __init__(self, why: str = "") -> None:
        self.why = why


class _Ticking(ast.NodeTransformer):
    def visit_For(self, node: ast.For) -> ast.For:
        self.generic_visit(node)
        node.body.insert(0, _tick())
        return node

    def visit_While(self, node: ast.While) -> ast.While:
        self.generic_visit(node)
        node.body.insert(0, _tick())
        return node


def _tick() -> ast.Expr:
    return ast.Expr(ast.Call(ast.Name("__tick", ast.Load()), [], []))


def ticking(program: str) -> ast.Module:
    """The tree of a program that counts the turns of its loops."""
    tree: ast.Module = _Ticking().visit(ast.parse(program))
    return ast.fix_missing_locations(tree)


class TickingRun:
    """Runs one function on inputs that are given as JSON, each time on a copy of its own."""

    def __init__(
        self,
        tree: ast.Module,
        most: int = TICKS,
        *,
        entry: str = "solve",
        more: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.ticks, self.most = 0, most
        builtins = BUILTINS | dict(more or {})
        space: dict[str, Any] = {"__builtins__": builtins, "__tick": self._tick}
        exec(compile(tree, "<made>", "exec"), space)  # noqa: S102 - ours
        self._entry: Callable[..., Any] = space[entry]

    def _tick(self) -> None:
        self.ticks += 1
        if self.ticks % LOOK:
            return
        if self.ticks > self.most:
            raise TooLongError
        for value in sys._getframe(1).f_locals.values():  # most of the time goes by here
            kind = type(value)
            if kind is int:
                if not -_HUGE < value < _HUGE:
                    raise TooLongError
            elif (kind is list or kind is str) and len(value) > LARGE:
                raise TooLongError

    def __call__(self, arguments: str) -> Any:
        """What the function returns; a `Wrong` where it raises or takes too long."""
        self.ticks = 0
        try:
            return self._entry(*json.loads(arguments))
        except TooLongError:
            return Wrong("takes too long")
        except (ArithmeticError, AttributeError, LookupError, MemoryError, NameError, TypeError,
                ValueError, RuntimeError) as e:  # fmt: skip
            return Wrong(f"{type(e).__name__}: {e}")


def untick(tree: ast.Module) -> str:
    """The text of a program, without the counting of turns."""
    lines = ast.unparse(tree).split("\n")
    return "\n".join(line for line in lines if line.strip() != "__tick()") + "\n"


class _Telling(ast.NodeTransformer):
    """A program that gives its variables beside its result; other functions in it do not."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self.generic_visit(node) if node.name == "solve" else node

    def visit_Return(self, node: ast.Return) -> ast.Return:
        variables = ast.Call(ast.Name("locals", ast.Load()), [], [])
        node.value = ast.Tuple([node.value or ast.Constant(None), variables], ast.Load())
        return node


def held(program: str, arguments: str) -> tuple[Any, dict[str, Any]]:
    """What a right program returns, and what its variables hold then."""
    tree = ast.fix_missing_locations(_Telling().visit(ast.parse(program)))
    space: dict[str, Any] = {"__builtins__": BUILTINS | {"locals": locals}}
    exec(compile(tree, "<made>", "exec"), space)  # noqa: S102 - ours
    result, variables = space["solve"](*json.loads(arguments))
    return result, variables


def holding(program: str) -> ast.Module:
    """The tree of a program that counts the turns of its loops, and calls `locals` for what its
    variables hold: it returns them beside its result.
    """
    tree: ast.Module = _Telling().visit(ticking(program))
    return ast.fix_missing_locations(tree)


class _Counting(ast.NodeTransformer):
    """A program that says at each simple statement which line it is."""

    def __init__(self) -> None:
        self.lines: list[int] = []

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse"):
            block = getattr(node, name, None)
            if isinstance(block, list) and not isinstance(node, ast.Module):
                setattr(node, name, [one for stmt in block for one in self._told(stmt)])
        return node

    def _told(self, statement: ast.stmt) -> list[ast.stmt]:
        if isinstance(statement, ast.If | ast.For | ast.While):
            return [statement]
        self.lines.append(statement.lineno)
        number = ast.Constant(statement.lineno)
        return [ast.Expr(ast.Call(ast.Name("__line", ast.Load()), [number], [])), statement]


def counted(program: str, arguments: str) -> dict[int, int]:
    """How often each line with a simple statement runs in a right program."""
    counting = _Counting()
    tree = ast.fix_missing_locations(counting.visit(ast.parse(program)))
    counts: dict[int, int] = {}

    def line(number: int) -> None:
        counts[number] += 1

    space: dict[str, Any] = {"__builtins__": BUILTINS, "__line": line}
    exec(compile(tree, "<made>", "exec"), space)  # noqa: S102 - ours
    counts |= dict.fromkeys(counting.lines, 0)
    space["solve"](*json.loads(arguments))
    return counts
