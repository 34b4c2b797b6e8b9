"""SATQuest's MCS: clauses to strike out so that the others can be satisfied together."""

from math import comb
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Rubric, Verdict
from tasksynth_sat.drawing import optimum
from tasksynth_sat.families.maxsat import (
    DRAWS,
    OverfullInstance,
    OverfullParams,
    facts,
    overfull,
    withstands_descents,
)
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import TABLE_VARS, from_bits, violated
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import Target
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.subsets import consistent


class McsParams(OverfullParams):
    """Which formulas to draw, and which sets to ask for."""

    n_vars: Annotated[int, Field(ge=3, le=500), Knob(7, 114, log=True)] = 10
    """Propositional variables."""
    ratio: Annotated[float, Field(gt=0, le=60), Knob(6.0, 4.5)] = 6.0
    """Clauses a variable; `n_clauses`, where given, replaces it. With fewer of them, many sets are
    right, and with more, contradictions are found sooner."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Highest chance in [0, 1] that as many clauses at random are right; 1 admits every formula."""
    target: Target = "smallest"
    """`smallest`: as few clauses as possible. `minimal`: no clause without need; SATQuest's own
    texts always ask for that."""


class McsInstance(OverfullInstance):
    """A formula, the size of its smallest correction set, and which sets are asked for."""

    target: Target


class Mcs(Family[McsParams, McsInstance]):
    """Strike out clauses so that the rest is satisfiable, at least two; any right set is accepted.

    The clauses that an optimal assignment of MaxSAT violates are a smallest such set.
    """

    name = "sat.mcs"
    version = 3
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)

    def generate(self, p: McsParams, rng: np.random.Generator) -> McsInstance | None:
        """A formula whose correction sets the trivial strategies miss."""
        for _ in range(DRAWS):
            fields = overfull(p, rng)
            if fields is None:
                continue
            target = asked.resolve(p.target, fields["form"])
            x = McsInstance.trusted(**fields, target=target)
            if p.max_guess == 1 or _withstands(x, p.max_guess):
                return x
        return None

    def prompt(self, x: McsInstance) -> str:
        """Asks for a set of clauses."""
        return asked.ask("mcs", x, smallest=x.target == "smallest")

    def verify(self, x: McsInstance, answer: str) -> Verdict:
        """Evaluate what is left: by truth table, else by solver calls within a conflict budget."""
        chosen = asked.read_clauses(x, answer)
        if isinstance(chosen, str):
            return self.rubric.unparsable(chosen)
        fault = _fault(x, chosen)
        return _PASS if fault is None else self.rubric(solved=0, why=fault)

    def solve(self, x: McsInstance) -> str:
        """The clauses that the stored assignment violates."""
        return asked.write(x, asked.write_clauses(x, violated(x.cnf, from_bits(x.solution))))

    def measure(self, x: McsInstance) -> dict[str, float]:
        """The optimum, the chance of a guess, the size, one run of the solver."""
        return facts(x) | {"guess": chance(x)} | asked.features(x, full=False)

    def measure_full(self, x: McsInstance) -> dict[str, float]:
        """Medians over isomorphic copies in place of one run."""
        return facts(x) | {"guess": chance(x)} | asked.features(x, full=True)

    def canonical(self, x: McsInstance) -> Any:
        """The formula and what is asked, whatever the order and the wording."""
        return [x.target, *asked.same_formula(x)]

    def baselines(self, x: McsInstance) -> dict[str, str]:
        """The clauses that trivial assignments violate, the first ones, and some at random."""
        return {name: asked.write_clauses(x, chosen) for name, chosen in _guesses(x).items()}

    def floor(self, p: McsParams) -> float:
        """What `max_guess` allows to chance; what another trivial strategy solves is drawn anew.

        Of few variables, descents by other rules than those that were tried still hit.
        """
        return max(p.max_guess, min(0.1, 0.7 / p.n_vars))


_PASS = Mcs.rubric(solved=1)


def _withstands(x: McsInstance, bound: float) -> bool:
    """Whether chance is within a bound and every trivial strategy misses."""
    if chance(x) > bound:
        return False
    if any(_fault(x, set(chosen)) is None for chosen in _guesses(x).values()):
        return False
    return withstands_descents(x, bound)


def _guesses(x: McsInstance) -> dict[str, list[int]]:
    strategies = guess.strategies(x.cnf) | choosing.answers(x.cnf, through=True)
    sets = {f"violated by {name}": violated(x.cnf, a) for name, a in strategies.items()}
    return sets | asked.blind_sets(x, x.optimum)


def chance(x: McsInstance) -> float:
    """The chance that so many clauses, drawn at random, are a smallest set; an upper bound.

    Above the size of a truth table the number of smallest sets is not known, and taken for one.
    """
    sets = 1
    if x.cnf.n_vars <= TABLE_VARS:
        sets = optimum.optimum(x.cnf).table.bit_count()
    return min(1.0, sets / comb(len(x.cnf.clauses), x.optimum))


def _fault(x: McsInstance, chosen: set[int]) -> str | None:
    """What is wrong with a set of clauses to strike out; None if nothing is."""
    size = len(chosen)
    if size < x.optimum:
        return f"{size} clauses are struck out, no fewer than {x.optimum} suffice"
    if x.target == "smallest" and size > x.optimum:
        return f"{size} clauses are struck out, {x.optimum} suffice"
    if chosen == set(violated(x.cnf, from_bits(x.solution))):
        return None
    rest = [i for i in range(len(x.cnf.clauses)) if i not in chosen]
    if not consistent(x.cnf, rest):
        return "what is left is unsatisfiable"
    if size > x.optimum:
        for i in sorted(chosen):
            if consistent(x.cnf, [*rest, i]):
                return f"clause {i + 1} could be kept"
    return None
