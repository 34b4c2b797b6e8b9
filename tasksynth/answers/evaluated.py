"""Answers are strangers' text: what a foreign verifier may do with one, in this process.

Some verifiers give an answer to `eval`, as it is or by way of `sympy.parse_expr`. An audit hook
(PEP 578) sees the text before it runs. Literals and arithmetic may be run; for anything else the
verifier is stopped, and the verdict is an error.
"""

import ast
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MADE_UP = "<string>"
"""What `eval` and `exec` call the file that a text is from."""
FORBIDDEN = ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.remove", "os.rename",
             "shutil.rmtree", "socket.connect", "subprocess.Popen")  # fmt: skip
CALLS = frozenset(
    {"Integer", "Float", "Rational", "Symbol", "Function", "sin", "cos", "tan", "asin", "acos"}
    | {"atan", "sinh", "cosh", "tanh", "exp", "log", "ln", "sqrt", "Abs", "Integral"}
)
"""What arithmetic may call, as sympy writes it."""
ARITHMETIC = (
    ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.operator, ast.unaryop, ast.boolop,
    ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict, ast.Name, ast.Load, ast.keyword,
)  # fmt: skip
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Stopper:
    """Whether this process is judging, and what it was stopped at."""

    on = False
    caught = ""


@contextmanager
def watched() -> Iterator[type[Stopper]]:
    """Stop what an answer must not do in the body; `caught` says what that was.

    What a verifier imports there for the first time is not compiled to a file, which would be one
    that it writes.
    """
    if not getattr(_hook, "added", False):
        sys.addaudithook(_hook)
        _hook.added = True  # type: ignore[attr-defined]
    compiled, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    Stopper.on, Stopper.caught = True, ""
    try:
        yield Stopper
    finally:
        Stopper.on = False
        sys.dont_write_bytecode = compiled


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not Stopper.on:
        return
    if event == "compile" and args[1] == MADE_UP:
        text = args[0].decode(errors="replace") if isinstance(args[0], bytes) else args[0]
        if text is None or _is_arithmetic(text):
            return
        Stopper.caught = f"it would run the answer as a program: {text[:80]!r}"
    elif event.startswith(FORBIDDEN) or (event == "open" and _writes(*args[1:3])):
        Stopper.caught = f"it would do {event} with {args[:1]!r:.80}"
    else:
        return
    raise PermissionError(Stopper.caught)


def _is_arithmetic(text: str) -> bool:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True  # it will not run either
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in CALLS:
                return False
        elif not isinstance(node, ARITHMETIC):
            return False
    return True


def _writes(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & WRITES)
