"""Kernels written anew for numba, from the tree that the judge understood.

Nothing of an answer's text comes through but its numbers: variables and functions get names of
ours, and of `cuda`, `math` and the types those parts that the judge knows. So what numba is handed
can do no more than what was judged. The host's part, `solve`, is never handed over.
"""

import ast
from collections.abc import Iterator

from tasksynth_code.kernels.host import KernelHost
from tasksynth_code.kernels.interpreter import SIGNS, CallFrame, WorkBudget
from tasksynth_code.kernels.lanes import FUNCTIONS
from tasksynth_code.kernels.reading import (
    DTYPES,
    KernelFunction,
    KernelProgram,
    KernelRefused,
    at,
    walked,
)

_PLACES = ("threadIdx", "blockIdx", "blockDim", "gridDim")
ATTRIBUTES = frozenset(
    {"cuda.warpsize", "cuda.laneid", *(f"cuda.{one}.{axis}" for one in _PLACES for axis in "xyz")}
)
CALLS = frozenset(
    {"cuda.grid", "cuda.gridsize", "cuda.syncthreads", "cuda.syncwarp"}
    | {f"cuda.atomic.{one}" for one in ("add", "sub", "max", "min")}
    | {f"cuda.shfl_{one}sync" for one in ("", "up_", "down_", "xor_")}
    | {f"math.{one}" for one in FUNCTIONS}
)
ARRAYS = frozenset({"cuda.shared.array", "cuda.local.array"})
BUILT_IN = frozenset(
    {"abs", "int", "float", "bool", "round", "min", "max", "len", "divmod", "pow"}
    | {"range", "enumerate", "zip"}
)
_OF_ARRAYS = frozenset({"shape", "size", "ndim"})
_UNARY: dict[type[ast.AST], str] = {ast.Not: "not ", ast.USub: "-", ast.UAdd: "+", ast.Invert: "~"}


