"""A task as it is kept: an office, what is wanted there, and what has to differ at the end."""

from tasksynth_apps.apps.desk import Office
from tasksynth_apps.goals.judging import Due
from tasksynth_apps.goals.plans import FinalQuestion, Instruction
from tasksynth_schemas import Model

RULES_NOTE, PASSWORDS_NOTE = "House rules", "Passwords"
"""Titles of the notes that hold what the prompt leaves to be found."""


class ApiWorldInstance(Model):
    """One office, and one thing to be done in it."""

    name: str
    """Whose apps these are."""
    trade: str
    address: str
    office: Office
    clauses: tuple[Instruction, ...]
    """What is wanted; with a user, one for each of its wishes."""
    question: FinalQuestion
    rules: tuple[str, ...]
    noted: bool
    """Whether the rules are in a note, and not in the prompt."""
    hidden_passwords: bool
    """Whether the passwords are."""
    due: tuple[Due, ...]
    """All that may differ at the end, and has to."""
    answer: str | float
    calls: int
    """Actions of the reference solution."""
    turns: int
    outcome: str
    """Which branches are right, where there is a choice."""
