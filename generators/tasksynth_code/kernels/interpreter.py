"""Statements and expressions of the kernel language, done by all threads at once.

No text of a program is ever run as Python. Each statement is done for the `Lanes` that come to it,
which says who goes on to the next one; where threads part, one way is gone after the other.
"""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np

from tasksynth_code.kernels import lanes as numbers
from tasksynth_code.kernels.lanes import Lanes, Number
from tasksynth_code.kernels.memory import DeviceArray
from tasksynth_code.kernels.reading import (
    DTYPES,
    KernelFunction,
    KernelProgram,
    KernelRefused,
    at,
)
from tasksynth_code.kernels.traffic import FUNCTION, INSTRUCTION

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|",
    ast.BitXor: "^", ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">",
    ast.GtE: ">=",
}  # fmt: skip
DEEPEST_CALL = 8
DEAR = 10
"""How many times the work of an operator a function of `math` is, or `%` of numbers with a point:
that of 1e300 takes a machine a hundred times as long as a sum.
"""


@dataclass
class WorkBudget:
    """How much work a program may be, all together; it is counted, not timed."""

    left: int

    def spend(self, work: int) -> None:
        self.left -= work
        if self.left < 0:
            raise KernelRefused("it does not end, or takes far more work than a plain one")


@dataclass(frozen=True)
class ArrayPart:
    """An array of which some of the indices are given: `x[i]` of `x[i][j]`."""

    array: DeviceArray
    indices: tuple[Number, ...]


@dataclass
class HeldValue:
    """What a name holds, and for which lanes; None: for all."""

    value: Any
    known: np.ndarray | None


@dataclass
class CallFrame:
    """One call: its variables, what it returns, and who left its loops."""

    variables: dict[str, HeldValue] = field(default_factory=dict)
    result: Any = None
    broken: list[np.ndarray] = field(default_factory=list)
    skipped: list[np.ndarray] = field(default_factory=list)


class LoopSeries(Protocol):
    """What a loop goes through."""

    def going(self, turn: int) -> Number:
        """Who has not come to its end."""

    def item(self, turn: int, lanes: Lanes) -> Any:
        """What comes in a turn, for those who have not."""


@dataclass(frozen=True)
class CountedSeries:
    """A range; without a stop it has no end."""

    start: Number
    stop: Number | None
    step: Number

    def going(self, turn: int) -> Number:
        if self.stop is None:
            return True
        going = (self.stop - self.item(turn)) * np.sign(self.step) > 0
        return going if np.ndim(going) else bool(going)

    def item(self, turn: int, lanes: Lanes | None = None) -> Any:
        return self.start + turn * self.step if turn else self.start


@dataclass(frozen=True)
class TupleSeries:
    """The parts of a tuple."""

    values: tuple[Any, ...]

    def going(self, turn: int) -> Number:
        return turn < len(self.values)

    def item(self, turn: int, lanes: Lanes) -> Any:
        return self.values[turn]


@dataclass(frozen=True)
class RowSeries:
    """The elements of an array, or its rows."""

    reader: "Interpreter"
    part: ArrayPart
    node: ast.expr

    def going(self, turn: int) -> Number:
        return turn < self.part.array.shape[len(self.part.indices)]

    def item(self, turn: int, lanes: Lanes) -> Any:
        part = ArrayPart(self.part.array, (*self.part.indices, turn))
        if len(part.indices) < len(part.array.shape):
            return part
        return self.reader.read(part, lanes, self.node)


@dataclass(frozen=True)
class SideBySide:
    """Several series at once, as `zip` has them."""

    parts: Sequence[LoopSeries]

    def going(self, turn: int) -> Number:
        going: Number = True
        for one in self.parts:
            going = going & one.going(turn)
        return going

    def item(self, turn: int, lanes: Lanes) -> Any:
        return tuple(one.item(turn, lanes) for one in self.parts)


def _sort_of(value: Any) -> Any:
    """What tells values of one type from others."""
    if isinstance(value, tuple):
        return tuple(map(_sort_of, value))
    return numbers.is_float(value) if isinstance(value, int | float | np.ndarray) else type(value)


