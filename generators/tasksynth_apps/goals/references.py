"""Ways to mean something that is in the apps, in words and as a reference that can be looked up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tasksynth_apps.apps.tables import FIELDS
from tasksynth_apps.goals.plans import (
    InTables,
    Later,
    Part,
    Pick,
    Plain,
    Record,
    Unclear,
    Value,
    Where,
    part_of,
    plain,
)
from tasksynth_apps.worlds.dates import later, said
from tasksynth_apps.worlds.filling import PersonalWorld

APPROVAL = "Approval: "
"""How the titles of notes begin that a rule asks for."""


@dataclass(frozen=True)
class Ref:
    """A thing, in words and as a value."""

    words: str
    value: Value


def where(**conditions: Value) -> tuple[Where, ...]:
    """Conditions of equality."""
    return tuple(Where(field=name, op="is", value=value) for name, value in conditions.items())


class Referring:
    """Luck references to what is in a world; each means one thing, which is checked."""

    def __init__(self, world: PersonalWorld) -> None:
        self.world, self.chance = world, world.chance
        self.records: dict[str, list[Record]] = {
            table: [dict(zip(FIELDS[table], row, strict=True)) for row in rows]
            for table, rows in world.tables.items()
        }
        self.finder = InTables(self.records)
        self._telling: dict[Part, list[Record]] = {}
        self.contact = {row["email"]: row for row in self.records["contacts"]}

    def some(self, table: str, **cells: Any) -> list[Record]:
        """The rows of a table that hold some cells, in random order; none without such an app."""
        rows = self.records.get(table, ())
        found = [row for row in rows if all(row[name] == cell for name, cell in cells.items())]
        return self.chance.shuffled(found)

    def telling(self, part: Part) -> list[Record]:
        """The messages in the inbox that hold one fact of a kind, in random order."""
        if part not in self._telling:
            inbox = [row for row in self.records.get("mail", ()) if row["folder"] == "inbox"]
            self._telling[part] = [row for row in inbox if _has(row["body"], part)]
        return self.chance.shuffled(self._telling[part])

    def noting(self, part: Part) -> list[Record]:
        """The notes that hold one fact of a kind, approvals apart."""
        return [
            row
            for row in self.some("notes")
            if _has(row["text"], part) and not row["title"].startswith(APPROVAL)
        ]

    def means(self, value: Value) -> Plain | None:
        """What a value means; None if it is no one thing."""
        try:
            return plain(value, self.finder)
        except Unclear:
            return None

    def first(self, options: Iterable[Ref], wanted: Plain | None = None) -> Ref | None:
        """The first reference that means one thing, and the one that is wanted."""
        for ref in options:
            found = self.means(ref.value)
            if found is not None and (wanted is None or found == wanted):
                return ref
        return None

    # People

    def person(self, email: str, depth: int) -> Ref | None:
        """Somebody's email address."""
        row = self.contact[email]
        near = self.chance.shuffled(list(self._by_contacts(row)))
        if depth <= 0:
            return self.first(near, email)
        far = (ref for way in self.chance.shuffled(_FAR) for ref in way(self, email))
        return self.first(far, email) or self.first(near, email)

    def _by_contacts(self, row: Record) -> Iterator[Ref]:
        first = row["name"].split()[0]
        whose = Where(field="name", op="first", value=first)

        def pick(*conditions: Where) -> Pick:
            return Pick(table="contacts", where=conditions, take="email")

        yield Ref(first, pick(whose))
        yield Ref(f"{first} from {row['company']}", pick(whose, *where(company=row["company"])))
        if row["relation"] != "acquaintance":
            yield Ref(f"my {row['relation']}", pick(*where(relation=row["relation"])))
            yield Ref(
                f"my {row['relation']} {first}", pick(whose, *where(relation=row["relation"]))
            )
        else:
            yield Ref(row["name"], pick(*where(name=row["name"])))

    def by_mail(self, email: str) -> Iterator[Ref]:
        """Who wrote a message."""
        for row in self.some("mail", sender=email):
            found = where(folder="inbox", subject=row["subject"])
            value = Pick(table="mail", where=found, take="sender")
            yield Ref(f"the sender of the message “{row['subject']}”", value)

    def by_event(self, email: str) -> Iterator[Ref]:
        """The only guest of an event."""
        for row in self.some("events", guests=(email,)):
            found = where(title=row["title"], day=row["day"])
            value = Pick(table="events", where=found, take="guests", part="only")
            yield Ref(f"the guest of “{row['title']}” on {said(row['day'])}", value)

    def by_payment(self, email: str) -> Iterator[Ref]:
        """Who got, or sent, an amount for something."""
        for row in self.some("transfers", person=email):
            found = where(direction=row["direction"], memo=row["memo"], amount=row["amount"])
            verb = "I paid" if row["direction"] == "out" else "paid me"
            words = f"whoever {verb} {row['amount']:.2f} for the {row['memo']}"
            yield Ref(words, Pick(table="transfers", where=found, take="person"))

    def by_file(self, email: str) -> Iterator[Ref]:
        """Who owns a file."""
        for row in self.some("files", owner=email):
            value = Pick(table="files", where=where(name=row["name"]), take="owner")
            yield Ref(f"the owner of the file “{row['name']}”", value)

    # Facts in messages, notes and tables

    def message(self, row: Record, depth: int) -> tuple[str, tuple[Where, ...]] | None:
        """A message in the inbox: words, and what finds it."""
        by_subject = where(folder="inbox", subject=row["subject"])
        if depth <= 0:
            return f"the message “{row['subject']}”", by_subject
        sender = self.person(row["sender"], depth - 1)
        if sender is None or row["subject"] in sender.words:
            return None
        words = f"the message “{row['subject']}” from {sender.words}"
        return words, by_subject + where(sender=sender.value)

    def told(self, part: Part, depth: int) -> Iterator[Ref]:
        """Facts of a kind that messages hold."""
        for row in self.telling(part):
            found = self.message(row, depth)
            if found is not None:
                value = Pick(table="mail", where=found[1], take="body", part=part)
                yield Ref(f"named in {found[0]}", value)

    def amount(self, depth: int) -> Ref | None:
        """An amount of money."""
        if depth <= 0:
            amount = self.world.money()
            return Ref(f"{amount:.2f}", amount)
        ways = (self._told_amounts, self._noted_amounts, self._prices, self._last_paid)
        for way in self.chance.shuffled(ways):
            if (ref := self.first(way(depth - 1))) is not None:
                return ref
        return None

    def _told_amounts(self, depth: int) -> Iterator[Ref]:
        for ref in self.told("amount", depth):
            yield Ref(f"the amount {ref.words}", ref.value)

    def _noted_amounts(self, depth: int) -> Iterator[Ref]:
        for row in self.noting("amount"):
            found = where(title=row["title"])
            value = Pick(table="notes", where=found, take="text", part="amount")
            yield Ref(f"the amount in my note “{row['title']}”", value)

    def _prices(self, depth: int) -> Iterator[Ref]:
        for row in self.some("products"):
            value = Pick(table="products", where=where(name=row["name"]), take="price")
            yield Ref(f"the price of one “{row['name']}”", value)

    def _last_paid(self, depth: int) -> Iterator[Ref]:
        for row in self.some("transfers", direction="out"):
            person = self.person(row["person"], depth)
            if person is not None and "paid" not in person.words:
                found = where(direction="out", person=person.value)
                value = Pick(table="transfers", where=found, by="day", take="amount")
                yield Ref(f"the sum that I last paid {person.words}", value)

    def day(self, depth: int) -> Ref | None:
        """A day."""
        if depth <= 0:
            day = self.world.day(2, 40)
            return Ref(said(day), day)
        if depth > 1 and self.chance.happens(0.5):
            return self._day_after(depth)
        for way in self.chance.shuffled((self._told_days, self._noted_days, self._event_days)):
            if (ref := self.first(way(depth - 1))) is not None:
                return ref
        return None

    def _day_after(self, depth: int) -> Ref | None:
        base, days = self.day(depth - 1), self.chance.of((1, 2, 7))
        if base is None:
            return None
        count = {1: "the day", 2: "the date two days", 7: "the date one week"}[days]
        return Ref(f"{count} after {base.words}", Later(day=base.value, days=days))

    def _told_days(self, depth: int) -> Iterator[Ref]:
        for ref in self.told("day", depth):
            yield Ref(f"the day {ref.words}", ref.value)

    def _noted_days(self, depth: int) -> Iterator[Ref]:
        for row in self.noting("day"):
            found = where(title=row["title"])
            value = Pick(table="notes", where=found, take="text", part="day")
            yield Ref(f"the day in my note “{row['title']}”", value)

    def _event_days(self, depth: int) -> Iterator[Ref]:
        for row in self.some("events"):
            value = Pick(table="events", where=where(title=row["title"]), take="day")
            yield Ref(f"the day of “{row['title']}” in the calendar", value)

    # Things with ids

    def product(self, depth: int) -> Ref | None:
        """A product's id."""
        ways: tuple[Callable[[int], Iterator[Ref]], ...] = (self._named_products,)
        if depth > 0:
            ways = (self._cheapest, self._wished)
        for way in self.chance.shuffled(ways):
            if (ref := self.first(way(depth - 1))) is not None:
                return ref
        return self.first(self._named_products(0))

    def _named_products(self, depth: int) -> Iterator[Ref]:
        for row in self.some("products"):
            name = row["name"]
            yield Ref(f"“{name}”", Pick(table="products", where=where(name=name)))

    def _cheapest(self, depth: int) -> Iterator[Ref]:
        for category in self.chance.shuffled(
            list(dict.fromkeys(row["category"] for row in self.records["products"]))
        ):
            least = self.chance.of((2.5, 3.0, 3.5))
            found = (
                *where(category=category),
                Where(field="rating", op="from", value=least),
            )
            words = f"the cheapest product in the category {category} rated {least} or better"
            yield Ref(words, Pick(table="products", where=found, by="price", most=False))

    def _wished(self, depth: int) -> Iterator[Ref]:
        names = {row["name"] for row in self.records["products"]}
        for ref in self.told("quoted", depth):
            if self.means(ref.value) in names:
                value = Pick(table="products", where=where(name=ref.value))
                yield Ref(f"the product {ref.words}", value)

    def file(self, depth: int) -> Ref | None:
        """A file's id."""
        own = {row["name"] for row in self.records["files"]}
        options: list[Iterator[Ref]] = [self._named_files()]
        if depth > 0:
            options = self.chance.shuffled([self._extreme_files(), self._asked_files(own, depth)])
        for option in options:
            if (ref := self.first(option)) is not None:
                return ref
        return self.first(self._named_files())

    def _named_files(self) -> Iterator[Ref]:
        for row in self.some("files"):
            yield Ref(f"“{row['name']}”", Pick(table="files", where=where(name=row["name"])))

    def _extreme_files(self) -> Iterator[Ref]:
        for row in self.some("files"):
            by = self.chance.of(("modified", "size_kb"))
            word = "newest" if by == "modified" else "largest"
            value = Pick(table="files", where=where(folder=row["folder"]), by=by)
            yield Ref(f"the {word} file in the folder {row['folder']}", value)

    def _asked_files(self, own: set[str], depth: int) -> Iterator[Ref]:
        for ref in self.told("quoted", depth - 1):
            if self.means(ref.value) in own:
                yield Ref(f"the file {ref.words}", Pick(table="files", where=where(name=ref.value)))

    def song(self, depth: int) -> Ref | None:
        """A song's id."""
        if depth > 0:
            own = {row["title"] for row in self.records["songs"]}
            for ref in self.told("quoted", depth - 1):
                if self.means(ref.value) in own:
                    value = Pick(table="songs", where=where(title=ref.value))
                    return self.first([Ref(f"the song {ref.words}", value)])
            row = self.chance.of(self.records["songs"])
            value = Pick(table="songs", where=where(artist=row["artist"]), by="plays")
            best = self.first([Ref(f"the most played song of {row['artist']}", value)])
            if best is not None:
                return best
        row = self.chance.of(self.records["songs"])
        value = Pick(table="songs", where=where(title=row["title"]))
        return self.first([Ref(f"“{row['title']}”", value)])

    def event(self, depth: int, *, after: str = "") -> Ref | None:
        """The id of an event to come."""
        coming = [row for row in self.some("events") if row["day"] > (after or self.world.today)]
        for row in coming:
            found = where(title=row["title"], day=row["day"])
            plainly = Ref(
                f"“{row['title']}” on {said(row['day'])}", Pick(table="events", where=found)
            )
            if depth > 0 and row["guests"]:
                guest = self.person(row["guests"][0], depth - 1)
                if guest is not None:
                    with_ = (
                        Where(field="guests", op="has", value=guest.value),
                        Where(field="day", op="from", value=later(self.world.today, 1)),
                    )
                    value = Pick(table="events", where=with_, by="day", most=False)
                    ref = Ref(f"my next event (from tomorrow on) with {guest.words}", value)
                    if self.first([ref]) is not None:
                        return ref
            if self.first([plainly]) is not None:
                return plainly
        return None


_FAR = (Referring.by_mail, Referring.by_event, Referring.by_payment, Referring.by_file)


def _has(text: str, part: Part) -> bool:
    try:
        part_of(text, part)
    except Unclear:
        return False
    return True
