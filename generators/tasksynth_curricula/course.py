"""A course: stages of tasks, what each waits for, when it counts as mastered, and what it costs.

A course is data. It is checked against the families that it names, drawn as a picture (`picture`),
and turned into a recipe that `tasksynth serve` runs (`recipe`).
"""

import math
from typing import Annotated, Any

import networkx as nx
from pydantic import Field

from tasksynth import Model, Recipe, UsageError, source
from tasksynth_schemas import Curriculum, Mix, Wrapper

Share = Annotated[float, Field(gt=0, lt=1)]

ABILITY, SLOPE = 1.0, 6.0
"""What a new learner is taken for: the lowest level is solved by three in four, and a family's
levels span six logits. The curriculum starts from the same belief, and corrects it."""
GAIN = 0.05
"""Logits that a group of practice is taken to add, for budgets."""
UNTAUGHT = 0.3
"""Share of what a stage taught that helps at another family that waits for it, in levels."""


class Stage(Model):
    """One family at one level."""

    name: str
    family: str
    level: Annotated[float, Field(ge=0, le=1)]
    params: dict[str, Any] = {}
    """Fixed params; they override what the level would choose."""
    depth: Annotated[float, Field(ge=0, le=1)]
    """How hard it is taken to be: the level, or with fixed params a mean over what moves."""
    needs: tuple[str, ...] = ()
    """Stages that must be mastered before."""
    mastery: Share = 0.7
    """Success rate that counts as mastered."""
    review: bool = False
    """True: the stage repeats an earlier one, against forgetting."""
    expected: Share
    """Success rate that is expected when the stage opens."""
    budget: Annotated[int, Field(ge=1)]
    """Tickets that mastery is expected to take."""


class Course(Model):
    """Stages, and what is held out to measure what was learned."""

    title: str
    template: str
    seed: int
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    held_out: tuple[Stage, ...] = ()
    """Never trained on."""
    rollouts: Annotated[int, Field(ge=1)] = 8

    @property
    def tickets(self) -> int:
        """Tickets in all, as expected."""
        return sum(stage.budget for stage in self.stages)

    @property
    def cost(self) -> int:
        """Rollouts in all, as expected."""
        return self.tickets * self.rollouts


def graph(course: Course) -> "nx.DiGraph[str]":
    """Stages as nodes, an edge from what is needed to what needs it."""
    g: nx.DiGraph[str] = nx.DiGraph()
    g.add_nodes_from(stage.name for stage in course.stages)
    g.add_edges_from((need, stage.name) for stage in course.stages for need in stage.needs)
    return g


def faults(course: Course) -> list[str]:
    """All that is wrong with a course; empty if nothing is."""
    found = []
    names = [stage.name for stage in course.stages]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.append(f"two stages are called {name!r}")
    known = set(names)
    for stage in course.stages:
        found += [
            f"stage {stage.name!r} needs {need!r}, which is no stage of the course"
            for need in stage.needs
            if need not in known
        ]
    g = graph(course)
    if not nx.is_directed_acyclic_graph(g):
        circle = " -> ".join(edge[0] for edge in nx.find_cycle(g))
        found.append(f"stages wait for each other in a circle: {circle}")
    else:
        roots = [name for name in g if g.in_degree(name) == 0]
        reached = set(roots).union(*(nx.descendants(g, root) for root in roots))
        found += [f"stage {name!r} can never be reached" for name in names if name not in reached]
    for stage in (*course.stages, *course.held_out):
        try:
            source(stage.family, seed=course.seed, level=stage.level, params=stage.params)
        except UsageError as e:
            found.append(f"stage {stage.name!r}: {e}")
        if stage.expected >= stage.mastery and not stage.review and stage not in course.held_out:
            found.append(f"stage {stage.name!r} is expected to be mastered when it opens")
    taught = {_cell(stage) for stage in course.stages}
    found += [
        f"held-out stage {stage.name!r} is also taught"
        for stage in course.held_out
        if _cell(stage) in taught
    ]
    return found


def _cell(stage: Stage) -> tuple[str, float, str]:
    return stage.family, stage.level, repr(sorted(stage.params.items()))


def check(course: Course) -> Course:
    """The course itself, if nothing is wrong with it.

    Raises:
        UsageError: naming the first fault, and how many more there are.
    """
    if wrong := faults(course):
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise UsageError(f"course {course.title!r}: {wrong[0]}{more}")
    return course


def expected(depth: float, reached: float) -> float:
    """Success rate at a depth for a learner who has mastered the family up to another depth."""
    z = ABILITY - SLOPE * (depth - reached)
    return round(min(max(1 / (1 + math.exp(-z)), 0.02), 0.65), 3)


def budget(start: float, mastery: float) -> int:
    """Tickets to get from one success rate to another."""
    way = math.log(mastery / (1 - mastery)) - math.log(start / (1 - start))
    return max(8, math.ceil(way / GAIN))


def recipe(course: Course, *, strategy: str = "frontier") -> Recipe:
    """What `tasksynth serve` runs: every stage an arm, opened by the mastery of what it needs.

    Raises:
        UsageError: if the course is faulty.
    """
    check(course)
    stages = [stage for stage in course.stages if not stage.review]
    mix = tuple(
        Mix(family=s.family, levels=(s.level,), params=s.params, weight=s.budget) for s in stages
    )
    tracks = _tracks(stages)
    track = {stage.name: tracks[_first(course, stage)] for stage in course.stages}
    needs: dict[str, list[str]] = {}
    for stage in stages:
        waits = sorted({track[need] for need in stage.needs} - {track[stage.name]})
        if waits:
            needs[track[stage.name]] = waits
    gates = {"needs": needs, "mastery": min(stage.mastery for stage in course.stages)}
    return Recipe(
        seed=course.seed,
        mix=mix,
        curriculum=Curriculum(
            strategy=strategy,
            wrappers=(Wrapper(name="prerequisites", options=gates),),
            rollouts=course.rollouts,
        ),
    )


def _first(course: Course, stage: Stage) -> str:
    """The stage that a review repeats; itself otherwise."""
    same = (s for s in course.stages if _cell(s) == _cell(stage) and not s.review)
    return next(same).name


def _tracks(stages: list[Stage]) -> dict[str, str]:
    """The curriculum's name for the track of each stage: a family's second one ends in #2."""
    seen: dict[str, int] = {}
    tracks = {}
    for stage in stages:
        seen[stage.family] = count = seen.get(stage.family, 0) + 1
        tracks[stage.name] = stage.family if count == 1 else f"{stage.family}#{count}"
    return tracks
