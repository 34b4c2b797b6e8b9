"""Wide plans in English, and back: each sentence is the exact one of its plan."""

from collections.abc import Callable, Iterator
from typing import get_args

from tasksynth_sql.databases.world import Table, World
from tasksynth_sql.making.plan import Filter
from tasksynth_sql.making.wide import (
    Banded,
    Calendar,
    Gaps,
    Named,
    Pairs,
    Pivot,
    Running,
    Share,
    Streaks,
    Wide,
)
from tasksynth_sql.telling.grammar import (
    Pick,
    Slot,
    Syntax,
    anything,
    canonical,
    choice,
    constant,
    many,
    node,
    words,
)
from tasksynth_sql.telling.phrases import Phrases
from tasksynth_sql.telling.tongues.english import ENGLISH

EACH = "one row for each of them, repeats included"


def say_wide(world: World, plan: Wide, pick: Pick = canonical) -> str:
    """A wide plan as a question.

    Raises:
        ValueError: if the plan is outside the grammar.
    """
    said = _Sentences(world).plan(world[plan.root], type(plan)).say(plan, pick)
    if said is None:
        raise ValueError(f"no words for {plan}")
    return said


def read_wide(world: World, text: str) -> list[Wide]:
    """Every wide plan that a question may mean; one for whatever `say_wide` says."""
    sentences, found = _Sentences(world), list[Wide]()
    for table in world.subjects:
        for kind in get_args(Wide):
            found += [p for p in sentences.plan(table, kind).readings(text) if p not in found]
    return found


class _Sentences:
    def __init__(self, world: World) -> None:
        self._world, self._phrases = world, Phrases(world)

    def plan(self, table: Table, kind: type[Wide]) -> Syntax:
        """Plans of one kind about one table."""
        makers: dict[type[Wide], Callable[[Table], Iterator[Syntax]]] = {
            Banded: self._banded,
            Named: self._named,
            Share: self._share,
            Calendar: self._calendar,
            Pivot: self._pivot,
            Running: self._running,
            Pairs: self._pairs,
            Streaks: self._streaks,
            Gaps: self._gaps,
        }
        return choice(*makers[kind](table))

    def _outputs(self, table: Table) -> Syntax:
        return self._phrases.outputs(table)("the")

    def _about(self, table: Table, kind: type[Wide], *texts: str, **slots: Slot) -> Syntax:
        where = self._phrases.where(table)
        fixed = {"root": table.name}
        return node(kind, *texts, fixed=fixed, when=anything, where=where, **slots)

    def _banded(self, table: Table) -> Iterator[Syntax]:
        bands = "'high' from {high} on, else 'middle' from {low} on, else 'low'"
        for nullable, unknown in ((False, ""), (True, ", and 'unknown' where it is NULL")):
            tail = f"and a label for the {{attr}}: {bands}{unknown}"
            yield self._about(
                table,
                Banded,
                f"For all {table.plural}{{where}}, show {{outputs}} {tail}; {EACH}.",
                f"Show, for all {table.plural}{{where}}, {{outputs}} {tail}; {EACH}.",
                outputs=self._outputs(table),
                attr=self._phrases.attr_of(table, ("int", "real"), nullable=nullable),
                high=constant,
                low=constant,
            )

    def _named(self, table: Table) -> Iterator[Syntax]:
        where = {
            "start": ["begins with"],
            "end": ["ends with"],
            "anywhere": ["contains"],
        }
        letters = "capitals and small letters being alike"
        yield self._about(
            table,
            Named,
            f"Take all {table.plural} whose {{attr}} {{at}} {{text}}, {letters}. Of "
            f"those{{where}}, show {{outputs}}, {EACH}.",
            f"Of all {table.plural}, take those whose {{attr}} {{at}} {{text}}, {letters}; then, "
            f"of these{{where}}, show {{outputs}}, {EACH}.",
            outputs=self._outputs(table),
            attr=self._phrases.attr_of(table, ("text",)),
            at=words(where),
            text=constant,
        )

    def _share(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Share,
            f"Of all {table.plural}{{where}}, compute which percentage, from 0 to 100 and not "
            f"rounded, are {table.plural} {{of}}; NULL if there are none at all.",
            f"Over all {table.plural}{{where}}, compute the percentage (from 0 to 100, not "
            f"rounded) of {table.plural} {{of}}, or NULL if there are none at all.",
            of=self._phrases.test(table),
        )

    def _calendar(self, table: Table) -> Iterator[Syntax]:
        periods = {
            "year": ["year, as a text such as '2021',"],
            "month": ["month, as a text such as '2021-07',"],
        }
        yield self._about(
            table,
            Calendar,
            f"Group all {table.plural}{{where}} by the {{period}} of the known {{date}}; for each "
            "group show that text and {measure}.",
            f"For each {{period}} of the known {{date}} among all {table.plural}{{where}}, show "
            "that text and {measure}.",
            period=words(periods),
            date=self._phrases.attr_of(table, ("date",)),
            measure=self._phrases.measure(table),
        )

    def _pivot(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Pivot,
            f"For each known {{by}} among all {table.plural}{{where}}, show it and, in a column "
            f"for each of them, how many {table.plural} have the {{column}} {{values}}, or 0.",
            f"Group all {table.plural}{{where}} by the known {{by}}; for each group show what it "
            f"is grouped by and, each in a column of its own, the numbers of {table.plural} with "
            "the {column} {values}, 0 for none.",
            by=self._phrases.attr(table),
            column=self._phrases.attr_of(table, ("text",)),
            values=many(constant, ENGLISH.listed, least=2),
        )

    def _running(self, table: Table) -> Iterator[Syntax]:
        figures = {
            "total": ["the sum, up to and including it, of the known"],
            "previous": ["for the one just before it (NULL for the first) the"],
        }
        yield self._about(
            table,
            Running,
            f"Within each known {{within}}, put all {table.plural}{{where}} in order of the known "
            "{key} {descending}, and where it is the same by id from the lowest to the highest. "
            "For each show {outputs} and {figure} {attr}.",
            within=self._phrases.attr(table),
            key=self._phrases.attr_of(table, ("int", "date")),
            descending=words(ENGLISH.directions),
            outputs=self._outputs(table),
            figure=words(figures),
            attr=self._phrases.attr_of(table, ("int",)),
        )

    def _pairs(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Pairs,
            f"Take all {table.plural}{{where}}. For every two of them with the same known "
            "{same}, each two once, show the {label} of the one with the lower id and that of the "
            "other.",
            f"Pair up all {table.plural}{{where}} that have the same known {{same}}, each pair "
            "once; show the {label} of the one with the lower id and that of the other.",
            same=self._phrases.attr(table),
            label=self._phrases.attr(table),
        )

    def _streaks(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Streaks,
            f"Take the different known values of the {{attr}} among all {table.plural}{{where}}, "
            "separately for each known {by}. For each show it and the length of its longest run of "
            "values that follow one another without a gap (2019, 2020, 2021: a length of 3).",
            by=self._phrases.attr(table),
            attr=self._phrases.attr_of(table, ("int",)),
        )

    def _gaps(self, table: Table) -> Iterator[Syntax]:
        yield node(
            Gaps,
            "List every whole number from {low} up to and including {high} that is the {attr} of "
            f"none of the {table.plural}, each once.",
            "Which whole numbers from {low} up to and including {high} are the {attr} of none of "
            f"the {table.plural}? List each once.",
            fixed={"root": table.name, "where": Filter()},
            low=constant,
            high=constant,
            attr=self._phrases.attr_of(table, ("int",)),
        )
