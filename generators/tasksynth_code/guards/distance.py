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
OF_ALL = ("isdigit", "isalpha")
"""Questions about each letter of a text: the distance is how many are not so."""
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
    if isinstance(test, ast.UnaryOp) and isinstance(test.operand, ast.Call):
        asked = test.operand.func  # not text.isdigit()
        if isinstance(asked, ast.Attribute) and asked.attr in OF_ALL:
            return [asked.value, ast.Constant(asked.attr), ast.Constant(value=True)]
    return [test, ast.Constant("=="), ast.Constant(value=True)]


class GuardedRun:
    """A program of ours, to be run on texts that somebody gave."""

    def __init__(self, program: str) -> None:
        measuring = _Measuring()
        tree = ast.fix_missing_locations(measuring.visit(ticking(program)))
        self._guards = measuring.guards
        self._run = TickingRun(tree, entry="check", more={"__guard": self._guard})
        self._passed, self._missed = 0, 0.0

    def _guard(self, left: Any, sign: str, right: Any) -> bool:
        far = away(left, sign, right)
        self._missed = far / (far + HALF)
        self._passed += far == 0
        return far > 0

    def __call__(self, text: str) -> GuardApproach:
        """How near a text comes."""
        self._passed, self._missed = 0, 0.0
        value = self._run(text_of([text]))
        if not isinstance(value, Wrong):
            return GuardApproach(self._passed, self._guards, self._missed)
        return GuardApproach(min(self._passed, self._guards - 1), self._guards, 1.0)


def approach(program: str, text: str) -> GuardApproach:
    """How near a text comes to passing all guards of a program."""
    return GuardedRun(program)(text)


def away(left: Any, sign: str, right: Any) -> float:
    """By how much a comparison holds that should not: 0 where it does not."""
    if sign in OF_ALL:
        return float(sum(not getattr(c, sign)() for c in left) + (not left))
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
