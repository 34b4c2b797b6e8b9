"""new-family writes a package that works as it stands."""

import os
import subprocess
import sys
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from tests.cli.command import refused, run

ROOT = Path(__file__).parents[2]


def written(folder: Path, name: str, *options: str) -> dict[str, Any]:
    """Write it, and install it as pip would: by what its pyproject.toml says."""
    done = run("new-family", name, *options, "--out", folder)
    assert done.exit_code == 0, done.output
    project: dict[str, Any] = loads((folder / "pyproject.toml").read_text())["project"]
    (points,) = project["entry-points"].items()
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = [f"[{points[0]}]", *(f"{key} = {value}" for key, value in points[1].items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")
    return project


def python(folder: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "options"), [("newcomer.first", ()), ("none.true_2", ("--turns",))]
)
def test_a_new_family_passes_every_check_at_once(
    name: str, options: tuple[str, ...], tmp_path: Path
) -> None:
    written(tmp_path / "new", name, *options)
    python(tmp_path / "new", "-m", "pytest", "-q", "-p", "no:cacheprovider")


def test_a_new_package_has_neither_unused_names_nor_wrong_types(tmp_path: Path) -> None:
    for options in ((), ("--turns",)):
        folder = tmp_path / f"new{len(options)}"
        written(folder, "newcomer.first", *options)
        python(folder, "-m", "ruff", "check", "--no-cache", ".")
        python(folder, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}/mypy", "newcomer_tasks")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("chess", "domain.name, in lower-case letters, digits and _, got 'chess'"),
        ("Chess.Mate", "got 'Chess.Mate'"),
        ("../x.y", "got '../x.y'"),
        ("chess.mate.two", "got 'chess.mate.two'"),
        ("sat.ksat", "there is a family called 'sat.ksat' already"),
        ("sat.other", "the domain 'sat' is installed already: write the family into its package"),
    ],
)
def test_a_name_that_cannot_be_is_refused(name: str, complaint: str, tmp_path: Path) -> None:
    assert complaint in refused(run("new-family", name, "--out", tmp_path / "new"))
    assert not list(tmp_path.iterdir())


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    assert "is there already" in refused(run("new-family", "chess.mate", "--out", tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
