"""Nim and its kin: counters are taken from heaps, which may be split; exact by Grundy values."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.duels.engine import UNLIMITED, DuelSolver, SearchSolver
from tasksynth_schemas import Model

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIZES = ((3, 7, 12), (3, 7, 12), (3, 7, 11), (3, 8, 11), (3, 8, 10), (3, 8, 10))
"""Heaps, and how many counters there may be in the largest."""
_MOVE = re.compile(
    r"(?:heap\s*)?([a-z])\W{0,3}(?:take\s+)?(\d{1,2})(?:(?:\W{1,3}|,?\s+leav(?:e|ing)\s+)(\d{1,2}))?",
    re.IGNORECASE,
)
_TAKE = re.compile(
    r"(?P<take>\d{1,2})\s+(?:counters?\s+)?from\s+(?:heap\s+)?(?P<heap>[a-z])"
    r"(?:,?\s+(?:and\s+)?leav(?:e|ing)\s+(?P<left>\d{1,2})"
    r"(?:\s+(?:there|in\s+it))?(?:\s+and\s+make\s+a\s+new\s+heap\s+of\s+the\s+rest)?)?",
    re.IGNORECASE,
)
"""As the opponent says it."""
Piles = tuple[int, ...]


class Heaps(Model):
    """Heaps of counters. Positions are the heaps, empty ones too: a heap keeps its letter."""

    kind: Literal["heaps"] = "heaps"
    seed: int
    skill: float
    heaps: Piles
    takes: tuple[int, ...]
    """How many counters may be taken; empty: any number."""
    split: bool
    """Whether what is left of the heap may be split into two."""
    misere: bool
    """Whether who cannot move wins."""

    def begin(self) -> Piles:
        return self.heaps

    def options(self, p: Piles) -> Mapping[str, Piles]:
        found: dict[str, Piles] = {}
        for i, heap in enumerate(p):
            for take in self.takes or range(1, heap + 1):
                rest = heap - take
                if rest < 0:
                    continue
                found[f"{LETTERS[i]} {take}"] = (*p[:i], rest, *p[i + 1 :])
                for left in range(1, rest if self.split else 0):
                    name = f"{LETTERS[i]} {take} {left}"
                    found[name] = (*p[:i], left, *p[i + 1 :], rest - left)
        return found

    def ended(self, p: Piles) -> int | None:
        if max(p, default=0) >= min(self.takes, default=1):
            return None
        return 1 if self.misere else -1

    def sensible(self, p: Piles) -> list[str]:
        """What `one_ahead` finds, without a look at all that there is two moves ahead."""
        options = self.options(p)
        if self.misere:
            return list(options)
        if now := [move for move, q in options.items() if self.ended(q)]:
            return now
        least, safe = min(self.takes, default=1), []
        for move, q in options.items():
            left = [heap for heap in q if heap >= least]
            if len(left) > 1 or not _ends_at_once(left[0], self.takes, split=self.split):
                safe.append(move)
        return safe or list(options)

    def likely(self, p: Piles) -> list[str]:
        return self.sensible(p)

    def solver(self) -> DuelSolver:
        return _MisereSolver(self) if self.misere else GrundySolver(self)

    def longest(self) -> int:
        return sum(self.heaps)

    def rules(self) -> str:
        many = _listed(self.takes) if self.takes else "any number of counters, at least one,"
        taken = f"{many} counter{'s' if self.takes != (1,) else ''}" if self.takes else many
        split = (
            ", and may then split what is left of that heap into two heaps (or leave it whole)"
            if self.split
            else ""
        )
        how = "“B 3” takes 3 counters from heap B" + (
            "; “B 3 2” does so, leaves 2 in heap B, and makes a new heap of the rest"
            if self.split
            else ""
        )
        return (
            f"Whoever is to move takes {taken} from one heap{split}. Whoever cannot move "
            f"{'wins' if self.misere else 'loses'}. A move is written like this: {how}."
        )

    def board(self, p: Piles) -> str:
        heaps = ", ".join(f"{LETTERS[i]}: {heap}" for i, heap in enumerate(p) if heap)
        return f"Heaps: {heaps}" if heaps else "No heap is left."

    def replied(self, reply: str) -> str:
        heap, take, *left = reply.split()
        split = f", leave {left[0]} there and make a new heap of the rest" if left else ""
        return f"I take {take} from heap {heap}{split}."

    def read(self, text: str) -> str:
        if (match := _MOVE.fullmatch(text.strip())) is not None:
            heap, *numbers = match.groups()
        elif (match := _TAKE.fullmatch(text.strip())) is not None:
            heap, *numbers = match.group("heap", "take", "left")
        else:
            raise Unreadable(f"want a move like “B 3”, got {text.strip()[:30]!r}")
        return " ".join([heap.upper(), *(str(int(number)) for number in numbers if number)])


@lru_cache(maxsize=1 << 12)
def _ends_at_once(heap: int, takes: tuple[int, ...], *, split: bool) -> bool:
    """Whether one move can leave of a heap only what nothing more can be taken from."""
    least = min(takes, default=1)
    for rest in (heap - take for take in takes or range(1, heap + 1) if take <= heap):
        halves = range(1, rest) if split else ()
        if rest < least or any(max(left, rest - left) < least for left in halves):
            return True
    return False


class GrundySolver:
    """Normal play: lost is a position exactly if the heaps' values cancel out (Sprague, 1935)."""

    def __init__(self, game: Heaps) -> None:
        self.game, self.most, self.looked = game, UNLIMITED, 0

    def loses(self, p: Piles) -> bool:
        total = 0
        for heap in p:
            total ^= self.values[heap]
        self.looked += 1
        return total == 0

    def wins(self, p: Piles) -> bool:
        return not self.loses(p)

    @cached_property
    def values(self) -> list[int]:
        """Grundy values of heaps of 0, 1, 2, … counters."""
        values: list[int] = []
        for heap in range(max(self.game.heaps) + 1):
            reached = set()
            for take in self.game.takes or range(1, heap + 1):
                rest = heap - take
                if rest >= 0:
                    reached.add(values[rest])
                    ways = range(1, rest) if self.game.split else ()
                    reached.update(values[left] ^ values[rest - left] for left in ways)
            values.append(next(value for value in range(heap + 2) if value not in reached))
        return values


