"""Forty domains: each makes databases that build, and questions in both registers."""

import sqlite3

import numpy as np
import pytest

from tasksynth import source
from tasksynth_sql.databases.lexicon import DOMAINS
from tasksynth_sql.databases.more_domains import MORE_DOMAINS
from tasksynth_sql.databases.rows import insert_script, natural_rows
from tasksynth_sql.databases.world import World, read_tables
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.draw import draw_plan
from tasksynth_sql.making.parts import Drawing
from tasksynth_sql.making.render import render
from tasksynth_sql.telling import questions
from tasksynth_sql.telling.natural.ask import ask
from tasksynth_sql.telling.natural.fit import sensible


@pytest.mark.parametrize("name", sorted(MORE_DOMAINS))
def test_each_domain_is_asked_about_in_both_registers(name: str) -> None:
    tables = tuple(read_tables(MORE_DOMAINS[name]))
    world, dice = World(tables, len(tables)), QueryDice(np.random.Generator(np.random.Philox(7)))
    rows = natural_rows(world, dice, size=12)
    db = sqlite3.connect(":memory:")
    db.executescript(f"{world.ddl}\n{insert_script(world, rows)}\nPRAGMA foreign_key_check;")
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    asked = 0
    for rung in range(6):
        plan = draw_plan(Drawing(world, rows, dice, 2), rung)
        if plan is not None:
            db.execute(render(world, plan)).fetchall()
            assert questions.say(world, plan).endswith(".")
            fit = sensible(world, plan)
            asked += fit is not None and ask(world, fit, dice) is not None
    db.close()
    assert asked >= 2


def test_there_are_forty_and_all_of_them_are_drawn() -> None:
    assert len({*DOMAINS, *MORE_DOMAINS}) == 40
    first = {next(read_tables(text)).name for text in MORE_DOMAINS.values()}
    tasks = source("sql.text2sql", seed=4, params={"rung": 0, "domains": "all"})
    made = [tasks.make(index).instance["ddl"] for index in range(6)]
    assert any(f"CREATE TABLE {name} (" in ddl for ddl in made for name in first)
