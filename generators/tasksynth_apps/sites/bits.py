"""What a page is made of, and what of it can be used: the same for a browser and for a reader."""

from dataclasses import dataclass, field
from typing import NamedTuple

FIELDS = ("textbox", "searchbox", "password", "spinbutton", "combobox", "checkbox", "radio")
"""Kinds of what a form's values come from."""
USED = frozenset(("link", "button", *FIELDS))
"""Kinds of what can be used, each of which has a number."""


class Bit(NamedTuple):
    """A part of a page."""

    kind: str
    """As accessibility trees call it: heading, link, button, textbox, form, table, row, …"""
    text: str = ""
    """What it says, or is called."""
    kids: "tuple[Bit, ...]" = ()
    to: str = ""
    """Where a link leads; where a form is sent."""
    name: str = ""
    """Of a field, or of the button that sends a form."""
    value: str = ""
    """What a field holds at first, or a button or an option stands for."""
    options: tuple[tuple[str, str], ...] = ()
    """Of a combobox: values, and what they are called."""
    on: bool | None = None
    """Whether a checkbox, a radio or a button that stays down is."""
    look: str = ""
    """How a browser shows it; it means nothing."""


class Used(NamedTuple):
    """Something on a page that can be used."""

    bit: Bit
    form: Bit | None
    """The form that it is in."""


@dataclass
class WebPage:
    """A page as it was loaded."""

    url: str
    title: str
    body: tuple[Bit, ...]
    accent: int = 0
    """Of the colours of its site."""
    language: str = "en"
    used: list[Used] = field(default_factory=list)
    """What can be used, in the order of reading: number 1 comes first. What a dialog lies over
    cannot be used."""

    def __post_init__(self) -> None:
        dialog = next((bit for bit in self.body if bit.kind == "dialog"), None)
        for bit in self.body if dialog is None else (dialog,):
            _collect(bit, None, self.used)


def _collect(bit: Bit, form: Bit | None, used: list[Used]) -> None:
    kind, kids = bit.kind, bit.kids
    if kind in USED:
        used.append(Used(bit, form))
    if kids:
        form = bit if kind == "form" else form
        for kid in kids:
            _collect(kid, form, used)


def text(said: str, look: str = "") -> Bit:
    """Some words."""
    return Bit("text", said, look=look)


def link(said: str, to: str, look: str = "") -> Bit:
    """A link."""
    return Bit("link", said, to=to, look=look)


def posted(to: str, *kids: Bit, look: str = "") -> Bit:
    """A form that changes something."""
    return Bit("form", "post", kids, to=to, look=look)


def hidden(name: str, value: str) -> Bit:
    """What a form sends that nobody sees."""
    return Bit("hidden", name=name, value=value)


def button(said: str, name: str = "", value: str = "", on: bool | None = None,  # noqa: FBT001
           look: str = "") -> Bit:  # fmt: skip
    """A button that sends its form."""
    return Bit("button", said, name=name, value=value, on=on, look=look)
