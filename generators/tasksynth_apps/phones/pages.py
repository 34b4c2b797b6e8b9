"""An app's other pages: one thing, a form, and what opens over a page."""

from collections.abc import Callable, Hashable
from functools import partial

from tasksynth_apps.phones.device import OpenPage, Row, Value, shown
from tasksynth_apps.phones.kinds import ThingField
from tasksynth_apps.phones.widgets import Kit
from tasksynth_apps.screens.nodes import LaterPart, LaterRows, Meaning, Part
from tasksynth_apps.screens.screen import Layer


def detail(kit: Kit, page: OpenPage, row: Row, *, points: int) -> Part:
    """One thing with all that is told of it."""
    kind, number = kit.kind, page.row
    named = kit.said(row, kind.title) != ""
    told = [one for one in kind.fields if one.key != kind.title]
    kin: list[Hashable] = [("head", kind.key, named)]
    for one in told:
        kin += [_kin(one, row, points), "rule"]

    def make(place: int) -> Part:
        if not place:
            return _head(kit, row, number)
        if place % 2 == 0:
            return Part(h=1, fill=kit.theme.line)
        return _told(kit, told[place // 2], row, number, points)

    def shape(place: int) -> tuple[Hashable, int]:
        one = told[place // 2] if place % 2 else None
        return (_touchable(one), number) if one else ("plain", number)

    rows = LaterRows(kin[:-1], make, shape=shape)
    return Part(rows=rows, grow=1, pad=(16, 8, 16, 48), scroll=page.scroll)


def _kin(one: ThingField, row: Row, points: int) -> Hashable:
    """What decides how high a field of a thing is."""
    if one.holds == "long":
        return "long", row[one.key], points
    if one.holds in ("flag", "count"):
        return "switch"
    return "field", one.holds == "choice" and bool(one.on)


def _touchable(one: ThingField) -> Hashable:
    """What decides where a field of a thing can be touched."""
    if one.holds in ("flag", "count") or (one.holds == "choice" and one.on):
        return "told", one.holds, one.key, one.icon
    return "plain"


def _head(kit: Kit, row: Row, number: int) -> Part:
    title = kit.said(row, kit.kind.title)
    if kit.kind.lead == "art":
        return Part(
            Part(art=kit.art(title, number), h=150, radius=12),
            kit.text(title, 22, medium=True),
            gap=12,
            pad=(0, 8, 0, 12),
        )
    lead = kit.lead(row, number, 48) if kit.kind.lead in ("avatar", "icon") else None
    return Part(
        lead, kit.text(title or "—", 22, medium=True, grow=1),
        row=True, gap=14, align="center", pad=(0, 12, 0, 14),
    )  # fmt: skip


def _told(kit: Kit, one: ThingField, row: Row, number: int, points: int) -> Part:
    value = row[one.key]
    if one.holds == "flag":
        return Part(
            kit.text(kit.word(one.key), 15, grow=1), kit.flag(one, row, number),
            row=True, h=52, align="center",
        )  # fmt: skip
    if one.holds == "count":
        return kit.stepper(one, row, number)
    if one.holds == "choice" and one.on:
        return Part(kit.choice(one, str(value), number), pad=(0, 8, 0, 10))
    label = kit.text(kit.word(one.key), 12, ink=kit.theme.soft)
    said = shown(one, value, kit.device.language)
    if one.holds == "long":
        return Part(label, kit.paragraph(said or "—", 15, points - 40), gap=3, pad=(0, 10, 0, 12))
    return Part(label, kit.text(said or "—", 15), gap=3, pad=(0, 9, 0, 10))


def detail_bar(kit: Kit, page: OpenPage) -> Part:
    """The bar over one thing."""
    solid = kit.app.look.bar == "solid" and not kit.device.wide
    ink = (255, 255, 255) if solid else kit.theme.ink
    kind, number = kit.kind, page.row
    return Part(
        kit.icon_button("back", ("back",), ink), Part(grow=1),
        kit.icon_button("edit", ("edit", number), ink) if kind.new else None,
        kit.icon_button("delete", ("remove", number), ink, "trash") if kind.removes else None,
        row=True, h=56, pad=(4, 0, 8, 0), gap=4, align="center",
        fill=kit.theme.bar if solid else kit.theme.ground,
    )  # fmt: skip


def form(kit: Kit, page: OpenPage) -> Part:
    """The fields of a form."""
    fields = [one for one in kit.kind.fields if one.edits]

    def make(place: int) -> Part:
        one = fields[place]
        value = str(page.draft[one.key])
        if one.holds == "choice":
            return kit.choice(one, value, -1)
        return kit.entry(one, value, focused=page.focus == one.key)

    kin = ["choice" if one.holds == "choice" else "entry" for one in fields]
    rows = LaterRows(kin, make, shape=lambda place: ((kin[place], fields[place].key), -1))
    return Part(rows=rows, grow=1, gap=16, pad=(16, 16, 16, 48), scroll=page.scroll)


def form_bar(kit: Kit, page: OpenPage) -> Part:
    """The bar over a form."""
    title = kit.word("new" if page.row < 0 else "edit")
    ground = None if kit.device.wide else kit.theme.ground
    return Part(
        kit.icon_button("close", ("back",), kit.theme.ink),
        kit.text(title, 20, medium=True, grow=1),
        kit.button(kit.word("save"), ("save",)),
        row=True, h=56, pad=(4, 0, 12, 0), gap=4, align="center", fill=ground,
    )  # fmt: skip


def over(kit: Kit, page: OpenPage, held: Value) -> Layer:
    """What opens over a page: a list to choose from, a menu, a question, a notice.

    `held` is what the field that is chosen holds now.
    """
    match page.kind:
        case "choose":
            one = kit.kind.field(page.field)
            root = _alike(partial(_choices, kit, one, held), 280, ("choices", len(one.options)))
        case "menu":
            return _menu(kit)
        case _:
            question = page.field if page.kind == "notice" else ""
            asked = "asked", question, kit.device.language
            root = _alike(partial(_asked, kit, question), 296, asked)
    return Layer(root, (-1, -1, -1, -1), modal=("no",), veil=True)


def _alike(make: Callable[[], Part], wide: int, shape: Hashable) -> Part:
    """A dialog, all of whose shape are as high and can be touched at the same places."""
    return LaterPart(make, shape, w=wide, shape=shape)


def _choices(kit: Kit, one: ThingField, held: Value) -> Part:
    """What a field may hold."""
    colours = kit.theme
    lines = [
        LaterPart(partial(_option, kit, number, option, here=option == held), h=48)
        for number, option in enumerate(one.options)
    ]
    head = Part(kit.text(kit.word(one.key), 20, medium=True), pad=(24, 20, 24, 12))
    return Part(head, *lines, Part(h=12), w=280, fill=colours.surface, radius=20)


def _option(kit: Kit, number: int, option: str, *, here: bool) -> Part:
    """Something to choose."""
    colours, said = kit.theme, kit.word(option)
    dot = Part(w=10, h=10, radius=5, fill=colours.accent) if here else Part(w=10, h=10)
    ring = Part(
        dot, w=20, h=20, pad=(5, 5, 5, 5), radius=10, fill=colours.surface,
        border=colours.accent if here else colours.soft,
    )  # fmt: skip
    return Part(
        ring, kit.text(said, 16, grow=1),
        row=True, h=48, gap=16, align="center", pad=(24, 0, 24, 0),
        mark=Meaning("radio", said, ("pick", number), states=("checked",) if here else ()),
    )  # fmt: skip


def _menu(kit: Kit) -> Layer:
    entries = [("sort_up", ("sort", "up")), ("sort_down", ("sort", "down"))]
    if kit.kind.removes:
        entries.append(("wipe", ("wipe",)))  # type: ignore[arg-type]
    lines = [
        Part(
            kit.text(kit.word(key), 15),
            row=True, h=46, align="center", pad=(16, 0, 24, 0),
            mark=Meaning("menuitem", kit.word(key), event),
        )
        for key, event in entries
    ]  # fmt: skip
    root = Part(*lines, pad=(0, 6, 0, 6), fill=kit.theme.surface, radius=6, border=kit.theme.line)
    return Layer(root, (-8, 32, -1, -1), modal=("no",))


def _asked(kit: Kit, question: str) -> Part:
    """What the system asks; "" is whether something shall be deleted."""
    yes, no, agree = "install" if question == "update" else "rate_now", "later", ("agree",)
    if not question:
        yes, no, agree = "delete", "cancel", ("yes",)
    return Part(
        kit.paragraph(kit.word(question or "sure"), 17, 232),
        Part(
            Part(grow=1),
            kit.button(kit.word(no), ("no",), filled=False),
            kit.button(kit.word(yes), agree, danger=not question),
            row=True, gap=6,
        ),
        w=296, gap=20, pad=(24, 24, 20, 20), fill=kit.theme.surface, radius=22,
    )  # fmt: skip
