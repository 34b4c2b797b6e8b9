"""A plan as a question in any of the tongues, and back.

The canonical sentence of a plan is formal and complete: everything in which readers of a looser
question differ (is the bound included, do unknown values count, are repeats kept, what happens
to ties, to rows without a partner, per name or per id) has words of its own, so that every
mutant of the query that a reader could mean is said differently. Paraphrases choose other words
and another order of clauses from the same grammar, and read back into the same plan.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import get_args

from tasksynth_sql.databases.world import Attr, Table, World
from tasksynth_sql.making.plan import (
    Aggregate,
    Aggregates,
    ChildCounts,
    Combine,
    Groups,
    Has,
    Having,
    Plan,
    Ranked,
    Rows,
    Side,
    Test,
    Totals,
    Tree,
)
from tasksynth_sql.telling.grammar import (
    Pick,
    Slot,
    Syntax,
    anything,
    canonical,
    choice,
    constant,
    node,
    optional,
    words,
)
from tasksynth_sql.telling.phrases import Phrases
from tasksynth_sql.telling.tongues.tongue import Language, SqlTongue, Ways


def tongue_of(language: Language) -> SqlTongue:
    """What a language brings along."""
    name = {"en": "english", "zh": "chinese", "es": "spanish", "de": "german"}[language]
    module = import_module(f"tasksynth_sql.telling.tongues.{name}")
    tongue: SqlTongue = getattr(module, name.upper())
    return tongue


def say(world: World, plan: Plan, pick: Pick = canonical, language: Language = "en") -> str:
    """A plan as a question; canonical unless `pick` chooses otherwise.

    Raises:
        ValueError: if the plan is outside the grammar.
    """
    root = plan.left.root if isinstance(plan, Combine) else plan.root
    said = _Grammar(world, tongue_of(language)).plan(root, type(plan)).say(plan, pick)
    if said is None:
        raise ValueError(f"no words for {plan}")
    return said


def read(world: World, text: str, language: Language = "en") -> list[Plan]:
    """Every plan that a question may mean; one for whatever `say` says."""
    grammar = _Grammar(world, tongue_of(language))
    found: list[Plan] = []
    for table in world.subjects:
        for kind in get_args(Plan):
            ways = grammar.plan(table.name, kind)
            found += [p for p in ways.readings(text) if p not in found]
    return found


class _Grammar:
    """The sentences of one world."""

    def __init__(self, world: World, tongue: SqlTongue) -> None:
        self._world, self._tongue = world, tongue
        self._phrases = Phrases(world, tongue)

    def plan(self, root: str, kind: type[Plan]) -> Syntax:
        """Plans of one kind about one table."""
        makers: dict[type[Plan], Callable[[Table], list[Syntax]]] = {
            Rows: self._rows,
            Aggregates: self._summary,
            Groups: self._groups,
            ChildCounts: self._counts,
            Combine: self._combine,
            Ranked: self._ranked,
            Totals: self._totals,
            Tree: self._tree,
        }
        return choice(*makers[kind](self._world[root]))

    def _missing(self, plan: Plan) -> bool:
        return _misses(self._world, plan)

    def _complete(self, plan: Plan) -> bool:
        return not _misses(self._world, plan)

    def _noted(self, table: Table, plan: type, templates: Ways, **slots: object) -> list[Syntax]:
        """The plan's templates, with a last sentence where a reference may be missing."""
        fixed: dict[str, object] = {"root": table.name, **slots.pop("fixed", {})}  # type: ignore[dict-item]

        texts = self._tongue.ways(templates, root=table)
        parts: dict[str, Slot] = slots  # type: ignore[assignment]
        plain = node(plan, *texts, fixed=fixed, when=self._complete, **parts)
        noted = [text + self._tongue.left_out for text in texts]
        return [plain, node(plan, *noted, fixed=fixed, when=self._missing, **parts)]

    def _rows(self, table: Table) -> list[Syntax]:
        tongue, phrases = self._tongue, self._phrases
        slots: dict[str, Slot] = {"outputs": phrases.outputs(table), "where": phrases.where(table)}
        tail: dict[str, Slot] = {"sort": phrases.sort(table), "limit": phrases.limit()}
        plain = {"distinct": False, "keep": False}
        kept = [text + tongue.kept for text in tongue.ways(tongue.each, root=table)]
        fixed = {"root": table.name, "distinct": False, "keep": True}
        return [
            *self._noted(table, Rows, tongue.each, fixed=plain, **slots, **tail),
            node(Rows, *kept, fixed=fixed, when=anything, **slots, **tail),
            *self._noted(table, Rows, tongue.once, fixed={**plain, "distinct": True}, **slots),
        ]

    def _summary(self, table: Table) -> list[Syntax]:
        measures, where = self._phrases.measures(table), self._phrases.where(table)
        summary = self._tongue.summary
        return self._noted(table, Aggregates, summary, measures=measures, where=where)

    def _groups(self, table: Table) -> list[Syntax]:
        tongue, phrases = self._tongue, self._phrases
        having = node(
            Having,
            tongue.having,
            measure=phrases.measure(table),
            op=words(tongue.conditions.comparisons["number"]),
            value=constant,
        )
        return self._noted(
            table,
            Groups,
            tongue.groups,
            by=phrases.outputs(table),
            known=words(tongue.group_values),
            measures=phrases.measures(table),
            where=phrases.where(table),
            having=optional(having, tongue.only_groups, None),
            sort=phrases.sort(table),
            limit=phrases.limit(),
        )

    def _counts(self, table: Table) -> list[Syntax]:
        tongue, phrases = self._tongue, self._phrases
        ways = []
        for child, ref in self._world.children(table.name):
            fixed = {"root": table.name, "child": child.name, "ref": ref}
            slots: dict[str, Slot] = {
                "outputs": phrases.outputs(table),
                "tests": phrases.counted(child),
            }
            number = {**fixed, "measure": Aggregate("count")}
            texts = tongue.ways(tongue.child_number, root=table, child=child)
            ways.append(node(ChildCounts, *texts, fixed=number, when=anything, **slots))
            texts = tongue.ways(tongue.child_figure, root=table, child=child)
            measure = phrases.measure(child)
            ways.append(
                node(ChildCounts, *texts, fixed=fixed, when=_not_counting, measure=measure, **slots)
            )
        return ways

    def _side(self, table: Table) -> Syntax:
        return node(
            Side,
            self._tongue.filled(self._tongue.side, root=table),
            fixed={"root": table.name},
            attr=self._phrases.attr(table),
            where=self._phrases.where(table),
        )

    def _combine(self, table: Table) -> list[Syntax]:
        left = self._side(table)
        right = choice(*(self._side(other) for other in self._world.subjects))
        ways = []
        for how, texts in self._tongue.combine.items():
            for misses in (False, True):
                note = self._tongue.left_out if misses else ""
                ways.append(
                    node(
                        Combine,
                        *(text + note for text in texts),
                        fixed={"how": how},
                        when=self._missing if misses else self._complete,
                        left=left,
                        right=right,
                    )
                )
        return ways

    def _ranked(self, table: Table) -> list[Syntax]:
        return self._noted(
            table,
            Ranked,
            self._tongue.ranked,
            outputs=self._phrases.outputs(table),
            by=self._phrases.attr(table),
            descending=words(self._tongue.directions),
            within=self._phrases.attr(table),
            dense=words(self._tongue.dense),
            top=constant,
            where=self._phrases.where(table),
        )

    def _totals(self, table: Table) -> list[Syntax]:
        return self._noted(
            table,
            Totals,
            self._tongue.totals,
            by=self._phrases.attr(table),
            measure=self._phrases.measure(table),
            where=self._phrases.where(table),
        )

    def _tree(self, table: Table) -> list[Syntax]:
        tongue = self._tongue
        included = {
            counts: tongue.ways(tuple(said), root=table) for counts, said in tongue.included.items()
        }
        ways = []
        for ref in table.refs:
            if ref.table != table.name:
                continue
            ways += self._noted(
                table,
                Tree,
                tuple(text.replace("<ref>", tongue.role(table, ref)) for text in tongue.tree),
                fixed={"ref": ref.name},
                start=constant,
                included=words(included),
                outputs=self._phrases.outputs(table),
                where=self._phrases.where(table),
            )
        return ways


