"""Nonograms: a picture told by the runs of its rows and columns."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing.pictures import clues, draw_picture
from tasksynth_puzzles.reading.pictures import read_picture
from tasksynth_puzzles.solving.effort import TRIAL
from tasksynth_puzzles.solving.lines import Canvas, Runs, effort, placements
from tasksynth_puzzles.telling.words import choose
from tasksynth_schemas import Model

_OPENINGS = (
    (
        "A picture of {height} rows and {width} columns has filled cells (X) and empty ones (.). "
        "For each line, the numbers are the lengths of its runs of filled cells, in order; between "
        "two runs there is at least one empty cell. A line of 0 has none."
    ),
    (
        "Solve this nonogram of {height} rows and {width} columns. Each number stands for a block "
        "of as many filled cells (X) in succession; blocks come in the order of the numbers, with "
        "one empty cell (.) or more between them. 0 means that nothing is filled."
    ),
    (
        "Fill in a grid, {height} high and {width} wide. The numbers of a row, from left to right, "
        "and of a column, from top to bottom, say how many cells in succession are filled (X), "
        "group by group; groups do not touch, and all other cells stay empty (.). 0: no group."
    ),
)
_TITLES = (
    ("Rows, from top to bottom:", "Columns, from left to right:"),
    ("The rows, the topmost first:", "The columns, the leftmost first:"),
)
_ENDINGS = (
    (
        "There is one solution. Give it between <answer> and </answer>: a line for each row, X for "
        "a filled cell and . for an empty one, with spaces between."
    ),
    (
        "Exactly one picture fits. Draw it in <answer></answer> tags, one row a line, with X and . "
        "separated by spaces."
    ),
)


class NonogramParams(Params):
    """Which pictures to draw."""

    height: Annotated[int, Field(ge=4, le=20), Knob(5, 14)] = 8
    """Rows."""
    width: Annotated[int, Field(ge=4, le=20), Knob(5, 14)] = 8
    """Columns."""
    filled: Annotated[float, Field(ge=0.35, le=0.75), Knob(0.6, 0.46)] = 0.52
    """Share of the cells that are filled, about; with fewer, lines say less."""
    reasoning: Annotated[
        Literal["direct", "any", "trial"], Ladder("direct", "direct", "any", "trial")
    ] = "any"
    """`direct`: looking at one line at a time is enough. `trial`: somewhere one must assume
    something and see it fail. `any`: as it comes."""


class NonogramInstance(Model):
    """Runs that determine a picture."""

    rows: tuple[Runs, ...]
    columns: tuple[Runs, ...]
    solution: tuple[int, ...]
    """A mask for each row, its first cell in the lowest bit."""
    wording: int


class Nonogram(Family[NonogramParams, NonogramInstance]):
    """Draw the one picture whose rows and columns have the given runs of filled cells."""

    name = "puzzle.nonogram"
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, lines=0.0)

    def generate(self, p: NonogramParams, rng: np.random.Generator) -> NonogramInstance | None:
        """Noise, changed until its runs have no other solution."""
        dice = Dice(rng)
        direct = p.reasoning == "direct"
        picture = draw_picture(dice, p.height, p.width, p.filled, direct=direct)
        if picture is None:
            return None
        rows, columns = clues(picture, p.width)
        if p.reasoning == "trial" and effort(Canvas(rows, columns))["technique"] < TRIAL:
            return None
        x = NonogramInstance.trusted(
            rows=tuple(rows),
            columns=tuple(columns),
            solution=tuple(picture),
            wording=dice.word() >> 16,
        )
        return None if any(guess == picture for _, guess in _guessed(x)) else x

    def prompt(self, x: NonogramInstance) -> str:
        above, left = choose_titles(x.wording)
        size = {"height": len(x.rows), "width": len(x.columns)}
        return "\n".join(
            [
                choose(_OPENINGS, x.wording, 0).format(**size),
                "",
                above,
                *_listed(x.rows, x.wording >> 16),
                "",
                left,
                *_listed(x.columns, x.wording >> 16),
                "",
                choose(_ENDINGS, x.wording, 2),
            ]
        )

    def verify(self, x: NonogramInstance, answer: str) -> Verdict:
        try:
            found = read_picture(answer, len(x.rows), len(x.columns))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        rows, columns = clues(list(found), len(x.columns))
        wrong = [
            f"{kind} {i} has the runs {_told(now)}, want {_told(wanted)}"
            for kind, have, want in (("row", rows, x.rows), ("column", columns, x.columns))
            for i, (now, wanted) in enumerate(zip(have, want, strict=True), 1)
            if now != wanted
        ]
        if not wrong:
            return self.rubric(solved=1.0, lines=1.0)
        right = 1 - len(wrong) / (len(rows) + len(columns))
        return self.rubric(solved=0.0, lines=right, why=wrong[0])

    def solve(self, x: NonogramInstance) -> str:
        return _written(x.solution, len(x.columns))

    def measure(self, x: NonogramInstance) -> dict[str, float]:
        spent = effort(Canvas(x.rows, x.columns))
        runs = sum(map(len, x.rows)) + sum(map(len, x.columns))
        return {"cells": len(x.rows) * len(x.columns), "runs": runs} | spent

    def canonical(self, x: NonogramInstance) -> Any:
        """The least of the picture's eight turns and reflections."""
        looks = []
        for one, other in ((x.rows, x.columns), (x.columns, x.rows)):
            for down in (False, True):
                for across in (False, True):
                    looks.append([_seen(one, down, across), _seen(other, across, down)])
        return min(looks)

    def baselines(self, x: NonogramInstance) -> dict[str, str]:
        """Every run as far left or right as it goes, lines in one pass, chance for each row, and
        descents that guess.
        """
        said = (*_guessed(x), *descended(x))
        return {name: _written(rows, len(x.columns)) for name, rows in said}

    def floor(self, p: NonogramParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses.
        """
        if p.reasoning == "trial":
            return 0.35
        return 0.1 if p.reasoning == "any" else 0.01


def descended(x: NonogramInstance) -> Iterator[tuple[str, list[int]]]:
    """What descents end in that have to guess."""
    for last in (False, True):
        for filled in (False, True):
            board = Canvas(x.rows, x.columns).descended(last=last, filled=filled)
            if board is not None:
                name = f"descent, {'last' if last else 'first'}, {'filled' if filled else 'empty'}"
                yield name, board.filled[: board.height]


def choose_titles(wording: int) -> tuple[str, str]:
    """How the two lists are introduced."""
    return _TITLES[(wording >> 4 & 15) % len(_TITLES)]


def _told(runs: Runs) -> str:
    return " ".join(map(str, runs)) or "0"


def _listed(lines: Sequence[Runs], style: int) -> list[str]:
    if style & 1:
        return ["; ".join(map(_told, lines))]
    return [f"{i}: {_told(runs)}" for i, runs in enumerate(lines, 1)]


def _seen(lines: Sequence[Runs], turned: bool, mirrored: bool) -> list[list[int]]:  # noqa: FBT001
    found = [list(runs[::-1] if mirrored else runs) for runs in lines]
    return found[::-1] if turned else found


def _written(rows: Sequence[int], width: int) -> str:
    lines = (" ".join("X" if row >> c & 1 else "." for c in range(width)) for row in rows)
    return "<answer>\n" + "\n".join(lines) + "\n</answer>"


def _guessed(x: NonogramInstance) -> Iterator[tuple[str, list[int]]]:
    width = len(x.columns)
    options = [placements(runs, width) for runs in x.rows]
    yield "left", [min(some, key=lambda row: (row.bit_length(), row)) for some in options]
    yield "right", [max(some) for some in options]
    dice = guesses(x.wording)
    yield "random", [dice.of(some) for some in options]
    board = Canvas(x.rows, x.columns)
    for line in range(len(board.runs)):
        board.look(line)
    yield "one pass", board.filled[: board.height]
