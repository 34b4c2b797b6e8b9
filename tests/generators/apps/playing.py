"""Ways to do what a task wants that share nothing with the reference but the tools."""

from collections.abc import Iterator
from typing import Any

from tasksynth import Action, Episode, Verdict
from tasksynth.single import Source
from tasksynth_apps.apps.calls import LISTING_OF, WRITES, ApiSpec
from tasksynth_apps.apps.tables import FIELDS
from tasksynth_apps.chance import Luck
from tasksynth_apps.families.api_world import ApiWorld
from tasksynth_apps.goals.drawing import ApiWorldParams
from tasksynth_apps.goals.instance import ApiWorldInstance
from tasksynth_apps.goals.judging import Due, Text
from tasksynth_apps.worlds.dates import said

FAMILY = ApiWorld()
EASY: dict[str, Any] = {"logins": "none", "failing": 0, "lookup": 0}
"""Without what stands in the way of calls, so that a test can make one where it likes."""

Call = tuple[str, dict[str, Any]]
"""Of an app, by our own names."""


def tasks(count: int, level: float, *, seed: int = 5, **fixed: Any) -> Iterator[ApiWorldInstance]:
    source = Source(FAMILY, ApiWorldParams.at(level, **fixed), seed=seed)
    for index in range(count):
        x = source.draw(index).instance
        assert isinstance(x, ApiWorldInstance)
        yield x


def action(x: ApiWorldInstance, call: Call) -> Action:
    """A call in the words of its app."""
    word, (name, args) = x.office.dialect.word, call
    return Action(
        tool=x.office.dialect.calls[name], arguments={word(key): v for key, v in args.items()}
    )


def played(x: ApiWorldInstance, calls: list[Call], answer: Any) -> Verdict:
    """What calls and an answer get; nothing that is refused is let pass unseen."""
    roomy = x.model_copy(update={"turns": 1000})
    episode = Episode(FAMILY, roomy)
    for call in calls:
        seen = str(episode.act(action(x, call)).seen)
        assert not seen.startswith(('{"error"', "Error")), (call, seen)
    episode.act(Action(tool="finish", arguments={"answer": answer}))
    assert FAMILY.verify(roomy, episode.transcript()) == episode.verdict()
    return episode.verdict()


def from_due(x: ApiWorldInstance, chance: Luck) -> list[list[Call]]:
    """Calls that make each change that is due, in random order, read off the changes alone."""
    return [[*_way(x, due, chance)] for due in chance.shuffled(x.due) if not _follows(x, due)]


def _follows(x: ApiWorldInstance, due: Due) -> bool:
    """Whether it comes by itself: what is paid for a request."""
    return due.table == "transfers" and any(
        one.table == "requests" and one.cells.get("status") == "paid"
        and (one.cells["person"], one.cells["amount"]) == (due.cells["person"], due.cells["amount"])
        for one in x.due
    )  # fmt: skip


def _way(x: ApiWorldInstance, due: Due, chance: Luck) -> Iterator[Call]:
    cells, row = due.cells, {"id": due.row}
    before = next((r for r in x.office.tables[due.table] if r[0] == due.row), ())
    old = dict(zip(FIELDS[due.table], before, strict=False))
    match due.table:
        case "mail":
            body = worded(due.texts["body"], chance)
            yield "send_message", {"to": str(cells["to"]).upper(), "subject": "x", "body": body}
        case "notes":
            text = worded(due.texts["text"], chance)
            yield "write_note", {"title": f" {cells['title']}", "text": text}
        case "contacts":
            phone = str(cells["phone"])
            yield "update_contact", row | {"phone": chance.of((phone, phone.replace(" ", "")))}
        case "transfers":
            to = {"to": cells["person"], "amount": cells["amount"]}
            yield "send_payment", to | ({"memo": cells["memo"]} if "memo" in cells else {})
        case "requests":
            yield ("pay_request" if cells["status"] == "paid" else "decline_request"), row
        case "orders" if due.row:
            yield "cancel_order", row
        case "orders":
            home = str(cells["ship_to"])
            home = chance.of((home, home.replace(",", "\n")))
            args = {"quantity": cells["quantity"], "ship_to": home}
            yield "order_product", {"id": cells["product"], **args}
        case "files" if due.gone:
            yield "delete_file", row
        case "files":
            if cells["folder"] != old["folder"]:
                yield "move_file", row | {"folder": cells["folder"]}
            for reader in {*_list(cells["shared_with"])} - {*_list(old["shared_with"])}:
                yield "share_file", row | {"reader": reader}
        case "playlists":
            songs = [one for one in _list(cells["songs"]) if one not in _list(old["songs"])]
            for song in chance.shuffled(songs):
                yield "add_song", row | {"song": song}
        case "events":
            yield from _event_way(due, old, chance)


