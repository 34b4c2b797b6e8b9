"""Problems in a row, each about a number that the one before gives; and programs for all of it."""

from tasksynth import Model
from tasksynth_tools.dice import Chance
from tasksynth_tools.sums.kinds import KINDS, Numbers, ProblemKind

NAMES = "ABCDEF"
LEAST = 100
"""Of an answer: smaller ones might be guessed."""
FEWEST = 20
"""Cases that a value before makes at least: whoever leaves it out guesses among them."""
BY_NAME = {kind.name: kind for kind in KINDS}


class Piece(Model):
    """One problem: n is `base`, plus what the value before it leaves when divided by `modulus`."""

    kind: str
    base: int
    modulus: int
    """0 for the first."""
    numbers: Numbers
    value: int


def draw_chain(chance: Chance, steps: int, size: int) -> tuple[Piece, ...] | None:
    """Problems of a size; None if their answers are too easily guessed."""
    pieces: list[Piece] = []
    for kind in chance.sample(KINDS, steps):
        numbers = kind.draw(chance, size)
        about = kind.sizes[size]
        most = about if size else about * 7 // 5  # or there would be few small ones
        base = chance.between(about * 4 // 5, most)
        modulus = max(FEWEST, about // 10) if pieces else 0
        n = base + (pieces[-1].value % modulus if pieces else 0)
        piece = Piece(
            kind=kind.name, base=base, modulus=modulus, numbers=numbers, value=kind.find(n, numbers)
        )
        if piece.value < LEAST or _told(piece):
            return None
        pieces.append(piece)
    return tuple(pieces)


def _told(piece: Piece) -> bool:
    return piece.value in (piece.base, piece.modulus, *piece.numbers.values())


def tell(pieces: tuple[Piece, ...]) -> str:
    """The problems in words."""
    lines = []
    for place, piece in enumerate(pieces):
        more = f" + ({NAMES[place - 1]} mod {piece.modulus})" if place else ""
        what = BY_NAME[piece.kind].say(piece.numbers)
        lines.append(f"{place + 1}. Let n = {piece.base}{more}. {NAMES[place]} is {what}.")
    return "\n".join(lines)


def program(pieces: tuple[Piece, ...], *, slow: bool = False) -> str:
    """A program that prints the last value."""
    lines = [
        BY_NAME[piece.kind].program(f"f{place}", piece.numbers, slow=slow)
        for place, piece in enumerate(pieces)
    ]
    for place, piece in enumerate(pieces):
        more = f" + {NAMES[place - 1]} % {piece.modulus}" if place else ""
        lines.append(f"{NAMES[place]} = f{place}({piece.base}{more})\n")
    return "".join([*lines, f"print({NAMES[len(pieces) - 1]})\n"])


def steps_of(pieces: tuple[Piece, ...]) -> int:
    """Elementary steps that it takes, by the quick programs."""
    total, before = 0, 0
    for piece in pieces:
        kind: ProblemKind = BY_NAME[piece.kind]
        n = piece.base + (before % piece.modulus if piece.modulus else 0)
        total += kind.steps(n, **piece.numbers)
        before = piece.value
    return total
