"""An app's list: its bar, its tabs, its rows or tiles."""

from functools import cache, lru_cache, partial
from operator import itemgetter

from tasksynth_apps.phones.device import OpenPage, Row
from tasksynth_apps.phones.kinds import EVERY_KIND, AppKind, ThingField
from tasksynth_apps.phones.widgets import Kit
from tasksynth_apps.phones.words import word
from tasksynth_apps.screens.metrics import width
from tasksynth_apps.screens.nodes import LaterPart, LaterRows, Meaning, Part

OPTION_ICONS = {
    "all": "list", "inbox": "mail", "archive": "archive", "spam": "flag", "network": "wifi",
    "sound": "bell", "screen": "image", "privacy": "person", "work": "wallet", "family": "home",
    "private": "person", "friends": "people", "none": "close", "evening": "clock", "road": "map",
    "training": "run", "documents": "file", "downloads": "archive", "pictures": "image",
    "ideas": "star", "shopping": "cart", "once": "check", "daily": "calendar", "weekdays": "wallet",
    "weekend": "home", "food": "cart", "shops": "store", "culture": "flag", "nature": "map",
    "wish": "heart", "reading": "book", "finished": "check", "run": "run", "swim": "person",
    "bike": "pin", "hike": "map",
}  # fmt: skip
"""Icons of what lists are divided by, for bars at the bottom."""
SEARCHED = ThingField("query", "text")
Numbered = tuple[int, Row]


def chosen(kit: Kit, page: OpenPage, rows: dict[int, Row]) -> list[Numbered]:
    """The rows that a list shows, in their order."""
    kind = kit.kind
    options = kind.field(kind.tabs).options
    found = list(rows.items())
    if page.tab:
        found = [one for one in found if one[1][kind.tabs] == options[page.tab - 1]]
    if page.query:
        asked = page.query.casefold()
        keys = (kind.title, *kind.under)
        found = [
            one
            for one in found
            if asked in " ".join(kit.said(one[1], key) for key in keys).casefold()
        ]
    if page.sort:
        found.sort(key=lambda one: kit.said(one[1], kind.title).casefold())
    return found[::-1] if page.sort == "down" else found


def tab_names(kit: Kit) -> tuple[tuple[str, str], ...]:
    """The tabs' keys and words."""
    return _tab_names(kit.kind.key, kit.device.language)


@cache
def _tab_names(kind: str, language: str) -> tuple[tuple[str, str], ...]:
    one = EVERY_KIND[kind]
    return tuple((key, word(key, language)) for key in ("all", *one.field(one.tabs).options))


def tabs(kit: Kit, page: OpenPage) -> Part:
    """What divides a list: words with a line under the chosen one, or chips."""
    names = tab_names(kit)
    each = (kit.points - 16) // len(names)
    colours = kit.theme
    if kit.app.look.nav != "chips" and all(
        width(said, 13, medium=True) < each - 8 for _, said in names
    ):
        return Part(
            *(_tab(kit, page, number) for number in range(len(names))),
            row=True,
            h=44,
            fill=colours.ground,
        )
    lines: list[list[Part]] = [[]]
    room = kit.points - 24
    for number, (_, said) in enumerate(names):
        wide = width(said, 13, medium=True) + 24 + 8
        if wide > room and lines[-1]:
            lines.append([])
            room = kit.points - 24
        room -= wide
        lines[-1].append(kit.chip(said, ("tab", number), chosen=page.tab == number))
    return Part(
        *(Part(*line, row=True, gap=8) for line in lines),
        gap=8,
        pad=(12, 8, 12, 8),
        align="start",
        fill=colours.ground,
    )


def _tab(kit: Kit, page: OpenPage, number: int) -> Part:
    colours = kit.theme
    said, here = tab_names(kit)[number][1], page.tab == number
    return Part(
        Part(grow=1),
        kit.text(
            said, 13, medium=True, ink=colours.accent if here else colours.soft, align="center"
        ),
        Part(grow=1),
        Part(h=3, fill=colours.accent if here else None),
        grow=1,
        mark=Meaning("tab", said, ("tab", number), states=("selected",) if here else ()),
    )


