"""Which engine works, by its name."""

import os
from pathlib import Path

import pytest

from tasksynth import UsageError
from tasksynth.engines import engine_for
from tests.cli.command import refused, run


def test_the_environment_names_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASKSYNTH_ENGINE", "demo.backwards")
    with engine_for(2) as engine:
        assert type(engine).__name__ == "Backwards"
    with engine_for(1, kind="inline") as engine:
        assert type(engine).__name__ == "Inline"
    monkeypatch.setenv("TASKSYNTH_ENGINE", "slurm")
    with pytest.raises(UsageError, match="no engine called 'slurm'"), engine_for(2):
        pass


def test_a_command_names_it_for_itself_alone(tmp_path: Path) -> None:
    made = []
    for engine in ("inline", "demo.backwards"):
        out = tmp_path / engine
        args = ("demo.sum", "--count", "20", "--out", out, "--engine", engine)
        assert run("generate", *args).exit_code == 0
        made.append((out / "tasks-00000-of-00001.jsonl").read_bytes())
        assert "TASKSYNTH_ENGINE" not in os.environ
    assert made[0] == made[1]
    told = refused(run("solve", tmp_path / "inline", "--engine", "slurm"))
    assert "no engine called 'slurm'" in told
