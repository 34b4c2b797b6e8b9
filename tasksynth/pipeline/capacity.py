"""How many distinct tasks a family has: counted, told by the family, or estimated from repeats."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from tasksynth.engines import Engine, Failure, ahead, engine_for
from tasksynth.errors import FamilyError, TasksynthError, UsageError
from tasksynth.pipeline.cells import Cell, cell_of
from tasksynth.pipeline.folders.manifest import read_manifest
from tasksynth.pipeline.judging.verify import Group
from tasksynth.pipeline.making.digests import Digests
from tasksynth_schemas import Model

QUANTILE = 1.645
"""Of the normal distribution: a bound does not hold in one case of twenty."""
CHUNK = 32
"""Draws a job."""
MOST = 1e18
"""What is no longer told apart from endless."""


class Capacity(Model):
    """What is known of how many tasks a family has at a level, or at params."""

    name: str
    """`family` or `family level`."""
    draws: int
    distinct: int
    """Different tasks among the draws."""
    known: int | None = None
    """How many there are, where the family tells it."""
    least: int
    """There are no fewer, with 95 % confidence."""
    about: int | None = None
    """The likeliest number; None where no draw was a repeat."""
    tasks: int = 0
    """Those of a dataset, which are used up."""

    @property
    def left(self) -> int:
        """Tasks that are surely left, beside those of the dataset."""
        return max(self.least - self.tasks, 0)


def estimated(draws: int, distinct: int) -> tuple[int, int | None]:
    """How many things there are, from draws with repeats: the least number, and the likeliest one.

    Among n draws of N equally likely things, n - N (1 - (1 - 1/N)^n) repeats are expected, and
    their number is about Poisson's. Where some are likelier than others there are more repeats, so
    that there are more things than is told here, never fewer.
    """
    repeats = draws - distinct
    least = int(_size(draws, _repeats_at_most(repeats))) if draws > 1 else distinct
    about = round(_size(draws, repeats)) if repeats else None
    return max(least, distinct), None if about is None else max(about, distinct)


def of_dataset(dataset: Path) -> list[Capacity]:
    """The ledger of a dataset: what its families and levels had when it was made, and have left.

    Raises:
        UsageError: if `generate` did not make it.
    """
    manifest = read_manifest(dataset) if dataset.is_dir() else None
    if manifest is None or not manifest.cells:
        raise UsageError(
            f"{dataset} tells of no draws: want the folder of `tasksynth generate`, or a family"
        )
    seed = manifest.recipe.seed if manifest.recipe is not None else 0
    found = []
    for cell in manifest.cells:
        made = cell_of(cell.family, seed, None, cell.params)
        name = str(Group.of(cell.family, cell.level))
        found.append(_of(name, made, cell.drawn, cell.drawn - cell.duplicates, tasks=cell.tasks))
    return found


def of_families(
    names: Iterable[str],
    levels: Sequence[float | None],
    *,
    draws: int,
    seed: int = 0,
    engine: Engine | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Capacity]:
    """Draw tasks of each family and level, and count those that are different.

    Raises:
        UsageError: for an unknown family, or a level that it does not take.
        FamilyError: if a task cannot be made.
    """
    cells = [cell_of(name, seed, level, {}) for name in names for level in levels]
    with engine_for(given=engine, hostile=False) as engine:
        for number, cell in enumerate(cells):
            distinct = _distinct(cell, draws, engine)
            if progress:
                progress((number + 1) * draws, len(cells) * draws)
            yield _of(str(Group.of(cell.family, cell.level)), cell, draws, distinct)


def _of(name: str, cell: Cell, draws: int, distinct: int, *, tasks: int = 0) -> Capacity:
    known = cell.source().space()
    least, about = (known, known) if known is not None else estimated(draws, distinct)
    return Capacity(
        name=name,
        draws=draws,
        distinct=distinct,
        known=known,
        least=least,
        about=about,
        tasks=tasks,
    )


def _distinct(cell: Cell, draws: int, engine: Engine) -> int:
    items = ((cell, index, False) for index in range(draws))
    chunks = iter(lambda: list(islice(items, CHUNK)), [])
    with closing(Digests()) as seen:
        for _, results in ahead(engine, "make", ((None, chunk) for chunk in chunks)):
            for made in results:
                if isinstance(made, Failure | TasksynthError):
                    why = made.why if isinstance(made, Failure) else made
                    raise FamilyError(f"a task could not be made: {why}")
                seen.add(made.digest)
        return len(seen)


def _size(draws: int, repeats: float) -> float:
    """The number of things for which so many repeats are expected, by bisection."""
    low, high = 1.0, MOST
    for _ in range(60):
        middle = math.sqrt(low * high)
        if _expected(draws, middle) > repeats:
            low = middle
        else:
            high = middle
    return high


def _expected(draws: int, size: float) -> float:
    if size > 1e6 * draws:  # where the difference below is of no digits
        return draws * (draws - 1) / 2 / size
    return draws + size * math.expm1(draws * math.log1p(-1 / size)) if size > 1 else draws - 1.0


def _repeats_at_most(seen: int) -> float:
    """The mean of a Poisson variable that is as small as what was seen in one case of twenty.

    By the cube root of the gamma quantile (Wilson and Hilferty, 1931): off by under one percent.
    """
    n = seen + 1
    return float(n * (1 - 1 / (9 * n) + QUANTILE / (3 * math.sqrt(n))) ** 3)
