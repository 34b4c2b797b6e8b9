"""Entailment: what follows from premises, what contradicts them, and what they leave open."""

from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing.premises import draw_premises, draw_statements
from tasksynth_puzzles.reading.roles import read_roles
from tasksynth_puzzles.solving.claims import Claim, known_in, table
from tasksynth_puzzles.solving.entailment import (
    FALSE,
    OPEN,
    TRUE,
    Standing,
    alone,
    one_case,
    plain_facts,
    standing,
    trials,
)
from tasksynth_puzzles.telling.entailment import AFFAIRS, WORDS, tell
from tasksynth_puzzles.telling.scenes import NAMES
from tasksynth_schemas import Model

_KINDS = (
    (WORDS[FALSE], "contradicted", "impossible"),
    (WORDS[TRUE], "follows", "entailed"),
    (WORDS[OPEN], "undetermined", "unknown", "undecided"),
)
_TALK = (
    "statement statements conclusion conclusions must be could can cannot either stands stand must "
    "case cases every no some holds"
)
_CASES = 5
"""How many cases the strategy looks at that trusts in a few."""


class EntailmentParams(Params):
    """How many facts there are, and how many statements are judged."""

    facts: Annotated[int, Field(ge=6, le=14), Knob(6, 13)] = 7
    """Each of them may be the case or not."""
    statements: Annotated[int, Field(ge=5, le=10), Knob(5, 9)] = 6
    """Each of them follows, is contradicted, or is left open; each of that occurs."""


class EntailmentInstance(Model):
    """Premises that agree with each other, and statements."""

    theme: int
    names: tuple[str, ...]
    premises: tuple[Claim, ...]
    """None follows from the others."""
    statements: tuple[Claim, ...]
    standings: tuple[Standing, ...]
    """For each statement: 0 false, 1 true, 2 open; the solution."""
    wording: int


class Entailment(Family[EntailmentParams, EntailmentInstance]):
    """Say of each statement whether it follows from premises, contradicts them, or is open."""

    name = "puzzle.entailment"
    effort = "cases"
    rubric = Rubric(gate="solved", solved=1.0, right=0.0)

    def generate(self, p: EntailmentParams, rng: np.random.Generator) -> EntailmentInstance | None:
        """Premises around a hidden case, then statements that no premise settles by itself."""
        dice = Dice(rng)
        premises = draw_premises(dice, p.facts)
        if premises is None:
            return None
        dice.shuffle(premises)
        tables = [table(claim, p.facts) for claim in premises]
        drawn = draw_statements(dice, p.facts, tables, p.statements)
        if drawn is None:
            return None
        statements, standings = drawn
        x = EntailmentInstance.trusted(
            theme=dice.below(len(AFFAIRS)),
            names=tuple(dice.sample(NAMES.values, p.facts)),
            premises=tuple(premises),
            statements=tuple(statements),
            standings=tuple(standings),
            wording=dice.word() >> 16,
        )
        return None if any(row == standings for _, row in _guessed(x)) else x

    def prompt(self, x: EntailmentInstance) -> str:
        return tell(x.theme, x.names, x.premises, x.statements, x.wording)

    def verify(self, x: EntailmentInstance, answer: str) -> Verdict:
        numbers = [str(i + 1) for i in range(len(x.statements))]
        try:
            found = read_roles(answer, numbers, _KINDS, talk=_TALK.split())
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = sum(a == b for a, b in zip(found, x.standings, strict=True))
        if right == len(numbers):
            return self.rubric(solved=1.0, right=1.0)
        first = next(i for i, (a, b) in enumerate(zip(found, x.standings, strict=True)) if a != b)
        why = f"statement {first + 1} is not {WORDS[found[first]]}"
        return self.rubric(solved=0.0, right=right / len(numbers), why=why)

    def solve(self, x: EntailmentInstance) -> str:
        return _written(x.standings)

    def measure(self, x: EntailmentInstance) -> dict[str, float]:
        n, tables, asked = _tables(x)
        left = (1 << (1 << n)) - 1
        for premise in tables:
            left &= premise
        spent = sum(trials(tables, one, n) for one in asked)
        return {
            "facts": n,
            "premises": len(tables),
            "cases": left.bit_count(),
            "known": len(known_in(plain_facts(tables, n), n)),
            "trials": spent,
        }

    def canonical(self, x: EntailmentInstance) -> Any:
        """Premises and statements by numbers of people in the order of the prompt's list."""
        return [
            len(x.names),
            sorted(claim.model_dump_json() for claim in x.premises),
            sorted(claim.model_dump_json() for claim in x.statements),
        ]

    def baselines(self, x: EntailmentInstance) -> dict[str, str]:
        """One word for all, chance, pairs of premises, known facts, one case, a few cases."""
        return {name: _written(row) for name, row in _guessed(x)}

    def floor(self, p: EntailmentParams) -> float:
        """Three cases, found by assuming what is not known yet, show how all statements stand."""
        return 0.23 if p.statements < 6 else 0.12


def _written(standings: tuple[Standing, ...] | list[Standing]) -> str:
    pairs = (f"{i}={WORDS[one]}" for i, one in enumerate(standings, 1))
    return "Answer: " + ", ".join(pairs)


def _tables(x: EntailmentInstance) -> tuple[int, list[int], list[int]]:
    n = len(x.names)
    return n, [table(one, n) for one in x.premises], [table(one, n) for one in x.statements]


def _guessed(x: EntailmentInstance) -> Iterator[tuple[str, list[Standing]]]:
    n, premises, asked = _tables(x)
    dice = guesses(x.wording)
    for kind in (FALSE, TRUE, OPEN):
        yield f"all {WORDS[kind]}", [kind] * len(asked)
    chance: list[Standing] = [(FALSE, TRUE, OPEN)[dice.below(3)] for _ in asked]
    yield "random", chance
    yield "pairs", [alone(premises, one, 2) for one in asked]
    cases = plain_facts(premises, n)
    yield "known facts", [standing(cases, one) for one in asked]
    yield "one case", shown_by(x, guesses(x.wording), 1)
    yield "a few cases", shown_by(x, dice, _CASES)


def shown_by(x: EntailmentInstance, dice: Dice, count: int) -> list[Standing]:
    """How the statements stand in so many cases, each found by assuming and going on."""
    n, premises, asked = _tables(x)
    seen, order = 0, list(range(n))
    for _ in range(count):
        dice.shuffle(order)
        seen |= one_case(premises, n, order, dice.below(1 << n))
    return [standing(seen, one) for one in asked]
