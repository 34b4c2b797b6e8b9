"""Knights and knaves: who tells the truth, told by what they say about each other."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing.talk import Talk, draw_statements
from tasksynth_puzzles.reading.roles import read_roles
from tasksynth_puzzles.solving import claims
from tasksynth_puzzles.solving.claims import Assertion, Claim
from tasksynth_puzzles.telling.chinese_islands import CHINESE
from tasksynth_puzzles.telling.german_islands import GERMAN
from tasksynth_puzzles.telling.islands import IslandTongue, Language, tell_of
from tasksynth_puzzles.telling.roles import ROLES, tell
from tasksynth_puzzles.telling.scenes import NAMES
from tasksynth_puzzles.telling.spanish_islands import SPANISH
from tasksynth_schemas import Model

TONGUES: Mapping[Language, IslandTongue] = {"zh": CHINESE, "es": SPANISH, "de": GERMAN}
"""Languages other than English."""
_CYCLES = 3
"""Passes of the strategy that repairs a guess."""


def _is_english(language: str) -> bool:
    return language == "en"


class KnightsParams(Params):
    """How many people, and how they talk."""

    people: Annotated[int, Field(ge=4, le=14), Knob(5, 12)] = 7
    """Each of them one of two kinds."""
    talk: Annotated[Talk, Ladder("plain", "mixed", "nested")] = "mixed"
    """`plain`: who is what, with "and" and "or". `mixed`: also "if", "only one of both" and
    numbers. `nested`: what others would say, and claims made of such claims."""
    language: Annotated[Language, Field(exclude_if=_is_english)] = "en"
    """The language of the prompt and of its answer: English, Chinese, Spanish or German. English
    is no part of an address: earlier ones stay as they were."""


class KnightsInstance(Model):
    """Statements that leave one case."""

    theme: int
    names: tuple[str, ...]
    honest: tuple[bool, ...]
    """For each of them whether what they say is true: the solution."""
    statements: tuple[Assertion, ...]
    """In the order of the prompt."""
    wording: int
    language: Annotated[Language, Field(exclude_if=_is_english)] = "en"


class Knights(Family[KnightsParams, KnightsInstance]):
    """Say who always tells the truth and who always lies; the statements leave one case."""

    name = "puzzle.knights"
    effort = "effort"
    tells = ("language",)
    rubric = Rubric(gate="solved", solved=1.0, right=0.0)

    def generate(self, p: KnightsParams, rng: np.random.Generator) -> KnightsInstance | None:
        """The case first, each as likely; then statements that its people can make."""
        dice = Dice(rng)
        n, tongue = p.people, TONGUES.get(p.language)
        truth = dice.below(1 << n)
        statements = draw_statements(dice, n, truth, p.talk)
        if statements is None:
            return None
        dice.shuffle(statements)
        x = KnightsInstance.trusted(
            theme=dice.below(len(tongue.islands if tongue else ROLES)),
            names=tuple(dice.sample(tongue.names if tongue else NAMES.values, n)),
            honest=tuple(bool(truth >> i & 1) for i in range(n)),
            statements=tuple(statements),
            wording=dice.word() >> 16,
            language=p.language,
        )
        return None if any(row == [*x.honest] for _, row in _guessed(x)) else x

    def prompt(self, x: KnightsInstance) -> str:
        if tongue := TONGUES.get(x.language):
            return tell_of(tongue, x.theme, x.names, x.statements, x.wording)
        return tell(x.theme, x.names, x.statements, x.wording)

    def verify(self, x: KnightsInstance, answer: str) -> Verdict:
        lies, honest = _kinds(x)
        talk = TONGUES[x.language].talk if x.language in TONGUES else ""
        try:
            found = read_roles(answer, x.names, (lies, honest), talk=talk.split())
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        case = sum(1 << i for i, kind in enumerate(found) if kind)
        for statement in x.statements:
            if not claims.meaning(statement, len(x.names)) >> case & 1:
                right = sum(a == b for a, b in zip(found, x.honest, strict=True))
                why = f"then {x.names[statement.by]} would not say that"
                return self.rubric(solved=0.0, right=right / len(x.names), why=why)
        return self.rubric(solved=1.0, right=1.0)

    def solve(self, x: KnightsInstance) -> str:
        return _written(x, x.honest)

    def measure(self, x: KnightsInstance) -> dict[str, float]:
        n = len(x.names)
        tables = [claims.meaning(statement, n) for statement in x.statements]
        depth = max(_depth(statement.claim) for statement in x.statements)
        size = {"people": n, "statements": len(tables), "depth": depth}
        return size | claims.effort(tables, n)

    def canonical(self, x: KnightsInstance) -> Any:
        """The statements by numbers of people in the order of the prompt's list."""
        return [len(x.names), sorted(s.model_dump_json() for s in x.statements)]

    def baselines(self, x: KnightsInstance) -> dict[str, str]:
        """One kind for all, chance, who is accused lies, believe the first, repair a guess, and
        descents that guess.
        """
        return {name: _written(x, row) for name, row in (*_guessed(x), *descended(x))}

    def floor(self, p: KnightsParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses.
        """
        if p.people < 6:
            return 0.4
        return 0.35 if p.people < 10 else 0.25


def _written(x: KnightsInstance, honest: tuple[bool, ...] | list[bool]) -> str:
    words = _kinds(x)
    pairs = (f"{a}={words[told][0]}" for a, told in zip(x.names, honest, strict=True))
    begin = TONGUES[x.language].answer if x.language in TONGUES else "Answer: "
    return begin + ", ".join(pairs)


def _kinds(x: KnightsInstance) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words for the liars and for the honest; the first is the one that a prompt asks for."""
    if tongue := TONGUES.get(x.language):
        island = tongue.islands[x.theme]
        return (island.liar.label, island.liar.many), (island.honest.label, island.honest.many)
    roles = ROLES[x.theme]
    return (*roles.liar, "liar", "liars"), (*roles.honest, "truthful")


def _depth(claim: Claim) -> int:
    return 1 + max((_depth(part) for part in claim.parts), default=0)


def _named(claim: Claim) -> Iterator[tuple[int, bool]]:
    """Who is called what, as far as a claim says it outright."""
    if claim.kind == "is":
        yield claim.who[0], bool(claim.number)
    for part in claim.parts:
        yield from _named(part)


def descended(x: KnightsInstance) -> Iterator[tuple[str, list[bool]]]:
    """What descents end in that have to guess."""
    n = len(x.names)
    tables = [claims.meaning(statement, n) for statement in x.statements]
    for last in (False, True):
        for honest in (True, False):
            case = claims.descended(tables, n, last=last, honest=honest)
            if case is not None:
                name = f"descent, {'last' if last else 'first'}, {'true' if honest else 'lies'}"
                yield name, [bool(case >> i & 1) for i in range(n)]


def _guessed(x: KnightsInstance) -> Iterator[tuple[str, list[bool]]]:
    n = len(x.names)
    dice = guesses(x.wording)
    yield "honest", [True] * n
    yield "liars", [False] * n
    yield "random", [bool(dice.below(2)) for _ in range(n)]
    praise = [0] * n
    believed: dict[int, bool] = {}
    for statement in x.statements:
        believed.setdefault(statement.by, True)
        for person, good in _named(statement.claim):
            praise[person] += 1 if good else -1
            believed.setdefault(person, good == believed[statement.by])
    accused = [good >= 0 for good in praise]
    yield "accused", accused
    yield "believing", [believed.get(i, True) for i in range(n)]
    tables = [claims.meaning(statement, n) for statement in x.statements]
    yield "repair", _repaired(accused, tables)


def _repaired(start: list[bool], tables: list[int]) -> list[bool]:
    """A guess after the single changes that make most statements fit, a few passes long."""
    row = start.copy()

    def misfits() -> int:
        case = sum(1 << i for i, honest in enumerate(row) if honest)
        return sum(not allowed >> case & 1 for allowed in tables)

    least = misfits()
    for _ in range(_CYCLES):
        for i in range(len(row)):
            row[i] = not row[i]
            now = misfits()
            if now < least:
                least = now
            else:
                row[i] = not row[i]
    return row
