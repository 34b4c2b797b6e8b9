"""Databases in which a row that fails one test lies far from those that pass.

Whether an average, an extreme or a count "over the whole table" is over all rows or over those that
pass hangs on the rows that fail: they have to be there, and to outweigh the others. Such a row is
alone here: with two, that fail different tests, one hides what becomes of the other.
"""

from collections.abc import Sequence

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Table, Value
from tasksynth_sql.suites.rows.alike import AlikeAim
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Scope

FAR = 9000
"""How far: beyond the values of the other rows, and of most constants."""
_FAR_DAYS = ("1901-01-01", "2190-12-31")
PASSING = (2, 3, 1)
"""Rows that pass."""
WAYS = 3
"""How the row that fails may lie to the others: above, below, beside the highest."""


def failing_ways(site: RowSite) -> list[tuple[Scope, Sequence[bool]]]:
    """The scopes with tests, and which of these hold: all but one, or none where one is enough."""
    found: list[tuple[Scope, Sequence[bool]]] = []
    for scope in site.tops:
        count = len(scope.atoms)
        alone = [[at != fails for at in range(count)] for fails in range(count)]
        found += [(scope, truths) for truths in ([[False] * count] if scope.either else alone)]
    return [way for way in found if way[1]]


def apart_rows(site: RowSite, way: tuple[Scope, Sequence[bool]], turn: int) -> Rows:
    """A database with such a row: by `turn` the highest, the lowest, or as high as another one."""
    scope, truths = way
    aim = _ApartAim.begun(site)
    aim.far = (1, -1, 0)[turn % WAYS]
    aim.take(site.odd, turn // WAYS, 0)
    named = {table.name for table in scope.tables.values()}
    for other in site.tops:
        if not named.issuperset(table.name for table in other.tables.values()):
            aim.plant(other)
    for step in range(PASSING[turn // WAYS % len(PASSING)]):
        aim.step = step
        aim.plant(scope, [True] * len(truths))
    aim.near = aim.far == 0
    aim.plant(scope, truths)
    aim.drop_first()
    return aim.shuffled()


class _ApartAim(AlikeAim):
    """Rows alike in all but numbers and days, which are near one another, or far away."""

    step = 0
    """Which row is next."""
    near = True
    far = 1

    def _wanted(self, table: Table, column: Column) -> Value:
        if column.kind == "text":
            return super()._wanted(table, column)
        if column.kind == "date":
            return f"2020-01-{10 + self.step:02}" if self.near else _FAR_DAYS[self.far > 0]
        number = self._key + self.step if self.near else self.far * FAR
        return float(number) if column.kind == "real" else number

    def _pool(self, table: Table, column: Column) -> list[Value]:
        self._pools.clear()  # each row has values of its own
        return super()._pool(table, column)
