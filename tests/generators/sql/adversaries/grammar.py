"""Adversary 1: SQLite's grammar. Any production may stand where another one of its kind stood.

The rules are those of https://www.sqlite.org/lang.html, one line each; which of them changes a
query, and whether for the worse, is not its business.
"""

from collections.abc import Callable, Iterator
from random import Random

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from tests.generators.sql.adversaries.worlds import Schema

UNARY = ["-{}", "+{}", "~{}", "NOT {}", "({})", "{} ISNULL", "{} NOTNULL", "{} COLLATE NOCASE",
         "{} COLLATE RTRIM", "CAST({} AS TEXT)", "CAST({} AS INTEGER)", "CAST({} AS REAL)",
         "CAST({} AS NUMERIC)", "{} IS TRUE", "{} IS NOT TRUE", "{} IS NOT FALSE"]  # fmt: skip
BINARY = ["||", "*", "/", "%", "+", "-", "&", "|", "<<", ">>", "<", "<=", ">", ">=", "=", "<>",
          "IS", "IS NOT", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "LIKE", "NOT LIKE", "GLOB",
          "AND", "OR"]  # fmt: skip
CALLS = ["abs({})", "coalesce({}, {})", "ifnull({}, {})", "nullif({}, {})", "iif({}, {}, {})",
         "instr({}, {})", "length({})", "lower({})", "upper({})", "trim({})", "ltrim({})",
         "rtrim({})", "max({}, {})", "min({}, {})", "replace({}, {}, {})", "round({})",
         "round({}, 1)", "round({}, 4)", "sign({})", "substr({}, 1, 2)", "substr({}, 2)",
         "typeof({})", "quote({})",
         "hex({})", "unicode({})", "date({})", "strftime('%Y', {})", "julianday({})",
         "CASE WHEN {} THEN {} ELSE {} END", "CASE {} WHEN {} THEN {} END",
         "{} BETWEEN {} AND {}", "{} NOT BETWEEN {} AND {}", "{} IN ({}, {})",
         "{} NOT IN ({}, {})"]  # fmt: skip
AGGREGATES = ["avg({})", "count({})", "count(*)", "count(DISTINCT {})", "group_concat({})",
              "max({})", "min({})", "sum({})", "sum(DISTINCT {})", "total({})", "avg(DISTINCT {})",
              "sum({}) / count(*)", "sum({}) FILTER (WHERE {})", "count(*) FILTER (WHERE {})",
              "count({}) OVER ()", "max({}) OVER (PARTITION BY {})"]  # fmt: skip
WINDOWS = ["rank", "dense_rank", "row_number", "percent_rank", "cume_dist"]
JOINS = [("", ""), ("LEFT", ""), ("RIGHT", ""), ("FULL", ""), ("", "CROSS"), ("", "INNER")]


