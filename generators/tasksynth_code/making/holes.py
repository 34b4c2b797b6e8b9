"""Cutting holes into a program, and filling them."""

import ast
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasksynth.rng import Dice

MARK = re.compile(r"^( *)# HOLE (\d+)$", re.MULTILINE)
MOST = 0.7
"""The share of a program's lines at most that is cut out."""
DRAWS = 20


@dataclass(frozen=True)
class CutProgram:
    """A program with holes, and what was in them."""

    given: str
    """Lines `# HOLE 1` and so on stand in the place of what is missing."""
    pieces: tuple[str, ...]
    """The missing lines, not indented."""


def cut(dice: Dice, program: str, *, count: int, size: int) -> CutProgram | None:
    """Cut so many holes of about so many lines; None where they do not fit."""
    lines = program.rstrip("\n").split("\n")
    spans = list(_spans(ast.parse(program), lines))
    if not spans:
        return None
    for _ in range(DRAWS):
        chosen: list[tuple[int, int, int]] = []
        for _ in range(count):
            free = [one for one in spans if all(_apart(one, other) for other in chosen)]
            if not free:
                break
            least = min(abs(_lines(one) - size) for one in free)
            near = [one for one in free if abs(_lines(one) - size) <= least + size // 4]
            chosen.append(dice.of(near))
        if len(chosen) == count and sum(map(_lines, chosen)) <= MOST * (len(lines) - 1):
            return _cut(lines, sorted(chosen))
    return None


def _spans(tree: ast.Module, lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """First line, last line and indentation of all runs of statements within `solve`."""
    for node in ast.walk(tree):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(node, ast.Module) or not isinstance(block, list) or not block:
                continue
            if lines[block[0].lineno - 1].lstrip().startswith("elif "):
                continue
            for i, first in enumerate(block):
                for last in block[i:]:
                    if isinstance(last, ast.FunctionDef):
                        break
                    yield first.lineno, last.end_lineno, first.col_offset


def _lines(span: tuple[int, int, int]) -> int:
    return span[1] - span[0] + 1


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether a line that is given lies between two holes."""
    return one[0] > other[1] + 1 or other[0] > one[1] + 1


def _cut(lines: Sequence[str], spans: Sequence[tuple[int, int, int]]) -> CutProgram:
    given, pieces, at = list[str](), list[str](), 0
    for i, (first, last, indent) in enumerate(spans, 1):
        given += [*lines[at : first - 1], f"{' ' * indent}# HOLE {i}"]
        pieces.append(textwrap.dedent("\n".join(lines[first - 1 : last])))
        at = last
    return CutProgram("\n".join([*given, *lines[at:]]) + "\n", tuple(pieces))


def filled(given: str, pieces: Sequence[str]) -> str:
    """The program with pieces in its holes, which are indented as the holes are."""
    return MARK.sub(lambda mark: textwrap.indent(pieces[int(mark[2]) - 1], mark[1]), given)


def span_of(given: str) -> int:
    """How many lines the first hole and the last one are apart."""
    marks = [i for i, line in enumerate(given.split("\n")) if MARK.match(line)]
    return marks[-1] - marks[0]
