"""The families beyond the common contract: certificates, baselines, cheats, pictures."""

import subprocess
import sys

import numpy as np
import pytest

from tasksynth import grade, make, registry, source
from tasksynth.capability import Pictured
from tasksynth.errors import UsageError
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.goals import goal_mask
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import greedy, oracle, random_actions
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.families.crossview import Mine
from tasksynth_minecraft.families.mask import MaskGlance
from tasksynth_minecraft.families.route import Route, field_to, step, word_of
from tasksynth_minecraft.glances.glance import Glance, shown_mask, target_mask
from tasksynth_minecraft.glances.spans import read_mask, write_mask
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.rendering.masks import iou
from tasksynth_minecraft.worlds.stored import blocks_of
from tests.generators.minecraft.conftest import Drawer

EVENTS = ("approach", "mine", "interact", "place", "hunt")


def outcome(task: Crossview, rows: np.ndarray) -> int:
    episode = Rollout(task)
    episode.play(rows)
    return episode.outcome


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("event", EVENTS)
def test_every_certificate_replays(event: str, level: float, drawn: Drawer) -> None:
    for draw in drawn(event, level, 12):
        task = draw.instance
        assert isinstance(task, Crossview)
        rows = oracle(task)
        assert rows is not None
        assert len(rows) == task.oracle_ticks <= task.horizon
        verdict = grade(draw.task, actions.encode(rows))
        assert verdict.status == "pass"


@pytest.mark.parametrize("event", EVENTS)
def test_tasks_lie_in_the_box_that_was_asked_for(event: str, drawn: Drawer) -> None:
    family = registry.get(f"minecraft.{event}")
    for level in (0.0, 0.5, 1.0):
        p = family.Params.at(level)
        for draw in drawn(event, level, 12):
            measure = draw.task.measure
            assert p.path_min <= measure["path_len"] <= p.path_max
            assert p.hidden_min <= measure["hidden_share"] <= p.hidden_max
            assert measure["view_gap"] >= p.gap_min
            assert measure["goal_pixels"] >= p.goal_pixels
            assert measure["goal_occlusion"] <= p.occlusion_max


def test_greedy_falls_with_the_level_and_random_never_gets_far(drawn: Drawer) -> None:
    rates = []
    for level in (0.0, 1.0):
        tasks = [draw.instance for draw in drawn("mine", level, 30)]
        rates.append(sum(outcome(t, greedy(t)) == tick.SUCCESS for t in tasks) / 30)  # type: ignore[arg-type]
        lucky = sum(outcome(t, random_actions(t)) == tick.SUCCESS for t in tasks)  # type: ignore[arg-type]
        assert lucky <= 2
    assert rates[0] > 0.9
    assert rates[0] - rates[1] > 0.4


def test_a_task_at_the_start_is_not_solved_yet(drawn: Drawer) -> None:
    for event in EVENTS:
        for draw in drawn(event, 0.0, 12):
            verdict = grade(draw.task, "[]")
            assert verdict.status == "fail"
            assert verdict.parts["progress"] == 0


