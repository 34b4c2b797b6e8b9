"""The program in a reply: the last code block that defines `solve`."""

import ast
import re
from contextlib import suppress

from tasksynth.answers import Unreadable, after_thinking, check_meant, marks, read_final

LONGEST = 40_000
"""Characters of a program."""
DEFINES = re.compile(
    r"^[ \t]*(?:def[ \t]+solve\b|solve[ \t]*(?::[^=\n]+)?=(?!=))|^.*\bas[ \t]+solve\b", re.MULTILINE
)
_BEGINS = re.compile(
    r"^(?:import \w|from [\w.]+ import\b|def \w+\(|class \w+[(:]|@\w|#|\w+ ?=)", re.MULTILINE
)
"""How the first line of a program begins."""
_BESIDE = re.compile(r": (?=(?:import \w|from [\w.]+ import\b|def \w+\(|class \w+[(:]))")
"""Where one begins on the line of the words that announce it."""
_INVISIBLE = "\u200b\ufeff"


def program_of(reply: str) -> str:
    """The program that a reply gives.

    Code blocks that define no `solve`, such as examples of its use, are talk.

    Raises:
        Unreadable: if there is none, it is too long, or it is denied or taken back.
    """
    reply = reply.lstrip(_INVISIBLE)
    text = after_thinking(reply)
    found = [mark for mark in marks.fences(text) if DEFINES.search(mark.content)]
    if not found and (plain := _plain(text)):
        found = [plain]
    if not found:
        return read_final(reply, _bare, asked="fence")
    check_meant(text, found[-1], alone=len(found) == 1)
    return _program(found[-1].content)


def _plain(text: str) -> marks.Mark | None:
    """A program without a code block, after what is said before it, and with nothing behind it.

    Its own `result = …` announces nothing.
    """
    begins, beside = _BEGINS.search(text), _BESIDE.search(text)
    starts = [*([begins.start()] if begins else ()), *([beside.end()] if beside else ())]
    tail = text[min(starts) :] if starts else ""
    if DEFINES.search(tail) and len(tail) <= LONGEST:
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            ast.parse(tail)
            return marks.Mark(min(starts), len(text), tail)
    return None


def _bare(text: str) -> str:
    """A program without a code block, after what is said before it."""
    begins = _BEGINS.search(text)
    return _program(text[begins.start() :] if begins else text)


def _program(text: str) -> str:
    text = text.replace("\r\n", "\n").strip("\n" + _INVISIBLE)
    if not DEFINES.search(text):
        raise Unreadable("want a program that defines the function solve, in a code block")
    if len(text) > LONGEST:
        raise Unreadable(f"want at most {LONGEST:,} characters of program, got {len(text):,}")
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise Unreadable(f"the program is not UTF-8: {e.reason}") from None
    return text + "\n"
