"""Where rows are planted: a schema, and what queries ask of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tasksynth_sql.databases.rows import Hints, Rows
from tasksynth_sql.databases.world import World
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.rows.odd import OddValues
from tasksynth_sql.suites.scopes import Scope, every_scope


@dataclass(frozen=True)
class RowSite:
    """All that a database is made from, for one query or for several."""

    world: World
    dice: QueryDice
    hints: Hints
    """What the queries compare columns with (see `neighbour_rows`)."""
    used: frozenset[str]
    """Their tables, and those that these refer to."""
    scopes: Sequence[Scope]

    @cached_property
    def odd(self) -> OddValues:
        """What each column takes next, over all databases that are made here."""
        return OddValues(self.hints, self.sizes, self.dice)

    @cached_property
    def every(self) -> list[Scope]:
        """The scopes and all inside them."""
        return [*every_scope(self.scopes)]

    @property
    def tops(self) -> list[Scope]:
        """Those that hang on no row of another."""
        return [scope for scope in self.every if not scope.correlated]

    @property
    def sizes(self) -> list[int]:
        """Numbers of rows that matter to any of them."""
        return [size for scope in self.every for size in scope.sizes]

    def first_rows(self) -> Rows:
        """A row for each table that a scope names, or three; see `OddValues`."""
        named = {table.name for scope in self.every for table in scope.tables.values()}
        return self.odd.first_rows(self.world, self.used - named)
