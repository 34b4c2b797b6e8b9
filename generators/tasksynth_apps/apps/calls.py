"""What can be called: every API of every app, with its arguments, as data."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tasksynth_apps.apps.tables import APP_OF

ABOUT = {
    "id": "Its id, as listings show it.",
    "folder": "The folder's name.",
    "sender": "Who wrote it: an email address.",
    "status": "Only of this status.",
    "category": "Only of this category.",
    "phone": "The new number.",
    "address": "The new postal address.",
    "to": "Whom: an email address.",
    "subject": "What the message is about.",
    "body": "The text of the message.",
    "title": "How it is called.",
    "name": "How it is called.",
    "text": "What it says.",
    "place": "Where it is.",
    "guest": "An email address.",
    "reader": "An email address.",
    "amount": "With at most two decimals.",
    "memo": "A line for whoever is paid.",
    "quantity": "How many.",
}
"""What arguments are for that say no more of themselves."""


@dataclass(frozen=True)
class Param:
    """An argument of a call."""

    name: str
    kind: str
    """`text`, `short`, `id`, `amount`, `day`, `time`, `count`, `email`, `emails`, or choices that
    are joined by `|`."""
    about: str = ""
    required: bool = True

    @cached_property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        about = {"description": self.about or ABOUT[self.name]}
        match self.kind:
            case "amount":
                return {"type": "number", "minimum": 0.01, "maximum": 1_000_000} | about
            case "count":
                return {"type": "integer", "minimum": 1, "maximum": 1000} | about
            case "emails":
                items = {"type": "string", "maxLength": SHORT_MAX}
                return {"type": "array", "items": items, "maxItems": MANY_MAX} | about
            case "text":
                return {"type": "string", "maxLength": TEXT_MAX} | about
            case "short" | "id" | "day" | "time" | "email":
                return {"type": "string", "maxLength": SHORT_MAX} | about
        return {"type": "string", "enum": self.kind.split("|")} | about


TEXT_MAX, SHORT_MAX, MANY_MAX = 4000, 200, 50


@dataclass(frozen=True)
class ApiSpec:
    """A call, as it is named before any app gives it a name of its own."""

    verb: str
    noun: str
    table: str
    about: str
    params: tuple[Param, ...]
    fields: tuple[str, ...] = ()
    """What a listing shows of each row; empty for what lists nothing."""
    query: tuple[str, ...] = ()
    """What a listing's query is looked for in."""

    @cached_property
    def name(self) -> str:
        """`search_messages` and the like: unique."""
        return f"{self.verb}_{self.noun}"

    @cached_property
    def app(self) -> str:
        """The app that it belongs to."""
        return APP_OF[self.table]


def _maybe(name: str, kind: str, about: str = "") -> Param:
    return Param(name, kind, about, required=False)


def _query(what: str) -> Param:
    return _maybe("query", "short", f"Text to look for in {what}; case does not matter.")


_ID = Param("id", "id")
_DAY = Param("day", "day", "YYYY-MM-DD")
_START = Param("start", "time", "HH:MM")
_PERSON = _maybe("person", "email", "An email address.")

LISTINGS = (
    ApiSpec("search", "contacts", "contacts", "List contacts.",
        (_query("names, companies and email addresses"),), ("id", "name", "relation", "company"),
        ("name", "company", "email")),
    ApiSpec("search", "messages", "mail", "List messages, newest first, without their text.",
        (_query("subjects and texts"), _maybe("folder", "inbox|sent"),
         _maybe("sender", "email")),
        ("id", "folder", "sender", "to", "subject", "day"), ("subject", "body")),
    ApiSpec("list", "events", "events", "List events by day.",
        (_query("titles"), _maybe("day", "day", "Only of this day: YYYY-MM-DD.")),
        ("id", "title", "day", "start"), ("title",)),
    ApiSpec("list", "transfers", "transfers", "List payments made and received, newest first.",
        (_PERSON,), ("id", "direction", "person", "amount", "memo", "day")),
    ApiSpec("list", "requests", "requests", "List requests for payment that others sent.",
        (_maybe("status", "open|paid|declined"),),
        ("id", "person", "amount", "memo", "day", "status")),
    ApiSpec("search", "products", "products", "List what is sold.",
        (_query("names"), _maybe("category", "short")),
        ("id", "name", "category", "price"), ("name",)),
    ApiSpec("list", "orders", "orders", "List orders made, newest first.",
        (), ("id", "product", "quantity", "day", "status")),
    ApiSpec("list", "notes", "notes", "List notes, without their text.",
        (_query("titles and texts"),), ("id", "title", "day"), ("title", "text")),
    ApiSpec("list", "files", "files", "List files.",
        (_query("names"), _maybe("folder", "short")),
        ("id", "name", "folder", "size_kb"), ("name",)),
    ApiSpec("search", "songs", "songs", "List songs.",
        (_query("titles and artists"),), ("id", "title", "artist"), ("title", "artist")),
    ApiSpec("list", "playlists", "playlists", "List playlists, without their songs.",
        (), ("id", "name")),
)  # fmt: skip
"""One for each table; a page at a time."""

