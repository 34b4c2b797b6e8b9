"""What a group of answers to one prompt is worth to a trainer: advantages and weights."""

import numpy as np
from numpy.typing import ArrayLike

LEAST, MOST = 0.5, 1.5
"""Between which a weight lies until its mean is made 1: none is more than thrice another."""


def z_scores(rewards: ArrayLike) -> np.ndarray:
    """Rewards of answers to one prompt, less their mean, over their deviation; 0 if all are equal.

    As GRPO has it (Shao et al. 2024, arXiv:2402.03300), and RLPrompt before it (Deng et al.,
    "RLPrompt: Optimizing Discrete Text Prompts with Reinforcement Learning", EMNLP 2022), since
    some prompts are worth more than others whatever the answer.

    Args:
        rewards: (..., answers).
    """
    x = np.asarray(rewards, dtype=float)
    away = x - x.mean(axis=-1, keepdims=True)
    spread = x.std(axis=-1, keepdims=True)
    even = np.ptp(x, axis=-1, keepdims=True) == 0
    return np.asarray(np.where(even, 0.0, away / np.where(even, 1.0, spread)))


def raw_weights(pass_rates: ArrayLike, gaps: ArrayLike = 1.0) -> np.ndarray:
    """How much prompts are to count: the seldomer solved, and the farther rewards are apart, the
    more, in [0.5, 1.5]. Divide by the mean of those that are trained on.

    After the reward scaling of GRPO-S (Cheng et al., "Inverse Reinforcement Learning with Dynamic
    Reward Scaling for LLM Alignment", arXiv:2503.18991), by the hardness of the data and the gap of
    the group's rewards; DGRPO (Zhang et al., "Thinking With Videos", arXiv:2508.04416) weighs by
    difficulty alone. Unlike theirs, hardness is what was measured: the share that failed.

    Args:
        pass_rates: in [0, 1], (prompts,).
        gaps: the highest less the lowest reward of each, in [0, 1].
    """
    hard = (1 - np.asarray(pass_rates, dtype=float)) * np.asarray(gaps, dtype=float)
    return np.asarray(LEAST + (MOST - LEAST) * np.clip(hard, 0, 1))
