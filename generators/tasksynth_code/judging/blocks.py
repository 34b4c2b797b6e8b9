"""The code block with the answer, among others with programs: who checks an answer shows how."""

import ast
from collections.abc import Callable
from typing import TypeVar

from tasksynth.answers import Unreadable, after_thinking, marks, read_final

T = TypeVar("T")
LONGEST = 40_000
"""Characters of a program."""
_SHELLS = frozenset({"bash", "sh", "shell", "console"})
_DOES = (
    ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Assert, ast.For, ast.While, ast.If, ast.With,
)  # fmt: skip


def read_block(reply: str, read: Callable[[str], T]) -> T:
    """What a reader makes of the final answer, which blocks with programs are no part of.

    A block that the reader cannot read, and that is no program either, is an answer that failed.

    Raises:
        Unreadable: if there is no answer, it cannot be read, or is denied or taken back.
    """
    text = after_thinking(reply)
    blocks = marks.fences(text)
    talk = [mark for mark in blocks if _is_program(text, mark) and _fails(mark, read)]
    if not talk or len(talk) == len(blocks):
        return read_final(reply, read, asked="fence")
    thought = reply[: -len(text)] if reply.endswith(text) else ""  # is told from the answer anew
    for mark in reversed(talk):
        text = f"{text[: mark.start]}\n{text[mark.end :]}"
    return read_final(f"{thought}{text}", read, asked="fence")


def _is_program(text: str, mark: marks.Mark) -> bool:
    """Whether a block has commands of a shell, or Python that does something."""
    if text[mark.start :].partition("\n")[0].strip("`~ \t\r\n").lower() in _SHELLS:
        return True
    if len(mark.content) > LONGEST:
        return False
    try:
        body = ast.parse(mark.content).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(
        isinstance(node, _DOES) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))
        for node in body
    )


def _fails(mark: marks.Mark, read: Callable[[str], T]) -> bool:
    try:
        read(mark.content)
    except Unreadable:
        return True
    return False
