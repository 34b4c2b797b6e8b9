"""Things that a person may want done: each draws one, in words and as a plan."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tasksynth_apps.apps.user import Topic
from tasksynth_apps.goals.plans import Branch, Check, Deed, Instruction, Loose, Pick, Value, Where
from tasksynth_apps.goals.references import Ref, Referring, where
from tasksynth_apps.worlds.dates import later, said
from tasksynth_apps.worlds.filling import PersonalWorld


@dataclass(frozen=True)
class DrawnWish:
    """Something wanted, and what the user keeps back until it is asked."""

    clause: Instruction
    facts: dict[Topic, str] = field(default_factory=dict)


class Composer(Referring):
    """Luck acts on what references mean."""

    def __init__(self, world: PersonalWorld, *, reticent: bool = False) -> None:
        super().__init__(world)
        self._reticent = reticent
        self.facts: dict[Topic, str] = {}

    def someone(self, depth: int) -> Ref | None:
        """Somebody among the contacts."""
        for row in self.some("contacts")[:6]:
            if (ref := self.person(row["email"], depth)) is not None:
                return ref
        return None

    def put(self, ref: Ref, topic: Topic, label: str, vague: str) -> str:
        """The words for a thing, or vaguer ones, the user knowing better when it is asked."""
        if not self._reticent or self.facts or not self.chance.happens(0.6):
            return ref.words
        self.facts[topic] = f"For the {label}, I mean {ref.words}."
        return vague

    def wanted(self, words: str, *acts: Deed) -> DrawnWish:
        """A thing wanted whatever holds."""
        facts, self.facts = self.facts, {}
        return DrawnWish(Instruction(said=words, branches=(Branch(acts=acts),)), facts)


def pay(c: Composer, depth: int) -> DrawnWish | None:
    """Pay somebody an amount."""
    person, amount = c.someone(depth - 1), c.amount(depth)
    if person is None or amount is None:
        return None
    who = c.put(person, "who", "payment", "somebody")
    much = c.put(amount, "amount", "payment", "what I owe")
    args = {"to": person.value, "amount": amount.value}
    return c.wanted(
        f"Send {who} a payment of {much}.",
        Deed(call="send_payment", args=args, texts={"memo": None}),
    )


def _request(c: Composer, depth: int) -> Ref | None:
    for row in c.some("requests", status="open"):
        if (person := c.person(row["person"], depth)) is not None:
            found = where(status="open", person=person.value, memo=row["memo"])
            words = f"the open request from {person.words} for the {row['memo']}"
            if (ref := c.first([Ref(words, Pick(table="requests", where=found))])) is not None:
                return ref
    return None


def settle(c: Composer, depth: int) -> DrawnWish | None:
    """Pay or decline a request."""
    request = _request(c, depth - 1)
    if request is None:
        return None
    verb, call = c.chance.of((("Pay", "pay_request"), ("Decline", "decline_request")))
    which = c.put(request, "which", "request", "one of the open requests")
    return c.wanted(f"{verb} {which}.", Deed(call=call, args={"id": request.value}))


def tell(c: Composer, depth: int) -> DrawnWish | None:
    """Write to somebody and name a fact."""
    person = c.someone(depth - 1)
    amount = c.chance.happens(0.5)
    fact = c.amount(max(depth, 1)) if amount else c.day(max(depth, 1))
    if person is None or fact is None:
        return None
    who = c.put(person, "who", "message", "somebody")
    loose = Loose(kind="amount" if amount else "day", value=fact.value)
    return c.wanted(
        f"Send {who} a message that states {fact.words}.",
        Deed(
            call="send_message",
            args={"to": person.value},
            texts={"subject": None, "body": loose},
        ),
    )


def enter(c: Composer, depth: int) -> DrawnWish | None:
    """Enter an event, with or without a guest."""
    day = c.day(depth)
    if day is None:
        return None
    occasion = c.world.occasion()
    title = f"{occasion[0].upper()}{occasion[1:]} {c.chance.of(('briefing', 'review', 'lunch'))}"
    start = f"{c.chance.between(9, 18):02}:{c.chance.of(('00', '30'))}"
    args: dict[str, Value | tuple[Value, ...]] = {
        "title": title, "day": day.value, "start": start
    }  # fmt: skip
    words = f"Enter an event “{title}” for {c.put(day, 'when', 'event', 'some day')} at {start}"
    if depth > 0 and (guest := c.someone(depth - 1)) is not None:
        args["guests"] = (guest.value,)
        words += f", with {c.put(guest, 'who', 'event', 'a guest')} as the only guest"
    return c.wanted(f"{words}.", Deed(call="create_event", args=args, texts={"place": None}))


def move(c: Composer, depth: int) -> DrawnWish | None:
    """Move an event to another day."""
    event, day = c.event(depth), c.day(depth - 1)
    if event is None or day is None:
        return None
    which = c.put(event, "which", "event", "one of my events")
    when = c.put(day, "when", "event", "another day")
    return c.wanted(
        f"Move {which} to {when}, at the same time of day.",
        Deed(call="move_event", args={"id": event.value, "day": day.value}),
    )


def call_off(c: Composer, depth: int) -> DrawnWish | None:
    """Cancel an event."""
    event = c.event(depth)
    if event is None:
        return None
    which = c.put(event, "which", "event", "one of my events")
    return c.wanted(f"Cancel {which}.", Deed(call="cancel_event", args={"id": event.value}))


def invite(c: Composer, depth: int) -> DrawnWish | None:
    """Add a guest to an event."""
    event, guest = c.event(depth), c.someone(depth - 1)
    if event is None or guest is None:
        return None
    row = next(r for r in c.records["events"] if r["id"] == c.means(event.value))
    if c.means(guest.value) in row["guests"]:
        return None
    who = c.put(guest, "who", "event", "somebody")
    args = {"id": event.value, "guest": guest.value}
    return c.wanted(f"Invite {who} to {event.words}.", Deed(call="invite_guest", args=args))


def buy(c: Composer, depth: int) -> DrawnWish | None:
    """Order a product for oneself or somebody else."""
    product, count = c.product(depth), c.chance.between(1, 4)
    person = c.someone(depth - 1) if depth > 0 and c.chance.happens(0.6) else None
    if product is None:
        return None
    home: Value = c.world.address
    where_to = "my own address"
    if person is not None and isinstance(person.value, Pick):
        ref = Ref(
            f"the address of {person.words}",
            Pick(table="contacts", where=where(email=person.value), take="address"),
        )
        home, where_to = ref.value, c.put(ref, "where", "order", "the right address")
    which = c.put(product, "which", "order", "something")
    pieces = "one piece" if count == 1 else f"{count} pieces"
    return c.wanted(
        f"Place one order for {pieces} of {which}, to be shipped to {where_to}.",
        Deed(call="order_product", args={"id": product.value, "quantity": count, "ship_to": home}),
    )


def take_back(c: Composer, depth: int) -> DrawnWish | None:
    """Cancel an order."""
    for row in c.some("orders"):
        name = next(p["name"] for p in c.records["products"] if p["id"] == row["product"])
        found = where(product=Pick(table="products", where=where(name=name)), status="placed")
        value = Pick(table="orders", where=found)
        if ref := c.first([Ref(f"my order of “{name}” that is not shipped yet", value)]):
            which = c.put(ref, "which", "order", "one of my orders")
            return c.wanted(f"Cancel {which}.", Deed(call="cancel_order", args={"id": value}))
    return None


def share(c: Composer, depth: int) -> DrawnWish | None:
    """Share a file with somebody."""
    file, person = c.file(depth), c.someone(depth - 1)
    if file is None or person is None:
        return None
    row = next(r for r in c.records["files"] if r["id"] == c.means(file.value))
    if c.means(person.value) in row["shared_with"]:
        return None
    which = c.put(file, "which", "file", "a file")
    args = {"id": file.value, "reader": person.value}
    return c.wanted(f"Share {which} with {person.words}.", Deed(call="share_file", args=args))


def tidy(c: Composer, depth: int) -> DrawnWish | None:
    """Move a file, or delete it."""
    file = c.file(depth)
    if file is None:
        return None
    which = c.put(file, "which", "file", "a file")
    if c.chance.happens(0.5):
        return c.wanted(f"Delete {which}.", Deed(call="delete_file", args={"id": file.value}))
    row = next(r for r in c.records["files"] if r["id"] == c.means(file.value))
    others = sorted({r["folder"] for r in c.records["files"]} - {row["folder"]})
    if not others:
        return None
    folder = c.chance.of(others)
    args = {"id": file.value, "folder": folder}
    return c.wanted(f"Move {which} to the folder {folder}.", Deed(call="move_file", args=args))


def add_song(c: Composer, depth: int) -> DrawnWish | None:
    """Add a song to a playlist."""
    song, playlist = c.song(depth), c.chance.of(c.records["playlists"])
    if song is None or c.means(song.value) in playlist["songs"]:
        return None
    args = {
        "id": Pick(table="playlists", where=where(name=playlist["name"])),
        "song": song.value,
    }
    which = c.put(song, "which", "song", "a song")
    words = f"Add {which} to my playlist “{playlist['name']}”."
    return c.wanted(words, Deed(call="add_song", args=args))


def note_down(c: Composer, depth: int) -> DrawnWish | None:
    """Make a note of a fact."""
    day = c.chance.happens(0.5)
    fact = c.day(max(depth, 1)) if day else c.amount(max(depth, 1))
    if fact is None:
        return None
    title = f"To remember: {c.world.occasion()}"
    loose = Loose(kind="day" if day else "amount", value=fact.value)
    what = c.put(fact, "when" if day else "amount", "note", "something for later")
    return c.wanted(
        f"Make a note with the title “{title}” that holds {what}.",
        Deed(call="write_note", args={"title": title}, texts={"text": loose}),
    )


def correct(c: Composer, depth: int) -> DrawnWish | None:
    """Enter somebody's new phone number."""
    for row in c.telling("phone"):
        if (person := c.person(row["sender"], 0)) is None:
            continue
        found = where(folder="inbox", subject=row["subject"], sender=person.value)
        number = Pick(table="mail", where=found, take="body", part="phone")
        phone = c.first([Ref(f"the one in the message “{row['subject']}”", number)])
        if phone is None:
            continue
        contact = Pick(table="contacts", where=where(email=person.value))
        words = f"Among my contacts, change the phone number of {person.words} to {phone.words}."
        args = {"id": contact, "phone": phone.value}
        return c.wanted(words, Deed(call="update_contact", args=args))
    return None


