import json
import math
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.pipeline.judging.verify import Report, verify
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Answer, Mix, Recipe, Task, VerdictRow


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    mix = Mix(family="demo.sum", levels=(0.5, 0.9))
    generate(Recipe(mix=(mix,), count=60, seed=3), folder)
    return folder


def tasks_in(folder: Path) -> list[Task]:
    (file,) = folder.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]


def judge(folder: Path, rows: list[dict[str, Any]]) -> tuple[Report, list[VerdictRow]]:
    out = BytesIO()
    with Dataset.open(folder) as dataset:
        lines = (json.dumps(row).encode() for row in rows)
        report = verify(
            dataset, AnswerRows("answers").read(lines, dataset), answered_only=True, out=out
        )
    return report, [VerdictRow.model_validate_json(row) for row in out.getvalue().splitlines()]


def total(task: Task) -> str:
    return str(task.instance["a"] + task.instance["b"])


def test_verdicts_come_in_the_order_of_the_answers(folder: Path) -> None:
    tasks = tasks_in(folder)
    rows = [{"task": t.id, "answer": total(t), "meta": {"row": i}} for i, t in enumerate(tasks)]
    report, verdicts = judge(folder, rows[::-1])
    assert [v.meta for v in verdicts] == [row["meta"] for row in rows[::-1]]
    assert report.total.pass_rate is not None
    assert report.total.pass_rate.rate == 1
    assert list(report.groups) == ["demo.sum 0.5", "demo.sum 0.9"]


def test_samples_of_a_task_are_counted_and_pass_at_k_follows(folder: Path) -> None:
    tasks = tasks_in(folder)[:10]
    rows = [{"task": t.id, "answer": total(t) if i < 3 else "-1"} for t in tasks for i in range(4)]
    report, verdicts = judge(folder, rows)
    assert [v.sample for v in verdicts[:4]] == [0, 1, 2, 3]
    assert report.total.pass_at == pytest.approx({1: 0.75, 2: 1.0, 4: 1.0})


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("raise", "ValueError: a fault of the family"),
        ("loop", "TimeLimitError"),
        ("bomb", "MemoryError"),
        ("hang", "did not stop at its time limit"),
        ("crash", "worker process died .signal 11"),
    ],
)
def test_a_fault_costs_one_verdict_and_nothing_else(folder: Path, answer: str, why: str) -> None:
    tasks = tasks_in(folder)[:9]
    rows = [{"task": t.id, "answer": total(t)} for t in tasks]
    rows[4]["answer"] = answer
    report, verdicts = judge(folder, rows)
    assert [v.status for v in verdicts] == ["pass"] * 4 + ["error"] + ["pass"] * 4
    assert verdicts[4].reward is None
    assert re.search(why, verdicts[4].why)
    assert report.total.errors == 1
    assert report.total.pass_rate is not None
    assert report.total.pass_rate.rate == 1


