"""What a schema and a query promise, so that a change of the query changes nothing."""

from dataclasses import dataclass

from sqlglot import exp

COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


@dataclass(frozen=True)
class Facts:
    """What a schema promises, as lower-case (table, column) pairs."""

    keys: frozenset[tuple[str, str]] = frozenset()
    """Single-column primary keys."""
    required: frozenset[tuple[str, str]] = frozenset()
    """Columns that are never NULL."""
    references: frozenset[tuple[str, str, str]] = frozenset()
    """(table, column, the table whose key it refers to)."""
    doubted: bool = False
    """Make the mutants that are equal by all this, too? An audit does."""


def beyond_extreme(node: exp.Expr) -> type[exp.Expr] | None:
    """The comparison that `x = (SELECT MAX(x) …)` may be replaced by, where that holds x itself."""
    inner = node.expression.this if isinstance(node.expression, exp.Subquery) else None
    if not isinstance(node, exp.EQ) or not isinstance(inner, exp.Select):
        return None
    found, where = inner.selects[0], inner.args.get("where")
    scope = where.this if where is not None else None
    same = scope is None or (isinstance(scope, exp.EQ) and scope.this.name == scope.expression.name)
    if not same or not isinstance(node.this, exp.Column) or found.this.name != node.this.name:
        return None
    if isinstance(found, exp.Max):
        return exp.GTE
    return exp.LTE if isinstance(found, exp.Min) else None


def sources(query: exp.Expr) -> list[exp.Expr]:
    """What a SELECT reads from, in order."""
    first = query.args.get("from_")
    return [part.this for part in (first, *(query.args.get("joins") or ())) if part is not None]


def table_of(column: exp.Column) -> str:
    """The table that a column is of, by the innermost query that has it; "" if none can be named.

    The two sides of a set operation may give one alias to different tables.
    """
    alias = column.table.lower()
    query = column.find_ancestor(exp.Select)
    while query is not None:
        read = sources(query)
        if not alias and len(read) > 1:
            return ""
        for source in read:
            if isinstance(source, exp.Table) and alias in ("", source.alias_or_name.lower()):
                return source.name.lower()
        query = query.find_ancestor(exp.Select)
    return ""


def may_be_null(column: exp.Column, facts: Facts) -> bool:
    """Is a column neither required by the schema nor wanted by another condition of its query?"""
    query = column.find_ancestor(exp.Select)
    if query is None or not sources(query):
        return False
    where = query.args.get("where")
    for test in _all_of(where.this) if where is not None else ():
        inner = test.this if isinstance(test, exp.Not) and isinstance(test.this, exp.Is) else test
        refuses = inner is not test or isinstance(test, (*COMPARISONS, exp.Between, exp.In))
        if refuses and test is not column.parent and inner.this == column:
            return False
    if _may_lack_row(column, query):
        return True
    owner = table_of(column)
    if any(table == owner for table, _ in facts.required):
        return (owner, column.name.lower()) not in facts.required | facts.keys
    return any(may_be_null(inner, facts) for inner in _made_from(column, owner))


def _made_from(column: exp.Column, cte: str) -> list[exp.Column]:
    """The column that this one of a CTE is, or is an aggregate of that is NULL without values."""
    made = [
        output.unalias()
        for found in column.root().find_all(exp.CTE)
        for output in found.this.expressions
        if found.alias.lower() == cte and output.alias_or_name.lower() == column.name.lower()
    ]
    null = exp.Avg | exp.Min | exp.Max | exp.Sum
    values = [value.this if isinstance(value, null) else value for value in made]
    return [value for value in values if isinstance(value, exp.Column) and value is not column]


def _may_lack_row(column: exp.Column, query: exp.Expr) -> bool:
    """Is a column of an outer joined table, and read after that join?"""
    alias, inside = column.table.lower(), column.find_ancestor(exp.Join)
    return any(
        join.side and join is not inside and join.this.alias_or_name.lower() == alias
        for join in query.args.get("joins") or ()
    )


