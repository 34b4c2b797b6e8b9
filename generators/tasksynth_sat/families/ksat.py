"""Random k-SAT by clause/variable ratio: uniform, quietly planted, or with counted models."""

from itertools import islice
from math import comb, log2
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Model, Params, Verdict
from tasksynth.answers import Unreadable
from tasksynth_sat.drawing.counting import leave_models
from tasksynth_sat.drawing.sampling import clauses_that_exist, draw_formulas
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import Clause, Cnf, canonical, to_bits
from tasksynth_sat.kinds.judging import ASSIGNMENT, judge_assignment
from tasksynth_sat.reading.clause_sets import read_clause_set
from tasksynth_sat.reading.decisions import says_no
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.solvers import effort, find_core, solve_clauses, statistics
from tasksynth_sat.solving.walks import share_of_starts

Status = Literal["satisfiable", "unsatisfiable", "either"]

CORE_FLOOR = 0.05
"""No trivial choice of clauses names a minimal core oftener than this."""
VERIFY_CONFLICTS = 200_000
"""Budget for one verdict on a core: a few seconds at 250 variables."""
_CONFLICTS = 20_000
_DENSEST, _SCARCE = 3.6, 7
"""With two literals a clause: the ratio, and bits of surprise in a solution beyond one a variable,
from which it takes seconds to draw a formula."""


