"""What a device shows: whole screens, for a hand or for a desk."""

from collections.abc import Sequence

from tasksynth_apps.phones.device import Device, OpenPage, Row, Value, day_told
from tasksynth_apps.phones.lists import SEARCHED, at_bottom, bar, body, bottom, tab_names, tabs
from tasksynth_apps.phones.pages import detail, detail_bar, form, form_bar, over
from tasksynth_apps.phones.themes import mixed, theme
from tasksynth_apps.phones.widgets import Kit, centred
from tasksynth_apps.screens.nodes import Colour, Layer, Meaning, Part, Screen, laid_out

OVER = ("choose", "menu", "confirm", "notice")
SIDE, PANE = 208, 360
"""How wide a desk's side bar and its pane for one thing are."""


def view(device: Device, rows: Sequence[dict[int, Row]], stack: Sequence[OpenPage]) -> Screen:
    """The screen of a device with these things, on whose stack of pages the last one is open."""
    top = stack[-1]
    under = [page for page in stack if page.kind not in OVER]
    page = under[-1]
    if page.kind == "home":
        layers, ground = _home(device)
    else:
        kit = Kit.of(device, device.apps[page.app])
        ground = kit.theme.ground
        layers = (_desk if device.wide else _hand)(kit, under, rows[page.app])
    if top.kind in OVER:
        kit = Kit.of(device, device.apps[top.app])
        layers.append(over(kit, top, _held(top, page, rows)))
    return laid_out(
        layers, width=device.width, height=device.height, scale=device.scale, background=ground
    )


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


def _home(device: Device) -> tuple[list[Layer], Colour]:
    accent = theme(device.apps[0].look.accent, dark=device.dark)
    ground = mixed(accent.ground, accent.bar, 30)
    ink = (255, 255, 255) if device.dark else (24, 24, 28)
    cells = []
    for number, app in enumerate(device.apps):
        kit = Kit.of(device, app)
        tile = centred(
            Part(icon=kit.kind.icon, size=30, ink=(255, 255, 255)),
            side=56, fill=theme(app.look.accent, dark=False).bar, radius=16,
        )  # fmt: skip
        label = Part(text=app.name, size=12, ink=ink, align="center")
        mark = Meaning("button", app.name, ("open", number), purpose=f"open {app.name}")
        cells.append(Part(tile, label, grow=1, gap=6, align="center", mark=mark))
    columns = 4
    lines = [
        Part(
            *cells[at : at + columns],
            *(Part(grow=1) for _ in range(columns - len(cells[at : at + columns]))),
            row=True,
        )
        for at in range(0, len(cells), columns)
    ]  # fmt: skip
    clock = f"{device.clock // 60}:{device.clock % 60:02}"
    day = day_told(device.today, device.language)
    root = Part(
        _status(device, ink, ground),
        Part(
            Part(text=clock, size=52, ink=ink, align="center"),
            Part(text=day, size=16, ink=ink, align="center"),
            pad=(0, 32, 0, 48),
        ),
        *lines,
        gap=20,
    )  # fmt: skip
    return [Layer(root, _whole(device))], ground


def _whole(device: Device) -> tuple[int, int, int, int]:
    return (0, 0, device.width * 100 // device.scale, device.height * 100 // device.scale)


def _hand(kit: Kit, stack: Sequence[OpenPage], rows: dict[int, Row]) -> list[Layer]:
    page, colours, device = stack[-1], kit.theme, kit.device
    solid = kit.app.look.bar == "solid" and page.kind != "edit"
    status = _status(
        device,
        (255, 255, 255) if solid else colours.ink,
        colours.bar if solid else colours.ground,
    )
    whole = _whole(device)
    if page.kind == "detail":
        parts = [detail_bar(kit, page), detail(kit, page, rows[page.row], points=kit.points)]
    elif page.kind == "edit":
        parts = [form_bar(kit, page), form(kit, page)]
    else:
        below = at_bottom(kit)
        shelf = body(kit, page, rows, columns=max(2, kit.points // 190))
        parts = [bar(kit, page), *([] if below else [tabs(kit, page)]), shelf]
        parts += [bottom(kit, page)] if below else []
    root = Part(status, *parts)
    layers = [Layer(root, whole)]
    if page.kind == "list" and kit.kind.new and kit.app.look.add == "float":
        layers.append(_floating(kit, 80 if at_bottom(kit) else 20))
    return layers


def _floating(kit: Kit, above: int) -> Layer:
    mark = Meaning("button", kit.word("new"), ("new",), purpose=f"make a new {kit.kind.noun}")
    root = centred(
        Part(icon="add", size=26, ink=kit.theme.on_accent),
        side=56, fill=kit.theme.accent, radius=18, mark=mark,
    )  # fmt: skip
    return Layer(root, (-18, -above, -1, -1))


def _desk(kit: Kit, stack: Sequence[OpenPage], rows: dict[int, Row]) -> list[Layer]:
    page, colours = stack[-1], kit.theme
    shelf = next((one for one in reversed(stack) if one.kind == "list"), page)
    entry = kit.entry(SEARCHED, shelf.query or "", focused=shelf.focus == "query", search=True)
    tools = Part(
        entry,
        kit.icon_button("clear", ("clear",), colours.soft, "close") if shelf.query else None,
        kit.icon_button("menu", ("menu",), colours.soft, "more"),
        row=True, h=60, pad=(16, 0, 12, 0), gap=8, align="center",
        fill=colours.ground,
    )  # fmt: skip
    room = kit.points - SIDE - (PANE if page.kind == "detail" else 0)
    listed = Part(
        tools, Part(h=1, fill=colours.line),
        body(kit, shelf, rows, columns=max(2, room // 220)),
        grow=1,
    )  # fmt: skip
    parts = [_side(kit, shelf), Part(w=1, fill=colours.line), listed]
    if page.kind == "detail":
        pane = Part(
            detail_bar(kit, page), detail(kit, page, rows[page.row], points=PANE),
            w=PANE,
        )  # fmt: skip
        parts += [Part(w=1, fill=colours.line), pane]
    layers = [Layer(Part(*parts, row=True), _whole(kit.device))]
    if page.kind == "edit":
        card = Part(
            form_bar(kit, page), form(kit, page), w=480, h=430, fill=colours.ground, radius=16
        )
        layers.append(Layer(card, (-1, -1, -1, -1), modal=("back",), veil=True))
    return layers


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
