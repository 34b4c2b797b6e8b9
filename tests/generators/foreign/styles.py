"""Environments as others write them: what their base classes promise, and nothing of their code.

InternBootcamp and RLVE-Gym are on no package index in a form that can be installed, so these stand
for them: they have the same methods, draw from the same global generators, and misbehave in the
same ways. verifiers and Reasoning Core are tested as they are, in tests/trainers.
"""

import random  # noqa: TID251 - as theirs do
import re
import time
from collections.abc import Mapping
from typing import Any

ORDERS = {f"word{i}" for i in range(40)}
"""A set of words, whose order depends on the hash seed."""


class Camp:
    """Add numbers up, as a bootcamp; no reference answer."""

    def __init__(self, terms: int = 2) -> None:
        self.terms = terms

    def case_generator(self) -> dict[str, Any]:
        """Draw a case."""
        return {"numbers": tuple(random.randrange(10, 99) for _ in range(self.terms))}

    @staticmethod
    def prompt_func(case: dict[str, Any]) -> str:
        """Ask."""
        return f"Add {case['numbers']}. Write [answer]N[/answer]."

    @staticmethod
    def extract_output(output: str) -> str | None:
        """Read."""
        found = re.findall(r"\[answer\](.*?)\[/answer\]", output, re.DOTALL)
        return found[-1] if found else None

    @classmethod
    def _verify_correction(cls, solution: str, case: dict[str, Any]) -> bool:
        return bool(int(solution) == sum(case["numbers"]))


class Gym:
    """Add numbers up, as an environment of RLVE: scores in [-1, 1]."""

    answer_markers = ("<answer>", "</answer>")
    passing_reward_threshold = 1.0

    def __init__(self) -> None:
        self.parameter: dict[str, Any] = {}

    def generator(self, seed: int, parameter: dict[str, Any]) -> bool:
        """Draw; every third seed cannot be drawn."""
        random.seed(seed)
        numbers = [random.randrange(10, 99) for _ in range(parameter["terms"])]
        self.parameter = {"numbers": numbers, "reference_answer": sum(numbers)}
        return seed % 3 != 0

    def prompt_generator(self) -> str:
        """Ask."""
        return f"Add {self.parameter['numbers']}."

    def scorer(self, output: str) -> float:
        """Score."""
        found = re.findall(r"<answer>(.*?)</answer>", output, re.DOTALL)
        if not found or not found[-1].strip().isdigit():
            return -1.0
        off = abs(int(found[-1]) - self.parameter["reference_answer"])
        return 1.0 if off == 0 else 0.5 if off == 1 else 0.0


class Moody:
    """Whatever a foreign environment may do wrong, on demand; anything with make and score will do.

    What it draws depends on the order of a set, on how much was drawn before, and on chance.
    """

    where = "tests.generators.foreign.styles:Moody"
    whole = False
    drawn = 0

    def make(self, seed: int, config: Mapping[str, Any]) -> Any:
        """Draw, warm up, and count."""
        from tasksynth_foreign.kinds import Exercise

        type(self).drawn += 1
        random.seed()
        words = random.Random().sample(list(ORDERS), 3)
        return Exercise(f"{words} {self.drawn}", lambda: words, f"<answer>{words[0]}</answer>")

    def score(self, entry: Any, answer: str) -> float:
        """Judge, or misbehave."""
        match answer:
            case "raise":
                raise KeyError("a fault of theirs")
            case "hang":
                time.sleep(60)
            case "exit":
                raise SystemExit(3)
            case "nan":
                return float("nan")
        if answer.startswith("run "):
            eval(answer.removeprefix("run "))
        return 0.5 + 0.5 * bool(answer == entry.truth()[0])


MOODY = Moody()
