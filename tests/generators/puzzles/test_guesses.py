"""What guesses get: the table in the docs, descents, and the floors that families declare."""

import re
from pathlib import Path

import pytest

from tasksynth import registry, source
from tasksynth_puzzles.families import sudoku
from tasksynth_puzzles.families.kakuro import KakuroInstance, descended
from tasksynth_puzzles.families.sudoku import SudokuInstance
from tasksynth_puzzles.solving import walking
from tasksynth_puzzles.solving.descending import RULES

TEXT = (Path(__file__).parents[3] / "docs" / "puzzles.md").read_text()
TASKS = int(re.search(r"^# (\d+) tasks a level$", TEXT, re.MULTILINE)[1])  # type: ignore[index]
ROWS = {
    (name, kind): [float(entry) for entry in entries.split()]
    for name, kind, entries in re.findall(
        r"^(puzzle\.\w+) +([a-z ]+?) +((?:\d\.\d{3} ?\s*)+)$", TEXT, re.MULTILINE
    )
}
LEVELS = (0.0, 0.5, 1.0)
NAMES = sorted(name for name in registry.names() if name.startswith("puzzle."))


@pytest.mark.parametrize("name", NAMES)
def test_the_floors_of_the_table_are_declared_and_hold(name: str) -> None:
    family = registry.get(name)
    declared = [family.floor(family.Params.at(level)) for level in LEVELS]
    assert ROWS[name, "declared floor"] == [round(floor, 3) for floor in declared]
    for kind in ("blind", "one descent", "other ties"):
        for share, floor in zip(ROWS.get((name, kind), ()), declared, strict=False):
            assert share <= floor + 2 * (floor * (1 - floor) / TASKS) ** 0.5, kind


def test_steps_and_a_guess_get_less_at_every_level() -> None:
    for (name, kind), shares in ROWS.items():
        if kind == "steps or guess":
            assert shares == sorted(shares, reverse=True), name
    assert len([kind for _, kind in ROWS if kind == "steps or guess"]) == len(NAMES)


def test_a_descent_counts_only_where_it_had_to_guess() -> None:
    """At the lowest level of sudoku single steps leave nothing open; at the highest they do."""
    for level, guesses in ((0.0, False), (1.0, True)):
        made = source("puzzle.sudoku", seed=2, level=level)
        said = [name for i in range(4) for name in made.family.baselines(made.draw(i).instance)]
        assert any(name.startswith("descent") for name in said) == guesses


def test_a_descent_ends_in_the_solution_or_never_goes_back() -> None:
    """A tenth to two thirds of them are lucky, where one who goes back always ends in it."""
    made = source("puzzle.kakuro", seed=2, level=0.6)
    drawn = (made.draw(i).instance for i in range(12))
    instances = [x for x in drawn if isinstance(x, KakuroInstance)]
    ends = [(x, cells) for x in instances for _, cells in descended(x, (), tuple(RULES))]
    assert all(cells == [*x.solution] for x, cells in ends)
    assert 0.1 < len(ends) / (len(instances) * len(RULES)) < 0.67


def test_a_local_search_says_how_many_starts_lead_to_the_solution() -> None:
    x = source("puzzle.sudoku", seed=2, level=0).draw(0).instance
    assert isinstance(x, SudokuInstance)
    net, masks = sudoku.posed(x)
    assert 0 < walking.share_of_starts(walking.through_net(net, masks)) <= 1
    solved = [1 << digit - 1 for digit in x.solution]
    assert walking.share_of_starts(walking.through_net(net, solved)) == 1
    twice = [solved[1], *solved[1:]]
    assert walking.share_of_starts(walking.through_net(net, twice)) == 0
    truth = 0b0100  # of four cases over two people the third
    assert walking.share_of_starts(walking.through_cases([truth], 2)) == 1
    assert walking.share_of_starts(walking.through_cases([truth, 0b1010], 2)) == 0
    cross = ((1,), (3,), (1,))
    assert walking.share_of_starts(walking.through_picture(cross, cross)) > 0
    assert walking.share_of_starts(walking.through_picture([(1,)], [()])) == 0
