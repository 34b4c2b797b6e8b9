"""Datasets at hand, of which those that draw from sets are made where the hash seed is fixed.

A set's order is that of its members' hashes, which are others in every process. So such entries
come from the process that environments of others are kept in (`tasksynth_foreign.host`).
"""

import base64
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from tasksynth import FamilyError
from tasksynth_foreign.host import Make
from tasksynth_foreign.hosting import host_of
from tasksynth_foreign.kinds import Exercise
from tasksynth_reasoning_gym.entries import GymDataset, fields_of

BY_HASH = {
    *("codeio", "isomorphic_strings", "knight_swap"),
    *("polynomial_multiplication", "ransom_note", "word_ladder"),
}
"""The datasets of which another hash seed makes other items, in reasoning-gym 0.1.25."""
DATASETS_KEPT = 64
MAKE_LIMIT_S = 60.0
_datasets: dict[tuple[type[GymDataset], str, bytes], GymDataset] = {}


def dataset(name: str, config: Mapping[str, Any]) -> GymDataset:
    """A dataset, kept at hand: building one takes up to half a second."""
    return _kept(HostedDataset if name in BY_HASH else GymDataset, name, config)


class HostedDataset(GymDataset):
    """A dataset whose entries are made elsewhere, and judged here."""

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._name = name

    def _drawn(self, item: int) -> dict[str, Any]:
        host = host_of("rg", Entries(), Make(0, {}, MAKE_LIMIT_S))
        asked = {"name": self._name, "config": self._config}
        made = host.ask(Make(item, asked, MAKE_LIMIT_S))
        sealed = base64.b64decode(made["sealed"])
        found: dict[str, Any] = pickle.loads(sealed).truth  # noqa: S301 - by reasoning-gym, before any answer
        return found


@dataclass(frozen=True)
class Entries:
    """The datasets as an environment, whose configuration names one of them."""

    where = "reasoning_gym:create_dataset"
    whole = False

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        """The item of that number. Without a name: get ready, and make none."""
        if not config:
            for name in sorted(BY_HASH):
                usual = {field: default for field, (_, default) in fields_of(name).items()}
                _kept(GymDataset, name, usual)
            return None
        entry = _kept(GymDataset, config["name"], config["config"]).entry(seed)
        return Exercise(entry["question"], entry)

    def score(self, entry: Exercise, answer: str) -> float:
        """Nobody is judged there."""
        raise FamilyError(
            "answers are judged where they are asked about, and not where items are made"
        )


def _kept(kind: type[GymDataset], name: str, config: Mapping[str, Any]) -> GymDataset:
    key = kind, name, to_json(config, fallback=repr)
    if key not in _datasets:
        while len(_datasets) >= DATASETS_KEPT:
            _datasets.pop(next(iter(_datasets)))
        _datasets[key] = kind(name, dict(config))
    return _datasets[key]
