"""Statements that leave one case of who speaks the truth."""

from collections.abc import Sequence
from typing import Literal

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.claims import Assertion, Claim, ClaimKind, meaning, table

Talk = Literal["plain", "mixed", "nested"]
_JOINED: tuple[ClaimKind, ...] = ("and", "or", "xor", "iff", "if")
_TRIES = 300


def draw_statements(dice: Dice, n: int, truth: int, talk: Talk) -> list[Assertion] | None:
    """Statements with which only the case `truth` agrees, none to spare; None if chance fails.

    Everybody speaks at first; who has nothing to add is silent in the end.
    """
    wanted, left = 1 << truth, (1 << (1 << n)) - 1
    order = list(range(n))
    dice.shuffle(order)
    statements: list[Assertion] = []
    tables: list[int] = []
    for turn in range(_TRIES):
        speaker = order[turn % n]
        statement = _true_to_kind(dice, n, speaker, truth, talk)
        allowed = meaning(statement, n)
        if left & allowed == left:
            continue
        statements.append(statement)
        tables.append(allowed)
        left &= allowed
        if left == wanted:
            return [statements[i] for i in needed(dice, tables, wanted, n)]
    return None


def needed(dice: Dice, tables: Sequence[int], wanted: int, n: int) -> list[int]:
    """The places of tables that leave no other cases than `wanted` together, none to spare."""
    kept = list(range(len(tables)))
    order = kept.copy()
    dice.shuffle(order)
    for i in order:
        left = (1 << (1 << n)) - 1
        for j in kept:
            if j != i:
                left &= tables[j]
        if left == wanted:
            kept.remove(i)
    return kept


def _true_to_kind(dice: Dice, n: int, speaker: int, truth: int, talk: Talk) -> Assertion:
    """A claim that this speaker can make."""
    honest = truth >> speaker & 1
    while True:
        claim = _claim(dice, n, speaker, talk)
        if table(claim, n) >> truth & 1 == honest:
            return Assertion.trusted(by=speaker, claim=claim)


def _claim(dice: Dice, n: int, speaker: int, talk: Talk) -> Claim:
    roll = dice.below(10)
    if talk == "plain":
        return _atom(dice, n) if roll < 6 else _joined(dice, _JOINED[:2], n)
    if talk == "mixed":
        return _group(dice, n) if roll < 3 else _joined(dice, _JOINED, n)
    if roll < 3:
        return Claim.trusted(
            kind="says",
            who=(_other(dice, n, speaker),),
            number=1,
            parts=(_about(dice, n, speaker),),
        )
    if roll < 5:
        return _group(dice, n)
    one = _joined(dice, _JOINED[:3], n) if roll < 9 else _group(dice, n)
    parts = [one, _atom(dice, n) if roll & 1 else _group(dice, n)]
    dice.shuffle(parts)
    return Claim.trusted(kind=dice.of(_JOINED), who=(), number=1, parts=tuple(parts))


def _other(dice: Dice, n: int, speaker: int) -> int:
    return (speaker + 1 + dice.below(n - 1)) % n


def _about(dice: Dice, n: int, speaker: int) -> Claim:
    """What somebody else would say; it does not speak of who tells it."""
    others = [i for i in range(n) if i != speaker]
    pair = dice.sample(others, 2)
    if dice.below(2):
        return Claim.trusted(kind="same", who=tuple(pair), number=dice.below(2), parts=())
    return Claim.trusted(kind="is", who=(pair[0],), number=dice.below(2), parts=())


def _atom(dice: Dice, n: int) -> Claim:
    if dice.below(4):
        return Claim.trusted(kind="is", who=(dice.below(n),), number=dice.below(2), parts=())
    return Claim.trusted(
        kind="same", who=tuple(dice.sample(range(n), 2)), number=dice.below(2), parts=()
    )


def _group(dice: Dice, n: int) -> Claim:
    group = tuple(sorted(dice.sample(range(n), 3 + dice.below(min(n, 5) - 2))))
    if dice.below(2):
        return Claim.trusted(
            kind="least", who=group, number=1 + dice.below(len(group) - 1), parts=()
        )
    return Claim.trusted(kind="count", who=group, number=dice.below(len(group) + 1), parts=())


def _joined(dice: Dice, kinds: Sequence[ClaimKind], n: int) -> Claim:
    one, other = _atom(dice, n), _atom(dice, n)
    while set(one.who) == set(other.who):
        other = _atom(dice, n)
    return Claim.trusted(kind=dice.of(kinds), who=(), number=1, parts=(one, other))
