"""Code: verdicts on answers near the right one, beside what plain Python says of them.

    python benchmarks/proofs/witnesses.py --tasks 200

For the families whose answers are values, texts and tests: there is no program to be mutated, so
answers are. What a program does is asked of Python itself, by `sys.settrace` where lines and
variables count, and of none of our own ways to run programs. A verdict that pays in full what is
wrong, or does not pay what is right, is printed, and in `code.tests` one that pays another share.
"""

import argparse
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.corpus import CorpusInstance
from tasksynth_code.families.fuzz import FuzzInstance
from tasksynth_code.families.shared import arguments_of, coded, literal
from tasksynth_code.families.testing import WriteTestsInstance
from tasksynth_code.families.trace import TraceInstance

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789:;/-"
NEAR = 20
"""Answers beside the right one, for each task."""
LIMIT_S = 0.3
ENDLESS = "does not end"


def called(program: str, entry: str, *arguments: Any) -> Any:
    """What a call gives: an exception's name where it raises."""
    space: dict[str, Any] = {}
    exec(program, space)  # noqa: S102 - ours
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_S)
    try:
        return space[entry](*arguments)
    except Exception as e:  # noqa: BLE001 - whatever it raises, it gives nothing
        return type(e)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def stopped(*_: object) -> None:
    raise TimeoutError(ENDLESS)


def traced(program: str, arguments: list[Any]) -> tuple[Any, dict[str, Any], Counter[int]]:
    """The result, the variables at the end, and how often each line began."""
    lines, variables = Counter[int](), dict[str, Any]()

    def watch(frame: Any, event: str, _: object) -> Any:
        if frame.f_code.co_name != "solve":
            return None
        if event == "line":
            lines[frame.f_lineno] += 1
        elif event == "return":
            variables.update(frame.f_locals)
        return watch

    sys.settrace(watch)
    try:
        result = called(program, "solve", *arguments)
    finally:
        sys.settrace(None)
    return result, variables, lines


def changed(dice: Dice, value: Any) -> Any:
    """A value with one small change."""
    if isinstance(value, int):
        return value + dice.of((-2, -1, 1, 2))
    parts, other = list(value), dice.of(LETTERS) if isinstance(value, str) else dice.below(5)
    at, way = dice.below(len(parts) + 1), dice.below(3)
    if way == 0 or at == len(parts):
        parts.insert(at, other)
    elif way == 1:
        del parts[at]
    else:
        parts[at] = other if isinstance(value, str) else changed(dice, parts[at])
    return "".join(parts) if isinstance(value, str) else parts


def near_traces(x: TraceInstance, dice: Dice) -> Iterator[tuple[str, float]]:
    result, variables, lines = traced(x.program, json.loads(x.arguments))
    wanted = {
        "result": lambda: result,
        "state": lambda: variables[x.about[0]],
        "counts": lambda: [lines[int(line)] for line in x.about],
    }[x.ask]()
    for i in range(NEAR + 1):
        value = changed(dice, wanted) if i else wanted
        yield f"```\n{value!r}\n```", float(value == wanted)


def near_tests(x: WriteTestsInstance, dice: Dice) -> Iterator[tuple[str, float]]:
    """Some of the tests that are known, and all of them with a result that is another."""

    def gives(program: str, arguments: str) -> Any:
        return json.dumps(called(program, "solve", *json.loads(arguments)), default=str)

    right = {one.arguments: gives(x.program, one.arguments) for one in x.known}
    finds = {
        one.arguments: {
            i for i, v in enumerate(x.versions) if gives(v, one.arguments) != right[one.arguments]
        }
        for one in x.known
    }
    for i in range(NEAR + 1):
        some = [one for one in x.known if i == 0 or dice.below(4)] or list(x.known)
        results = [right[one.arguments] for one in some]
        if i % 2:
            at = dice.below(len(some))
            results[at] = json.dumps(changed(dice, json.loads(results[at])))
        holds = all(
            json.loads(result) == json.loads(right[one.arguments])
            for one, result in zip(some, results, strict=True)
        )
        found = set().union(*(finds[one.arguments] for one in some))
        said = (
            f"assert solve({arguments_of(one.arguments)}) == {literal(result)}"
            for one, result in zip(some, results, strict=True)
        )
        yield coded("\n".join(said)), holds * len(found) / len(x.versions)


def near_texts(x: FuzzInstance, dice: Dice) -> Iterator[tuple[str, float]]:
    for i in range(NEAR + 1):
        text = changed(dice, x.witness) if i else x.witness
        yield f"```\n{text}\n```", float(called(x.program, "check", text) == 0)


def near_corpora(x: CorpusInstance, dice: Dice) -> Iterator[tuple[str, float]]:
    wanted = {called(x.program, "check", text) for text in x.corpus} - set(x.easy)
    for i in range(NEAR + 1):
        texts = list(x.corpus)
        if i:
            at = dice.below(len(texts))
            texts[at] = changed(dice, texts[at])
        texts = list(dict.fromkeys(filter(None, texts)))
        found = {called(x.program, "check", text) for text in texts} - set(x.easy)
        yield "```\n" + "\n".join(texts) + "\n```", float(len(found) >= len(wanted))


WITNESSES: dict[str, Callable[[Any, Dice], Iterator[tuple[str, float]]]] = {
    "code.trace": near_traces,
    "code.tests": near_tests,
    "code.fuzz": near_texts,
    "code.corpus": near_corpora,
}
PARTIAL = ("code.fuzz", "code.corpus")
"""Families that pay for what is near as well: only whether all is paid is compared."""


def compared(name: str, level: float, count: int) -> None:
    family: Any = registry.get(name)
    made, answers, right, differ = source(name, seed=1, level=level), 0, 0, 0
    dice = Dice(np.random.Generator(np.random.Philox(key=int(1000 * level))))
    for x in (made.draw(i).instance for i in range(count)):
        for answer, wanted in WITNESSES[name](x, dice):
            answers, right = answers + 1, right + (wanted == 1)
            reward = family.verify(x, answer).reward
            if wanted != (reward == 1 if name in PARTIAL else reward):
                differ += 1
                print(f"  {answer}\n{family.prompt(x)}", flush=True)
    print(f"{name:<12}{level:<6g}{count:>6}{answers:>8}{right:>7}{differ:>6}", flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGVTALRM, stopped)
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--family", choices=WITNESSES, default=None)
    asked = parser.parse_args()
    print("family      level  tasks answers  right  differ")
    for each in [asked.family] if asked.family else WITNESSES:
        for at in LEVELS:
            compared(each, at, asked.tasks)
