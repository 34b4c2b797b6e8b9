"""Whatever makes the function right fills its holes; what is given stays as it is."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.complete import CompleteInstance
from tasksynth_code.families.shared import coded
from tasksynth_code.judging.running import run_in
from tasksynth_code.making.holes import MARK, cut, filled
from tasksynth_code.making.task import KnownCall

FAMILY: Any = registry.get("code.complete")
WHOLE = """def solve(xs):
    found = []
    for v in xs:
        if v > 2:
            found.append(v)
            found.sort()
    return found
"""
GIVEN = """def solve(xs):
    found = []
    for v in xs:
        # HOLE 1
    # HOLE 2
"""
PIECES = ("if v > 2:\n    found.append(v)\n    found.sort()", "return found")
CALLS = tuple(
    KnownCall(arguments=arguments, result=result)
    for arguments, result in (("[[9,1,3]]", "[3,9]"), ("[[]]", "[]"), ("[[2]]", "[]"))
)
TASK = CompleteInstance(
    source="ints", arguments=("xs",), statement="", program=WHOLE, shown=CALLS[:1], hidden=CALLS,
    steps=1, decisions=0, mutants=0, given=GIVEN, pieces=PIECES,
)  # fmt: skip
"""The numbers over 2, sorted."""


def judged(text: str) -> Any:
    return FAMILY.verify(TASK, coded(text))


RIGHT = {
    "the lines": "# HOLE 1\nif v > 2:\n    found.append(v)\n    found.sort()\n"
    "# HOLE 2\nreturn found",
    "other lines": "# HOLE 1\nfound += [v] * (v > 2)\n# HOLE 2\nreturn sorted(found)",
    "indented": "        # HOLE 1\n        if v > 2:\n            found.append(v)\n"
    "    # HOLE 2\n    return sorted(found)",
    "after the mark": "# HOLE 1: keep\nif v > 2:\n            found.append(v)\n"
    "# hole 2\nfound.sort()\n    return found",
    "holes in another order": "# HOLE 2\nreturn sorted(found)\n# HOLE 1\nfound += [v] * (v > 2)",
    "the whole function": WHOLE,
    "the whole, with more": "import heapq\n"
    + WHOLE.replace("            found.sort()\n", "").replace(
        "    return", "    found.sort()\n    return"
    ),
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_right_lines_pass_however_they_are_laid_out(text: str) -> None:
    assert judged(text).reward == 1


def test_a_hole_that_is_right_beside_the_right_others_is_paid_in_part() -> None:
    half = judged("# HOLE 1\nfound = sorted(found + [v] * (v > 2))\n# HOLE 2\nreturn found[:1]")
    assert (half.status, half.parts["holes"], half.reward) == ("fail", 0.5, pytest.approx(0.2))
    assert judged("# HOLE 1\npass\n# HOLE 2\nreturn [3, 9]").reward == 0


@pytest.mark.parametrize(
    "text",
    [
        "# HOLE 1\nfound += [v] * (v > 2)",
        "# HOLE 1\n\n# HOLE 2\nreturn found",
        "# HOLE 1\nif v > :\n# HOLE 2\nreturn found",
        "# HOLE 1\npass\n# HOLE 1\npass\n# HOLE 2\nreturn found",
        WHOLE.replace("found = []", "found = [5]"),
        "def solve(xs):\n    return sorted(v for v in xs if v > 2)",
        "return found",
        "x" * 20_000,
    ],
)
def test_what_fills_no_holes_is_unparsable(text: str) -> None:
    assert judged(text).status == "unparsable"


CHEATS = {
    "prints a verdict": "import os\nprint('[[0, [3, 9]], [0, []], [0, [1]]]')\nos._exit(0)",
    "ends well": "raise SystemExit(0)",
    "equal to all": "found = type('Any', (list,), {'__eq__': lambda *them: True})()",
    "shown result": "return [3, 9]",
    "patched json": "import json\njson.dumps = lambda *them: '[3, 9]'",
    "patched driver": "import sys\nsys.modules['__main__'].results = [[0, [3, 9]]] * 3",
    "endless": "while True:\n    pass",
    "recursion": "solve(xs)",
    "huge number": "found.append(9 ** 9 ** 9)",
}


@pytest.mark.parametrize("piece", CHEATS.values(), ids=CHEATS.keys())
def test_a_cheat_gets_nothing(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasksynth_code.judging.running.CPU_S", 0.5)
    given = WHOLE.replace("found.sort()", "# HOLE 1")
    one = TASK.model_copy(update={"given": given, "pieces": ("found.sort()",)})
    verdict = FAMILY.verify(one, coded(piece))
    assert (verdict.status, verdict.reward) == ("fail", 0)


def test_holes_filled_with_nothing_are_refuted_without_a_sandbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tasksynth_code.judging.running.run_in", None)
    for nothing in ("pass", "0", "[1, -2]", "9 ** 9 ** 9 ** 9"):
        assert judged(f"# HOLE 1\n{nothing}\n# HOLE 2\n{nothing}").reward == 0
    half = judged(f"# HOLE 1\n{PIECES[0]}\n# HOLE 2\n'nothing'")
    assert (half.status, half.reward) == ("fail", pytest.approx(0.2))


def test_lines_that_never_end_leave_less_time_to_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares = []

    def told(tier: Any, program: str, calls: Any, share: float) -> Any:
        shares.append(share)
        return run_in(tier, program, calls, share)

    monkeypatch.setattr("tasksynth_code.judging.running.CPU_S", 0.5)
    monkeypatch.setattr("tasksynth_code.judging.running.run_in", told)
    endless = "while True:\n    xs = xs"
    assert judged(f"# HOLE 1\n{endless}\n# HOLE 2\n{endless}").reward == 0
    assert shares[0] == 1
    assert sum(shares) <= 1.5
    half = judged(f"# HOLE 1\n{endless}\n# HOLE 2\nfound.sort()\nreturn found")
    assert half.reward == pytest.approx(0.2)


def test_a_program_cut_and_filled_is_the_program(dice: Dice) -> None:
    for size, count in ((1, 1), (2, 2), (4, 1), (9, 1)):
        found = cut(dice, WHOLE, count=count, size=size)
        if found is None:
            assert size == 9 or count == 2
            continue
        assert filled(found.given, found.pieces) == WHOLE
        assert len(found.pieces) == count == len(MARK.findall(found.given))


def test_holes_grow_with_the_level_and_the_reference_fills_them() -> None:
    sizes = []
    for level in (0.0, 0.5):
        made = source("code.complete", seed=31, level=level)
        some = [made.draw(index).instance for index in range(2)]
        assert all(FAMILY.verify(x, FAMILY.solve(x)).reward == 1 for x in some)
        sizes.append(sum(FAMILY.measure(x)["missing"] for x in some))
    assert sizes[0] < sizes[1]
