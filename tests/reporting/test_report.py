"""What a report says of planted results: who is better, by how much, and when one is misled."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from tasksynth.errors import StateError, UsageError
from tasksynth.pipeline.judging.verify import Group
from tasksynth.reporting import StatisticsReport, read, read_entries, report
from tasksynth.reporting.page import page
from tasksynth.statistics import generator, improvement
from tests.cli.command import refused, run

Planted = Mapping[tuple[str, float | None], tuple[int, int, float]]
"""Family and level to tasks, answers to each, and skill."""


def plant(file: Path, planted: Planted, *, seed: int = 0, repeat: bool = False) -> Path:
    """Verdicts of a simulated model; `repeat` leaves nothing to chance but rounding."""
    rng = generator(seed)
    rows = []
    for (family, level), (tasks, samples, skill) in planted.items():
        for task in range(tasks):
            for sample in range(samples):
                even = (task * samples + sample + 0.5) / (tasks * samples)
                passed = even < skill if repeat else rng.random() < skill
                status = (
                    {"status": "pass", "reward": 1.0}
                    if passed
                    else {"status": "fail", "reward": 0.0}
                )
                name = f"{family} {level} {task}"
                rows.append(
                    {"task": name, "sample": sample, "family": family, "level": level} | status
                )
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return file


def made(*files: Path, pair: tuple[Path, Path] | None = None) -> StatisticsReport:
    names = None if pair is None else (str(pair[0]), str(pair[1]))
    return report(read_entries(map(str, files)), pair=names, draws=400)


def test_a_family_counts_once_however_many_tasks_it_has(tmp_path: Path) -> None:
    """The planted reversal: better on most tasks, worse in most families."""
    a = plant(
        tmp_path / "a",
        {("x.many", 0.5): (300, 1, 0.8), ("y", 0.5): (20, 1, 0.2), ("z", 0.5): (20, 1, 0.3)},
        repeat=True,
    )
    b = plant(
        tmp_path / "b",
        {("x.many", 0.5): (300, 1, 0.6), ("y", 0.5): (20, 1, 0.6), ("z", 0.5): (20, 1, 0.6)},
        repeat=True,
    )
    found = made(a, b, pair=(a, b))
    first, second = found.standings
    assert first.by_task > second.by_task
    assert first.aggregates["mean"].value == pytest.approx((0.8 + 0.2 + 0.3) / 3)
    assert first.aggregates["mean"].value < second.aggregates["mean"].value
    (note,) = found.notes
    assert note.startswith(f"over families {b} is before {a} (0.600, 0.433), over tasks the contr")
    assert "(0.600, 0.735): families of many tasks decide the latter" in note
    assert found.comparison is not None
    assert found.comparison.difference.high < 0 < found.comparison.by_task
    assert found.comparison.reversed == ("x.many 0.5",)


def test_one_instance_of_a_family_may_mislead(tmp_path: Path) -> None:
    """Ranked at level 0.5 alone, the worse model wins; over the family's levels it does not."""
    levels = (0.0, 0.25, 0.5, 0.75, 1.0)
    a = plant(tmp_path / "a", {("f", at): (80, 1, 0.9 if at == 0.5 else 0.3) for at in levels})
    b = plant(tmp_path / "b", {("f", at): (80, 1, 0.6) for at in levels}, seed=1)
    found = made(a, b, pair=(b, a))
    (first,), (second,) = (one.families for one in found.standings)
    assert first.levels["0.5"].low > second.levels["0.5"].high
    assert first.score.high < second.score.low
    assert found.comparison is not None
    assert found.comparison.difference.low > 0
    assert found.comparison.reversed == ("f 0.5",)


def test_pairing_shows_what_unpaired_intervals_hide(tmp_path: Path) -> None:
    rows = [(i, i % 2 == 0, i % 2 == 0 or i in range(1, 20, 2)) for i in range(200)]
    for name, column in (("a", 1), ("b", 2)):
        lines = [
            json.dumps({"task": f"t{row[0]}", "sample": 0, "family": "f", "level": None,
                        "status": "pass" if row[column] else "fail", "reward": float(row[column])})
            for row in rows
        ]  # fmt: skip
        (tmp_path / name).write_text("\n".join(lines) + "\n")
    found = made(tmp_path / "a", tmp_path / "b", pair=(tmp_path / "b", tmp_path / "a"))
    scores = [one.families[0].score for one in found.standings]
    assert scores[0].high > scores[1].low  # apart, nothing is certain
    assert found.comparison is not None
    (family,) = found.comparison.families
    assert (family.wins, family.losses) == (10, 0)
    assert family.chance == pytest.approx(2 / 2**10)
    assert family.difference.value == pytest.approx(0.05)
    assert 0 < family.difference.low < family.difference.high < 0.1
    assert found.comparison.solved == {"both": 100, "first": 10, "second": 0, "neither": 90}


