"""Disks that are full, and folders that vanish: one line, and the same command goes on."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth.curriculum.journal.store import SqliteStore
from tasksynth.curriculum.replay import replay
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import UnavailableError
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.cli.command import run

Command = Callable[[Path, Path], list[str | Path]]
"""From a folder of inputs and one of outputs to a command line."""

GENERATE = ["generate", "demo.sum", "--set", "top=90000", "--count"]
COMMANDS: dict[str, Command] = {
    "generate": lambda given, out: [*GENERATE, "2000", "--shard-size", "1500", "--out", out / "d"],
    "workers": lambda given, out: [*GENERATE, "2000", "--workers", "2", "--out", out / "d"],
    "images": lambda given, out: ["generate", "demo.pictured", "--level", "1", "--count", "150",
                                  "--images", "--out", out / "d"],
    "solve": lambda given, out: ["solve", given / "d", "--out", out / "a.jsonl"],
    "verify": lambda given, out: ["verify", given / "d", "--answers", given / "a.jsonl", "--out",
                                  out / "v.jsonl"],
    "evaluate": lambda given, out: ["evaluate", given / "d", "--answers", given / "a.jsonl",
                                    "--out", out / "run"],
    "export": lambda given, out: ["export", given / "d", "--for", "hf", "--format", "jsonl",
                                  "--out", out / "hf"],
    "parquet": lambda given, out: ["export", given / "d", "--for", "trl", "--out", out / "trl"],
    "gallery": lambda given, out: ["gallery", "demo.drawn", "--each", "200", "--out",
                                   out / "g.html"],
    "schema": lambda given, out: ["schema", "--out", out / "s"],
    "import": lambda given, out: ["import", "dimacs", given / "x.cnf", "--out", out / "i"],
    "new-family": lambda given, out: ["new-family", "chess.mate", "--out", out / "chess"],
}  # fmt: skip


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    assert run(*GENERATE, "1500", "--out", folder / "d").exit_code == 0
    assert run("solve", folder / "d", "--out", folder / "a.jsonl").exit_code == 0
    (folder / "x.cnf").write_text("p cnf 9 2000\n" + "1 -2 3 -4 5 0\n" * 2000)
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB of its own."""
    where = tmp_path / "disk"
    where.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(where)]
    if shutil.which("mount") is None or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting a disk is not allowed here")
    yield where
    subprocess.run(["umount", str(where)], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Take all room on a disk but for so many bytes."""
    ballast = disk / "ballast"
    stats = os.statvfs(disk)
    ballast.write_bytes(bytes(stats.f_bavail * stats.f_frsize - leave))
    return ballast


def files(folder: Path) -> dict[str, bytes]:
    """All that a command left, by name; times and places apart."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("answers.jsonl", "README.md")
    }


def tried(line: list[str | Path], **options: Any) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tasksynth", *map(str, line)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize(
    ("name", "leave"), [*((name, 20_000) for name in COMMANDS), ("generate", 0)]
)
def test_a_full_disk_costs_a_line_and_the_same_command_goes_on(
    given: Path, disk: Path, tmp_path: Path, name: str, leave: int
) -> None:
    ballast = fill(disk, leave)
    failed = tried(COMMANDS[name](given, disk))
    assert failed.returncode == 2, failed
    assert failed.stderr.startswith("tasksynth: cannot write")
    assert "No space left on device; free some room, and run the same again" in failed.stderr
    assert failed.stderr.count("\n") == 1
    ballast.unlink()
    again = run(*COMMANDS[name](given, disk))
    assert (again.exit_code, again.stderr) == (0, "")
    (tmp_path / "roomy").mkdir()
    assert run(*COMMANDS[name](given, tmp_path / "roomy")).exit_code == 0
    assert files(disk) == files(tmp_path / "roomy")


@pytest.mark.parametrize("name", ["generate", "verify", "evaluate", "parquet"])
def test_so_does_a_limit_on_the_size_of_files(given: Path, tmp_path: Path, name: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, resource.RLIM_INFINITY))

    (tmp_path / "out").mkdir()
    failed = tried(COMMANDS[name](given, tmp_path / "out"), preexec_fn=limit)
    assert failed.returncode == 2
    assert "File too large; raise the limit on the size of files" in failed.stderr
    assert failed.stderr.count("\n") == 1
    assert run(*COMMANDS[name](given, tmp_path / "out")).exit_code == 0


def test_what_was_there_is_kept_when_the_disk_is_full(given: Path, disk: Path) -> None:
    for name, old in (("solve", disk / "a.jsonl"), ("export", disk / "hf" / "data" / "mine")):
        old.parent.mkdir(parents=True, exist_ok=True)
        old.write_text("mine")
        ballast = fill(disk, 8_000)
        failed = tried([*COMMANDS[name](given, disk), *["--overwrite"] * (name == "export")])
        assert failed.returncode == 2
        ballast.unlink()
        assert old.read_text() == "mine"


@pytest.mark.parametrize("name", ["generate", "evaluate"])
def test_what_is_written_before_the_disk_is_full_is_not_done_again(
    given: Path, disk: Path, name: str
) -> None:
    ballast = fill(disk, 100_000)
    assert tried(COMMANDS[name](given, disk)).returncode == 2
    kept = max(path.stat().st_size for path in disk.glob("*/*.jsonl*"))
    assert kept > 50_000
    before = {path.stat().st_ino for path in disk.glob("*/*.jsonl*")}
    ballast.unlink()
    assert run(*COMMANDS[name](given, disk)).exit_code == 0
    assert before & {path.stat().st_ino for path in disk.glob("*/*.jsonl")}


def test_a_run_keeps_all_that_it_acknowledged_when_its_disk_is_full(disk: Path) -> None:
    recipe = Recipe(mix=(Mix(family="demo.sum", levels=(0.5, 0.9)),), count=10)
    scheduler = Scheduler(recipe, SqliteStore(disk / "run.db"))
    ballast = fill(disk, 60_000)
    asked = 0

    def ask_on() -> None:
        nonlocal asked
        while True:
            asked += len(scheduler.ask(8))

    with pytest.raises(UnavailableError, match="full; nothing was recorded, so try again"):
        ask_on()
    ballast.unlink()
    asked += len(scheduler.ask(8))
    assert scheduler.state().position == asked
    scheduler.close()
    assert replay(disk / "run.db").position == asked


def test_a_server_does_not_begin_on_a_full_disk(disk: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text("[[mix]]\nfamily='demo.sum'\nlevels=[0.5]")
    fill(disk, 0)
    failed = tried(["serve", recipe, "--stdio", "--store", disk / "run.db"], input="")
    assert failed.returncode == 2
    assert "run.db" in failed.stderr
    assert failed.stderr.count("\n") == 1


def test_a_folder_that_vanishes_costs_a_line(tmp_path: Path) -> None:
    out = tmp_path / "d"
    gone = False

    def vanish(done: int, total: int) -> None:
        nonlocal gone
        if not gone:
            shutil.rmtree(out)
            gone = True

    recipe = Recipe(mix=(Mix(family="demo.sum", params={"top": 90_000}),), count=5_000)
    with pytest.raises(UnavailableError, match=r"removed while it was written|No such file"):
        generate(recipe, out, progress=vanish)
    assert generate(recipe, out).tasks == 5_000
