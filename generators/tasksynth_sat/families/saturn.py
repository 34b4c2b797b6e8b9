"""SATURN's setting: l clauses of n literals over k variables, each task with a bounded guess.

Liu et al., "SATURN: SAT-based Reinforcement Learning to Unleash Language Model Reasoning",
arXiv 2505.16368, section 3: parameters, text notation, and the difficulty estimate D(n, k, l).
"""

from functools import lru_cache
from itertools import islice
from math import comb, log2
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Model, Params, Verdict
from tasksynth_sat.drawing.sampling import clauses_that_exist, draw_formulas
from tasksynth_sat.formulas import guess
from tasksynth_sat.formulas.cnf import Cnf, canonical, to_bits
from tasksynth_sat.kinds.judging import ASSIGNMENT, judge_assignment
from tasksynth_sat.solving import choosing
from tasksynth_sat.solving.solvers import effort, statistics

LOW_GUESS = 0.1
"""The bound on guessing wherever n, k and l leave room for one."""


class SaturnParams(Params):
    """SATURN's three numbers, how clauses are planted, and how guessable a task may be."""

    n: Annotated[int, Field(ge=1, le=10)] = 3
    """Literals a clause; the levels are made for 3."""
    k: Annotated[int, Knob(5, 50, log=True), Field(ge=1, le=2000)] = 5
    """Variables."""
    l: Annotated[int, Knob(20, 200, log=True), Field(ge=1, le=20_000)] = 20  # noqa: E741 - SATURN's
    """Clauses, all distinct."""
    planting: Literal["quiet", "saturn"] = "quiet"
    """`saturn`: clauses uniform among those that the solution satisfies; `quiet`: weighted so
    that literals do not lean towards the solution."""
    max_guess: Annotated[float, Field(gt=0, le=1)] | None = None
    """The chance that no trivial solver (random, constant, majority, greedy flips, and beyond few
    variables one descent by propagation) may exceed on any task; 1 accepts every draw, as SATURN
    does. None: 1 for SATURN's planting, and for `quiet` 0.1 wherever n, k and l leave room."""

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if self.n > self.k:
            raise ValueError(
                f"want n <= k distinct variables in a clause, got n={self.n}, k={self.k}"
            )
        if self.l > (most := clauses_that_exist(self.n, self.k)):
            raise ValueError(
                f"no satisfiable formula has l={self.l} distinct clauses: n={self.n}, k={self.k} "
                f"allow C(k,n)*(2^n-1) = {most}; lower l or raise k"
            )
        if self.max_guess is not None and (least := 1 - self.l / 2**self.n) > self.max_guess:
            raise ValueError(
                f"l={self.l} clauses of {self.n} literals leave at least {least:.3g} of all "
                f"assignments; raise max_guess from {self.max_guess:g}, or raise l"
            )
        return self

    @property
    def bits(self) -> float:
        """Of surprise in a solution, as the first moment has it."""
        return -self.l * log2(1 - 2.0**-self.n)

    @property
    def bound(self) -> float:
        """The bound on `guess` in force."""
        if self.max_guess is not None:
            return self.max_guess
        # below half a bit a variable, and again where most clauses that exist are there, greedy
        # flips from the majority solve nearly every formula, as where planting cannot be quiet
        dense = self.bits >= max(2.5, self.k / 2)
        full = self.l > 0.6 * clauses_that_exist(self.n, self.k)
        quiet = self.planting == "quiet" and self.n > 2
        return LOW_GUESS if quiet and dense and not full else 1.0


class SaturnInstance(Model):
    """A satisfiable formula."""

    n: int
    """Literals a clause."""
    cnf: Cnf
    solution: str
    """One solution, as 0/1 characters in the order of the variables."""


