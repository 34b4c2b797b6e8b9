"""SATQuest's SATSP: find a satisfying assignment."""

from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Verdict
from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.contradiction import tables_of
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, columns, false_clauses, to_bits
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams
from tasksynth_sat.kinds.judging import ASSIGNMENT, judge_assignment
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.walks import share_of_starts


class AssignmentParams(QuestionParams):
    """Which satisfiable formulas to draw."""

    n_vars: Annotated[int, Field(ge=2, le=500), Knob(4, 60, log=True)] = 8
    """Propositional variables."""


class AssignmentInstance(FormulaQuestion):
    """A satisfiable formula."""

    solution: Annotated[str, Field(pattern="^[01]+$")]
    """One satisfying assignment, a bit for each variable."""


class Assignment(Family[AssignmentParams, AssignmentInstance]):
    """Find a satisfying assignment; any one is accepted."""

    name = "sat.assignment"
    version = 2
    effort = "conflicts"
    tells = ("format",)
    rubric = ASSIGNMENT

    def generate(self, p: AssignmentParams, rng: np.random.Generator) -> AssignmentInstance | None:
        """A formula that chance and the trivial strategies solve at most `max_guess` of the time.

        With few variables, clauses are drawn uniformly, less those that would leave no model;
        with more, they are planted quietly.
        """
        coin = p.max_guess < 1 and bool(rng.integers(2))
        for _ in range(choosing.draws(p.n_vars)):
            if p.n_vars <= TABLE_VARS:
                clauses, model = _by_table(p, rng)
            else:
                clauses, model = [], draw.random_assignment(rng, p.n_vars)
            filled = draw.fill(rng, p.n_vars, p.width, model, clauses, p.m)
            if filled is None:
                continue
            formula = tuple(asked.shuffled(rng, filled))
            if choosing.resists(p.n_vars, formula, p.bits, p.max_guess, coin=coin):
                word = int(rng.bit_generator.random_raw())
                return AssignmentInstance.trusted(
                    cnf=asked.formula(p.n_vars, formula),
                    solution=to_bits(model, p.n_vars),
                    **asked.wording(p, word),
                )
        return None

    def prompt(self, x: AssignmentInstance) -> str:
        """Asks for one value a variable."""
        return asked.ask("assignment", x)

    def verify(self, x: AssignmentInstance, answer: str) -> Verdict:
        """Evaluate the formula; plain bits take the shortest way."""
        cnf = x.cnf
        if len(answer) != cnf.n_vars or answer.strip("01"):
            spoken = asked.spoken_values(x)
            return judge_assignment(cnf, asked.names(cnf.n_vars), answer, spoken=spoken)
        false = false_clauses(cnf, int(answer[::-1], 2))
        if not false:
            return _PASS
        first = (false & -false).bit_length() - 1
        return _fail(first + 1, cnf.clauses[first], false.bit_count(), len(cnf.clauses))

    def solve(self, x: AssignmentInstance) -> str:
        """The stored solution."""
        return asked.write(x, x.solution)

    def measure(self, x: AssignmentInstance) -> dict[str, float]:
        """Chance of a guess, size, one run of the solver."""
        return guess.features(x.cnf) | asked.features(x, full=False)

    def measure_full(self, x: AssignmentInstance) -> dict[str, float]:
        """Medians over isomorphic copies in place of one run, and what a local search gets."""
        walked = {"local_search": share_of_starts(x.cnf)}
        return guess.features(x.cnf) | asked.features(x, full=True) | walked

    def canonical(self, x: AssignmentInstance) -> Any:
        """The formula, whatever the order and the wording."""
        return asked.same_formula(x)

    def baselines(self, x: AssignmentInstance) -> dict[str, str]:
        """What the trivial strategies answer, and a blind guess."""
        return guess.answers(x.cnf) | choosing.bits_answers(x.cnf)

    def floor(self, p: AssignmentParams) -> float:
        """What `max_guess` allows, and what one descent gets on formulas of few variables."""
        return choosing.floor(p.n_vars, p.bits, p.max_guess)


_PASS = ASSIGNMENT(solved=1, clauses=1)


@lru_cache(maxsize=4096)
def _fail(number: int, clause: Clause, violated: int, n_clauses: int) -> Verdict:
    literals = " or ".join([f"x{y}" if y > 0 else f"not x{-y}" for y in clause])
    why = f"clause {number}, {literals}, is false"
    return ASSIGNMENT(solved=0, clauses=1 - violated / n_clauses, why=why)


def _by_table(p: AssignmentParams, rng: np.random.Generator) -> tuple[list[Clause], int]:
    """Clauses in the order drawn as long as a model is left, and the least such model."""
    n, m = p.n_vars, p.m
    tables = tables_of(n)
    left = columns(n)[0]
    clauses: list[Clause] = []
    for clause in draw.clauses(rng, n, p.width, at_once=m + m // 2):
        still = left & tables[clause]
        if still:
            left = still
            clauses.append(clause)
            if len(clauses) == m:
                break
    return clauses, (left & -left).bit_length() - 1
