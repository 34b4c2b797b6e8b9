"""What programs are made of: patterns, and conditions that decide between them."""

from tasksynth_code.patterns.conditions import ALL, JOINS, StepCondition
from tasksynth_code.patterns.grids import GRIDS
from tasksynth_code.patterns.lists import LISTS
from tasksynth_code.patterns.numbers import NUMBERS
from tasksynth_code.patterns.pattern import Kind, Pattern
from tasksynth_code.patterns.reading import READING
from tasksynth_code.patterns.records import RECORDS
from tasksynth_code.patterns.strings import STRINGS

PATTERNS = {one.name: one for one in (*LISTS, *NUMBERS, *STRINGS, *GRIDS, *RECORDS, *READING)}
"""All patterns, by name."""
CONDITIONS = {one.name: one for one in ALL}
"""All conditions, by name."""

__all__ = ["CONDITIONS", "JOINS", "PATTERNS", "Kind", "Pattern", "StepCondition"]
