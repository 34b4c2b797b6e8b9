"""Foreign files as ordinary tasks: SATURN's JSON lines, DIMACS, and unweighted WCNF."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from tasksynth import Imported, Model, UsageError
from tasksynth_sat.beyond_np.weighted import Weighted, WeightedInstance
from tasksynth_sat.drawing.cheapest import MOST_COST, cheapest
from tasksynth_sat.drawing.optimum import known_optimum
from tasksynth_sat.families.ksat import VERIFY_CONFLICTS, KSat, KSatInstance
from tasksynth_sat.families.maxsat import MOST, MaxSat, OverfullInstance
from tasksynth_sat.families.saturn import Saturn, SaturnInstance
from tasksynth_sat.formulas.cnf import Clause, Cnf, from_bits, satisfies, to_bits
from tasksynth_sat.formulas.dimacs import Weighed, read_dimacs, read_wcnf
from tasksynth_sat.formulas.files import read_text
from tasksynth_sat.solving.solvers import CONFLICTS, find_core, solve

_LITERAL = re.compile(r"(!?)(?:x([1-9]\d{0,4})|([^!&\s\d]))")


class _SaturnRow(Model, extra="ignore"):
    """A line of Saturn-2.6k."""

    n_sat: Annotated[int, Field(ge=1)]
    k: Annotated[int, Field(ge=1, le=10_000)]
    solution: str
    clause: str
    prompt: str


def saturn(path: Path) -> Iterator[Imported]:
    """The rows of a SATURN data file as `sat.saturn` tasks, each with the row's own prompt.

    Raises:
        UsageError: naming the file, line and field of the first fault, and the mend.
    """
    index = 0
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        row = _row(line, where)
        x = _instance(row, where)
        yield Imported(Saturn.name, x, index, row.prompt)
        index += 1


def dimacs(path: Path) -> Iterator[Imported]:
    """The one formula of a DIMACS file as a `sat.ksat` task.

    A satisfiable formula asks for an assignment; an unsatisfiable one for clauses that contradict
    one another, at most as many as a minimised core found here.

    Raises:
        UsageError: naming the file and line of the first fault, or when the solver cannot settle
            the formula within its budget.
    """
    cnf = read_dimacs(read_text(path, latin=True), source=str(path))
    if not cnf.n_vars:
        raise UsageError(f"{path}: want at least one variable, the header says 0")
    found = solve(cnf, conflicts=VERIFY_CONFLICTS)
    if found.model is not None:
        solution = to_bits(found.model, cnf.n_vars)
        x = KSatInstance(cnf=cnf, asked="satisfiable", solution=solution)
    else:
        core = find_core(cnf.clauses, conflicts=VERIFY_CONFLICTS)
        if found.status == "unknown" or core is None:
            raise UsageError(
                f"{path}: not settled within {VERIFY_CONFLICTS} conflicts, so no answer to it "
                f"could be judged; import a smaller formula"
            )
        x = KSatInstance(cnf=cnf, asked="unsatisfiable", core=tuple(core))
    yield Imported(KSat.name, x, 0)


def wcnf(path: Path) -> Iterator[Imported]:
    """The formula of a WCNF file, old or new: a task of `sat.maxsat`, or of `sat.weighted`.

    The latter where clauses are hard or weights differ.

    Raises:
        UsageError: naming the file and line of the first fault, or when the optimum is not found
            within the search's budget.
    """
    read = read_wcnf(read_text(path, latin=True), source=str(path))
    cnf = read.cnf
    if not cnf.n_vars:
        raise UsageError(f"{path}: want at least one variable, there is none")
    if not read.even:
        yield _weighted(path, read)
        return
    found = known_optimum(cnf, most=MOST)
    if found is None:
        raise UsageError(
            f"{path}: whether its optimum is at most {MOST} violated clauses was not settled, so "
            f"no answer to it could be judged; import a smaller formula"
        )
    optimum, assignment = found
    solution = to_bits(assignment, cnf.n_vars)
    x = OverfullInstance(cnf=cnf, form="dimacs", wording=0, optimum=optimum, solution=solution)
    yield Imported(MaxSat.name, x, 0)


def _weighted(path: Path, read: Weighed) -> Imported:
    if not all(read.cnf.clauses):
        raise UsageError(
            f"{path}: a clause without literals, which nothing satisfies; leave it out"
        )
    found = cheapest(read.cnf, read.weights)
    if found is None:
        raise UsageError(
            f"{path}: its optimum was not found within {CONFLICTS} conflicts, its hard clauses "
            f"contradict each other, or it costs more than {MOST_COST}, so no answer to it could "
            f"be judged; import a smaller formula"
        )
    x = WeightedInstance(
        cnf=read.cnf,
        weights=read.weights,
        form="dimacs",
        wording=0,
        optimum=found.cost,
        solution=to_bits(found.model, read.cnf.n_vars),
    )
    return Imported(Weighted.name, x, 0)


def _row(line: str, where: str) -> _SaturnRow:
    try:
        return _SaturnRow.model_validate(json.loads(line))
    except json.JSONDecodeError as e:
        raise UsageError(f"{where}: want one JSON object a line: {e}; mend the line") from e
    except ValidationError as e:
        first = e.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "row"
        raise UsageError(f"{where}: field {field!r}: {first['msg']}; mend the row") from e


def _instance(row: _SaturnRow, where: str) -> SaturnInstance:
    clauses = tuple(_clause(text, row, where) for text in row.clause.split(" & "))
    if len({*map(frozenset, clauses)}) < len(clauses):
        raise UsageError(f"{where}: field 'clause': a clause is there twice; leave it out once")
    if len(row.solution) != row.k or set(row.solution) - {"0", "1"}:
        raise UsageError(
            f"{where}: field 'solution': want {row.k} characters 0 or 1, got {row.solution[:40]!r}"
        )
    cnf = Cnf(n_vars=row.k, clauses=clauses)
    if not satisfies(cnf, from_bits(row.solution)):
        raise UsageError(
            f"{where}: field 'solution': {row.solution} does not satisfy the formula; mend either"
        )
    return SaturnInstance(n=row.n_sat, cnf=cnf, solution=row.solution)


def _clause(text: str, row: _SaturnRow, where: str) -> Clause:
    """One clause: letters from A on, as SATURN names variables, or x1, x2, … as we do past Z."""
    matches = list(_LITERAL.finditer(text))
    variables = [int(m[2]) if m[2] else ord(m[3]) - ord("A") + 1 for m in matches]
    whole = "".join(m[0] for m in matches) == text
    if not whole or len(set(variables)) != row.n_sat or len(variables) != row.n_sat:
        raise UsageError(
            f"{where}: field 'clause': want {row.n_sat} distinct variables a clause, joined by "
            f"' & ', got {text[:40]!r}"
        )
    if not all(1 <= v <= row.k for v in variables):
        raise UsageError(
            f"{where}: field 'clause': {text[:40]!r} has a variable beyond the k={row.k} there are"
        )
    return tuple(-v if m[1] else v for m, v in zip(matches, variables, strict=True))
