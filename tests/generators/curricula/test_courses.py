"""Courses are valid, are seen to be faulty when they are, and run."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tasksynth import UsageError
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.pipeline.making.plan import read_recipe
from tasksynth_curricula import picture
from tasksynth_curricula.course import Course, Stage, check, faults, recipe
from tasksynth_curricula.templates import TEMPLATES, generate, saturn

FAMILIES = [
    "sat.ksat",
    "sat.saturn",
    "curricula.order",
    "curricula.plan",
    "sat.coloring",
    "sat.parity",
    "curricula.diagnose",
    "sat.decision",
]


def course_of(seed: int) -> Course:
    template = list(TEMPLATES)[seed % len(TEMPLATES)]
    first = seed // 7 % len(FAMILIES)
    chosen = (FAMILIES[first:] + FAMILIES[:first])[: 1 + seed % 5]
    return generate(template, chosen, seed=seed, stages=2 + seed % 7)


def check_course(course: Course) -> None:
    assert faults(course) == []
    assert course.cost == 8 * sum(stage.budget for stage in course.stages) > 0
    assert len(recipe(course).mix) == sum(not stage.review for stage in course.stages)
    drawn = ElementTree.fromstring(picture.svg(course))
    boxes = [rect for rect in drawn.iter() if rect.tag.endswith("rect")]
    assert len(boxes) == 1 + len(course.stages) + len(course.held_out)
    arrows = picture.mermaid(course).count("-->")
    assert arrows == sum(len(stage.needs) for stage in course.stages)


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_makes_a_valid_course(template: str) -> None:
    check_course(generate(template, FAMILIES[:3], seed=1, stages=4))
    assert generate(template, FAMILIES[:3], seed=1, stages=4) == generate(
        template, FAMILIES[:3], seed=1, stages=4
    )


@pytest.mark.slow
def test_a_thousand_courses_are_valid() -> None:
    courses = [course_of(seed) for seed in range(1000)]
    for course in courses:
        check_course(course)
    assert len({course.model_dump_json(exclude={"seed"}) for course in courses}) > 990


def stage(name: str, *needs: str, family: str = "sat.ksat", level: float = 0.5) -> Stage:
    return Stage(
        name=name,
        family=family,
        level=level,
        depth=level,
        needs=needs,
        expected=0.3,
        budget=10,
    )


@pytest.mark.parametrize(
    ("stages", "fault"),
    [
        ((stage("a", "b"), stage("b", "a")), "in a circle"),
        ((stage("a", "c"),), "needs 'c', which is no stage"),
        ((stage("a"), stage("a")), "two stages are called 'a'"),
        ((stage("a", family="sat.ksatt"),), "no family called 'sat.ksatt'"),
        ((stage("a").model_copy(update={"params": {"n_vars": -1}}),), "field 'n_vars'"),
        ((stage("a").model_copy(update={"expected": 0.9}),), "mastered when it opens"),
    ],
)
def test_a_faulty_course_is_refused(stages: tuple[Stage, ...], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        check(Course(title="t", template="ladder", seed=0, stages=stages))


def test_a_course_that_teaches_what_it_holds_out_is_refused() -> None:
    course = Course(
        title="t", template="meta", seed=0, stages=(stage("a"),), held_out=(stage("b"),)
    )
    with pytest.raises(UsageError, match="'b' is also taught"):
        check(course)


def test_meta_holds_out_whole_families_and_top_levels() -> None:
    course = generate("meta", FAMILIES[:6], seed=3)
    taught = {stage.family for stage in course.stages}
    out = {stage.family for stage in course.held_out}
    assert len(taught) == 4
    assert len(out - taught) == 2
    assert taught <= out


def test_a_served_course_opens_a_stage_when_what_it_needs_is_mastered() -> None:
    course = generate("ladder", ["sat.ksat"], seed=3, stages=3)
    run = Scheduler(recipe(course, strategy="uniform"))
    first, *_, top = (arm.name for arm in run.space.arms)
    early = [ticket.arm for ticket in run.ask(100)]
    assert early.count(first) >= 90
    for _ in range(20):
        for ticket in run.ask(16):
            run.tell(ticket.id, [1.0] * 8)
    assert [ticket.arm for ticket in run.ask(200)].count(top) > 40


def test_a_course_is_drawn_as_a_png_with_ink_where_its_stages_are() -> None:
    image = pytest.importorskip("PIL.Image")
    course = generate("meta", FAMILIES[:4], seed=3, stages=3)
    drawn = picture.draw(course)
    picture_of = image.open(BytesIO(picture.png(course)))
    assert picture_of.size == tuple(round(side) * picture.SHARP for side in drawn.size)
    for box in drawn.boxes:
        x, y = (round(side + 10) * picture.SHARP for side in box.at)
        assert "#{:02x}{:02x}{:02x}".format(*picture_of.getpixel((x, y))) == box.fill


def test_the_command_writes_a_course_that_a_server_serves(tmp_path: Path) -> None:
    out = tmp_path / "course"
    command = [sys.executable, "-m", "tasksynth_curricula"]
    made = subprocess.run(
        [*command, "tree", *FAMILIES[:3], "--stages", "3", "--seed", "4", "--out", str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    course = Course.model_validate_json((out / "course.json").read_text())
    assert f"{course.tickets} tickets" in made.stdout
    scheduler = Scheduler(read_recipe(out / "recipe.json"))
    assert scheduler.recipe == recipe(course)
    assert {ticket.ref.family for ticket in scheduler.ask(50)} <= set(FAMILIES[:3])
    assert (out / "course.svg").read_text() == picture.svg(course)
    assert (out / "course.mmd").read_text() == picture.mermaid(course)
    wrong = subprocess.run([*command, "tre", "sat.ksat"], capture_output=True, text=True)
    assert wrong.returncode
    assert wrong.stderr == "tasksynth_curricula: no template called 'tre'. Did you mean 'tree'?\n"


def test_saturns_own_ladder_has_one_stage_for_each_step() -> None:
    steps = [{"n": 3, "k": 5, "l": 5}, {"n": 3, "k": 8, "l": 12}]
    fields = {"n": "n", "k": "k", "l": "l"}
    course = saturn(
        "sat.saturn", [{fields[k]: v for k, v in step.items()} for step in steps], seed=1
    )
    assert [stage.name for stage in course.stages] == ["1: n=3, k=5, l=5", "2: n=3, k=8, l=12"]
    assert course.stages[1].needs == (course.stages[0].name,)


def test_an_unknown_template_says_what_there_is() -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'spiral'\?"):
        generate("spirall", FAMILIES[:1], seed=0)
