"""What a program does is what it does when it runs, whichever way the question is put."""

import json
import sys
from collections import Counter
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_code.families.shared import literal

FAMILY: Any = registry.get("code.trace")


def tasks(level: float, ask: str, count: int = 8) -> list[Any]:
    made = source("code.trace", seed=31, level=level, params={"ask": ask})
    return [made.draw(index).instance for index in range(count)]


def watched(x: Any) -> tuple[Any, dict[str, Any], Counter[int]]:
    """What Python's own tracing says: the result, the variables at the end, and runs of lines."""
    space: dict[str, Any] = {}
    exec(compile(x.program, "<told>", "exec"), space)
    lines: Counter[int] = Counter()
    held: dict[str, Any] = {}

    def look(frame: Any, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != "<told>" or frame.f_code.co_name != "solve":
            return None
        if event == "line":
            lines[frame.f_lineno] += 1
        elif event == "return":
            held.update(frame.f_locals)
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        result = space["solve"](*json.loads(x.arguments))
    finally:
        sys.settrace(before)
    return result, held, lines


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_answers_are_what_tracing_sees(level: float) -> None:
    for ask in ("result", "state", "counts"):
        for x in tasks(level, ask):
            result, held, lines = watched(x)
            seen: Any = result
            if ask == "state":
                seen = held[x.about[0]]
            elif ask == "counts":
                seen = [lines[int(line)] for line in x.about]
            assert json.loads(x.answer) == seen


@pytest.mark.parametrize(
    "form", ["```\n{}\n```", "```python\n{}\n```", "Answer: {}", "`{}`", "It returns `{}`."]
)
def test_a_value_passes_in_any_layout(form: str) -> None:
    for x in tasks(0.0, "any", 4):
        for said in (literal(x.answer), x.answer, x.answer.replace(",", " , ")):
            assert FAMILY.verify(x, form.format(said)).status == "pass"


@pytest.mark.parametrize(
    "said", ["[" * 10_000, "9" * 5_000, "True", "None", "1e3", "__import__('os')"]
)
def test_what_is_no_value_is_unparsable(said: str) -> None:
    for x in tasks(0.0, "result", 1):
        assert FAMILY.verify(x, f"```\n{said}\n```").status == "unparsable"


def test_harder_levels_run_longer() -> None:
    turns = [sum(x.turns for x in tasks(level, "result")) for level in (0.0, 0.5, 1.0)]
    assert turns[0] * 3 < turns[1] < turns[2]
