"""Model counting: how many assignments satisfy a formula."""

from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_sat.drawing.optimum import uniform
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams
from tasksynth_sat.reading.counts import read_count
from tasksynth_sat.solving import estimating, modelcount

DRAWS = 64
"""Formulas drawn in a row."""
_FEW = 12
"""Expected models up to which numbers are guessed."""


class CountParams(QuestionParams):
    """Which formulas to count the models of."""

    n_vars: Annotated[int, Field(ge=6, le=modelcount.MOST_VARS), Knob(8, 40, log=True)] = 10
    """Propositional variables."""
    ratio: Annotated[float, Field(gt=0, le=60), Knob(1.75, 2.0)] = 1.8
    """Clauses a variable; `n_clauses`, where given, replaces it. There is most to count at about
    half the ratio from which on hardly any formula has a model."""
    least: Annotated[int, Field(ge=0)] = 9
    """Fewest models. Small numbers are guessed."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """1 admits also formulas whose count an estimate gets right."""

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if self.format.startswith("satquest"):
            raise ValueError("SATQuest's texts do not ask for a number; ask for another format")
        if self.m < self.n_vars:
            raise ValueError(
                f"want a clause for each of {self.n_vars} variables, got {self.m}: fewer fall "
                f"apart into parts that are counted at sight"
            )
        if self.least > 1 << self.n_vars:
            raise ValueError(
                f"{self.n_vars} variables have {1 << self.n_vars} assignments, fewer than "
                f"least={self.least}"
            )
        return self


class CountInstance(FormulaQuestion):
    """A formula and the number of its models."""

    models: Annotated[int, Field(ge=0)]


class ModelCount(Family[CountParams, CountInstance]):
    """How many assignments satisfy the formula? Counted by two methods that agree."""

    name = "sat.count"
    version = 2
    effort = "decisions"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)
    checked = 6

    def generate(self, p: CountParams, rng: np.random.Generator) -> CountInstance | None:
        """A formula whose models no estimate counts."""
        for _ in range(DRAWS):
            word = int(rng.bit_generator.random_raw())
            clauses = uniform(rng, p.n_vars, p.m, p.width)
            if clauses is None:
                continue
            cnf = asked.formula(p.n_vars, clauses)
            models = modelcount.by_search(cnf).models
            if models < p.least or (p.max_guess < 1 and _is_estimated(cnf, models)):
                continue
            modelcount.confirm(cnf, models)
            return CountInstance.trusted(cnf=cnf, models=models, **asked.wording(p, word))
        return None

    def prompt(self, x: CountInstance) -> str:
        """Asks for a number."""
        return asked.ask("count", x)

    def verify(self, x: CountInstance, answer: str) -> Verdict:
        """Compare with the stored number."""
        try:
            said = read_count(answer, of=1 << x.cnf.n_vars)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if said == x.models:
            return self.rubric(solved=1)
        return self.rubric(solved=0, why=f"{said} is not the number of satisfying assignments")

    def solve(self, x: CountInstance) -> str:
        """The stored number."""
        return asked.write(x, str(x.models))

    def measure(self, x: CountInstance) -> dict[str, float]:
        """The size, the number, and the decisions that one search takes to count."""
        n, m = x.cnf.n_vars, len(x.cnf.clauses)
        spent = modelcount.by_search(x.cnf)
        return {
            "n_vars": float(n),
            "n_clauses": float(m),
            "ratio": m / n,
            "models": float(x.models),
            "decisions": float(spent.decisions),
            "repeats": float(spent.repeats),
        }

    def canonical(self, x: CountInstance) -> Any:
        """The formula, whatever the order and the wording."""
        return asked.same_formula(x)

    def baselines(self, x: CountInstance) -> dict[str, str]:
        """Numbers that are given without counting."""
        said = estimating.estimates(x.cnf) | {"all": 1 << x.cnf.n_vars, "blind": _blind(x)}
        return {name: str(number) for name, number in said.items()}

    def floor(self, p: CountParams) -> float:
        """What the commonest number gets, and estimates that were not tried, by luck.

        Measured: about 2.5 over the expected number; where that is small, most numbers are equal.
        """
        mean = 2.0 ** (p.n_vars - p.bits)
        return max(p.max_guess, min(0.5, 3.5 / mean) if mean > _FEW else 0.5)


def _is_estimated(cnf: Cnf, models: int) -> bool:
    return models in estimating.estimates(cnf).values()


def _blind(x: CountInstance) -> int:
    """A number about as large as the expected one, by chance."""
    rng = np.random.Generator(np.random.Philox(key=x.wording))
    return max(1, round(estimating.expected(x.cnf) * float(rng.uniform(0.7, 1.4))))