def test_half_the_way_is_progress_and_no_reward(drawn: Drawer) -> None:
    draw = drawn("mine", 1.0, 1)[0]
    rows = oracle(draw.instance)  # type: ignore[arg-type]
    assert rows is not None
    verdict = grade(draw.task, actions.encode(rows[: len(rows) // 2]))
    assert verdict.status == "fail"
    assert verdict.reward == 0
    assert 0.1 < verdict.parts["progress"] < 0.9


def test_the_goal_view_shows_the_target_alone(drawn: Drawer) -> None:
    for event in EVENTS:
        for draw in drawn(event, 0.5, 6):
            task = draw.instance
            assert isinstance(task, Crossview)
            mask = goal_mask(task)
            assert mask.mean() == pytest.approx(task.difficulty["goal_pixels"], abs=1e-4)
            border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
            assert not border.any()


def test_pictures_are_png_files(drawn: Drawer) -> None:
    names = {"mine": {"view.png", "goal.png", "goal_mask.png"},
             "locate": {"view.png", "goal.png", "goal_mask.png"},
             "pose": {"view.png"}, "route": {"goal.png", "goal_mask.png"},
             "techtree": set()}  # fmt: skip
    for name, files in names.items():
        family = registry.get(f"minecraft.{name}")
        if not files:
            assert not isinstance(family, Pictured)
            continue
        assert isinstance(family, Pictured)
        images = family.media(drawn(name, 0.5, 1)[0].instance)
        assert set(images) == files
        assert all(data.startswith(b"\x89PNG") for data in images.values())


def test_the_bow_and_other_worlds_are_asked_for_by_params(drawn: Drawer) -> None:
    for draw in drawn("hunt", 0.25, 5, weapon="bow"):
        assert draw.instance.item == "bow"  # type: ignore[attr-defined]
        assert (
            grade(draw.task, registry.get("minecraft.hunt").solve(draw.instance)).status == "pass"
        )
    for draw in drawn("mine", 0.25, 5, cross_episode=True):
        task = draw.instance
        assert isinstance(task, Crossview)
        assert task.goal.scene is not None
        assert task.goal.cell is not None
        assert blocks_of(task.goal.scene)[task.goal.cell] == blocks_of(task.scene)[task.target.cell]
        assert "another world" in draw.task.prompt
        assert grade(draw.task, registry.get("minecraft.mine").solve(task)).status == "pass"


def test_the_same_tasks_without_numba(drawn: Drawer) -> None:
    """An interpreter that cannot import numba makes the same bytes."""
    refs = [drawn("mine", 0.0, 1)[0].task, drawn("locate", 0.0, 1)[0].task]
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n == 'numba' else real(n, *a)\n"
        "from tasksynth import make\n"
        "from tasksynth_schemas import TaskRef\n"
        "from tasksynth_minecraft.numeric.jit import COMPILED\n"
        "assert not COMPILED\n"
        "for line in sys.stdin: print(make(TaskRef.model_validate_json(line)).model_dump_json())\n"
    )
    child = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        input="\n".join(task.ref.model_dump_json() for task in refs),
        capture_output=True,
        text=True,
        check=True,
    )
    assert child.stdout.splitlines() == [make(task.ref).model_dump_json() for task in refs]


def test_pointing_at_a_neighbouring_pixel_is_not_pointing_at_the_target(drawn: Drawer) -> None:
    draw = drawn("locate", 0.5, 1)[0]
    assert isinstance(draw.instance, Glance)
    mask = target_mask(draw.instance)
    for row, column in np.argwhere(mask | ~mask)[::7]:
        status = grade(draw.task, f"({column}, {row})").status
        assert (status == "pass") == bool(mask[row, column])


@pytest.mark.parametrize(
    "form",
    [
        "{0}, {1}",
        "[{0},{1}]",
        "x={0}, y={1}",
        "\\boxed{{({0}, {1})}}",
        "column {0}.0 row {1}.0",
        "<answer>{0} {1}</answer>",
    ],
)
def test_a_point_may_be_written_in_many_ways(form: str, drawn: Drawer) -> None:
    draw = drawn("locate", 0.5, 1)[0]
    assert isinstance(draw.instance, Glance)
    row, column = np.argwhere(target_mask(draw.instance))[0]
    assert grade(draw.task, form.format(column, row)).status == "pass"


def test_masks_are_judged_by_their_overlap(drawn: Drawer) -> None:
    for draw in drawn("mask", 0.5, 8):
        x = draw.instance
        assert isinstance(x, MaskGlance)
        mask = target_mask(x)
        assert grade(draw.task, write_mask(np.ones_like(mask))).status == "fail"
        assert grade(draw.task, write_mask(~mask)).status == "fail"
        assert grade(draw.task, write_mask(shown_mask(x))).status == "fail"
        assert grade(draw.task, "[]").status == "fail"
        counts = np.diff(np.flatnonzero(np.diff(mask.T.ravel(), prepend=0, append=0)), prepend=0)
        runs = [*counts.tolist(), mask.size - int(counts.sum())]
        rle = f'{{"size": [{x.height}, {x.width}], "counts": {runs}}}'
        assert grade(draw.task, rle).status == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "[[0, 0]]",
        "[[0, 5, 3]]",
        "[[99, 0, 1]]",
        "[[0, 0, 1.5]]",
        "[[0,0,NaN]]",
        '{"size": [36, 64], "counts": [-1, 2305]}',
        '{"counts": []}',
        "[1e9]",
    ],
)
def test_masks_of_the_wrong_size_are_unparsable(text: str, drawn: Drawer) -> None:
    verdict = grade(drawn("mask", 0.5, 1)[0].task, text)
    assert verdict.status == "unparsable"
    assert "\n" not in verdict.why


