"""Which wrong versions of a program a few tests find, once the program itself passes them.

Nothing of an answer runs: tests are calls with their results written out, and the programs are
ours, so this needs no sandbox.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth_code.judging.claims import WrittenTest
from tasksynth_code.making.promised import promised
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import TickingRun, Wrong, ticking


@dataclass(frozen=True)
class TestsOutcome:
    """How many versions were found, or what was wrong with the tests."""

    __test__ = False

    found: int
    why: str = ""


def found_by(
    program: str, versions: Sequence[str], source: Kind, tests: Sequence[WrittenTest]
) -> TestsOutcome:
    """How many of the versions give something else than tests expect that hold for the program."""
    run = TickingRun(ticking(program))
    for i, test in enumerate(tests, 1):
        if not promised(source, json.loads(test.arguments)):
            return TestsOutcome(0, f"test {i} calls solve with what the arguments never are")
        if not _gives(run(test.arguments), test.expected):
            return TestsOutcome(0, f"test {i} expects another result than the function gives")
    found = 0
    for version in versions:
        other = TickingRun(ticking(version))
        found += any(not _gives(other(test.arguments), test.expected) for test in tests)
    return TestsOutcome(found)


def _gives(value: Any, expected: str) -> bool:
    """Whether a value is what is expected, as Python's `==` sees it, but that a tuple is a list."""
    if isinstance(value, Wrong):
        return False
    try:
        return bool(json.loads(text_of(value)) == json.loads(expected))
    except (TypeError, ValueError, RecursionError):
        return False
