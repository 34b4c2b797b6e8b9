"""Databases with one joined row, which just passes a query, or just does not.

An extreme, an average or a limit shows a few rows and hides the others. What a condition does to a
row is sure to be seen only where no other row is: each boundary of each test in its turn, on either
side, and rows that pass, but belong to a row that does not.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tasksynth_sql.databases.restore import is_date
from tasksynth_sql.databases.rows import Rows, beside
from tasksynth_sql.databases.world import Column, Table, Value
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.rows.coincide import OddAim
from tasksynth_sql.suites.rows.plant import AimHabits, linked
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Atom, Place, Scope

MOST = 40
"""Such databases for a query."""
_HABITS = AimHabits(passing=1.0, null=0.1, shared=0.0, odd=0.5, few=6, dense=False)


@dataclass(frozen=True)
class LoneRow:
    """What is special about the only joined row of a scope."""

    path: tuple[Scope, ...]
    """The scope, last, and before it those on whose rows it hangs."""
    atom: Atom | None = None
    value: Value | None = None
    """What the column of this test holds: just inside its bounds, just outside them, or NULL."""
    others: bool = True
    """Does it pass the other tests? Where one is enough, it need not."""
    beside: tuple[Scope, ...] = ()
    """Other sides of a set operation, which have a row with the same outputs."""
    parted: str = ""
    """The alias whose row passes, while another row, which does not, is the one that is joined."""

    apart: str = ""
    """The alias of which there is no row to join: what the others hold shows in outer joins."""

    @property
    def scope(self) -> Scope:
        """The scope."""
        return self.path[-1]


def lone_looks(queries: Iterable[Sequence[Scope]], dice: QueryDice) -> list[LoneRow]:
    """What to look at for the scopes of these queries: at most MOST, spread over all there is."""
    found: dict[object, LoneRow] = {}
    for scopes in queries:
        for path in _paths(scopes, ()):
            for key, row in _rows_of(path, scopes, dice):
                found.setdefault(key, row)
    rows = sorted(found.values(), key=lambda row: bool(row.beside))
    step = max(1.0, len(rows) / MOST)
    return [rows[int(at * step)] for at in range(min(MOST, len(rows)))]


def _rows_of(
    path: tuple[Scope, ...], scopes: Sequence[Scope], dice: QueryDice
) -> Iterator[tuple[object, LoneRow]]:
    """The lone rows of a scope, each with what tells it from others."""
    scope = path[-1]
    sides = tuple(s for s in scopes if s is not scope and len(s.keys) == len(scope.keys) > 0)
    for atom in scope.atoms:
        alias, name = atom.place
        for value in _beside_bounds(atom, dice) if alias in scope.tables else ():
            key = scope.tables[alias].name, name, value, atom.holds(value), len(path)
            yield key, LoneRow(path, atom=atom, value=value)
            if scope.either:
                yield (*key, "alone"), LoneRow(path, atom=atom, value=value, others=False)
            if sides:
                yield (*key, "sides"), LoneRow(path, atom=atom, value=value, beside=sides)
    for alias in scope.tables if scope.links else ():
        yield (scope.tables[alias].name, "apart", len(path)), LoneRow(path, apart=alias)
    for alias in dict.fromkeys(atom.place[0] for atom in scope.atoms):
        if alias in scope.tables and scope.links:
            for turn in (0, 1):  # their keys in either order
                yield (scope.tables[alias].name, turn, len(path)), LoneRow(path, parted=alias)


def _paths(scopes: Sequence[Scope], above: tuple[Scope, ...]) -> Iterator[tuple[Scope, ...]]:
    for scope in scopes:
        path = (*above, scope) if scope.correlated else (scope,)
        yield path
        yield from _paths(scope.inner, path)


def _beside_bounds(atom: Atom, dice: QueryDice) -> Iterator[Value | None]:
    """Values at which a test turns, and those just beside them."""
    for value in dict.fromkeys([*atom.values[:1], *atom.values[-1:]]):
        yield value
        if is_date(value):
            day = date.fromisoformat(str(value)).toordinal()
            days = (max(1, day - 1), min(day + 1, date.max.toordinal()))
            yield from (date.fromordinal(near).isoformat() for near in days)
        elif isinstance(value, str):
            yield from (value + "x", value[:-1], value.upper())
        else:
            yield from beside(value, dice)
            if isinstance(value, int):  # as texts they come in another order
                yield from (value // 10, value * 10)
    if atom.column.nullable:
        yield None


def lone_rows(site: RowSite, row: LoneRow, turn: int) -> Rows:
    """A database for one of them; keys go up in even turns, and down in odd ones."""
    aim = _LoneAim(site, site.first_rows(), _HABITS)
    aim.step = -1 if turn % 2 else 1
    aim.plant_lone(row)
    aim.make_odd(site.odd, few=True)
    return aim.shuffled()


class _LoneAim(OddAim):
    """A database whose keys go up, or down, from one row to the next."""

    lone = 0.0
    step = 1
    apart = ""

    def plant_lone(self, row: LoneRow) -> None:
        """Make the joined row, on a row of each query around it that it hangs on."""
        scope, around = row.scope, dict[str, int]()
        for above in row.path[:-1]:
            around = self._join(above, [True] * len(above.atoms), around)
        truths = [row.others] * len(scope.atoms)
        if row.apart:
            self.apart = row.apart
            self._join(scope, truths, around)
            return
        if row.atom is not None:
            found = self._join(scope, truths, around, group={row.atom.place: row.value})
        else:
            own = [atom for atom in scope.atoms if atom.place[0] == row.parted]
            alone = Scope({row.parted: scope.tables[row.parted]}, atoms=own)
            self._join(alone, [True] * len(own), {})
            truths = [atom.place[0] != row.parted for atom in scope.atoms]
            found = self._join(scope, truths, around)
        keys = [self._kept(scope, found, at) for at in (scope.keys if row.beside else ())]
        for side in row.beside:
            self._join(
                side, [True] * len(side.atoms), {}, group=dict(zip(side.keys, keys, strict=True))
            )
        for below in scope.inner if self.step > 0 else ():
            if below.correlated and set(below.around) <= found.keys():
                self._join(below, [True] * len(below.atoms), found)

    def _kept(self, scope: Scope, found: Mapping[str, int], place: Place) -> Value | None:
        """What a joined row holds in a place, where it will stay."""
        name, number = scope.tables[place[0]].name, found[place[0]]
        self._relied[name][number].add(place[1])
        return self.rows[name][number][self._at[name][place[1]]]

    def _left_out(self, scope: Scope) -> str | None:
        return self.apart or None

    def _make_null(self, scope: Scope, wishes: dict[str, dict[str, Value | None]]) -> None:
        """Nothing is NULL of which nothing is asked, but what would refer to a row left out."""
        for alias, table in scope.tables.items():
            for own, other in linked(scope, alias):
                if other[0] == self.apart and table[own[1]].nullable:
                    wishes[alias].setdefault(own[1], None)

    def _referred(self, table: Table, column: Column) -> Value | None:
        """A row that need not hang on another one of its table hangs on none: it is alone."""
        alone = column.table == table.name and column.nullable
        return None if alone else super()._referred(table, column)

    def _new_key(self, table: Table, column: Column, wishes: Mapping[str, Value | None]) -> Value:
        numbers = [int(str(key).removeprefix("k")) for key in self._keys[table.name]]
        number = max(numbers, default=0) + 1 if self.step > 0 else min(numbers, default=0) - 1
        return f"k{number}" if column.sql_type == "TEXT" else number
