"""Weighted partial MaxSAT: some clauses must hold, and giving up each of the others has a price."""

from itertools import islice
from typing import Annotated, Any, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.cheapest import by_rank, by_search, confirm, cost_of
from tasksynth_sat.drawing.optimum import optimum
from tasksynth_sat.formulas.cnf import TABLE_VARS, Clause, from_bits, to_bits, violated
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams
from tasksynth_sat.solving import priced
from tasksynth_sat.solving.priced import Priced

LEAST = 2
"""Fewest clauses that an optimal assignment gives up."""
DRAWS = 16
"""Formulas drawn in a row."""


class WeightedParams(QuestionParams):
    """Which formulas to draw, and what giving up a clause costs."""

    n_vars: Annotated[int, Field(ge=4, le=60), Knob(7, 40, log=True)] = 12
    """Propositional variables."""
    ratio: Annotated[float, Field(gt=0, le=20), Knob(6.5, 6.0)] = 6.5
    """Clauses a variable; `n_clauses`, where given, replaces it."""
    hard: Annotated[float, Field(ge=0, le=0.9)] = 0.35
    """Share of the clauses that must hold; one does at least."""
    max_weight: Annotated[int, Field(ge=1, le=20)] = 9
    """The other clauses weigh from 1 to this; 1 is partial MaxSAT without weights."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Highest chance in [0, 1] that a random assignment or the descents of a rule may have; other
    strategies have none. 1 admits every formula."""

    @property
    def n_hard(self) -> int:
        """How many clauses must hold."""
        return max(1, round(self.hard * self.m))

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if self.format.startswith("satquest"):
            raise ValueError("SATQuest's texts have no weights; ask for another format")
        if self.m - self.n_hard < LEAST:
            raise ValueError(
                f"of {self.m} clauses {self.n_hard} must hold, and want at least {LEAST} that may "
                f"be given up; lower `hard` or take more clauses"
            )
        return self


class WeightedInstance(FormulaQuestion):
    """A formula, what its clauses weigh, and the least weight that must be given up."""

    weights: tuple[Annotated[int, Field(ge=0)], ...]
    """One for each clause; 0 for one that must hold."""
    optimum: Annotated[int, Field(ge=0)]
    solution: Annotated[str, Field(pattern="^[01]+$")]
    """An assignment that gives up no more, a bit for each variable."""


class Weighted(Family[WeightedParams, WeightedInstance]):
    """Weighted partial MaxSAT: keep the hard clauses, give up the least weight of the others."""

    name = "sat.weighted"
    version = 1
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)
    checked = 6

    def generate(self, p: WeightedParams, rng: np.random.Generator) -> WeightedInstance | None:
        """A formula whose optimum the trivial strategies miss."""
        for _ in range(DRAWS):
            x = _drawn(p, rng)
            if x is not None:
                return x
        return None

    def prompt(self, x: WeightedInstance) -> str:
        """Asks for one value a variable."""
        return asked.ask("weighted", x, weights=x.weights)

    def verify(self, x: WeightedInstance, answer: str) -> Verdict:
        """Add up what is given up, and compare with the stored optimum."""
        assignment = asked.read_values(x, answer)
        if isinstance(assignment, str):
            return self.rubric.unparsable(assignment)
        cost = cost_of(x.cnf, x.weights, assignment)
        if cost is None:
            first = next(i for i in violated(x.cnf, assignment) if not x.weights[i])
            return self.rubric(solved=0, why=f"clause {first + 1} must hold, and does not")
        if cost < x.optimum:
            raise AssertionError(f"it costs {cost}, less than the stored optimum {x.optimum}")
        if cost == x.optimum:
            return self.rubric(solved=1)
        return self.rubric(solved=0, why=f"it costs {cost}, and {x.optimum} need be")

    def solve(self, x: WeightedInstance) -> str:
        """The stored assignment."""
        return asked.write(x, x.solution)

    def measure(self, x: WeightedInstance) -> dict[str, float]:
        """The optimum, the chance of a guess, the size, and what one search for it spends."""
        n, m = x.cnf.n_vars, len(x.cnf.clauses)
        facts = {
            "n_vars": float(n),
            "n_clauses": float(m),
            "ratio": m / n,
            "hard": float(x.weights.count(0)),
            "optimum": float(x.optimum),
            "given_up": float(len(violated(x.cnf, from_bits(x.solution)))),
            "guess": chance(x),
        }
        return facts | spent(x)

    def canonical(self, x: WeightedInstance) -> Any:
        """The clauses with their weights, whatever the order and the wording."""
        rows = zip(map(sorted, x.cnf.clauses), x.weights, strict=True)
        return [x.cnf.n_vars, sorted([clause, weight] for clause, weight in rows)]

    def baselines(self, x: WeightedInstance) -> dict[str, str]:
        """What the trivial strategies answer, and a blind guess."""
        rng = np.random.Generator(np.random.Philox(key=x.wording))
        blind = "".join(map(str, rng.integers(0, 2, x.cnf.n_vars).tolist()))
        found = priced.answers(Priced(x.cnf, x.weights)) | by_rank(x.cnf, x.weights)
        return {"random": blind} | {name: to_bits(a, x.cnf.n_vars) for name, a in found.items()}

    def floor(self, p: WeightedParams) -> float:
        """What `max_guess` allows; descents that were not tried do a little better."""
        return p.max_guess


