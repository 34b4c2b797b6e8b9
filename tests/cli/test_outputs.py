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


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_dataset_that_is_not_replaced_after_all_stays(data: Path) -> None:
    (data / "notes.txt").write_text("mine")
    before = contents(data)
    said = refused(run("generate", "demo.sum", "--count", "5", "--out", data, "--overwrite"))
    assert "'notes.txt'" in said
    assert contents(data) == before


@pytest.mark.parametrize("there", [True, False], ids=["over a dataset", "new"])
def test_an_import_that_fails_leaves_all_as_it_was(tmp_path: Path, there: bool) -> None:
    good, bad, out = tmp_path / "good.cnf", tmp_path / "bad.cnf", tmp_path / "out"
    good.write_text("p cnf 2 1\n1 2 0\n")
    bad.write_text("p cnf 2 1\n1 x 0\n")
    if there:
        assert run("import", "dimacs", good, "--out", out).exit_code == 0
    before = contents(tmp_path)
    for files in ([bad], [good, bad]):
        said = refused(run("import", "dimacs", *files, "--out", out, "--overwrite"))
        assert f"{bad}:2" in said
        assert contents(tmp_path) == before
        assert out.exists() == there
    bad.write_text("p cnf 2 1\n1 -2 0\n")
    assert run("import", "dimacs", good, bad, "--out", out, "--overwrite").exit_code == 0
    assert run("check", out).exit_code == 0
    assert len(shard(out).read_text().splitlines()) == 2


def test_a_file_is_imported_once(tmp_path: Path) -> None:
    one, same, out = tmp_path / "one.cnf", tmp_path / "same.cnf", tmp_path / "out"
    for file in (one, same):
        file.write_text("p cnf 2 1\n1 2 0\n")
    for files in ((one, one), (one, same)):
        said = refused(run("import", "dimacs", *files, "--out", out))
        assert "they hold the same tasks" in said
    assert not out.exists()


@pytest.mark.parametrize("target", ["openrlhf", "verifiers", "harbor"])
def test_an_export_replaces_an_export_and_nothing_else(
    data: Path, tmp_path: Path, target: str
) -> None:
    out, other, file = tmp_path / "out", tmp_path / "other", tmp_path / "file"
    args = ("export", data, "--for", target, "--overwrite", "--out")
    for _ in range(2):
        assert run(*args, out).exit_code == 0
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    file.write_text("mine")
    assert "'thesis.txt'" in refused(run(*args, other))
    assert "is no folder" in refused(run(*args, file))
    assert (other / "thesis.txt").read_text() == file.read_text() == "mine"
