"""What is wanted, as data: references into tables, conditions, acts.

Whoever can look rows up, in the tables or through the apps, can evaluate it.
"""

import re
from typing import Any, Literal, Protocol

from tasksynth_apps.worlds.dates import day_in, later
from tasksynth_schemas import Model

Op = Literal["is", "has", "first", "from", "below", "in"]
"""Equal, contains, whose first word it is, at least, less than, is a part of."""
Plain = str | float | int
Part = Literal["", "amount", "day", "phone", "quoted", "code", "only"]
"""What is read out of a cell: all of it, the one fact of a kind in a text, or the one of a list."""


class Where(Model):
    """A condition on a cell of a row."""

    field: str
    op: Op
    value: "Value"


class Pick(Model):
    """A cell of the one row of a table that meets all conditions, or of the first in an order."""

    table: str
    where: tuple[Where, ...] = ()
    by: str = ""
    """What the rows are ordered by; empty if there is one."""
    most: bool = True
    """Whether the first in the order is the largest."""
    take: str = "id"
    part: Part = ""


class Later(Model):
    """A day so many days after another one."""

    day: "Value"
    days: int


Value = Plain | Pick | Later


class Check(Model):
    """A condition under which a branch is taken."""

    left: Value
    op: Literal["above", "at_most", "exists", "missing", "before", "is", "is_not"]
    right: Value = ""


class Loose(Model):
    """What a text of the agent's own words must hold: one fact, and no other of its kind."""

    kind: Literal["amount", "day", "phone", "name", "code"]
    value: Value


class Deed(Model):
    """A call, by our own names."""

    call: str
    args: dict[str, Value | tuple[Value, ...]] = {}
    texts: dict[str, Loose | None] = {}
    """Arguments in the agent's own words; None for any words."""
    each: Pick | None = None
    """Rows for each of which the call is made, with its id."""
    into: str = "id"
    """The argument that takes that id."""


class Branch(Model):
    """Acts, and when they are the right ones."""

    when: tuple[Check, ...] = ()
    acts: tuple[Deed, ...]
    name: str = ""


class Instruction(Model):
    """One thing that is wanted: the first branch whose conditions hold."""

    said: str
    branches: tuple[Branch, ...]


class FinalQuestion(Model):
    """What has to be answered at the end."""

    said: str
    kind: Literal["amount", "count", "day", "name", "phone"]
    value: Value
    fold: Literal["one", "count", "sum"] = "one"


for _one in (Where, Pick, Later, Check, Loose, Deed, Branch, Instruction, FinalQuestion):
    _one.model_rebuild()


class Unclear(Exception):
    """A reference that means no row, or several."""


Record = dict[str, Any]
Condition = tuple[str, Op, Plain]


class Finder(Protocol):
    """Whoever looks rows up."""

    def rows(self, table: str, where: list[Condition], wants: list[str]) -> list[Record]:
        """The rows that meet conditions, with at least the fields that are wanted."""


def holds(cell: Any, op: Op, value: Plain) -> bool:
    """Whether a cell meets a condition."""
    match op:
        case "is":
            return _same(cell, value)
        case "has":
            if isinstance(cell, tuple | list):
                return value in cell
            return str(value).casefold() in str(cell).casefold()
        case "in":
            return str(cell).casefold() in str(value).casefold()
        case "first":
            return str(cell).split(" ")[0].casefold() == str(value).casefold()
        case "from":
            return bool(cell >= value)
    return bool(cell < value)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or _folded(one) == _folded(other)


def all_of(pick: Pick, finder: Finder) -> list[Record]:
    """The rows that a reference is about, in its order."""
    where: list[Condition] = [(one.field, one.op, plain(one.value, finder)) for one in pick.where]
    wants = [pick.take, *([pick.by] if pick.by else []), *(field for field, _, _ in where)]
    rows = finder.rows(pick.table, where, wants)
    if pick.by:
        rows = sorted(rows, key=lambda row: row[pick.by], reverse=pick.most)
    return rows


def plain(value: Value, finder: Finder) -> Plain:
    """What a value is.

    Raises:
        Unclear: if it is no one thing.
    """
    if isinstance(value, Later):
        return later(str(plain(value.day, finder)), value.days)
    if not isinstance(value, Pick):
        return value
    rows = all_of(value, finder)
    if not rows:
        raise Unclear(f"nothing in {value.table} is meant")
    if len(rows) > 1 and (not value.by or rows[0][value.by] == rows[1][value.by]):
        raise Unclear(f"{len(rows)} rows of {value.table} are meant")
    return part_of(rows[0][value.take], value.part)


