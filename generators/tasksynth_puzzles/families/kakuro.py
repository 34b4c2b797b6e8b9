"""Kakuro: digits in crossing blocks whose sums are told."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing.crosses import bare_net, blocks, draw_digits, pattern, summed
from tasksynth_puzzles.reading.grids import read_cells
from tasksynth_puzzles.solving.descending import TRIED, descents
from tasksynth_puzzles.solving.effort import TRIAL, effort
from tasksynth_puzzles.solving.net import Masks, Net
from tasksynth_puzzles.solving.squares import turned
from tasksynth_puzzles.solving.sums import made_of
from tasksynth_puzzles.telling.words import choose
from tasksynth_schemas import Model

_RULES = (
    (
        "Solve this kakuro. Every white cell, `_`, takes a digit from 1 to 9. White cells in "
        "succession, in a row or in a column, form a block: its digits are all different and have "
        "the sum that is told. `#` is a black cell."
    ),
    (
        "Fill the cells marked `_` with digits from 1 to 9. The digits of each unbroken block, "
        "across or down, add up to the number given for it, and none is there twice in a block; "
        "in different blocks they may repeat. Cells with `#` stay black."
    ),
)
_DRAWN = (
    "Black cells hold the sums: in `a\\b`, a is the sum of the block below it and b that of the "
    "block to its right; where one of them is missing there is no such block."
)
_LISTED = "The sums are listed below; r1c2 is row 1, column 2."
_ENDINGS = (
    (
        "Give the {side} rows of the finished grid between <answer> and </answer>, one a line, "
        "digits and `#` for black cells separated by spaces{border}."
    ),
    (
        "When you are done, write all {side} rows, one a line, with spaces between digits and `#` "
        "in black cells, between <answer> and </answer>{border}."
    ),
)
_BORDER = ", without the row and the column at the border that hold nothing but sums"


class KakuroParams(Params):
    """Which grids to draw."""

    side: Annotated[int, Field(ge=3, le=9), Knob(3, 7)] = 5
    """Rows and columns, without a border of sums."""
    white: Annotated[float, Field(ge=0.4, le=0.9), Knob(0.8, 0.64)] = 0.72
    """Share of the cells that are white, at most."""
    reasoning: Annotated[
        Literal["direct", "trial"], Ladder("direct", "direct", "direct", "trial", "trial", "trial")
    ] = "direct"
    """`direct`: which digits a sum can be made of, cell after cell, solves it. `trial`: somewhere
    one must assume something and see it fail."""
    effort: Annotated[int, Field(ge=0, le=200), Knob(4, 60, log=True)] = 0
    """With `reasoning=trial`: what solving takes at least, as `measure` sums it up."""


class KakuroInstance(Model):
    """A pattern of white cells, and the digits whose sums are told."""

    side: int
    white: tuple[int, ...]
    """The white cells, numbered row by row."""
    solution: tuple[int, ...]
    """Their digits."""
    wording: int


class Kakuro(Family[KakuroParams, KakuroInstance]):
    """Fill in a kakuro: digits in crossing blocks whose sums have one solution."""

    name = "puzzle.kakuro"
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, cells=0.0)
    checked = 25

    def generate(self, p: KakuroParams, rng: np.random.Generator) -> KakuroInstance | None:
        """A pattern first, then digits, changed until their sums have one solution."""
        dice = Dice(rng)
        white = pattern(dice, p.side, p.white)
        if white is None:
            return None
        target = max(p.effort, 1) if p.reasoning == "trial" else 0
        digits = draw_digits(bare_net(p.side, white), dice, _hardness, target)
        if digits is None:
            return None
        x = KakuroInstance.trusted(
            side=p.side,
            white=tuple(sorted(white)),
            solution=tuple(mask.bit_length() for mask in digits),
            wording=dice.word() >> 16,
        )
        return None if any(cells == [*x.solution] for _, cells in _guessed(x)) else x

    def prompt(self, x: KakuroInstance) -> str:
        """The grid with its sums in black cells, or listed."""
        drawn = x.wording >> 16 & 1
        ending = choose(_ENDINGS, x.wording, 1).format(side=x.side, border=_BORDER if drawn else "")
        lines = [choose(_RULES, x.wording, 0), "There is one solution."]
        lines += [_DRAWN, "", *_pictured(x)] if drawn else [_LISTED, "", *_told(x)]
        return "\n".join([*lines, "", ending])

    def verify(self, x: KakuroInstance, answer: str) -> Verdict:
        try:
            found = read_cells(answer, x.side, x.white)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = sum(a == b for a, b in zip(found, x.solution, strict=True))
        if right == len(found):
            return self.rubric(solved=1.0, cells=1.0)
        return self.rubric(solved=0.0, cells=right / (len(found) + 1), why=_why(x, found))

    def solve(self, x: KakuroInstance) -> str:
        return _written(x, x.solution)

    def measure(self, x: KakuroInstance) -> dict[str, float]:
        net = _net(x)
        sizes = {"side": x.side, "white": len(x.white), "sums": len(net.groups)}
        return sizes | effort(net, net.start()).features()

    def canonical(self, x: KakuroInstance) -> Any:
        """The least of the eight turns and reflections of the sums across and down each cell."""
        sums: dict[int, list[int]] = {cell: [] for cell in x.white}
        for block, total in _sums(x):
            for cell in block:
                sums[cell].append(total)
        grid = [sums.get(cell, [0, 0]) for cell in range(x.side**2)]
        return min(
            [grid[i][:: 1 if abs(turn[1] - turn[0]) == 1 else -1] for i in turn]
            for turn in turned(x.side)
        )

    def baselines(self, x: KakuroInstance) -> dict[str, str]:
        """Blocks of rows filled with the first digits that make their sums; cell after cell the
        least digit that fits; chance.
        """
        found = {name: _written(x, cells) for name, cells in _guessed(x)}
        return found | {f"descent, {rule}": _written(x, cells) for rule, cells in descended(x)}

    def floor(self, p: KakuroParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses, less of grids that take more.
        """
        return max(0.2, 0.65 - p.effort / 150) if p.reasoning == "trial" else 0.02


