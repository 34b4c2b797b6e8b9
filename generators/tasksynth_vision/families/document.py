"""`vision.document`: read a rendered page, and reason about what stands on it."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable, read_final
from tasksynth.rng import Dice
from tasksynth_schemas import Content
from tasksynth_vision.documents.answering import answer_in, is_right, right_answer
from tasksynth_vision.documents.asking import DocumentAsk, DocumentTruth, truth_of
from tasksynth_vision.documents.choosing import draw_ask
from tasksynth_vision.documents.data import DocumentData, DocumentLook
from tasksynth_vision.documents.glancing import half_read
from tasksynth_vision.documents.making import KINDS, MARKS, draw_document
from tasksynth_vision.documents.telling import (
    asked,
    form_of_answer,
    order_of_dates,
    typical,
)

NEEDS = Needs(media=("image", "text"), extras=("pictures",))


class DocumentParams(Params):
    """How much stands on a document, and how many steps the answer takes."""

    kinds: Annotated[int, Field(ge=1, le=len(KINDS)), Knob(4, len(KINDS))] = len(KINDS)
    """Kinds of documents that occur, from receipts to timesheets."""
    hops: Annotated[int, Field(ge=0, le=3), Knob(0, 3)] = 1
    """0 reads one value; 1 looks one up, compares, counts or adds; 2 does so under a condition, or
    finds what does not add up; 3 looks up in a second table, too."""
    rows: Annotated[int, Field(ge=3, le=26), Knob(3, 26)] = 12
    """Lines of the table at most; a quarter fewer at least."""
    columns: Annotated[int, Field(ge=1, le=8), Knob(1, 8)] = 5
    """Columns of the table at most, besides the one that names its lines."""
    marks: Annotated[int, Field(ge=0, le=len(MARKS)), Knob(0, len(MARKS))] = 3
    """Colours with which lines are marked, from two on; in a sixth of the documents for each."""
    size: Annotated[int, Field(ge=10, le=24), Knob(19, 11)] = 14
    """Pixels of the type."""
    pages: Annotated[int, Field(ge=1, le=2), Knob(1, 2)] = 1
    """Pages at most."""
    tilt: Annotated[int, Field(ge=0, le=20), Knob(0, 14)] = 5
    """Tenths of a degree by which a page lies askew, at most."""
    blur: Annotated[int, Field(ge=0, le=10), Knob(0, 5)] = 2
    """Tenths of a pixel of blur, at most."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 14)] = 4
    """The most by which a pixel's brightness is off, of 255."""


class DocumentTask(DocumentData):
    """A document and a question."""

    ask: DocumentAsk


