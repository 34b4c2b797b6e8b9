"""The puzzle families against Reasoning Gym's, in one run, at equal sizes.

    pip install reasoning-gym          # or in an environment of its own, with tasksynth beside it
    python benchmarks/puzzles.py       # about two minutes; --quick for a fourth of it

Rates are distinct tasks per CPU-second of one process, each made as users get it: prompt, answer,
and for ours the measured difficulty, which Reasoning Gym has not. Ours are certified to have one
solution; Reasoning Gym's are taken at their word. `given` is the median number of clues or given
cells. Without Reasoning Gym only our side is measured. Then, for each level of each family: what a
person has to do to solve it, and what the cheap strategies get.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any, NamedTuple

from tasksynth import registry
from tasksynth.single import Judge, source

try:
    import reasoning_gym
except ImportError:
    reasoning_gym = None


class Pair(NamedTuple):
    """The same size, asked of both."""

    name: str
    family: str
    params: dict[str, Any]
    peer: str
    asked: dict[str, Any]
    given: Callable[[str], int]
    """What a prompt gives: of both sides, from the text."""


def numbered(text: str) -> int:
    """Numbered clues of a prompt."""
    return len(re.findall(r"^\d+\. ", text, re.MULTILINE))


def digits(text: str) -> int:
    """Digits in the rows of the grid of a prompt."""
    rows = re.findall(r"^[1-9](?: ?[0-9._*])+$|^[._*0](?: ?[0-9._*])+$", text, re.MULTILINE)
    return sum(len(re.findall(r"[1-9]", row)) for row in rows)


def grids(sizes: tuple[tuple[int, int], ...]) -> Iterator[Pair]:
    """Logic grids of some sizes."""
    for n, m in sizes:
        yield Pair(
            f"zebra {n}x{m}",
            "puzzle.zebra",
            {"positions": n, "categories": m},
            "zebra_puzzles",
            {"num_people": n, "num_characteristics": m},
            numbered,
        )


def sudoku(name: str, peer: str, side: int, shown: float) -> Pair:
    """Sudoku at the peer's own share of given cells."""
    params = {"side": side, "variant": "plain", "reasoning": "direct", "shown": shown}
    return Pair(name, "puzzle.sudoku", params, peer, {}, digits)


def quoted(text: str) -> int:
    """Statements in quotation marks, less what the prompts themselves quote."""
    return text.count("\u201c") - 2 * ("\u201cIf \u2026" in text) or text.count('"') // 2 - 1


def knights(people: int) -> Pair:
    """Knights and knaves of one size; theirs has as many statements as people."""
    asked = {"n_people": people, "depth_constraint": 2, "width_constraint": 2}
    return Pair(
        f"knights {people}",
        "puzzle.knights",
        {"people": people, "talk": "mixed"},
        "knights_knaves",
        asked,
        quoted,
    )


def signs(text: str) -> int:
    """Digits and signs of the square of a prompt, drawn or listed."""
    rows = re.findall("^[\\s0-9_.*<>^v\u2227\u2228]+$", text, re.MULTILINE)
    said = sum(len(re.findall("[1-9<>^v\u2227\u2228]", row)) for row in rows)
    return said + text.count(" < r")


def futoshiki(side: int) -> Pair:
    """Futoshiki of one size, with as many signs as theirs has."""
    return Pair(
        f"futoshiki {side}x{side}",
        "puzzle.futoshiki",
        {"side": side, "signs": 0.15},
        "futoshiki",
        {"min_board_size": side, "max_board_size": side},
        signs,
    )


PAIRS = (
    *grids(((3, 3), (4, 4), (5, 5), (6, 5))),
    sudoku("sudoku 4x4", "mini_sudoku", 4, 0.37),
    sudoku("sudoku 9x9", "sudoku", 9, 0.5),
    knights(5),
    knights(8),
    futoshiki(5),
    futoshiki(7),
)


def rate(make: Callable[[int], tuple[str, str]], seconds: float) -> tuple[float, list[str]]:
    """Distinct tasks per CPU-second, and their prompts; imports and caches are warm before."""
    make(10**6)
    seen: dict[str, str] = {}
    start = time.process_time()
    i = 0
    while time.process_time() - start < seconds:
        prompt, known_by = make(i)
        seen[known_by] = prompt
        i += 1
    return len(seen) / (time.process_time() - start), list(seen.values())


def ours(pair: Pair) -> Callable[[int], tuple[str, str]]:
    """A task of ours: its prompt, and what it is whatever the wording."""
    tasks = source(pair.family, seed=1, level=0.5, params=pair.params)

    def make(i: int) -> tuple[str, str]:
        draw = tasks.draw(i)
        return draw.task.text, draw.digest.hex()

    return make


def theirs(pair: Pair) -> Callable[[int], tuple[str, str]]:
    """A task of theirs; known by its text."""
    tasks = reasoning_gym.create_dataset(pair.peer, size=10**7, seed=1, **pair.asked)

    def make(i: int) -> tuple[str, str]:
        question = tasks[i]["question"]
        return question, question

    return make


def compare(seconds: float) -> None:
    """The table of rates."""
    print(f"{'':22} {'Reasoning Gym':>22} {'tasksynth':>22} {'ratio':>8}")
    print(f"{'':22} {'tasks/s':>13} {'given':>8} {'tasks/s':>13} {'given':>8}")
    for pair in PAIRS:
        our_rate, our_prompts = rate(ours(pair), seconds)
        said = f"{our_rate:13,.1f} {median(map(pair.given, our_prompts)):8g}"
        if reasoning_gym is None:
            print(f"{pair.name:22} {'not installed':>22} {said}", flush=True)
            continue
        their_rate, their_prompts = rate(theirs(pair), seconds)
        peer = f"{their_rate:13,.1f} {median(map(pair.given, their_prompts)):8g}"
        print(f"{pair.name:22} {peer} {said} {our_rate / their_rate:7,.1f}x", flush=True)


def difficulty(count: int) -> None:
    """What levels ask of a person, and what the cheap strategies get."""
    print(f"\n{'':16} {'level':>6}  medians; then what {count} tasks pay the cheap strategies")
    for name in (name for name in registry.names() if name.startswith("puzzle.")):
        family = registry.get(name)
        for level in (0.0, 0.25, 0.5, 0.75, 1.0):
            tasks = source(name, seed=2, level=level)
            passed: Counter[str] = Counter()
            features: list[dict[str, float]] = []
            for i in range(count):
                draw = tasks.draw(i)
                features.append(draw.task.measure)
                judge = Judge(draw.task)
                for strategy, answer in family.baselines(draw.instance).items():
                    passed[strategy] += judge.grade(answer).status == "pass"
            middle = {key: median(f[key] for f in features) for key in features[0]}
            shown = " ".join(f"{key}={value:g}" for key, value in middle.items())
            paid = " ".join(f"{who}={n / count:.3f}" for who, n in passed.items())
            print(f"{name:16} {level:6g}  {shown}   {paid}", flush=True)


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="shorter rounds, fewer tasks")
    quick = parser.parse_args().quick
    compare(1.0 if quick else 4.0)
    difficulty(40 if quick else 400)


if __name__ == "__main__":
    main()
