"""What has to differ at the end, and whether it does: that, and nothing else."""

import re
from collections.abc import Iterable
from typing import Any

from tasksynth_apps.answering import bare, names
from tasksynth_apps.apps.effects import EFFECTS
from tasksynth_apps.apps.tables import FIELDS, Cell, Row, Tables
from tasksynth_apps.goals.plans import (
    Deed,
    Finder,
    Loose,
    all_of,
    amounts_in,
    plain,
)
from tasksynth_apps.goals.stating import evened, is_named, is_stated
from tasksynth_apps.worlds.dates import is_said_day, places_of
from tasksynth_schemas import Model


class Text(Model):
    """What a text in the agent's own words must hold."""

    kind: str
    value: str | float


class Due(Model):
    """One row that has to be otherwise at the end."""

    table: str
    row: str = ""
    """Its id; empty for a new row."""
    gone: bool = False
    cells: dict[str, Cell] = {}
    """What it has to hold, but for texts that may be anything."""
    texts: dict[str, Text] = {}
    """What texts have to hold."""


def arguments(act: Deed, finder: Finder) -> dict[str, Any]:
    """The arguments of a call, but for texts in the agent's own words.

    Raises:
        Unclear: if one of them is no one thing.
    """
    return {
        name: tuple(plain(one, finder) for one in value)
        if isinstance(value, tuple)
        else plain(value, finder)
        for name, value in act.args.items()
    }


def due(acts: Iterable[Deed], tables: Tables, finder: Finder, today: str, me: str) -> list[Due]:
    """What acts change; the tables are changed.

    Raises:
        Unclear: if a reference is no one thing.
        ApiError: if an app refuses.
    """
    loose: dict[str, dict[str, Text]] = {}
    free: dict[str, set[str]] = {}
    for act in acts:
        args = arguments(act, finder)
        texts = {name: text for name, text in act.texts.items() if text is not None}
        own = {n: Text(kind=t.kind, value=_settled(t, finder)) for n, t in texts.items()}
        rows = [row["id"] for row in all_of(act.each, finder)] if act.each else [None]
        for row_id in rows:
            given = args | ({act.into: row_id} if row_id else {}) | dict.fromkeys(act.texts, "")
            done = EFFECTS[act.call](tables, given, today, me)
            loose[done["id"]], free[done["id"]] = own, set(act.texts)
    return [
        _due(table, row_id, before, after, loose.get(row_id, {}), free.get(row_id, set()))
        for table, row_id, before, after in tables.changes()
    ]


def _settled(text: Loose, finder: Finder) -> str | float:
    value = plain(text.value, finder)
    return value if isinstance(value, str) else float(value)


def _due(table: str, row_id: str, before: Row | None, after: Row | None,
         texts: dict[str, Text], free: set[str]) -> Due:  # fmt: skip
    if after is None:
        return Due(table=table, row=row_id, gone=True)
    cells = dict(zip(FIELDS[table], after, strict=True))
    return Due(
        table=table,
        row=row_id if before is not None else "",
        cells={name: cell for name, cell in cells.items() if name != "id" and name not in free},
        texts=texts,
    )


def outcome(wanted: tuple[Due, ...], tables: Tables) -> tuple[int, int]:
    """How many of the wanted changes were made, and how many others."""
    left = list(wanted)
    made = others = 0
    for table, row_id, before, after in tables.changes():
        match = next((d for d in left if _fits(d, table, row_id, before, after)), None)
        if match is None:
            others += 1
        else:
            left.remove(match)
            made += 1
    return made, others


def _fits(want: Due, table: str, row_id: str, before: Row | None, after: Row | None) -> bool:
    if want.table != table or want.row != (row_id if before is not None else ""):
        return False
    if after is None or want.gone:
        return want.gone and after is None
    cells = dict(zip(FIELDS[table], after, strict=True))
    return all(_alike(name, cells[name], cell) for name, cell in want.cells.items()) and all(
        holds_text(text, str(cells[name])) for name, text in want.texts.items()
    )


_WRITTEN_FREELY = {"title", "phone", "ship_to"}
"""Cells in which spaces and punctuation mean nothing."""


def _alike(name: str, one: Cell, other: Cell) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return sorted(one) == sorted(other)
    if isinstance(one, str) and isinstance(other, str):
        if name in _WRITTEN_FREELY:
            one, other = ("".join(filter(str.isalnum, text)) for text in (one, other))
        return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
    return one == other


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?", re.ASCII)
_RULE = re.compile(r"\bR-?([0-9]{1,2})\b", re.IGNORECASE | re.ASCII)
_GROUPS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))", re.ASCII)
_DIALLED = re.compile(r"(?:(?:tel|phone)[.:]* ?)?[-+0-9 ()/.]{1,40}", re.ASCII | re.IGNORECASE)
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{2}(?![0-9]))", re.ASCII)


def holds_text(text: Text, said: str) -> bool:
    """Whether a text holds a fact, and no other of its kind."""
    match text.kind:
        case "amount":
            said = _COMMA.sub(".", _GROUPS.sub("", evened(said)))
            others = {one for one in amounts_in(said) if one != text.value}
            places = [m.span() for m in _NUMBER.finditer(said) if float(m[0]) == text.value]
            return not others and is_stated(said, places, amount=True)
        case "day":
            said = evened(said)
            places = [one[:2] for one in places_of(said, str(text.value))]
            return is_stated(said, places, amount=False)
        case "phone":
            return _digits(str(text.value)) in _digits(said)
        case "code":
            rules = list(_RULE.finditer(said))
            named = {f"R{int(one[1])}" for one in rules} == {text.value}
            return named and is_named(said, [one.span() for one in rules])
    return str(text.value).casefold() in said.casefold()


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def answers(kind: str, wanted: str | float, given: str | float | None) -> bool:
    """Whether an answer is the wanted one, in any usual form."""
    if given is None:
        return False
    if kind in ("amount", "count"):
        return _number(given) == wanted
    match kind:
        case "day":
            return is_said_day(bare(given), str(wanted))
        case "phone":
            said = bare(given)
            return _digits(said) == _digits(str(wanted)) and _DIALLED.fullmatch(said) is not None
    return names(given, str(wanted))


def _number(given: str | float) -> float | None:
    if not isinstance(given, str):
        return round(float(given), 2)
    said = _COMMA.sub(".", _GROUPS.sub("", bare(given))).strip(" .€$£")
    said = re.sub(r"\s*(EUR|USD|GBP|euros?|dollars?|pounds?)$", "", said, flags=re.IGNORECASE)
    return round(float(said), 2) if _NUMBER.fullmatch(said) else None
