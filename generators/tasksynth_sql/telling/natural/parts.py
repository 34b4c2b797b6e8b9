"""What is shown, computed and sorted by, in words."""

from collections.abc import Sequence

from tasksynth_sql.databases.world import Attr, Column, Table
from tasksynth_sql.making.plan import Aggregate, Sort
from tasksynth_sql.telling.natural.lexicon import PERSONS
from tasksynth_sql.telling.natural.nouns import Nouns
from tasksynth_sql.telling.natural.traits import extreme, is_year, plural_of
from tasksynth_sql.telling.natural.words import a, capital, listed

SHOW = ("Give", "Show", "List", "Report")
AVERAGES = ("average", "mean")


class Parts(Nouns):
    """Outputs, measures and orders of one question."""

    def its(self, table: Table) -> str:
        """The possessive of one row."""
        return "their" if table.singular in PERSONS else "its"

    def outputs(
        self, table: Table, attrs: Sequence[Attr], owner: str, *, more: Sequence[str] = ()
    ) -> str:
        """Attributes of rows, as in `its name and price and the city of its author`.

        `owner` is a possessive, or the article where the rows are named elsewhere; `more` are
        nouns for what is computed beside them.
        """
        by_path: dict[tuple[str, ...], list[str]] = {}
        for attr in attrs:
            column = self.world.column(table.name, attr)
            by_path.setdefault(attr.path, []).append(column.phrase)
        own = by_path.pop((), [])
        if not by_path:
            return f"{owner} {listed([*own, *more])}"
        said = [f"{owner} {listed(own)}"] if own else []
        for path, nouns in by_path.items():
            near, *further = self.path(table, path)
            chain = " of the ".join([listed(nouns), *reversed(further)])
            said.append(f"the {chain} of {owner} {near}")
        said += [f"the {noun}" for noun in more]
        if len(own) > 1 or any(len(nouns) > 1 for nouns in by_path.values()):
            return ", ".join(said[:-1]) + f", as well as {said[-1]}" if len(said) > 1 else said[0]
        return listed(said)

    def several(self, table: Table, attrs: Sequence[Attr]) -> str:
        """Attributes of many rows, each of the table's own: `names and ages`."""
        return listed([plural_of(self.world.column(table.name, attr)) for attr in attrs])

    def function(self, measure: Aggregate, column: Column) -> str:
        """The adjective of an aggregate."""
        match measure.function:
            case "sum":
                return "total"
            case "avg":
                return self.dice.pick(AVERAGES)
            case function:
                return extreme(column, highest=function == "max")

    def repeated(self, table: Table, measures: Sequence[Aggregate], rows: str) -> str:
        """A remark where a sum or an average follows references: each row counts."""
        far = [m.attr for m in measures if m.attr and m.attr.path and m.function in ("sum", "avg")]
        if not far:
            return ""
        noun = self.path(table, far[0].path)[-1]
        return f" {capital(a(noun))} that several {rows} share counts once for each of them."

    def by(self, table: Table, sort: Sort, shown: Sequence[Attr] = ()) -> str:
        """A sort key with its direction: `by age from the oldest to the youngest`.

        It is their own where what is `shown` has one like it.
        """
        if isinstance(sort.by, Aggregate):
            raise TypeError("an aggregate is sorted by in its own words")
        column = self.world.column(table.name, sort.by)
        noun, down = self.theirs(table, sort.by), sort.descending
        nouns = [self.world.column(table.name, attr).phrase for attr in shown if attr.path]
        if noun in nouns:
            noun = f"their own {noun}"
        if column.kind == "text":
            return f"by {noun} in {'reverse ' if down else ''}alphabetical order"
        trait = None if sort.by.path else self.trait(table, column)
        if trait is not None and trait.tops[0] and self.dice.chance(0.6):
            high, low = trait.tops
            first, last = (high, low) if down else (low, high)
            return f"from the {first} to the {last}"
        if column.kind == "date" or is_year(column):
            words = "from the latest to the earliest" if down else "from the earliest to the latest"
            return f"by {noun} {words}"
        ways = [
            f"by {noun} {'from highest to lowest' if down else 'from lowest to highest'}",
            f"by {noun}, {'highest' if down else 'lowest'} first",
            f"by {noun} in {'descending' if down else 'ascending'} order",
        ]
        return self.dice.pick(ways)
