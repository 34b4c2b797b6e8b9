"""Hidden databases that tell a query from everything near it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one

from tasksynth_sql.compare import Expected, difference
from tasksynth_sql.dice import Dice
from tasksynth_sql.guard import Database, QueryError, Result, build_image
from tasksynth_sql.mutate import Facts, Mutant, Schema, mutants
from tasksynth_sql.ordering import Order, expect, read_order
from tasksynth_sql.reading import read_statement
from tasksynth_sql.rows import insert_script, neighbour_rows
from tasksynth_sql.world import Value, World

MAX_HIDDEN = 5
DRAWS = 80
"""Neighbour databases that are tried; nearly all kills come from the first ten."""
MUTANT_OPS = 200_000
"""Operations that a mutant may take, or 20 times the gold's; one that takes more differs."""


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

    database: Database
    result: Result
    wanted: Expected

    def runs(self, sql: str) -> bool:
        """Does this query run to its end here?"""
        try:
            self.database.run(sql, max_ops=max(MUTANT_OPS, 20 * self.result.ops))
        except QueryError:
            return False
        return True

    def differs(self, sql: str) -> bool:
        """Is this query wrong here?"""
        try:
            result = self.database.run(
                sql,
                max_ops=max(MUTANT_OPS, 20 * self.result.ops),
                max_rows=max(1000, 10 * len(self.result.rows)),
            )
        except QueryError:
            return True
        if result.columns != self.result.columns:
            return True
        return difference([self.wanted], [result.rows], permute=True) is not None


def probe(
    rows: str, gold: str, order: Order | None, *, ordered: bool, base: bytes | None = None
) -> Probe:
    """The gold on the database of a script; with `base`, of a script of rows.

    Raises:
        QueryError: if the gold does not run there.
    """
    database = Database(build_image(rows, base=base))
    result = database.run(gold)
    return Probe(database, result, expect(database, result.rows, order, asked=ordered))


def settled(at: Probe, script: str, gold: str) -> bool:
    """Does the gold return the same when the rows lie the other way round?"""
    other = Database(build_image(script), reverse=True)
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
        (t.name.lower(), c.name.lower()) for t in world.tables for c in t.refs if not c.nullable
    }
    return Facts(frozenset(keys), frozenset(required))


def hints_of(gold: str, world: World) -> dict[tuple[str, str], list[Value]]:
    """The literals that a query compares with each column."""
    tree = parse_one(gold, read="sqlite")
    aliases = {t.alias_or_name.lower(): t.name for t in tree.find_all(exp.Table)}
    names = {t.name.lower(): t for t in world.tables}
    hints: dict[tuple[str, str], list[Value]] = {}
    for node in tree.find_all(exp.Binary, exp.Between, exp.In):
        column = node.this
        if not isinstance(column, exp.Column):
            continue
        values = [v for n in node.find_all(exp.Literal) if (v := _literal(n)) is not None]
        wanted = column.table.lower()
        for alias, name in aliases.items():
            table = names.get(name.lower())
            if table is None or (wanted and alias != wanted):
                continue
            for c in table.columns:
                if c.name.lower() == column.name.lower():
                    numeric = c.is_number or c.kind in ("id", "ref")
                    fit = [v for v in values if isinstance(v, str) != numeric]
                    hints.setdefault((table.name, c.name), []).extend(
                        float(v) if c.kind == "real" else v for v in fit
                    )
    return hints


def _literal(node: exp.Literal) -> Value | None:
    if node.is_string:
        return str(node.this)
    return float(node.this) if "." in node.this else int(node.this)


def build_suite(world: World, shown: str, gold: str, dice: Dice, *, ordered: bool) -> Hidden | None:
    """Draw neighbours until the mutants are told apart, and keep the fewest that do it.

    `shown` holds the INSERT statements of the database that the prompt shows. None if the gold
    is empty nearly everywhere, says the same everywhere, or hangs on where rows lie.
    """
    order = read_order(read_statement(gold), asked=ordered)
    shown = f"{world.ddl}\n{shown}"
    front = probe(shown, gold, order, ordered=ordered)
    if not front.result.rows or not settled(front, shown, gold):
        return None
    near = mutants(gold, schema_of(world), facts_of(world))
    others = [m for m in near if front.runs(m.sql)]
    left = {m.sql for m in others if not front.differs(m.sql)}
    base = build_image(world.ddl)
    hints, used = hints_of(gold, world), used_tables(world, gold)
    drawn: list[tuple[str, Probe, set[str]]] = []
    killed: set[str] = set()
    for _ in range(DRAWS):
        script = insert_script(world, neighbour_rows(world, dice, hints, used))
        found = probe(script, gold, order, ordered=ordered, base=base)
        kills = {sql for sql in left if found.differs(sql)}
        drawn.append((script, found, kills))
        killed |= kills
        if killed == left and len(drawn) >= 6:
            break
    kept = _cover([kills for _, _, kills in drawn], killed)
    said = {_said(front)}
    hidden = [drawn[at] for at in kept]
    for row in drawn:  # at least two further databases on which the gold says something else
        full = [_said(d[1]) for d in hidden if d[1].result.rows]
        short = len(hidden) < MAX_HIDDEN and len(set(full) - said) < 2
        if short and row[1].result.rows and _said(row[1]) not in {*said, *full}:
            hidden.append(row)
    full = [_said(d[1]) for d in hidden if d[1].result.rows]
    if len(hidden) > MAX_HIDDEN or not set(full) - said:
        return None
    if not all(settled(at, f"{world.ddl}\n{script}", gold) for script, at, _ in hidden):
        return None
    dead = killed | {m.sql for m in others if m.sql not in left}
    return Hidden(
        scripts=tuple(script for script, _, _ in hidden),
        killed=tuple(m for m in others if m.sql in dead),
        equivalent=tuple(m for m in others if m.sql not in dead),
    )


def _said(at: Probe) -> str:
    return repr(sorted(at.result.rows, key=repr))


def _cover(kills: Sequence[set[str]], wanted: set[str]) -> list[int]:
    """Greedy set cover: positions of databases that together kill all that is wanted."""
    left = set(wanted)
    chosen: list[int] = []
    while left:
        best = max(range(len(kills)), key=lambda at: (len(kills[at] & left), -at))
        chosen.append(best)
        left -= kills[best]
    return chosen
