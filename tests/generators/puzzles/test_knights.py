"""Knights and knaves: one case, no statement to spare, sentences that say one thing."""

from collections.abc import Sequence
from functools import cache
from itertools import product
from statistics import mean
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.rng import Stream
from tasksynth.single import source
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.talk import Talk, draw_statements
from tasksynth_puzzles.families.knights import Knights, KnightsInstance
from tasksynth_puzzles.solving.claims import Assertion, Claim, meaning
from tasksynth_puzzles.telling.roles import ROLES, tell

TALKS: tuple[Talk, ...] = ("plain", "mixed", "nested")


@cache
def cases(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.knights", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def knights() -> Knights:
    family = registry.get("puzzle.knights")
    assert isinstance(family, Knights)
    return family


def true(claim: Claim, honest: Sequence[bool]) -> bool:
    """What a claim says, written again independently of the family."""
    parts = [true(part, honest) for part in claim.parts]
    those = [honest[i] for i in claim.who]
    match claim.kind:
        case "is":
            return those[0] == (claim.number == 1)
        case "same":
            return (those[0] == those[1]) == (claim.number == 1)
        case "count":
            return sum(those) == claim.number
        case "least":
            return sum(those) >= claim.number
        case "says":
            return those[0] == parts[0]
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case "xor":
            return parts[0] != parts[1]
        case "iff":
            return parts[0] == parts[1]
        case "if":
            return parts[1] or not parts[0]


def fitting(n: int, statements: Sequence[Assertion]) -> list[tuple[bool, ...]]:
    return [
        honest
        for honest in product((False, True), repeat=n)
        if all(true(s.claim, honest) == honest[s.by] for s in statements)
    ]


@pytest.mark.parametrize("talk", TALKS)
def test_one_case_fits_and_no_statement_can_go(talk: Talk) -> None:
    for x in cases(6, 0.2, talk=talk):
        n = len(x.names)
        assert fitting(n, x.statements) == [x.honest]
        for i in range(len(x.statements)):
            assert len(fitting(n, x.statements[:i] + x.statements[i + 1 :])) > 1


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.4, 0.7, 1)
    efforts = [mean(knights().measure(x)["effort"] for x in cases(25, level)) for level in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 5 * efforts[0]


def test_no_sentence_says_two_things() -> None:
    """A text that means two things would show as one of two statements that differ in meaning."""
    n, names = 6, ("Ada", "Bela", "Chen", "Dario", "Edda", "Fadi")
    for theme, talk in product(range(len(ROLES)), TALKS):
        said: dict[str, int] = {}
        for draw in range(25):
            dice = Dice(Stream(b"talk").rng(draw))
            statements = draw_statements(dice, n, dice.below(1 << n), talk) or []
            lines = tell(theme, names, statements, 0).splitlines()[2 : 2 + len(statements)]
            for line, statement in zip(lines, statements, strict=True):
                assert said.setdefault(line, meaning(statement, n)) == meaning(statement, n), line


def test_nobody_would_say_something_about_who_tells_it() -> None:
    for x in cases(20, 1.0):
        for statement in x.statements:
            for part in (statement.claim, *statement.claim.parts):
                if part.kind == "says":
                    assert statement.by not in (*part.who, *part.parts[0].who)


X = KnightsInstance(
    theme=0,
    names=("Ada", "Bela", "Chen"),
    honest=(True, False, False),
    statements=(
        Assertion(by=0, claim=Claim(kind="is", who=(1,), number=0)),
        Assertion(by=1, claim=Claim(kind="same", who=(2, 0))),
        Assertion(by=2, claim=Claim(kind="is", who=(0,), number=0)),
    ),
    wording=0,
)


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: Ada=knight, Bela=knave, Chen=knave",
        "Answer: Ada is a knight; Bela and Chen are knaves.",
        "Answer: Knights: Ada. Knaves: Bela, Chen",
        "So:\n\n| Person | Kind |\n|---|---|\n| Chen | knave |\n| Ada | knight |\n| Bela | knave |",
        'Answer: {"knights": ["Ada"], "knaves": ["Bela", "Chen"]}',
        'Answer: {"Ada": "knight", "Bela": "knave", "Chen": "knave"}',
        "**Answer:**\n1. Ada: **Knight**\n2. Bela: **Knave**\n3. Chen: **Knave**",
        r"\boxed{\text{Ada}=\text{knight},\ \text{Bela}=\text{knave},\ \text{Chen}=\text{liar}}",
    ],
)
def test_right_answers_pass_in_every_layout(reply: str) -> None:
    assert fitting(3, X.statements) == [X.honest]
    assert knights().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("Answer: Ada=knave, Bela=knave, Chen=knave", "fail"),
        ("Answer: Ada=knight, Bela=knave", "unparsable"),
        ("Answer: Ada=knight, Bela=knave, Chen=knave, Chen=knight", "unparsable"),
        ("Answer: Ada=knight, Bela=knave, Chen=not a knight", "unparsable"),
        ("Answer: Ada=knight, Bela=knave, Chen=knave or knight", "unparsable"),
        ("Answer: Knights: Ada, Bela, Chen. Knaves: Ada, Bela, Chen", "unparsable"),
        ("Answer: knight knave knave", "unparsable"),
    ],
)
def test_wrong_and_doubtful_answers_do_not_pass(reply: str, status: str) -> None:
    assert knights().verify(X, reply).status == status


def test_a_name_with_both_kinds_is_never_paid() -> None:
    both = "Answer: " + ", ".join(f"{name}=knight, {name}=knave" for name in X.names)
    assert knights().verify(X, both).reward == 0
