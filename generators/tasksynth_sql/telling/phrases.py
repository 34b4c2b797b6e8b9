"""The parts of a question: attributes, conditions, aggregates and orders, in any tongue.

Each is a syntax that says a part of a plan and reads it back; `questions` puts them together.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from tasksynth_sql.databases.world import Attr, Column, Kind, Table, World
from tasksynth_sql.making.plan import (
    Against,
    Aggregate,
    Between,
    Compare,
    Filter,
    Has,
    Known,
    OneOf,
    Sort,
)
from tasksynth_sql.telling.grammar import (
    Formed,
    Syntax,
    choice,
    constant,
    many,
    node,
    optional,
    words,
)
from tasksynth_sql.telling.tongues.english import ENGLISH
from tasksynth_sql.telling.tongues.tongue import Measures, SqlTongue

T = TypeVar("T")
_KINDS: dict[str, tuple[Kind, ...]] = {
    "number": ("int", "real", "id"),
    "date": ("date",),
    "text": ("text",),
}


class Phrases:
    """The parts for one world, each made for a table when it is first needed."""

    def __init__(self, world: World, tongue: SqlTongue = ENGLISH) -> None:
        self._world = world
        self.tongue = tongue
        self._tests: dict[str, Syntax] = {}
        self._columns: dict[str, dict[Attr, Column]] = {}
        self._made: dict[tuple[Any, ...], Any] = {}

    def _once(self, key: tuple[Any, ...], make: Callable[[str], T]) -> Callable[[str], T]:
        """Each form of something, made when it is first needed."""

        def formed(form: str) -> T:
            if (found := self._made.get((form, *key))) is None:
                found = self._made[form, *key] = make(form)
            return cast(T, found)

        return formed

    def _columns_of(self, table: Table) -> dict[Attr, Column]:
        if (known := self._columns.get(table.name)) is None:
            world, name = self._world, table.name
            known = self._columns[name] = {a: world.column(name, a) for a in world.attrs(name)}
        return known

    def attrs(self, table: Table, form: str = "") -> dict[Attr, list[str]]:
        """Every attribute of a table, with what it is called."""
        called, world = self.tongue.attribute, self._world

        def make(form: str) -> dict[Attr, list[str]]:
            return {a: [called(world, table, a, form)] for a in self._columns_of(table)}

        return self._once(("attrs", table.name), make)(form)

    def attr(self, table: Table) -> Formed:
        """An attribute of a table, through references: `city of the client`."""
        return self._once(("attr", table.name), lambda form: words(self.attrs(table, form)))

    def attr_of(
        self, table: Table, kinds: tuple[Kind, ...], *, nullable: bool | None = None
    ) -> Formed:
        """An attribute of one of these kinds of columns, perhaps only of those that may be NULL."""

        def make(form: str) -> Syntax:
            said = self.attrs(table, form)
            return words(
                {
                    attr: said[attr]
                    for attr, column in self._columns_of(table).items()
                    if column.kind in kinds and nullable in (None, column.nullable)
                }
            )

        return self._once(("attr_of", table.name, kinds, nullable), make)

    def outputs(self, table: Table) -> Formed:
        """Attributes, one after another."""
        return lambda form: many(self.attr(table)(form), self.tongue.listed)

    def values(self, least: int = 2) -> Syntax:
        """Constants of which one holds."""
        return many(constant, self.tongue.values, least=least)

    def test(self, table: Table) -> Syntax:
        """A condition, beside the noun that it is about."""
        if table.name not in self._tests:
            self._tests[table.name] = choice(*self._test_ways(table))
        return self._tests[table.name]

    def _test_ways(self, table: Table) -> Iterator[Syntax]:
        told, ways = self.tongue.conditions, self.tongue.ways
        for kind, columns in _KINDS.items():
            yield node(
                Compare,
                self.tongue.filled(told.compare, root=table),
                attr=self.attr_of(table, columns),
                op=words(told.comparisons[kind]),
                value=constant,
            )
        number = self.attr_of(table, ("int", "real", "date"))
        between = ways(told.between, root=table)
        yield node(Between, *between, attr=number, low=constant, high=constant)
        attr = self.attr(table)
        yield node(OneOf, *ways(told.one_of, root=table), attr=attr, values=self.values())
        yield node(Known, *ways(told.known, root=table), attr=attr, known=words(told.knowns))
        yield node(
            Against,
            self.tongue.filled(told.against, root=table),
            attr=self.attr_of(table, ("int", "real")),
            op=words(told.comparisons["number"]),
            function=words(told.whole),
            scope=optional(attr, told.scope, None),
        )
        for child, ref in self._world.children(table.name):
            yield from self._has(table, child, ref)

    def counted(self, child: Table) -> Syntax:
        """Conditions on what is counted, if there are any."""
        told = self.tongue.conditions
        counting = self.tongue.filled(told.counting, child=child)
        return optional(many(self.test(child), told.all_of), counting, ())

    def _has(self, table: Table, child: Table, ref: str) -> Iterator[Syntax]:
        told, tests = self.tongue.conditions, self.counted(child)
        fixed = {"child": child.name, "ref": ref}
        for count, templates in ((0, told.has_none), (1, told.has_one)):
            said = self.tongue.ways(templates, root=table, child=child)
            yield node(Has, *said, fixed={**fixed, "at_least": count}, tests=tests)
        numbers = words({n: [str(n)] for n in range(2, 10)})
        said = self.tongue.ways(told.has_many, root=table, child=child)
        yield node(Has, *said, fixed=fixed, at_least=numbers, tests=tests)

    def where(self, table: Table) -> Syntax:
        """All conditions of a filter, with what parts them from the words before."""
        return self._once(("where", table.name), lambda _form: self._where(table))("")

    def _where(self, table: Table) -> Syntax:
        test, told = self.test(table), self.tongue.conditions
        every = many(test, told.all_of)
        some = many(test, told.any_of, least=2)
        return optional(
            choice(
                node(Filter, told.where, fixed={"any": False}, tests=every),
                node(Filter, told.where, fixed={"any": True}, tests=some),
            ),
            "{}",
            Filter(),
        )

    def measure(self, table: Table) -> Formed:
        """An aggregate over rows of the table."""
        told = self.tongue.measures
        return self._once(
            ("measure", table.name), lambda form: choice(*self._measure_ways(table, told[form]))
        )

    def measures(self, table: Table) -> Formed:
        """Aggregates, one after another."""
        return lambda form: many(self.measure(table)(form), self.tongue.listed)

    def _measure_ways(self, table: Table, told: Measures) -> Iterator[Syntax]:
        ways = self.tongue.ways
        counted = {"function": "count", "attr": None}
        yield node(Aggregate, *ways(told.count, root=table), fixed=counted)
        fixed = {"function": "count distinct"}
        yield node(Aggregate, *ways(told.different, root=table), fixed=fixed, attr=self.attr(table))
        for nullable, template in ((False, told.of_all), (True, told.of_known)):
            yield node(
                Aggregate,
                self.tongue.filled(template, root=table),
                function=words(told.functions),
                attr=self.attr_of(table, ("int", "real", "date"), nullable=nullable),
            )

    def sort(self, table: Table) -> Syntax:
        """The sentence that asks for an order, if one does."""
        tongue, down = self.tongue, words(self.tongue.directions)
        measure, attr = self.measure(table), self.attr(table)
        term = choice(
            node(Sort, tongue.by_measure, when=_by_measure, by=measure, descending=down),
            node(Sort, tongue.by_attribute, when=_by_attribute, by=attr, descending=down),
        )
        return optional(many(term, tongue.then), tongue.sort, ())

    def limit(self) -> Syntax:
        """The sentence that keeps only the first rows, if one does."""
        several = optional(constant, self.tongue.first, None)
        one = words({1: [self.tongue.first_one]} if self.tongue.first_one else {})
        return choice(one, several)


def _by_measure(sort: Sort) -> bool:
    return isinstance(sort.by, Aggregate)


def _by_attribute(sort: Sort) -> bool:
    return isinstance(sort.by, Attr)
