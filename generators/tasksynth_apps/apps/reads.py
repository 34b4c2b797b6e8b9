"""What the calls show that change nothing: pages of listings, and all about one thing."""

import re
from typing import Any

from tasksynth_apps.apps.calls import ApiSpec
from tasksynth_apps.apps.dialect import Vendors
from tasksynth_apps.apps.effects import ApiError, row_of
from tasksynth_apps.apps.tables import FIELDS, PLACE, Row, Tables

_CURSOR = re.compile(r"cur_([0-9]{1,6})", re.ASCII)
PAGING = {
    "page": "Which page, from 1.",
    "offset": "How many to skip.",
    "cursor": "`next_cursor` of the page before; none for the first.",
}
"""How a listing is told to go on."""


def listed(api: ApiSpec, tables: Tables, args: dict[str, Any], start: int, size: int,
           dialect: Vendors) -> dict[str, Any]:  # fmt: skip
    """A page of a listing.

    Args:
        api: one of the listings.
        tables: what there is.
        args: checked; all of them narrow the listing.
        start: rows to skip.
        size: rows of a page.
        dialect: what to call things.
    """
    place = PLACE[api.table]
    rows = list(tables.rows.get(api.table, {}).values())
    for name, value in args.items():
        if name == "query":
            wanted, where = value.casefold(), [place[field] for field in api.query]
            rows = [row for row in rows if _in_any(row, where, value, wanted)]
        else:
            wanted, at = value.casefold(), place[name]
            rows = [row for row in rows if row[at] == value or str(row[at]).casefold() == wanted]
    shown = [(dialect.word(name), place[name]) for name in api.fields]
    page = rows[start : start + size]
    return {
        "items": [{said: row[at] for said, at in shown} for row in page],
        "total": len(rows),
        **_onward(dialect.paging, start + size, size, len(rows)),
    }


def _in_any(row: Row, where: list[int], text: str, folded: str) -> bool:
    """Whether one of some cells holds a text; as it stands, which is quicker to see, or folded."""
    for at in where:
        cell = str(row[at])
        if text in cell or folded in cell.casefold():
            return True
    return False


def _onward(paging: str, then: int, size: int, total: int) -> dict[str, Any]:
    """How the next page is asked for; null after the last one."""
    more = then < total
    match paging:
        case "page":
            return {"next_page": then // size + 1 if more else None}
        case "offset":
            return {"next_offset": then if more else None}
    return {"next_cursor": f"cur_{then}" if more else None}


def start_of(paging: str, value: Any, size: int) -> int:
    """How many rows a page skips.

    Raises:
        ApiError: if the value is no such page.
    """
    if value is None:
        return 0
    if paging == "cursor":
        found = _CURSOR.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise ApiError(422, "cursor: want the next_cursor of the page before")
        return int(found[1])
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not (paging == "page") <= value <= 100_000:
        raise ApiError(422, f"{paging}: want a whole number from {int(paging == 'page')}")
    return (value - 1) * size if paging == "page" else int(value)


def shown(table: str, row: Row, dialect: Vendors) -> dict[str, Any]:
    """All about one thing."""
    return {dialect.word(name): cell for name, cell in zip(FIELDS[table], row, strict=True)}


def detail(api: ApiSpec, tables: Tables, args: dict[str, Any], dialect: Vendors) -> dict[str, Any]:
    """All about the thing of an id.

    Raises:
        ApiError: if there is none.
    """
    return shown(api.table, row_of(tables, api.table, args["id"]), dialect)