def rows_differ_anyway(node: exp.Select, facts: Facts) -> bool:
    """Would DISTINCT change nothing? One row, one a group, a set's side, or a key among them."""
    above = node.parent
    if isinstance(above, exp.Exists | exp.In):
        return True
    if isinstance(above, exp.SetOperation):
        return bool(above.args.get("distinct")) or is_recursive(node)
    if is_recursive(node) and not node.args.get("joins"):
        return True
    if isinstance(above, exp.CTE) and _repeats_do_not_show(above):
        return True
    outputs = [output.unalias() for output in node.expressions]
    total = any(output.find(exp.AggFunc) and not output.find(exp.Window) for output in outputs)
    if total and node.args.get("group") is None:
        return True
    return _told_apart_by(node, facts) is not None


def _repeats_do_not_show(cte: exp.CTE) -> bool:
    """Is a CTE read by groups alone whose aggregates take no notice of equal rows?"""
    readers = [
        query
        for query in cte.root().find_all(exp.Select)
        if any(s.name.lower() == cte.alias.lower() for s in sources(query))
    ]
    return bool(readers) and all(
        query.args.get("group") is not None
        and query.args.get("having") is None
        and all(
            isinstance(a, exp.Min | exp.Max) or isinstance(a.this, exp.Distinct)
            for output in query.expressions
            for a in output.find_all(exp.AggFunc, exp.Window)
        )
        for query in readers
    )


def _told_apart_by(query: exp.Expr, facts: Facts) -> set[str] | None:
    """The names of outputs that together differ from row to row, if a key or a GROUP BY says so."""
    first, group = query.args.get("from_"), query.args.get("group")
    if not isinstance(query, exp.Select) or first is None:
        return None
    named = {output.unalias(): output.alias_or_name.lower() for output in query.expressions}
    if group is not None:
        aliases = {o.alias.lower() for o in query.expressions if isinstance(o, exp.Alias)}
        labels = {named[key] for key in group.expressions if key in named}
        labels |= {
            key.name.lower()
            for key in group.expressions
            if not key.args.get("table")
            and isinstance(key, exp.Column)
            and key.name.lower() in aliases
        }
        return labels if len(labels) == len(group.expressions) else None
    joins, source = query.args.get("joins") or (), first.this
    if not all(_to_one(join, facts) for join in joins):
        return None
    columns = {o.name.lower(): name for o, name in named.items() if isinstance(o, exp.Column)}
    for cte in query.ctes:
        if cte.alias.lower() == source.name.lower() and not joins:
            inner = _told_apart_by(cte.this, facts)
            return {columns[n] for n in inner} if inner and inner <= columns.keys() else None
    alias = source.alias_or_name.lower()
    for output, name in named.items():
        own = isinstance(output, exp.Column) and output.table.lower() in ("", alias)
        if own and (source.name.lower(), output.name.lower()) in facts.keys:
            return {name}
    return None


def reference_of(counted: object, facts: Facts) -> str | None:
    """The reference by which the only joined table, whose key is counted, hangs on the first one.

    Each of its rows then comes once at most, with that reference known.
    """
    query = counted.find_ancestor(exp.Select) if isinstance(counted, exp.Column) else None
    joins: list[exp.Expr] = query.args.get("joins") or [] if query is not None else []
    if not isinstance(counted, exp.Column) or len(joins) != 1 or not joins[0].args.get("on"):
        return None
    alias = joins[0].this.alias_or_name.lower()
    key = table_of(counted), counted.name.lower()
    if counted.table.lower() != alias or key not in facts.keys:
        return None
    for test in _all_of(joins[0].args["on"]):
        sides = [test.this, test.expression] if isinstance(test, exp.EQ) else []
        columns = [side for side in sides if isinstance(side, exp.Column)]
        ours = [c.name.lower() for c in columns if c.table.lower() == alias]
        others = [c for c in columns if c.table.lower() != alias]
        if ours and any((table_of(c), c.name.lower()) in facts.keys for c in others):
            return str(ours[0])
    return None


