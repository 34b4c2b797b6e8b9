"""A contract test: slime is no package that installs, so its two classes are stood in for here.

`Sample` has the fields that we set (slime/utils/types.py, August 2026), `DataSource` none.
"""

import asyncio
import importlib
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth.adapters.scoring import server as connected
from tests.serve.server import Server, right, write_recipe


@dataclass
class Sample:
    group_index: int
    index: int
    prompt: list[dict[str, str]]
    label: str
    metadata: dict[str, Any] = field(default_factory=dict)
    response: str = ""
    remove_sample: bool = False


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server(write_recipe(tmp_path)) as running:
        monkeypatch.setenv("TASKSYNTH_URL", running.url)
        with connected(running.url):
            yield running


@pytest.fixture
def slime(monkeypatch: pytest.MonkeyPatch) -> Any:
    names: dict[str, dict[str, Any]] = {
        "slime": {},
        "slime.rollout": {},
        "slime.rollout.data_source": {"DataSource": object},
        "slime.utils": {},
        "slime.utils.types": {"Sample": Sample},
    }
    for name, contents in names.items():
        module = types.ModuleType(name)
        vars(module).update(contents)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "tasksynth.adapters.slime", raising=False)
    yield importlib.import_module("tasksynth.adapters.slime")
    sys.modules.pop("tasksynth.adapters.slime", None)


def args(tmp_path: Path) -> Any:
    return SimpleNamespace(n_samples_per_prompt=4, save=str(tmp_path), load=str(tmp_path))


def test_groups_come_in_the_ledgers_order_and_teach_it(
    server: Server, slime: Any, tmp_path: Path
) -> None:
    source = slime.Curriculum(args(tmp_path))
    groups = source.get_samples(2) + source.get_samples(1)
    assert [group[0].group_index for group in groups] == [0, 1, 2]
    assert [sample.index for group in groups for sample in group] == list(range(12))
    for group in groups:
        assert len({sample.label for sample in group}) == 1
    first = groups[0]
    for sample in first:
        sample.response = right(sample.prompt[0]["content"])
    first[3].response = "hang"
    rewards = [asyncio.run(slime.reward(None, sample)) for sample in first]
    assert rewards == [1.0, 1.0, 1.0, 0.0]
    assert [sample.remove_sample for sample in first] == [False, False, False, True]


def test_it_goes_on_from_a_checkpoint(server: Server, slime: Any, tmp_path: Path) -> None:
    source = slime.Curriculum(args(tmp_path))
    source.get_samples(3)
    source.save(7)
    following = source.get_samples(2)
    again = slime.Curriculum(args(tmp_path))
    again.load(7)
    assert again.get_samples(2) == following


def test_groups_that_were_put_back_go_first(server: Server, slime: Any, tmp_path: Path) -> None:
    source = slime.Curriculum(args(tmp_path))
    groups = source.get_samples(2)
    source.add_samples(groups[1:])
    assert source.get_samples(2)[0] == groups[1]
    assert source.get_samples(1)[0][0].group_index == 3
