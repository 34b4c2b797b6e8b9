"""What is known of values without running a program: ranges of numbers, sizes of texts and lists.

Whatever is not of these is `None`: nothing is known of it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Bound: TypeAlias = int | float
"""A whole number, or an infinite one."""
INF = float("inf")
_LARGEST = 10**40
"""Beyond it a number counts as infinite."""


@dataclass(frozen=True)
class WholeRange:
    """A whole number, or True or False, from `low` to `high`."""

    low: Bound
    high: Bound

    def __post_init__(self) -> None:
        if self.low < -_LARGEST:
            object.__setattr__(self, "low", -INF)
        if self.high > _LARGEST:
            object.__setattr__(self, "high", INF)

    @property
    def single(self) -> bool:
        return self.low == self.high

    def within(self, low: Bound, high: Bound) -> bool:
        return low <= self.low and self.high <= high


@dataclass(frozen=True)
class TextRange:
    """A string of so many characters, from one to another; an empty one has none."""

    least: Bound
    most: Bound
    first: int
    last: int


@dataclass(frozen=True)
class SeriesOf:
    """What can be gone through, once or often, and never changes: a range, pairs of `zip`."""

    item: "Known"
    least: Bound
    most: Bound


@dataclass(frozen=True)
class TupleOf:
    """A tuple."""

    items: tuple["Known", ...]


@dataclass(frozen=True)
class BoxAt:
    """A list, set or dictionary that was made at one of these places of a program."""

    places: frozenset[int]


class NotFollowedError(Exception):
    """A program does what is not looked through."""


class NeverHereError(Exception):
    """What comes next would raise: nobody comes to it."""


Known: TypeAlias = WholeRange | TextRange | SeriesOf | TupleOf | BoxAt | None
ANY_WHOLE, TRUTH = WholeRange(-INF, INF), WholeRange(0, 1)
NO_TEXT = TextRange(0, INF, 0, 0x10FFFF)


def whole(value: int) -> WholeRange:
    """One number."""
    return WholeRange(value, value)


def text(value: str) -> TextRange:
    """One string."""
    codes = [ord(c) for c in value] or [0]
    return TextRange(len(value), len(value), min(codes), max(codes))


def either(a: Known, b: Known) -> Known:
    """What is known of a value that is one of two."""
    if a == b:
        return a
    match a, b:
        case WholeRange(), WholeRange():
            return WholeRange(min(a.low, b.low), max(a.high, b.high))
        case TextRange(), TextRange():
            least, most = min(a.least, b.least), max(a.most, b.most)
            if not a.most or not b.most:  # the empty text has no characters
                some = b if not a.most else a
                return TextRange(least, most, some.first, some.last)
            return TextRange(least, most, min(a.first, b.first), max(a.last, b.last))
        case SeriesOf(), SeriesOf():
            least, most = min(a.least, b.least), max(a.most, b.most)
            return SeriesOf(either(a.item, b.item), least, most)
        case BoxAt(), BoxAt():
            return BoxAt(a.places | b.places)
        case TupleOf(), TupleOf() if len(a.items) == len(b.items):
            return TupleOf(tuple(map(either, a.items, b.items)))
    return None


def widened(old: Known, new: Known) -> Known:
    """A value that grew is anything in that direction, so that growing has an end."""
    match old, new:
        case WholeRange(), WholeRange():
            low = old.low if new.low >= old.low else 0 if new.low >= 0 else -INF
            return WholeRange(low, old.high if new.high <= old.high else INF)
        case TextRange(), TextRange() if new != old:
            first = old.first if new.first >= old.first else 0
            last = old.last if new.last <= old.last else NO_TEXT.last
            return TextRange(0, INF, first, last)
        case SeriesOf(), SeriesOf() if new != old:
            return SeriesOf(widened(old.item, new.item), 0, INF)
        case TupleOf(), TupleOf() if len(old.items) == len(new.items):
            return TupleOf(tuple(map(widened, old.items, new.items)))
    return new


def joined(a: TextRange, b: TextRange) -> TextRange:
    """One text behind another."""
    some = [one for one in (a, b) if one.most] or [a]
    first, last = min(one.first for one in some), max(one.last for one in some)
    return TextRange(a.least + b.least, a.most + b.most, first, last)


def number_in(value: Known) -> WholeRange:
    """What `int` makes of a text, which has no more digits than characters."""
    if not isinstance(value, TextRange):
        return ANY_WHOLE
    high = INF if value.most > 30 else 10**value.most - 1
    return WholeRange(0 if value.first >= ord("0") else -high, high)


def times(a: Bound, b: Bound) -> Bound:
    """A product, of infinite numbers too."""
    return 0 if a == 0 or b == 0 else a * b


def _corners(how: Callable[[Bound, Bound], Bound], a: WholeRange, b: WholeRange) -> WholeRange:
    some = [how(one, other) for one in (a.low, a.high) for other in (b.low, b.high)]
    return WholeRange(min(some), max(some))


def _shared(a: Bound, b: Bound) -> Bound:
    """A number divided by a positive one, rounded down."""
    if abs(a) == INF:
        return a
    return (0 if a >= 0 else -1) if b == INF else a // b


def _modulo(a: WholeRange, b: WholeRange) -> WholeRange:
    if b.low > 0:
        return a if a.within(0, b.low - 1) else WholeRange(0, min(b.high - 1, _top(a)))
    return WholeRange(b.low + 1, 0) if b.high < 0 else ANY_WHOLE


def _top(a: WholeRange) -> Bound:
    return a.high if a.low >= 0 else INF


def _bits(sign: str, a: WholeRange, b: WholeRange) -> WholeRange:
    if sign == "&" and (a.low >= 0 or b.low >= 0):
        return WholeRange(0, min(one.high for one in (a, b) if one.low >= 0))
    if a.low < 0 or b.low < 0 or sign == "&":
        return ANY_WHOLE
    if sign == "<<":
        if b.high > 100:
            return WholeRange(0, INF)
        return WholeRange(a.low * 2**b.low, times(a.high, 2**b.high))
    if sign == ">>":
        return WholeRange(0, a.high)
    most = max(a.high, b.high)
    return WholeRange(0, INF if most == INF else 2 ** int(most).bit_length() - 1)


def reckoned(sign: str, a: WholeRange, b: WholeRange) -> WholeRange | None:
    """What an operator makes of two whole numbers; None where it may not be one, or fail."""
    match sign:
        case "+":
            return WholeRange(a.low + b.low, a.high + b.high)
        case "-":
            return WholeRange(a.low - b.high, a.high - b.low)
        case "*":
            return _corners(times, a, b)
        case "//":
            return _corners(_shared, a, b) if b.low > 0 else None
        case "%":
            return _modulo(a, b) if b.low > 0 or b.high < 0 else None
        case "&" | "|" | "^":
            return _bits(sign, a, b)
        case "<<" | ">>" if b.low >= 0:
            return _bits(sign, a, b)
    return None


def compared(sign: str, a: Known, b: Known) -> bool | None:
    """What a comparison of two numbers gives, if it is always the same."""
    if not isinstance(a, WholeRange) or not isinstance(b, WholeRange):
        return None
    match sign:
        case "<":
            return True if a.high < b.low else False if a.low >= b.high else None
        case "<=":
            return True if a.high <= b.low else False if a.low > b.high else None
        case ">":
            return compared("<", b, a)
        case ">=":
            return compared("<=", b, a)
        case "==" | "!=":
            if a.high < b.low or b.high < a.low:
                return sign == "!="
            return sign == "==" if a.single and a == b else None
    return None


def all_of(some: Iterable[Known]) -> Known:
    """What is known of a value that is one of these, of which there is one at least."""
    first, *rest = some
    for one in rest:
        first = either(first, one)
    return first