# Acts on many things at once


def share_folder(c: Composer, depth: int) -> DrawnWish | None:
    """Share all files of a folder with somebody."""
    person, folder = c.someone(depth - 1), c.chance.of(c.records["files"])["folder"]
    rows = [row for row in c.records["files"] if row["folder"] == folder]
    if person is None or any(c.means(person.value) in row["shared_with"] for row in rows):
        return None
    act = Deed(
        call="share_file",
        args={"reader": person.value},
        each=Pick(table="files", where=where(folder=folder)),
    )
    return c.wanted(f"Share every file in the folder {folder} with {person.words}.", act)


def clear_day(c: Composer, depth: int) -> DrawnWish | None:
    """Cancel all events of a day."""
    days = [row["day"] for row in c.records["events"] if row["day"] > c.world.today]
    if not days:
        return None
    day = c.chance.of(days)
    act = Deed(call="cancel_event", each=Pick(table="events", where=where(day=day)))
    return c.wanted(f"Cancel all my events on {said(day)}.", act)


def decline_small(c: Composer, depth: int) -> DrawnWish | None:
    """Decline, or pay, all open requests below an amount."""
    amounts = sorted(row["amount"] for row in c.records["requests"] if row["status"] == "open")
    if len(amounts) < 2:
        return None
    limit = round(c.chance.of(amounts[1:]) + 0.01, 2)
    verb, call = c.chance.of((("Pay", "pay_request"), ("Decline", "decline_request")))
    found = (*where(status="open"), Where(field="amount", op="below", value=limit))
    act = Deed(call=call, each=Pick(table="requests", where=found))
    return c.wanted(f"{verb} all open requests below {limit:.2f}.", act)


