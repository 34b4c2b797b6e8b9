"""Wide questions: what each kind asks for, that it reads back, and which answers pass."""

from collections import Counter
from typing import get_args

import numpy as np
import pytest

from tasksynth import grade, source
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.rows import natural_rows
from tasksynth_sql.databases.world import Attr, World, draw_world, read_tables
from tasksynth_sql.families.shared import fenced
from tasksynth_sql.judging.guard import Database, Row, build_image
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.plan import Aggregate, Compare, Filter
from tasksynth_sql.making.wide import (
    Banded,
    Calendar,
    Gaps,
    Named,
    Pairs,
    Pivot,
    Running,
    Share,
    Streaks,
    Wide,
)
from tasksynth_sql.making.wide_draw import draw_wide
from tasksynth_sql.making.wide_render import render_wide
from tasksynth_sql.telling.wide import read_wide, say_wide

BOOKS = """
INSERT INTO branch VALUES (1, 'Elm Hill', 'Lima', 1990), (2, 'Iris Hill', 'Oslo', 1991),
  (3, 'Elm Point', 'Lima', 1991), (4, 'Fjord Hill', 'Lima', 1994), (5, 'Keel Hill', 'Lima', 1990);
INSERT INTO author VALUES (1, 'Ann', NULL, NULL);
INSERT INTO book VALUES (1, 1, 'Open River', 'novel', 100, 9), (2, 1, 'open Sea', 'poetry', 200, 5),
  (3, 1, 'Winter', 'novel', 300, NULL), (4, 1, 'Reopened', 'novel', 100, 20);
INSERT INTO member VALUES (1, 1, NULL, 'Al', 'Lima', '2020-02-03'),
  (2, 1, 1, 'Bo', 'Oslo', '2020-05-01'), (3, 2, 1, 'Cy', 'Lima', '2021-02-09'),
  (4, 1, 1, 'Di', NULL, '2020-02-28');
"""
TITLES = ("Open River", "open Sea", "Winter", "Reopened")
NAME, TITLE, CITY = Attr((), "name"), Attr((), "title"), Attr((), "city")
ID, YEAR = Attr((), "id"), Attr((), "opening_year")
LIMA = Filter((Compare(CITY, "=", "Lima"),))
CASES: list[tuple[Wide, list[Row]]] = [
    (
        Banded("book", (TITLE,), Attr((), "price"), 20.0, 9.0),
        [*zip(TITLES, ("middle", "low", "unknown", "high"), strict=True)],
    ),
    (Named("book", (TITLE,), TITLE, "start", "Open"), [("Open River",), ("open Sea",)]),
    (Named("book", (ID,), TITLE, "anywhere", "open"), [(1,), (2,), (4,)]),
    (Named("book", (ID,), TITLE, "end", "ER"), [(1,), (3,)]),
    (Share("branch", Compare(NAME, "<>", "Elm Hill"), where=LIMA), [(75.0,)]),
    (
        Calendar("member", Attr((), "joining_date"), "month", Aggregate("count")),
        [("2020-02", 2), ("2020-05", 1), ("2021-02", 1)],
    ),
    (
        Pivot("book", Attr((), "pages"), Attr((), "genre"), ("novel", "poetry")),
        [(100, 2, 0), (200, 0, 1), (300, 1, 0)],
    ),
    (
        Running("branch", (ID,), CITY, YEAR, False, "total", YEAR),
        [(1, 1990), (5, 3980), (3, 5971), (4, 7965), (2, 1991)],
    ),
    (
        Running("branch", (ID,), CITY, YEAR, True, "previous", YEAR),
        [(4, None), (3, 1994), (1, 1991), (5, 1990), (2, None)],
    ),
    (
        Pairs("branch", NAME, YEAR, where=LIMA),
        [("Elm Hill", "Keel Hill")],
    ),
    (Streaks("branch", CITY, YEAR), [("Lima", 2), ("Oslo", 1)]),
    (Gaps("branch", YEAR, 1989, 1995), [(1989,), (1992,), (1993,), (1995,)]),
]  # fmt: skip


MISSES = (
    (" >= ", " > "),
    (" LIKE '", " GLOB '"),
    ("SUM(", "COUNT("),
    ("100.0", "100"),
    ("DENSE_RANK", "RANK"),
    (" < T2.id", " <> T2.id"),
    (" EXCEPT ", " UNION "),
)


def library() -> World:
    tables = [t for t in read_tables(DOMAINS["library"]) if t.name != "loan"]
    return World(tuple(tables), len(tables))


@pytest.mark.parametrize("case", CASES, ids=lambda case: type(case[0]).__name__)
def test_each_kind_asks_for_what_its_words_say(case: tuple[Wide, list[Row]]) -> None:
    plan, rows = case
    world = library()
    database = Database(build_image(f"{world.ddl}\n{BOOKS}"))
    assert Counter(database.run(render_wide(world, plan)).rows) == Counter(rows)
    assert read_wide(world, say_wide(world, plan)) == [plan]


def test_whatever_is_asked_reads_back() -> None:
    seen: Counter[str] = Counter()
    for seed in range(150):
        d = QueryDice(np.random.Generator(np.random.Philox(seed)))
        world = draw_world(d, tables=4, distractor_tables=1, distractor_columns=2)
        drawing = Drawing(world, natural_rows(world, d, size=15), d, tests=2)
        if (plan := draw_wide(drawing, seed % 6)) is not None:
            seen[type(plan).__name__] += 1
            assert read_wide(world, say_wide(world, plan, d.below)) == [plan]
    assert {kind.__name__ for kind in get_args(Wide)} == seen.keys()


@pytest.mark.parametrize("rung", range(6))
def test_the_gold_passes_and_what_is_near_it_does_not(rung: int) -> None:
    tasks = source("sql.text2sql", seed=3, params={"rung": rung, "structure": "wide"})
    task = tasks.make(0)
    gold = task.instance["gold"]
    assert grade(task, fenced(gold)).reward == 1
    for answer in tasks.family.baselines(tasks.draw(0).instance).values():
        assert grade(task, answer).reward != 1
    for here, there in MISSES:
        if here in gold:
            assert grade(task, fenced(gold.replace(here, there))).reward != 1
