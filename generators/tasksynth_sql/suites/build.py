"""Hidden databases that tell a query from everything near it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.databases.rows import Rows, insert_script, neighbour_rows
from tasksynth_sql.databases.world import World
from tasksynth_sql.judging.compare import Expected, difference
from tasksynth_sql.judging.guard import (
    Database,
    QueryError,
    QueryResult,
    TooManyOps,
    build_image,
    fill_image,
)
from tasksynth_sql.judging.ordering import TieOrder, expect, read_order
from tasksynth_sql.judging.reading import read_statement
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.mutate import Mutant, Schema, mutants
from tasksynth_sql.suites.promises import Facts

MAX_HIDDEN = 5
HIDDEN = 3
"""Databases that a suite has, if the gold says as many things, where fewer would do for all
mutants: there are wrong queries that no mutant stands for."""
FIRST = 6
"""Neighbours that are drawn at least."""
DRAWS = 160
"""Neighbours that are tried while a mutant is left."""
MUTANT_OPS = 200_000
"""Operations that a mutant may take, or 20 times the gold's. A judge allows more, so of one that
takes more nothing is known."""


@dataclass(frozen=True)
class Hidden:
    """The suite of one gold query."""

    scripts: tuple[str, ...]
    """INSERT statements of the hidden databases, at most MAX_HIDDEN."""
    killed: tuple[Mutant, ...]
    """Mutants that the suite, shown database included, tells from the gold."""
    equivalent: tuple[Mutant, ...]
    """Mutants that no database drawn told from it."""


@dataclass(frozen=True)
class Probe:
    """The gold on one database."""

    image: bytes
    database: Database
    result: QueryResult
    wanted: Expected

    def runs(self, sql: str) -> bool:
        """Does this query run to its end here?"""
        try:
            self.database.run(sql, max_ops=max(MUTANT_OPS, 20 * self.result.ops))
        except QueryError:
            return False
        return True

    def differs(self, sql: str) -> bool:
        """Is this query known to be wrong here?"""
        try:
            result = self.database.run(
                sql,
                max_ops=max(MUTANT_OPS, 20 * self.result.ops),
                max_rows=max(1000, 10 * len(self.result.rows)),
            )
        except TooManyOps:
            return False
        except QueryError:
            return True
        if result.columns != self.result.columns:
            return True
        return difference([self.wanted], [result.rows], permute=True) is not None


def probe(image: bytes, gold: str, order: TieOrder | None, *, ordered: bool) -> Probe:
    """The gold on one database.

    Raises:
        QueryError: if the gold does not run there.
    """
    database = Database(image)
    result = database.run(gold)
    return Probe(image, database, result, expect(database, result.rows, order, asked=ordered))


def settled(at: Probe, gold: str) -> bool:
    """Does the gold return the same when the rows lie the other way round?"""
    other = Database(at.image, reverse=True)
    again = other.run(gold).rows
    other.close()
    return difference([at.wanted], [again], permute=False) is None


def used_tables(world: World, gold: str) -> frozenset[str]:
    """The tables that a query names, and those that they refer to."""
    named = {t.name.lower() for t in parse_one(gold, read="sqlite").find_all(exp.Table)}
    used = {t.name for t in world.tables if t.name.lower() in named}
    for table in reversed(world.tables):
        if table.name in used:
            used |= {ref.table for ref in table.refs}
    return frozenset(used)


def schema_of(world: World) -> Schema:
    """What the mutants may put in a column's place."""
    return {
        t.name.lower(): {
            c.name.lower(): f"{c.sql_type} {c.kind in ('id', 'ref')}" for c in t.columns
        }
        for t in world.tables
    }


def facts_of(world: World) -> Facts:
    """The promises of a world's schema."""
    keys = {(t.name.lower(), t.id.name.lower()) for t in world.tables if t.id}
    required = {
        (t.name.lower(), c.name.lower()) for t in world.tables for c in t.columns if not c.nullable
    }
    references = {
        (t.name.lower(), c.name.lower(), c.table.lower()) for t in world.tables for c in t.refs
    }
    return Facts(frozenset(keys), frozenset(required), frozenset(references))


