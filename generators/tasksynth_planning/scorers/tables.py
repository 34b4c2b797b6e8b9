"""All edits of a few nodes, numbered: what climbs find on many graphs at once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tasksynth_planning.scorers.searching import Matrix, nudges


class Steps(NamedTuple):
    """From edits of one node less to those with one node more, by their numbers."""

    more: tuple[Matrix, ...]
    """By nodes that are nudged: (edits, nudges) numbers of edits that nudge another one, too."""
    others: Matrix
    """(edits, exchanges): those of the most nodes that have but one nudge of another kind."""


@lru_cache(maxsize=8)
def steps(nodes: int, count: int) -> Steps:
    """Of graphs of so many nodes, as far as `count` are nudged."""
    powers = 3 ** np.arange(nodes)
    one = np.eye(nodes, dtype=np.int64)
    nudge = np.concatenate([one, -one])
    more = []
    numbered = np.zeros(3**nodes, dtype=np.int64)
    for less in range(count):
        edits, after = nudges(nodes, less), nudges(nodes, less + 1)
        numbered[(after + 1) @ powers] = np.arange(len(after))
        grown = edits[:, None] + nudge  # (edits, nudges, nodes)
        grown = grown[np.abs(grown).sum(axis=2) == less + 1]
        grown = grown[np.abs(grown).max(axis=1) < 2]
        more.append(numbered[(grown + 1) @ powers].reshape(len(edits), -1))
    by = np.argsort(more[-1], axis=None, kind="stable") // more[-1].shape[1]
    parents = by.reshape(-1, count)  # (edits, nodes taken back)
    return Steps(tuple(more), more[-1][parents].reshape(len(parents), -1))


def climbs(won: Sequence[Matrix], nodes: int) -> Matrix:
    """What those get who nudge any node, then what helps most each time: the best, by graph.

    `won` is by nodes that are nudged: (graphs, edits) by how much the class wins.
    """
    at = _climbed(won, nodes, np.tile(np.arange(2 * nodes), (len(won[0]), 1)))
    best: Matrix = np.take_along_axis(won[-1], at, axis=1).max(axis=1)
    return best


def exchanges(won: Sequence[Matrix], nodes: int) -> Matrix:
    """What those get who nudge what helps most each time, then exchange one nudge for another."""
    moves, rows = steps(nodes, len(won) - 1), np.arange(len(won[0]))
    at = _climbed(won, nodes, won[1].argmax(axis=1)[:, None])[:, 0]
    while True:
        options = moves.others[at]  # (graphs, exchanges)
        best = won[-1][rows[:, None], options].argmax(axis=1)
        better = won[-1][rows, options[rows, best]] > won[-1][rows, at]
        at = np.where(better, options[rows, best], at)
        if not better.any():
            got: Matrix = won[-1][rows, at]
            return got


def _climbed(won: Sequence[Matrix], nodes: int, at: Matrix) -> Matrix:
    """Where climbs end that begin with these nudges: (graphs, climbs)."""
    rows = np.arange(len(at))[:, None, None]
    for margins, more in zip(won[2:], steps(nodes, len(won) - 1).more[1:], strict=True):
        options = more[at]  # (graphs, climbs, nudges)
        best = margins[rows, options].argmax(axis=2)[..., None]
        at = np.take_along_axis(options, best, axis=2)[..., 0]
    return at
