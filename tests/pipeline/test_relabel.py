"""Labels of others against the verifier's: every planted flip is counted, in its direction."""

import json
import random  # noqa: TID251 - of a simulated judge
from pathlib import Path
from typing import Any

import pytest

from tasksynth.pipeline.judging.pairs import PairsReport
from tasksynth.pipeline.judging.relabel import Relabelling, kappa, says_right
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import address, source
from tasksynth_schemas import Mix, Recipe, Task
from tests.cli.command import refused, run


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> list[Task]:
    folder = tmp_path_factory.mktemp("labels") / "data"
    generate(Recipe(mix=(Mix(family="demo.sum", levels=(0.5, 1.0), count=200),), seed=3), folder)
    (file,) = folder.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]


@pytest.fixture
def data(tasks: list[Task], tmp_path: Path) -> Path:
    file = tmp_path / "tasks.jsonl"
    file.write_text("".join(task.model_dump_json() + "\n" for task in tasks))
    return file


def answered(tasks: list[Task], *, right_share: float = 0.5) -> list[dict[str, Any]]:
    rows = []
    for i, task in enumerate(tasks):
        right = i % 10 < 10 * right_share
        answer = task.instance["a"] + task.instance["b"] + (not right)
        rows.append({"task": task.id, "answer": str(answer), "label": right})
    return rows


def written(file: Path, rows: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def read(text: str) -> Relabelling:
    return Relabelling.model_validate_json(text)


def test_the_flips_of_a_noisy_judge_are_counted_listed_and_set_right(
    tasks: list[Task], data: Path, tmp_path: Path
) -> None:
    rows, dice = answered(tasks), random.Random(1)
    flips = {i for i in range(len(rows)) if dice.random() < 0.15}
    noisy = [row | {"label": row["label"] != (i in flips)} for i, row in enumerate(rows)]
    file, out = written(tmp_path / "noisy.jsonl", noisy), tmp_path / "right.jsonl"
    ended = run("relabel", data, "--answers", file, "--out", out, "--json", "--show", "1000")
    assert ended.exit_code == 0, ended.output
    found = read(ended.stdout)
    assert {one.row - 1 for one in found.flips} == flips
    assert found.total.called_wrong + found.total.called_right == len(flips)
    assert found.total.called_wrong == sum(rows[i]["label"] for i in flips)
    assert found.total.flipped is not None
    assert found.total.flipped.low < 0.15 < found.total.flipped.high
    assert list(found.groups) == ["demo.sum 0.5", "demo.sum 1"]
    mended = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["label"] for row in mended] == [row["label"] for row in rows]
    assert [row["given"] for row in mended] == [row["label"] for row in noisy]
    assert {i for i, row in enumerate(mended) if row["flipped"]} == flips
    again = read(run("relabel", data, "--answers", out, "--json").stdout)
    assert again.total.flipped is not None
    assert again.total.flipped.rate == 0
    assert again.total.kappa == 1


def test_the_table_says_which_way_and_the_gate_fails(
    tasks: list[Task], data: Path, tmp_path: Path
) -> None:
    rows = answered(tasks[:20])
    rows[7]["label"] = True
    file = written(tmp_path / "rows.jsonl", rows)
    ended = run("relabel", data, "--answers", file, "--fail-above", "0.01")
    assert ended.exit_code == 1
    assert f"{file}:8: called right (True), is wrong" in ended.output
    assert "0 of 10   1 of 10" in ended.output
    assert "of wrong answers 0.100 [" in ended.output
    assert run("relabel", data, "--answers", file, "--fail-above", "0.05").exit_code == 0


def chat(answer: str) -> list[dict[str, str]]:
    """As exports have it."""
    return [{"role": "user", "content": "1?"}, {"role": "assistant", "content": answer}]


def test_numbers_words_and_places_within_a_row_are_labels(
    tasks: list[Task], data: Path, tmp_path: Path
) -> None:
    right, wrong = answered(tasks)[0], answered(tasks)[9]
    del right["label"], wrong["label"]
    rows = [
        right | {"judge": {"said": 0.2}},
        wrong | {"judge": {"said": "Correct"}},
        wrong | {"judge": {"said": "incorrect"}},
        right | {"judge": {"said": "no idea"}},
        right,
        right | {"answer": "crash", "judge": {"said": 1}},
        right | {"answer": chat(right["answer"]), "judge": {"said": True}},
    ]
    file, out = written(tmp_path / "rows.jsonl", rows), tmp_path / "out.jsonl"
    words = ("relabel", data, "--answers", file, "--label", "judge.said", "--out", out, "--json")
    found = read(run(*words).stdout)
    assert [one.row for one in found.flips] == [1, 2]
    assert (found.unlabelled, found.total.rows + found.errors) == (2, 5)
    assert found.example == 'row 4: judge.said is "no idea"'
    mended = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["judge"]["said"] for row in mended[:3]] == [1.0, "incorrect", "incorrect"]
    assert mended[-1]["answer"] == right["answer"]


