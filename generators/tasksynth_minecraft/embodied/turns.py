"""The turns of an embodied episode: what an action does, what is seen of it, what it is worth."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from tasksynth import Action, Rubric, Tool, Turn, Verdict, illustrated
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.rollout import Happening, Rollout
from tasksynth_minecraft.embodied.telling import progress, view_of, why
from tasksynth_minecraft.numeric.geometry import units
from tasksynth_minecraft.physics import mobs as animals
from tasksynth_minecraft.physics import tick
from tasksynth_minecraft.rendering import png
from tasksynth_minecraft.rendering.view import render
from tasksynth_schemas import Content, Transcript

RUBRIC = Rubric(gate="solved", solved=1.0, progress=0.0)
Key = Literal[
    "forward", "back", "left", "right", "jump", "sneak", "sprint", "attack", "use",
    "hotbar.1", "hotbar.2", "hotbar.3", "hotbar.4", "hotbar.5", "hotbar.6", "hotbar.7",
    "hotbar.8", "hotbar.9",
]  # fmt: skip
Turned = Annotated[float, Field(ge=-180, le=180)]
MOST = 200
"""Ticks of one call."""
_PAST = {"break": "broke", "place": "placed", "use": "used", "hit": "hit", "kill": "killed",
         "shoot": "shot"}  # fmt: skip
_TOLD = 8
"""Happenings that one turn tells of; the last ones, where there are more."""


def _split(keys: Any) -> Any:
    """Keys in one string, as an action list writes them, one by one."""
    return keys.replace("+", " ").replace(",", " ").split() if isinstance(keys, str) else keys


class Act(Tool):
    """Hold keys for some ticks, a twentieth of a second each, then see your view again."""

    keys: Annotated[tuple[Key, ...], Field(max_length=18), BeforeValidator(_split)] = ()
    """The keys that are held."""
    ticks: Annotated[int, Field(ge=1, le=MOST)] = 1
    """For how long."""
    pitch: Turned = 0.0
    """Degrees that the view turns down in each tick."""
    yaw: Turned = 0.0
    """Degrees that the view turns right in each tick."""

    @property
    def rows(self) -> np.ndarray:
        """What `Rollout.play` takes, (ticks, 12)."""
        row = actions.row(
            *(key for key in self.keys if key in actions.KEYS),
            pitch=units(self.pitch),
            yaw=units(self.yaw),
        )
        for key in self.keys:
            if key.startswith("hotbar."):
                row[tick.HOTBAR] = int(key[7:])
        return np.tile(row, (self.ticks, 1))


def played(s: Rollout, action: Action | Tool) -> str:
    """Play what a call says, or an action list in words; what is wrong with it, or nothing.

    What comes after the end of the episode changes nothing.
    """
    if isinstance(action, Act):
        rows = action.rows
    else:
        try:
            rows = actions.parse(getattr(action, "text", ""), limit=s.task.horizon)
        except actions.ActionError as e:
            return f"Nothing happened: {e}. Call `act`, or say a JSON list of segments."
    s.play(rows)
    return ""


def advance(s: Rollout, action: Action | Tool) -> Turn:
    """Play an action, and show what the agent sees then."""
    known = len(s.log())
    if wrong := played(s, action):
        return Turn(wrong)
    shown = {} if s.task.form == "symbolic" else {"view.png": _photograph(s)}
    return Turn(_told(s, known), over=s.over, media=shown)


def _photograph(s: Rollout) -> Callable[[], bytes]:
    """The view of this moment, drawn when somebody looks at it."""
    blocks, camera, parts = s.blocks.copy(), s.camera, animals.parts(s.mobs)
    width, height = s.task.width, s.task.height
    return lambda: png.encode(render(blocks, camera, width=width, height=height, parts=parts).rgb)


def _told(s: Rollout, known: int) -> Content:
    (x, y, z), (yaw, pitch) = s.feet, s.looking
    place = f"x={x:.1f} y={y:.1f} z={z:.1f}, yaw {yaw:.1f}, pitch {pitch:.1f}"
    lines = [
        f"Tick {s.ticks} of {s.task.horizon}. You stand at {place}.",
        *[_sentence(happening) for happening in s.log()[known:]][-_TOLD:],
    ]
    if s.outcome == tick.SUCCESS:
        lines.append("That is done.")
    elif s.over:
        lines.append(f"It is over: {why(s)}.")
    else:
        lines.append(view_of(s))
    return illustrated("\n".join(lines))


def _sentence(happening: Happening) -> str:
    where = "" if happening.cell is None else " at x={} y={} z={}".format(*happening.cell)
    return f"You {_PAST[happening.event]} {happening.name.replace('_', ' ')}{where}."


def judged(s: Rollout) -> Verdict:
    """The verdict on a rollout as it stands."""
    if s.outcome == tick.SUCCESS:
        return RUBRIC(solved=1.0, progress=1.0)
    return RUBRIC(solved=0.0, progress=progress(s), why=why(s))


def transcript(rows: Sequence[np.ndarray] | np.ndarray) -> str:
    """Action rows (n, 12) as an answer: one call of `act` for each run of equal ones."""
    calls = []
    for keys, ticks, *turn in actions.segments(rows):
        said: dict[str, Any] = {"keys": keys.split()} if keys else {}
        said |= {name: angle for name, angle in zip(("pitch", "yaw"), turn, strict=False) if angle}
        for first in range(0, ticks, MOST):
            span = min(MOST, ticks - first)
            arguments = said | ({"ticks": span} if span > 1 else {})
            calls.append(Action(tool="act", arguments=arguments))
    return Transcript(actions=tuple(calls)).model_dump_json(exclude_defaults=True)
