import struct
from pathlib import Path

import pytest

from tasksynth import FamilyError, UsageError
from tasksynth.pipeline.making.generate import generate
from tasksynth.pipeline.making.images import write_images
from tasksynth_schemas import Mix, Recipe, Task


def dataset(folder: Path, *families: str, count: int = 12) -> list[Task]:
    mix = [Mix(family=family, params={"top": 300}) for family in families]
    generate(Recipe(mix=tuple(mix), count=count), folder)
    lines = (folder / "tasks-00000-of-00001.jsonl").read_bytes().splitlines()
    return [Task.model_validate_json(line) for line in lines]


def width(path: Path) -> int:
    return int(struct.unpack(">I", path.read_bytes()[16:20])[0])


def test_each_task_gets_its_own_images_under_its_id(tmp_path: Path) -> None:
    tasks = dataset(tmp_path, "demo.pictured", "demo.sum")
    assert write_images(tmp_path, workers=2) == 6
    for task in tasks:
        folder = tmp_path / "images" / task.id
        assert folder.exists() == (task.ref.family == "demo.pictured")
        if folder.exists():
            assert width(folder / "a.png") == task.instance["a"] + 1
            assert width(folder / "b.png") == task.instance["b"] + 1


def test_a_second_run_draws_only_what_is_missing(tmp_path: Path) -> None:
    tasks = dataset(tmp_path, "demo.pictured")
    write_images(tmp_path)
    first, last = tmp_path / "images" / tasks[0].id, tmp_path / "images" / tasks[-1].id
    (first / "a.png").write_bytes(b"mine")
    (last / "a.png").unlink()
    last.rename(last.with_name(f"{last.name}.part"))  # what a kill leaves behind
    seen: list[tuple[int, int]] = []
    write_images(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(12, 12)]
    assert (first / "a.png").read_bytes() == b"mine"
    assert width(last / "a.png") == tasks[-1].instance["a"] + 1
    assert not list((tmp_path / "images").glob("*.part"))


def test_a_dataset_without_pictures_is_refused(tmp_path: Path) -> None:
    dataset(tmp_path, "demo.sum")
    with pytest.raises(UsageError, match=r"no family of the tasks in .* draws images"):
        write_images(tmp_path)
    assert not (tmp_path / "images").exists()


def test_a_task_that_cannot_be_drawn_stops_the_run(tmp_path: Path) -> None:
    tasks = dataset(tmp_path, "demo.pictured", count=1)
    file = tmp_path / "tasks-00000-of-00001.jsonl"
    damaged = tasks[0].model_copy(update={"instance": {"a": -5, "b": 0}})
    file.write_text(damaged.model_dump_json() + "\n")
    (tmp_path / "manifest.json").unlink()  # it would tell that the file was changed
    with pytest.raises(FamilyError, match="could not be rendered"):
        write_images(tmp_path)


def test_overwriting_a_dataset_removes_its_images(tmp_path: Path) -> None:
    dataset(tmp_path, "demo.pictured")
    write_images(tmp_path)
    recipe = Recipe(mix=(Mix(family="demo.sum", params={"top": 9}),), count=3)
    generate(recipe, tmp_path, overwrite=True)
    assert not (tmp_path / "images").exists()
