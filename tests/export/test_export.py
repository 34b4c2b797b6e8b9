"""Exports as their readers see them: pyarrow, JSON, and the files around the rows."""

import base64
import json
import tomllib
import wave
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from PIL import Image

from tasksynth import FamilyError, UsageError, grade, make, registry
from tasksynth.export.run import export
from tasksynth.export.targets import get
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import ImportRef, Label, Mix, Recipe, Task

SPLITS = {"train": 0.8, "test": 0.2}
TARGETS = {
    name: get(name)
    for name, plug in sorted(registry.plugs("targets").items())
    if plug.domain == "tasksynth"  # those of other domains take their families alone
}
ROWS = [name for name, target in TARGETS.items() if target.row and not target.lessons]
TABLES = [name for name in ROWS if TARGETS[name].columns is not None]
PICTURED = [name for name in ROWS if TARGETS[name].images and name != "openenv"]
"""Rows that carry images; OpenEnv's environment makes them from the label."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two families whose params and instances have nothing in common, in two splits."""
    folder = tmp_path_factory.mktemp("data") / "d"
    mix = (
        Mix(family="demo.sum", levels=(0.6, 0.9)),
        Mix(family="sat.saturn", params={"n": 2, "k": 3, "l": 4}),
    )
    generate(Recipe(mix=mix, count=40, splits=SPLITS, shard_size=9), folder)
    return folder


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictured") / "d"
    mix = (Mix(family="demo.pictured", levels=(0.5,)), Mix(family="demo.sum", levels=(0.9,)))
    generate(Recipe(mix=mix, count=12), folder)
    return folder


def tasks_of(folder: Path, split: str) -> list[Task]:
    lines = [
        line
        for file in sorted(folder.glob(f"{split}-*"))
        for line in file.read_bytes().splitlines()
    ]
    return [Task.model_validate_json(line) for line in lines]


def rows_of(out: Path, split: str = "train") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for file in sorted(out.rglob(f"{split}-*")):
        if file.suffix == ".parquet":
            rows += pq.read_table(file).to_pylist()
        else:
            rows += [json.loads(line) for line in file.read_bytes().splitlines()]
    return rows


def label_of(row: dict[str, Any]) -> str:
    """The label, wherever the trainer wants it."""
    places = (
        row.get("label"),
        row.get("target"),
        row.get("reward_model", row.get("reward_spec", {})).get("ground_truth"),
    )
    (found,) = [label for label in places if label]
    return str(found)


@pytest.mark.parametrize("target", ROWS)
def test_every_row_names_its_task_by_a_label_that_makes_it_again(
    target: str, data: Path, tmp_path: Path
) -> None:
    done = export(data, target, tmp_path / "out")
    assert done.splits == {"train": 32, "test": 8}
    assert all(path.is_file() for path in done.files)
    for split, count in done.splits.items():
        rows, tasks = rows_of(tmp_path / "out", split), tasks_of(data, split)
        assert len(rows) == len(tasks) == count
        for row, task in zip(rows, tasks, strict=True):
            again = make(Label.parse(label_of(row)).ref)
            assert again.instance == task.instance
            assert any(task.text in text for text in texts_in(row))


