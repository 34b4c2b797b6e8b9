"""All kinds of conditions, and whether a text fulfils one."""

from tasksynth_text.instructions.conditions import Condition, kinds_of
from tasksynth_text.instructions.counting import COUNTING
from tasksynth_text.instructions.patterns import PATTERNS
from tasksynth_text.instructions.texts import ReadText

KINDS = kinds_of(COUNTING, PATTERNS)
"""Every kind by its name."""


def holds(condition: Condition, text: ReadText) -> bool:
    """Whether a text fulfils a condition."""
    return KINDS[condition.kind].test(text, condition.numbers, condition.words)


def interactions(conditions: tuple[Condition, ...]) -> int:
    """Pairs of conditions that hold the same thing of a text fast."""
    about = [KINDS[one.kind].about for one in conditions]
    return sum(bool(a & b) for i, a in enumerate(about) for b in about[:i])
