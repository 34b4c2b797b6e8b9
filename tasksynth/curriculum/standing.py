"""Where a run stands, in sentences: what is mastered, what looks broken, what to do next."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tasksynth.curriculum.arrays import Float
from tasksynth.curriculum.belief import history, measure
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.space import Space

State = Literal["untried", "learning", "stuck", "mastered", "alarm"]
MEND = "raise levels; add families"
ENOUGH = 40.0
"""Groups on a track after which something of it should have been solved."""
NOTHING = 0.03
"""Success over a ladder, at the upper end of what is believed, that is as good as none."""


@dataclass(frozen=True)
class Standing:
    """Tracks in the order of the space."""

    states: tuple[State, ...]
    mastered: tuple[str, ...]
    """Names of the tracks that are."""
    alarms: tuple[str, ...]
    """Why the track's family may be broken; empty where it looks sound."""
    advice: tuple[str, ...]
    """What to do next, the most pressing first; empty where nothing is needed."""
    finished: bool
    """All that can be learned is mastered."""


def stands(known: Measure, space: Space) -> Standing:
    """By what was measured."""
    random, uniform = measure.random(known), measure.uniform(known, space)
    mastered, answered = measure.mastered(known, space), measure.answered(known)
    _, _, high = history.reach(known, space)
    tried = known.effort > ENOUGH
    states: list[State] = []
    alarms = []
    for t, name in enumerate(space.tracks):
        alarm = _random(name) if random[t] else _uniform(name) if uniform[t] else ""
        alarms.append(alarm)
        if alarm:
            states.append("alarm")
        elif mastered[t]:
            states.append("mastered")
        elif not answered[t]:
            states.append("untried")
        else:
            states.append("stuck" if tried[t] and high[t] < NOTHING else "learning")
    finished = "mastered" in states and set(states) <= {"mastered", "alarm", "stuck"}
    return Standing(
        states=tuple(states),
        mastered=tuple(n for n, s in zip(space.tracks, states, strict=True) if s == "mastered"),
        alarms=tuple(alarms),
        advice=tuple(_advice(space, states, alarms, finished=finished)),
        finished=finished,
    )


def _random(name: str) -> str:
    return (
        f"rewards of {name} vary, whatever the level, and practice brings nothing: "
        "check its verifier, or whether it can be learned at all"
    )


def _uniform(name: str) -> str:
    return (
        f"groups of {name} are all right or all wrong, far more often than their success rate "
        "explains, so they teach nothing: check its verifier, or draw finer items"
    )


def _advice(space: Space, states: list[State], alarms: list[str], *, finished: bool) -> list[str]:
    done = [name for name, state in zip(space.tracks, states, strict=True) if state == "mastered"]
    stuck = [t for t, state in enumerate(states) if state == "stuck"]
    easiest = [space.arms[int(space.grid[t, 0])].name for t in stuck]
    found = [alarm for alarm in alarms if alarm]
    if finished:
        found.insert(0, f"all that can be learned is mastered: {MEND}, and go on with a fork")
    elif done:
        found.append(f"{', '.join(done)} {'is' if len(done) == 1 else 'are'} mastered: {MEND}")
    return found + [
        f"nothing of {space.tracks[t]} is solved, not even {arm}: add easier levels, or hints"
        for t, arm in zip(stuck, easiest, strict=True)
    ]


def over_all(mean: Float, low: Float, high: Float) -> tuple[float, float, float]:
    """Mean success over the tracks of which something is known, and its interval."""
    known = high > 0
    if not known.any():
        return 0.0, 0.0, 0.0
    middle = float(mean[known].mean())
    below, above = (
        float(np.sqrt(((edge - mean)[known] ** 2).sum())) / int(known.sum()) for edge in (low, high)
    )
    return middle, max(0.0, middle - below), min(1.0, middle + above)