def test_the_chance_of_doing_better_is_that_of_the_library(tmp_path: Path) -> None:
    a = plant(tmp_path / "a", {("f", 0): (40, 4, 0.5), ("g", 0): (40, 4, 0.3)}, seed=1)
    b = plant(tmp_path / "b", {("f", 0): (40, 4, 0.4), ("g", 0): (40, 4, 0.3)}, seed=2)
    found = made(a, b, pair=(a, b)).comparison
    x, y = (
        np.stack([[c / n for n, c in entry.counts(Group(f, 0.0))] for f in "fg"], axis=1)
        for entry in read_entries([str(a), str(b)])
    )
    assert found is not None
    assert found.improvement.value == pytest.approx(improvement(x, y))
    assert found.improvement.low < found.improvement.value < found.improvement.high


def test_runs_of_one_name_widen_the_interval_as_they_differ(tmp_path: Path) -> None:
    for seed, skill in enumerate((0.2, 0.5, 0.8)):
        plant(tmp_path / f"same{seed}", {("f", 0.0): (100, 1, 0.5)}, seed=seed)
        plant(tmp_path / f"apart{seed}", {("f", 0.0): (100, 1, skill)}, seed=seed)
    entries = read_entries(
        [f"{kind}={tmp_path / kind}{seed}" for kind in ("same", "apart") for seed in range(3)]
    )
    same, apart = report(entries, draws=400).standings
    assert (same.runs, same.answers) == (3, 300)
    widths = [one.families[0].score.high - one.families[0].score.low for one in (same, apart)]
    assert widths[1] > 2 * widths[0]


def test_stages_say_what_was_forgotten(tmp_path: Path) -> None:
    skills = {"base": (0.1, 0.1), "f": (0.9, 0.2), "g": (0.4, 0.9)}
    for name, (f, g) in skills.items():
        plant(tmp_path / name, {("f", 0.0): (60, 1, f), ("g", 0.0): (60, 1, g)}, repeat=True)
    entries = read_entries(f"{name}={tmp_path / name}" for name in skills)
    found = report(entries, in_stages=True, draws=400).stages
    assert found is not None
    assert found.forgetting["f"].value == pytest.approx(0.5)
    assert found.forgetting["f"].low > 0.3
    assert found.forgetting["g"].high < 0
    assert found.transfer[1] == pytest.approx((-0.5, 0.7))
    assert found.backward == pytest.approx(-0.5)
    assert found.forward == pytest.approx(0.1)


def test_errors_are_in_no_score_and_a_later_verdict_stands(tmp_path: Path) -> None:
    row = {"task": "t", "sample": 0, "family": "f", "level": None}
    rows = [
        row | {"status": "error", "reward": None},
        row | {"status": "pass", "reward": 1.0},
        row | {"task": "u", "status": "error", "reward": None},
    ]
    file = tmp_path / "v"
    file.write_text("".join(json.dumps(one) + "\n" for one in rows))
    found = read(file)
    assert found.groups == {Group("f", None): {"t": (1, 1)}}
    assert found.errors == 1


def test_a_run_of_an_earlier_release_tells_its_families_in_meta(tmp_path: Path) -> None:
    row = {"task": "t", "sample": 0, "status": "fail", "reward": 0.0}
    (tmp_path / "verdicts.jsonl").write_text(
        json.dumps(row | {"meta": {"row": 0, "family": "f", "level": 0.5}}) + "\n"
    )
    assert read(tmp_path).groups == {Group("f", 0.5): {"t": (1, 0)}}
    (tmp_path / "verdicts.jsonl").write_text(json.dumps(row) + "\n")
    with pytest.raises(StateError, match=r"verdicts.jsonl:1: a verdict without its family"):
        read(tmp_path)


