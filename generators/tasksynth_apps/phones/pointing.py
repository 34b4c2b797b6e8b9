"""What to point at on a screen: descriptions, what they fit, and how they are drawn."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Literal

from tasksynth import Model
from tasksynth_apps.chance import Luck
from tasksynth_apps.phones.device import Device, Row, kind_of, shown
from tasksynth_apps.phones.kinds import AppKind
from tasksynth_apps.phones.naming import Naming, called, ended, meant
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.screens.metrics import fitted
from tasksynth_apps.screens.nodes import Event, walk
from tasksynth_apps.screens.screen import Element, Screen

LABELLED = ("tab", "radio", "menuitem", "textbox", "combobox", "switch", "checkbox")
"""Roles of what is called by a label."""
ROLES = {
    "textbox": "text field",
    "combobox": "selection field",
    "radio": "option",
    "menuitem": "menu entry",
}
"""What people call them."""
MOST_AREA = 0.08
"""Of a screen, that a target may take."""


class AimedAt(Model):
    """A description of an element."""

    manner: Literal["label", "purpose", "thing"]
    role: str = ""
    name: str = ""
    """The label, or the purpose."""
    naming: Naming = Naming()
    """Of the thing that it belongs to, or of the one above or below that."""
    step: int = 0
    """How many rows further down the thing is."""
    column: str = ""
    """The flag that it sets; "" is the thing itself."""


class Seen(Model):
    """A screen, as what was touched to come there, and by how much it was scrolled."""

    device: Device
    app: int
    """The app that was open at first; -1 is the home screen."""
    events: tuple[Event, ...] = ()
    scrolled: int = 0
    """Percent of the height."""


def reached(seen: Seen) -> Phone:
    """The device with that screen."""
    phone = Phone.at(seen.device, app=seen.app)
    for event in seen.events:
        phone.apply(event)
    if seen.scrolled:
        phone.scroll(seen.scrolled)
    return phone


def opened(luck: Luck, phone: Phone) -> tuple[Event, ...]:
    """What leads to some page of an app."""
    kind = kind_of(phone.device.apps[0])
    row = luck.below(len(phone.rows[0]))
    choices = [one.key for one in kind.fields if one.holds == "choice" and one.on]
    ways: list[tuple[Event, ...]] = [(), (("row", row),), (("menu",),), (("search",),)]
    if choices:
        ways.append((("row", row), ("choose", row, luck.of(choices))))
    if kind.removes:
        ways.append((("row", row), ("remove", row)))
    if kind.new:
        ways += [(("new",),), (("row", row), ("edit", row))]
    return luck.of(ways)


def fits(aim: AimedAt, phone: Phone) -> list[Element]:
    """The elements of a device's screen that a description fits."""
    screen = phone.screen()
    if aim.manner == "thing":
        return _fits_things(aim, screen, phone.rows[phone.page.app])
    elements = screen.elements
    if aim.manner == "label":
        return [one for one in elements if (one.mark.role, one.mark.name) == (aim.role, aim.name)]
    found = [one for one in elements if one.mark.purpose == aim.name]
    return [one for one in elements if any(one.mark.event == f.mark.event for f in found)]


def _fits_things(aim: AimedAt, screen: Screen, rows: Mapping[int, Row]) -> list[Element]:
    order = screen.things()
    things = meant(aim.naming, [(number, rows[number]) for number in order])
    places = [order.index(number) + aim.step for number in things]
    wanted = {order[place] for place in places if 0 <= place < len(order)}
    if len(things) > 1:
        wanted |= set(things)
    verb: Event = ("flip", aim.column) if aim.column else ("row",)
    return [one for one in screen.about(wanted) if (one.mark.event[0], *one.mark.event[2:]) == verb]


def asked(aim: AimedAt, phone: Phone) -> str:
    """What is to be pointed at, in words."""
    if aim.manner == "label":
        return f"the {ROLES.get(aim.role, aim.role)} “{aim.name}”"
    if aim.manner == "purpose":
        return f"what one taps to {aim.name}"
    app = phone.device.apps[phone.page.app]
    kind = kind_of(app)
    thing = called(aim.naming, kind, phone.device.language)
    if aim.step:
        thing = f"the {kind.noun} right {'below' if aim.step > 0 else 'above'} {thing}"
    if not aim.column:
        return f"what one taps to open {thing}"
    (target,) = fits(aim, phone)
    one = kind.field(aim.column)
    is_on = phone.rows[phone.page.app][target.mark.row][aim.column]
    return f"what one taps to {(one.off if is_on else one.on).format(thing)}"


