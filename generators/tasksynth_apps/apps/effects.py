"""What the calls do that change something. Each refuses what makes no sense, and does nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from tasksynth_apps.apps.tables import PLACE, Cell, Row, Tables, with_cells

Arguments = Mapping[str, Any]


class ApiError(Exception):
    """What an app answers instead of a result: a status of HTTP, and words."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def row_of(tables: Tables, table: str, row_id: str) -> Row:
    """The row of an id.

    Raises:
        ApiError: if there is none.
    """
    row = tables.rows.get(table, {}).get(row_id)
    if row is None:
        raise ApiError(404, f"nothing here has the id {row_id[:40]!r}")
    return row


def cell(table: str, row: Row, name: str) -> Any:
    """What a row holds under a name."""
    return row[PLACE[table][name]]


def known(tables: Tables, email: str) -> str:
    """An address that a contact has.

    Raises:
        ApiError: if none has it.
    """
    wanted = email.strip().lower()
    at = PLACE["contacts"]["email"]
    if not any(row[at] == wanted for row in tables.rows["contacts"].values()):
        raise ApiError(404, f"nobody here has the address {email[:80]!r}")
    return wanted


def _change(tables: Tables, table: str, row_id: str, **cells: Cell) -> dict[str, Any]:
    tables.put(table, with_cells(table, row_of(tables, table, row_id), **cells))
    return {"id": row_id, "done": True}


def _add(tables: Tables, table: str, *cells: Cell) -> dict[str, Any]:
    row_id = tables.new_id(table)
    tables.put(table, (row_id, *cells))
    return {"id": row_id, "done": True}


def _update_contact(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    given = {name: a[name] for name in ("phone", "address") if name in a}
    if not given:
        raise ApiError(422, "nothing to change was given")
    return _change(t, "contacts", a["id"], **given)


def _send_message(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    to = a["to"].strip().lower()
    return _add(t, "mail", "sent", me, to, a["subject"], a["body"], today)


def _create_event(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    guests = tuple(dict.fromkeys(known(t, one) for one in a.get("guests", ())))
    return _add(t, "events", a["title"], a["day"], a["start"], a.get("place", ""), guests)


def _move_event(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    start = {"start": a["start"]} if "start" in a else {}
    return _change(t, "events", a["id"], day=a["day"], **start)


def _invite_guest(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    guests, guest = cell("events", row_of(t, "events", a["id"]), "guests"), known(t, a["guest"])
    if guest in guests:
        raise ApiError(409, f"{guest} is invited already")
    return _change(t, "events", a["id"], guests=(*guests, guest))


def _cancel_event(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    row_of(t, "events", a["id"])
    t.drop("events", a["id"])
    return {"id": a["id"], "done": True}


def _send_payment(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    to = known(t, a["to"])
    return _add(t, "transfers", "out", to, a["amount"], a.get("memo", ""), today)


def _pay_request(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    row = _open_request(t, a["id"])
    _change(t, "requests", a["id"], status="paid")
    person, amount, memo = row[1:4]
    return _add(t, "transfers", "out", person, amount, memo, today)


def _decline_request(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    _open_request(t, a["id"])
    return _change(t, "requests", a["id"], status="declined")


def _open_request(t: Tables, row_id: str) -> Row:
    row = row_of(t, "requests", row_id)
    if (status := cell("requests", row, "status")) != "open":
        raise ApiError(409, f"this request is {status}")
    return row


def _order_product(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    row = row_of(t, "products", a["id"])
    if (left := cell("products", row, "stock")) < a["quantity"]:
        raise ApiError(409, f"only {left} are in stock")
    total = round(cell("products", row, "price") * a["quantity"], 2)
    cells = (a["id"], a["quantity"], total, a["ship_to"], today, "placed")
    return _add(t, "orders", *cells) | {"total": total}


def _cancel_order(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    status = cell("orders", row_of(t, "orders", a["id"]), "status")
    if status != "placed":
        raise ApiError(409, f"this order is {status}")
    return _change(t, "orders", a["id"], status="cancelled")


def _write_note(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    return _add(t, "notes", a["title"], a["text"], today)


def _share_file(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    shared, whom = cell("files", row_of(t, "files", a["id"]), "shared_with"), known(t, a["reader"])
    if whom in shared:
        raise ApiError(409, f"{whom} can read it already")
    return _change(t, "files", a["id"], shared_with=(*shared, whom))


def _move_file(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    return _change(t, "files", a["id"], folder=a["folder"])


def _delete_file(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    row_of(t, "files", a["id"])
    t.drop("files", a["id"])
    return {"id": a["id"], "done": True}


def _add_song(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    songs = cell("playlists", row_of(t, "playlists", a["id"]), "songs")
    row_of(t, "songs", a["song"])
    if a["song"] in songs:
        raise ApiError(409, "the song is in the playlist already")
    return _change(t, "playlists", a["id"], songs=(*songs, a["song"]))


def _create_playlist(t: Tables, a: Arguments, today: str, me: str) -> dict[str, Any]:
    return _add(t, "playlists", a["name"], ())


EFFECTS: dict[str, Callable[[Tables, Arguments, str, str], dict[str, Any]]] = {
    "update_contact": _update_contact,
    "send_message": _send_message,
    "create_event": _create_event,
    "move_event": _move_event,
    "cancel_event": _cancel_event,
    "invite_guest": _invite_guest,
    "send_payment": _send_payment,
    "pay_request": _pay_request,
    "decline_request": _decline_request,
    "order_product": _order_product,
    "cancel_order": _cancel_order,
    "write_note": _write_note,
    "share_file": _share_file,
    "move_file": _move_file,
    "delete_file": _delete_file,
    "add_song": _add_song,
    "create_playlist": _create_playlist,
}
"""By the name of a call: tables, arguments, the day, and whose apps they are."""
