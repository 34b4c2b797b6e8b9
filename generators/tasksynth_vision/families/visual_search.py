"""`vision.visual_search`: find a thing on a large board, by looking closer, and read its number."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar

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
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.boards.views import NEAREST, VIEW, NumberedBoard, Square, shrunk, whole
from tasksynth_vision.scenes.describing import describe
from tasksynth_vision.scenes.placing import Stock, backdrop, scatter, thing_of
from tasksynth_vision.scenes.queries import Description, hops, resolve
from tasksynth_vision.scenes.telling import RULES, VOCABULARY, told
from tasksynth_vision.scenes.things import SIZES

TARGETS = 12
"""Things that a description is looked for, on one board."""
CLOSE = 5
"""A square that shows a thing well: so many times as wide as its radius."""
UNLABELLED = ("ring", "arrow")


class VisualSearchParams(Params):
    """How large a board is, and what has to be told apart."""

    side: Annotated[int, Field(ge=768, le=2400), Knob(900, 2000)] = 1400
    """Units of the board, each way; a view shows it at 384 pixels, or a part of it."""
    things: Annotated[int, Field(ge=12, le=90), Knob(16, 80)] = 45
    """Things on it."""
    zooms: Annotated[int, Field(ge=2, le=20), Knob(6, 14)] = 10
    """How often one may look closer."""
    nearest: Annotated[int, Field(ge=NEAREST, le=280), Knob(NEAREST, 216)] = 150
    """Units of the least square that one may look at: the larger, the smaller are numbers seen."""
    hops: Annotated[int, Field(ge=0, le=1), Knob(0, 1)] = 0
    """Whether another thing has to be found first."""
    kinds: Annotated[int, Field(ge=3, le=8), Knob(4, 8)] = 6
    """Shapes that occur."""
    colours: Annotated[int, Field(ge=3, le=7), Knob(4, 7)] = 5
    """Colours that occur."""
    patterns: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Patterns that occur."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 14)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class VisualSearchInstance(Model):
    """A board, and the description of one thing on it."""

    board: NumberedBoard
    query: Description
    target: int
    zooms: int


class Zoom(Tool):
    """Look closer: shows a square of the board."""

    x: Annotated[float, Field(ge=0, le=10_000)]
    """Of its middle, in units of the board from the left edge."""
    y: Annotated[float, Field(ge=0, le=10_000)]
    """From the top edge."""
    size: Annotated[float, Field(ge=0, le=10_000)]
    """Of its side; the smaller, the closer, as far down as the task says."""


class Report(Tool):
    """Give the number on the thing, and where the thing is. This is the end."""

    number: Annotated[int, Field(ge=-1000, le=1000)]
    x: Annotated[float, Field(ge=0, le=10_000)]
    """Units of the board from the left edge."""
    y: Annotated[float, Field(ge=0, le=10_000)]
    """From the top edge."""


@dataclass
class SearchState:
    """What was done so far."""

    zooms: int = 0
    report: Report | None = None


class VisualSearch(Family[VisualSearchParams, VisualSearchInstance]):
    """Find one thing on a large board, looking closer where needed, and read the number on it."""

    name = "vision.visual_search"
    version = 4
    effort = "things"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0, on_target=0.0, number=0.0)
    turns = 40
    checked = 20
    tools = (Zoom, Report)

    def generate(
        self, p: VisualSearchParams, rng: np.random.Generator
    ) -> VisualSearchInstance | None:
        dice = Dice(rng)
        stock = _stock(dice, p)
        sizes = [dice.of(SIZES) for _ in range(p.things)]
        spots = scatter(dice, sizes, p.side)
        if spots is None:
            return None
        things = tuple(
            thing_of(dice, stock.look(dice, size), spot, jitter=p.jitter)
            for size, spot in zip(sizes, spots, strict=True)
        )
        numbers = list(range(10, 100))
        dice.shuffle(numbers)
        board = NumberedBoard(
            side=p.side, things=things, numbers=tuple(numbers[: p.things]),
            nearest=p.nearest, backdrop=backdrop(dice, noise=p.noise),
        )  # fmt: skip
        small = shrunk(things, p.side)
        for _ in range(TARGETS):
            target = dice.below(p.things)
            query = describe(dice, small, target, p.hops)
            if query is not None and query.like.said + hops(query) > 1:
                return VisualSearchInstance(board=board, query=query, target=target, zooms=p.zooms)
        return None

    def prompt(self, x: VisualSearchInstance) -> Content:
        side = x.board.side
        before, phrase = told(x.query)
        rules = f" {RULES}" if hops(x.query) else ""
        return illustrated(
            f"[image: board.png]\n\nThis is a board of {side}x{side} units, shown at {VIEW}x{VIEW} "
            "pixels. Each thing on it has a number of two digits on a white label, which cannot be "
            f"seen from here.\n\n{before}{' ' if before else ''}Find {phrase}, and read its number."
            f"{rules} {VOCABULARY}\n\n`zoom` shows a square of the board, {VIEW}x{VIEW} pixels, "
            f"however small it is (down to {x.board.nearest} units); you may zoom {x.zooms} times. "
            "`report` gives the number and a point on the thing, and ends the task. Points are "
            "in units of the board: x from the left edge, y from the top. Both the number and "
            "the point have to be right."
        )

    def needs(self, x: VisualSearchInstance) -> Needs:
        plain = super().needs(x)
        return plain.model_copy(
            update={"turns": x.zooms + 3, "media": ("image", "text"), "extras": ("pictures",)}
        )

    def media(self, x: VisualSearchInstance) -> dict[str, bytes]:
        return {"board.png": _picture(x.board, whole(x.board))}

    def begin(self, x: VisualSearchInstance) -> SearchState:
        return SearchState()

    def step(self, x: VisualSearchInstance, s: SearchState, action: Action | Tool) -> Turn:
        match action:
            case Zoom(x=across, y=down, size=size):
                if s.zooms >= x.zooms:
                    return Turn(f"Error: {x.zooms} zooms were made, and there are no more.")
                s.zooms += 1
                square = Square.around(x.board, across, down, size)
                name = f"zoom_{s.zooms}.png"
                right, bottom = square.left + square.side, square.top + square.side
                seen = (
                    f"[image: {name}]\n\nThis is the square from ({square.left}, {square.top}) to "
                    f"({right}, {bottom}). You may zoom {x.zooms - s.zooms} times more."
                )
                return Turn(illustrated(seen), media={name: partial(_picture, x.board, square)})
            case Report():
                s.report = action
                return Turn("Your report is taken.", over=True)
        return Turn("Error: call a tool; `report` ends the task.")

    def judge(self, x: VisualSearchInstance, s: SearchState) -> Verdict:
        if s.report is None:
            return self.rubric(right=0.0, on_target=0.0, number=0.0, why="nothing was reported")
        target = x.board.things[x.target]
        hit = target.holds(s.report.x, s.report.y)
        read = s.report.number == x.board.numbers[x.target]
        why = "" if hit else f"({s.report.x:g}, {s.report.y:g}) is not on it"
        if hit and not read:
            why = f"its number is not {s.report.number}"
        return self.rubric(right=float(hit and read), on_target=float(hit), number=float(read),
                           why=why)  # fmt: skip

    def solve(self, x: VisualSearchInstance) -> str:
        found = resolve(shrunk(x.board.things, x.board.side), x.query)
        at = x.target if found is None else found
        thing = x.board.things[at]
        where = {"x": thing.x, "y": thing.y}
        look = Action(tool="zoom", arguments={**where, "size": CLOSE * thing.r})
        report = Action(tool="report", arguments={"number": x.board.numbers[at], **where})
        return Transcript(actions=(look, report)).model_dump_json()

    def measure(self, x: VisualSearchInstance) -> dict[str, float]:
        target = x.board.things[x.target]
        twins = sum(x.query.like.fits(thing) for thing in x.board.things) - 1
        alike = sum(thing.colour == target.colour for thing in x.board.things)
        return {
            "things": float(len(x.board.things)),
            "hops": float(hops(x.query)),
            "twins": float(twins),
            "alike": float(alike),
            "pixels": round(target.r * VIEW / x.board.side, 2),
            "area": round(3.1416 * target.r**2 / x.board.side**2, 6),
        }

    def card(self, x: VisualSearchInstance) -> bytes:
        from tasksynth_vision.drawing.boards import draw_view
        from tasksynth_vision.drawing.cards import beside, card, circled

        thing = x.board.things[x.target]
        scale = VIEW / x.board.side
        all_of_it = circled(
            draw_view(x.board, whole(x.board)), thing.x * scale, thing.y * scale, 12
        )
        close = Square.around(x.board, thing.x, thing.y, CLOSE * thing.r)
        picture = beside(all_of_it, draw_view(x.board, close))
        before, phrase = told(x.query)
        return card(picture, f"{before} Find {phrase}.".strip(), _told(x))

    def baselines(self, x: VisualSearchInstance) -> dict[str, str]:
        """Without a look: nothing, the middle, and a thing that happens to be there."""
        middle = x.board.side // 2
        first = x.board.things[0]
        number = x.board.numbers[0]
        return {
            "nothing": Transcript().model_dump_json(),
            "the middle": _reported(42, middle, middle),
            "some thing": _reported(number, first.x, first.y),
        }

    def floor(self, p: VisualSearchParams) -> float:
        """One of the things, its number read; without a look, nothing."""
        return 1 / p.things + 0.01


def _stock(dice: Dice, p: VisualSearchParams) -> Stock:
    """Looks without rings and arrows, which a label would hide."""
    drawn = Stock.drawn(dice, kinds=p.kinds + 2, colours=p.colours, patterns=p.patterns)
    kinds = tuple(kind for kind in drawn.kinds if kind not in UNLABELLED)[: p.kinds]
    return Stock(kinds=kinds, colours=drawn.colours, patterns=drawn.patterns)


def _picture(board: NumberedBoard, square: Square) -> bytes:
    from tasksynth_vision.drawing.boards import draw_view
    from tasksynth_vision.drawing.pillow import png

    return png(draw_view(board, square))


def _told(x: VisualSearchInstance) -> str:
    thing = x.board.things[x.target]
    return f"{x.board.numbers[x.target]}, at ({thing.x}, {thing.y})"


def _reported(number: int, x: Any, y: Any) -> str:
    action = Action(tool="report", arguments={"number": number, "x": x, "y": y})
    return Transcript(actions=(action,)).model_dump_json()
