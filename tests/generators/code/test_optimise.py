"""A slow program gets 0 and a quick one 1, by fuel; what is wrong gets nothing, however quick."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.sandbox import missing
from tasksynth.single import source
from tasksynth_code.families.optimise import OptimiseInstance
from tasksynth_code.families.shared import coded
from tasksynth_code.making.task import KnownCall
from tasksynth_code.speed.compose import PAIRS, SpeedStep, chain, written
from tasksynth_code.speed.cost import costs, outcome_of
from tasksynth_code.speed.hiding import hides_mistakes
from tasksynth_code.speed.inputs import SpeedTask, drawn
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import TickingRun, ticking

pytestmark = pytest.mark.skipif(missing("wasm") is not None, reason="needs wasm")
FAMILY: Any = registry.get("code.optimise")
SLOW = """def solve(numbers):
    found = []
    for i in range(len(numbers)):
        total = 0
        for j in range(i + 1):
            total += numbers[j]
        found.append(total)
    return found
"""
FAST = """def solve(numbers):
    found = []
    total = 0
    for v in numbers:
        total += v
        found.append(total)
    return found
"""
HALF = """def solve(numbers):
    found = []
    for i in range(len(numbers)):
        found.append(sum(numbers[:i + 1]))
    return found
"""
TASK = OptimiseInstance(
    kind="ints", argument="numbers", size=180, top=60, slow=SLOW, fast=FAST, names=("totals",)
)


def begun(program: str, line: str) -> str:
    """The program with more at its beginning."""
    return program.replace("    found = []", f"{line}    found = []")


def reward(program: str) -> float:
    verdict = FAMILY.verify(TASK, coded(program))
    assert verdict.reward is not None
    return float(verdict.reward)


def test_slow_gets_nothing_and_fast_all_of_it() -> None:
    assert reward(SLOW) == 0
    assert reward(FAST) == 1
    assert 0.1 < reward(HALF) < 1
    assert FAMILY.verify(TASK, coded(HALF)).status == "fail"


def test_dead_code_is_worth_nothing_and_costs_nothing() -> None:
    dead = "\n".join(f"def unused{i}(a, b):\n    return [a, b, {i}, 'text' * 3]" for i in range(5))
    for program in (HALF, FAST, SLOW):
        spoilt = f"{dead}\n# {'-' * 2000}\n{program}"
        inner = begun(program, "    if numbers is None:\n        numbers = [1, 2, 3]\n")
        for other in (spoilt, inner):
            assert abs(reward(other) - reward(program)) < 0.01


CHEATS = {
    "wrong and quick": "def solve(numbers):\n    return numbers\n",
    "right on small ones": "def solve(numbers):\n    if len(numbers) > 50:\n        return []\n"
    + SLOW.partition("\n")[2],
    "wrong on small ones": begun(FAST, "    if len(numbers) < 2:\n        return [7]\n"),
    "kept from the last input": "last = []\n"
    + FAST.replace("    return found", "    last.append(found)\n    return last[0]"),
    "a stopped clock": "import time\ntime.time = time.ticks_us = lambda: 0\n" + SLOW,
    "leaves early": "import sys\nsys.exit()\n" + FAST,
    "prints and leaves": "print('[[0, []]]')\nraise SystemExit\n" + FAST,
    "equal to all": "class Any(list):\n    def __eq__(self, other):\n        return True\n"
    "def solve(numbers):\n    return Any()\n",
    "patched driver": "import sys, json\njson.loads = lambda text: [[]]\n"
    "json.dumps = lambda value: '[]'\n" + SLOW,
    "a table beforehand": "table = {}\nfor n in range(-60, 61):\n    for m in range(60):\n"
    "        table[n, m] = n + m\n" + SLOW,
    "a lazy list": "class Lazy(list):\n    pass\ndef solve(numbers):\n    return Lazy(numbers)\n",
    "endless": "def solve(numbers):\n    while True:\n        pass\n",
    "flood": "def solve(numbers):\n    while True:\n        print('x' * 1000)\n",
    "recursion": "def solve(numbers):\n    return solve(numbers)\n",
    "memory": "def solve(numbers):\n    return [0] * 10 ** 9\n",
    "no module": "from itertools import accumulate\n"
    "def solve(numbers):\n    return list(accumulate(numbers))\n",
}


@pytest.mark.parametrize("program", CHEATS.values(), ids=CHEATS.keys())
def test_a_cheat_gets_nothing(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasksynth_code.speed.cost.FUEL", 100_000_000)
    assert reward(program) == 0


def test_what_is_wrong_on_one_input_in_fifty_is_not_paid() -> None:
    """As where people forget a tie, or that a list may be short; each text meets its own inputs."""
    seldom = FAST.replace("return found", "return found[:-1] if total % 50 == {} else found")
    paid = [reward(seldom.format(rest)) > 0 for rest in range(3, 47, 5)]
    assert sum(paid) <= 1


def test_the_largest_results_are_met() -> None:
    """Of 180 numbers from -60 to 60 that are drawn evenly, sums are never near 10,800."""
    assert reward(FAST.replace("total += v", "total = min(total + v, 9000)")) == 0
    assert reward(FAST.replace("return found", "return found if sum(numbers) < 9000 else []")) == 0


def test_a_program_that_is_somewhat_quicker_has_fuel_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All inputs at once take more than one lot of them does."""
    monkeypatch.setattr("tasksynth_code.speed.cost.FUEL", 100_000_000)
    monkeypatch.setattr("tasksynth_code.speed.cost.LOT", 1_000)
    paid = reward(HALF)
    monkeypatch.setattr("tasksynth_code.speed.cost.LOT", 10**9)
    outcome_of.cache_clear()
    assert paid > 0.1
    assert reward(HALF) == 0


