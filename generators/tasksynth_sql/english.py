"""A plan in English, and back.

The canonical sentence of a plan is formal and complete: everything in which readers of a looser
question differ (is the bound included, do unknown values count, are repeats kept, what happens
to ties, to rows without a partner, per name or per id) has words of its own, so that every
mutant of the query that a reader could mean is said differently. Paraphrases choose other words
and another order of clauses from the same grammar, and read back into the same plan.
"""

from collections.abc import Iterable, Iterator

from tasksynth_sql.grammar import (
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
from tasksynth_sql.plan import (
    Against,
    Between,
    Combine,
    Compare,
    Counts,
    Filter,
    Groups,
    Has,
    Having,
    Known,
    Measure,
    OneOf,
    Plan,
    Ranked,
    Rows,
    Side,
    Sort,
    Summary,
    Test,
    Totals,
    Tree,
)
from tasksynth_sql.world import Attr, Table, World

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
LEFT_OUT = "Rows for which a reference needed here is missing are left out."
KEPT = "Rows for which a reference needed here is missing are kept, with NULL for its columns."


def say(world: World, plan: Plan, pick: Pick = canonical) -> str:
    """A plan as a question; canonical unless `pick` chooses otherwise.

    Raises:
        ValueError: if the plan is outside the grammar.
    """
    root = plan.left.root if isinstance(plan, Combine) else plan.root
    said = _Grammar(world).plan(root).say(plan, pick)
    if said is None:
        raise ValueError(f"no words for {plan}")
    return said


def read(world: World, text: str) -> list[Plan]:
    """Every plan that a question may mean; one for whatever `say` says."""
    grammar = _Grammar(world)
    found: list[Plan] = []
    for table in world.subjects:
        found += [p for p in grammar.plan(table.name).readings(text) if p not in found]
    return found


class _Grammar:
    """The syntaxes of one world, each made for a root table when it is first needed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tests: dict[str, Syntax] = {}
        self._phrases: dict[tuple[str, str], dict[Attr, list[str]]] = {}

    def plan(self, root: str) -> Syntax:
        table = self._world[root]
        makers = (self._rows, self._summary, self._groups, self._ranked, self._totals, self._tree)
        ways = [self._counts(table), self._combine(table)]
        for maker in makers:
            ways += maker(table)
        return choice(*ways)

    def _missing(self, plan: Plan) -> bool:
        return _misses(self._world, plan)

    def _complete(self, plan: Plan) -> bool:
        return not _misses(self._world, plan)

    # --- slots -------------------------------------------------------------------------------

    def _attrs(self, table: Table, article: str = "") -> dict[Attr, list[str]]:
        if (known := self._phrases.get((table.name, article))) is not None:
            return known
        found = self._phrases[table.name, article] = {}
        for attr in self._world.attrs(table.name):
            roles = [
                self._world[self._world.end(table.name, attr.path[:at])][ref].phrase
                for at, ref in enumerate(attr.path)
            ]
            phrase = self._world.column(table.name, attr).phrase
            found[attr] = [article + " of the ".join([phrase, *reversed(roles)])]
        return found

    def _attr(self, table: Table, article: str = "") -> Syntax:
        return words(self._attrs(table, article))

    def _attr_of(self, table: Table, kinds: Iterable[str]) -> Syntax:
        kinds = set(kinds)
        return words(
            {
                attr: said
                for attr, said in self._attrs(table).items()
                if self._world.column(table.name, attr).kind in kinds
            }
        )

    def _test(self, table: Table) -> Syntax:
        if table.name not in self._tests:
            self._tests[table.name] = choice(*self._test_ways(table))
        return self._tests[table.name]

    def _test_ways(self, table: Table) -> Iterator[Syntax]:
        kinds = {"number": ("int", "real", "id"), "date": ("date",), "text": ("text",)}
        for kind, columns in kinds.items():
            attr = self._attr_of(table, columns)
            ops = words(COMPARISONS[kind])
            yield node(Compare, "whose {attr} {op} {value}", attr=attr, op=ops, value=constant)
        number = self._attr_of(table, ("int", "real", "date"))
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
            attr=self._attr(table),
            values=many(constant, ", ", " or ", least=2),
        )
        known = words({True: ["is known", "is not NULL"], False: ["is unknown", "is NULL"]})
        yield node(Known, "whose {attr} {known}", attr=self._attr(table), known=known)
        functions = {"avg": ["average"], "min": ["lowest value"], "max": ["highest value"]}
        same = optional(self._attr(table), " with the same known {}", None)
        whole = f"its {{function}} over the whole table of {table.plural}{{scope}}"
        yield node(
            Against,
            f"whose {{attr}} {{op}} {whole}",
            attr=self._attr_of(table, ("int", "real")),
            op=words(COMPARISONS["number"]),
            function=words(functions),
            scope=same,
        )
        for child, ref in self._world.children(table.name):
            yield from self._has(child, ref)

    def _has(self, child: Table, ref: str) -> Iterator[Syntax]:
        fixed = {"child": child.name, "ref": ref}
        tests = optional(many(self._test(child), ", ", " and "), " (counting only those {})", ())
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

    def _where(self, table: Table) -> Syntax:
        test = self._test(table)
        every = node(Filter, " {tests}", fixed={"any": False}, tests=many(test, ", ", " and "))
        some = node(
            Filter, " {tests}", fixed={"any": True}, tests=many(test, ", ", " or ", least=2)
        )
        return optional(choice(every, some), "{}", Filter())

    def _measure(self, table: Table) -> Syntax:
        world, name = self._world, table.name
        count = node(
            Measure,
            f"the number of {table.plural}",
            f"how many {table.plural} there are",
            fixed={"function": "count", "attr": None},
        )
        different = node(
            Measure,
            "the number of different known values of the {attr}",
            "how many different known values the {attr} has",
            fixed={"function": "count distinct"},
            attr=self._attr(table),
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
                for attr, phrases in self._attrs(table).items()
                if world.column(name, attr).kind in ("int", "real", "date")
                and world.column(name, attr).nullable == nullable
            }
            template = f"{{function}} {of} {{attr}}"
            ways.append(node(Measure, template, function=words(said), attr=words(attrs)))
        return choice(*ways)

    def _sort(self, table: Table) -> Syntax:
        by = choice(self._measure(table), self._attr(table, "the "))
        term = node(Sort, "{by} {descending}", by=by, descending=words(DIRECTIONS))
        return optional(many(term, ", ", ", then by "), " Sort by {}.", ())

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

    # --- plans -------------------------------------------------------------------------------

    def _rows(self, table: Table) -> list[Syntax]:
        outputs = many(self._attr(table, "the "), ", ", " and ")
        limit = optional(constant, " Keep only the first {} rows.", None)
        slots = {"outputs": outputs, "where": self._where(table)}
        tail = {"sort": self._sort(table), "limit": limit}
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
        measures = many(self._measure(table), ", ", " and ")
        return self._noted(table, Summary, templates, measures=measures, where=self._where(table))

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
        measure = self._measure(table)
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
            by=many(self._attr(table, "the "), ", ", " and "),
            known=words(known),
            measures=many(measure, ", ", " and "),
            where=self._where(table),
            having=optional(having, " Keep only those groups for which {}.", None),
            sort=self._sort(table),
            limit=optional(constant, " Keep only the first {} rows.", None),
        )

    def _counts(self, table: Table) -> Syntax:
        ways = []
        for child, ref in self._world.children(table.name):
            fixed = {"root": table.name, "child": child.name, "ref": ref}
            tests = optional(
                many(self._test(child), ", ", " and "), " (counting only those {})", ()
            )
            slots = {"outputs": many(self._attr(table, "the "), ", ", " and "), "tests": tests}
            number = {**fixed, "measure": Measure("count")}
            ways.append(
                node(
                    Counts,
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
                    Counts,
                    (
                        f"For each of the {table.plural} (by id), show {{outputs}} and {{measure}} "
                        f"over their {child.plural}{{tests}}, NULL for those without any."
                    ),
                    f"Show {{outputs}} and {{measure}} over their {child.plural}{{tests}} for "
                    f"each of the {table.plural} (by id), NULL for those without any.",
                    fixed=fixed,
                    when=_not_counting,
                    measure=self._measure(child),
                    **slots,
                )
            )
        return choice(*ways)

    def _side(self, table: Table) -> Syntax:
        return node(
            Side,
            f"known {{attr}} of all {table.plural}{{where}}",
            fixed={"root": table.name},
            attr=self._attr(table),
            where=self._where(table),
        )

    def _combine(self, table: Table) -> Syntax:
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
        return choice(*ways)

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
            outputs=many(self._attr(table, "the "), ", ", " and "),
            by=self._attr(table),
            descending=words(DIRECTIONS),
            within=self._attr(table),
            dense=words(dense),
            top=constant,
            where=self._where(table),
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
            by=self._attr(table),
            measure=self._measure(table),
            where=self._where(table),
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
                outputs=many(self._attr(table, "the "), ", ", " and "),
                where=self._where(table),
            )
        return ways


def _not_counting(plan: Counts) -> bool:
    return plan.measure.function not in ("count", "count distinct")


def _misses(world: World, plan: Plan) -> bool:
    """May a row lack a reference that the plan joins along, outside its subqueries?"""
    sides = [plan.left, plan.right] if isinstance(plan, Combine) else [plan]
    return any(
        world.optional(side.root, attr.path)
        for side in sides
        if not isinstance(side, Counts)
        for attr in _joined(side)
    )


def _joined(plan: Plan | Side) -> Iterator[Attr]:
    if isinstance(plan, Rows | Ranked | Tree):
        yield from plan.outputs
    if isinstance(plan, Summary | Groups):
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
    if not isinstance(plan, Combine | Counts):
        yield from _tested(plan.where.tests)


def _tested(tests: Iterable[Test]) -> Iterator[Attr]:
    for test in tests:
        if not isinstance(test, Has):
            yield test.attr
