"""One descent: single steps, and where they do not get on a guess, which is never taken back.

Single steps are the work that the puzzles ask for, and no guess: a descent counts as a cheap
strategy only where it had to guess.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from tasksynth_puzzles.solving.net import Masks, Net, bits

Cell = Callable[[Net, Masks, Sequence[int]], int]
Value = Callable[[Net, Masks, int], int]


def _first(_net: Net, _masks: Masks, narrow: Sequence[int]) -> int:
    return narrow[0]


def _last(_net: Net, _masks: Masks, narrow: Sequence[int]) -> int:
    return narrow[-1]


def _tied(net: Net, masks: Masks, narrow: Sequence[int]) -> int:
    """The one with the most undecided ones around it."""
    return max(narrow, key=lambda i: sum(masks[j] & (masks[j] - 1) > 0 for j in net.peers[i]))


def _least(_net: Net, masks: Masks, cell: int) -> int:
    return bits(masks[cell])[0]


def _greatest(_net: Net, masks: Masks, cell: int) -> int:
    return bits(masks[cell])[-1]


def _common(net: Net, masks: Masks, cell: int) -> int:
    """The value that the most undecided ones around may have, too."""
    return max(bits(masks[cell]), key=lambda value: _rivals(net, masks, cell, value))


def _rare(net: Net, masks: Masks, cell: int) -> int:
    return min(bits(masks[cell]), key=lambda value: _rivals(net, masks, cell, value))


def _rivals(net: Net, masks: Masks, cell: int, value: int) -> int:
    return sum(masks[j] & value > 0 and masks[j] & (masks[j] - 1) > 0 for j in net.peers[cell])


_CELLS: dict[str, Cell] = {"first": _first, "last": _last, "tied": _tied}
_VALUES: dict[str, Value] = {
    "least": _least, "greatest": _greatest, "common": _common, "rare": _rare,
}  # fmt: skip
RULES: dict[str, tuple[Cell, Value]] = {
    f"{cell}, {value}": (_CELLS[cell], _VALUES[value]) for cell in _CELLS for value in _VALUES
}
"""Which of the unknowns with the fewest values is guessed, and which value, by name."""
TRIED = ("first, least", "first, greatest", "last, rare", "tied, rare")
"""Those that did best where they were measured: what families hold their floors to."""


def descents(
    net: Net,
    masks: Masks,
    dirty: Iterable[int],
    order: Sequence[int],
    rules: Sequence[str] = TRIED,
) -> Iterator[tuple[str, Masks]]:
    """What descents that had to guess end in, by rule, where that is no contradiction.

    `order` are the unknowns as they are seen, which decides ties.
    """
    settled = masks.copy()
    if not net.settle(settled, list(dirty)) or _narrow(settled, order) is None:
        return
    for rule in rules:
        if (end := _descend(net, settled.copy(), order, rule)) is not None:
            yield rule, end


def _descend(net: Net, masks: Masks, order: Sequence[int], rule: str) -> Masks | None:
    pick, value = RULES[rule]
    while (narrow := _narrow(masks, order)) is not None:
        cell = pick(net, masks, narrow)
        masks[cell] = value(net, masks, cell)
        if not net.settle(masks, [cell]):
            return None
    return masks


def _narrow(masks: Masks, order: Sequence[int]) -> list[int] | None:
    """The unknowns with the fewest values, but for the decided ones; None if all are."""
    counts = [(masks[i].bit_count(), i) for i in order if masks[i] & (masks[i] - 1)]
    if not counts:
        return None
    fewest = min(count for count, _ in counts)
    return [i for count, i in counts if count == fewest]
