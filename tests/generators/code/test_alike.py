"""Mutants that are proved the same: ranges hold all that is seen, and no proof is refuted."""

import ast
import json
from typing import Any

import numpy as np
import pytest

from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import turns_of
from tasksynth_code.speed.inputs import drawn
from tasksynth_code.suites.alike import GIVEN, alike, ranges_of, speed_given
from tasksynth_code.suites.audit import mistaken
from tasksynth_code.suites.boxes import NothingInIt
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.ranges import ProgramRanges
from tasksynth_code.suites.running import BUILTINS, TickingRun, ticking, untick
from tasksynth_code.suites.values import BoxAt, SeriesOf, TextRange, TupleOf, WholeRange

TASKS = (
    ("code.write", 0.25),
    ("code.write", 0.5),
    ("code.translate", 0.75),
    ("code.optimise", 0.5),
)


def held(run: ProgramRanges, known: Any, value: Any) -> bool:
    """Whether a value is one of those that are known of."""
    match known:
        case WholeRange():
            return isinstance(value, int) and known.low <= value <= known.high
        case TextRange():
            inside = all(known.first <= ord(c) <= known.last for c in value)
            return isinstance(value, str) and known.least <= len(value) <= known.most and inside
        case TupleOf():
            pairs = zip(known.items, value, strict=True)
            return isinstance(value, tuple) and all(held(run, *pair) for pair in pairs)
        case BoxAt() if isinstance(value, list | set | dict):
            least, most = run.boxes.sizes(known)
            parts = value.values() if isinstance(value, dict) else value
            return least <= len(value) <= most and (
                each_held(run, run.boxes.item(known), parts)
                and (not isinstance(value, dict) or each_held(run, run.boxes.key(known), value))
            )
        case SeriesOf() if isinstance(value, range | tuple):
            inside = all(held(run, known.item, one) for one in value)
            return known.least <= len(value) <= known.most and inside
    return known is None or hasattr(value, "__next__")


def each_held(run: ProgramRanges, known: Any, values: Any) -> bool:
    return (
        not values if isinstance(known, NothingInIt) else all(held(run, known, v) for v in values)
    )


class Watched(ast.NodeTransformer):
    """A program that shows what each expression gives that its ranges tell of."""

    def __init__(self, seen: dict[int, Any]) -> None:
        self.known, self.texts, self._seen = list[Any](), list[str](), seen

    def visit(self, node: ast.AST) -> ast.AST:
        told, text = self._seen.get(id(node), self), ast.unparse(node)
        self.generic_visit(node)
        stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        if told is self or stored or not isinstance(node, ast.expr):
            return node
        self.known.append(told)
        self.texts.append(text)
        number = ast.Constant(len(self.known) - 1)
        return ast.Call(ast.Name("__see", ast.Load()), [number, node], [])


def task(name: str, level: float) -> tuple[str, tuple[Any, ...], list[str]]:
    """A program, what is promised of its arguments, and some."""
    x: Any = source(name, seed=8, level=level).draw(0).instance
    dice = Dice(np.random.Generator(np.random.Philox(key=3)))
    if name == "code.optimise":
        given = speed_given(x.kind, x.size, x.top)
        return x.fast, given, [drawn(dice, x.kind, i, x.top) for i in (0, 1, 2, 3, 9, 30, x.size)]
    turns = turns_of(ticking(x.program))
    some = [text_of(FORMS[x.source].draw(dice, turns)) for _ in range(40)]
    return x.program, GIVEN[x.source], some


@pytest.mark.parametrize(("name", "level"), TASKS)
def test_ranges_hold_all_that_is_seen_and_no_proof_is_refuted(name: str, level: float) -> None:
    program, given, inputs = task(name, level)
    tree, run = ranges_of(program, given)
    assert run is not None, program
    right = TickingRun(ticking(program), 10**6)
    known = [(one, text_of(right(one))) for one in inputs]
    mutants = ticking(program)
    for what in mistaken(mutants, Dice(np.random.Generator(np.random.Philox(key=4))), 20):
        mutant = untick(mutants)
        if alike(program, mutant, given):
            made = TickingRun(mutants, 10**6)
            assert not any(differs(made(one), result) for one, result in known), (what, mutant)
    watching, wrong = Watched(run.seen), list[Any]()

    def see(number: int, value: Any) -> Any:
        if not held(run, watching.known[number], value):
            wrong.append((watching.texts[number], watching.known[number], value))
        return value

    space: dict[str, Any] = {"__builtins__": BUILTINS, "__see": see}
    watching.visit(tree)
    exec(compile(ast.fix_missing_locations(tree), "", "exec"), space)
    ranges_of.cache_clear()  # whose tree is another now
    for one in inputs:
        space["solve"](*json.loads(one))
    assert len(watching.known) > 30
    assert not wrong


MUTANTS = {
    "a modulus that values stay below": ("return (xs[0] + 20) % 97", "return (xs[0] + 20) % 98", 1),
    "one that they do not": ("return (xs[0] + 90) % 97", "return (xs[0] + 90) % 98", 0),
    "no number is so large": ("return sum(xs) > 240", "return sum(xs) > 241", 1),
    "one number is": ("return sum(xs) > 239", "return sum(xs) > 240", 0),
    "a side that none meets": (
        "n = 0\n    for x in xs:\n        if x > 20:\n            n += 5\n    return n",
        "n = 0\n    for x in xs:\n        if x > 20:\n            n -= 5\n    return n", 1,
    ),
    "a list that grows": (
        "ys = []\n    for x in xs:\n        ys.append(abs(x))\n    return sum(ys) % 241",
        "ys = []\n    for x in xs:\n        ys.append(abs(x))\n    return sum(ys) % 242", 1,
    ),
    "numbers through another list": (
        "ys = xs\n    ys.append(99)\n    return max(xs) > 20",
        "ys = xs\n    ys.append(99)\n    return max(xs) > 99", 0,
    ),
    "what is gone through once": (
        "g = (1 for x in [1, 2, 3])\n    n = sum(g)\n    return n + sum(g) > 5",
        "g = (1 for x in [1, 2, 3])\n    n = sum(g)\n    return n + sum(g) > 2", 0,
    ),
    "a counter without a bound": (
        "n = 1\n    while n < len(xs):\n        n += n\n    return n > 12",
        "n = 1\n    while n < len(xs):\n        n += n\n    return n > 13", 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_what_is_proved_and_what_is_not(name: str) -> None:
    program, mutant, proved = MUTANTS[name]
    one, other = (f"def solve(xs):\n    {text}\n" for text in (program, mutant))
    assert alike(one, other, GIVEN["ints"]) == bool(proved)
