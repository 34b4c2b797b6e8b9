"""Databases made for one answer: of what it says, and the gold does not say, they show the effect.

A suite is made before any answer is known. It cannot hold every constant that an answer may name,
nor each combination of values that an answer's own conditions, functions or joins depend on. So an
answer that is right on the whole suite, and that says more than the gold, is run beside it on
databases that are aimed at both. They hang on the two queries alone: a verdict is always the same.
"""

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.databases.restore import (
    Written,
    as_written,
    is_date,
    keeps_promises,
    restore,
)
from tasksynth_sql.databases.rows import Hint, Hints, Rows, beside_date, neighbour_rows
from tasksynth_sql.databases.world import Column, Value, World
from tasksynth_sql.judging.compare import Expected, difference
from tasksynth_sql.judging.complexity import longest_text
from tasksynth_sql.judging.guard import Database, QueryError, TooManyOps, build_image
from tasksynth_sql.judging.noise import noise_of, read_terms
from tasksynth_sql.judging.ordering import expect, read_order
from tasksynth_sql.judging.reading import Statement, read_statement, word_set
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.build import used_tables
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.rows.aim import aimed_rows
from tasksynth_sql.suites.rows.alike import alike_rows, alone_rows, void_rows
from tasksynth_sql.suites.rows.apart import WAYS, apart_rows, failing_ways
from tasksynth_sql.suites.rows.coincide import CLOSE, WIDE, odd_rows
from tasksynth_sql.suites.rows.couple import TURNS, coupled_rows, couples_of
from tasksynth_sql.suites.rows.differ import differing_rows
from tasksynth_sql.suites.rows.edge import edge_rows
from tasksynth_sql.suites.rows.lone import lone_looks, lone_rows
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Link, Scope, every_scope, scopes_of

LOOKS = (
    ("alike", 8),
    ("free", 8),
    ("odd", 6),
    ("close", 10),
    ("aimed", 10),
    ("near", 4),
    ("edge", 6),
)
"""Databases of each kind, those with edges for queries that group or count rows. Before them come
those for columns that the answer compares (see `couple`), after them those with a lone row, and
those on which its condition is not the gold's (see `differ`)."""
APART = 4 * WAYS
"""Databases for queries within queries: see `apart`."""
VOIDS = 4
"""Databases of nothing but 0, empty texts and NULL."""
ALONE = 6
"""Databases with one joined row of one value at most; the last ones."""
MAX_TOKENS = 400
"""Of an answer that is read for what it says; of a longer one only the databases for the gold."""
MAX_OPS = 20_000_000
"""Operations that an answer may take on all of them, an eighth of what is left on one: a dear one
is looked at on fewer."""
CPU_S = 10.0
"""A backstop of one run; the operations decide long before it."""
_GLUE = word_set("select from where and on join inner by as asc outer ( ) , . ;")
_LOOSE = _GLUE - word_set("( )")
"""Glue that does not say which query a word is in."""
_KEYWORDS = word_set(
    "all between case collate cross current desc distinct else end escape except exists filter "
    "first following full glob groups having in intersect is isnull last left like limit natural "
    "not notnull null nulls offset or order over partition preceding range recursive regexp right "
    "row rows then true false unbounded union using values when window with"
)
_LARGEST = 2**31


def says_more(gold: Statement, answer: Statement, world: World) -> bool:
    """Does an answer hold a constant, a column, a function or an operator oftener than the gold?

    Names of tables, aliases, and words that hold a query together do not count. Where there are
    queries within queries, it is enough to say the same in another order: in another of them.
    """
    columns = {column.name.lower() for table in world.tables for column in table.columns}
    if Counter(_said(answer, columns, _GLUE)) - Counter(_said(gold, columns, _GLUE)):
        return True
    nested = sum(token.lower() == "select" for token in answer.tokens) > 1
    return nested and _said(answer, columns, _LOOSE) != _said(gold, columns, _LOOSE)


def _said(query: Statement, columns: set[str], left_out: frozenset[str]) -> list[str]:
    found = []
    for token, then in zip(query.tokens, [*query.tokens[1:], ""], strict=True):
        name = token.strip('"`[]').lower()
        known = name in columns or name in _KEYWORDS or then == "("
        if name not in left_out and (known or not token.isidentifier()):
            found.append(name)
    return found


