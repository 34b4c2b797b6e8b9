"""`video.ground`: find when something happens in a film, by looking at frames of it."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
    illustrated,
)
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.films.answering import AGREE, HEEDED, is_right, overlap, worded
from tasksynth_vision.films.asking import draw_inquiry, own_colours
from tasksynth_vision.films.log import RATE, Film
from tasksynth_vision.films.looking import SHOWN, GetFrames, shown_frames, shown_ticks
from tasksynth_vision.films.moments import FilmTruth, Inquiry, truth_of
from tasksynth_vision.films.staging import Wishes, stage
from tasksynth_vision.films.telling import AFTER, rules, seconds, told

SHEET = 9
"""Frames on the sheet."""
WANTED = {"who": "the thing", "colour": "the colour", "count": "the number"}
FILMS = 40
"""Films that are drawn, of most of which nothing is to be asked, before a draw is given up."""


class FilmParams(Params):
    """How long a film is, how much happens in it, and how it has to be thought about."""

    seconds: Annotated[int, Field(ge=10, le=180), Knob(20, 90)] = 45
    """Of the film."""
    things: Annotated[int, Field(ge=3, le=10), Knob(4, 9)] = 6
    """In the picture."""
    events: Annotated[int, Field(ge=3, le=60), Knob(8, 27)] = 14
    """Things that happen; one of them is meant."""
    shortest: Annotated[float, Field(ge=0.75, le=6), Knob(2, 1.25)] = 1.5
    """Seconds that each lasts, at least."""
    longest: Annotated[float, Field(ge=0.75, le=10), Knob(4, 2.5)] = 3.0
    """Seconds, at most."""
    acts: Annotated[int, Field(ge=2, le=6), Knob(3, 6)] = 4
    """Kinds of what happens."""
    steps: Annotated[int, Field(ge=1, le=5), Knob(1, 4)] = 2
    """What it takes to find the time that is meant: another one to find first, or to count."""
    asked: Annotated[float, Field(ge=0, le=1), Knob(0, 0.8)] = 0.5
    """Share of the questions that want to know something besides the time."""
    looks: Annotated[int, Field(ge=2, le=40), Knob(6, 14)] = 10
    """How often one may look at frames, twelve at a time."""
    side: Annotated[int, Field(ge=192, le=384)] = 256
    """Pixels of a frame, each way."""
    colours: Annotated[int, Field(ge=3, le=7), Knob(4, 7)] = 5
    """Colours that occur."""
    patterns: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Patterns that occur, and so things of one kind."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 12)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class FilmInstance(Model):
    """A film, and what is asked about it."""

    film: Film
    inquiry: Inquiry
    truth: FilmTruth
    looks: int


class Report(Tool):
    """Say when it is, and what else is asked for. This is the end."""

    start: Annotated[float, Field(ge=0, le=10_000)]
    """Seconds: of the first frame that shows it."""
    end: Annotated[float, Field(ge=0, le=10_000)]
    """Seconds: of the first frame after that which does not."""
    answer: Annotated[str, Field(max_length=1000, coerce_numbers_to_str=True)] = ""
    """What is asked for besides, if anything is."""


@dataclass
class FilmState:
    """What was done so far."""

    looks: int = 0
    overlap: float = 0.0
    is_right: bool = False
    why: str = "nothing was reported"


class GroundInFilm(Family[FilmParams, FilmInstance]):
    """Find when something happens in a film, and what else is so then, by looking at its frames."""

    name = "video.ground"
    version = 4
    effort = "frames"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.7, overlap=0.3, answer=0.0)
    turns = 60
    checked = 20
    tools = (GetFrames, Report)

    def generate(self, p: FilmParams, rng: np.random.Generator) -> FilmInstance | None:
        dice = Dice(rng)
        shortest = round(p.shortest * RATE)
        wishes = Wishes(
            side=p.side, ticks=p.seconds * RATE, things=p.things, events=p.events,
            shortest=shortest, longest=max(shortest, round(p.longest * RATE)), whats=p.acts,
            colours=p.colours, patterns=p.patterns, jitter=p.jitter, noise=p.noise,
        )  # fmt: skip
        for _ in range(FILMS):
            film = stage(dice, wishes)
            drawn = film and draw_inquiry(dice, film, p.steps, asked=p.asked)
            if film and drawn:
                return FilmInstance(film=film, inquiry=drawn[0], truth=drawn[1], looks=p.looks)
        return None

    def prompt(self, x: FilmInstance) -> Content:
        film, side = x.film, x.film.side
        more = WANTED.get(x.inquiry.ask, "")
        after = f" {AFTER}" if x.inquiry.is_ordered else ""
        also = f", and {more} as `answer`" if more else ""
        both = f" {more[0].upper()}{more[1:]} has to be right, too." if more else ""
        return illustrated(
            f"[image: sheet.png]\n\nThis sheet shows {SHEET} of the {film.ticks} frames of a film "
            f"of {seconds(film.ticks)} s, {RATE} a second, {side}x{side} pixels each; its time is "
            f"under each of them.\n\n{rules(film)}\n\n{told(film, x.inquiry)}{after}\n\n"
            f"`get_frames` shows frames as large as they are, {SHOWN} at most; you may look "
            f"{x.looks} times. `report` gives the time, in seconds from the beginning of the "
            f"film{also}, and ends the task. A time passes if its overlap with the right one, "
            f"intersection over union, is {AGREE} or more; a border that is off by no more than "
            f"one frame, {1 / RATE} s, is exact.{both}"
        )

    def needs(self, x: FilmInstance) -> Needs:
        plain = super().needs(x)
        return plain.model_copy(
            update={"turns": x.looks + 4, "media": ("image", "text"), "extras": ("pictures",)}
        )

    def media(self, x: FilmInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.moving.films import draw_sheet
        from tasksynth_vision.drawing.pillow import png

        return {"sheet.png": png(draw_sheet(x.film, sheet_ticks(x.film)))}

    def begin(self, x: FilmInstance) -> FilmState:
        return FilmState()

    def step(self, x: FilmInstance, s: FilmState, action: Action | Tool) -> Turn:
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
            case Report(start=start, end=end, answer=answer):
                return _taken(x, s, start, end, answer)
        return Turn("Error: call a tool; `report` ends the task.")

    def judge(self, x: FilmInstance, s: FilmState) -> Verdict:
        agrees = s.overlap >= AGREE
        return self.rubric(
            right=float(agrees and s.is_right), overlap=s.overlap if s.overlap >= HEEDED else 0.0,
            answer=float(s.is_right), why=s.why,
        )  # fmt: skip

    def solve(self, x: FilmInstance) -> str:
        film = x.film
        truth = truth_of(film.events, own_colours(film), x.inquiry) or x.truth
        start, end = truth.begin / RATE, truth.end / RATE
        look = Action(
            tool="get_frames", arguments={"start": max(0, start - 1), "end": end, "fps": 2.0}
        )
        return Transcript(
            actions=(look, _report(start, end, worded(film, truth)))
        ).model_dump_json()

    def measure(self, x: FilmInstance) -> dict[str, float]:
        film, wide = x.film, x.truth.end - x.truth.begin
        sweep = -(-film.ticks // film.shortest)
        return {
            "seconds": film.ticks / RATE,
            "things": float(len(film.cast)),
            "events": float(len(film.events)),
            "steps": float(x.inquiry.steps),
            "share": round(wide / film.ticks, 4),
            "frames": float(sweep + 2 * film.shortest),
            "twins": float(len(film.cast) - len({one.kind for one in film.cast})),
        }

    def card(self, x: FilmInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.moving.timelines import draw_log

        said = worded(x.film, x.truth)
        answer = f"{seconds(x.truth.begin)} s to {seconds(x.truth.end)} s" + (said and f": {said}")
        return card(draw_log(x.film, x.truth, sheet_ticks(x.film)), told(x.film, x.inquiry), answer)

    def baselines(self, x: FilmInstance) -> dict[str, str]:
        """Without a look: nothing, all of the film, and its middle."""
        length = x.film.ticks / RATE
        wide = 1.5 * x.film.shortest / RATE
        word = {"who": x.film.cast[0].kind, "colour": "blue", "count": "2"}.get(x.inquiry.ask, "")
        middle = (length / 2 - wide / 2, length / 2 + wide / 2)
        times = {"all of it": (0.0, length), "the middle": middle}
        reports = {
            who: Transcript(actions=(_report(*time, word),)).model_dump_json()
            for who, time in times.items()
        }
        return {"nothing": Transcript().model_dump_json(), **reports}

    def floor(self, p: FilmParams) -> float:
        """What one gets who sees all, and takes any time that the thing does something; where it
        takes more steps, any time that it does what is asked for. Words would be guesses.
        """
        if p.steps == 1:
            return 0.42
        return 0.06 + 0.45 * (1 - p.asked)


def sheet_ticks(film: Film) -> list[int]:
    """The frames on the sheet, evenly over the film."""
    return [place * film.ticks // SHEET for place in range(SHEET)]


def _picture(film: Film, tick: int) -> bytes:
    from tasksynth_vision.drawing.moving.films import draw_frame
    from tasksynth_vision.drawing.pillow import png

    return png(draw_frame(film, tick))


def _taken(x: FilmInstance, s: FilmState, start: float, end: float, answer: str) -> Turn:
    """The turn that takes a report, or says what is wrong with its form."""
    if end <= start:
        return Turn("Error: the end of a time comes after its start.")
    try:
        s.is_right = is_right(x.film, x.inquiry.ask, x.truth, answer)
    except Unreadable as e:
        return Turn(f"Error: `answer` has to be {WANTED[x.inquiry.ask]}: {e}")
    s.overlap = overlap(x.truth, start, end)
    s.why = "" if s.overlap >= AGREE else f"its overlap with the right time is {s.overlap:.2f}"
    if not s.is_right:
        s.why = f"{s.why}; " * bool(s.why) + f"{answer[:40]!r} is not {WANTED[x.inquiry.ask]}"
    return Turn("Your report is taken.", over=True)


def _report(start: float, end: float, answer: str) -> Action:
    arguments: dict[str, float | str] = {"start": start, "end": end}
    return Action(tool="report", arguments=arguments | ({"answer": answer} if answer else {}))
