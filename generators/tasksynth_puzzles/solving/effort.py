"""How hard a puzzle is for a person: the techniques and assumptions that it takes to solve it."""

from itertools import combinations

from tasksynth_puzzles.solving.net import Masks, Net, TooHard, bits

SINGLES, GROUPS, TRIAL, NESTED = 1, 2, 3, 4
"""Techniques: what a clue and known values exclude; how values share the places of groups; an
assumption that fails; assumptions within assumptions."""
NODES = 2000
"""Nodes that are searched where single assumptions are not enough; more are not counted."""
TRIALS = 500
"""Assumptions after which the rest is searched."""


class Effort:
    """What solving took, from the plainest technique to the dearest."""

    def __init__(self) -> None:
        self.technique = SINGLES
        self.rounds = 0
        self.group_steps = 0
        self.trials = 0

    def features(self) -> dict[str, float]:
        """For `measure`. `effort` sums it up: a round 1, a step of groups 3, an assumption 5."""
        return {
            "technique": self.technique,
            "rounds": self.rounds,
            "group_steps": self.group_steps,
            "trials": self.trials,
            "effort": self.rounds + 3 * self.group_steps + 5 * self.trials,
        }


def effort(net: Net, masks: Masks, dirty: list[int] | None = None) -> Effort:
    """Solve a state as a person does, with the plainest technique that gets on. Uses it up."""
    spent = Effort()
    _advance(net, masks, list(range(net.size)) if dirty is None else dirty, spent)
    while any(mask & (mask - 1) for mask in masks):
        cleared = by_groups(net, masks)
        if cleared:
            spent.technique = max(spent.technique, GROUPS)
            spent.group_steps += 1
        else:
            spent.technique = max(spent.technique, TRIAL)
            cleared = _by_trial(net, masks, spent) if spent.trials < TRIALS else []
        if not cleared:
            spent.technique = NESTED
            _count_search(net, masks, spent)
            break
        _advance(net, masks, cleared, spent)
    return spent


def _advance(net: Net, masks: Masks, dirty: list[int], spent: Effort) -> None:
    """Deduce in waves until nothing follows; values find their places when nothing else does."""
    while dirty:
        spent.rounds += 1
        dirty = net.wave(masks, dirty)
        if not dirty:
            net.place(masks, dirty)


def by_groups(net: Net, masks: Masks) -> list[int]:
    """Clear by what values and places within groups share; the unknowns that changed.

    Two or three unknowns of a group that have only as many values keep them from the others
    (naked pairs and triples); a value whose places in a group all lie in another group, too, has
    no other place there (locked candidates: "pointing" and "claiming").
    """
    return _locked(net, masks) or _subsets(net, masks)


def _locked(net: Net, masks: Masks) -> list[int]:
    changed = []
    for group in net.whole:
        places: dict[int, list[int]] = {}
        for cell in group:
            if masks[cell] & (masks[cell] - 1):
                for value in bits(masks[cell]):
                    places.setdefault(value, []).append(cell)
        for value, cells in places.items():
            if len(cells) > 3:
                continue
            common = set(net.peers[cells[0]])
            for cell in cells[1:]:
                common.intersection_update(net.peers[cell])
            for cell in sorted(common):
                if masks[cell] & value:
                    masks[cell] &= ~value
                    changed.append(cell)
        if changed:
            return changed
    return changed


def _subsets(net: Net, masks: Masks) -> list[int]:
    for group in net.groups:
        small = [cell for cell in group if 1 < masks[cell].bit_count() <= 3]
        for size in (2, 3):
            for some in combinations(small, size):
                union = 0
                for cell in some:
                    union |= masks[cell]
                if union.bit_count() != size:
                    continue
                changed = [cell for cell in group if cell not in some and masks[cell] & union]
                for cell in changed:
                    masks[cell] &= ~union
                if changed:
                    return changed
    return []


def _by_trial(net: Net, masks: Masks, spent: Effort) -> list[int]:
    """Assume values one by one, the most decided unknowns first, until one fails."""
    order = sorted((mask.bit_count(), cell) for cell, mask in enumerate(masks) if mask & (mask - 1))
    for _, cell in order:
        for value in bits(masks[cell]):
            spent.trials += 1
            trial = masks.copy()
            trial[cell] = value
            if not net.settle(trial, [cell]):
                masks[cell] &= ~value
                return [cell]
    return []


def _count_search(net: Net, masks: Masks, spent: Effort) -> None:
    """Count the nodes of a complete search as assumptions."""
    budget = [NODES]
    try:
        found = net.search(masks, budget)
    except TooHard:
        found = None
    spent.trials += NODES - budget[0]
    if found is not None:
        masks[:] = found
