"""Tests count where the function passes them, and then by the wrong versions that they find."""

import json
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.families.testing import WriteTestsInstance
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.promised import promised
from tasksynth_code.making.task import KnownCall
from tasksynth_code.suites.running import TickingRun, ticking

FAMILY: Any = registry.get("code.tests")
PROGRAM = "def solve(xs):\n    return [v for v in xs if v > 2]\n"
ENDLESS = "def solve(xs):\n    while True:\n        pass\n"
OTHERS = (*(PROGRAM.replace("> 2", by) for by in (">= 2", "> 3", "> 19")), ENDLESS)
VERSIONS = WriteTestsInstance(
    source="ints", arguments=("xs",), program=PROGRAM, versions=OTHERS, limit=3,
    known=(KnownCall(arguments="[[2,3]]", result="[3]"),), inputs=2.0,
)  # fmt: skip
"""The numbers over 2, and four other programs."""


def judged(*lines: str) -> Any:
    return FAMILY.verify(VERSIONS, coded("\n".join(lines)))


def test_other_wrong_versions_of_what_is_shown_make_no_other_task() -> None:
    twin = VERSIONS.model_copy(update={"versions": (*OTHERS[:3], PROGRAM.replace("> 2", "> 9"))})
    assert FAMILY.prompt(twin) == FAMILY.prompt(VERSIONS)
    assert FAMILY.canonical(twin) == FAMILY.canonical(VERSIONS)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["assert solve([2, 3]) == [3]"], 1.0),
        (["assert solve([2]) == []"], 0.5),
        (["assert solve([]) == []"], 0.25),
        (["assert solve([3]) == [3]", "assert solve([]) == []"], 0.75),
        (["solve([2, 3]) == [3]"], 1.0),
        (["assert [3] == solve(xs=[2, 3]), 'between'"], 1.0),
        (["from answer import solve", "def test_it():", "    assert solve([2, 3]) == (3.0,)"], 1.0),
        (["class T:", "  def test(self):", "    self.assertEqual(solve([2, 3]), [3])"], 1.0),
        ([PROGRAM, "if __name__ == '__main__':", "    assert solve([2, 3]) == [3]"], 1.0),
        (["- `solve([2, 3]) == [3]`", "- `solve([20]) == [20]`"], 1.0),
    ],
)  # fmt: skip
def test_versions_are_found_by_what_they_give(lines: list[str], found: float) -> None:
    verdict = judged(*lines)
    assert (verdict.reward, verdict.status) == (found, "pass" if found == 1 else "fail")


@pytest.mark.parametrize(
    "lines",
    [
        ["assert solve([2, 3]) == [2, 3]"],
        ["assert solve([2, 3]) == [3]", "assert solve([1]) == [1]"],
        ["assert solve([2, 3, 21]) == [3, 21]"],
        ["assert solve([True, 3]) == [3]"],
        ["assert solve('ab') == 3"],
        ["assert solve([2, 3]) != [2]"],
        ["assert solve([2, 3]) == [v for v in [3]]"],
        ["assert solve([2, 3]) == solve([3])"],
        ["for n in range(3):", "    assert solve([n]) == []"],
        ["assert solve([2, 3]) == Any()"],
        ["assert solve(__import__('os')._exit(0)) == [3]"],
        ["assert solve([2, 3] * 10 ** 9) == [3]"],
        ["assert solve([" + "2, " * 13 + "3]) == [3]"],
        ["assert solve(" + "[" * 5000 + "]" * 5000 + ") == [3]"],
        [f"assert solve([{n}, 3]) == [3]" for n in (2, 1, 0, -1)],
        ["def solve(xs):", "    return 1", "assert 1 == 1"],
        ["import sys; sys.exit(0)"],
    ],
)
def test_tests_that_do_not_hold_or_are_no_tests_get_nothing(lines: list[str]) -> None:
    verdict = judged(*lines)
    assert verdict.status in ("fail", "unparsable")
    assert verdict.reward == 0


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_every_version_can_be_found_and_none_is_equal(level: float) -> None:
    made = source("code.tests", seed=31, level=level)
    for index in range(2):
        x = made.draw(index).instance
        assert isinstance(x, WriteTestsInstance)
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        assert len(x.known) <= x.limit
        program = TickingRun(ticking(x.program))
        for version in x.versions:
            other = TickingRun(ticking(version))
            assert any(other(one.arguments) != program(one.arguments) for one in x.known)


def test_what_is_drawn_is_what_is_promised(dice: Dice) -> None:
    for kind, form in FORMS.items():
        for _ in range(150):
            arguments = json.loads(json.dumps(form.draw(dice, ())))
            assert promised(kind, arguments), (kind, arguments)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("ints", [[21]]), ("ints", [[1.0]]), ("ints", [[0] * 13]), ("ints", [[], []]), ("ints", []),
        ("text", ["aB"]), ("text", ["a" * 13]), ("words", [[""]]), ("words", [["abcdef"]]),
        ("grid", [[]]), ("grid", [[[1], [1, 2]]]), ("grid", [[[]]]), ("dates", [["2023-02-29"]]),
        ("dates", [["1899-12-31"]]), ("spans", [[[3, 3]]]), ("spans", [[[0, 31]]]),
        ("graph", [2, [[0, 2]]]), ("graph", [3, [[0, 1], [1, 0]]]), ("graph", [9, []]),
        ("graph", [2, [[1, 1]]]), ("expr", [""]), ("expr", ["(1+2"]), ("expr", ["-1"]),
        ("expr", ["1+21"]), ("expr", ["()"]), ("expr", ["01"]), ("expr", ["2(3)"]),
        ("expr", ["(1)2"]), ("expr", ["x"]), ("coded", ["13a"]),
        ("coded", ["a"]), ("commands", [["push 21"]]), ("commands", [["push -0"]]),
        ("commands", [["jump"]]),
    ],
)  # fmt: skip
def test_what_is_not_promised_is_told(kind: Any, arguments: list[Any]) -> None:
    assert not promised(kind, arguments)
