"""The fewest nodes that change a scorer's mind: all ways to nudge one, two, and so on."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tasksynth_planning.scorers.models import MessageLayer, Numbers, Scorer

Matrix = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]


class GraphWish(NamedTuple):
    """A scorer, what its nodes have, and the class that is wanted."""

    scorer: Scorer
    numbers: Numbers
    wanted: int

    def margins(self, edits: Matrix) -> Matrix:
        """By how much the class wins after each edit; it loses below 0, and nobody wins at 0."""
        return margins(self.scorer, np.array(self.numbers) + edits, self.wanted)


@lru_cache(maxsize=64)
def nudges(nodes: int, count: int) -> Matrix:
    """All ways to change so many of the nodes by 1, up or down: (edits, nodes)."""
    some = np.array(list(combinations(range(nodes), count)), dtype=np.int64)  # (choices, count)
    signs = np.array(list(product((1, -1), repeat=count)))  # (signs, count)
    edits = np.zeros((len(some), len(signs), nodes), dtype=np.int64)
    edits[np.arange(len(some))[:, None, None], np.arange(len(signs))[:, None], some[:, None]] = (
        signs
    )
    return edits.reshape(-1, nodes)


def margins(scorer: Scorer, numbers: Matrix, wanted: int) -> Matrix:
    """By how much a class wins, for each row of numbers."""
    seen = np.ascontiguousarray(numbers.T, dtype=np.int32)
    won = won_by_first(scorer, seen, beside(seen, scorer.edges))
    return won if wanted == 0 else -won


def won_by_first(scorer: Scorer, seen: Small, near: Small) -> Matrix:
    """By how much the first class wins, for each column of numbers and sums of neighbours'."""
    for layer in scorer.layers:
        seen = passed(layer, seen, near)
        near = beside(seen, scorer.edges)
    first, second = (passed(head, seen, near).sum(axis=0) for head in scorer.heads)
    won: Matrix = (first - second + (scorer.given[0] - scorer.given[1])).astype(np.int64)
    return won


def beside(seen: Small, edges: Iterable[tuple[int, int]]) -> Small:
    """The sums of neighbours' numbers: (nodes, …)."""
    near = np.zeros_like(seen)
    for a, b in edges:
        near[a] += seen[b]
        near[b] += seen[a]
    return near


def passed(layer: MessageLayer, seen: Small, near: Small) -> Small:
    """What nodes make of their numbers and their neighbours'."""
    made = layer.own * seen
    made += layer.beside * near
    made += np.int32(layer.plus)
    return np.maximum(made, 0, out=made)


def fewest(wish: GraphWish, most: int) -> Matrix | None:
    """All edits of the fewest nodes with which the class wins, if `most` are enough."""
    for count in range(1, most + 1):
        edits = nudges(wish.scorer.nodes, count)
        won: Matrix = edits[wish.margins(edits) > 0]
        if len(won):
            return won
    return None