_AMOUNT = re.compile(r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.([0-9]{2})(?![\w]|[.,][0-9])")
_PHONE = re.compile(r"\+44 20 [0-9]{4} [0-9]{4}")
_CODE = re.compile(r"\b[A-Z]{2}-[0-9]{4}\b")


def amounts_in(text: str) -> list[float]:
    """The amounts with two decimals in a text."""
    return [float(f"{a.replace(',', '')}.{b}") for a, b in _AMOUNT.findall(text)]


def part_of(cell: Any, part: Part) -> Plain:
    """The one fact of a kind in a cell.

    Raises:
        Unclear: if there is none, or there are several.
    """
    found: list[Any]
    match part:
        case "":
            found = [cell]
        case "only":
            found = list(cell)
        case "amount":
            found = list(amounts_in(cell))
        case "day":
            day = day_in(cell)
            found = [day] if day else []
        case "phone":
            found = _PHONE.findall(cell)
        case "quoted":
            found = re.findall(r"“([^”]+)”", cell)
        case "code":
            found = _CODE.findall(cell)
    if len(found) != 1:
        raise Unclear(f"{len(found)} facts of the kind {part!r}")
    return found[0]  # type: ignore[no-any-return]


def true(check: Check, finder: Finder) -> bool:
    """Whether a condition holds."""
    if isinstance(check.left, Pick) and check.op in ("exists", "missing"):
        return bool(all_of(check.left, finder)) == (check.op == "exists")
    left, right = plain(check.left, finder), plain(check.right, finder)
    match check.op:
        case "above":
            return left > right  # type: ignore[operator]
        case "at_most":
            return left <= right  # type: ignore[operator]
        case "before":
            return str(left) < str(right)
        case "is":
            return _same(left, right)
    return not _same(left, right)


def branch_of(clause: Instruction, finder: Finder) -> Branch:
    """The branch that is the right one.

    Raises:
        Unclear: if none is.
    """
    for branch in clause.branches:
        if all(true(check, finder) for check in branch.when):
            return branch
    raise Unclear("no branch is the right one")


def picks_in(part: Any) -> list[Pick]:
    """Every reference in a part of a plan, however deep."""
    if isinstance(part, Pick):
        return [part, *(pick for one in part.where for pick in picks_in(one.value))]
    if isinstance(part, Model):
        return [p for name in type(part).model_fields for p in picks_in(getattr(part, name))]
    if isinstance(part, tuple):
        return [pick for one in part for pick in picks_in(one)]
    if isinstance(part, dict):
        return [pick for one in part.values() for pick in picks_in(one)]
    return []


def depth(part: Any) -> int:
    """How many references stand in one another."""
    if isinstance(part, Pick):
        return 1 + max((depth(one.value) for one in part.where), default=0)
    if isinstance(part, Model):
        return max((depth(getattr(part, n)) for n in type(part).model_fields), default=0)
    if isinstance(part, tuple):
        return max(map(depth, part), default=0)
    if isinstance(part, dict):
        return max(map(depth, part.values()), default=0)
    return 0


class InTables:
    """A finder that sees the tables themselves."""

    def __init__(self, tables: dict[str, list[Record]]) -> None:
        self._tables = tables
        self._by: dict[tuple[str, str], dict[Any, list[Record]]] = {}

    def rows(self, table: str, where: list[Condition], wants: list[str]) -> list[Record]:
        """The rows that meet all conditions."""
        return [
            row
            for row in self._candidates(table, where)
            if all(holds(row[field], op, value) for field, op, value in where)
        ]

    def add(self, table: str, row: Record) -> None:
        """A row more."""
        self._tables[table].append(row)
        self._by.clear()

    def _candidates(self, table: str, where: list[Condition]) -> list[Record]:
        """The rows of one value of a condition of equality, or all."""
        for name, op, value in reversed(where):
            if op == "is":
                if (table, name) not in self._by:
                    index: dict[Any, list[Record]] = {}
                    for row in self._tables.get(table, ()):
                        index.setdefault(_folded(row[name]), []).append(row)
                    self._by[table, name] = index
                return self._by[table, name].get(_folded(value), [])
        return self._tables.get(table, [])


def _folded(cell: Any) -> Any:
    return cell.casefold() if isinstance(cell, str) else cell
