"""Which tasks of a stream a run may serve: those of the recipe's training split, and new ones.

Without splits, an arm's items 0, 1, 2, … are the tasks of those indices. With splits they are the
indices that the split `train` (or the first one, if none is called so) has in the dataset that
`tasksynth generate` makes of the same recipe, and then indices that no dataset reaches: a run never
hands out what is held out.
"""

from tasksynth.pipeline.making.plan import plan
from tasksynth_schemas import Recipe, canonical_json

TRAIN = "train"
BEYOND = 2**40
"""The first index past the split."""


def ranges(recipe: Recipe) -> dict[bytes, range]:
    """The split's indices by stream (`TaskRef.stream`); none if the recipe makes no splits.

    Raises:
        UsageError: if the dataset cannot be made: a count is larger than the family.
    """
    counted = recipe.count is not None or all(mix.count is not None for mix in recipe.mix)
    if not recipe.splits or not counted:
        return {}
    served = TRAIN if TRAIN in recipe.splits else next(iter(recipe.splits))
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
