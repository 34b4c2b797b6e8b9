import json
from pathlib import Path

import pytest

from tests.cli.command import refused, run

RECIPE = """
seed = 1
count = 40
[splits]
train = 0.75
test = 0.25
[[mix]]
family = "demo.sum"
levels = [0.6, 0.9]
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert run("generate", "demo.sum", "--count", "30", "--out", folder).exit_code == 0
    return folder


def test_generate_solve_verify(data: Path, tmp_path: Path) -> None:
    answers, verdicts = tmp_path / "answers.jsonl", tmp_path / "verdicts.jsonl"
    assert run("solve", data, "--out", answers).exit_code == 0
    result = run("verify", data, "--answers", answers, "--out", verdicts, "--fail-under", "1")
    assert result.exit_code == 0
    assert "1.000" in result.stdout
    assert len(verdicts.read_text().splitlines()) == 30


def test_a_recipe_and_its_splits(tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(RECIPE)
    result = run("generate", recipe, "--out", tmp_path / "d", "--json")
    assert json.loads(result.stdout)["splits"] == {"train": 30, "test": 10}
    assert len((tmp_path / "d" / "test-00000-of-00001.jsonl").read_text().splitlines()) == 10


def test_images_are_written_on_request(tmp_path: Path) -> None:
    command = ["generate", "demo.pictured", "--count", "3", "--images", "--out"]
    assert run(*command, tmp_path / "d").exit_code == 0
    assert len(list((tmp_path / "d" / "images").glob("*/a.png"))) == 3
    assert "to a folder of this machine" in refused(run(*command, "-"))


def test_standard_output_gets_the_same_lines(data: Path) -> None:
    out = run("generate", "demo.sum", "--count", "30", "--out", "-").stdout
    assert out == (data / "tasks-00000-of-00001.jsonl").read_text()


def test_answers_may_come_one_a_line(data: Path, tmp_path: Path) -> None:
    rows = run("solve", data).stdout.splitlines()
    right = [json.loads(row)["answer"] for row in rows]
    lines, table = tmp_path / "answers.txt", tmp_path / "answers.tsv"
    lines.write_text("\n".join([*right[:-1], ""]) + "\n")  # the last answer is empty
    table.write_text("".join(f"{answer}\tnot\tread\n" for answer in right))
    judged = run("verify", data, "--answers", lines, "--answers-format", "lines", "--json")
    assert json.loads(judged.stdout)["total"]["pass_rate"]["rate"] == pytest.approx(29 / 30)
    strict = ("--answers-format", "tsv", "--fail-under", "1")
    assert run("verify", data, "--answers", table, *strict).exit_code == 0
    table.write_text("1\n2\n")
    short = run("verify", data, "--answers", table, *strict)
    assert short.exit_code == 2
    assert "holds 2 lines for 30 tasks; want one line for each task" in short.stderr


def test_fail_under_is_the_exit_code(data: Path) -> None:
    answers = run("solve", data, "--by", "zero").stdout
    assert run("verify", data, "--answers", "-", stdin=answers).exit_code == 0
    strict = run("verify", data, "--answers", "-", "--fail-under", "0.5", stdin=answers)
    assert strict.exit_code == 1


def test_one_task_on_the_command_line() -> None:
    place = ("--seed", "7", "--index", "3")
    shown = json.loads(run("show", "demo.sum", *place, "--reveal", "--json").stdout)
    ref = ("--task", "demo.sum@1?level=0.5#7:3")
    right = run("verify", *ref, "--answer", shown["reference"], "--fail-under", "1")
    assert (right.exit_code, right.stdout) == (0, "pass, reward 1\n")
    wrong = run("verify", *ref, "--answer", "-", stdin="-1")
    assert wrong.stdout.startswith("fail, reward 0: off")
    for answer in (shown["reference"], f"hm</think>{shown['reference']}"):
        begun = run("verify", *ref, "--answer", answer, "--prefilled", "--fail-under", "1")
        assert begun.exit_code == ("</think>" not in answer)
    cut = ("--answer", f"So \\boxed{{{shown['reference'].strip()}")
    assert run("verify", *ref, *cut, "--fail-under", "1").exit_code == 1
    assert run("verify", *ref, *cut, "--stop", "}", "--fail-under", "1").exit_code == 0
    verdict = json.loads(run("verify", *ref, "--answer", "x", "--json").stdout)
    assert verdict["status"] == "unparsable"


def test_show_keeps_the_answer_back_unless_asked() -> None:
    assert "reference" not in run("show", "demo.sum").stdout
    assert "instance" not in json.loads(run("show", "demo.sum", "--json").stdout)
    assert "reference answer: " in run("show", "demo.sum", "--reveal").stdout


def test_set_gives_explicit_params() -> None:
    params = ("--set", "top=9", "--set", "odd_only=true")
    shown = json.loads(run("show", "demo.sum", *params, "--json").stdout)
    assert shown["ref"]["params"] == {"top": 9, "odd_only": True}
    assert shown["level"] is None


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("generate", "demo.sun", "--count", "1"), "Did you mean 'demo.sum'"),
        (("generate", "demo.sum"), "say how many tasks: --count 1000"),
        (("generate", "demo.sum", "--count", "1", "--level", "1.5"), "--level'"),
        (("generate", "demo.sum", "--count", "1", "--set", "topp=3"), "did you mean 'top'"),
        (("generate", "demo.sum", "--count", "1", "--set", "top"), "--set wants NAME=VALUE"),
        (("generate", "demo.sum", "--count", "26", "--set", "top=5"), "only 25 distinct tasks"),
        (("generate", "no.toml"), "cannot read the recipe no.toml"),
        (("generate", "demo.sum", "--count", "1", "--measure", "most"), "quick or full"),
    ],
)
def test_generate_refuses_in_one_line(tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    assert message in refused(run(*args, "--out", tmp_path / "d"))
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("count = 3", "field 'mix' is missing"),
        (
            "cuont = 3\n[[mix]]\nfamily='demo.sum'",
            "r.toml:1: no field 'cuont'; did you mean 'count'",
        ),
        ("[[mix]]\nfamily='demo.sum'\nlevels=[0.5]", "no count for 'demo.sum'"),
        (
            "[[mix]]\nfamily='demo.sum'\nlevels=[2]\ncount=1",
            "r.toml:3: field 'mix.levels': input should be less than or equal to 1, got 2",
        ),
        ("count = = 3", "not valid TOML"),
        ("count=1\nsplits={a=0.5,b=0.6}\n[[mix]]\nfamily='demo.sum'\nlevels=[0.5]", "add up to 1"),
    ],
)
def test_bad_recipe_files_are_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(text)
    assert message in refused(run("generate", recipe, "--out", tmp_path / "d"))


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("verify",), "want DATASET and --answers"),
        (("verify", "nowhere", "--answers", "-"), "no dataset at nowhere"),
        (("verify", "--task", "demo.sum:3", "--answer", "1"), "no family called 'demo.sum:3'"),
        (("verify", "--task", "demo.sum@2?level=0#0:3", "--answer", "1"), "@1 is"),
        (("verify", "--task", "demo.sum@x", "--answer", "1"), "want a ref such as"),
        (("show", "demo.sum", "--set", "top=[1]"), "field 'top'"),
        (("show", "demo.sum", "--out", "card.png"), "demo.sum has no picture"),
        (("show", "demo.drawn", "--out", "no/where.png"), "cannot write no/where.png"),
        (("gallery", "demmo.*", "--out", "g.html"), "Did you mean 'demo.*'?"),
        (("gallery", "demo.sun", "--out", "g.html"), "Did you mean 'demo.sum'?"),
        (("gallery", "demo.sum", "--level", "2", "--out", "g.html"), "a level lies in [0, 1]"),
        (("gallery", "demo.sum", "--out", "no/where.html"), "cannot write no/where.html"),
        (("serve", "r.toml"), "--stdio"),
        (("solve", "nowhere"), "no dataset at nowhere"),
        (("import", "satrun", "x", "--out", "y"), "no importer called 'satrun'"),
        (("schema", "tusk"), "no family called 'tusk'"),
    ],
)
def test_other_commands_refuse_in_one_line(args: tuple[str, ...], message: str) -> None:
    assert message in refused(run(*args))


def test_one_broken_plug_in_does_not_hide_the_others() -> None:
    result = run("families", "demo.*")
    assert result.exit_code == 4
    assert "demo.sum" in result.stdout
    assert "cannot be loaded: demo.missing: ModuleNotFoundError" in result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_task_is_drawn_to_a_file(tmp_path: Path) -> None:
    card = tmp_path / "card.png"
    result = run("show", "demo.drawn", "--seed", "3", "--index", "5", "--out", card)
    assert result.stdout == f"demo.drawn@1?level=0.5#3:5 in {card}\n"
    assert card.read_bytes().startswith(b"\x89PNG")
    task = json.loads(run("show", "demo.drawn", "--out", card, "--json").stdout)
    assert task["ref"]["family"] == "demo.drawn"


def test_a_gallery_of_some_families_and_levels(tmp_path: Path) -> None:
    page = tmp_path / "gallery.html"
    result = run("gallery", "demo.su*", "demo.drawn", "demo.sum", "--level", "0.5", "--level", "1",
                 "--each", "3", "--out", page)  # fmt: skip
    assert result.stdout == f"12 tasks of 2 families in {page}\n"
    assert page.read_text().count("<figure>") == 12


def test_families_as_json_tell_the_params() -> None:
    (family,) = json.loads(run("families", "demo.sum", "--json").stdout)
    assert family["knobs"] == ["top"]
    assert family["params"]["properties"]["top"]["description"] == "Largest summand."


def test_export_writes_a_folder_and_lists_whom_it_knows(data: Path, tmp_path: Path) -> None:
    assert "verl" in run("export").stdout
    result = run("export", data, "--for", "trl", "--out", tmp_path / "o", "--json")
    assert json.loads(result.stdout)["splits"] == {"train": 30}
    assert "want DATASET" in refused(run("export", "--for", "trl"))
    other = ["--for", "trl", "--format", "csv"]
    assert "jsonl, jsonl.zst or parquet" in refused(
        run("export", data, "--out", tmp_path / "p", *other)
    )
