"""Wishes drawn at random, that do not depend on the order in which they are done."""

from collections.abc import Callable

from tasksynth_apps.chance import Luck
from tasksynth_apps.errands.wishes import Held, PhoneWish, Verb, Whereabouts, apps_with, done, start
from tasksynth_apps.kept import Memo
from tasksynth_apps.phones.content import FIRST
from tasksynth_apps.phones.device import Device, Row, Value, blank, kind_of
from tasksynth_apps.phones.filling import draw_value
from tasksynth_apps.phones.kinds import AppKind, ThingField
from tasksynth_apps.phones.naming import Naming, ended, meant
from tasksynth_apps.phones.words import plainly

WRITERS = (("notes", "text"), ("mail", "text"))
"""Kinds of apps whose things say something at length, and where."""


def draw_wishes(
    luck: Luck,
    device: Device,
    *,
    count: int,
    hops: int,
    found: bool,
    first: tuple[PhoneWish, ...] = (),
    fits: Callable[[PhoneWish], bool] | None = None,
) -> tuple[Device, tuple[PhoneWish, ...]] | None:
    """So many wishes about different things, and the device, which may have got words to be found.

    Args:
        luck: chance.
        device: what is there.
        count: how many wishes.
        hops: 0: things are told by their names, 1 and 2: by other values, by superlatives.
        found: whether one of the values is to be read in another app.
        first: wishes that are among them.
        fits: whether a wish may be one of them; all may where it is not given.
    """
    wishes = list(first)
    for _ in range(12 * count):
        if len(wishes) == count:
            break
        hides = found and not any(one.source for one in wishes)
        wish = _wish(luck, device, hops, texts=hides)
        if wish is None or (fits is not None and not fits(wish)):
            continue
        changed = device
        if hides:
            changed, wish = _hidden(luck, device, wish)
            if wish.source is None:
                continue
        if apart([*wishes, wish], changed):
            device = changed
            wishes.append(wish)
    return (device, tuple(luck.shuffled(wishes))) if len(wishes) == count else None


def apart(wishes: list[PhoneWish], device: Device) -> bool:
    """Whether each wish changes things of its own, whichever are done before it."""
    touched: set[tuple[int, int]] = set()
    for number, wish in enumerate(wishes):
        held = start(device)
        fresh = blank(kind_of(device.apps[wish.app]), device)
        alone = done(wish, start(device), fresh)
        for other in wishes[:number] + wishes[number + 1 :]:
            done(other, held, blank(kind_of(device.apps[other.app]), device))
        after = done(wish, held, fresh)
        if not alone or (alone != after and wish.verb != "new") or alone & touched:
            return False
        if wish.verb != "all" and len(alone) != 1:
            return False
        if wish.source is not None and (
            wish.app == wish.source.app or not _still_said(wish.source, device, held)
        ):
            return False
        touched |= alone if wish.verb != "new" else set()
    return True


def _still_said(source: Whereabouts, device: Device, held: Held) -> bool:
    """Whether a thing says after all other wishes what it said at first, and is the one meant."""
    app = device.apps[source.app]
    before, after = dict(enumerate(app.rows)), held[source.app]
    found = meant(source.naming, after.items())
    if len(found) != 1 or meant(source.naming, before.items()) != found:
        return False
    keys = {kind_of(app).title, *(key for kind, key in WRITERS if kind == app.kind)}
    return all(before[found[0]][key] == after[found[0]][key] for key in keys)


_ENDS = Memo[tuple[Held, Held]](256)


def ends_of(x: object, wishes: tuple[PhoneWish, ...], device: Device) -> tuple[Held, Held]:
    """What the device of a task holds at first, and when all wishes are done; not to be changed."""
    return _ENDS.of(x, None, lambda: _ends(wishes, device))


def _ends(wishes: tuple[PhoneWish, ...], device: Device) -> tuple[Held, Held]:
    first = start(device)
    return first, goal_of(wishes, device, first=first)


def goal_of(wishes: tuple[PhoneWish, ...], device: Device, *, first: Held | None = None) -> Held:
    """What a device holds when all wishes are done.

    What it holds at `first` may be given; then both share the apps in which nothing is wanted.
    """
    held = list(first or start(device))
    for app in {wish.app for wish in wishes}:
        held[app] = dict(held[app])
    for wish in wishes:
        done(wish, held, blank(kind_of(device.apps[wish.app]), device))
    return held


def _wish(luck: Luck, device: Device, hops: int, *, texts: bool) -> PhoneWish | None:
    """Some wish, or one for a text to be changed."""
    apps = [
        number
        for number, one in enumerate(device.apps)
        if not texts or "text" in _verbs(kind_of(one))
    ]
    if not apps:
        return None
    app = luck.of(apps)
    kind = kind_of(device.apps[app])
    rows = dict(enumerate(device.apps[app].rows))
    verb: Verb = "text" if texts else luck.of(_verbs(kind))
    if verb == "new":
        return _new(luck, device, app, kind)
    if verb == "all":
        return _all(luck, app, kind, rows)
    number = luck.below(len(rows))
    naming = pick(luck, kind, number, rows, hops)
    if naming is None:
        return None
    one, value = _aim(luck, device, kind, verb, rows[number])
    return PhoneWish(app=app, verb=verb, naming=naming, field=one.key if one else "", value=value)


