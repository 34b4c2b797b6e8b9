"""The clues of a logic grid: what they mean, how they tie values, how true ones are drawn.

A value is a number, `category * n + i`; a position is one of 0 … n - 1.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.solving.net import Masks, Net
from tasksynth_schemas import Model

Kind = Literal[
    "at", "not_at", "one_of", "end", "same", "differ", "before", "just_before", "adjacent",
    "not_adjacent", "gap", "between", "either",
]  # fmt: skip
Tier = Literal["plain", "mixed", "hard"]

TIERS: dict[Tier, dict[Kind, int]] = {
    "plain": {"at": 2, "same": 5, "just_before": 2, "before": 1, "adjacent": 2},
    "mixed": {
        "at": 1, "not_at": 1, "one_of": 1, "end": 1, "same": 4, "differ": 1, "before": 2,
        "just_before": 2, "adjacent": 3, "gap": 1, "between": 1,
    },
    "hard": {
        "not_at": 1, "one_of": 2, "end": 1, "same": 1, "differ": 2, "before": 3, "just_before": 1,
        "adjacent": 3, "not_adjacent": 2, "gap": 2, "between": 3, "either": 3,
    },
}  # fmt: skip
"""How often each kind is drawn."""


class Clue(Model):
    """One clue: a kind, then values, then what else it names."""

    kind: Kind
    of: tuple[int, ...]
    """`at`, `not_at`: a value, a position. `one_of`: a value, two positions. `end`: a value.
    `gap`: two values, how far apart they are. `between`: the middle one, then the outer ones.
    `either`: a value, and two of one other category, one of which shares its position."""


_PAIRWISE: dict[Kind, Callable[[int, int], bool]] = {
    "same": lambda p, q: p == q,
    "differ": lambda p, q: p != q,
    "before": lambda p, q: p < q,
    "just_before": lambda p, q: p + 1 == q,
    "adjacent": lambda p, q: abs(p - q) == 1,
    "not_adjacent": lambda p, q: abs(p - q) != 1,
}


def holds(clue: Clue, places: Sequence[int], n: int) -> bool:
    """Whether a clue is true when each value has the position given."""
    of, p = clue.of, places[clue.of[0]]
    match clue.kind:
        case "at":
            return p == of[1]
        case "not_at":
            return p != of[1]
        case "one_of":
            return p in of[1:]
        case "end":
            return p in (0, n - 1)
        case "gap":
            return abs(p - places[of[1]]) == of[2]
        case "between":
            q, r = places[of[1]], places[of[2]]
            return q < p < r or r < p < q
        case "either":
            return (p == places[of[1]]) != (p == places[of[2]])
        case _:
            return _PAIRWISE[clue.kind](p, places[of[1]])


def apply(clue: Clue, net: Net, masks: Masks) -> list[int]:
    """Put a clue into a net and a state; the values to look at again."""
    of = clue.of
    match clue.kind:
        case "at" | "not_at" | "one_of" | "end":
            masks[of[0]] &= _alone(clue.kind, of[1:], net.full)
            return [of[0]]
        case "between":
            net.tie_wide(of, _between)
            return list(of)
        case "either":
            net.tie_wide(of, _either)
            return list(of)
        case _:
            net.tie(of[0], of[1], _rows(clue.kind, of[2:], net.full.bit_length()))
            return [of[0], of[1]]


def _alone(kind: Kind, named: tuple[int, ...], full: int) -> int:
    if kind == "end":
        return 1 | (full + 1 >> 1)
    mask = sum(1 << p for p in named)
    return full ^ mask if kind == "not_at" else mask


@lru_cache(maxsize=1024)
def _rows(kind: Kind, extra: tuple[int, ...], n: int) -> tuple[int, ...]:
    if kind == "gap":
        return tuple(sum(1 << q for q in range(n) if abs(p - q) == extra[0]) for p in range(n))
    true = _PAIRWISE[kind]
    return tuple(sum(1 << q for q in range(n) if true(p, q)) for p in range(n))


def _chain(low: int, middle: int, high: int) -> tuple[int, int, int]:
    """What is left of three masks when each value lies below the next; zeros for nothing."""
    middle &= -((low & -low) << 1) & ((1 << high.bit_length() - 1) - 1)
    if not middle:
        return 0, 0, 0
    return (
        low & ((1 << middle.bit_length() - 1) - 1),
        middle,
        high & -((middle & -middle) << 1),
    )


def _between(masks: Sequence[int]) -> tuple[int, ...] | None:
    middle, one, other = masks
    low, between, high = _chain(one, middle, other)
    low2, between2, high2 = _chain(other, middle, one)
    if not (between | between2):
        return None
    return between | between2, low | high2, high | low2


def _either(masks: Sequence[int]) -> tuple[int, ...] | None:
    one, left, right = masks
    one &= left | right
    if not one & right:
        left &= one
    if not one & left:
        right &= one
    return (one, left, right) if one and left and right else None


def draw_clue(dice: Dice, kinds: Sequence[Kind], n: int, m: int) -> Clue | None:
    """A true clue about the grid in which value `i` of each category has position `i`.

    None where chance asks for what cannot be said.
    """
    kind = dice.of(kinds)
    a = dice.below(n * m)
    p = a % n
    if kind == "at":
        return Clue.trusted(kind=kind, of=(a, p))
    if kind == "not_at":
        return Clue.trusted(kind=kind, of=(a, (p + 1 + dice.below(n - 1)) % n))
    if kind == "one_of":
        other = (p + 1 + dice.below(n - 1)) % n
        return Clue.trusted(kind=kind, of=(a, min(p, other), max(p, other)))
    if kind == "end":
        return Clue.trusted(kind=kind, of=(a,)) if n > 3 and p in (0, n - 1) else None
    return _draw_between_values(dice, kind, a, n, m)


def _draw_between_values(dice: Dice, kind: Kind, a: int, n: int, m: int) -> Clue | None:
    home, p = divmod(a, n)
    b = dice.below(n * m)
    q = b % n
    if kind in ("same", "differ") and home == b // n:
        return None
    if kind == "same":
        return Clue.trusted(kind=kind, of=(a, b - q + p))
    if kind == "either":
        if home == b // n:
            return None
        pair = [b - q + p, b - q + (p + 1 + dice.below(n - 1)) % n]
        dice.shuffle(pair)
        return Clue.trusted(kind=kind, of=(a, *pair))
    if kind == "between":
        c = dice.below(n * m)
        low, middle, high = sorted((a, b, c), key=lambda v: v % n)
        if not low % n < middle % n < high % n:
            return None
        outer = (low, high) if dice.below(2) else (high, low)
        return Clue.trusted(kind=kind, of=(middle, *outer))
    if kind == "not_adjacent":
        return Clue.trusted(kind=kind, of=(a, b)) if home == b // n and abs(p - q) > 1 else None
    if kind == "gap":
        apart = abs(p - q)
        return Clue.trusted(kind=kind, of=(a, b, apart)) if apart > 1 else None
    if kind == "just_before" and p + 1 != q and p < n - 1:
        b = b - q + p + 1
        q = p + 1
    if kind == "adjacent" and abs(p - q) != 1:
        return None
    return Clue.trusted(kind=kind, of=(a, b)) if _PAIRWISE[kind](p, q) else None


def places_of(masks: Sequence[int]) -> list[int]:
    """The positions of a solved state."""
    return [mask.bit_length() - 1 for mask in masks]
