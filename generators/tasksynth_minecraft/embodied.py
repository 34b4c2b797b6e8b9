"""The embodied families: reach, mine, use, hunt and place what another view marks.

ROCKET-3 (arXiv 2507.23698) defines a task as <O_1, O_g, M_g, E>: the agent's first view, a goal
view, the goal's mask in it, and the event to bring about. The answer is the action list of an
episode; the verifier replays it.
"""

from typing import Annotated, ClassVar, Literal, cast

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth.errors import FamilyError
from tasksynth_minecraft import actions, paths, png, symbolic, tick
from tasksynth_minecraft import mobs as animals
from tasksynth_minecraft.episode import Episode
from tasksynth_minecraft.masks import goal_mask, mob_rows
from tasksynth_minecraft.models import Crossview, Event, blocks_of
from tasksynth_minecraft.policies import REACH, oracle, random_actions
from tasksynth_minecraft.sampling import CrossviewParams, Tally, draw
from tasksynth_minecraft.view import render

_DEED: dict[Event, str] = {
    "approach": (
        "Go to the block that the mask marks: stand so that your crosshair is on it, at most "
        "3 blocks away, for 5 ticks in a row."
    ),
    "mine": "Break the block that the mask marks. You hold a diamond pickaxe.",
    "interact": "Use (right-click) the block that the mask marks, and no other such block.",
    "hunt": "Kill the animal that the mask marks, and no other. You hold {item}.",
    "place": (
        "Place the {item} that you hold against the block that the mask marks: press use with "
        "the crosshair on it. You have one."
    ),
}
_PROMPT = """\
You are in a voxel world with the rules of Minecraft 1.16, 20 ticks a second. The goal is shown \
in another view{of_what}, with a mask on the target.
{deed}
You have {horizon} ticks. Breaking more than 3 blocks other than leaves and plants fails, and so \
does {foul}.

Your own view, {size} ({columns}x{rows} letters, {far}):
{own}
Its distances in blocks (0-9, then a=10 to z=35 or more):
{own_far}
The goal view:
{goal}
Its distances:
{goal_far}
The goal's mask:
{mask}
Letters: {legend}; . is sky.

Answer with a JSON list of segments [keys, ticks] or [keys, ticks, pitch, yaw]: the keys held \
({keys}, hotbar.1 to hotbar.9), for how many ticks, and by how many degrees the view turns in \
each tick (down and right are positive). For example \
[["forward sprint", 30], ["", 9, 0, 10], ["attack", 8]]."""


class _Crossview(Family[CrossviewParams, Crossview]):
    """What the five events share."""

    rubric = Rubric(gate="solved", solved=1.0, progress=0.0)
    timeout_s = 60.0
    event: ClassVar[Event]

    def generate(self, p: CrossviewParams, rng: np.random.Generator) -> Crossview | None:
        return self.draw(p, rng, None)

    def draw(
        self, p: CrossviewParams, rng: np.random.Generator, tally: Tally | None
    ) -> Crossview | None:
        """As `generate`, counting why it refuses in `tally`."""
        return draw(self.event, p, rng, tally=tally)

    def prompt(self, x: Crossview) -> str:
        return prompt(x)

    def verify(self, x: Crossview, answer: str) -> Verdict:
        try:
            rows = actions.parse(answer, limit=x.horizon)
        except actions.ActionError as e:
            return self.rubric.unparsable(str(e))
        episode = Episode(x)
        episode.play(rows)
        solved = episode.outcome == tick.SUCCESS
        if solved:
            return self.rubric(solved=1.0, progress=1.0)
        return self.rubric(solved=0.0, progress=progress(episode), why=why(episode))

    def solve(self, x: Crossview) -> str:
        rows = oracle(x)
        if rows is None:
            raise FamilyError(f"{self.name}: the certificate of this task does not replay")
        return actions.encode(rows)

    def measure(self, x: Crossview) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Crossview) -> dict[str, bytes]:
        return images(x)

    def card(self, x: Crossview) -> bytes:
        from tasksynth_minecraft.pictures import card

        return card(x)

    def baselines(self, x: Crossview) -> dict[str, str]:
        ahead = actions.encode(np.tile(actions.row("forward", "attack", "use"), (x.horizon, 1)))
        return {"still": "[]", "ahead": ahead, "random": actions.encode(random_actions(x))}

    def floor(self, p: CrossviewParams) -> float:
        return 0.02


class Approach(_Crossview):
    """Walk to what another view marks."""

    name = "minecraft.approach"
    event = "approach"


class Mine(_Crossview):
    """Break the block that another view marks."""

    name = "minecraft.mine"
    event = "mine"


class Interact(_Crossview):
    """Use the block that another view marks."""

    name = "minecraft.interact"
    event = "interact"


class Place(_Crossview):
    """Place a block against the one that another view marks."""

    name = "minecraft.place"
    event = "place"


