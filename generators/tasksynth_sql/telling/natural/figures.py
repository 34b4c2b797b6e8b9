"""Questions for figures: aggregates, groups, groups beside one another, and sets of values."""

from collections.abc import Sequence
from dataclasses import replace

from tasksynth_sql.databases.world import Attr, Table
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    Combine,
    Filter,
    Groups,
    Has,
    Plan,
    Side,
    Totals,
)
from tasksynth_sql.telling.natural import scales
from tasksynth_sql.telling.natural.fit import needs
from tasksynth_sql.telling.natural.lists import LOOSE, Lists, Phrasing
from tasksynth_sql.telling.natural.traits import StiltedError, plural_of
from tasksynth_sql.telling.natural.words import a, capital, listed, number, plural


class Figures(Lists):
    """Questions whose answers are computed over rows."""

    def _about(self, plan: Aggregates | Groups | Totals) -> Filter:
        return Filter((*needs(self.world, plan), *plan.where.tests), any=plan.where.any)

    def summary(self, plan: Aggregates) -> Phrasing:
        """Aggregates over all rows that pass."""
        table = self.world[plan.root]
        where = self._about(plan)
        counts = [m for m in plan.measures if m.attr is None]
        others = [m for m in plan.measures if m.attr is not None]
        if counts and not others:
            split = self.which_or_none(table, where) if self.dice.chance(0.5) else None
            if split:
                return Phrasing(f"How many {split[0]} {split[1]}?")
            rows = self.all(table, where)
            short = [f"How many {rows} are there?"] if len(rows.split()) < 8 else []
            return Phrasing(self.dice.pick([*short, f"Count the {rows}."]))
        rows = self.all(table, where)
        far = any(m.attr and m.attr.path for m in others)
        remark = self.repeated(table, others, table.plural)
        if len(others) == 1 and not counts and others[0].function == "count distinct":
            attr = others[0].attr or Attr((), "")
            column, noun = self.world.column(table.name, attr), self.noun(table, attr)
            many = f"{plural_of(column)}{noun.removeprefix(column.phrase)}"
            ways = [f"How many different {many} occur among the {rows}?"]
            if not far:
                ways.append(f"Count the different {many} of the {rows}.")
            return Phrasing(self.dice.pick(ways))
        if counts or far or any(m.function == "count distinct" for m in others):
            return Phrasing(self._figures(table, plan.measures, rows) + remark)
        said = listed([f"the {self._alone(table, m)}" for m in others])
        verb = "is" if len(others) == 1 else "are"
        ways = [f"What {verb} {said} of the {rows}?", f"Find {said} of the {rows}."]
        return Phrasing(self.dice.pick(ways))

    def _alone(self, table: Table, measure: Aggregate) -> str:
        attr = measure.attr or Attr((), "")
        column = self.world.column(table.name, attr)
        return f"{self.function(measure, column)} {self.noun(table, attr)}"

    def _figures(self, table: Table, measures: Sequence[Aggregate], rows: str) -> str:
        """Several figures of the same rows, which are named again beside those of others."""
        far = any(m.attr and m.attr.path for m in measures)
        near = [m.attr and not m.attr.path for m in measures]
        these = f"these {table.plural}"
        said = [
            self._of_them(table, m, these if far and own else "")
            for m, own in zip(measures, near, strict=True)
        ]
        ways = [
            f"For the {rows}, give {listed(said)}.",
            f"Consider the {rows}. Give {listed(said)}.",
        ]
        return self.dice.pick(ways)

    def _of_them(self, table: Table, measure: Aggregate, rows: str = "") -> str:
        """A measure of rows that were named just before, or that `rows` names again."""
        if measure.attr is None:
            return f"the number of {rows or table.plural}"
        column = self.world.column(table.name, measure.attr)
        noun = self.theirs(table, measure.attr)
        again = f" of {rows}" if rows else ""
        if measure.function == "count distinct":
            far = noun.removeprefix(column.phrase)
            return f"the number of different {plural_of(column)}{far}{again}"
        return f"the {self.function(measure, column)} {noun}{again}"

    def groups(self, plan: Groups) -> Phrasing:
        """Aggregates for each value, or for each row that is referred to."""
        table = self.world[plan.root]
        rows = self.all(table, self._about(plan))
        label, whole, short = self._label(table, plan.by)
        show, kind = self.show().lower(), self.dice.below(3)
        far = any(attr.path for attr in plan.by)
        again = f"these {table.plural}" if far and kind else ""
        figures = [self._of_them(table, m, again) for m in plan.measures]
        said = listed([whole if kind == 0 else short, *figures])
        if kind == 0:
            text = f"Take the {rows}. Group them by {label}; for each group, {show} {said}."
        elif kind == 1 or far:
            theirs = " of theirs" if far and " their " not in label else ""
            text = f"Take the {rows}. For each {label}{theirs}, {show} {said}."
        else:
            text = f"For each {label} of the {rows}, {show} {said}."
        note, readings = self._unknown(table, plan)
        text += note
        if plan.having is not None:
            size = self.dice.pick(scales.GROUP_SIZES[plan.having.op])
            size = size.format(n=number(int(plan.having.value)))
            text += f" Only include groups of {size} {table.plural}."
        if plan.sort:
            text += self._order(table, plan, label)
        return Phrasing(text, readings)

    def _label(self, table: Table, by: Sequence[Attr]) -> tuple[str, str, str]:
        """What a group is of, and what is shown of it: in full, and where it was just named."""
        columns = [self.world.column(table.name, attr) for attr in by]
        if columns[0].kind == "id":
            near, *further = self.path(table, by[0].path)
            shown = f"the {listed([c.phrase for c in columns])} of the {[near, *further][-1]}"
            chain = " of the ".join(reversed(further))
            return f"{chain} of their {near}" if further else near, shown, shown
        label = listed([self.theirs(table, attr) for attr in by])
        short = f"that {columns[0].phrase}" if len(by) == 1 else f"the {label}"
        return label, f"the {label}", short

    def _unknown(self, table: Table, plan: Groups) -> tuple[str, tuple[Plan, ...]]:
        nullable = [a for a in plan.by if self.world.column(table.name, a).nullable]
        tested = [] if plan.where.any else plan.where.tests
        if not nullable or any(not isinstance(t, Has) and t.attr == nullable[0] for t in tested):
            return "", ()
        if len(plan.by) == 1 and not plan.sort and self.dice.chance(LOOSE):
            return "", (replace(plan, known=not plan.known),)
        noun = self.theirs(table, nullable[0])
        if plan.known:
            return f" Leave out {table.plural} for which the {noun} is unknown.", ()
        return (
            f" {capital(table.plural)} for which the {noun} is unknown form a group of their own.",
            (),
        )

    def _order(self, table: Table, plan: Groups, label: str) -> str:
        first, *ties = plan.sort
        measure = first.by
        if not isinstance(measure, Aggregate):
            raise TypeError("groups are sorted by an aggregate first")
        what = self._of_them(table, measure)
        way = "highest" if first.descending else "lowest"
        then = []
        for sort in ties:
            if not isinstance(sort.by, Attr):
                raise TypeError("ties are broken by attributes")
            column = self.world.column(table.name, sort.by)
            if column.kind == "text":
                turned = "reverse " if sort.descending else ""
                then.append(f"{column.phrase} in {turned}alphabetical order")
            else:
                then.append(f"{column.phrase}, {'highest' if sort.descending else 'lowest'} first")
        text = f" Sort by {what}, {way} first, and where it is equal by {listed(then, 'then')}."
        if plan.limit is None:
            return text
        return text + self.dice.pick(
            [
                f" Show only the first {number(plan.limit)}.",
                f" Keep the first {number(plan.limit)} only.",
            ]
        )

    def totals(self, plan: Totals) -> Phrasing:
        """Groups above the average of groups."""
        table = self.world[plan.root]
        rows, far = self.all(table, self._about(plan)), bool(plan.by.path)
        label = self.theirs(table, plan.by)
        start, them = (f"Take the {rows}. ", "them") if far else ("", f"the {rows}")
        measure = plan.measure
        if measure.attr is None:
            figure, work = "count", f"count {them}"
        else:
            column = self.world.column(table.name, measure.attr)
            name = self.function(measure, column)
            figure = {"total": "total"}.get(name, "figure")
            whose = f"their {name} {column.phrase}"
            work = f"work out {whose if far else f'the {name} {column.phrase} of {them}'}"
        column = self.world.column(table.name, plan.by)
        note = ""
        if column.nullable:
            note = f" Ignore {table.plural} for which the {label} is unknown."
        asked = f"which of these {figure}s are above the average of all these {figure}s?"
        return Phrasing(
            f"{start}For each {label}, {work}.{note} {capital(asked)} Show the {column.phrase} and "
            f"the {figure}."
        )

    def combined(self, plan: Combine) -> Phrasing:
        """Values of one side, of both, or of one and not the other."""
        if plan.left.where.any or plan.right.where.any:
            raise StiltedError("alternatives within one of two sides")
        left, right = self._side(plan.left), self._side(plan.right)
        first = self.world.column(plan.left.root, plan.left.attr)
        second = self.world.column(plan.right.root, plan.right.attr)
        missing = " Ignore missing values." if first.nullable or second.nullable else ""
        many = plural(first.phrase) if first.phrase == second.phrase else "values"
        once = self.dice.pick(["List each once.", "Show each of them only once."])
        said = {
            "union": [
                f"Which {many} are the {left}, or are the {right}? {once}",
                f"List all {many} that are the {left}, and all that are the {right}. {once}",
            ],
            "intersect": [
                f"Which {many} are the {left}, and are also the {right}? {once}",
                f"Find the {many} that are the {left} and, at the same time, the {right}. {once}",
            ],
            "except": [
                f"Which {many} are the {left}, but not the {right}? {once}",
                f"Find the {many} that are the {left}, but never the {right}. {once}",
            ],
        }
        return Phrasing(self.dice.pick(said[plan.how]) + missing)

    def _side(self, side: Side) -> str:
        table = self.world[side.root]
        noun = self.noun(table, side.attr)
        return f"{noun} of {a(self.one(table, side.where))}"
