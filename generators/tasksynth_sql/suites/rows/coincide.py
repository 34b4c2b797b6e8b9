"""Databases for queries that nobody has thought of.

Whatever a query asks nothing of holds odd values there, and values coincide (see `odd`).
"""

from collections.abc import Sequence

from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Table
from tasksynth_sql.suites.rows.odd import OddValues, in_a_row
from tasksynth_sql.suites.rows.plant import AimHabits, SuiteAim
from tasksynth_sql.suites.rows.site import RowSite

WIDE = 3
"""Databases with many joined rows, of those with odd values."""
CLOSE = 2
"""Databases with numbers next to one another."""
WIDEST = 40
"""Joined rows of such a one."""
FEW = (1, 1, 1, 1, 2, 3)
"""Joined rows of each scope in the others."""


def odd_rows(site: RowSite, turn: int) -> Rows:
    """A database in which whatever nothing is asked of holds odd values, and values coincide.

    The first ones hold many joined rows, the next one none that passes a test; then come numbers
    next to one another, between which an average lies. The others hold one joined row of each
    scope, or a few: no row hides what becomes of another.
    """
    dice, tops = site.dice, site.tops
    wide, none, close = turn < WIDE, turn == WIDE, WIDE < turn <= WIDE + CLOSE
    habits = AimHabits(
        passing=(0.85, 0.5, 0.85)[turn] if wide else 1.0,
        null=0.1,
        shared=1.0 if none else 0.0,
        odd=0.5,
        few=6,
        dense=False,
    )
    aim = OddAim(site, site.first_rows(), habits)
    rounds = max(1, WIDEST // max(1, len(tops))) if wide else dice.pick(FEW)
    if close:
        rounds = dice.between(3, 6) if turn % 2 else dice.between(8, 14)
    for scope in tops * (1 if none else rounds):
        aim.plant(scope, [False] * len(scope.atoms) if none else None)
    aim.make_odd(site.odd, few=not wide)
    if close:
        aim.make_close()
    return aim.shuffled()


class OddAim(SuiteAim):
    """A database with joined rows planted, before and after it is made odd."""

    def make_odd(self, odd: OddValues, *, few: bool) -> None:
        """Give each column of which nothing is asked its next odd value, or that of another one."""
        for table in self._world.tables:
            at = self._at[table.name]
            for row, relied in zip(self.rows[table.name], self._relied[table.name], strict=True):
                for column in table.attributes if table.name in self._used else ():
                    if column.name not in relied:
                        row[at[column.name]] = odd.next(table.name, column, few=few)
        for joined in filter(None, self._joined):
            for _ in range(self._dice.below(4)):
                self._coincide(joined)
        self.drop_first()

    def make_close(self) -> None:
        """Give numbers of which nothing is asked two or three values next to one another."""
        for table in self._world.tables:
            for column in table.attributes if table.name in self._used else ():
                if not column.is_number:
                    continue
                at = self._at[table.name][column.name]
                values = in_a_row(column, [self._dice.between(-3, 40)], self._dice)
                relied = self._relied[table.name]
                for row, kept in zip(self.rows[table.name], relied, strict=True):
                    if row[at] is not None and column.name not in kept:
                        row[at] = self._dice.pick(values)

    def _coincide(self, joined: Sequence[tuple[Table, int]]) -> None:
        """Let a column of which nothing is asked have the value of another one beside it."""
        table, number = self._dice.pick(joined)
        free = [c for c in table.attributes if c.name not in self._relied[table.name][number]]
        other, there = self._dice.pick(joined)
        source = self._dice.pick(other.columns)
        value = self.rows[other.name][there][self._at[other.name][source.name]]
        if not free or value is None:
            return
        column = self._dice.pick(free)
        if isinstance(value, str) and (column.is_number or column.kind != source.kind):
            return
        if column.kind == "date" and source.kind != "date":
            return
        made = float(value) if column.kind == "real" else value
        made = int(made) if column.kind == "int" else made
        row = self.rows[table.name][number]
        row[self._at[table.name][column.name]] = made if column.is_number else str(made)
