"""Databases in which two columns that an answer compares, and the gold does not, are equal.

A condition such as `birth_date <> city` holds in every row that anybody would draw. Of the values
that both columns may hold, and on which every other test of theirs holds, only equal ones show it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from sqlglot import exp

from tasksynth_sql.databases.restore import is_date
from tasksynth_sql.databases.rows import Rows
from tasksynth_sql.databases.world import Column, Table, Value, World
from tasksynth_sql.suites.hints import meant_by
from tasksynth_sql.suites.rows.alike import AlikeAim
from tasksynth_sql.suites.rows.site import RowSite
from tasksynth_sql.suites.scopes import Atom

Spot = tuple[str, str]
"""Table and column."""
Couple = tuple[Spot, Spot]
MOST = 4
"""Couples of an answer that are looked at."""
TURNS = 5
"""Databases of each."""


def couples_of(answer: exp.Expr, gold: exp.Expr, world: World) -> list[Couple]:
    """The pairs of columns that an answer compares, and the gold does not; of keys none."""
    known = set(_compared(gold, world))
    return [pair for pair in dict.fromkeys(_compared(answer, world)) if pair not in known][:MOST]


def _compared(tree: exp.Expr, world: World) -> Iterator[Couple]:
    for node in tree.find_all(exp.Predicate, exp.Nullif):
        if isinstance(node, exp.Query) or node.find(exp.Query):
            continue
        spots = {
            (table, meant.name): None
            for column in node.find_all(exp.Column)
            for table, meant in meant_by(column, tree, world)
            if meant.kind not in ("id", "ref")
        }
        yield from combinations(sorted(spots), 2)


def coupled_rows(site: RowSite, couple: Couple, turn: int) -> Rows | None:
    """A database with one value in both columns; None if there is no such value.

    Each `turn` has groups of another size of those that a constant tells apart.
    """
    found = _shared_value(site, couple)
    if found is None:
        return None
    sizes = sorted({1, *(size + by for size in site.sizes if size < 8 for by in (0, 1))})
    rounds = max(1, sizes[-1 - turn % len(sizes)])
    aim = _CoupledAim.begun(site)
    aim.own, aim.together = found, rounds > 1
    for step in range(rounds):
        aim.take(site.odd, turn, step)
        for scope in site.tops:
            aim.plant(scope)
    aim.drop_first()
    return aim.shuffled()


class _CoupledAim(AlikeAim):
    """Columns of one value, two of them with one of their own."""

    own: Mapping[Spot, Value]

    def _wanted(self, table: Table, column: Column) -> Value:
        own = self.own.get((table.name, column.name))
        return super()._wanted(table, column) if own is None else own


def _shared_value(site: RowSite, couple: Couple) -> dict[Spot, Value] | None:
    """What both columns hold, each as its type has it, so that as many tests hold as can."""
    columns = [site.world[table][name] for table, name in couple]
    atoms = [_atoms(site, spot) for spot in couple]
    asked = [v for found in atoms for atom in found for v in atom.values]
    odd = [v for column in columns for v in site.odd.fitting(column)]
    best: tuple[int, dict[Spot, Value]] | None = None
    for value in dict.fromkeys([*asked, *odd]):
        one, two = (_as_held(column, value) for column in columns)
        if one is None or two is None:
            continue
        held = zip(atoms, (one, two), strict=True)
        failing = sum(not atom.holds(value) for found, value in held for atom in found)
        if best is None or failing < best[0]:
            best = failing, {couple[0]: one, couple[1]: two}
    return best[1] if best else None


def _atoms(site: RowSite, spot: Spot) -> Sequence[Atom]:
    return [
        atom
        for scope in site.every
        for atom in scope.atoms
        if (table := scope.tables.get(atom.place[0])) and (table.name, atom.place[1]) == spot
    ]


def _as_held(column: Column, value: Value) -> Value | None:
    """A value as a column's type has it: what SQLite takes for equal; None where it has none."""
    if column.kind == "date":
        return value if is_date(value) else None
    if column.kind == "text":
        return str(value)
    if isinstance(value, str):
        return None
    return float(value) if column.kind == "real" else int(value) if value == int(value) else None
