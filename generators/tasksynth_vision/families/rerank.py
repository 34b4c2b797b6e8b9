"""`vision.rerank`: of a pile of pages, put those first that have most of what is looked for."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable, read_picks
from tasksynth.rng import Dice
from tasksynth.statistics.gains import above_chance, first_miss, luck, luck_of
from tasksynth_schemas import Content
from tasksynth_vision.documents.data import DocumentData, DocumentLook
from tasksynth_vision.documents.making import KINDS, draw_document, draw_manner
from tasksynth_vision.documents.shown import Penmanship
from tasksynth_vision.piles.gathering import draw_kinds, draw_points, spread_around
from tasksynth_vision.piles.glancing import glances
from tasksynth_vision.piles.points import PagePoint, grade

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
LUCK = 0.07
"""The most that whoever orders blindly may be right."""
GLANCE = 0.2
"""The most that whoever goes by kinds, lengths or words alone, and else blindly, may be right."""
TRIES = 6
"""Times that points are drawn for a pile."""
LETTERS, DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "23456789"
EXAMPLES = ("Q4", "Q7", "Q2", "Q9")
"""Names that no page has."""


class PileParams(Params):
    """The pages, and what is asked of them."""

    pages: Annotated[int, Field(ge=5, le=16), Knob(6, 12)] = 8
    """To be put in order."""
    top: Annotated[int, Field(ge=2, le=len(EXAMPLES)), Knob(2, 4)] = 3
    """Of them, the best ones that are asked for."""
    points: Annotated[int, Field(ge=2, le=6), Knob(2, 5)] = 4
    """That count, each as much as any other."""
    alike: Annotated[float, Field(ge=0, le=1), Knob(0.6, 0.95)] = 0.8
    """Share of pages that are of one kind."""
    kinds: Annotated[int, Field(ge=1, le=len(KINDS)), Knob(4, len(KINDS))] = len(KINDS)
    """Kinds of documents that occur, from receipts to timesheets."""
    rows: Annotated[int, Field(ge=3, le=26), Knob(4, 16)] = 10
    """Lines of a table at most; half as many at least."""
    columns: Annotated[int, Field(ge=1, le=8), Knob(2, 5)] = 4
    """Columns of a table at most, besides the one that names its lines."""
    size: Annotated[int, Field(ge=10, le=24), Knob(18, 11)] = 14
    """Pixels of the type."""
    tilt: Annotated[int, Field(ge=0, le=20), Knob(0, 14)] = 5
    """Tenths of a degree by which a page lies askew, at most."""
    blur: Annotated[int, Field(ge=0, le=10), Knob(0, 5)] = 2
    """Tenths of a pixel of blur, at most."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 14)] = 4
    """The most by which a pixel's brightness is off, of 255."""


class Pile(Model):
    """Pages with names, and what is looked for."""

    names: tuple[str, ...]
    pages: tuple[DocumentData, ...]
    points: tuple[PagePoint, ...]
    top: int

    @property
    def manner(self) -> Penmanship:
        """How all of them write values."""
        return self.pages[0].manner

    @property
    def grades(self) -> list[int]:
        """How many of the points hold of each page."""
        return [grade(page, self.points) for page in self.pages]


