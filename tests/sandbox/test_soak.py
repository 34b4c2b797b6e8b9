"""Hundreds of runs leave nothing behind; the same script makes them a million."""

import subprocess
import sys
from pathlib import Path

import pytest

from tasksynth.sandbox import Tier, missing

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "sandbox.py"
RUNS: dict[Tier, int] = {"wasm": 700, "monty": 700, "jail": 200}


@pytest.mark.slow
@pytest.mark.parametrize("tier", RUNS)
def test_runs_leave_nothing_behind(tier: Tier) -> None:
    if why := missing(tier):
        pytest.skip(why)
    run = subprocess.run(
        [sys.executable, SCRIPT, "--soak", str(RUNS[tier]), "--tier", tier],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
