"""Futoshiki: a Latin square with signs that say which of two neighbours is less."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing import givens
from tasksynth_puzzles.reading.grids import read_grid
from tasksynth_puzzles.solving.descending import TRIED, descents
from tasksynth_puzzles.solving.effort import TRIAL, effort
from tasksynth_puzzles.solving.net import Masks, Net, TooHard
from tasksynth_puzzles.solving.squares import filled_up, turned
from tasksynth_puzzles.telling.grids import ENDINGS, drawn, written
from tasksynth_puzzles.telling.words import choose
from tasksynth_schemas import Model

Pair = tuple[int, int]
"""Two neighbouring cells, numbered row by row; the first holds the lesser digit."""

_SEARCHED = 0.15
"""Share of the cells that are given before the search for other solutions begins."""
_RULES = (
    (
        "Fill in this futoshiki of {side} rows: each row and each column holds the digits 1 to "
        "{side} once, and all signs between cells are right."
    ),
    (
        "Complete the Latin square: in every row and every column each digit from 1 to {side} is "
        "there exactly once. The signs between neighbouring cells must hold."
    ),
)
_DRAWN = (
    "`_` is an empty cell. `<` and `>` stand between cells of a row; between rows, `^` says that "
    "the cell above is less than the one below, `v` that it is greater."
)
_LISTED = "`{blank}` is an empty cell; the signs are listed below, r1c2 being row 1, column 2."


class FutoshikiParams(Params):
    """Which squares to draw."""

    side: Annotated[int, Field(ge=4, le=9), Knob(4, 8)] = 5
    """Rows, columns and digits."""
    signs: Annotated[float, Field(ge=0, le=1), Knob(0.5, 0.3)] = 0.4
    """Share of the neighbouring pairs of cells that have a sign."""
    reasoning: Annotated[
        Literal["direct", "any", "trial"], Ladder("direct", "direct", "any", "trial")
    ] = "any"
    """`direct`: single steps solve it. `any`: no given digit can go. `trial`: besides, somewhere
    one must assume something and see it fail."""


class FutoshikiInstance(Model):
    """A square with one solution."""

    side: int
    less: tuple[Pair, ...]
    givens: tuple[int, ...]
    """0 for an empty cell, row by row."""
    solution: tuple[int, ...]
    wording: int


class Futoshiki(Family[FutoshikiParams, FutoshikiInstance]):
    """Fill in a Latin square with one solution that keeps to signs between neighbours."""

    name = "puzzle.futoshiki"
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, cells=0.0)

    def generate(self, p: FutoshikiParams, rng: np.random.Generator) -> FutoshikiInstance | None:
        """A filled square first, then some of its signs, then what must be given besides."""
        dice = Dice(rng)
        try:
            solution = givens.filled(_net(p.side, ()), dice)
            less = _signs(dice, p.side, solution, p.signs)
            net = _net(p.side, less)
            first = round(_SEARCHED * net.size)
            if p.reasoning == "direct":
                shown = givens.direct(net, dice, solution, first)
            else:
                shown = givens.unique(net, dice, solution, first, spare=False)
        except TooHard:
            return None
        digits = tuple(mask.bit_length() for mask in solution)
        given = tuple(d if i in shown else 0 for i, d in enumerate(digits))
        if p.reasoning == "trial" and effort(net, _state(net, given)).technique < TRIAL:
            return None
        x = FutoshikiInstance.trusted(
            side=p.side,
            less=tuple(sorted(less)),
            givens=given,
            solution=digits,
            wording=dice.word() >> 16,
        )
        return None if any(cells == [*digits] for _, cells in _guessed(x)) else x

    def prompt(self, x: FutoshikiInstance) -> str:
        """The square with its signs drawn between the cells, or listed."""
        rules = choose(_RULES, x.wording, 0).format(side=x.side) + " There is one solution. "
        style = x.wording >> 12
        if style & 16:
            lines = [rules + _DRAWN, "", *_pictured(x)]
        else:
            blank = drawn((0,), 1, style)
            signs = [f"{_named(x, a)} < {_named(x, b)}" for a, b in x.less]
            lines = [rules + _LISTED.format(blank=blank), "", drawn(x.givens, x.side, style)]
            lines += ["", ", ".join(signs)]
        return "\n".join([*lines, "", choose(ENDINGS, x.wording, 2)])

    def verify(self, x: FutoshikiInstance, answer: str) -> Verdict:
        try:
            found = read_grid(answer, x.side, x.side)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        wrong = [i for i, digit in enumerate(found) if digit != x.solution[i]]
        if not wrong:
            return self.rubric(solved=1.0, cells=1.0)
        empty = [i for i, digit in enumerate(x.givens) if not digit]
        right = sum(found[i] == x.solution[i] for i in empty)
        why = f"{_named(x, wrong[0])} is not {found[wrong[0]]}"
        return self.rubric(solved=0.0, cells=right / (len(empty) + 1), why=why)

    def solve(self, x: FutoshikiInstance) -> str:
        return written(x.solution, x.side)

    def measure(self, x: FutoshikiInstance) -> dict[str, float]:
        net = _net(x.side, x.less)
        spent = effort(net, _state(net, x.givens))
        shown = sum(map(bool, x.givens))
        return {"side": x.side, "givens": shown, "signs": len(x.less)} | spent.features()

    def canonical(self, x: FutoshikiInstance) -> Any:
        """The least of the square's eight turns and reflections."""
        looks = []
        for turn in turned(x.side):
            to = {cell: at for at, cell in enumerate(turn)}
            less = sorted([to[a], to[b]] for a, b in x.less)
            looks.append([[x.givens[i] for i in turn], less])
        return min(looks)

    def baselines(self, x: FutoshikiInstance) -> dict[str, str]:
        """The least digit that fits, cell by cell; what rows and columns lack; chance."""
        found = {name: written(cells, x.side) for name, cells in _guessed(x)}
        return found | {f"descent, {rule}": written(cells, x.side) for rule, cells in descended(x)}

    def floor(self, p: FutoshikiParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses.
        """
        if p.reasoning == "trial":
            return 0.45 if p.side < 8 else 0.35
        return 0.3 if p.reasoning == "any" else 0.02


def _net(side: int, less: Sequence[Pair]) -> Net:
    span = range(side)
    rows = [tuple(r * side + c for c in span) for r in span]
    columns = [tuple(r * side + c for r in span) for c in span]
    net = Net(side * side, side, [*rows, *columns])
    above = tuple(net.full & ~((2 << digit) - 1) for digit in span)
    for a, b in less:
        net.tie(a, b, above)
    return net


def _signs(dice: Dice, side: int, solution: Sequence[int], share: float) -> list[Pair]:
    cells = range(side * side)
    beside = [(i, i + 1) for i in cells if (i + 1) % side]
    beside += [(i, i + side) for i in cells if i + side < side * side]
    chosen = dice.sample(beside, round(share * len(beside)))
    return [(a, b) if solution[a] < solution[b] else (b, a) for a, b in chosen]


def _state(net: Net, given: Sequence[int]) -> Masks:
    return [1 << digit - 1 if digit else net.full for digit in given]


def _named(x: FutoshikiInstance, cell: int) -> str:
    return f"r{cell // x.side + 1}c{cell % x.side + 1}"


def _pictured(x: FutoshikiInstance) -> Iterator[str]:
    """Rows of cells with signs between them, and rows of signs between those."""
    less = set(x.less)

    def sign(a: int, b: int, words: str) -> str:
        return words[0] if (a, b) in less else words[1] if (b, a) in less else " "

    for r in range(x.side):
        row = range(r * x.side, r * x.side + x.side)
        cells = [str(x.givens[i] or "_") for i in row]
        between = [f" {sign(i, i + 1, '<>')} " for i in row[:-1]] + [""]
        yield "".join(map("".join, zip(cells, between, strict=True)))
        if r + 1 < x.side:
            yield "   ".join(sign(i, i + x.side, "^v") for i in row).rstrip()


def descended(
    x: FutoshikiInstance, order: Sequence[int] = (), rules: Sequence[str] = TRIED
) -> Iterator[tuple[str, list[int]]]:
    """What descents end in that have to guess, ties broken by an order of cells."""
    net, start = posed(x)
    every = range(net.size)
    for rule, masks in descents(net, start, every, order or every, rules):
        yield rule, [mask.bit_length() for mask in masks]


def posed(x: FutoshikiInstance) -> tuple[Net, Masks]:
    """What ties the cells, and what may stand in them."""
    net = _net(x.side, x.less)
    return net, _state(net, x.givens)


def _guessed(x: FutoshikiInstance) -> Iterator[tuple[str, list[int]]]:
    """What cheap strategies fill in."""
    peers = _net(x.side, ()).peers
    cells = list(x.givens)
    for i, digit in enumerate(cells):
        if not digit:
            low = max((cells[a] for a, b in x.less if b == i), default=0)
            high = min((cells[b] for a, b in x.less if a == i and cells[b]), default=x.side + 1)
            fits = [d for d in range(low + 1, high) if d not in {cells[j] for j in peers[i]}]
            cells[i] = fits[0] if fits else 1
    yield "greedy", cells
    yield from filled_up(x.givens, x.side, x.wording)
