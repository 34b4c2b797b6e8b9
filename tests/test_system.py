"""What an operating system lacks is hidden from every process, and the engine does what it can."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tasksynth import UsageError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.pipeline.judging.verify import verify
from tasksynth.pipeline.making.generate import generate
from tasksynth.system import lock_folder
from tasksynth_schemas import Mix, Recipe

HIDE = """
import builtins, os, signal, socket

real = builtins.__import__

def without(name, globals=None, *rest, **more):
    if name in {modules!r} and str((globals or {{}}).get("__name__")).startswith("tasksynth"):
        raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
    return real(name, globals, *rest, **more)

builtins.__import__ = without
for module in (os, signal, socket):
    for name in {names!r}:
        if hasattr(module, name):
            delattr(module, name)
"""
MACOS = (
    {"resource"},
    {"memfd_create", "sched_getaffinity", "waitid"},
)
WINDOWS = (
    {"fcntl", "resource"},
    {
        *MACOS[1],
        "pread",
        "setpriority",
        "fork",
        "send_fds",
        "recv_fds",
        "setitimer",
        "SIGALRM",
        "SIGTTOU",
        "SIGHUP",
        "pthread_sigmask",
        "getuid",
        "geteuid",
        "killpg",
        "setsid",
    },
)
IMPORT_ALL = """
import importlib, pkgutil, tasksynth
for module in pkgutil.walk_packages(tasksynth.__path__, "tasksynth."):
    if module.name == "tasksynth.sandbox.launcher":
        continue  # a program for the kernel of Linux, which nothing imports
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as e:
        if e.name in ("fcntl", "resource"):
            raise
"""


def elsewhere(
    tmp_path: Path, lacks: tuple[set[str], set[str]], *args: str
) -> subprocess.CompletedProcess[str]:
    """Run Python on a system that lacks some modules, and some names of others."""
    code = HIDE.format(modules=lacks[0], names=lacks[1])
    (tmp_path / "sitecustomize.py").write_text(code)
    path = f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}"
    env = os.environ | {"PYTHONPATH": path}
    return subprocess.run(
        [sys.executable, *args], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )


def tasksynth(
    tmp_path: Path, lacks: tuple[set[str], set[str]], *args: str
) -> subprocess.CompletedProcess[str]:
    return elsewhere(tmp_path, lacks, "-c", "from tasksynth.__main__ import main; main()", *args)


@pytest.mark.parametrize("lacks", [MACOS, WINDOWS], ids=["macos", "windows"])
def test_every_module_imports(tmp_path: Path, lacks: tuple[set[str], set[str]]) -> None:
    run = elsewhere(tmp_path, lacks, "-c", IMPORT_ALL)
    assert run.returncode == 0, run.stderr


def test_without_bounds_on_memory_answers_are_judged_all_the_same(tmp_path: Path) -> None:
    recipe = Recipe(mix=(Mix(family="demo.sum", levels=(0.5,)),), count=4, seed=3)
    generate(recipe, tmp_path / "data")
    answers = tmp_path / "answers.jsonl"
    with Dataset.open(tmp_path / "data") as dataset:
        texts = zip(dataset.ids(), ["1", "crash", "hang", "2"], strict=True)
        answers.write_text(
            "".join(f'{{"task":"{key}","answer":"{text}"}}\n' for key, text in texts)
        )
        out = tmp_path / "here"
        with answers.open("rb") as lines, out.open("wb") as sink:
            verify(dataset, AnswerRows("answers").read(lines, dataset), out=sink)
    args = ("verify", "data", "--answers", "answers.jsonl", "--out", "there")
    run = tasksynth(tmp_path, MACOS, *args)
    assert run.returncode == 0, run.stderr
    assert run.stderr.count("this system does not bound the memory of workers") == 1
    assert (tmp_path / "there").read_bytes() == out.read_bytes()


def test_without_workers_tasks_are_made_and_no_answer_is_judged(tmp_path: Path) -> None:
    command = ["generate", "demo.sum", "--count", "20", "--workers", "3", "--out"]
    run = tasksynth(tmp_path, WINDOWS, *command, "there")
    assert run.returncode == 0, run.stderr
    assert "no workers that can be killed" in run.stderr
    assert "cannot lock folders" in run.stderr
    recipe = Recipe(mix=(Mix(family="demo.sum", levels=(0.5,)),), count=20)
    generate(recipe, tmp_path / "here")
    for file in (tmp_path / "here").glob("*.jsonl"):
        assert (tmp_path / "there" / file.name).read_bytes() == file.read_bytes()
    (tmp_path / "answers.jsonl").write_text("")
    refused = tasksynth(tmp_path, WINDOWS, "verify", "there", "--answers", "answers.jsonl")
    assert refused.returncode == 2
    assert "processes that can be killed, which this system does not have" in refused.stderr
    solved = tasksynth(tmp_path, WINDOWS, "solve", "there", "--out", "solved.jsonl")
    assert solved.returncode == 0, solved.stderr
    one = ("verify", "--task", "demo.sum@1?level=0#0:0", "--answer", "x")
    assert tasksynth(tmp_path, WINDOWS, *one).stdout.startswith("unparsable")
    (tmp_path / "r.toml").write_text("[[mix]]\nfamily = 'demo.sum'\nlevels = [0.5]")
    refused = tasksynth(tmp_path, WINDOWS, "serve", "r.toml", "--stdio")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1), refused.stderr


def test_what_is_no_folder_cannot_be_locked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"cannot write to .*file"):
        lock_folder(tmp_path / "file")
