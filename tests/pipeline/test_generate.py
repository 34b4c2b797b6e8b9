import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tasksynth import FamilyError, StateError, UsageError, make
from tasksynth.pipeline.folders.manifest import read_manifest
from tasksynth.pipeline.folders.shards import Folder
from tasksynth.pipeline.making.generate import generate, stream_tasks
from tasksynth.pipeline.making.plan import plan
from tasksynth_schemas import Mix, Recipe, Task, TaskRef


def toy(count: int = 300, *, seed: int = 7, top: int = 1000, **more: object) -> Recipe:
    mix = Mix(family="demo.sum", params={"top": top})
    return Recipe.model_validate({"mix": [mix], "count": count, "seed": seed, **more})


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def tasks_in(folder: Path) -> list[Task]:
    files = sorted(folder.glob("*.jsonl"))
    return [Task.model_validate_json(line) for f in files for line in f.read_bytes().splitlines()]


def test_worker_count_does_not_change_a_byte(tmp_path: Path) -> None:
    recipe = toy(700, shard_size=100, splits={"train": 0.9, "test": 0.1})
    for workers in (1, 2, 3):
        generate(recipe, tmp_path / str(workers), workers=workers)
    assert contents(tmp_path / "1") == contents(tmp_path / "2") == contents(tmp_path / "3")


def test_every_task_can_be_made_again_from_its_ref_alone(tmp_path: Path) -> None:
    generate(toy(), tmp_path)
    for task in tasks_in(tmp_path)[::37]:
        assert make(task.ref) == task


def test_manifest_tells_what_is_there(tmp_path: Path) -> None:
    manifest = generate(toy(250, shard_size=100), tmp_path)
    assert manifest == read_manifest(tmp_path)
    assert [shard.tasks for shard in manifest.shards] == [100, 100, 50]
    assert manifest.tasks == len(tasks_in(tmp_path)) == 250
    assert manifest.cells[0].drawn == 250 + manifest.cells[0].duplicates
    assert manifest.families == {"demo.sum": 1}


def test_tasks_are_distinct_within_and_across_splits(tmp_path: Path) -> None:
    manifest = generate(toy(400, top=25, splits={"train": 0.5, "test": 0.5}), tmp_path)
    instances = [json.dumps(task.instance) for task in tasks_in(tmp_path)]
    assert len(set(instances)) == 400
    assert manifest.cells[0].duplicates > 50


def test_many_small_cells_do_not_bend_the_splits() -> None:
    levels = tuple(0.5 + i / 100 for i in range(41))
    mix = (Mix(family="demo.sum", levels=levels, count=41 * 7),)
    made = plan(Recipe(mix=mix, splits={"train": 0.9, "test": 0.1}))
    assert made.totals() == {"train": 258, "test": 29}


def test_an_ingredient_may_be_for_one_split_alone(tmp_path: Path) -> None:
    """A param that is held out, and a level; what is shared out keeps its shares."""
    mix = (
        Mix(family="demo.sum", levels=(0.5, 0.6), count=100),
        Mix(family="demo.sum", levels=(0.5,), params={"odd_only": True}, count=30, split="odd"),
        Mix(family="demo.sum", levels=(0.9,), count=20, split="test"),
    )
    recipe = Recipe(mix=mix, splits={"train": 0.8, "test": 0.2})
    manifest = generate(recipe, tmp_path)
    assert manifest.splits == {"train": 80, "test": 40, "odd": 30}
    found = {shard.name: shard.split for shard in manifest.shards}
    for file, split in found.items():
        lines = (tmp_path / file).read_bytes().splitlines()
        for task in map(Task.model_validate_json, lines):
            assert isinstance(task.ref, TaskRef)
            assert (split == "odd") == (task.ref.params["odd_only"] is True)
            assert split == "test" or task.level != 0.9
    alone = Recipe(mix=(mix[1], mix[2]))
    assert plan(alone).totals() == {"odd": 30, "test": 20}
    assert "split" not in recipe.model_dump()["mix"][0]


def test_what_is_for_no_split_is_refused_where_others_are() -> None:
    mix = (Mix(family="demo.sum", split="novel"), Mix(family="demo.sum"))
    with pytest.raises(ValueError, match=r"for the split 'novel' alone, and nothing says which"):
        Recipe(mix=mix, count=4)


def test_all_tasks_of_a_small_space_are_found(tmp_path: Path) -> None:
    manifest = generate(toy(25, top=5), tmp_path)
    assert manifest.tasks == 25


