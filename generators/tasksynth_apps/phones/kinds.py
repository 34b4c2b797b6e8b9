"""Kinds of apps: what things they hold, and what can be done with them. A table, not screens."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Holds = Literal[
    "text",
    "long",
    "flag",
    "choice",
    "count",
    "money",
    "day",
    "time",
    "rate",
    "length",
    "size",
    "km",
]


@dataclass(frozen=True)
class ThingField:
    """What is told of a thing."""

    key: str
    """Also its word in the interface."""
    holds: Holds
    source: str = ""
    """What pool its values come from, or how they are made."""
    ref: str = ""
    """How English refers to a thing by it: `from {}`; "" if it is not told by that."""
    options: tuple[str, ...] = ()
    """The words of a choice."""
    edits: bool = False
    """Whether a form has it."""
    icon: str = ""
    """Of a flag: the icon of its button; "" is a switch, `check` a box."""
    on: str = ""
    """How English asks to set it: `star {}`; of other fields, with what the value is: `move {} to {}`."""
    off: str = ""
    """How English asks to unset a flag."""


@dataclass(frozen=True)
class AppKind:
    """A kind of app."""

    key: str
    icon: str
    noun: str
    """What it holds, in English."""
    heading: str
    """The word over its list."""
    fields: tuple[ThingField, ...]
    title: str
    """The field that a thing is called by."""
    under: tuple[str, ...]
    """What a row shows under that."""
    lead: str
    """What a row begins with: avatar, icon, art, check, or none."""
    trail: str = ""
    """The field at a row's end."""
    button: str = ""
    """The flag that a row has a button for."""
    tabs: str = ""
    """The choice that its list is divided by."""
    new: bool = False
    """Whether things can be made and edited."""
    removes: bool = True
    """Whether they can be deleted."""
    grid: str = ""
    """What pictures its list may show as tiles: photo, cover, map."""

    def field(self, key: str) -> ThingField:
        """A field by its key.

        Raises:
            KeyError: if it has none of that name.
        """
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, ThingField]:
        return {one.key: one for one in self.fields}


def _titled(key: str, source: str) -> ThingField:
    """What a thing is called by, which can be changed."""
    return ThingField(key, "text", source, "“{}”", edits=True, on="rename {} to “{}”")


