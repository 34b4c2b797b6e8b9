"""Hidden databases that tell a query from everything near it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tasksynth_sql.databases.rows import Rows, insert_script, neighbour_rows
from tasksynth_sql.databases.world import World
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.bench import Probe, SuiteBench
from tasksynth_sql.suites.hints import hints_of
from tasksynth_sql.suites.mutate import Mutant, Schema, mutants
from tasksynth_sql.suites.near import near_queries
from tasksynth_sql.suites.promises import Facts
from tasksynth_sql.suites.rows.aim import aimed_rows
from tasksynth_sql.suites.rows.alike import alike_rows
from tasksynth_sql.suites.rows.coincide import odd_rows
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import scopes_of
from tasksynth_sql.suites.text import Edit, GoldText

ODD = 14
"""Databases with odd values; every suite has them."""
ALIKE = 12
"""Databases of one value; every suite has them, too."""
MAX_HIDDEN = ODD + ALIKE + 10
HIDDEN = 5
"""Databases that a suite has, if the gold says as many things, where fewer would do for all near
queries: there are wrong ones that none of them stands for."""
DRAWS = 60
"""Further databases that are tried while a mutant is left."""
LIKELY = 14
"""Further ones that are tried while a change is left that is likely to matter."""
NEWS = 4
"""Databases that are tried after the last one that told another near query from the gold."""
PAIRS = 8
"""Pairs of changes, neither of which is known to matter, that are made together."""


@dataclass(frozen=True)
class Hidden:
    """The suite of one gold query."""

    scripts: tuple[str, ...]
    """INSERT statements of the hidden databases, at most MAX_HIDDEN."""
    killed: tuple[Mutant, ...]
    """Mutants that the suite, shown database included, tells from the gold."""
    equivalent: tuple[Mutant, ...]
    """Mutants that no database drawn told from it."""
    near: int = 0
    """Queries of the wider class that the suite tells from it."""
    like: tuple[str, ...] = ()
    """Queries of the wider class that no database drawn told from it."""


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


@dataclass
class _Drawn:
    """A database, the gold on it, and what it tells from the gold."""

    rows: Rows
    probe: Probe
    kills: set[str]
    kept: bool = False
    """Is it for queries that are not known when the suite is built? It is settled, then."""


class _Hunt:
    """The near queries of a gold, and which database tells which of them from it."""

    def __init__(self, front: Probe, strict: Iterable[str], wide: Mapping[str, Edit]) -> None:
        self._likely = {sql for sql, edit in wide.items() if edit.likely}
        self.strict: set[str] = set()
        self.wide: set[str] = set()
        self.shown: set[str] = set()
        """What the shown database tells from the gold."""
        for queries, taken in ((strict, self.strict), (wide, self.wide)):
            for sql in queries:
                if sql not in self.strict:
                    self._take(sql, taken, front)
        self.told: set[str] = set()
        """What a database that was drawn tells from the gold."""

    def _take(self, sql: str, taken: set[str], front: Probe) -> None:
        """Take a query that runs on the shown database."""
        told = front.tells(sql)
        if told is not None:
            taken.add(sql)
        if told:
            self.shown.add(sql)

    def pair(self, sql: str, front: Probe) -> bool:
        """Take one more query, and say whether anything is still to be found out about it."""
        if sql in self.wide:
            return False
        self._take(sql, self.wide, front)
        return sql in self.like

    @property
    def left(self) -> set[str]:
        """Mutants that nothing has told from the gold."""
        return self.strict - self.told - self.shown

    @property
    def like(self) -> set[str]:
        """Other near queries that nothing has told from the gold."""
        return self.wide - self.told - self.shown

    @property
    def likely(self) -> set[str]:
        """Those of them that are worth a long look."""
        return self.like & self._likely

    def look(self, at: Probe, queries: Iterable[str]) -> set[str]:
        """Those of the queries that a database tells from the gold."""
        found = {sql for sql in queries if at.differs(sql)}
        self.told |= found
        return found


def build_suite(
    world: World, shown: str, gold: str, dice: QueryDice, *, ordered: bool, empty: bool = False
) -> Hidden | None:
    """Make databases until near queries are told apart, and keep the few that do it.

    `shown` holds the INSERT statements of the database that the prompt shows. None if the gold
    returns nothing there (unless it may be `empty`) or nearly everywhere, says the same
    everywhere, or hangs on where rows lie.
    """
    bench = SuiteBench(world.ddl, gold, ordered=ordered)
    front = bench.look(shown)
    if (not front.result.rows and not empty) or not front.settled:
        return None
    text = GoldText(gold)
    strict = mutants(gold, schema_of(world), facts_of(world), text)
    edits = near_queries(text, world)
    hunt = _Hunt(front, (mutant.sql for mutant in strict), edits)
    drawn = _draw(world, text, bench, hunt, dice)
    _look_at_pairs(text, edits, hunt, drawn, front, dice)
    hidden = _cover(drawn, hunt)
    if len(hidden) > MAX_HIDDEN:
        return None
    hidden += _further(drawn, hidden, front)
    said = {_said(one.probe) for one in hidden if one.probe.result.rows}
    if not said - {_said(front)} or not all(one.kept or one.probe.settled for one in hidden):
        return None
    left, like = hunt.left, hunt.like
    near = [mutant for mutant in strict if mutant.sql in hunt.strict]
    return Hidden(
        scripts=tuple(insert_script(world, one.rows) for one in hidden),
        killed=tuple(m for m in near if m.sql not in left),
        equivalent=tuple(m for m in near if m.sql in left),
        near=len(hunt.wide) - len(like),
        like=tuple(sorted(like)),
    )


def _draw(
    world: World, text: GoldText, bench: SuiteBench, hunt: _Hunt, dice: QueryDice
) -> list[_Drawn]:
    """Databases until every mutant is told apart by one, and no more is found out by others.

    Three in four are aimed at the query; the others know only what its columns are compared with.
    """
    hints, used = hints_of(text.sql, world), used_tables(world, text.sql)
    site = RowSite(world, dice, hints, used, scopes_of(text.tree, world))
    drawn: list[_Drawn] = []
    for turn in reversed(range(ODD + ALIKE)):  # small ones tell cheaply what takes long on others
        made = odd_rows(site, turn) if turn < ODD else alike_rows(site, turn - ODD)
        at = bench.look(made)
        if at.settled:
            drawn.append(_Drawn(made, at, hunt.look(at, hunt.left | hunt.like), kept=True))
    news = 0
    for turn in range(DRAWS):
        known = set(hunt.left)
        if news < NEWS:
            known |= hunt.like
        elif turn < LIKELY:
            known |= hunt.likely
        if not known:
            break
        aimed = turn % 4 != 3
        made = aimed_rows(site) if aimed else neighbour_rows(world, dice, hints, used)
        at = bench.look(made)
        kills = hunt.look(at, known)
        news = 0 if kills else news + 1
        drawn.append(_Drawn(made, at, kills))
    return drawn


def _look_at_pairs(
    text: GoldText,
    edits: Mapping[str, Edit],
    hunt: _Hunt,
    drawn: Sequence[_Drawn],
    front: Probe,
    dice: QueryDice,
) -> None:
    """Two changes at once, neither of which is known to matter: together they may."""
    like, left = sorted(hunt.like), list[str]()
    for _ in range(PAIRS if len(like) > 1 else 0):
        one, two = (edits[sql] for sql in dice.sample(like, 2))
        sql = text.edited(one, two)
        if one.apart_from(two) and hunt.pair(sql, front):
            left.append(sql)
    for at in drawn:
        found = hunt.look(at.probe, left)
        at.kills |= found
        left = [sql for sql in left if sql not in found]


def _cover(drawn: Sequence[_Drawn], hunt: _Hunt) -> list[_Drawn]:
    """Few databases that together tell all apart that any of them does.

    The database that told a query first stands for the rarest that it told: the later it was
    drawn, the more were found out before it. So the last one comes first, and then only what it
    does not tell is looked for in the others.
    """
    chosen = [one for one in drawn if one.kept]
    left = {sql for one in drawn for sql in one.kills if not one.kept}
    while left:
        last = next(one for one in reversed(drawn) if one.kills & left)
        last.kills = {sql for sql in left if sql in last.kills or last.probe.differs(sql)}
        left -= last.kills
        chosen.append(last)
    return chosen


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
