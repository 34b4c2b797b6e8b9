"""Inspect: an exported folder as a Task, and the scorer that judges by its labels."""

from collections.abc import Mapping
from pathlib import Path

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import ChatMessageUser, Content, ContentAudio, ContentImage, ContentText
from inspect_ai.scorer import (
    CORRECT,
    INCORRECT,
    Score,
    Scorer,
    Target,
    accuracy,
    grouped,
    scorer,
    stderr,
)
from inspect_ai.solver import TaskState, generate

from tasksynth.adapters.scoring import judge, metrics_of
from tasksynth.adapters.sources import folder as files
from tasksynth_schemas import Verdict


def task_of(folder: Path, *, split: str, url: str | None = None) -> Task:
    """The tasks of one split, each asked once.

    Args:
        folder: with the rows that `tasksynth export --for inspect` wrote.
        split: which of its splits.
        url: a server that judges; None for worker processes of our own.
    """
    samples = [
        Sample(
            id=row["id"],
            input=_input(row["input"]),
            target=row["target"],
            metadata=row["metadata"],
        )
        for row in files.rows(folder, split)
    ]
    return Task(
        dataset=MemoryDataset(samples, name=split),
        solver=generate(),
        scorer=verdict(url=url),
    )


@scorer(  # type: ignore[untyped-decorator]  # where Inspect is absent
    metrics=[accuracy(), stderr(), grouped(accuracy(), "family", all=False)]
)
def verdict(url: str | None = None) -> Scorer:
    """Correct if it passes; a fault of ours is unscored, and left out of the metrics."""

    async def score(state: TaskState, target: Target) -> Score:
        answer = state.output.completion
        (said,) = await judge(url).agrade(target.text, [answer])
        return score_of(said, answer)

    return score


def score_of(said: Verdict, answer: str) -> Score:
    """The verdict on an answer, or on an episode that ended with it, as Inspect scores it."""
    if said.reward is None:
        return Score.unscored(reason="error", answer=answer, explanation=said.why)
    return Score(
        value=CORRECT if said.status == "pass" else INCORRECT,
        answer=answer,
        explanation=said.why or said.status,
        metadata=metrics_of(said, sorted(said.parts)),
    )


def _input(content: object) -> "str | list[ChatMessageUser]":
    if isinstance(content, str):
        return content
    parts = [
        _part(part)
        for part in content[0]["content"]  # type: ignore[index]
    ]
    return [ChatMessageUser(content=parts)]


def _part(part: Mapping[str, str]) -> Content:
    match part["type"]:
        case "image":
            return ContentImage(image=part["image"])
        case "audio":
            return ContentAudio(audio=part["audio"], format="wav")
        case _:
            return ContentText(text=part["text"])
