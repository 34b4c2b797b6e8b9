"""Readers of Hugging Face, MLCommons and WebDataset on converted and exported folders."""

import json
from pathlib import Path
from typing import Any

import pytest

datasets = pytest.importorskip("datasets", exc_type=ImportError)
if not hasattr(datasets, "load_dataset"):  # our data folder, where the package is absent
    pytest.skip("Hugging Face's datasets is not installed", allow_module_level=True)
mlcroissant = pytest.importorskip("mlcroissant")
webdataset = pytest.importorskip("webdataset")

from tasksynth.pipeline.making.generate import generate
from tasksynth.sets.choosing import Choice, sample
from tasksynth.sets.convert import convert
from tasksynth_schemas import Mix, Recipe, Task

pytestmark = pytest.mark.trainer


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_croissant_is_valid_and_its_records_are_the_tasks(
    form: str, exported: Any, dataset: Path
) -> None:
    folder = exported("hf", form=form)
    read = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
    assert not read.metadata.issues.errors
    rows = list(read.records("test-00000-of-00001"))
    kept = (dataset / "test-00000-of-00001.jsonl").read_text().splitlines()
    found = [json.loads(row["test-00000-of-00001/info"]) for row in rows]
    assert found == [json.loads(line) for line in kept]


def test_the_card_names_the_files_of_each_split(exported: Any, tmp_path: Path) -> None:
    folder = exported("hf", shard_size=5)
    card = datasets.load_dataset_builder(str(folder), cache_dir=str(tmp_path / "cache"))
    assert set(card.config.data_files) == {"train", "test"}


def test_images_of_converted_tables_are_images(pictured: Path, tmp_path: Path) -> None:
    convert(pictured, tmp_path / "t.parquet")
    rows = datasets.load_dataset(
        "parquet",
        data_files=str(tmp_path / "t.parquet"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    drawn = [row["images"] for row in rows if row["images"]]
    assert len(drawn) == 4
    assert drawn[0][0].height == 1


def test_sounds_of_converted_tables_are_sounds(tmp_path: Path) -> None:
    bells = {"seconds": 12, "sound": "wav", "noise": 0}
    generate(
        Recipe(mix=(Mix(family="video.refer_segment", params=bells),), count=1), tmp_path / "d"
    )
    convert(tmp_path / "d", tmp_path / "t.parquet")
    rows = datasets.load_dataset(
        "parquet",
        data_files=str(tmp_path / "t.parquet"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    feature = rows.features["audios"].feature
    assert isinstance(feature, datasets.Audio)
    raw = rows.cast_column("audios", [datasets.Audio(decode=False)])
    ((sound,),) = raw["audios"]
    assert sound["bytes"].startswith(b"RIFF")
    assert sound["path"] == "film.wav"


def test_packed_lines_are_read_as_rows(exported: Any, tmp_path: Path) -> None:
    folder = exported("trl", form="jsonl.zst")
    rows = datasets.load_dataset(
        "json",
        data_files=str(folder / "data" / "test-*.jsonl.zst"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    )
    assert len(rows) == 12


def test_webdataset_groups_a_task_with_what_it_shows(pictured: Path, tmp_path: Path) -> None:
    convert(pictured, tmp_path / "t.tar")
    read = webdataset.WebDataset(str(tmp_path / "t.tar"), shardshuffle=False).decode("pil")
    members = list(read)
    assert len(members) == 8
    for member in members:
        task = Task.model_validate(member["json"])
        assert member["__key__"] == task.id
        images = [member[name] for name in task.shows]
        assert all(image.height == 1 for image in images)
    assert sum(bool(Task.model_validate(m["json"]).shows) for m in members) == 4


def test_hugging_face_streams_tars_of_tasks_that_are_alike(pictured: Path, tmp_path: Path) -> None:
    sample(pictured, tmp_path / "t.tar", Choice(families=["demo.pictured"]))
    rows = datasets.load_dataset(
        "webdataset", data_files=str(tmp_path / "t.tar"), split="train", streaming=True
    )
    assert [row["__key__"] == row["json"]["id"] for row in rows] == [True] * 4
