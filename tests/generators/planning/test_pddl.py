"""Every valid plan passes that is short enough, nothing else does, and no plan is shorter."""

import logging
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.strips.models import Atom, PlanningProblem, bound, kinds_of
from tasksynth_planning.strips.telling import domain_of, problem_of

FAMILY: Any = registry.get("planning.pddl")


def tasks(level: float, count: int, **params: Any) -> list[Any]:
    made = source("planning.pddl", seed=47, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def given(plan: Any) -> str:
    return "<answer>" + "\n".join(f"({' '.join(words)})" for words in plan) + "</answer>"


def successors(problem: PlanningProblem, state: frozenset[Atom]) -> dict[Atom, frozenset[Atom]]:
    """What can be done in a state and what it makes of it, by matching atom after atom."""
    kinds, found = kinds_of(problem), {}
    for schema in problem.schemas:
        partial: list[dict[str, str]] = [{}]
        for need in schema.needs:
            partial = [
                {**values, **dict(zip(need[1:], atom[1:], strict=True))}
                for values in partial
                for atom in state
                if atom[0] == need[0]
                and all(values.get(n, o) == o for n, o in zip(need[1:], atom[1:], strict=True))
            ]
        for values in partial:
            if all(values[name] in kinds[kind] for name, kind in schema.variables):
                words = (schema.name, *(values[name] for name, _ in schema.variables))
                left = state - {bound(atom, values) for atom in schema.deletes}
                found[words] = left | {bound(atom, values) for atom in schema.adds}
    return found


def every_shortest(problem: PlanningProblem) -> tuple[int, list[Atom]]:
    """The length of a shortest plan and one, by a search over sets of atoms."""
    start, goal = frozenset(problem.initial), set(problem.goal)
    queue: deque[tuple[frozenset[Atom], tuple[Atom, ...]]] = deque([(start, ())])
    seen = {start}
    while queue:
        state, plan = queue.popleft()
        if goal <= state:
            return len(plan), list(plan)
        for words, after in successors(problem, state).items():
            if after not in seen:
                seen.add(after)
                queue.append((after, (*plan, words)))
    raise AssertionError("no plan")


def test_a_second_search_finds_the_same_length_and_its_plan_passes() -> None:
    for x in [*tasks(0.0, 12), *tasks(0.25, 6), *tasks(0.4, 2)]:
        length, plan = every_shortest(x.problem)
        assert length == len(x.plan)
        assert FAMILY.verify(x, given(plan)).reward == 1


def test_a_planner_of_others_reads_the_words_and_agrees(tmp_path: Path) -> None:
    planner = pytest.importorskip("pyperplan.planner")
    logging.disable(logging.INFO)
    for x in tasks(0.25, 4):
        (tmp_path / "domain.pddl").write_text(domain_of(x.problem))
        (tmp_path / "problem.pddl").write_text(problem_of(x.problem))
        files = [str(tmp_path / name) for name in ("domain.pddl", "problem.pddl")]
        found = planner.search_plan(*files, planner.SEARCHES["bfs"], None)
        assert len(found) == len(x.plan)
        told = "\n".join(step.name for step in found)
        assert FAMILY.verify(x, f"<answer>{told}</answer>").status == "pass"
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_no_part_of_a_shortest_plan_is_one(level: float) -> None:
    for x in tasks(level, 4):
        for skipped in range(len(x.plan)):
            plan = [*x.plan[:skipped], *x.plan[skipped + 1 :]]
            verdict = FAMILY.verify(x, given(plan))
            assert verdict.status in ("fail", "unparsable")
            assert verdict.reward == 0


def test_a_longer_plan_passes_up_to_the_limit_and_no_further() -> None:
    for x in tasks(0.0, 12):
        state, detour = frozenset(x.problem.initial), []
        for words, after in successors(x.problem, state).items():
            back = [one for one, then in successors(x.problem, after).items() if then == state]
            if back:
                detour = [words, back[0]]
        if not detour:
            continue
        rounds = (x.limit - len(x.plan)) // 2
        verdict = FAMILY.verify(x, given(detour * rounds + list(x.plan)))
        assert verdict.status == "pass"
        assert verdict.parts["short"] == len(x.plan) / (len(x.plan) + 2 * rounds)
        long = FAMILY.verify(x, given(detour * (rounds + 1) + list(x.plan)))
        assert long.status == "fail"
        assert f"{x.limit} are allowed" in long.why


def test_renamed_objects_get_the_same_verdict() -> None:
    for x in tasks(0.5, 4):
        names = {name: f"o{i}" for i, (name, _) in enumerate(x.problem.objects)}
        told = x.model_dump_json()
        for name, other in names.items():
            told = told.replace(f'"{name}"', f'"{other}"')
        y = FAMILY.Instance.model_validate_json(told)
        assert FAMILY.verify(y, given(y.plan)).status == "pass"
        assert FAMILY.verify(y, given(y.plan[:-1])) == FAMILY.verify(
            x, given(x.plan[:-1])
        ).model_copy(update={"why": FAMILY.verify(y, given(y.plan[:-1])).why})


def test_plans_may_be_written_in_many_ways() -> None:
    (x,) = tasks(0.3, 1)
    plan = x.plan
    for reply in (
        "Answer: " + ", ".join(f"{w[0]}({', '.join(w[1:])})" for w in plan),
        "\n".join(f"{i}. ({' '.join(w)})" for i, w in enumerate(plan, 1)),
        "```pddl\n"
        + "\n".join(f"{i}: ({' '.join(w).upper()})" for i, w in enumerate(plan))
        + "\n```",
        "<answer>\n"
        + "\n".join(f"- Step {i}: {' '.join(w)}" for i, w in enumerate(plan))
        + "</answer>",
    ):
        assert FAMILY.verify(x, reply).status == "pass", reply
    for wrong, why in (
        ("(fly a b)", "'fly' is no action of this domain"),
        (f"({plan[0][0]} nobody)", "objects after"),
        (f"({plan[0][0]})", "got fewer"),
        ("", "there is no"),
    ):
        verdict = FAMILY.verify(x, f"<answer>{wrong}</answer>")
        assert verdict.status == "unparsable"
        assert why in verdict.why


def test_comments_of_plans_are_not_read() -> None:
    (x,) = tasks(0.3, 1)
    plan = [f"({' '.join(words)})" for words in x.plan]
    for body in (
        "\n".join(plan) + f"\n; cost = {len(plan)} (unit cost)",
        "; the plan\n" + "\n".join(f"{one} ; go on" for one in plan),
        "\n".join(f"{one}  # {one}" for one in plan),
        "\n".join(f"{i}. {one} // go on" for i, one in enumerate(plan, 1)),
        "; ".join(f"{i}. {one}" for i, one in enumerate(plan, 1)) + ";",
    ):
        assert FAMILY.verify(x, f"<answer>\n{body}\n</answer>").status == "pass", body
    hidden = "\n".join([*plan[:-1], f"; {plan[-1]}"])
    assert FAMILY.verify(x, f"<answer>\n{hidden}\n</answer>").status == "fail"
