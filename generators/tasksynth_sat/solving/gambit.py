"""Two players: one sets some variables first, so that the other cannot satisfy the formula.

Whether there is such a first move is a quantified formula, "for some X, for no Y". The search
guesses a move and asks for an answer to it; every answer rules out the moves that it answers
(Janota, Klieber, Marques-Silva, Clarke: "Solving QBF with counterexample guided refinement",
Artificial Intelligence 234, 2016). Variables from 1 to `first` are the first player's.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.solving.solvers import CONFLICTS, model_of, open_solver

Weigh = Callable[[int, Mapping[int, int]], float]
"""How a literal of the opponent's weighs, given how often each is in what is open already."""
SAMPLE = 64
"""Moves that tell the share of those that win."""


@dataclass(frozen=True, slots=True)
class Gambit:
    """A first move that has no answer, and what it took to find it."""

    move: int
    answers: int
    """Moves that were tried and answered before."""
    conflicts: int


def gambit(cnf: Cnf, first: int, *, conflicts: int = CONFLICTS) -> Gambit | None:
    """A first move after which nothing satisfies the formula; None if there is none, or no end."""
    mask = (1 << first) - 1
    top = cnf.n_vars
    rows = _rows(cnf.clauses, first)
    moves, answers = open_solver(()), open_solver(cnf.clauses)
    try:
        tried = 0
        while True:
            spent = sum(s.accum_stats()["conflicts"] for s in (moves, answers))
            if spent >= conflicts:
                return None
            moves.conf_budget(conflicts - spent)
            if not moves.solve_limited():
                return None
            move = model_of(moves) & mask
            answers.conf_budget(conflicts - spent)
            found = answers.solve_limited(assumptions=literals_of(move, first))
            if found is None:
                return None
            if not found:
                spent = sum(s.accum_stats()["conflicts"] for s in (moves, answers))
                return Gambit(move, tried, spent)
            tried += 1
            top = _refuse(moves, rows, model_of(answers), top)
    finally:
        moves.delete()
        answers.delete()


@dataclass(frozen=True, slots=True)
class _Halves:
    """A clause: the first player's literals, and what the second has to set to satisfy it."""

    own: list[int]
    plain: int
    negated: int


def _rows(clauses: Sequence[Clause], first: int) -> list[_Halves]:
    return [
        _Halves(
            [y for y in clause if abs(y) <= first],
            sum(1 << y - 1 for y in clause if y > first),
            sum(1 << -y - 1 for y in clause if -y > first),
        )
        for clause in clauses
    ]


def _refuse(moves: object, rows: Sequence[_Halves], answer: int, top: int) -> int:
    """Let the first player see to it that this answer leaves a clause false."""
    open_ = [row.own for row in rows if not (row.plain & answer or row.negated & ~answer)]
    false = range(top + 1, top + len(open_) + 1)
    add = moves.add_clause  # type: ignore[attr-defined]
    for flag, own in zip(false, open_, strict=True):
        for y in own:
            add([-flag, -y])
    add([*false])
    return top + len(open_)


def literals_of(assignment: int, n_vars: int) -> list[int]:
    """The literals that an assignment makes true."""
    return [v if assignment >> v - 1 & 1 else -v for v in range(1, n_vars + 1)]


def answer_to(cnf: Cnf, first: int, move: int, *, conflicts: int) -> int | None:
    """An assignment that makes this first move and satisfies the formula; None if there is none.

    Raises:
        RuntimeError: if the budget runs out.
    """
    solver = open_solver(cnf.clauses)
    try:
        solver.conf_budget(conflicts)
        found = solver.solve_limited(assumptions=literals_of(move, first))
        if found is None:
            raise RuntimeError(
                f"whether a move has an answer is not settled in {conflicts} conflicts"
            )
        return model_of(solver) if found else None
    finally:
        solver.delete()


class Moves:
    """Which first moves win, asked again and again."""

    def __init__(self, cnf: Cnf, first: int) -> None:
        self._cnf, self._first = cnf, first

    def wins(self, move: int) -> bool:
        """Whether a move has no answer.

        Raises:
            RuntimeError: if that takes more than `CONFLICTS` conflicts.
        """
        return answer_to(self._cnf, self._first, move, conflicts=CONFLICTS) is None

    def share(self) -> float:
        """The share of moves that win: of all up to 6 variables, else of 64 fixed random ones."""
        count = 1 << self._first
        if count > SAMPLE:
            moves = np.random.Generator(np.random.Philox(key=self._first)).integers(
                0, count, SAMPLE
            )
            return sum(map(self.wins, moves.tolist())) / SAMPLE
        return sum(map(self.wins, range(count))) / count


def rules_of_thumb(cnf: Cnf, first: int) -> dict[str, int]:
    """Moves by what they leave open, one descent each: nothing that the opponent does is tried."""
    constant = {"zeros": 0, "ones": (1 << first) - 1}
    forward = [*range(1, first + 1)]
    turned = {
        f"{name}{suffix}": leaving(cnf, first, weigh, order)
        for name, weigh in WEIGHTS.items()
        for suffix, order in (("", forward), (", last first", forward[::-1]))
    }
    return constant | turned


def leaving(cnf: Cnf, first: int, weigh: Weigh, order: Sequence[int]) -> int:
    """Each own variable in turn leaves open what weighs most, given what is open already.

    Of equal sides, the first variable of the order takes that of 0 if it is variable 1.
    """
    move = 0
    times: Counter[int] = Counter()
    for v in order:
        sides = {
            value: [
                y
                for clause in cnf.clauses
                if (-v if value else v) in clause
                for y in clause
                if abs(y) > first
            ]
            for value in (0, 1)
        }
        weights = {value: sum(weigh(y, times) for y in side) for value, side in sides.items()}
        equal = int(order[0] != 1)
        value = equal if weights[0] == weights[1] else int(weights[1] > weights[0])
        move |= value << v - 1
        times.update(sides[value])
    return move


WEIGHTS: Mapping[str, Weigh] = {
    "most clauses": lambda _, __: 1.0,
    "fewest clauses": lambda _, __: -1.0,
    "against what is open": lambda y, times: 1.0 + times[-y],
    "with what is open": lambda y, times: 1.0 + times[y],
    "on what is open": lambda y, times: 1.0 + times[y] + times[-y],
}
"""What a move should leave to the opponent to be satisfied."""