_f = ThingField
_KINDS = (
    AppKind("mail", "mail", "message", "messages", (
        _f("subject", "text", "subject", "“{}”"),
        _f("sender", "text", "person", "from {}"),
        _f("day", "day", "past", "of {}"),
        _f("text", "long", "line"),
        _f("folder", "choice", options=("inbox", "archive", "spam"), on="move {} to the folder “{}”"),
        _f("starred", "flag", icon="star", on="star {}", off="remove the star from {}"),
    ), "sender", ("subject",), "avatar", "day", "starred", "folder"),
    AppKind("shop", "store", "product", "products", (
        _f("name", "text", "product", "“{}”"),
        _f("price", "money", "price", "for {}"),
        _f("rating", "rate", "rate", "rated {}"),
        _f("category", "choice", options=("kitchen", "garden", "office", "sport"), ref="in the category “{}”"),
        _f("amount", "count", "zero", on="put {} into the cart, {} of it in all"),
        _f("saved", "flag", icon="heart", on="save {} to the favourites", off="remove {} from the favourites"),
    ), "name", ("rating", "category"), "art", "price", "saved", "category", removes=False, grid="photo"),
    AppKind("settings", "settings", "setting", "preferences", (
        _f("name", "text", "setting", "“{}”"),
        _f("group", "choice", options=("network", "sound", "screen", "privacy"), ref="in the group “{}”"),
        _f("mode", "choice", options=("always", "wifi_only", "charging", "night"), on="have {} apply “{}”"),
        _f("on", "flag", on="turn on {}", off="turn off {}"),
    ), "name", ("mode",), "none", "", "on", "group", removes=False),
    AppKind("calendar", "calendar", "event", "events", (
        _titled("title", "event"),
        _f("day", "day", "future", "on {}"),
        _f("time", "time", "time", "at {}"),
        _f("place", "text", "spot", "at “{}”", edits=True, on="set the place of {} to “{}”"),
        _f("calendar", "choice", options=("work", "family", "private"), edits=True, on="move {} to the calendar “{}”"),
        _f("alert", "flag", icon="bell", on="turn on the reminder of {}", off="turn off the reminder of {}"),
    ), "title", ("day", "place"), "none", "time", "alert", "calendar", new=True),
    AppKind("music", "song", "song", "songs", (
        _f("title", "text", "song", "“{}”"),
        _f("artist", "text", "band", "by {}"),
        _f("length", "length", "length", "that takes {}"),
        _f("playlist", "choice", options=("none", "evening", "road", "training"), on="put {} into the playlist “{}”"),
        _f("liked", "flag", icon="heart", on="like {}", off="remove the like from {}"),
    ), "title", ("artist",), "art", "length", "liked", "playlist", grid="cover"),
    AppKind("files", "folder", "file", "files", (
        _titled("name", "file"),
        _f("size", "size", "size", "of {}"),
        _f("day", "day", "past", "of {}"),
        _f("folder", "choice", options=("documents", "downloads", "pictures"), on="move {} to the folder “{}”"),
        _f("starred", "flag", icon="star", on="star {}", off="remove the star from {}"),
    ), "name", ("size", "day"), "icon", "", "starred", "folder", new=True),
    AppKind("contacts", "people", "contact", "contacts", (
        _titled("name", "person"),
        _f("phone", "text", "phone", "with the number {}", edits=True, on="change the phone number of {} to {}"),
        _f("email", "text", edits=True, on="change the e-mail address of {} to {}"),
        _f("group", "choice", options=("work", "family", "friends"), edits=True, on="move {} to the group “{}”"),
        _f("favourite", "flag", icon="star", on="make {} a favourite", off="make {} no favourite any more"),
    ), "name", ("phone",), "avatar", "", "favourite", "group", new=True),
    AppKind("notes", "note", "note", "notes", (
        _titled("title", "note"),
        _f("text", "long", "line", edits=True, on="replace the text of {} by “{}”"),
        _f("day", "day", "past", "of {}"),
        _f("label", "choice", options=("ideas", "shopping", "work"), edits=True, on="give {} the label “{}”"),
        _f("pinned", "flag", icon="tack", on="pin {}", off="unpin {}"),
    ), "title", ("text",), "none", "day", "pinned", "label", new=True),
    AppKind("clock", "clock", "alarm", "alarms", (
        _f("time", "time", "time", "at {}"),
        _f("label", "text", "alarm", "“{}”", edits=True, on="rename {} to “{}”"),
        _f("repeat", "choice", options=("once", "daily", "weekdays", "weekend"), edits=True, on="have {} repeat “{}”"),
        _f("on", "flag", on="turn on {}", off="turn off {}"),
    ), "label", ("repeat",), "none", "time", "on", "repeat", new=True),
    AppKind("tasks", "check", "task", "tasks", (
        _titled("title", "task"),
        _f("due", "day", "future", "due on {}"),
        _f("priority", "choice", options=("low", "normal", "high"), ref="with the priority “{}”", edits=True, on="give {} the priority “{}”"),
        _f("done", "flag", icon="check", on="mark {} as done", off="mark {} as not done"),
    ), "title", ("due", "priority"), "check", "", "done", "priority", new=True),
    AppKind("places", "map", "place", "places", (
        _f("name", "text", "spot", "“{}”"),
        _f("rating", "rate", "rate", "rated {}"),
        _f("distance", "km", "km", "that is {} away"),
        _f("category", "choice", options=("food", "shops", "culture", "nature"), ref="in the category “{}”"),
        _f("saved", "flag", icon="pin", on="save {}", off="remove {} from the saved places"),
    ), "name", ("rating", "distance"), "art", "", "saved", "category", removes=False, grid="map"),
    AppKind("bank", "wallet", "payment", "payments", (
        _f("payee", "text", "payee", "to {}"),
        _f("price", "money", "bill", "of {}"),
        _f("day", "day", "past", "of {}"),
        _f("category", "choice", options=("rent", "food", "travel", "leisure"), on="put {} into the category “{}”"),
        _f("flagged", "flag", icon="flag", on="flag {}", off="remove the flag from {}"),
    ), "payee", ("day", "category"), "icon", "price", "flagged", "category", removes=False),
    AppKind("recipes", "list", "recipe", "recipes", (
        _titled("name", "recipe"),
        _f("length", "length", "cooking", "that takes {}"),
        _f("rating", "rate", "rate", "rated {}"),
        _f("course", "choice", options=("starter", "main", "dessert"), ref="for the course “{}”", edits=True, on="put {} under “{}”"),
        _f("servings", "count", "people", on="set the servings of {} to {}"),
        _f("saved", "flag", icon="heart", on="save {} to the favourites", off="remove {} from the favourites"),
    ), "name", ("length", "rating"), "art", "", "saved", "course", new=True, grid="photo"),
    AppKind("books", "book", "book", "books", (
        _f("title", "text", "book", "“{}”"),
        _f("author", "text", "writer", "by {}"),
        _f("rating", "rate", "rate", "rated {}"),
        _f("shelf", "choice", options=("wish", "reading", "finished"), on="move {} to the shelf “{}”"),
        _f("favourite", "flag", icon="heart", on="make {} a favourite", off="make {} no favourite any more"),
    ), "title", ("author",), "art", "rating", "favourite", "shelf", grid="cover"),
    AppKind("fitness", "run", "workout", "workouts", (
        _titled("title", "workout"),
        _f("distance", "km", "km", "over {}"),
        _f("day", "day", "past", "of {}"),
        _f("category", "choice", options=("run", "swim", "bike", "hike"), edits=True, on="put {} under “{}”"),
        _f("goal", "flag", icon="flag", on="mark the goal of {} as reached", off="mark the goal of {} as missed"),
    ), "title", ("category", "day"), "icon", "distance", "goal", "category", new=True),

)  # fmt: skip
KINDS = {kind.key: kind for kind in _KINDS}
"""By key."""
_SITES = (
    AppKind("orders", "cart", "order", "orders", (
        _f("product", "text", "product", "of “{}”"),
        _f("recipient", "text", "person", "for {}", edits=True),
        _f("day", "day", "past", "of {}"),
        _f("pieces", "count", "people", on="change the quantity of {} to {}"),
        _f("delivery", "choice", options=("post", "courier", "pickup"), edits=True, on="have {} delivered by “{}”"),
        _f("gift", "flag", on="have {} wrapped as a gift", off="have {} not wrapped as a gift"),
    ), "product", ("recipient", "day"), "none", "pieces", "gift", "delivery"),
    AppKind("jobs", "wallet", "job", "jobs", (
        _f("title", "text", "job", "“{}”"),
        _f("employer", "text", "payee", "at {}"),
        _f("pay", "money", "wage", "for {}"),
        _f("day", "day", "future", "that begins on {}"),
        _f("state", "choice", options=("open", "applied", "interview", "declined"), on="set the state of {} to “{}”"),
        _f("saved", "flag", icon="heart", on="save {}", off="remove {} from the saved jobs"),
    ), "title", ("employer", "day"), "icon", "pay", "saved", "state", removes=False),
    AppKind("tickets", "flag", "ticket", "tickets", (
        _titled("title", "fault"),
        _f("sender", "text", "person", "from {}"),
        _f("day", "day", "past", "of {}"),
        _f("priority", "choice", options=("low", "normal", "high"), ref="with the priority “{}”", edits=True, on="give {} the priority “{}”"),
        _f("state", "choice", options=("open", "waiting", "solved"), edits=True, on="set the state of {} to “{}”"),
        _f("flagged", "flag", icon="flag", on="flag {}", off="remove the flag from {}"),
    ), "title", ("sender", "day"), "none", "priority", "flagged", "state", new=True),
    AppKind("loans", "book", "loan", "loans", (
        _f("title", "text", "book", "of “{}”"),
        _f("author", "text", "writer", "of a book by {}"),
        _f("due", "day", "future", "due on {}"),
        _f("branch", "choice", options=("north", "south", "centre"), on="have {} returned to the branch “{}”"),
        _f("renewed", "flag", icon="check", on="renew {}", off="take back the renewal of {}"),
    ), "title", ("author",), "art", "due", "renewed", "branch", removes=False, grid="cover"),
    AppKind("courses", "people", "course", "courses", (
        _f("title", "text", "lesson", "“{}”"),
        _f("day", "day", "future", "on {}"),
        _f("time", "time", "time", "at {}"),
        _f("price", "money", "fee", "for {}"),
        _f("level", "choice", options=("beginner", "middle", "advanced"), ref="at the level “{}”"),
        _f("seats", "count", "zero", on="reserve seats in {}, {} in all"),
        _f("enrolled", "flag", icon="check", on="enrol in {}", off="withdraw from {}"),
    ), "title", ("day", "time"), "none", "price", "enrolled", "level", removes=False),
    AppKind("flats", "home", "flat", "flats", (
        _f("title", "text", "flat", "“{}”"),
        _f("price", "money", "night", "for {}"),
        _f("distance", "km", "km", "that is {} away"),
        _f("rating", "rate", "rate", "rated {}"),
        _f("region", "choice", options=("north", "south", "centre"), ref="in the region “{}”"),
        _f("nights", "count", "zero", on="ask for nights in {}, {} in all"),
        _f("saved", "flag", icon="heart", on="save {} to the favourites", off="remove {} from the favourites"),
    ), "title", ("rating", "distance"), "art", "price", "saved", "region", removes=False, grid="photo"),
    AppKind("members", "people", "member", "members", (
        _titled("name", "person"),
        _f("email", "text", edits=True, on="change the e-mail address of {} to {}"),
        _f("joined", "day", "past", "who joined on {}"),
        _f("group", "choice", options=("trial", "full", "honorary"), edits=True, on="move {} to the group “{}”"),
        _f("paid", "flag", icon="check", on="mark the fee of {} as paid", off="mark the fee of {} as not paid"),
    ), "name", ("joined",), "avatar", "", "paid", "group", new=True),
    AppKind("stock", "store", "article", "articles", (
        _titled("name", "product"),
        _f("price", "money", "price", "for {}"),
        _f("stock", "count", "people", on="set the stock of {} to {}"),
        _f("category", "choice", options=("kitchen", "garden", "office", "sport"), ref="in the category “{}”", edits=True, on="put {} into the category “{}”"),
        _f("listed", "flag", on="put {} on sale", off="take {} off sale"),
    ), "name", ("category", "stock"), "art", "price", "listed", "category", new=True, grid="photo"),
    AppKind("posts", "note", "post", "posts", (
        _titled("title", "note"),
        _f("author", "text", "writer", "by {}"),
        _f("day", "day", "past", "of {}"),
        _f("text", "long", "line", edits=True, on="replace the text of {} by “{}”"),
        _f("category", "choice", options=("food", "culture", "nature", "travel"), edits=True, on="put {} into the category “{}”"),
        _f("published", "flag", on="publish {}", off="unpublish {}"),
    ), "title", ("author", "day"), "none", "category", "published", "category", new=True),
    AppKind("threads", "mail", "thread", "threads", (
        _f("title", "text", "subject", "“{}”"),
        _f("sender", "text", "person", "by {}"),
        _f("day", "day", "past", "of {}"),
        _f("board", "choice", options=("help", "market", "chat"), on="move {} to the board “{}”"),
        _f("locked", "flag", on="lock {}", off="unlock {}"),
    ), "title", ("sender",), "avatar", "day", "locked", "board"),
    AppKind("bookings", "calendar", "booking", "bookings", (
        _f("name", "text", "person", "of {}", edits=True, on="change the name of {} to “{}”"),
        _f("day", "day", "future", "that begins on {}"),
        _f("nights", "count", "people", on="change the nights of {} to {}"),
        _f("room", "choice", options=("single", "double", "suite"), edits=True, on="give {} the room “{}”"),
        _f("breakfast", "flag", on="add breakfast to {}", off="remove breakfast from {}"),
    ), "name", ("day", "room"), "avatar", "nights", "breakfast", "room", new=True),
    AppKind("invoices", "wallet", "invoice", "invoices", (
        _f("payee", "text", "payee", "of {}"),
        _f("price", "money", "bill", "over {}"),
        _f("due", "day", "future", "due on {}"),
        _f("method", "choice", options=("transfer", "card", "cash"), on="have {} paid by “{}”"),
        _f("paid", "flag", icon="check", on="mark {} as paid", off="mark {} as not paid"),
    ), "payee", ("due", "method"), "icon", "price", "paid", "method", removes=False),
    AppKind("concerts", "song", "concert", "concerts", (
        _f("artist", "text", "band", "by {}"),
        _f("day", "day", "future", "on {}"),
        _f("place", "text", "spot", "at “{}”"),
        _f("price", "money", "seat", "for {}"),
        _f("style", "choice", options=("rock", "jazz", "classical"), ref="in the style “{}”"),
        _f("seats", "count", "zero", on="reserve seats for {}, {} in all"),
        _f("saved", "flag", icon="heart", on="save {}", off="remove {} from the saved concerts"),
    ), "artist", ("day", "place"), "art", "price", "saved", "style", removes=False, grid="photo"),
)  # fmt: skip
SITE_KINDS = {kind.key: kind for kind in _SITES}
"""What else websites hold, and no phone's app."""
EVERY_KIND = KINDS | SITE_KINDS
"""Of apps and of websites."""