class RerankPages(Family[PileParams, Pile]):
    """Put those pages of a pile first that have most of what somebody looks for."""

    name = "vision.rerank"
    version = 2
    effort = "cells"
    rubric: ClassVar[Rubric] = Rubric(gate="perfect", perfect=0.5, gain=0.5)
    checked = 12

    def generate(self, p: PileParams, rng: np.random.Generator) -> Pile | None:
        dice = Dice(rng)
        manner = draw_manner(dice)
        kinds = draw_kinds(dice, KINDS[: p.kinds], p.pages, p.alike)
        drawn = [
            draw_document(
                dice, kinds=(kind,), rows=dice.between(max(3, p.rows // 2), p.rows),
                columns=p.columns, marks=0, coded=False, tables=1, flaw="", look=_look(dice, p),
            ).model_copy(update={"manner": manner})
            for kind in kinds
        ]  # fmt: skip
        pages = spread_around(dice, drawn)
        shuffled, names = list(pages), _names(dice, p.pages)
        dice.shuffle(shuffled)
        for _ in range(TRIES):
            points = draw_points(dice, pages, p.points)
            if points is None:
                return None
            x = Pile(names=names, pages=tuple(shuffled), points=points, top=p.top)
            if not _is_guessed(x):
                return x
        return None

    def prompt(self, x: Pile) -> Content:
        pages = "\n\n".join(f"Page {name}:\n[image: {name}.png]" for name in x.names)
        points = "\n".join(f"- {point.told(x.manner)}" for point in x.points)
        return illustrated(
            f"{pages}\n\nSomebody looks through these pages. What counts for them:\n\n{points}\n\n"
            "A page is the better the more of these points hold of it; all count the same, and "
            "what a page does not say does not hold. The rows of a table are those below its head, "
            "without a total; one that goes on beside itself is one table."
            f"{_order_of_dates(x)} Which {x.top} of the {len(x.pages)} pages are "
            "best? Of pages that are equally good any may stand first, or be left out where not "
            f"all have room. Answer with the names of {x.top} pages, best first, as in\n"
            f"Answer: {', '.join(EXAMPLES[: x.top])}"
        )

    def needs(self, x: Pile) -> Needs:
        return NEEDS

    def verify(self, x: Pile, answer: str) -> Verdict:
        grade_of = dict(zip(x.names, x.grades, strict=True))
        try:
            named = read_picks(answer, grade_of, x.top, asked="line", talk=("pages", "page", "png"))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        given, grades = [grade_of[one] for one in named], x.grades
        miss = first_miss(given, grades)
        why = f"at place {miss} is a page that is not good enough" if miss else ""
        return self.rubric(perfect=float(not miss), gain=above_chance(given, grades), why=why)

    def solve(self, x: Pile) -> str:
        return ordered(x, x.grades)

    def measure(self, x: Pile) -> dict[str, float]:
        cells = sum(len(d.table.rows) * len(d.table.columns) + len(d.entries) for d in x.pages)
        return {
            "cells": float(cells),
            "pages": float(len(x.pages)),
            "points": float(len(x.points)),
            "size": float(x.pages[0].look.size),
            "luck": round(luck(x.grades, x.top), 5),
        }

    def canonical(self, x: Pile) -> Any:
        pages = [page.model_dump(mode="json", exclude={"look"}) for page in x.pages]
        return [pages, [point.model_dump(mode="json") for point in x.points], x.top]

    def media(self, x: Pile) -> dict[str, bytes]:
        from tasksynth_vision.drawing.documents import draw_pages
        from tasksynth_vision.drawing.pillow import png

        return {
            f"{name}.png": png(draw_pages(page)[0])
            for name, page in zip(x.names, x.pages, strict=True)
        }

    def card(self, x: Pile) -> bytes:
        from tasksynth_vision.drawing.cards import card, spread_out
        from tasksynth_vision.drawing.documents import draw_pages

        pile = spread_out([draw_pages(page)[0] for page in x.pages], x.names)
        points = "; ".join(point.told(x.manner) for point in x.points)
        answer = self.solve(x).removeprefix("Answer: ")
        return card(pile, f"The {x.top} pages with most of: {points}", answer)

    def baselines(self, x: Pile) -> dict[str, str]:
        """Without a look: as they stand, from behind, as in the example; and at a glance."""
        count = len(x.pages)
        seen = {name: ordered(x, worth) for name, worth in glances(x.pages, x.points).items()}
        return seen | {
            "as they stand": ordered(x, list(range(count, 0, -1))),
            "from behind": ordered(x, list(range(count))),
            "the example": f"Answer: {', '.join(EXAMPLES[: x.top])}",
        }

    def floor(self, p: PileParams) -> float:
        """No draw is easier than `LUCK` to guess, or than `GLANCE` by what is seen at once."""
        return 0.15 if p.points < 4 else 0.1


def _is_guessed(x: Pile) -> bool:
    """Whether the best order is likely to be met without comparing numbers, or without a look."""
    if luck(x.grades, x.top) > LUCK:
        return True
    worths = glances(x.pages, x.points).values()
    return any(luck_of(worth, x.grades, x.top) > GLANCE for worth in worths)


def ordered(x: Pile, worth: Sequence[float]) -> str:
    """The answer of whoever takes pages to be worth that."""
    order = sorted(range(len(x.pages)), key=lambda place: -worth[place])
    return f"Answer: {', '.join(x.names[place] for place in order[: x.top])}"


def _look(dice: Dice, p: PileParams) -> DocumentLook:
    return DocumentLook(
        size=p.size, theme=dice.below(6), table=dice.below(4), head=dice.below(3),
        logo=dice.below(5), stamp=dice.below(7), pages=1, tilt=dice.between(-p.tilt, p.tilt),
        blur=dice.between(0, p.blur), noise=p.noise, worn=p.noise > 0 and dice.below(3) == 0,
        at=(dice.below(64), dice.below(64)),
    )  # fmt: skip


def _names(dice: Dice, count: int) -> tuple[str, ...]:
    """Letters that differ, each with a digit."""
    letters = list(LETTERS)
    dice.shuffle(letters)
    return tuple(f"{letter}{dice.of(DIGITS)}" for letter in letters[:count])


def _order_of_dates(x: Pile) -> str:
    dated = any(point.column and point.column.sort == "date" for point in x.points)
    if not dated or x.manner.dates not in (2, 3):
        return ""
    return f" Dates have the {'day' if x.manner.dates == 2 else 'month'} first."
