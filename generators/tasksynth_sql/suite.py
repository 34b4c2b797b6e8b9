"""Hidden databases that tell a query from everything near it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.compare import Expected, difference
from tasksynth_sql.dice import Dice
from tasksynth_sql.guard import Database, QueryError, Result, build_image, fill_image
from tasksynth_sql.mutate import COMPARISONS, Facts, Mutant, Schema, mutants
from tasksynth_sql.ordering import Order, expect, read_order
from tasksynth_sql.reading import read_statement
from tasksynth_sql.rows import Rows, insert_script, neighbour_rows
from tasksynth_sql.world import Value, World

MAX_HIDDEN = 5
DRAWS = 160
"""Neighbour databases that are tried, while a mutant is left; the last kill is the seventh's on
average, and one task in forty has one after the eightieth."""
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

    image: bytes
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


def probe(image: bytes, gold: str, order: Order | None, *, ordered: bool) -> Probe:
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
        (t.name.lower(), c.name.lower()) for t in world.tables for c in t.refs if not c.nullable
    }
    return Facts(frozenset(keys), frozenset(required))


def hints_of(gold: str, world: World) -> dict[tuple[str, str], list[Value | None]]:
    """The literals that a query compares with each column, None where it asks for NULL."""
    tree = parse_one(gold, read="sqlite")
    aliases = {t.alias_or_name.lower(): t.name for t in tree.find_all(exp.Table)}
    names = {t.name.lower(): t for t in world.tables}
    hints: dict[tuple[str, str], list[Value | None]] = {}
    for node in tree.find_all(*COMPARISONS, exp.Like, exp.Between, exp.In, exp.Is):
        sides = [node.this, node.args.get("expression")]
        found = next((c for side in sides if side and (c := _column(side))), None)
        if found is None:
            continue
        values = [v for n in node.find_all(exp.Literal) for v in _literal(n)]
        name, wanted = found.name.lower(), found.table.lower()
        for alias, table_name in aliases.items():
            table = names.get(table_name.lower())
            if table is None or (wanted and alias != wanted):
                continue
            for column in table.columns:
                if column.name.lower() == name:
                    numeric = column.is_number or column.kind in ("id", "ref")
                    fit = [v for v in values if isinstance(v, str) != numeric]
                    hint = hints.setdefault((table.name, column.name), [])
                    hint += [float(v) if column.kind == "real" else v for v in fit]
                    asks = isinstance(node, exp.Is) and not isinstance(node.parent, exp.Not)
                    hint += [None] if asks else []
    return hints


def _column(side: exp.Expr) -> exp.Column | None:
    """The one column of a side of a comparison, perhaps inside a function."""
    if side.find(exp.Query):
        return None
    columns = [*side.find_all(exp.Column)]
    return columns[0] if len(columns) == 1 else None


def _literal(node: exp.Literal) -> list[Value]:
    """Values that a literal may be equal to, or as a pattern may match."""
    if not node.is_string:
        value = float(node.this) if not node.this.isdigit() else int(node.this)
        return [-value if isinstance(node.parent, exp.Neg) else value]
    text = str(node.this)
    if isinstance(node.parent, exp.Like):
        return [text.replace("%", fill).replace("_", "a") for fill in ("", "ab")]
    return [text]


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


def build_suite(
    world: World, shown: str, gold: str, dice: Dice, *, ordered: bool, empty: bool = False
) -> Hidden | None:
    """Draw neighbours until the mutants are told apart, and keep the fewest that do it.

    `shown` holds the INSERT statements of the database that the prompt shows. None if the gold
    returns nothing there (unless it may be `empty`) or nearly everywhere, says the same
    everywhere, or hangs on where rows lie.
    """
    order = read_order(read_statement(gold), asked=ordered)
    front = probe(build_image(f"{world.ddl}\n{shown}"), gold, order, ordered=ordered)
    if (not front.result.rows and not empty) or not settled(front, gold):
        return None
    near = mutants(gold, schema_of(world), facts_of(world))
    others = [m for m in near if front.runs(m.sql)]
    left = {m.sql for m in others if not front.differs(m.sql)}
    base = build_image(world.ddl)
    hints, used = hints_of(gold, world), used_tables(world, gold)
    drawn: list[tuple[Rows, Probe, set[str]]] = []
    killed: set[str] = set()
    for _ in range(DRAWS):
        rows = neighbour_rows(world, dice, hints, used)
        found = probe(fill_image(base, rows), gold, order, ordered=ordered)
        kills = {sql for sql in left if found.differs(sql)}
        drawn.append((rows, found, kills))
        killed |= kills
        if killed == left and len(drawn) >= 6:
            break
    kept = _cover([kills for _, _, kills in drawn], killed)
    said = {_said(front)}
    hidden = [drawn[at] for at in kept]
    for one in drawn:  # at least two further databases on which the gold says something else
        full = [_said(d[1]) for d in hidden if d[1].result.rows]
        short = len(hidden) < MAX_HIDDEN and len(set(full) - said) < 2
        if short and one[1].result.rows and _said(one[1]) not in {*said, *full}:
            hidden.append(one)
    full = [_said(d[1]) for d in hidden if d[1].result.rows]
    if len(hidden) > MAX_HIDDEN or not set(full) - said:
        return None
    if not all(settled(at, gold) for _, at, _ in hidden):
        return None
    dead = killed | {m.sql for m in others if m.sql not in left}
    return Hidden(
        scripts=tuple(insert_script(world, rows) for rows, _, _ in hidden),
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
