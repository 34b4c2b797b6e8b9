"""The class of queries that a suite must tell from its gold: one thing said otherwise, anywhere.

`mutate` holds what a reader of the question could mean: a question is asked only if all of that
is told apart. This class is wider, and most of it is no fault to survive: every value under every
function of its type, every other column that would fit, every test that lets NULL in or out of
any column in sight, every condition of one scope in another. Whatever of it a database tells from
the gold, the suite must tell; what none tells is equal to it for all that is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlglot import exp

from tasksynth_sql.databases.world import Column, Table, World, quote
from tasksynth_sql.suites.promises import COMPARISONS
from tasksynth_sql.suites.text import Edit, GoldText

MOST = 140
"""Queries of the class that are made; of more, every so many-th."""
_FUNCTIONS = {
    "number": ("-{}", "ABS({})", "CAST({} AS TEXT)", "CAST({} AS INTEGER)", "ROUND({})"),
    "text": ("LOWER({})", "UPPER({})", "RTRIM({})", "LTRIM({})", "SUBSTR({}, 1, 3)", "LENGTH({})"),
    "date": ("SUBSTR({}, 1, 4)", "SUBSTR({}, 6)"),
}
_FOR_FRACTIONS = ("CAST({} AS INTEGER)", "ROUND({})")
"""What changes no whole number."""
_ORDERS = {
    "number": ("CAST({} AS TEXT)", "ABS({})"),
    "text": ("LOWER({})", "LENGTH({})", "CAST({} AS INTEGER)"),
    "date": ("SUBSTR({}, 1, 4)", "SUBSTR({}, 6)"),
}
_UNKNOWN = {"number": ("0", "1"), "text": ("''", "'unknown'"), "date": ("''", "'2020-01-01'")}


_T = TypeVar("_T")


@dataclass(frozen=True)
class _Seen:
    """A column in sight of a SELECT."""

    text: str
    """As the query would write it."""
    alias: str
    column: Column
    nullable: bool

    @property
    def kind(self) -> str:
        """Which functions go with it."""
        kind = self.column.kind
        return kind if kind in ("text", "date") else "number"


def near_queries(gold: GoldText, world: World) -> dict[str, Edit]:
    """The class for one gold, each query with its edit; some may not run."""
    found: dict[str, Edit] = {}
    for edit in _Maker(gold, world).every():
        sql = gold.edited(edit) if edit is not None else gold.sql
        if edit is not None and sql != gold.sql:
            found.setdefault(sql, edit)
    step = -(-len(found) // MOST)
    return found if step <= 1 else dict([*found.items()][::step])


class _Maker:
    def __init__(self, gold: GoldText, world: World) -> None:
        self._gold, self._tree = gold, gold.tree
        self._tables = {table.name.lower(): table for table in world.tables}
        self._selects = list(self._tree.find_all(exp.Select))
        self._sights = {id(select): self._own_sight(select) for select in self._selects}

    def every(self) -> Iterator[Edit | None]:
        for select in self._selects:
            yield from self._tests_added(select)
            yield from _likely(self._conditions_moved(select))
            yield from self._groups_changed(select)
        for node in self._tree.walk():
            if isinstance(node, exp.Column):
                yield from self._column(node)
            elif isinstance(node, COMPARISONS):
                nested = node.find(exp.Query) is not None
                made = self._comparison(node)
                yield from _likely(made) if nested else made
            elif isinstance(node, exp.AggFunc):
                around = node.find_ancestor(exp.Select)
                nested = around is not None and isinstance(around.parent, exp.Subquery)
                made = self._aggregate(node)
                yield from _likely(made) if nested else made
            elif isinstance(node, exp.Ordered):
                yield from self._sort(node)
            elif isinstance(node, exp.Where | exp.Having):
                test = self._gold.of(node.this)
                yield self._gold.edit(node.this, f"({test}) IS NOT FALSE")

    # --- what is in sight ------------------------------------------------------------------------

    def _own_sight(self, select: exp.Select) -> list[_Seen]:
        """The columns of a SELECT's own tables."""
        found: list[_Seen] = []
        parts = [select.args.get("from_"), *(select.args.get("joins") or ())]
        sources = [part.this for part in parts if part is not None]
        for part, source in zip([p for p in parts if p is not None], sources, strict=True):
            table = self._table(source)
            if table is None:
                continue
            optional = isinstance(part, exp.Join) and bool(part.side)
            alias = source.alias_or_name
            bare = len(sources) == 1 and not source.alias
            for column in table.columns:
                text = quote(column.name) if bare else f"{quote(alias)}.{quote(column.name)}"
                nullable = column.nullable or optional
                found.append(_Seen(text, alias.lower(), column, nullable))
        return found

    def _table(self, source: exp.Expr) -> Table | None:
        return self._tables.get(source.name.lower()) if isinstance(source, exp.Table) else None

    def _sight(self, node: exp.Expr) -> list[_Seen]:
        """What a node may read: the columns of its own SELECT, then of those around it."""
        found: list[_Seen] = []
        at = node if isinstance(node, exp.Select) else node.find_ancestor(exp.Select)
        while isinstance(at, exp.Select):
            found += [seen for seen in self._sights[id(at)] if seen not in found]
            around = at.parent
            while around is not None and not isinstance(around, exp.Select | exp.CTE):
                around = around.parent
            at = around if isinstance(around, exp.Select) else None
        return found

    def _meant(self, node: exp.Expr) -> _Seen | None:
        if not isinstance(node, exp.Column):
            return None
        alias, name = node.table.lower(), node.name.lower()
        for seen in self._sight(node):
            if seen.column.name.lower() == name and alias in ("", seen.alias):
                return seen
        return None

    # --- whole scopes ----------------------------------------------------------------------------

    def _and(self, select: exp.Select, test: str) -> Edit | None:
        """The query with one more condition in a SELECT."""
        where = select.args.get("where")
        if where is not None:
            inner = self._gold.of(where.this)
            inner = f"({inner})" if isinstance(where.this, exp.Or) else inner
            return self._gold.edit(where.this, f"{inner} AND {test}")
        parts = [select.args.get("from_"), *(select.args.get("joins") or ())]
        last = [part for part in parts if part is not None][-1:]
        return self._gold.edit(last[0], f"{self._gold.of(last[0])} WHERE {test}") if last else None

    def _tests_added(self, select: exp.Select) -> Iterator[Edit | None]:
        """A test of a column that the question does not make."""
        sight = self._sight(select)
        known = self._known_anyway(select)
        side = isinstance(select.parent, exp.Subquery | exp.SetOperation)
        plain = len(self._selects) == 1 and len(select.args.get("joins") or ()) < 2
        likely = plain or (side and select.find_ancestor(exp.CTE) is None)
        for seen in sight:
            if seen.nullable and seen.text not in known:
                edit = self._and(select, f"{seen.text} IS NOT NULL")
                yield edit and replace(edit, likely=likely)
            if seen.kind == "text":
                yield self._and(select, f"{seen.text} <> ''")
            elif seen.kind == "number":
                yield self._and(select, f"{seen.text} <> 0")
                yield self._and(select, f"{seen.text} > 0")
        pairs = [(a, b) for a in sight for b in sight if a.kind == b.kind and a.text < b.text]
        for at, (one, two) in enumerate(_some(pairs, 16)):
            yield self._and(select, f"{one.text} {('<>', '<', '>')[at % 3]} {two.text}")
        asked = [
            (node, seen)
            for node in self._tree.find_all(exp.Literal)
            for seen in sight
            if node.is_string == (seen.kind != "number")
        ]
        for node, seen in _some(asked, 10):
            yield self._and(select, f"{seen.text} <> {self._gold.of(node)}")
        for join in select.args.get("joins") or ():
            if not join.side:
                yield self._gold.edit(join, f"FULL {self._gold.of(join)}")
            if join.side and join.args.get("on") is not None:
                on = join.args["on"]
                for seen in self._sight(select):
                    if seen.nullable:
                        test = f"{self._gold.of(on)} AND {seen.text} IS NOT NULL"
                        yield self._gold.edit(on, test)

    @staticmethod
    def _known_anyway(select: exp.Select) -> set[str]:
        """The columns that are known wherever the conditions of a SELECT hold."""
        where = select.args.get("where")
        tests = [*where.this.flatten()] if where and isinstance(where.this, exp.And) else []
        found = set()
        for test in tests or ([where.this] if where else []):
            inner = test.this if isinstance(test, exp.Not) else test
            known = isinstance(inner, exp.Is) and inner is not test
            if known or isinstance(test, (*COMPARISONS, exp.Between, exp.In)):
                found.add(inner.this.sql("sqlite"))
        return found

    def _conditions_moved(self, select: exp.Select) -> Iterator[Edit | None]:
        """The conditions of every other scope in this one, where it has the columns."""
        own = self._sights[id(select)]
        for other in self._selects:
            where = other.args.get("where")
            if other is select or where is None:
                continue
            for test in _parts(where.this):
                columns = [*test.find_all(exp.Column)]
                named = {c.name.lower() for c in columns}
                if test.find(exp.Query) or len(named) != 1:
                    continue
                for seen in own:
                    if seen.column.name.lower() in named:
                        copy = test.copy()
                        for column in [*copy.find_all(exp.Column)]:
                            column.replace(exp.column(column.name, table=_qualifier(seen)))
                        yield self._and(select, f"({copy.sql('sqlite')})")

    def _groups_changed(self, select: exp.Select) -> Iterator[Edit | None]:
        group = select.args.get("group")
        if group is None:
            yield from self._grouped(select)
            return
        terms = [self._gold.of(term) for term in group.expressions]
        keyed = {
            seen.alias
            for term in group.expressions
            if (seen := self._meant(term)) is not None and seen.column.kind == "id"
        }
        for seen in self._sights[id(select)]:
            if seen.text not in terms and seen.alias not in keyed:
                yield self._gold.edit(group, f"GROUP BY {', '.join([*terms, seen.text])}")

    def _grouped(self, select: exp.Select) -> Iterator[Edit | None]:
        """Rows as groups, a column of each; and no more than a few of them."""
        last = [
            part
            for part in (
                select.args.get("from_"),
                *(select.args.get("joins") or ()),
                select.args.get("where"),
            )
            if part is not None
        ][-1:]
        yield self._gold.edit(last[0], f"{self._gold.of(last[0])} GROUP BY NULL") if last else None
        for seen in _some(self._sights[id(select)], 6) if last else ():
            yield self._gold.edit(last[0], f"{self._gold.of(last[0])} GROUP BY {seen.text}")
        if select is self._tree and not select.args.get("limit"):
            for most in (1, 2, 3, 5, 8):
                end = len(self._gold.sql)
                yield Edit(end, end, f" LIMIT {most}")

    # --- one node --------------------------------------------------------------------------------

    def _column(self, node: exp.Column) -> Iterator[Edit | None]:
        """Another column, or a function of it; a value for NULL."""
        meant, text = self._meant(node), self._gold.of(node)
        if meant is None:
            return
        for seen in self._sight(node):
            if seen.kind == meant.kind and seen.text != text:
                yield self._gold.edit(node, seen.text)
        joins = isinstance(node.parent, exp.EQ) and node.find_ancestor(exp.Join) is not None
        if joins or isinstance(node.parent, exp.Ordered):
            return
        for function in _FUNCTIONS[meant.kind]:
            if meant.column.kind == "real" or function not in _FOR_FRACTIONS:
                yield self._gold.edit(node, function.format(text))
        equal = isinstance(node.parent, exp.EQ | exp.In)
        if meant.nullable and not equal:
            for value in _UNKNOWN[meant.kind]:
                yield self._gold.edit(node, f"COALESCE({text}, {value})")
        elif meant.kind != "date" and not equal:
            yield self._gold.edit(node, f"NULLIF({text}, {_UNKNOWN[meant.kind][0]})")

    def _comparison(self, node: exp.Expr) -> Iterator[Edit | None]:
        """A comparison that holds for NULL, in a way that one may write by mistake."""
        left, right = self._gold.of(node.this), self._gold.of(node.expression)
        if isinstance(node, exp.EQ) and not isinstance(node.expression, exp.Literal):
            yield self._gold.edit(node, f"{left} IS {right}")
        if isinstance(node, exp.NEQ):
            yield self._gold.edit(node, f"{left} IS NOT {right}")
            if isinstance(node.expression, exp.Literal) and node.expression.is_string:
                yield self._gold.edit(node, f"{left} NOT LIKE {right}")
        yield self._gold.edit(node, f"({left} {node_sign(node)} {right}) IS NOT FALSE")
        if isinstance(node.expression, exp.Literal) and not node.expression.is_string:
            yield self._gold.edit(node.expression, f"-{right}")
            yield self._gold.edit(node.expression, f"'{right}'")
            yield self._gold.edit(node.expression, f"{right} * 10")

    def _aggregate(self, node: exp.AggFunc) -> Iterator[Edit | None]:
        """Another way to count or to average."""
        text = self._gold.of(node)
        if isinstance(node, exp.Count):
            for seen in self._sight(node):
                if seen.nullable:
                    yield self._gold.edit(node, f"COUNT({seen.text})")
                yield self._gold.edit(node, f"COUNT(DISTINCT {seen.text})")
            return
        if not isinstance(node, exp.Sum | exp.Avg | exp.Min | exp.Max):
            return
        inner = self._gold.of(node.this)
        yield self._gold.edit(node, f"COALESCE({text}, 0)")
        meant = self._meant(node.this)
        if isinstance(node, exp.Avg) or meant is None or meant.column.kind == "real":
            yield self._gold.edit(node, f"CAST({text} AS INTEGER)")
            yield self._gold.edit(node, f"ROUND({text}, 1)")
        if isinstance(node, exp.Avg):
            yield self._gold.edit(node, f"SUM({inner}) / COUNT(*)")
            yield self._gold.edit(node, f"SUM({inner}) * 1.0 / COUNT(*)")
            yield self._gold.edit(node, f"(MIN({inner}) + MAX({inner})) / 2.0")
        if isinstance(node, exp.Sum):
            yield self._gold.edit(node, f"TOTAL({inner})")
        if isinstance(node, exp.Min | exp.Max):
            yield self._gold.edit(node, f"{node.key.upper()}(CAST({inner} AS TEXT))")
            yield self._gold.edit(node, f"{node.key.upper()}(ABS({inner}))")

    def _sort(self, node: exp.Ordered) -> Iterator[Edit | None]:
        """Another order of the same values."""
        term, text = node.this, self._gold.of(node.this)
        meant = self._meant(term)
        for function in _ORDERS[meant.kind if meant else "number"]:
            yield self._gold.edit(term, function.format(text))
        if meant is not None and meant.nullable:
            last = "FIRST" if node.args.get("desc") else "LAST"
            yield self._gold.edit(node, f"{self._gold.of(node)} NULLS {last}")
            value = _UNKNOWN[meant.kind][0]
            yield self._gold.edit(term, f"COALESCE({text}, {value})")


def _likely(edits: Iterator[Edit | None]) -> Iterator[Edit | None]:
    """The same, as such that are worth a long look."""
    return (edit and replace(edit, likely=True) for edit in edits)


def _parts(condition: exp.Expr) -> list[exp.Expr]:
    """The conditions that a condition is made of by AND and OR."""
    if isinstance(condition, exp.And | exp.Or):
        return [*_parts(condition.this), *_parts(condition.expression)]
    return _parts(condition.this) if isinstance(condition, exp.Paren) else [condition]


def _some(items: list[_T], most: int) -> list[_T]:
    """At most so many, spread over all."""
    return items[:: max(1, -(-len(items) // most))]


def _qualifier(seen: _Seen) -> str | None:
    return seen.alias.upper() if "." in seen.text else None


def node_sign(node: exp.Expr) -> str:
    """The sign of a comparison."""
    signs: dict[type[exp.Expr], str] = {
        exp.EQ: "=",
        exp.NEQ: "<>",
        exp.GT: ">",
        exp.GTE: ">=",
        exp.LT: "<",
        exp.LTE: "<=",
    }
    return signs[type(node)]
