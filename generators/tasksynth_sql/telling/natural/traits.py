"""Conditions on a column of a table, in the words that fit it: `older than 30`, `born in 1950`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sql.databases.world import Attr, Column, Table, Value, World, literal, quote
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import Against, Between, Compare, Has, Known, OneOf, Test
from tasksynth_sql.telling.natural import scales
from tasksynth_sql.telling.natural.lexicon import PERSONS, ROLES, TRAITS, ColumnWords
from tasksynth_sql.telling.natural.words import a, day, listed, plural, shown

TERMS = 0.5
"""How often a number is said by an adjective that the evidence defines."""


class StiltedError(Exception):
    """There are no clear and natural words for a plan."""


@dataclass(frozen=True)
class Clause:
    """The ways to put one condition about a noun."""

    preds: tuple[str, ...] = ()
    """After `who` or `that`, as in `[costs|cost] more than 30`."""
    posts: tuple[str, ...] = ()
    """After the noun, as in `priced above 30`."""
    whose: tuple[str, ...] = ()
    """Whole relative clauses, as in `whose price is above 30`."""
    adjective: str = ""
    """Before the noun."""
    gloss: str = ""
    """Evidence that the predicate and the words after the noun need."""
    note: str = ""
    """Evidence that the adjective needs."""
    heavy: bool = False
    """Does it hold another noun, that a following condition could be taken to be about?"""

    @property
    def nested(self) -> bool:
        """Has that noun a relative clause?"""
        words = set(" ".join((*self.preds, *self.whose)).split()[1:])
        return self.heavy and not words.isdisjoint(("that", "who", "whose"))


class Traits:
    """Words for the columns of one world, in one question."""

    def __init__(self, world: World, dice: QueryDice) -> None:
        self.world, self.dice = world, dice
        self.evidence: list[str] = []
        self._terms: set[str] = set()
        self._words_for_days = dice.chance(0.5)

    def note(self, text: str) -> None:
        """Add a line of evidence, once."""
        if text and text not in self.evidence:
            self.evidence.append(text)

    def role(self, table: Table, ref: str) -> str:
        """The noun for what a reference leads to."""
        phrase = table[ref].phrase
        noun = ROLES.get(f"{table.singular}.{phrase}", phrase)
        if noun != phrase:
            self.note(f"the {noun} of {a(table.singular)} refers to {quote(ref)}")
        return noun

    def path(self, table: Table, path: Sequence[str]) -> list[str]:
        """The nouns along a path of references, nearest first."""
        ends = [self.world[self.world.end(table.name, path[:at])] for at in range(len(path))]
        return [self.role(end, ref) for end, ref in zip(ends, path, strict=True)]

    def noun(self, table: Table, attr: Attr) -> str:
        """An attribute, as in `city of the author`."""
        column = self.world.column(table.name, attr)
        return " of the ".join([column.phrase, *reversed(self.path(table, attr.path))])

    def theirs(self, table: Table, attr: Attr, owner: str = "their") -> str:
        """An attribute of rows that were named before, as in `city of their author`."""
        column = self.world.column(table.name, attr)
        if not attr.path:
            return column.phrase
        near, *further = self.path(table, attr.path)
        return " of the ".join([column.phrase, *reversed(further)]) + f" of {owner} {near}"

    def value(self, column: Column, value: Value) -> str:
        """A value as it stands in a sentence."""
        if column.kind == "date":
            return day(value) if self._words_for_days else str(value)
        return f'"{value}"' if isinstance(value, str) else shown(value)

    def test(self, table: Table, test: Test) -> Clause:
        """A condition on a column of the table itself."""
        if isinstance(test, Has):
            raise TypeError("a condition on other rows is no trait")
        column = table[test.attr.column]
        match test:
            case Compare(_, "<>", value):
                return self._other(table, column, value)
            case Compare(_, op, value):
                term = self._term(table, column, op, value)
                return term or self._compared(table, column, op, [value])
            case Between(_, low, high):
                return self._compared(table, column, "..", [low, high])
            case OneOf(_, values):
                return self._compared(table, column, "=", values)
            case Known(_, known):
                return _known(column, self.role(table, column.name), known=known)
            case Against():
                return self._against(table, column, test)

    def trait(self, table: Table, column: Column) -> ColumnWords | None:
        """What the lexicon says of a column, if it is of the kind that the words are for."""
        owner = "person" if table.singular in PERSONS else "*"
        for key in (table.singular, owner, "*"):
            found = TRAITS.get(f"{key}.{column.phrase}")
            if found is not None:
                return found if _fits(found.scale, column) else None
        return None

    def _compared(self, table: Table, column: Column, op: str, values: Sequence[Value]) -> Clause:
        trait = self.trait(table, column)
        said = [self.value(column, value) for value in values]
        if column.kind in ("text", "id"):
            if op != "=":
                raise StiltedError("a text that is less than another")
            return self._is_one_of(table, column, trait, said)
        plain = self._by_name(column, op, said)
        if trait is None:
            return plain
        scale = scales.SCALES.get(trait.scale, scales.COUNT)
        words = _fill(self.dice.pick(scale[op]), said, trait.scale)
        return Clause(
            preds=tuple(t.replace("{q}", words) for t in trait.preds),
            posts=tuple(t.replace("{q}", words) for t in trait.posts),
            whose=() if trait.scale == "age" else plain.whose,
            gloss=trait.gloss.replace("{column}", f"{quote(table.name)}.{quote(column.name)}"),
        )

    def _by_name(self, column: Column, op: str, said: Sequence[str]) -> Clause:
        """A comparison that names the column."""
        noun, verb = column.phrase, "are" if _is_plural(column) else "is"
        if column.kind == "date":
            return Clause(
                whose=(f"whose {noun} {verb} {_fill(self.dice.pick(scales.DAY[op]), said)}",)
            )
        if is_year(column):
            words = _fill(self.dice.pick(scales.IS_YEAR[op]), said)
            return Clause(whose=(f"whose {noun} {verb} {words}",))
        if noun.startswith("number of "):
            words = _fill(self.dice.pick(scales.COUNT[op]), said, noun.removeprefix("number of "))
            whose = f"whose {noun} is {_fill(self.dice.pick(scales.NUMBER[op]), said)}"
            return Clause((f"[has|have] {words}",), (f"with {words}",), (whose,))
        whose = f"whose {noun} {verb} {_fill(self.dice.pick(scales.NUMBER[op]), said)}"
        if " of " in noun:
            return Clause(whose=(whose,))
        words = _fill(self.dice.pick(scales.OF[op]), said)
        with_it = noun if _is_plural(column) else a(noun)
        return Clause((f"[has|have] {with_it} {words}",), (f"with {with_it} {words}",), (whose,))

    def _is_one_of(
        self, table: Table, column: Column, trait: ColumnWords | None, said: Sequence[str]
    ) -> Clause:
        quoted = listed(said, "or")
        noun = column.phrase
        whose = (f"whose {noun} is {quoted}",)
        if trait is None:
            return Clause(
                (f"[has|have] the {noun} {quoted}",), (f"with the {noun} {quoted}",), whose
            )
        words = quoted if trait.scale == "words" else quoted.replace('"', "")
        name = f"{quote(table.name)}.{quote(column.name)}"
        adjective = said[0].strip('"') if trait.adjective and len(said) == 1 else ""
        return Clause(
            preds=tuple(t.replace("{q}", words) for t in trait.preds),
            posts=tuple(t.replace("{q}", words) for t in trait.posts),
            whose=whose if trait.scale == "words" else (f"whose {noun} is {words}",),
            adjective=adjective,
            gloss=trait.gloss.replace("{column}", name),
            note=f'"{adjective}" refers to {name} = {literal(adjective)}' if adjective else "",
        )

    def _other(self, table: Table, column: Column, value: Value) -> Clause:
        """The column is known and not this value."""
        trait = self.trait(table, column)
        said = self.value(column, value)
        said = said.strip('"') if trait is not None and trait.scale == "value" else said
        other = f"{a(column.phrase)} other than {said}"
        if trait is not None and trait.other:
            return Clause(
                preds=tuple(t.replace("{q}", other) for t in trait.preds),
                posts=tuple(t.replace("{q}", other) for t in trait.posts),
            )
        whose = f"whose {column.phrase} is known and is not {said}"
        whose = whose if column.nullable else f"whose {column.phrase} is not {said}"
        return Clause((f"[has|have] {other}",), (f"with {other}",), (whose,))

    def _term(self, table: Table, column: Column, op: str, value: Value) -> Clause | None:
        """The condition by an adjective, which the evidence defines."""
        trait = self.trait(table, column)
        if trait is None or not trait.high or op == "=" or not self.dice.chance(TERMS):
            return None
        word = trait.high if op in (">", ">=") else trait.low
        if word in self._terms:
            return None
        self._terms.add(word)
        name = f"{quote(table.name)}.{quote(column.name)}"
        self.note(f'"{word}" refers to {name} {op} {literal(value)}')
        return Clause((f"[is|are] {word}",), adjective=word)

    def _against(self, table: Table, column: Column, test: Against) -> Clause:
        noun, verb = column.phrase, "are" if _is_plural(column) else "is"
        scope = ""
        if test.scope is not None:
            missing = self.world.optional(table.name, test.scope.path)
            known = missing or self.world.column(table.name, test.scope).nullable
            scope = f" with the same {'known ' if known else ''}{self.noun(table, test.scope)}"
        everybody = f"all {table.plural}{scope}"
        if test.function == "avg":
            words = scales.AGAINST_YEAR if is_year(column) else scales.AGAINST
            than = self.dice.pick(words[test.op])
            average = f"{than} the average {noun} of {everybody}"
            owned: tuple[str, ...] = ()
            if " of " not in noun and not _is_plural(column):
                owned = (f"[has|have] {a(noun)} {average}",)
            return Clause(owned, whose=(f"whose {noun} {verb} {average}",), heavy=True)
        trait = self.trait(table, column)
        highest = test.function == "max"
        top = extreme(column, highest=highest)
        preds = [f"[has|have] the {top} {noun} of {everybody}"]
        if trait is not None and trait.tops[0]:
            preds.append(f"[is|are] the {trait.tops[not highest]} of {everybody}")
        return Clause(
            tuple(preds), whose=(f"whose {noun} {verb} the {top} of {everybody}",), heavy=True
        )


def extreme(column: Column, *, highest: bool) -> str:
    """The superlative of a column's values."""
    if column.kind == "date" or is_year(column):
        return "latest" if highest else "earliest"
    return "highest" if highest else "lowest"


