"""Databases made for one answer that is written for another engine.

They are made as for SQLite (see `doubt`), from the two queries alone. The gold runs on SQLite, with
which the engine agrees, and the answer on its engine, on all of them in one process.
"""

from functools import lru_cache
from itertools import islice

from sqlglot import parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.databases.restore import keeps_promises, restore
from tasksynth_sql.databases.rows import Rows, insert_script
from tasksynth_sql.judging.compare import Expected, difference
from tasksynth_sql.judging.engines import plain, translate, try_duckdb
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.judging.noise import noise_of, read_terms
from tasksynth_sql.judging.ordering import expect, read_order
from tasksynth_sql.judging.reading import UnreadableQuery, read_statement
from tasksynth_sql.suites.doubt import made_for, says_more, settled

MOST = 96
"""Databases that are made for an answer."""


@lru_cache(maxsize=512)
def duckdb_counterexample(
    ddl: str, shown: str, gold: str, reference: str, answer: str, *, ordered: bool
) -> str | None:
    """How an answer for DuckDB differs from the gold on a database made for both, if one tells.

    The `reference` is the gold in DuckDB's words: an answer that says no more is not looked at.

    Raises:
        FamilyError: if the machine did not get round to it.
    """
    world, asked = restore(ddl, shown), read_statement(gold)
    known = f"{ddl}\n".startswith(f"{world.ddl}\n")
    if not known or not says_more(read_statement(reference), read_statement(answer), world):
        return None
    order, terms = read_order(asked, asked=ordered), read_terms(asked)
    base = build_image(ddl)
    database = Database(base)
    looks: list[tuple[Rows, Expected]] = []
    for rows in islice(made_for(world, gold, _as_sqlite(answer) or gold), MOST):
        try:
            database.refill(rows)
            result = database.run(gold)
            noise = noise_of(database, terms) if terms else 0.0
            looks.append((rows, expect(database, result.rows, order, asked=ordered, noise=noise)))
        except QueryError:
            continue
    tables = translate(ddl, "duckdb")
    scripts = [[*tables, *insert_script(world, rows).splitlines()] for rows, _ in looks]
    for (rows, wanted), found in zip(looks, try_duckdb(scripts, answer), strict=False):
        got = None if found is None else [plain(found.rows)]
        why = None if got is None else difference([wanted], got, permute=True)
        if why and keeps_promises(world, rows) and settled(base, rows, gold, wanted):
            return f"on a database made for this query: {why}"
    return None


def _as_sqlite(answer: str) -> str | None:
    """The answer in SQLite's words, to read what it asks for: it is never run so."""
    try:
        return read_statement(parse_one(answer, read="duckdb").sql("sqlite")).sql
    except (SqlglotError, RecursionError, UnreadableQuery):
        return None
