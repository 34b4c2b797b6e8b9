"""Datasets of datasets: in another form, fewer, several as one, compared."""

import json
import tarfile
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tasksynth.pipeline.folders.manifest import Manifest, read_manifest
from tasksynth.pipeline.folders.packed import FORMS, Form
from tasksynth.pipeline.making.generate import generate
from tasksynth.sets.reading import Origin
from tasksynth_schemas import Mix, Recipe
from tests.cli.command import refused, run

SPLITS = {"train": 0.75, "test": 0.25}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`data` in two splits, `other` that shares content with it, `pictured` with images."""
    home = tmp_path_factory.mktemp("home")
    sums = Mix(family="demo.sum", levels=(0.6, 0.9))
    generate(Recipe(mix=(sums,), count=80, splits=SPLITS, shard_size=25), home / "data")
    small = Mix(family="demo.sum", params={"top": 9})
    for name, seed in (("small", 1), ("other", 2)):
        recipe = Recipe(mix=(small,), count=40, seed=seed, splits=SPLITS)
        generate(recipe, home / name)
    pictures = (Mix(family="demo.pictured", levels=(0.5,)), Mix(family="demo.sum", levels=(0.9,)))
    generate(Recipe(mix=pictures, count=6), home / "pictured")
    return home


def lines(path: Path, split: str | None = None) -> list[bytes]:
    return [entry.line for entry in Origin.open(path).entries(split)]


def ids(path: Path, split: str | None = None) -> list[str]:
    return [entry.task.id for entry in Origin.open(path).entries(split)]


def manifest(folder: Path) -> Manifest:
    found = read_manifest(folder)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_and_is_a_dataset(form: Form, home: Path, tmp_path: Path) -> None:
    out, back = tmp_path / "out", tmp_path / "back"
    for name in ("data", "pictured"):
        done = run("convert", home / name, "--out", out, "--format", form, "--overwrite")
        assert done.exit_code == 0, done.output
        assert run("check", out).stdout == f"{out} is whole\n"
        assert run("diff", home / name, out).exit_code == 0
        assert manifest(out).recipe == manifest(home / name).recipe
        answers = tmp_path / "answers.jsonl"
        assert run("solve", out, "--out", answers).exit_code == 0
        assert run("verify", out, "--answers", answers, "--fail-under", "1").exit_code == 0
        assert run("convert", out, "--out", back, "--overwrite").exit_code == 0
        written = sorted((home / name).glob("*.jsonl"), key=lambda f: ("te" in f.name, f.name))
        assert lines(back) == [x for f in written for x in f.read_bytes().splitlines(keepends=True)]


@pytest.mark.parametrize("form", FORMS)
def test_one_file_of_each_form_is_read_by_every_command(
    form: Form, home: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"t.{form}"
    assert run("convert", home / "data", "--out", out, "--split", "test").exit_code == 0
    assert lines(out) == lines(home / "data", "test")
    assert json.loads(run("stats", out, "--json").stdout)["tasks"] == 20
    assert run("head", out, "-n", "1", "--json").stdout.encode() == lines(out)[0]
    assert run("export", out, "--for", "trl", "--out", tmp_path / "trl").exit_code == 0


def test_what_prompts_show_goes_along(home: Path, tmp_path: Path) -> None:
    table, tar = tmp_path / "t.parquet", tmp_path / "t.tar"
    for out in (table, tar):
        assert run("convert", home / "pictured", "--out", out).exit_code == 0
    shown = [row["images"] for row in pq.read_table(table).to_pylist()]
    assert sorted(map(len, shown)) == [0, 0, 0, 2, 2, 2]
    with tarfile.open(tar) as members:
        names = members.getnames()
        first = next(entry.task for entry in Origin.open(tar).entries() if entry.task.shows)
        body = members.extractfile(f"{first.id}.{first.shows[0]}")
        assert body is not None
        assert body.read().startswith(b"\x89PNG")
    assert sum(name.endswith(".json") for name in names) == 6
    assert len(names) == 6 + 3 * 2


def test_damage_is_told_of_every_form(home: Path, tmp_path: Path) -> None:
    for form in FORMS[1:]:
        out = tmp_path / f"t.{form}"
        assert run("convert", home / "small", "--out", out, "--split", "test").exit_code == 0
        out.write_bytes(out.read_bytes()[: out.stat().st_size // 2])
        assert out.name in refused(run("stats", out), 3)
    strange = tmp_path / "rows.parquet"
    pq.write_table(pq.read_table(_parquet(home, tmp_path)).select(["prompt"]), strange)
    assert "no column 'info', which holds whole tasks" in refused(run("stats", strange))


def _parquet(home: Path, tmp_path: Path) -> Path:
    out = tmp_path / "whole.parquet"
    assert run("convert", home / "small", "--out", out, "--split", "test").exit_code == 0
    return out


def test_a_conversion_that_cannot_be_is_refused_in_a_line(home: Path, tmp_path: Path) -> None:
    data = home / "data"
    assert "choose one with --split" in refused(run("convert", data, "--out", tmp_path / "a.jsonl"))
    assert "it has train, test" in refused(
        run("convert", data, "--out", tmp_path / "x", "--split", "dev")
    )
    assert "is a file of the form tar" in refused(
        run("convert", data, "--out", tmp_path / "x.tar", "--format", "parquet", "--split", "test")
    )
    assert "--format wants one of" in refused(
        run("convert", data, "--out", tmp_path / "x", "--format", "csv")
    )
    for command, *more in (("convert",), ("sample", "-n", "1"), ("merge",)):
        told = refused(run(command, data, *more, "--out", data, "--overwrite"))
        assert "would be written over" in told
    assert "already holds a dataset" in refused(run("convert", data, "--out", home / "small"))
    assert run("check", data).exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_a_sample_is_in_order_and_within_a_larger_one(home: Path, tmp_path: Path) -> None:
    for n in (10, 30):
        out = tmp_path / f"{n}.jsonl"
        assert run("sample", home / "data", "-n", str(n), "--out", out).exit_code == 0
    few, more, all_ = ids(tmp_path / "10.jsonl"), ids(tmp_path / "30.jsonl"), ids(home / "data")
    assert len(few) == 10
    assert set(few) < set(more)
    assert few == [key for key in all_ if key in few]
    other = run("sample", home / "data", "-n", "10", "--seed", "1", "--out", "-")
    assert {json.loads(line)["id"] for line in other.stdout.splitlines()} != set(few)


def test_a_sample_by_level_and_split(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    args = ["--each", "-n", "5", "--split", "train"]
    assert run("sample", home / "data", *args, "--out", out).exit_code == 0
    levels = [entry.task.level for entry in Origin.open(out).entries()]
    assert sorted(map(str, levels)) == ["0.6"] * 5 + ["0.9"] * 5
    made = manifest(out)
    assert made.splits == {"train": 10}
    assert made.made_by == "sample"
    assert list(made.sources) == ["data"]
    assert run("check", out).exit_code == 0
    args = ["--level", "0.6", "--family", "demo.*", "--out", "-"]
    assert run("sample", home / "data", *args).stdout.count("\n") == 40
    told = refused(run("sample", home / "data", "-n", "99", "--out", tmp_path / "x"))
    assert "has only 80 such tasks, asked for 99" in told
    told = refused(run("sample", home / "data", "--level", "0.7", "--out", tmp_path / "x"))
    assert "has no such tasks" in told


def test_a_balanced_sample_has_as_many_of_each_as_there_are_of_the_rarest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    counts = {"demo.sum": 40, "demo.walk": 9, "sat.saturn": 25, "curricula.order": 6}
    mixes = tuple(Mix(family=name, levels=(0.2,), count=n) for name, n in counts.items())
    generate(Recipe(mix=mixes), data)
    for part, each in (("family", {6}), ("level", {6}), ("domain", {6})):
        out = tmp_path / f"{part}.jsonl"
        assert run("sample", data, "--balance", part, "--out", out).exit_code == 0
        names = [entry.task.ref.family for entry in Origin.open(out).entries()]
        parts = names if part != "domain" else [name.partition(".")[0] for name in names]
        assert set(Counter(parts).values()) == each
        assert set(names) <= set(counts)
    out = tmp_path / "two.jsonl"
    done = run("sample", data, "--balance", "domain", "-n", "2", "--out", out)
    assert done.exit_code == 0
    assert len(ids(out)) == 6
    told = refused(run("sample", data, "--balance", "domain", "-n", "7", "--out", tmp_path / "x"))
    assert "has only 6 such tasks of curricula, asked for 7" in told
    told = refused(run("sample", data, "--each", "-n", "1", "--balance", "family", "--out", "-"))
    assert "leave one of them out" in told


def test_a_merge_has_nothing_twice_nor_in_two_splits(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "all"
    done = run("merge", home / "small", home / "other", home / "data", "--out", out)
    assert done.exit_code == 0, done.output
    instances = {
        split: {json.dumps(e.task.instance) for e in Origin.open(out).entries(split)}
        for split in ("train", "test")
    }
    assert not instances["train"] & instances["test"]
    everything = [
        entry.task.instance
        for name in ("small", "other", "data")
        for entry in Origin.open(home / name).entries()
    ]
    distinct = {json.dumps(instance) for instance in everything}
    assert sum(map(len, instances.values())) == len(distinct) == manifest(out).tasks
    assert f"left out: {160 - len(distinct)} that were there before" in done.stdout
    assert run("check", out).exit_code == 0
    assert set(manifest(out).sources) == {"small", "other", "data"}


def test_a_difference_is_told_task_by_task(home: Path, tmp_path: Path) -> None:
    data = home / "data"
    few = tmp_path / "few"
    assert run("sample", data, "-n", "70", "--out", few).exit_code == 0
    done = run("diff", data, few)
    assert done.exit_code == 1
    assert "A has 80 tasks, B 70; 70 in both" in done.stdout
    done = run("diff", home / "small", home / "other", "--json")
    found = json.loads(done.stdout)
    assert found["common"] == 0
    small, other = (
        {json.dumps(e.task.instance) for e in Origin.open(home / name).entries()}
        for name in ("small", "other")
    )
    assert found["elsewhere"] == len(small & other) > 0
    assert found["settings"]["recipe.seed"] == ["1", "2"]
    changed = tmp_path / "changed"
    changed.mkdir()
    for file in data.glob("*.jsonl"):
        text = file.read_text().replace('"measure":{', '"measure":{"odd":1.0,', 1)
        (changed / file.name.replace("test-", "dev-")).write_text(text)
    found = json.loads(run("diff", data, changed, "--json").stdout)
    assert found["changed"] == len(list(data.glob("*.jsonl")))
    assert found["moved"] == 20
