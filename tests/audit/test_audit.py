"""An audit finds what was planted, by its name, and nothing where nothing is wrong."""

import json
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tasksynth.audit import CHECKS, AuditReport, audit
from tasksynth.audit.figures import (
    at_least,
    at_most,
    near_pairs,
    rank_correlation,
    surface_accuracy,
)
from tasksynth.audit.findings import Level
from tasksynth.audit.kept import going_on
from tasksynth.audit.page import badge, markdown, page, table
from tasksynth.audit.run import PROBE, seeds
from tasksynth.audit.sample import OutOfBudgetError, Specimens
from tasksynth.engines import Engine, Failure, engine_for
from tests.cli.command import refused, run

PLANTED = {
    "demo.guessable": {"fault constant", "fault listing"},
    "demo.gullible": {"fault near misses"},
    "demo.leaky": {"doubt copying"},
    "demo.lenient": {"fault constant", "fault others", "fault null", "doubt shapes"},
    "demo.hashed": {"fault determinism"},
    "demo.naive": {"fault null"},
    "demo.perverse": {"fault corruption"},
    "demo.crashing": {"doubt errors", "doubt shapes"},
    "demo.walk_dying": {"fault limits"},
    "demo.walk_homesick": {"doubt null", "doubt progress"},
    "demo.walk_shallow": {"fault constant", "fault episodes", "fault gold"},
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_for(2) as made:
        yield made


def found(report: AuditReport) -> set[str]:
    return {f"{one.severity} {one.check}" for one in report.findings}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_what_was_planted_is_found(engine: Engine, name: str) -> None:
    report = audit(name, tasks=20, engine=engine)
    assert PLANTED[name] <= found(report)
    assert ("fault determinism" in found(report)) == (name == "demo.hashed")
    assert (report.worst() == "fault") == any(one[:5] == "fault" for one in PLANTED[name])


@pytest.mark.parametrize("name", ["demo.sum", "sat.saturn", "curricula.order", "puzzle.zebra"])
def test_what_is_right_is_not_blamed(engine: Engine, name: str) -> None:
    report = audit(name, tasks=20, engine=engine)
    assert report.worst() != "fault", report.findings
    assert {one.check for one in report.findings} <= {"corruption", "listing"}


def test_findings_name_a_task_and_an_answer_that_show_them(engine: Engine) -> None:
    (level,) = audit("demo.lenient", tasks=20, engine=engine).levels
    guess = next(one for one in level.findings if one.check == "constant")
    assert guess.task is not None
    judged = run("verify", "--task", guess.task, "--answer", guess.answer or "")
    assert judged.exit_code == 0
    assert "pass" in judged.output


def test_the_report_is_a_table_a_page_data_and_a_badge(tmp_path: Path) -> None:
    files = [tmp_path / f"r{suffix}" for suffix in (".html", ".json", ".svg", ".md")]
    outs = [part for file in files for part in ("--out", file)]
    ended = run("audit", "demo.guessable", "--tasks", "12", *outs)
    assert ended.exit_code == 1
    assert "fault: demo.guessable: constant" in ended.output
    assert max(map(len, ended.output.splitlines())) <= 80
    html, data, svg, text = (file.read_text(encoding="utf-8") for file in files)
    (report,) = map(AuditReport.model_validate, json.loads(data))
    assert "demo.guessable" in html
    assert page([report]) == html
    assert "| `demo.guessable` | 0.5 | 12 | 0.20 | 1.00 | constant, listing |" in text
    assert table([report]) in ended.output
    assert ElementTree.fromstring(svg).get("aria-label") == f"audit: {_says(report)}"
    assert badge([]).count("nothing")
    quiet = run("audit", "demo.guessable", "--tasks", "12", "--fail-on", "never", "--json")
    assert quiet.exit_code == 0
    assert json.loads(quiet.output)[0]["family"] == "demo.guessable"
    said = refused(run("audit", "demo.sum", "--out", tmp_path / "r.pdf"))
    assert "--out wants .html, .json, .md or .svg" in said


def _says(report: AuditReport) -> str:
    faults = sum(one.severity == "fault" for one in report.findings)
    doubts = len(report.findings) - faults
    parts = [(faults, "fault"), (doubts, "doubt")]
    return ", ".join(f"{n} {name}{'s' * (n > 1)}" for n, name in parts if n)


def test_every_check_says_what_it_holds_to() -> None:
    assert all(text and not text.endswith(".") for text in CHECKS.values())


def test_the_lower_end_of_the_interval_is_clopper_and_pearsons() -> None:
    assert at_least(10, 10) == pytest.approx(0.001 ** (1 / 10), abs=1e-6)
    assert at_least(0, 10) == 0
    assert at_least(5, 10, doubt=0.025) == pytest.approx(0.187086, abs=1e-5)
    assert at_most(5, 10, doubt=0.025) == pytest.approx(1 - 0.187086, abs=1e-5)
    assert at_most(0, 2 * PROBE) <= 0.05 < at_most(0, PROBE)


def test_another_seeds_tasks_are_made_until_it_is_sure_that_they_are_others(engine: Engine) -> None:
    asked: list[int] = []

    class Counting(Specimens):
        def digests(self, seed: int, indices: Sequence[int]) -> tuple[list[bytes], list[str]]:
            found, wrong = super().digests(seed, indices)
            asked.append(len(found))
            return found, wrong

    class Overlapping(Specimens):
        def digests(self, seed: int, indices: Sequence[int]) -> tuple[list[bytes], list[str]]:
            fresh, wrong = super().digests(seed, range(2))
            made = [one.digest for one in self.exhibits] + fresh
            return [made[index + 1] for index in indices], wrong

    assert list(seeds(Counting(engine, "sat.ksat", level=0.1, seed=0, count=250))) == []
    assert asked == [PROBE] * 4  # of 500 tasks
    (shown,) = seeds(Overlapping(engine, "sat.ksat", level=0.1, seed=0, count=80))
    assert shown.what == "79 of 80 tasks of seed 1 are seed 0's too"


def test_a_task_of_another_seed_that_cannot_be_made_is_a_fault(engine: Engine) -> None:
    class Breaking(Specimens):
        def do(self, operation: str, items: Sequence[Any]) -> list[Any]:
            found = super().do(operation, items)
            if operation == "make" and items[0][0].seed == 1:
                found[3] = Failure("its worker process died")
            return found

    (shown,) = seeds(Breaking(engine, "sat.ksat", level=0.1, seed=0, count=20))
    assert (shown.check, shown.severity) == ("making", "fault")
    assert shown.what == (
        "1 of 20 tasks could not be made; at 3 of seed 1: its worker process died"
    )


def test_near_duplicates_are_seen_behind_a_template() -> None:
    told = "In this puzzle you see numbers and must say which of them is the largest of all: "
    made = [told + " ".join(str(i * 37 % 101 + k) for k in range(20)) for i in range(12)]
    assert near_pairs(made) == []
    pairs = near_pairs([*made, made[3] + " 7"])
    assert [(i, j) for i, j, _ in pairs] == [(3, 12)]


def test_a_leak_on_the_surface_is_found_and_none_where_there_is_none() -> None:
    answers = [("yes", "no")[i % 7 % 2] for i in range(100)]
    leaky = [f"is it {'very ' * (a == 'yes')}large? {i}" for i, a in enumerate(answers)]
    right, of, share = surface_accuracy(leaky, answers)
    assert (right, of) == (100, 100)
    assert share < 0.6
    plain = [f"is it large? {i * 7919 % 1009}" for i in range(100)]
    right, of, share = surface_accuracy(plain, answers)
    assert at_least(right, of) < share


def test_ranks_with_ties() -> None:
    assert rank_correlation([1, 2, 3], [2, 4, 9]) == pytest.approx(1)
    assert rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)
    assert rank_correlation([1, 1, 2, 2], [0, 1, 0, 1]) == pytest.approx(0)
    assert rank_correlation([1, 2], [5, 5]) == 0