def test_a_step_whose_results_hardly_tell_is_not_asked_for() -> None:
    """`% 508` for `% 509` gives other values in the same order, but for one input in thousands."""
    plain = """def solve(numbers):
    values = []
    for v in numbers:
        values.append((3 * v + 200) % 509)
"""
    ranks = """    found = []
    for v2 in values:
        found.append(sum([w < v2 for w in values]))
    return found
"""
    for end, hides in ((ranks, True), ("    return values\n", False)):
        program = plain + end
        dice = Dice(np.random.Generator(np.random.Philox(key=3)))
        assert hides_mistakes(SpeedTask(program, program, "ints", 180, 60), dice) is hides


def test_nothing_is_won_by_leaving_a_step_out(monkeypatch: pytest.MonkeyPatch) -> None:
    chains = list[Any]()

    def noted(*some: Any, **more: Any) -> Any:
        chains.append(chain(*some, **more))
        return chains[-1]

    monkeypatch.setattr("tasksynth_code.families.optimise.chain", noted)
    made, dice = (
        source("code.optimise", seed=5, level=0.5),
        Dice(np.random.Generator(np.random.Philox(key=3))),
    )
    for index in range(8):
        x: Any = made.draw(index).instance
        steps, run = chains[-1], TickingRun(ticking(x.fast), 10**6)
        tried = [drawn(dice, x.kind, 47, x.top) for _ in range(30)]
        for i, step in enumerate(steps):
            if step.pair.takes == step.pair.gives:
                rest = [*steps[:i], *steps[i + 1 :]]
                lesser = written(rest, x.argument, fast=[True] * len(rest))
                other = TickingRun(ticking(lesser), 10**6)
                assert any(differs(other(one), text_of(run(one))) for one in tried), step.pair.name


def test_inputs_hang_on_the_answer() -> None:
    task = SpeedTask(SLOW, FAST, "ints", 180, 60)
    whys = [outcome_of(f"{HALF}# {i}\n", task).why for i in range(3)]
    assert outcome_of(f"{HALF}# 0\n", task).why == whys[0]
    outcome_of.cache_clear()
    assert outcome_of(f"{HALF}# 0\n", task).why == whys[0]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_both_ways_give_the_same_and_one_is_much_quicker(pair: Any) -> None:
    dice = Dice(np.random.Generator(np.random.Philox(key=len(pair.slow))))
    step = SpeedStep(pair, {key: dice.of(values) for key, values in pair.choices.items()})
    slow, fast = (written([step], "numbers", fast=[how]) for how in (False, True))
    runs = [TickingRun(ticking(program), 10**6) for program in (slow, fast)]
    for size in (0, 1, 1, 2, 2, 3, 4, 5, 8, 30, 45, 50):
        arguments = drawn(dice, pair.takes, size, 60)
        one, other = (text_of(run(arguments)) for run in runs)
        assert one == other, arguments
    arguments = drawn(dice, pair.takes, 150, 60)
    call = [KnownCall(arguments=arguments, result=text_of(runs[1](arguments)))]
    assert costs(slow, call) > 4 * costs(fast, call)


def test_levels_have_more_that_is_slow() -> None:
    sizes = []
    for level in (0.0, 0.5, 1.0):
        made = source("code.optimise", seed=31, level=level)
        some: list[Any] = [made.draw(index).instance for index in range(4)]
        sizes.append(sum(FAMILY.measure(x)["nodes"] for x in some))
    assert all(small < large for small, large in pairwise(sizes))
