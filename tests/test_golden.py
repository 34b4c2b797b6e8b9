"""Tasks and verdicts recorded once: a stream that changes without a new version shows here."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tasksynth import registry
from tasksynth.cli import app
from tasksynth.testing.golden import LEVELS, check

GOLDEN = Path(__file__).parents[1] / "datasets" / "golden"
FILES = sorted(GOLDEN.glob("*.jsonl"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_recorded_tasks_are_made_again_and_judged_as_before(file: Path) -> None:
    assert list(check(file)) == []


def test_every_family_has_goldens_at_three_levels() -> None:
    families = {name for name in registry.names() if not name.startswith(("demo.", "rg.", "toy."))}
    assert {file.stem for file in FILES} == families
    for file in FILES:
        rows = [json.loads(line) for line in file.read_bytes().splitlines()]
        assert {row["task"]["level"] for row in rows} == set(LEVELS)
        for row in rows:
            assert row["verdicts"][0]["status"] == "pass"  # the reference
            assert row["verdicts"][-1] == {"answer": "", "status": "unparsable", "reward": 0.0}


def test_what_changed_is_named_and_exits_with_1(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["golden", "record", "demo.sum", "--out", str(tmp_path)])
    assert (run.exit_code, run.output) == (0, f"6 tasks of 1 families in {tmp_path}\n")
    file = tmp_path / "demo.sum.jsonl"
    assert list(check(file)) == []
    first, *others = file.read_text().splitlines()
    row = json.loads(first)
    row["task"]["prompt"] = "What is it?"
    row["verdicts"][0]["reward"] = 0.5
    file.write_text("\n".join([json.dumps(row), *others]) + "\n")
    run = CliRunner().invoke(app, ["golden", "check", "--out", str(tmp_path)])
    assert run.exit_code == 1
    assert "demo.sum@1?level=0#0:0: another prompt than recorded" in run.output
    assert "got pass 0.5, now pass 1.0" in run.output