def chance(x: WeightedInstance) -> float:
    """The share of assignments that are optimal; 0 above the size of a truth table."""
    if x.cnf.n_vars > TABLE_VARS:
        return 0.0
    return optimum(x.cnf, x.weights).table.bit_count() / (1 << x.cnf.n_vars)


def spent(x: WeightedInstance) -> dict[str, float]:
    """What a search for the optimum spends, with its proof that nothing is cheaper."""
    found = by_search(x.cnf, x.weights)
    if found is None:
        raise AssertionError("the search that made this task no longer ends within its budget")
    return {
        "conflicts": float(found.conflicts),
        "decisions": float(found.decisions),
        "propagations": float(found.propagations),
    }


def _drawn(p: WeightedParams, rng: np.random.Generator) -> WeightedInstance | None:
    """A formula with its optimum; None if too little is given up, or if it is found too simply."""
    word = int(rng.bit_generator.random_raw())
    model = draw.random_assignment(rng, p.n_vars)
    stream = draw.clauses(rng, p.n_vars, p.width)
    hard = [*islice(draw.satisfied(rng, draw.literals(model, p.n_vars), stream), p.n_hard)]
    clauses: list[Clause] = [*hard, *islice(stream, p.m - len(hard))]
    mentioned = {abs(y) for clause in clauses for y in clause}
    if len(hard) < p.n_hard or len(clauses) < p.m or len(mentioned) < p.n_vars:
        return None
    prices = rng.integers(1, p.max_weight + 1, p.m).tolist()
    order = draw.order(rng, p.m)
    cnf = asked.formula(p.n_vars, [clauses[i] for i in order])
    weights = tuple(0 if i < len(hard) else prices[i] for i in order)
    found = by_search(cnf, weights)
    if found is None or len(violated(cnf, found.model)) < LEAST:
        return None
    x = WeightedInstance.trusted(
        cnf=cnf,
        weights=weights,
        optimum=found.cost,
        solution=to_bits(found.model, p.n_vars),
        **asked.wording(p, word),
    )
    if p.max_guess < 1 and not _withstands(x, p.max_guess):
        return None
    confirm(cnf, weights, found)
    return x


def _withstands(x: WeightedInstance, bound: float) -> bool:
    """Whether chance is within a bound and every trivial strategy misses the optimum."""
    if chance(x) > bound:
        return False
    if any(cost_of(x.cnf, x.weights, a) == x.optimum for a in by_rank(x.cnf, x.weights).values()):
        return False
    return priced.withstands(Priced(x.cnf, x.weights), x.optimum, bound)
