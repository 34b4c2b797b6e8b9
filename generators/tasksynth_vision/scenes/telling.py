"""Descriptions in words."""

from tasksynth_vision.scenes.queries import Beside, Description, InOrder, Like, Nearest, Side
from tasksynth_vision.scenes.things import COLOURS

RULES = (
    "Left, right, above, below, near and the order of things go by their centres, whatever else "
    "lies between."
)
VOCABULARY = (
    "Things are small or large, and plain, striped or dotted; their colours are called "
    f"{', '.join(sorted(COLOURS))}."
)
_SIDES: dict[Side, str] = {
    "left": "to the left of",
    "right": "to the right of",
    "above": "above",
    "below": "below",
}
_FIRST: dict[Side, str] = {
    "left": "leftmost",
    "right": "rightmost",
    "above": "topmost",
    "below": "bottommost",
}
_FROM: dict[Side, str] = {
    "left": "from the left",
    "right": "from the right",
    "above": "from the top",
    "below": "from the bottom",
}
_RANKS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_MANY = {"cross": "crosses"}


def words_of(like: Like, *, many: bool = False) -> str:
    """`large striped red star`, or `small things`."""
    noun: str = like.kind or "thing"
    if many:
        noun = _MANY.get(noun, noun + "s")
    return " ".join(filter(None, (like.size, like.pattern, like.colour, noun)))


def told(query: Description) -> tuple[str, str]:
    """What has to be known before, and the description: the one may be empty.

    Anything that takes a step to find gets a letter, so that no clause can belong to two things.
    """
    known: list[str] = []
    phrase = _told(query, known)
    letters = zip("ABCD", known, strict=False)
    return " ".join(f"Let {letter} be {what}." for letter, what in letters), phrase


def _told(query: Description, known: list[str]) -> str:
    noun, chosen = words_of(query.like), query.chosen
    where = "" if query.beside is None else " " + _side_of(query.beside, known)
    many = words_of(query.like, many=True) + where
    match chosen:
        case None:
            return f"the {noun}{where}"
        case Nearest(to=to):
            near = f"that is nearest to {_named(to, known)}"
            return f"the one of the {many} {near}" if where else f"the {noun} {near}"
        case InOrder(side=side, rank=rank):
            if rank == 1:
                return (
                    f"the {_FIRST[side]} of the {many}" if where else f"the {_FIRST[side]} {noun}"
                )
            order = f"{_RANKS[rank]} of the {many}" if where else f"{_RANKS[rank]} {noun}"
            return f"the {order} {_FROM[side]}"


def _named(query: Description, known: list[str]) -> str:
    phrase = _told(query, known)
    if query.beside is None and query.chosen is None:
        return phrase
    known.append(phrase)
    return "ABCD"[len(known) - 1]


def _side_of(beside: Beside, known: list[str]) -> str:
    return f"{_SIDES[beside.side]} {_named(beside.of, known)}"


def side_of(beside: Beside) -> str:
    """`to the left of the blue ring`: of something that its looks alone tell."""
    return _side_of(beside, [])
