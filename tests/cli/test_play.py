"""A person at a terminal, and a script at a pipe, play tasks."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tasksynth import Action, Needs, Tool, registry, source
from tasksynth.episode import read_transcript
from tasksynth.single import Judge
from tasksynth.terminal import action_of, help_of
from tasksynth_schemas import Answer, Label, Task

COMMAND = [sys.executable, "-c", "from tasksynth.cli import app; app()"]


def walk() -> tuple[Task, list[Action]]:
    """The first task, and how it is solved."""
    task = source("demo.walk", seed=0, level=0.5).make(0)
    family = registry.get("demo.walk")
    return task, list(read_transcript(family.solve(Judge(task).instance())).actions)


def lines_of(actions: list[Action]) -> list[str]:
    return [
        " ".join([str(action.tool), *map(str, dict(action.arguments).values())])  # type: ignore[arg-type]
        for action in actions
    ]


def piped(text: str | bytes, *args: str | Path) -> "subprocess.CompletedProcess[str]":
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [*COMMAND, "play", *map(str, args)], input=data, capture_output=True, check=False
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_a_script_solves_a_task_and_verify_agrees(tmp_path: Path) -> None:
    task, actions = walk()
    out, media = tmp_path / "transcript.json", tmp_path / "media"
    text = "\n".join(["?", "look", "", *lines_of(actions)])
    result = piped(text, "demo.walk", "--out", out, "--media", media)
    assert result.returncode == 0, result.stderr
    assert "step direction: Go to a neighbouring cell." in result.stdout
    assert "direction: left | right. Where to." in result.stdout
    assert result.stdout.endswith("pass, reward 1\n")
    assert sorted(path.name for path in media.iterdir()) == ["corridor.png", "turn-1-corridor.png"]
    family = registry.get("demo.walk")
    drawn = family.media(Judge(task).instance())  # type: ignore[attr-defined]
    assert (media / "corridor.png").read_bytes() == drawn["corridor.png"]
    assert f"corridor.png: {task.instance['cells']} x 1 pixels" in result.stdout
    row = Answer.model_validate_json(out.read_text())
    assert Label.parse(row.task).ref == task.ref
    again = subprocess.run(
        [*COMMAND, "verify", "--answers", str(out), "--fail-under", "1", "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["total"]["passed"] == 1


def test_undo_takes_back_and_the_end_of_input_ends(tmp_path: Path) -> None:
    out = tmp_path / "t.json"
    text = "undo\nstep left\nstep left\nundo\n{oops\nstep 'left\nundo x\nquit\ndig\n"
    result = piped(text, "demo.walk@1?level=0.5#0:3", "--out", out)
    assert "Nothing was done yet." in result.stdout
    assert "Undone. Actions left: 1." in result.stdout
    assert "no JSON: " in result.stdout
    assert "step: no closing quotation; nothing was done" in result.stdout
    assert result.stdout.endswith("fail, reward 0: nobody dug\n")
    actions = read_transcript(Answer.model_validate_json(out.read_text()).answer).actions
    assert [action.tool or action.text for action in actions] == ["step", "undo x"]


@pytest.mark.parametrize(
    ("family", "text", "verdict"),
    [
        ("demo.sum", "75\n\n99", "pass, reward 1"),
        ("demo.sum", "", "unparsable, reward 0: want an integer, got ''"),
        ("demo.sum", b"\xff\xfe\x00\n", "unparsable, reward 0: want an integer, got"),
        ("demo.walk", b"\xff\xfe\n\xed\xa0\x80 \x00", "fail, reward 0: nobody dug"),
        ("demo.walk_fragile", "x" * 200 + "\ndig\n", "error, reward none: KeyError"),
    ],
)
def test_whatever_comes_through_a_pipe_gets_a_verdict(
    family: str, text: str | bytes, verdict: str
) -> None:
    result = piped(text, family)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1].startswith(verdict)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("demo.walk", "--out", "/no/such/folder/t"), "cannot write /no/such/folder/t"),
        (("demo.walk", "--media", "/dev/null"), "cannot write to /dev/null"),
        (("demo.wlak",), "Did you mean 'demo.walk'?"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(args: tuple[str, ...], why: str) -> None:
    result = piped("quit\n", *args)
    assert result.returncode == 2
    assert why in result.stderr
    assert result.stderr.count("\n") == 1


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl-C comes from."""
    os.close(os.open(os.ttyname(0), os.O_RDWR))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # background jobs are told to ignore it


