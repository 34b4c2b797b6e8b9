"""Plans in tables and in JSON, as lines."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import zip_longest
from typing import Any

from tasksynth.answers import Unreadable

ROBOT = re.compile(r"\br(?:obot)?[ _#-]?(\d+)\b")
_RULE = re.compile(r":?-+:?")
_STEPS = ("steps", "plan", "schedule", "joint_plan")
_STEP = re.compile(r"(?:(?:time)?[ _]?step[ _]?|t)?(\d+)")
_ON = re.compile(r"robot|activ|team|switch")
_NUMBERS = ("step", "time", "t", "number", "index")


def rows_of_table(text: str) -> str:
    """The text, with each row of its Markdown tables as a step; robots may head the columns."""
    out, heads = list[str](), list[str]()
    for line in text.splitlines():
        if line.count("|") < 2:
            out.append(line)
            heads = []
            continue
        cells = [cell.strip(" *_`") for cell in line.strip().strip("|").split("|")]
        if all(_RULE.fullmatch(cell) for cell in cells):
            continue
        if not heads:
            heads = [ROBOT.sub(r"r\1", cell.lower()) for cell in cells]
            continue
        said = []
        for head, cell in zip(heads[1:], cells[1:], strict=False):
            robot = re.match(r"r\d+\b", head)
            if cell.strip("-\u2013\u2014\u2212 "):
                said.append(f"{robot[0]} {cell}" if robot else cell)
        number = re.search(r"\d+", cells[0])
        out.append(f"Step {number[0] if number else '?'}: {'; '.join(said) or 'wait'}")
    return "\n".join(out)


def lines_of_json(text: str) -> str:
    """A JSON list of steps, or an object that holds one, as lines; else the text as it is."""
    bare = re.sub(r"^```\w{0,20}\s", "", text.strip()).removesuffix("```").strip()
    value: Any = None
    if bare.startswith(("[", "{")):
        with suppress(ValueError, RecursionError):
            value = json.loads(bare)
    if not isinstance(value, list | dict):
        return text
    try:
        return "\n".join(_lines(value))
    except RecursionError:
        raise Unreadable("the JSON is nested too deep") from None


def _lines(value: Any) -> Iterator[str]:
    """First who is switched on, then the steps; notes of other names are left out."""
    if isinstance(value, list):
        yield from (f"Step {number}: {_acts(one)}" for number, one in enumerate(value, 1))
        return
    named = {str(key).lower(): one for key, one in value.items()}
    if named and all(ROBOT.fullmatch(key) and isinstance(one, list) for key, one in named.items()):
        rows = zip_longest(*named.values())  # for each robot what it does, step by step
        yield from _lines([dict(zip(named, row, strict=True)) for row in rows])
        return
    for key, one in named.items():
        if _ON.search(key) and key not in _STEPS:
            yield f"robots: {', '.join(map(str, one)) if isinstance(one, list) else one}"
    for key, one in named.items():
        if key in _STEPS and isinstance(one, list | dict):
            yield from _lines(one)
        elif number := _STEP.fullmatch(key):
            yield f"Step {number[1]}: {_acts(one)}"


def _acts(value: Any) -> str:
    """What is done in a step, with semicolons between."""
    if isinstance(value, list):
        if (
            value
            and all(isinstance(one, str) for one in value)
            and ROBOT.fullmatch(value[0].lower())
        ):
            return " ".join(value)
        return "; ".join(map(_acts, value)) or "wait"
    if not isinstance(value, dict):
        return "wait" if value is None else re.sub(r"(?i)^step \d+:", "", str(value))
    of_robots, words = list[str](), list[str]()
    for key, one in value.items():
        name = str(key).lower()
        if ROBOT.fullmatch(name):
            of_robots.append(f"{name} {_words(one)}")
        elif name not in _NUMBERS:
            words.append(_acts(one) if isinstance(one, list | dict) else _words(one))
    return "; ".join(of_robots) if of_robots else " ".join(words) or "wait"


def _words(value: Any) -> str:
    """The words of an action, whatever they are packed in."""
    if isinstance(value, dict):
        return " ".join(map(_words, value.values()))
    if isinstance(value, list):
        return " ".join(map(_words, value)) or "wait"
    return "wait" if value is None else str(value)
