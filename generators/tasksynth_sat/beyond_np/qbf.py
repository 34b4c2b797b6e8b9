"""Quantified formulas, as a game: a first move after which the opponent cannot succeed."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_sat.drawing import draw
from tasksynth_sat.formulas.cnf import Clause, Cnf, from_bits, to_bits
from tasksynth_sat.kinds import asked
from tasksynth_sat.kinds.asked import FormulaQuestion
from tasksynth_sat.reading.assignments import read_assignment
from tasksynth_sat.solving import gambit
from tasksynth_sat.solving.gambit import Moves
from tasksynth_sat.wording.questions import WORDINGS, Format, choose_form, question

RATIO = {3: 2.1, 4: 6.0}
"""Clauses for each answering variable at which few first moves win: half of the clauses are left
open by a move, and with a literal less they are about as many as a formula bears."""
DRAWS = 64
"""Formulas drawn in a row."""
VERIFY_CONFLICTS = 200_000
"""Budget for one verdict: a second at 60 variables."""


class QbfParams(Params):
    """How much each player decides, and how much stands against the second."""

    n_first: Annotated[int, Field(ge=3, le=24), Knob(6, 17)] = 8
    """Variables that the policy sets, first."""
    n_then: Annotated[int, Field(ge=4, le=60), Knob(8, 30, log=True)] = 12
    """Variables that the opponent sets then."""
    width: Annotated[Literal[3, 4], Ladder(3, 4)] = 3
    """Literals a clause: one of the first player's, the others of the opponent's. With 3, what a
    move leaves is 2-SAT."""
    ratio: Annotated[float, Field(gt=0, le=20)] | None = None
    """Clauses for each variable of the opponent. By default 2.1 of 3 literals, 6 of 4, where few
    moves win."""
    format: Format = "any"
    """As for the other questions about formulas; SATQuest has no text for this one."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Highest share of first moves in [0, 1] that win. Below 1, a task that a rule of thumb wins is
    drawn anew."""

    @property
    def m(self) -> int:
        """How many clauses a formula has."""
        return max(2, round((self.ratio or RATIO[self.width]) * self.n_then))

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        if self.format.startswith("satquest"):
            raise ValueError("SATQuest's texts have no opponent; ask for another format")
        if self.max_guess < 0.5**self.n_first:
            raise ValueError(
                f"one move of 2^{self.n_first} wins at least; raise max_guess from "
                f"{self.max_guess:g}, or n_first"
            )
        return self


class QbfInstance(FormulaQuestion):
    """A formula, and how many of its variables are set first."""

    first: Annotated[int, Field(ge=1)]
    """The variables from 1 to this are the policy's."""
    solution: Annotated[str, Field(pattern="^[01]+$")]
    """A first move that has no answer."""


class Qbf(Family[QbfParams, QbfInstance]):
    """2QBF as a game: set the first variables so that no choice of the others satisfies it."""

    name = "sat.qbf"
    version = 1
    effort = "answered"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)
    checked = 8

    def generate(self, p: QbfParams, rng: np.random.Generator) -> QbfInstance | None:
        """A formula with few winning moves, none of them found by a rule of thumb."""
        for _ in range(DRAWS):
            word = int(rng.bit_generator.random_raw())
            clauses = _drawn(p, rng)
            if clauses is None:
                continue
            cnf = asked.formula(p.n_first + p.n_then, clauses)
            found = gambit.gambit(cnf, p.n_first)
            if found is None or (p.max_guess < 1 and not _withstands(cnf, p)):
                continue
            form = choose_form(p.format, word >> 24, cnf.n_vars, len(clauses))
            return QbfInstance.trusted(
                cnf=cnf,
                form=form,
                wording=word % WORDINGS,
                first=p.n_first,
                solution=to_bits(found.move, p.n_first),
            )
        return None

    def prompt(self, x: QbfInstance) -> str:
        """Asks for one value for each variable of the first player."""
        n, clauses = x.cnf.n_vars, x.cnf.clauses
        return question("gambit", x.form, x.wording, n, clauses, smallest=True, first=x.first)

    def verify(self, x: QbfInstance, answer: str) -> Verdict:
        """Look for the opponent's answer to the move."""
        try:
            move = read_assignment(answer, asked.names(x.first), spoken=asked.spoken_values(x))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if move == from_bits(x.solution):
            return self.rubric(solved=1)
        reply = gambit.answer_to(x.cnf, x.first, move, conflicts=VERIFY_CONFLICTS)
        if reply is None:
            return self.rubric(solved=1)
        then = to_bits(reply, x.cnf.n_vars)[x.first :]
        return self.rubric(solved=0, why=f"{then} for the others satisfies every clause")

    def solve(self, x: QbfInstance) -> str:
        """The stored move."""
        return asked.write(x, x.solution)

    def measure(self, x: QbfInstance) -> dict[str, float]:
        """The size, the moves that a search tries before it finds one without an answer."""
        found = gambit.gambit(x.cnf, x.first)
        if found is None:
            raise AssertionError("the search that made this task no longer finds a move")
        return {
            "n_vars": float(x.cnf.n_vars),
            "n_clauses": float(len(x.cnf.clauses)),
            "first": float(x.first),
            "answered": float(found.answers),
            "conflicts": float(found.conflicts),
            "guess": Moves(x.cnf, x.first).share(),
        }

    def canonical(self, x: QbfInstance) -> Any:
        """Who decides what and the formula, whatever the order and the wording."""
        return [x.first, *asked.same_formula(x)]

    def baselines(self, x: QbfInstance) -> dict[str, str]:
        """Moves that look at no answer."""
        moves = gambit.rules_of_thumb(x.cnf, x.first)
        rng = np.random.Generator(np.random.Philox(key=x.wording))
        moves["blind"] = int(rng.integers(1 << x.first))
        return {name: to_bits(move, x.first) for name, move in moves.items()}

    def floor(self, p: QbfParams) -> float:
        """What `max_guess` allows to a move at random; rules with other ties win .04 at most."""
        return max(p.max_guess, 0.05)


def _drawn(p: QbfParams, rng: np.random.Generator) -> list[Clause] | None:
    """So many different clauses that mention every variable; None where the draw failed."""
    clauses = [*islice(dict.fromkeys(_stream(p, rng)), p.m)]
    mentioned = {abs(y) for clause in clauses for y in clause}
    return clauses if len(clauses) == p.m and len(mentioned) == p.n_first + p.n_then else None


def _stream(p: QbfParams, rng: np.random.Generator) -> Iterator[Clause]:
    """Clauses with one literal of the first player's, who takes turns by chance."""
    words = rng.integers(0, 2 * p.n_first, 2 * p.m + 8).tolist()
    theirs = draw.clauses(rng, p.n_then, p.width - 1, at_once=2 * p.m + 8)
    for word, clause in zip(words, theirs, strict=False):
        own = word // 2 + 1
        shifted = (y + p.n_first if y > 0 else y - p.n_first for y in clause)
        yield (own if word & 1 else -own, *shifted)


def _withstands(cnf: Cnf, p: QbfParams) -> bool:
    """Whether few moves win, and none that a rule of thumb makes."""
    moves = Moves(cnf, p.n_first)
    if moves.share() > p.max_guess:
        return False
    return not any(map(moves.wins, gambit.rules_of_thumb(cnf, p.n_first).values()))
