"""How commands end: the exit code, and one line that says why."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import refused, run


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    recipe = folder / "r.toml"
    recipe.write_text("count=30\nshard_size=20\n[[mix]]\nfamily='demo.torn'\nparams={top=90}")
    assert run("generate", recipe, "--out", folder / "data").exit_code == 0
    assert run("solve", folder / "data", "--out", folder / "answers.jsonl").exit_code == 0
    return folder


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    copy = tmp_path / "data"
    copy.mkdir()
    for file in (whole / "data").iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    return copy


def second(data: Path) -> Path:
    return data / "tasks-00001-of-00002.jsonl"


def readers(data: Path, whole: Path, out: Path) -> dict[str, list[str | Path]]:
    """Every command that reads a dataset."""
    answers = whole / "answers.jsonl"
    return {
        "verify": ["verify", data, "--answers", answers],
        "solve": ["solve", data],
        "evaluate": ["evaluate", data, "--answers", answers, "--out", out / "run"],
        "export": ["export", data, "--for", "hf", "--out", out / "hf"],
    }


@pytest.mark.parametrize("reader", ["verify", "solve", "evaluate", "export"])
def test_a_shard_that_was_cut_off_is_named_with_its_line(
    data: Path, whole: Path, tmp_path: Path, reader: str
) -> None:
    second(data).write_bytes(second(data).read_bytes()[:-700])
    row = second(data).read_bytes().count(b"\n") + 1
    said = refused(run(*readers(data, whole, tmp_path)[reader]), 3)
    assert f"{second(data)}:{row}: the file has " in said


@pytest.mark.parametrize(
    ("begin", "kind"),
    [(gzip.compress(b"{}"), "packed by gzip"), ("{}".encode("utf-16"), "UTF-16 text")],
    ids=["gzip", "utf-16"],
)
def test_a_file_in_another_form_is_called_by_its_name(
    whole: Path, tmp_path: Path, begin: bytes, kind: str
) -> None:
    file = tmp_path / "x.jsonl"
    file.write_bytes(begin)
    for command in (("solve", file), ("verify", whole / "data", "--answers", file)):
        said = refused(run(*command))
        assert said.startswith(f"tasksynth: {file} is {kind}")
        assert "want a file of JSON lines in UTF-8" in said


@pytest.mark.parametrize("reader", ["verify", "solve", "evaluate", "export"])
def test_a_line_that_is_no_task_is_named(
    data: Path, whole: Path, tmp_path: Path, reader: str, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = second(data).read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b'"seed":0', b'"seed":x')  # as long as before
    second(data).write_bytes(b"".join(lines))
    said = refused(run(*readers(data, whole, tmp_path)[reader]), 3)
    assert f"{second(data)}:4: no task: " in said
    assert "Traceback" not in capfd.readouterr().err  # the workers', too


@pytest.mark.parametrize("reader", ["verify", "solve", "evaluate", "export"])
def test_digests_are_compared_on_request(
    data: Path, whole: Path, tmp_path: Path, reader: str
) -> None:
    second(data).write_bytes(second(data).read_bytes().replace(b"What", b"Whom"))
    command = readers(data, whole, tmp_path)[reader]
    assert "its SHA-256 is not the one in manifest.json" in refused(run(*command, "--check"), 3)


def test_a_missing_shard_and_a_broken_manifest_are_damage(data: Path) -> None:
    second(data).unlink()
    assert f"{second(data)}: No such file" in refused(run("solve", data), 3)
    (data / "manifest.json").write_text('{"schema_version": 1')
    assert "manifest.json: no manifest: " in refused(run("solve", data), 3)


def test_check_names_every_fault(data: Path, whole: Path) -> None:
    assert run("check", whole / "data").stdout == f"{whole / 'data'} is whole\n"
    lines = second(data).read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b'"index":', b'"index":9')
    lines[2] = lines[0]
    lines[3] = b"{}\n"
    second(data).write_bytes(b"".join(lines))
    result = run("check", data, "--json")
    assert result.exit_code == 3
    size, ident, again, none, count = json.loads(result.stdout)["faults"]
    assert "bytes, manifest.json says" in size
    assert f"{second(data)}:2: its id is " in ident
    assert f"{second(data)}:3: the task of {second(data)}:1 again" in again
    assert f"{second(data)}:4: no task: " in none
    assert "28 tasks are there, manifest.json says 30" in count
    assert run("check", data).stderr.count("\n") == 5


def test_a_gate_counts_what_was_not_answered(whole: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.jsonl"
    rows = (whole / "answers.jsonl").read_text().splitlines(keepends=True)
    half.write_text("".join(rows[:15]))
    nothing = tmp_path / "nothing.jsonl"
    nothing.write_text("".join(row.replace('"answer"', '"answer":null,"mine"') for row in rows))
    verify: list[str | Path] = ["verify", whole / "data", "--answers"]
    evaluate: list[str | Path] = ["evaluate", whole / "data", "--out", tmp_path / "r", "--answers"]
    for ask in (verify, evaluate):
        result = run(*ask, half, "--fail-under", "0.6")
        assert result.exit_code == 1
        assert "unanswered tasks: 15 (in the rates as not solved)" in result.stdout
        only = run(*ask, half, "--fail-under", "1", "--answered-only")
        assert only.exit_code == 0
        assert "unanswered tasks: 15 (left out)" in only.stdout
    result = run(*verify, nothing, "--fail-under", "0.01")
    assert result.exit_code == 1
    assert "rows without an answer: 30" in result.stderr
    result = run(*verify, nothing, "--answered-only", "--fail-under", "0")
    assert result.exit_code == 1  # nothing was solved, for nothing was answered


def test_no_fault_of_a_verifier_meets_a_gate(whole: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    rows = [json.loads(row) for row in (whole / "answers.jsonl").read_text().splitlines()]
    for row in rows[3:]:
        row["answer"] = "raise"
    answers.write_text("\n".join(map(json.dumps, rows)))
    result = run("verify", whole / "data", "--answers", answers, "--fail-under", "0.5")
    assert result.exit_code == 1
    assert "errors: 27 (not in the rates)" in result.stdout


def test_rows_that_cannot_be_used_are_named_and_the_others_judged(
    whole: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text((whole / "answers.jsonl").read_text() + "{\n" * 5)
    result = run("verify", whole / "data", "--answers", answers, "--fail-under", "1")
    assert result.exit_code == 3
    assert "1.000" in result.stdout
    assert f"tasksynth: {answers}:31: no JSON" in result.stderr
    assert "rows that could not be used: 5; the others were judged" in result.stderr


def test_a_bug_of_ours_is_no_gate(tmp_path: Path) -> None:
    result = run("families", "demo.*")
    assert result.exit_code == 4  # one of them cannot be loaded
    rejects = ("demo.broken", "--level", "0", "--set", "odd_only=true", "--count", "1")
    refused(run("generate", *rejects, "--out", tmp_path / "d"), 4)
    file = tmp_path / "t.jsonl"
    file.write_text(run("generate", "demo.sum", "--count", "2", "--out", "-").stdout)
    crash = (
        "import tasksynth.pipeline.judging.report as r; r.wilson = None; "
        "import tasksynth.__main__ as m; m.main()"
    )
    line = [sys.executable, "-c", crash, "verify", str(file), "--answers", "/dev/null"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "Traceback" in done.stderr
    assert done.stderr.endswith("tasksynth: this is a fault of ours, and no answer\n")


def test_a_full_standard_output_is_said(whole: Path) -> None:
    command = [sys.executable, "-m", "tasksynth", "solve", str(whole / "data")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == (
        "tasksynth: cannot write standard output: No space left on device; "
        "free some room, and run the same again\n"
    )


def test_a_reader_that_goes_away_is_told_apart_from_the_end() -> None:
    command = f"set -o pipefail; {sys.executable} -m tasksynth generate demo.sum --count 20000"
    done = subprocess.run(
        ["bash", "-c", f"{command} --level 1 --out - | head -n 1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (141, 1, "")
