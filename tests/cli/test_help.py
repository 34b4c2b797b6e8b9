"""What `--help` says, of every command."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from tasksynth.cli import app, exits
from tests.cli.command import refused, run


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))


TREE = dict(commands(typer.main.get_command(app)))
ALL = [(), *TREE]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_whole_narrow_and_without_the_types_of_python(path: tuple[str, ...]) -> None:
    text = run(*path, "--help").stdout
    assert run(*path, "-h").stdout == text
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert not re.search(r"\.\.\.|<|list\[|\bNone\b|\brange\b|\bstr\b|/ --no-(over|rev)", text)
    for line in lines:
        assert not re.fullmatch(r"  -\S.*\s{2,}", line)  # an option without a word about it
    for p in TREE[path].params if path else ():
        if p.param_type_name == "option" and not p.is_flag:
            assert p.metavar, p.name  # else the name of a variable of ours is told


GROUPS = (("curriculum",), ("golden",))


@pytest.mark.parametrize("path", [path for path in TREE if path not in GROUPS], ids=" ".join)
def test_every_command_has_examples_that_parse(path: tuple[str, ...]) -> None:
    examples = run(*path, "--help").stdout.partition("Examples:\n")[2].splitlines()
    assert examples
    known = {opt for p in TREE[path].params for opt in (*p.opts, *p.secondary_opts)}
    for line in examples:
        mine = line.partition(" | ")[0].split()
        assert mine[: 1 + len(path)] == ["tasksynth", *path]
        assert {word for word in mine if word.startswith("--")} <= known


def test_defaults_are_told_by_the_tool() -> None:
    words = " ".join(run("generate", "--help").stdout.split())
    assert "The random seed. [default: 0]" in words
    assert "Tasks a file. [default: 10000]" in words
    assert "[may be repeated; default: 0.5, or none beside --set]" in words
    assert "[required]" in words


def test_the_exit_codes_are_in_the_help_and_in_the_docs() -> None:
    text, docs = run("--help").stdout, Path("docs/commands.md").read_text()
    for code, meaning in exits.TABLE.items():
        assert re.search(rf"^  {code} +{re.escape(meaning)}$", text, re.MULTILINE)
        assert f"| {code} | {meaning.partition(':')[0]}" in docs


def test_the_version() -> None:
    assert run("-V").stdout == run("--version").stdout
    assert re.fullmatch(r"tasksynth [\d.]+\n", run("-V").stdout)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("generate",), "missing argument 'FAMILY|RECIPE'; see `tasksynth generate --help`"),
        (("genrate",), "Did you mean 'generate'"),
        (("--nonsense",), "no such option: --nonsense"),
        (("generate", "demo.sum", "--out", "x", "--count", "many"), "'--count'"),
        (("curriculum", "replay"), "see `tasksynth curriculum replay --help`"),
    ],
)
def test_options_that_cannot_be_read_cost_a_line(args: tuple[str, ...], message: str) -> None:
    assert message in refused(run(*args)).replace("root", "tasksynth")


@pytest.mark.parametrize(
    ("words", "found"),
    [("gener", "generate"), ("verify --answ", "--answers-format"), ("show sat.ks", "sat.ksat"),
     ("export --for tr", "trl")],
)  # fmt: skip
def test_the_shell_completes(words: str, found: str) -> None:
    env = {"_TASKSYNTH_COMPLETE": "complete_bash", "COMP_WORDS": f"tasksynth {words}",
           "COMP_CWORD": str(len(words.split()))}  # fmt: skip
    program = Path(sys.executable).with_name("tasksynth")
    done = subprocess.run([program], env={**os.environ, **env}, capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert found in done.stdout.split()
