"""SATQuest's MaxSAT: violate as few clauses as can be, at least two, so that it takes thought."""

from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Ladder, Rubric, Verdict
from tasksynth_sat.drawing import optimum
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import TABLE_VARS, count_violated, to_bits
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams
from tasksynth_sat.solving import choosing

MOST = 12
"""Largest optimum that is searched for; the search for a larger one would end over its budget."""
_SEARCHED_VARS = 50
DRAWS = 16
"""Formulas drawn in a row: of few variables, most fall to a trivial strategy."""


class OverfullParams(QuestionParams):
    """Which formulas that violate themselves several times over to draw."""

    ratio: Annotated[float, Field(gt=0, le=60), Knob(6.0, 4.5)] = 6.0
    """Clauses a variable; `n_clauses`, where given, replaces it. Clauses beside the contradictions
    help to find them."""
    least: Annotated[int, Field(ge=2, le=12)] = 2
    """Fewest clauses that every assignment violates; of planted formulas, exactly so many."""
    kind: Literal["planted", "uniform"] = "planted"
    """`planted`: contradictions without a common clause, so that the optimum is certain at any
    size. `uniform`: clauses at random, the optimum by truth table up to 14 variables, by search
    within a conflict budget up to 50; the budget allows for optima up to about 4."""

    core: Annotated[Literal["random", "parity"], Ladder("random", "parity")] = "random"
    """What planted contradictions are. `random`: of random clauses on up to 10 variables, found in
    some ten conflicts of a solver. `parity`: Tseitin's, with thousands of conflicts at the highest
    level; of width 3, and random ones where the formula is too small or of another width."""

    @model_validator(mode="after")
    def _optimum_is_known(self) -> Self:
        asked.check_contradiction(self, self.least)
        if self.kind == "uniform" and self.n_vars > _SEARCHED_VARS:
            raise ValueError(
                f"the optimum of a uniform formula is searched for up to {_SEARCHED_VARS} "
                f"variables, got {self.n_vars}; ask for kind 'planted'"
            )
        return self


class OverfullInstance(FormulaQuestion):
    """A formula, and the least number of clauses that an assignment violates."""

    optimum: Annotated[int, Field(ge=0)]
    solution: Annotated[str, Field(pattern="^[01]+$")]
    """An assignment that violates no more, a bit for each variable."""


def overfull(p: OverfullParams, rng: np.random.Generator) -> dict[str, Any] | None:
    """The fields of an `OverfullInstance`; None if the optimum is too low, or over the budget."""
    word = int(rng.bit_generator.random_raw())
    if p.kind == "planted":
        planted = optimum.planted(rng, p.n_vars, p.m, p.width, p.least, parity=p.core == "parity")
        if planted is None:
            return None
        cnf = asked.formula(p.n_vars, asked.shuffled(rng, planted.clauses))
        best, model = planted.violated, planted.model
    else:
        clauses = optimum.uniform(rng, p.n_vars, p.m, p.width)
        if clauses is None:
            return None
        cnf = asked.formula(p.n_vars, clauses)
        known = optimum.known_optimum(cnf, most=MOST)
        if known is None:
            return None
        best, model = known
        if best < p.least:
            return None
    found = {"cnf": cnf, "optimum": best, "solution": to_bits(model, p.n_vars)}
    return found | asked.wording(p, word)


class MaxSatParams(OverfullParams):
    """Which formulas to ask the optimum of."""

    n_vars: Annotated[int, Field(ge=3, le=500), Knob(7, 120, log=True)] = 10
    """Propositional variables."""


class MaxSat(Family[MaxSatParams, OverfullInstance]):
    """Satisfy as many clauses as possible, where at least two must go; any optimum is accepted."""

    name = "sat.maxsat"
    version = 3
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)

    def generate(self, p: MaxSatParams, rng: np.random.Generator) -> OverfullInstance | None:
        """A formula whose optimum the trivial strategies miss."""
        for _ in range(DRAWS):
            fields = overfull(p, rng)
            if fields is None:
                continue
            x = OverfullInstance.trusted(**fields)
            if p.max_guess == 1 or _withstands(x, p.max_guess):
                return x
        return None

    def prompt(self, x: OverfullInstance) -> str:
        """Asks for one value a variable."""
        return asked.ask("maxsat", x)

    def verify(self, x: OverfullInstance, answer: str) -> Verdict:
        """Count the violated clauses and compare with the stored optimum."""
        assignment = asked.read_values(x, answer)
        if isinstance(assignment, str):
            return self.rubric.unparsable(assignment)
        count = count_violated(x.cnf, assignment)
        if count < x.optimum:
            raise AssertionError(f"{count} clauses violated, under the stored optimum {x.optimum}")
        if count == x.optimum:
            return _PASS
        return self.rubric(solved=0, why=f"{count} clauses are violated, {x.optimum} need be")

    def solve(self, x: OverfullInstance) -> str:
        """The stored assignment."""
        return asked.write(x, x.solution)

    def measure(self, x: OverfullInstance) -> dict[str, float]:
        """The optimum, the chance of a guess, the size, one run of the solver."""
        return facts(x) | asked.features(x, full=False)

    def measure_full(self, x: OverfullInstance) -> dict[str, float]:
        """Medians over isomorphic copies in place of one run."""
        return facts(x) | asked.features(x, full=True)

    def canonical(self, x: OverfullInstance) -> Any:
        """The formula, whatever the order and the wording."""
        return asked.same_formula(x)

    def baselines(self, x: OverfullInstance) -> dict[str, str]:
        """What the trivial strategies answer, and a blind guess."""
        through = choosing.answers(x.cnf, through=True)
        return guess.answers(x.cnf) | {
            name: to_bits(found, x.cnf.n_vars) for name, found in through.items()
        }

    def floor(self, p: MaxSatParams) -> float:
        """What `max_guess` allows, at most .05 from 6 variables on.

        Few formulas come near the bound: of eight shapes and sizes no strategy got above .03.
        """
        return min(p.max_guess, 0.05) if p.n_vars >= 6 and p.max_guess <= 0.2 else p.max_guess


_PASS = MaxSat.rubric(solved=1)


def _withstands(x: OverfullInstance, bound: float) -> bool:
    """Whether chance is within a bound and every trivial strategy misses the optimum."""
    if chance(x) > bound:
        return False
    trivial = guess.strategies(x.cnf).values()
    if any(count_violated(x.cnf, assignment) <= x.optimum for assignment in trivial):
        return False
    return withstands_descents(x, bound)


def withstands_descents(x: OverfullInstance, bound: float) -> bool:
    """Whether no rule's descents, past clauses that must go, attain the optimum oftener."""
    if x.cnf.n_vars > choosing.MOST_VARS:
        return True
    return all(
        sum(count_violated(x.cnf, end) <= x.optimum for end in found) <= bound * len(found)
        for _, found in choosing.ends(x.cnf.n_vars, x.cnf.clauses, through=True)
    )


def chance(x: OverfullInstance) -> float:
    """The share of assignments that attain the optimum; 0 above the size of a truth table."""
    if x.cnf.n_vars > TABLE_VARS:
        return 0.0
    return optimum.optimum(x.cnf).table.bit_count() / (1 << x.cnf.n_vars)


def facts(x: OverfullInstance) -> dict[str, float]:
    """What is known of the optimum: how many clauses go, and what chance finds."""
    best = min(count_violated(x.cnf, a) for a in guess.strategies(x.cnf).values())
    return {
        "optimum": float(x.optimum),
        "optima": chance(x),
        "trivial_gap": float(best - x.optimum),
    }
