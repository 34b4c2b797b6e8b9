"""Tell a house, its robots and a goal; write a plan."""

from collections.abc import Sequence

from tasksynth_planning.crews.models import CrewDeed, CrewPlan, CrewRobot, CrewWorld, Passage

_RULES = """\
Time goes in steps. In a step, each robot does one of these things, or nothing:

- go ROOM: it goes into that room, with what it holds, through a passage that it passes and that is not closed.
- take THING: it takes a thing, not too heavy for it, from the floor, the shelf or the open cabinet of the room where it is. A robot holds one thing at most, and uses a shelf only if it reaches shelves.
- put THING PLACE: it puts what it holds on the floor or the shelf, or into the open cabinet, of the room where it is.
- open ROOM or open cabinet: a robot that opens things, and holds nothing, opens the closed door between the room where it is and ROOM, or the cabinet of the room where it is. What is open stays open.

All that is done in a step is done at once: what an action needs has to be so when the step begins, so that a thing that is put down can be taken from the next step on. In the same step, no two robots take the same thing or open the same thing, and only one goes through a narrow passage, whichever way. Everywhere is room for any number of robots and things.

Switch on as few robots as possible: the others do nothing at all. With so few robots, reach the goal in as few steps as possible. Any plan that is best in this sense will do; one with so few robots that takes more steps, or reaches a part of the goal, earns a part.

Write the plan between <answer> and </answer>: first a line that names the robots that are switched on, then a line for each step, as in

Robots: R2, R7
Step 1: R2 go garage; R7 take brush
Step 2: R7 put brush shelf"""  # noqa: E501


def told(world: CrewWorld) -> str:
    """The whole task."""
    passages = [_passage(world, one) for one in world.passages]
    robots = [_robot(world, number, one) for number, one in enumerate(world.robots)]
    things = [f"{one.name}, {one.weight} kg, {located(world, one.place)}" for one in world.things]
    goal = [f"the {world.things[i].name} is {located(world, place)}" for i, place in world.goal]
    return (
        f"These rooms are joined, both ways:\n\n{_listed(passages)}\n\n"
        f"{_furniture(world)}In the rooms are these robots:\n\n"
        f"{_listed(robots)}\n\nand these things:\n\n{_listed(things)}\n\n"
        f"The goal: at the end, {_and(goal)}.\n\n{_RULES}"
    )


def located(world: CrewWorld, place: int) -> str:
    """`on the shelf of the kitchen`."""
    one = world.places[place]
    into = "in" if one.kind == "cabinet" else "on"
    return f"{into} the {one.kind} of the {world.rooms[one.room]}"


def written(world: CrewWorld, team: Sequence[int], plan: CrewPlan) -> str:
    """A plan as the prompt asks for it."""
    lines = [f"Robots: {', '.join(f'R{robot + 1}' for robot in team)}"]
    for number, deeds in enumerate(plan, 1):
        lines.append(f"Step {number}: {'; '.join(said(world, deed) for deed in deeds)}")
    return "<answer>\n" + "\n".join(lines) + "\n</answer>"


def said(world: CrewWorld, deed: CrewDeed) -> str:
    """`R2 take cup`."""
    words = [f"R{deed.robot + 1}", deed.verb]
    words += [world.things[deed.thing].name] if deed.thing is not None else []
    words += [world.rooms[deed.room]] if deed.room is not None else []
    words += [deed.place] if deed.place is not None else []
    return " ".join(words)


def _passage(world: CrewWorld, one: Passage) -> str:
    a, b = (world.rooms[room] for room in one.rooms)
    narrow = "narrow " if one.narrow else ""
    article = "" if one.kind == "stairs" else "a "
    return f"{a} and {b}: {article}{narrow}{one.kind}{', closed' if one.closed else ''}"


def _furniture(world: CrewWorld) -> str:
    kinds = (("a shelf", "shelf", False), ("an open cabinet", "cabinet", False),
             ("a closed cabinet", "cabinet", True))  # fmt: skip
    found = []
    for name, kind, closed in kinds:
        rooms = [
            f"in the {world.rooms[one.room]}"
            for one in world.places
            if (one.kind, one.closed) == (kind, closed)
        ]
        found += [f"{name} is {_and(rooms)}"] if rooms else []
    return f"Every room has a floor{'; ' if found else ''}{', '.join(found)}. "


def _robot(world: CrewWorld, number: int, one: CrewRobot) -> str:
    article = "an" if one.kind[0] in "aeiou" else "a"
    doors = [kind if kind == "stairs" else f"{kind}s" for kind in one.passes]
    moves = f"passes {_and(doors)}" if doors else "stays where it is"
    shelves = "reaches shelves" if one.shelves else "does not reach shelves"
    opens = "opens things" if one.opens else "opens nothing"
    return (
        f"R{number + 1}, {article} {one.kind} in the {world.rooms[one.room]}: {moves}, "
        f"lifts {one.lifts} kg at most, {shelves}, {opens}"
    )


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