def bottom(kit: Kit, page: OpenPage) -> Part:
    """A bar at the bottom that divides the list."""
    colours, cells = kit.theme, []
    for number, (key, said) in enumerate(tab_names(kit)):
        here = page.tab == number
        ink = colours.accent if here else colours.soft
        cells.append(
            Part(
                Part(Part(icon=OPTION_ICONS[key], size=22, ink=ink), pad=(14, 3, 14, 3), radius=14,
                     fill=colours.tint if here else None),
                kit.text(said, 11, ink=ink, medium=here),
                grow=1, gap=2, align="center", pad=(2, 7, 2, 5),
                mark=Meaning("tab", said, ("tab", number), states=("selected",) if here else ()),
            )
        )  # fmt: skip
    return Part(Part(h=1, fill=colours.line), Part(*cells, row=True, fill=colours.surface))


def at_bottom(kit: Kit) -> bool:
    """Whether an app has its tabs at the bottom: it says so, and each has an icon and room."""
    at_best = kit.app.look.nav == "bottom" and not kit.device.wide
    return at_best and _fit_at_bottom(tab_names(kit), kit.points)


@lru_cache(maxsize=1024)
def _fit_at_bottom(names: tuple[tuple[str, str], ...], points: int) -> bool:
    each = points // len(names) - 6
    return all(key in OPTION_ICONS and width(said, 11, medium=True) < each for key, said in names)


def bar(kit: Kit, page: OpenPage) -> Part:
    """The bar over a list on a phone."""
    colours, look = kit.theme, kit.app.look
    solid = look.bar == "solid"
    ink = (255, 255, 255) if solid else colours.ink
    fill = colours.bar if solid else colours.ground
    if page.query is not None:
        entry = kit.entry(SEARCHED, page.query, focused=page.focus == "query", search=True)
        return Part(
            kit.icon_button("back", ("back",), ink), entry,
            kit.icon_button("clear", ("clear",), ink, "close"),
            row=True, h=56, pad=(4, 0, 4, 0), gap=4, align="center", fill=fill,
        )  # fmt: skip
    add = kit.kind.new and look.add == "bar"
    large = look.bar == "large"
    title = Part(grow=1) if large else kit.text(kit.app.name, 20, medium=True, ink=ink, grow=1)
    top = Part(
        kit.icon_button("back", ("back",), ink) if len(kit.device.apps) > 1 else Part(w=12), title,
        kit.icon_button("search", ("search",), ink),
        kit.icon_button("new", ("new",), ink, "add") if add else None,
        kit.icon_button("menu", ("menu",), ink, "more"),
        row=True, h=56, pad=(4, 0, 4, 0), gap=4, align="center", fill=fill,
    )  # fmt: skip
    if not large:
        return top
    heading = kit.text(kit.app.name, 28, medium=True)
    return Part(top, Part(heading, pad=(16, 0, 16, 8)), fill=fill)


def body(kit: Kit, page: OpenPage, rows: dict[int, Row], *, columns: int) -> Part:
    """The things of a list, as rows or tiles."""
    found = chosen(kit, page, rows)
    look = kit.app.look
    if not found:
        empty = kit.text(kit.word("nothing"), 15, ink=kit.theme.soft, align="center")
        return Part(Part(empty, pad=(16, 48, 16, 16)), grow=1, scroll=page.scroll)
    if look.list == "tiles" and kit.kind.grid:
        groups = [found[at : at + columns] for at in range(0, len(found), columns)]
        tiles = LaterRows(
            [(kit.kind.key, _lacking(kit, group)) for group in groups],
            lambda number: _tiles(kit, groups[number], columns),
            lambda number: [thing for thing, _ in groups[number]],
        )
        return Part(rows=tiles, grow=1, gap=12, pad=(12, 12, 12, 88), scroll=page.scroll)
    cards = look.list == "cards"
    kin = {bare: (kit.kind.key, cards, bare) for bare in (False, True)}
    lines = LaterRows(
        [kin[bare] for bare in _bare(kit.kind, found)],
        lambda number: line(kit, *found[number], card=cards),
        lambda number: (found[number][0],),
        lambda number: (lines.kin[number], found[number][0]),
    )
    pad = (12, 8, 12, 88) if cards else (0, 0, 0, 88)
    return Part(rows=lines, grow=1, gap=8 if cards else 0, pad=pad, scroll=page.scroll)


