"""How near an input comes to the branch behind all guards: approach level and branch distance.

Both are those of search-based testing (Wegener, Baresel and Sthamer, "Evolutionary test environment
for automatic structural testing", 2001): how many guards were passed, and by how much the first one
failed, brought into [0, 1).
"""

import ast
from dataclasses import dataclass
from typing import Any

from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, Wrong, ticking

HALF = 10.0
"""The distance that counts as half of one guard."""
_SIGNS: dict[type[ast.cmpop], str] = {
    ast.NotEq: "!=", ast.Eq: "==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


@dataclass(frozen=True)
class GuardApproach:
    """What became of an input."""

    passed: int
    """Guards that let it through."""
    guards: int
    distance: float
    """By how much the next one did not, in [0, 1); 0 where there is none."""

    @property
    def reached(self) -> bool:
        """Whether all of them did."""
        return self.passed == self.guards

    @property
    def share(self) -> float:
        """Of the way that was to go, in [0, 1]; the part of a guard counts for the next one."""
        if self.reached:
            return 1.0
        return (self.passed + 1 - self.distance) / (self.guards + 1)


class _Measuring(ast.NodeTransformer):
    """A program whose guards say how far they are from letting through."""

    def __init__(self) -> None:
        self.guards = 0

    def visit_If(self, node: ast.If) -> ast.If:
        self.generic_visit(node)
        if len(node.body) == 1 and isinstance(node.body[0], ast.Return):
            self.guards += 1
            node.test = ast.Call(ast.Name("__guard", ast.Load()), _parts(node.test), [])
        return node


def _parts(test: ast.expr) -> list[ast.expr]:
    if isinstance(test, ast.Compare) and type(test.ops[0]) in _SIGNS:
        return [test.left, ast.Constant(_SIGNS[type(test.ops[0])]), test.comparators[0]]
    return [test, ast.Constant("=="), ast.Constant(value=True)]


def approach(program: str, text: str) -> GuardApproach:
    """Run a program of ours on a text that somebody gave."""
    measuring = _Measuring()
    tree = ast.fix_missing_locations(measuring.visit(ticking(program)))
    missed: list[float] = []
    passed = 0

    def guard(left: Any, sign: str, right: Any) -> bool:
        nonlocal passed
        far = away(left, sign, right)
        if far:
            missed.append(far / (far + HALF))
        else:
            passed += 1
        return far > 0

    run = TickingRun(tree, entry="check", more={"__guard": guard})
    value = run(text_of([text]))
    if isinstance(value, Wrong) or not missed:
        reached = value == 0 and passed == measuring.guards
        passed = measuring.guards if reached else min(passed, measuring.guards - 1)
        return GuardApproach(passed, measuring.guards, 0.0 if reached else 1.0)
    return GuardApproach(passed, measuring.guards, missed[0])


def away(left: Any, sign: str, right: Any) -> float:
    """By how much a comparison holds that should not: 0 where it does not."""
    if sign == "!=":
        return _between(left, right)
    if sign == "==":
        return float(left == right)
    far = right - left if sign in ("<", "<=") else left - right
    return float(max(0, far + (sign in ("<=", ">="))))


def _between(left: Any, right: Any) -> float:
    if isinstance(left, str) and isinstance(right, str):
        steps = sum(min(abs(ord(a) - ord(b)), 25) for a, b in zip(left, right, strict=False))
        return float(steps + 26 * abs(len(left) - len(right)))
    return float(min(abs(left - right), 10**9))
