"""What comes through all guards passes; what comes near is paid by how near it comes."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.fuzz import FuzzInstance
from tasksynth_code.guards.distance import approach, away
from tasksynth_code.guards.fields import KINDS
from tasksynth_code.guards.target import target

FAMILY: Any = registry.get("code.fuzz")
PROGRAM = """def check(text):
    parts = text.split(':')
    if len(parts) != 2:
        return 1
    if not parts[0].isdigit():
        return 2
    if int(parts[0]) % 50 != 41:
        return 3
    if parts[1][::-1] != 'dog':
        return 4
    return 0
"""
TASK = FuzzInstance(program=PROGRAM, witness="91:god", kinds=("number", "mirrored"))


def reward(text: str) -> Any:
    return FAMILY.verify(TASK, f"```\n{text}\n```").reward


def test_any_text_that_comes_through_passes() -> None:
    for text in ("91:god", "41:god", "'141:god'", "0091:god"):
        assert reward(text) == 1


def test_the_nearer_the_more() -> None:
    texts = ("a", "ab:b", "1b:b", "7:b", "31:b", "40:b", "41:b", "41:gad", "41:gnd", "41:god")
    rewards = [reward(text) for text in texts]
    assert rewards == sorted(set(rewards))
    assert rewards[-2] < 0.5
    assert reward("41") == reward("abc")


@pytest.mark.parametrize("text", ["91:GOD", "91 : god", "", "a" * 121, "91:g\u043ed", "1" * 5000])
def test_other_characters_are_no_text(text: str) -> None:
    verdict = FAMILY.verify(TASK, f"```\n{text}\n```")
    assert (verdict.status, verdict.reward) == ("unparsable", 0)


def test_each_kind_of_field_lets_its_witness_through_and_no_other(dice: Dice) -> None:
    for kind in KINDS:
        for _ in range(8):
            made = kind.draw(dice, "abcde")
            assert made.witness
    seen: set[str] = set()
    for _ in range(12):
        made_target = target(dice, fields=6, rank=2)
        found = approach(made_target.program, made_target.witness)
        assert found.reached
        seen |= set(made_target.kinds)
        for i, letter in enumerate(made_target.witness[::9]):
            other = "b" if letter != "b" else "c"
            spoilt = f"{made_target.witness[: 9 * i]}{other}{made_target.witness[9 * i + 1 :]}"
            assert 0 < approach(made_target.program, spoilt).share <= 1
    assert seen == {kind.name for kind in KINDS}


@pytest.mark.parametrize(
    ("left", "sign", "right", "far"),
    [
        ("abc", "!=", "abd", 1), ("ab", "!=", "abc", 26), (4, "!=", 4, 0), (4, "!=", 9, 5),
        (4, "==", 4, 1), (3, "<", 5, 2), (5, "<", 5, 0), (5, "<=", 5, 1), (9, ">", 5, 4),
        (5, ">=", 5, 1), (4, ">=", 5, 0), ("1b3d", "isdigit", True, 2), ("", "isalpha", True, 1),
    ],
)  # fmt: skip
def test_distances_are_how_far_a_comparison_is_from_turning(
    left: Any, sign: str, right: Any, far: float
) -> None:
    assert away(left, sign, right) == far


def test_guards_grow_with_the_level() -> None:
    counts = []
    for level in (0.0, 0.5, 1.0):
        made = source("code.fuzz", seed=31, level=level)
        some = [made.draw(index).instance for index in range(20)]
        assert all(FAMILY.verify(x, FAMILY.solve(x)).reward == 1 for x in some)
        counts.append(sum(FAMILY.measure(x)["guards"] for x in some))
    assert counts == sorted(set(counts))
