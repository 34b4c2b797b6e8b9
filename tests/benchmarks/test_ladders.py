"""The table of bounded solvers: what is measured goes into its rows, and nothing else changes."""

from pathlib import Path

import pytest

from benchmarks.ladders import families, measure, placed, rows, told
from tasksynth import registry

PAGE = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("ladders") / "ladders.jsonl"
    measure(file, ["curricula.order"])
    return file


def test_a_row_says_what_the_middle_budget_solves(measured: Path) -> None:
    (row,) = rows(measured)
    assert told(row).startswith("| `curricula.order` | skills up to 15 | 1.00 | 1.00 | 1.00 | 0.00")
    before = measured.read_text()
    measure(measured, ["curricula.order"])  # is there, and not measured again
    assert measured.read_text() == before


def test_what_was_measured_of_another_version_or_effort_is_not_told(measured: Path) -> None:
    (row,) = rows(measured)
    for other in ({"version": row.version - 1}, {"effort": "something else"}):
        file = measured.with_name("older.jsonl")
        file.write_text(row.model_copy(update=other).model_dump_json() + "\n")
        assert rows(file) == []


def test_the_page_keeps_all_but_the_rows_that_were_measured(measured: Path) -> None:
    (row,) = rows(measured)
    new = row.model_copy(update={"family": "a.new_one"})
    once = placed(PAGE, [row, new])
    assert placed(once, [row, new]) == once
    assert [line for line in once.splitlines() if "`a.new_one`" in line] == [told(new)]
    without = [line for line in once.splitlines() if "`a.new_one`" not in line]
    kept = [line for line in PAGE.splitlines() if not line.startswith("| `curricula.order` | skil")]
    assert [line for line in without if line not in kept] == [told(row)]


def test_families_of_others_and_examples_are_not_measured() -> None:
    ours = families(["*"])
    assert len(ours) > 60
    assert not [name for name in ours if name.startswith(("demo.", "rg.", "rc.", "toy."))]
    assert all(registry.get(name).effort for name in ours)