def _event_way(due: Due, old: dict[str, Any], chance: Luck) -> Iterator[Call]:
    cells, row = due.cells, {"id": due.row}
    if due.gone:
        yield "cancel_event", row
    elif not due.row:
        guests = list(_list(cells["guests"]))
        args = {"title": cells["title"], "day": cells["day"], "start": cells["start"]}
        yield "create_event", args | {"guests": guests, "place": "at the door"}
    elif cells["guests"] != old["guests"]:
        (guest,) = {*_list(cells["guests"])} - {*_list(old["guests"])}
        yield "invite_guest", row | {"guest": guest}
    else:  # there and back first
        yield "move_event", row | {"day": "2031-01-01", "start": "00:00"}
        yield "move_event", row | {"day": cells["day"], "start": cells["start"]}


def _list(cell: Any) -> tuple[str, ...]:
    return tuple(cell)


def worded(text: Text, chance: Luck) -> str:
    """A text that holds a fact, in one of the forms that people give it."""
    value = text.value
    if isinstance(value, float):
        return chance.of((f"{value}", f"That makes €{value:,.2f}, for 2 of us.", f"{value:.2f}."))
    if text.kind == "day":
        day = said(value)
        number, month, year = day.split()
        forms = (day, value, f"{month} {number}, {year}", f"on the {number}th of {month[:3]}.")
        return f"See you: {chance.of(forms)}"
    return f"Sorry, {value} forbids it."


def answered(x: ApiWorldInstance, chance: Luck) -> Any:
    """The answer in one of its forms."""
    if isinstance(x.answer, float):
        return chance.of((x.answer, f"{x.answer:,.2f}", f" {x.answer} EUR"))
    if x.question.kind == "day":
        return chance.of((x.answer, said(x.answer)))
    return chance.of((x.answer, x.answer.upper(), f" {x.answer}."))


def looks(x: ApiWorldInstance, chance: Luck) -> list[Call]:
    """Calls that change nothing."""
    there = [api for api in LISTING_OF.values() if api.name in x.office.dialect.calls]
    return [(chance.of(there).name, {}) for _ in range(4)]


def extra_writes(x: ApiWorldInstance, chance: Luck) -> Iterator[Call]:
    """Calls that change something, each with arguments that its app takes."""
    for api in WRITES:
        if api.name in x.office.dialect.calls:
            yield from ((api.name, args) for args in _some(x, api, chance))


def _some(x: ApiWorldInstance, api: ApiSpec, chance: Luck) -> Iterator[dict[str, Any]]:
    emails = [str(row[4]) for row in x.office.tables["contacts"]]
    rows = x.office.tables.get("products" if api.name == "order_product" else api.table, ())
    for _ in range(3):
        pool: dict[str, Any] = {
            "id": chance.of(rows)[0] if rows else "", "emails": [], "day": "2031-05-06",
            "time": "05:05", "count": 7, "text": "Also this.", "short": "Elsewhere",
            "email": chance.of(emails), "amount": 3.33,
        }  # fmt: skip
        args = {param.name: pool[param.kind] for param in api.params}
        if "song" in args:
            args["song"] = chance.of(x.office.tables["songs"])[0]
        yield args