def test_rows_that_name_their_tasks_by_address_want_no_dataset(tmp_path: Path) -> None:
    row = {"task": "demo.sum@1?level=0.5#1:0", "answer": "x", "reward": 1.0}
    ended = run("relabel", "--answers", written(tmp_path / "r.jsonl", [row]))
    assert "called right (1.0), is wrong" in ended.output
    assert "No such option" not in refused(run("relabel", "--answers", tmp_path / "none.jsonl"))


def test_trajectories_are_replayed(tmp_path: Path) -> None:
    """Rewards of whoever watched: the one who arrives was called wrong, who stands still right."""
    walks = source("demo.walk", seed=2, level=0.5)
    rows = []
    for i in range(4):
        x = walks.family.Instance.model_validate(walks.make(i).instance)
        arrives = walks.family.solve(x)
        rows.append({"task": str(address(walks.ref(i), 0.5)), "answer": arrives, "reward": 0.1})
        rows.append(rows[-1] | {"answer": '{"actions": []}', "reward": 0.9})
    file, out = written(tmp_path / "walks.jsonl", rows), tmp_path / "out.jsonl"
    found = read(run("relabel", "--answers", file, "--out", out, "--json").stdout)
    assert (found.total.called_wrong, found.total.called_right) == (4, 4)
    rewards = [json.loads(line)["reward"] for line in out.read_text().splitlines()]
    assert rewards[::2] == [1.0] * 4
    assert max(rewards[1::2]) < 0.5


def test_preferences_that_contradict_the_verifier_are_counted_and_turned(
    tasks: list[Task], data: Path, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = []
    for i, task in enumerate(tasks[:60]):
        good = str(task.instance["a"] + task.instance["b"])
        better, worse = (good, "none") if i % 10 else ("none", good)  # each tenth is inverted
        rows.append({"task": task.id, "chosen": better, "rejected": worse, "who": i})
    rows[1]["rejected"] = rows[1]["chosen"]
    rows[2]["chosen"] = "neither"
    rows[3]["chosen"], rows[3]["rejected"] = chat(rows[3]["chosen"]), chat("7 or so")
    del rows[4]["rejected"]
    file, out = written(tmp_path / "pairs.jsonl", rows), tmp_path / "turned.jsonl"
    ended = run("relabel", data, "--answers", file, "--pairs", "--out", out, "--show", "1")
    assert ended.exit_code == 0, ended.output
    assert f"{file}:1: chosen is worth 0, rejected 1" in ended.output
    assert "no pair: 1   errors: 0" in ended.output
    found = PairsReport.model_validate_json(
        run("relabel", data, "--answers", file, "--pairs", "--json").stdout
    )
    total = found.total
    assert (total.pairs, total.upheld, total.inverted) == (59, 51, 6)
    assert (total.both_right, total.both_wrong) == (1, 1)
    assert [one.row for one in found.inverted] == [1, 11, 21, 31, 41, 51]
    assert total.noise is not None
    assert total.noise.rate == pytest.approx(6 / 57)
    turned = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["who"] for row in turned if row["swapped"]] == [0, 10, 20, 30, 40, 50]
    again = run("relabel", data, "--answers", out, "--pairs", "--fail-above", "0")
    assert again.exit_code == 0, again.output
    assert run("relabel", data, "--answers", file, "--pairs", "--fail-above", "0").exit_code == 1
    assert "--pairs have none" in refused(
        run("relabel", data, "--answers", file, "--pairs", "--label", "x")
    )


@pytest.mark.parametrize(
    ("label", "right"),
    [(True, True), (0, False), (0.5, True), ("PASS", True), ("unparsable", False), ("0.7", True),
     (float("nan"), None), ("", None), (None, None), ([1], None)],
)  # fmt: skip
def test_what_a_label_says(label: object, right: bool | None) -> None:
    assert says_right(label) is right


def test_agreement_beyond_chance() -> None:
    """Cohen's own kind of table: 0.7 agree, 0.5 would by chance."""
    assert kappa(20, 5, 10, 15) == pytest.approx(0.4)
    assert kappa(10, 0, 0, 10) == 1
    assert kappa(10, 0, 0, 0) is None