def texts_in(value: Any) -> list[str]:
    """Every string of a row."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("target", TABLES)
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_both_formats_hold_the_same_rows(
    target: str, form: Any, data: Path, tmp_path: Path
) -> None:
    export(data, target, tmp_path / "out", form=form)
    export(data, target, tmp_path / "json", form="jsonl")
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "json")


def test_the_whole_task_comes_back_from_a_table(data: Path, tmp_path: Path) -> None:
    export(data, "hf", tmp_path / "out")
    tasks = [Task.model_validate_json(row["info"]) for row in rows_of(tmp_path / "out", "test")]
    assert tasks == tasks_of(data, "test")
    assert {task.ref.family for task in tasks} == {"demo.sum", "sat.saturn"}


def test_shards_are_named_as_readers_recognise_splits(data: Path, tmp_path: Path) -> None:
    export(data, "trl", tmp_path / "out", shard_size=12)
    names = sorted(path.name for path in (tmp_path / "out" / "data").iterdir())
    assert names == [
        "test-00000-of-00001.parquet",
        *(f"train-0000{i}-of-00003.parquet" for i in range(3)),
    ]
    sizes = [pq.read_metadata(p).num_rows for p in sorted((tmp_path / "out").rglob("train-*"))]
    assert sizes == [12, 12, 8]


def test_the_same_export_has_the_same_bytes(data: Path, tmp_path: Path) -> None:
    def contents(name: str) -> dict[str, bytes]:
        export(data, "hf", tmp_path / name / "tasks", shard_size=12)
        folder = tmp_path / name / "tasks"
        files = (path for path in folder.rglob("*") if path.is_file())
        return {str(path.relative_to(folder)): path.read_bytes() for path in files}

    assert contents("a") == contents("b")


@pytest.mark.parametrize("target", PICTURED)
def test_images_travel_with_their_rows(target: str, pictured: Path, tmp_path: Path) -> None:
    export(pictured, target, tmp_path / "out", workers=2)
    for row, task in zip(rows_of(tmp_path / "out"), tasks_of(pictured, "tasks"), strict=True):
        widths = [Image.open(BytesIO(data)).width for data in images_in(row)]
        if task.ref.family == "demo.pictured":
            assert widths == [task.instance["a"] + 1, task.instance["b"] + 1]
            announced = any("The images, in order: a.png, b.png." in text for text in texts_in(row))
            assert announced == (target in ("hf", "trl"))  # which put the images first
        else:
            assert widths == []
        placeholders = sum(text.count("<image>") for text in texts_in(row))
        assert placeholders == (len(widths) if target in ("verl", "openrlhf", "slime") else 0)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tasks with a picture and a WAV file each, and one that shows nothing."""
    folder = tmp_path_factory.mktemp("heard") / "d"
    bells = {"seconds": 12, "sound": "wav", "noise": 0}
    mix = (Mix(family="video.refer_segment", params=bells), Mix(family="demo.sum", levels=(0.9,)))
    generate(Recipe(mix=mix, count=3), folder)
    return folder


def test_sounds_are_files_of_hugging_face_rows(heard: Path, tmp_path: Path) -> None:
    export(heard, "hf", tmp_path / "out")
    (file,) = (tmp_path / "out").rglob("*.parquet")
    told = json.loads(pq.read_schema(file).metadata[b"huggingface"])["info"]["features"]
    assert told["audios"] == [{"_type": "Audio"}]
    assert "audio-text-to-text" in (tmp_path / "out" / "README.md").read_text()
    for row, task in zip(rows_of(tmp_path / "out"), tasks_of(heard, "tasks"), strict=True):
        if not task.shows:
            assert not row["audios"]
            continue
        ((sound,), (picture,)) = row["audios"], row["images"]
        assert sound["path"] == "film.wav"
        assert is_a_wav(sound["bytes"])
        assert Image.open(BytesIO(picture["bytes"])).format == "PNG"
        (said,) = row["prompt"]
        heads = "The images, in order: first.png.\n\nThe sounds, in order: film.wav.\n\n"
        assert said["content"].startswith(heads)


def test_sounds_are_parts_of_inspects_messages(heard: Path, tmp_path: Path) -> None:
    export(heard, "inspect", tmp_path / "out")
    row = next(row for row in rows_of(tmp_path / "out") if isinstance(row["input"], list))
    kinds = {part["type"]: part for part in row["input"][0]["content"]}
    head, _, data = kinds["audio"]["audio"].partition(",")
    assert head == "data:audio/wav;base64"
    assert is_a_wav(base64.b64decode(data))
    assert kinds["image"]["image"].startswith("data:image/png;base64,")


def test_rows_without_a_place_for_sounds_refuse_them_in_one_line(
    heard: Path, tmp_path: Path
) -> None:
    for target in (name for name in ROWS if not TARGETS[name].sounds):
        with pytest.raises(UsageError, match=rf"audio.*, which rows for {target} do not") as raised:
            export(heard, target, tmp_path / "out", form=TARGETS[target].form)
        assert "--for hf" in str(raised.value)
        assert "\n" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def is_a_wav(data: bytes) -> bool:
    with wave.open(BytesIO(data)) as file:
        return bool(file.getnframes() > 12 * file.getframerate())


def images_in(value: Any) -> list[bytes]:
    """Every image of a row, in order, in whichever form it is there."""
    if isinstance(value, str) and value.startswith("data:image/png;base64,"):
        return [base64.b64decode(value.partition(",")[2])]
    if isinstance(value, bytes):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return (
        [image for inner in value for image in images_in(inner)] if isinstance(value, list) else []
    )