def _hardness(net: Net) -> float:
    spent = effort(net, net.start())
    return spent.features()["effort"] if spent.technique >= TRIAL else 0


def _net(x: KakuroInstance) -> Net:
    digits = [1 << digit - 1 for digit in x.solution]
    return summed(bare_net(x.side, frozenset(x.white)), digits)


def _sums(x: KakuroInstance) -> list[tuple[tuple[int, ...], int]]:
    """The blocks of rows, then those of columns, each with its sum."""
    digits = dict(zip(x.white, x.solution, strict=True))
    found = blocks(x.side, digits.keys())
    return [(block, sum(digits[cell] for cell in block)) for block in found]


def _name(x: KakuroInstance, cell: int) -> str:
    return f"r{cell // x.side + 1}c{cell % x.side + 1}"


def _pictured(x: KakuroInstance) -> list[str]:
    """The grid with a border above and to the left, sums in the black cells before their blocks."""
    wide = x.side + 1
    white = {(cell // x.side + 1) * wide + cell % x.side + 1 for cell in x.white}
    across: dict[int, int] = {}
    down: dict[int, int] = {}
    for block, total in _sums(x):
        first = (block[0] // x.side + 1) * wide + block[0] % x.side + 1
        lies = block[1] - block[0] == 1
        (across if lies else down)[first - (1 if lies else wide)] = total
    cells = []
    for cell in range(wide * wide):
        said = f"{down.get(cell, '')}\\{across.get(cell, '')}"
        cells.append("_" if cell in white else "#" if said == "\\" else said)
    return [
        " ".join(f"{cell:>5}" for cell in cells[row : row + wide])
        for row in range(0, len(cells), wide)
    ]


def _told(x: KakuroInstance) -> list[str]:
    marks = ["_" if cell in x.white else "#" for cell in range(x.side**2)]
    rows = [" ".join(marks[i : i + x.side]) for i in range(0, len(marks), x.side)]
    across: list[str] = []
    down: list[str] = []
    for block, total in _sums(x):
        lies = block[1] - block[0] == 1
        (across if lies else down).append(f"{_name(x, block[0])}-{_name(x, block[-1])}: {total}")
    return [*rows, "", f"Across: {', '.join(across)}", f"Down: {', '.join(down)}"]


def _written(x: KakuroInstance, cells: Sequence[int]) -> str:
    digits = dict(zip(x.white, map(str, cells), strict=True))
    marks = [digits.get(cell, "#") for cell in range(x.side**2)]
    rows = [" ".join(marks[i : i + x.side]) for i in range(0, len(marks), x.side)]
    return "<answer>\n" + "\n".join(rows) + "\n</answer>"


def _why(x: KakuroInstance, found: Sequence[int]) -> str:
    digits = dict(zip(x.white, found, strict=True))
    for block, total in _sums(x):
        cells = [digits[cell] for cell in block]
        where = f"from {_name(x, block[0])} to {_name(x, block[-1])}"
        if sum(cells) != total:
            return f"the digits {where} make {sum(cells)}, not {total}"
        if len(set(cells)) < len(cells):
            return f"a digit {where} is there twice"
    return "a cell holds 0"


def descended(
    x: KakuroInstance, order: Sequence[int] = (), rules: Sequence[str] = TRIED
) -> Iterator[tuple[str, list[int]]]:
    """What descents end in that have to guess, ties broken by an order of cells."""
    net, start = posed(x)
    every = range(net.size)
    for rule, masks in descents(net, start, every, order or every, rules):
        yield rule, [mask.bit_length() for mask in masks]


def posed(x: KakuroInstance) -> tuple[Net, Masks]:
    """What ties the cells, and what may stand in them."""
    net = _net(x)
    return net, net.start()


def _guessed(x: KakuroInstance) -> Iterator[tuple[str, list[int]]]:
    at = {cell: i for i, cell in enumerate(x.white)}
    rows = [0] * len(at)
    for block, total in _sums(x):
        if block[1] - block[0] == 1:
            first = made_of(len(block), total)[0]
            digits = [digit for digit in range(1, 10) if first >> digit - 1 & 1]
            for cell, digit in zip(block, digits, strict=True):
                rows[at[cell]] = digit
    yield "rows", rows
    yield "greedy", _one_by_one(x, None)
    yield "random", _one_by_one(x, guesses(x.wording))


def _one_by_one(x: KakuroInstance, dice: Dice | None) -> list[int]:
    """Cell after cell the least digit that its sums and its blocks still allow, or one by chance;
    1 where there is none.
    """
    net = _net(x)
    net_of = bare_net(x.side, frozenset(x.white))
    totals = [total for _, total in _sums(x)]
    cells = [0] * net.size
    for i in range(net.size):
        taken = {cells[j] for j in net.peers[i]}
        fit = [digit for digit in range(1, 10) if digit not in taken]
        for group, total in zip(net_of.groups, totals, strict=True):
            if i in group:
                known = [cells[j] for j in group if cells[j]]
                left, room = total - sum(known), len(group) - len(known) - 1
                fit = [d for d in fit if (d == left if not room else d < left)]
        cells[i] = (dice.of(fit) if dice else fit[0]) if fit else 1
    return cells
