"""Unknowns with few values each, and what ties them: the core of the grid puzzles.

A domain is a bit mask of the values that an unknown may still have. Deductions only ever clear
bits, so that a state is a list of masks, and one more clue goes on from where the last one ended.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

Masks = list[int]
"""A mask for each unknown."""
Table = tuple[int, ...]
"""For each mask of one unknown the values that another one may have beside it."""
Revise = Callable[[Sequence[int]], Sequence[int] | None]
"""New masks for the unknowns of a wide tie, the very ones given where nothing follows, or None
where they cannot hold together."""


class TooHard(Exception):
    """A search went past its nodes."""


@lru_cache(maxsize=4096)
def table(rows: tuple[int, ...]) -> Table:
    """The table of a relation that is given by the partners of each value, as masks."""
    found = [0] * (1 << len(rows))
    for mask in range(1, len(found)):
        low = mask & -mask
        found[mask] = found[mask ^ low] | rows[low.bit_length() - 1]
    return tuple(found)


@lru_cache(maxsize=4096)
def turned(rows: tuple[int, ...]) -> tuple[int, ...]:
    """The same relation, seen from the other unknown."""
    n = len(rows)
    return tuple(sum(1 << p for p in range(n) if rows[p] >> q & 1) for q in range(n))


class Net:
    """Unknowns of `n_values` values, in groups that differ within, with ties between them."""

    def __init__(
        self, n_unknowns: int, n_values: int, groups: Iterable[tuple[int, ...]] = ()
    ) -> None:
        self.size = n_unknowns
        self.full = (1 << n_values) - 1
        self.groups = tuple(groups)
        self.whole = tuple(group for group in self.groups if len(group) == n_values)
        """Groups in which each value has its place."""
        self.homes = tuple(
            sum(1 << at for at, group in enumerate(self.whole) if cell in group)
            for cell in range(n_unknowns)
        )
        """For each unknown its whole groups, as a mask."""
        near: list[set[int]] = [set() for _ in range(n_unknowns)]
        for group in self.groups:
            for cell in group:
                near[cell].update(group)
        self.peers = tuple(tuple(sorted(cells - {i})) for i, cells in enumerate(near))
        self.arcs: list[list[tuple[int, Table]]] = [[] for _ in range(n_unknowns)]
        self.wide: list[list[tuple[tuple[int, ...], Revise]]] = [[] for _ in range(n_unknowns)]

    def like(self) -> "Net":
        """A net of the same groups, without ties."""
        other = object.__new__(Net)
        other.size, other.full = self.size, self.full
        other.groups, other.whole = self.groups, self.whole
        other.peers, other.homes = self.peers, self.homes
        other.arcs = [[] for _ in range(self.size)]
        other.wide = [[] for _ in range(self.size)]
        return other

    def tie(self, a: int, b: int, rows: tuple[int, ...]) -> None:
        """Tie two unknowns: `rows` has for each value of the first the second one's, as a mask."""
        self.arcs[a].append((b, table(rows)))
        self.arcs[b].append((a, table(turned(rows))))

    def tie_wide(self, cells: tuple[int, ...], revise: Revise) -> None:
        """Tie three unknowns or more."""
        for cell in cells:
            self.wide[cell].append((cells, revise))

    def settle(self, masks: Masks, dirty: Masks) -> bool:
        """Deduce until nothing follows; False for a contradiction.

        `dirty` are the unknowns whose masks are new; it is used up.
        """
        while True:
            touched = self._spread(masks, dirty)
            if touched < 0 or not self.place(masks, dirty, touched):
                return False
            if not dirty:
                return True

    def place(self, masks: Masks, dirty: Masks, touched: int = -1) -> bool:
        """Put each value that has one place left in a group there; False for a contradiction.

        `touched` are the groups to look at, as a mask.
        """
        full = self.full
        for at, group in enumerate(self.whole):
            if not touched >> at & 1:
                continue
            once = twice = known = 0
            for cell in group:
                mask = masks[cell]
                twice |= once & mask
                once |= mask
                if not mask & (mask - 1):
                    known |= mask
            if once != full:
                return False
            lone = once & ~twice & ~known
            if lone:
                for cell in group:
                    hit = masks[cell] & lone
                    if hit:
                        if hit & (hit - 1):
                            return False
                        masks[cell] = hit
                        dirty.append(cell)
        return True

    def wave(self, masks: Masks, dirty: Sequence[int]) -> list[int]:
        """One step of deductions, all from what is known before it; the unknowns that changed."""
        known = masks.copy()
        for cell in dirty:
            mask = known[cell]
            if not mask & (mask - 1):
                for peer in self.peers[cell]:
                    masks[peer] &= ~mask
            for other, allowed in self.arcs[cell]:
                masks[other] &= allowed[mask]
            for cells, revise in self.wide[cell]:
                for other, new in zip(cells, revise([known[c] for c in cells]) or (), strict=False):
                    masks[other] &= new
        return [cell for cell in range(self.size) if masks[cell] != known[cell]]

    def _spread(self, masks: Masks, dirty: Masks) -> int:
        """The whole groups that were touched, as a mask; -1 for a contradiction."""
        peers, arcs, wide, homes = self.peers, self.arcs, self.wide, self.homes
        touched = 0
        while dirty:
            cell = dirty.pop()
            mask = masks[cell]
            touched |= homes[cell]
            if not mask & (mask - 1):
                for peer in peers[cell]:
                    if masks[peer] & mask:
                        left = masks[peer] ^ mask
                        if not left:
                            return -1
                        masks[peer] = left
                        dirty.append(peer)
            for other, allowed in arcs[cell]:
                left = masks[other] & allowed[mask]
                if left != masks[other]:
                    if not left:
                        return -1
                    masks[other] = left
                    dirty.append(other)
            for cells, revise in wide[cell]:
                if not _revise(masks, dirty, cells, revise):
                    return -1
        return touched

    def start(self) -> Masks:
        """A state in which everything is possible."""
        return [self.full] * self.size

    def search(self, masks: Masks, budget: list[int], turn: int = 0) -> Masks | None:
        """A solution of a settled state, or None; `turn` moves where values are tried from.

        Raises:
            TooHard: when the budget, one number, is used up.
        """
        best, fewest = -1, 99
        for cell, mask in enumerate(masks):
            if mask & (mask - 1):
                count = mask.bit_count()
                if count < fewest:
                    best, fewest = cell, count
                    if count == 2:
                        break
        if best < 0:
            return masks
        for value in bits(masks[best], turn):
            budget[0] -= 1
            if budget[0] < 0:
                raise TooHard
            trial = masks.copy()
            trial[best] = value
            if self.settle(trial, [best]) and (found := self.search(trial, budget, turn)):
                return found
        return None

    def other(
        self, masks: Masks, solution: Sequence[int], budget: list[int], turn: int = 0
    ) -> Masks | None:
        """Another solution than the one given; where there is none, the state becomes that one.

        Values that are refuted on the way are cleared, so that nothing is searched twice.

        Raises:
            TooHard: when the budget is used up.
        """
        while True:
            open_cells = [i for i, mask in enumerate(masks) if mask & (mask - 1)]
            if not open_cells:
                return None
            cell = min(open_cells, key=lambda i: masks[i].bit_count())
            for value in bits(masks[cell] & ~solution[cell], turn):
                trial = masks.copy()
                trial[cell] = value
                if self.settle(trial, [cell]) and (found := self.search(trial, budget, turn)):
                    return found
                masks[cell] &= ~value
            self.settle(masks, [cell])


def _revise(masks: Masks, dirty: Masks, cells: tuple[int, ...], revise: Revise) -> bool:
    given = [masks[cell] for cell in cells]
    new = revise(given)
    if new is given:
        return True
    if new is None:
        return False
    for cell, mask in zip(cells, new, strict=True):
        if mask != masks[cell]:
            masks[cell] = mask
            dirty.append(cell)
    return True


@lru_cache(maxsize=1 << 14)
def bits(mask: int, turn: int = 0) -> tuple[int, ...]:
    """The single bits of a mask, the lowest first; from another one on where it is turned."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low)
        mask ^= low
    at = turn % len(found) if found else 0
    return tuple(found[at:] + found[:at])