@lru_cache(maxsize=512)
def counterexample(
    ddl: str, shown: str, gold: str, answer: str, *, ordered: bool, written: Written = ()
) -> str | None:
    """How an answer differs from the gold on a database made for both; None if none tells.

    Columns that are `written` in a way of their own hold such values alone.

    Whatever refutes an answer keeps every promise of the schema; of one that `World.ddl` did not
    write, not all are known.
    """
    world = restore(ddl, shown)
    asked, said = read_statement(gold), read_statement(answer)
    if not f"{ddl}\n".startswith(f"{world.ddl}\n") or not says_more(asked, said, world):
        return None
    order, terms = read_order(asked, asked=ordered), read_terms(asked)
    base, left = build_image(ddl), MAX_OPS
    database, longest = Database(base), longest_text(said.tokens)
    for made in made_for(world, gold, said.sql):
        rows, most = as_written(world, made, written), 0
        try:
            database.refill(rows)
            result = database.run(gold)
            most = max(left // 8, 200 * result.ops)
            got = database.run(
                said.sql,
                max_ops=most,
                max_rows=max(1000, 10 * len(result.rows)),
                cpu_s=CPU_S,
                longest=longest,
            )
            noise = noise_of(database, terms) if terms else 0.0
            wanted = expect(database, result.rows, order, asked=ordered, noise=noise)
        except TooManyOps:
            left -= most
            continue
        except QueryError:
            continue  # it ran on every database of the suite
        left -= got.ops
        why = difference([wanted], [got.rows], permute=True)
        if why and keeps_promises(world, rows) and settled(base, rows, gold, wanted):
            return f"on a database made for this query: {why}"
        if left <= 0:
            break
    return None


def settled(base: bytes, rows: Rows, gold: str, wanted: Expected) -> bool:
    """Does the gold return the same when the rows lie the other way round?"""
    other = Database(base, reverse=True)
    other.refill(rows)
    return difference([wanted], [other.run(gold).rows], permute=False) is None


def made_for(world: World, gold: str, answer: str) -> Iterator[Rows]:
    """Rows of databases for both queries; which, hangs on their text alone."""
    said = read_statement(answer)
    digest = hashlib.sha256(f"{gold}\0{said.sql}".encode("utf-8", "surrogatepass")).digest()
    dice = QueryDice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    asked = parse_one(gold, read="sqlite")
    read = _parsed(said)
    hints: dict[tuple[str, str], Hint] = dict(hints_of(gold, world))
    own, used = scopes_of(asked, world), used_tables(world, gold)
    theirs: list[Scope] = []
    if read is not None:
        used |= used_tables(world, said.sql)
        hints = _with_hints(hints, hints_of(said.sql, world), world)
        theirs = [*map(_kept_to_promises, scopes_of(read, world))]
    hints["", ""] = Hint(values=_constants(said))
    site = RowSite(world, dice, hints, used, [*own, *theirs])
    for couple in couples_of(read, asked, world) if read is not None else ():
        yield from filter(None, (coupled_rows(site, couple, turn) for turn in range(TURNS)))
    nested = any(len([*every_scope(scopes)]) > 1 for scopes in (own, theirs))
    ways = failing_ways(site) if nested else []
    for turn in range(APART if ways else 0):
        yield apart_rows(site, ways[turn // WAYS % len(ways)], turn)
    grouped = bool(site.sizes) or any(scope.keys for scope in site.every)
    for kind, count in LOOKS:
        count = count if grouped or kind != "edge" else 0
        for turn in range(count):
            if kind == "alike":
                yield alike_rows(site, turn)
            elif kind == "free":  # those come late that the others hardly reach
                at = 3 * turn + 5
                yield alike_rows(site, at, free=True)
            elif kind == "odd":
                yield odd_rows(site, WIDE + CLOSE + 1 + turn)
            elif kind == "close":  # many groups, some of them alike
                at = WIDE + 1 + turn % CLOSE
                yield odd_rows(site, at)
            elif kind == "aimed":
                yield aimed_rows(site)
            elif kind == "near":
                yield neighbour_rows(world, dice, hints, used, most=9)
            else:
                yield edge_rows(site, turn)
    for turn, row in enumerate(lone_looks((own, theirs), dice)):
        yield lone_rows(site, row, turn)
    if read is not None:
        yield from differing_rows(site, asked, own, read, theirs)
    yield from (void_rows(site, turn) for turn in range(VOIDS))
    yield from (alone_rows(site, turn) for turn in range(min(ALONE, 2 * len(site.tops))))


def _parsed(said: Statement) -> exp.Expr | None:
    if len(said.tokens) > MAX_TOKENS:
        return None
    try:
        return parse_one(said.sql, read="sqlite")
    except (SqlglotError, RecursionError):
        return None


def _constants(said: Statement) -> list[Value]:
    """The texts and numbers that an answer names, and that a column may hold."""
    found: list[Value] = []
    for token in said.tokens:
        text = token[1:-1]
        if token[0] in "'\"" and len(text) <= 60 and (not beside_date(text) or is_date(text)):
            found.append(text.replace(token[0] * 2, token[0]))
        elif token.isdecimal() and token.isascii() and len(token) < 10:
            found.append(int(token))
        elif re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,9}", token):
            found.append(float(token))
    return found[:20]


def _proper(column: Column, value: Value) -> bool:
    """May a column hold a constant that an answer compares it with?"""
    if column.kind == "date":
        return is_date(value)
    if column.kind == "text":
        return isinstance(value, str) and len(value) <= 60
    if isinstance(value, str) or column.kind == "ref":
        return False
    whole = column.kind == "real" or isinstance(value, int)
    return whole and math.isfinite(value) and abs(value) < _LARGEST


def _with_hints(ours: Hints, more: Hints, world: World) -> dict[tuple[str, str], Hint]:
    """The gold's hints, and the constants of an answer that its columns may hold."""
    found = dict(ours)
    for (table, name), hint in more.items():
        own = found.get((table, name), Hint())
        values = [value for value in hint.values if _proper(world[table][name], value)]
        known = [*dict.fromkeys([*own.values, *values])]
        found[table, name] = Hint(known, own.tests, own.null or hint.null)
    return found


def _kept_to_promises(scope: Scope) -> Scope:
    """A scope of an answer, without what no database of the schema can grant it."""
    tables = {**scope.around, **scope.tables}

    def joins(link: Link) -> bool:
        if any(alias not in tables for alias, _ in link.places):
            return False
        one, two = (tables[alias][name] for alias, name in link.places)
        named = [tables[alias].name for alias, _ in link.places]
        if {one.kind, two.kind} == {"id", "ref"}:
            return (one.table or two.table) == named[one.kind == "ref"]
        return one.kind == two.kind and one.kind not in ("id", "ref")

    return replace(
        scope,
        links=[link for link in scope.links if joins(link)],
        atoms=[atom for atom in scope.atoms if all(_proper(atom.column, v) for v in atom.values)],
        sizes=[size for size in scope.sizes if 0 <= size < 20],
        inner=[_kept_to_promises(inner) for inner in scope.inner],
    )
