"""Modules that stand in for peers: contract tests want no trainer to be installed."""

import importlib
import sys
import types
from collections.abc import Mapping
from typing import Any

import pytest

from tasksynth import source
from tasksynth.episode import read_transcript
from tasksynth.single import Judge, make
from tasksynth_schemas import Action, Label


def imported(
    monkeypatch: pytest.MonkeyPatch, adapter: str, peers: Mapping[str, Mapping[str, Any]]
) -> Any:
    """An adapter, imported as if the peers' modules were these."""
    for name, contents in peers.items():
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            package = ".".join(parts[:depth])
            if package not in peers or package == name:
                module = types.ModuleType(package)
                vars(module).update(contents if package == name else {})
                if package == name or package not in sys.modules:
                    monkeypatch.setitem(sys.modules, package, module)
    module_name = f"tasksynth.adapters.{adapter}"
    monkeypatch.delitem(sys.modules, module_name, raising=False)
    found = importlib.import_module(module_name)
    monkeypatch.setitem(sys.modules, module_name, found)  # and with the test it goes
    return found


def label_of(family: str) -> str:
    """The label of a task without a ticket."""
    return str(Label(ref=source(family, level=0.3, seed=5).make(0).ref))


def lamps(label: str) -> list[int]:
    """The lamps to press."""
    ref: Any = Label.parse(label).ref
    instance = source(ref.family, seed=ref.seed, params=ref.params).make(ref.index).instance
    return [instance["first"], instance["second"]]


AGENTS = (
    "apps.api_world", "apps.mobile", "apps.web", "gui.cursor", "tools.calls", "tools.code_math",
    "tools.retrieval",
)  # fmt: skip
"""Families of agents that have turns."""


def label_in_words(family: str) -> str:
    """The label of a task that shows no pictures."""
    params = {"form": "tree"} if family.startswith("gui.") else {}
    return str(Label(ref=source(family, level=0.3, seed=5, params=params).make(0).ref))


def way(label: str) -> tuple[Action, ...]:
    """What the reference does."""
    judge = Judge(make(Label.parse(label).ref))
    return read_transcript(judge.family.solve(judge.instance())).actions
