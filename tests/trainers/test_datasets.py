"""Hugging Face's own reader, an old and a new one, on exported folders."""

import json
from pathlib import Path
from typing import Any

import pytest

datasets = pytest.importorskip("datasets", exc_type=ImportError)
if not hasattr(datasets, "load_dataset"):  # our data folder, where the package is absent
    pytest.skip("Hugging Face's datasets is not installed", allow_module_level=True)

from PIL import Image

from tasksynth.export.run import export
from tasksynth_schemas import Task

pytestmark = pytest.mark.trainer


def load(folder: Path, cache: Path, **options: Any) -> Any:
    return datasets.load_dataset(str(folder), cache_dir=str(cache), **options)


def test_splits_and_whole_tasks_are_read_back(exported: Any, dataset: Path, tmp_path: Path) -> None:
    loaded = load(exported("hf", shard_size=5), tmp_path / "cache")
    assert {split: len(rows) for split, rows in loaded.items()} == {"train": 12, "test": 12}
    kept = (dataset / "test-00000-of-00001.jsonl").read_text().splitlines()
    assert [json.loads(row["info"]) for row in loaded["test"]] == [json.loads(x) for x in kept]
    assert (
        Task.model_validate_json(loaded["train"][0]["info"]).prompt
        == (loaded["train"][0]["prompt"][0]["content"])
    )


def test_rows_are_streamed_too(exported: Any, tmp_path: Path) -> None:
    rows = load(exported("hf"), tmp_path / "cache", split="test", streaming=True)
    assert sum(1 for _ in rows) == 12


@pytest.mark.parametrize("target", ["hf", "trl", "verl"])
def test_images_are_read_as_images(target: str, pictured: Path, tmp_path: Path) -> None:
    export(pictured, target, tmp_path / "out")
    rows = load(tmp_path / "out", tmp_path / "cache", split="train")
    drawn = [row for row in rows if row["images"]]
    assert len(rows) == 2 * len(drawn) == 8
    for row in drawn:
        assert all(isinstance(image, Image.Image) for image in row["images"])
        assert len(row["images"]) == 2
        assert row["images"][0].height == 1
