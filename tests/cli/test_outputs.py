"""What a command writes: never what it reads, and whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import refused, run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert run("generate", "demo.sum", "--count", "30", "--out", folder).exit_code == 0
    return folder


@pytest.fixture
def answers(data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    assert run("solve", data, "--out", path).exit_code == 0
    return path


def shard(data: Path) -> Path:
    return data / "tasks-00000-of-00001.jsonl"


@pytest.mark.parametrize("way", ["path", "other path", "link", "hard link", "shard", "new shard"])
def test_verdicts_never_take_the_place_of_what_is_judged(
    data: Path, answers: Path, tmp_path: Path, way: str
) -> None:
    other = tmp_path / "other.jsonl"
    match way:
        case "path":
            out = answers
        case "other path":
            out = data / ".." / answers.name
        case "link":
            out = other
            out.symlink_to(answers)
        case "hard link":
            out = other
            os.link(answers, out)
        case "shard":
            out = shard(data)
        case _:
            (data / "manifest.json").unlink()  # every JSONL file of such a folder is read
            out = data / "new.jsonl"
    before = answers.read_bytes(), shard(data).read_bytes()
    said = refused(run("verify", data, "--answers", answers, "--out", out))
    assert "would be written over" in said
    assert (answers.read_bytes(), shard(data).read_bytes()) == before


def test_standard_input_and_output_are_told_apart_from_files(data: Path, answers: Path) -> None:
    command = f"{sys.executable} -m tasksynth verify {data} --answers"
    for line in (
        f"{command} - --out {answers} < {answers}",
        f"{command} {answers} --out - >> {answers}",
        f"{sys.executable} -m tasksynth solve {data} >> {shard(data)}",
    ):
        before = answers.read_bytes(), shard(data).read_bytes()
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == 2, line
        assert "would be written over" in done.stderr
        assert (answers.read_bytes(), shard(data).read_bytes()) == before


def test_answers_beside_the_shards_are_no_shard(data: Path) -> None:
    out = data / "answers.jsonl"
    for _ in range(2):
        assert run("solve", data, "--out", out).exit_code == 0
    assert run("verify", data, "--answers", out, "--fail-under", "1").exit_code == 0


@pytest.mark.parametrize("where", ["itself", "above", "link"])
def test_an_export_never_takes_the_place_of_its_dataset(
    data: Path, tmp_path: Path, where: str
) -> None:
    link = tmp_path / "link"
    link.symlink_to(data)
    out = {"itself": data, "above": tmp_path, "link": link}[where]
    before = shard(data).read_bytes()
    said = refused(run("export", data, "--for", "trl", "--out", out, "--overwrite"))
    assert "would be written over" in said
    assert shard(data).read_bytes() == before


def test_an_export_does_not_replace_where_one_is(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for out in (".", ".."):
        said = refused(run("export", data, "--for", "trl", "--out", out, "--overwrite"))
        assert "choose another --out" in said


def test_an_import_reads_before_it_replaces(tmp_path: Path) -> None:
    source = tmp_path / "tasks-00000-of-00001.jsonl"
    source.write_text("{}\n")
    args = ("import", "saturn", source, "--out", tmp_path, "--overwrite")
    assert "would be written over" in refused(run(*args))
    assert source.read_text() == "{}\n"


def test_a_store_is_no_recipe(tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text("")
    assert "would be written over" in refused(run("serve", recipe, "--stdio", "--store", recipe))
    assert recipe.read_text() == ""


def test_what_was_there_stays_until_all_is_written(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers.jsonl"
    out.write_text("mine")
    out.chmod(0o600)
    assert run("solve", data, "--by", "nobody", "--out", out).exit_code == 2
    assert out.read_text() == "mine"
    link = tmp_path / "link.jsonl"
    link.symlink_to(out)
    assert run("solve", data, "--out", link).exit_code == 0
    assert link.is_symlink()
    assert len(out.read_text().splitlines()) == 30
    assert out.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"data", out.name, link.name}


def test_a_device_is_written_to_as_it_is(data: Path) -> None:
    assert run("solve", data, "--out", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()
