"""SATQuest's SATDP: is the formula satisfiable?

Each task is one side of a pair, one satisfiable formula and one not, that differ in the sign of a
single literal: both sides are drawn alike, so nothing about a formula alone betrays its label.
"""

from itertools import islice
from operator import itemgetter
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_sat.drawing import draw
from tasksynth_sat.drawing.contradiction import contradiction, twins
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import Clause, satisfies
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion, QuestionParams
from tasksynth_sat.reading.decisions import read_decision
from tasksynth_sat.solving import choosing

SURFACE = 0.65
"""What counts betray: a logistic classifier of the ratio and of the balance of signs is right .62
of the time at the lowest level, where formulas are small."""
_DRAWS = 100
"""Contradictions of few variables drawn in a row, so that the coin counts: one side is rarer."""
_TWINS = 24
"""Satisfiable neighbours of a contradiction that are tried for one that withstands guessing."""


class DecisionParams(QuestionParams):
    """Which pairs of formulas to draw."""

    @model_validator(mode="after")
    def _contradictions_exist(self) -> Self:
        asked.check_contradiction(self)
        return self


class DecisionInstance(FormulaQuestion):
    """One side of a pair."""

    satisfiable: bool
    flip: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
    """The clause and the literal in it, from 0, whose sign makes the other side."""


class Decision(Family[DecisionParams, DecisionInstance]):
    """Is the formula satisfiable? Pairs that differ in one literal, labels in balance."""

    name = "sat.decision"
    version = 2
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)

    def generate(self, p: DecisionParams, rng: np.random.Generator) -> DecisionInstance | None:
        """One side of a pair whose satisfiable side no trivial strategy solves."""
        coin = p.max_guess < 1 and bool(rng.integers(2))
        for _ in range(_DRAWS if p.n_vars <= choosing.SOME_VARS else 1):
            pair = _pair(p, rng, coin=coin)
            if pair is not None:
                break
        else:
            return None
        clauses, place, twin = pair
        solvable = (*clauses[:place], twin, *clauses[place + 1 :])
        word = int(rng.bit_generator.random_raw())
        satisfiable = bool(word >> 63)
        shown = solvable if satisfiable else clauses
        order = draw.order(rng, p.m)
        literal = next(i for i, x in enumerate(twin) if x != clauses[place][i])
        return DecisionInstance.trusted(
            cnf=asked.formula(p.n_vars, itemgetter(*order)(shown)),
            satisfiable=satisfiable,
            flip=(order.index(place), literal),
            **asked.wording(p, word),
        )

    def prompt(self, x: DecisionInstance) -> str:
        """One yes-or-no question."""
        return asked.ask("decision", x)

    def verify(self, x: DecisionInstance, answer: str) -> Verdict:
        """Compare with the label."""
        if answer in ("0", "1"):
            satisfiable = answer == "1"
        else:
            try:
                satisfiable = read_decision(answer)
            except Unreadable as e:
                return self.rubric.unparsable(str(e))
        return _PASS if satisfiable == x.satisfiable else _FAIL[x.satisfiable]

    def solve(self, x: DecisionInstance) -> str:
        """1 for satisfiable, 0 for unsatisfiable; or a word for it."""
        return asked.write_decision(x, yes=x.satisfiable)

    def measure(self, x: DecisionInstance) -> dict[str, float]:
        """The label, the size, one run of the solver."""
        return _label(x) | asked.features(x, full=False)

    def measure_full(self, x: DecisionInstance) -> dict[str, float]:
        """Medians over isomorphic copies in place of one run."""
        return _label(x) | asked.features(x, full=True)

    def canonical(self, x: DecisionInstance) -> list[object]:
        """The formula, whatever the order and the wording."""
        return asked.same_formula(x)

    def baselines(self, x: DecisionInstance) -> dict[str, str]:
        """Constants, and rules that look at the formula without reasoning."""
        rules = {
            "a clause repeats": len(set(x.cnf.clauses)) < len(x.cnf.clauses),
            "more signs are positive": sum(y > 0 for c in x.cnf.clauses for y in c)
            > sum(y < 0 for c in x.cnf.clauses for y in c),
        }
        rules |= {
            f"the {name} strategy solves it": satisfies(x.cnf, assignment)
            for name, assignment in (guess.strategies(x.cnf) | choosing.answers(x.cnf)).items()
        }
        constants = {"always satisfiable": "1", "always unsatisfiable": "0"}
        return constants | {f"satisfiable if {rule}": str(int(so)) for rule, so in rules.items()}

    def floor(self, p: DecisionParams) -> float:
        """A fair coin, and what one descent solves of the satisfiable sides; at least `SURFACE`."""
        return max(SURFACE, 0.5 + choosing.floor(p.n_vars, p.bits, p.max_guess) / 2)


def _pair(
    p: DecisionParams, rng: np.random.Generator, *, coin: bool
) -> tuple[list[Clause], int, Clause] | None:
    """A contradiction, and the place and the text of the clause that makes it satisfiable."""
    clauses = contradiction(rng, p.n_vars, p.m, p.width)
    if clauses is None:
        return None
    for place, twin in islice(twins(p.n_vars, clauses), _TWINS):
        solvable = (*clauses[:place], twin, *clauses[place + 1 :])
        if choosing.resists(p.n_vars, solvable, p.bits, p.max_guess, coin=coin):
            return clauses, place, twin
    return None


_PASS = Decision.rubric(solved=1)
_FAIL = {
    True: Decision.rubric(solved=0, why="the formula is satisfiable"),
    False: Decision.rubric(solved=0, why="the formula is unsatisfiable"),
}


def twin(x: DecisionInstance) -> DecisionInstance:
    """The other side of the pair."""
    clause, literal = x.flip
    clauses = list(x.cnf.clauses)
    flipped = list(clauses[clause])
    flipped[literal] *= -1
    clauses[clause] = tuple(flipped)
    return DecisionInstance.trusted(
        cnf=asked.formula(x.cnf.n_vars, clauses),
        satisfiable=not x.satisfiable,
        flip=x.flip,
        form=x.form,
        wording=x.wording,
    )


def _label(x: DecisionInstance) -> dict[str, float]:
    return {"satisfiable": float(x.satisfiable)}