class _MisereSolver(SearchSolver):
    """All lines of play; heaps of a size are alike."""

    def wins(self, p: Piles) -> bool:
        return super().wins(tuple(sorted(filter(None, p))))

    def loses(self, p: Piles) -> bool:
        return super().loses(tuple(sorted(filter(None, p))))


def draw_heaps(dice: Dice, size: int, skill: float) -> Heaps | None:
    """Rules and heaps; the larger, the stranger the rules."""
    count, low, high = SIZES[size]
    most = dice.between(low, high)
    heaps = sorted(dice.between(2, most) for _ in range(count))
    if max(heaps) < most - 1 or any(a == b for a, b in pairwise(heaps)):
        return None
    dice.shuffle(heaps)
    takes: tuple[int, ...] = ()
    match dice.below(6):
        case 0:
            takes = tuple(range(1, dice.between(2, most - 2) + 1))
        case 1 | 2 | 3 | 4:
            drawn = {dice.between(1, most - 1) for _ in range(3)}
            takes = tuple(sorted(drawn | ({1} if dice.below(2) else set())))
    return Heaps(
        seed=dice.below(1 << 30),
        skill=skill,
        heaps=tuple(heaps),
        takes=takes,
        split=size > 0 and dice.below(2) == 0,
        misere=dice.below(3) == 0,
    )


def _listed(numbers: tuple[int, ...]) -> str:
    if len(numbers) > 2 and numbers == tuple(range(1, len(numbers) + 1)):
        return f"1 to {len(numbers)}"
    head = ", ".join(map(str, numbers[:-1]))
    return f"{head} or {numbers[-1]}" if head else str(numbers[0])