DETAILS = tuple(
    ApiSpec(verb, noun, table, f"All about one {what}.", (_ID,))
    for verb, noun, table, what in (
        ("get", "contact", "contacts", "contact"),
        ("read", "message", "mail", "message"),
        ("get", "event", "events", "event"),
        ("get", "product", "products", "product"),
        ("get", "order", "orders", "order"),
        ("read", "note", "notes", "note"),
        ("get", "file", "files", "file"),
        ("get", "song", "songs", "song"),
        ("get", "playlist", "playlists", "playlist"),
    )
)
"""One for each table whose listing does not show all."""

WRITES = (
    ApiSpec("update", "contact", "contacts", "Change the phone number or the address of a contact.",
        (_ID, _maybe("phone", "short"), _maybe("address", "short"))),
    ApiSpec("send", "message", "mail", "Send a message. It cannot be taken back.",
        (Param("to", "email"), Param("subject", "short"), Param("body", "text"))),
    ApiSpec("create", "event", "events", "Enter an event.",
        (Param("title", "short"), _DAY, _START, _maybe("place", "short"),
         _maybe("guests", "emails", "Email addresses."))),
    ApiSpec("move", "event", "events", "Move an event to another day or time.",
        (_ID, _DAY, _maybe("start", "time", "HH:MM; as it was if not given."))),
    ApiSpec("cancel", "event", "events", "Remove an event.", (_ID,)),
    ApiSpec("invite", "guest", "events", "Add a guest to an event.",
        (_ID, Param("guest", "email"))),
    ApiSpec("send", "payment", "transfers", "Pay somebody. It cannot be taken back.",
        (Param("to", "email"), Param("amount", "amount"), _maybe("memo", "short"))),
    ApiSpec("pay", "request", "requests", "Pay what an open request asks for.", (_ID,)),
    ApiSpec("decline", "request", "requests", "Decline an open request.", (_ID,)),
    ApiSpec("order", "product", "orders", "Order a product.",
        (_ID, Param("quantity", "count"), Param("ship_to", "short", "A postal address."))),
    ApiSpec("cancel", "order", "orders", "Cancel an order that is placed and not shipped.",
        (_ID,)),
    ApiSpec("write", "note", "notes", "Make a note.",
        (Param("title", "short"), Param("text", "text"))),
    ApiSpec("share", "file", "files", "Let somebody read a file.",
        (_ID, Param("reader", "email"))),
    ApiSpec("move", "file", "files", "Put a file into another folder.",
        (_ID, Param("folder", "short"))),
    ApiSpec("delete", "file", "files", "Delete a file for good.", (_ID,)),
    ApiSpec("add", "song", "playlists", "Add a song to the end of a playlist.",
        (_ID, Param("song", "id", "The song's id."))),
    ApiSpec("create", "playlist", "playlists", "Make an empty playlist.",
        (Param("name", "short"),)),
)  # fmt: skip
"""What changes something."""

APIS = {api.name: api for api in (*LISTINGS, *DETAILS, *WRITES)}
LISTING_OF = {api.table: api for api in LISTINGS}
DETAIL_OF = {api.table: api for api in DETAILS}
