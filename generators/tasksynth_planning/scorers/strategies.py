"""Ways to change a scorer's mind that are quick to think of; most change too many nodes.

Each is a list of edits, (edits, nodes), whatever the class is given beforehand; who follows it
answers with the first of them that wins.
"""

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.scorers.models import Numbers
from tasksynth_planning.scorers.searching import GraphWish, Matrix, nudges

EXHAUSTIVE = 2
"""Changes for which any first node, and then the best, are all that there are."""

MORE = 2
"""Nodes beyond the fewest that earn a part, at most."""


def tried(wish: GraphWish, count: int, width: int = 2) -> dict[str, Matrix]:
    """Strategies that find none of the edits of `count` nodes that will do."""
    most = min(wish.scorer.nodes, count + MORE)
    gains, degrees = alone(wish), np.array([len(of) for of in wish.scorer.neighbours()])
    climb = beam(wish, 1, most)
    rules = {
        "what helps most": climb,
        "what helps most, last of them": beam(wish, 1, most, last=True),
        "the two that help most at a time": beam(wish, 2, most),
        "what helps most, then exchanged": _exchanged(wish, climb[count - 1 :]),
        "what helps most alone, all at once": at_once(gains),
        "against what helps alone": at_once(-gains),
        "what moves the wanted class most": at_once(_of_one(wish)),
        "all that helps, without what helps least": _dropping(wish, gains),
        "most neighbours first": at_once(np.sign(gains) * degrees),
        "all up": at_once(degrees),
        "all down": at_once(-degrees),
    }
    if count > EXHAUSTIVE:
        rules |= {
            "any node, then what helps most": _any_first(wish, most),
            "singles and pairs, added up": _added(wish, count),
        }
    if width > 2:
        rules["those few that help most at a time"] = beam(wish, width, most)
    return rules


def untried(wish: GraphWish) -> dict[str, Matrix]:
    """Strategies like those, by which no task is drawn anew."""
    gains, numbers = alone(wish), np.array(wish.numbers)
    return {
        "largest numbers first": at_once(np.sign(gains) * numbers),
        "smallest numbers first": at_once(np.sign(gains) * (10 - numbers)),
        "large ones down, small ones up": at_once(5 - numbers),
        "without the one that helps most": at_once(_without(gains, 1)),
        "without the two that help most": at_once(_without(gains, 2)),
        "neighbours of the best, first": at_once(_around(wish, gains)),
    }


def followed(wish: GraphWish, path: Matrix) -> Numbers | None:
    """The first edit that wins."""
    won = np.flatnonzero(wish.margins(path) > 0)
    return numbers_of(path[won[0]]) if len(won) else None


def beam(wish: GraphWish, width: int, most: int, *, last: bool = False) -> Matrix:
    """Nudges node after node and goes on with those few that are closest to winning."""
    kept, path = np.zeros((1, wish.scorer.nodes), dtype=np.int64), []
    for count in range(1, most + 1):
        grown = np.unique(_one_more(kept, count), axis=0)[:: -1 if last else 1]
        kept = grown[np.argsort(-wish.margins(grown), kind="stable")[:width]]
        path.append(kept[0])
    return np.array(path)


def _one_more(edits: Matrix, count: int) -> Matrix:
    """What edits become when another node is nudged, too: edits of `count` nodes."""
    one = np.eye(edits.shape[1], dtype=np.int64)
    grown = (edits[:, None] + np.concatenate([one, -one])).reshape(-1, edits.shape[1])
    whole = (np.abs(grown).sum(axis=1) == count) & (np.abs(grown).max(axis=1) < 2)
    more: Matrix = grown[whole]
    return more


def _any_first(wish: GraphWish, most: int) -> Matrix:
    """Nudges any node, then what helps most each time."""
    now = nudges(wish.scorer.nodes, 1)
    path = [now]
    for count in range(2, most + 1):
        grown = _one_more(now, count)  # as many of each edit
        gains = wish.margins(grown).reshape(len(now), -1)
        best = gains.argmax(axis=1) + gains.shape[1] * np.arange(len(now))
        now = grown[best]
        path.append(now)
    return np.concatenate(path)


def _less(edit: Matrix) -> Matrix:
    """An edit without each of its nudges in turn."""
    kept = 1 - np.eye(len(edit), dtype=np.int64)
    left: Matrix = (edit * kept)[edit != 0]
    return left


