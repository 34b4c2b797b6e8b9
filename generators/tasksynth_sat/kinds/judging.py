"""The verdict on an assignment, for every family that asks for one."""

from collections.abc import Mapping, Sequence

from tasksynth import Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_sat.formulas.cnf import Cnf, satisfies, violated
from tasksynth_sat.reading.assignments import read_assignment

ASSIGNMENT = Rubric(gate="solved", solved=1.0, clauses=0.0)
"""`solved` decides; `clauses`, the share of true clauses, is reported and never rewarded: local
search gets .98 of it without a solution."""


def judge_assignment(
    cnf: Cnf, names: Sequence[str], answer: str, *, spoken: Mapping[str, str] | None = None
) -> Verdict:
    """Read an assignment of the named variables and evaluate the formula under it."""
    try:
        assignment = read_assignment(answer, names, spoken=spoken)
    except Unreadable as e:
        return ASSIGNMENT.unparsable(str(e))
    if satisfies(cnf, assignment):
        return ASSIGNMENT(solved=1.0, clauses=1.0)
    false = violated(cnf, assignment)
    literals = (f"{'' if x > 0 else 'not '}{names[abs(x) - 1]}" for x in cnf.clauses[false[0]])
    return ASSIGNMENT(
        solved=0.0,
        clauses=1 - len(false) / len(cnf.clauses),
        why=f"clause {false[0] + 1}, {' or '.join(literals)}, is false",
    )
