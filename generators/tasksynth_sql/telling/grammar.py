"""Syntax that is written once and used both ways: to say a value, and to read it back.

After Rendel and Ostermann, "Invertible syntax descriptions" (Haskell 2010): because printer and
reader come from one description, what is said can always be read, and two values that are said
alike would both be read back, which a test forbids.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Pick = Callable[[int], int]
"""Chooses one of n ways to say something."""


def canonical(_n: int) -> int:
    """Always the first way."""
    return 0


def anything(_value: Any) -> bool:
    """For a syntax that is for every value of its class."""
    return True


@dataclass(frozen=True)
class Syntax:
    """How to say a value, None if it is not of this syntax; and every way to read one."""

    say: Callable[[Any, Pick], str | None]
    read: Callable[[str, int], Iterator[tuple[Any, int]]]

    def readings(self, text: str) -> list[Any]:
        """Every value that the whole text may mean, without repeats."""
        found: list[Any] = []
        for value, end in self.read(text, 0):
            if end == len(text) and value not in found:
                found.append(value)
        return found


def words(ways: Mapping[Any, Sequence[str]]) -> Syntax:
    """One of a few values, each with its phrases, the canonical phrase first."""

    def say(value: Any, pick: Pick) -> str | None:
        phrases = ways.get(value)
        return phrases[pick(len(phrases))] if phrases else None

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for value, phrases in ways.items():
            for phrase in phrases:
                if text.startswith(phrase, at):
                    yield value, at + len(phrase)

    return Syntax(say, read)


_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"'[^']*(?:''[^']*)*'")


def _say_value(value: Any, _pick: Pick) -> str | None:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value) if isinstance(value, int) else None


def _read_value(text: str, at: int) -> Iterator[tuple[Any, int]]:
    if match := _QUOTED.match(text, at):
        yield match[0][1:-1].replace("''", "'"), match.end()
    elif match := _NUMBER.match(text, at):
        yield (float(match[0]) if "." in match[0] else int(match[0])), match.end()


constant = Syntax(_say_value, _read_value)
"""A number, or a text in single quotes."""


def node(
    make: Callable[..., Any],
    *templates: str,
    fixed: Mapping[str, Any] | None = None,
    when: Callable[[Any], bool] = anything,
    **slots: Syntax,
) -> Syntax:
    """A dataclass by templates such as "is between {low} and {high}", the canonical one first.

    Every template names every slot exactly once; `fixed` fields have one value and no slot, and
    `when` says which values this syntax is for.
    """
    fixed = fixed or {}
    ways = [re.split(r"\{(\w+)\}", template) for template in templates]
    for way in ways:
        if sorted(way[1::2]) != sorted(slots):
            raise ValueError(f"want the slots {sorted(slots)} once each, got {way}")

    def say(value: Any, pick: Pick) -> str | None:
        if not isinstance(value, make):  # type: ignore[arg-type]
            return None
        if any(getattr(value, name) != want for name, want in fixed.items()) or not when(value):
            return None
        way = ways[pick(len(ways))]
        said = [way[0]]
        for slot, after in zip(way[1::2], way[2::2], strict=True):
            part = slots[slot].say(getattr(value, slot), pick)
            if part is None:
                return None
            said += [part, after]
        return "".join(said)

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for way in ways:
            for fields, end in _read_way(text, at, way, slots):
                if when(made := make(**fixed, **fields)):
                    yield made, end

    return Syntax(say, read)


def _read_way(
    text: str, at: int, way: Sequence[str], slots: Mapping[str, Syntax]
) -> Iterator[tuple[dict[str, Any], int]]:
    if not text.startswith(way[0], at):
        return
    at += len(way[0])
    if len(way) == 1:
        yield {}, at
        return
    for value, end in slots[way[1]].read(text, at):
        for fields, last in _read_way(text, end, way[2:], slots):
            yield {way[1]: value, **fields}, last


def choice(*ways: Syntax) -> Syntax:
    """The first of several syntaxes that can say the value; any that can read it."""

    def say(value: Any, pick: Pick) -> str | None:
        return next((said for way in ways if (said := way.say(value, pick)) is not None), None)

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for way in ways:
            yield from way.read(text, at)

    return Syntax(say, read)


def many(item: Syntax, between: str, last: str, *, least: int = 1) -> Syntax:
    """A tuple of `least` or more, such as "a, b and c"."""

    def say(value: Any, pick: Pick) -> str | None:
        said = [item.say(one, pick) for one in value]
        if len(said) < least or None in said:
            return None
        parts = [part for part in said if part is not None]
        head = between.join(parts[:-1])
        return head + last + parts[-1] if head else parts[-1]

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for first, end in item.read(text, at):
            if least == 1:
                yield (first,), end
            yield from following(text, (first,), end)

    def following(
        text: str, values: tuple[Any, ...], at: int
    ) -> Iterator[tuple[tuple[Any, ...], int]]:
        if text.startswith(last, at):
            for value, end in item.read(text, at + len(last)):
                yield (*values, value), end
        if text.startswith(between, at):
            for value, end in item.read(text, at + len(between)):
                yield from following(text, (*values, value), end)

    return Syntax(say, read)


def optional(item: Syntax, template: str, absent: Any) -> Syntax:
    """A value that may be absent, in which case nothing is said; else `template` with one {}."""
    before, after = template.split("{}")

    def say(value: Any, pick: Pick) -> str | None:
        if value == absent:
            return ""
        said = item.say(value, pick)
        return None if said is None else before + said + after

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        yield absent, at
        if text.startswith(before, at):
            for value, end in item.read(text, at + len(before)):
                if text.startswith(after, end):
                    yield value, end + len(after)

    return Syntax(say, read)