class KSatParams(Params):
    """The size, the ratio, and what is asked for."""

    n_vars: Annotated[int, Knob(6, 60, log=True), Field(ge=1, le=2000)] = 20
    """Propositional variables."""
    ratio: Annotated[float, Knob(3.7, 4.2), Field(gt=0, le=1000)] = 4.0
    """Clauses a variable. The levels are made for k=3, where the hardest formulas lie near 4.26;
    for k=4, 5, 6 and 7 that is near 9.9, 21, 43 and 88."""
    k: Annotated[int, Field(ge=2, le=8)] = 3
    """Literals a clause, of distinct variables."""
    status: Status = "satisfiable"
    """`satisfiable`: give an assignment; `unsatisfiable`: name clauses that contradict one
    another; `either`: give an assignment or answer UNSAT."""
    planting: Literal["uniform", "quiet"] = "uniform"
    """`uniform`: all formulas of the status are equally likely; `quiet`: planted, with clauses
    weighted so that literals do not lean towards the solution."""
    models: Annotated[int, Field(ge=1, le=64)] | None = None
    """The exact number of solutions; clauses are added, above the ratio, until it is met."""
    unsat_share: Annotated[float, Field(gt=0, le=0.5)] = 0.2
    """With `either`: the share of unsatisfiable formulas, and so what always answering UNSAT
    gets."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.1
    """The chance that no trivial solver (random, constant, majority, greedy flips, and beyond few
    variables one descent by propagation) may exceed on any satisfiable task; 1 accepts every
    draw."""

    @property
    def clauses(self) -> int:
        """Clauses that are drawn."""
        return max(1, round(self.ratio * self.n_vars))

    @property
    def bits(self) -> float:
        """Of surprise in a solution, as the first moment has it."""
        return -self.clauses * log2(1 - 2.0**-self.k)

    @model_validator(mode="after")
    def _exists(self) -> Self:
        planted = self.planting == "quiet" or self.models is not None
        if planted and self.status != "satisfiable":
            raise ValueError("quiet planting and counted models want status='satisfiable'")
        if self.planting == "quiet" and self.k < 3:
            raise ValueError("quiet planting wants k >= 3 literals a clause")
        if self.k > self.n_vars:
            raise ValueError(f"a clause of k={self.k} distinct variables wants n_vars >= {self.k}")
        most = comb(self.n_vars, self.k) << self.k
        if self.status == "satisfiable":
            most = clauses_that_exist(self.k, self.n_vars)
        if self.clauses > most:
            raise ValueError(
                f"ratio {self.ratio:g} wants {self.clauses} distinct clauses, n_vars={self.n_vars} "
                f"and k={self.k} allow {most}; lower the ratio"
            )
        least = 1 - self.clauses / 2**self.k
        if self.models is not None:
            least = self.models / 2**self.n_vars
        if self.status != "unsatisfiable" and least > self.max_guess:
            raise ValueError(
                f"these formulas leave at least {least:.3g} of all assignments; raise max_guess "
                f"from {self.max_guess:g}, or n_vars or ratio"
            )
        if self.k == 2 and self.status != "unsatisfiable" and self.max_guess < 1:
            self._have_solutions()
        if self.status == "unsatisfiable" and self.clauses < 2**self.k:
            raise ValueError(
                f"{self.clauses} clauses of {self.k} literals are always satisfiable; an "
                f"unsatisfiable formula wants at least {2**self.k}; raise the ratio"
            )
        return self

    def _have_solutions(self) -> None:
        """Refuse what would be drawn in vain: of clauses of two literals few leave a solution."""
        most = min(_DENSEST, (self.n_vars + _SCARCE) / (self.n_vars * log2(4 / 3)))
        if self.ratio > most:
            raise ValueError(
                f"of random formulas of {self.n_vars} variables with k=2 and ratio {self.ratio:g}, "
                f"hardly any has a solution that trivial solvers miss; lower the ratio to "
                f"{int(most * 10) / 10:g}, take k=3, or set max_guess to 1"
            )


class KSatInstance(Model):
    """A formula and the question asked of it."""

    cnf: Cnf
    asked: Status
    solution: str | None = None
    """One solution as 0/1 characters; None exactly when the formula is unsatisfiable."""
    core: tuple[int, ...] = ()
    """When a core is asked for: positions, from 0, of clauses that contradict one another. An
    answer may name as many."""


class KSat(Family[KSatParams, KSatInstance]):
    """Random k-SAT: find an assignment, decide, or name a contradiction."""

    name = "sat.ksat"
    version = 2
    effort = "conflicts"
    rubric = ASSIGNMENT

    def generate(self, p: KSatParams, rng: np.random.Generator) -> KSatInstance | None:
        share = {"satisfiable": 0.0, "unsatisfiable": 1.0, "either": p.unsat_share}[p.status]
        unsat = rng.random() < share
        coin = p.max_guess < 1 and bool(rng.integers(2))
        drawn = draw_formulas(p.k, p.n_vars, p.clauses, rng, planting=p.planting)
        for clauses, solution in islice(drawn, choosing.draws(p.n_vars)):
            if len(clauses) < p.clauses:
                continue
            if unsat:
                x = _unsatisfiable(p, clauses)
            else:
                x = _satisfiable(p, clauses, solution, rng, coin=coin)
            if x is not None:
                return x
        return None

    def prompt(self, x: KSatInstance) -> str:
        n, m = x.cnf.n_vars, len(x.cnf.clauses)
        variables = "x1" if n == 1 else f"x1, ..., x{n}"
        text = _literals(n)
        lines = (
            f"{number}. {' or '.join([text[literal] for literal in clause]) or 'false'}"
            for number, clause in enumerate(x.cnf.clauses, 1)
        )
        return PROMPT.format(
            variables=variables,
            clauses=f"{m} clauses" if m > 1 else "clause",
            lines="\n".join(lines),
            task=TASKS[x.asked].format(n=n, variables=variables, limit=len(x.core)),
        )

    def verify(self, x: KSatInstance, answer: str) -> Verdict:
        if x.asked == "unsatisfiable":
            return _judge_core(x, answer)
        if x.asked == "either" and says_no(answer):
            if x.solution is None:
                return self.rubric(solved=1.0, clauses=1.0)
            return self.rubric(solved=0.0, clauses=0.0, why="the formula is satisfiable")
        return judge_assignment(x.cnf, _names(x.cnf.n_vars), answer)

    def solve(self, x: KSatInstance) -> str:
        if x.asked == "unsatisfiable":
            return f"\\boxed{{{', '.join(str(i + 1) for i in x.core)}}}"
        return f"\\boxed{{{x.solution or 'UNSAT'}}}"

    def measure(self, x: KSatInstance) -> dict[str, float]:
        return _features(x) | statistics(x.cnf)

    def measure_full(self, x: KSatInstance) -> dict[str, float]:
        return _features(x) | effort(x.cnf) | {"local_search": share_of_starts(x.cnf)}

    def canonical(self, x: KSatInstance) -> Any:
        return [x.asked, canonical(x.cnf)]

    def baselines(self, x: KSatInstance) -> dict[str, str]:
        if x.asked == "unsatisfiable":
            return _core_guesses(x)
        unsat = {"unsat": "UNSAT"} if x.asked == "either" else {}
        return guess.answers(x.cnf) | choosing.bits_answers(x.cnf) | unsat

    def floor(self, p: KSatParams) -> float:
        if p.status == "unsatisfiable":
            return CORE_FLOOR
        # the best of both: UNSAT wherever that is right, and the best guess elsewhere
        unsat = p.unsat_share if p.status == "either" else 0.0
        return unsat + (1 - unsat) * choosing.floor(p.n_vars, p.bits, p.max_guess)


PROMPT = """\
Below is a Boolean formula in conjunctive normal form over the variables {variables}. It holds \
when all of its {clauses} hold, and a clause holds when at least one of its literals does.

{lines}