def _dropping(wish: GraphWish, gains: Matrix) -> Matrix:
    """All that helps alone, then one less at a time, whichever is missed least."""
    edit = np.sign(gains)
    path = [edit]
    while np.abs(edit).sum() > 1:
        left = _less(edit)
        edit = left[wish.margins(left).argmax()]
        path.append(edit)
    return np.array(path[::-1])


def _exchanged(wish: GraphWish, climb: Matrix) -> Matrix:
    """Of each edit, one nudge after the other taken back for a better one as long as that helps."""
    path = []
    for edit in climb:
        count, won = np.abs(edit).sum(), -np.inf
        while (now := wish.margins(edit[None])[0]) > won:
            path.append(edit)
            won, others = now, _one_more(_less(edit), count)
            edit = others[wish.margins(others).argmax()]
    return np.array(path)


def _added(wish: GraphWish, most: int) -> Matrix:
    """What would be best if more than two nudges did what each two of them do."""
    nodes = wish.scorer.nodes
    one = np.concatenate([nudges(nodes, 0), nudges(nodes, 1)])
    won = wish.margins((one[:, None] + one).reshape(-1, nodes)).reshape(len(one), -1)
    each = won[0, 1:] - won[0, 0]
    beyond = won[1:, 1:] - won[0, 0] - each - each[:, None]  # (nudges, nudges)
    np.fill_diagonal(beyond, 0)
    path = []
    for count in range(2, most + 1):
        edits = nudges(nodes, count)
        has = (edits[:, None] * one[1:]).max(axis=2)  # (edits, nudges)
        path.append(edits[(has @ each + ((has @ beyond) * has).sum(axis=1) / 2).argmax()])
    return np.array(path)


def by_lot(wish: GraphWish, dice: Dice, tries: int) -> Numbers | None:
    """Of so many edits by lot the one of the fewest nodes with which the class wins."""
    nodes, edits = wish.scorer.nodes, []
    for _ in range(tries):
        edit = [0] * nodes
        for _ in range(1 + dice.below(4)):
            edit[dice.below(nodes)] = 1 - 2 * dice.below(2)
        edits.append(edit)
    rows = np.array(sorted(edits, key=lambda edit: sum(map(abs, edit))), dtype=np.int64)
    return followed(wish, rows)


def alone(wish: GraphWish) -> Matrix:
    """What nudging a node gains by itself: below 0 if it is to go down, 0 if neither helps."""
    one = np.eye(wish.scorer.nodes, dtype=np.int64)
    up, down = wish.margins(one), wish.margins(-one)
    return _better(up, wish.margins(0 * one), down)


def _of_one(wish: GraphWish) -> Matrix:
    """The same by the class that is wanted alone, whatever the other one gains."""
    one = np.eye(wish.scorer.nodes, dtype=np.int64)
    counted = [
        [wish.scorer.scores(tuple(wish.numbers + edit))[wish.wanted] for edit in sign * one]
        for sign in (1, 0, -1)
    ]
    return _better(*np.array(counted))


def _better(up: Matrix, now: Matrix, down: Matrix) -> Matrix:
    best: Matrix = np.where(up >= down, np.maximum(up - now, 0), -np.maximum(down - now, 0))
    return best


def at_once(gains: Matrix) -> Matrix:
    """Nudges the nodes that gain most by themselves, as few as it takes."""
    order = np.argsort(-np.abs(gains), kind="stable")
    order = order[gains[order] != 0]
    path = np.zeros((len(order), len(gains)), dtype=np.int64)
    for at, node in enumerate(order):
        path[at:, node] = np.sign(gains[node])
    return path


def _without(gains: Matrix, most: int) -> Matrix:
    left = gains.copy()
    left[np.argsort(-np.abs(gains), kind="stable")[:most]] = 0
    return left


def _around(wish: GraphWish, gains: Matrix) -> Matrix:
    """What nudges gain, that of the best node and its neighbours counting more."""
    best = int(np.abs(gains).argmax())
    near = [best, *wish.scorer.neighbours()[best]]
    return gains * np.where(np.isin(np.arange(len(gains)), near), 1000, 1)


def numbers_of(row: Matrix) -> Numbers:
    """A row as the numbers that it is."""
    return tuple(int(one) for one in row)
