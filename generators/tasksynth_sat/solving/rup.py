"""Refutations by reverse unit propagation: reading, checking and finding them.

A clause follows by reverse unit propagation (RUP) when making all its literals false and
propagating units reaches a contradiction (Goldberg, Novikov, DATE 2003; the DRUP format: Heule,
Hunt, Wetzler, FMCAD 2013). A refutation is a list of clauses, each following so from the formula
and the clauses before it, that ends in the empty clause. Deletions only spare a checker work: a
clause that follows without the deleted ones follows with them, so they are read and ignored.
"""

import re
from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

from tasksynth.answers import final_answer
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.reading.reading import Unreadable
from tasksynth_sat.solving.solvers import open_solver

_FENCE = re.compile(r"^\s*```.*$", re.MULTILINE)
_LITERAL = re.compile(r"[-\u2212]?[0-9]{1,9}")
_EMPTY = frozenset(["[]", "()", "{}", "\u22a5", "\\bot"])


def read_proof(answer: str, n_vars: int) -> list[Clause]:
    """The clauses that a reply adds, in order; deletions and comments are left out.

    One clause a line, its closing 0 optional, or several on a line, each with its 0; or a JSON
    list of lists.

    Raises:
        Unreadable: for anything else, or a variable that the formula does not have.
    """
    text = final_answer(answer, end="\n\n")
    if text is None:
        raise Unreadable("there is no final answer")
    text = _FENCE.sub("", text).replace("\\\\", "\n").strip().strip("$").strip()
    lemmas = _from_json(text) if text.startswith("[[") else _from_lines(text)
    if not lemmas:
        raise Unreadable("there is no clause in the answer")
    for lemma in lemmas:
        for literal in lemma:
            if literal == 0 or abs(literal) > n_vars:
                raise Unreadable(f"{literal} is no literal of the {n_vars} variables")
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


def write_proof(lemmas: Sequence[Clause]) -> str:
    """DRUP text, one clause a line, each closed by 0."""
    return "\n".join(" ".join(map(str, (*lemma, 0))) for lemma in lemmas)


def first_fault(cnf: Cnf, lemmas: Sequence[Clause]) -> str | None:
    """Why these clauses are no refutation of a formula, for a person; None when they are one.

    What follows an empty clause is not looked at. Without one, the clauses must at least leave a
    contradiction to unit propagation. A clause costs at most one pass over all clauses so far.
    """
    solver = open_solver(cnf.clauses)
    try:
        for number, lemma in enumerate(lemmas, 1):
            open_, _ = solver.propagate(assumptions=[-literal for literal in lemma])
            if open_:
                shown = " ".join(map(str, lemma)) or "the empty clause"
                return f"clause {number} ({shown[:60]}) does not follow by unit propagation"
            if not lemma:
                return None
            solver.add_clause(lemma)
        open_, _ = solver.propagate()
        return "the clauses do not lead to the empty clause" if open_ else None
    finally:
        solver.delete()


def refute(cnf: Cnf, *, most: int) -> list[Clause] | None:
    """A refutation of at most so many clauses before the empty one; None if it grows longer.

    Split on the literal that propagates most, in both signs; where propagation refutes a branch,
    add the smallest clause found that says so. Deterministic.
    """
    here = cnf.n_vars + 1  # assumed throughout: MiniSat does not report what no assumption implies
    solver = open_solver((*clause, -here) for clause in cnf.clauses)
    lemmas: list[Clause] = []

    def refuted(path: list[int]) -> bool:
        return not solver.propagate(assumptions=path)[0]

    def close(path: list[int]) -> bool:
        while not refuted(path):
            if len(lemmas) >= most:
                return False
            step = [*path, _split_literal(solver, path, cnf.n_vars)]
            if not close(step):
                return False
            for literal in path[1:]:
                shorter = [other for other in step if other != literal]
                if refuted(shorter):
                    step = shorter
            lemma = tuple(-literal for literal in step[1:])
            lemmas.append(lemma)
            solver.add_clause((*lemma, -here))
        return True

    try:
        return [*lemmas, ()] if close([here]) else None
    finally:
        solver.delete()


def _split_literal(solver: Any, path: list[int], n_vars: int) -> int:
    """A literal that propagation refutes, if any; else of the most forcing variable, in that sign.

    Forcing is the product of what its two signs propagate (the lookahead rule of Freeman's POSIT).
    """
    _, known = solver.propagate(assumptions=path)
    settled = {abs(literal) for literal in known}
    best, most = 0, -1
    for variable in range(1, n_vars + 1):
        if variable in settled:
            continue
        forced = []
        for literal in (variable, -variable):
            open_, implied = solver.propagate(assumptions=[*path, literal])
            if not open_:
                return literal
            forced.append(len(implied) - len(known))
        if forced[0] * forced[1] > most:
            best, most = variable if forced[0] >= forced[1] else -variable, forced[0] * forced[1]
    return best
