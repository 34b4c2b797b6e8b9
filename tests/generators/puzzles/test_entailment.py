"""What the text says, read back and tried in every case, is what the reference says of it."""

import re
from collections.abc import Callable
from functools import partial
from itertools import product
from operator import and_, is_, or_
from statistics import median
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_puzzles.telling.entailment import AFFAIRS

Case = dict[str, bool]
NUMBERS = ("no", "one", "two", "three", "four", "five")
DOES = "|".join(re.escape(one) for affair in AFFAIRS for one in (affair.does, affair.do))
LEAVES = "|".join(re.escape(affair.leaves) for affair in AFFAIRS)
JOINED = {" if and only if ": is_, " or ": or_, " and ": and_}
FAMILY = registry.get("puzzle.entailment")


def read(text: str) -> Callable[[Case], bool]:
    """A sentence as a test of a case."""
    text = text[0].lower() + text[1:] if text[:2] in ("If", "Ei", "Ex", "At") else text
    if found := re.fullmatch(r"if (.+), then (.+)", text):
        one, other = map(read, found.groups())
        return lambda case: other(case) if one(case) else True
    if found := re.fullmatch(r"either (.+) or (.+), but not both", text):
        one, other = map(read, found.groups())
        return lambda case: one(case) is not other(case)
    if found := re.fullmatch(rf"(\w+) (?:{DOES}) if and only if (\w+) does", text):
        a, b = found.groups()
        return lambda case: case[a] is case[b]
    if found := re.fullmatch(rf"(exactly|at least) (\w+) of (.+) and (\w+) (?:{DOES})", text):
        how, number, others, last = found.groups()
        people, few = [*others.split(", "), last], NUMBERS.index(number)
        if how == "exactly":
            return lambda case: sum(case[one] for one in people) == few
        return lambda case: sum(case[one] for one in people) >= few
    for word, joined in JOINED.items():
        if word in text:
            one, other = map(read, text.split(word))
            return partial(lambda join, a, b, case: join(a(case), b(case)), joined, one, other)
    found = re.fullmatch(rf"(\w+) (?:({DOES})|({LEAVES}))", text)
    assert found, text
    name, does, _ = found.groups()
    return lambda case: case[name] is (does is not None)


def judged(prompt: str, names: tuple[str, ...]) -> list[str]:
    """How the statements of a prompt stand, by all cases."""
    facts = [read(line[2:-1]) for line in prompt.splitlines() if line.startswith("- ")]
    asked = [read(one) for one in re.findall(r"^\d+\. (.+)\.$", prompt, re.MULTILINE)]
    cases = [
        case
        for values in product((False, True), repeat=len(names))
        for case in [dict(zip(names, values, strict=True))]
        if all(fact(case) for fact in facts)
    ]
    assert cases
    stands = {(True, False): "true", (False, True): "false", (True, True): "open"}
    return [
        stands[any(one(case) for case in cases), any(not one(case) for case in cases)]
        for one in asked
    ]


@pytest.mark.parametrize("level", [0.0, 0.4, 0.8])
def test_the_text_says_what_the_reference_says(level: float) -> None:
    tasks = source("puzzle.entailment", level=level, seed=11)
    for index in range(25):
        draw = tasks.draw(index)
        x: Any = draw.instance
        found = judged(draw.task.text, x.names)
        assert set(found) == {"true", "false", "open"}
        answer = "Answer: " + ", ".join(f"{i}={one}" for i, one in enumerate(found, 1))
        assert FAMILY.solve(x) == answer
        assert FAMILY.verify(x, answer).status == "pass"


@pytest.mark.parametrize(
    "written",
    [
        "1. true\n2. false\n3. open\n4. open\n5. true",
        "Answer: true, false, open, open, true",
        '{"answer": [true, false, "open", "open", true]}',
        "Answer: true: 1, 5; false: 2; open: 3, 4",
        "Answer: 1 follows, 5 follows, 2 contradicted, 3 and 4 undetermined",
        "**Answer:** Statement 1 is true, statement 2 is false, 3 and 4 are open, 5 is true.",
        "| No. | Kind |\n|---|---|\n| 1 | true |\n| 2 | false |\n| 3 | open |\n|4|open|\n|5|true|",
    ],
)
def test_answers_in_other_forms_are_read(written: str) -> None:
    tasks = source("puzzle.entailment", params={"statements": 5}, seed=1)
    x = tasks.draw(0).instance.model_copy(update={"standings": (1, 0, 2, 2, 1)})
    assert FAMILY.verify(x, written).status == "pass"
    wrong = re.sub("false|contradicted", "true", written)
    assert FAMILY.verify(x, wrong).status == "fail"
    asked = written[::-1].replace("eurt", "?eurt", 1)[::-1]  # the last one is put in question
    assert FAMILY.verify(x, asked).status == "unparsable" or "true" not in written


def test_more_facts_take_more_trials() -> None:
    spent = []
    for level in (0.0, 0.5, 1.0):
        tasks = source("puzzle.entailment", level=level, seed=2)
        spent.append(median(tasks.draw(i).task.measure["trials"] for i in range(12)))
    assert spent == sorted(spent)
    assert spent[2] > 1.5 * spent[0]
