"""`video.refer_segment`: find the thing of a film that is meant, and mark it where it is seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Ladder,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
    illustrated,
)
from tasksynth.answers.pictures.masks import read_runs
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.drifting.judging import Rect, filled, rect_of, score, truth_at
from tasksynth_vision.drifting.log import DriftFilm, bounces, place
from tasksynth_vision.drifting.mentions import Mention, draw_mention, told
from tasksynth_vision.drifting.sounds import timeline, wav
from tasksynth_vision.drifting.staging import DriftWishes, draw_keys, drift
from tasksynth_vision.films.log import RATE
from tasksynth_vision.films.looking import SHOWN, GetFrames, shown_frames, shown_ticks
from tasksynth_vision.films.telling import seconds

AGREE = 0.6
"""The score from which on an answer passes."""
HEEDED = 0.4
"""The score from which on it is worth something."""
MOST_MARKS, MOST_POINTS = 20, 400
TRIES = 24


class ReferParams(Params):
    """How much drifts in a film, how it is referred to, and where it is to be marked."""

    seconds: Annotated[int, Field(ge=8, le=60), Knob(12, 30)] = 20
    """Of the film."""
    things: Annotated[int, Field(ge=3, le=8), Knob(4, 8)] = 6
    """In the picture."""
    boards: Annotated[int, Field(ge=0, le=2), Ladder(0, 0, 1, 1, 2)] = 1
    """What things pass behind; at a quarter of the times the thing is hidden there."""
    steps: Annotated[int, Field(ge=1, le=4), Ladder(1, 2, 2, 3, 4)] = 2
    """What it takes to find the thing: 1 for its looks, and one more for each bounce or sound."""
    heard: Annotated[int, Field(ge=0, le=100)] = 50
    """Of a hundred bounces that tell the thing, those that are told by their sounds."""
    keys: Annotated[int, Field(ge=2, le=12), Ladder(4, 4, 6, 6, 8)] = 6
    """Times at which it is to be marked, where it is seen."""
    looks: Annotated[int, Field(ge=2, le=40), Knob(6, 14)] = 10
    """How often one may look at frames, twelve at a time."""
    sound: Literal["told", "wav", "both"] = "told"
    """How the prompt has the sounds: as times and words, as a WAV file, or both."""
    side: Annotated[int, Field(ge=192, le=384)] = 256
    """Pixels of a frame, each way."""
    quick: Annotated[int, Field(ge=2, le=10), Knob(4, 7)] = 5
    """Pixels that things move in a frame, each way, at most."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 12)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class ReferInstance(Model):
    """A film, a thing of it, what is said of that, and ticks at which it is to be marked."""

    film: DriftFilm
    who: int
    mention: Mention
    keys: tuple[int, ...]
    looks: int
    sound: Literal["told", "wav", "both"]


class KeyMark(Model):
    """Where the thing is at one of the times: a box, a polygon or a mask."""

    time: Annotated[float, Field(ge=0, le=10_000)]
    """Seconds: one of the times of the task."""
    box: Rect | None = None
    """[left, top, right, bottom] in pixels, around what is seen of it."""
    polygon: (
        Annotated[list[tuple[float, float]], Field(min_length=3, max_length=MOST_POINTS)] | None
    ) = None
    """Corners [x, y] in pixels, of what is seen of it."""
    rle: dict[str, Any] | None = None
    """The same as COCO's uncompressed RLE: {"size": [height, width], "counts": [...]}."""


class Mark(Tool):
    """Mark the thing at each of the times at which any of it is seen. This is the end."""

    marks: Annotated[list[KeyMark], Field(max_length=MOST_MARKS)]
    """One for each such time, and none for the others."""


@dataclass
class ReferState:
    """What was done so far."""

    looks: int = 0
    said: dict[int, np.ndarray | Rect] = field(default_factory=dict)
    score: float = 0.0