def test_what_cannot_be_compared_is_refused_with_its_mend(tmp_path: Path) -> None:
    a = plant(tmp_path / "a", {("f", 0.0): (4, 1, 0.5)})
    b = plant(tmp_path / "b", {("g", 0.0): (4, 1, 0.5)})
    with pytest.raises(UsageError, match="no task in common; to compare them, let both answer"):
        made(a, b, pair=(a, b))
    with pytest.raises(UsageError, match="two results or more"):
        report(read_entries([str(a)]), in_stages=True)
    with pytest.raises(UsageError, match=r"is not there; want the folder of `tasksynth evaluate"):
        read(tmp_path / "none")
    a.write_text('{"task": "t"}\n')
    with pytest.raises(StateError, match=r"a:1: no verdict"):
        read(a)


def test_a_page_needs_nothing_else_and_shows_hostile_names_as_text(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script>"
    a = plant(tmp_path / "a", {(attack, 0.0): (4, 2, 0.5), (attack, 1.0): (4, 2, 0.1)})
    entries = read_entries([f"{attack}={a}", f"b={a}"])
    html = page(report(entries, pair=(attack, "b"), in_stages=True, draws=400))
    assert attack not in html
    assert "&lt;script&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    assert html.count("<svg") == html.count("</svg>") >= 5


def test_the_command_reads_what_evaluate_and_verify_write(tmp_path: Path) -> None:
    data, answers = tmp_path / "data", tmp_path / "answers.jsonl"
    run("generate", "demo.sum", "--level", "0", "--level", "1", "--count", "12", "--out", data)
    run("solve", data, "--out", answers)
    run("evaluate", data, "--answers", answers, "--out", tmp_path / "run")
    run("verify", data, "--answers", answers, "--out", tmp_path / "verdicts.jsonl")
    out = [tmp_path / f"r{suffix}" for suffix in (".html", ".json", ".md")]
    args = [word for path in out for word in ("--out", path)]
    named = [f"a={tmp_path / 'run'}", f"b={tmp_path / 'verdicts.jsonl'}"]
    said = run("report", *named, "--compare", "a", "b", *args)
    assert said.exit_code == 0, said.output
    assert "demo.sum                         12  1.000 [" in said.stdout
    assert "on 12 tasks that both answered" in said.stdout
    assert max(map(len, said.stdout.splitlines())) <= 80
    again = StatisticsReport.model_validate_json(out[1].read_bytes())
    assert again.comparison is not None
    assert again.comparison.difference.value == 0
    assert out[0].read_text().startswith("<!doctype html>")
    assert "| `demo.sum` | 12 |" in out[2].read_text()
    apart = run("report", "--compare", tmp_path / "run", tmp_path / "verdicts.jsonl")
    assert "on 12 tasks that both answered" in apart.stdout
    assert "wants .html, .json or .md" in refused(run("report", tmp_path / "run", "--out", "r.pdf"))


def test_evaluate_tells_the_middle_of_the_families_too(tmp_path: Path) -> None:
    """Of four, the best and the worst are left out; fewer have no middle."""
    data, answers = tmp_path / "data", tmp_path / "answers.jsonl"
    recipe = tmp_path / "recipe.toml"
    names = ("demo.sum", "sat.ksat", "sat.saturn", "sat.decision")
    recipe.write_text(
        "count = 12\n" + "".join(f'[[mix]]\nfamily = "{n}"\nlevels = [0]\n' for n in names)
    )
    run("generate", recipe, "--out", data)
    run("solve", data, "--out", answers)
    lines = answers.read_text().splitlines()
    lines[-3:] = [json.dumps(json.loads(line) | {"answer": ""}) for line in lines[-3:]]
    answers.write_text("\n".join(lines))
    said = run("evaluate", data, "--answers", answers, "--out", tmp_path / "run").stdout
    assert "mean over families                        0.750 [" in said
    assert "\ninterquartile mean over families, by bootstrap: 1.000 [" in said
    assert max(map(len, said.splitlines())) <= 80
    recipe.write_text(recipe.read_text().partition('[[mix]]\nfamily = "sat.decision"')[0])
    run("generate", recipe, "--out", data, "--overwrite")
    run("solve", data, "--out", answers, "--overwrite")
    said = run("evaluate", data, "--answers", answers, "--out", tmp_path / "fewer").stdout
    assert "mean over families" in said
    assert "interquartile" not in said
