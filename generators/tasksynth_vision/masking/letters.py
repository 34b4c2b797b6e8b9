"""Letters of squares, five across and seven down, no two of which are alike."""

DOT, ACROSS, DOWN = 5, 5, 7
"""Pixels of a square's side, most often; squares of a letter."""
LEAST_DOT = 4
"""The least: a line of three pixels is all edge, and might be left out."""
STEP = ACROSS + 1
"""Squares from letter to letter."""
_ROWS = {
    "A": "01110 10001 10001 11111 10001 10001 10001",
    "B": "11110 10001 10001 11110 10001 10001 11110",
    "C": "01111 10000 10000 10000 10000 10000 01111",
    "D": "11110 10001 10001 10001 10001 10001 11110",
    "E": "11111 10000 10000 11110 10000 10000 11111",
    "F": "11111 10000 10000 11110 10000 10000 10000",
    "G": "01111 10000 10000 10011 10001 10001 01111",
    "H": "10001 10001 10001 11111 10001 10001 10001",
    "J": "00111 00010 00010 00010 00010 10010 01100",
    "K": "10001 10010 10100 11000 10100 10010 10001",
    "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001",
    "N": "10001 11001 11001 10101 10011 10011 10001",
    "P": "11110 10001 10001 11110 10000 10000 10000",
    "R": "11110 10001 10001 11110 10100 10010 10001",
    "S": "01111 10000 10000 01110 00001 00001 11110",
    "T": "11111 00100 00100 00100 00100 00100 00100",
    "U": "10001 10001 10001 10001 10001 10001 01110",
    "V": "10001 10001 10001 10001 01010 01010 00100",
    "W": "10001 10001 10001 10101 10101 11011 10001",
    "X": "10001 10001 01010 00100 01010 10001 10001",
    "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11110 00001 00001 01110 00001 00001 11110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "7": "11111 00001 00001 00010 00010 00100 00100",
    "9": "01110 10001 10001 01111 00001 00001 01110",
}
LETTERS = "".join(_ROWS)


def lettered(text: str, left: int, top: int, dot: int = DOT) -> str:
    """The path of a text whose upper left corner is there, of squares of so many pixels."""
    parts = []
    for number, letter in enumerate(text):
        for row, dots in enumerate(_ROWS[letter].split()):
            x, y = left + number * STEP * dot, top + row * dot
            parts += [
                f"M{x + begin * dot} {y}h{long * dot}v{dot}h-{long * dot}z"
                for begin, long in _runs(dots)
            ]
    return "".join(parts)


def _runs(dots: str) -> list[tuple[int, int]]:
    """Where squares that touch begin in a row, and how many they are."""
    out, begin = [], 0
    for run in dots.split("0"):
        if run:
            out.append((begin, len(run)))
        begin += len(run) + 1
    return out
