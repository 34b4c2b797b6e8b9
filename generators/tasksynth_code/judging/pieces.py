"""What a reply puts into the holes of a program."""

import ast
import re
import textwrap
from collections.abc import Iterator

from tasksynth.answers import Unreadable, after_thinking, check_meant, marks, read_final
from tasksynth_code.judging.reading import DEFINES
from tasksynth_code.making.holes import MARK, filled

LONGEST = 10_000
"""Characters of all pieces together."""
_SAID = re.compile(r"^[ \t]*#+ *HOLE *(\d+)\b[^\n]*$", re.MULTILINE | re.IGNORECASE)
_FAULTS = (SyntaxError, ValueError, RecursionError, MemoryError)


def pieces_of(reply: str, given: str) -> tuple[str, ...] | str:
    """The lines for each hole of a program; or the whole program, where a reply gives that.

    Raises:
        Unreadable: if a hole is left, what is given was changed, or it is no Python.
    """

    def read(text: str) -> tuple[str, ...] | str:
        return _read(text, given)

    text = after_thinking(reply.lstrip("\u200b\ufeff"))
    found = [
        mark
        for mark in marks.fences(text)
        if _SAID.search(mark.content) or DEFINES.search(mark.content)
    ]
    if not found:
        return read_final(reply, read, asked="fence")
    check_meant(text, found[-1], alone=len(found) == 1)
    return read(found[-1].content)


def _read(text: str, given: str) -> tuple[str, ...] | str:
    text = text.replace("\r\n", "\n").replace("\u200b", "").replace("\ufeff", "")
    if len(text) > LONGEST:
        raise Unreadable(f"want at most {LONGEST:,} characters, got {len(text):,}")
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise Unreadable(f"the lines are not UTF-8: {e.reason}") from None
    if DEFINES.search(text):
        return _whole(text, given)
    count = sum(1 for _ in MARK.finditer(given))
    heads = list(_SAID.finditer(text))
    if not heads and count == 1:
        return (_piece(text),)
    ends = [*(head.start() for head in heads[1:]), len(text)]
    said = {
        int(head[1][:3]): text[head.end() : end]
        for head, end in zip(heads, ends[: len(heads)], strict=True)
    }
    if set(said) != set(range(1, count + 1)) or len(heads) != count:
        raise Unreadable(f"want the lines of each of {count} holes once, after # HOLE 1 and so on")
    return tuple(_piece(said[i]) for i in range(1, count + 1))


def _piece(text: str) -> str:
    """Lines without the indentation that they have in common.

    The first line may lack it, as where somebody goes on writing after the mark.
    """
    text = text.expandtabs(4).rstrip().strip("\n")
    if not text.strip():
        raise Unreadable("there is nothing to put into a hole")
    for tried in _dedented(text):
        try:
            ast.parse(tried)
        except _FAULTS:
            continue
        return tried
    raise Unreadable(f"the lines for a hole are no statements of Python: {text.strip()[:60]!r}")


def _dedented(text: str) -> Iterator[str]:
    yield textwrap.dedent(text)
    first, _, rest = text.partition("\n")
    yield f"{first.strip()}\n{textwrap.dedent(rest)}"
    yield f"{first.strip()}\n{textwrap.indent(textwrap.dedent(rest), '    ')}"


def _whole(text: str, given: str) -> str:
    """A whole program, which must have all lines that are given, in their order."""
    try:
        lines = iter([line.strip() for line in ast.unparse(ast.parse(text)).split("\n")])
    except _FAULTS:
        raise Unreadable("the program is no Python") from None
    kept = (line.strip() for line in given.rstrip("\n").split("\n") if not MARK.match(line))
    if not all(line in lines for line in kept):
        raise Unreadable("what is given of the function was changed: fill its holes and no more")
    return text.strip("\n") + "\n"


def program_with(answer: tuple[str, ...] | str, given: str) -> str:
    """The program that an answer makes of what is given."""
    return answer if isinstance(answer, str) else filled(given, answer)