class HuntParams(CrossviewParams):
    """A cross-view box with animals that move."""

    cross_episode: Literal[False] = False
    """An animal is in one world: no other world's view can mark it."""
    weapon: Literal["sword", "bow"] = "sword"
    """What the player holds."""
    wander: Annotated[int, Knob(0, 60), Field(ge=0, le=100)] = 30
    """Per cent of the time that animals walk."""


class Hunt(_Crossview):
    """Kill the animal that another view marks, with a sword or a bow."""

    name = "minecraft.hunt"
    event = "hunt"
    Params = HuntParams

    def draw(
        self, p: CrossviewParams, rng: np.random.Generator, tally: Tally | None
    ) -> Crossview | None:
        """As `generate`, counting why it refuses in `tally`."""
        hunt = cast("HuntParams", p)
        item = "iron_sword" if hunt.weapon == "sword" else "bow"
        return draw("hunt", p, rng, item=item, wander=hunt.wander, tally=tally)


def prompt(x: Crossview) -> str:
    """What a text model sees; `media` has the same in pixels."""
    rows = mob_rows(x)
    parts, kinds = animals.parts(rows), rows[:, animals.KIND].astype(int).tolist()
    own, own_far = symbolic.letters(blocks_of(x.scene), x.start.camera, parts=parts, kinds=kinds)
    if x.goal.scene is None:
        seen = symbolic.letters(blocks_of(x.scene), x.goal.camera, parts=parts, kinds=kinds)
    else:
        seen = symbolic.letters(blocks_of(x.goal.scene), x.goal.camera)
    fouls = {"mine": "breaking another block of the target's kind", "interact":
             "using another such block", "hunt": "killing another animal", "place":
             "placing the block elsewhere", "approach": "breaking the target"}  # fmt: skip
    other = " of another world: any block of the target's kind will do" if x.goal.scene else ""
    return _PROMPT.format(
        of_what=other or " of the same world",
        deed=_DEED[x.event].format(item=_article(x.item)),
        horizon=x.horizon,
        foul=fouls[x.event],
        size=f"70 degrees of field of view, pitch {x.start.pitch:g}",
        columns=symbolic.COLUMNS,
        rows=symbolic.ROWS,
        far="the left upper one first",
        own=symbolic.text(own),
        own_far=symbolic.text(own_far),
        goal=symbolic.text(seen[0]),
        goal_far=symbolic.text(seen[1]),
        mask=symbolic.text(symbolic.coarse(goal_mask(x))),
        legend=symbolic.legend(own, seen[0]),
        keys=", ".join(actions.KEYS),
    )


def _article(item: str) -> str:
    return (
        item.replace("_", " ")
        if item not in ("iron_sword", "bow")
        else ("an iron sword" if item == "iron_sword" else "a bow with 32 arrows")
    )


def images(x: Crossview) -> dict[str, bytes]:
    """O_1, O_g and M_g as PNG files."""
    parts = animals.parts(mob_rows(x))
    own = render(
        blocks_of(x.scene), x.start.camera, parts=parts, width=x.width, height=x.height
    ).rgb
    if x.goal.scene is None:
        goal = render(
            blocks_of(x.scene), x.goal.camera, parts=parts, width=x.width, height=x.height
        ).rgb
    else:
        goal = render(blocks_of(x.goal.scene), x.goal.camera, width=x.width, height=x.height).rgb
    return {
        "view.png": png.encode(own),
        "goal.png": png.encode(goal),
        "goal_mask.png": png.encode(goal_mask(x)),
    }


def progress(episode: Episode) -> float:
    """1 minus the share of the way that is left, in [0, 1]: a potential, so loops earn nothing."""
    task = episode.task
    if task.target.mob is not None:
        mob = episode.mobs[task.target.mob]
        sources = paths.around(episode.blocks, mob[0], mob[1], mob[2], radius=1)
    else:
        spots = paths.stances(episode.blocks, task.target.cell, reach=REACH[task.event])
        sources = paths.cells_of(spots)
    field = paths.Field(episode.blocks, sources)
    x, y, z = (int(np.floor(c + e)) for c, e in zip(episode.feet, (0, 0.01, 0), strict=True))
    left = field.steps((x, y, z))
    whole = task.difficulty.get("path_len", 0.0)
    return max(0.0, min(1.0, 1 - left / whole)) if left >= 0 and whole > 0 else 0.0


def why(episode: Episode) -> str:
    """Why an episode did not succeed, in one line."""
    log = episode.log()
    if episode.outcome == tick.FOUL:
        last = log[-1]
        return f"tick {last.tick}: {last.event} {last.name} was not asked for"
    if episode.outcome == tick.TIME_UP:
        return f"the {episode.task.horizon} ticks were up"
    return f"the actions ended after {episode.ticks} ticks, the target as it was"