class Screen:
    """A terminal with a person before it."""

    def __init__(self, *args: str) -> None:
        self._us, them = pty.openpty()
        self._process = subprocess.Popen(
            [*COMMAND, "play", *args],
            stdin=them,
            stdout=them,
            stderr=them,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(them)
        self.seen = ""

    def until(self, text: str) -> str:
        """What is shown, up to some text."""
        while text not in self.seen:
            try:
                data = os.read(self._us, 4096)
            except OSError:  # as Linux says that nobody writes any more
                data = b""
            if not data:
                raise AssertionError(f"{text!r} never came: {self.seen!r}")
            self.seen += data.decode()
        found, _, self.seen = self.seen.partition(text)
        return found + text

    def type(self, text: str) -> None:
        os.write(self._us, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C until it ends: readline may miss the one that comes as it begins to wait."""
        for _ in range(12):
            self.type("\x03")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
                return

    def close(self) -> int:
        code = self._process.wait(60)
        os.close(self._us)
        return code


def test_a_person_plays_at_a_terminal(tmp_path: Path) -> None:
    _, actions = walk()
    screen = Screen("demo.walk", "--out", str(tmp_path / "t.json"), "--media", str(tmp_path / "m"))
    assert "A corridor has 23 cells: [image: corridor.png]" in screen.until("1 of 60> ")
    for turn, line in enumerate(lines_of(actions), 1):
        screen.until(f"{turn} of 60> ") if turn > 1 else None
        screen.type(line + "\n")
    screen.until("pass, reward 1")
    assert screen.close() == 0
    answer = Answer.model_validate_json((tmp_path / "t.json").read_text()).answer
    assert list(read_transcript(answer).actions) == actions


@pytest.mark.parametrize("code", [0, 130])
def test_ctrl_d_ends_and_ctrl_c_keeps_what_was_done(tmp_path: Path, code: int) -> None:
    screen = Screen("demo.walk", "--out", str(tmp_path / "t.json"))
    screen.until("1 of 60> ")
    screen.type("step left\n")
    screen.until("2 of 60> ")
    if code == 0:
        screen.type("\x04")
        screen.until("fail, reward 0: nobody dug")
    else:
        screen.interrupt()
    assert screen.close() == code
    answer = Answer.model_validate_json((tmp_path / "t.json").read_text()).answer
    assert [action.tool for action in read_transcript(answer).actions] == ["step"]


class Put(Tool):
    """Put something down."""

    what: str
    """A name."""
    count: int = 1
    where: list[int] | None = None
    note: str = ""


NEEDS = Needs(turns=9, tools=(Put.spec(),))


@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("put", {}),
        ("put stone", {"what": "stone"}),
        ("put stone 2", {"what": "stone", "count": 2}),
        ("put 'big stone' count=2", {"what": "big stone", "count": 2}),
        ("put 7 two", {"what": "7", "count": "two"}),
        ("put a where=[1,2] a b c", {"what": "a", "where": [1, 2], "count": "a", "note": "b c"}),
        ('put {"what": "stone", "count": 3}', {"what": "stone", "count": 3}),
        ("put a where=null", {"what": "a", "where": None}),
        ("put x=y", {"what": "x=y"}),
    ],
)
def test_a_line_is_a_call(line: str, arguments: dict[str, Any]) -> None:
    assert action_of(line, NEEDS) == Action(tool="put", arguments=arguments)


def test_a_line_is_words_or_json_or_wrong() -> None:
    assert action_of(" put it there? ", Needs(turns=9)) == Action(text="put it there?")
    assert action_of('{"name": "put", "arguments": "{}"}', NEEDS) == Action(tool="put")
    with pytest.raises(ValueError, match="put takes what, count, where, note; 'e' is too many"):
        action_of("put note=a what=b count=1 where=[] e", NEEDS)
    with pytest.raises(ValueError, match="no field 'speed'"):
        action_of('{"tool": "put", "speed": 3}', NEEDS)
    with pytest.raises(ValueError, match="no JSON: "):
        action_of('{"a":' * 100_000, NEEDS)


class Ask(Tool):
    """Ask something."""

    sql: str


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("ask SELECT 'a b', \"c\"", "SELECT 'a b', \"c\""),
        ("ask it's open", "it's open"),
        ("ask 'one word'", "one word"),
        ("ask sql='one word'", "one word"),
    ],
)
def test_an_only_text_keeps_its_quotes(line: str, asked: str) -> None:
    needs = Needs(turns=9, tools=(Ask.spec(),))
    assert action_of(line, needs) == Action(tool="ask", arguments={"sql": asked})


def test_help_tells_required_from_optional() -> None:
    head, what, count, where, *_ = help_of(NEEDS).splitlines()
    assert head == "put what [count] [where] [note]: Put something down."
    assert what == "    what: string. A name."
    assert (count.strip(), where.strip()) == ("count: integer", "where: array or null")
