"""Premises that agree with each other, and statements that follow from them or do not."""

from collections.abc import Sequence

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.talk import needed
from tasksynth_puzzles.solving.claims import Claim, ClaimKind, table
from tasksynth_puzzles.solving.entailment import FALSE, OPEN, TRUE, Standing, alone, standing

_TRIES = 400
_JOINED: tuple[ClaimKind, ...] = ("or", "xor", "iff", "if")
_ASKED: tuple[ClaimKind, ...] = ("or", "and", "if", "xor")
_CASES = 0.4
"""Cases that are left at most, times the square of the number of facts, or a few more."""
_LEANING = 0.85
"""An open statement is true, or false, in so many of the cases at least, if chance allows: how it
stands in one case is no hint."""


def draw_premises(dice: Dice, n: int) -> list[Claim] | None:
    """Claims about n facts that leave some cases, none to spare; None if chance fails.

    No claim is a fact by itself: what is the case has to be found out.
    """
    truth, left = 1 << dice.below(1 << n), (1 << (1 << n)) - 1
    most = int(_CASES * n * n) + dice.below(n)
    claims: list[Claim] = []
    tables: list[int] = []
    for _ in range(_TRIES):
        claim = _premise(dice, n)
        allowed = table(claim, n)
        after = left & allowed
        if not allowed & truth or after in (left, truth):
            continue
        claims.append(claim)
        tables.append(allowed)
        left = after
        if left.bit_count() <= most:
            return [claims[i] for i in needed(dice, tables, left, n)]
    return None


def draw_statements(
    dice: Dice, n: int, premises: Sequence[int], count: int
) -> tuple[list[Claim], list[Standing]] | None:
    """Statements of which each way to stand occurs; None if chance fails.

    What a premise says by itself is not asked.
    """
    left = (1 << (1 << n)) - 1
    for premise in premises:
        left &= premise
    wanted = [FALSE, TRUE, OPEN, OPEN] + [dice.below(3) for _ in range(count - 4)]
    dice.shuffle(wanted)
    claims: list[Claim] = []
    standings: list[Standing] = []
    taken: set[int] = set()
    for want in wanted:
        for turn in range(_TRIES):
            claim = _statement(dice, n)
            said = table(claim, n)
            if said in taken or standing(left, said) != want:
                continue
            if alone(premises, said, 1) != OPEN:
                continue
            share = (left & said).bit_count() / left.bit_count()
            if want == OPEN and abs(share - 0.5) < _LEANING - 0.5 and turn < _TRIES // 2:
                continue
            claims.append(claim)
            standings.append(standing(left, said))
            taken.add(said)
            break
        else:
            return None
    return claims, standings


def _premise(dice: Dice, n: int) -> Claim:
    roll = dice.below(10)
    if roll < 2:
        return _same(dice, n)
    if roll < 4:
        return _group(dice, n)
    if roll < 7:
        return _of_two(dice, n, _JOINED)
    a, b, c = (_is_of(dice, i) for i in dice.sample(range(n), 3))
    if roll < 9:
        return _two("if", _two("and", a, b), c)
    return _two("if", a, _two("or", b, c))


def _statement(dice: Dice, n: int) -> Claim:
    roll = dice.below(10)
    if roll < 4:
        return _is(dice, n)
    if roll < 6:
        return _same(dice, n)
    return _group(dice, n) if roll < 7 else _of_two(dice, n, _ASKED)


def _is(dice: Dice, n: int) -> Claim:
    return _is_of(dice, dice.below(n))


def _is_of(dice: Dice, i: int) -> Claim:
    return Claim.trusted(kind="is", who=(i,), number=dice.below(2), parts=())


def _same(dice: Dice, n: int) -> Claim:
    pair = tuple(sorted(dice.sample(range(n), 2)))
    return Claim.trusted(kind="same", who=pair, number=dice.below(2), parts=())


def _group(dice: Dice, n: int) -> Claim:
    group = tuple(sorted(dice.sample(range(n), 3 + dice.below(min(n, 5) - 2))))
    if dice.below(2):
        number = 1 + dice.below(len(group) - 1)
        return Claim.trusted(kind="least", who=group, number=number, parts=())
    number = 1 + dice.below(len(group) - 1)
    return Claim.trusted(kind="count", who=group, number=number, parts=())


def _two(kind: ClaimKind, one: Claim, other: Claim) -> Claim:
    return Claim.trusted(kind=kind, who=(), number=1, parts=(one, other))


def _of_two(dice: Dice, n: int, kinds: Sequence[ClaimKind]) -> Claim:
    one, other = _is(dice, n), _is(dice, n)
    while one.who == other.who:
        other = _is(dice, n)
    return _two(dice.of(kinds), one, other)
