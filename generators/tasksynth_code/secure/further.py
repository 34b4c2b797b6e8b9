"""Further calls that an answer is run on: made from the task when it is judged, kept nowhere."""

import hashlib
from functools import lru_cache

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.secure.compose import (
    SecureCalls,
    SecurePlan,
    answered,
    calls,
    program_of,
    sorted_out,
)
from tasksynth_code.secure.edges import EDGES
from tasksynth_code.suites.running import ticking

DRAWN, EACH = 240, 80
"""Calls, and more for each part."""
EDGED, EDGED_EACH = 120, 80
"""Those at the edges of what is said, and more for each part."""


def further_attacks(plan: SecurePlan) -> SecureCalls:
    """Calls of a program, honest and hostile; they hang on the task alone."""
    return _further(plan.model_dump_json())


@lru_cache(maxsize=64)
def _further(text: str) -> SecureCalls:
    plan = SecurePlan.model_validate_json(text)
    digest = hashlib.sha256(program_of(plan, plan.flawed).encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    drawn = [
        *calls(dice, plan, DRAWN + EACH * len(plan.parts)),
        *calls(dice, plan, EDGED + EDGED_EACH * len(plan.parts), EDGES),
    ]
    return sorted_out(plan, answered(ticking(program_of(plan, ())), drawn))
