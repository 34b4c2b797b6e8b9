"""Read a refutation from a reply: clauses, one a line."""

import re
from collections.abc import Sequence

from pydantic_core import from_json

from tasksynth.answers import Unreadable, normalized, plain, read_final, unlisted
from tasksynth_sat.formulas.cnf import Clause

_FENCE = re.compile(r"^[^\S\n]*+```.*$", re.MULTILINE)
_BULLET = re.compile(
    r"^[ \t]{0,20}[*\u2022][ \t]+|^[ \t]{0,20}-[ \t]+(?=-?\d+(?: |$))", re.MULTILINE
)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_LITERAL = re.compile(r"-?[0-9]{1,9}")
_EMPTY = frozenset(["[]", "()", "{}", "\u22a5", "\\bot"])


def read_proof(answer: str, n_vars: int) -> list[Clause]:
    """The clauses that a reply adds, in order; deletions and comments are left out.

    One clause a line, its closing 0 optional, or several on a line, each with its 0; or a JSON
    list of lists.

    Raises:
        Unreadable: for anything else, or a variable that the formula does not have.
    """

    def read(text: str) -> list[Clause]:
        return _read(text, n_vars)

    return read_final(answer, read, asked="tag")


def _read(text: str, n_vars: int) -> list[Clause]:
    text = _FENCE.sub("", normalized(text).replace("\r\n", "\n"))
    text = _BREAK.sub("", text.replace("`", " "))
    text = _BULLET.sub("", plain(text) if "\\" in text else text.strip().strip("$").strip())
    lemmas = _from_json(text) if text.startswith("[[") else _from_lines(unlisted(text))
    if not lemmas:
        raise Unreadable("there is no clause in the answer")
    for lemma in lemmas:
        for literal in lemma:
            if literal == 0 or abs(literal) > n_vars:
                raise Unreadable(f"{str(literal)[:20]} is no literal of the {n_vars} variables")
    return lemmas


def _from_json(text: str) -> list[Clause]:
    try:
        rows = from_json(text)
    except ValueError as e:
        raise Unreadable("want a JSON list of lists of literals") from e
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and all(type(literal) is int for literal in row) for row in rows
    ):
        raise Unreadable("want a JSON list of lists of literals")
    return [tuple(row[:-1] if row[-1:] == [0] else row) for row in rows]


def _from_lines(text: str) -> list[Clause]:
    lemmas: list[Clause] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.replace(",", " ").split()
        if not words or words[0] == "c":
            continue
        if words[0] in _EMPTY and len(words) == 1:
            words = ["0"]
        deleted = words[0] == "d"
        literals = _literals(words[1:] if deleted else words, number)
        if not deleted:
            lemmas += _split(literals)
    return lemmas


def _literals(words: Sequence[str], number: int) -> list[int]:
    for word in words:
        if not _LITERAL.fullmatch(word):
            raise Unreadable(f"line {number}: want literals, got {word[:20]!r}")
    return [int(word.replace("\u2212", "-")) for word in words]


def _split(literals: Sequence[int]) -> list[Clause]:
    clauses: list[Clause] = []
    start = 0
    for i, literal in enumerate(literals):
        if literal == 0:
            clauses.append(tuple(literals[start:i]))
            start = i + 1
    if start < len(literals):
        clauses.append(tuple(literals[start:]))
    return clauses
