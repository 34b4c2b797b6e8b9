"""The fewest nodes that a prompt of graph.prompt asks for, found out of its words alone."""

import json
import re
from collections.abc import Mapping
from itertools import combinations, product

Formula = dict[str, int]
"""By what it is multiplied with: `x`, `Nx`, or nothing."""


def fewest_nudges(prompt: str) -> int:
    """How many numbers have to change by 1 until the graph is of the other colour."""
    numbers = {a: int(b) for a, b in re.findall(r"\b([A-J]) (\d+)(?=,|\n)", _between(prompt))}
    beside = _beside(prompt)
    lines = [
        (name, _formula(text)) for name, text in re.findall(r"^(\w+)\(v\) = (.+)$", prompt, re.M)
    ]
    given = {
        colour: int(number or 0)
        for colour, number in re.findall(
            r"(red|blue) counts for the sum of \1\(v\) over all nodes(?:, and (\d+) more)?",
            prompt.replace("Red counts", "red counts"),
        )
    }
    (wanted,) = re.findall(r"so that the graph is (red|blue)\.", prompt)
    other = "blue" if wanted == "red" else "red"
    for count in range(len(numbers) + 1):
        for some in combinations(numbers, count):
            for signs in product((1, -1), repeat=count):
                changed = numbers | {v: numbers[v] + by for v, by in zip(some, signs, strict=True)}
                counts = _counted(changed, beside, lines)
                if counts[wanted] + given[wanted] > counts[other] + given[other]:
                    return count
    raise ValueError("no change of all nodes by 1 is enough")


def _between(prompt: str) -> str:
    """The line of numbers."""
    (line,) = re.findall(r"Each node v has a number x\(v\):\n\n(.+\n)", prompt)
    return str(line)


def _beside(prompt: str) -> dict[str, set[str]]:
    told = prompt[: prompt.index("Each node v has")].partition("\n\n")[2].strip()
    if told.startswith("[["):
        pairs = [(a, b) for a, b in json.loads(told)]
    elif "-" in told:
        pairs = re.findall(r"([A-J])-([A-J])", told)
    else:
        rows = (line.split(": ") for line in told.splitlines())
        pairs = [(a, b) for a, row in rows for b in row.split(", ")]
    beside: dict[str, set[str]] = {}
    for a, b in pairs:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    return beside


def _formula(text: str) -> Formula:
    (inside,) = re.findall(r"^max\(0, (.+)\)$", text)
    found: Formula = {}
    for sign, size, name in re.findall(r"([-+]?) ?(\d*)(N?[xyzw])?(?:\(v\))?", inside):
        if size or name:
            found[name] = int(f"{sign}{size or 1}")
    return found


def _counted(
    numbers: Mapping[str, int], beside: Mapping[str, set[str]], lines: list[tuple[str, Formula]]
) -> dict[str, int]:
    """What each colour counts for, summed over the nodes."""
    known = {"x": numbers}
    for name, formula in lines:
        known[name] = {v: max(0, _made(v, formula, known, beside)) for v in numbers}
    return {colour: sum(known[colour].values()) for colour in ("red", "blue")}


def _made(
    v: str,
    formula: Formula,
    known: Mapping[str, Mapping[str, int]],
    beside: Mapping[str, set[str]],
) -> int:
    total = 0
    for name, factor in formula.items():
        if name.startswith("N"):
            total += factor * sum(known[name[1:]][u] for u in beside[v])
        else:
            total += factor * (known[name][v] if name else 1)
    return total
