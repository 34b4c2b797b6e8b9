"""Text into a program of the kernel language: a small part of Python, as `numba.cuda` takes it."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

DEEPEST = 60
"""Expressions and statements nest so deep at most."""
MOST_NODES = 6_000
_DTYPES = ("float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint32")
DTYPES = frozenset(_DTYPES)
"""Types of arrays' elements."""
_ALLOWED = (
    ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Import, ast.ImportFrom, ast.alias,
    ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.While, ast.If, ast.Expr, ast.Return,
    ast.Pass, ast.Break, ast.Continue, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.Call, ast.keyword, ast.Constant, ast.Name, ast.Attribute, ast.Subscript, ast.Tuple,
    ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context,
)  # fmt: skip
_LEAVES = frozenset(
    leaf for one in _ALLOWED for leaf in (one, *one.__subclasses__())
) - frozenset({ast.MatMult, ast.Is, ast.IsNot, ast.In, ast.NotIn})  # fmt: skip
_FLOAT = re.compile(r"\bfloat\b")
_INFINITIES = frozenset({"inf", "+inf", "-inf", "infinity", "-infinity", "nan"})


class KernelRefused(Exception):
    """Why a program gets nothing: a text for who wrote it."""


@dataclass(frozen=True)
class KernelFunction:
    """A function: a kernel, one that runs on the device or the host, or either."""

    name: str
    kind: Literal["kernel", "device", "plain"]
    parameters: tuple[str, ...]
    body: tuple[ast.stmt, ...]


@dataclass
class KernelProgram:
    """What a program defines."""

    routines: dict[str, KernelFunction] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """What names of modules, and of things in them, stand for."""

    def dotted(self, node: ast.expr) -> str:
        """`cuda.threadIdx.x` for however a program spells it; empty if it is no such thing."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or node.id not in self.names:
            return ""
        return canonical(".".join([self.names[node.id], *reversed(parts)]))


_OF_NUMPY = {
    "arcsin": "math.asin", "arccos": "math.acos", "arctan": "math.atan", "arctan2": "math.atan2",
    "arcsinh": "math.asinh", "arccosh": "math.acosh", "arctanh": "math.atanh",
    "deg2rad": "math.radians", "rad2deg": "math.degrees", "minimum": "least", "fmin": "least",
    "maximum": "most", "fmax": "most",
    **{one: f"math.{one}" for one in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "log2",
                                      "log10", "hypot", "isnan")},
}  # fmt: skip
"""What numba has of numpy's functions in kernels: neither `exp` nor `sqrt` is among them."""


def canonical(name: str) -> str:
    """One name for what has several: `numpy.float32`, `numba.types.float32` and `float32`."""
    if name.startswith("numpy.") and name[6:] in _OF_NUMPY:
        return _OF_NUMPY[name[6:]]
    for before in ("numba.", "types.", "numpy."):
        name = name.removeprefix(before)
    return {"cuda.libdevice.sqrtf": "math.sqrt", "abs": "abs"}.get(name, name)


def program_from(text: str) -> KernelProgram:
    """Read a program.

    Raises:
        KernelRefused: if it is not of the language, with the line and the reason.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
    except (SyntaxError, ValueError) as e:
        where = f"line {e.lineno}: " if isinstance(e, SyntaxError) else ""
        raise KernelRefused(f"{where}it is no Python: {str(e)[:80]}") from None
    except (RecursionError, MemoryError):
        raise KernelRefused("it nests too deep") from None
    _forget_signatures(tree)
    _check(tree)
    program = KernelProgram(names={name: name for name in ("cuda", "math", "numba", *_DTYPES)})
    program.names |= {"np": "numpy", "numpy": "numpy"}
    for node in _Infinities().visit(tree).body if _FLOAT.search(text) else tree.body:
        _define(program, node)
    return program


class _Infinities(ast.NodeTransformer):
    """`float("inf")` is the number, as it is where numba compiles it."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Call(
                func=ast.Name(id="float"), args=[ast.Constant(value=str(text))], keywords=[]
            ) if text.strip().lower() in _INFINITIES:
                return ast.copy_location(ast.Constant(float(text)), node)
        return node


