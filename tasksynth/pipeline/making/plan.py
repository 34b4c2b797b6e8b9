"""From a recipe to the segments of a dataset, without drawing anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasksynth import registry
from tasksynth.errors import UsageError
from tasksynth.pipeline.cells import Cell, cell_of
from tasksynth.pipeline.making.recipes import RecipeFile, read_source
from tasksynth_schemas import Recipe
from tasksynth_schemas.recipe import MOST_TASKS

ALL = "tasks"
"""The name of the only split of a recipe that asks for none."""
MOST_FILES = 99_999
"""Of a split: their names have five digits."""


@dataclass(frozen=True)
class Segment:
    """Tasks of one cell in one split, `count` of them; their planned indices begin at `start`."""

    split: str
    cell: int
    start: int
    count: int


@dataclass(frozen=True)
class Layout:
    """What a dataset will hold, in the order of its files."""

    recipe: Recipe
    cells: tuple[Cell, ...]
    counts: tuple[int, ...]
    """Tasks of each cell, over all splits."""
    segments: tuple[Segment, ...]

    def totals(self) -> dict[str, int]:
        """Tasks in each split."""
        totals = dict.fromkeys(self.recipe.split_names or [ALL], 0)
        for segment in self.segments:
            totals[segment.split] += segment.count
        return totals


def read_recipe(path: Path) -> Recipe:
    """A recipe from a TOML file, or from JSON if its name ends so.

    Families and params are checked here, each with its line; of the curriculum only its form: see
    `tasksynth.curriculum.recipes`.

    Raises:
        UsageError: if the file cannot be read, or asks for what cannot be: `FILE:LINE`, the value,
            the mend.
    """
    recipe, source = read_source(path)
    check_mix(recipe, source)
    return recipe


def check_mix(recipe: Recipe, source: RecipeFile) -> None:
    """Check each ingredient's family, levels and params.

    Raises:
        UsageError: with the line of what is wrong.
    """
    for place, mix in enumerate(recipe.mix):
        at: tuple[int | str, ...] = ("mix", place, "family")
        try:
            family = registry.get(mix.family)
            at = ("mix", place, "params")
            for name in mix.params:
                if name not in family.Params.model_fields:
                    at = ("mix", place, "params", name)
            for level in mix.levels or (None,):
                cell_of(mix.family, recipe.seed, level, mix.params)
        except UsageError as e:
            raise source.fault(at, str(e)) from e


def cells_of(recipe: Recipe) -> tuple[tuple[Cell, ...], tuple[int, ...]]:
    """Every ingredient at every level with its params filled in, and its share of the count.

    Raises:
        UsageError: for an unknown family, bad params, or a recipe without counts.
    """
    free = [mix for mix in recipe.mix if mix.count is None]
    if free and recipe.count is None:
        raise UsageError(
            f"the recipe gives no count for {free[0].family!r}: set `count` at the top, "
            f"or in that [[mix]]"
        )
    shares = iter(apportion(recipe.count or 0, [mix.weight for mix in free]) if free else [])
    cells: list[Cell] = []
    counts: list[int] = []
    for mix in recipe.mix:
        total = next(shares) if mix.count is None else mix.count
        levels: Sequence[float | None] = mix.levels or (None,)
        for level, count in zip(levels, apportion(total, [1.0] * len(levels)), strict=True):
            cell = cell_of(mix.family, recipe.seed, level, mix.params)
            space = cell.source().space()
            if space is not None and count > space:
                raise UsageError(
                    f"{mix.family} has only {space} distinct tasks at {cell.params}, "
                    f"asked for {count}; lower the count or loosen the params"
                )
            cells.append(cell)
            counts.append(count)
    return tuple(cells), tuple(counts)


def plan(recipe: Recipe) -> Layout:
    """Lay out a dataset: split by split, cell by cell.

    Cells and splits that draw from one stream get ranges of its indices that do not meet.

    Raises:
        UsageError: for more tasks or files than a dataset can have; also see `cells_of`.
    """
    _check_size(recipe)
    cells, counts = cells_of(recipe)
    splits = recipe.split_names or (ALL,)
    apart = [mix.split for mix in recipe.mix for _ in mix.levels or (None,)]
    shares = _shares(counts, [recipe.splits.get(name, 0.0) for name in splits], apart, splits)
    used: dict[Any, int] = {}
    segments = []
    for s, split in enumerate(splits):
        for c, cell in enumerate(cells):
            if count := shares[c][s]:
                start = used.get(cell.stream, 0)
                used[cell.stream] = start + count
                segments.append(Segment(split, c, start, count))
    return Layout(recipe, cells, counts, tuple(segments))


def _check_size(recipe: Recipe) -> None:
    """Refuse, before any work, what would never end."""
    tasks = sum(mix.count or 0 for mix in recipe.mix) + (recipe.count or 0)
    if tasks > MOST_TASKS:
        raise UsageError(f"a dataset has at most {MOST_TASKS:,} tasks, asked for {tasks:,}")
    files = tasks // recipe.shard_size
    if files > MOST_FILES:
        raise UsageError(
            f"{files:,} files of {recipe.shard_size:,} tasks are too many; "
            f"raise the shard size to {-(-tasks // MOST_FILES):,} or more"
        )


def _shares(
    counts: Sequence[int],
    weights: Sequence[float],
    apart: Sequence[str | None],
    splits: Sequence[str],
) -> list[list[int]]:
    """Each cell's tasks in each split: all in the one that the cell is for, or by weight.

    What a cell rounds away goes to the split that is owed most so far: rounding does not add up.
    """
    weights = weights if sum(weights) else [1.0] * len(weights)
    total, owed = sum(weights), [0.0] * len(weights)
    rows = []
    for count, alone in zip(counts, apart, strict=True):
        if alone is not None:
            rows.append([count * (split == alone) for split in splits])
            continue
        row = [int(count * weight / total) for weight in weights]
        owed = [
            debt + count * weight / total - share
            for debt, weight, share in zip(owed, weights, row, strict=True)
        ]
        for _ in range(count - sum(row)):
            most = max(range(len(owed)), key=owed.__getitem__)
            row[most] += 1
            owed[most] -= 1
        rows.append(row)
    return rows


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share out a whole number by weight (largest remainders; ties go to the first)."""
    scale = total / sum(weights)
    shares = [int(weight * scale) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - weights[i] * scale)
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
