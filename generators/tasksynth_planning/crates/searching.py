"""The shortest way to the goal, whatever has to be pushed for it: breadth first, no guess."""

from collections.abc import Iterator

from tasksynth_planning.crates.models import WAYS, CrateState, CrateWorld


def shortest(world: CrateWorld, most: int) -> tuple[str | None, int]:
    """A shortest way, or None, and how many states were looked at; no more than `most` are."""
    start = world.begin()
    came: dict[CrateState, tuple[CrateState, str] | None] = {start: None}
    queue = [start]
    for looked, state in enumerate(queue, 1):
        if state.robot == world.goal:
            return _way_to(came, state), looked
        if looked >= most:
            return None, looked
        for way, after in world.around(state).items():
            if not isinstance(after, str) and after not in came:
                came[after] = state, way
                queue.append(after)
    return None, len(queue)


def _way_to(came: dict[CrateState, tuple[CrateState, str] | None], state: CrateState) -> str:
    steps = []
    while (before := came[state]) is not None:
        state, way = before
        steps.append(way)
    return "".join(reversed(steps))


def greedy(world: CrateWorld, most: int, order: str, *, crow: bool) -> str:
    """Steps that each lead as near to the goal as one can, to what has not been seen.

    `order`: which way goes first among those as good; `crow`: nearness as the crow flies, not as
    it would be walked if nothing stood anywhere.
    """
    state, goal, steps = world.begin(), divmod(world.goal, world.width), ""
    seen, away = {state}, {} if crow else _distances(world)
    for _ in range(most):
        if state.robot == world.goal:
            break
        able = []
        for way, after in world.around(state).items():
            if not isinstance(after, str) and after not in seen:
                row, column = divmod(after.robot, world.width)
                near = abs(row - goal[0]) + abs(column - goal[1])
                able.append((near if crow else away[after.robot], order.index(way), way, after))
        if not able:
            break
        _, _, way, state = min(able)
        seen.add(state)
        steps += way
    return steps


def _distances(world: CrateWorld) -> dict[int, int]:
    """How far each cell is from the goal as if nothing stood anywhere."""
    away, queue = {world.goal: 0}, [world.goal]
    for cell in queue:
        for beside in world.beside.values():
            if (to := beside[cell]) >= 0 and to not in away:
                away[to] = away[cell] + 1
                queue.append(to)
    return away


def replayed(world: CrateWorld, steps: str) -> Iterator[CrateState | str]:
    """The states that steps lead to.

    At a step that cannot be made it ends with the reason.
    """
    state = world.begin()
    for way in steps:
        after = world.around(state)[way]
        yield after
        if isinstance(after, str):
            return
        state = after


def pushes(world: CrateWorld, steps: str) -> int:
    """Steps with which something is pushed."""
    things, count = world.begin().things, 0
    for state in replayed(world, steps):
        if not isinstance(state, str):
            count += state.things != things
            things = state.things
    return count


def walked(world: CrateWorld, *, through: bool) -> str | None:
    """A shortest way as if nothing could be moved; `through`: as if nothing stood anywhere."""
    blocked = set() if through else {cell for _, cell in world.begin().things} | world.doors
    start = world.begin().robot
    came = {start: ""}
    queue = [start]
    for cell in queue:
        for way in WAYS:
            to = world.beside[way][cell]
            if to >= 0 and to not in blocked and to not in came:
                came[to] = came[cell] + way
                queue.append(to)
    return came.get(world.goal)