class DocumentFamily(Family[DocumentParams, DocumentTask]):
    """Answer a question about a document: a field, a cell, a total, or several steps of them."""

    name = "vision.document"
    version = 4
    effort = "cells"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)
    checked = 8

    def generate(self, p: DocumentParams, rng: np.random.Generator) -> DocumentTask | None:
        dice = Dice(rng)
        look = DocumentLook(
            size=p.size, theme=dice.below(6), table=dice.below(4), head=dice.below(3),
            logo=dice.below(5), stamp=dice.below(7), pages=dice.between(1, p.pages),
            tilt=dice.between(-p.tilt, p.tilt), blur=dice.between(0, p.blur), noise=p.noise,
            worn=p.noise > 0 and dice.below(3) == 0, at=(dice.below(64), dice.below(64)),
        )  # fmt: skip
        flaw = "" if p.hops < 2 or dice.below(3 * p.hops - 3) else dice.of(("line", "total"))
        marked = p.hops > 0 and p.marks > 1 and dice.below(6) < p.marks
        document = draw_document(
            dice, kinds=KINDS[: p.kinds], rows=dice.between(max(3, p.rows * 3 // 4), p.rows),
            columns=p.columns, marks=p.marks if marked else 0,
            coded=p.hops > 1, tables=1 + (p.hops > 2), flaw=flaw, look=look,
        )  # fmt: skip
        ask = draw_ask(dice, document, p.hops, flaw)
        if ask is None or (_is_half_right(document, ask) and dice.below(1 + p.hops)):
            return None
        return DocumentTask(**dict(document), ask=ask)

    def prompt(self, x: DocumentTask) -> Content:
        pages = "\n\n".join(f"[image: {name}]" for name in _names(x))
        return illustrated(
            f"{pages}\n\n{asked(x, x.ask)}\n\nWhat is printed counts. "
            f"{order_of_dates(x, x.ask)}{form_of_answer(x, _truth(x))}"
        )

    def needs(self, x: DocumentTask) -> Needs:
        return NEEDS

    def verify(self, x: DocumentTask, answer: str) -> Verdict:
        truth = _truth(x)
        known = _words(x) if isinstance(truth.value, str) else ()
        labels = _labels(x)
        try:
            said = read_final(answer, lambda text: answer_in(text, truth, x.manner, known, labels))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = is_right(said, truth, x.manner)
        return self.rubric(right=float(right), why="" if right else "it says something else")

    def solve(self, x: DocumentTask) -> str:
        return right_answer(_truth(x), x.manner)

    def measure(self, x: DocumentTask) -> dict[str, float]:
        side = x.side
        cells = len(x.table.rows) * len(x.table.columns) + len(x.entries)
        more = 0 if side is None else len(side.rows) * len(side.columns)
        return {
            "cells": float(cells + more),
            "rows": float(len(x.table.rows)),
            "tables": 1.0 + float(side is not None),
            "pages": float(x.look.pages),
            "size": float(x.look.size),
            "tilt": abs(x.look.tilt) / 10,
            "blur": x.look.blur / 10,
        }

    def media(self, x: DocumentTask) -> dict[str, bytes]:
        from tasksynth_vision.drawing.documents import draw_pages
        from tasksynth_vision.drawing.pillow import png

        return dict(zip(_names(x), map(png, draw_pages(x)), strict=True))

    def card(self, x: DocumentTask) -> bytes:
        from tasksynth_vision.drawing.cards import beside, card
        from tasksynth_vision.drawing.documents import draw_pages

        first, *more = draw_pages(x)
        return card(beside(first, more[0]) if more else first, asked(x, x.ask), self.solve(x))

    def baselines(self, x: DocumentTask) -> dict[str, str]:
        """Without a look: a small count, and a usual value; and what half a question asks for."""
        truth = _truth(x)
        guesses = {"1": "1", "2": "2", "3": "3", "as usual": typical(x, truth)}
        if (value := half_read(x, x.ask)) is not None:
            half = truth.model_copy(update={"value": value})
            guesses["half read"] = right_answer(half, x.manner)
        return guesses

    def floor(self, p: DocumentParams) -> float:
        """Small counts, and what half of a question asks for, whichever suits its kind best."""
        return 0.17 if p.hops else 0.03


def _is_half_right(d: DocumentData, ask: DocumentAsk) -> bool:
    """Whether one condition of two is enough, which else it is too often."""
    truth = truth_of(d, ask)
    return truth is not None and truth.value == half_read(d, ask)


def _names(x: DocumentTask) -> tuple[str, ...]:
    return ("page.png",) if x.look.pages == 1 else ("page-1.png", "page-2.png")


def _truth(x: DocumentTask) -> DocumentTruth:
    truth = truth_of(x, x.ask)
    if truth is None:
        raise ValueError("a document's question has no clear answer")
    return truth


def _words(x: DocumentTask) -> tuple[str, ...]:
    """All texts of a document that might be meant."""
    tables = (x.table, x.side) if x.side else (x.table,)
    cells = [cell for table in tables for row in table.rows for cell in row]
    return tuple(one for one in (*cells, *(e.value for e in x.entries)) if isinstance(one, str))


def _labels(x: DocumentTask) -> tuple[str, ...]:
    """The names of its fields and columns, longer ones first."""
    sides = x.side.columns if x.side else ()
    names = {one.name for one in (*x.table.columns, *sides)} | {e.column.name for e in x.entries}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
