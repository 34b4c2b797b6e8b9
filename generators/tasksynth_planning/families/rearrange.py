"""`embodied.rearrange`: a robot brings things to where they belong, on a battery."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.homes.drawing import draw_home
from tasksynth_planning.homes.exploring import explore
from tasksynth_planning.homes.models import (
    CannotError,
    Chore,
    Home,
    Tidying,
    cells_of,
    distances,
    do,
    pick_up,
    put_down,
    turn_door,
    walk_to,
)
from tasksynth_planning.homes.reading import RobotOrder, piece_named, read_orders, thing_named
from tasksynth_planning.homes.searching import cheapest
from tasksynth_planning.homes.strategies import THUMBS, tidied, tidy
from tasksynth_planning.homes.telling import furniture, plan, rules, view, wishes

_TRIES = 60
"""Homes that are drawn before a draw is given up."""
LEAST = 20
"""The search looks at a part of the states that it may look at, at least."""
_SPARE_TURNS = 3
"""Turns for each that the reference takes."""


class RearrangeParams(Params):
    """The home, and what is astray in it."""

    rooms: Annotated[Literal[2, 3, 4, 6], Ladder(2, 3, 4, 4, 6)] = 4
    """Rooms, in one row or two."""
    pieces: Annotated[int, Field(ge=3, le=12), Knob(4, 9)] = 6
    """Pieces of furniture."""
    doors: Annotated[int, Field(ge=0, le=6), Knob(1, 4)] = 2
    """Of them have doors."""
    things: Annotated[int, Field(ge=1, le=6), Knob(2, 5)] = 3
    """Things that are astray."""
    others: Annotated[int, Field(ge=0, le=6), Knob(1, 4)] = 2
    """Things that are where they belong, and take up room."""
    hands: Annotated[int, Field(ge=1, le=3), Ladder(1, 1, 2)] = 1
    """Things that the robot can carry."""
    sight: Annotated[Literal["all", "room"], Ladder("all", "all", "all", "room", "room")] = "all"
    """Whether it is told where things are, or seen only in the room where the robot stands."""
    spare: Annotated[int, Field(ge=0, le=100), Knob(20, 5)] = 10
    """Per cent of the battery beyond what the reference takes."""
    most: Annotated[int, Field(ge=20, le=50_000), Knob(200, 4000, log=True)] = 1000
    """States, at most, that the search for the cheapest way looks at."""


class RearrangeInstance(Model):
    """A home, and what the reference does."""

    home: Home
    sight: Literal["all", "room"]
    chores: tuple[Chore, ...]
    spent: int
    """Units of the battery; as few as can be if all is told."""
    battery: int
    states: int


class WalkTo(Tool):
    """Walk to a piece of furniture on a shortest way."""

    piece: Annotated[str, Field(max_length=80)]
    """Its letter or its name."""


class OpenDoor(Tool):
    """Open the piece of furniture where the robot stands; it takes a free hand."""


class ShutDoor(Tool):
    """Shut the piece of furniture where the robot stands; it takes a free hand."""


class PickUp(Tool):
    """Pick a thing up that is where the robot stands; it takes a free hand."""

    thing: Annotated[str, Field(max_length=80)]
    """Its name."""


class PutDown(Tool):
    """Put a thing down that the robot carries, where it stands."""

    thing: Annotated[str, Field(max_length=80)]
    """Its name."""


class Ready(Tool):
    """End the task: all is done."""


class Rearrange(Family[RearrangeParams, RearrangeInstance]):
    """Bring things to where they belong, with few hands, past shut doors, on a battery."""

    name = "embodied.rearrange"
    effort = "states"
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.8, share=0.2)
    turns = 400
    checked = 8
    tools = (WalkTo, OpenDoor, ShutDoor, PickUp, PutDown, Ready)

    def generate(self, p: RearrangeParams, rng: np.random.Generator) -> RearrangeInstance | None:
        dice = Dice(rng)
        for _ in range(_TRIES):
            home = draw_home(
                dice,
                rooms=p.rooms,
                pieces=p.pieces,
                doors=p.doors,
                things=p.things,
                others=p.others,
                hands=p.hands,
            )
            if home is not None and (x := _kept(home, p)) is not None:
                return x
        return None

    def prompt(self, x: RearrangeInstance) -> str:
        home, told = x.home, x.sight == "all"
        sees = (
            ""
            if told
            else " It sees what is in the room where it stands, and nothing in other rooms or "
            "behind shut doors."
        )
        wanted = home.astray if told else range(len(home.things))
        belongs = (
            "These things are astray, and belong there; all others are where they belong:"
            if told
            else "This is where things belong; some are there already:"
        )
        return (
            "A robot is to tidy up a home. This is the plan, north at the top: # is a wall, . is "
            "floor, @ is where the robot stands, and a letter is a piece of furniture.\n\n"
            f"{plan(home)}\n\n{furniture(home, contents=told)}\n\n{belongs}\n\n"
            f"{wishes(home, wanted)}\n\n{rules(home, x.battery, self.needs(x).turns)}{sees}"
            + ("" if told else f"\n\n{view(home, home.begin(), x.battery, whole=False)}")
        )

    def needs(self, x: RearrangeInstance) -> Needs:
        turns = 10 + _SPARE_TURNS * (2 * len(x.chores) + 1)
        return super().needs(x).model_copy(update={"turns": turns})

    def begin(self, x: RearrangeInstance) -> Tidying:
        return x.home.begin()

    def step(self, x: RearrangeInstance, s: Tidying, action: Action | Tool) -> Turn:
        over, error = False, ""
        try:
            for order in _orders(x.home, action):
                if over := order.kind == "ready":
                    break
                _obey(x, s, order)
        except (Unreadable, CannotError) as e:
            error = f"Error: {e}.\n"
        told = view(x.home, s, x.battery - s.spent, whole=x.sight == "all")
        return Turn(error + told, over=over)

    def judge(self, x: RearrangeInstance, s: Tidying) -> Verdict:
        wrong = [
            one.name for one, at in zip(x.home.things, s.places, strict=True) if one.home != at
        ]
        done = tidy(x.home, s)
        share = max(0.0, 1 - len(wrong) / len(x.home.astray))
        why = f"the {wrong[0]} is not where it belongs" if wrong else ""
        if not wrong and not done:
            why = f"the {x.home.pieces[s.open.index(True)].name} is open"
        return self.rubric(done=float(done), share=share, why=why)

    def solve(self, x: RearrangeInstance) -> str:
        return written(x.home, x.chores)

    def measure(self, x: RearrangeInstance) -> dict[str, float]:
        """`states` that the search looked at; units of the battery and chores of the reference."""
        return {"states": x.states, "spent": x.spent, "chores": len(x.chores)}

    def canonical(self, x: RearrangeInstance) -> Any:
        """The plan and what is done in it, whatever rooms, furniture and things are called."""
        home = x.home
        pieces = [(one.cell, one.holds, one.door) for one in home.pieces]
        things = sorted((one.at, one.home) for one in home.things)
        return plan(home), pieces, things, home.hands, x.sight

    def baselines(self, x: RearrangeInstance) -> dict[str, str]:
        """What rules of thumb do, and what does no more than a part."""
        found = {who: _by_thumb(x, who) for who in THUMBS}
        return {who: written(x.home, chores or ()) for who, chores in found.items()} | {
            "nothing": written(x.home, ()),
            "all but the last thing": written(x.home, x.chores[:-2]),
        }

    def floor(self, p: RearrangeParams) -> float:
        """What rules of thumb bring home, and others like them that were not tried on the draw."""
        return 0.25


def _kept(home: Home, p: RearrangeParams) -> RearrangeInstance | None:
    """The task that a home is, if no rule of thumb does it on the battery; or none."""
    s = home.begin()
    looked = explore(home, s) if p.sight == "room" else []
    chores, states = cheapest(home, s, p.most)
    if chores is None or states < p.most // LEAST:
        return None
    for chore in chores:
        do(home, s, chore)
    x = RearrangeInstance(
        home=home,
        sight=p.sight,
        chores=(*looked, *chores),
        spent=s.spent,
        battery=s.spent + s.spent * p.spare // 100,
        states=states,
    )
    return x if all(_over(x, _by_thumb(x, who)) for who in THUMBS) else None


def _by_thumb(x: RearrangeInstance, who: str) -> list[Chore] | None:
    """What a rule of thumb does, after a look about where that is needed."""
    s = x.home.begin()
    looked = explore(x.home, s) if x.sight == "room" else []
    chores = tidied(x.home, s, THUMBS[who])
    return None if chores is None else looked + chores


def _over(x: RearrangeInstance, chores: list[Chore] | None) -> bool:
    """Whether chores take more than the battery has."""
    if chores is None:
        return True
    s = x.home.begin()
    for chore in chores:
        do(x.home, s, chore)
    return s.spent > x.battery


def _orders(home: Home, action: Action | Tool) -> list[RobotOrder]:
    if isinstance(action, WalkTo):
        return [RobotOrder("walk", piece=piece_named(home, action.piece))]
    if isinstance(action, PickUp | PutDown):
        kind: Literal["pick", "put"] = "pick" if isinstance(action, PickUp) else "put"
        return [RobotOrder(kind, thing_named(home, action.thing))]
    if isinstance(action, OpenDoor | ShutDoor):
        return [RobotOrder("open" if isinstance(action, OpenDoor) else "shut")]
    if isinstance(action, Ready):
        return [RobotOrder("ready")]
    return read_orders(home, (action.text or "") if isinstance(action, Action) else "")


def _obey(x: RearrangeInstance, s: Tidying, order: RobotOrder) -> None:
    """Do what is ordered, if it can be done and the battery has enough for it.

    Raises:
        CannotError: if not.
    """
    if order.kind == "walk" and order.piece is not None:
        cost = distances(x.home.rows, x.home.start, cells_of(x.home))[s.at][order.piece]
    else:
        cost = 1
    if s.spent + cost > x.battery:
        raise CannotError(f"that takes {cost} of the battery, which has {x.battery - s.spent}")
    if order.kind == "walk" and order.piece is not None:
        walk_to(x.home, s, order.piece)
        return
    if order.piece is not None and order.piece != s.at:
        raise CannotError(f"the robot is not at the {x.home.pieces[order.piece].name}")
    if order.kind in ("open", "shut"):
        turn_door(x.home, s, opened=order.kind == "open")
    elif order.thing is not None:
        (pick_up if order.kind == "pick" else put_down)(x.home, s, order.thing)


def written(home: Home, chores: tuple[Chore, ...] | list[Chore]) -> str:
    """Chores as a transcript."""
    actions, at = list[Action](), -1
    for chore in chores:
        if chore.piece != at:
            at = chore.piece
            actions.append(Action(tool="walk_to", arguments={"piece": home.pieces[at].name}))
        if chore.kind in ("open", "shut"):
            actions.append(Action(tool=f"{chore.kind}_door", arguments={}))
        elif chore.kind != "look":
            tool = "pick_up" if chore.kind == "pick" else "put_down"
            actions.append(Action(tool=tool, arguments={"thing": home.things[chore.thing].name}))
    actions.append(Action(tool="ready", arguments={}))
    return Transcript(actions=tuple(actions)).model_dump_json()
