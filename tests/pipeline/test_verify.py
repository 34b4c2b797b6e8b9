import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tasksynth import UsageError
from tasksynth.pipeline.generate import generate
from tasksynth.pipeline.verify import Dataset, Report, read_answers, verify
from tasksynth_schemas import Mix, Recipe, Task, VerdictRow


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
        report = verify(dataset, read_answers(map(json.dumps, rows), "answers"), out=out)
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


def test_tasks_may_be_named_by_ref_unless_it_is_ambiguous(folder: Path) -> None:
    tasks = tasks_in(folder)
    with pytest.raises(UsageError, match="names several tasks"):
        judge(folder, [{"task": str(tasks[0].ref), "answer": "1"}])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"task": "x"}, "answers:1: field 'answer' is missing"),
        ({"task": "x", "answer": 3}, "answers:1: field 'answer': input should be a valid string"),
        ({"task": "x", "answer": "3", "model": "m"}, "no field 'model'.*under 'meta'"),
        ({"task": "0" * 20, "answer": "3"}, "answers:1: no task '0{20}' among the 60"),
    ],
)
def test_bad_rows_name_the_line_the_field_and_the_mend(
    folder: Path, row: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        judge(folder, [row])


def test_an_unfinished_dataset_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "journal.jsonl").write_text("")
    with pytest.raises(UsageError, match="unfinished"):
        Dataset.open(tmp_path)
