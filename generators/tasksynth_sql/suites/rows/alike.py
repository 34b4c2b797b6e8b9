"""Databases whose columns all hold one value, as far as the tests of a query let them.

A condition that compares two columns, or a column with a constant, fails at once in a joined row
where all of them are alike, keys among them. Where a result shows one row alone (an extreme, the
first of an order) only such a row tells what the condition did.
"""

from collections.abc import Mapping, Sequence
from typing import Self

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Table, Value
from tasksynth_sql.suites.rows.odd import OddValues
from tasksynth_sql.suites.rows.plant import AimHabits, SuiteAim
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Atom, Place, Scope

ROUNDS = (1, 1, 1, 2, 3)
"""Joined rows of each scope, each with a value of its own; or as many as a constant asks for."""
MOST = 8
"""Of such constants."""
VOID = 1
"""The turn in which `OddValues` that know of no query make all numbers 0."""
_HABITS = AimHabits(passing=1.0, null=0.0, shared=0.0, odd=0.0, few=1, dense=False)


def alike_rows(site: RowSite, turn: int, *, free: bool = False) -> Rows:
    """A database of one value; each `turn` takes the next of those that `site.odd` knows.

    Where it is `free`, tested columns have it, too, and pass or fail as they may.
    """
    dice = site.dice
    aim = AlikeAim.begun(site)
    sizes = {size for size in site.sizes if size < MOST}
    aim.free = free
    rounds = dice.pick([*ROUNDS, *(size + 1 for size in sorted(sizes) for _ in range(2))])
    grouped = rounds > 1 and dice.chance(0.6)
    for step in range(rounds + (grouped and dice.chance(0.6))):
        aim.together = grouped and step < rounds
        aim.take(site.odd, turn, step)
        for scope in site.tops:
            aim.plant(scope)
    aim.drop_first()
    return aim.shuffled()


def void_rows(site: RowSite, turn: int) -> Rows:
    """A database of zeros and empty texts, or in every second turn of NULL where that may be.

    A sum or an average that leaves rows out is NULL, and not 0, only where it leaves out all of
    them: so no row may hold anything else. There are one or two of each scope.
    """
    aim = AlikeAim.begun(site)
    aim.free, aim.nulls = True, float(turn % 2)
    aim.take(OddValues({}, (), site.dice), VOID, 0)
    for _ in range(1 + turn // 2 % 2):
        for scope in site.tops:
            aim.plant(scope)
    aim.drop_first()
    return aim.shuffled()


def alone_rows(site: RowSite, turn: int) -> Rows:
    """A database with one joined row, of one scope alone, that holds one value.

    What leaves out one row of many, whichever it is, shows only where that one was needed. Values
    are the constants of the query, all scopes in their turn.
    """
    aim = AlikeAim.begun(site)
    aim.free, aim.nulls = True, 0.0
    aim.take(site.odd, turn // len(site.tops), 0)
    aim.plant(site.tops[turn % len(site.tops)])
    aim.drop_first()
    return aim.shuffled()


class AlikeAim(SuiteAim):
    """A database whose next joined rows hold one value in all columns of a kind."""

    _value: Mapping[str, Value]
    _key: int
    free = False
    """Does a column have the value whether or not it passes a test?"""
    nulls = 0.25
    """Chance of a joined row to have NULL wherever that may be."""
    together = False
    """Do the next joined rows of a scope belong to one group? Another row may be one beside it."""

    @classmethod
    def begun(cls, site: RowSite) -> Self:
        """One whose tables have a row or three."""
        return cls(site, site.first_rows(), _HABITS)

    def take(self, odd: OddValues, turn: int, step: int) -> None:
        """Take the values of the next step."""
        self._key, self._value = odd.alike(turn, step)
        self._pools.clear()

    def _wanted(self, table: Table, column: Column) -> Value:
        """The value of a column that is no key."""
        return self._value[column.kind]

    def _pool(self, table: Table, column: Column) -> list[Value]:
        if column.kind in ("id", "ref"):
            return super()._pool(table, column)
        return [self._wanted(table, column)]

    def _group(self, scope: Scope) -> dict[Place, Value | None] | None:
        if not scope.keys or not self.together:
            return None
        if id(scope) not in self._groups:
            self._groups[id(scope)] = self._new_group(scope)
        return self._groups[id(scope)]

    def _new_key(self, table: Table, column: Column, wishes: Mapping[str, Value | None]) -> Value:
        key: Value = f"k{self._key}" if column.sql_type == "TEXT" else self._key
        if key not in self._keys[table.name]:
            return key
        return super()._new_key(table, column, dict(wishes))

    def _fitting(
        self,
        choices: list[Value | None],
        table: Table,
        column: Column,
        asked: Sequence[tuple[Atom, bool]],
    ) -> list[Value | None]:
        if column.kind == "ref":
            return super()._fitting(choices, table, column, asked)
        alike = self._key if column.kind == "id" else self._wanted(table, column)
        if self.free:
            return [alike]
        found = super()._fitting([alike], table, column, asked)
        return found or super()._fitting(choices, table, column, asked)

    def _make_null(self, scope: Scope, wishes: dict[str, dict[str, Value | None]]) -> None:
        """Nothing is NULL, or all is that may be."""
        if not self._dice.chance(self.nulls):
            return
        linked: set[Place] = {place for link in scope.links for place in link.places}
        for alias, table in scope.tables.items():
            for column in table.columns:
                free = column.name not in wishes[alias] and (alias, column.name) not in linked
                if column.nullable and free:
                    wishes[alias][column.name] = None
