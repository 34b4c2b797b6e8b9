"""The nouns of a language for tables, references and columns, by their English phrases."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from tasksynth_sql.databases.world import Attr, Column, Table, World

N = TypeVar("N")


@dataclass(frozen=True)
class Vocabulary(Generic[N]):
    """Where a table says something of its own, its key is `table.phrase`."""

    tables: Mapping[str, N]
    roles: Mapping[str, N]
    """References that are not called like the table that they refer to."""
    columns: Mapping[str, N]
    adjectives: Collection[str]
    """Those that may stand before a column's phrase."""

    def table(self, table: Table) -> N:
        """The noun of a table."""
        return self.tables[table.singular]

    def role(self, table: Table, ref: Column) -> N:
        """The noun of a reference."""
        named = (self.roles.get(key) for key in (f"{table.singular}.{ref.phrase}", ref.phrase))
        return next((noun for noun in named if noun is not None), None) or self.tables[ref.phrase]

    def roles_of(self, world: World, table: Table, attr: Attr) -> Iterator[N]:
        """The nouns of the references that an attribute follows, the first one first."""
        for ref in attr.path:
            yield self.role(table, table[ref])
            table = world[table[ref].table]

    def column(self, world: World, table: Table, attr: Attr) -> tuple[tuple[str, ...], N]:
        """The English adjectives of the column that an attribute reads, and its noun."""
        end = world[world.end(table.name, attr.path)]
        phrase, adjectives = end[attr.column].phrase, tuple[str, ...]()
        while (first := phrase.partition(" "))[0] in self.adjectives:
            adjectives, phrase = (*adjectives, first[0]), first[2]
        own = self.columns.get(f"{end.singular}.{phrase}")
        return adjectives, self.columns[phrase] if own is None else own


def read_nouns(text: str, noun: Callable[[str], N]) -> dict[str, N]:
    """Nouns by their phrases, from `phrase: noun; phrase: noun`, in several lines."""
    parts = (part for line in text.strip().splitlines() for part in line.split(";"))
    pairs = (part.split(":") for part in parts)
    return {phrase.strip(): noun(said.strip()) for phrase, said in pairs}
