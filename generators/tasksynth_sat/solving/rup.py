"""Refutations by reverse unit propagation: checking, writing and finding them.

A clause follows by reverse unit propagation (RUP) when making all its literals false and
propagating units reaches a contradiction (Goldberg, Novikov, DATE 2003; the DRUP format: Heule,
Hunt, Wetzler, FMCAD 2013). A refutation is a list of clauses, each following so from the formula
and the clauses before it, that ends in the empty clause. Deletions only spare a checker work: a
clause that follows without the deleted ones follows with them, so they are read and ignored.
"""

from collections.abc import Sequence
from typing import Any

from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.solving.solvers import open_solver


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
