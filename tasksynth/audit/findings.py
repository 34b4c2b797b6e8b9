"""What an audit finds, as data."""

from typing import Annotated, Literal

from pydantic import Field

from tasksynth_schemas import Model

Severity = Literal["fault", "doubt"]
"""A fault breaks the promise that a reward is; a doubt is for a person to look at."""

CHECKS = {
    "making": "tasks can be made, within their limits",
    "gold": "the reference answer gets the full reward",
    "determinism": "the same task in another process, with other hashes, in another order",
    "duplicates": "tasks differ from one another, and not in a few words alone",
    "seeds": "tasks of one seed are not those of another",
    "null": "an answer that says nothing, and an episode in which nothing is done, get nothing",
    "forging": "an answer cannot dictate its own verdict",
    "code": "an answer is not run as a program",
    "limits": "no answer hangs or crashes the verifier",
    "errors": "the verifier judges, whatever it is given",
    "listing": "naming many answers at once is not paid",
    "others": "another task's answer is not paid more often than the floor allows",
    "constant": "no constant answer is paid more often than the floor allows",
    "copying": "the prompt does not hold its own answer",
    "shapes": "a right answer is paid in whatever shape it comes",
    "near misses": "a denied, thought or contradicted answer is not paid",
    "corruption": "the more of an answer is spoilt, the less it is paid",
    "leaks": "the prompt's surface does not tell the answer",
    "episodes": "random episodes break nothing, and are not paid oftener than the floor allows",
    "progress": "the farther an episode goes the right way, the more it is paid",
    "replay": "the same actions lead to the same turns, live and replayed, and to a verdict",
}
"""Every check, and what holds where it finds nothing."""


class Finding(Model):
    """Something that does not hold."""

    check: str
    severity: Severity
    what: str
    """With the figures."""
    task: str | None = None
    """The address of a task that shows it."""
    answer: str | None = None
    """The answer that shows it, cut."""


class Level(Model):
    """A family at one level."""

    level: float | None
    tasks: int = 0
    seconds: float = 0.0
    """Wall seconds that a task took to make, with as many workers as there were."""
    prompt_chars: float = 0.0
    """Mean length of a prompt."""
    floor: float = 0.0
    """What guessing gets, as the family declares it."""
    guessed: float = 0.0
    """What the best constant answer gets."""
    duplicates: float = 0.0
    """Share of tasks that another one is equal to."""
    findings: tuple[Finding, ...]
    unlooked: tuple[str, ...] = ()
    """Checks, by name, that the budget did not suffice for: they may have found a part."""


class AuditReport(Model):
    """What an audit came to."""

    family: str
    version: int | None = None
    """Of the family; None for a dataset of others."""
    levels: tuple[Level, ...]
    ran: Annotated[str, Field(description="Version of tasksynth.")]
    budget_s: float | None = None
    """Wall seconds that a level had."""

    @property
    def whole(self) -> bool:
        """Whether everything was looked at."""
        return not any(level.unlooked for level in self.levels)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of all levels."""
        return tuple(finding for level in self.levels for finding in level.findings)

    def worst(self) -> Severity | None:
        """The worst of what was found."""
        found = {finding.severity for finding in self.findings}
        return "fault" if "fault" in found else "doubt" if found else None
