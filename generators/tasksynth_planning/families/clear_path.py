"""`embodied.clear_path`: a robot clears its way to a goal that it cannot reach as things stand."""

from itertools import permutations
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import MAX_STEPS, read_directions
from tasksynth.rng import Dice
from tasksynth_planning.crates.drawing import Blockers, draw, images
from tasksynth_planning.crates.models import WAYS, CrateWorld
from tasksynth_planning.crates.searching import greedy, pushes, replayed, shortest, walked

_TRIES = 60
"""Plans that are drawn before a draw is given up."""
LEAST = 20
"""The search looks at a part of the states that it may look at, at least."""
_LEGEND = {
    "R": "the robot",
    "G": "the goal, otherwise free",
    "#": "a wall",
    ".": "free",
    "C": "a crate, which can be pushed in any direction",
    "-": "a crate on rails, which can be pushed east and west alone",
    "|": "a crate on rails, which can be pushed north and south alone",
    "O": "a ball, which rolls on when it is pushed until something stops it",
    "_": "a plate in the floor, otherwise free",
    "D": "a door",
}


class ClearPathParams(Params):
    """The rooms, and what is in the way."""

    height: Annotated[int, Field(ge=3, le=12), Knob(4, 7)] = 5
    """Rows; north and east may be turned."""
    width: Annotated[int, Field(ge=5, le=14), Knob(7, 10)] = 8
    """Columns."""
    rooms: Annotated[int, Field(ge=2, le=3), Knob(2, 3)] = 2
    """Rooms side by side, with one gap from each to the next."""
    things: Annotated[int, Field(ge=1, le=8), Knob(2, 6)] = 4
    """Things that can be pushed."""
    kind: Annotated[Blockers, Ladder("crates", "crates", "rails", "balls")] = "rails"
    """`crates` alone, some of them on `rails`, and `balls`, too."""
    plates: Annotated[int, Field(ge=0, le=2), Knob(0, 1)] = 1
    """Plates on which something has to stand for a door to be open."""
    pushes: Annotated[int, Field(ge=1, le=20), Knob(2, 6)] = 4
    """Pushes of a shortest way, at least."""
    spare: Annotated[int, Field(ge=0, le=20), Knob(4, 0)] = 2
    """Steps more than a shortest way has that an answer may have."""
    most: Annotated[int, Field(ge=50, le=100_000), Knob(600, 6000, log=True)] = 2000
    """States, at most, that the search for a shortest way looks at."""


class ClearPathInstance(Model):
    """A plan, a shortest way, and how many steps more are allowed."""

    world: CrateWorld
    steps: str
    spare: int
    states: int


class ClearPath(Family[ClearPathParams, ClearPathInstance]):
    """Push things out of the way, and walk to a goal that is out of reach as they stand."""

    name = "embodied.clear_path"
    version = 2
    effort = "states"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, reached=0.0)
    checked = 8

    def generate(self, p: ClearPathParams, rng: np.random.Generator) -> ClearPathInstance | None:
        dice = Dice(rng)
        for _ in range(_TRIES):
            world = draw(
                dice,
                height=p.height,
                width=p.width,
                rooms=p.rooms,
                things=p.things,
                kind=p.kind,
                plates=p.plates,
            )
            if world is None or walked(world, through=False) is not None:
                continue
            steps, states = shortest(world, p.most)
            if steps is None or states < p.most // LEAST or pushes(world, steps) < p.pushes:
                continue
            x = ClearPathInstance(world=world, steps=steps, spare=p.spare, states=states)
            guesses = self.baselines(x).values()
            if all(_fault(x, guess) for guess in guesses) and not _greed_pays(x):
                return x
        return None

    def prompt(self, x: ClearPathInstance) -> str:
        world = x.world
        marks = [f"- {mark}: {said}" for mark, said in _LEGEND.items() if mark in world.cells]
        doors = (
            "\n\nA door can be entered, by the robot or by what is pushed, as long as something "
            "that can be pushed stands on every plate, and is not just being pushed off it; else "
            "it is like a wall."
        )
        return (
            "A robot in rooms seen from above; north is up, and beyond the edge are walls:\n\n"
            f"{chr(10).join(world.rows)}\n\n{chr(10).join(marks)}\n\n"
            "Step by step, the robot goes to the next cell in the north (N), east (E), south (S) "
            "or west (W). If something stands there that can be pushed in that direction, it goes "
            "on to the cell behind, which has to have nothing in it and be no wall, and the robot "
            "takes its place. Only one thing can be pushed at once, and nothing can be pulled."
            f"{doors if world.doors else ''}\n\nWrite a way on which the robot reaches the goal in "
            f"at most {len(x.steps) + x.spare} steps, each of which can be made; it ends there. "
            "End with a line that begins with “Answer:” and gives its letters, as in “Answer: "
            "NNESW”."
        )

    def verify(self, x: ClearPathInstance, answer: str) -> Verdict:
        steps = read_directions(answer, asked="line")
        if not steps:
            return self.rubric.unparsable(
                f"want a word of the letters N, E, S and W, at most {MAX_STEPS} of them"
            )
        why = _fault(x, steps)
        reached = not why or why.startswith("it takes")
        return self.rubric(solved=float(not why), reached=float(reached), why=why)

    def solve(self, x: ClearPathInstance) -> str:
        return f"Answer: {x.steps}"

    def measure(self, x: ClearPathInstance) -> dict[str, float]:
        """`states` that the search looked at; `steps` and `pushes` of a shortest way."""
        return {
            "states": x.states,
            "steps": len(x.steps),
            "pushes": pushes(x.world, x.steps),
            "things": len(x.world.begin().things),
        }

    def canonical(self, x: ClearPathInstance) -> Any:
        """The plan, however it is turned."""
        return min(images(x.world.rows))

    def baselines(self, x: ClearPathInstance) -> dict[str, str]:
        """Ways that look no further than one thing, or one step."""
        straight = walked(x.world, through=True) or "N"
        return {
            "as if nothing stood there": straight,
            "the first half of it": straight[: len(straight) // 2] or "N",
            "pushing on": straight * 3,
            "ever nearer": _greedy(x, "NESW", crow=True),
            "ever nearer on foot": _greedy(x, "NESW", crow=False),
        }

    def floor(self, p: ClearPathParams) -> float:
        """A step at a time, whichever leads nearest, is drawn anew; 6% are for other such ways."""
        return 0.1


def _greedy(x: ClearPathInstance, order: str, *, crow: bool) -> str:
    return greedy(x.world, len(x.steps) + x.spare, order, crow=crow) or "N"


def _greed_pays(x: ClearPathInstance) -> bool:
    """Whether one gets there by the step that leads nearest, whichever goes first of equals."""
    ways = (_greedy(x, "".join(o), crow=crow) for o in permutations(WAYS) for crow in (False, True))
    return any(_fault(x, steps) == "" for steps in ways)


def _fault(x: ClearPathInstance, steps: str) -> str:
    """Why steps are no way to the goal, or no short enough one; empty if they are."""
    most, made = len(x.steps) + x.spare, 0
    for made, state in enumerate(replayed(x.world, steps), 1):
        if isinstance(state, str):
            return f"step {made}, {steps[made - 1]}, cannot be made: {state}"
        if state.robot == x.world.goal:
            break
    else:
        return f"after {made} steps the robot is not at the goal"
    if made < len(steps):
        return f"the goal is reached in step {made}, and there are {len(steps) - made} more"
    return f"it takes {made} steps, want at most {most}" if made > most else ""
