"""Scenes and what is demanded of them in words."""

from collections.abc import Sequence

from tasksynth_vision.composing.asking import Inventory
from tasksynth_vision.composing.claims import CLEAR, EVEN, MARGIN, SceneClaim, Way
from tasksynth_vision.composing.editing import SceneEdit
from tasksynth_vision.composing.shapes import CODES, LARGE, LEAST, SMALL, ShapeLike

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen")  # fmt: skip
_SIDES: dict[Way, str] = {"left": "to the left of", "right": "to the right of", "above": "above",
                          "below": "below"}  # fmt: skip
_FIRST: dict[Way, str] = {"left": "leftmost", "right": "rightmost", "above": "topmost",
                          "below": "bottommost"}  # fmt: skip
_HALVES: dict[Way, str] = {"left": "left", "right": "right", "above": "upper", "below": "lower"}


def words_of(like: ShapeLike, *, many: bool = False) -> str:
    """`large red star`, or `small circles`."""
    noun = (like.kind or "thing") + "s" * many
    return " ".join(filter(None, (like.size, like.colour, noun)))


def article(words: str) -> str:
    """`a` or `an`, with what follows."""
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def listed(parts: Sequence[str]) -> str:
    """One after the other: `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def told_inventory(there: Sequence[Inventory]) -> str:
    """What there is: `a large red star and two small circles`."""
    return listed([
        article(words_of(group.like)) if group.number == 1
        else f"{NUMBERS[group.number]} {words_of(group.like, many=True)}"
        for group in there
    ])  # fmt: skip


def told_claim(claim: SceneClaim) -> str:
    """A claim as a sentence."""
    what = f"the {words_of(claim.what)}"
    of = "" if claim.of is None else f"the {words_of(claim.of)}"
    match claim.sort:
        case "side":
            return _counted(claim, f"{_SIDES[claim.way]} {of}")
        case "half":
            return _counted(claim, f"in the {_HALVES[claim.way]} half of the picture")
        case "first":
            return _capital(f"{what} is the {_FIRST[claim.way]} of all things.")
        case "even":
            how = "are at the same height" if claim.way == "above" else "share a column"
            return _capital(f"{what} and {of} {how}.")
        case "inside":
            return _capital(f"{what} is inside {of}.")
        case "over":
            return _capital(f"{what} lies partly over {of}.")
    return f"Nothing else comes near {what}."


def _counted(claim: SceneClaim, where: str) -> str:
    if claim.among == 1:
        return _capital(
            f"the {words_of(claim.what)} is {'not ' if claim.number == 0 else ''}{where}."
        )
    name, two = words_of(claim.what, many=True), claim.among == 2
    group = f"the {NUMBERS[claim.among]} {name}"
    if claim.number is None:
        return f"{'Both' if two else 'All ' + NUMBERS[claim.among]} {name} are {where}."
    if claim.number == 0:
        return f"{'Neither' if two else 'None'} of {group} is {where}."
    verb = "is" if claim.number == 1 else "are"
    return f"Exactly {NUMBERS[claim.number]} of {group} {verb} {where}."


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def told_edit(edit: SceneEdit) -> str:
    """An edit as a sentence."""
    name = words_of(edit.like)
    one = f"the {name}" if len(edit.targets) == 1 else f"every {name}"
    where = listed([f"{_SIDES[claim.way]} the {words_of(claim.of or claim.what)}"
                    for claim in edit.where]) if edit.where else ""  # fmt: skip
    match edit.verb:
        case "remove":
            return f"Remove {one}."
        case "recolour":
            return f"Make {one} {edit.colour}."
        case "move":
            return f"Move {one} to a place {where}."
        case "add":
            return f"Add {article(name)} {where}."
        case "resize":
            return f"Make {one} twice as wide and twice as high, around the same middle."
    other = "" if edit.other is None else words_of(edit.other)
    return (
        f"Let the {name} and the {other} change places: the middle of the bounding box of each "
        "goes to where that of the other one is."
    )


def rules(claims: Sequence[SceneClaim]) -> list[str]:
    """What the words of claims mean, those that occur."""
    sorts = {claim.sort for claim in claims}
    out = []
    if sorts & {"side", "half", "first", "even"}:
        out.append("A thing is where the middle of its bounding box is.")
    if sorts & {"side", "first"}:
        out.append(f"To the left of something is what is at least {MARGIN} units farther left; so "
                   "are the other sides, and the outermost thing is so of all others.")  # fmt: skip
    if "half" in sorts:
        out.append(f"In a half is what is at least {MARGIN} units beyond the middle line.")
    if "even" in sorts:
        out.append(f"Things are at the same height when they are at most {EVEN} units off down, "
                   "and share a column when they are at most so much off across.")  # fmt: skip
    if "clear" in sorts:
        out.append("Nothing comes near a thing when its bounding box is at least "
                   f"{CLEAR} units away from all others, across or down.")  # fmt: skip
    if "inside" in sorts:
        out.append("Inside of a thing is what is in front of it and does not reach over its edge.")
    if "over" in sorts:
        out.append("Partly over a thing is what is in front of it and covers some of it: between a "
                   "tenth and nine tenths of the smaller thing is common to both.")  # fmt: skip
    return out


def looks(colours: Sequence[str]) -> str:
    """What colours, sizes and shapes are."""
    told = ", ".join(f"{name} {CODES[name]}" for name in colours)
    return (
        f"Colours: {told}; any other colour counts as the one of these that is nearest in red, "
        f"green and blue. The longer side of a thing's bounding box is {LEAST} units or more, of "
        f"a small thing {SMALL} at most, of a large one {LARGE} at least. Rectangles and ellipses "
        "are at least one and a half times as long as wide, stars have five points. Things may be "
        "turned."
    )