def counted_alike(counted: exp.Column, facts: Facts) -> set[str]:
    """Columns that are NULL just where a counted one is: a reference, or all that are required."""
    table = table_of(counted)
    required = {name for owner, name in facts.required | facts.keys if owner == table}
    reference = reference_of(counted, facts)
    alike = required if counted.name.lower() in required else set()
    return alike | {reference} if reference else alike


def unknown_adds_nothing(column: exp.Column) -> bool:
    """Are all rows that a test may let pass put into aggregates of the tested column alone?

    So it is in a WHERE without groups, and in the ON of an outer join.
    """
    query, join = column.find_ancestor(exp.Select), column.find_ancestor(exp.Join)
    if query is None or query.args.get("having") or query.args.get("order"):
        return False
    outputs = [output.unalias() for output in query.expressions]
    if join is not None and join.parent is query:
        outer = join.side and join.this.alias_or_name == column.table and len(sources(query)) == 2
        outputs = [o for o in outputs if not isinstance(o, exp.Column) or o.table == column.table]
        return bool(outer) and all(_is_of(output, column) for output in outputs)
    where = column.find_ancestor(exp.Where)
    alone = where is not None and where.parent is query and not query.args.get("group")
    return alone and all(_is_of(output, column) for output in outputs)


def _is_of(output: exp.Expr, column: exp.Column) -> bool:
    """Is an output an aggregate of the known values of this column?"""
    values = output.this.expressions[0] if isinstance(output.this, exp.Distinct) else output.this
    return isinstance(output, exp.AggFunc) and values == column


def follows_group_order(term: exp.Expr) -> bool:
    """Is this the last sort key, and do groups come in its order anyway?

    SQLite makes groups by sorting, in the direction of the sort keys if there are as many of
    them as of the groups' keys, and else upwards; and its sorting is stable.
    """
    order, query = term.parent, term.find_ancestor(exp.Select)
    group = query.args.get("group") if query is not None else None
    if not isinstance(order, exp.Order) or group is None or order.parent is not query:
        return False
    *before, last = order.expressions
    down = len(before) == len(group.expressions) and before[0].args.get("desc")
    came = bool(last.args.get("desc")) == bool(down)
    return term is last and term.this == group.expressions[0] and came


def follows_from_key(term: exp.Expr, facts: Facts) -> bool:
    """Is this a column that is grouped by beside its own table's key?"""
    if not isinstance(term, exp.Column) or not isinstance(term.parent, exp.Group):
        return False
    table = table_of(term)
    return any(
        isinstance(key, exp.Column)
        and key is not term
        and key.table == term.table
        and (table, key.name.lower()) in facts.keys
        for key in term.parent.expressions
    )


def keys_of_walks(tree: exp.Expr, facts: Facts) -> frozenset[tuple[str, str]]:
    """(CTE, its first column) where a recursive CTE goes down a reference from one row's key.

    A row refers to one other row at most, so that it comes once, or else comes for ever.
    """
    found = set()
    for cte in tree.find_all(exp.CTE):
        union, names = cte.this, cte.args["alias"].columns
        if names and isinstance(union, exp.Union) and not union.args.get("distinct"):
            above = exp.column(names[0].name, table=cte.alias)
            if _is_one_row(union.this, facts) and _goes_down(union.expression, above, facts):
                found.add((cte.alias.lower(), names[0].name.lower()))
    return frozenset(found)


def _is_one_row(start: exp.Expr, facts: Facts) -> bool:
    """Does it give the key of the row that has one certain key?"""
    where = start.args.get("where")
    test = where.this if where is not None else None
    if not isinstance(test, exp.EQ) or not isinstance(test.expression, exp.Literal):
        return False
    return test.this == start.expressions[0] and _is_key(test.this, facts)


