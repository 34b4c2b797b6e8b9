"""Plans that are quickly made: one goal after the other, side by side, or without a look ahead."""

from collections.abc import Iterator, Sequence

from tasksynth_planning.crews.models import CrewDeed, CrewPlan, CrewWorld, Goals
from tasksynth_planning.crews.replaying import CrewScene
from tasksynth_planning.crews.searching import CrewSearch, TooManyStates

_MOST = 2000
"""States that may be expanded for one goal."""


def in_turn(search: CrewSearch, goals: Goals) -> list[list[CrewDeed]]:
    """The quickest way to each goal, one after the other; what cannot be done is left out."""
    state, plan = search.begin(), list[list[CrewDeed]]()
    for goal in goals:
        try:
            found = search.plan(state, [goal], _MOST)
        except TooManyStates:
            found = None
        if found:
            plan += found.plan
            state = found.end
    return plan


def orders(goals: Goals) -> list[Goals]:
    """The goals from each of them on, forwards and backwards: of up to three, all orders."""
    ways = (tuple(goals), tuple(goals[::-1]))
    return list(dict.fromkeys(way[i:] + way[:i] for way in ways for i in range(len(way))))


def squeezed(world: CrewWorld, plan: CrewPlan) -> list[list[CrewDeed]]:
    """The same deeds, each as early as it can be done: robots no longer wait for one another.

    What is done with one thing stays in its order.
    """
    left = [deed for deeds in plan for deed in deeds]
    scene, steps = CrewScene(world), list[list[CrewDeed]]()
    while left:
        step: list[CrewDeed] = []
        robots, things = set[int](), set[int | None]()
        for deed in list(left):
            free = deed.robot not in robots and (deed.thing is None or deed.thing not in things)
            if free and not scene.fault_of_step([*step, deed]):
                step.append(deed)
                left.remove(deed)
            robots.add(deed.robot)
            things.add(deed.thing)
        if not step:
            break
        for deed in step:
            scene.do(deed)
        steps.append(step)
    return steps


def downhill(search: CrewSearch, limit: int) -> list[list[CrewDeed]]:
    """In each step what brings all goals together nearest, as if nobody needed the same robot."""
    plan, goals = list[list[CrewDeed]](), search.world.goal
    state, seen, wanted = search.begin(), set[int](), range(len(goals))
    while len(plan) < limit and any(search.outlook(state, wanted).alone):
        seen.add(state)
        options = [after for after in search.joint(state, wanted) if after not in seen]
        if not options:
            break
        after = min(options, key=lambda one: sum(search.outlook(one, wanted).alone))
        plan.append(search.deeds(state, after))
        state = after
    return plan


def cheap_plans(
    world: CrewWorld, team: Sequence[int], steps: int
) -> Iterator[tuple[str, list[list[CrewDeed]]]]:
    """Plans by name; `steps` is the fewest.

    Most are told which robots are needed: to find them is no part of what they do.
    """
    goals, crew, search = world.goal, range(len(world.robots)), CrewSearch(world, team)
    turns = in_turn(search, goals)
    yield "one goal after the other", turns
    yield "side by side", squeezed(world, turns)
    yield "downhill", downhill(search, steps)
    for number, order in enumerate(orders(goals)[1:], 2):
        yield f"side by side, in order {number}", squeezed(world, in_turn(search, order))
    yield "the whole crew", squeezed(world, in_turn(CrewSearch(world, crew), goals))
    yield "the first robot", in_turn(CrewSearch(world, [0]), goals)
    unbound = _unbound(world)
    anybody = in_turn(CrewSearch(unbound, crew), goals)
    yield "anybody", squeezed(unbound, anybody)
    yield "never mind abilities", squeezed(unbound, in_turn(CrewSearch(unbound, team), goals))


def _unbound(world: CrewWorld) -> CrewWorld:
    """The same house as one sees it who does not look at what robots can do."""
    able = {"passes": ("door", "stairs", "window"), "lifts": 99, "shelves": True, "opens": True}
    return world.model_copy(
        update={"robots": tuple(robot.model_copy(update=able) for robot in world.robots)}
    )
