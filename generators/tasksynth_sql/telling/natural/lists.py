"""Questions for rows: lists, tops, ranks, trees, and rows with what belongs to them."""

from dataclasses import dataclass, replace
from typing import Literal

from tasksynth_sql.databases.world import Attr, Table
from tasksynth_sql.making.plan import (
    Against,
    ChildCounts,
    Filter,
    Has,
    Known,
    Plan,
    Ranked,
    Rows,
    Tree,
)
from tasksynth_sql.telling.natural.fit import needs
from tasksynth_sql.telling.natural.parts import SHOW, Parts
from tasksynth_sql.telling.natural.traits import StiltedError, extreme, plural_of
from tasksynth_sql.telling.natural.words import a, capital, listed, number

LOOSE = 0.5
"""How often a question leaves open what does not matter to whoever asks it."""


@dataclass(frozen=True)
class Phrasing:
    """A question, and the plans that it may mean beside its own."""

    text: str
    readings: tuple[Plan, ...] = ()
    instead: Plan | None = None
    """What it means, where it leaves more open than the plan that it was made from."""


class Lists(Parts):
    """Questions whose answers are rows of a table."""

    def show(self) -> str:
        """A verb that asks for rows."""
        return self.dice.pick(SHOW)

    def needed(self, plan: Rows | Ranked | Tree) -> Filter:
        """The conditions of a plan, those of references that must be there included."""
        more = needs(self.world, plan)
        tests = (*more, *plan.where.tests)
        return Filter(tests, any=plan.where.any)

    def rows(self, plan: Rows) -> Phrasing:
        """A list of rows."""
        if plan.distinct:
            return self._different(plan)
        if plan.limit is not None:
            return self._loose_top(plan) or Phrasing(self._top(plan))
        asked = self._list(plan)
        if not plan.sort:
            return asked
        return replace(asked, text=f"{asked.text} {self._sorted(plan)}")

    def _list(self, plan: Rows) -> Phrasing:
        table = self.world[plan.root]
        readings: list[Plan] = []
        where, far = self.needed(plan), any(attr.path for attr in plan.outputs)
        after = ""
        if plan.keep:
            after = self._kept(table, plan)
        elif self._may_keep(plan) and self.dice.chance(LOOSE):
            where = plan.where
            readings.append(replace(plan, keep=True))
        named = table.id is not None and Attr((), table.id.name) in plan.outputs
        kind = self.dice.pick(["each", "every", "what", "which", "which", "loose", "loose"])
        if kind == "which" and (split := self.which_or_none(table, where)):
            said = self.outputs(table, plan.outputs, self.its(table) if far else "the")
            show = self.show()
            ways = [
                f"For each of them, {show.lower()} {said}.",
                f"For each, {show.lower()} {said}.",
            ]
            if not far:
                ways.append(f"{show} {said} of each of them.")
            text = f"Which {split[0]} {split[1]}? {self.dice.pick(ways)}"
            return Phrasing(text + after, (*readings,))
        if kind == "loose" and not (far or plan.keep or plan.sort or self._counts(table, plan)):
            if not named:
                readings.append(replace(plan, distinct=True))
            many, rows = self.several(table, plan.outputs), self.all(table, where)
            text = self.dice.pick(
                [f"What are the {many} of the {rows}?", f"Find the {many} of all {rows}."]
            )
            return Phrasing(text, tuple(readings))
        if kind == "what" and not far:
            said = self.outputs(table, plan.outputs, "the")
            verb = "are" if len(plan.outputs) > 1 else "is"
            if self.dice.chance(0.5):
                text = f"What {verb} {said} of each {self.one(table, where)}?"
            else:
                text = f"I need a list of all {self.all(table, where)}, with {said} of each."
            return Phrasing(text + after, (*readings,))
        if kind == "every" and not far:
            verb = self.dice.pick([*SHOW, "Find", "Tell me", "I need"])
            said = self.outputs(table, plan.outputs, "the")
            return Phrasing(
                f"{verb} {said} of every {self.one(table, where)}.{after}", (*readings,)
            )
        said = f"For {self.dice.pick(['each', 'every'])} {self.one(table, where)}, "
        said += f"{self.show().lower()} {self.outputs(table, plan.outputs, self.its(table))}."
        return Phrasing(said + after, tuple(readings))

    def which_or_none(self, table: Table, where: Filter) -> tuple[str, str] | None:
        """See `which`; leaves no evidence where there is none."""
        noted, terms = list(self.evidence), set(self._terms)
        found = self.which(table, where)
        if found is None:
            self.evidence, self._terms = noted, terms
        return found

    def _counts(self, table: Table, plan: Rows) -> bool:
        phrases = [self.world.column(table.name, attr).phrase for attr in plan.outputs]
        return any(" of " in phrase for phrase in phrases)

    def _may_keep(self, plan: Rows) -> bool:
        """Is a missing reference a matter of what is shown alone?"""
        if plan.sort or plan.where.any:
            return False
        tested = [t.attr for t in plan.where.tests if hasattr(t, "attr")]
        optional = [x for x in plan.outputs if self.world.optional(plan.root, x.path)]
        return bool(optional) and not any(attr.path for attr in tested)

    def _kept(self, table: Table, plan: Rows) -> str:
        optional = [x.path for x in plan.outputs if self.world.optional(plan.root, x.path)]
        if not optional:
            raise StiltedError("no reference that may be missing")
        path = optional[0]
        role = self.path(table, path)[-1]
        if len(path) > 1:
            return f" Where there is no such {role}, keep the {table.singular}, with NULL there."
        return self.dice.pick(
            [
                f" Include {table.plural} without {a(role)} too, with NULL in its place.",
                f" {capital(table.plural)} that have no {role} should appear as well, with NULL.",
            ]
        )

    def _different(self, plan: Rows) -> Phrasing:
        table = self.world[plan.root]
        columns = [self.world.column(table.name, attr) for attr in plan.outputs]
        rows = self.all(table, self.needed(plan))
        tested = {t.attr for t in plan.where.tests if not isinstance(t, Has)}
        known = set() if plan.where.any else tested
        pairs = zip(plan.outputs, columns, strict=True)
        nullable = [c for attr, c in pairs if c.nullable and attr not in known]
        note = f" A missing {nullable[0].phrase} counts as a value." if nullable else ""
        if len(nullable) > 1:
            note = " Missing values count as values."
        if len(columns) == 1:
            many = plural_of(columns[0])
            ways = [
                f"Which different {many} occur among the {rows}? List each once.",
                f"List the different {many} of the {rows}.",
                f"What are the distinct {many} of the {rows}?",
            ]
            return Phrasing(self.dice.pick(ways) + note)
        nouns = listed([c.phrase for c in columns])
        ways = [
            f"Which different combinations of {nouns} occur among the {rows}?",
            f"List every combination of {nouns} found among the {rows}, each only once.",
        ]
        return Phrasing(self.dice.pick(ways) + note)

    def _sorted(self, plan: Rows) -> str:
        table = self.world[plan.root]
        key, tie = plan.sort
        verb = self.dice.pick(["Sort the rows", "Order the rows", "Sort them"])
        way = "highest" if tie.descending else "lowest"
        noun = self.theirs(table, key.by) if isinstance(key.by, Attr) else ""
        ties = [
            f"where the {noun} is the same, by id, {way} first",
            f"break ties by id, {way} first",
        ]
        return f"{verb} {self.by(table, key, plan.outputs)}; {self.dice.pick(ties)}."

    def _loose_top(self, plan: Rows) -> Phrasing | None:
        """`Which teacher is the oldest?`: one of those that tie, or all of them.

        None for a plan of which that cannot be asked, or where it is asked exactly by chance.
        """
        table, key = self.world[plan.root], plan.sort[0]
        known = Known(key.by, known=True) if isinstance(key.by, Attr) else None
        if plan.limit != 1 or known is None or known.attr.path or plan.keep:
            return None
        if set(plan.where.tests) - {known} or not self.dice.chance(LOOSE):
            return None
        column = table[known.attr.column]
        if not column.is_number:
            return None
        trait = self.trait(table, column)
        function: Literal["max", "min"] = "max" if key.descending else "min"
        whole = Filter((Against(known.attr, "=", function),))
        tied = replace(plan, sort=(), limit=None, where=whole)
        start = f"has the {extreme(column, highest=key.descending)} {column.phrase}"
        if trait is not None and trait.tops[0] and self.dice.chance(0.7):
            start = f"is the {trait.tops[not key.descending]}"
        outputs = self.outputs(table, plan.outputs, self.its(table))
        text = f"Which {table.singular} {start}? {self.show()} {outputs}."
        return Phrasing(text, (tied,), instead=replace(plan, sort=(key,)))

    def _top(self, plan: Rows) -> str:
        table = self.world[plan.root]
        key, tie = plan.sort
        if plan.limit is None or not isinstance(key.by, Attr):
            raise TypeError("want a limit and an attribute to sort by")
        if plan.keep:
            raise StiltedError("the first rows of all, be their references missing or not")
        column = self.world.column(table.name, key.by)
        where = self.needed(plan)
        rows, one = self.all(table, where), plan.limit == 1
        noun = self.noun(table, key.by)
        trait = None if key.by.path else self.trait(table, column)
        count = "" if one else f" {number(plan.limit)}"
        best = extreme(column, highest=key.descending)
        if trait is not None and trait.tops[0] and self.dice.chance(0.6):
            chosen = f"the{count} {trait.tops[not key.descending]}{' one' if one else ''}"
        elif key.by.path:
            noun = self.theirs(table, key.by, self.its(table) if one else "their")
            chosen = f"the{' one' if one else count} for which the {noun} is {best}"
        else:
            chosen = f"the{' one' if one else count} with the {best} {noun}"
        verb = self.dice.pick(["take", "find", "pick"])
        start = self.dice.pick(
            [f"Among the {rows}, {verb} {chosen}.", f"Of the {rows}, {verb} {chosen}."]
        )
        if not where.tests:
            start = f"{capital(verb)} {chosen.replace(' one', ' ' + table.singular)}."
            if not one:
                start = f"Of all {table.plural}, {verb} {chosen}."
        far = any(attr.path for attr in plan.outputs)
        outputs = self.outputs(table, plan.outputs, self.its(table) if far else "the")
        way = "highest" if tie.descending else "lowest"
        if one:
            tied = f"If several are tied, take the one with the {way} id."
            return f"{start} {tied} {self.show()} {outputs}."
        tied = self.dice.pick(
            [f"ties are broken by id, {way} first", f"among equals, the {way} id comes first"]
        )
        show, order = self.show().lower(), self.by(table, key, plan.outputs)
        return f"{start} For each, {show} {outputs}, ordered {order}; {tied}."

    def child_counts(self, plan: ChildCounts) -> Phrasing:
        """Every row, with a measure of the rows that refer to it."""
        table, child = self.world[plan.root], self.world[plan.child]
        its = self.its(table)
        rows = self.all(child, Filter(plan.tests))
        outputs = self.outputs(table, plan.outputs, its)
        readings: tuple[Plan, ...] = ()
        if plan.measure.function == "count":
            said = f"the number of {its} {rows}"
            zero = self.dice.pick(
                [
                    f" Include {table.plural} that have none, with 0.",
                    f" {capital(table.plural)} without any count as 0.",
                    " Show 0 where there are none.",
                ]
            )
            if self.dice.chance(LOOSE):
                zero, readings = "", (replace(plan, every=False),)
        else:
            column = self.world.column(child.name, plan.measure.attr or Attr((), ""))
            noun = f"{self.function(plan.measure, column)} {column.phrase}"
            said = f"the {noun} of {its} {rows}"
            zero = self.dice.pick(
                [
                    f" Include {table.plural} without any, with NULL for it.",
                    f" {capital(table.plural)} that have none appear too, with NULL.",
                ]
            )
        each = self.dice.pick(["each", "every"])
        together = self.dice.pick([f"{outputs} and {said}", f"{outputs}, together with {said}"])
        return Phrasing(
            f"For {each} {table.singular}, {self.show().lower()} {together}.{zero}", readings
        )

    def ranked(self, plan: Ranked) -> Phrasing:
        """Ranks within groups."""
        table = self.world[plan.root]
        column = self.world.column(table.name, plan.by)
        within, by = self.theirs(table, plan.within), self.theirs(table, plan.by)
        rows = self.all(table, self.needed(plan))
        best = extreme(column, highest=plan.descending)
        missing = [
            self.theirs(table, attr)
            for attr in (plan.by, plan.within)
            if self.world.column(table.name, attr).nullable
        ]
        ignored = ""
        if missing:
            ignored = f" Leave out {table.plural} for which the {listed(missing, 'or')} is unknown."
        ties = (
            "the next rank is not skipped (1, 1, 2)"
            if plan.dense
            else "the ranks after them are skipped (1, 1, 3)"
        )
        outputs = self.outputs(table, plan.outputs, "their", more=["rank"])
        ranks = listed([str(n + 1) for n in range(plan.top)])
        tested = self.needed(plan).tests
        taken, them = (f"Take the {rows}. ", "them") if tested else ("", f"the {rows}")
        ways = [
            f"{taken}Rank {them} by {by} within each {within}, {best} first",
            f"{taken}Within each {within}, rank {them} by {by}, starting from the {best}",
        ]
        return Phrasing(
            f"{self.dice.pick(ways)}; equal values share a rank, and {ties}.{ignored} "
            f"For ranks {ranks}, {self.show().lower()} {outputs}."
        )

    def tree(self, plan: Tree) -> Phrasing:
        """Everything below one row."""
        table = self.world[plan.root]
        role = self.role(table, plan.ref)
        start = f"{table.singular} {plan.start}"
        where = self.needed(plan)
        walk = self._walk(table, role, str(plan.start))
        own = f"{capital(start)} is "
        own += "included, at level 0." if plan.included else "not included."
        if not where.tests:
            outputs = self.outputs(table, plan.outputs, "the", more=["level"])
            return Phrasing(f"{walk} {own} {self.show()} {outputs} of each.")
        outputs = self.outputs(table, plan.outputs, "their", more=["level"])
        rows, show = self.all(table, where), self.show().lower()
        return Phrasing(
            f"{walk} {own} Of all these, keep only the {rows}; the others still lead on to the "
            f"levels below. For those kept, {show} {outputs}."
        )

    def _walk(self, table: Table, role: str, start: str) -> str:
        one, many = table.singular, table.plural
        return self.dice.pick(
            [
                (
                    f"Start from the {one} with id {start}: level 1 are the {many} whose {role} "
                    f"is that {one}, level 2 those whose {role} is at level 1, and so on."
                ),
                (
                    f"Take all {many} below {one} {start} (an id): those whose {role} is {one} "
                    f"{start} are at level 1, those whose {role} is one of these at level 2, and "
                    "so on."
                ),
                (
                    f"Find all {many} below the {one} with id {start}, level by level: first "
                    f"those whose {role} is that {one} (level 1), then those whose {role} is one "
                    "of these (level 2), and so on down."
                ),
            ]
        )
