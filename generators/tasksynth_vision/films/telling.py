"""Say what is asked about a film."""

from collections.abc import Iterator

from tasksynth_vision.films.log import RATE, Film, What
from tasksynth_vision.films.moments import Doing, Inquiry, Moment

_DOES: dict[What, tuple[str, str]] = {
    "glow": ("glows", "begin to glow"),
    "turn": ("is {colour}", "take on another colour"),
    "swell": ("is swollen", "swell"),
    "hop": ("hops", "begin to hop"),
    "leave": ("is out of the picture", "leave the picture"),
    "visit": ("visits another thing", "come to visit another thing"),
}
"""What a thing does, and what it does when that begins."""
_MEANS: dict[What, str] = {
    "glow": "glow (there is white light around it)",
    "turn": "take on another colour",
    "swell": "be swollen (half as wide again)",
    "hop": "hop up and down at its place",
    "leave": "be out of the picture (no part of it is seen; it hurries out at the left or the "
    "right, and back)",
    "visit": "visit another thing (it stands beside that: from when it arrives until it sets out "
    "for home)",
}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
             "tenth", "eleventh", "twelfth")  # fmt: skip


def seconds(tick: int) -> str:
    """A time as it is written: no more digits than it has."""
    return f"{tick / RATE:.3f}".rstrip("0").rstrip(".")


def called(film: Film, who: int) -> str:
    """A thing by its kind, and by its pattern where another one is of the same kind."""
    one = film.cast[who]
    alone = sum(other.kind == one.kind for other in film.cast) == 1
    return one.kind if alone else f"{one.pattern} {one.kind}"


def rules(film: Film) -> str:
    """What may happen, and how long it lasts."""
    whats = sorted({event.what for event in film.events}, key=list(_MEANS).index)
    *means, last = (_MEANS[what] for what in whats)
    may = f"{', '.join(means)} or {last}" if means else last
    return (
        f"At first all {len(film.cast)} things are at rest, each at its place and in its own "
        f"colour. Now and then one of them does something else for a while: it may {may}. "
        f"Whatever it does lasts {seconds(film.shortest)} s or longer, and then the thing is at "
        "rest for as long, at least, before it does anything again."
    )


AFTER = "“After A” means that it begins once A is over, “before A” that it is over before A begins."


def told(film: Film, inquiry: Inquiry) -> str:
    """The question."""
    lines: list[str] = []
    names = iter("ABCDEFGH")
    if inquiry.ask == "count" and inquiry.until and inquiry.counted:
        ends = []
        for moment in (inquiry.moment, inquiry.until):
            lines += _let(film, moment, names)
            ends.append(_name_of(lines))
        lines.append(
            f"Consider the time from the end of {ends[0]} to the beginning of {ends[1]}. When is "
            f"that, and how many times does anything {_DOES[inquiry.counted.what][1]} in it?"
        )
        return " ".join(lines)
    moment = inquiry.moment
    if moment.anchor:
        lines += _let(film, moment.anchor, names)
    phrase = _phrase(film, moment, _name_of(lines) if lines else "")
    match inquiry.ask:
        case "who":
            lines.append(f"Find {phrase}. When is that, and which thing is it?")
        case "colour":
            of = called(film, inquiry.of or 0)
            lines.append(f"Find {phrase}. When is that, and what colour is the {of} as it begins?")
        case _:
            lines.append(f"Find {phrase}. When is that?")
    return " ".join(lines)


def _let(film: Film, moment: Moment, names: Iterator[str]) -> list[str]:
    """The sentences that give names to a moment and to those that it is told by."""
    before = _let(film, moment.anchor, names) if moment.anchor else []
    phrase = _phrase(film, moment, _name_of(before) if before else "")
    return [*before, f"Let {next(names)} be {phrase}."]


def _name_of(lines: list[str]) -> str:
    """The name that the last of the sentences gave."""
    return lines[-1].split()[1]


def _phrase(film: Film, moment: Moment, anchor: str) -> str:
    does = _clause(film, moment.doing)
    match moment.order:
        case "only":
            return f"the only time that {does}"
        case "nth":
            return f"the {_ORDINALS[moment.n - 1]} time that {does}"
        case "last":
            return f"the last time that {does}"
        case "after":
            return f"the first time after {anchor} that {does}"
    return f"the last time before {anchor} that {does}"


def _clause(film: Film, doing: Doing) -> str:
    who = "anything" if doing.who is None else f"the {called(film, doing.who)}"
    return f"{who} {_DOES[doing.what][0].format(colour=doing.colour)}"
