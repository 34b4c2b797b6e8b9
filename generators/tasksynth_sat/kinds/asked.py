"""What the five question families have in common: their params, their instance, their verdicts."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Knob, Params, UsageError
from tasksynth.answers import Unreadable
from tasksynth_sat.drawing.draw import Width, mean_bits, n_satisfied, order
from tasksynth_sat.formulas.cnf import Clause, Cnf, canonical, from_bits
from tasksynth_sat.reading.assignments import read_assignment
from tasksynth_sat.reading.clause_sets import read_clause_set
from tasksynth_sat.solving import solvers
from tasksynth_sat.tales.telling import TONGUES
from tasksynth_sat.wording.questions import (
    WORDINGS,
    Form,
    Format,
    Question,
    check_format,
    choose_form,
    language_of,
    question,
    spoken_people,
    spoken_variables,
)
from tasksynth_schemas import Model

Target = Literal["smallest", "minimal"]
"""Which sets of clauses are asked for: of least size, or without a superfluous member."""


class QuestionParams(Params):
    """Size, shape and wording of a question about a formula."""

    n_vars: Annotated[int, Field(ge=2, le=500), Knob(4, 40, log=True)] = 8
    """Propositional variables."""
    ratio: Annotated[float, Field(gt=0, le=60)] = 4.0
    """Clauses a variable; `n_clauses`, where given, replaces it."""
    n_clauses: Annotated[int, Field(ge=2, le=10_000)] | None = None
    """Clauses. By default `ratio` times `n_vars`, rounded."""
    width: Annotated[Width, Field(union_mode="left_to_right")] = 3
    """Literals a clause, from 2 to 8, or `mixed` as in SATQuest (mostly 2 to 4)."""
    format: Format = "any"
    """`any` of our own formats in symbols and English, one of them, `satquest` for one of
    SATQuest's own four texts, or one of those by name; `tale` for a tale in any of four languages,
    `tale_en`, `tale_zh`, `tale_es` or `tale_de` for one of them."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.2
    """Highest chance in [0, 1] that a blind guess may have on an instance. Below 1, an instance
    that any of the trivial strategies solves is drawn anew."""

    @property
    def m(self) -> int:
        """How many clauses a formula has."""
        return self.n_clauses or max(2, round(self.ratio * self.n_vars))

    @property
    def bits(self) -> float:
        """Of surprise in a solution, as the first moment has it."""
        return self.m * mean_bits(self.width)

    @model_validator(mode="after")
    def _formulas_exist(self) -> Self:
        n, m, width = self.n_vars, self.m, self.width
        if width != "mixed" and not 2 <= width <= min(8, n):
            raise ValueError(f"want a width from 2 to {min(8, n)} for {n} variables, got {width}")
        if m > 0.75 * (exist := n_satisfied(n, width)):
            raise ValueError(
                f"one assignment of {n} variables satisfies only {exist} different clauses, and a "
                f"formula takes at most 3 in 4 of them; want at most {exist * 3 // 4}, got {m}"
            )
        if m * (6 if width == "mixed" else width) < n:
            raise ValueError(f"{m} clauses cannot mention all of {n} variables; want more clauses")
        try:
            check_format(self.format, n, m)
        except UsageError as e:
            raise ValueError(str(e)) from e
        return self


class FormulaQuestion(Model):
    """A formula, and how the question about it is worded."""

    cnf: Cnf
    form: Form
    wording: Annotated[int, Field(ge=0, lt=WORDINGS)]


def formula(n_vars: int, clauses: Iterable[Clause]) -> Cnf:
    """A formula of literals known to be in range: drawn, not read."""
    return Cnf.trusted(n_vars=n_vars, clauses=tuple(clauses))


def wording(p: QuestionParams, word: int) -> dict[str, Any]:
    """The fields `form` and `wording`, from one random 64-bit word."""
    return {
        "form": choose_form(p.format, word >> 24, p.n_vars, p.m),
        "wording": word % WORDINGS,
    }


def ask(
    problem: Question, x: FormulaQuestion, *, smallest: bool = True, weights: Sequence[int] = ()
) -> str:
    """The prompt."""
    n, clauses = x.cnf.n_vars, x.cnf.clauses
    return question(problem, x.form, x.wording, n, clauses, smallest=smallest, weights=weights)


