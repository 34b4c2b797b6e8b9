"""Holes that were filled with nothing: what is left of the program is ours, and is refuted here."""

import ast
from collections.abc import Sequence

from tasksynth_code.judging.running import RunOutcome
from tasksynth_code.making.holes import filled
from tasksynth_code.making.task import KnownCall
from tasksynth_code.suites.grow import differs
from tasksynth_code.suites.running import TickingRun, ticking

_LITERAL = (
    ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.List, ast.Tuple, ast.Set, ast.Dict,
    ast.operator, ast.unaryop, ast.boolop, ast.expr_context,
)  # fmt: skip


def idle(piece: str) -> bool:
    """Whether lines do nothing: `pass`, and values that nobody looks at.

    Working one out may take forever, or raise; then the program is not right either, if it is not
    without these lines.
    """
    return all(
        isinstance(statement, ast.Pass)
        or (
            isinstance(statement, ast.Expr)
            and all(isinstance(node, _LITERAL) for node in ast.walk(statement.value))
        )
        for statement in ast.parse(piece).body
    )


def refuted(
    given: str, said: Sequence[str], own: Sequence[str], calls: Sequence[KnownCall]
) -> RunOutcome | None:
    """How a program did of which each hole is filled with nothing, or with our own lines.

    It takes no sandbox, where lines that are missing from a loop take their two seconds. None where
    a hole has other lines, or no result is wrong.
    """
    pieces = []
    for piece, right in zip(said, own, strict=True):
        if piece != right and not idle(piece):
            return None
        pieces.append(right if piece == right else "pass")
    run = TickingRun(ticking(filled(given, pieces)))
    wrong = sum(differs(run(one.arguments), one.result) for one in calls)
    if not wrong:
        return None
    return RunOutcome(1 - wrong / len(calls), "on a hidden input it gives another result")
