"""Draw grids, rules and examples by chance."""

from tasksynth.rng import Dice
from tasksynth_vision.grids.ruling import Rule, Steps, done
from tasksynth_vision.grids.steps import EMPTY, Grid

TRIES = 30


def draw_letters(dice: Dice, pool: str, count: int) -> str:
    """So many colours, in the order of the pool."""
    chosen = list(pool)
    dice.shuffle(chosen)
    return "".join(letter for letter in pool if letter in chosen[:count])


def draw_grid(dice: Dice, letters: str, rows: int, columns: int, filled: int) -> Grid:
    """A grid with patches of all the colours, about `filled` % of it."""
    cells = [[EMPTY] * columns for _ in range(rows)]
    target = max(len(letters), rows * columns * filled // 100)
    painted = 0
    for turn in range(8 * rows * columns):
        if painted >= target:
            break
        letter = letters[turn % len(letters)]
        row, column = dice.below(rows), dice.below(columns)
        for _ in range(dice.between(1, 4)):
            if 0 <= row < rows and 0 <= column < columns and cells[row][column] == EMPTY:
                cells[row][column] = letter
                painted += 1
            if dice.below(2):
                row += dice.of((-1, 1))
            else:
                column += dice.of((-1, 1))
    return tuple(map("".join, cells))


def draw_rule(dice: Dice, steps: Steps, grid: Grid, count: int) -> Rule | None:
    """A rule of so many steps, each of which changes the grid that it is drawn for."""
    names = list(steps)
    for _ in range(TRIES):
        rule: list[str] = []
        at: Grid | None = grid
        for _ in range(count):
            name = dice.of(names)
            after = None if at is None else done(steps, (name,), at)
            if after is None or after == at or name in rule:
                break
            rule.append(name)
            at = after
        if len(rule) == count:
            return tuple(rule)
    return None
