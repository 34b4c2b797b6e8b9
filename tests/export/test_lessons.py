"""Replies that a model is shown: right ones pass, wrong ones do not, whoever wrote them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tasksynth import UsageError, grade
from tasksynth.export.passed import passed_between
from tasksynth.export.run import Exported, export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Task


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One family that shows how it is done, and one that only says what comes out."""
    folder = tmp_path_factory.mktemp("data") / "d"
    mix = (Mix(family="demo.sum", levels=(0.6,)), Mix(family="puzzle.sudoku", levels=(0.0,)))
    generate(Recipe(mix=mix, count=20, splits={"train": 0.8, "test": 0.2}), folder)
    return folder


def tasks(folder: Path) -> dict[str, Task]:
    files = sorted(folder.glob("t*-*"))
    lines = [line for file in files for line in file.read_bytes().splitlines()]
    return {task.id: task for task in map(Task.model_validate_json, lines)}


def written(data: Path, target: str, out: Path, **chosen: Any) -> tuple[list[Any], Exported]:
    done = export(data, target, out, form="jsonl", **chosen)
    assert all(path.exists() for path in done.files)
    assert {path.name for path in out.iterdir()} == {"data"}
    return [json.loads(line) for path in done.files for line in path.read_text().splitlines()], done


def test_right_replies_show_how_it_is_done_where_the_family_can(data: Path, tmp_path: Path) -> None:
    rows, done = written(data, "sft", tmp_path / "sft")
    asked = tasks(data)
    assert sum(done.splits.values()) == len(rows) == len(asked) == 20
    for row in rows:
        task = asked[row["task"]]
        assert row["prompt"] == [{"role": "user", "content": task.text}]
        (said,) = row["completion"]
        assert said["role"] == "assistant"
        assert grade(task, said["content"]).status == "pass"
        assert row["source"] == {"demo.sum": "work", "puzzle.sudoku": "reference"}[row["family"]]
        assert ("more make" in said["content"]) == (row["family"] == "demo.sum")


def test_preferences_never_contradict_the_verifier(data: Path, tmp_path: Path) -> None:
    rows, done = written(data, "preferences", tmp_path / "dpo", each=3)
    asked = tasks(data)
    assert len(rows) == sum(done.splits.values()) > 2 * len(asked)
    for row in rows:
        task, chosen, rejected = asked[row["task"]], row["chosen"][0], row["rejected"][0]
        better, worse = grade(task, chosen["content"]), grade(task, rejected["content"])
        assert (better.status, worse.reward is not None) == ("pass", True)
        assert worse.status != "pass"
        assert row["margin"] == pytest.approx((better.reward or 0) - (worse.reward or 0))
        assert row["why"] == worse.why
    spoilt = [row for row in rows if row["rejected_source"] == "spoilt"]
    assert {len(r["chosen"][0]["content"]) - len(r["rejected"][0]["content"]) for r in spoilt} == {
        0
    }
    assert len({(row["task"], row["rejected"][0]["content"]) for row in rows}) == len(rows)


def test_recorded_replies_are_judged_anew_and_mistakes_left_out(data: Path, tmp_path: Path) -> None:
    sums = [task for task in tasks(data).values() if task.ref.family == "demo.sum"][:4]
    total = [str(task.instance["a"] + task.instance["b"]) for task in sums]
    said = [
        (sums[0].id, [total[0], "1", f"Answer: {total[0]}"]),
        (sums[1].id, ["1", "2"]),  # never right
        (sums[2].id, ["raise", total[2]]),  # the verifier's own fault is no judgement
        (str(sums[3].ref), [total[3], total[3]]),
    ]
    file = tmp_path / "answers.jsonl"
    lines = [{"task": task, "answer": text} for task, texts in said for text in texts]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    sources = [f"walker={file}"]
    rows, done = written(data, "sft", tmp_path / "sft", sources=sources, each=5)
    assert {(row["task"], row["completion"][0]["content"]) for row in rows} == {
        (sums[0].id, total[0]),
        (sums[0].id, f"Answer: {total[0]}"),
        (sums[2].id, total[2]),
        (sums[3].id, total[3]),
    }
    assert len(rows) == 4
    assert {row["source"] for row in rows} == {"walker"}
    assert done.left_out == 20 - 3

    rows, done = written(data, "preferences", tmp_path / "dpo", sources=sources)
    assert [(r["task"], r["chosen"][0]["content"], r["rejected"][0]["content"]) for r in rows] == [
        (sums[0].id, total[0], "1")
    ]
    rows, _ = written(data, "preferences", tmp_path / "both", sources=["work", *sources])
    assert {row["task"] for row in rows} == {sums[0].id, sums[1].id}
    assert {row["chosen_source"] for row in rows} == {"work"}


