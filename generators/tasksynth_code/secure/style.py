"""The same program written otherwise: other names, loops for comprehensions, other branches."""

import ast
from collections.abc import Collection, Mapping

STYLES = 48
"""Ways to write a program: each of four habits or not, and three sets of names."""
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.NotIn: ast.In, ast.In: ast.NotIn, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot,
    ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Lt: ast.GtE, ast.GtE: ast.Lt,
}  # fmt: skip
_OTHER_NAMES = {
    "part": ("piece", "bit"), "parts": ("pieces", "kept"), "made": ("built", "gathered"),
    "one": ("item", "each"), "text": ("raw", "content"), "c": ("char", "sign"),
    "host": ("server", "domain"), "full": ("there", "place"), "doc": ("sheet", "found"),
    "entry": ("chunk", "token"), "kind": ("tag", "sort"), "size": ("room", "held"),
    "total": ("bill", "due"), "state": ("shared", "world"), "amount": ("coins", "wish"),
    "row": ("line", "tuple_of"), "condition": ("clause", "where"), "side": ("half", "operand"),
    "field": ("column", "slot"), "same": ("ok", "agree"), "times": ("repeats", "run"),
    "rest": ("remainder", "after"), "word": ("verb", "action"), "out": ("lines", "printed"),
    "values": ("table", "pairs"), "template": ("frame", "form"), "pattern": ("glob", "mask"),
    "workers": ("running", "team"), "who": ("turn", "which"), "literal": ("exact", "fixed"),
    "digits": ("number", "figure"), "pieces": ("count", "units"), "price": ("cost", "each_at"),
    "path": ("route", "way"), "address": ("uri", "location"), "message": ("payload", "wire"),
}  # fmt: skip


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.names.get(node.arg, node.arg)
        return node


class _Joined(ast.NodeTransformer):
    """Texts put together in one literal: `f"a{b}"` for `"a" + b`."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        parts = list(_addends(node))
        texts = [isinstance(one, ast.Constant) and isinstance(one.value, str) for one in parts]
        plain = all(
            text or not any(isinstance(inner, ast.Constant) for inner in ast.walk(one))
            for text, one in zip(texts, parts, strict=True)
        )
        if not any(texts) or not plain or any("\\" in str(ast.unparse(one)) for one in parts):
            return self.generic_visit(node)
        return ast.JoinedStr(
            [
                one if text else ast.FormattedValue(one, -1, None)
                for text, one in zip(texts, parts, strict=True)
            ]
        )


def _addends(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_addends(node.left), *_addends(node.right)]
    return [node]


class _Looped(ast.NodeTransformer):
    """A list that is returned, made by a loop."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        last = node.body[-1]
        if isinstance(last, ast.Return) and isinstance(last.value, ast.ListComp):
            comp = last.value.generators[0]
            append = ast.Attribute(ast.Name("chosen", ast.Load()), "append", ast.Load())
            body: list[ast.stmt] = [ast.Expr(ast.Call(append, [last.value.elt], []))]
            for test in comp.ifs:
                body = [ast.If(test, body, [])]
            loop = ast.For(comp.target, comp.iter, body, [])
            start, end = ast.parse("chosen = []\nreturn chosen").body
            node.body[-1:] = [start, loop, end]
        return node


class _Branched(ast.NodeTransformer):
    """`if not a: return y` for an `if a: return x` before the end, where both are short."""

    def __init__(self, *, one_line: bool) -> None:
        self.one_line = one_line

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if len(node.body) < 2:
            return node
        check, last = node.body[-2:]
        if not isinstance(check, ast.If) or not isinstance(last, ast.Return) or check.orelse:
            return node
        first = check.body[0]
        if len(check.body) > 1 or not isinstance(first, ast.Return):
            return node
        if self.one_line and first.value is not None and last.value is not None:
            node.body[-2:] = [ast.Return(ast.IfExp(check.test, first.value, last.value))]
        else:
            node.body[-2:] = [ast.If(_negated(check.test), [last], []), first]
        return node


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _OPPOSITES:
        return ast.Compare(test.left, [_OPPOSITES[type(test.ops[0])]()], test.comparators)
    return ast.UnaryOp(ast.Not(), test)


def styled(program: str, style: int, kept: Collection[str] = ()) -> str:
    """The program in one of the `STYLES`, with these names; it does the same in all of them."""
    tree = ast.parse(program)
    habits, names = style % 16, style // 16 % 3
    if habits & 1:
        tree = _Joined().visit(tree)
    if habits & 2:
        tree = _Looped().visit(tree)
    if habits & 4:
        tree = _Branched(one_line=bool(habits & 8)).visit(tree)
    if names:
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        used |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        used |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        fresh = {
            old: new[names - 1] for old, new in _OTHER_NAMES.items() if old in used.difference(kept)
        }
        tree = _Renamed({old: new for old, new in fresh.items() if new not in used}).visit(tree)
    text = ast.unparse(ast.fix_missing_locations(tree))
    return text.replace("\ndef ", "\n\ndef ").lstrip("\n") + "\n"
