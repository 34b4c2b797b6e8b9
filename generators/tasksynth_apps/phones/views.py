"""What a device shows: whole screens, for a hand or for a desk."""

from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial

from tasksynth_apps.phones.device import App, Device, OpenPage, Row, Value, day_told, kind_of
from tasksynth_apps.phones.lists import SEARCHED, at_bottom, bar, body, bottom, tab_names, tabs
from tasksynth_apps.phones.pages import detail, detail_bar, form, form_bar, over
from tasksynth_apps.phones.themes import mixed, theme
from tasksynth_apps.phones.widgets import Kit, centred
from tasksynth_apps.screens.nodes import Colour, LaterColumn, LaterPart, Meaning, Part
from tasksynth_apps.screens.screen import Layer, Screen

OVER = ("choose", "menu", "confirm", "notice")
SIDE, PANE = 208, 360
"""How wide a desk's side bar and its pane for one thing are."""


def view(
    device: Device, rows: Sequence[dict[int, Row]], stack: Sequence[OpenPage], *, kept: bool = True
) -> Screen:
    """The screen of a device with these things, on whose stack of pages the last one is open.

    What stands on it is made when somebody looks there: from what the device holds now, or then if
    it is not to be `kept`.
    """
    under = [page.copy() if kept else page for page in stack if page.kind not in OVER]
    top, page = stack[-1], under[-1]
    if page.kind == "home":
        root = LaterPart(partial(_home, device), shape=("home", len(device.apps)))
        layers, ground = [Layer(root, _whole(device))], _wall(device)
    else:
        kit = Kit.of(device, device.apps[page.app])
        ground, held = kit.theme.ground, rows[page.app]
        layers = (_desk if device.wide else _hand)(kit, under, dict(held) if kept else held)
    if top.kind in OVER:
        kit = Kit.of(device, device.apps[top.app])
        layers.append(over(kit, top, _held(top, page, rows)))
    return Screen(
        layers, width=device.width, height=device.height, scale=device.scale, background=ground,
        kept=kept,
    )  # fmt: skip


def _held(top: OpenPage, page: OpenPage, rows: Sequence[dict[int, Row]]) -> Value:
    """What the field that is chosen holds."""
    if top.kind != "choose":
        return ""
    return page.draft[top.field] if top.row < 0 else rows[top.app][top.row][top.field]


def _status(device: Device, ink: Colour, fill: Colour) -> Part:
    """The line at the top of a phone."""
    clock = f"{device.clock // 60}:{device.clock % 60:02}"
    icons = [Part(icon=icon, size=14, ink=ink) for icon in ("wifi", "signal", "battery")]
    return Part(
        Part(text=clock, size=12, medium=True, ink=ink), Part(grow=1), *icons,
        row=True, h=26, pad=(16, 0, 14, 0), gap=5, align="center", fill=fill,
    )  # fmt: skip


def _wall(device: Device) -> Colour:
    """The ground of the home screen."""
    return _tinted(device.apps[0].look.accent, dark=device.dark)


@cache
def _tinted(accent: int, *, dark: bool) -> Colour:
    colours = theme(accent, dark=dark)
    return mixed(colours.ground, colours.bar, 30)


def _home(device: Device) -> Part:
    ink = (255, 255, 255) if device.dark else (24, 24, 28)
    columns = 4
    return Part(
        LaterPart(partial(_status, device, ink, _wall(device)), h=26, mute=True),
        LaterPart(partial(_clock, device, ink), kin="clock", mute=True),
        *(
            LaterPart(partial(_cells, device, range(at, at + columns), ink), kin="cells")
            for at in range(0, len(device.apps), columns)
        ),
        gap=20,
    )  # fmt: skip


def _clock(device: Device, ink: Colour) -> Part:
    """What stands over the apps on the home screen."""
    clock = f"{device.clock // 60}:{device.clock % 60:02}"
    day = day_told(device.today, device.language)
    return Part(
        Part(text=clock, size=52, ink=ink, align="center"),
        Part(text=day, size=16, ink=ink, align="center"),
        pad=(0, 32, 0, 48),
    )


