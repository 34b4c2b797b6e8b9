"""What a log tells decides its questions: all of the evidence, and nothing besides."""

import re
import time
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import Judge, source
from tasksynth_text.recall.logs import MODES, evidence_of, log_of, reaches

FAMILY: Any = registry.get("text.recall")
CASES = [(mode, hops) for mode in MODES for hops in (1, 2, 3)]


def tasks(count: int, **params: Any) -> list[Any]:
    made = source("text.recall", seed=43, level=0.3, params={"tokens": 1500, **params})
    return [made.draw(index).instance for index in range(count)]


def told(prompt: str) -> list[str]:
    """The lines of the log."""
    return prompt.partition("\n\n")[2].partition("\n\nThat is all.")[0].split("\n")


def asked(prompt: str) -> list[str]:
    """The questions."""
    return re.findall(r"^\d\. (.+)$", prompt.partition("Now answer:")[2], re.MULTILINE)


def concluded(lines: list[str], question: str) -> set[str]:
    """What the lines say to a question, read from the words alone; one answer where they decide."""
    for pattern, reader in READERS.items():
        if found := re.fullmatch(pattern, question):
            answers: set[str] = reader(lines, *found.groups())
            return answers
    raise AssertionError(question)


def _where(lines: list[str], thing: str) -> set[str]:
    boxes: set[str] = set()
    for line in lines:
        if put := re.fullmatch(r"\w+ puts the (.+) into the (.+)\.", line):
            boxes |= {put[2]} if put[1] == thing else set()
        elif swap := re.fullmatch(r"\w+ swaps what is in the (.+) and what is in the (.+)\.", line):
            moves = {swap[1]: swap[2], swap[2]: swap[1]}
            boxes = {moves.get(box, box) for box in boxes}
    return boxes


def _all(lines: list[str], pattern: str) -> set[str]:
    return {found[1] for line in lines if (found := re.fullmatch(pattern, line))}


def _who(lines: list[str], moves: str) -> set[str]:
    return _all(lines, rf"(\w+) dances {moves}\.")


def _backwards(lines: list[str], who: str) -> set[str]:
    dances = _all(lines, rf"{who} dances (.+)\.")
    return {one for d in dances for one in _who(lines, ", ".join(d.split(", ")[::-1]))}


def _coat(lines: list[str], who: str) -> set[str]:
    dancers = _backwards(lines, who)
    return {coat for one in dancers for coat in _all(lines, rf"{one} wears an? (\w+) coat\.")}


def _means(lines: list[str], word: str, tribe: str) -> set[str]:
    return _all(lines, rf"In {tribe}, “{word}” means (\w+)\.")


def _said(lines: list[str], word: str, who: str) -> set[str]:
    tribes = _all(lines, rf"{who} speaks (\w+)\.")
    return {meaning for tribe in tribes for meaning in _means(lines, word, tribe)}


def _else(lines: list[str], meaning: str, tribe: str, who: str) -> set[str]:
    words = _all(lines, rf"In {tribe}, “(\w+)” means {meaning}\.")
    return {one for word in words for one in _said(lines, word, who)}


def _key(lines: list[str], who: str, number: str) -> set[str]:
    return _all(lines, rf"Round {number}: {who} gets the (\w+) key\.")


def _place(lines: list[str], who: str, number: str) -> set[str]:
    opens = rf"Round {number}: the {{}} key opens the (\w+)\."
    return {p for key in _key(lines, who, number) for p in _all(lines, opens.format(key))}


def _then(lines: list[str], who: str, key: str, other: str) -> set[str]:
    numbers = _all(lines, rf"Round (\d+): {who} gets the {key} key\.")
    return {place for number in numbers for place in _place(lines, other, number)}


READERS: dict[str, Any] = {
    r"Where is the (.+) at the end\?": _where,
    r"Who dances the moves of (\w+)'s dance in reverse order\?": _backwards,
    r"Which coat does whoever dances the moves of (\w+)'s dance in reverse order wear\?": _coat,
    r"Who dances (.+)\?": _who,
    r"What does “(\w+)” mean in (\w+)\?": _means,
    r"What does “(\w+)” mean when (\w+) says it\?": _said,
    r"The word for (\w+) in (\w+): what does it mean when (\w+) says it\?": _else,
    r"Which key does (\w+) get in round (\d+)\?": _key,
    r"Which place can (\w+) open in round (\d+)\?": _place,
    r"In the round in which (\w+) gets the (\w+) key, which place can (\w+) open\?": _then,
}


