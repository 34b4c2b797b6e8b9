"""A plan in English, and back.

The canonical sentence of a plan is formal and complete: everything in which readers of a looser
question differ (is the bound included, do unknown values count, are repeats kept, what happens
to ties, to rows without a partner, per name or per id) has words of its own, so that every
mutant of the query that a reader could mean is said differently. Paraphrases choose other words
and another order of clauses from the same grammar, and read back into the same plan.
"""

from collections.abc import Callable, Iterable, Iterator
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
    Syntax,
    anything,
    canonical,
    choice,
    constant,
    many,
    node,
    optional,
    words,
)
from tasksynth_sql.telling.phrases import COMPARISONS, DIRECTIONS, Phrases

LEFT_OUT = "Rows for which a reference needed here is missing are left out."
KEPT = "Rows for which a reference needed here is missing are kept, with NULL for its columns."


def say(world: World, plan: Plan, pick: Pick = canonical) -> str:
    """A plan as a question; canonical unless `pick` chooses otherwise.

    Raises:
        ValueError: if the plan is outside the grammar.
    """
    root = plan.left.root if isinstance(plan, Combine) else plan.root
    said = _Grammar(world).plan(root, type(plan)).say(plan, pick)
    if said is None:
        raise ValueError(f"no words for {plan}")
    return said


def read(world: World, text: str) -> list[Plan]:
    """Every plan that a question may mean; one for whatever `say` says."""
    grammar = _Grammar(world)
    found: list[Plan] = []
    for table in world.subjects:
        for kind in get_args(Plan):
            ways = grammar.plan(table.name, kind)
            found += [p for p in ways.readings(text) if p not in found]
    return found