def _cells(device: Device, places: range, ink: Colour) -> Part:
    """A line of the home screen."""
    apps = device.apps
    cells = [
        LaterPart(partial(_cell, apps[number], number, ink), kin="cell", grow=1)
        if number < len(apps)
        else Part(grow=1)
        for number in places
    ]
    return Part(*cells, row=True)


def _cell(app: App, number: int, ink: Colour) -> Part:
    """An app on the home screen."""
    tile = centred(
        Part(icon=kind_of(app).icon, size=30, ink=(255, 255, 255)),
        side=56, fill=theme(app.look.accent, dark=False).bar, radius=16,
    )  # fmt: skip
    label = Part(text=app.name, size=12, ink=ink, align="center")
    mark = Meaning("button", app.name, ("open", number), purpose=f"open {app.name}")
    return Part(tile, label, grow=1, gap=6, align="center", mark=mark)


def _whole(device: Device) -> tuple[int, int, int, int]:
    return (0, 0, device.width * 100 // device.scale, device.height * 100 // device.scale)


def _hand(kit: Kit, stack: Sequence[OpenPage], rows: dict[int, Row]) -> list[Layer]:
    page = stack[-1]
    layers = [Layer(_page(kit, page, rows), _whole(kit.device))]
    if page.kind == "list" and kit.kind.new and kit.app.look.add == "float":
        root = LaterPart(partial(_floating, kit), w=56, h=56, shape="new")
        layers.append(Layer(root, (-18, -80 if at_bottom(kit) else -20, -1, -1)))
    return layers


def _page(kit: Kit, page: OpenPage, rows: dict[int, Row]) -> LaterColumn:
    """A page on a phone."""
    status = partial(_status_line, kit, page)
    if page.kind == "detail":
        thing = _filling(partial(detail, kit, page, rows[page.row], points=kit.points))
        return LaterColumn("thing", (status, partial(_detail_bar, kit, page), thing))
    if page.kind == "edit":
        entries = _filling(partial(form, kit, page))
        return LaterColumn("form", (status, partial(_form_bar, kit, page), entries))
    large = page.query is None and kit.app.look.bar == "large"
    head = partial(_bar, kit, page, large=large)
    shelf = _filling(partial(body, kit, page, rows, columns=max(2, kit.points // 190)))
    if at_bottom(kit):
        return LaterColumn((large, "bottom"), (status, head, shelf, partial(_bottom, kit, page)))
    format = kit.kind.key, kit.app.look.nav == "chips", kit.device.language, kit.points
    return LaterColumn((large, format), (status, head, partial(_tabs, kit, page, format), shelf))


def _filling(make: Callable[[], Part]) -> Callable[[], LaterPart]:
    """What takes the room that is left, and scrolls."""
    return partial(LaterPart, make, grow=1)


def _status_line(kit: Kit, page: OpenPage) -> LaterPart:
    colours = kit.theme
    solid = kit.app.look.bar == "solid" and page.kind != "edit"
    ink, fill = ((255, 255, 255), colours.bar) if solid else (colours.ink, colours.ground)
    return LaterPart(partial(_status, kit.device, ink, fill), h=26, mute=True)


def _detail_bar(kit: Kit, page: OpenPage) -> LaterPart:
    has = "thing's bar", kit.kind.new, kit.kind.removes
    return LaterPart(partial(detail_bar, kit, page), h=56, shape=has, thing=page.row)


def _form_bar(kit: Kit, page: OpenPage) -> LaterPart:
    return LaterPart(partial(form_bar, kit, page), h=56, shape=("form's bar", kit.device.language))


def _bar(kit: Kit, page: OpenPage, *, large: bool) -> LaterPart:
    adds = kit.kind.new and kit.app.look.add == "bar"
    has = "bar", large, page.query is not None, adds, len(kit.device.apps) > 1
    return LaterPart(partial(bar, kit, page), kin=("bar", large), shape=has)


def _tabs(kit: Kit, page: OpenPage, format: Hashable) -> LaterPart:
    return LaterPart(partial(tabs, kit, page), kin=("tabs", format), shape=(format, page.tab))


def _bottom(kit: Kit, page: OpenPage) -> LaterPart:
    shape = "bottom", len(tab_names(kit))
    return LaterPart(partial(bottom, kit, page), kin="bottom", shape=shape)


def _floating(kit: Kit) -> Part:
    mark = Meaning("button", kit.word("new"), ("new",), purpose=f"make a new {kit.kind.noun}")
    return centred(
        Part(icon="add", size=26, ink=kit.theme.on_accent),
        side=56, fill=kit.theme.accent, radius=18, mark=mark,
    )  # fmt: skip


def _desk(kit: Kit, stack: Sequence[OpenPage], rows: dict[int, Row]) -> list[Layer]:
    layers = [Layer(LaterPart(partial(_window, kit, stack, rows)), _whole(kit.device))]
    page = stack[-1]
    if page.kind == "edit":
        card = Part(
            form_bar(kit, page), form(kit, page),
            w=480, h=430, fill=kit.theme.ground, radius=16,
        )  # fmt: skip
        layers.append(Layer(card, (-1, -1, -1, -1), modal=("back",), veil=True))
    return layers


def _window(kit: Kit, stack: Sequence[OpenPage], rows: dict[int, Row]) -> Part:
    """A page on a desk's screen."""
    page, colours = stack[-1], kit.theme
    shelf = next((one for one in reversed(stack) if one.kind == "list"), page)
    tools = LaterPart(partial(_tools, kit, shelf), h=60)
    room = kit.points - SIDE - (PANE if page.kind == "detail" else 0)
    listed = Part(
        tools, Part(h=1, fill=colours.line),
        body(kit, shelf, rows, columns=max(2, room // 220)),
        grow=1,
    )  # fmt: skip
    side = LaterPart(partial(_side, kit, shelf), w=SIDE)
    parts = [side, Part(w=1, fill=colours.line), listed]
    if page.kind == "detail":
        pane = Part(
            LaterPart(partial(detail_bar, kit, page), h=56),
            detail(kit, page, rows[page.row], points=PANE),
            w=PANE,
        )  # fmt: skip
        parts += [Part(w=1, fill=colours.line), pane]
    return Part(*parts, row=True)


def _tools(kit: Kit, shelf: OpenPage) -> Part:
    """The bar over a list on a desk's screen."""
    colours = kit.theme
    entry = kit.entry(SEARCHED, shelf.query or "", focused=shelf.focus == "query", search=True)
    return Part(
        entry,
        kit.icon_button("clear", ("clear",), colours.soft, "close") if shelf.query else None,
        kit.icon_button("menu", ("menu",), colours.soft, "more"),
        row=True, h=60, pad=(16, 0, 12, 0), gap=8, align="center",
        fill=colours.ground,
    )  # fmt: skip


def _side(kit: Kit, page: OpenPage) -> Part:
    """The bar at the left of a desk's screen."""
    colours = kit.theme
    brand = Part(
        centred(Part(icon=kit.kind.icon, size=20, ink=(255, 255, 255)), side=34,
                fill=theme(kit.app.look.accent, dark=False).bar, radius=10),
        kit.text(kit.app.name, 17, medium=True, grow=1),
        row=True, gap=10, align="center", pad=(4, 6, 0, 14),
    )  # fmt: skip
    lines = []
    for number, (_, said) in enumerate(tab_names(kit)):
        here = page.tab == number
        ink = colours.accent if here else colours.ink
        lines.append(
            Part(
                kit.text(said, 14, medium=here, ink=ink, grow=1),
                row=True, h=38, pad=(12, 0, 8, 0), align="center", radius=19,
                fill=colours.tint if here else None,
                mark=Meaning("tab", said, ("tab", number), states=("selected",) if here else ()),
            )
        )  # fmt: skip
    make = [Part(kit.button(kit.word("new"), ("new",)), pad=(0, 0, 0, 12))] if kit.kind.new else []
    return Part(
        brand,
        *make,
        *lines,
        w=SIDE,
        gap=4,
        pad=(12, 12, 12, 12),
        fill=mixed(colours.ground, colours.line, 30),
    )
