"""Databases with a joined row that the WHERE of the gold takes and that of the answer does not.

Or the other way round. Which values make the two conditions differ is not guessed but looked for:
both are run on every combination of a few values of the columns that they read.
"""

from collections.abc import Iterator, Mapping

from sqlglot import exp
from sqlglot.errors import SqlglotError

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Table, Value
from tasksynth_sql.judging.guard import Database, QueryError, build_image
from tasksynth_sql.suites.rows.alike import AlikeAim
from tasksynth_sql.suites.rows.plant import AimHabits
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Place, Scope, place_of

COLUMNS = 4
"""Columns that both conditions may read, together."""
COMBINATIONS = 4000
MOST = 6
"""Combinations on which they differ that databases are made of."""
MAX_OPS = 2_000_000


def differing_rows(
    site: RowSite, gold: exp.Expr, own: list[Scope], answer: exp.Expr, theirs: list[Scope]
) -> Iterator[Rows]:
    """Databases on which the conditions of two plain queries over the same tables differ."""
    plain = all(len(scopes) == 1 and not scopes[0].inner for scopes in (own, theirs))
    if not plain or not _same_tables(own[0], theirs[0]):
        return
    aliases = dict(zip(theirs[0].tables, own[0].tables, strict=True))
    places: dict[Place, Column] = {}
    asked = _condition(gold, own[0], {alias: alias for alias in own[0].tables}, places)
    said = _condition(answer, theirs[0], aliases, places)
    if asked is None or said is None or asked == said or not 0 < len(places) <= COLUMNS:
        return
    for turn, values in enumerate(_combinations(site, asked, said, places)):
        wishes = dict(zip(places, values, strict=True))
        sizes = sorted({1, *(size + by for size in site.sizes if size < 8 for by in (0, 1))})
        for rounds in dict.fromkeys((1, max(1, sizes[-1 - turn % len(sizes)]))):
            yield _planted(site, own[0], wishes, turn, rounds)


def _same_tables(one: Scope, other: Scope) -> bool:
    return [t.name for t in one.tables.values()] == [t.name for t in other.tables.values()]


def _condition(
    tree: exp.Expr, scope: Scope, aliases: Mapping[str, str], places: dict[Place, Column]
) -> str | None:
    """The WHERE of a query, over tables c0, c1, … of one value each; notes what each is."""
    where = tree.args.get("where")
    if where is None:
        return "1"
    condition = where.this.copy()
    if condition.find(exp.Query, exp.AggFunc, exp.Window):
        return None
    for node in [*condition.find_all(exp.Column)]:
        found = place_of(node, [scope])
        if found is None:
            return None
        (alias, name), column = found
        place = aliases[alias], name
        places.setdefault(place, column)
        made = exp.column("v", table=f"c{[*places].index(place)}")
        if node is condition:
            condition = made
        else:
            node.replace(made)
    try:
        return str(condition.sql("sqlite"))
    except (SqlglotError, RecursionError):
        return None


def _combinations(
    site: RowSite, asked: str, said: str, places: Mapping[Place, Column]
) -> list[tuple[Value | None, ...]]:
    """Values on which one condition holds and the other does not, far from one another."""
    most = max(2, int(COMBINATIONS ** (1 / len(places))))
    choices = [_choices(site, column)[:most] for column in places.values()]
    names = [f"c{at}" for at in range(len(places))]
    ddl = "\n".join(
        f"CREATE TABLE {name} (v {column.sql_type});"
        for name, column in zip(names, places.values(), strict=True)
    )
    chosen, tables = ", ".join(f"{name}.v" for name in names), ", ".join(names)
    query = f"SELECT {chosen} FROM {tables} WHERE (({asked}) IS TRUE) <> (({said}) IS TRUE)"
    try:
        database = Database(build_image(ddl))
        database.refill({n: [(v,) for v in some] for n, some in zip(names, choices, strict=True)})
        found = database.run(query, max_ops=MAX_OPS, max_rows=COMBINATIONS + 1, cpu_s=2.0).rows
    except QueryError:
        return []
    return found[:: max(1, -(-len(found) // MOST))]


def _choices(site: RowSite, column: Column) -> list[Value | None]:
    if column.kind in ("id", "ref"):
        text = column.sql_type == "TEXT"
        keys = [number for number in dict.fromkeys([1, 2, *site.odd.whole]) if number >= 0]
        return [f"k{number}" if text else number for number in keys]
    values = site.odd.fitting(column)
    return [*([None] if column.nullable else []), *values]


def _planted(
    site: RowSite, scope: Scope, wishes: Mapping[Place, Value | None], turn: int, rounds: int
) -> Rows:
    aim = _DifferAim.begun(site)
    for (alias, name), value in wishes.items():
        column = scope.tables[alias][name]
        if column.kind in ("id", "ref") and value is not None:
            aim.keys[column.table or scope.tables[alias].name] = value
    aim.take(site.odd, turn, 0)
    for _ in range(rounds):
        aim.plant_as(scope, wishes)
    aim.drop_first()
    return aim.shuffled()


class _DifferAim(AlikeAim):
    """A database whose joined rows have some values that are given."""

    def __init__(self, site: RowSite, rows: Rows, habits: AimHabits) -> None:
        super().__init__(site, rows, habits)
        self.keys: dict[str, Value] = {}
        """By table, of its next row."""

    def plant_as(self, scope: Scope, wishes: Mapping[Place, Value | None]) -> None:
        """Make one joined row with these values, and what it refers to without a join."""
        joined = {place for link in scope.links for place in link.places}
        for alias, name in wishes:
            column = scope.tables[alias][name]
            if (alias, name) in joined or column.kind != "ref":
                continue
            if self.keys.get(column.table) not in self._keys[column.table]:
                self._new_row(self._world[column.table], {})
        self._join(scope, [True] * len(scope.atoms), {}, group=wishes)

    def _new_key(self, table: Table, column: Column, wishes: Mapping[str, Value | None]) -> Value:
        key = self.keys.get(table.name)
        if key is not None and key not in self._keys[table.name]:
            return key
        return super()._new_key(table, column, wishes)
