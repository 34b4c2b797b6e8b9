"""What an export for Hugging Face says of itself."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tasksynth.export.run import export
from tasksynth.pipeline.folders.check import faults
from tasksynth.pipeline.folders.manifest import read_manifest
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.cli.command import run


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two families in two splits, of one of which the difficulty is known; with images."""
    home = tmp_path_factory.mktemp("home")
    mix = (
        Mix(family="demo.sum", levels=(0.6, 0.9), difficulty=(-1.5, 2.25)),
        Mix(family="demo.pictured", levels=(0.5,)),
    )
    recipe = Recipe(mix=mix, count=24, splits={"train": 0.75, "test": 0.25})
    generate(recipe, home / "data")
    export(home / "data", "hf", home / "hub", shard_size=7)
    return home / "hub"


def front(folder: Path) -> Any:
    return yaml.safe_load((folder / "README.md").read_text().split("---\n")[1])


def test_the_card_tells_the_hub_what_it_is(hub: Path) -> None:
    told = front(hub)
    assert told["license"] == "other"  # the package of these families tells none
    assert told["language"] == ["en"]
    assert "image-text-to-text" in told["task_categories"]
    assert told["size_categories"] == ["n<1K"]
    paths = {entry["split"]: entry["path"] for entry in told["configs"][0]["data_files"]}
    assert paths == {"train": "data/train-*.parquet", "test": "data/test-*.parquet"}
    assert all(list(hub.glob(path)) for path in paths.values())


def test_the_card_tells_people_what_is_in_it_and_how_to_make_it(hub: Path, tmp_path: Path) -> None:
    card = (hub / "README.md").read_text()
    assert "| demo.sum 0.6 | 6 |" in card
    assert "| +2.25 |" in card
    assert "| demo.pictured 0.5 | 12 |" in card
    assert "tasksynth canary " in card
    recipe = card.partition("```json\n")[2].partition("```")[0]
    (tmp_path / "recipe.json").write_text(recipe)
    assert run("generate", tmp_path / "recipe.json", "--out", tmp_path / "data").exit_code == 0
    export(tmp_path / "data", "hf", tmp_path / "hub", shard_size=7)
    for file in hub.rglob("*.parquet"):
        assert (tmp_path / "hub" / file.relative_to(hub)).read_bytes() == file.read_bytes()


def test_an_export_of_whole_tasks_is_a_dataset_again(hub: Path, tmp_path: Path) -> None:
    assert list(faults(hub)) == []
    assert run("convert", hub, "--out", tmp_path / "back").exit_code == 0
    back, kept = (
        b"".join(file.read_bytes() for file in sorted(home.glob("train-*")))
        for home in (tmp_path / "back", hub.parent / "data")
    )
    assert back == kept
    assert run("diff", hub, hub.parent / "data").exit_code == 0
    made = read_manifest(hub)
    assert made is not None
    assert made.made_by == "export"
    told = hashlib.sha256((hub.parent / "data" / "manifest.json").read_bytes()).hexdigest()
    assert made.sources == {"data": told}


def test_croissant_names_every_file_with_its_digest(hub: Path) -> None:
    told = json.loads((hub / "croissant.json").read_text())
    files = {file["contentUrl"]: file for file in told["distribution"]}
    assert set(files) == {f"data/{path.name}" for path in (hub / "data").iterdir()}
    for name, file in files.items():
        body = (hub / name).read_bytes()
        assert file["sha256"] == hashlib.sha256(body).hexdigest()
        assert file["contentSize"] == f"{len(body)} B"
    fields = {field["name"] for field in told["recordSet"][0]["field"]}
    assert fields == {"id", "family", "level", "label", "info"}


def test_the_licence_is_that_of_the_package(tmp_path: Path) -> None:
    generate(Recipe(mix=(Mix(family="sat.saturn", levels=(0.2,)),), count=2), tmp_path / "data")
    export(tmp_path / "data", "hf", tmp_path / "hub")
    assert front(tmp_path / "hub")["license"] == "apache-2.0"
