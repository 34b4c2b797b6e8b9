"""What is wrong with a recipe, said with its line, its value and its mend."""

from pathlib import Path

import pytest

from tests.cli.command import refused, run

GOOD = """\
# a comment
seed = 7
count = 60

[splits]
train = 0.5
test = 0.5

[[mix]]
family = "demo.sum"
levels = [0.8]

[[mix]]  # another one
family = "demo.sum"
levels = [0.9]
params = { odd_only = true }

[curriculum]
strategy = "staged"
options = { window = 64 }

[[curriculum.wrappers]]
name = "review"
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("count = 60", "cuont = 60", 3, "no field 'cuont'; did you mean 'count'?"),
        ("count = 60", "count = 'x'", 3, "field 'count': input should be a valid integer"),
        ("count = 60", "count = '3'", 3, "field 'count': input should be a valid integer, got '3'"),
        ("levels = [0.9]", "levels = ['0.9']", 15, "'mix.levels' wants a list of levels in"),
        ("levels = [0.9]", "level = [0.9]", 15, "no field 'mix.level'; did you mean 'levels'?"),
        (
            "levels = [0.9]",
            "levels = 0.1",
            15,
            "field 'mix.levels' wants a list of levels in [0, 1], such as [0.1, 0.5]; got 0.1",
        ),
        ("levels = [0.9]", "levels = [0.9, 7]", 15, "less than or equal to 1, got 7"),
        ("train = 0.5", '"../x" = 0.5', 6, "field 'splits.../x' wants names of letters"),
        ("train = 0.5", "train = 0.9", 5, "the shares in splits must add up to 1, got 1.4"),
        ('"staged"', '"frontierr"', 19, "no strategy called 'frontierr'; did you mean 'frontier'?"),
        (
            "window = 64",
            "windwo = 64",
            20,
            "strategy staged: no field 'windwo'; did you mean 'window'?",
        ),
        ('name = "review"', 'name = "reviwe"', 23, "no wrapper called 'reviwe'"),
        ('name = "review"', 'nam = "review"', 23, "no field 'curriculum.wrappers.nam'"),
        ("strategy =", "strategi =", 19, "no field 'curriculum.strategi'; did you mean 'strategy'"),
        ("odd_only", "odd_onyl", 16, "did you mean 'odd_only'?"),
        ("count = 60", "count = = 60", 3, "not valid TOML"),
        ("[curriculum]", "[curriculun]", 18, "no field 'curriculun'; did you mean 'curriculum'?"),
    ],
)
def test_a_fault_has_its_line(tmp_path: Path, old: str, new: str, place: int, message: str) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(GOOD.replace(old, new))
    for command in (("generate", recipe, "--out", tmp_path / "d"), ("serve", recipe, "--stdio")):
        said = refused(run(*command))
        assert said.startswith(f"tasksynth: {recipe}:{place}: ")
        assert message in said
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("at", [0, 1])
def test_the_right_one_of_several_ingredients_is_named(tmp_path: Path, at: int) -> None:
    recipe = tmp_path / "r.toml"
    parts = GOOD.split("demo.sum")
    recipe.write_text(parts[0] + ["demo.sun", "demo.sum"][at] + parts[1]
                      + ["demo.sum", "demo.sun"][at] + parts[2])  # fmt: skip
    said = refused(run("generate", recipe, "--out", tmp_path / "d"))
    assert f"{recipe}:{[10, 14][at]}: no family called 'demo.sun'. Did you mean" in said


def test_a_recipe_of_nothing_says_how_to_begin(tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text("count = 4\n")
    said = refused(run("generate", recipe, "--out", tmp_path / "out"))
    assert "field 'mix' is missing; it wants tables under [[mix]], each with a family" in said


def test_a_name_that_nothing_has_is_said_before_what_else_is_wanted(tmp_path: Path) -> None:
    said = refused(run("generate", "demo.smu", "--out", tmp_path / "out"))
    assert "Did you mean 'demo.sum'?" in said


def test_a_recipe_may_be_json_and_have_a_byte_order_mark(tmp_path: Path) -> None:
    recipe = tmp_path / "r.json"
    recipe.write_text('\ufeff{"count": 3, "mix": [{"family": "demo.sum", "levels": [0.5]}]}')
    assert run("generate", recipe, "--out", tmp_path / "d").exit_code == 0
    recipe.write_text('{"count": 3, "mix": [{"famly": "demo.sum"}]}')
    said = refused(run("generate", recipe, "--out", tmp_path / "e"))
    assert said == f"tasksynth: {recipe}: no field 'mix.famly'; did you mean 'family'?\n"


def test_the_good_one_is_good(tmp_path: Path) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(GOOD)
    assert run("generate", recipe, "--out", tmp_path / "d").exit_code == 0