class KernelWriter:
    """A program's kernels as a module for numba; those that are launched are named `kernel_i`."""

    def __init__(self, program: KernelProgram) -> None:
        self.program = program
        self.kernels: dict[str, str] = {}
        """Of kernels that are launched, what they are called in the text."""
        self._devices: dict[str, str] = {}
        self._text: list[str] = []
        self._locals: dict[str, str] = {}
        self._host = KernelHost(program, WorkBudget(10_000))

    def kernel(self, name: str) -> str:
        """Write a kernel that is launched, and all that it calls, once."""
        if name not in self.kernels:
            self.kernels[name] = f"kernel_{len(self.kernels)}"
            self._define(self.program.routines[name], self.kernels[name], "_cuda.jit")
        return self.kernels[name]

    def text(self) -> str:
        """The module, without imports: `_cuda`, `_math` and `_float32` and so on are given."""
        return "\n\n".join(self._text) + "\n"

    def _device(self, name: str) -> str:
        if name not in self._devices:
            self._devices[name] = f"device_{len(self._devices)}"
            routine = self.program.routines[name]
            self._define(routine, self._devices[name], "_cuda.jit(device=True)")
        return self._devices[name]

    def _define(self, routine: KernelFunction, name: str, decorator: str) -> None:
        outer, self._locals = self._locals, {}
        for one in (*routine.parameters, *_set_names(routine)):
            self._locals.setdefault(one, f"v{len(self._locals)}")
        given = ", ".join(self._locals[one] for one in routine.parameters)
        lines = [f"@{decorator}", f"def {name}({given}):", *self._block(routine.body, 1)]
        self._text.append("\n".join(lines))
        self._locals = outer

    # Statements

    def _block(self, body: tuple[ast.stmt, ...] | list[ast.stmt], depth: int) -> Iterator[str]:
        for node in body:
            yield from self._statement(node, depth)
        yield "    " * depth + "pass"

    def _statement(self, node: ast.stmt, depth: int) -> Iterator[str]:
        indent = "    " * depth
        match node:
            case ast.Assign():
                targets = "".join(f"{self._value(one)} = " for one in node.targets)
                yield f"{indent}{targets}{self._value(node.value)}"
            case ast.AnnAssign():
                if node.value is not None:
                    yield f"{indent}{self._value(node.target)} = {self._value(node.value)}"
            case ast.AugAssign():
                sign, value = SIGNS[type(node.op)], self._value(node.value)
                yield f"{indent}{self._value(node.target)} {sign}= {value}"
            case ast.If():
                yield f"{indent}if {self._value(node.test)}:"
                yield from self._block(node.body, depth + 1)
                if node.orelse:
                    yield f"{indent}else:"
                    yield from self._block(node.orelse, depth + 1)
            case ast.While():
                yield f"{indent}while {self._value(node.test)}:"
                yield from self._looped(node, depth)
            case ast.For():
                yield f"{indent}for {self._value(node.target)} in {self._value(node.iter)}:"
                yield from self._looped(node, depth)
            case ast.Return(value=None) | ast.Return(value=ast.Constant(value=None)):
                yield f"{indent}return"
            case ast.Return(value=ast.expr() as value):
                yield f"{indent}return {self._value(value)}"
            case ast.Break() | ast.Continue():
                yield f"{indent}{type(node).__name__.lower()}"
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case ast.Expr():
                yield f"{indent}{self._value(node.value)}"
            case _:
                raise KernelRefused(f"{at(node)}{type(node).__name__} cannot be written for numba")

    def _looped(self, node: ast.For | ast.While, depth: int) -> Iterator[str]:
        yield from self._block(node.body, depth + 1)
        if node.orelse:
            yield f"{'    ' * depth}else:"
            yield from self._block(node.orelse, depth + 1)

    # Expressions

    def _value(self, node: ast.expr) -> str:
        match node:
            case ast.Constant():
                return _literal(node.value, node)
            case ast.Name():
                if node.id in self._locals:
                    return self._locals[node.id]
                return _literal(self._constant(node), node)
            case ast.BinOp():
                sign = SIGNS[type(node.op)]
                return f"({self._value(node.left)} {sign} {self._value(node.right)})"
            case ast.UnaryOp():
                return f"({_UNARY[type(node.op)]}{self._value(node.operand)})"
            case ast.BoolOp():
                word = " and " if isinstance(node.op, ast.And) else " or "
                return f"({word.join(self._value(one) for one in node.values)})"
            case ast.Compare():
                pairs = zip(node.ops, node.comparators, strict=True)
                rest = "".join(f" {SIGNS[type(op)]} {self._value(one)}" for op, one in pairs)
                return f"({self._value(node.left)}{rest})"
            case ast.IfExp():
                parts = (self._value(one) for one in (node.body, node.test, node.orelse))
                return "({} if {} else {})".format(*parts)
            case ast.Subscript():
                return f"{self._value(node.value)}[{self._value(node.slice)}]"
            case ast.Tuple():
                return f"({''.join(f'{self._value(one)}, ' for one in node.elts)})"
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
        raise KernelRefused(f"{at(node)}{type(node).__name__} cannot be written for numba")

    def _constant(self, node: ast.Name) -> object:
        """What a name of the module stands for, worked out by the judge's own machine."""
        return self._host.value(node, self._host.all, CallFrame())

    def _dotted(self, node: ast.expr) -> str:
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        local = isinstance(root, ast.Name) and root.id in self._locals
        return "" if local else self.program.dotted(node)

    def _attribute(self, node: ast.Attribute) -> str:
        name = self._dotted(node)
        if name in ATTRIBUTES:
            return f"_{name}"
        if name:
            return _literal(self._host.value(node, self._host.all, CallFrame()), node)
        if node.attr in _OF_ARRAYS:
            return f"{self._value(node.value)}.{node.attr}"
        raise KernelRefused(f"{at(node)}this attribute cannot be written for numba")

    def _call(self, node: ast.Call) -> str:
        func, name = node.func, self._dotted(node.func)
        if name in ARRAYS:
            return self._array(name, node)
        if node.keywords:
            raise KernelRefused(f"{at(node)}arguments have no names here")
        given = ", ".join(self._value(one) for one in node.args)
        plain = func.id if isinstance(func, ast.Name) and func.id not in self._locals else ""
        if plain in self.program.routines:
            return f"{self._device(plain)}({given})"
        if plain in BUILT_IN and plain not in self.program.names:
            return f"{plain}({given})"
        if name in DTYPES:
            return f"_{name}({given})"
        if name in ("math.floor", "math.ceil", "math.trunc"):
            return f"int(_{name}({given}))"
        if name in ("least", "most"):
            return f"{'min' if name == 'least' else 'max'}({given})"
        if name in CALLS:
            return f"_{name}({given})"
        raise KernelRefused(f"{at(node)}this call cannot be written for numba")

    def _array(self, name: str, node: ast.Call) -> str:
        """`_cuda.shared.array(32, _float32)`."""
        named = {one.arg: one.value for one in node.keywords}
        shape, dtype = [*node.args, *(named[one] for one in ("shape", "dtype") if one in named)]
        kind = dtype.value if isinstance(dtype, ast.Constant) else self._dotted(dtype)
        if isinstance(dtype, ast.Attribute) and not kind and dtype.attr == "dtype":
            return f"_{name}({self._value(shape)}, {self._value(dtype.value)}.dtype)"
        if kind not in DTYPES:
            raise KernelRefused(f"{at(node)}want a type: float32, int32, …")
        return f"_{name}({self._value(shape)}, _{kind})"


def _set_names(routine: KernelFunction) -> Iterator[str]:
    """The names that a function sets itself."""
    for node in walked(routine.body):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _literal(value: object, node: ast.AST) -> str:
    """A number, or a tuple of some, as Python writes it."""
    if isinstance(value, tuple):
        return f"({''.join(f'{_literal(one, node)}, ' for one in value)})"
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return {"nan": "_math.nan", "inf": "_math.inf"}.get(repr(value), "(-_math.inf)")
    if isinstance(value, bool | int | float):
        return f"({value!r})" if value < 0 else repr(value)
    raise KernelRefused(f"{at(node)}a number is wanted here")