def _forget_signatures(tree: ast.Module) -> None:
    """Types that a decorator gives say nothing that the arguments do not."""
    for node in tree.body:
        for decorator in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(decorator, ast.Call):
                decorator.args = []


def _check(tree: ast.Module) -> None:
    """Refuse all that is not in the language, before anything of it is looked at twice."""
    level: list[ast.AST] = [tree]
    for depth in range(DEEPEST + 1):
        for node in level:
            if type(node) not in _LEAVES:
                said = type(node).__name__
                raise KernelRefused(f"{at(node)}{said} is not in the language of kernels")
            if isinstance(node, ast.Constant):
                _check_constant(node)
        below = [child for node in level for child in ast.iter_child_nodes(node)]
        if not below:
            return
        if depth * len(level) > MOST_NODES * DEEPEST or len(below) > MOST_NODES:
            raise KernelRefused("it is too long")
        level = below
    raise KernelRefused(f"it nests deeper than {DEEPEST}")


def _check_constant(node: ast.Constant) -> None:
    value = node.value
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise KernelRefused(f"{at(node)}a number has 64 bits at most")
    if not isinstance(value, int | float | str | None):
        raise KernelRefused(f"{at(node)}{type(value).__name__} is not in the language of kernels")


def _define(program: KernelProgram, node: ast.stmt) -> None:
    """Take in one statement of the outermost level."""
    match node:
        case ast.Import():
            for alias in node.names:
                root = alias.name if alias.asname else alias.name.partition(".")[0]
                program.names[alias.asname or root] = _known(alias.name, root, node)
        case ast.ImportFrom(module="__future__" | "typing"):
            pass
        case ast.ImportFrom():
            module = _known(node.module or "", node.module or "", node)
            for alias in node.names:
                program.names[alias.asname or alias.name] = f"{module}.{alias.name}"
        case ast.FunctionDef():
            program.routines[node.name] = _routine(program, node)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            if node.value is not None:
                program.constants[name] = node.value
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name):
                    program.constants[target.id] = value
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            pass
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            pass  # a trial of the author's, which is not run
        case _:
            raise KernelRefused(f"{at(node)}want imports, constants and functions here")


def _known(name: str, bound: str, node: ast.AST) -> str:
    if name.partition(".")[0] not in ("numba", "numpy", "math"):
        raise KernelRefused(f"{at(node)}there is no module {name[:40]!r}: numba, numpy and math")
    return bound


def _routine(program: KernelProgram, node: ast.FunctionDef) -> KernelFunction:
    arguments = node.args
    odd = (arguments.vararg, arguments.kwarg, *arguments.kwonlyargs, *arguments.posonlyargs)
    if any(odd) or arguments.defaults:
        raise KernelRefused(f"{at(node)}{node.name[:40]} wants plain parameters without defaults")
    kind: Literal["kernel", "device", "plain"] = "plain"
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        if program.dotted(call.func if call else decorator) != "cuda.jit":
            raise KernelRefused(f"{at(node)}the one decorator is cuda.jit")
        device = call is not None and any(
            one.arg == "device" and getattr(one.value, "value", False) for one in call.keywords
        )
        kind = "device" if device else "kernel"
    names = tuple(one.arg for one in arguments.args)
    return KernelFunction(node.name, kind, names, tuple(node.body))


def at(node: ast.AST) -> str:
    """Where a part of a program stands, as the beginning of a complaint."""
    line = getattr(node, "lineno", None)
    return f"line {line}: " if line else ""


def walked(nodes: tuple[ast.stmt, ...]) -> Iterator[ast.AST]:
    """All parts of some statements."""
    for node in nodes:
        yield from ast.walk(node)
