"""`vision.transform`: do to a drawn grid what words say, or what was done to others."""

from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.grids.draws import draw_grid, draw_letters, draw_rule
from tasksynth_vision.grids.lettering import read_grid
from tasksynth_vision.grids.ruling import Steps, done, is_settled
from tasksynth_vision.grids.steps import EMPTY, LETTERS, Grid, language_told, steps_for

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
LEAST = 2
"""Rows and columns of an answer."""


class TransformParams(Params):
    """How large grids are, and how much is done to them."""

    told: Annotated[float, Field(ge=0, le=1), Knob(0.9, 0)] = 0.3
    """Share of the tasks in which the rule is told in words; in the others examples show it."""
    steps: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Steps of the rule."""
    families: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 3
    """Kinds of steps: turns, moves, colours, folds."""
    cells: Annotated[int, Field(ge=4, le=12), Knob(5, 8)] = 6
    """Cells of a side at most; two fewer at least."""
    colours: Annotated[int, Field(ge=2, le=6), Knob(2, 4)] = 4
    """Colours that occur."""
    examples: Annotated[int, Field(ge=2, le=4), Knob(2, 3)] = 3
    """Grids of which is shown what becomes of them."""
    pixels: Annotated[int, Field(ge=8, le=32), Knob(26, 13)] = 18
    """Of a cell's side."""
    noise: Annotated[int, Field(ge=0, le=40), Knob(0, 16)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class TransformInstance(Model):
    """Pairs of grids, a grid, and the rule that is meant."""

    letters: str
    """The colours of the language."""
    families: int
    rule: tuple[str, ...]
    told: bool
    pairs: tuple[tuple[Grid, Grid], ...]
    grid: Grid
    pixels: int
    noise: int
    at: tuple[int, int]

    @property
    def steps(self) -> Steps:
        """The language that the rule is one of."""
        return steps_for(self.letters, self.families)


class Transform(Family[TransformParams, TransformInstance]):
    """Do to a grid of colours what words say, or what was done to the grids of examples."""

    name = "vision.transform"
    effort = "steps"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0, cells=0.0)

    def generate(self, p: TransformParams, rng: np.random.Generator) -> TransformInstance | None:
        dice = Dice(rng)
        letters = draw_letters(dice, "".join(LETTERS)[: p.colours + 2], p.colours)
        steps = steps_for(letters, p.families)
        told = dice.below(1000) < 1000 * p.told
        grids = [_grid(dice, p, letters) for _ in range(1 + (0 if told else p.examples))]
        rule = draw_rule(dice, steps, grids[-1], p.steps)
        if rule is None:
            return None
        made = [(grid, done(steps, rule, grid)) for grid in grids]
        pairs = tuple((grid, after) for grid, after in made if after is not None)
        if len(pairs) < len(grids) or not _is_fair(pairs):
            return None
        (grid, answer), shown = pairs[-1], pairs[:-1]
        if shown and not is_settled(steps, shown, grid, answer, p.steps):
            return None
        return TransformInstance(
            letters=letters, families=p.families, rule=rule, told=told, pairs=shown, grid=grid,
            pixels=p.pixels, noise=p.noise, at=(dice.below(192), dice.below(256)),
        )  # fmt: skip

    def prompt(self, x: TransformInstance) -> Content:
        names = ", ".join(f"{letter} {LETTERS[letter]}" for letter in x.letters)
        form = (
            "Answer with the grid that comes out: a line for each row, a letter for each cell. "
            f"The letters are {names}, and `{EMPTY}` for an empty cell."
        )
        if x.told:
            steps = "\n".join(f"{number}. {step}" for number, step in enumerate(x.rule, 1))
            what = "Do this to it" if len(x.rule) == 1 else "Do this to it, in this order"
            return illustrated(
                "[image: grids.png]\n\nThe picture shows a grid of coloured and empty cells. "
                f"{what}:\n\n{steps}\n\n{form}"
            )
        most = len(x.rule)
        steps = "\n".join(f"- {step}" for step in language_told(x.families))
        once = "one step" if most == 1 else f"at most {most} steps, one after the other"
        return illustrated(
            f"[image: grids.png]\n\nThe picture shows {len(x.pairs)} grids of coloured and empty "
            "cells, each with what became of it by one rule, the same for all. Below is another "
            f"grid: what does the rule make of it?\n\nThe rule has {once}. A step is one of:\n\n"
            f"{steps}\n\nAll rules that agree with the examples make the same of the last grid."
            f"\n\n{form}"
        )

    def needs(self, x: TransformInstance) -> Needs:
        return NEEDS

    def verify(self, x: TransformInstance, answer: str) -> Verdict:
        try:
            given = read_grid(answer)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = _answer(x)
        size = (len(right), len(right[0]))
        if (len(given), len(given[0])) != size:
            why = f"the grid has {len(given)} rows and {len(given[0])} columns"
            return self.rubric(right=0.0, cells=0.0, why=why)
        alike = sum(a == b for a, b in zip("".join(given), "".join(right), strict=True))
        off = size[0] * size[1] - alike
        return self.rubric(
            right=float(off == 0), cells=alike / (alike + off), why=f"{off} cells" if off else ""
        )

    def solve(self, x: TransformInstance) -> str:
        return "\n".join(_answer(x))

    def measure(self, x: TransformInstance) -> dict[str, float]:
        right = _answer(x)
        return {
            "steps": float(len(x.rule)) + (0.0 if x.told else 0.5),
            "told": float(x.told),
            "language": float(len(x.steps)),
            "cells": float(len(x.grid) * len(x.grid[0])),
            "made": float(len(right) * len(right[0])),
            "noise": float(x.noise),
        }

    def media(self, x: TransformInstance) -> dict[str, bytes]:
        from tasksynth_vision.drawing.grids import draw_grids
        from tasksynth_vision.drawing.pillow import png

        picture = draw_grids(x.pairs, x.grid, pixels=x.pixels, noise=x.noise, at=x.at)
        return {"grids.png": png(picture)}

    def card(self, x: TransformInstance) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.grids import draw_grids

        picture = draw_grids(
            (*x.pairs, (x.grid, _answer(x))), None, pixels=x.pixels, noise=x.noise, at=x.at
        )
        return card(picture, "; then ".join(x.rule), " / ".join(_answer(x)))

    def baselines(self, x: TransformInstance) -> dict[str, str]:
        """An empty grid, one of a colour, the grid as it was, and what became of the last one."""
        rows, columns = len(x.grid), len(x.grid[0])
        return {
            "empty": "\n".join([EMPTY * columns] * rows),
            "one colour": "\n".join([x.letters[0] * columns] * rows),
            "as it was": "\n".join(x.grid),
            "the last example": "\n".join(x.pairs[-1][1] if x.pairs else x.grid),
        }

    def floor(self, p: TransformParams) -> float:
        """Nobody guesses a grid."""
        return 0.01


def _answer(x: TransformInstance) -> Grid:
    right = done(x.steps, x.rule, x.grid)
    if right is None:
        raise ValueError("the rule cannot be done on its grid")
    return right


def _grid(dice: Dice, p: TransformParams, letters: str) -> Grid:
    rows, columns = (dice.between(p.cells - 2, p.cells) for _ in "rc")
    return draw_grid(dice, letters, rows, columns, dice.between(30, 55))


def _is_fair(pairs: tuple[tuple[Grid, Grid], ...]) -> bool:
    """Whether every grid becomes another, of at least four cells, not all alike."""
    outs = [after for _, after in pairs]
    return (
        all(grid != after for grid, after in pairs)
        and all(min(len(after), len(after[0])) >= LEAST for after in outs)
        and all(len(set("".join(after))) > 1 for after in outs)
        and outs[-1] not in outs[:-1]
    )
