"""The small parts of an app's screens: buttons, rows, tiles, fields."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from tasksynth_apps.phones.content import PLACES
from tasksynth_apps.phones.device import App, Device, Row, kind_of, shown
from tasksynth_apps.phones.kinds import AppKind, ThingField
from tasksynth_apps.phones.themes import ACCENTS, Swatches, mixed, theme
from tasksynth_apps.phones.words import word
from tasksynth_apps.screens.metrics import wrapped
from tasksynth_apps.screens.nodes import Colour, Event, LaterPart, Meaning, Part

PURPOSES = {
    "back": "go back",
    "search": "search",
    "menu": "see more options",
    "clear": "clear the search",
    "close": "close this without saving",
    "edit": "edit this {}",
    "delete": "delete this {}",
    "new": "make a new {}",
}
"""What buttons that are only an icon are for, in English."""
KIND_ICONS = {"pdf": "file", "jpg": "image", "png": "image", "mp3": "song"}


class Kit(NamedTuple):
    """What all parts of an app's screens share."""

    device: Device
    app: App
    kind: AppKind
    theme: Swatches

    @classmethod
    def of(cls, device: Device, app: App) -> "Kit":
        """The kit of an app."""
        return cls(device, app, kind_of(app), theme(app.look.accent, dark=device.dark))

    def word(self, key: str) -> str:
        """A word of the interface."""
        return word(key, self.device.language)

    def said(self, row: Row, key: str) -> str:
        """What a thing's field shows."""
        return shown(self.kind.field(key), row[key], self.device.language)

    @property
    def points(self) -> int:
        """How wide the screen is."""
        return self.device.width * 100 // self.device.scale

    # -- text and buttons

    def text(self, text: str, size: int = 14, **more: object) -> Part:
        """A line of text."""
        return Part(text=text, size=size, **({"ink": self.theme.ink} | more))  # type: ignore[arg-type]

    def paragraph(self, text: str, size: int, points: int, most: int = 100) -> Part:
        """A text in as many lines as it takes."""
        scale = self.device.scale
        lines = wrapped(text, (size * scale + 50) // 100, points * scale // 100, most=most)
        return Part(*(self.text(line, size, ink=self.theme.soft) for line in lines))

    def icon_button(
        self, key: str, event: Event, ink: Colour, icon: str = "", side: int = 40
    ) -> Part:
        """A button that is an icon; `key` is its word."""
        mark = Meaning(
            "button", self.word(key), event, PURPOSES.get(key, "").format(self.kind.noun)
        )
        return self.touch(icon or key, mark, ink, side)

    def touch(self, icon: str, mark: Meaning, ink: Colour, side: int = 40) -> Part:
        """An icon in the middle of a square that can be touched."""
        inner = LaterPart(partial(_drawn, icon, ink), grow=1, mute=True)
        return Part(inner, row=True, w=side, h=side, mark=mark)

    def button(
        self, label: str, event: Event, *, filled: bool = True, danger: bool = False
    ) -> Part:
        """A button with a word."""
        colours = self.theme
        ground = (colours.danger if danger else colours.accent) if filled else None
        ink = colours.on_accent if filled else (colours.danger if danger else colours.accent)
        return Part(
            Part(text=label, size=14, medium=True, ink=ink),
            row=True, h=40, pad=(18, 0, 18, 0), align="center", fill=ground, radius=20,
            mark=Meaning("button", label, event),
        )  # fmt: skip

    def chip(self, label: str, event: Event, *, chosen: bool) -> Part:
        """A filter that is on or off."""
        colours = self.theme
        ink = colours.accent if chosen else colours.soft
        return Part(
            Part(text=label, size=13, medium=chosen, ink=ink),
            row=True, h=32, pad=(12, 0, 12, 0), align="center", radius=16,
            fill=colours.tint if chosen else colours.surface,
            border=None if chosen else colours.line,
            mark=Meaning("tab", label, event, states=("selected",) if chosen else ()),
        )  # fmt: skip

    # -- flags

    def flag(self, one: ThingField, row: Row, number: int, *, side: int = 40) -> Part:
        """What sets and unsets a flag: a switch, a box, or an icon."""
        is_on, colours = bool(row[one.key]), self.theme
        word = self.word(one.key)
        role = {"": "switch", "check": "checkbox"}.get(one.icon, "button")
        states = ("on" if is_on else "off",)
        mark = Meaning(
            role, word, ("flip", number, one.key), states=states, row=number, column=one.key
        )
        if one.icon == "":
            return _switch(colours, mark, is_on=is_on)
        if one.icon == "check":
            tick = Part(icon="check", size=14, ink=colours.on_accent) if is_on else None
            box = centred(
                tick, side=20, fill=colours.accent if is_on else colours.surface, radius=4,
                border=colours.accent if is_on else colours.soft,
            )  # fmt: skip
            return centred(box, side=side, mark=mark)
        ink = colours.accent if is_on else colours.soft
        return self.touch(one.icon + ("_on" if is_on else ""), mark, ink, side)

    # -- what a row begins with

    def lead(self, row: Row, number: int, side: int = 40) -> Part | None:
        """The picture at the left of a row."""
        kind, colours = self.kind, self.theme
        title = self.said(row, kind.title)
        match kind.lead:
            case "avatar":
                ground = mixed(ACCENTS[sum(map(ord, title)) % len(ACCENTS)], (255, 255, 255), 18)
                letter = Part(
                    text=title[:1].upper(), size=side * 45 // 100, medium=True,
                    ink=(255, 255, 255), align="center", grow=1,
                )  # fmt: skip
                return Part(
                    letter, row=True, align="center", w=side, h=side, fill=ground, radius=side
                )
            case "icon":
                icon = KIND_ICONS.get(title.rpartition(".")[2], self.kind.icon)
                icon = "file" if self.kind.key == "files" and icon == "folder" else icon
                return centred(
                    Part(icon=icon, size=side // 2, ink=colours.accent),
                    side=side, fill=colours.tint, radius=10,
                )  # fmt: skip
            case "art":
                return Part(art=self.art(title, number), w=side, h=side, radius=6)
            case "check":
                return self.flag(kind.field(kind.button), row, number)
        return None

    def art(self, title: str, number: int) -> str:
        """The picture of a thing: of what it is, where its kind is drawn; else one that suits."""
        seed = sum(map(ord, title)) + number
        source = self.kind.field(self.kind.title).source
        place = PLACES.get(source, {}).get(title.rstrip(" 0123456789"))
        return f"{self.kind.grid}:{seed}" if place is None else f"{source}:{seed}:{place}"

    def note_of(self, row: Row) -> str:
        """What a row says besides its title."""
        keys = [*self.kind.under, self.kind.trail]
        return " · ".join(self.said(row, key) for key in keys if key)

    # -- forms

    def entry(self, one: ThingField, value: str, *, focused: bool, search: bool = False) -> Part:
        """A field to type into."""
        colours = self.theme
        label = self.word("search" if search else one.key)
        mark = Meaning(
            "textbox", label, ("focus", one.key), value=value,
            states=("focused",) if focused else (), column=one.key,
        )  # fmt: skip
        if search:
            empty = not value
            return Part(
                Part(icon="search", size=18, ink=colours.soft),
                self.text(value or label, 14, ink=colours.soft if empty else colours.ink, grow=1),
                row=True, grow=1, h=40, pad=(12, 0, 12, 0), gap=8, align="center", radius=20,
                fill=mixed(colours.ground, colours.line, 45), mark=mark,
                border=colours.accent if focused else None,
            )  # fmt: skip
        box = Part(
            self.text(value or " ", 15, grow=1),
            row=True, h=48, pad=(12, 0, 12, 0), align="center", radius=6, fill=colours.surface,
            border=colours.accent if focused else colours.soft, mark=mark,
        )  # fmt: skip
        return Part(
            self.text(label, 12, ink=colours.accent if focused else colours.soft), box, gap=4
        )

    def choice(self, one: ThingField, value: str, number: int) -> Part:
        """A field that is chosen from a list."""
        colours = self.theme
        said = self.word(value)
        mark = Meaning(
            "combobox", self.word(one.key), ("choose", number, one.key), value=said, row=number,
            column=one.key,
        )  # fmt: skip
        box = Part(
            self.text(said, 15, grow=1), Part(icon="down", size=18, ink=colours.soft),
            row=True, h=48, pad=(12, 0, 12, 0), align="center", radius=6, fill=colours.surface,
            border=colours.line, mark=mark,
        )  # fmt: skip
        return Part(self.text(self.word(one.key), 12, ink=colours.soft), box, gap=4)

    def stepper(self, one: ThingField, row: Row, number: int) -> Part:
        """A number with a button for less and one for more."""
        colours = self.theme
        name = self.word(one.key)
        buttons = [
            self.touch(
                icon,
                Meaning(
                    "button", f"{self.word(key)}: {name}", ("step", number, one.key, by),
                    purpose=purpose, row=number, column=one.key,
                ),
                colours.accent,
            )
            for icon, key, by, purpose in (
                ("minus", "less", -1, f"make the number at “{name}” smaller"),
                ("add", "more", 1, f"make the number at “{name}” larger"),
            )
        ]  # fmt: skip
        count = self.text(str(row[one.key]), 16, medium=True, align="center", w=32)
        return Part(
            self.text(name, 15, grow=1), buttons[0], count, buttons[1],
            row=True, h=52, align="center", gap=2,
        )  # fmt: skip


def centred(
    kid: Part | None,
    *,
    side: int,
    fill: Colour | None = None,
    radius: int = 0,
    border: Colour | None = None,
    mark: Meaning | None = None,
) -> Part:
    """A square with something in its middle."""
    inner = LaterPart(partial(_middle, kid), grow=1, mute=True) if kid else None
    return Part(inner, row=True, w=side, h=side, fill=fill, radius=radius, border=border, mark=mark)


def _drawn(icon: str, ink: Colour) -> Part:
    return _middle(Part(icon=icon, size=22, ink=ink))


def _middle(kid: Part) -> Part:
    return Part(Part(grow=1), kid, Part(grow=1), align="center", grow=1)


def _switch(colours: Swatches, mark: Meaning, *, is_on: bool) -> Part:
    knob = Part(w=18, h=18, radius=9, fill=colours.on_accent if is_on else colours.soft)
    kids: Sequence[Part] = (Part(grow=1), knob) if is_on else (knob, Part(grow=1))
    track = Part(
        *kids, row=True, w=44, h=24, pad=(3, 0, 3, 0), align="center", radius=12,
        fill=colours.accent if is_on else mixed(colours.surface, colours.line, 70),
        border=None if is_on else colours.soft,
    )  # fmt: skip
    return Part(track, row=True, w=48, h=40, pad=(2, 0, 2, 0), align="center", mark=mark)
