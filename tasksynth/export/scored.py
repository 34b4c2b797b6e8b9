"""What a trainer learns from that samples nothing itself: all replies, with what each was worth."""

from collections.abc import Sequence

import numpy as np

from tasksynth.export.lessons import JudgedReply, said
from tasksynth.export.rows import CHAT, Columns, Row
from tasksynth.statistics.groups import raw_weights, z_scores

SCORED: Columns = {
    "completion": CHAT,
    "source": "string",
    "reward": "float64",
    "advantage": "float64",
    "pass_rate": "float64",
    "weight": "float64",
}
MOST = 1024
"""Rows a task, unless fewer are asked for."""


def rollouts(replies: Sequence[JudgedReply], each: int) -> list[Row]:
    """All replies as often as they were given, right and wrong ones.

    `advantage` is the reward less the mean over the task's replies, over their deviation;
    `weight`, 1 on average over rows, is larger for tasks that are seldom solved. Tasks all of whose
    replies are worth the same are left out: no group of them has a gradient.
    """
    every = [one for one in replies for _ in range(one.times)][:each]
    rewards = np.array([one.verdict.reward or 0.0 for one in every])
    if not len(rewards) or np.ptp(rewards) == 0:
        return []
    rate = sum(one.right for one in every) / len(every)
    weight = float(raw_weights(rate, np.ptp(rewards)))
    return [
        {
            "completion": said(one),
            "source": one.source,
            "reward": float(reward),
            "advantage": float(advantage),
            "pass_rate": rate,
            "weight": weight,
        }
        for one, reward, advantage in zip(every, rewards, z_scores(rewards), strict=True)
    ]
