"""Graphs and scorers of chance, in which what helps most is seldom what is best."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.scorers.models import MessageLayer, Scorer
from tasksynth_planning.scorers.searching import (
    GraphWish,
    Matrix,
    Small,
    beside,
    nudges,
    passed,
    won_by_first,
)
from tasksynth_planning.scorers.strategies import EXHAUSTIVE, MORE, tried
from tasksynth_planning.scorers.tables import climbs, exchanges

_LEANS = ((-3, 1, 50), (-6, -1, 50), (-6, -2, 75), (-6, -2, 90))
"""How far from being 0 it is what a layer makes of a node, and of which one: the least and the most
to be added, and the percent of the nodes that get less."""
_NEAR = 3
"""By how much the best edit wins, at most."""
_MOVED = 0.2
"""The share of nudges that has to matter."""
_ROWS, _EDITS = 48, 8_000
"""Graphs that are drawn for a scorer, and edits that are looked at together."""


class HardWish(NamedTuple):
    """A wish that takes so many nodes, and what strategies think of."""

    wish: GraphWish
    tried: Matrix
    """(edits, nodes)"""

    def limit(self, count: int) -> int:
        """Nodes that are fewer than strategies change, and not many more than `count`."""
        won = self.tried[self.wish.margins(self.tried) > 0]
        changed = (sum(map(abs, edit)) for edit in won.tolist())
        return min(count + MORE, min(changed, default=self.wish.scorer.nodes + 1) - 1)


def draw_wish(dice: Dice, nodes: int, layers: int, count: int, width: int) -> HardWish | None:
    """A scorer that takes `count` nodes, and no strategy that is tried finds them.

    `width` is that of the widest beam of them.
    What a class is given beforehand is chosen last: so much that only the best edits win.
    """
    numbers = np.array([1 + of % 9 for of in dice.words(_ROWS * nodes)]).reshape(-1, nodes)
    scorer, first = _scorer(dice, numbers, layers), dice.below(2)
    numbers = numbers[_moved(scorer, numbers)]
    rows = 1 + _EDITS // len(nudges(nodes, count))
    for at in range(0, len(numbers), rows):
        for one in _promising(scorer, numbers[at : at + rows], count, first):
            paths = np.concatenate(list(tried(one.wish, count, width).values()))
            found = int(one.wish.margins(paths[np.abs(paths).sum(axis=1) <= count]).max())
            if (least := max(one.least, found)) < one.best:
                need = one.best - 1 - dice.below(min(_NEAR, one.best - least))
                return HardWish(_given(one.wish, need), paths)
    return None


def _given(wish: GraphWish, need: int) -> GraphWish:
    """The same where the class has to win by more than so much."""
    other, own = max(0, need), max(0, -need)
    given = (own, other) if wish.wanted == 0 else (other, own)
    return wish._replace(scorer=wish.scorer.model_copy(update={"given": given}))


def _after(scorer: Scorer, numbers: Matrix, edits: Matrix) -> Matrix:
    """By how much the first class wins: (graphs, edits)."""
    graphs, by = (one.T.astype(np.int32) for one in (numbers, edits))  # (nodes, …)
    near, by_near = beside(graphs, scorer.edges), beside(by, scorer.edges)
    seen = graphs[:, :, None] + by[:, None]
    return won_by_first(scorer, seen, near[:, :, None] + by_near[:, None])


def _moved(scorer: Scorer, numbers: Matrix) -> Matrix:
    """Of which graphs some nudges already change what the classes count for, by themselves."""
    one = np.concatenate([nudges(scorer.nodes, count) for count in (0, 1)])
    won = _after(scorer, numbers, one)
    moved: Matrix = np.flatnonzero((won != won[:, :1]).mean(axis=1) > _MOVED)
    return moved


class _Promise(NamedTuple):
    wish: GraphWish
    least: int
    """By how much the class wins with less nodes, at most; more than it does with none."""
    best: int


def _promising(scorer: Scorer, numbers: Matrix, count: int, first: int) -> Iterator[_Promise]:
    """Rows of numbers, and classes, for which the best edits take `count` nodes, and are hidden."""
    edits = [nudges(scorer.nodes, one) for one in range(count + 1)]
    sizes = np.cumsum([len(of) for of in edits])[:-1]
    won = np.split(_after(scorer, numbers, np.concatenate(edits)), sizes, axis=1)
    for wanted in (first, 1 - first):
        of = [margins * (1 - 2 * wanted) for margins in won]
        best = of[-1].max(axis=1)
        # Before any change the class loses, so that the graph is of the other one.
        least = np.max([of[0].max(axis=1) + 1, *(m.max(axis=1) for m in of[1:-1])], axis=0)
        hidden = best > least
        for find in (exchanges, climbs)[: 1 + (count > EXHAUSTIVE)]:
            kept = np.flatnonzero(hidden)
            if len(kept):
                hidden[kept] = find([margins[kept] for margins in of], scorer.nodes) < best[kept]
        for row in np.flatnonzero(hidden):
            wish = GraphWish(scorer, tuple(numbers[row].tolist()), wanted)
            yield _Promise(wish, int(least[row]), int(best[row]))


def _scorer(dice: Dice, numbers: Matrix, layers: int) -> Scorer:
    """On a connected graph with half as many edges again as it takes."""
    nodes = numbers.shape[1]
    edges = {(dice.below(v), v) for v in range(1, nodes)}
    while len(edges) < nodes - 1 + (nodes + 1) // 2:
        a, b = sorted((dice.below(nodes), dice.below(nodes)))
        if a != b:
            edges.add((a, b))
    seen, made = numbers.T.astype(np.int32), []
    for _ in range(layers):
        near = beside(seen, edges)
        made.append(_layer(dice, seen, near))
        seen = passed(made[-1], seen, near)
    near = beside(seen, edges)
    heads = (_layer(dice, seen, near), _layer(dice, seen, near))
    return Scorer(nodes=nodes, edges=tuple(sorted(edges)), layers=tuple(made), heads=heads)


def _layer(dice: Dice, seen: Small, near: Small) -> MessageLayer:
    """One that makes 0 of many nodes, or nearly so: it depends on others what a nudge does."""
    while True:
        own, by = dice.of((-3, -2, -1, 1, 2, 3)), dice.of((-2, -1, 1, 2))
        low, high, percent = dice.of(_LEANS)
        made = np.sort(own * seen + by * near, axis=None)
        usual = int(made[(len(made) - 1) * percent // 100])
        if max(own, by, plus := dice.between(low, high) - usual) > 0:  # else it makes 0 of all
            return MessageLayer(own=own, beside=by, plus=plus)
