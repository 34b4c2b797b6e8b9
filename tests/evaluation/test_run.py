"""Runs that stop, go on, or are refused; models in Python, and recorded answers."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth.errors import StateError
from tasksynth.evaluation.endpoint import Endpoint
from tasksynth.evaluation.journal import Journal
from tasksynth.evaluation.models import Function, Recorded
from tasksynth.evaluation.outcome import Budget, Evaluation, Progress
from tasksynth.evaluation.run import evaluate
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.pipeline.judging.verify import Report, verify
from tasksynth.system import lock_folder
from tasksynth_schemas import Answer, Task, VerdictRow
from tests.evaluation.server import Raw, Server, sum_of


def evaluated(data: Path, name: str, out: Path, **options: Any) -> Evaluation:
    timeout_s = options.pop("timeout_s", 60.0)
    return evaluate(data, Function(f"{__name__}:{name}", timeout_s=timeout_s), out, **options)


def rows(out: Path) -> list[VerdictRow]:
    lines = (out / "verdicts.jsonl").read_bytes().splitlines()
    return [VerdictRow.model_validate_json(line) for line in lines]


# Models, as `--model module:function` names them.


def adds(prompt: str) -> str:
    return sum_of(prompt)


async def adds_later(prompt: str) -> str:
    await asyncio.sleep(0)
    return sum_of(prompt)


def sees(prompt: str, media: dict[str, bytes]) -> str:
    return media["a.png"].decode()


def stops(prompt: str) -> str:
    raise StopIteration


def times_out(prompt: str) -> str:
    raise TimeoutError("mine")


def exits(prompt: str) -> str:
    sys.exit(prompt)


def counts(prompt: str) -> int:
    return 7


GATE = threading.Event()


def hangs(prompt: str) -> str:
    GATE.wait()
    return "0"


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    GATE.clear()
    yield
    GATE.set()


@pytest.mark.parametrize("name", ["adds", "adds_later"])
@pytest.mark.parametrize("concurrency", [1, 16])
def test_a_function_answers(data: Path, tmp_path: Path, name: str, concurrency: int) -> None:
    seen: list[Progress] = []
    report = evaluated(
        data, name, tmp_path / "run", samples=2, concurrency=concurrency, progress=seen.append
    )
    assert (report.total.passed, report.total.tasks) == (120, 60)
    assert report.total.pass_at == {1: 1.0, 2: 1.0}
    assert list(report.groups) == ["demo.sum 0.5", "demo.sum 1"]
    assert (seen[-1].done, seen[-1].wanted, seen[-1].passed) == (120, 120, 120)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("stops", "StopIteration"),
        ("times_out", "it raised TimeoutError: mine"),
        ("exits", "it raised RuntimeError: SystemExit"),
        ("counts", "it returned int, want str"),
        ("hangs", "it took longer than 0.1 s"),
    ],
)
def test_a_function_that_fails_is_an_error_each_time(
    data: Path, tmp_path: Path, name: str, why: str
) -> None:
    timeout_s = 0.1 if name == "hangs" else 60.0
    report = evaluated(data, name, tmp_path / "run", limit=4, concurrency=4, timeout_s=timeout_s)
    assert (report.failed, report.answered) == (4, 0)
    assert all(why in row.why for row in rows(tmp_path / "run"))
    assert all(row.reward is None for row in rows(tmp_path / "run"))


def test_the_verdicts_are_those_of_verify(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    report = evaluated(data, "adds", out, samples=2)
    with Dataset.open(data) as dataset, (out / "answers.jsonl").open("rb") as lines:
        again = verify(dataset, AnswerRows("answers").read(lines, dataset))
    assert again == Report(**{name: getattr(report, name) for name in Report.model_fields})
    kept = json.loads((out / "report.json").read_text())
    assert Evaluation.model_validate(kept) == report


def unhurried(report: Evaluation) -> Evaluation:
    """Without how quickly it went."""
    return report.model_copy(update={"tokens_per_s": None})


def test_a_run_that_is_whole_asks_nothing_more(server: Server, data: Path, tmp_path: Path) -> None:
    first = unhurried(evaluate(data, Endpoint(server.url, "m"), tmp_path / "run"))
    kept = (tmp_path / "run" / "verdicts.jsonl").read_bytes()
    assert evaluate(data, Endpoint("http://127.0.0.1:1/v1", "m"), tmp_path / "run") == first
    assert (tmp_path / "run" / "verdicts.jsonl").read_bytes() == kept
    (tmp_path / "run" / "verdicts.jsonl").unlink()
    assert evaluate(data, Endpoint("http://127.0.0.1:1/v1", "m"), tmp_path / "run") == first
    assert (tmp_path / "run" / "verdicts.jsonl").read_bytes() == kept
    assert sum(server.asked.values()) == 60


def test_more_samples_and_more_tasks_continue_a_run(
    server: Server, data: Path, tmp_path: Path
) -> None:
    def run(limit: int, samples: int) -> Evaluation:
        model = Endpoint(server.url, "m")
        return evaluate(data, model, tmp_path / "run", limit=limit, samples=samples)

    assert run(10, 1).total.answers == 10
    assert run(20, 3).total.answers == 60
    assert sum(server.asked.values()) == 60
    assert [row.sample for row in rows(tmp_path / "run")] == [0, 1, 2] * 20
    with pytest.raises(UsageError, match="more samples of a task than the 2 wanted"):
        run(20, 2)
    with pytest.raises(UsageError, match="answers to more tasks than the 19 wanted"):
        run(19, 3)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("model", {"model": "other"}),
        ("temperature", {"temperature": 0.7}),
        ("max_tokens", {"max_tokens": 5}),
        ("system", {"system": "Think."}),
        ("extra_body", {"extra": {"top_p": 0.5}}),
    ],
)
def test_a_run_of_other_settings_is_refused_by_name(
    server: Server, data: Path, tmp_path: Path, name: str, change: dict[str, Any]
) -> None:
    evaluate(data, Endpoint(server.url, "m"), tmp_path / "run", limit=1)
    other = Endpoint(server.url, **({"model": "m"} | change))
    with pytest.raises(UsageError, match=f"a run with another {name}: it was"):
        evaluate(data, other, tmp_path / "run", limit=1)
    assert sum(server.asked.values()) == 1


def test_a_run_on_another_dataset_is_refused(data: Path, tmp_path: Path) -> None:
    evaluated(data, "adds", tmp_path / "run", limit=1)
    other = tmp_path / "other.jsonl"
    (file,) = data.glob("*.jsonl")
    other.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(UsageError, match="another dataset"):
        evaluated(other, "adds", tmp_path / "run", limit=1)


def test_a_line_that_is_no_task_is_named(data: Path, tmp_path: Path) -> None:
    (tmp_path / "tasks.jsonl").write_text("{}\n")
    with pytest.raises(StateError, match=r"tasks.jsonl:1: no task: field 'id' is missing"):
        evaluated(tmp_path / "tasks.jsonl", "adds", tmp_path / "run")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(UsageError, match="no tasks in"):
        evaluated(tmp_path / "empty.jsonl", "adds", tmp_path / "run")


def test_what_cannot_be_judged_is_not_asked(
    server: Server, tasks: list[Task], tmp_path: Path
) -> None:
    old = tmp_path / "old.jsonl"
    task = tasks[0].model_copy(update={"ref": tasks[0].ref.model_copy(update={"version": 9})})
    old.write_text(task.model_dump_json() + "\n")
    with pytest.raises(UsageError, match=r"demo.sum@9 is not what is installed here"):
        evaluate(old, Endpoint(server.url, "m"), tmp_path / "run")
    assert not server.asked


def test_a_folder_that_holds_something_else_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"already holds 'manifest.json' and is no run"):
        evaluated(data, "adds", data)


def test_two_processes_cannot_write_one_run(data: Path, tmp_path: Path) -> None:
    held = lock_folder(tmp_path / "run")
    try:
        with pytest.raises(StateError, match="another process is writing"):
            evaluated(data, "adds", tmp_path / "run")
    finally:
        os.close(held)


def test_a_damaged_line_is_named(data: Path, tmp_path: Path) -> None:
    evaluated(data, "adds", tmp_path / "run", limit=3)
    with (tmp_path / "run" / "answers.jsonl").open("a") as file:
        file.write("{}\n")
    with pytest.raises(StateError, match=r"answers.jsonl:4: no answer of a run"):
        evaluated(data, "adds", tmp_path / "run", limit=3)


@given(st.lists(st.binary(max_size=9).map(lambda b: b.replace(b"\n", b"x"))), st.data())
def test_a_torn_line_is_cut_off(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], draw: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("journal") / "j"
    journal = Journal(path)
    ends = [journal.append(line + b"\n") + len(line) + 1 for line in lines]
    journal.close()
    cut = draw.draw(st.integers(0, path.stat().st_size))
    os.truncate(path, cut)
    journal = Journal(path)
    whole = sum(end <= cut for end in ends)
    assert [line for _, _, line in journal.lines()] == [line + b"\n" for line in lines[:whole]]
    at = journal.append(b"next\n")
    assert journal.line(at) == b"next\n"
    journal.close()


# Limits.


def test_a_limit_of_tokens_stops_before_it_is_passed(
    server: Server, data: Path, tmp_path: Path
) -> None:
    def run(tokens: int) -> Evaluation:
        model = Endpoint(server.url, "m")
        return evaluate(data, model, tmp_path / "run", budget=Budget(max_tokens=tokens))

    report = run(210)  # an answer costs 20
    assert (report.answered, report.total.passed) == (10, 10)
    assert report.stopped == "one more answer might pass the limit of 210 tokens"
    assert run(210) == unhurried(report)
    assert sum(server.asked.values()) == 10
    more = run(10_000)
    assert (more.answered, more.stopped) == (60, "")
    assert sum(server.asked.values()) == 60


def test_a_limit_that_is_just_enough_stops_nothing(
    server: Server, data: Path, tmp_path: Path
) -> None:
    model, budget = Endpoint(server.url, "m"), Budget(max_tokens=60)
    for _ in range(2):
        report = evaluate(data, model, tmp_path / "run", limit=3, budget=budget)
        assert (report.answered, report.stopped) == (3, "")


def test_a_limit_on_the_cost_stops_before_it_is_passed(
    server: Server, data: Path, tmp_path: Path
) -> None:
    budget = Budget(price_in=1000, price_out=4000, max_cost=0.24)  # 0.05 an answer
    report = evaluate(data, Endpoint(server.url, "m"), tmp_path / "run", budget=budget)
    assert report.answered == 4
    assert report.cost == pytest.approx(0.2)
    assert "the limit of 0.24 on the cost" in report.stopped


def test_a_limit_without_knowledge_of_the_use_is_refused(
    server: Server, data: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="--price-in"):
        Budget(max_cost=1.0)
    server.usage = None
    with pytest.raises(UsageError, match="does not report its usage"):
        evaluate(data, Endpoint(server.url, "m"), tmp_path / "run", budget=Budget(max_tokens=99))
    assert sum(server.asked.values()) == 1


# Recorded answers.


def test_recorded_answers_are_judged_with_their_meta(
    data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"
    answers = [
        Answer(task=task.id, answer=sum_of(task.text) if i else "-1", meta={"mine": i})
        for task in tasks[:5]
        for i in range(2)
    ]
    answers.append(Answer(task=tasks[5].id, answer="-1"))
    file.write_text("\n\n".join(answer.model_dump_json() for answer in answers))
    model = Recorded(file, data)
    assert model.samples == 2
    report = evaluate(data, model, tmp_path / "run", samples=2)
    assert (report.answered, report.wanted) == (11, 11)
    assert (report.total.tasks, report.total.unanswered) == (60, 54)
    again = evaluate(data, model, tmp_path / "run", samples=2, answered_only=True)
    assert (again.total.tasks, again.total.unanswered) == (6, 54)
    assert (report.total.passed, report.total.failed) == (5, 6)
    kept = (tmp_path / "run" / "answers.jsonl").read_text().splitlines()
    recorded = [json.loads(line)["meta"].get("recorded") for line in kept]
    assert recorded == [{"mine": 0}, {"mine": 1}] * 5 + [None]


def test_recorded_answers_that_cannot_be_used_cost_only_themselves(
    data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    file = tmp_path / "answers.jsonl"
    rows = [
        {"id": "0" * 20, "completion": "1"},
        {"id": tasks[0].id, "completion": None},
        {"id": tasks[1].id, "completion": sum_of(tasks[1].text), "mine": 3},
    ]
    file.write_text("\n" + "\n".join(map(json.dumps, rows)))
    model = Recorded(file, data)
    assert (model.rows.bad, model.rows.empty) == (1, 1)
    assert model.rows.faults[0].startswith(f"{file}:2: no task '000")
    report = evaluate(data, model, tmp_path / "run")
    assert (report.answered, report.total.passed, report.total.unanswered) == (1, 1, 59)


# The command line.

COMMAND = [sys.executable, "-c", "from tasksynth.cli import app; app()", "evaluate"]


def command(data: Path, out: Path, *args: str | Path, **env: str) -> list[str]:
    return [*COMMAND, str(data), "--out", str(out), *map(str, args)]


def run_command(*args: Any, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*args), capture_output=True, text=True, check=False, env={**os.environ, **env}
    )


def test_killed_at_any_moment_it_goes_on_and_asks_nothing_twice(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    out = tmp_path / "run"
    order = {task.text: row for row, task in enumerate(tasks)}
    reached, hold = threading.Event(), threading.Event()
    hold_from = 0

    def act(prompt: str, before: int) -> Any:
        if len(server.asked) >= hold_from and not hold.is_set():
            reached.set()
            hold.wait(60)
            return Raw(None)
        return sum_of(prompt) if order[prompt] % 3 else "-1"

    server.act = act
    model = ("--model", "m", "--base-url", server.url, "--concurrency", "4")
    there: dict[str, int] = {}  # prompts of the answers on disk, and how often each was asked
    for hold_from in (15, 30, 45):
        reached.clear()
        hold.clear()
        process = subprocess.Popen(
            command(data, out, *model), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert reached.wait(60)
        process.send_signal(signal.SIGKILL)
        process.wait()
        hold.set()
        assert {prompt: server.asked[prompt] for prompt in there} == there
        kept = {json.loads(line)["task"] for line in _whole_lines(out / "answers.jsonl")}
        there = {task.text: server.asked[task.text] for task in tasks if task.id in kept}
        assert len(there) >= hold_from - 4
        for name in ("answers.jsonl", "verdicts.jsonl"):
            with (out / name).open("a") as file:
                file.write('{"task": "torn')
    result = run_command(data, out, *model, "--json")
    assert result.returncode == 0, result.stderr
    report = Evaluation.model_validate_json(result.stdout)
    assert (report.answered, report.total.passed, report.total.failed) == (60, 40, 20)
    assert {prompt: server.asked[prompt] for prompt in there} == there
    assert [row.task for row in rows(out)] == [task.id for task in tasks]


def _whole_lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if not line.endswith("torn")]


def test_an_interrupted_run_reports_what_is_there(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    reached, hold = threading.Event(), threading.Event()

    def act(prompt: str, before: int) -> Any:
        if len(server.asked) > 10:
            reached.set()
            hold.wait(60)
        return sum_of(prompt)

    server.act = act
    args = command(data, tmp_path / "run", "--model", "m", "--base-url", server.url)
    process = subprocess.Popen(
        [*args, "--concurrency", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # tests that run in the background may have been told to ignore it, and children inherit
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert reached.wait(60)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    hold.set()
    assert process.returncode == 130, err
    assert "stopped: interrupted\n10 of 60 answers are there" in out


def test_the_command_prints_what_verify_prints(server: Server, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    model = ("--model", "m", "--base-url", server.url, "--price-in", "2", "--price-out", "8")
    result = run_command(data, out, *model, "--samples", "2", OPENAI_API_KEY="sk-env-key")
    assert result.returncode == 0, result.stderr
    table, _, tokens = result.stdout.rstrip("\n").rpartition("\n")
    assert re.fullmatch(r"tokens: 1,200 in, 1,200 out, [\d,]+ a second   cost: 0.0120", tokens)
    verify = [sys.executable, *COMMAND[1:3], "verify", str(data), "--answers"]
    again = subprocess.run(
        [*verify, str(out / "answers.jsonl")], capture_output=True, text=True, check=True
    )
    assert table == again.stdout.rstrip("\n")
    assert server.keys == {"Bearer sk-env-key"}
    assert all("sk-env-key" not in file.read_text() for file in out.iterdir())
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_limit_is_a_gate(server: Server, data: Path, tmp_path: Path) -> None:
    model = ("--model", "m", "--base-url", server.url, "--max-tokens-total", "100")
    result = run_command(data, tmp_path / "run", *model)
    assert result.returncode == 1
    assert "stopped: one more answer might pass the limit of 100 tokens" in result.stdout
    assert "5 of 60 answers are there" in result.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "say who answers"),
        (("--model", "m"), "say where the model is"),
        (("--model", "m", "--answers", "a"), "say who answers"),
        (("--model", "no_such:f"), "cannot import 'no_such'"),
        (("--model", "os:nothing"), "has no function 'nothing'"),
        (("--model", "os:getcwd", "--temperature", "1"), "--temperature is for a server"),
        (("--answers", "gone.jsonl"), "cannot read gone.jsonl"),
        (("--model", "m", "--base-url", "h"), "want a base URL"),
        (("--model", "m", "--base-url", "http://h", "--extra-body", "[1]"), "a JSON object"),
        (("--model", "m", "--base-url", "http://h", "--extra-body", "{"), "is no JSON"),
        (("--model", "m", "--base-url", "http://h", "--system", "gone"), "cannot read the system"),
        (("--model", "m", "--base-url", "http://h", "--api-key-var", "NO_KEY"), "NO_KEY is not"),
    ],
)
def test_the_command_refuses_in_one_line(
    data: Path, tmp_path: Path, args: tuple[str, ...], message: str
) -> None:
    from typer.testing import CliRunner

    from tasksynth.cli import app

    result = CliRunner().invoke(app, ["evaluate", str(data), "--out", str(tmp_path / "r"), *args])
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "r").exists()


def test_a_function_of_the_folder_one_is_in(data: Path, tmp_path: Path) -> None:
    (tmp_path / "guess.py").write_text("def zero(prompt):\n    return '0'\n")
    result = subprocess.run(
        [*command(data, tmp_path / "run", "--model", "guess:zero"), "--fail-under", "0.5"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "0.000" in result.stdout
