"""Our engine in the place of another: what it would report of the reference's run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.embodied.policies import oracle
from tasksynth_minecraft.embodied.rollout import Rollout

STAT = {"break": "mine_block", "kill": "kill_entity", "place": "use_item"}


class Game:
    """A run whose pose and counters can be asked for."""

    def __init__(
        self,
        task: Crossview,
        *,
        called: Callable[[str], str] = str,
        rows: Iterable[np.ndarray] = (),
    ) -> None:
        self.rollout, self.called, self.rows = Rollout(task), called, iter(rows)
        self.stats: dict[str, Counter[str]] = {stat: Counter() for stat in STAT.values()}
        self._known = 0

    def next(self) -> None:
        """Play the next of its own rows, whatever it is told: few engines' actions can say them."""
        self.play(next(self.rows))

    def play(self, row: np.ndarray) -> None:
        self.rollout.step(row)
        for happening in self.rollout.log()[self._known :]:
            if happening.event in STAT:
                self.stats[STAT[happening.event]][self.called(happening.name)] += 1
            self._known += 1

    @property
    def pose(self) -> dict[str, float]:
        (x, y, z), (yaw, pitch) = self.rollout.feet, self.rollout.looking
        return {"x": x, "y": y, "z": z, "yaw": yaw, "pitch": pitch}


def reference(task: Crossview) -> np.ndarray:
    """The oracle's rows."""
    rows = oracle(task)
    assert rows is not None
    return rows


def keys_of(row: np.ndarray) -> list[str]:
    return [key for key, held in zip(actions.KEYS, row, strict=False) if held]


def in_eight(row: np.ndarray) -> list[int]:
    """MineDojo's eight numbers for the keys of a row; the camera rests."""
    keys = keys_of(row)
    deed = 3 if "attack" in keys else 1 if "use" in keys else 0
    pace = next((n for n, key in enumerate(("jump", "sneak", "sprint"), 1) if key in keys), 0)
    return [int("forward" in keys), 0, pace, 12, 12, deed, 0, 0]


def logged(
    task: Crossview, rows: np.ndarray, *, called: Callable[[str], str] = str,
    engine: str = "minestudio", lag: int = 0, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    """A log of these rows; counters come `lag` ticks late."""
    steps, counts = [], []
    for tick, (pose, keys, grown) in enumerate(_steps(Game(task, called=called), rows)):
        steps.append({"tick": tick, "at": list(pose.values()), "keys": keys})
        counts += [
            {"tick": tick + lag, "stat": stat, "name": name, "grown": n} for stat, name, n in grown
        ]
    return {"engine": engine, "steps": steps, "counts": counts, **more}


Grown = list[tuple[str, str, int]]


def _steps(game: Game, rows: np.ndarray) -> Iterator[tuple[dict[str, float], list[str], Grown]]:
    yield game.pose, [], []
    for row in rows:
        before = {stat: counter.copy() for stat, counter in game.stats.items()}
        game.play(row)
        yield (
            game.pose,
            keys_of(row),
            [
                (stat, name, n - before[stat][name])
                for stat, counter in game.stats.items()
                for name, n in counter.items()
                if n > before[stat][name]
            ],
        )
