"""Pseudo-Boolean problems: sums of 0/1 unknowns with integer coefficients, and the least cost."""

import re
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_sat.drawing import demands as drawing
from tasksynth_sat.drawing import least
from tasksynth_sat.formulas import linear
from tasksynth_sat.formulas.cnf import TABLE_VARS, to_bits
from tasksynth_sat.formulas.linear import Demand, Term, added
from tasksynth_sat.kinds import asked
from tasksynth_sat.reading.assignments import read_assignment
from tasksynth_sat.solving import leaning
from tasksynth_sat.solving.leaning import Sums
from tasksynth_sat.wording.questions import WORDINGS
from tasksynth_sat.wording.sums import Form, Format, choose_form, question, spoken
from tasksynth_schemas import Model

DRAWS = 256
"""Problems drawn in a row."""

SMALLEST = 10
"""Unknowns of problems that descents with other ties solve more of."""


class PseudoBooleanParams(Params):
    """How many unknowns, what the sums look like, and what is asked."""

    n_vars: Annotated[int, Field(ge=4, le=60), Knob(8, 44, log=True)] = 16
    """Unknowns, each 0 or 1."""
    width: Annotated[int, Field(ge=2, le=16), Knob(5, 15)] = 7
    """Terms of a constraint."""
    max_coefficient: Annotated[int, Field(ge=1, le=99), Knob(12, 45)] = 16
    """Coefficients and prices are from 1 to this."""
    equal: Annotated[float, Field(ge=0, le=1), Knob(0.6, 0.9)] = 0.7
    """Share of the constraints that are equations: these leave least to guess."""
    spare: Annotated[float, Field(ge=0, le=30)] | None = None
    """Constraints are added until about 2 to this many assignments are expected to satisfy them. By
    default 3 to 7, more of many unknowns, for an optimum among few is no search; 0 for a solution,
    which is guessed where there are many."""
    goal: Literal["optimum", "solution"] = "optimum"
    """`optimum` asks for an assignment of least cost, `solution` for any that satisfies all."""
    format: Format = "any"
    """`any` of our own in symbols or the English tale; `opb`, `math`, `code`; `tale` for a tale in
    any of four languages, `tale_en`, `tale_zh`, `tale_es` or `tale_de` for one of them."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Below 1, a problem that a trivial strategy solves is drawn anew."""

    @property
    def bits(self) -> float:
        """How many bits of choice the constraints take away."""
        spare = self.spare
        if spare is None:
            spare = min(7.0, max(3.0, self.n_vars / 6)) if self.goal == "optimum" else 0.0
        return self.n_vars - spare

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Self:
        if self.width > self.n_vars:
            raise ValueError(f"want a width up to n_vars={self.n_vars}, got {self.width}")
        if self.bits < 1:
            raise ValueError(
                f"{self.n_vars} unknowns leave room for spare={self.n_vars - 1} at most, got "
                f"{self.n_vars - self.bits:g}"
            )
        return self


class PseudoBooleanInstance(Model):
    """Constraints, prices, and an assignment that satisfies the former and costs least."""

    n_vars: int
    demands: tuple[Demand, ...]
    cost: tuple[Term, ...]
    """Empty where no cost is asked about."""
    optimum: Annotated[int, Field(ge=0)]
    solution: Annotated[str, Field(pattern="^[01]+$")]
    form: Form
    wording: Annotated[int, Field(ge=0, lt=WORDINGS)]


