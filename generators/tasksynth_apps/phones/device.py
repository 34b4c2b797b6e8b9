"""A device, its apps, and what is in them: what a task's instance holds."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from functools import lru_cache
from typing import Literal

from tasksynth import Model
from tasksynth_apps.phones.kinds import EVERY_KIND, AppKind, ThingField
from tasksynth_apps.phones.words import MONTHS, word

Value = int | str
Row = dict[str, Value]
"""A thing: its values by field; flags are 0 or 1, choices the words of their options."""


class Arrangement(Model):
    """How an app arranges what all apps of its kind have."""

    bar: Literal["solid", "plain", "large"]
    """The bar at the top: of the app's colour, of the ground's, or with a large heading below."""
    list: Literal["lines", "cards", "tiles"]
    nav: Literal["tabs", "chips", "bottom"]
    add: Literal["float", "bar"]
    """Where the button for new things is."""
    accent: int


class App(Model):
    """An app and its things."""

    kind: str
    name: str
    look: Arrangement
    rows: tuple[Row, ...]


class Device(Model):
    """A screen's size and manner, and the apps."""

    width: int
    height: int
    scale: int
    """Pixels per 100 points."""
    dark: bool
    language: str
    clock: int
    """Minutes since midnight."""
    today: int
    """The day as an ordinal of the proleptic calendar."""
    apps: tuple[App, ...]

    @property
    def wide(self) -> bool:
        """Whether it is a desk's and no hand's."""
        return self.width * 100 >= 840 * self.scale


@dataclass
class OpenPage:
    """A page that is open, and what was done on it."""

    kind: Literal["home", "list", "detail", "edit", "choose", "menu", "confirm", "notice"]
    app: int = -1
    row: int = -1
    """The id of the thing; -1 is a new one."""
    field: str = ""
    tab: int = 0
    query: str | None = None
    """What is searched for; None if nothing is."""
    sort: str = ""
    scroll: int = 0
    focus: str = ""
    """The field that typing goes to."""
    draft: dict[str, Value] = made(default_factory=dict)
    """What a form holds."""

    def copy(self) -> "OpenPage":
        """The same page, to be used otherwise."""
        other = object.__new__(OpenPage)  # at a third of the cost of asking for each field
        vars(other).update(vars(self), draft=dict(self.draft))
        return other


def key_of(page: OpenPage) -> tuple[object, ...]:
    """All that a page is."""
    seen = page.tab, page.query, page.sort, page.scroll, page.focus
    return (page.kind, page.app, page.row, page.field, *seen, *page.draft.values())


def shown(one: ThingField, value: Value, language: str) -> str:
    """A value as people read it."""
    if isinstance(value, str):
        return word(value, language) if one.holds == "choice" else value
    if one.holds in ("rate", "km"):
        number = f"{value // 10}.{value % 10}"
        number = number if language == "en" else number.replace(".", ",")
        return number if one.holds == "rate" else f"{number} km"
    if one.holds == "money":
        euros = f"{value // 100}.{value % 100:02}"
        return f"€{euros}" if language == "en" else f"{euros.replace('.', ',')} €"
    if one.holds == "day":
        return day_told(value, language)
    if one.holds == "time":
        return f"{value // 60:02}:{value % 60:02}"
    if one.holds == "length":
        return f"{value // 60}:{value % 60:02}" if one.source == "length" else f"{value} min"
    if one.holds == "size":
        return f"{value} kB" if value < 1000 else f"{value // 1000}.{value // 100 % 10} MB"
    return str(value)


@lru_cache(maxsize=1 << 12)
def day_told(ordinal: int, language: str) -> str:
    """A day without its year."""
    day = date.fromordinal(ordinal)
    month = MONTHS[language][day.month - 1]
    return f"{day.day}. {month}" if language == "de" else f"{day.day} {month}"


def blank(kind: AppKind, device: Device) -> Row:
    """What a new thing is before anybody says more of it."""
    values: Row = {}
    for one in kind.fields:
        if one.holds in ("text", "long"):
            values[one.key] = ""
        elif one.holds == "choice":
            values[one.key] = one.options[0]
        elif one.holds == "day":
            values[one.key] = device.today
        elif one.holds == "time":
            values[one.key] = 480
        elif one.source == "people":
            values[one.key] = 4
        else:
            values[one.key] = 0
    return values


def otherwise(first: tuple[Row, ...], now: Mapping[int, Row]) -> Hashable:
    """All that an app holds otherwise than at first; a thing that changed is another one."""
    other = [
        (number, *row.values())
        for number, row in now.items()
        if number >= len(first) or row is not first[number]
    ]
    gone = [number for number in range(len(first)) if number not in now]
    return tuple(other), tuple(gone)


def kind_of(app: App) -> AppKind:
    """An app's kind."""
    return EVERY_KIND[app.kind]
