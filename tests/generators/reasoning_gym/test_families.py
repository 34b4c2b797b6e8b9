"""Reasoning Gym's datasets under our contract; wants the extra `reasoning-gym`."""

from importlib.metadata import version
from pathlib import Path

import pytest

from tasksynth import FamilyError, UsageError, grade, make, registry, source
from tasksynth.answers.shapes import right_shapes
from tasksynth.audit import audit
from tasksynth_reasoning_gym import dataset_names

pytest.importorskip("reasoning_gym")
from tasksynth_reasoning_gym import hosted

pytestmark = pytest.mark.filterwarnings(  # of its own packages, which leave files open
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

NO_REFERENCE = {"boxnet", "graph_color", "propositional_logic", "rubiks_cube", "rush_hour"}
BROKEN_STEPS = {"caesar_cipher", "knight_swap", "modulo_grid", "rubiks_cube", "survo"}
"""Steps of its own curricula that reasoning-gym 0.1.25 cannot build."""


EVALUATED = {
    *("binary_matrix", "spiral_matrix", "string_insertion", "n_queens", "countdown", "puzzle24"),
    *("simple_integration", "intermediate_integration", "polynomial_multiplication"),
}
"""Datasets whose verifiers give an answer to `eval`, or to sympy's."""


@pytest.mark.parametrize("name", dataset_names())
def test_references_pass_after_a_way_through_json(name: str) -> None:
    made = source(f"rg.{name}", seed=7, params={})
    for index in (0, 1_000_000):
        draw = made.draw(index)
        assert "answer" not in draw.task.instance
        if name in NO_REFERENCE:
            with pytest.raises(FamilyError, match="no reference answer"):
                registry.get(f"rg.{name}").solve(draw.instance)
            continue
        answer = registry.get(f"rg.{name}").solve(draw.instance)
        task = type(draw.task).model_validate_json(draw.task.model_dump_json())
        assert grade(task, f"I think.\n{answer}").status == "pass"


@pytest.mark.parametrize("name", ["chain_sum", "countdown", "rearc"])
def test_a_task_is_its_address(name: str) -> None:
    first = source(f"rg.{name}", seed=1, level=0.0).draw(5).task
    assert make(first.ref).instance == first.instance
    other = source(f"rg.{name}", seed=2, level=0.0).draw(4).task
    assert other.instance != first.instance


@pytest.mark.parametrize("name", ["list_functions", "codeio", "pool_matrix"])
def test_what_draws_from_the_process_is_seeded_too(name: str) -> None:
    made = source(f"rg.{name}", seed=1, params={})
    tasks = [made.make(i).instance for i in range(8)]
    hosted._datasets.clear()  # and what it keeps
    assert [made.make(i).instance for i in reversed(range(8))] == tasks[::-1]


@pytest.mark.skipif(version("reasoning-gym") != "0.1.25", reason="of another release")
@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("isomorphic_strings", "are isomorphic, or False otherwise:\nj d\n"),
        ("ransom_note", "Ransom note: alalprnq\nMagazine: mqranllpa\n"),
        ("word_ladder", "'SEEN' to 'IBIS'"),
    ],
)
def test_what_draws_from_sets_is_the_same_in_every_process(name: str, holds: str) -> None:
    assert holds in source(f"rg.{name}", seed=3, params={}).make(2).text


@pytest.mark.parametrize(
    "name", ["arc_1d", "chain_sum", "futoshiki", "number_sorting", "pool_matrix"]
)
def test_typesetting_around_a_right_answer_costs_nothing(name: str) -> None:
    draw = source(f"rg.{name}", seed=3, params={}).draw(0)
    answer = registry.get(f"rg.{name}").solve(draw.instance)
    shapes = list(right_shapes(answer))
    assert len(shapes) > 30
    refused = [shape.name for shape in shapes if grade(draw.task, shape.text).status != "pass"]
    assert not refused


@pytest.mark.parametrize("name", sorted(BROKEN_STEPS))
def test_a_curriculum_that_cannot_be_built_is_named(name: str) -> None:
    faults = []
    for level in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        try:
            source(f"rg.{name}", seed=0, level=level)
        except UsageError as e:
            faults.append(str(e))
    assert faults
    assert faults[0].startswith(f"rg.{name}: reasoning-gym's curriculum fails at step")


def test_an_audit_goes_on_where_a_level_cannot_be_built() -> None:
    first, second = audit("rg.caesar_cipher", levels=(0.6, 0.0), tasks=8).levels
    assert [finding.check for finding in first.findings] == ["making"]
    assert "curriculum fails at step" in first.findings[0].what
    assert second.tasks == 8


@pytest.mark.parametrize("name", sorted(EVALUATED))
def test_no_answer_is_run_as_a_program(name: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    touch = f"__import__('pathlib').Path({str(canary)!r}).touch()"
    task = source(f"rg.{name}", seed=7, params={}).make(0)
    verdicts = [grade(task, f"<answer>{text}</answer>") for text in (touch, f"[{touch}]")]
    assert not canary.exists()
    assert all(verdict.reward in (None, 0) for verdict in verdicts)
    assert any("run the answer as a program" in verdict.why for verdict in verdicts)
