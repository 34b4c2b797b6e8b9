"""Values are what trying all policies says, and groups share their tables bit for bit."""

import json
import re
from collections import Counter
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.families.pomdp_shared import SharedPomdpInstance
from tasksynth_planning.pomdps.models import Policy, Pomdp, worth
from tasksynth_planning.pomdps.solving import BeliefValues, best_policy, value_of
from tasksynth_planning.pomdps.strategies import tried

FAMILY: Any = registry.get("mdp.pomdp_shared")
DOOR = Pomdp(
    begin=(5, 5),
    pays=((-1, -1), (8, -30), (-30, 8)),
    moves=(((10, 0), (0, 10)), ((5, 5), (5, 5)), ((5, 5), (5, 5))),
    lamps=(((8, 2), (2, 8)), ((5, 5), (5, 5)), ((5, 5), (5, 5))),
    presses=3,
)
"""Listen, or open one of two doors: listen until one has heard the same twice."""


def tasks(count: int, level: float = 0.0, **params: Any) -> list[Any]:
    made = source("mdp.pomdp_shared", seed=29, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def paid(machine: Pomdp, policy: Policy) -> Fraction:
    """What a policy pays on average over all that may happen, one course of events at a time."""
    total = Fraction(0)
    presses = range(machine.presses)
    for states in product(range(machine.states), repeat=machine.presses):
        for shown in product(range(machine.colours), repeat=machine.presses - 1):
            chance, coins = Fraction(machine.begin[states[0]], 10), 0
            for at in presses:
                button = policy[shown[:at]]
                coins += machine.pays[button][states[at]]
                if at + 1 < machine.presses:
                    chance *= Fraction(machine.moves[button][states[at]][states[at + 1]], 10)
                    chance *= Fraction(machine.lamps[button][states[at + 1]][shown[at]], 10)
            total += chance * coins
    return total


def test_no_policy_at_all_is_worth_more() -> None:
    histories = [(), (0,), (1,), (0, 0), (0, 1), (1, 0), (1, 1)]
    policies = [dict(zip(histories, row, strict=True)) for row in product(range(3), repeat=7)]
    most = max(worth(DOOR, policy) for policy in policies)
    best = best_policy(BeliefValues(DOOR))
    assert most == worth(DOOR, best) == value_of(DOOR)
    assert paid(DOOR, best) == Fraction(most, DOOR.scale)
    assert best[()] == 0
    assert (best[0, 0], best[1, 1]) == (1, 2)


def test_all_tasks_of_a_group_and_no_others_share_their_tables() -> None:
    drawn = tasks(3, level=0.3, shared="lamps", group=2)
    lamps = [x.machine.lamps for x in drawn]
    assert lamps[0] == lamps[1] != lamps[2]
    assert len({x.machine.moves for x in drawn}) == 3
    assert [(x.group, x.member) for x in drawn] == [(0, 0), (0, 1), (1, 0)]
    both = {"shared": "both", "group": 9}
    made = source("mdp.pomdp_shared", seed=29, level=0.3, params=both)
    far: Any = [made.draw(index).instance for index in (9 * 10**6 + 8, 9 * 10**6)]
    far = [x.machine for x in far]
    assert (far[0].moves, far[0].lamps) == (far[1].moves, far[1].lamps)
    assert far[0].pays != far[1].pays


def test_the_reference_is_best_and_what_rules_of_thumb_do_is_not() -> None:
    for x in tasks(1, ask="policy") + tasks(1, level=0.8, ask="value"):
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        assert worth(x.machine, best_policy(BeliefValues(x.machine))) == value_of(x.machine)
        answers = FAMILY.baselines(x)
        for name, policy in tried(x.machine):
            assert worth(x.machine, policy) <= x.usual < value_of(x.machine)
            verdict = FAMILY.verify(x, answers[name])
            assert (verdict.status, verdict.reward) == ("fail", 0)


def door(**changes: Any) -> SharedPomdpInstance:
    given = {"machine": DOOR, "ask": "policy", "told": "tables", "shared": "both"}
    counts = {"group": 0, "member": 0, "usual": -3 * DOOR.scale}
    return SharedPomdpInstance.model_validate(given | counts | changes)


RIGHT = """start: A
red: A
green: A
red, red: B
red, green: A
green, red: A
green, green: C"""


LINES = RIGHT.splitlines()
TABLE = "\n".join(f"| {line.replace(':', ' |')} |" for line in ["shown: press", "---: ---", *LINES])
DRESSED = [
    f"<answer>\n{RIGHT}\n</answer>",
    f"```\n{RIGHT}\n```",
    TABLE.replace("start", "nothing"),
    "\n".join(f"{at}. {line}" for at, line in enumerate(LINES, 1)).replace("start", "Press 1"),
    "Press A. " + " ".join(f"After a {line.replace(':', ' lamp: press')}." for line in LINES[1:]),
    json.dumps(dict(line.split(": ") for line in LINES)),
    "\n".join(f"{line}  # pays {at}" for at, line in enumerate(LINES)),
    "\n".join(f"**{line}** (likely state {at})" for at, line in enumerate(LINES)),
    "; ".join(f"({line.lower().replace(', ', ' → ').replace(': ', ') → **')}**" for line in LINES),
    f"First press:\n{LINES[0]}\n\nAfter one colour:\n{LINES[1]}\n{LINES[2]}\n\n"
    "**After 2 colours**\n" + "\n".join(LINES[3:]),
    "Start with A. " + " ".join(f"If {line.replace(':', ', press')}." for line in LINES[1:]),
    f"{RIGHT}\nred, red, green: B\nOtherwise: A",
    json.dumps(dict(line.split(": ") for line in [*LINES, "else: B"])),
    "\n".join(LINES[:1] + [re.sub("([rg])[a-z]+", r"\1", line) for line in LINES[1:]]),
    "start: A\nR: A\nG: A\nRR: B\nRG: A\nGR: A\nGG: C",
]
TREE = """{"press": "A", "red": {"press": "A", "red": {"press": "B"}, "green": {"press": "A"}},
"green": {"button": "A", "next": {"red": "A", "green": {"press": "C", "next": {}}}}}"""
DRESSED += [TREE, f"```json\n{json.dumps({'policy': json.loads(TREE)}, indent=1)}\n```"]


@pytest.mark.parametrize("answer", DRESSED)
def test_lines_are_read_in_any_dress(answer: str) -> None:
    assert FAMILY.verify(door(), answer).reward == 1


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (RIGHT.replace("red, red: B", "red, red: A"), "it pays "),
        (RIGHT.replace("red, red: B\n", ""), "nothing is pressed after red, red"),
        (RIGHT + "\nred, red: A", "two buttons"),
        (RIGHT.replace("red, red: B", "red, red: B or C"), "'or' is neither"),
        (RIGHT.replace("red, red: B", "red, red: B (or C)"), "'or' is neither"),
        (RIGHT.replace("green, red: A", "red after green: A"), "colours are written oldest first"),
        (RIGHT + "\nred, red; red: A", "there is no press after 3 colours"),
        (RIGHT + "\nred, red, red, red: A", "there is no press after 4 colours"),
        (RIGHT.replace("green, green: C", "otherwise: C"), "want a line for each row"),
        (
            RIGHT.replace("green, green: C", "green, green: C, otherwise A"),
            "'otherwise' is neither",
        ),
        ('{"A": {"red": {"A": {"red": "B"}}}}', "want a line for each row"),
        (TREE.replace('"A", "next"', '"AB", "next"'), "want a line for each row"),
        (TREE.replace('"green": {"b', '"red": "B", "green": {"b'), "two buttons are named for red"),
        ("<answer></answer>", "want a button"),
    ],
)
def test_worse_or_half_said_policies_say_what_is_wrong(answer: str, why: str) -> None:
    verdict = FAMILY.verify(door(), f"<answer>{answer.removeprefix('<answer>')}</answer>")
    assert verdict.status != "pass"
    assert why in verdict.why
    assert verdict.reward < 0.4


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("{f}", True),
        (r"\frac{{{n}}}{{{d}}}", True),
        (r"$V^* = \dfrac{{{n}}}{{{d}}} \approx {v:.4f}$ coins", True),
        ("{v:.3f}", True),
        ("about {v:.4f} coins", True),
        ("{v:e}", True),
        ("{w:e}", False),
        ('{{"value": {v:.4f}}}', True),
        ("({n})/({d})", True),
        ("{v:.3f} (rounded)", True),
        ("{v:.60f} (rounded to 60 decimals)", True),
        ("{w:.60f}", False),
        ("{v:.3f} (rounded to {w:.3f})", False),
        ("0.5 * 2 + 1 = {f} = {v:.4f}…", True),
        ("{w:.3f} = {v:.3f}", False),
        ("It is not true that V = {f}", False),
        ("{v:.1f}1", False),
        ("{v:.3f} or {w:.3f}", False),
        ("{n}/0", False),
    ],
)
def test_values_are_read_as_fractions_and_decimals(said: str, right: bool) -> None:
    x = door(ask="value")
    value = Fraction(value_of(DOOR), DOOR.scale)
    told = said.format(
        f=value, n=value.numerator, d=value.denominator, v=float(value), w=float(value) + 1
    )
    assert (FAMILY.verify(x, f"Answer: {told}").status == "pass") == right


def test_a_log_has_the_chances_of_the_tables() -> None:
    log = FAMILY.prompt(door(told="log"))
    for button, table in zip("ABC", DOOR.moves, strict=True):
        lines = re.findall(rf"^{button}: (\d to .*)$", log, re.MULTILINE)
        seen = Counter(entry for line in lines for entry in line.split(", "))
        for state, row in enumerate(table, 1):
            total = sum(seen[f"{state} to {then}"] for then in (1, 2))
            assert [10 * seen[f"{state} to {then}"] / total for then in (1, 2)] == list(row)