@pytest.mark.parametrize(("mode", "hops"), CASES)
def test_the_words_alone_decide_every_question(mode: str, hops: int) -> None:
    for x in tasks(6, mode=mode, hops=hops):
        prompt = FAMILY.prompt(x)
        for question, answer in zip(asked(prompt), x.answers, strict=True):
            assert concluded(told(prompt), question) == {answer}


@pytest.mark.parametrize(("mode", "hops"), CASES)
def test_without_any_fact_of_the_evidence_two_answers_are_possible(mode: str, hops: int) -> None:
    for x in tasks(4, mode=mode, hops=hops):
        lines, places = log_of(x)
        questions = asked(FAMILY.prompt(x))
        for question, facts, answer in zip(questions, evidence_of(x), x.answers, strict=True):
            assert len(facts) >= hops
            for fact in facts:
                at = places[fact]
                blanked = [*lines[:at], *lines[at + 1 :]]
                # Nothing follows then, or something else: it could be this, and the other.
                assert concluded(blanked, question) != {answer}


def test_a_fact_stands_as_far_back_as_is_measured() -> None:
    for x in tasks(8):
        log = "\n".join(told(FAMILY.prompt(x))) + "\n"
        for facts, back in zip(evidence_of(x), reaches(x), strict=True):
            for fact, tokens in zip(facts, back, strict=True):
                line = MODES[x.mode].tell(x.notes[fact])
                assert len(log) - log.rindex(line) <= 4 * tokens <= len(log) - log.index(line)


def test_places_of_evidence_and_answers_are_even() -> None:
    made = source("text.recall", seed=5, level=0.0, params={"items": 8, "tokens": 500})
    tenths, ranks = [0] * 10, [0] * 8
    for index in range(400):
        x: Any = made.draw(index).instance
        total = reaches(x.model_copy(update={"queries": x.queries[:1]}))[0][-1]
        whole = sum(len(line) + 1 for line in log_of(x).lines) / 4
        tenths[min(9, int(10 * total / whole))] += x.mode != "hidden"  # where order counts
        ranks[x.options.index(x.answers[0])] += len(x.options) == 8
    assert max(tenths) < 2 * sum(tenths) / 10
    assert min(tenths) > sum(tenths) / 25
    # Chi-square of 7 degrees of freedom: above 24.3 in one of a thousand cases.
    even = sum(ranks) / 8
    assert sum((rank - even) ** 2 / even for rank in ranks) < 24.3


def test_a_hundred_thousand_tokens_are_made_in_a_second_and_judged_in_milliseconds() -> None:
    made = source("text.recall", seed=3, level=1.0)
    start = time.process_time()
    task = made.draw(0).task
    took = time.process_time() - start
    assert len(task.text) > 390_000
    assert took < 1
    judge = Judge(task)
    start = time.process_time()
    assert judge.grade("Answer: " + ", ".join(task.instance["answers"])).status == "pass"
    assert time.process_time() - start < 0.02


def test_answers_may_be_told_in_many_ways() -> None:
    x = tasks(1, mode="binding", hops=2, questions=3)[0]
    a, b, c = x.answers
    for reply in (
        f"Answer: a {a}, the {b} and {c.upper()}",
        f"Answer:\n3. {c}\n1. {a}\n2. {b}",
        f"**Answer:** 1) {a}; 2) {b}; 3) {c}.",
        f'{{"answer": ["{a}", "{b}", "{c}"]}}',
    ):
        assert FAMILY.verify(x, reply).status == "pass", reply
    for reply, why in (
        (f"Answer: {a}, {b}", "want 3 names, got 2"),
        (f"Answer: {a}, {b}, {c}, {a}", "want 3 names, got 4"),
        (f"Answer: {a} or {b}, {b}, {c}", "none of the names"),
    ):
        verdict = FAMILY.verify(x, reply)
        assert verdict.status == "unparsable"
        assert why in verdict.why
