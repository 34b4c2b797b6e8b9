"""Datasets of others: what is wrong with rows that nobody's verifier comes with."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tasksynth.audit import audit_files
from tests.cli.command import refused, run

NAMES = ["Ann", "Bo", "Cy", "Di", "Ed", "Fay", "Gus", "Hal", "Ivy", "Joe", "Kim", "Lou"]


def question(i: int) -> str:
    """One of many questions on a template."""
    a, b, c = (NAMES[i * k % 11] for k in (1, 3, 5))
    weights = " ".join(str(i * k * 7919 % 997) for k in range(20, 40))
    return f"{a} has pears of {weights} grams and gives {b} {i % 13}. How many more has {c} now?"


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def found(*paths: Path) -> set[str]:
    return {f"{one.severity} {one.check}" for r in audit_files(paths) for one in r.findings}


def sums(count: int, start: int = 0) -> list[dict[str, Any]]:
    made = range(start, start + count)
    return [{"question": question(i), "answer": f"I count.\n#### {i * i % 97}"} for i in made]


def test_rows_that_are_right_are_not_blamed(tmp_path: Path) -> None:
    train, test = write(tmp_path / "a.jsonl", sums(60)), write(tmp_path / "b.jsonl", sums(40, 60))
    assert found(train, test) == set()


@pytest.mark.parametrize(
    ("spoil", "blamed"),
    [
        (lambda rows: rows + rows[:9], {"fault duplicates"}),
        (lambda rows: [*rows, rows[0] | {"answer": "no"}], {"fault gold", "doubt duplicates"}),
        (lambda rows: [*rows, {"question": question(99), "answer": None}], {"fault making"}),
        (lambda rows: [*rows, *(r | {"question": r["question"] + " Well?"} for r in rows[:3])],
         {"doubt duplicates"}),
        (lambda rows: [r | {"answer": "12"} for r in rows], {"doubt constant"}),
        (lambda rows: [r | {"question": f"{r['question']} Hint: =4711{i}=", "answer": f"=4711{i}="}
                       for i, r in enumerate(rows)], {"doubt copying"}),
        (lambda rows: [r | {"question": r["question"] + " Well?" * (i // 3 % 2 == 0),
                            "answer": "yes" if i // 3 % 2 == 0 else "no"}
                       for i, r in enumerate(rows)], {"fault leaks"}),
        (lambda rows: [r | {"split": "train"} for r in rows] + [rows[5] | {"split": "test"}],
         {"fault seeds", "doubt duplicates"}),
    ],
)  # fmt: skip
def test_what_was_planted_is_found(spoil: Any, blamed: set[str], tmp_path: Path) -> None:
    assert found(write(tmp_path / "rows.jsonl", spoil(sums(60)))) == blamed


def test_a_test_set_that_was_trained_on_is_found_in_either_format(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    train = write(tmp_path / "train.jsonl", sums(60))
    rows = [
        {
            "prompt": [{"role": "system", "content": "Be brief."},
                       {"role": "user", "content": question(i).upper()}],
            "reward_model": {"ground_truth": str(i), "style": "rule"},
        }
        for i in range(50, 70)
    ]  # fmt: skip
    test = tmp_path / "test.parquet"
    parquet.write_table(pyarrow.Table.from_pylist(rows), test)
    ended = run("audit", train, test, "--json")
    assert ended.exit_code == 1
    _, report = json.loads(ended.output)
    (leak,) = report["levels"][0]["findings"]
    assert leak["what"] == "10 of 20 prompts are in the earlier set too, such as in train.jsonl:51"
    assert leak["task"] == "test.parquet:1"
    shown = run("audit", test, train, "--fail-on", "never")
    assert "train.jsonl" in shown.output
    assert shown.exit_code == 0


def test_what_cannot_be_read_is_said_in_a_line(tmp_path: Path) -> None:
    odd = write(tmp_path / "odd.jsonl", [{"q": "1+1?", "a": "2"}])
    assert "which field is the prompt? Say --prompt-field NAME; there are a, q" in refused(
        run("audit", odd)
    )
    named = run("audit", odd, "--prompt-field", "q", "--answer-field", "a")
    assert named.exit_code == 0, named.output
    odd.write_text('{"q": 1}\nnonsense\n')
    assert "odd.jsonl:2 is no JSON" in refused(run("audit", odd))
    assert "No such file" in refused(run("audit", tmp_path / "none.jsonl"))
    assert "--defaults and --level" in refused(
        run("audit", "demo.sum", "--defaults", "--level", "0")
    )
