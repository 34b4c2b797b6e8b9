"""Pictures go wherever rows carry images: to each trainer the very bytes that the family draws."""

from pathlib import Path
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.export.test_export import PICTURED, images_in, rows_of, tasks_of

pytest.importorskip("PIL.Image")
NAMES = ("video.frame_order", "video.ground", "video.refer_segment", "vision.affordance",
         "vision.chart", "vision.classify", "vision.count", "vision.document", "vision.point",
         "vision.svg", "vision.transform", "vision.vicrit", "vision.visual_search")  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vision") / "d"
    mix = tuple(Mix(family=name, levels=(0.0,)) for name in NAMES)
    generate(Recipe(mix=mix, count=2 * len(NAMES)), folder)
    return folder


@pytest.mark.parametrize("target", PICTURED)
def test_every_row_carries_its_picture(target: str, data: Path, tmp_path: Path) -> None:
    export(data, target, tmp_path / "out")
    seen = set()
    for row, task in zip(rows_of(tmp_path / "out"), tasks_of(data, "tasks"), strict=True):
        family: Any = registry.get(task.ref.family)
        pictures = list(family.media(family.Instance.model_validate(task.instance)).values())
        assert images_in(row) == pictures  # each once, in the order of the prompt
        seen.add(task.ref.family)
    assert seen == set(NAMES)
