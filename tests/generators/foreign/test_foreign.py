"""Environments of others make tasks, judge and misbehave under our contract."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tasksynth import Family, FamilyError, UsageError
from tasksynth.single import Source
from tasksynth_foreign.adopt import Adopted, AdoptedItem, adopt
from tasksynth_foreign.kinds import Bootcamp, Environment, Rlve
from tasksynth_foreign.known import kind_of
from tests.generators.foreign.styles import Moody

HERE = "tests.generators.foreign.styles"
STYLES: dict[str, Environment] = {
    "camp": Bootcamp(f"{HERE}:Camp"),
    "gym": Rlve(f"{HERE}:Gym"),
    "moody": Moody(),
}
RIGHT = {"camp": "I add.\n[answer]{}[/answer]", "gym": "So: <answer>{}</answer>"}


def family_of(style: str) -> Adopted:
    levels = [{}] if style == "moody" else [{"terms": 2}, {"terms": 9}]
    return adopt(f"theirs.{style}", STYLES[style], levels=levels, limit_s=2)()


def drawn(style: str, indices: list[int]) -> dict[int, AdoptedItem]:
    family = family_of(style)
    made = Source(family, family.Params.at(0.0), seed=3)
    found = {index: made.draw(index).instance for index in indices}
    return {index: AdoptedItem.model_validate(x.model_dump()) for index, x in found.items()}


def numbers_in(question: str) -> list[int]:
    return list(map(int, "".join(c if c.isdigit() else " " for c in question).split()))


def questions(indices: list[int]) -> dict[str, list[str]]:
    made = {style: drawn(style, indices) for style in STYLES}
    return {style: [found[i].question for i in sorted(indices)] for style, found in made.items()}


def test_a_task_is_its_seed_in_any_process_and_order() -> None:
    program = (
        "import json\nfrom tests.generators.foreign.test_foreign import questions\n"
        "print(json.dumps(questions([4, 2, 0])))"
    )
    other = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    here = questions([0, 2, 4])
    assert json.loads(other.stdout) == here
    assert all(len(set(made)) == 3 for made in here.values())


@pytest.mark.parametrize("style", RIGHT)
def test_right_answers_pass_and_others_do_not(style: str) -> None:
    family = family_of(style)
    for x in drawn(style, [0, 1, 2]).values():
        total = sum(numbers_in(x.question)[:2])
        assert set(x.model_dump()) == {"question", "seed", "step", "release"}
        assert str(total) not in x.question
        verdict = family.verify(x, RIGHT[style].format(total))
        assert (verdict.status, verdict.reward) == ("pass", 1)
        near = family.verify(x, RIGHT[style].format(total + 1))
        assert (near.status, near.reward) == ("fail", 0)
        assert near.parts["score"] == (0.5 if style == "gym" else 0)
        assert family.verify(x, f"<think>{RIGHT[style].format(total)}</think> No.").reward == 0
        if style == "gym":
            assert family.solve(x) == f"<answer>{total}</answer>"
        else:
            with pytest.raises(FamilyError, match=r"theirs\.camp: .* no reference answer"):
                family.solve(x)


def test_levels_go_over_the_configurations() -> None:
    family = family_of("camp")
    counts = [
        len(numbers_in(Source(family, family.Params.at(level), 0).make(0).text))
        for level in (0.0, 0.4, 0.6, 1.0)
    ]
    assert counts == [2, 2, 9, 9]
    with pytest.raises(UsageError, match="want a level or more"):
        adopt("theirs.none", STYLES["camp"], levels=[])


@pytest.mark.parametrize(
    ("style", "answer", "why"),
    [
        ("camp", "[answer]many[/answer]", "ValueError: invalid literal"),
        ("moody", "raise", "KeyError: 'a fault of theirs'"),
        ("moody", "hang", "its process was killed: it took more than 2 s"),
        ("moody", "exit", "SystemExit: 3"),
        ("moody", "nan", "gave the score nan"),
        ("moody", "run __import__('os').getpid()", "would run the answer as a program"),
        ("moody", "run open('x', 'w')", "would run the answer as a program"),
    ],
)
def test_their_faults_are_errors_and_no_wrong_answers(style: str, answer: str, why: str) -> None:
    family = family_of(style)
    (x,) = drawn(style, [0]).values()
    with pytest.raises(FamilyError, match=why.replace("(", r"\(")):
        family.verify(x, answer)
    assert family.verify(x, "[answer]1[/answer]" if style == "camp" else "w").reward == 0


def test_another_release_that_makes_other_tasks_is_not_judged_by() -> None:
    family: Family[object, AdoptedItem] = family_of("gym")  # type: ignore[type-var,assignment]
    (x,) = drawn("gym", [0]).values()
    moved = x.model_copy(update={"question": "Add [1, 2]."})
    with pytest.raises(FamilyError, match="another one of seed"):
        family.verify(moved, "<answer>3</answer>")


def audited(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tasksynth_foreign", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_class_is_audited_by_its_name_alone(tmp_path: Path) -> None:
    report = tmp_path / "audit.json"
    done = audited(
        *(f"{HERE}:Camp", "--config", '{"terms": 2}', "--config", '{"terms": 9}'),
        *("--tasks", "6", "--fail-on", "doubt", "--out", str(report)),
    )
    assert done.returncode == 1, done.stderr  # words break its verifier, and it knows no answers
    (found,) = json.loads(report.read_bytes())
    assert found["family"] == "theirs.camp"
    assert [level["level"] for level in found["levels"]] == [0.0, 1.0]
    assert {one["check"] for level in found["levels"] for one in level["findings"]} >= {"errors"}
    assert found["levels"][0]["prompt_chars"] < found["levels"][1]["prompt_chars"]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("camps", "want module:Class, got 'camps'"),
        ("nowhere.camps:Camp", "nowhere.camps:Camp cannot be loaded: No module named 'nowhere'"),
        (f"{HERE}:Sleeper", "cannot be loaded: module"),
        ("json:JSONDecoder", "json:JSONDecoder is of no known style, which has methods (Bootcamp:"),
    ],
)
def test_what_is_no_environment_is_told_so(where: str, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)):
        kind_of(where)


def test_a_style_is_known_by_its_methods() -> None:
    assert kind_of(f"{HERE}:Camp") == STYLES["camp"]
    assert kind_of(f"{HERE}:Gym") == STYLES["gym"]
    assert isinstance(kind_of(f"{HERE}:MOODY"), Moody)