class Saturn(Family[SaturnParams, SaturnInstance]):
    """SATURN's setting: satisfy l clauses of n literals over k variables."""

    name = "sat.saturn"
    version = 2
    effort = "conflicts"
    rubric = ASSIGNMENT

    def generate(self, p: SaturnParams, rng: np.random.Generator) -> SaturnInstance | None:
        bound = p.bound
        drawn = draw_formulas(p.n, p.k, p.l, rng, planting=p.planting)
        coin = bound < 1 and bool(rng.integers(2))
        for clauses, solution in islice(drawn, choosing.draws(p.k)):
            if len(clauses) < p.l:
                continue
            if choosing.resists(p.k, clauses, p.bits, bound, coin=coin):
                cnf = Cnf.trusted(n_vars=p.k, clauses=clauses)  # validated as a field
                return SaturnInstance(n=p.n, cnf=cnf, solution=to_bits(solution, p.k))
        return None

    def prompt(self, x: SaturnInstance) -> str:
        return PROMPT.format(
            variables=_listed(x.cnf.n_vars), n=x.n, k=x.cnf.n_vars, clause=notation(x.cnf)
        )

    def verify(self, x: SaturnInstance, answer: str) -> Verdict:
        return judge_assignment(x.cnf, variable_names(x.cnf.n_vars), answer)

    def solve(self, x: SaturnInstance) -> str:
        return f"\\boxed{{{x.solution}}}"

    def work(self, x: SaturnInstance) -> str:
        """Give the variables their values in turn, and say which clauses that satisfies."""
        left, steps = set(range(len(x.cnf.clauses))), []
        names = variable_names(x.cnf.n_vars)
        for variable, (name, bit) in enumerate(zip(names, x.solution, strict=True), 1):
            literal = variable if bit == "1" else -variable
            now = sorted(i for i in left if literal in x.cnf.clauses[i])
            left -= set(now)
            held = f"clauses {', '.join(str(i + 1) for i in now)} hold" if now else "nothing new"
            steps.append(f"{name} = {bit}: {held}, {len(left)} to go.")
        return "\n".join([*steps, self.solve(x)])

    def measure(self, x: SaturnInstance) -> dict[str, float]:
        return _features(x) | statistics(x.cnf)

    def measure_full(self, x: SaturnInstance) -> dict[str, float]:
        return _features(x) | effort(x.cnf)

    def canonical(self, x: SaturnInstance) -> Any:
        return canonical(x.cnf)

    def baselines(self, x: SaturnInstance) -> dict[str, str]:
        return guess.answers(x.cnf) | choosing.bits_answers(x.cnf)

    def floor(self, p: SaturnParams) -> float:
        return choosing.floor(p.k, p.bits, p.bound)

    def space(self, p: SaturnParams) -> int | None:
        formulas = comb(comb(p.k, p.n) << p.n, p.l) if p.l < 2**p.n else None
        return formulas if p.bound == 1 and formulas and formulas <= 100_000 else None


PROMPT = """\
Satisfy a Boolean formula in conjunctive normal form.

The formula is given as JSON: "n_sat" is the number of literals in every clause, "k" the number of \
variables, and "clause" the formula. Clauses are joined by " & ", and all of them must hold. The \
literals of a clause are written one after the other, and at least one of them must hold; "!" \
before a variable negates it. The variables, in order, are {variables}.

{{"n_sat": {n}, "k": {k}, "clause": "{clause}"}}

Reason step by step. Then put your final answer within \\boxed{{}}: a string of {k} characters, \
one for each variable in order, 1 for true and 0 for false. If several assignments satisfy the \
formula, any one of them will do.
"""


def difficulty(n: int, k: int, l: int) -> float:  # noqa: E741 - SATURN's name
    """SATURN's estimate D(n, k, l) = log2 k + 2 log2 l - n + k/n (arXiv 2505.16368, section 3)."""
    return log2(k) + 2 * log2(l) - n + k / n


@lru_cache(maxsize=64)
def variable_names(k: int) -> tuple[str, ...]:
    """A, B, C, … as SATURN has them; x1, x2, … where the letters run out."""
    return tuple(map(chr, range(65, 65 + k))) if k <= 26 else tuple(f"x{v + 1}" for v in range(k))


def notation(cnf: Cnf) -> str:
    """SATURN's text of a formula: `!B!DE & BC!D`."""
    literal = _literals(cnf.n_vars).__getitem__
    return " & ".join(["".join(map(literal, clause)) for clause in cnf.clauses])


@lru_cache(maxsize=64)
def _literals(k: int) -> tuple[str, ...]:
    """The text of each literal, indexed by the signed literal."""
    names = variable_names(k)
    return ("", *names, *(f"!{name}" for name in reversed(names)))


@lru_cache(maxsize=64)
def _listed(k: int) -> str:
    names = variable_names(k)
    return ", ".join(names) if k <= 26 else f"{names[0]}, {names[1]}, ..., {names[-1]}"


def _features(x: SaturnInstance) -> dict[str, float]:
    d = difficulty(x.n, x.cnf.n_vars, len(x.cnf.clauses))
    return {"saturn_d": d, **guess.features(x.cnf)}