def _bare(kind: AppKind, found: list[Numbered]) -> list[bool]:
    """Of each row, whether nothing stands under its title."""
    under = kind.under
    if any(kind.field(key).holds not in ("text", "long") for key in under):
        return [False] * len(found)
    said, nothing = itemgetter(*under), "" if len(under) == 1 else ("",) * len(under)
    return [said(row) == nothing for _, row in found]


def _tiles(kit: Kit, group: list[Numbered], columns: int) -> Part:
    """A line of tiles."""
    tiles = [
        LaterPart(
            partial(tile, kit, *one), (kit.kind.key, lacks), grow=1,
            shape=("tile", kit.kind.key, lacks), thing=one[0],
        )
        for one in group
        for lacks in (_lacking(kit, [one]),)
    ]  # fmt: skip
    empty = [Part(grow=1) for _ in range(columns - len(group))]
    return Part(*tiles, *empty, row=True, gap=12)


def _lacking(kit: Kit, group: list[Numbered]) -> frozenset[tuple[bool, ...]]:
    """What some tiles do not say, on which it depends how high they are."""
    keys = (kit.kind.title, kit.kind.trail, kit.kind.under[0])
    return frozenset(tuple([row.get(key) == "" for key in keys]) for _, row in group)


def line(kit: Kit, number: int, row: Row, *, card: bool) -> Part:
    """A row."""
    kind, colours = kit.kind, kit.theme
    title = kit.said(row, kind.title)
    done = kind.lead == "check" and bool(row[kind.button])
    texts = Part(
        kit.text(title or "—", 15, medium=True, ink=colours.soft if done else colours.ink),
        kit.text(under, 13, ink=colours.soft) if (under := _under(kit, row)) else None,
        grow=1, gap=1,
    )  # fmt: skip
    trail = kit.text(kit.said(row, kind.trail), 12, ink=colours.soft) if kind.trail else None
    if kind.key in ("shop", "bank", "clock") and trail is not None:
        trail.size, trail.medium, trail.ink = 15, True, colours.ink
    flag = kind.field(kind.button)
    button = None if kind.lead == "check" else kit.flag(flag, row, number)
    lead = kit.lead(row, number)
    mark = Meaning("item", title, ("row", number), value=kit.note_of(row), row=number)
    content = Part(
        lead, texts, trail, button,
        row=True, gap=12, align="center", grow=1,
        pad=(4 if kind.lead == "check" else 12 if card else 16, 10, 8, 10),
    )  # fmt: skip
    if card:
        return Part(
            content, row=True, fill=colours.surface, radius=12, border=colours.line, mark=mark
        )
    return Part(Part(content, row=True), Part(h=1, fill=colours.line), mark=mark)


def _under(kit: Kit, row: Row) -> str:
    """What a row says under its title."""
    return " · ".join(text for key in kit.kind.under if (text := kit.said(row, key)))


def tile(kit: Kit, number: int, row: Row) -> Part:
    """A tile with a picture."""
    kind, colours = kit.kind, kit.theme
    title = kit.said(row, kind.title)
    tail = kit.said(row, kind.trail or kind.under[0])
    price = kit.text(tail, 13, medium=True, ink=colours.accent)
    words = Part(
        Part(
            kit.text(title, 14, medium=True),
            kit.text(kit.said(row, kind.under[0]), 12, ink=colours.soft) if kind.trail else None,
            price, grow=1, gap=1,
        ),
        kit.flag(kind.field(kind.button), row, number, side=36),
        row=True, pad=(10, 8, 2, 8), align="center",
    )  # fmt: skip
    return Part(
        Part(art=kit.art(title, number), h=96), words,
        grow=1, fill=colours.surface, border=colours.line, radius=2,
        mark=Meaning("item", title, ("row", number), value=kit.note_of(row), row=number),
    )  # fmt: skip
