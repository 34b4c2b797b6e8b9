"""The value is what programs find, the tool is needed, and nothing else than the value is paid."""

from json import dumps
from typing import Any

import pytest

from tasksynth import Action, Episode, Transcript, registry
from tasksynth.episode import read_transcript
from tasksynth.rng import Stream
from tasksynth.sandbox import Limits, warm
from tasksynth.single import source
from tasksynth_tools.dice import Chance
from tasksynth_tools.families.code_math import FUEL, _ran
from tasksynth_tools.sums.chains import program
from tasksynth_tools.sums.kinds import KINDS

FAMILY: Any = registry.get("tools.code_math")
LIMITS = Limits(fuel=FUEL, cpu_s=60, wall_s=120, memory_bytes=16 << 20)
BY_HAND = 300
"""Steps that nobody does without a program."""


def tasks(level: float, count: int) -> list[Any]:
    made = source("tools.code_math", seed=23, level=level)
    return [made.draw(index).instance for index in range(count)]


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_both_programs_find_the_value(kind: Any) -> None:
    chance = Chance(Stream(b"test.code_math").rng(3))
    ended = 0
    for size in (0, 1, 3, 4):
        numbers = kind.draw(chance, size)
        for n in (kind.sizes[size], chance.between(5, kind.sizes[size])):
            for slow in (False, True):
                code = kind.program("f", numbers, slow=slow) + f"print(f({n}))"
                done = warm("wasm").run(code, limits=LIMITS)
                if slow and done.ended in ("fuel", "error", "output"):
                    continue
                assert done.stdout.strip() == str(kind.find(n, numbers)), (code, done)
                ended += slow
    assert ended >= 4


def test_hard_problems_take_a_program_that_is_thought_out() -> None:
    for x in tasks(1.0, 6):
        done = warm("wasm").run(program(x.pieces), limits=LIMITS)
        assert done.stdout.strip() == str(x.pieces[-1].value)
        assert done.fuel is not None
        assert done.fuel > 10**7
        literal = warm("wasm").run(program(x.pieces, slow=True), limits=LIMITS)
        assert literal.stdout.strip() != str(x.pieces[-1].value)
        assert FAMILY.measure(x)["steps"] > 100 * BY_HAND
    assert all(FAMILY.measure(x)["steps"] < BY_HAND for x in tasks(0.0, 12))


def test_programs_begin_from_nothing_and_there_are_so_many() -> None:
    (x,) = tasks(1.0, 1)
    episode = Episode(FAMILY, x)

    def ran(code: str) -> str:
        return str(episode.act(Action(tool="run_python", arguments={"code": code})).seen)

    assert ran("a = 6\nprint(a * 7)").strip() == "42"
    assert "NameError" in ran("print(a)")
    assert ran("while True: pass") == "Error: it took too many steps"
    assert ran("print(1)") == "Error: 3 programs were run, and there are no more"
    assert episode.act(Action(text="I am stuck.")).seen.startswith("Error: call a tool")  # type: ignore[union-attr]
    assert episode.act(Action(text="It is so.\n\nAnswer: 17")).over
    assert episode.verdict().status == "fail"


def test_a_number_is_a_number_in_every_form_that_is_clear() -> None:
    (x,) = tasks(0.5, 1)
    value = x.pieces[-1].value

    def status(*actions: Action) -> str:
        return str(FAMILY.verify(x, Transcript(actions=actions).model_dump_json()).status)

    for right in (value, str(value), f" {value}. ", f"+{value}"):
        assert status(Action(tool="answer", arguments={"value": right})) == "pass"
    assert status(Action(text=f"So I get \\boxed{{{value}}}.")) == "pass"
    for wrong in (value + 1, -value, f"{value:,}", f"{value} or {value + 1}", f"0{value}.5", "1e9"):
        assert status(Action(tool="answer", arguments={"value": wrong})) == "fail", wrong
    said = {"actions": [{"tool": "answer", "arguments": {"value": "1,234"}}]}
    assert "want a whole number in digits" in FAMILY.verify(x, dumps(said)).why


def test_a_verdict_runs_no_program() -> None:
    (x,) = tasks(0.5, 1)
    (ran, answer) = read_transcript(FAMILY.solve(x)).actions
    stuck = Action(tool="run_python", arguments={"code": "while True: pass  # 7"})
    before = _ran.cache_info().misses
    for first in (ran, stuck):
        played = Transcript(actions=(first, answer)).model_dump_json()
        assert FAMILY.verify(x, played).status == "pass"
    assert _ran.cache_info().misses == before
