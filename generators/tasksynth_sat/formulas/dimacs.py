"""DIMACS text: CNF, CryptoMiniSat's XOR lines within it, and WCNF in its old and its new form.

Formats: the DIMACS challenge's "Satisfiability: Suggested Format" (1993), SATLIB's files, and the
rules of the MaxSAT Evaluations, which in 2022 took the header out of WCNF.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from math import gcd
from typing import Literal

from tasksynth import UsageError
from tasksynth_sat.formulas.cnf import MAX_VARS, Clause, Cnf

MAX_XOR = 6
"""Literals of the longest XOR that is written out: `k` of them make `2^(k-1)` clauses."""
_NO_HEADER = "no 'p cnf VARIABLES CLAUSES' line; is this a DIMACS file?"


def write_dimacs(cnf: Cnf, *, comments: Iterable[str] = ()) -> str:
    """DIMACS text, one clause a line, ending in a newline."""
    lines = [f"c {comment}" for comment in comments]
    lines.append(f"p cnf {cnf.n_vars} {len(cnf.clauses)}")
    lines += [" ".join(map(str, (*clause, 0))) for clause in cnf.clauses]
    return "\n".join(lines) + "\n"


def read_dimacs(text: str, *, source: str = "DIMACS") -> Cnf:
    """Read DIMACS text: `c` comments anywhere, clauses over several lines, SATLIB's `%` trailer.

    A line `x1 -2 3 0` says that an odd number of its literals is true; it becomes clauses.

    Raises:
        UsageError: naming `source`, the line, what was wanted and what came.
    """
    reader = _DimacsReader(source)
    clauses: list[Clause] = []
    rows = 0
    for row in reader.rows(text, "cnf"):
        rows += 1
        clauses += _odd(row) if row.lead == "x" else [row.literals]
    if reader.header is None:
        raise UsageError(f"{source}: {_NO_HEADER}")
    reader.expect(rows)
    return Cnf(n_vars=reader.header[0], clauses=tuple(clauses))


@dataclass(frozen=True)
class Weighed:
    """A formula whose clauses have weights."""

    cnf: Cnf
    weights: tuple[int, ...]
    """One for each clause, without a common divisor; 0 for a hard clause."""

    @property
    def even(self) -> bool:
        """Whether all clauses are soft and weigh the same."""
        return set(self.weights) == {1}


def read_wcnf(text: str, *, source: str = "WCNF") -> Weighed:
    """Read WCNF text.

    The old form has `p wcnf VARIABLES CLAUSES [TOP]`, and every clause begins with its weight, a
    hard one with TOP; the new form has no header, and a hard clause begins with `h`.

    Raises:
        UsageError: naming `source`, the line, what was wanted and what came; also where no clause
            is soft, and for a weight of 0.
    """
    reader = _DimacsReader(source)
    rows = list(reader.rows(text, "wcnf"))
    weights = []
    for row in rows:
        hard = row.lead == "h" or (reader.top is not None and int(row.lead) >= reader.top)
        if row.lead != "h" and not int(row.lead):
            raise UsageError(f"{row.where}: a weight of 0; leave the clause out")
        weights.append(0 if hard else int(row.lead))
    if not rows:
        raise UsageError(f"{source}: no clause in it; is this a WCNF file?")
    reader.expect(len(rows))
    unit = gcd(*weights)
    if not unit:
        raise UsageError(
            f"{source}: all clauses are hard, so there is nothing to give up; import it as "
            f"DIMACS instead"
        )
    n_vars = max((abs(x) for row in rows for x in row.literals), default=0)
    if reader.header is not None:
        n_vars = reader.header[0]
    cnf = Cnf(n_vars=n_vars, clauses=tuple(row.literals for row in rows))
    return Weighed(cnf, tuple(weight // unit for weight in weights))


@dataclass(frozen=True)
class _DimacsRow:
    """A clause as it stands in the text."""

    where: str
    lead: str
    """What stands before its literals: nothing, `x`, `h` or a weight."""
    literals: Clause


@dataclass
class _DimacsReader:
    """Reads lines one by one, and knows where it is."""

    source: str
    header: tuple[int, int] | None = None
    """Variables and clauses, as the `p` line promises them."""
    top: int | None = None
    """The weight of a hard clause."""
    number: int = field(default=0, init=False)

    def rows(self, text: str, form: Literal["cnf", "wcnf"]) -> Iterator[_DimacsRow]:
        """The clauses, in their order.

        Raises:
            UsageError: naming the line of the first fault.
        """
        lead: str | None = None
        literals: list[int] = []
        for self.number, line in enumerate(_lines(text), 1):
            found = line.split()
            if not found or found[0].startswith("c"):
                continue
            if found[0] == "%":
                break
            if found[0] == "p":
                self._begin(found, form)
                continue
            if self.header is None and form == "cnf":
                raise UsageError(
                    f"{self.where}: want 'p cnf VARIABLES CLAUSES' before the clauses, got "
                    f"{line[:40]!r}"
                )
            for word in found:
                if lead is None:
                    lead, word = self._lead(word, form)
                if word == "0":
                    yield _DimacsRow(self.where, lead, tuple(literals))
                    lead, literals = None, []
                elif word:
                    literals.append(self._literal(word))
        if lead is not None:
            raise UsageError(f"{self.where}: the last clause has no closing 0; is the file whole?")

    @property
    def where(self) -> str:
        """The line that is read, as `FILE:LINE`."""
        return f"{self.source}:{self.number}"

    def expect(self, rows: int) -> None:
        """Compare with what the header promises.

        Raises:
            UsageError: if it is another number.
        """
        if self.header is not None and self.header[1] != rows:
            raise UsageError(
                f"{self.source}: the header promises {self.header[1]} clauses, the file holds "
                f"{rows}; mend the header or the file"
            )

    def _begin(self, words: list[str], form: str) -> None:
        if self.header is not None:
            raise UsageError(f"{self.where}: a second 'p' line; keep one formula a file")
        sizes = words[2:]
        wanted = (2,) if form == "cnf" else (2, 3)
        if words[1:2] != [form] or len(sizes) not in wanted or not all(map(_is_count, sizes)):
            mend = ""
            if words[1:2] in (["cnf"], ["wcnf"]) and words[1] != form:
                mend = f"; `tasksynth import {'dimacs' if words[1] == 'cnf' else 'wcnf'}` reads it"
            top = " [TOP]" if form == "wcnf" else ""
            raise UsageError(
                f"{self.where}: want 'p {form} VARIABLES CLAUSES{top}', got "
                f"{' '.join(words)[:60]!r}{mend}"
            )
        n_vars, n_clauses, *top_weight = map(int, sizes)
        if n_vars > MAX_VARS:
            raise UsageError(
                f"{self.where}: want at most {MAX_VARS} variables, the header says {n_vars}"
            )
        self.header = n_vars, n_clauses
        self.top = top_weight[0] if top_weight else None

    def _lead(self, word: str, form: str) -> tuple[str, str]:
        """What stands before the literals, and what of the word is a literal already."""
        if form == "cnf":
            return ("x", word[1:]) if word.startswith("x") else ("", word)
        if word != "h" and not _is_count(word):
            raise UsageError(f"{self.where}: want h or a whole weight, got {word[:40]!r}")
        return word, ""

    def _literal(self, word: str) -> int:
        if not _is_count(word.removeprefix("-")) or not int(word):
            raise UsageError(f"{self.where}: want a literal or 0, got {word[:40]!r}")
        literal = int(word)
        most, whose = (MAX_VARS, "that can be") if self.header is None else (self.header[0], "")
        if abs(literal) > most:
            raise UsageError(
                f"{self.where}: literal {literal} is beyond the {most} variables "
                f"{whose or 'of the header'}; mend one of them"
            )
        return literal


def _odd(row: _DimacsRow) -> list[Clause]:
    """The clauses that say that an odd number of the literals is true."""
    if len(row.literals) > MAX_XOR or len(set(map(abs, row.literals))) < len(row.literals):
        raise UsageError(
            f"{row.where}: want an XOR of at most {MAX_XOR} different variables, got "
            f"{len(row.literals)} literals; split it with new variables, or simplify it"
        )
    return [
        tuple(-x if x in true else x for x in row.literals)
        for size in range(0, len(row.literals) + 1, 2)
        for true in combinations(row.literals, size)
    ]


def _lines(text: str) -> list[str]:
    """Lines by their ends alone: other marks that `str.splitlines` obeys may stand in a comment."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_count(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 9
