"""Mistakes of meaning, as people and models make them, written without a look at the suites."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.write import WriteParams
from tasksynth_code.judging.further import further_calls
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.render import program
from tasksynth_code.making.task import MadeProgram, draw_made, turns_of
from tasksynth_code.patterns import CONDITIONS, PATTERNS
from tasksynth_code.suites.running import ticking

WRONG = json.loads(Path(__file__).with_name("wrong_steps.json").read_text())
"""By pattern and by condition: pieces of programs that are nearly right."""


def made_at(level: float, count: int) -> Iterator[MadeProgram]:
    params = source("code.write", seed=1, level=level).params
    assert isinstance(params, WriteParams)
    dice = Dice(np.random.Generator(np.random.Philox(key=71)))
    while count:
        if made := draw_made(dice, params.shape()):
            count -= 1
            yield made


def variants(made: MadeProgram, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """The program with one step or condition done wrong."""
    for step in (*made.plan.steps, *made.plan.aside):
        for table, name, kind in (
            (PATTERNS, step.name, "patterns"),
            (CONDITIONS, step.when if step.other else "", "conditions"),
        ):
            for code in WRONG[kind].get(name, ()):
                with monkeypatch.context() as patch:
                    patch.setitem(table, name, replace(table[name], code=code))
                    yield name, program(made.plan, made.arguments)


def outcome_of(text: str) -> Callable[[str], str]:
    space: dict[str, Any] = {}
    exec(text, space)

    def outcome(arguments: str) -> str:
        try:
            return json.dumps(space["solve"](*json.loads(arguments)), separators=(",", ":"))
        except (ArithmeticError, LookupError, TypeError, ValueError, NameError) as e:
            return type(e).__name__

    return outcome


@pytest.mark.parametrize("level", [0.5, 1.0])
def test_no_likely_mistake_passes(level: float, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, paid = 0, []
    for made in made_at(level, 5):
        calls = (*made.hidden(), *further_calls(made.program, made.plan.source))
        right, dice = outcome_of(made.program), Dice(np.random.Generator(np.random.Philox(key=3)))
        turns = turns_of(ticking(made.program))
        drawn = (FORMS[made.plan.source].draw(dice, turns) for _ in range(300))
        fresh = [json.dumps(arguments) for arguments in drawn]
        for name, text in variants(made, monkeypatch):
            tried, wrong = tried + 1, outcome_of(text)
            if all(wrong(one.arguments) == one.result for one in calls):
                missed = sum(wrong(arguments) != right(arguments) for arguments in fresh)
                paid += [f"{name}: {missed} of 300"] if missed > 3 else []
    assert tried > 30
    assert paid == []
