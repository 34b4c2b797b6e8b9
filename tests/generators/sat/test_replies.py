"""Replies in the styles of real models, and by hand, each with the verdict that is fair.

The tasks are kept as instances, so that a change of a stream leaves the replies as good as before.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tasksynth import registry

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").split("\n")[:-1]]


TASKS = {row["id"]: row for row in rows("tasks.jsonl")}
REPLIES = rows("answers.jsonl")


@pytest.mark.parametrize("name", sorted({row["family"] for row in TASKS.values()}))
def test_fair_answers_are_paid_and_no_other(name: str) -> None:
    family = registry.get(name)
    wrong = []
    count: Counter[str] = Counter()
    for reply in REPLIES:
        task = TASKS[reply["task"]]
        if task["family"] == name:
            x = family.Instance.model_validate(task["instance"])
            verdict = family.verify(x, reply["answer"])
            count[reply["fair"]] += 1
            if (verdict.status == "pass") != (reply["fair"] == "pass"):
                wrong.append((reply["fair"], reply["style"], reply["answer"], verdict.why))
    assert not wrong
    assert count["pass"] >= 5
    assert len(count) > 1
