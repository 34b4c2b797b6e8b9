"""The table of strategies in the docs, against what the families declare today."""

import re
from pathlib import Path

import pytest

from tasksynth.registry import get
from tasksynth_sat import __file__ as package

TEXT = (Path(__file__).parents[3] / "docs" / "sat.md").read_text()
TASKS = int(re.search(r"^# (\d+) tasks a level$", TEXT, re.MULTILINE)[1])  # type: ignore[index]
ROWS = re.findall(r"^(sat\.\w+) +([a-z ]+?) +((?:\d\.\d{3} ?\s*)+)$", TEXT, re.MULTILINE)
LEVELS = (0.0, 0.5, 1.0)


def shares(family: str, row: str) -> list[float]:
    """The entries of one row."""
    (found,) = (entries for name, kind, entries in ROWS if (name, kind) == (family, row))
    return [float(entry) for entry in found.split()]


def measured() -> list[str]:
    return sorted({name for name, _, _ in ROWS})


def test_every_family_with_an_answer_to_guess_is_there() -> None:
    folders = (Path(package).parent / name for name in ("families", "beyond_np"))
    modules = (path.stem for folder in folders for path in folder.glob("[!_]*.py"))
    there = {f"sat.{name}" for name in modules}
    assert there - {"sat.proof"} <= {*measured()} <= there  # a proof is not guessed


@pytest.mark.parametrize("name", measured())
def test_the_floors_of_the_table_are_declared_and_hold(name: str) -> None:
    family = get(name)
    declared = [family.floor(family.Params.at(level)) for level in LEVELS]
    assert shares(name, "declared floor") == [round(floor, 3) for floor in declared]
    assert declared == sorted(declared, reverse=True)
    for row in {kind for known, kind, _ in ROWS if known == name} & {
        "blind",
        "one descent",
        "other ties",
    }:
        for share, floor in zip(shares(name, row), declared, strict=True):
            assert share <= floor + 2 * (floor * (1 - floor) / TASKS) ** 0.5, row


@pytest.mark.parametrize("name", measured())
def test_higher_levels_leave_less_to_a_local_search(name: str) -> None:
    if any(row[:2] == (name, "local search") for row in ROWS):
        first, *_, last = shares(name, "local search")
        assert last <= first
