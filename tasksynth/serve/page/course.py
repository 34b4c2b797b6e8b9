"""The course as a graph: tracks, what each waits for, and what has been mastered."""

import math
from typing import Literal

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.wrappers.prerequisites import PrerequisitesOptions
from tasksynth_schemas import CurriculumReport, Model


class Node(Model):
    """A track."""

    track: str
    state: Literal["mastered", "open", "waiting"]
    """By the same rule as the wrapper's: the arm that the track stands for, judged one standard
    deviation below what is believed of it."""
    expected: float
    """Success rate expected now at that arm, in [0, 1]."""
    arm: int
    """Which arm that is."""


class CourseGraph(Model):
    """The tracks of a recipe that declares prerequisites."""

    mastery: float
    """Success rate that opens what waits, in [0, 1]."""
    nodes: tuple[Node, ...]
    edges: tuple[tuple[int, int], ...]
    """From what is needed to what needs it, as places in `nodes`."""


def course(scheduler: Scheduler, found: CurriculumReport) -> CourseGraph | None:
    """The course as it stands by a report; None if the recipe declares no prerequisites."""
    declared = [w for w in scheduler.recipe.curriculum.wrappers if w.name == "prerequisites"]
    if not declared:
        return None
    options = PrerequisitesOptions.model_validate(declared[-1].options)
    space = scheduler.space
    place = {track: i for i, track in enumerate(space.tracks)}
    index = {arm.name: i for i, arm in enumerate(space.arms)}

    def stands_for(name: str) -> int:
        if (track := place.get(name)) is not None:
            return int(space.grid[track, (space.sizes[track] - 1) // 2])
        return index[name]

    def mastered(name: str) -> bool:
        arm = found.arms[stands_for(name)]
        return 1 / (1 + math.exp(arm.difficulty + arm.error)) >= options.mastery

    nodes = []
    for track in space.tracks:
        is_open = all(map(mastered, options.needs.get(track, ())))
        arm = stands_for(track)
        state: Literal["mastered", "open", "waiting"] = "open" if is_open else "waiting"
        nodes.append(
            Node(
                track=track,
                state="mastered" if mastered(track) else state,
                expected=found.arms[arm].expected,
                arm=arm,
            )
        )
    edges = {
        (int(space.track[stands_for(need)]), place[track])
        for track, needs in options.needs.items()
        for need in needs
    }
    return CourseGraph(mastery=options.mastery, nodes=tuple(nodes), edges=tuple(sorted(edges)))
