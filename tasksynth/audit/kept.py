"""Reports that an earlier audit left, so that a long one goes on where it was stopped."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from pydantic import ValidationError

from tasksynth import registry
from tasksynth.audit.findings import AuditReport
from tasksynth.errors import StateError, writing

Look = Callable[[str], AuditReport]


def going_on(
    look: Look, file: Path, levels: Sequence[float | None], *, budget_s: float | None = None
) -> Look:
    """Look at a family unless the file has its report: of this release, of the family's version,
    at these levels, with however many tasks; whole, or with a budget that was no smaller. What is
    looked at is added to the file, a line each.

    Raises:
        StateError: if a line of the file is damaged; names it.
    """
    known = {
        (one.family, one.version, _levels(one)): one
        for one in _read(file)
        if one.ran == version("tasksynth") and (one.whole or _as_long(one.budget_s, budget_s))
    }

    def looked(name: str) -> AuditReport:
        found = known.get((name, registry.get(name).version, tuple(levels)))
        if found is None:
            found = look(name)
            with writing(file), file.open("a", encoding="utf-8") as lines:
                lines.write(found.model_dump_json() + "\n")
        return found

    return looked


def _read(file: Path) -> list[AuditReport]:
    """A line that a kill left torn at the end is cut off."""
    if not file.exists():
        return []
    text = file.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        with writing(file):
            file.write_text(whole, encoding="utf-8")
    found = []
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            found.append(AuditReport.model_validate_json(line))
        except ValidationError as e:
            raise StateError(
                f"{file}:{number}: no report of an audit ({e.errors()[0]['msg']}); remove the "
                f"line, or name another file"
            ) from e
    return found


def _as_long(had: float | None, has: float | None) -> bool:
    return had is None or (has is not None and had >= has)


def _levels(report: AuditReport) -> tuple[float | None, ...]:
    return tuple(one.level for one in report.levels)