def test_what_a_plug_in_prints_does_not_reach_us(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    judge(folder, [{"task": tasks_in(folder)[0].id, "answer": "print"}])
    assert "noise" not in capfd.readouterr().out


def test_long_answers_are_refused_unread(folder: Path) -> None:
    _, verdicts = judge(folder, [{"task": tasks_in(folder)[0].id, "answer": "1" * 300_000}])
    assert verdicts[0].status == "unparsable"
    assert "300000 characters" in verdicts[0].why


def used(
    folder: Path, *lines: bytes, **columns: str
) -> tuple[list[tuple[str, Answer]], AnswerRows]:
    rows = AnswerRows("answers", columns)
    with Dataset.open(folder) as dataset:
        return [(key, answer) for _, key, answer in rows.read(lines, dataset)], rows


def row(task: Task, **fields: Any) -> bytes:
    return json.dumps({"task": task.id, **fields}).encode()


def test_a_row_costs_no_more_than_itself(folder: Path) -> None:
    one, two, *_ = tasks_in(folder)
    bad = {
        b"{": "no JSON",
        b"[" * 100_000: "no JSON: its lists or objects are nested too deeply",
        b'{"task": %b}' % (b"9" * 9000): "no JSON: a number in it has too many digits",
        row(one, file=5): "field 'file' wants text, got 5",
        b"3": "want an object",
        row(one, reply="3"): "field 'answer' is missing; it has 'reply': --map answer=COLUMN",
        b'{"answer": "3"}': "field 'task' is missing",
        b'{"task": 7, "answer": "3"}': "field 'task' wants text, got 7",
        b'{"task": "' + b"0" * 20 + b'", "answer": "3"}': "no task '0{20}' among the 60",
        b"\xff\xfe{": "no JSON",
    }
    found, rows = used(folder, row(one, answer="1"), *bad, b" \n", row(two, answer=None),
                       row(two, answer="2"))  # fmt: skip
    assert [(key, answer.answer) for key, answer in found] == [(one.id, "1"), (two.id, "2")]
    assert (rows.bad, rows.empty) == (len(bad), 1)
    for number, (line, why) in enumerate(bad.items(), 2):
        _, alone = used(folder, *[b"\n"] * (number - 1), line)
        assert re.match(f"answers:{number}: {why}", alone.faults[0])


def test_what_an_answer_may_be(folder: Path) -> None:
    task, *_ = tasks_in(folder)
    cases = {
        b'"3"': "3",
        b"3": "3",
        b"true": "true",
        b"NaN": "NaN",
        b"-1e999": "-1e999",
        b'[1, "a"]': '[1, "a"]',
        b'"\\ud800x\\ud83d\\ude00"': "\ufffdx\U0001f600",
        b'"caf\xe9"': "caf\ufffd",
        b'""': "",
    }
    for said, text in cases.items():
        line = b'\xef\xbb\xbf{"task": "%b", "answer": %b}\r\n' % (task.id.encode(), said)
        ((_, answer),), _ = used(folder, line)
        assert answer.answer == text
        answer.model_dump_json()


def test_columns_of_other_names_and_of_the_callers_own(folder: Path) -> None:
    task, *_ = tasks_in(folder)
    ((key, answer),), _ = used(
        folder, json.dumps({"id": task.id, "completion": "3", "model": "m"}).encode()
    )
    assert (key, answer.answer, answer.meta) == (task.id, "3", {"model": "m"})
    ((_, answer),), _ = used(folder, row(task, answer="3", loss=float("nan"), most=[-math.inf]))
    assert answer.meta == {"loss": "NaN", "most": ["-Infinity"]}  # so that verdicts stay JSON
    nested = {"uid": task.id, "response": {"choices": [{"text": "4"}]}, "meta": {"a": 1}}
    columns = {"task": "uid", "answer": "response.choices.0.text"}
    ((key, answer),), _ = used(folder, json.dumps(nested).encode(), **columns)
    assert (key, answer.answer) == (task.id, "4")
    assert answer.meta == {"response": nested["response"], "a": 1}


@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda text: json.dumps(text).encode()))
def test_any_bytes_are_a_row_or_a_fault(folder: Path, line: bytes) -> None:
    task, *_ = tasks_in(folder)
    found, rows = used(folder, line, row(task, answer="1"))
    assert [answer.answer for _, answer in found] == ["1"]
    assert rows.bad == bool(line.strip())


def test_tasks_that_nobody_answered_are_not_solved_unless_left_out(folder: Path) -> None:
    tasks = tasks_in(folder)
    lines = [row(task, answer=total(task)) for task in tasks[:15]]
    for answered_only, rate in ((False, 0.25), (True, 1.0)):
        with Dataset.open(folder) as dataset:
            answers = AnswerRows("answers").read(lines, dataset)
            report = verify(dataset, answers, answered_only=answered_only)
        assert report.total.unanswered == 45
        assert report.total.solved == rate
        assert report.total.pass_rate is not None
        assert report.total.pass_rate.rate == rate
        assert report.groups["demo.sum 0.9"].unanswered == 30


def test_an_unfinished_dataset_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text("")
    with pytest.raises(UsageError, match="unfinished"):
        Dataset.open(tmp_path)
