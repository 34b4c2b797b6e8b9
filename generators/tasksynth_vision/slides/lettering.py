"""How wide type is: the advances of Aileron, so that a line's length needs no font."""

from functools import cache

EM = 1000
_ADVANCES = (
    256, 242, 339, 580, 580, 740, 654, 176, 315, 315, 560, 580, 220, 274, 220, 303, 580, 580, 580,
    580, 580, 580, 580, 580, 580, 580, 220, 220, 580, 580, 580, 499, 852, 639, 627, 699, 709, 587,
    567, 710, 730, 264, 544, 609, 575, 866, 718, 737, 598, 733, 619, 585, 612, 682, 622, 952, 625,
    581, 591, 307, 303, 295, 580, 500, 300, 531, 611, 529, 615, 549, 290, 615, 593, 238, 233, 522,
    247, 855, 593, 586, 611, 615, 330, 459, 313, 592, 514, 785, 482, 513, 462, 303, 250, 303, 580,
)  # fmt: skip
"""Of ASCII from the space on, in thousandths of the type's size; the space a little wider."""
BOLDER = 30
"""What a letter is wider in bold."""
PITCH = 1.3
"""From one line to the next, of the type's size."""
BASE = 0.98
"""From the top of a line to its baseline."""
CAPITAL = 0.71
"""Of the type's size: how high capitals are."""
TAIL = 0.2
"""How far `g` and `y` reach below the baseline."""
TAILED = frozenset("gjpqy,;Q()")


def advance(letter: str, *, bold: bool) -> int:
    """How wide a letter is, in thousandths of the type's size."""
    return _ADVANCES[ord(letter) - 32] + BOLDER * bold


@cache
def length(text: str, size: int, *, bold: bool = False) -> int:
    """Pixels that a line takes."""
    return -(-sum(advance(letter, bold=bold) for letter in text) * size // EM)


@cache
def set_lines(text: str, size: int, wide: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text in lines of a width, as far as its words allow."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and length(longer, size, bold=bold) > wide:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def pitch(size: int) -> int:
    """Pixels from one line to the next."""
    return round(PITCH * size)
