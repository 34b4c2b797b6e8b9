"""Wide plans as an annotator asks for them; each sentence has one reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tasksynth_sql.databases.world import Attr, Table, World
from tasksynth_sql.making.dice import QueryDice
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
from tasksynth_sql.telling.natural.figures import Figures
from tasksynth_sql.telling.natural.fit import LEVELS, sensible_filter, sensible_measure
from tasksynth_sql.telling.natural.lexicon import PERSONS
from tasksynth_sql.telling.natural.traits import StiltedError, is_year, plural_of
from tasksynth_sql.telling.natural.words import listed, shown

PERIODS = {
    "year": 'year (as a text such as "2021")',
    "month": 'month (as a text such as "2021-07")',
}
PLACES = {"start": "begins with", "end": "ends with", "anywhere": "contains"}


@dataclass(frozen=True)
class WideQuestion:
    """What is asked."""

    plan: Wide
    text: str
    evidence: tuple[str, ...]
    """What the question takes for granted, a line each."""


def ask_wide(world: World, plan: Wide, dice: QueryDice) -> WideQuestion | None:
    """A question for what is sensible of a plan; None where a clear one would be stilted."""
    plan = replace(plan, where=sensible_filter(world, plan))
    if isinstance(plan, Calendar):
        plan = replace(plan, measure=sensible_measure(world, plan.root, plan.measure))
    words = _Wider(world, dice)
    try:
        text = words.ask(plan)
    except StiltedError:
        return None
    return WideQuestion(plan, text, tuple(words.evidence))


class _Wider(Figures):
    """Wide questions."""

    def ask(self, plan: Wide) -> str:
        """The question of a plan of any kind."""
        table = self.world[plan.root]
        match plan:
            case Banded():
                return self._banded(table, plan)
            case Named():
                return self._named(table, plan)
            case Share():
                return self._share(table, plan)
            case Calendar():
                return self._calendar(table, plan)
            case Pivot():
                return self._pivot(table, plan)
            case Running():
                return self._running(table, plan)
            case Pairs():
                return self._pairs(table, plan)
            case Streaks():
                return self._streaks(table, plan)
            case Gaps():
                return self._gaps(table, plan)

    def _unless_known(self, table: Table, attrs: Sequence[Attr], where: Filter) -> str:
        """The sentence that leaves out rows of which something is unknown."""
        tested = () if where.any else tuple(getattr(test, "attr", None) for test in where.tests)
        open_ = [
            self.theirs(table, attr)
            for attr in dict.fromkeys(attrs)
            if self.world.column(table.name, attr).nullable and attr not in tested
        ]
        if not open_:
            return ""
        return f" Leave out {table.plural} for which the {listed(open_, 'or')} is unknown."

    def _banded(self, table: Table, plan: Banded) -> str:
        column = table[plan.attr.column]
        low, high = shown(plan.low), shown(plan.high)
        if column.phrase in [table[attr.column].phrase for attr in plan.outputs]:
            raise StiltedError("a number beside its own label")
        noun, its = column.phrase, self.its(table)
        bands = self.dice.pick(
            [
                f'"high" ({high} or more), "middle" (from {low} to below {high}) or "low"',
                f'"high" (at least {high}), "middle" (less, but at least {low}) or "low"',
            ]
        )
        unknown = f'; put "unknown" where there is no {noun}' if column.nullable else ""
        outputs = self.outputs(table, plan.outputs, its)
        each = self.dice.pick(["each", "every"])
        one, show = self.one(table, plan.where), self.show().lower()
        return (
            f"For {each} {one}, {show} {outputs}, and a label for {its} {noun}: {bands} "
            f"(below {low}){unknown}."
        )

    def _named(self, table: Table, plan: Named) -> str:
        noun, how = table[plan.attr.column].phrase, PLACES[plan.at]
        case = self.dice.pick(["in capitals or not", "be it in capitals or small letters"])
        like = f'whose {noun} {how} "{plan.text}", {case}'
        outputs = self.outputs(table, plan.outputs, self.its(table))
        show = self.show().lower()
        if not plan.where.tests:
            return f"Find all {table.plural} {like}. For each of them, {show} {outputs}."
        rows = self.all(table, plan.where)
        start = self.dice.pick([f"Take the {rows}.", f"Consider the {rows}."])
        return f"{start} Keep those {like}; for each of these, {show} {outputs}."

    def _share(self, table: Table, plan: Share) -> str:
        split = self.which_or_none(table, Filter((plan.of,)))
        if split is None or split[0] != table.plural:
            raise StiltedError("a share of what no predicate says")
        rows = self.all(table, plan.where)
        number = self.dice.pick(["from 0 to 100, not rounded", "0 to 100, without rounding"])
        if plan.where.tests:
            none = f"NULL if there are no such {table.plural}"
            return f"Of the {rows}, what percentage {split[1]} ({number}; {none})?"
        return f"What percentage of all {rows} {split[1]} ({number})?"

    def _calendar(self, table: Table, plan: Calendar) -> str:
        date, rows = self.theirs(table, plan.date), self.all(table, plan.where)
        one = plan.period
        figure, period = self._of_them(table, plan.measure), PERIODS[plan.period]
        known = self._unless_known(table, [plan.date], plan.where)
        show = self.show().lower()
        asked = self.dice.pick(
            [
                f"For each {period} of their {date}, {show} it and {figure}.",
                f"Group them by the {period} of their {date}; {show} each {one} with {figure}.",
            ]
        )
        return f"Take the {rows}. {asked}{known}"

    def _pivot(self, table: Table, plan: Pivot) -> str:
        by, column = self.theirs(table, plan.by), self.theirs(table, plan.column)
        first, *others = (f'"{value}"' for value in plan.values)
        counts = [f"how many of them have the {column} {first}", *(f"how many {v}" for v in others)]
        known = self._unless_known(table, [plan.by], plan.where)
        rows, show = self.all(table, plan.where), self.show().lower()
        return (
            f"Take the {rows}. For each {by}, {show} it and, in a column each, {listed(counts)} "
            f"(0 where there are none).{known}"
        )

    def _running(self, table: Table, plan: Running) -> str:
        column, key = table[plan.attr.column], table[plan.key.column]
        if plan.figure == "total" and (is_year(column) or column.phrase.split()[-1] in LEVELS):
            raise StiltedError("a running sum of years")
        them = "them" if table.singular in PERSONS else "it"
        late = is_year(key) or key.kind == "date"
        first = ("latest" if late else "highest") if plan.descending else "earliest"
        first = first if late or plan.descending else "lowest"
        figure = f"the total {column.phrase} there up to and including {them}"
        if plan.figure == "previous":
            before = f"the {table.singular} just before {them} there"
            figure = f"the {column.phrase} of {before} (NULL for the first)"
        within = self.theirs(table, plan.within)
        outputs = self.outputs(table, plan.outputs, self.its(table))
        known = self._unless_known(table, [plan.within, plan.key], plan.where)
        return (
            f"Take the {self.all(table, plan.where)}. Within each {within}, put them in order of "
            f"their {key.phrase}, {first} first, and where it is equal by id, lowest first. For "
            f"each {table.singular}, {self.show().lower()} {outputs} and {figure}.{known}"
        )

    def _pairs(self, table: Table, plan: Pairs) -> str:
        same, label = table[plan.same.column], table[plan.label.column].phrase
        known = "known " if same.nullable else ""
        rows = self.all(table, plan.where)
        alike = f"the same {known}{same.phrase}"
        start = self.dice.pick(
            [
                f"Take the {rows}. Which pairs of them have {alike}?",
                f"Take the {rows}. Find all pairs of them with {alike}.",
            ]
        )
        return (
            f"{start} List each pair once, with the {label} of the one with the lower id first and "
            f"the {label} of the other one second."
        )

    def _streaks(self, table: Table, plan: Streaks) -> str:
        by, years = self.theirs(table, plan.by), plural_of(table[plan.attr.column])
        known = self._unless_known(table, [plan.by, plan.attr], plan.where)
        rows, show = self.all(table, plan.where), self.show().lower()
        return (
            f"Take the {rows}. For each {by}, {show} it and how many {years} in a row, at most, "
            f"occur there without a gap; a year counts once (2019, 2020, 2020, 2021: 3).{known}"
        )

    def _gaps(self, table: Table, plan: Gaps) -> str:
        noun, one = table[plan.attr.column].phrase, table.singular
        span = f"from {plan.low} to {plan.high}, both included,"
        return self.dice.pick(
            [
                f"Which whole numbers {span} are not the {noun} of any {one}?",
                f"Which whole numbers {span} does no {one} have as {self.its(table)} {noun}?",
                f"{self.show()} all whole numbers {span} that are the {noun} of no {one}.",
            ]
        )