def test_a_mask_is_written_and_read() -> None:
    mask = np.random.Generator(np.random.Philox(key=3)).random((20, 30)) > 0.5
    assert (read_mask(write_mask(mask), width=30, height=20) == mask).all()
    assert iou(mask, mask) == 1
    assert iou(mask, ~mask) == 0
    assert iou(np.zeros((2, 2), dtype=bool), np.zeros((2, 2), dtype=bool)) == 0


def test_routes_hold_step_by_step(drawn: Drawer) -> None:
    for draw in drawn("route", 1.0, 6):
        x = draw.instance
        assert isinstance(x, Route)
        blocks = blocks_of(x.scene)
        field = field_to(blocks, x.cell)
        word = word_of(field.path(x.start))
        assert grade(draw.task, word.lower()).status == "pass"
        assert grade(draw.task, " ".join(word)).status == "pass"
        assert grade(draw.task, word[:-1]).status == "fail"
        back = {"N": "S", "S": "N", "E": "W", "W": "E"}[word[0]]
        longer = word[0] + back + word
        fits = len(longer) <= x.limit and step(blocks, x.start, word[0]) is not None
        there = step(blocks, x.start, word[0])
        fits = fits and there is not None and step(blocks, there, back) == x.start
        assert (grade(draw.task, longer).status == "pass") == fits
        assert "at most" in grade(draw.task, word + "NS" * x.limit).why


def test_a_pose_is_one_letter(drawn: Drawer) -> None:
    draw = drawn("pose", 0.5, 1)[0]
    right = registry.get("minecraft.pose").solve(draw.instance)
    for text in (right, right.lower(), f"({right})", f"Camera {right}", f"\\boxed{{{right}}}"):
        assert grade(draw.task, text).status == "pass"
    for text in (f"{right} or A", "A B C D E F G", f"not {right}"):
        assert grade(draw.task, text).status == "unparsable"


def test_a_task_in_a_wall_is_a_fault_and_never_a_zero(drawn: Drawer) -> None:
    draw = drawn("mine", 0.0, 1)[0]
    x = draw.instance
    assert isinstance(x, Crossview)
    below = {"y": 2.0}
    buried = x.model_copy(update={"start": x.start.model_copy(update=below)})
    task = draw.task.model_copy(update={"instance": buried.model_dump(mode="json")})
    verdict = grade(task, "[]")
    assert verdict.status == "error"
    assert verdict.why.startswith("the camera at (")
    assert verdict.why.endswith("is inside stone; put it in the open")
    camera = x.goal.camera.model_copy(update=below)
    blind = x.model_copy(update={"goal": x.goal.model_copy(update={"camera": camera})})
    with pytest.raises(UsageError, match="is inside stone; put it in the open"):
        Mine().media(blind)


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("mine", {"path_min": 40, "path_max": 30}, "path_min wants to be at most path_max"),
        ("mine", {"hidden_min": 0.9, "hidden_max": 0.5}, "hidden_min wants to be at most"),
        ("locate", {"gap_min": 90, "gap_max": 80}, "gap_min wants to be at most gap_max"),
        ("route", {"path_min": 40}, "path_min wants to be at most path_max, got 40 > 25"),
        ("techtree", {"steps_min": 30}, "steps_min wants to be at most steps_max"),
        ("hunt", {"cross_episode": True}, "field 'cross_episode': input should be False"),
    ],
)
def test_boxes_that_hold_nothing_are_refused(
    name: str, params: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        source(f"minecraft.{name}", seed=1, params=params)
