"""Databases whose groups are one row short of a bound, and have that row nearly.

What a query asks of a group's size is seen only in groups of just that size. Of each, one row more
lies beside it: one that no row joins, that fails one test alone, or that holds NULL. A query that
counts it takes the group across the bound.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sql.databases.rows import Hint, Rows
from tasksynth_sql.databases.world import Value
from tasksynth_sql.suites.rows.coincide import OddAim
from tasksynth_sql.suites.rows.odd import OddValues
from tasksynth_sql.suites.rows.plant import AimHabits, linked
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Place, Scope

MOST = 12
"""Rows of a group, at most."""
GROUPS = 5
"""Groups in one database, where there is room: all of one scope, for other scopes would add to
them."""
_HABITS = AimHabits(passing=1.0, null=0.1, shared=0.0, odd=0.5, few=6, dense=False)


@dataclass(frozen=True)
class _Beside:
    """What is the matter with the row beside a group."""

    apart: str | None = None
    """The alias of which it has no row."""
    fails: int | None = None
    """The test that it fails."""
    null: Place | None = None
    """The column that it leaves out."""


def edge_rows(site: RowSite, turn: int) -> Rows:
    """A database of groups beside their bounds; each `turn` goes on with other bounds and rows."""
    aim, tops = _EdgeAim(site, site.first_rows(), _HABITS), site.tops
    aim.take(site.odd)
    asked = (value for hint in site.hints.values() for value in hint.values)
    bounds = {*site.sizes, *(v for v in asked if isinstance(v, int) and v < 6)}
    for at, scope in enumerate(tops):
        if at != turn % len(tops):
            aim.plant(scope)
            continue
        sizes, first = _sizes(set(scope.sizes) or bounds), turn // len(tops) * GROUPS
        sizes = sizes[::-1] if turn % 2 else sizes
        for number in range(first, first + GROUPS):
            if aim.has_room(scope, max(sizes)):
                aim.plant_edge(scope, sizes, number)
    aim.make_odd(site.odd, few=False)
    return aim.shuffled()


def _sizes(bounds: set[int]) -> list[int]:
    """How many rows a group has, for each of these bounds to be one row away."""
    near = {size for bound in bounds or {2} for size in (bound, bound - 1)}
    return sorted(size for size in near if 0 < size < MOST) or [1]


class _EdgeAim(OddAim):
    """A database with groups of chosen sizes."""

    lone = 0.0
    _beside = _Beside()
    _unknown = False
    _values: OddValues

    def take(self, odd: OddValues) -> None:
        """Take what keys of groups may be."""
        self._values = odd

    def has_room(self, scope: Scope, size: int) -> bool:
        """May each table of a scope take so many rows more?"""
        return all(len(self.rows[t.name]) + size < self._most for t in scope.tables.values())

    def plant_edge(self, scope: Scope, sizes: Sequence[int], number: int) -> None:
        """Make one group, and a row beside it; the `number` says of which size and which row."""
        beside, size = _chosen(scope, sizes, number)
        group = self._apart_group(scope, number, beside.apart)
        if None in group.values():  # there is one such group alone
            if self._unknown:
                return
            self._unknown = True
        keyed = {alias for alias, name in group if scope.tables[alias][name].kind == "id"}
        inner = [i for i in scope.inner if i.correlated and set(i.around) <= {*scope.tables}]
        for step in range(size + 1):
            found = self._plant_row(scope, beside if step == size else _Beside(), {}, group)
            if step == 0:  # the same row of a table whose key is grouped by passes each time
                asked = self._asked_last[id(scope)].items()
                group |= {at: value for at, value in asked if at[0] in keyed}
            for below in inner if len(found) == len(scope.tables) else ():
                amiss, most = _chosen(below, sizes, number + step)
                for child in range(most + 1 if self.has_room(below, most) else 0):
                    self._plant_row(below, amiss if child == most else _Beside(), found)

    def _plant_row(
        self,
        scope: Scope,
        beside: _Beside,
        around: Mapping[str, int],
        group: Mapping[Place, Value | None] | None = None,
    ) -> dict[str, int]:
        self._beside = beside
        truths = [at != beside.fails for at in range(len(scope.atoms))]
        found = self._join(scope, truths, around, group=group)
        self._beside = _Beside()
        return found

    def _left_out(self, scope: Scope) -> str | None:
        return self._beside.apart

    def _make_null(self, scope: Scope, wishes: dict[str, dict[str, Value | None]]) -> None:
        if self._beside.null is not None:
            alias, name = self._beside.null
            wishes[alias].setdefault(name, None)
        for alias, table in scope.tables.items():  # what would refer to a row that is missing
            for own, other in linked(scope, alias):
                if other[0] == self._beside.apart and table[own[1]].nullable:
                    wishes[alias].setdefault(own[1], None)

    def _apart_group(
        self, scope: Scope, number: int, apart: str | None
    ) -> dict[Place, Value | None]:
        """Values of what a scope groups by that no other group has, as far as they suffice.

        What hangs on a row that will be missing is NULL: in no other group will it be seen.
        """
        made: dict[Place, Value | None] = {}
        for alias, name in scope.keys:
            table = scope.tables[alias]
            column = table[name]
            if column.kind in ("id", "ref"):
                key = self._new_row(self._world[column.table or table.name], {})
                made[alias, name] = key
                for own, other in linked(scope, alias):
                    if own[1] == name and other[0] in scope.tables:
                        made[other] = key
                continue
            hint = self._hints.get((table.name, name), Hint())
            values: list[Value | None] = [*hint.values, *self._values.fitting(column)]
            if column.nullable:
                values = [None] if alias == apart else [*values, None]
            asked = [(atom, True) for atom in scope.atoms if atom.place == (alias, name)]
            fit = [*dict.fromkeys(self._fitting(values, table, column, asked))] or values
            made[alias, name] = fit[number % len(fit)]
        return made


def _chosen(scope: Scope, sizes: Sequence[int], number: int) -> tuple[_Beside, int]:
    """What is the matter with the row beside a group, and how many rows the group has."""
    wrong = [*_wrongs(scope)] or [_Beside()]
    return wrong[number // len(sizes) % len(wrong)], sizes[number % len(sizes)]


def _wrongs(scope: Scope) -> Iterator[_Beside]:
    """What may be the matter with a row, so that it just does not count."""
    if len(scope.tables) > 1:
        yield from (_Beside(apart=alias) for alias in scope.tables)
    yield from (_Beside(fails=at) for at in range(len(scope.atoms)))
    bound = {place for link in scope.links for place in link.places} | {*scope.keys}
    for alias, table in scope.tables.items():
        for column in table.columns:
            if column.nullable and (alias, column.name) not in bound:
                yield _Beside(null=(alias, column.name))
