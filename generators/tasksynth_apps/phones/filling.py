"""Devices drawn at random: apps of several kinds, and people's things in them."""

from tasksynth_apps.chance import Luck
from tasksynth_apps.phones.content import (
    BANDS,
    BRANDS,
    COSTS,
    FIRST,
    GOODS,
    LAST,
    POOLS,
    SUITABLE,
    WRITERS,
)
from tasksynth_apps.phones.device import App, Arrangement, Device, Row, Value
from tasksynth_apps.phones.kinds import EVERY_KIND, AppKind, ThingField
from tasksynth_apps.phones.themes import ACCENTS
from tasksynth_apps.phones.words import plainly

TODAY = 741_131
"""The earliest day on which a device is looked at: 12 February 2030."""


def draw_device(
    luck: Luck,
    kinds: list[str],
    *,
    rows: int,
    alike: int,
    size: tuple[int, int, int],
    language: str,
) -> Device:
    """A device with an app of each kind.

    Args:
        luck: chance.
        kinds: what kinds of apps there are.
        rows: things in each of them.
        alike: of those, about how many share a name with another, where names do not run out.
        size: width and height in pixels, and pixels per 100 points.
        language: of what is on the screen.
    """
    today = TODAY + luck.below(300)
    apps = tuple(_app(luck, EVERY_KIND[key], rows, alike, today, language) for key in kinds)
    return Device(
        width=size[0],
        height=size[1],
        scale=size[2],
        dark=luck.happens(0.35),
        language=language,
        clock=luck.between(420, 1320),
        today=today,
        apps=apps,
    )


def _app(luck: Luck, kind: AppKind, rows: int, alike: int, today: int, language: str) -> App:
    look = Arrangement(
        bar=luck.of(("solid", "plain", "plain", "large")),
        list=luck.of(("lines", "lines", "cards", "tiles") if kind.grid else ("lines", "cards")),
        nav=luck.of(("tabs", "chips", "bottom")),
        add=luck.of(("float", "float", "bar")),
        accent=luck.below(len(ACCENTS)),
    )
    name = luck.of(BRANDS[kind.key].split("|"))
    things = _things(luck, kind, rows, alike, today, language)
    return App(kind=kind.key, name=name, look=look, rows=tuple(things))


def _things(
    luck: Luck, kind: AppKind, count: int, alike: int, today: int, language: str
) -> list[Row]:
    titles = _titles(luck, kind.field(kind.title), count, alike, today, language)
    people = [_person(luck) for _ in range(max(3, count - alike))]
    things = []
    for title in titles:
        row: Row = {}
        for one in kind.fields:
            if one.key == kind.title:
                row[one.key] = title
            elif one.source == "person":
                row[one.key] = luck.of(people)
            else:
                row[one.key] = draw_value(luck, one, today, language)
        suitable = SUITABLE.get(kind.field(kind.title).source, {}).get(str(title))
        if suitable and suitable[0] in kind.field(kind.tabs).options:
            row[kind.tabs] = luck.of(suitable)
        if "price" in row and title in GOODS:
            row["price"] = _price(int(row["price"]), GOODS[str(title)])
        if "email" in row:
            row["email"] = _address(str(title), luck)
        things.append(row)
    return things


def _price(drawn: int, within: tuple[int, int]) -> int:
    """A price that was drawn as for any goods, as it is for such ones."""
    (least, most), (low, high), (euros, cents) = COSTS["price"], within, divmod(drawn, 100)
    return (low + (euros - least) * (high - low) // (most - least)) * 100 + cents


def _titles(
    luck: Luck, one: ThingField, count: int, alike: int, today: int, language: str
) -> list[Value]:
    titles: list[Value] = []
    for number in range(count):
        value = draw_value(luck, one, today, language)
        for _ in range(24):
            if value not in titles:
                break
            value = draw_value(luck, one, today, language)
        titles.append(luck.of(titles) if number and number >= count - alike else value)
    luck.shuffle(titles)
    return titles


def draw_value(luck: Luck, one: ThingField, today: int, language: str) -> Value:
    """A value that a field may have."""
    match one.holds, one.source:
        case "choice", _:
            return luck.of(one.options)
        case "flag", _:
            return int(luck.happens(0.3))
        case "money", _:
            return luck.between(*COSTS[one.source]) * 100 + luck.of((0, 50, 90, 99))
        case "rate", _:
            return luck.between(28, 50)
        case "km", _:
            return luck.between(3, 190)
        case "time", _:
            return luck.between(24, 88) * 15
        case "day", "past":
            return today - luck.below(60)
        case "day", _:
            return today + 1 + luck.below(60)
        case "length", "length":
            return luck.between(95, 380)
        case "length", _:
            return luck.between(2, 18) * 5
        case "size", _:
            return luck.of((luck.between(4, 990), luck.between(10, 480) * 100))
        case "count", "people":
            return luck.between(1, 8)
        case "count", _:
            return 0
        case "long", _:
            return " ".join(luck.sample(POOLS["line"][language], 2))
    return _phrase(luck, one.source, language)


def _phrase(luck: Luck, source: str, language: str) -> str:
    match source:
        case "person":
            return _person(luck)
        case "phone":
            return f"0{luck.between(15, 99)} {luck.between(200, 999)} {luck.between(1000, 9999)}"
        case "band":
            return luck.of(BANDS)
        case "writer":
            return luck.of(WRITERS)
        case "":
            return ""
    return luck.of(POOLS[source][language])


def _person(luck: Luck) -> str:
    return f"{luck.of(FIRST)} {luck.of(LAST)}"


def _address(name: str, luck: Luck) -> str:
    return f"{plainly(name).replace(' ', '.')}@{luck.of(('mail', 'post', 'home', 'net'))}.example"
