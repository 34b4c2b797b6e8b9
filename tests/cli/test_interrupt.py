"""Ctrl-C, and a kill: one line, the exit code of the signal, and no worker left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import run

SLOW = ["generate", "demo.sum", "--set", "top=90000", "--count", "300000"]
COMMANDS: dict[str, Callable[[Path, Path], list[str | Path]]] = {
    "generate": lambda given, out: [*SLOW, "--workers", "2", "--out", out / "d"],
    "inline": lambda given, out: [*SLOW, "--out", out / "d"],
    "stream": lambda given, out: [*SLOW, "--workers", "2", "--out", "-"],
    "solve": lambda given, out: ["solve", given / "d", "--workers", "2", "--out", out / "a.jsonl"],
    "verify": lambda given, out: ["verify", given / "d", "--answers", given / "hang.jsonl",
                                  "--workers", "2", "--out", out / "v.jsonl"],
    "evaluate": lambda given, out: ["evaluate", given / "d", "--answers", given / "hang.jsonl",
                                    "--workers", "2", "--out", out / "run"],
    "export": lambda given, out: ["export", given / "d", "--for", "trl",
                                  "--workers", "2", "--out", out / "trl"],
    "one": lambda given, out: ["verify", "--task", "demo.sum@1?level=1#0:0", "--answer", "hang"],
    "stdio": lambda given, out: ["serve", given / "r.toml", "--stdio"],
    "http": lambda given, out: ["serve", given / "r.toml", "--http", "127.0.0.1:0"],
}  # fmt: skip


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    args = ("generate", "demo.pictured", "--set", "top=900", "--count", "20000")
    assert run(*args, "--out", folder / "d").exit_code == 0
    answers = run("solve", folder / "d", "--by", "zero").stdout
    (folder / "hang.jsonl").write_text(answers.replace('"answer":"0"', '"answer":"hang"'))
    (folder / "r.toml").write_text("[[mix]]\nfamily = 'demo.sum'\nlevels = [0.5]")
    return folder


def members(session: int) -> list[int]:
    """The processes of a session that still live; workers have process groups of their own."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, sid = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except OSError:
                continue
            if int(sid) == session and state != "Z":
                found.append(int(entry.name))
    return found


def begun(line: list[str | Path], *, workers: int) -> "subprocess.Popen[str]":
    """A command in a session of its own, as a terminal has one, that is at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tasksynth", *map(str, line)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # tests that run in the background may have been told to ignore it, and children inherit
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    while len(members(process.pid)) < 1 + workers and process.poll() is None:
        os.sched_yield()
    return process


def ended(process: "subprocess.Popen[str]", number: int) -> tuple[int, str]:
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=120)
    until = time.monotonic() + 30
    while left := members(process.pid):  # what has no parent any more ends by itself
        assert time.monotonic() < until, left
        time.sleep(0.05)
    return process.returncode, err


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"inline"}))
def test_an_interrupt_is_a_line_and_no_worker_outlives_it(
    given: Path, tmp_path: Path, name: str
) -> None:
    process = begun(COMMANDS[name](given, tmp_path), workers=1)
    if name == "http":
        assert process.stderr is not None
        assert "serving on" in process.stderr.readline()
    code, said = ended(process, signal.SIGINT)
    on = "; run the same command again to go on" * (name in ("generate", "evaluate"))
    assert (code, said) == (130, f"tasksynth: interrupted{on}\n")
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"d", "run"}  # what goes on is kept, what does not is gone


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_other_signals_take_the_workers_along(given: Path, tmp_path: Path, number: int) -> None:
    code, said = ended(begun(COMMANDS["verify"](given, tmp_path), workers=2), number)
    assert (code, said) == (128 + number, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["generate", "inline"])
def test_what_was_interrupted_goes_on_and_ends_the_same(tmp_path: Path, name: str) -> None:
    args = ["generate", "demo.sum", "--set", "top=90000", "--count", "20000", "--shard-size",
            "3000", *["--workers", "2"] * (name == "generate"), "--out"]  # fmt: skip
    for _ in range(3):
        process = begun([*args, tmp_path / "d"], workers=2 * (name == "generate"))
        journal = tmp_path / "d" / "journal.jsonl"
        size = journal.stat().st_size if journal.exists() else 0
        while process.poll() is None and (not journal.exists() or journal.stat().st_size <= size):
            os.sched_yield()
        ended(process, signal.SIGINT)
    assert run(*args, tmp_path / "d").exit_code == 0
    assert run(*args, tmp_path / "whole").exit_code == 0
    for path in (tmp_path / "whole").iterdir():
        assert (tmp_path / "d" / path.name).read_bytes() == path.read_bytes()


AT_THE_END = """
import atexit, os, signal, sys
from tasksynth.__main__ import main
class Last:
    def __del__(self, interrupt=lambda: os.kill(os.getpid(), signal.SIGINT)):
        interrupt()
sys.last = Last()  # goes when Python takes its modules down
atexit.register(os.kill, os.getpid(), signal.SIGINT)
main()
"""


@pytest.mark.parametrize(("args", "code"), [(["-V"], 0), (["show", "demo.nothing"], 2)])
def test_an_interrupt_while_python_ends_changes_nothing(args: list[str], code: int) -> None:
    program = [sys.executable, "-c", AT_THE_END, *args]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (code, int(code > 0)), done.stderr


@pytest.mark.parametrize("module", ["tasksynth.cli", "typer", "tasksynth.cli.help"])
def test_an_interrupt_while_it_starts_is_a_line(module: str) -> None:
    interrupted = f"""
import builtins, os, signal
def load(name, *args, before=builtins.__import__):
    if name == {module!r}:
        builtins.__import__ = before
        signal.raise_signal(signal.SIGINT)
    return before(name, *args)
builtins.__import__ = load
from tasksynth.__main__ import main
main()
"""
    program = [sys.executable, "-c", interrupted, "families"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "tasksynth: interrupted\n")
