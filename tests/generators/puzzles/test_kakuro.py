"""Kakuro: one solution by another search, sums that are told alike, grids in any layout."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations
from statistics import median
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.families.kakuro import Kakuro, KakuroInstance


@cache
def grids(count: int, level: float, **fixed: Any) -> list[Any]:
    made = source("puzzle.kakuro", seed=5, level=level, params=dict(fixed))
    return [made.draw(i).instance for i in range(count)]


def kakuro() -> Kakuro:
    family = registry.get("puzzle.kakuro")
    assert isinstance(family, Kakuro)
    return family


def blocks(x: KakuroInstance) -> Iterator[list[int]]:
    """Cells in succession, said again independently of the family."""
    for step in (1, x.side):
        for cell in x.white:
            before = cell - step
            if before in x.white and (step > 1 or before // x.side == cell // x.side):
                continue
            block = [cell]
            while (after := block[-1] + step) in x.white and (
                step > 1 or after // x.side == cell // x.side
            ):
                block.append(after)
            yield block


def solutions(x: KakuroInstance) -> list[dict[int, int]]:
    """All solutions: block after block, every order of every digits that fits."""
    right = dict(zip(x.white, x.solution, strict=True))
    found: list[dict[int, int]] = [{}]
    for block in sorted(blocks(x), key=lambda cells: (min(cells) // x.side, len(cells))):
        total = sum(right[cell] for cell in block)
        grown = []
        for some in found:
            free = [cell for cell in block if cell not in some]
            known = [some[cell] for cell in block if cell in some]
            left = [digit for digit in range(1, 10) if digit not in known]
            if len(set(known)) == len(known):
                grown += [
                    some | dict(zip(free, digits, strict=True))
                    for digits in permutations(left, len(free))
                    if sum(digits) + sum(known) == total
                ]
        found = grown
    return found


@pytest.mark.parametrize(("level", "side"), [(0.0, 3), (0.3, 4), (0.8, 4)])
def test_another_search_finds_that_solution_and_no_other(level: float, side: int) -> None:
    for x in grids(4, level, side=side):
        assert min(map(len, blocks(x))) >= 2
        assert solutions(x) == [dict(zip(x.white, x.solution, strict=True))]


def test_effort_rises_with_the_level() -> None:
    levels = (0, 0.3, 0.6, 1)
    efforts = [median(kakuro().measure(x)["effort"] for x in grids(5, level)) for level in levels]
    assert efforts == sorted(efforts)
    assert efforts[-1] > 8 * efforts[0]


def test_drawn_and_listed_sums_are_the_same() -> None:
    drawn = X.model_copy(update={"wording": 1 << 16})
    grid = ["#     #   12\\   10\\", "# 11\\16     _     _", "\\11     _     _     _"]
    assert "\n".join(" " * (5 - len(row.split()[0])) + row for row in grid) in str(
        kakuro().prompt(drawn)
    )
    assert "Across: r1c2-r1c3: 16, r2c1-r2c3: 11, r3c1-r3c2: 6" in str(kakuro().prompt(X))
    assert "Down: r2c1-r3c1: 11, r1c2-r3c2: 12, r1c3-r2c3: 10" in str(kakuro().prompt(X))


def test_turned_grids_are_the_same_task() -> None:
    other = X.model_copy(update={"white": (0, 1, 3, 4, 5, 7, 8), "solution": (9, 7, 1, 2, 8, 3, 4)})
    mirrored = X.model_copy(
        update={"white": (0, 1, 3, 4, 5, 7, 8), "solution": (9, 7, 1, 4, 6, 1, 5)}
    )
    across = X.model_copy(
        update={"white": (1, 2, 3, 4, 5, 6, 7), "solution": (6, 5, 7, 4, 1, 9, 1)}
    )
    same = kakuro().canonical(X)
    assert kakuro().canonical(mirrored) == kakuro().canonical(across) == same
    assert kakuro().canonical(other) != same


X = KakuroInstance(side=3, white=(1, 2, 3, 4, 5, 6, 7), solution=(7, 9, 6, 4, 1, 5, 1), wording=0)


@pytest.mark.parametrize(
    "reply",
    [
        "<answer>\n# 7 9\n6 4 1\n5 1 #\n</answer>",
        "<answer>#79\n641\n51#</answer>",
        "<answer>0 7 9\n6 4 1\n5 1 0</answer>",
        "<answer>X 7 9 / 6 4 1 / 5 1 X</answer>",
        "<answer>\n# # 12\\ 10\\\n11\\16 # 7 9\n\\11 6 4 1\n\\6 5 1 #\n</answer>",
        "Answer:\n| # | 7 | 9 |\n|---|---|---|\n| 6 | 4 | 1 |\n| 5 | 1 | # |",
        'Answer: [["#", 7, 9], [6, 4, 1], [5, 1, "#"]]',
        "Answer:\nRow 1: # 7 9\nRow 2: 6 4 1\nRow 3: 5 1 #",
        "Answer: 7 9\n6 4 1\n5 1",
    ],
)
def test_right_grids_pass_in_every_layout(reply: str) -> None:
    assert kakuro().verify(X, reply).reward == 1


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("<answer># 9 7\n6 4 1\n5 1 #</answer>", "fail"),
        ("<answer>0 7 9\n6 4 1\n5 1</answer>", "unparsable"),
        ("<answer># 7 9\n6 4 1\n5 1 #\n5 1 #</answer>", "unparsable"),
        ("<answer># 7 9\n6 4 1\n5 1 or 2 #</answer>", "unparsable"),
        ("<answer># _ _\n_ _ _\n_ _ #</answer>", "unparsable"),
        ("<answer># 7 9\n6 4 ?\n5 1 #</answer>", "unparsable"),
    ],
)
def test_wrong_and_doubtful_grids_do_not_pass(reply: str, status: str) -> None:
    assert kakuro().verify(X, reply).status == status


def test_what_is_wrong_is_said() -> None:
    def why(digits: Sequence[int]) -> str:
        rows = "# {} {}\n{} {} {}\n{} {} #".format(*digits)
        return kakuro().verify(X, f"<answer>{rows}</answer>").why

    assert why((7, 8, 6, 4, 1, 5, 1)) == "the digits from r1c2 to r1c3 make 15, not 16"
    assert why((8, 8, 6, 4, 1, 5, 1)) == "a digit from r1c2 to r1c3 is there twice"