def test_a_prompt_that_shows_images_is_refused_by_rows_that_carry_none(
    pictured: Path, tmp_path: Path
) -> None:
    for target in (name for name in TARGETS if TARGETS[name].images is None):
        message = rf"the prompts of demo\.pictured show image, which rows for {target} do not carry"
        with pytest.raises(UsageError, match=message):
            export(pictured, target, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_images_as_bytes_are_not_written_as_json(pictured: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="write them as parquet, not as jsonl"):
        export(pictured, "hf", tmp_path / "out", form="jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_nothing_behind(pictured: Path, tmp_path: Path) -> None:
    source = tmp_path / "tasks.jsonl"
    good = tasks_of(pictured, "tasks")[0]
    bad = good.model_copy(update={"instance": {"a": -5, "b": 0}})
    source.write_text(f"{good.model_dump_json()}\n{bad.model_dump_json()}\n")
    with pytest.raises(FamilyError, match="could not be rendered"):
        export(source, "trl", tmp_path / "out")
    assert list(tmp_path.iterdir()) == [source]


def test_what_cannot_be_written_is_refused(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(UsageError, match="no target called 'trlx'; did you mean 'trl'"):
        export(data, "trlx", out)
    with pytest.raises(UsageError, match="written as jsonl"):
        export(data, "verifiers", out, form="parquet")
    out.mkdir()
    with pytest.raises(UsageError, match="pass --overwrite"):
        export(data, "trl", out)
    export(data, "trl", out, overwrite=True)
    assert rows_of(out)


def test_an_imported_task_has_no_label_but_can_be_kept_whole(data: Path, tmp_path: Path) -> None:
    task = tasks_of(data, "test")[0]
    ref = ImportRef(family="demo.sum", version=1, source="saturn", digest="0" * 64, row=0)
    source = tmp_path / "tasks.jsonl"
    source.write_text(task.model_copy(update={"ref": ref, "id": ref.id}).model_dump_json() + "\n")
    with pytest.raises(UsageError, match="no label can stand for it"):
        export(source, "verl", tmp_path / "out")
    export(source, "hf", tmp_path / "out")
    (row,) = rows_of(tmp_path / "out")
    assert grade(Task.model_validate_json(row["info"]), "no idea").status == "unparsable"


def test_the_files_around_the_rows_are_named_after_the_folder(data: Path, tmp_path: Path) -> None:
    export(data, "verifiers", tmp_path / "my-tasks")
    assert (tmp_path / "my-tasks" / "my_tasks" / "__init__.py").is_file()
    assert 'name = "my-tasks"' in (tmp_path / "my-tasks" / "pyproject.toml").read_text()
    for folder in ("inspect", "lm-eval", "openenv", "nemo-gym", "verifiers"):
        export(data, folder, tmp_path / folder)
        for file in (tmp_path / folder).rglob("*.py"):
            compile(file.read_text(), str(file), "exec")
            assert "$" not in file.read_text()


def test_packages_play_what_has_turns_and_install_what_makes_it(data: Path, tmp_path: Path) -> None:
    mix = [Mix(family=name, levels=(0.0,)) for name in ("tools.code_math", "gui.ground")]
    generate(Recipe(mix=(*mix, Mix(family="demo.sum", levels=(0.0,))), count=3), tmp_path / "d")
    for folder in ("inspect", "nemo-gym", "openenv", "verifiers"):
        export(tmp_path / "d", folder, tmp_path / folder / "mine")
        export(data, folder, tmp_path / folder / "plain")
    here = version("tasksynth")
    wanted = [f"tasksynth[gui,sandbox]=={here}", "tasksynth-demo==1.0"]
    for name in ("openenv", "verifiers"):
        project = tomllib.loads((tmp_path / name / "mine" / "pyproject.toml").read_text())
        assert project["project"]["dependencies"][:2] == wanted
        project = tomllib.loads((tmp_path / name / "plain" / "pyproject.toml").read_text())
        assert project["project"]["dependencies"][0] == f"tasksynth=={here}"
    lines = (tmp_path / "nemo-gym" / "mine" / "requirements.txt").read_text().splitlines()
    assert lines[1:] == wanted
    for name, module in (("inspect", "{}.py"), ("verifiers", "{0}/__init__.py")):
        for kind in ("mine", "plain"):
            text = (tmp_path / name / kind / module.format(kind)).read_text()
            assert (f"tasksynth.adapters.episodes.{name}" in text) == (kind == "mine")