def test_an_audit_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    """A report that is there is believed, of these levels only; a torn line is none."""
    kept = tmp_path / "kept.jsonl"
    args = ("--tasks", "4", "--fail-on", "never", "--json", "--kept", kept)
    (first,) = json.loads(run("audit", "demo.sum", *args).stdout)
    line = kept.read_text()
    kept.write_text(line.replace('"tasks":4', '"tasks":7') + line[:40])
    both = json.loads(run("audit", "demo.sum", "demo.guessable", *args).stdout)
    assert [one["levels"][0]["tasks"] for one in both] == [7, 4]
    assert len(kept.read_text().splitlines()) == 2
    (other,) = json.loads(run("audit", "demo.sum", "--level", "0", *args).stdout)
    assert [other["levels"][0]["tasks"], other["levels"][0]["level"]] == [4, 0]
    assert first["levels"][0]["level"] == 0.5
    kept.write_text("{}\n")
    damaged = refused(run("audit", "demo.sum", *args), 3)
    assert "kept.jsonl:1: no report of an audit" in damaged


def test_what_a_budget_did_not_suffice_for_is_told(engine: Engine) -> None:
    report = audit("demo.sum", tasks=4, engine=engine, budget_s=1e-6)
    assert set(report.levels[0].unlooked) == set(CHECKS)
    assert not report.whole
    assert "nothing, out of time" in table([report])
    for told in (page([report]), markdown([report])):
        assert "1 ran out of their time" in told
        assert "ran out of its time before making, gold" in told
    assert audit("demo.sum", tasks=4, engine=engine, budget_s=300).whole


def test_nothing_is_begun_once_the_budget_is_spent(engine: Engine) -> None:
    sample = Specimens(engine, "demo.sum", level=0.5, seed=0, count=4, budget_s=300)
    asked = [(one, "0") for one in sample.exhibits]
    assert len(sample.grade(asked)) == 4
    sample.ends = time.monotonic()
    with pytest.raises(OutOfBudgetError):
        sample.grade(asked)
    sample.ends = None
    assert len(sample.grade(asked)) == 4


def test_what_ran_out_of_time_is_looked_at_again_with_more(tmp_path: Path) -> None:
    whole = AuditReport(family="demo.sum", version=1, levels=(), ran=version("tasksynth"))
    level = Level(level=0.5, findings=(), unlooked=("gold",))
    looked = []

    def seen(name: str, *, budget_s: float | None) -> AuditReport:
        def look(name: str) -> AuditReport:
            looked.append(budget_s)
            return whole.model_copy(update={"levels": (level,), "budget_s": budget_s})

        return going_on(look, tmp_path / "kept.jsonl", (0.5,), budget_s=budget_s)(name)

    for budget in (2.0, 1.0, 2.0, 3.0, None):
        seen("demo.sum", budget_s=budget)
    assert looked == [2.0, 3.0, None]