class PseudoBoolean(Family[PseudoBooleanParams, PseudoBooleanInstance]):
    """Set 0/1 unknowns so that sums keep their bounds, at the least cost."""

    name = "sat.pseudo_boolean"
    version = 1
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)
    checked = 5

    def generate(
        self, p: PseudoBooleanParams, rng: np.random.Generator
    ) -> PseudoBooleanInstance | None:
        """A problem that no trivial strategy solves, its optimum found by two methods."""
        dice = Dice(rng)
        for _ in range(DRAWS):
            x = _drawn(p, dice)
            if x is not None:
                return x
        return None

    def prompt(self, x: PseudoBooleanInstance) -> str:
        """Asks for one digit an unknown."""
        return question(x.form, x.wording, x.n_vars, x.demands, x.cost)

    def verify(self, x: PseudoBooleanInstance, answer: str) -> Verdict:
        """Add up every sum and the cost; any assignment as cheap as the stored one will do."""
        names, words = asked.names(x.n_vars), spoken(x.form, x.wording, x.n_vars)
        try:
            found = read_assignment(answer, names, spoken=words, aside=_cost_of(x))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        for i, one in enumerate(x.demands, 1):
            if not one.holds(found):
                total = added(one.terms, found)
                why = f"constraint {i} comes to {total}, and wants {one.relation} {one.bound}"
                return self.rubric(solved=0, why=why)
        cost = added(x.cost, found)
        if cost < x.optimum:
            raise AssertionError(f"it costs {cost}, less than the stored optimum {x.optimum}")
        if cost == x.optimum:
            return self.rubric(solved=1)
        return self.rubric(solved=0, why=f"it costs {cost}, and {x.optimum} need be")

    def solve(self, x: PseudoBooleanInstance) -> str:
        """The stored assignment."""
        return f"\\boxed{{{x.solution}}}"

    def measure(self, x: PseudoBooleanInstance) -> dict[str, float]:
        """The size, the optimum, the chance of a guess, and what one search for it spends."""
        found = least.search(x.n_vars, x.demands, x.cost)
        if found is None:
            raise AssertionError("the search that made this task no longer ends within its budget")
        return {
            "n_vars": float(x.n_vars),
            "constraints": float(len(x.demands)),
            "terms": float(sum(len(one.terms) for one in x.demands)),
            "equations": float(sum(one.relation == "=" for one in x.demands)),
            "optimum": float(x.optimum),
            "guess": chance(x),
            "conflicts": float(found.conflicts),
            "decisions": float(found.decisions),
            "propagations": float(found.propagations),
        }

    def canonical(self, x: PseudoBooleanInstance) -> Any:
        """Constraints and prices, whatever the order, the negations and the wording."""
        rows = sorted(map(linear.canonical, x.demands), key=repr)
        return [x.n_vars, rows, sorted([y, c] for c, y in x.cost)]

    def baselines(self, x: PseudoBooleanInstance) -> dict[str, str]:
        """What the trivial strategies answer, and a blind guess."""
        rng = np.random.Generator(np.random.Philox(key=x.wording))
        blind = "".join(map(str, rng.integers(0, 2, x.n_vars).tolist()))
        found = leaning.answers(Sums(x.n_vars, x.demands, x.cost))
        return {"random": blind} | {name: to_bits(a, x.n_vars) for name, a in found.items()}

    def floor(self, p: PseudoBooleanParams) -> float:
        """What `max_guess` allows; descents with other ties do better on the smallest."""
        return max(p.max_guess, 0.08 if p.n_vars <= SMALLEST else 0.0)


def _cost_of(x: PseudoBooleanInstance) -> re.Pattern[str] | None:
    """The least cost, as it may be told after the values."""
    return _told(x.optimum) if x.cost else None


@lru_cache(maxsize=64)
def _told(cost: int) -> re.Pattern[str]:
    words = "with|at|for|and|a|an|the|its|total|minimum|minimal|least|optimal|mit|con"
    return re.compile(
        rf"[\s,;.(\"']{{0,9}}\b(?:(?:{words})\s{{1,9}}){{0,6}}(?:objective|cost|kosten|coste|min)"
        r"(?:\s{1,9}(?:function|value)){0,2}[\"'\s]{0,9}(?:[:=]|is|of|von|de)?"
        rf"[\"'\s]{{0,9}}{cost}(?:\s{{1,9}}coins)?[\s)}}\].]{{0,9}}\Z",
        re.IGNORECASE,
    )


def chance(x: PseudoBooleanInstance) -> float:
    """The share of assignments that solve it; 0 above the size of a table."""
    if x.n_vars > TABLE_VARS:
        return 0.0
    every = least.census(x.n_vars, x.demands, x.cost)
    return (every.cheapest if every else 0) / (1 << x.n_vars)


def _drawn(p: PseudoBooleanParams, dice: Dice) -> PseudoBooleanInstance | None:
    """A problem with its optimum; None if it cannot be drawn so, or is solved too simply."""
    n, word = p.n_vars, dice.word()
    hidden = dice.word() & (1 << n) - 1
    demands = drawing.demands(
        dice,
        n,
        hidden,
        width=p.width,
        most=p.max_coefficient,
        equal=p.equal,
        bits=p.bits,
    )
    if demands is None:
        return None
    cost = drawing.prices(dice, n, p.max_coefficient) if p.goal == "optimum" else ()
    found = least.search(n, demands, cost)
    if found is None:
        return None
    if p.max_guess < 1:
        sums, wanted = Sums(n, demands, cost), found.cost if cost else None
        if not leaning.withstands(sums, wanted, p.max_guess):
            return None
    if not least.confirm(n, demands, cost, found):
        return None
    return PseudoBooleanInstance.trusted(
        n_vars=n,
        demands=tuple(demands),
        cost=cost,
        optimum=found.cost,
        solution=to_bits(found.model, n),
        form=choose_form(p.format, word >> 24),
        wording=word % WORDINGS,
    )
