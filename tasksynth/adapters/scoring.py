"""What the adapters share: who judges, and what a verdict is worth to a trainer."""

import os
from collections.abc import Sequence
from functools import cache
from statistics import fmean
from typing import Protocol

from tasksynth.adapters.remote import Remote, Where
from tasksynth.pipeline.judging.grader import Grader
from tasksynth.system import cpus
from tasksynth_schemas import Verdict


class LabelJudge(Protocol):
    """Gives verdicts on answers to the tasks that labels name."""

    def grade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """One an answer, in order; from any thread."""

    def grade_many(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Sequence[Verdict]]:
        """The same for several labels at once."""

    async def agrade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """The same, for an event loop."""


def judge(where: Where | None = None) -> LabelJudge:
    """The judge of this process: worker processes of its own, or a server.

    Labels that a server handed out carry their ticket: what that server judges of them is feedback
    to its curriculum.

    Args:
        where: the server: the URL of `tasksynth serve --http`, or one to start.
    """
    return server(where) if where is not None else _grader(os.getpid())


def server(where: Where) -> Remote:
    """The connection of this process to a server, opened at the first use."""
    return _remote(where, os.getpid())


# One of each for a process: threads, sockets and pipes do not survive a fork.


@cache
def _grader(_process: int) -> Grader:
    return Grader(workers=cpus())


@cache
def _remote(where: Where, _process: int) -> Remote:
    return Remote(where)


def reward_of(verdict: Verdict, *, partial: bool = False) -> float | None:
    """What to train on: 1 for a pass and 0 for everything else, or the weighted parts.

    None is for a fault of ours: leave the sample out. Parts can be farmed; see `Rubric`.
    """
    if verdict.reward is None or partial:
        return verdict.reward
    return float(verdict.status == "pass")


def group_rewards(verdicts: Sequence[Verdict], *, partial: bool = False) -> list[float]:
    """The rewards of a group, for trainers that want a number of each rollout, and centre them.

    A fault of ours gets the mean of the others: its advantage is 0, and theirs are as without it.
    """
    rewards = [reward_of(verdict, partial=partial) for verdict in verdicts]
    judged = [reward for reward in rewards if reward is not None]
    instead = fmean(judged) if judged else 0.0
    return [instead if reward is None else reward for reward in rewards]


def metrics_of(verdict: Verdict, parts: Sequence[str] = ()) -> dict[str, float]:
    """Numbers for a trainer's log, under the same keys for every verdict.

    Args:
        verdict: what was said of an answer.
        parts: names of partial rewards to report; one that a family does not have counts 0.
    """
    return {
        "acc": float(verdict.status == "pass"),
        "partial": verdict.reward or 0.0,
        "unparsable": float(verdict.status == "unparsable"),
        "error": float(verdict.status == "error"),
        **{f"part/{name}": verdict.parts.get(name, 0.0) for name in parts},
    }
