"""Exports on the Hub, by its own client and a server that stands in for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth.export import hub as ours
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.cli.command import refused, run
from tests.export.hub import REPO, Store, standing_in

pytestmark = pytest.mark.filterwarnings(
    "ignore:Use 'content=:DeprecationWarning"  # of its client, which httpx tells
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "data"
    mix = (Mix(family="demo.sum", levels=(0.9,)),)
    generate(Recipe(mix=mix, count=400, splits={"train": 0.9, "test": 0.1}), folder)
    return folder


@pytest.fixture
def folder(data: Path, tmp_path: Path) -> Path:
    export(data, "hf", tmp_path / "tasks", shard_size=90)
    export(data, "hf", tmp_path / "large")
    return tmp_path / "tasks"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with standing_in() as store:
        monkeypatch.setenv("HF_HUB_DISABLE_XET", "1")
        monkeypatch.setenv("HF_TOKEN", "secret")
        hub = pytest.importorskip("huggingface_hub")
        # Tests of trainers, collected in the same process, ask it to stay offline.
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        made: Any = hub.HfApi
        monkeypatch.setattr(hub, "HfApi", lambda: made(endpoint=store.url))
        yield store


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_all_files_arrive_and_the_card_is_the_last(folder: Path, store: Store) -> None:
    done = run("push", folder, REPO)
    assert done.exit_code == 0, done.output
    assert store.files == contents(folder)
    assert store.commits[-1][-1] == "README.md"
    assert f"8 files in {store.url}/datasets/{REPO}" in done.stdout


def test_large_files_go_by_their_digests(folder: Path, store: Store) -> None:
    large = folder.with_name("large")
    done = run("push", large, REPO)
    assert done.exit_code == 0, done.output
    assert store.files == contents(large)
    assert len(store.objects) == 1
    again = run("push", large, REPO)
    assert "0 sent, 5 were there" in again.stdout


def test_it_goes_on_where_it_stopped(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "BATCH", 3)
    store.fail_after = 1
    told = refused(run("push", folder, REPO))
    assert "the Hub failed with 500; run the same again to go on" in told
    assert len(store.files) == 3
    store.fail_after = None
    done = run("push", folder, REPO)
    assert "5 sent, 3 were there" in done.stdout
    assert store.files == contents(folder)


def test_rows_of_an_earlier_export_are_removed(folder: Path, store: Store) -> None:
    assert run("push", folder, REPO).exit_code == 0
    done = run("push", folder.with_name("large"), REPO)
    assert "4 of an earlier export removed" in done.stdout
    assert store.files == contents(folder.with_name("large"))


def test_what_cannot_be_pushed_is_refused_in_a_line(data: Path, folder: Path, store: Store) -> None:
    assert "is no export for the Hub" in refused(run("push", data, REPO))
    assert "is no name of a dataset" in refused(run("push", folder, "a b/c"))
    store.token = "another"
    assert "does not let you write to me/tasks" in refused(run("push", folder, REPO))
    shard = next((folder / "data").iterdir())
    shard.write_bytes(shard.read_bytes()[::-1])
    assert "its SHA-256 is not the one" in refused(run("push", folder, REPO), 3)
    assert store.files == {}
