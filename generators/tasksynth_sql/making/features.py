"""How hard a query is, read from its syntax tree and its schema.

Spearman correlations with the failures of 13 models on 972 questions of Spider dev: column
references 0.49, AST nodes 0.49, tables 0.42, joins 0.40, predicates 0.39, Spider's own hardness
0.36, schema columns 0.32, schema tables 0.27, nesting 0.18. `score` weighs them by that.
"""

from sqlglot import exp, parse_one

# (feature, correlation, a typical spread by which it is divided)
_WEIGHTS = {
    "columns": (0.49, 4.0),
    "nodes": (0.49, 20.0),
    "tables": (0.42, 1.0),
    "joins": (0.40, 1.0),
    "predicates": (0.39, 1.5),
    "schema_columns": (0.32, 15.0),
    "schema_tables": (0.27, 3.0),
    "nesting": (0.18, 1.0),
}
HARDNESS = ("easy", "medium", "hard", "extra")


def features(gold: str, ddl: str) -> dict[str, float]:
    """Counts over the gold query and the schema, `score` (unbounded, about 0 to 8), and
    `spider_hardness` from 0 (easy) to 3 (extra).
    """
    tree = parse_one(gold, read="sqlite")
    found: dict[str, float] = {
        "columns": _count(tree, exp.Column),
        "nodes": sum(1 for _ in tree.walk()),
        "tables": len({t.name.lower() for t in tree.find_all(exp.Table)}),
        "joins": _count(tree, exp.Join),
        "predicates": _count(tree, exp.Predicate),
        "schema_columns": sum(line.startswith("  ") for line in ddl.splitlines()),
        "schema_tables": ddl.count("CREATE TABLE"),
        "nesting": max(_depth(select) for select in tree.find_all(exp.Select)),
    }
    found["score"] = round(sum(w * found[name] / by for name, (w, by) in _WEIGHTS.items()), 3)
    found["spider_hardness"] = HARDNESS.index(spider_hardness(tree))
    return found


def _count(tree: exp.Expr, kind: type[exp.Expr]) -> int:
    return sum(1 for _ in tree.find_all(kind))


def _depth(select: exp.Expr) -> int:
    depth, above = 0, select.parent
    while above is not None:
        depth += isinstance(above, exp.Select)
        above = above.parent
    return depth


def spider_hardness(tree: exp.Expr) -> str:
    """Spider's easy, medium, hard or extra (Yu et al. 2018, `eval_hardness`), on a sqlglot tree.

    Its quirk is kept: the count of aggregates also counts NOT.
    """
    select = tree
    nested = 0
    if isinstance(tree, exp.SetOperation):
        nested = 1
    while not isinstance(select, exp.Select):
        select = select.this
    where, ors = _flat(select.args.get("where"))
    having, more = _flat(select.args.get("having"))
    joins = select.args.get("joins") or []
    on, on_ors = [], 0
    for join in joins:
        found, count = _flat(join.args.get("on"))
        on += found
        on_ors += count
    order = select.args.get("order") or tree.args.get("order")
    clauses = [where, select.args.get("group"), order, select.args.get("limit")]
    first = sum(map(bool, clauses)) + len(joins) + ors + more + on_ors
    tests = [test.this if isinstance(test, exp.Not) else test for test in (*where, *having, *on)]
    first += sum(isinstance(test, exp.Like) for test in tests)
    nested += sum(map(_nests, tests))
    aggregates = sum(isinstance(e.unalias(), exp.AggFunc) for e in select.expressions)
    aggregates += sum(isinstance(t, exp.Not) and not isinstance(t.this, exp.Is) for t in where)
    aggregates += sum(isinstance(t, exp.Not) for t in having)
    aggregates += sum(isinstance(o.this, exp.AggFunc) for o in order.expressions) if order else 0
    group = select.args.get("group")
    others = (aggregates > 1) + (len(select.expressions) > 1) + (len(where) > 1)
    others += group is not None and len(group.expressions) > 1
    return _grade(first, others, nested)


def _grade(first: int, others: int, nested: int) -> str:
    if first <= 1 and others == 0 and nested == 0:
        return "easy"
    if nested == 0 and ((others <= 2 and first <= 1) or (first <= 2 and others < 2)):
        return "medium"
    if nested == 0 and ((others > 2 and first <= 2) or (2 < first <= 3 and others <= 2)):
        return "hard"
    return "hard" if first <= 1 and others == 0 and nested <= 1 else "extra"


def _flat(clause: exp.Expr | None) -> tuple[list[exp.Expr], int]:
    """The conditions of a clause, and how many ORs join them."""
    if clause is None:
        return [], 0
    node = clause.this if isinstance(clause, exp.Where | exp.Having) else clause
    node = node.unnest()
    if isinstance(node, exp.And | exp.Or):
        left, ors = _flat(node.this)
        right, more = _flat(node.expression)
        return left + right, ors + more + isinstance(node, exp.Or)
    return [node], 0


def _nests(test: exp.Expr) -> bool:
    if isinstance(test, exp.In):
        return bool(test.args.get("query"))
    sides = (test.this, test.args.get("expression"), test.args.get("low"), test.args.get("high"))
    return any(isinstance(side, exp.Subquery | exp.Select) for side in sides)


def tree_distance(a: exp.Expr, b: exp.Expr) -> int:
    """Top-down edit distance of two trees: relabel 1, insert or delete a subtree its size."""
    here = int(type(a) is not type(b) or _label(a) != _label(b))
    left, right = list(a.iter_expressions()), list(b.iter_expressions())
    row = [0]
    for node in right:
        row.append(row[-1] + _size(node))
    for one in left:
        above, row = row, [row[0] + _size(one)]
        for at, two in enumerate(right):
            row.append(
                min(
                    above[at + 1] + _size(one),
                    row[at] + _size(two),
                    above[at] + tree_distance(one, two),
                )
            )
    return here + row[-1]


def _size(node: exp.Expr) -> int:
    return sum(1 for _ in node.walk())


def _label(node: exp.Expr) -> str:
    leaf = isinstance(node, exp.Identifier | exp.Literal)
    return str(node.this).lower() if leaf else ""


def step_value(step: str, gold: str) -> float:
    """LearNAT's value of a partial query (2504.02327): 0.7 |step|/|gold| + 0.3 (1 - TED/max).

    In [0, 1] for a step no larger than the gold; 1 for the gold itself.
    """
    a, b = parse_one(step, read="sqlite"), parse_one(gold, read="sqlite")
    size, whole = _size(a), _size(b)
    share = min(1.0, size / whole)
    near = max(0.0, 1 - tree_distance(a, b) / max(size, whole))
    return 0.7 * share + 0.3 * near