def test_rollouts_say_what_each_reply_was_worth_and_leave_out_what_teaches_nothing(
    data: Path, tmp_path: Path
) -> None:
    sums = [task for task in tasks(data).values() if task.ref.family == "demo.sum"][-4:]
    total = [str(task.instance["a"] + task.instance["b"]) for task in sums]
    said = [
        (sums[0].id, [total[0], "1", "2", "1"]),  # 1 of 4
        (sums[1].id, ["1", "2", "2"]),  # never
        (sums[2].id, [total[2], total[2]]),  # always
        (sums[3].id, [total[3], total[3], total[3], "1"]),  # 3 of 4
    ]
    file = tmp_path / "answers.jsonl"
    lines = [{"task": task, "answer": text} for task, texts in said for text in texts]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    rows, done = written(data, "rollouts", tmp_path / "all", sources=[str(file)])
    assert [row["task"] for row in rows].count(sums[0].id) == 4
    assert {row["task"] for row in rows} == {sums[0].id, sums[3].id}
    assert done.left_out == 20 - 2
    asked = tasks(data)
    for row in rows:
        assert row["reward"] == grade(asked[row["task"]], row["completion"][0]["content"]).reward
        rate = {sums[0].id: 0.25, sums[3].id: 0.75}[row["task"]]
        assert row["pass_rate"] == rate
        away = (row["reward"] == 1) - rate
        assert row["advantage"] == pytest.approx(away / (rate * (1 - rate)) ** 0.5)
    weights = {row["task"]: row["weight"] for row in rows}
    assert weights[sums[0].id] / weights[sums[3].id] == pytest.approx(1.25 / 0.75)
    assert sum(row["weight"] for row in rows) == pytest.approx(len(rows))
    few, _ = written(data, "rollouts", tmp_path / "few", sources=[str(file)], each=2)
    assert [row["task"] for row in few] == [sums[0].id] * 2


def test_tasks_that_are_always_or_never_solved_are_left_out(data: Path, tmp_path: Path) -> None:
    never, always, at_times, rarely, _ = list(tasks(data).values())[:5]
    said = [(never, "ffff"), (always, "pppp"), (at_times, "fpfe"), (rarely, "fffp")]
    status = {"f": "fail", "p": "pass", "e": "error"}
    rows = [
        {
            "task": task.id, "sample": i, "family": task.ref.family, "level": task.level,
            "status": status[letter], "reward": {"f": 0.0, "p": 1.0, "e": None}[letter],
        }
        for task, letters in said
        for i, letter in enumerate(letters)
    ]  # fmt: skip
    run = tmp_path / "verdicts.jsonl"
    run.write_text("".join(json.dumps(row) + "\n" for row in rows))

    def kept(low: float, high: float, out: str) -> set[str]:
        keep = passed_between(run, data, low, high)
        found, _ = written(data, "trl", tmp_path / out, keep=keep)
        return {row["task"] for row in found}

    assert kept(0.01, 0.99, "a") == {at_times.id, rarely.id}
    assert kept(0.01, 1, "b") == {always.id, at_times.id, rarely.id}
    assert kept(0.3, 0.5, "c") == {at_times.id}
    with pytest.raises(UsageError, match=r"0 <= LOW <= HIGH <= 1, got 0.9 and 0.1"):
        kept(0.9, 0.1, "d")


def test_what_cannot_be_shown_is_refused(data: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rows for trl hold no replies; --from goes with sft"):
        export(data, "trl", tmp_path / "a", sources=["work"])
    with pytest.raises(UsageError, match="elsewhere is not there; --from wants work, reference"):
        export(data, "sft", tmp_path / "b", sources=[str(tmp_path / "elsewhere")])
    with pytest.raises(UsageError, match="rows for rollouts are recorded replies; --from names"):
        export(data, "rollouts", tmp_path / "e")
    (tmp_path / "empty").write_text('{"task": "nobody", "answer": "1"}\n')
    with pytest.raises(UsageError, match="answers none of the dataset's tasks: empty:1: no task"):
        export(data, "sft", tmp_path / "c", sources=[str(tmp_path / "empty")])
    generate(Recipe(mix=(Mix(family="demo.walk", levels=(0.0,)),), count=2), tmp_path / "turns")
    with pytest.raises(
        UsageError, match=r"demo\.walk has turns, and rows for preferences hold one"
    ):
        export(tmp_path / "turns", "preferences", tmp_path / "d")
    with pytest.raises(UsageError, match=r"the turns of demo\.walk show image, and rows for sft"):
        export(tmp_path / "turns", "sft", tmp_path / "d")
