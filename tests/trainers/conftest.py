"""A small dataset of two families, exported for the trainer under test."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.single import Judge, make
from tasksynth_schemas import Label, Mix, Recipe

Exporter = Callable[..., Path]
PEERS_OWN = {
    "inspect_ai": (
        "ignore:The 'initial' parameter is deprecated:DeprecationWarning",  # of tenacity
        "ignore:Unclosed <MemoryObject:ResourceWarning",  # streams of anyio
    ),
}
"""Warnings of which a peer itself is the cause: everything else is an error here too."""


def pytest_configure(config: pytest.Config) -> None:
    """Let the peers that are installed be as they are."""
    for name, filters in PEERS_OWN.items():
        for line in filters if find_spec(name) else ():
            config.addinivalue_line("filterwarnings", line)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 tasks of two families in two splits."""
    folder = tmp_path_factory.mktemp("dataset") / "tasks"
    mix = (Mix(family="demo.sum", levels=(0.5, 0.9)), Mix(family="sat.saturn", levels=(0.1,)))
    generate(Recipe(mix=mix, count=24, splits={"train": 0.5, "test": 0.5}, seed=4), folder)
    return folder


@pytest.fixture(scope="session")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """8 tasks, half of them with two images each."""
    folder = tmp_path_factory.mktemp("pictured") / "tasks"
    mix = (Mix(family="demo.pictured", levels=(0.5,)), Mix(family="demo.sum", levels=(0.5,)))
    generate(Recipe(mix=mix, count=8, seed=4), folder)
    return folder


@pytest.fixture
def exported(dataset: Path, tmp_path: Path) -> Exporter:
    """Exports the dataset: `exported("trl")` is the folder."""

    def run(target: str, name: str = "my_tasks", **options: object) -> Path:
        export(dataset, target, tmp_path / name, **options)  # type: ignore[arg-type]
        return tmp_path / name

    return run


@pytest.fixture(scope="session")
def right() -> Callable[[str], str]:
    """The family's own answer to the task that a label names."""

    def solve(label: str) -> str:
        judge = Judge(make(Label.parse(label).ref))
        return judge.family.solve(judge.instance())

    return solve