def is_year(column: Column) -> bool:
    """Is it a number that stands for a year?"""
    return column.kind == "int" and column.phrase.split()[-1] == "year"


def _is_plural(column: Column) -> bool:
    counted = column.phrase.endswith("s") and not column.phrase.endswith("ss")
    return column.is_number and counted and " of " not in column.phrase


def _fits(scale: str, column: Column) -> bool:
    kinds: Mapping[str, tuple[str, ...]] = {
        "year": ("int",),
        "day": ("date",),
        "value": ("text",),
        "words": ("text",),
    }
    return column.kind in kinds.get(scale, ("int", "real"))


def _known(column: Column, role: str, *, known: bool) -> Clause:
    if column.kind == "ref":
        if known:
            return Clause((f"[has|have] {a(role)}",), (f"with {a(role)}",), heavy=True)
        posts = (f"without {a(role)}", f"with no {role}")
        return Clause((f"[has|have] no {role}",), posts, heavy=True)
    noun, verb = column.phrase, "are" if _is_plural(column) else "is"
    if known:
        whose = (f"whose {noun} {verb} known", f"whose {noun} {verb} on record")
    else:
        whose = (f"whose {noun} {verb} not recorded", f"whose {noun} {verb} unknown")
    if " of " in noun:
        return Clause(whose=whose)
    if known:
        owned = f"{noun if _is_plural(column) else a(noun)} on record"
        return Clause((f"[has|have] {owned}",), (f"with {owned}", f"with a known {noun}"), whose)
    return Clause(
        (f"[has|have] no {noun} on record",),
        (f"with no {noun} on record", f"without a recorded {noun}"),
        whose,
    )


def _fill(words: str, said: Sequence[str], unit: str = "") -> str:
    for slot, value in zip(("{n}", "{m}"), said, strict=False):
        one = value == "1" and f"{slot} {{u}}" in words and "{m}" not in words
        words = words.replace("{u}", singular(unit)) if one else words
        words = words.replace(slot, value)
    return words.replace("{u}", unit)


def singular(unit: str) -> str:
    """The singular of a counted noun: `page`."""
    return unit[:-3] + "y" if unit.endswith("ies") else unit.removesuffix("s")


def plural_of(column: Column) -> str:
    """The plural of a column's noun."""
    return column.phrase if _is_plural(column) else plural(column.phrase)