class ReferSegment(Family[ReferParams, ReferInstance]):
    """Find the thing of a film that is meant, by sounds and bounces, and mark it where it shows."""

    name = "video.refer_segment"
    version = 2
    effort = "regions"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.7, overlap=0.3)
    turns = 60
    checked = 20
    tools = (GetFrames, Mark)

    def generate(self, p: ReferParams, rng: np.random.Generator) -> ReferInstance | None:
        dice = Dice(rng)
        wishes = DriftWishes(
            side=p.side, ticks=p.seconds * RATE, things=p.things, boards=p.boards,
            kinds=max(2, p.things - p.steps), quick=p.quick, jitter=p.jitter, noise=p.noise,
        )  # fmt: skip
        who = dice.below(p.things)  # whichever film it takes: none is meant more often
        for _ in range(TRIES):
            film = drift(dice, wishes)
            mention = draw_mention(dice, film, bounces(film), who, steps=p.steps, heard=p.heard)
            keys = draw_keys(dice, film, who, p.keys) if mention else None
            if mention and keys:
                return ReferInstance(film=film, who=who, mention=mention, keys=keys,
                                     looks=p.looks, sound=p.sound)  # fmt: skip
        return None

    def prompt(self, x: ReferInstance) -> Content:
        film, side = x.film, x.film.side
        times = ", ".join(f"{seconds(key)} s" for key in x.keys)
        sounds = "" if x.sound == "told" else " [audio: film.wav]"
        if x.sound != "wav":
            sounds += f" These are heard: {timeline(film) or 'none'}."
        behind = " They pass before one another, and behind the boards." if film.boards else (
            " They pass before one another."
        )  # fmt: skip
        return illustrated(
            f"[image: first.png]\n\nThis is the first of the {film.ticks} frames of a film of "
            f"{seconds(film.ticks)} s, {RATE} a second, {side}x{side} pixels each. "
            f"{len(film.cast)} things drift: each straight on, always as fast, and back where it "
            f"meets an edge of the picture.{behind} Whenever a thing bounces off the bottom "
            f"edge, it makes a sound, low, middle or high, which is always the same of one thing; "
            f"several things may have the same.{sounds}\n\nWhich bounce is first, second, or last, "
            "is counted over all things. Meant is "
            f"{told(film, x.who, x.mention)}.\n\nMark it at those of these times at which any of "
            f"it is seen, and leave out the others: {times}.\n\n`get_frames` shows frames as large "
            f"as they are, {SHOWN} at most; you may look {x.looks} times. `mark` takes for each "
            "time a box, or a polygon, or a mask as COCO's uncompressed RLE, and ends the task. "
            "x is in pixels from the left edge, y from the top. A box is compared with the "
            "smallest one around what is seen of the thing, a polygon or mask with its pixels: "
            "intersection over union. These are added up, and divided by the number of times that "
            f"you mark or ought to. {AGREE} or more passes."
        )

    def needs(self, x: ReferInstance) -> Needs:
        shown: tuple[Any, ...] = ("image", "text")
        media = shown if x.sound == "told" else ("audio", *shown)
        return (
            super()
            .needs(x)
            .model_copy(update={"turns": x.looks + 4, "media": media, "extras": ("pictures",)})
        )

    def media(self, x: ReferInstance) -> dict[str, bytes]:
        sounds = {} if x.sound == "told" else {"film.wav": wav(x.film)}
        return {"first.png": _picture(x.film, 0), **sounds}

    def begin(self, x: ReferInstance) -> ReferState:
        return ReferState()

    def step(self, x: ReferInstance, s: ReferState, action: Action | Tool) -> Turn:
        match action:
            case GetFrames(start=start, end=end, fps=fps):
                if s.looks >= x.looks:
                    return Turn(f"Error: you looked {x.looks} times, and may not look again.")
                ticks = shown_ticks(x.film.ticks, start, end, fps)
                if not ticks:
                    return Turn(f"Error: want start <= end, within {seconds(x.film.ticks)} s.")
                s.looks += 1
                picture = partial(_picture, x.film)
                return shown_frames(ticks[:SHOWN], len(ticks), x.looks - s.looks, picture)
            case Mark(marks=marks):
                try:
                    s.said = read_marks(x, marks)
                except ValueError as e:
                    return Turn(f"Error: {e}")
                s.score = score(x.film, x.who, x.keys, s.said)
                return Turn("Your marks are taken.", over=True)
        return Turn("Error: call a tool; `mark` ends the task.")

    def judge(self, x: ReferInstance, s: ReferState) -> Verdict:
        right = s.score >= AGREE
        return self.rubric(
            right=float(right), overlap=s.score if s.score >= HEEDED else 0.0,
            why="" if right else f"the score is {s.score:.2f}" if s.said else "nothing was marked",
        )  # fmt: skip

    def solve(self, x: ReferInstance) -> str:
        marks = {key: rect_of(truth_at(x.film, x.who, key)) for key in x.keys if _is_seen(x, key)}
        look = Action(tool="get_frames", arguments={"start": 0.0, "end": 3.0, "fps": 4.0})
        return Transcript(actions=(look, marked(marks))).model_dump_json()

    def measure(self, x: ReferInstance) -> dict[str, float]:
        film = x.film
        return {
            "regions": float(len(film.cast) * len(x.keys) * x.mention.steps),
            "seconds": film.ticks / RATE,
            "things": float(len(film.cast)),
            "steps": float(x.mention.steps),
            "heard": float(x.mention.is_heard),
            "bounces": float(len(bounces(film))),
            "hidden": float(sum(not _is_seen(x, key) for key in x.keys)),
        }

    def card(self, x: ReferInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.moving.drifting import draw_keys as drawn

        seen = {key: rect_of(truth_at(x.film, x.who, key)) for key in x.keys if _is_seen(x, key)}
        return card(drawn(x.film, x.keys, seen), f"Mark {told(x.film, x.who, x.mention)}.",
                    ", ".join(f"{seconds(key)} s" for key in seen))  # fmt: skip

    def baselines(self, x: ReferInstance) -> dict[str, str]:
        """All of each frame, its middle, where one thing is at first; or one of the things."""
        side = float(x.film.side)
        frontmost = len(x.film.cast) - 1
        (left, top), r = place(x.film, frontmost, 0), x.film.cast[frontmost].r
        start = (float(left - r), float(top - r), float(left + r), float(top + r))
        tracked = {key: truth_at(x.film, frontmost, key) for key in x.keys}
        boxes: dict[str, dict[int, Rect]] = {
            "all of it": dict.fromkeys(x.keys, (0.0, 0.0, side, side)),
            "the middle": dict.fromkeys(x.keys, (side / 3, side / 3, side / 1.5, side / 1.5)),
            "where it was": dict.fromkeys(x.keys, start),
            "the frontmost thing": {k: rect_of(m) for k, m in tracked.items() if m.any()},
        }
        said = {
            who: Transcript(actions=(marked(marks),)).model_dump_json()
            for who, marks in boxes.items()
        }
        return {"nothing": Transcript().model_dump_json(), **said}

    def floor(self, p: ReferParams) -> float:
        """One of the things, marked as well as can be: more than any box gets without a look."""
        return 1.25 / p.things + 0.02


def read_marks(x: ReferInstance, marks: Sequence[KeyMark]) -> dict[int, np.ndarray | Rect]:
    """What is marked at which ticks.

    Raises:
        ValueError: if it cannot be read, or is of no time of the task.
    """
    side = x.film.side
    out: dict[int, np.ndarray | Rect] = {}
    for one in marks:
        key = min(x.keys, key=lambda tick: abs(tick - one.time * RATE))
        if abs(key - one.time * RATE) > 0.5:
            raise ValueError(f"{one.time:g} s is none of the times")
        if key in out:
            raise ValueError(f"{one.time:g} s is there twice")
        if [one.box, one.polygon, one.rle].count(None) != 2:
            raise ValueError(f"want a box, or a polygon, or an rle at {one.time:g} s")
        if one.rle is not None:
            out[key] = read_runs(one.rle, side, side)
        elif one.polygon is not None:
            _want_near(side, [at for point in one.polygon for at in point])
            out[key] = filled(one.polygon, side)
        elif one.box is not None:
            _want_near(side, one.box)
            if one.box[0] >= one.box[2] or one.box[1] >= one.box[3]:
                raise ValueError("a box is [left, top, right, bottom], in pixels")
            out[key] = one.box
    return out


def _want_near(side: int, numbers: Sequence[float]) -> None:
    """Refuse what is far out of the picture."""
    if max(map(abs, numbers)) > 4 * side:
        raise ValueError(f"a frame has {side} pixels each way")


def marked(marks: dict[int, Rect]) -> Action:
    """The call that marks boxes."""
    said = [{"time": tick / RATE, "box": list(box)} for tick, box in marks.items()]
    return Action(tool="mark", arguments={"marks": said})


def _is_seen(x: ReferInstance, key: int) -> bool:
    return bool(truth_at(x.film, x.who, key).any())


def _picture(film: DriftFilm, tick: int) -> bytes:
    from tasksynth_vision.drawing.moving.drifting import draw_drift
    from tasksynth_vision.drawing.pillow import png

    return png(draw_drift(film, tick))
