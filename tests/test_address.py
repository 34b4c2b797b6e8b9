import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth import TaskRef, UsageError, registry, source
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.single import address, resolve
from tasksynth_schemas.address import Address
from tests.cli.command import refused, run

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    | st.sampled_from(["5", "true", "null", '"x"', "a&b#c=d?e%20+", "{", "[1]", " "]),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)  # fmt: skip


@given(
    st.none() | st.floats(0, 1),
    st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), VALUES, max_size=3),
    st.integers(0, 2**63 - 1),
)
@settings(deadline=None)
def test_what_is_written_is_read_back(level: float | None, params: dict[str, Any], n: int) -> None:
    params.pop("level", None)
    for bare in {False, level is None and not params}:
        written = Address("demo.sum", 1, level, params, seed=n, index=n // 2, bare=bare)
        assert Address.parse(str(written)) == written
        assert str(written).isascii()
        assert " " not in str(written)


@pytest.mark.parametrize("family", [n for n in registry.names() if not n.startswith("demo.")])
def test_every_family_has_short_addresses(family: str) -> None:
    for level in (0.0, 1 / 3, 1.0):
        try:
            made = source(family, seed=7, level=level)
        except UsageError as e:  # Reasoning Gym's own code cannot make some of its levels
            assert "reasoning-gym's curriculum fails" in str(e)  # noqa: PT017 - and no other
            continue
        short = address(made.ref(3), level)
        assert isinstance(short, Address)
        assert (short.level, short.params) == (level, {})
        again, index = resolve(str(short))
        assert again.ref(index) == made.ref(3)
        explicit = address(made.ref(3))
        again, index = resolve(str(explicit))
        assert (again.ref(index), again.level) == (made.ref(3), None)
        assert TaskRef.parse(str(made.ref(3))) == made.ref(3)


def test_only_what_the_level_does_not_give_is_said() -> None:
    made = source("demo.sum", seed=7, level=0.2, params={"odd_only": True})
    assert str(address(made.ref(3), 0.2)) == "demo.sum@1?level=0.2&odd_only=true#7:3"
    made = source("demo.sum", seed=7, params={"top": 9})
    assert str(address(made.ref(3))) == "demo.sum@1?top=9#7:3"


def test_a_ref_of_a_family_that_is_gone_says_everything() -> None:
    ref = TaskRef(family="gone.away", version=1, params={"a": "x y"}, seed=1, index=2)
    assert str(address(ref, 0.5)) == str(ref) == "gone.away@1?a=x%20y#1:2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("demo.sum@1#7:3", r"says neither level nor params.*demo.sum@1\?level=0.5#7:3"),
        ("demo.sum@1?level=2#7:3", "a level lies in"),
        ("demo.sum@1?level=true#7:3", "want a number for the level"),
        ("demo.sum@1?topp=2#7:3", "did you mean 'top'"),
        ("demo.sum@1?top#7:3", "want .NAME=VALUE"),
        ("demo.sum@1?top=5&top=6#7:3", "each name once"),
        ("demo.sum@2?top=5#7:3", "@1 is"),
        ("demo.sun@1?top=5#7:3", "Did you mean 'demo.sum'"),
        ("demo.sum@1?top=5#٣:3", "want a ref such as"),
    ],
)
def test_what_is_no_address_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        resolve(text)


def test_printed_refs_are_addresses_for_every_command(tmp_path: Path) -> None:
    data = tmp_path / "d"
    levels = ("--level", "0.5", "--level", "0.9", "--set", "odd_only=true")
    assert run("generate", "demo.sum", *levels, "--count", "8", "--out", data).exit_code == 0
    names = [line for line in run("head", data, "-n", "8").stdout.splitlines() if line[0] != " "]
    assert len(names) == 8
    page = tmp_path / "g.html"
    for line in names:
        ident, ref = line.split()
        shown = json.loads(run("show", ref, "--reveal", "--json").stdout)
        right = shown["reference"]
        for args in ((data, ref), (data, ident), (data, ident[:9])):
            assert json.loads(run("show", *args, "--reveal", "--json").stdout) == shown
        judged = run("verify", "--task", ref, "--answer", right)
        assert judged.stdout == "pass, reward 1\n"
        for name in (ref, ident):
            judged = run("verify", data, "--task", name, "--answer", right)
            assert judged.stdout == "pass, reward 1\n"
        bare = ref[: ref.index("?")] + ref[ref.index("#") :]
        with Dataset.open(data) as dataset:
            assert dataset.find(ref) == ident
            assert dataset.find(f"{ref}9") is None
            with pytest.raises(UsageError, match="give the level or the params"):
                dataset.find(bare)
    assert run("gallery", "demo.sum", "--level", "0.5", "--out", page).exit_code == 0
    assert "<code>demo.sum@1?level=0.5#0:1</code>" in page.read_text()


def test_an_old_short_form_still_names_a_datasets_task(tmp_path: Path) -> None:
    data, answers = tmp_path / "d", tmp_path / "a.jsonl"
    assert run("generate", "demo.sum", "--count", "8", "--out", data).exit_code == 0
    rows = [json.loads(line) for line in run("head", data, "--json").stdout.splitlines()]
    answers.write_text(
        "".join(json.dumps({"task": f"demo.sum@1#0:{row['ref']['index']}", "answer": "1"}) + "\n"
                for row in rows)
    )  # fmt: skip
    assert json.loads(run("verify", data, "--answers", answers, "--json").stdout)["total"][
        "answers"
    ] == len(rows)
    right = run("verify", "--task", "demo.sum@1#7:3", "--level", "0", "--answer", "x")
    assert right.stdout.startswith("unparsable")


def test_a_dataset_is_looked_into(tmp_path: Path) -> None:
    data = tmp_path / "d"
    recipe = tmp_path / "r.toml"
    recipe.write_text("count=20\nsplits={train=0.5,test=0.5}\n[[mix]]\nfamily='demo.sum'\n"
                      "levels=[0.8,0.9]")  # fmt: skip
    assert run("generate", recipe, "--out", data).exit_code == 0
    found = json.loads(run("stats", data, "--json").stdout)
    assert (found["tasks"], found["splits"]) == (20, {"train": 10, "test": 10})
    assert found["groups"]["demo.sum 0.8"]["tasks"] == 10
    assert found["groups"]["demo.sum 0.9"]["measure"]["digits"] > 3
    assert max(map(len, run("stats", data).stdout.splitlines())) <= 80
    assert "which task of" in refused(run("show", data))
    assert "did you mean" in refused(run("show", data, run("head", data).stdout[:19] + "x"))
    assert "leave --level and --set out" in refused(
        run("show", "demo.sum@1?level=1#0:0", "--level", "0")
    )
    assert "leave --seed and --index out" in refused(
        run("show", "demo.sum@1?level=1#0:0", "--seed", "0")
    )


def test_answers_may_name_their_tasks_by_address_alone(tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    refs = [f"demo.sum@1?level=0.2#7:{index}" for index in range(3)]
    rights = [json.loads(run("show", r, "--reveal", "--json").stdout)["reference"] for r in refs]
    rows = [{"task": r, "answer": right} for r, right in zip(refs, rights, strict=True)]
    answers.write_text("\n".join(map(json.dumps, rows)))
    assert run("verify", "--answers", answers, "--fail-under", "1").exit_code == 0
    answers.write_text('{"task": "demo.sum@1#7:3", "answer": "4"}')
    assert "says neither level nor params" in run("verify", "--answers", answers).stderr