def _goes_down(step: exp.Expr, above: exp.Column, facts: Facts) -> bool:
    """Does it give the key of each row that refers to one found before?"""
    joins: list[exp.Expr] = step.args.get("joins") or []
    on = joins[0].args.get("on") if len(joins) == 1 else None
    if not isinstance(on, exp.EQ):
        return False
    key, own = step.expressions[0], on.this
    if not _is_key(key, facts) or not isinstance(own, exp.Column):
        return False
    return bool(own.table == key.table != above.table and on.expression == above)


def _is_key(column: exp.Expr, facts: Facts) -> bool:
    if not isinstance(column, exp.Column):
        return False
    return (table_of(column), column.name.lower()) in facts.keys


def is_recursive(node: exp.Expr) -> bool:
    """Does it stand inside a recursive WITH?"""
    cte = node.find_ancestor(exp.With)
    return cte is not None and bool(cte.args.get("recursive"))


def _to_one(join: exp.Join, facts: Facts) -> bool:
    """Does a join match each row with one row at most: is its ON one equality with a key?"""
    on, table = join.args.get("on"), join.this
    return isinstance(on, exp.EQ) and any(
        isinstance(side, exp.Column)
        and side.table.lower() == table.alias_or_name.lower()
        and (table.name.lower(), side.name.lower()) in facts.keys
        for side in (on.this, on.expression)
    )


def join_is_inner_anyway(join: exp.Join, facts: Facts) -> bool:
    """Would LEFT change nothing? A reference is never NULL, or a later test wants its row."""
    if join.side:
        return False
    on, alias = join.args.get("on"), join.this.alias_or_name.lower()
    if _to_one(join, facts) and isinstance(on, exp.EQ):
        columns = [side for side in (on.this, on.expression) if isinstance(side, exp.Column)]
        others = [column for column in columns if column.table.lower() != alias]
        if any(_always_refers(column, join.this.name.lower(), facts) for column in others):
            return True
    query = join.parent
    where = query.args.get("where") if query is not None else None
    joins = query.args.get("joins") or () if query is not None else ()
    later = [j.args.get("on") for j in joins[joins.index(join) + 1 :] if not j.side]
    tests = [test for part in (where and where.this, *later) if part for test in _all_of(part)]
    return any(_wants_row(test, alias) for test in tests)


def _all_of(condition: exp.Expr) -> list[exp.Expr]:
    return [*condition.flatten()] if isinstance(condition, exp.And) else [condition]


def _always_refers(column: exp.Column, target: str, facts: Facts) -> bool:
    place = table_of(column), column.name.lower()
    return place in facts.required and (*place, target) in facts.references


def _wants_row(test: exp.Expr, alias: str) -> bool:
    """Is a test false where the columns of this table are NULL?"""
    if isinstance(test, exp.Not) and isinstance(test.this, exp.Is):
        test = test.this
    elif not isinstance(test, (*COMPARISONS, exp.Between, exp.In)):
        return False
    sides = [test.this, test.args.get("expression")]
    if any(isinstance(s, exp.Column) and s.table.lower() == alias for s in sides):
        return True
    return any(_wants_row(inner, alias) for inner in _behind_extreme(sides[1], alias))


def _behind_extreme(side: exp.Expr | None, alias: str) -> list[exp.Expr]:
    """The conditions of an aggregate in a subquery, which is NULL where no row passes them."""
    query = side.this if isinstance(side, exp.Subquery) else None
    if not isinstance(query, exp.Select) or query.args.get("group"):
        return []
    hidden = any(source.alias_or_name.lower() == alias for source in sources(query))
    where = query.args.get("where")
    null = isinstance(query.selects[0], exp.Avg | exp.Min | exp.Max | exp.Sum)
    return _all_of(where.this) if null and where is not None and not hidden else []
