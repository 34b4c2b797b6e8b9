"""Tests in a reply: calls of `solve` with the results expected. They are read, and never run."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tasksynth.answers import Unreadable, after_thinking, check_meant, marks, read_final
from tasksynth_code.suites.grow import text_of

LONGEST = 20_000
"""Characters of all tests together."""
CALL = 200
"""Characters of the arguments of one call, as JSON."""
_FAULTS = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)
_LEAD = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])?\s*`*\s*")
_AROUND = " \t\n`.;,*$"
_WRAPPED = re.compile(r"\\(?:text\w*|math\w+|color\{\w+\})\s*\{(.*)\}", re.DOTALL)
_CALL = re.compile(r"\bsolve\s*\(")


@dataclass(frozen=True)
class WrittenTest:
    """A call and what somebody says that it gives; both as JSON, the arguments as a list."""

    arguments: str
    expected: str


def tests_of(reply: str, names: Sequence[str]) -> tuple[WrittenTest, ...]:
    """The tests of a reply, each once, in their order.

    Args:
        reply: What a model says.
        names: The parameters of the function.

    Raises:
        Unreadable: if there are none, or one of them is not a call with its result written out.
    """

    def read(text: str) -> tuple[WrittenTest, ...]:
        return _read(text, names)

    text = after_thinking(reply.lstrip("\u200b\ufeff"))
    found = [
        mark
        for mark in marks.fences(text)
        if _CALL.search(_undefined(mark.content)) and not marks.is_object(mark.content)
    ]
    if not found:
        return read_final(reply, read, asked="fence")
    check_meant(text, found[-1], alone=len(found) == 1)
    return read(found[-1].content)


def _undefined(text: str) -> str:
    return re.sub(r"\bdef\s+solve\b", "", text)


def _read(text: str, names: Sequence[str]) -> tuple[WrittenTest, ...]:
    if len(text) > LONGEST:
        raise Unreadable(f"want at most {LONGEST:,} characters of tests, got {len(text):,}")
    text = text.replace("\r\n", "\n").replace("\u200b", "")
    tree = _parsed(text.strip("\n")) or _parsed(_bare(text)) or _line_by_line(text)
    tests = tuple(dict.fromkeys(_test(node, names) for node in _checks(tree.body)))
    if not tests:
        raise Unreadable("want tests such as assert solve(…) == …, one a line, in a code block")
    return tests


def _bare(text: str) -> str:
    """A text without what typesets it."""
    text = text.strip(_AROUND)
    while wrapped := _WRAPPED.fullmatch(text):
        text = wrapped[1].strip(_AROUND)
    return text


def _parsed(text: str) -> ast.Module | None:
    with suppress(*_FAULTS):
        return ast.parse(text)
    return None


def _line_by_line(text: str) -> ast.Module:
    """Tests between words: each line with a call, without what it begins with."""
    body: list[ast.stmt] = []
    for line in text.split("\n"):
        if _CALL.search(_undefined(line)):
            tree = _parsed(_bare(_LEAD.sub("", line)))
            if tree is None:
                raise Unreadable(f"{line[:80]!r} is no test that Python can read")
            body += tree.body
    return ast.Module(body, [])


def _checks(body: Sequence[ast.stmt]) -> Iterator[ast.expr]:
    """What is claimed, also in functions and classes of tests."""
    for node in body:
        if isinstance(node, ast.Assert):
            yield node.test
        elif isinstance(node, ast.Expr) and _is_claim(node.value):
            yield node.value
        elif isinstance(node, ast.If) or (
            isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name != "solve"
        ):
            yield from _checks(node.body)
        elif isinstance(node, ast.For | ast.While | ast.With | ast.Try) and any(
            isinstance(inner, ast.Assert) for inner in ast.walk(node)
        ):
            raise Unreadable("tests in loops and blocks are not read: write each one out")


def _is_claim(node: ast.expr) -> bool:
    """Whether a line of its own claims something, with or without unittest's words."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in ("assertEqual", "assertEquals", "assertListEqual")
    return isinstance(node, ast.Compare)


def _test(node: ast.expr, names: Sequence[str]) -> WrittenTest:
    sides: list[ast.expr] = []
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and len(node.ops) == 1:
        sides = [node.left, node.comparators[0]]
    elif isinstance(node, ast.Call):
        sides = node.args[:2]
    for call, other in (sides, sides[::-1]) if len(sides) == 2 else ():
        if isinstance(call, ast.Call) and _named_solve(call.func):
            arguments = text_of(_arguments(call, names))
            if len(arguments) > CALL:
                raise Unreadable(f"want calls of at most {CALL} characters, got {len(arguments)}")
            return WrittenTest(arguments, text_of(_literal(other)))
    raise Unreadable(f"want solve(…) == …, got {_shown(node)}")


def _named_solve(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "solve"


def _arguments(call: ast.Call, names: Sequence[str]) -> list[Any]:
    given = {one.arg: one.value for one in call.keywords}
    rest = names[len(call.args) :]
    if len(call.args) + len(given) != len(names) or set(given) != set(rest):
        raise Unreadable(f"want solve({', '.join(names)}), got {_shown(call)}")
    return [_literal(one) for one in (*call.args, *(given[name] for name in rest))]


def _literal(node: ast.expr) -> Any:
    with suppress(*_FAULTS):
        return json.loads(json.dumps(ast.literal_eval(node), allow_nan=False))
    raise Unreadable(f"{_shown(node)} is not written out as numbers, strings and lists")


def _shown(node: ast.expr) -> str:
    with suppress(*_FAULTS):
        return repr(ast.unparse(node)[:80])
    return "something else"