{task}
"""
_BITS = (
    "a string of {n} characters, one for each of {variables} in this order, 1 for true and 0 for "
    "false"
)
TASKS: dict[Status, str] = {
    "satisfiable": "Find an assignment under which the formula holds; any one will do. Reason step "
    f"by step, then put your final answer within \\boxed{{{{}}}}: {_BITS}.",
    "either": "Decide whether some assignment makes the formula hold. Reason step by step, then "
    "put your final answer within \\boxed{{}}: if there is such an assignment, one of them, as "
    f"{_BITS}; if there is none, the word UNSAT.",
    "unsatisfiable": "No assignment makes the formula hold. Find at most {limit} of its clauses "
    "that already contradict one another, so that no assignment makes all of them hold. Reason "
    "step by step, then put your final answer within \\boxed{{}}: the numbers of these clauses, "
    "separated by commas.",
}


def _satisfiable(
    p: KSatParams,
    clauses: tuple[Clause, ...],
    solution: int | None,
    rng: np.random.Generator,
    *,
    coin: bool,
) -> KSatInstance | None:
    def resists(clauses: tuple[Clause, ...]) -> bool:
        return choosing.resists(p.n_vars, clauses, p.bits, p.max_guess, coin=coin)

    # where hardly any formula has a solution, that is asked first: descents on the others are long
    solved = p.planting == "uniform" and (p.k == 2 or p.bits > p.n_vars)
    if solved:
        solution = solve_clauses(clauses, conflicts=_CONFLICTS).model
    if solution is None or (p.models is None and not resists(clauses)):
        return None
    if p.planting == "uniform" and not solved:
        solution = solve_clauses(clauses, conflicts=_CONFLICTS).model
        if solution is None:
            return None
    if p.models is not None:
        counted = leave_models(clauses, p.n_vars, p.models, rng, width=p.k, solution=solution)
        if counted is None or not resists(counted):
            return None
        clauses = counted
    cnf = Cnf.trusted(n_vars=p.n_vars, clauses=clauses)  # validated as a field
    return KSatInstance(cnf=cnf, asked=p.status, solution=to_bits(solution, p.n_vars))


def _unsatisfiable(p: KSatParams, clauses: tuple[Clause, ...]) -> KSatInstance | None:
    if solve_clauses(clauses, conflicts=_CONFLICTS).status != "unsat":
        return None
    cnf = Cnf.trusted(n_vars=p.n_vars, clauses=clauses)
    if p.status == "either":
        return KSatInstance(cnf=cnf, asked="either")
    core = find_core(clauses)
    if core is None or len(core) == len(clauses):
        return None
    return KSatInstance(cnf=cnf, asked="unsatisfiable", core=tuple(core))


def _judge_core(x: KSatInstance, answer: str) -> Verdict:
    try:
        named = read_clause_set(answer, len(x.cnf.clauses))
    except Unreadable as e:
        return ASSIGNMENT.unparsable(str(e))
    if len(named) > len(x.core):
        why = f"{len(named)} clauses are named, at most {len(x.core)} may be"
        return ASSIGNMENT(solved=0.0, clauses=0.0, why=why)
    found = solve_clauses([x.cnf.clauses[i] for i in named], conflicts=VERIFY_CONFLICTS)
    if found.status == "unknown":
        raise RuntimeError(f"the named clauses are not settled in {VERIFY_CONFLICTS} conflicts")
    if found.status == "unsat":
        return ASSIGNMENT(solved=1.0, clauses=1.0)
    return ASSIGNMENT(solved=0.0, clauses=0.0, why="an assignment satisfies all named clauses")


def _core_guesses(x: KSatInstance) -> dict[str, str]:
    """All clauses, the first ones, the last ones, and those of the commonest variables."""
    clauses, limit = x.cnf.clauses, len(x.core)
    count = [0] * (x.cnf.n_vars + 1)
    for clause in clauses:
        for literal in clause:
            count[abs(literal)] += 1
    common = sorted(range(len(clauses)), key=lambda i: -sum(count[abs(v)] for v in clauses[i]))
    chosen = {
        "all": range(len(clauses)),
        "first": range(limit),
        "last": range(len(clauses) - limit, len(clauses)),
        "common": common[:limit],
    }
    return {name: ", ".join(str(i + 1) for i in sorted(some)) for name, some in chosen.items()}


def _features(x: KSatInstance) -> dict[str, float]:
    features = guess.features(x.cnf)
    if x.asked == "unsatisfiable":
        return features | {"guess": 0.0, "core": float(len(x.core))}
    return features | ({"guess": 1.0} if x.solution is None else {})


def _names(n_vars: int) -> list[str]:
    return [f"x{v + 1}" for v in range(n_vars)]


def _literals(n_vars: int) -> list[str]:
    """The text of each literal, indexed by the signed literal."""
    names = _names(n_vars)
    return ["", *names, *(f"not {name}" for name in reversed(names))]