class Grammar:
    """Changes one query at random places."""

    def __init__(self, query: str, schema: Schema, dice: Random) -> None:
        self._query, self._dice = query, dice
        self._columns = {
            name.lower(): [field.name for field in fields] for name, fields in schema.tables.items()
        }
        self._tree = parse_one(query, read="sqlite")
        self._ways: list[Callable[[exp.Expr], bool]] = [
            self._wrap, self._wrap, self._operate, self._other_column, self._other_column,
            self._other_column, self._constant, self._constant, self._drop, self._drop,
            self._select, self._select, self._join, self._conjoin, self._conjoin, self._conjoin,
            self._aggregate, self._aggregate, self._order, self._compound, self._compare,
            self._compare,
        ]  # fmt: skip

    def draw(self, count: int) -> Iterator[str]:
        """Queries with one change, or with two in every third."""
        seen = {self._tree.sql("sqlite")}
        for number in range(4 * count):
            tree = self._tree.copy()
            try:
                made = [self._change(tree) for _ in range(1 + (number % 3 == 2))]
                sql = tree.sql("sqlite")
            except (SqlglotError, AttributeError, IndexError, ValueError):
                continue
            if all(made) and sql not in seen:
                seen.add(sql)
                yield sql
                if len(seen) > count:
                    return

    def _change(self, tree: exp.Expr) -> bool:
        return any(self._dice.choice(self._ways)(tree) for _ in range(8))

    def _any(self, tree: exp.Expr, *kinds: type[exp.Expr]) -> exp.Expr | None:
        found = [n for n in tree.find_all(*kinds) if n.parent is not None]
        return self._dice.choice(found) if found else None

    def _value(self, tree: exp.Expr) -> exp.Expr | None:
        """A place where the grammar has `expr`."""
        return self._any(tree, exp.Column, exp.Literal, exp.AggFunc, exp.Binary, exp.Subquery)

    def _terms(self, at: exp.Expr) -> list[str]:
        """Other expressions that could stand there: columns in sight, and constants."""
        root = at.root()
        terms = ["0", "1", "NULL", "''"]
        terms += [n.sql("sqlite") for n in root.find_all(exp.Literal)]
        select = at.find_ancestor(exp.Select)
        while select is not None:
            for table in self._tables(select):
                terms += [
                    exp.column(c, table=table.alias_or_name).sql("sqlite")
                    for c in self._columns.get(table.name.lower(), [])
                ]
            select = select.find_ancestor(exp.Select)
        return terms

    @staticmethod
    def _tables(select: exp.Expr) -> list[exp.Expr]:
        parts = [select.args.get("from_"), *(select.args.get("joins") or ())]
        return [p.this for p in parts if p is not None and isinstance(p.this, exp.Table)]

    def _put(self, at: exp.Expr, text: str) -> bool:
        at.replace(exp.Column(this=exp.Var(this=text)))
        return True

    def _fill(self, template: str, at: exp.Expr) -> str:
        terms = self._terms(at)
        rest = [self._dice.choice(terms) for _ in range(template.count("{}"))]
        return template.format(at.sql("sqlite"), *rest[1:])

    # --- rules -----------------------------------------------------------------------------------

    def _wrap(self, tree: exp.Expr) -> bool:
        at = self._value(tree)
        if at is None or isinstance(at.parent, exp.Limit):
            return False
        return self._put(at, self._fill(self._dice.choice([*UNARY, *CALLS]), at))

    def _operate(self, tree: exp.Expr) -> bool:
        at = self._value(tree)
        if at is None:
            return False
        template = f"({{}} {self._dice.choice(BINARY)} {{}})"
        return self._put(at, self._fill(template, at))

    def _other_column(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.Column)
        return at is not None and self._put(at, self._dice.choice(self._terms(at)))

    def _constant(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.Literal)
        if at is None:
            return False
        if at.is_string:
            text = at.name
            made = [text.lower(), text.upper(), f"%{text}%", text[1:], text + " ", text[:3] + "%"]
            return self._put(at, exp.Literal.string(self._dice.choice(made)).sql("sqlite"))
        by = self._dice.choice(["+ 1", "- 1", "* 10", "+ 0.5", "* -1", "/ 2"])
        return self._put(at, f"({at.name} {by})")

    def _compare(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.And, exp.Or)
        if at is None:
            return False
        left, right = at.this.sql("sqlite"), at.expression.sql("sqlite")
        if isinstance(at, exp.And | exp.Or):
            return self._put(at, f"({left} {self._dice.choice(['AND', 'OR'])} {right})")
        return self._put(at, f"{left} {self._dice.choice(BINARY[10:23])} {right}")

    def _drop(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.And, exp.Or, exp.Not, exp.Where, exp.Having, exp.Order, exp.Limit,
                       exp.Group, exp.Distinct, exp.Ordered, exp.Join)  # fmt: skip
        if at is None:
            return False
        if isinstance(at, exp.And | exp.Or):
            at.replace(self._dice.choice([at.this, at.expression]))
        elif isinstance(at, exp.Not):
            at.replace(at.this)
        else:
            at.pop()
        return True

    def _conjoin(self, tree: exp.Expr) -> bool:
        """Another condition, in any WHERE, ON or HAVING, new or moved from elsewhere."""
        select = self._dice.choice([*tree.find_all(exp.Select)])
        inside = select.args.get("from_") or select
        terms = self._terms(inside)
        tests = [n.sql("sqlite") for n in tree.find_all(exp.Predicate) if not n.find(exp.Query)]
        one, two = self._dice.choice(terms), self._dice.choice(terms)
        tests += [f"{one} IS NOT NULL", f"{one} IS NULL", f"{one} <> {two}", f"{one} > {two}",
                  f"{one} = {two}", f"{one} IS NOT NULL"]  # fmt: skip
        test = exp.Column(this=exp.Var(this=f"({self._dice.choice(tests)})"))
        clause = self._dice.choice(["where", "where", "having", "on"])
        joins = select.args.get("joins") or ()
        if clause == "on" and joins and joins[0].args.get("on"):
            joins[0].set("on", exp.And(this=joins[0].args["on"], expression=test))
        elif clause == "having" and select.args.get("group"):
            select.having(test, copy=False)
        else:
            select.where(test, copy=False)
        return True

    def _aggregate(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.AggFunc)
        if at is None:
            return False
        if isinstance(at.parent, exp.Window):
            at.replace(exp.Anonymous(this=self._dice.choice(WINDOWS)))
            return True
        inner = at.this if not isinstance(at.this, exp.Star | exp.Distinct) else None
        terms = self._terms(at)
        own = inner.sql("sqlite") if inner is not None and self._dice.random() < 0.7 else None
        template = self._dice.choice(AGGREGATES)
        rest = [self._dice.choice(terms) for _ in range(template.count("{}"))]
        return self._put(at, template.format(*([own, *rest[1:]] if own and rest else rest)))

    def _join(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.Join)
        if at is None:
            return False
        side, kind = self._dice.choice(JOINS)
        at.set("side", side or None)
        at.set("kind", kind or None)
        if self._dice.random() < 0.3 and at.args.get("on"):
            terms = [t for t in self._terms(at) if "." in t]
            at.set("on", exp.Column(this=exp.Var(this=" = ".join(self._dice.sample(terms, 2)))))
        return True

    def _select(self, tree: exp.Expr) -> bool:
        """DISTINCT, GROUP BY, LIMIT, OFFSET and result columns."""
        dice = self._dice
        select = dice.choice([*tree.find_all(exp.Select)])
        terms = self._terms(select.expressions[0])
        way = dice.randrange(6)
        if way == 0:
            select.set("distinct", None if select.args.get("distinct") else exp.Distinct())
        elif way == 1:
            select.group_by(dice.choice(terms), copy=False)
        elif way == 2:
            select.limit(dice.choice([1, 2, 3, 5, 10, 100]), copy=False)
        elif way == 3:
            select.offset(1, copy=False)
            if not select.args.get("limit"):
                select.limit(-1, copy=False)
        elif way == 4:
            return self._put(dice.choice(select.expressions).unalias(), dice.choice(terms))
        else:
            group = select.args.get("group")
            if group is None:
                return False
            group.set("expressions", [dice.choice(group.expressions)])
        return True

    def _order(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.Ordered)
        if at is None:
            return False
        term = at.this.sql("sqlite")
        ways = [f"{term} ASC", f"{term} DESC", f"{term} NULLS FIRST", f"{term} DESC NULLS LAST",
                f"{term} COLLATE NOCASE", f"CAST({term} AS TEXT)", f"ABS({term})", "1", "2 DESC",
                self._dice.choice(self._terms(at))]  # fmt: skip
        return self._put(at, self._dice.choice(ways))

    def _compound(self, tree: exp.Expr) -> bool:
        at = self._any(tree, exp.Union, exp.Intersect, exp.Except)
        if at is None and isinstance(tree, exp.SetOperation):
            side = self._dice.choice([tree.this, tree.expression])
            side.set("distinct", exp.Distinct())
            return True
        if at is None:
            return False
        at.set("distinct", not at.args.get("distinct"))
        return True