def draw_aim(luck: Luck, phone: Phone, hops: int) -> AimedAt | None:
    """A description of this depth that fits one element alone, which is well in sight."""
    for _ in range(20):
        aim = _thing(luck, phone, hops) if hops else _plain(luck, phone)
        found = [] if aim is None else fits(aim, phone)
        if len(found) == 1 and _in_sight(found[0], phone.screen()):
            return aim
    return None


def middle(one: Element) -> tuple[int, int]:
    """The middle of what is seen of an element."""
    left, top, right, bottom = one.box
    return (left + right) // 2, (top + bottom) // 2


def area(one: Element, screen: Screen) -> float:
    """The share of the screen that an element takes."""
    left, top, right, bottom = one.box
    return (right - left) * (bottom - top) / (screen.width * screen.height)


def _in_sight(one: Element, screen: Screen) -> bool:
    """Whether an element is seen nearly whole, and touched in its middle."""
    return (
        _whole(one, screen) and area(one, screen) <= MOST_AREA and screen.hit(*middle(one)) is one
    )


def _whole(one: Element, screen: Screen) -> bool:
    """Whether all of an element is seen, or nearly."""
    left, top, right, bottom = one.node.box
    whole = (right - left) * (bottom - top) / (screen.width * screen.height)
    return area(one, screen) >= 0.8 * whole


def _plain(luck: Luck, phone: Phone) -> AimedAt | None:
    """By a label, or by a purpose."""
    mark = luck.of(phone.screen().elements).mark
    if mark.purpose == "go back" and luck.happens(0.6):
        return None
    if mark.purpose:
        return AimedAt(manner="purpose", name=mark.purpose)
    wordy = mark.role in LABELLED or (mark.role == "button" and mark.row < 0)
    if not wordy or (mark.row >= 0 and phone.page.kind == "list"):
        return None
    return AimedAt(manner="label", role=mark.role, name=mark.name)


def _thing(luck: Luck, phone: Phone, hops: int) -> AimedAt | None:
    """By what is told of the thing that it belongs to."""
    kind = kind_of(phone.device.apps[phone.page.app])
    rows = phone.rows[phone.page.app]
    items = [one for one in phone.screen().elements if one.mark.role == "item"]
    if not items:
        return None
    place = luck.below(len(items))
    step = luck.of((-1, 1)) if hops == 3 else 0
    named = items[place - step] if 0 <= place - step < len(items) else None
    if named is None or not _whole(named, phone.screen()):
        return None
    if step and not _one_below_another(items):
        return None
    here = {one.mark.row: rows[one.mark.row] for one in items}
    naming = _naming(luck, kind, named, here, hops, phone)
    column = "" if luck.happens(0.3) else kind.button
    if naming is None:
        return None
    return AimedAt(manner="thing", naming=naming, step=step, column=column)


def _one_below_another(items: list[Element]) -> bool:
    return all(a.box[0] == b.box[0] for a, b in pairwise(items))


def _naming(
    luck: Luck, kind: AppKind, named: Element, here: dict[int, Row], hops: int, phone: Phone
) -> Naming | None:
    """What picks a thing among those in sight, of what its row shows in full."""
    row = here[named.mark.row]
    language = phone.device.language
    read = _legible(named, phone.device)
    told = [
        one
        for one in kind.fields
        if one.ref and any(shown(one, row[one.key], language) in text for text in read)
    ]
    keys = [one.key for one in told]
    if kind.title not in keys:
        return None
    if hops == 1:
        return Naming(equal=((kind.title, row[kind.title]),))
    ends = [one.key for one in ended(kind) if one.key in keys]
    others = [key for key in keys if key != kind.title]
    if ends and luck.happens(0.5):
        by = luck.of(ends)
        told_by = [key for key in keys if key != by]
        equal = luck.sample(told_by, luck.below(2))
        naming = Naming(
            equal=tuple((key, row[key]) for key in equal), by=by, end=luck.of(("least", "most"))
        )
    elif others:
        pair = sorted({luck.of(others), luck.of(keys)}, key=keys.index)
        naming = Naming(equal=tuple((key, row[key]) for key in pair))
    else:
        return None
    rivals = meant(Naming(equal=naming.equal), here.items())
    if naming.end and len(rivals) == 1:
        return None
    return naming if meant(naming, here.items()) == [named.mark.row] else None


def _legible(one: Element, device: Device) -> list[str]:
    """The texts of an element that have room enough."""
    found = []
    for node in walk(one.node):
        if node.text:
            left, _, right, _ = node.box
            sides = (node.pad[0] + node.pad[2]) * device.scale // 100
            if fitted(node.text, node.px, right - left - sides, medium=node.medium) == node.text:
                found.append(node.text)
    return found
