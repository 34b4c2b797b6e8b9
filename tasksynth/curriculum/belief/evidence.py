"""Feedback as sums by arm, and what they say of the rewards: their range, and whether they differ.

A group whose rewards are all equal teaches nothing, whatever its mean: items may be always right or
always wrong, or every wrong attempt may earn the same part. So it is counted how often groups were
mixed, against how often a success rate as was expected would have mixed them; and a track's success
is read between what a failed and what a solved attempt earns there.
"""

import numpy as np
from numpy.typing import NDArray

from tasksynth.curriculum.arrays import ArmFloats, Float, State, TrackFloats
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategy import Batch, sums

MEMORY = 120.0
"""Groups on a track after which what was seen there counts half."""
DEFAULT = 4.0
"""For how many groups it counts that a failure earns 0, and a success 1."""
FEW = 3.0
"""For how many groups it counts that groups are mixed as often as their success rate says."""
USUAL = 0.7
"""Share of them that are: the items of an arm differ, which makes groups more alike."""
LEAST_RANGE = 0.2
"""Between what a failure and a success earn."""


class Pending(State):
    """Feedback to take in later, as sums by arm."""

    solved: ArmFloats
    tries: ArmFloats
    groups: ArmFloats

    @classmethod
    def zero(cls, arms: int) -> "Pending":
        """None."""
        none = np.zeros(arms)
        return cls.trusted(solved=none, tries=none, groups=none)

    def plus(self, batch: Batch) -> "Pending":
        """With more of it."""
        solved, tries, groups = sums(batch, len(self.groups))
        return Pending.trusted(
            solved=self.solved + solved, tries=self.tries + tries, groups=self.groups + groups
        )


class Evidence(State):
    """The same, with what the rewards within the groups were; all by arm."""

    solved: ArmFloats
    tries: ArmFloats
    groups: ArmFloats
    mixed: ArmFloats
    """Groups whose rewards were not all equal."""
    lows: ArmFloats
    """Groups in which all earned the same, less than half, and"""
    low: ArmFloats
    """the sum of what it was."""
    highs: ArmFloats
    """The same for half or more."""
    high: ArmFloats

    @classmethod
    def zero(cls, arms: int) -> "Evidence":
        """None."""
        return cls.trusted(**dict.fromkeys(cls.model_fields, np.zeros(arms)))

    def plus(self, batch: Batch) -> "Evidence":
        """With more of it."""
        arms = len(self.groups)
        even = batch.best <= batch.least
        low, high = even & (batch.best < 0.5), even & (batch.best >= 0.5)
        solved, tries, groups = sums(batch, arms)

        def count(rows: Float | NDArray[np.bool_]) -> Float:
            return np.bincount(batch.arm, rows, arms).astype(np.float64)

        more = {
            "solved": solved,
            "tries": tries,
            "groups": groups,
            "mixed": count(~even),
            "lows": count(low),
            "low": count(low * batch.best),
            "highs": count(high),
            "high": count(high * batch.best),
        }
        return Evidence.trusted(**{name: getattr(self, name) + x for name, x in more.items()})


class Rewards(State):
    """What is known of rewards."""

    low: TrackFloats
    """(tracks,) what a failed attempt earns, and"""
    lows: TrackFloats
    """for how many groups that counts."""
    high: TrackFloats
    """The same for a solved one."""
    highs: TrackFloats
    mixed: ArmFloats
    """(arms,) groups that were mixed,"""
    chance: ArmFloats
    """how many should have been, by the success that was expected, and"""
    groups: ArmFloats
    """how many there were; all three fade."""


def start(space: Space) -> Rewards:
    """Failure earns 0, success 1, and groups are mixed as they should."""
    tracks, none = len(space.tracks), np.zeros(len(space))
    return Rewards(
        low=np.zeros(tracks),
        lows=np.full(tracks, DEFAULT),
        high=np.ones(tracks),
        highs=np.full(tracks, DEFAULT),
        mixed=none,
        chance=none,
        groups=none,
    )


def update(rewards: Rewards, space: Space, heard: Evidence, expected: Float) -> Rewards:
    """After some feedback, of which `expected` (arms,) is the success that was expected."""
    tracks = len(space.tracks)
    keep = 0.5 ** (np.bincount(space.track, heard.groups, tracks) / MEMORY)  # (tracks,)

    def seen(values: Float) -> Float:
        return np.bincount(space.track, values, tracks).astype(np.float64)

    def average(value: Float, count: Float, total: Float, more: Float) -> tuple[Float, Float]:
        old = np.maximum(keep * count, DEFAULT)
        new = old + seen(more)
        return (old * value + seen(total)) / new, new

    low, lows = average(rewards.low, rewards.lows, heard.low, heard.lows)
    high, highs = average(rewards.high, rewards.highs, heard.high, heard.highs)
    size = heard.tries / np.maximum(heard.groups, 1)
    apart = 1 - expected**size - (1 - expected) ** size
    fade = keep[space.track]
    return Rewards.model_construct(
        low=low,
        lows=lows,
        high=high,
        highs=highs,
        mixed=fade * rewards.mixed + heard.mixed,
        chance=fade * rewards.chance + USUAL * heard.groups * apart,
        groups=fade * rewards.groups + heard.groups,
    )


def solved(rewards: Rewards, space: Space, heard: Evidence) -> Float:
    """(arms,) solved attempts, by where between a failure and a success the rewards were."""
    low = rewards.low[space.track]
    span = np.maximum(rewards.high[space.track] - low, LEAST_RANGE)
    result: Float = np.clip((heard.solved - low * heard.tries) / span, 0, heard.tries)
    return result


def earned(rewards: Rewards, space: Space, success: Float) -> Float:
    """(arms,) mean reward at a success rate: the inverse of `solved`."""
    low, high = rewards.low[space.track], rewards.high[space.track]
    result: Float = low + np.maximum(high - low, LEAST_RANGE) * success
    return result


def lively(rewards: Rewards, space: Space) -> Float:
    """(tracks,) how often groups are mixed, as a share of how often they should be by their success
    rate; at most 1.
    """
    tracks = len(space.tracks)
    mixed = np.bincount(space.track, rewards.mixed, tracks)
    chance = np.bincount(space.track, rewards.chance, tracks)
    return np.minimum((mixed + FEW) / (chance + FEW), 1)


def mixed_share(rewards: Rewards, space: Space) -> Float:
    """(tracks,) share of groups that are mixed lately."""
    tracks = len(space.tracks)
    mixed = np.bincount(space.track, rewards.mixed, tracks)
    result: Float = mixed / np.maximum(np.bincount(space.track, rewards.groups, tracks), 1e-9)
    return result
