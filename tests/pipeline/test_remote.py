"""Datasets beyond this machine: the bytes of local ones, whatever happens on the way."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tasksynth import StateError, UsageError
from tasksynth.cli import app
from tasksynth.errors import UnavailableError
from tasksynth.pipeline.folders.places import RemotePlace
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe
from tests.s3 import KEYS, S3

pytest.importorskip("s3fs")
pytest.importorskip("moto")


def toy(count: int = 700, *, seed: int = 7, shard_size: int = 100) -> Recipe:
    mix = (Mix(family="demo.sum", params={"top": 1000}),)
    splits = {"train": 0.9, "test": 0.1}
    return Recipe(mix=mix, count=count, seed=seed, shard_size=shard_size, splits=splits)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def at(place: RemotePlace) -> dict[str, bytes]:
    return {name: place.read(name) for name in place.sizes()}


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Iterator[RemotePlace]:
    found = RemotePlace.of(f"memory://{request.node.name}/tasks")
    yield found
    found.remove([*found.sizes()])


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with S3() as server:
        yield server


@pytest.fixture
def keys(s3: S3, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in s3.env.items():
        monkeypatch.setenv(name, value)


def stop_after(calls: int) -> Any:
    def progress(done: int, total: int) -> None:
        nonlocal calls
        calls -= 1
        if not calls:
            raise KeyboardInterrupt

    return progress


def test_a_url_of_a_file_is_a_folder(tmp_path: Path) -> None:
    generate(toy(), tmp_path / "path")
    generate(toy(), f"file://{tmp_path}/of%20url")
    assert contents(tmp_path / "of url") == contents(tmp_path / "path")


def test_an_interrupted_run_goes_on_after_its_last_whole_shard(
    tmp_path: Path, place: RemotePlace
) -> None:
    generate(toy(), tmp_path / "local")
    kept = [0]
    while "manifest.json" not in place.sizes():
        try:
            generate(toy(), place.url, progress=stop_after(3))
        except KeyboardInterrupt:
            kept.append(sum("journal-" in name for name in place.sizes()))
            assert kept[-1] > kept[-2]
    assert len(kept) > 3
    assert at(place) == contents(tmp_path / "local")


def test_what_was_cut_off_while_it_was_sent_is_sent_again(
    tmp_path: Path, place: RemotePlace
) -> None:
    generate(toy(), tmp_path / "local")
    whole = contents(tmp_path / "local")
    with pytest.raises(KeyboardInterrupt):
        generate(toy(), place.url, progress=stop_after(5))
    segments = [name for name in place.sizes() if name.startswith("journal-")]
    for name in (segments[-1], "train-00004-of-00007.jsonl", "manifest.json"):
        place.write(name, whole.get(name, place.read(segments[-1]))[:-40])
    generate(toy(), place.url)
    assert at(place) == whole


def test_a_shard_that_is_not_what_the_journal_says_is_an_error(place: RemotePlace) -> None:
    with pytest.raises(KeyboardInterrupt):
        generate(toy(), place.url, progress=stop_after(5))
    place.write("train-00000-of-00007.jsonl", b"{}\n")
    with pytest.raises(StateError, match=r"should have \d+ bytes, found 3; pass --overwrite"):
        generate(toy(), place.url)
    with pytest.raises(UsageError, match="unfinished dataset of another recipe"):
        generate(toy(seed=8), place.url)
    assert generate(toy(seed=8), place.url, overwrite=True).tasks == 700


def test_what_is_there_is_left_alone(place: RemotePlace) -> None:
    generate(toy(), place.url)
    before = at(place)
    generate(toy(), place.url)
    with pytest.raises(UsageError, match="another recipe"):
        generate(toy(seed=8), place.url)
    assert at(place) == before
    place.write("thesis.tex", b"years of work")
    with pytest.raises(UsageError, match=r"holds 'thesis\.tex' too"):
        generate(toy(seed=8), place.url, overwrite=True)


@pytest.mark.slow
def test_a_run_that_is_killed_ends_with_the_same_bytes_in_s3(tmp_path: Path, s3: S3) -> None:
    recipe = toy(4_000, shard_size=400)
    generate(recipe, tmp_path / "local")
    program = (
        "import sys; from tasksynth_schemas import Recipe;"
        "from tasksynth.pipeline.making.generate import generate;"
        "generate(Recipe.model_validate_json(sys.argv[1]), 's3://bucket/killed')"
    )
    command = [sys.executable, "-c", program, recipe.model_dump_json()]
    child = subprocess.Popen(command, env=s3.environment())
    while sum("journal-" in name for name in s3.fs.find("bucket/killed")) < 3:
        assert child.poll() is None
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert "bucket/killed/manifest.json" not in s3.fs.find("bucket/killed")
    subprocess.run(command, env=s3.environment(), check=True)
    assert s3.contents("killed") == contents(tmp_path / "local")


@pytest.mark.usefixtures("keys")
def test_commands_write_to_s3_and_read_from_it(tmp_path: Path, s3: S3) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, done.output
        return done.output

    make = ("generate", "demo.sum", "--set", "top=50", "--count", "40")
    assert run(*make, "--out", "s3://bucket/made").startswith("40 tasks in s3://bucket/made")
    run(*make, "--out", str(tmp_path / "made"))
    assert s3.contents("made") == contents(tmp_path / "made")
    assert "is whole" in run("check", "s3://bucket/made")

    for command in (
        ("convert", "--format", "parquet"),
        ("merge", "s3://bucket/made"),
        ("sample", "-n", "7"),
    ):
        name, *more = command
        run(name, "s3://bucket/made", *more, "--out", f"s3://bucket/{name}")
        run(name, str(tmp_path / "made"), *more, "--out", str(tmp_path / name))
        assert s3.contents(name) == contents(tmp_path / name), name

    run("solve", "s3://bucket/made", "--out", "s3://bucket/answers.jsonl")
    run("solve", str(tmp_path / "made"), "--out", str(tmp_path / "answers.jsonl"))
    answers = s3.fs.cat_file("bucket/answers.jsonl")
    assert answers == (tmp_path / "answers.jsonl").read_bytes()

    run("export", "s3://bucket/made", "--for", "trl", "--out", "s3://bucket/trl")
    assert [*s3.contents("trl")] == ["data/train-00000-of-00001.parquet"]
    again = CliRunner().invoke(app, ["sample", "s3://bucket/made", "--out", "s3://bucket/sample"])
    assert again.exit_code == 2
    assert "s3://bucket/sample already holds a dataset" in again.output
    run("sample", "s3://bucket/made", "-n", "3", "--out", "s3://bucket/sample", "--overwrite")
    lines = [body for name, body in s3.contents("sample").items() if name.endswith(".jsonl")]
    assert [body.count(b"\n") for body in lines] == [3]


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("s3://nobody/tasks", r"bucket does not exist; make its bucket"),
        ("s3://", r"names no folder: want one such as s3://bucket/folder"),
        ("what://bucket/tasks", r"Protocol not known: what"),
        ("gs://bucket/tasks", r"needs an extra: Please install gcsfs"),
    ],
)
def test_a_place_that_cannot_be_used_is_said_in_a_line(url: str, message: str) -> None:
    with pytest.raises((UsageError, UnavailableError), match=message) as caught:
        generate(toy(), url)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("keys")
def test_credentials_that_are_missing_are_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from s3fs import S3FileSystem

    for name in KEYS:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    S3FileSystem.clear_instance_cache()
    with pytest.raises(UnavailableError, match=r"locate credentials; say who .* AWS_PROFILE$"):
        generate(toy(), "s3://bucket/tasks")
    S3FileSystem.clear_instance_cache()


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = import_module("fsspec.registry")

    monkeypatch.delitem(registry._registry, "s3", raising=False)  # it remembers what it found
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(UsageError, match=r"needs an extra: pip install 'tasksynth\[s3\]'$"):
        generate(toy(), "s3://bucket/elsewhere")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(UsageError, match=r"needs an extra: pip install 'tasksynth\[s3\]'$"):
        generate(toy(), "memory://bucket/elsewhere")
