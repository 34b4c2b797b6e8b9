"""How English picks one thing among others: by what is told of it, or by where it stands."""

from collections.abc import Iterable
from typing import Literal

from tasksynth import Model
from tasksynth_apps.phones.device import Row, Value, shown
from tasksynth_apps.phones.kinds import AppKind, ThingField

End = Literal["", "least", "most"]
_ENDS = {
    "money": ("cheapest", "most expensive"),
    "rate": ("worst rated", "best rated"),
    "day": ("earliest", "latest"),
    "time": ("earliest", "latest"),
    "length": ("shortest", "longest"),
    "size": ("smallest", "largest"),
    "km": ("nearest", "farthest"),
}
_OWN_ENDS = {
    ("payment", "money"): ("smallest", "largest"),
    ("workout", "km"): ("shortest", "longest"),
    ("recipe", "length"): ("quickest", "slowest"),
}


class Naming(Model):
    """What picks a thing: all of it holds of that thing, and together of no other."""

    equal: tuple[tuple[str, Value], ...] = ()
    """Fields, and what they hold."""
    by: str = ""
    """A field of which it has the least or the most, among those that hold the above."""
    end: End = ""


def meant(naming: Naming, rows: Iterable[tuple[int, Row]]) -> list[int]:
    """The ids of the things that a naming picks, of some things."""
    found = list(rows)
    for key, value in naming.equal:
        found = [one for one in found if one[1][key] == value]
    if naming.end and found:
        values = [int(row[naming.by]) for _, row in found]
        wanted = min(values) if naming.end == "least" else max(values)
        found = [one for one, value in zip(found, values, strict=True) if value == wanted]
    return [number for number, _ in found]


def called(naming: Naming, kind: AppKind, language: str) -> str:
    """What English calls the thing, such as `the earliest event at “Opera House”`."""
    words = [kind.noun]
    if naming.end:
        words.insert(0, end_told(kind, naming.by, naming.end))
    words += [
        kind.field(key).ref.format(english(kind.field(key), value, language))
        for key, value in naming.equal
    ]
    return f"the {' '.join(words)}"


def end_told(kind: AppKind, key: str, end: End) -> str:
    """The superlative of a field."""
    holds = kind.field(key).holds
    pair = _OWN_ENDS.get((kind.noun, holds), _ENDS.get(holds, ("least", "most")))
    return pair[end == "most"]


def ended(kind: AppKind) -> list[ThingField]:
    """The fields that have superlatives."""
    return [one for one in kind.fields if one.holds in _ENDS]


def english(one: ThingField, value: Value, language: str) -> str:
    """A value in an English sentence: options as the screen says them, the rest in English."""
    return shown(one, value, language if one.holds == "choice" else "en")