def _verbs(kind: AppKind) -> tuple[Verb, ...]:
    verbs: list[Verb] = ["flip", "all"]
    if any(one.holds == "choice" and one.on for one in kind.fields):
        verbs += ["choose", "choose"]
    if any(one.holds == "count" for one in kind.fields):
        verbs += ["count", "count"]
    if kind.new:
        verbs += ["text", "text", "new"]
    if kind.removes:
        verbs.append("delete")
    return tuple(verbs)


def pick(luck: Luck, kind: AppKind, number: int, rows: dict[int, Row], hops: int) -> Naming | None:
    """What picks a thing among all of its app."""
    row, told = rows[number], [one.key for one in kind.fields if one.ref]
    if hops and (ends := [one.key for one in ended(kind)]) and luck.happens(0.4):
        by = luck.of(ends)
        key = luck.of([key for key in told if key != by])
        naming = Naming(equal=((key, row[key]),), by=by, end=luck.of(("least", "most")))
        rivals = meant(Naming(equal=naming.equal), rows.items())
        return naming if len(rivals) > 1 and meant(naming, rows.items()) == [number] else None
    keys = {kind.title} if not hops else {luck.of(told), luck.of(told)}
    if kind.key == "mail" and not hops:
        keys = {"subject", "sender"}
    naming = Naming(equal=tuple((key, row[key]) for key in told if key in keys))
    return naming if meant(naming, rows.items()) == [number] else None


def _aim(
    luck: Luck, device: Device, kind: AppKind, verb: Verb, row: Row
) -> tuple[ThingField | None, Value]:
    """The field that a wish changes, and to what."""
    match verb:
        case "flip":
            one = kind.field(kind.button)
            return one, 1 - int(row[one.key])
        case "choose":
            one = luck.of([one for one in kind.fields if one.holds == "choice" and one.on])
            return one, luck.of([option for option in one.options if option != row[one.key]])
        case "count":
            one = luck.of([one for one in kind.fields if one.holds == "count"])
            return one, max(0, int(row[one.key]) + luck.of((-2, -1, 1, 2, 3)))
        case "text":
            fields = [one for one in kind.fields if one.edits and one.holds in ("text", "long")]
            one = luck.of(fields)
            return one, _text(luck, device, one, row[one.key])
    return None, 0


def _text(luck: Luck, device: Device, one: ThingField, old: Value = "") -> Value:
    """Something new to write; a file keeps the ending that it has."""
    if one.key == "email":
        return f"{plainly(luck.of(FIRST))}{luck.hexes(3)}@post.example"
    value = draw_value(luck, one, device.today, device.language)
    if one.source in ("phone", "line"):
        return value
    if one.source == "person":
        first, _, last = str(value).partition(" ")
        return f"{first} {luck.of('ABCDEFGHJKLMNPRSTVW')}. {last}"
    if one.source != "file":
        return f"{value} {luck.between(2, 99)}"
    stem, _, ending = str(value).partition(".")
    return f"{stem} {luck.between(2, 99)}.{str(old).rpartition('.')[2] or ending}"


def _new(luck: Luck, device: Device, app: int, kind: AppKind) -> PhoneWish:
    row: dict[str, Value] = {}
    for one in kind.fields:
        if one.edits and one.holds in ("text", "long"):
            row[one.key] = _text(luck, device, one)
        elif one.edits and luck.happens(0.5):
            row[one.key] = luck.of(one.options[1:])
    return PhoneWish(app=app, verb="new", row=row)


def _all(luck: Luck, app: int, kind: AppKind, rows: dict[int, Row]) -> PhoneWish | None:
    """Set a flag of all things that share a value."""
    row = luck.of(list(rows.values()))
    told = [one for one in kind.fields if one.ref and one.key != kind.title]
    if not told:
        return None
    one = luck.of(told)
    naming = Naming(equal=((one.key, row[one.key]),))
    flags = [int(rows[number][kind.button]) for number in meant(naming, rows.items())]
    if not 2 <= len(flags) <= 4 or sum(flags) == len(flags):
        return None
    return PhoneWish(app=app, verb="all", naming=naming, field=kind.button, value=1)


def _hidden(luck: Luck, device: Device, wish: PhoneWish) -> tuple[Device, PhoneWish]:
    """The wish with its value in a thing of another app, where there is one that can hold it."""
    homes = [
        (number, app, key)
        for kind, key in WRITERS
        for number, app in apps_with(device, kind)
        if number != wish.app
    ]
    if not homes:
        return device, wish
    number, app, key = luck.of(homes)
    rows = dict(enumerate(app.rows))
    at = luck.below(len(rows))
    naming = pick(luck, kind_of(app), at, rows, 0)
    if naming is None:
        return device, wish
    rows[at] = rows[at] | {key: wish.value}
    apps = list(device.apps)
    apps[number] = app.model_copy(update={"rows": tuple(rows.values())})
    changed = device.model_copy(update={"apps": tuple(apps)})
    return changed, wish.model_copy(update={"source": Whereabouts(app=number, naming=naming)})