def test_more_tasks_than_the_space_holds_is_refused_before_a_file_is_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(UsageError, match=r"only 25 distinct tasks .* asked for 26"):
        generate(toy(26, top=5), tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_a_space_that_runs_dry_is_an_error_that_names_the_number_found(tmp_path: Path) -> None:
    mix = Mix(family="demo.sum", params={"top": 5, "odd_only": True})
    with pytest.raises(FamilyError, match=r"found only 12 distinct tasks in .* asked for 13"):
        generate(Recipe(mix=(mix,), count=13), tmp_path)
    assert read_manifest(tmp_path) is None


def test_levels_that_share_a_stream_share_no_task(tmp_path: Path) -> None:
    mix = Mix(family="demo.sum", levels=(0.5, 0.5001), params={"top": 30})
    generate(Recipe(mix=(mix,), count=300), tmp_path)
    assert len({task.id for task in tasks_in(tmp_path)}) == 300


def test_weights_and_counts_share_the_tasks_out(tmp_path: Path) -> None:
    recipe = Recipe(
        mix=(
            Mix(family="demo.sum", params={"top": 500}, weight=3),
            Mix(family="demo.sum", params={"top": 600}, weight=1),
            Mix(family="demo.sum", levels=(0.7, 0.8, 0.9), count=10),
        ),
        count=100,
    )
    assert [cell.tasks for cell in generate(recipe, tmp_path).cells] == [75, 25, 4, 3, 3]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_ends_with_the_same_bytes(tmp_path: Path, workers: int) -> None:
    recipe = toy(12_000, shard_size=1_500, splits={"train": 0.8, "test": 0.2})
    generate(recipe, tmp_path / "whole")
    program = (
        "import sys; from pathlib import Path; from tasksynth_schemas import Recipe;"
        "from tasksynth.pipeline.making.generate import generate;"
        "recipe, out, workers = sys.argv[1:];"
        "generate(Recipe.model_validate_json(recipe), Path(out), workers=int(workers))"
    )
    out = tmp_path / "killed"
    kills = 0
    for nth in range(200):
        child = subprocess.Popen(
            [sys.executable, "-c", program, recipe.model_dump_json(), str(out), str(workers)]
        )
        _await_bytes(child, out, 450_000 * (nth + 1))
        if child.poll() is not None:
            assert child.returncode == 0
            break
        child.send_signal(signal.SIGKILL)
        child.wait()
        kills += 1
    assert kills >= 3
    assert contents(out) == contents(tmp_path / "whole")


def _await_bytes(child: subprocess.Popen[bytes], out: Path, size: int) -> None:
    """Wait until the child has written so much, or has ended."""
    while child.poll() is None:
        with suppress(FileNotFoundError):  # a shard gets its name just now
            if sum(f.stat().st_size for f in out.glob("*.jsonl*")) >= size:
                return
        time.sleep(0.005)


def test_a_torn_journal_line_is_forgotten(tmp_path: Path) -> None:
    recipe = toy(300)
    generate(recipe, tmp_path / "whole")
    out = tmp_path / "torn"
    with pytest.raises(KeyboardInterrupt):
        generate(recipe, out, progress=_interrupt)
    with (out / "journal.jsonl").open("ab") as journal:
        journal.write(b'{"outcomes":[{"dig')
    generate(recipe, out)
    assert contents(out) == contents(tmp_path / "whole")


def _interrupt(done: int, total: int) -> None:
    raise KeyboardInterrupt


def test_a_complete_dataset_is_left_alone_and_another_is_refused(tmp_path: Path) -> None:
    generate(toy(), tmp_path)
    before = contents(tmp_path)
    generate(toy(), tmp_path)
    assert contents(tmp_path) == before
    with pytest.raises(UsageError, match=r"another recipe"):
        generate(toy(seed=8), tmp_path)
    assert generate(toy(seed=8), tmp_path, overwrite=True).recipe == toy(seed=8)


def test_somebody_elses_folder_is_never_written_to(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(UsageError, match=r"already holds 'thesis\.tex'"):
        generate(toy(), tmp_path)
    assert contents(tmp_path) == {"thesis.tex": b"years of work"}


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with Folder(tmp_path, identity="x"), pytest.raises(StateError, match=r"another process"):
        generate(toy(), tmp_path)


def test_a_shortened_shard_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        generate(toy(), tmp_path, progress=_interrupt)
    (part,) = tmp_path.glob("*.part")
    os.truncate(part, 10)
    with pytest.raises(StateError, match=r"should have .* bytes, found 10"):
        generate(toy(), tmp_path)


def test_a_family_that_rejects_everything_says_so() -> None:
    recipe = Recipe(mix=(Mix(family="demo.broken", params={"top": 5, "odd_only": True}),), count=1)
    with pytest.raises(FamilyError, match=r"rejected all 1000 draws"):
        list(stream_tasks(recipe))


def test_a_family_that_kills_its_worker_is_an_error_not_a_hang() -> None:
    recipe = Recipe(mix=(Mix(family="demo.broken", params={"top": 5}),), count=1)
    with pytest.raises(FamilyError, match=r"worker process died \(signal 9"):
        list(stream_tasks(recipe, workers=2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"family": "demo.sun"}, "no family called 'demo.sun'. Did you mean 'demo.sum'"),
        ({"params": {"topp": 3}}, "no field 'topp'; did you mean 'top'"),
        ({"params": {"top": "many"}}, "field 'top'.*'many'"),
        ({"params": {}}, "field 'top' is missing"),
    ],
)
def test_bad_recipes_name_the_field_and_the_mend(change: dict[str, object], message: str) -> None:
    mix = Mix.model_validate({"family": "demo.sum", "params": {"top": 9}} | change)
    with pytest.raises(UsageError, match=message):
        list(stream_tasks(Recipe(mix=(mix,), count=1)))
