"""The parts of a question in English: attributes, conditions, aggregates and orders.

Each is a syntax that says a part of a plan and reads it back; `english` puts them together.
"""

from collections.abc import Iterable, Iterator

from tasksynth_sql.databases.world import Attr, Table, World
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
from tasksynth_sql.telling.grammar import Syntax, choice, constant, many, node, optional, words

COMPARISONS = {
    "number": {
        ">=": ["is at least", "is no less than"],
        ">": ["is greater than", "is above"],
        "<=": ["is at most", "is no more than"],
        "<": ["is less than", "is below"],
        "=": ["is exactly", "equals"],
        "<>": ["is known and is not", "is known but differs from"],
    },
    "date": {
        ">=": ["is on or after", "is no earlier than"],
        ">": ["is after", "is later than"],
        "<=": ["is on or before", "is no later than"],
        "<": ["is before", "is earlier than"],
        "=": ["is exactly", "equals"],
        "<>": ["is known and is not", "is known but differs from"],
    },
    "text": {
        "=": ["is exactly", "equals"],
        "<>": ["is known and is not", "is known but differs from"],
    },
}
DIRECTIONS = {
    False: ["in ascending order", "from the lowest to the highest"],
    True: ["in descending order", "from the highest to the lowest"],
}


class Phrases:
    """The parts for one world, each made for a table when it is first needed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tests: dict[str, Syntax] = {}
        self._known: dict[tuple[str, str], dict[Attr, list[str]]] = {}

    def attrs(self, table: Table, article: str = "") -> dict[Attr, list[str]]:
        """Every attribute of a table, with what it is called."""
        if (known := self._known.get((table.name, article))) is not None:
            return known
        found = self._known[table.name, article] = {}
        for attr in self._world.attrs(table.name):
            roles = [
                self._world[self._world.end(table.name, attr.path[:at])][ref].phrase
                for at, ref in enumerate(attr.path)
            ]
            phrase = self._world.column(table.name, attr).phrase
            found[attr] = [article + " of the ".join([phrase, *reversed(roles)])]
        return found

    def attr(self, table: Table, article: str = "") -> Syntax:
        """An attribute of a table, through references: `city of the client`."""
        return words(self.attrs(table, article))

    def attr_of(self, table: Table, kinds: Iterable[str]) -> Syntax:
        """An attribute of one of these kinds of columns."""
        kinds = set(kinds)
        return words(
            {
                attr: said
                for attr, said in self.attrs(table).items()
                if self._world.column(table.name, attr).kind in kinds
            }
        )

    def test(self, table: Table) -> Syntax:
        """A condition, after the noun that it is about."""
        if table.name not in self._tests:
            self._tests[table.name] = choice(*self._test_ways(table))
        return self._tests[table.name]

    def _test_ways(self, table: Table) -> Iterator[Syntax]:
        kinds = {"number": ("int", "real", "id"), "date": ("date",), "text": ("text",)}
        for kind, columns in kinds.items():
            attr = self.attr_of(table, columns)
            ops = words(COMPARISONS[kind])
            yield node(Compare, "whose {attr} {op} {value}", attr=attr, op=ops, value=constant)
        number = self.attr_of(table, ("int", "real", "date"))
        yield node(
            Between,
            "whose {attr} is between {low} and {high} inclusive",
            "whose {attr} lies from {low} up to and including {high}",
            attr=number,
            low=constant,
            high=constant,
        )
        yield node(
            OneOf,
            "whose {attr} is one of {values}",
            "whose {attr} is either of {values}",
            attr=self.attr(table),
            values=many(constant, ", ", " or ", least=2),
        )
        known = words({True: ["is known", "is not NULL"], False: ["is unknown", "is NULL"]})
        yield node(Known, "whose {attr} {known}", attr=self.attr(table), known=known)
        functions = {"avg": ["average"], "min": ["lowest value"], "max": ["highest value"]}
        same = optional(self.attr(table), " with the same known {}", None)
        whole = f"its {{function}} over the whole table of {table.plural}{{scope}}"
        yield node(
            Against,
            f"whose {{attr}} {{op}} {whole}",
            attr=self.attr_of(table, ("int", "real")),
            op=words(COMPARISONS["number"]),
            function=words(functions),
            scope=same,
        )
        for child, ref in self._world.children(table.name):
            yield from self._has(child, ref)

    def _has(self, child: Table, ref: str) -> Iterator[Syntax]:
        fixed = {"child": child.name, "ref": ref}
        tests = optional(many(self.test(child), ", ", " and "), " (counting only those {})", ())
        none = {**fixed, "at_least": 0}
        one = {**fixed, "at_least": 1}
        yield node(
            Has,
            f"that have no {child.plural}{{tests}}",
            f"without any {child.plural}{{tests}}",
            fixed=none,
            tests=tests,
        )
        yield node(
            Has,
            f"that have at least one {child.singular}{{tests}}",
            f"with one or more {child.plural}{{tests}}",
            fixed=one,
            tests=tests,
        )
        numbers = words({n: [str(n)] for n in range(2, 10)})
        yield node(
            Has,
            f"that have at least {{at_least}} {child.plural}{{tests}}",
            f"with {{at_least}} or more {child.plural}{{tests}}",
            fixed=fixed,
            at_least=numbers,
            tests=tests,
        )

    def where(self, table: Table) -> Syntax:
        """All conditions of a filter, with the space before them."""
        test = self.test(table)
        every = node(Filter, " {tests}", fixed={"any": False}, tests=many(test, ", ", " and "))
        some = node(
            Filter, " {tests}", fixed={"any": True}, tests=many(test, ", ", " or ", least=2)
        )
        return optional(choice(every, some), "{}", Filter())

    def measure(self, table: Table) -> Syntax:
        """An aggregate over rows of the table."""
        world, name = self._world, table.name
        count = node(
            Aggregate,
            f"the number of {table.plural}",
            f"how many {table.plural} there are",
            fixed={"function": "count", "attr": None},
        )
        different = node(
            Aggregate,
            "the number of different known values of the {attr}",
            "how many different known values the {attr} has",
            fixed={"function": "count distinct"},
            attr=self.attr(table),
        )
        said = {
            "sum": ["the sum", "the total"],
            "avg": ["the average", "the mean"],
            "min": ["the lowest", "the minimum"],
            "max": ["the highest", "the maximum"],
        }
        ways = [count, different]
        for nullable, of in ((False, "of the"), (True, "of the known values of the")):
            attrs = {
                attr: phrases
                for attr, phrases in self.attrs(table).items()
                if world.column(name, attr).kind in ("int", "real", "date")
                and world.column(name, attr).nullable == nullable
            }
            template = f"{{function}} {of} {{attr}}"
            ways.append(node(Aggregate, template, function=words(said), attr=words(attrs)))
        return choice(*ways)

    def sort(self, table: Table) -> Syntax:
        """The sentence that asks for an order, if one does."""
        by = choice(self.measure(table), self.attr(table, "the "))
        term = node(Sort, "{by} {descending}", by=by, descending=words(DIRECTIONS))
        return optional(many(term, ", ", ", then by "), " Sort by {}.", ())