def texts_quoted(gold: str, world: World) -> str:
    """The query with "texts" in single quotes, where SQLite takes a double-quoted name for a text.

    It does so where no column has that name; a query that sqlglot cannot parse stays as it is.
    """
    try:
        tree = parse_one(gold, read="sqlite")
    except SqlglotError:
        return gold
    names = {c.name.lower() for table in world.tables for c in table.columns}
    names |= {output.alias.lower() for output in tree.find_all(exp.Alias)}
    for column in [*tree.find_all(exp.Column)]:
        quoted = isinstance(column.this, exp.Identifier) and column.this.quoted
        if quoted and not column.table and column.name.lower() not in names:
            column.replace(exp.Literal.string(column.name))
    return tree.sql("sqlite")


@dataclass(frozen=True)
class _Drawn:
    """A neighbour, the gold on it, and the mutants that it tells from the gold."""

    rows: Rows
    probe: Probe
    kills: frozenset[str]


def build_suite(
    world: World, shown: str, gold: str, dice: QueryDice, *, ordered: bool, empty: bool = False
) -> Hidden | None:
    """Draw neighbours until the mutants are told apart, and keep the few that do it.

    `shown` holds the INSERT statements of the database that the prompt shows. None if the gold
    returns nothing there (unless it may be `empty`) or nearly everywhere, says the same
    everywhere, or hangs on where rows lie.
    """
    order = read_order(read_statement(gold), asked=ordered)
    front = probe(build_image(f"{world.ddl}\n{shown}"), gold, order, ordered=ordered)
    if (not front.result.rows and not empty) or not settled(front, gold):
        return None
    near = mutants(gold, schema_of(world), facts_of(world))
    near = [m for m in near if front.runs(m.sql)]
    dead = {m.sql for m in near if front.differs(m.sql)}
    left = {m.sql for m in near} - dead
    drawn = _draw(world, gold, order, left, dead, dice, ordered=ordered)
    killed = set().union(*(one.kills for one in drawn))
    hidden = _cover(drawn, killed & left)
    if len(hidden) > MAX_HIDDEN:
        return None
    hidden += _further(drawn, hidden, front)
    said = {_said(one.probe) for one in hidden if one.probe.result.rows}
    if not said - {_said(front)} or not all(settled(one.probe, gold) for one in hidden):
        return None
    dead |= killed
    return Hidden(
        scripts=tuple(insert_script(world, one.rows) for one in hidden),
        killed=tuple(m for m in near if m.sql in dead),
        equivalent=tuple(m for m in near if m.sql not in dead),
    )


def _draw(
    world: World,
    gold: str,
    order: TieOrder | None,
    left: set[str],
    dead: set[str],
    dice: QueryDice,
    *,
    ordered: bool,
) -> list[_Drawn]:
    """Neighbours until every mutant that is `left` is told apart by one.

    Those that an earlier one tells apart, or the shown one, are the `dead`: they say how much
    else a neighbour sees that is of use.
    """
    base = build_image(world.ddl)
    hints, used = hints_of(gold, world), used_tables(world, gold)
    drawn: list[_Drawn] = []
    while len(drawn) < FIRST or (left and len(drawn) < DRAWS):
        rows = neighbour_rows(world, dice, hints, used)
        at = probe(fill_image(base, rows), gold, order, ordered=ordered)
        kills = {sql for sql in left if at.differs(sql)}
        left = left - kills
        if kills or len(drawn) < FIRST:
            kills |= {sql for sql in dead if at.differs(sql)}
        drawn.append(_Drawn(rows, at, frozenset(kills)))
        dead = dead | kills
    return drawn


def _further(drawn: Sequence[_Drawn], hidden: Sequence[_Drawn], front: Probe) -> list[_Drawn]:
    """Databases on which the gold says something else again, those that see most first."""
    said = {_said(front), *(_said(one.probe) for one in hidden)}
    found: list[_Drawn] = []
    for one in sorted(drawn, key=lambda one: -len(one.kills)):
        new = one.probe.result.rows and _said(one.probe) not in said
        if new and len(hidden) + len(found) < HIDDEN:
            said.add(_said(one.probe))
            found.append(one)
    return found


def _said(at: Probe) -> str:
    return repr(sorted(at.result.rows, key=repr))


def _cover(drawn: Sequence[_Drawn], wanted: set[str]) -> list[_Drawn]:
    """Greedy set cover: databases that together kill all that is wanted, best first."""
    left = set(wanted)
    chosen: list[_Drawn] = []
    while left:
        best = max(drawn, key=lambda one: (len(one.kills & left), len(one.kills)))
        chosen.append(best)
        left -= best.kills
    return chosen
