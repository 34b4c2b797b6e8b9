"""Grids of digits as text."""

from collections.abc import Sequence

BLANKS = (".", "_", "0", "*")
"""What stands for an empty cell, by style."""
ENDINGS = (
    (
        "Give the finished grid between <answer> and </answer>, one row a line, digits separated "
        "by spaces."
    ),
    (
        "When you are done, write all rows, one a line with spaces between the digits, between "
        "<answer> and </answer>."
    ),
    (
        "End with the complete grid in <answer></answer> tags: a line for each row, with the "
        "digits set apart by spaces."
    ),
)


def drawn(cells: Sequence[int], side: int, style: int) -> str:
    """The rows of a grid, 0 for an empty cell; four styles."""
    blank = BLANKS[style % len(BLANKS)]
    between = "" if style % 8 >= 4 else " "
    rows = [cells[i : i + side] for i in range(0, len(cells), side)]
    return "\n".join(between.join(str(d) if d else blank for d in row) for row in rows)


def lettered(regions: Sequence[int], side: int) -> str:
    """The regions of a grid, a letter for each."""
    rows = [regions[i : i + side] for i in range(0, len(regions), side)]
    return "\n".join(" ".join("ABCDEFGHI"[region] for region in row) for row in rows)


def written(cells: Sequence[int], side: int) -> str:
    """The rows of a grid as an answer."""
    return f"<answer>\n{drawn(cells, side, 0)}\n</answer>"