def shuffled(rng: np.random.Generator, clauses: list[Clause]) -> list[Clause]:
    """The clauses in random order."""
    return [clauses[i] for i in order(rng, len(clauses))]


def features(x: FormulaQuestion, *, full: bool) -> dict[str, float]:
    """Size and solver statistics: of one run, or medians over isomorphic copies."""
    n, m = x.cnf.n_vars, len(x.cnf.clauses)
    effort = solvers.effort(x.cnf) if full else solvers.statistics(x.cnf)
    return {"n_vars": float(n), "n_clauses": float(m), "ratio": m / n} | effort


def read_values(x: FormulaQuestion, answer: str) -> int | str:
    """The assignment that an answer gives, or what is wrong with it; plain bits are read fast."""
    n = x.cnf.n_vars
    if len(answer) == n and not answer.strip("01"):
        return from_bits(answer)
    try:
        return read_assignment(answer, names(n), spoken=spoken_values(x))
    except Unreadable as e:
        return str(e)


@lru_cache(maxsize=64)
def names(n_vars: int) -> tuple[str, ...]:
    """What the variables are called."""
    return tuple(f"x{v}" for v in range(1, n_vars + 1))


def read_clauses(x: FormulaQuestion, answer: str) -> set[int] | str:
    """The places of the clauses that an answer names, from 0, or what is wrong with it."""
    m = len(x.cnf.clauses)
    if len(answer) == m and not answer.strip("01"):
        return {i for i, bit in enumerate(answer) if bit == "1"}
    try:
        return set(read_clause_set(answer, m, spoken=spoken_clauses(x)))
    except Unreadable as e:
        return str(e)


def spoken_values(x: FormulaQuestion) -> Mapping[str, str]:
    """What a story calls the variables and their values, with what is meant."""
    return spoken_variables(x.form, x.wording, x.cnf.n_vars)


def spoken_clauses(x: FormulaQuestion) -> Mapping[str, str]:
    """Whose wishes the clauses of a story are, with the clauses' numbers."""
    return spoken_people(x.form, x.wording, len(x.cnf.clauses))


def write(x: FormulaQuestion, answer: str) -> str:
    r"""An answer in the form that the question asks for: `\boxed{…}`, or SATQuest's bare bits."""
    return answer if x.form.startswith("satquest_") else f"\\boxed{{{answer}}}"


def write_decision(x: FormulaQuestion, *, yes: bool) -> str:
    """A decision as the question wants it: a digit, or a word in the language of a tale."""
    language = language_of(x.form)
    if language is None:
        return write(x, str(int(yes)))
    tongue = TONGUES[language]
    return write(x, tongue.yes if yes else tongue.no)


def write_clauses(x: FormulaQuestion, places: Iterable[int]) -> str:
    """A set of clauses as the question wants it: numbers from 1, or SATQuest's bits."""
    if x.form.startswith("satquest_"):
        chosen = set(places)
        return "".join("1" if i in chosen else "0" for i in range(len(x.cnf.clauses)))
    return ", ".join(str(i + 1) for i in places)


def blind_sets(x: FormulaQuestion, size: int) -> dict[str, list[int]]:
    """Sets of so many clauses that look at none: the first ones, and some at random."""
    rng = np.random.Generator(np.random.Philox(key=x.wording))
    some = sorted(rng.permutation(len(x.cnf.clauses))[:size].tolist())
    return {"first": list(range(size)), "blind": some}


def resolve(target: Target, form: Form) -> Target:
    """What a text asks for: SATQuest's always for a minimal set."""
    return "minimal" if form.startswith("satquest_") else target


def same_formula(x: FormulaQuestion) -> list[object]:
    """The canonical formula; how the question is worded does not count."""
    return canonical(x.cnf)


def check_contradiction(p: QuestionParams, copies: int = 1) -> None:
    """Refuse formulas too small to be unsatisfiable, `copies` times over.

    Raises:
        ValueError: naming the least number of variables or clauses.
    """
    least_vars = 3 if p.width == "mixed" else p.width + 1
    least = copies * (4 if p.width == "mixed" else 2**p.width * 9 // 8)
    if p.n_vars < least_vars or p.m < least:
        raise ValueError(
            f"contradictions of width {p.width} are made on at least {least_vars} variables and "
            f"{least} clauses, got {p.n_vars} and {p.m}"
        )
