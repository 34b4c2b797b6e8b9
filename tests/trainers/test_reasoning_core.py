"""Reasoning Core's tasks are families like ours."""

import pytest

pytest.importorskip("reasoning_core")

from tasksynth import grade, registry, source
from tasksynth.audit import audit
from tasksynth_foreign import core_names

pytestmark = pytest.mark.trainer

SOME = ["arithmetics", "regex_following", "lambda_reduction", "graph_successors"]
"""Two of them draw otherwise the second time, where they are used directly."""


def test_all_its_tasks_have_names_without_being_imported() -> None:
    assert len(core_names()) > 50
    assert {f"rc.{name}" for name in core_names()} <= set(registry.names())


@pytest.mark.parametrize("name", SOME)
def test_references_pass_and_the_level_moves(name: str) -> None:
    easy, hard = (source(f"rc.{name}", seed=7, level=level) for level in (0.0, 1.0))
    assert (easy.params.model_dump(), hard.params.model_dump()) == ({"step": 0}, {"step": 5})
    for made in (easy, hard):
        draw = made.draw(1)
        answer = made.family.solve(draw.instance)
        task = type(draw.task).model_validate_json(draw.task.model_dump_json())
        assert grade(task, f"I think.\n{answer}").status == "pass"
        assert grade(task, "<answer>zz</answer>").status == "fail"


def test_an_audit_finds_them_made_alike_in_other_processes() -> None:
    for name in SOME[:2]:
        found = {one.check for one in audit(f"rc.{name}", tasks=8).findings}
        assert not found & {"making", "gold", "determinism", "limits", "code"}
