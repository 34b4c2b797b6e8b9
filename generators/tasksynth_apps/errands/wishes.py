"""What somebody wants done on their phone: wishes, what comes of them, and their words."""

from collections.abc import Sequence
from typing import Literal

from tasksynth import Model
from tasksynth_apps.phones.device import App, Device, Row, Value, kind_of
from tasksynth_apps.phones.kinds import AppKind, ThingField
from tasksynth_apps.phones.naming import Naming, called, meant
from tasksynth_apps.phones.words import word

Verb = Literal["flip", "all", "choose", "count", "text", "delete", "new"]
Held = list[dict[int, Row]]
"""The things of each app, by id."""


class Whereabouts(Model):
    """A thing of another app that says what is to be written."""

    app: int
    naming: Naming


class PhoneWish(Model):
    """One thing that is wanted."""

    app: int
    verb: Verb
    naming: Naming = Naming()
    """Of the thing; `all` takes all that it picks."""
    field: str = ""
    value: Value = 0
    source: Whereabouts | None = None
    """Where the value is to be read; it is told where there is none."""
    row: dict[str, Value] = {}
    """Of a new thing, what is said of it."""


def start(device: Device) -> Held:
    """What a device holds at first; nobody changes a thing, but puts another in its place."""
    return [dict(enumerate(app.rows)) for app in device.apps]


def done(wish: PhoneWish, held: Held, fresh: Row) -> set[tuple[int, int]]:
    """Do a wish to what is held; the apps and ids of the things that changed.

    `fresh` is what a new thing is before anybody says more of it.
    """
    rows = held[wish.app]
    if wish.verb == "new":
        number = max([-1, *rows]) + 1001
        rows[number] = fresh | wish.row
        return {(wish.app, number)}
    changed = set()
    for number in meant(wish.naming, rows.items()):
        if wish.verb == "delete":
            del rows[number]
        elif rows[number][wish.field] == wish.value:
            continue
        else:
            rows[number] = rows[number] | {wish.field: wish.value}
        changed.add((wish.app, number))
    return changed


def wanted(wish: PhoneWish, device: Device) -> str:
    """A wish in English."""
    return f"In {device.apps[wish.app].name}, {wanted_there(wish, device)}."


def wanted_there(wish: PhoneWish, device: Device) -> str:
    """A wish in English, without where it is to be done."""
    kind, language = kind_of(device.apps[wish.app]), device.language
    if wish.verb == "new":
        return f"make {_made(wish, kind, language)}"
    thing = called(wish.naming, kind, language)
    if wish.verb == "delete":
        said = f"delete {thing}"
    elif wish.verb == "all":
        every = called(wish.naming, kind, language).replace(
            f"the {kind.noun}", f"every {kind.noun}"
        )
        said = _set(kind.field(wish.field), wish.value).format(every)
    elif wish.verb == "flip":
        said = _set(kind.field(wish.field), wish.value).format(thing)
    else:
        said = kind.field(wish.field).on.format(thing, _value(wish, kind, language))
        if wish.source is not None:
            said = said.replace("“<there>”", "<there>").replace(
                "<there>", _there(wish.source, device)
            )
    return said


def _set(one: ThingField, value: Value) -> str:
    return one.on if value else one.off


def _value(wish: PhoneWish, kind: AppKind, language: str) -> str:
    if wish.source is not None:
        return "<there>"
    if kind.field(wish.field).holds == "choice":
        return word(str(wish.value), language)
    return str(wish.value)


def _there(source: Whereabouts, device: Device) -> str:
    app = device.apps[source.app]
    thing = called(source.naming, kind_of(app), device.language)
    return f"what {thing} in {app.name} says, word for word"


def _made(wish: PhoneWish, kind: AppKind, language: str) -> str:
    parts = []
    for key, value in wish.row.items():
        one = kind.field(key)
        said = word(str(value), language) if one.holds == "choice" else value
        parts.append(f"{word(key, 'en').lower()} “{said}”")
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"a new {kind.noun} with the {told}"


def differences(before: Held, goal: Held, after: Held) -> tuple[int, int, int]:
    """How many things had to change, how many did as they had to, and how many otherwise.

    New things have no id in common: they are the same if they hold the same.
    """
    due = made = others = 0
    for was, should, now in zip(before, goal, after, strict=True):
        if was is should and was == now:
            continue
        for number, row in was.items():
            want, got = should.get(number), now.get(number)
            if want is row is got:
                continue
            due += want != row
            made += want != row and got == want
            others += got not in (row, want)
            others += want == row != got == want
        new_want = [row for number, row in should.items() if number not in was]
        new_got = [row for number, row in now.items() if number not in was]
        due += len(new_want)
        for row in new_got:
            if row in new_want:
                new_want.remove(row)
                made += 1
            else:
                others += 1
    return due, made, others


def apps_with(device: Device, key: str) -> Sequence[tuple[int, App]]:
    """The apps of a kind."""
    return [(number, app) for number, app in enumerate(device.apps) if app.kind == key]
