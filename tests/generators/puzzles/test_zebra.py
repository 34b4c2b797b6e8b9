"""Logic grids: one solution, no clue to spare, clues that say one thing, answers in any layout."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import permutations, product
from statistics import median
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.rng import Stream
from tasksynth.single import source
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.clue_sets import same_clue, told
from tasksynth_puzzles.families.zebra import Zebra, ZebraInstance
from tasksynth_puzzles.solving.clues import TIERS, Clue, Tier, draw_clue
from tasksynth_puzzles.telling.grid_clues import tell
from tasksynth_puzzles.telling.scenes import NAMES, SCENES, TRAITS


@cache
def grids(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.zebra", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def zebra() -> Zebra:
    family = registry.get("puzzle.zebra")
    assert isinstance(family, Zebra)
    return family


def meant(clue: Clue, n: int) -> Callable[[Sequence[int]], bool]:
    """What a clue says, written again independently of the family."""
    of = clue.of
    return {
        "at": lambda x: x[of[0]] == of[1],
        "not_at": lambda x: x[of[0]] != of[1],
        "one_of": lambda x: x[of[0]] in (of[1], of[2]),
        "end": lambda x: x[of[0]] in (0, n - 1),
        "same": lambda x: x[of[0]] == x[of[1]],
        "differ": lambda x: x[of[0]] != x[of[1]],
        "before": lambda x: x[of[0]] < x[of[1]],
        "just_before": lambda x: x[of[1]] - x[of[0]] == 1,
        "adjacent": lambda x: (x[of[1]] - x[of[0]]) ** 2 == 1,
        "not_adjacent": lambda x: (x[of[1]] - x[of[0]]) ** 2 != 1,
        "gap": lambda x: (x[of[1]] - x[of[0]]) ** 2 == of[2] ** 2,
        "between": lambda x: (x[of[1]] - x[of[0]]) * (x[of[0]] - x[of[2]]) > 0,
        "either": lambda x: x[of[0]] in (x[of[1]], x[of[2]]),
    }[clue.kind]


def solutions(x: ZebraInstance, clues: Sequence[Clue]) -> Iterator[list[int]]:
    n = len(x.names[0])
    tests = [meant(clue, n) for clue in clues]
    for rows in product(permutations(range(n)), repeat=len(x.names)):
        places = [place for row in rows for place in row]
        if all(test(places) for test in tests):
            yield places


@pytest.mark.parametrize("clues", TIERS)
@pytest.mark.parametrize("reasoning", ["direct", "any", "trial"])
def test_the_clues_leave_one_solution_and_none_of_them_can_go(clues: Tier, reasoning: str) -> None:
    size = (
        {"positions": 3, "categories": 3} if clues != "hard" else {"positions": 4, "categories": 2}
    )
    for x in grids(6, 0.0, clues=clues, reasoning=reasoning, **size):
        n = len(x.names[0])
        assert list(solutions(x, x.clues)) == [list(range(n)) * len(x.names)]
        if reasoning != "direct":
            for left_out in x.clues:
                rest = [clue for clue in x.clues if clue is not left_out]
                assert sum(1 for _ in solutions(x, rest)) > 1


def test_direct_grids_need_no_assumption_and_trial_grids_do() -> None:
    for reasoning, trials in (("direct", [0]), ("trial", range(1, 10**6))):
        for x in grids(10, 0.5, reasoning=reasoning):
            assert zebra().measure(x)["trials"] in trials


def test_effort_rises_with_the_level() -> None:
    efforts = [
        median(zebra().measure(x)["effort"] for x in grids(15, level))
        for level in (0, 0.5, 0.75, 1)
    ]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 10 * efforts[0]


def test_no_sentence_says_two_things() -> None:
    """Whatever the scene and the wording, different clues are different sentences."""
    n, m = 5, 4
    dice = Dice(Stream(b"sentences").rng(0))
    kinds = sorted({kind for tier in TIERS.values() for kind in tier})
    drawn = [clue for _ in range(1500) if (clue := draw_clue(dice, kinds, n, m))]
    clues = list({same_clue(clue): clue for clue in drawn}.values())
    for scene in range(len(SCENES)):
        meaning: dict[str, object] = {}
        for wording in (0, 0x123456789ABC, 0xFEDCBA987654):
            traits = (0, 4, 9)
            names = [pool.values[:n] for pool in (NAMES, *(TRAITS[i] for i in traits))]
            lines = tell(scene, traits, names, clues, wording).splitlines()
            told_clues = [line.partition(". ")[2] for line in lines if line[:1].isdigit()]
            assert len(told_clues) == len(clues)
            for clue, line in zip(clues, told_clues, strict=True):
                assert meaning.setdefault(line, same_clue(clue)) == same_clue(clue), line


def test_words_of_traits_are_distinct_and_read_as_one() -> None:
    words = [word for trait in (NAMES, *TRAITS) for word in trait.values]
    assert len({word.casefold() for word in words}) == len(words)
    assert all(word.isalpha() for word in words)


X = ZebraInstance(
    scene=0,
    traits=(0, 1),
    names=(("Ada", "Bela", "Chen"), ("cat", "dog", "pony"), ("tea", "milk", "water")),
    clues=(),
    wording=0,
)


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: 1: Ada, cat, tea; 2: Bela, dog, milk; 3: Chen, pony, water",
        "Answer: House 3 - Chen, pony, water. House 1 - Ada, cat, tea. House 2 - Bela, dog, milk.",
        "Answer: Ada: 1, cat, tea; Bela: 2, dog, milk; Chen: 3, pony, water",
        (
            "So:\n\n| House | Name | Pet | Drink |\n|---|---|---|---|\n| 1 | Ada | cat | tea |\n"
            "| 2 | Bela | dog | milk |\n| 3 | Chen | pony | water |"
        ),
        (
            "| | House 1 | House 2 | House 3 |\n|---|---|---|---|\n| Name | Ada | Bela | Chen |\n"
            "| Pet | cat | dog | pony |\n| Drink | tea | milk | water |"
        ),
        (
            'Answer: {"1": {"name": "Ada", "pet": "cat", "drink": "tea"}, '
            '"2": {"name": "Bela", "drink": "milk", "pet": "dog"}, '
            '"3": {"name": "Chen", "pet": "pony", "drink": "water"}}'
        ),
        (
            "Answer:\n1. Ada keeps the cat and drinks tea\n2. Bela keeps the dog and drinks milk\n"
            "3. Chen keeps the pony and drinks water"
        ),
        (
            "**Answer:**\n- The first house: Ada, cat, tea\n- The 2nd house: Bela, dog, milk\n"
            "- The third house: Chen, pony, water"
        ),
        "Answer: names: Ada, Bela, Chen; pets: cat, dog, pony; drinks: tea, milk, water",
        "Answer: Chen=3, Ada=1, Bela=2, cat=1, pony=3, dog=2, milk=2, tea=1, water=3",
        (
            r"\boxed{\begin{array}{llll} 1 & Ada & cat & tea \\ 2 & Bela & dog & milk \\ "
            r"3 & Chen & pony & water \end{array}}"
        ),
    ],
)
def test_right_answers_pass_in_every_layout(reply: str) -> None:
    assert zebra().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("Answer: 1: Bela, cat, tea; 2: Ada, dog, milk; 3: Chen, pony, water", "fail"),
        ("Answer: 3: Ada, cat, tea; 2: Bela, dog, milk; 1: Chen, pony, water", "fail"),
        ("Answer: 1: Ada, cat, tea; 2: Bela, dog, milk", "unparsable"),
        ("Answer: 1: Ada, cat, tea; 2: Bela, dog, milk; 2: Chen, pony, water", "unparsable"),
        ("Answer: 1: Ada, cat, tea; 2: Bela, dog, milk; 3: Chen, not pony, water", "unparsable"),
        ("Answer: 1: Ada, cat, tea, dog; 2: Bela, milk; 3: Chen, pony, water", "unparsable"),
        ("Answer: 1: Ada, cat or dog, tea; 2: Bela, dog, milk; 3: Chen, pony, water", "unparsable"),
    ],
)
def test_wrong_and_doubtful_answers_do_not_pass(reply: str, status: str) -> None:
    assert zebra().verify(X, reply).status == status


def test_names_do_not_change_what_a_task_is() -> None:
    (x,) = grids(1, 0.5)
    other = x.model_copy(update={"names": tuple(n[::-1] for n in x.names), "clues": x.clues[::-1]})
    assert zebra().canonical(x) == zebra().canonical(other)
    net, masks, dirty = told(len(x.names[0]), len(x.names), x.clues[1:])
    assert net.settle(masks, dirty)
