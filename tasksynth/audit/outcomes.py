"""What verdicts say of a verifier."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tasksynth.audit import figures
from tasksynth.audit.findings import Finding
from tasksynth.audit.sample import KILLED, Specimens, Tried

CREDIT = 0.1
"""Partial reward for nothing from which on it is worth a doubt."""
RETRIED = 4
"""Answers that passed by accident, or not, and are tried on all tasks."""
RUN = "run the answer as a program"
"""How a verdict's reason says that a verifier was stopped."""
ENDED = "its process was killed"
"""How it says that the verifier's own process was."""
LATE = "TimeLimitError: "
"""How the reason begins where the verifier could be stopped at its limit without a kill."""


def faults(outcomes: Sequence[Tried]) -> Iterator[Finding]:
    """Verdicts that are none: the verifier broke, or was killed."""
    killed = [
        one
        for one in outcomes
        if one.verdict.why.startswith((KILLED, LATE)) or ENDED in one.verdict.why
    ]
    if killed:
        why = killed[0].verdict.why.removeprefix(KILLED)
        yield found_at("limits", "fault", killed[0], f"{len(killed)} answers: {why}")
    broken = [one for one in outcomes if one.verdict.status == "error" and one not in killed]
    broken = [one for one in broken if RUN not in one.verdict.why]
    if broken:
        kinds = Counter(one.verdict.why for one in broken)
        why, _ = kinds.most_common(1)[0]
        yield found_at(
            "errors", "doubt", broken[0],
            f"{len(broken)} of {len(outcomes)} answers break the verifier, such as: {why[:160]}",
        )  # fmt: skip


def unearned(sample: Specimens, check: str, outcomes: Sequence[Tried]) -> Iterator[Finding]:
    """What passes, more often than a guess may; or gets a part of the reward."""
    paid = [one for one in outcomes if one.paid]
    floor = sample.family.floor(sample.params)
    if paid and figures.at_least(len(paid), len(outcomes)) > floor:
        yield found_at(check, "fault", paid[0], f"{len(paid)} of {len(outcomes)} such answers pass")
        return
    for text in list(dict.fromkeys(one.answer for one in paid))[:RETRIED]:
        again = sample.grade([(exhibit, text) for exhibit in sample.exhibits])
        passed = [one for one in again if one.paid]
        if figures.at_least(len(passed), len(again)) > floor:
            what = f"one such answer passes for {len(passed)} of {len(again)} tasks"
            yield found_at(check, "fault", passed[0], what)
            return
    judged = [one for one in outcomes if one.verdict.status not in ("error", "pass")]
    most = max(judged, key=lambda one: one.credit, default=None)
    if most is not None and most.credit >= CREDIT:
        yield found_at(
            check, "doubt", most, f"such answers get up to {most.credit:.2f} of partial reward"
        )


def found_at(check: str, severity: str, outcome: Tried, what: str) -> Finding:
    """A finding that names the task and the answer that show it."""
    return Finding.model_validate(
        {"check": check, "severity": severity, "what": what[:400], "task": outcome.exhibit.name}
        | {"answer": outcome.shown}
    )
