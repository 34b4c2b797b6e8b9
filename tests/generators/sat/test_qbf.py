"""First moves against every answer: by enumeration, in every wording, and by no rule of thumb."""

from collections import Counter
from functools import cache
from statistics import median
from typing import Any, get_args

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.single import source
from tasksynth_sat import Qbf
from tasksynth_sat.beyond_np.qbf import QbfInstance
from tasksynth_sat.formulas.cnf import Cnf, to_bits
from tasksynth_sat.solving import gambit
from tasksynth_sat.wording.questions import Own, Told
from tests.generators.sat.rereading import reread
from tests.generators.sat.retelling import retold

FAMILY = Qbf()


@cache
def drawn(level: float, count: int) -> list[QbfInstance]:
    made = source(FAMILY.name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]  # type: ignore[misc]


def wins(x: QbfInstance, move: int) -> bool:
    """Whether no choice of the others satisfies the formula, by trying each."""
    rest = x.cnf.n_vars - x.first
    return not any(
        all(any((move | then << x.first) >> abs(y) - 1 & 1 == (y > 0) for y in c) for c in left)
        for left in (x.cnf.clauses,)
        for then in range(1 << rest)
    )


def test_moves_are_judged_by_every_answer_to_them() -> None:
    for x in drawn(0.0, 60)[:3]:
        right = [wins(x, move) for move in range(1 << x.first)]
        assert 1 <= sum(right) <= 0.05 * len(right)
        assert gambit.Moves(x.cnf, x.first).share() == sum(right) / len(right)
        for move, won in enumerate(right):
            bits = to_bits(move, x.first)
            verdict = FAMILY.verify(x, f"\\boxed{{{bits}}}")
            assert (verdict.status == "pass") == won
            if not won:  # the verdict shows what refutes the move
                then = verdict.why.split()[0]
                assert not wins_against(x, bits + then)


def wins_against(x: QbfInstance, bits: str) -> bool:
    return not all(any((bits[abs(y) - 1] == "1") == (y > 0) for y in c) for c in x.cnf.clauses)


def test_the_search_finds_a_move_exactly_where_there_is_one() -> None:
    found = 0
    for key in range(60):
        rng = np.random.Generator(np.random.Philox(key=key))
        clauses = tuple(
            tuple(int(v) * int(s) for v, s in zip(vs, signs, strict=True))
            for vs, signs in (
                ((rng.integers(1, 5), *(rng.permutation(5)[:2] + 5)), rng.choice([-1, 1], 3))
                for _ in range(13)
            )
        )
        x = QbfInstance.trusted(cnf=Cnf(n_vars=9, clauses=clauses), first=4)
        moves = [move for move in range(16) if wins(x, move)]
        searched = gambit.gambit(x.cnf, 4)
        assert (searched is not None) == bool(moves)
        if searched is not None:
            assert searched.move in moves
            found += 1
    assert 10 < found < 55


def test_search_gives_up_at_its_budget() -> None:
    hard = drawn(0.6, 6)
    assert any(gambit.gambit(x.cnf, x.first, conflicts=5) is None for x in hard)
    x = hard[0]
    with pytest.raises(RuntimeError, match="not settled in 1 conflicts"):
        [gambit.answer_to(x.cnf, x.first, move, conflicts=1) for move in range(64)]


@pytest.mark.parametrize("form", [*get_args(Own), *get_args(Told)])
def test_the_prompt_states_the_formula_and_who_decides_what(form: str) -> None:
    params = {"n_first": 6, "n_then": 7, "format": form}
    made = source(FAMILY.name, seed=3, params=params)
    for index in range(4):
        one = made.draw(index)
        x: Any = one.instance
        text = one.task.text
        told = retold(text, form[5:]) if form.startswith("tale") else reread(text, form)
        assert [sorted(c) for c in told] == [sorted(c) for c in x.cnf.clauses]
        question = text.rpartition("\n\n")[2]
        assert "6" in question
        if form in ("math", "dimacs", "rules", "patterns", "code"):
            assert "x1 to x6" in question
            assert "x7 to x13" in question
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        whole = x.solution + "0" * 7
        assert FAMILY.verify(x, f"\\boxed{{{whole}}}").status == "unparsable"


def test_each_clause_has_one_literal_of_the_first_player() -> None:
    for level, width in ((0.0, 3), (0.6, 4)):
        for x in drawn(level, 6):
            for clause in x.cnf.clauses:
                assert len(clause) == width
                assert sum(abs(y) <= x.first for y in clause) == 1


def test_no_rule_of_thumb_wins() -> None:
    tasks = drawn(0.0, 60)
    won = Counter[str]()
    for seed, x in enumerate(tasks):
        moves = gambit.Moves(x.cnf, x.first)
        order = np.random.Generator(np.random.Philox(key=seed)).permutation(x.first) + 1
        for name, weigh in gambit.WEIGHTS.items():
            won[name] += moves.wins(gambit.leaving(x.cnf, x.first, weigh, order.tolist()))
        for name, said in FAMILY.baselines(x).items():
            won[f"told, {name}"] += FAMILY.verify(x, said).status == "pass"
    assert max(won.values()) <= 0.05 * 60 + 4, won


def test_without_a_bound_rules_of_thumb_do_win() -> None:
    made = source(FAMILY.name, seed=1, params={"n_first": 6, "n_then": 8, "max_guess": 1})
    found = 0
    for index in range(20):
        x: Any = made.draw(index).instance
        moves = gambit.Moves(x.cnf, x.first)
        found += any(map(moves.wins, gambit.rules_of_thumb(x.cnf, x.first).values()))
    assert found > 5


def test_levels_take_more_and_more_refuted_moves() -> None:
    tried = [median(FAMILY.measure(x)["answered"] for x in drawn(at, 6)) for at in (0.0, 0.6)]
    assert tried[0] * 2 < tried[1]


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"format": "satquest"}, "texts have no opponent"),
        ({"n_first": 4}, "one move of 2\\^4 wins at least; raise max_guess from 0.05"),
        ({"width": 5}, "width"),
    ],
)
def test_what_cannot_be_asked_is_refused(params: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source(FAMILY.name, seed=1, params=params)
