"""What the apps of one world call things: vendors differ, and nobody can learn them by heart."""

from tasksynth_apps.apps.calls import APIS
from tasksynth_apps.apps.tables import FIELDS
from tasksynth_apps.chance import Luck
from tasksynth_schemas import Model

BRANDS = {
    "contacts": ("contacts", "people", "rolodex"),
    "mail": ("mail", "postbox", "courier"),
    "calendar": ("calendar", "agenda", "planner"),
    "payments": ("payments", "wallet", "purse"),
    "shop": ("shop", "market", "store"),
    "notes": ("notes", "notebook", "jotter"),
    "files": ("files", "drive", "vault"),
    "music": ("music", "jukebox", "tunes"),
}
_VERBS = {
    "search": ("search", "find", "query"),
    "list": ("list", "browse", "show"),
    "get": ("get", "view", "fetch"),
    "read": ("read", "open", "load"),
    "send": ("send", "issue", "submit"),
    "create": ("create", "add", "new"),
    "write": ("write", "create", "save"),
    "cancel": ("cancel", "drop", "revoke"),
    "move": ("move", "shift", "transfer"),
    "delete": ("delete", "remove", "erase"),
    "update": ("update", "edit", "change"),
}
_WORDS = {
    "id": ("id", "ref", "key"),
    "query": ("query", "q", "contains"),
    "day": ("day", "date", "on_date"),
    "start": ("start", "at", "begins"),
    "to": ("to", "recipient", "addressee"),
    "sender": ("sender", "sent_by", "author"),
    "subject": ("subject", "headline", "topic"),
    "body": ("body", "content", "message"),
    "text": ("text", "note_text", "lines"),
    "title": ("title", "label", "caption"),
    "name": ("name", "called", "display_name"),
    "amount": ("amount", "sum", "value"),
    "memo": ("memo", "reason", "purpose"),
    "person": ("person", "counterparty", "party"),
    "quantity": ("quantity", "count", "pieces"),
    "ship_to": ("ship_to", "delivery_address", "destination"),
    "folder": ("folder", "folder_name", "in_folder"),
    "guests": ("guests", "attendees", "participants"),
    "guest": ("guest", "attendee", "participant"),
    "reader": ("reader", "viewer", "share_with"),
    "price": ("price", "unit_price", "cost"),
    "status": ("status", "state", "stage"),
    "modified": ("modified", "changed_on", "last_edit"),
    "place": ("place", "location", "venue"),
    "token": ("token", "access_token", "session"),
    "rating": ("rating", "stars", "score"),
}
"""Words for arguments and fields; no two things share one."""


class Vendors(Model):
    """The names that a world's apps use, by our own."""

    brands: dict[str, str]
    """Of apps."""
    calls: dict[str, str]
    """Of calls."""
    words: dict[str, str]
    """Of arguments and fields, where they are not our own."""
    paging: str
    """How a listing goes on: `page`, `offset` or `cursor`."""

    def word(self, name: str) -> str:
        """What an argument or a field is called."""
        return self.words.get(name, name)


def draw_dialect(apps: tuple[str, ...], chance: Luck) -> Vendors:
    """Names for the calls of some apps."""
    verbs = {verb: chance.of(options) for verb, options in _VERBS.items()}
    words = {word: chance.of(options) for word, options in _WORDS.items()}
    brands = {app: chance.of(BRANDS[app]) for app in apps}
    style = chance.below(4)
    calls: dict[str, str] = {}
    for name, api in APIS.items():
        if api.app in brands:
            verb = verbs.get(api.verb, api.verb)
            spoken = _styled(style, brands[api.app], verb, api.noun)
            if spoken in calls.values():  # two verbs became one
                spoken = _styled(style, brands[api.app], api.verb, api.noun)
            calls[name] = spoken
    return Vendors(
        brands=brands,
        calls=calls,
        words={word: said for word, said in words.items() if word != said},
        paging=chance.of(("page", "offset", "cursor")),
    )


def _styled(style: int, brand: str, verb: str, noun: str) -> str:
    match style:
        case 0:
            return f"{brand}_{verb}_{noun}"
        case 1:
            return f"{verb}_{noun}"
        case 2:
            return f"{verb}{noun.capitalize()}"
    return f"{brand}_{noun}_{verb}"


def table_fields(dialect: Vendors, table: str) -> tuple[str, ...]:
    """The fields of a table as they are shown."""
    return tuple(dialect.word(name) for name in FIELDS[table])
