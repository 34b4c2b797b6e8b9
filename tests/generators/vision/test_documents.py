"""Documents: what they show is what is asked about, right answers pass, and nothing else does."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice, Stream
from tasksynth.single import source
from tasksynth_vision.documents.answering import answer_in, is_right, right_answer
from tasksynth_vision.documents.asking import DocumentAsk, DocumentTruth, truth_of
from tasksynth_vision.documents.data import (
    DocumentData,
    DocumentLook,
    DocumentTable,
    SheetColumn,
    SheetEntry,
    misfits,
)
from tasksynth_vision.documents.making import KINDS, draw_document
from tasksynth_vision.documents.shown import DATES, NUMBERS, Penmanship, day_in, shown, time_in

FAMILY: Any = registry.get("vision.document")
LOOK = DocumentLook(size=12, theme=0, table=0, head=0, logo=0, stamp=0, pages=1, tilt=0, blur=0,
                    noise=0, worn=False, at=(0, 0))  # fmt: skip
PLAIN = Penmanship(numbers=0, dates=0, currency=0)


def drawn(level: float, count: int, seed: int = 47) -> list[Any]:
    made = source("vision.document", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


def columns(*told: tuple[str, Any]) -> tuple[SheetColumn, ...]:
    return tuple(SheetColumn(name=name, sort=sort) for name, sort in told)


def bill(*rows: tuple[Any, ...], total: int = 0) -> DocumentData:
    table = DocumentTable(
        title="",
        columns=columns(
            ("Item", "text"), ("Tax", "code"), ("Quantity", "int"), ("Unit price", "money"),
            ("Amount", "money"),
        ),
        rows=rows,
    )  # fmt: skip
    side = DocumentTable(
        title="Taxes", columns=columns(("Tax", "code"), ("Hall", "text")),
        rows=(("A", "Loft"), ("B", "Yard")),
    )  # fmt: skip
    amount = SheetColumn(name="Amount", sort="money")
    return DocumentData(
        kind="invoice", title="Invoice", issuer="North Supplies", lines="lines", manner=PLAIN,
        entries=(SheetEntry(column=SheetColumn(name="Sent", sort="date"), value=739000),
                 SheetEntry(column=SheetColumn(name="Due", sort="date"), value=739031)),
        table=table, side=side, total=SheetEntry(column=amount, value=total), check="product",
        parts=("Quantity", "Unit price", "Amount"), look=LOOK,
    )  # fmt: skip


BILL = bill(
    ("Oak box", "A", 2, 500, 1000), ("Pine mat", "B", 3, 250, 750), ("Felt lamp", "A", 4, 120, 480),
    ("Wool rail", "B", 1, 900, 950), ("Cork tray", "B", 6, 300, 1800), total=5000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (DocumentAsk(sort="cell", rows=(1,), columns=("Unit price",)), "2.50"),
        (DocumentAsk(sort="which", columns=("Amount",), given=480), "Felt lamp"),
        (DocumentAsk(sort="extreme", columns=("Unit price",)), "Wool rail"),
        (DocumentAsk(sort="second", columns=("Amount",), low=True), "Pine mat"),
        (DocumentAsk(sort="above", columns=("Quantity",), bound=5), "1"),
        (DocumentAsk(sort="equal", where="Tax", given="B"), "3"),
        (DocumentAsk(sort="difference", rows=(0, 2), columns=("Amount",)), "5.20"),
        (DocumentAsk(sort="total", rows=(0, 1), columns=("Amount",)), "17.50"),
        (DocumentAsk(sort="days", columns=("Sent", "Due")), "31"),
        (DocumentAsk(sort="pick", columns=("Quantity",), where="Tax", given="A"), "Felt lamp"),
        (DocumentAsk(sort="lookup", columns=("Unit price", "Amount")), "9.50"),
        (DocumentAsk(sort="sum_of", columns=("Quantity",), where="Tax", given="A"), "6"),
        (DocumentAsk(sort="two", columns=("Amount",), where="Tax", given="B", bound=800), "2"),
        (DocumentAsk(sort="line"), "Wool rail"),
        (DocumentAsk(sort="off"), "0.20"),
        (DocumentAsk(sort="join_cell", rows=(3,), columns=("Hall",)), "Yard"),
        (DocumentAsk(sort="join_lookup", columns=("Unit price", "Hall"), low=True), "Loft"),
        (
            DocumentAsk(sort="join_lookup", columns=("Amount", "Hall"), where="Tax", given="A"),
            "Loft",
        ),
        (DocumentAsk(sort="join_count", where="Hall", given="Loft"), "2"),
        (DocumentAsk(sort="join_total", columns=("Quantity",), where="Hall", given="Yard"), "10"),
        (DocumentAsk(sort="join_pick", columns=("Amount",), where="Hall", given="Loft"), "Oak box"),
    ],
)
def test_questions_have_the_answers_that_a_person_reads(ask: DocumentAsk, answer: str) -> None:
    truth = truth_of(BILL, ask)
    assert truth is not None
    assert right_answer(truth, PLAIN) == answer


def test_what_has_no_answer_or_two_is_not_asked() -> None:
    twice = bill(("Oak box", "A", 2, 500, 1000), ("Pine mat", "A", 2, 500, 1000), total=2000)
    for ask in (
        DocumentAsk(sort="which", columns=("Amount",), given=1000),
        DocumentAsk(sort="extreme", columns=("Amount",)),
        DocumentAsk(sort="equal", where="Tax", given="A"),
        DocumentAsk(sort="above", columns=("Amount",), bound=1000),
        DocumentAsk(sort="line"),
        DocumentAsk(sort="off"),
        DocumentAsk(sort="join_cell", rows=(0,), columns=("Shade",)),
    ):
        assert truth_of(twice, ask) is None, ask


def test_numbers_follow_from_one_another_but_where_one_is_wrong() -> None:
    for seed, make in enumerate(KINDS):
        draft = make(Dice(Stream(b"documents").rng(seed)), 12)
        if not draft.check:
            continue
        for flaw in ("", "line"):
            for index in range(30):
                d = draw_document(
                    Dice(Stream(draft.kind.encode()).rng(index)), kinds=KINDS[: seed + 1], rows=12,
                    columns=8, marks=0, coded=True, tables=2, flaw=flaw, look=LOOK,
                )  # fmt: skip
                if d.kind == draft.kind:
                    assert len(misfits(d.table, d.check, d.parts)) == bool(flaw), d.kind
                if d.total is not None:
                    amounts = d.table.numbers(d.table.at(d.total.column.name))
                    assert d.total.value == sum(amounts)


@pytest.mark.parametrize(("level", "count"), [(0.0, 5), (0.5, 4), (0.9, 2)])
def test_a_reader_of_pixels_alone_finds_the_truth(level: float, count: int) -> None:
    """Of 50 tasks a level: `python benchmarks/vision.py --family vision.document --tasks 50`."""
    pytest.importorskip("PIL.Image")
    import numpy as np

    from tasksynth_vision.drawing.documents import draw_pages
    from tasksynth_vision.reading.documents import read_document

    for x in drawn(level, count):
        seen = read_document([np.asarray(page) for page in draw_pages(x)], x)
        truth = truth_of(seen, x.ask)
        assert truth is not None, (x.kind, x.ask)
        said = right_answer(truth, x.manner)
        assert FAMILY.verify(x, said).status == "pass", (x.kind, x.ask, said)


def test_every_page_has_room_for_what_stands_on_it() -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.sheets import LARGEST, SMALLEST, length
    from tasksynth_vision.drawing.typesetting import set_pages

    for x in (*drawn(0.0, 6), *drawn(0.6, 8), *drawn(1.0, 14)):
        for sheet in set_pages(x):
            assert max(sheet.width, sheet.height) <= LARGEST
            held: dict[int, list[tuple[int, int]]] = {}
            for run in sheet.runs:
                assert run.size >= SMALLEST - 1
                end = run.x + length(run.text, run.size)
                assert run.x >= 0
                assert end <= sheet.width, (x.kind, run)
                held.setdefault(run.y, []).append((run.x, end))
            for spans in held.values():
                spans.sort()
                assert all(a[1] <= b[0] for a, b in pairwise(spans)), x.kind


@pytest.mark.parametrize("style", range(len(DATES)))
def test_dates_are_read_as_the_document_writes_them_and_in_letters(style: int) -> None:
    manner = Penmanship(numbers=0, dates=style, currency=0)
    day = day_in("2025-03-04", PLAIN)
    assert day is not None
    for said in (shown(day, "date", manner), "4 March 2025", "March 4th, 2025", "4th of March 2025",
                 "Tuesday, 4 Mar 2025", "2025/3/4", "2025.03.04"):  # fmt: skip
        assert day_in(said, manner) == day, said
    fifth, fourth = (day_in(said, PLAIN) for said in ("2025-04-05", "2025-05-04"))
    assert day_in("04/05/2025", manner) == {1: fourth, 2: fourth, 3: fifth}.get(style)
    for said in ("2025-13-04", "4 Foo 2025", "March 2025", "30 Feb 2025", "4"):
        assert day_in(said, manner) is None, said


def test_times_of_day_are_read() -> None:
    for said in ("9:05", "09:05", "09.05", "9:05 am", "09:05 h", "9h05", "9:05 Uhr", "9:05 a.m."):
        assert time_in(said) == 545, said
    assert time_in("9:05 pm") == 1265
    for said in ("9:65", "25:00", "9", "13:05 pm", "9:05 to 9:30"):
        assert time_in(said) is None, said


@pytest.mark.parametrize("style", range(len(NUMBERS)))
def test_amounts_are_read_with_any_separators_and_the_currency(style: int) -> None:
    manner = Penmanship(numbers=style, dates=0, currency=4)
    truth = DocumentTruth(sort="money", value=123450)
    said = shown(123450, "money", manner)
    for text in (said, f"SEK {said}", f"{said} SEK", f"{said} kr", "1234.50", "1234.5", "1,234.50",
                 "1234,50", "The total is 1234.50 SEK.", "**1234.50**", "$1234.50$",
                 '{"answer": "1234.50"}', "SEK1234.50", "kr1234.50", "1{,}234.50"):  # fmt: skip
        assert is_right(answer_in(text, truth, manner, ()), truth, manner), text
    for text in ("1234.51", "1234", "12345", "12.34", "-1234.50", "Oak box"):
        assert not is_right(answer_in(text, truth, manner, ()), truth, manner), text
    whole = DocumentTruth(sort="int", value=1234)
    for text in ("1234", shown(1234, "int", manner), "1234 pieces", "1234.0"):
        assert is_right(answer_in(text, whole, manner, ()), whole, manner), text
    for text in ("1234.50 EUR", "\u20ac1234.50", "1234.50 is wrong", "1234.50%", "1234.50 hours"):
        with pytest.raises(Unreadable):
            answer_in(text, truth, manner, ())
    for text in (
        "1234%",
        "1234 EUR",
        "1234 or 1235",
        "between 1000 and 2000",
        "about 1,200 to 1,300",
        "x" * 5000,
    ):
        with pytest.raises(Unreadable):
            answer_in(text, whole, manner, ())


def test_names_are_read_with_words_around_them_and_never_two() -> None:
    known = ("Oak box", "Pine mat", "R-20418")
    truth = DocumentTruth(sort="text", value="Oak box")
    for said in ("Oak box", "oak box.", "The item is Oak box", "**Oak box**", "Oak box (12.50)",
                 "Oak box, at 12.50 EUR", r"\text{Oak box}",
                 '{"answer": "Oak box"}', "the Oak box line"):  # fmt: skip
        assert is_right(answer_in(said, truth, PLAIN, known), truth, PLAIN), said
    for said in ("Oak box or Pine mat", "Oak box / Pine mat", "not Oak box", "Oak box?",
                 "Oak box, Pine mat"):  # fmt: skip
        with pytest.raises(Unreadable):
            answer_in(said, truth, PLAIN, known)
    labels = ("Due date", "Order no.", "Item", "Price")
    for said, told in (
        ("Item: Oak box", truth),
        ("Order no.: R-20418", DocumentTruth(sort="code", value="R-20418")),
        ("the Due date is 4 May 2025", DocumentTruth(sort="date", value=739375)),
        ("Price = 12.50", DocumentTruth(sort="money", value=1250)),
        ("price 12.50 EUR", DocumentTruth(sort="money", value=1250)),
    ):
        assert is_right(answer_in(said, told, PLAIN, known, labels), told, PLAIN), said
    with pytest.raises(Unreadable):
        answer_in("no Oak box", truth, PLAIN, known)
    train, trains = DocumentTruth(sort="code", value="S331"), ("S331", "X824")
    for said in ("S331 (09:58)", "train S331"):
        assert is_right(answer_in(said, train, PLAIN, trains), train, PLAIN), said
    assert not is_right(answer_in("S331-332", train, PLAIN, trains), train, PLAIN)
    for said in ("S331, X824", "S331 (X824)"):
        with pytest.raises(Unreadable):
            answer_in(said, train, PLAIN, trains)
    number = DocumentTruth(sort="code", value="R-20418")
    for said in ("R-20418", "r 20418", "No. R-20418", "number R20418"):
        assert is_right(answer_in(said, number, PLAIN, known), number, PLAIN), said


def test_spans_of_time_may_be_hours_and_minutes() -> None:
    truth = DocumentTruth(sort="int", value=85, unit="minutes")
    for said in ("85", "85 minutes", "1 h 25 min", "1 hour and 25 minutes"):
        assert is_right(answer_in(said, truth, PLAIN, ()), truth, PLAIN), said
    assert not is_right(answer_in("1 h 24 min", truth, PLAIN, ()), truth, PLAIN)
    with pytest.raises(Unreadable):
        answer_in("85 hours", truth, PLAIN, ())


@pytest.mark.parametrize("level", [0.0, 0.3, 0.6, 1.0])
def test_without_the_picture_no_answer_beats_the_floor(level: float) -> None:
    """The best answer to each kind of question, learnt from as many others."""
    groups: dict[Any, list[Any]] = {}
    for x in drawn(level, 400):
        truth = truth_of(x, x.ask)
        assert truth is not None
        groups.setdefault((x.ask.sort, truth.sort, truth.unit), []).append(truth.value)
    hits = judged = 0
    for values in groups.values():
        half = len(values) // 2
        if half >= 3:
            said = Counter(values[:half]).most_common(1)[0][0]
            hits += values[half:].count(said)
            judged += len(values) - half
    floor = FAMILY.floor(FAMILY.Params.at(level))
    assert hits / judged < floor


@pytest.mark.parametrize("level", [0.5, 1.0])
def test_half_of_a_question_does_not_beat_the_floor(level: float) -> None:
    """Whoever reads the tables, and answers by one condition of two, or counts without a look."""
    right = 0
    for x in drawn(level, 200):
        guesses = FAMILY.baselines(x)
        said = guesses.get("half read", guesses["1"])
        right += FAMILY.verify(x, said).status == "pass"
    assert 0 < right / 200 < FAMILY.floor(FAMILY.Params.at(level))


def test_dates_whose_figures_might_be_read_otherwise_are_explained() -> None:
    for x in drawn(0.3, 60):
        told = FAMILY.prompt(x)[-1].text
        dated = any(e.column.name in x.ask.columns and e.column.sort == "date" for e in x.entries)
        if dated:
            assert ("first." in told) == (x.manner.dates in (2, 3)), told
