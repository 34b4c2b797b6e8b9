"""Inputs on which a right program does what it seldom does: a mistake there shows nowhere else.

A mutant such as `> 9` for `> 8` is wrong where a sum is 9, which may be on one input in a thousand.
So the program is watched, as fuzzers watch what they search: by how much the two sides of each
comparison differ, which parts of each condition hold, and how many turns each loop has. Inputs are
drawn, or made by small changes of those that showed something new; those are kept that show what
the fewest did.
"""

import ast
import hashlib
import operator
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.promised import promised
from tasksynth_code.making.task import KnownCall, known_calls, turns_of
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, ticking

RUNS = 1_500
"""Inputs that are looked at."""
MOST_TURNS = 150_000
"""Turns of loops that they may take, all together."""
KEPT = 200
"""Inputs, at most."""
EACH = 8
"""Inputs that show the same thing at one place."""
COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda one, all_: one in all_, ast.NotIn: lambda one, all_: one not in all_,
}  # fmt: skip
_COMPARED, _HOLDS, _SIZE = "__compared", "__holds", "__size"
Sight = tuple[int, int, int]
"""A place, what it did, and how often, to the next power of two."""


def seldom_calls(program: str, source: Kind) -> tuple[KnownCall, ...]:
    """Calls of a right program on which it does what it seldom does; they hang on it alone."""
    tree = ticking(program)
    digest = hashlib.sha256(b"seldom" + program.encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    turns, form = turns_of(tree), FORMS[source]
    found = seldom_inputs(
        program, dice, turns, lambda: form.draw(dice, turns), lambda one: promised(source, one)
    )
    return known_calls(tree, found)


def seldom_inputs(
    program: str,
    dice: Dice,
    turns: Sequence[int],
    draw: Callable[[], list[Any]],
    allowed: Callable[[list[Any]], bool],
) -> list[str]:
    """Inputs on which a program does what it seldom does.

    Args:
        program: A right one.
        dice: What small changes are drawn by.
        turns: Numbers at which the program may turn.
        draw: Draws the arguments of a call.
        allowed: Whether changed arguments are such as the description promises.
    """
    watch, found, known, left = WatchedProgram(program), RareInputs(), list[Any](), MOST_TURNS
    for i in range(RUNS):
        arguments = _changed(dice, dice.of(known), turns) if known and i % 2 else draw()
        text = text_of(arguments)
        if text in found.inputs or not allowed(arguments):
            continue
        if found.new(text, watch(text)):
            known.append(arguments)
        left -= watch.run.ticks
        if left < 0:
            break
    return found.rarest(KEPT)


class RareInputs:
    """Inputs that showed something, and what was shown by which."""

    def __init__(self) -> None:
        self.inputs = set[str]()
        self._witnesses = defaultdict[Sight, list[str]](list)

    def new(self, arguments: str, sights: list[Sight]) -> bool:
        """Keep an input if it shows what few did before."""
        if any(len(self._witnesses[one]) < EACH for one in sights):
            self.inputs.add(arguments)
        for one in sights:
            self._witnesses[one].append(arguments)
        return arguments in self.inputs

    def rarest(self, most: int) -> list[str]:
        """So many inputs: those first that show what was seen least often."""
        kept = dict[str, None]()
        for _, texts in sorted(self._witnesses.items(), key=lambda one: (len(one[1]), one[0])):
            kept |= dict.fromkeys(text for text in texts[:EACH] if text in self.inputs)
            if len(kept) >= most:
                break
        return list(kept)[:most]


class WatchedProgram:
    """A program that tells what it does."""

    def __init__(self, program: str) -> None:
        self._now = Counter[tuple[int, int]]()
        told = WatchingTransformer()
        tree = ast.fix_missing_locations(told.visit(ticking(program)))
        self._signs = told.signs
        more: dict[str, Callable[..., Any]] = {
            _COMPARED: self._compared, _HOLDS: self._holds, _SIZE: self._size,
        }  # fmt: skip
        self.run = TickingRun(tree, more=more)

    def __call__(self, arguments: str) -> list[Sight]:
        """What the program does on an input."""
        self._now.clear()
        self.run(arguments)
        return [(*what, times.bit_length()) for what, times in self._now.items()]

    def _compared(self, place: int, first: Any, *others: Any) -> bool:
        """A comparison, of two sides or more."""
        one = first
        for i, other in enumerate(others):
            holds = COMPARED[self._signs[place][i]](one, other)
            self._now[place, _apart(one, other, holds=holds)] += 1
            if not holds:
                return False
            one = other
        return True

    def _holds(self, place: int, *parts: Callable[[], Any]) -> Any:
        """A condition of several parts, all of which are looked at."""
        either, bits = self._signs[place] == [ast.Or], 1
        result, known = None, False
        for part in parts:
            try:
                value = part()
            except (ArithmeticError, LookupError, TypeError, ValueError):
                if not known:
                    raise
                bits = 3 * bits
                continue
            bits = 3 * bits + 1 + bool(value)
            if not known:
                result, known = value, bool(value) is either
        self._now[place, bits] += 1
        return result

    def _size(self, place: int, value: Any) -> Any:
        """What a loop goes through, or a condition looks at."""
        size = len(value) if isinstance(value, list | str | range | dict | set | tuple) else -1
        self._now[place, size.bit_length() if size >= 0 else -1 - bool(value)] += 1
        return value


def _apart(one: Any, other: Any, *, holds: bool) -> int:
    """By how much two values differ, up to two; of values that are no numbers, whether they do."""
    if type(one) is str and type(other) is str and len(one) == len(other) == 1:
        one, other = ord(one), ord(other)
    if type(one) is int and type(other) is int:
        return max(-2, min(2, one - other))
    return 3 + holds


class WatchingTransformer(ast.NodeTransformer):
    """Puts the watching of comparisons, conditions and loops into a program."""

    def __init__(self) -> None:
        self.signs: list[list[Any]] = []

    def visit_Compare(self, node: ast.Compare) -> ast.Call:
        self.generic_visit(node)
        return self._call(_COMPARED, [type(op) for op in node.ops], node.left, *node.comparators)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.Call:
        self.generic_visit(node)
        nothing = ast.arguments([], [], None, [], [], None, [])
        return self._call(_HOLDS, [type(node.op)], *(ast.Lambda(nothing, v) for v in node.values))

    def visit(self, node: ast.AST) -> Any:
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            if not isinstance(node.test, ast.Compare | ast.BoolOp):
                node.test = self._call(_SIZE, [], node.test)
        elif isinstance(node, ast.For | ast.comprehension):
            node.iter = self._call(_SIZE, [], node.iter)
        return super().visit(node)

    def _call(self, name: str, signs: list[Any], *values: ast.expr) -> ast.Call:
        self.signs.append(signs)
        place = ast.Constant(len(self.signs) - 1)
        return ast.Call(ast.Name(name, ast.Load()), [place, *values], [])


def _changed(dice: Dice, value: Any, turns: Sequence[int]) -> Any:
    """A value with one small change, which may keep to what is promised or not."""
    if isinstance(value, int):
        return dice.of(turns) if turns and dice.below(4) == 0 else value + dice.of((-2, -1, 1, 2))
    parts = list(value)
    at, way = dice.below(len(parts) + 1), dice.below(5)
    if at == len(parts) or way == 0:
        if parts:
            parts.insert(at, dice.of(parts))
    elif way == 1:
        del parts[at]
    elif way == 2:
        other = dice.below(len(parts))
        parts[at], parts[other] = parts[other], parts[at]
    elif isinstance(value, str):
        parts[at] = dice.of((chr(ord(parts[at]) + 1), chr(ord(parts[at]) - 1), dice.of(parts)))
    else:
        parts[at] = _changed(dice, parts[at], turns)
    return "".join(parts) if isinstance(value, str) else parts
