"""Everything compiled ahead, as for an image of a machine: kernels stay on disk."""

from typing import Any

import numpy as np

from tasksynth import UsageError
from tasksynth.capability import Carded, Pictured
from tasksynth.single import Judge, source
from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.fleet import Fleet
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.rollout import Rollout
from tasksynth_minecraft.numeric.jit import COMPILED, hurry

_DRAWN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("mine", {}),
    ("place", {}),
    ("hunt", {"weapon": "sword"}),
    ("hunt", {"weapon": "bow"}),
    ("approach", {"cross_episode": True}),
    ("crafter", {}),
    ("locate", {}),
    ("mask", {}),
    ("pose", {}),
    ("route", {}),
)


def warm() -> None:
    """Make, draw, explain, solve and judge tasks of all kinds, and play some side by side.

    Raises:
        UsageError: without the extra `minecraft`, where nothing is compiled.
    """
    if not COMPILED:
        raise UsageError("nothing is compiled without `pip install 'tasksynth[minecraft]'`")
    hurry()
    for name, params in _DRAWN:
        judge = Judge(source(f"minecraft.{name}", seed=1, level=0.3, params=params).make(0))
        family, x = judge.family, judge.instance()
        judge.grade(family.solve(x))
        for answer in family.baselines(x).values():
            judge.grade(answer)
        if isinstance(family, Pictured):
            family.media(x)
        if isinstance(family, Carded):
            family.card(x)
        if isinstance(x, Crossview):
            fleet = Fleet([x, x])
            fleet.step(np.tile(actions.row("forward"), (2, 1)))
            fleet.felt()
            Rollout(x).felt()