def _together(some: Lanes, others: Lanes) -> Lanes:
    """All of two."""
    if some.any and others.any:
        return Lanes(some.bits | others.bits)
    return some if some.any else others


class Interpreter:
    """What kernels and the host have in common."""

    launches: ClassVar[bool] = False
    """Whether it launches kernels; within one, another is called like any function, as in numba."""

    def __init__(self, program: KernelProgram, budget: WorkBudget, lanes: Lanes) -> None:
        self.program, self.budget, self.all = program, budget, lanes
        self._cost = np.zeros(lanes.warps.shape, dtype=np.int64)
        """Of each warp, but for what was issued last to the same lanes."""
        self._issued, self._issued_to = 0, lanes
        self._nobody = Lanes(np.zeros_like(lanes.bits))
        self._work = 4 + len(lanes.bits) // 1024
        self._depth = 0
        self._constants: dict[str, Any] = {}
        self._outside = 0
        """How many definitions outside of functions are being worked out, one for another."""

    # What a launch and the host do in ways of their own.

    def special(self, name: str, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        """Call something of `cuda`."""
        raise KernelRefused(f"{at(node)}there is no {name} here")

    def attribute(self, name: str, node: ast.AST) -> Any:
        """Something of `cuda` that is no function."""
        raise KernelRefused(f"{at(node)}there is no {name} here")

    def read(self, part: ArrayPart, lanes: Lanes, node: ast.AST) -> Number:
        raise KernelRefused(f"{at(node)}the host has no elements of arrays, kernels have")

    def write(self, part: ArrayPart, value: Number, lanes: Lanes, node: ast.AST) -> None:
        raise KernelRefused(f"{at(node)}the host has no elements of arrays, kernels have")

    def call_of(self, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        """A call of what is no name: a launch, on the host."""
        raise KernelRefused(f"{at(node)}this cannot be called")

    # Calls of functions

    def tick(self, lanes: Lanes, cost: int = INSTRUCTION) -> None:
        """An instruction is issued to each warp of which a lane takes part."""
        self.budget.spend(self._work)
        if lanes is not self._issued_to:
            self._cost += self._issued * self._issued_to.warps
            self._issued, self._issued_to = 0, lanes
        self._issued += cost

    def cost(self) -> np.ndarray:
        """What each warp did."""
        self._cost += self._issued * self._issued_to.warps
        self._issued = 0
        return self._cost

    def call(self, routine: KernelFunction, arguments: Sequence[Any], lanes: Lanes) -> Any:
        """What a function returns."""
        if len(arguments) != len(routine.parameters):
            wants = len(routine.parameters)
            raise KernelRefused(f"{routine.name} wants {wants} arguments, got {len(arguments)}")
        if self._depth >= DEEPEST_CALL:
            raise KernelRefused(f"calls nest deeper than {DEEPEST_CALL}")
        frame = CallFrame()
        for name, value in zip(routine.parameters, arguments, strict=True):
            frame.variables[name] = HeldValue(value, None)
        self._depth += 1
        self.run(routine.body, lanes, frame)
        self._depth -= 1
        return frame.result

    # Statements

    def run(self, body: Sequence[ast.stmt], lanes: Lanes, frame: CallFrame) -> Lanes:
        """Do statements; those come back that did them to the end."""
        for node in body:
            if not lanes.any:
                break
            lanes = self._statement(node, lanes, frame)
        return lanes

    def _statement(self, node: ast.stmt, lanes: Lanes, frame: CallFrame) -> Lanes:
        self.budget.spend(1)
        match node:
            case ast.Assign():
                value = self.value(node.value, lanes, frame)
                for target in node.targets:
                    self._assign(target, value, lanes, frame)
            case ast.AnnAssign():
                if node.value is not None:
                    self._assign(node.target, self.value(node.value, lanes, frame), lanes, frame)
            case ast.AugAssign():
                self._augment(node, lanes, frame)
            case ast.Expr():
                if not isinstance(node.value, ast.Constant):
                    self.value(node.value, lanes, frame)
            case ast.If():
                return self._if(node, lanes, frame)
            case ast.For() | ast.While():
                return self._loop(node, lanes, frame)
            case ast.Return():
                return self._return(node, lanes, frame)
            case ast.Break() | ast.Continue():
                return self._leave(node, lanes, frame)
            case ast.Pass():
                pass
            case _:
                raise KernelRefused(f"{at(node)}{type(node).__name__} cannot stand here")
        return lanes

    def _if(self, node: ast.If, lanes: Lanes, frame: CallFrame) -> Lanes:
        yes, no = self._parted(self.value(node.test, lanes, frame), lanes)
        self.tick(lanes)
        on, off = self.run(node.body, yes, frame), self.run(node.orelse, no, frame)
        return lanes if on is yes and off is no else _together(on, off)

    def _parted(self, condition: Number, lanes: Lanes) -> tuple[Lanes, Lanes]:
        """For whom a condition holds, and for whom it does not."""
        bits = numbers.truth(condition, lanes)
        if bits is lanes.bits:
            return lanes, self._nobody
        yes = Lanes(bits)
        if not yes.any:
            return self._nobody, lanes
        no = Lanes(lanes.bits & ~bits)
        return (yes, no) if no.any else (lanes, self._nobody)

    def _loop(self, node: ast.For | ast.While, lanes: Lanes, frame: CallFrame) -> Lanes:
        none = self._nobody.bits
        frame.broken.append(none)
        frame.skipped.append(none)
        series = self._series(node.iter, lanes, frame) if isinstance(node, ast.For) else None
        left, on, turn = self._nobody, lanes, 0
        while True:
            if isinstance(node, ast.While) or series is None:
                condition = self.value(node.test, on, frame)  # type: ignore[union-attr]
            else:
                condition = self._next(node.target, series, turn, on, frame)
            self.tick(on)
            go, out = self._parted(condition, on)
            left = _together(left, out)
            if not go.any:
                break
            frame.skipped[-1] = none
            on = self.run(node.body, go, frame)
            if frame.skipped[-1] is not none:
                on = Lanes(on.bits | frame.skipped[-1])
            if not on.any:
                break
            turn += 1
        frame.skipped.pop()
        broken = frame.broken.pop()
        ended = self.run(node.orelse, left, frame) if node.orelse else left
        return Lanes(ended.bits | broken) if broken is not none else ended

    def _next(
        self, target: ast.expr, series: "LoopSeries", turn: int, lanes: Lanes, frame: CallFrame
    ) -> Number:
        """Set the variables of a loop, for those whose series is not over."""
        going = series.going(turn)
        on, _ = self._parted(going, lanes)
        if on.any:
            self._assign(target, series.item(turn, on), on, frame)
        return going

    def _series(self, node: ast.expr, lanes: Lanes, frame: CallFrame) -> "LoopSeries":
        """What a loop goes through: a range, a tuple, a row, or some of them side by side."""
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name in ("range", "enumerate", "zip"):
            if node.keywords or not node.args:
                raise KernelRefused(f"{at(node)}{name} wants arguments without names")
            if name == "zip":
                return SideBySide([self._series(one, lanes, frame) for one in node.args])
            if name == "enumerate" and len(node.args) <= 2:
                first = self.value(node.args[1], lanes, frame) if len(node.args) == 2 else 0
                numbered = CountedSeries(numbers.whole(first), None, 1)
                return SideBySide([numbered, self._series(node.args[0], lanes, frame)])
            if name == "range" and len(node.args) <= 3:
                return self._range(node, lanes, frame)
        value = None if name in ("range", "enumerate") else self.value(node, lanes, frame)
        if isinstance(value, tuple) and len(set(map(_sort_of, value))) <= 1:
            return TupleSeries(value)
        if isinstance(value, DeviceArray | ArrayPart):
            part = value if isinstance(value, ArrayPart) else ArrayPart(value, ())
            return RowSeries(self, part, node)
        raise KernelRefused(
            f"{at(node)}a for loop goes over range(…), enumerate, zip, an array, or a tuple of "
            "values of one type"
        )

    def _range(self, node: ast.Call, lanes: Lanes, frame: CallFrame) -> "CountedSeries":
        some = [numbers.plain(self.value(one, lanes, frame)) for one in node.args]
        if any(numbers.is_float(one) for one in some):
            raise KernelRefused(f"{at(node)}range wants whole numbers")
        step = some[2] if len(some) == 3 else 1
        if (np.asarray(step == 0) & lanes.bits).any():
            raise KernelRefused(f"{at(node)}a range has no step of 0")
        start, stop = (0, some[0]) if len(some) == 1 else (some[0], some[1])
        return CountedSeries(start, stop, step)

    def _return(self, node: ast.Return, lanes: Lanes, frame: CallFrame) -> Lanes:
        if node.value is not None and getattr(node.value, "value", ...) is not None:
            value = self.value(node.value, lanes, frame)
            frame.result = (
                value if frame.result is None else self._joined(value, frame.result, lanes, node)
            )
        return self._nobody

    def _joined(self, new: Any, old: Any, lanes: Lanes, node: ast.AST) -> Any:
        """New for these lanes, old for others."""
        if isinstance(new, tuple) and isinstance(old, tuple) and len(new) == len(old):
            return tuple(self._joined(a, b, lanes, node) for a, b in zip(new, old, strict=True))
        for one in (new, old):
            if not isinstance(one, int | float | np.ndarray):
                raise KernelRefused(f"{at(node)}threads have things here that are no numbers")
        return numbers.chosen(lanes.bits, new, old)

    def _leave(self, node: ast.Break | ast.Continue, lanes: Lanes, frame: CallFrame) -> Lanes:
        kept = frame.broken if isinstance(node, ast.Break) else frame.skipped
        if not kept:
            raise KernelRefused(f"{at(node)}there is no loop to leave")
        kept[-1] = kept[-1] | lanes.bits
        return self._nobody

    # Variables

    def _assign(self, target: ast.expr, value: Any, lanes: Lanes, frame: CallFrame) -> None:
        match target:
            case ast.Name():
                self.set(target, value, lanes, frame)
            case ast.Tuple():
                if not isinstance(value, tuple) or len(value) != len(target.elts):
                    raise KernelRefused(f"{at(target)}want {len(target.elts)} values here")
                for one, part in zip(target.elts, value, strict=True):
                    self._assign(one, part, lanes, frame)
            case ast.Subscript():
                self.write(self._element(target, lanes, frame), value, lanes, target)
            case _:
                raise KernelRefused(f"{at(target)}this cannot be set")

    def set(self, target: ast.expr, value: Any, lanes: Lanes, frame: CallFrame) -> None:
        """Give a variable a value, for these lanes."""
        if not isinstance(target, ast.Name):
            raise KernelRefused(f"{at(target)}this cannot be set")
        if value is None:
            raise KernelRefused(f"{at(target)}there is nothing to set {target.id[:40]} to")
        old = frame.variables.get(target.id)
        if old is None or lanes.every or not isinstance(value, int | float | np.ndarray | tuple):
            known = None if lanes.every else lanes.bits
            frame.variables[target.id] = HeldValue(value, known)
            return
        others = ~lanes.bits if old.known is None else old.known & ~lanes.bits
        if not (others & self.all.bits).any():
            frame.variables[target.id] = HeldValue(value, lanes.bits)
            return
        known = None if old.known is None else old.known | lanes.bits
        joined = self._joined(value, old.value, lanes, target)
        frame.variables[target.id] = HeldValue(joined, known)

    def _augment(self, node: ast.AugAssign, lanes: Lanes, frame: CallFrame) -> None:
        target = node.target
        part = self._element(target, lanes, frame) if isinstance(target, ast.Subscript) else None
        old = self.value(target, lanes, frame) if part is None else self.read(part, lanes, node)
        value = self._binary(node.op, old, self.value(node.value, lanes, frame), lanes, node)
        if part is None:
            self.set(target, value, lanes, frame)
        else:
            self.write(part, value, lanes, node)

    # Expressions

    def value(self, node: ast.expr, lanes: Lanes, frame: CallFrame) -> Any:
        """What an expression gives for these lanes; elsewhere it may give anything."""
        if type(node) is ast.Constant:
            return node.value
        way = _WAYS.get(type(node))
        if way is None:
            raise KernelRefused(f"{at(node)}{type(node).__name__} cannot stand here")
        return way(self, node, lanes, frame)

    def _two(self, node: ast.BinOp, lanes: Lanes, frame: CallFrame) -> Any:
        a, b = self.value(node.left, lanes, frame), self.value(node.right, lanes, frame)
        return self._binary(node.op, a, b, lanes, node)

    def _tuple(self, node: ast.Tuple, lanes: Lanes, frame: CallFrame) -> Any:
        return tuple(self.value(one, lanes, frame) for one in node.elts)

    def _name(self, node: ast.Name, lanes: Lanes, frame: CallFrame) -> Any:
        held = frame.variables.get(node.id)
        if held is not None:
            known = held.known
            if known is not None and known is not lanes.bits and (lanes.bits & ~known).any():
                raise KernelRefused(f"{at(node)}{node.id[:40]} has no value in some thread")
            return held.value
        if node.id in self.program.constants:
            return self._constant(node.id, node)
        raise KernelRefused(f"{at(node)}there is no {node.id[:40]!r}")

    def _constant(self, name: str, node: ast.AST) -> Any:
        if name not in self._constants:
            if self._depth >= 2 * DEEPEST_CALL:
                raise KernelRefused(f"{at(node)}{name[:40]!r} is defined by itself")
            self._depth += 1
            self._outside += 1
            cost = self.cost().copy()
            self._constants[name] = self.value(self.program.constants[name], self.all, CallFrame())
            self._cost, self._issued = cost, 0
            self._outside -= 1
            self._depth -= 1
        return self._constants[name]

    def _binary(self, op: ast.operator, a: Any, b: Any, lanes: Lanes, node: ast.AST) -> Any:
        sign = SIGNS[type(op)]
        if isinstance(a, tuple) and isinstance(b, tuple) and sign == "+":
            if len(a) + len(b) > 8:
                raise KernelRefused(f"{at(node)}a tuple has up to 8 parts here")
            return a + b
        self.tick(lanes, FUNCTION if sign == "/" else INSTRUCTION)
        if sign in ("%", "//", "**") and (numbers.is_float(a) or numbers.is_float(b)):
            self.budget.spend(DEAR * self._work)
        return numbers.binary(sign, a, b, lanes)

    def _unary(self, node: ast.UnaryOp, lanes: Lanes, frame: CallFrame) -> Number:
        value = self.value(node.operand, lanes, frame)
        if isinstance(node.operand, ast.Constant) and isinstance(node.op, ast.USub):
            return numbers.negated(value)
        self.tick(lanes)
        match node.op:
            case ast.Not():
                return ~numbers.truth(value, self.all) if np.ndim(value) else not value
            case ast.USub():
                return numbers.negated(value)
            case ast.Invert():
                return numbers.binary("^", numbers.whole(value), -1, lanes)
        return numbers.plain(value)

    def _compare(self, node: ast.Compare, lanes: Lanes, frame: CallFrame) -> Number:
        left, result = self.value(node.left, lanes, frame), None
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.value(comparator, lanes, frame)
            self.tick(lanes)
            part = numbers.compared(SIGNS[type(op)], left, right)
            result = part if result is None else numbers.binary("&", result, part, lanes)
            left = right
        return result

    def _both(self, node: ast.BoolOp, lanes: Lanes, frame: CallFrame) -> Number:
        """`and` and `or`; the second part is looked at by those who need to."""
        is_and = isinstance(node.op, ast.And)
        on, bits = lanes, np.zeros_like(lanes.bits)
        every: list[Number] = []
        for i, part in enumerate(node.values):
            value = self.value(part, on, frame)
            every.append(value)
            yes, no = self._parted(value, on)
            if i:
                self.tick(on)
            done, on = (no, yes) if is_and else (yes, no)
            bits = bits if is_and else bits | done.bits
            if not on.any:
                break
        bits = on.bits if is_and else bits
        if all(not np.ndim(value) for value in every):
            return bool(bits.any())
        return bits

    def _either(self, node: ast.IfExp, lanes: Lanes, frame: CallFrame) -> Any:
        yes, no = self._parted(self.value(node.test, lanes, frame), lanes)
        self.tick(lanes)
        if not no.any or not yes.any:
            return self.value(node.body if yes.any else node.orelse, lanes, frame)
        a, b = self.value(node.body, yes, frame), self.value(node.orelse, no, frame)
        return self._joined(a, b, yes, node)

    def _subscript(self, node: ast.Subscript, lanes: Lanes, frame: CallFrame) -> Any:
        base = self.value(node.value, lanes, frame)
        if isinstance(base, tuple):
            index = self.value(node.slice, lanes, frame)
            if not isinstance(index, int) or not -len(base) <= index < len(base):
                raise KernelRefused(f"{at(node)}a tuple wants an index that is a plain number")
            return base[index]
        part = self._part(base, node, lanes, frame)
        if len(part.indices) < len(part.array.shape):
            return part
        return self.read(part, lanes, node)

    def _element(self, node: ast.Subscript, lanes: Lanes, frame: CallFrame) -> ArrayPart:
        """Where a value goes to."""
        part = self._part(self.value(node.value, lanes, frame), node, lanes, frame)
        if len(part.indices) < len(part.array.shape):
            raise KernelRefused(f"{at(node)}an element is wanted here, with all its indices")
        return part

    def _part(self, base: Any, node: ast.Subscript, lanes: Lanes, frame: CallFrame) -> ArrayPart:
        if isinstance(base, DeviceArray):
            base = ArrayPart(base, ())
        if not isinstance(base, ArrayPart):
            raise KernelRefused(f"{at(node)}this has no elements")
        index = self.value(node.slice, lanes, frame)
        more = index if isinstance(index, tuple) else (index,)
        for one in more:
            if numbers.is_float(numbers.plain(one)):
                raise KernelRefused(f"{at(node)}an index is a whole number")
        indices = (*base.indices, *more)
        if len(indices) > len(base.array.shape):
            dims = len(base.array.shape)
            raise KernelRefused(f"{at(node)}{base.array.name} has {dims} dimensions")
        return ArrayPart(base.array, indices)

    def _attribute(self, node: ast.Attribute, lanes: Lanes, frame: CallFrame) -> Any:
        name = self._dotted(node, frame)
        if name in ("math.inf", "inf", "math.nan", "nan", "math.pi", "pi", "math.e"):
            return float(getattr(np, name.rpartition(".")[2]))
        if name:
            self._want_inside(node)
            return self.attribute(name, node)
        base = self.value(node.value, lanes, frame)
        if isinstance(base, DeviceArray):
            match node.attr:
                case "shape":
                    return base.shape
                case "size":
                    return base.size
                case "ndim":
                    return len(base.shape)
                case "dtype":
                    return base.data.dtype.name
        raise KernelRefused(f"{at(node)}there is no .{node.attr[:40]} here")

    def _dotted(self, node: ast.expr, frame: CallFrame) -> str:
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        held = isinstance(root, ast.Name) and root.id in frame.variables
        return "" if held else self.program.dotted(node)

    def dtype(self, node: ast.expr | None, lanes: Lanes, frame: CallFrame) -> str:
        """The type of elements that an expression names."""
        name = "" if node is None else self._dotted(node, frame)
        if not name and isinstance(node, ast.Attribute | ast.Constant):
            name = str(self.value(node, lanes, frame))
        if name not in DTYPES:
            raise KernelRefused(f"{at(node) if node else ''}want a type: float32, int32, …")
        return name

    def _call(self, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        func = node.func
        if isinstance(func, ast.Name) and func.id not in frame.variables:
            routine = self.program.routines.get(func.id)
            if routine is not None:
                return self._called(routine, node, lanes, frame)
            if func.id in _BUILT_IN and func.id not in self.program.names:
                return self._built_in(func.id, node, lanes, frame)
        name = self._dotted(func, frame)
        if not name:
            return self.call_of(node, lanes, frame)
        if name in ("least", "most"):
            return self._built_in({"least": "min", "most": "max"}[name], node, lanes, frame)
        if name in DTYPES:
            values = self.arguments(node, lanes, frame)
            if len(values) != 1:
                raise KernelRefused(f"{at(node)}{name} wants one number, got {len(values)}")
            self.tick(lanes)
            return numbers.cast(name, values[0])
        module, _, last = name.rpartition(".")
        if module == "math" and last in numbers.FUNCTIONS:
            cheap = last in numbers.CHEAP
            self.tick(lanes, INSTRUCTION if cheap else FUNCTION)
            self.budget.spend(0 if cheap else DEAR * self._work)
            return numbers.function(last, self.arguments(node, lanes, frame))
        self._want_inside(node)
        return self.special(name, node, lanes, frame)

    def _want_inside(self, node: ast.AST) -> None:
        """What is defined outside of functions costs nothing, so it has nothing of threads."""
        if self._outside:
            raise KernelRefused(f"{at(node)}cuda is for what stands in functions")

    def _called(
        self, routine: KernelFunction, node: ast.Call, lanes: Lanes, frame: CallFrame
    ) -> Any:
        if routine.kind == "kernel" and self.launches:
            raise KernelRefused(f"{at(node)}a kernel is launched with [blocks, threads]")
        if routine.name == "solve":
            raise KernelRefused(f"{at(node)}solve does not call itself")
        self.tick(lanes)
        return self.call(routine, self.arguments(node, lanes, frame), lanes)

    def _built_in(self, name: str, node: ast.Call, lanes: Lanes, frame: CallFrame) -> Any:
        values = self.arguments(node, lanes, frame)
        if name == "len":
            if len(values) == 1 and isinstance(values[0], DeviceArray | tuple):
                return values[0].shape[0] if isinstance(values[0], DeviceArray) else len(values[0])
            raise KernelRefused(f"{at(node)}len wants an array or a tuple")
        if name in ("divmod", "pow"):
            return self._of_two(name, values, lanes, node)
        if name in ("min", "max"):
            if len(values) == 1 and isinstance(values[0], tuple):
                values = list(values[0])
            if len(values) < 2:
                raise KernelRefused(f"{at(node)}{name} wants two numbers or more")
            result = values[0]
            for one in values[1:]:
                self.tick(lanes)
                result = (numbers.least if name == "min" else numbers.most)(result, one)
            return result
        if len(values) != 1:
            raise KernelRefused(f"{at(node)}{name} wants one number, got {len(values)}")
        self.tick(lanes)
        return _BUILT_IN[name](values[0])

    def _of_two(self, name: str, values: list[Any], lanes: Lanes, node: ast.AST) -> Any:
        if len(values) != 2:
            raise KernelRefused(f"{at(node)}{name} wants two numbers, got {len(values)}")
        self.tick(lanes)
        if name == "pow":
            return numbers.binary("**", values[0], values[1], lanes)
        self.tick(lanes)
        return tuple(numbers.binary(sign, values[0], values[1], lanes) for sign in ("//", "%"))

    def arguments(self, node: ast.Call, lanes: Lanes, frame: CallFrame) -> list[Any]:
        """What a call is given, without names."""
        if node.keywords:
            raise KernelRefused(f"{at(node)}arguments have no names here")
        return [self.value(one, lanes, frame) for one in node.args]


_WAYS: dict[type[ast.expr], Callable[[Interpreter, Any, Lanes, CallFrame], Any]] = {
    ast.Name: Interpreter._name,
    ast.BinOp: Interpreter._two,
    ast.UnaryOp: Interpreter._unary,
    ast.Compare: Interpreter._compare,
    ast.BoolOp: Interpreter._both,
    ast.IfExp: Interpreter._either,
    ast.Subscript: Interpreter._subscript,
    ast.Attribute: Interpreter._attribute,
    ast.Tuple: Interpreter._tuple,
    ast.Call: Interpreter._call,
}
"""How expressions are worked out."""
_BUILT_IN: dict[str, Callable[[Number], Number]] = {
    "abs": numbers.size_of,
    "int": numbers.whole,
    "float": numbers.floating,
    "bool": lambda value: numbers.compared("!=", value, 0),
    "round": lambda value: numbers.whole(np.rint(numbers.floating(value))),
    "min": numbers.plain,
    "max": numbers.plain,
    "len": numbers.plain,
    "divmod": numbers.plain,
    "pow": numbers.plain,
}
"""Of Python's functions those that the language has; the last five take more than a number."""
