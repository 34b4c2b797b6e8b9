"""Programs in other languages do what their Python does, and who goes word by word is wrong."""

import shutil
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.translations import CHECKED, disagreements, in_gcc, in_quickjs
from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import known_calls, turns_of
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import ticking
from tasksynth_code.translating.compose import (
    marked_python,
    program_in_language,
    program_in_python,
)
from tasksynth_code.translating.library import TWINS
from tasksynth_code.translating.plan import TwinPlan, with_choices
from tasksynth_code.translating.task import walking_into
from tasksynth_code.translating.twin import Language, traps_of

FAMILY: Any = registry.get("code.translate")
ENGINES = {"JavaScript": in_quickjs, "C": in_gcc}
GCC = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")
LANGUAGES = [pytest.param("C", marks=GCC), "JavaScript"]


def tasks(level: float, count: int = 3, **params: Any) -> list[Any]:
    made = source("code.translate", seed=29, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def drawn(program: str, form: Any, dice: Dice, count: int) -> list[Any]:
    tree = ticking(program)
    turns = turns_of(tree)
    return list(known_calls(tree, (text_of(FORMS[form].draw(dice, turns)) for _ in range(count))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_function_does_what_its_python_does(language: Language, dice: Dice) -> None:
    """Each one alone, with what gives it a number before it where it takes one."""
    twins = sorted(TWINS[language].values(), key=lambda one: one.name != "letter cases")
    before, *_ = steps = with_choices(dice, [(one,) for one in twins])
    some, calls = [], []
    for step in steps:
        row = (before, step) if step.twin.takes == "int" else (step,)
        plan = TwinPlan(language, row[0].twin.takes, row)
        text = program_in_language(plan)
        if len(row) == 2 and language == "C":  # all of them are in one file
            text = "#include <stdint.h>\n" + text[text.index("static", text.index("static") + 6) :]
        one = SimpleNamespace(original=text, source=plan.source, gives=plan.gives)
        program = program_in_python(marked_python(plan))
        calls.append(drawn(program, plan.source, dice, 60))
        assert len(calls[-1]) > 30, step.twin.name
        some.append(one)
    inputs = [[one.arguments for one in known] for known in calls]
    given = ENGINES[language](some, inputs)
    for step, known, values in zip(steps, calls, given, strict=True):
        assert disagreements(known, values) == [], step.twin.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_programs_do_what_their_python_does(language: Language, dice: Dice) -> None:
    """C is compiled with checks of what it leaves undefined."""
    for level in (0.25, 0.75):
        for x in tasks(level, 1, language=language):
            calls = [*x.hidden, *drawn(x.program, x.source, dice, 100)]
            flags = {"flags": CHECKED} if language == "C" else {}
            given: Any = ENGINES[language]([x], [[one.arguments for one in calls]], **flags)
            assert disagreements(calls, given[0]) == []


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_who_walks_into_one_kind_of_trap_fails_on_hidden_inputs(level: float) -> None:
    for x in tasks(level, 2):
        kinds = traps_of(x.marked)
        assert len(kinds) == FAMILY.Params.at(level).traps
        for ignored in (*(frozenset({kind}) for kind in kinds), frozenset(kinds)):
            run = walking_into(x.marked, ignored)
            assert sum(differs(run(one.arguments), one.result) for one in x.hidden) >= 3
        word_by_word = coded(program_in_python(x.marked, frozenset(kinds)))
        assert FAMILY.verify(x, word_by_word).status == "fail"


def test_the_program_given_may_be_quoted_before_the_answer() -> None:
    for x in tasks(0.25, 2):
        quoted = f"```{x.language.lower()}\n{x.original}```\n\nIn Python:\n\n{coded(x.program)}"
        assert FAMILY.verify(x, quoted).reward == 1
        assert FAMILY.verify(x, f"```\n{x.original}```").status == "unparsable"


def test_what_the_prompt_promises_of_a_result_holds() -> None:
    kinds = {"int": int, "ints": list, "text": str, "label": str}
    for level in (0.0, 0.5):
        for x in tasks(level, 4):
            run = walking_into(x.marked, frozenset())
            assert all(type(run(one.arguments)) is kinds[x.gives] for one in x.hidden)
            assert x.original.rstrip() in FAMILY.prompt(x)
            assert "@@" not in FAMILY.prompt(x)
