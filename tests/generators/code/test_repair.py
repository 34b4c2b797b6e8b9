"""A mistake that no example shows has to be mended; what is left as it is gets nothing."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.suites.grow import differs
from tasksynth_code.suites.running import TickingRun, ticking

FAMILY: Any = registry.get("code.repair")


def tasks(level: float, count: int = 3) -> list[Any]:
    made = source("code.repair", seed=31, level=level)
    return [made.draw(index).instance for index in range(count)]


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_examples_come_out_right_and_hidden_inputs_do_not(level: float) -> None:
    for x in tasks(level):
        broken = TickingRun(ticking(x.broken))
        assert not any(differs(broken(one.arguments), one.result) for one in x.shown)
        assert any(differs(broken(one.arguments), one.result) for one in x.hidden)
        assert 0.02 <= x.shows <= FAMILY.Params.at(level).shows


def test_what_is_left_as_it_is_or_always_raises_gets_nothing() -> None:
    for x in tasks(0.0, 2):
        for answer in (x.broken, f"# nosec\n{x.broken}", f"{x.broken}\nsolve = None\n"):
            verdict = FAMILY.verify(x, coded(answer))
            assert (verdict.status, verdict.reward) == ("fail", 0)
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1


def test_another_right_program_passes() -> None:
    x = tasks(0.0, 1)[0]
    inner = x.program.replace("def solve", "def inner")
    wrapped = f"{inner}def solve(*them):\n    return inner(*them)\n"
    assert FAMILY.verify(x, coded(wrapped)).status == "pass"
