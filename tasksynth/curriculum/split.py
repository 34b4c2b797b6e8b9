"""Which tasks of a stream a run may serve: those of the recipe's training split, and new ones.

Without splits, an arm's items 0, 1, 2, … are the tasks of those indices. With splits they are the
indices that the split `train` (or the first one, if none is called so) has in the dataset that
`tasksynth generate` makes of the same recipe, and then indices that no dataset reaches: a run never
hands out what is held out. An ingredient that is for another split alone is in no run at all.
"""

from tasksynth.errors import UsageError
from tasksynth.pipeline.making.plan import plan
from tasksynth_schemas import Mix, Recipe, canonical_json

TRAIN = "train"
BEYOND = 2**40
"""The first index past the split."""


def served_split(recipe: Recipe) -> str | None:
    """The split that a run serves; None if the recipe makes none."""
    names = recipe.split_names
    return TRAIN if TRAIN in names else next(iter(names), None)


def served_mix(recipe: Recipe) -> tuple[Mix, ...]:
    """The ingredients that a run serves.

    Raises:
        UsageError: if there is none.
    """
    served = served_split(recipe)
    found = tuple(mix for mix in recipe.mix if mix.split in (None, served))
    if not found:
        raise UsageError(f"every ingredient is held out of the split {served!r}, which is served")
    return found


def ranges(recipe: Recipe) -> dict[bytes, range]:
    """The split's indices by stream (`TaskRef.stream`); none if the recipe makes no splits.

    Raises:
        UsageError: if the dataset cannot be made: a count is larger than the family.
    """
    counted = recipe.count is not None or all(mix.count is not None for mix in recipe.mix)
    served = served_split(recipe)
    if served is None or not counted:
        return {}
    laid = plan(recipe)
    streams = [
        canonical_json([cell.family, cell.version, cell.params, cell.seed]) for cell in laid.cells
    ]
    found = dict.fromkeys(streams, range(0))
    for segment in laid.segments:
        if segment.split == served:
            stream = streams[segment.cell]
            # Cells that share a stream follow each other in it.
            start = found[stream].start if found[stream] else segment.start
            found[stream] = range(start, segment.start + segment.count)
    return found


def index_of(item: int, split: range | None) -> int:
    """The task's index in its stream."""
    if split is None:
        return item
    return split[item] if item < len(split) else BEYOND + item
