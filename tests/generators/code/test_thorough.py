"""Before a reward is paid, an answer is run on what programs seldom meet, and on thousands."""

import json
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.sandbox import missing
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.judging.edges import large_inputs
from tasksynth_code.judging.further import further_calls
from tasksynth_code.judging.seldom import seldom_calls
from tasksynth_code.judging.thorough import last_calls
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.promised import promised
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import differs
from tasksynth_code.suites.running import TickingRun, ticking

FAMILY: Any = registry.get("code.write")
RARE = """def solve(numbers):
    total = 0
    for v in numbers:
        total += v
    if total > 60 and numbers[0] != 3:
        return 'high'
    return total % 5
"""


@pytest.mark.parametrize("kind", FORMS)
def test_the_largest_inputs_are_promised(kind: Kind) -> None:
    made = list(large_inputs(kind))
    assert len(made) > 5
    assert all(promised(kind, arguments) for arguments in made)


WIDE: dict[Kind, tuple[str, str]] = {
    "coded": ("code.count('r')", "0"),
    "spans": ("sum(b - a > 24 for a, b in code)", "0"),
    "ints": ("sum(abs(a - b) for a, b in zip(code, code[1:]))", "min(400, {})"),
    "text": ("sum(ord(c) for c in code)", "min(1450, {})"),
}


@pytest.mark.parametrize("kind", WIDE)
def test_all_that_is_promised_is_met(kind: Kind) -> None:
    right, less = WIDE[kind]
    program = "def solve(code):\n    return {}\n"
    calls = last_calls(program.format(right), kind)
    assert all(promised(kind, json.loads(one.arguments)) for one in calls)
    wrong = program.format(less.format(right)).replace("min(", "(lambda a, b: b if b < a else a)(")
    run = TickingRun(ticking(wrong))
    assert sum(differs(run(one.arguments), one.result) for one in calls) > 2


@pytest.mark.parametrize(
    ("right", "wrong"), [("> 60", "> 61"), ("> 60", ">= 60"), (" and numbers[0] != 3", "")]
)
def test_what_a_program_seldom_meets_is_met(right: str, wrong: str) -> None:
    mutant = TickingRun(ticking(RARE.replace(right, wrong)))
    calls = seldom_calls(RARE, "ints")
    assert sum(differs(mutant(one.arguments), one.result) for one in calls) >= 2
    assert len(calls) <= 200


def test_a_day_that_a_program_turns_at_is_met_among_others() -> None:
    """It is one day of 73,000, of several, where the first is later than the last."""
    right = """def solve(dates):
    days = [(int(d[:4]) - 1900) * 372 + int(d[5:7]) * 31 + int(d[8:]) - 32 for d in dates]
    if days and days[0] > days[-1]:
        days = [6 if day > 6 else day for day in days]
    return sum(days)
"""
    wrong = TickingRun(ticking(right.replace("day > 6", "day > 7")))
    calls = last_calls(right, "dates")
    assert any(differs(wrong(one.arguments), one.result) for one in calls)
    assert all(promised("dates", json.loads(one.arguments)) for one in calls)


def test_what_is_watched_gives_what_the_program_gives() -> None:
    for level in (0.0, 0.5, 1.0):
        made = source("code.write", seed=5, level=level)
        for index in range(3):
            x: Any = made.draw(index).instance
            run = TickingRun(ticking(x.program))
            calls = seldom_calls(x.program, x.source)
            assert len({one.arguments for one in calls}) == len(calls) > 10
            assert all(promised(x.source, json.loads(one.arguments)) for one in calls)
            assert not any(differs(run(one.arguments), one.result) for one in calls)


@pytest.mark.skipif(missing("jail") is not None, reason="needs a jail")
def test_what_is_wrong_on_one_input_in_hundreds_is_not_paid() -> None:
    """Of answers that give another result by a number made of the input, the first that the suite
    and the further inputs take for right.
    """
    x: Any = source("code.write", seed=5, level=0.5).draw(1).instance
    first = [one.arguments for one in x.hidden + further_calls(x.program, x.source)]
    numbers = {sum(map(ord, text)) % 499 for text in first}
    left = min(set(range(499)) - numbers)
    assert any(
        sum(map(ord, one.arguments)) % 499 == left for one in last_calls(x.program, x.source)
    )
    wrong = (
        f"import json\n{x.program.replace('def solve', 'def known')}\ndef solve(*them):\n"
        "    text = json.dumps(them, separators=(',', ':'))\n"
        f"    return None if sum(map(ord, text)) % 499 == {left} else known(*them)\n"
    )
    verdict = FAMILY.verify(x, coded(wrong))
    assert (verdict.status, verdict.reward) == ("fail", 0)
    assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
