"""Joined rows planted for the scopes of a query, in a database that keeps every promise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from tasksynth_sql.databases.rows import Hint, Rows, beside
from tasksynth_sql.databases.world import Column, Table, Value
from tasksynth_sql.suites.rows.odd import in_a_row, odd_values, shared_values
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Atom, Place, Scope

MOST_ROWS = (60, 36, 18)
"""Rows of a table where up to 3, 4, or more tables are used."""
_Wishes = dict[str, Value | None]


@dataclass(frozen=True)
class AimHabits:
    """What the joined rows of one database have in common."""

    passing: float
    """The share of those that pass every test."""
    null: float
    """The chance that a column of a new row that nothing asks for is NULL."""
    shared: float
    """The chance that a row is taken that is there already."""
    odd: float
    """The chance that a column holds values that are odd for it."""
    few: int
    """Values that a column may have beside those of the query."""
    dense: bool
    """Do all columns of a type hold the same few values, keys among them?"""


class SuiteAim:
    """One database while it is made; what an earlier joined row relies on is not changed."""

    lone = 0.15
    """The chance that an outer join finds no row."""

    def __init__(
        self,
        site: RowSite,
        base: Rows,
        habits: AimHabits,
        *,
        odd: bool = True,
    ) -> None:
        world, dice, hints = site.world, site.dice, site.hints
        self._world, self._dice, self._hints, self._used = world, dice, hints, site.used
        self._most = MOST_ROWS[min(2, max(0, len(site.used) - 3))]
        self._habits, self._odd = habits, site.odd if odd else None
        self.rows: dict[str, list[list[Value | None]]] = {
            name: [list(row) for row in found] for name, found in base.items()
        }
        self._relied: dict[str, list[set[str]]] = {
            name: [set() for _ in found] for name, found in base.items()
        }
        self._at = {t.name: {c.name: n for n, c in enumerate(t.columns)} for t in world.tables}
        self._key_at = {
            t.name: next((n for n, c in enumerate(t.columns) if c.kind == "id"), 0)
            for t in world.tables
        }
        self._keys: dict[str, dict[Value, None]] = {
            name: {key: None for row in found if (key := row[self._key_at[name]]) is not None}
            for name, found in self.rows.items()
        }
        self._orders: dict[int, list[str]] = {}
        self._shared = shared_values(hints, dice)
        self._pools: dict[tuple[str, str], list[Value]] = {}
        self._groups: dict[int, dict[Place, Value | None]] = {}
        self._asked_last: dict[int, dict[Place, Value | None]] = {}
        self._left_in_group: dict[int, int] = {}
        self._turns: dict[int, int] = {}
        self._joined: list[list[tuple[Table, int]]] = []
        self._named = {place for scope in site.every for place in scope.named}
        near = {max(0, size + by) for size in site.sizes for by in (-1, 0, 1)}
        self._sizes = sorted({0, 1, *near})

    # --- joined rows -----------------------------------------------------------------------------

    def plant(self, scope: Scope, truths: Sequence[bool] | None = None) -> None:
        """Make one joined row of a scope, and the rows of its subqueries that hang on it."""
        alone = scope.either and self._dice.chance(0.6)
        truths = truths or self._truths(scope.atoms, 0.0 if alone else self._habits.passing)
        found = self._join(scope, truths, {}, group=self._group(scope))
        for inner in scope.inner:
            if inner.correlated and set(inner.around) <= found.keys():
                for _ in range(self._children()):
                    self._join(inner, [True] * len(inner.atoms), found)
                for _ in range(self._dice.pick([0, 0, 1, 2]) if inner.atoms else 0):
                    self._join(inner, self._truths(inner.atoms, 0.0), found)

    def _children(self) -> int:
        """How many rows hang on a joined one; seldom a number of two digits."""
        if self._odd and self._dice.chance(0.1):
            return self._dice.between(9, 11)
        return min(8, self._dice.pick([1, 1, *self._sizes] if self._odd else self._sizes))

    def shuffled(self) -> Rows:
        """The rows of all tables, in no order."""
        return {
            table.name: self._dice.shuffle([tuple(row) for row in self.rows[table.name]])
            for table in self._world.tables
        }

    def blank(self, name: str) -> None:
        """Leave a column of a table without any value, if it may have none."""
        free = [c.name for c in self._world[name].columns if c.nullable and c.kind != "ref"]
        if free:
            at = self._at[name][self._dice.pick(free)]
            for row in self.rows[name]:
                row[at] = None

    def drop_first(self) -> None:
        """Leave out the row that each table began with, where others do and no row needs it."""
        for table in reversed(self._world.tables):
            rows, at = self.rows[table.name], self._key_at[table.name]
            if table.name not in self._used or len(rows) < 2 or self._relied[table.name][0]:
                continue
            key, free, needed = rows[0][at], [], False
            for other in self._world.tables:
                for place in [
                    self._at[other.name][c.name] for c in other.refs if c.table == table.name
                ]:
                    referring = [row for row in self.rows[other.name] if row[place] == key]
                    needed |= bool(referring) and other.name in self._used
                    free += [(row, place) for row in referring]
            if not needed:
                for row, place in free:
                    row[place] = rows[-1][at]
                del rows[0], self._relied[table.name][0]

    def _truths(self, atoms: Sequence[Atom], passing: float) -> list[bool]:
        """Which tests hold: all, all but one, one alone, or any."""
        count, dice = len(atoms), self._dice
        if not count or dice.chance(passing):
            return [True] * count
        one, kind = dice.below(count), dice.below(4)
        if kind < 2:
            return [at != one for at in range(count)]
        return [at == one if kind == 2 else dice.chance(0.5) for at in range(count)]

    def _join(
        self,
        scope: Scope,
        truths: Sequence[bool],
        around: Mapping[str, int],
        *,
        group: Mapping[Place, Value | None] | None = None,
    ) -> dict[str, int]:
        """A row for each table of a scope, joined; the number of each row by alias."""
        wishes: dict[str, _Wishes] = {alias: {} for alias in scope.tables}
        for (alias, column), value in (group or {}).items():
            wishes[alias][column] = value
        self._ask_for(scope, truths, wishes)
        self._asked_last[id(scope)] = {
            (alias, name): wishes[alias][name]
            for alias, name in (atom.place for atom in scope.atoms)
            if name in wishes.get(alias, {})
        }
        if all(truths) or scope.either:
            self._make_null(scope, wishes)
        tables = {**scope.around, **scope.tables}
        watched = {own[0] for inner in scope.inner for link in inner.links for own in link.places}
        placed = dict(around)
        apart = self._left_out(scope)
        for alias in self._parents_first(scope):
            if alias == apart or (alias in scope.optional and self._dice.chance(self.lone)):
                continue
            table = scope.tables[alias]
            for own, other in linked(scope, alias):
                if other[0] in placed and table[own[1]].kind != "id":
                    there = tables[other[0]].name
                    value = self.rows[there][placed[other[0]]][self._at[there][other[1]]]
                    if value is not None or table[own[1]].nullable:
                        wishes[alias][own[1]] = value
            fresh = alias in watched and self._dice.chance(0.7)
            placed[alias] = self._place(table, wishes[alias], fresh=fresh)
        self._joined.append([(tables[alias], number) for alias, number in placed.items()])
        return placed

    def _left_out(self, scope: Scope) -> str | None:
        """The alias that the next joined row lacks: the others pass, and find no row to join."""
        if self._odd and len(scope.tables) > 1 and self._dice.chance(0.2):
            return self._dice.pick([*scope.tables])
        return None

    def _ask_for(self, scope: Scope, truths: Sequence[bool], wishes: dict[str, _Wishes]) -> None:
        """Values on which tests hold or fail as they should, as far as they can at once."""
        by_place: dict[Place, list[tuple[Atom, bool]]] = {}
        for atom, truth in zip(scope.atoms, truths, strict=True):
            by_place.setdefault(atom.place, []).append((atom, truth))
        for (alias, name), asked in by_place.items():
            if alias not in wishes or name in wishes[alias]:
                continue
            column = asked[0][0].column
            values = [v for atom, _ in asked for v in atom.values]
            near = [*values, *(n for v in values for n in beside(v, self._dice))]
            choices: list[Value | None] = [*near, *near, *self._pool(scope.tables[alias], column)]
            if self._odd and column.kind not in ("id", "ref"):
                choices += [*near, *near, *self._odd.fitting(column)]
            if column.nullable:
                choices += [None] * (1 + len(choices) // 3)
            for wanted in (asked, asked[:1]):
                if fit := self._fitting(choices, scope.tables[alias], column, wanted):
                    wishes[alias][name] = self._dice.pick(fit)
                    break

    def _fitting(
        self,
        choices: list[Value | None],
        table: Table,
        column: Column,
        asked: Sequence[tuple[Atom, bool]],
    ) -> list[Value | None]:
        """The values on which tests hold or fail as they should."""
        found = list(choices)
        for atom, truth in asked:
            holds = atom.holds
            found = [value for value in found if holds(value) == truth]
        return found

    def _make_null(self, scope: Scope, wishes: dict[str, _Wishes]) -> None:
        """NULL in one of the columns of which nothing else is asked, in turn, or in none."""
        linked = {place for link in scope.links for place in link.places}
        free = [
            (alias, column.name)
            for alias, table in scope.tables.items()
            for column in table.columns
            if column.nullable
            and column.name not in wishes[alias]
            and (alias, column.name) not in linked
        ]
        free += 2 * [(a, n) for a, n in free if (scope.tables[a].name, n) in self._named]
        turn = self._turns.setdefault(id(scope), self._dice.below(len(free) + 1))
        self._turns[id(scope)] = turn + 1
        if (at := turn % (len(free) + 1)) < len(free):
            alias, name = free[at]
            wishes[alias][name] = None

    def _group(self, scope: Scope) -> dict[Place, Value | None] | None:
        """What the next joined row is grouped by: the same as the last one's, while that lasts.

        Two in five then fail or pass by the same values, too.
        """
        if not scope.keys or (self._odd and self._dice.chance(0.6)):
            return None
        number = id(scope)
        if self._left_in_group.get(number, 0) > 0:
            self._left_in_group[number] -= 1
            alike = self._asked_last.get(number, {}) if self._dice.chance(0.4) else {}
            return {**alike, **self._groups[number]}
        self._left_in_group[number] = self._dice.pick([1, 1, 2, 3, 10, *self._sizes]) - 1
        self._groups[number] = self._new_group(scope)
        return self._groups[number]

    def _new_group(self, scope: Scope) -> dict[Place, Value | None]:
        """Values of what a scope groups by."""
        made: dict[Place, Value | None] = {}
        for alias, name in scope.keys:
            table = scope.tables[alias]
            column = table[name]
            if column.kind == "id":
                made[alias, name] = self._new_row(table, {})
            elif column.kind != "ref":
                free = column.nullable and self._dice.chance(0.2)
                made[alias, name] = None if free else self._dice.pick(self._pool(table, column))
        return made

    def _parents_first(self, scope: Scope) -> list[str]:
        """Aliases in an order in which a row that is referred to comes before what refers to it."""
        if id(scope) not in self._orders:
            left, order = list(scope.tables), []
            while left:
                ready = [a for a in left if not self._waits(scope, a, set(left) - {a})] or left[:1]
                order.append(ready[0])
                left.remove(ready[0])
            self._orders[id(scope)] = order
        return self._orders[id(scope)]

    def _waits(self, scope: Scope, alias: str, others: set[str]) -> bool:
        """Does an alias refer to the key of another one that has no row yet?"""
        return any(
            other[0] in others
            and scope.tables[alias][own[1]].kind != "id"
            and scope.tables[other[0]][other[1]].kind == "id"
            for own, other in linked(scope, alias)
        )

    # --- rows ------------------------------------------------------------------------------------

    def _place(self, table: Table, wishes: _Wishes, *, fresh: bool) -> int:
        """The number of a row that is as wished: one that is there, changed where it may be."""
        rows, at = self.rows[table.name], self._at[table.name]
        relied = self._relied[table.name]
        own_id = next((v for n, v in wishes.items() if table[n].kind == "id"), None)
        full = len(rows) >= self._most
        if own_id is not None or full or (not fresh and self._dice.chance(self._habits.shared)):
            start = self._dice.below(len(rows))
            wished = [(at[name], name, value) for name, value in wishes.items()]
            for number in chain(range(start, len(rows)), range(start)):
                row, kept = rows[number], relied[number]
                for place, name, value in wished:
                    if row[place] != value and (
                        name in kept or not self._may_set(table, number, name, value)
                    ):
                        break
                else:
                    for place, _, value in wished:
                        row[place] = value
                    kept.update(wishes)
                    return number
            if full:
                return start
        self._new_row(table, {n: v for n, v in wishes.items() if table[n].kind != "id"})
        relied[-1] |= wishes.keys()
        return len(rows) - 1

    def _may_set(self, table: Table, number: int, name: str, value: Value | None) -> bool:
        """May a column of a row take a value? A key never, and no row gets above itself."""
        column = table[name]
        if column.kind == "id":
            return False
        if column.kind == "ref" and column.table == table.name and value is not None:
            key = self._key_at[table.name]
            return any(row[key] == value for row in self.rows[table.name][:number])
        return True

    def _new_row(self, table: Table, wishes: _Wishes) -> Value | None:
        """Add a row; its key."""
        rows, dice = self.rows[table.name], self._dice
        row: list[Value | None] = []
        for column in table.columns:
            if column.name in wishes:
                row.append(wishes[column.name])
            elif column.kind == "id":
                row.append(self._new_key(table, column, wishes))
            elif column.nullable and dice.chance(self._habits.null):
                row.append(None)
            elif column.kind == "ref":
                row.append(self._referred(table, column))
            else:
                row.append(dice.pick(self._pool(table, column)))
        rows.append(row)
        self._relied[table.name].append(set())
        key = row[self._key_at[table.name]]
        if key is not None:
            self._keys[table.name][key] = None
        return key if table.id else None

    def _referred(self, table: Table, column: Column) -> Value | None:
        target = self._world[column.table]
        at = self._key_at[target.name]
        keys = [row[at] for row in self.rows[target.name]]
        if target is table:
            # A walk starts at a row that the query names; one step in two leads there.
            asked = self._hints.get((table.name, target.columns[0].name), Hint()).values
            starts = [key for key in keys if key in asked]
            if starts and self._dice.chance(0.6):
                return starts[0]
        return self._dice.pick(keys)

    def _new_key(self, table: Table, column: Column, wishes: _Wishes) -> Value:
        taken = self._keys[table.name]
        text = column.sql_type == "TEXT"
        if self._odd and not text and self._dice.chance(0.7):
            asked = [int(str(v)) for v in wishes.values() if str(v).isdecimal()]
            other = self._odd.whole
            alike: int = self._dice.pick(asked if asked and self._dice.chance(0.4) else other)
            if alike not in taken:
                return alike
        first: Value = "k0" if text else 0
        if first not in taken and self._dice.chance(0.4):
            return first
        most = (2 if self._habits.dense else 4) * len(taken) + 12
        while True:
            number = self._dice.below(most) - 1
            key: Value = f"k{number}" if text else number
            if key not in taken:
                return key

    def _pool(self, table: Table, column: Column) -> list[Value]:
        """What a column may hold where nothing is asked of it."""
        if column.kind in ("id", "ref"):
            return [*self._keys[column.table or table.name]]
        found = self._pools.get((table.name, column.name))
        if found is None and self._habits.dense:
            found = self._shared[column.kind]
        elif found is None:
            at = self._at[table.name][column.name]
            there = {row[at]: None for row in self.rows[table.name] if row[at] is not None}
            found = [v for v in there if v is not None][: self._habits.few]
            found += self._hints.get((table.name, column.name), Hint()).values[:2]
            if column.is_number and self._dice.chance(0.4):
                found = in_a_row(column, found, self._dice)
                relied = self._relied[table.name]
                for row, kept in zip(self.rows[table.name], relied, strict=True):
                    if row[at] is not None and column.name not in kept:
                        row[at] = self._dice.pick(found)
            elif self._dice.chance(self._habits.odd) or not found:
                found += odd_values(column, found, self._dice)
        if (table.name, column.name) not in self._pools:
            self._pools[table.name, column.name] = found
        return found


def linked(scope: Scope, alias: str) -> list[tuple[Place, Place]]:
    """Each place of an alias with the place of another alias that it must be equal to."""
    pairs = [link.places for link in scope.links]
    return [
        (own, other)
        for one, two in pairs
        for own, other in ((one, two), (two, one))
        if own[0] == alias != other[0]
    ]