class _Grammar:
    """The sentences of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._phrases = Phrases(world)

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

    def _noted(
        self, table: Table, plan: type, templates: Iterable[str], **slots: object
    ) -> list[Syntax]:
        """The plan's templates, with a last sentence where a reference may be missing."""
        fixed: dict[str, object] = {"root": table.name, **slots.pop("fixed", {})}  # type: ignore[dict-item]

        texts = list(templates)
        parts: dict[str, Syntax] = slots  # type: ignore[assignment]
        plain = node(plan, *texts, fixed=fixed, when=self._complete, **parts)
        noted = [f"{text} {LEFT_OUT}" for text in texts]
        return [plain, node(plan, *noted, fixed=fixed, when=self._missing, **parts)]

    def _rows(self, table: Table) -> list[Syntax]:
        outputs = many(self._phrases.attr(table, "the "), ", ", " and ")
        limit = optional(constant, " Keep only the first {} rows.", None)
        slots = {"outputs": outputs, "where": self._phrases.where(table)}
        tail = {"sort": self._phrases.sort(table), "limit": limit}
        each = (
            (
                f"For all {table.plural}{{where}}, show {{outputs}}, one row for each of them, "
                "repeats included.{sort}{limit}"
            ),
            (
                f"Show {{outputs}} for all {table.plural}{{where}}, one row for each of them, "
                "repeats included.{sort}{limit}"
            ),
        )
        once = (
            (
                f"For all {table.plural}{{where}}, list the different combinations of {{outputs}}, "
                "each only once."
            ),
            (
                f"List the different combinations of {{outputs}} for all {table.plural}{{where}}, "
                "each only once."
            ),
        )
        plain = {"distinct": False, "keep": False}
        kept = [f"{text} {KEPT}" for text in each]
        fixed = {"root": table.name, "distinct": False, "keep": True}
        return [
            *self._noted(table, Rows, each, fixed=plain, **slots, **tail),
            node(Rows, *kept, fixed=fixed, when=anything, **slots, **tail),
            *self._noted(table, Rows, once, fixed={**plain, "distinct": True}, **slots),
        ]

    def _summary(self, table: Table) -> list[Syntax]:
        templates = (
            f"Over all {table.plural}{{where}}, compute {{measures}}.",
            f"Compute {{measures}}, over all {table.plural}{{where}}.",
        )
        measures = many(self._phrases.measure(table), ", ", " and ")
        return self._noted(
            table, Aggregates, templates, measures=measures, where=self._phrases.where(table)
        )

    def _groups(self, table: Table) -> list[Syntax]:
        templates = (
            (
                f"For each different combination of {{by}}{{known}} among all "
                f"{table.plural}{{where}}, "
                "show that combination and {measures}.{having}{sort}{limit}"
            ),
            (
                f"Group all {table.plural}{{where}} by {{by}}{{known}}; for each group "
                "show what it is grouped by and {measures}.{having}{sort}{limit}"
            ),
        )
        measure = self._phrases.measure(table)
        having = node(
            Having,
            "{measure} {op} {value}",
            measure=measure,
            op=words(COMPARISONS["number"]),
            value=constant,
        )
        known = {True: [" (known values only)"], False: [" (NULL counts as a value)"]}
        return self._noted(
            table,
            Groups,
            templates,
            by=many(self._phrases.attr(table, "the "), ", ", " and "),
            known=words(known),
            measures=many(measure, ", ", " and "),
            where=self._phrases.where(table),
            having=optional(having, " Keep only those groups for which {}.", None),
            sort=self._phrases.sort(table),
            limit=optional(constant, " Keep only the first {} rows.", None),
        )

    def _counts(self, table: Table) -> list[Syntax]:
        ways = []
        for child, ref in self._world.children(table.name):
            fixed = {"root": table.name, "child": child.name, "ref": ref}
            tests = optional(
                many(self._phrases.test(child), ", ", " and "), " (counting only those {})", ()
            )
            slots = {
                "outputs": many(self._phrases.attr(table, "the "), ", ", " and "),
                "tests": tests,
            }
            number = {**fixed, "measure": Aggregate("count")}
            ways.append(
                node(
                    ChildCounts,
                    (
                        f"For each of the {table.plural} (by id), also for those without any, show "
                        f"{{outputs}} and the number of their {child.plural}{{tests}}."
                    ),
                    f"Show {{outputs}} and the number of their {child.plural}{{tests}} for each "
                    f"of the {table.plural} (by id), also for those without any.",
                    fixed=number,
                    when=anything,
                    **slots,
                )
            )
            ways.append(
                node(
                    ChildCounts,
                    (
                        f"For each of the {table.plural} (by id), show {{outputs}} and {{measure}} "
                        f"over their {child.plural}{{tests}}, NULL for those without any."
                    ),
                    f"Show {{outputs}} and {{measure}} over their {child.plural}{{tests}} for "
                    f"each of the {table.plural} (by id), NULL for those without any.",
                    fixed=fixed,
                    when=_not_counting,
                    measure=self._phrases.measure(child),
                    **slots,
                )
            )
        return ways

    def _side(self, table: Table) -> Syntax:
        return node(
            Side,
            f"known {{attr}} of all {table.plural}{{where}}",
            fixed={"root": table.name},
            attr=self._phrases.attr(table),
            where=self._phrases.where(table),
        )

    def _combine(self, table: Table) -> list[Syntax]:
        left = self._side(table)
        right = choice(*(self._side(other) for other in self._world.subjects))
        said = {
            "union": ("List every {left} together with every {right}, each value only once.",
                      "List, each value only once, every {left} and also every {right}."),
            "intersect": ("List every {left} that is also a {right}, each value only once.",
                          "List, each value only once, every {left} that is a {right} too."),
            "except": ("List every {left} that is not a {right}, each value only once.",
                       "List, each value only once, every {left} that is never a {right}."),
        }  # fmt: skip
        ways = []
        for how, texts in said.items():
            for misses in (False, True):
                note = f" {LEFT_OUT}" if misses else ""
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
        templates = (
            (
                f"Within each known {{within}}, rank all {table.plural}{{where}} by known {{by}} "
                "{descending}; {dense}. Show {outputs} and the rank, for ranks up to {top}."
            ),
            (
                f"Rank all {table.plural}{{where}} by known {{by}} {{descending}}, separately "
                "within each known {within}; {dense}. Up to rank {top}, show {outputs} and "
                "the rank."
            ),
        )
        dense = {
            False: ["equal values share a rank and the ranks after it are skipped"],
            True: ["equal values share a rank and no rank is skipped"],
        }
        return self._noted(
            table,
            Ranked,
            templates,
            outputs=many(self._phrases.attr(table, "the "), ", ", " and "),
            by=self._phrases.attr(table),
            descending=words(DIRECTIONS),
            within=self._phrases.attr(table),
            dense=words(dense),
            top=constant,
            where=self._phrases.where(table),
        )

    def _totals(self, table: Table) -> list[Syntax]:
        templates = (
            (
                f"For each known {{by}}, compute {{measure}} over all {table.plural}{{where}}. "
                "List each such value with its number where the number is above the average of "
                "these numbers."
            ),
        )
        return self._noted(
            table,
            Totals,
            templates,
            by=self._phrases.attr(table),
            measure=self._phrases.measure(table),
            where=self._phrases.where(table),
        )

    def _tree(self, table: Table) -> list[Syntax]:
        ways = []
        for ref in table.refs:
            if ref.table != table.name:
                continue
            included = {
                True: [f"That {table.singular} itself counts."],
                False: [f"That {table.singular} itself does not count."],
            }
            templates = (
                (
                    f"Take the {table.singular} with id {{start}}, at depth 0, and then, one depth "
                    f"further each time, all {table.plural} whose {ref.phrase} is already taken. "
                    "{included} Of all these{where}, show {outputs} and the depth."
                ),
            )
            ways += self._noted(
                table,
                Tree,
                templates,
                fixed={"ref": ref.name},
                start=constant,
                included=words(included),
                outputs=many(self._phrases.attr(table, "the "), ", ", " and "),
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
