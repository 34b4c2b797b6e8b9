"""Different digits that make up a sum: the ties of kakuro and of killer sudoku."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from tasksynth_puzzles.solving.net import Revise


@lru_cache(maxsize=512)
def made_of(count: int, total: int, most: int = 9) -> tuple[int, ...]:
    """The sets of so many different digits from 1 to `most` with that sum, as masks."""
    return tuple(
        sum(1 << digit - 1 for digit in some)
        for some in combinations(range(1, most + 1), count)
        if sum(some) == total
    )


@lru_cache(maxsize=512)
def summing(count: int, total: int, most: int = 9) -> Revise:
    """The tie of so many unknowns whose values are different digits with that sum."""
    sets = made_of(count, total, most)

    @lru_cache(maxsize=1024)
    def narrowed(masks: tuple[int, ...]) -> tuple[int, ...] | None:
        """The new masks, none where nothing follows: searches ask for the same again and again."""
        known = either = possible = 0
        for mask in masks:
            either |= mask
            if not mask & (mask - 1):
                known |= mask
        for some in sets:
            if not known & ~some and not some & ~either and all(mask & some for mask in masks):
                possible |= some
        if not either & ~possible:
            return ()
        new = tuple(mask & possible for mask in masks)
        return new if all(new) else None

    def revise(masks: Sequence[int]) -> Sequence[int] | None:
        new = narrowed(tuple(masks))
        return masks if new == () else new

    return revise
