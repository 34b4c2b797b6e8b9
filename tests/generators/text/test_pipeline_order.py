"""What machines are said to do is what they do, and whatever order gives the outcome is right."""

import json
import re
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from tasksynth.single import Judge, source

NUMBERS = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def drawn(level: float, count: int) -> list[Any]:
    tasks = source("text.pipeline_order", seed=19, level=level)
    return [tasks.draw(i) for i in range(count)]


def told(prompt: str) -> tuple[dict[str, str], str, str]:
    """The machines, the text and the outcome, from the words of the prompt alone."""
    machines = dict(re.findall(r"^- (\w+): (.+)$", prompt, re.MULTILINE))
    text, outcome = re.findall(r":\n\n((?:[a-z]+(?: [a-z]+)*\n)+)", prompt)
    return machines, text.strip(), outcome.strip()


def done(text: str, what: str) -> str:
    """What a sentence about a machine says, done to a text, by a hand other than the family's."""
    lines = text.split("\n") if text else []
    quoted = re.findall("“(.+?)”", what) or [""]
    number = next((n for n, word in enumerate(NUMBERS) if f"{word} words" in what), 0)
    of_lines: dict[str, Callable[[], list[str]]] = {
        "turns the order of the lines": lambda: list(reversed(lines)),
        "puts the first line last": lambda: lines[1:] + lines[:1],
        "takes away the first line": lambda: lines[1:],
        "takes away the last line": lambda: lines[:-1],
        "swaps the first line": lambda: [lines[-1], *lines[1:-1], lines[0]] if lines[1:] else lines,
        "puts the lines in the alphabetical": lambda: sorted(lines, key=lambda s: s.split()[0]),
        "puts lines of fewer": lambda: sorted(lines, key=lambda s: s.count(" ")),
        "keeps the first line": lambda: [s for i, s in enumerate(lines) if i % 2 == 0],
        "makes one line": lambda: [" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2)],
        "takes away the lines of more": lambda: [s for s in lines if len(s.split()) <= number],
        "takes away the lines of fewer": lambda: [s for s in lines if len(s.split()) >= number],
        "takes away the lines in which": lambda: [s for s in lines if quoted[0] not in s.split()],
    }
    for begins, change in of_lines.items():
        if what.startswith(begins):
            return "\n".join(change())
    changed = (" ".join(_changed(line.split(), what, quoted)) for line in lines)
    return "\n".join(line for line in changed if line)


def _changed(words: list[str], what: str, quoted: list[str]) -> list[str]:
    first, rest = words[0], words[1:]
    ends = [words[-1], *words[1:-1], first] if rest else words
    of_words = {
        "turns the order of the words": words[::-1],
        "swaps the first word": ends,
        "puts the first word of each line last": [*rest, first],
        "takes away the first word": rest,
        "takes away the last word": words[:-1],
        "puts the words of each line": sorted(words),
        "writes the first word": [*words, first],
        "takes away every word that": [w for i, w in enumerate(words) if w not in words[:i]],
        "writes at the end": [*words, NUMBERS[min(12, len(words))]],
        "writes “": [quoted[0] if w == quoted[-1] else w for w in words],
        "takes away every “": [w for w in words if w not in quoted],
    }
    return next(found for begins, found in of_words.items() if what.startswith(begins))


@pytest.mark.parametrize("level", [0.0, 0.4, 1.0])
def test_the_prompt_alone_leads_from_the_text_to_the_outcome(level: float) -> None:
    for draw in drawn(level, 12):
        machines, text, outcome = told(draw.task.text)
        for name in draw.instance.order:
            text = done(text, machines[name])
        assert text == outcome


def test_every_order_that_gives_the_outcome_is_right_and_no_other_one() -> None:
    for draw in drawn(0.0, 3):
        machines, text, outcome = told(draw.task.text)
        judge, right = Judge(draw.task), 0
        orders = list(permutations(machines, len(draw.instance.order)))
        for order in orders:
            found = text
            for name in order:
                found = done(found, machines[name])
            paid = judge.grade(f"Answer: {', '.join(order)}").reward == 1
            assert paid == (found == outcome)
            right += paid
        assert right == round(draw.instance.share * len(orders))


def test_a_machine_is_used_once_and_as_many_as_the_prompt_says() -> None:
    (draw,) = drawn(0.4, 1)
    judge, order = Judge(draw.task), draw.instance.order
    assert judge.grade(f"Answer: {', '.join(order)}").reward == 1
    assert "twice" in judge.grade(f"Answer: {', '.join([*order[:-1], order[0]])}").why
    for wrong in (order[:-1], [*order, order[0]]):
        assert judge.grade(f"Answer: {', '.join(wrong)}").status == "unparsable"
    steps = "\n".join(f"{i}. the {name}" for i, name in enumerate(order, 1))
    assert judge.grade(f"**Answer:**\n\n{steps}").reward == 1
    between = (" → ", " -> ", r" \to ", " > ", ", then ", ", followed by ", " - ", " \u2013 ", " ")
    for arrow in between:
        assert judge.grade("Answer: " + arrow.join(order)).reward == 1
    for way in ("Step {}: {}", "{}th {}"):
        counted = ", ".join(way.format(i, name) for i, name in enumerate(order, 1))
        assert judge.grade(f"Answer: {counted}").reward == 1
    assert judge.grade(json.dumps({"order": order})).reward == 1
    assert judge.grade(f"*Answer: {', '.join(order)}*").reward == 1
    inline = " ".join(f"({i}) {name}" for i, name in enumerate(order, 1))
    for said in (inline, " | ".join(order), "first " + ", then ".join(order)):
        assert judge.grade(f"Answer: {said}").reward == 1
    assert judge.grade("Answer: " + " <- ".join(order[::-1])).reward == 0
