"""Replies in the styles of real models, each with the verdict that a fair person gives."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tasksynth.single import Judge, source

REPLIES = Path(__file__).parent / "data" / "answers.jsonl"


@cache
def judge(family: str, level: float, params: str, seed: int, index: int) -> Judge:
    made = source(family, seed=seed, level=level, params=json.loads(params))
    return Judge(made.make(index))


def replies() -> Iterator[dict[str, Any]]:
    return map(json.loads, REPLIES.read_text().splitlines())


def test_fair_answers_are_paid_and_no_other() -> None:
    paid, refused = [], []
    for reply in replies():
        where = (reply["family"], reply["level"], json.dumps(reply["params"]))
        verdict = judge(*where, reply["seed"], reply["index"]).grade(reply["answer"])
        assert verdict.status != "error", (reply["style"], verdict.why)
        if verdict.status == "pass" and reply["fair"] != "pass":
            paid.append(reply)
        if verdict.status != "pass" and reply["fair"] == "pass":
            refused.append(reply)
    assert not paid
    assert not refused
