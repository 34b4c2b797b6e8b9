"""What is exported for MineDojo and MineStudio: a task a row, and how to run it there."""

from importlib.resources import files
from typing import Any

from tasksynth import Item, Target, UsageError
from tasksynth_minecraft.embodied.goals import goal_mask, goal_view
from tasksynth_minecraft.embodied.models import ROCKET_EVENT, Crossview
from tasksynth_minecraft.export.commands import minestudio
from tasksynth_minecraft.export.eventlog import is_sole
from tasksynth_minecraft.export.minedojo import name_1_11, spec
from tasksynth_minecraft.rendering import png
from tasksynth_schemas import data_uri

_TEMPLATES = files("tasksynth_minecraft.export") / "templates"
_EMBODIED = ("approach", "hunt", "interact", "mine", "place")
_HIGH = (0, 100, 0)
"""Where a scene stands in MineStudio's world: in the air."""


def _task(item: Item) -> Crossview:
    """The task to be played.

    Raises:
        UsageError: if it is not played in a world, or nobody could judge it by a log.
    """
    domain, _, event = item.task.ref.family.partition(".")
    if domain != "minecraft" or event not in _EMBODIED:
        names = ", ".join(f"minecraft.{name}" for name in _EMBODIED)
        raise UsageError(f"{item.task.ref.family} is not played in a world; these are: {names}")
    task = Crossview.model_validate(item.task.instance)
    if task.event == "hunt" and not is_sole(task):
        raise UsageError(
            f"task {item.task.id} hunts one {task.target.name} of several, and no counter of the "
            f"game tells which was killed; draw it with --set distractors=0"
        )
    return task


def _goal(task: Crossview, *, target: str) -> dict[str, Any]:
    """<O_g, M_g, E>: the goal view and its mask as PNG, and the event as ROCKET numbers it."""
    return {
        "event": task.event,
        "obj_id": ROCKET_EVENT[task.event],
        "target": target,
        "image": data_uri("goal.png", png.encode(goal_view(task))),
        "mask": data_uri("goal_mask.png", png.encode(goal_mask(task))),
    }


def _head(item: Item) -> dict[str, Any]:
    return {"task": item.task.id, "family": item.task.ref.family, "level": item.task.level}


def minedojo_row(item: Item) -> dict[str, Any]:
    """A spec in the manner of MineDojo's `tasks_specs.yaml`, and the goal."""
    task = _task(item)
    goal = _goal(task, target=name_1_11(task.target.name))
    return {**_head(item), "spec": spec(task), "goal": goal, "origin": [0, 0, 0]}


def minestudio_row(item: Item) -> dict[str, Any]:
    """A configuration for MineStudio's `load_callbacks_from_config`, and the goal."""
    task = _task(item)
    try:
        config = minestudio(task, at=_HIGH)
    except UsageError as e:
        raise UsageError(f"task {item.task.id}: {e}") from e
    goal = _goal(task, target=task.target.name) | config.pop("goal")
    return {**_head(item), "config": config, "goal": goal, "origin": list(_HIGH)}


MINEDOJO = Target(
    "minedojo",
    "MineDojo: task specs, and what makes and logs them",
    minedojo_row,
    None,
    "jsonl",
    images="uri",
    templates=_TEMPLATES,
    whole=True,
)
MINESTUDIO = Target(
    "minestudio",
    "MineStudio: callback configurations, and what logs them",
    minestudio_row,
    None,
    "jsonl",
    images="uri",
    templates=_TEMPLATES,
    whole=True,
)
