"""Wide plans in any of the tongues, and back: each sentence is the exact one of its plan."""

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
from tasksynth_sql.telling.questions import tongue_of
from tasksynth_sql.telling.tongues.tongue import Language, SqlTongue, Ways


def say_wide(world: World, plan: Wide, pick: Pick = canonical, language: Language = "en") -> str:
    """A wide plan as a question.

    Raises:
        ValueError: if the plan is outside the grammar.
    """
    said = _Sentences(world, tongue_of(language)).plan(world[plan.root], type(plan)).say(plan, pick)
    if said is None:
        raise ValueError(f"no words for {plan}")
    return said


def read_wide(world: World, text: str, language: Language = "en") -> list[Wide]:
    """Every wide plan that a question may mean; one for whatever `say_wide` says."""
    sentences, found = _Sentences(world, tongue_of(language)), list[Wide]()
    for table in world.subjects:
        for kind in get_args(Wide):
            found += [p for p in sentences.plan(table, kind).readings(text) if p not in found]
    return found


class _Sentences:
    def __init__(self, world: World, tongue: SqlTongue) -> None:
        self._phrases, self._tongue = Phrases(world, tongue), tongue

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

    def _about(self, table: Table, kind: type[Wide], ways: Ways, **slots: Slot) -> Syntax:
        where = self._phrases.where(table)
        texts = self._tongue.ways(ways, root=table)
        fixed = {"root": table.name}
        return node(kind, *texts, fixed=fixed, when=anything, where=where, **slots)

    def _banded(self, table: Table) -> Iterator[Syntax]:
        told = self._tongue.wide
        for nullable, ways in ((False, told.banded), (True, told.banded_nullable)):
            yield self._about(
                table,
                Banded,
                ways,
                outputs=self._phrases.outputs(table),
                attr=self._phrases.attr_of(table, ("int", "real"), nullable=nullable),
                high=constant,
                low=constant,
            )

    def _named(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Named,
            self._tongue.wide.named,
            outputs=self._phrases.outputs(table),
            attr=self._phrases.attr_of(table, ("text",)),
            at=words(self._tongue.wide.places),
            text=constant,
        )

    def _share(self, table: Table) -> Iterator[Syntax]:
        yield self._about(table, Share, self._tongue.wide.share, of=self._phrases.test(table))

    def _calendar(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Calendar,
            self._tongue.wide.calendar,
            period=words(self._tongue.wide.periods),
            date=self._phrases.attr_of(table, ("date",)),
            measure=self._phrases.measure(table),
        )

    def _pivot(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Pivot,
            self._tongue.wide.pivot,
            by=self._phrases.attr(table),
            column=self._phrases.attr_of(table, ("text",)),
            values=many(constant, self._tongue.listed, least=2),
        )

    def _running(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Running,
            self._tongue.wide.running,
            within=self._phrases.attr(table),
            key=self._phrases.attr_of(table, ("int", "date")),
            descending=words(self._tongue.directions),
            outputs=self._phrases.outputs(table),
            figure=words(self._tongue.wide.figures),
            attr=self._phrases.attr_of(table, ("int",)),
        )

    def _pairs(self, table: Table) -> Iterator[Syntax]:
        attr = self._phrases.attr(table)
        yield self._about(table, Pairs, self._tongue.wide.pairs, same=attr, label=attr)

    def _streaks(self, table: Table) -> Iterator[Syntax]:
        yield self._about(
            table,
            Streaks,
            self._tongue.wide.streaks,
            by=self._phrases.attr(table),
            attr=self._phrases.attr_of(table, ("int",)),
        )

    def _gaps(self, table: Table) -> Iterator[Syntax]:
        yield node(
            Gaps,
            *self._tongue.ways(self._tongue.wide.gaps, root=table),
            fixed={"root": table.name, "where": Filter()},
            low=constant,
            high=constant,
            attr=self._phrases.attr_of(table, ("int",)),
        )
