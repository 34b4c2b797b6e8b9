"""Syntax that is written once and used both ways: to say a value, and to read it back.

After Rendel and Ostermann, "Invertible syntax descriptions" (Haskell 2010): because printer and
reader come from one description, what is said can always be read, and two values that are said
alike would both be read back, which a test forbids.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


Formed = Callable[[str], Syntax]
"""A syntax by the form that it has in a sentence: a case, or an article."""
Slot = Syntax | Formed
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


def in_form(syntax: Slot, form: str | None) -> Syntax:
    """The syntax in a form; in the one named "" if none is asked for."""
    return syntax if isinstance(syntax, Syntax) else syntax(form or "")


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
    **slots: "Slot",
) -> Syntax:
    """A dataclass by templates such as "is between {low} and {high}", the canonical one first.

    Every template names every slot exactly once, perhaps with a form: `{attr:the}`. `fixed` fields
    have one value and no slot, and `when` says which values this syntax is for.
    """
    fixed = fixed or {}
    ways = [_way(template, slots) for template in templates]

    def say(value: Any, pick: Pick) -> str | None:
        if not isinstance(value, make):  # type: ignore[arg-type]
            return None
        if any(getattr(value, name) != want for name, want in fixed.items()) or not when(value):
            return None
        before, parts = ways[pick(len(ways))]
        said = [before]
        for slot, syntax, after in parts:
            part = syntax.say(getattr(value, slot), pick)
            if part is None:
                return None
            said += [part, after]
        return "".join(said)

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for before, parts in ways:
            if text.startswith(before, at):
                for fields, end in _read_parts(text, at + len(before), parts):
                    if when(made := make(**fixed, **fields)):
                        yield made, end

    return Syntax(say, read)


_Part = tuple[str, Syntax, str]
"""A slot, its syntax, and the words after it."""


def _way(template: str, slots: Mapping[str, "Slot"]) -> tuple[str, Sequence[_Part]]:
    before, *rest = _SLOT.split(template)
    if sorted(rest[::3]) != sorted(slots):
        raise ValueError(f"want the slots {sorted(slots)} once each, got {template!r}")
    named = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    return before, [(slot, in_form(slots[slot], form), after) for slot, form, after in named]


def _read_parts(text: str, at: int, parts: Sequence[_Part]) -> Iterator[tuple[dict[str, Any], int]]:
    if not parts:
        yield {}, at
        return
    slot, syntax, after = parts[0]
    for value, end in syntax.read(text, at):
        if text.startswith(after, end):
            for fields, last in _read_parts(text, end + len(after), parts[1:]):
                yield {slot: value, **fields}, last


def choice(*ways: Syntax) -> Syntax:
    """The first of several syntaxes that can say the value; any that can read it."""

    def say(value: Any, pick: Pick) -> str | None:
        return next((said for way in ways if (said := way.say(value, pick)) is not None), None)

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for way in ways:
            yield from way.read(text, at)

    return Syntax(say, read)


@dataclass(frozen=True)
class Joints:
    """What stands between the members of a list, before its last one, and otherwise there."""

    between: str
    last: str
    unless: str = ""
    """A pattern of last members that have `instead` before them: Spanish "e hijas"."""
    instead: str = ""

    def before(self, member: str) -> str:
        """The words before a last member."""
        return self.instead if self.unless and re.match(self.unless, member) else self.last

    @property
    def lasts(self) -> Iterable[str]:
        """All words that may stand before the last member."""
        return (self.last, self.instead) if self.unless else (self.last,)


def many(item: Syntax, joints: Joints, *, least: int = 1) -> Syntax:
    """A tuple of `least` or more, such as "a, b and c"."""

    def say(value: Any, pick: Pick) -> str | None:
        said = [item.say(one, pick) for one in value]
        if len(said) < least or None in said:
            return None
        *head, last = [part for part in said if part is not None]
        return joints.between.join(head) + joints.before(last) + last if head else last

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        for first, end in item.read(text, at):
            if least == 1:
                yield (first,), end
            yield from following(text, (first,), end)

    def following(
        text: str, values: tuple[Any, ...], at: int
    ) -> Iterator[tuple[tuple[Any, ...], int]]:
        for last in joints.lasts:
            if text.startswith(last, at):
                for value, end in item.read(text, at + len(last)):
                    yield (*values, value), end
        if text.startswith(joints.between, at):
            for value, end in item.read(text, at + len(joints.between)):
                yield from following(text, (*values, value), end)

    return Syntax(say, read)


def optional(item: Slot, template: str, absent: Any) -> Syntax:
    """A value that may be absent, in which case nothing is said; else `template` with one slot.

    The slot is {}, or {form}.
    """
    before, form, after = re.split(r"\{(\w*)\}", template)
    present = in_form(item, form)

    def say(value: Any, pick: Pick) -> str | None:
        if value == absent:
            return ""
        said = present.say(value, pick)
        return None if said is None else before + said + after

    def read(text: str, at: int) -> Iterator[tuple[Any, int]]:
        yield absent, at
        if text.startswith(before, at):
            for value, end in present.read(text, at + len(before)):
                if text.startswith(after, end):
                    yield value, end + len(after)

    return Syntax(say, read)
