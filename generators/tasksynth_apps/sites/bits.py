"""What a page is made of, and what of it can be used: the same for a browser and for a reader."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
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


class BitGroup(NamedTuple):
    """A part of a page whose own parts are made one by one."""

    kind: str
    kids: "tuple[Piece, ...]"


LaterBits = tuple[tuple[int, ...], "Callable[[int], tuple[Piece, ...]]"]
"""Parts of a page, one behind the other, each made where somebody looks: how much of what is in
each can be used, and what makes the one at a place. A plain tuple, as every page has some."""
Piece = Bit | BitGroup | LaterBits


@dataclass
class WebPage:
    """A page as it was loaded."""

    url: str
    title: str
    pieces: tuple[Piece, ...]
    dialog: Bit | None = None
    """It lies over the rest, which cannot be used."""
    accent: int = 0
    """Of the colours of its site."""
    language: str = "en"
    _at: dict[int, "Used | None"] = field(default_factory=dict)
    """What was asked for, by number."""

    @cached_property
    def body(self) -> tuple[Bit, ...]:
        """All that is on it."""
        return (*_all_whole(self.pieces), *([self.dialog] if self.dialog else []))

    @cached_property
    def used(self) -> list[Used]:
        """What can be used, in the order of reading: number 1 comes first."""
        return _used((self.dialog,) if self.dialog else self.body, None)

    def at(self, number: int) -> Used | None:
        """What has a number; no more is made than that takes."""
        if number not in self._at:
            pieces = (self.dialog,) if self.dialog else self.pieces
            self._at[number] = _nth(pieces, number)[1] if number > 0 else None
        return self._at[number]


def _all_whole(pieces: "Iterable[Piece]") -> Iterator[Bit]:
    """Some parts of a page, each with all that is in it."""
    for piece in pieces:
        if isinstance(piece, Bit):
            yield piece
        elif isinstance(piece, BitGroup):
            yield Bit(piece.kind, kids=tuple(_all_whole(piece.kids)))
        else:
            usable, make = piece
            for place in range(len(usable)):
                yield from _all_whole(make(place))


def _nth(pieces: "tuple[Piece, ...]", number: int) -> tuple[int, Used | None]:
    """What has a number in some parts; else what is left of the number after them."""
    for piece in pieces:
        if isinstance(piece, BitGroup):
            number, found = _nth(piece.kids, number)
            if found is not None:
                return 0, found
        elif isinstance(piece, Bit):
            if not piece.kids:
                there = [Used(piece, None)] if piece.kind in USED else []
            else:
                there = _used((piece,), None)
            if number <= len(there):
                return 0, there[number - 1]
            number -= len(there)
        else:
            for place, usable in enumerate(piece[0]):
                if number <= usable:
                    return _nth(piece[1](place), number)
                number -= usable
    return number, None


def _used(bits: tuple[Bit, ...], form: Bit | None) -> list[Used]:
    """What can be used in some parts, in the order of reading."""
    found = []
    for bit in bits:
        if bit.kind in USED:
            found.append(Used(bit, form))
        if bit.kids:
            found += _used(bit.kids, bit if bit.kind == "form" else form)
    return found


def in_form(form: Bit) -> list[Bit]:
    """What can be used in a form: what has one number after the other."""
    return [one.bit for one in _used(form.kids, form)]


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