def add_artist(c: Composer, depth: int) -> DrawnWish | None:
    """Add all songs of an artist to a playlist."""
    playlist = c.chance.of(c.records["playlists"])
    artist = c.chance.of(c.records["songs"])["artist"]
    rows = [row for row in c.records["songs"] if row["artist"] == artist]
    if any(row["id"] in playlist["songs"] for row in rows):
        return None
    act = Deed(
        call="add_song",
        args={"id": Pick(table="playlists", where=where(name=playlist["name"]))},
        each=Pick(table="songs", where=where(artist=artist)),
        into="song",
    )
    words = f"Add all songs by {artist} to my playlist “{playlist['name']}”."
    return c.wanted(words, act)


def delete_old(c: Composer, depth: int) -> DrawnWish | None:
    """Delete all files of a folder that were not changed for some time."""
    row = c.chance.of(c.records["files"])
    day = later(row["modified"], c.chance.between(1, 10))
    found = (*where(folder=row["folder"]), Where(field="modified", op="below", value=day))
    act = Deed(call="delete_file", each=Pick(table="files", where=found))
    words = f"Delete all files in the folder {row['folder']} last modified before {said(day)}."
    return c.wanted(words, act)


def buy_if_cheap(c: Composer, depth: int) -> DrawnWish | None:
    """Order something if it is cheap enough, and tell somebody its price if it is not."""
    if "mail" not in c.world.apps:
        return None
    product, person, limit = c.product(depth), c.someone(depth - 1), c.amount(depth - 1)
    if product is None or person is None or limit is None:
        return None
    price = Pick(table="products", where=where(id=product.value), take="price")
    most = c.means(limit.value)
    if not isinstance(most, float) or not 8 <= most <= 85:
        return None
    args: dict[str, Value | tuple[Value, ...]] = {
        "id": product.value, "quantity": 1, "ship_to": c.world.address
    }  # fmt: skip
    order = Deed(call="order_product", args=args)
    told = Loose(kind="amount", value=price)
    letter = Deed(
        call="send_message", args={"to": person.value}, texts={"subject": None, "body": told}
    )
    words = (
        f"If the price of {product.words} is at most {limit.words}, order one, to be shipped to my "
        f"own address. Otherwise order nothing, and send {person.words} a message that states the "
        "price."
    )
    cheap = Branch(
        when=(Check(left=price, op="at_most", right=limit.value),), acts=(order,), name="cheap"
    )
    return DrawnWish(Instruction(said=words, branches=(cheap, Branch(acts=(letter,), name="dear"))))


Maker = Callable[[Composer, int], DrawnWish | None]
SINGLE: dict[str, tuple[Maker, ...]] = {
    "payments": (pay, settle),
    "mail": (tell,),
    "calendar": (enter, move, call_off, invite),
    "shop": (buy, take_back),
    "files": (share, tidy),
    "music": (add_song,),
    "notes": (note_down,),
    "contacts": (correct,),
}
"""Acts on one thing, by the app in which something changes."""
MANY: dict[str, tuple[Maker, ...]] = {
    "files": (share_folder, delete_old),
    "calendar": (clear_day,),
    "payments": (decline_small,),
    "music": (add_artist,),
    "shop": (buy_if_cheap,),
}
"""Acts on many things, or on a condition."""