def _not_counting(plan: ChildCounts) -> bool:
    return plan.measure.function not in ("count", "count distinct")


def _misses(world: World, plan: Plan) -> bool:
    """May a row lack a reference that the plan joins along, outside its subqueries?"""
    sides = [plan.left, plan.right] if isinstance(plan, Combine) else [plan]
    return any(
        world.optional(side.root, attr.path)
        for side in sides
        if not isinstance(side, ChildCounts)
        for attr in _joined(side)
    )


def _joined(plan: Plan | Side) -> Iterator[Attr]:
    if isinstance(plan, Rows | Ranked | Tree):
        yield from plan.outputs
    if isinstance(plan, Aggregates | Groups):
        yield from (m.attr for m in plan.measures if m.attr)
    if isinstance(plan, Groups):
        yield from plan.by
        if plan.having and plan.having.measure.attr:
            yield plan.having.measure.attr
    if isinstance(plan, Rows | Groups):
        for sort in plan.sort:
            by = sort.by if isinstance(sort.by, Attr) else sort.by.attr
            if by is not None:
                yield by
    if isinstance(plan, Ranked):
        yield from (plan.by, plan.within)
    if isinstance(plan, Side):
        yield plan.attr
    if isinstance(plan, Totals):
        yield plan.by
        if plan.measure.attr:
            yield plan.measure.attr
    if not isinstance(plan, Combine | ChildCounts):
        yield from _tested(plan.where.tests)


def _tested(tests: Iterable[Test]) -> Iterator[Attr]:
    for test in tests:
        if not isinstance(test, Has):
            yield test.attr
