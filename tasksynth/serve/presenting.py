"""What goes out: tasks as a policy may see them, and what a verdict is worth."""

from typing import Any

from tasksynth.engines import Failure
from tasksynth.pipeline.operations import Judged, Posed
from tasksynth_schemas import Content, Label, Ticket, Verdict, data_uri, joined
from tasksynth_schemas.wire import Served

HINT = "\n\nA solution begins so:\n"
"""What comes between a prompt and a hint."""


def gate(verdict: Verdict) -> float | None:
    """The reward that cannot be farmed: 1 for a pass, 0 for less, None where the fault was ours."""
    return None if verdict.reward is None else float(verdict.status == "pass")


def as_served(ticket: Ticket, posed: Posed, hint: str) -> Served:
    """A ticket with its task, the hint in its prompt."""
    label = str(Label(ref=ticket.ref, ticket=ticket.id))
    shown = presented(posed) | {"prompt": with_hint(posed.prompt, hint)}
    return Served.trusted(ticket=ticket, label=label, **shown)


def with_hint(prompt: Content, hint: str) -> Content:
    """The prompt, and what a solution begins with; an empty hint adds nothing."""
    return joined(prompt, HINT + hint) if hint else prompt


def presented(posed: Posed) -> dict[str, Any]:
    """The fields of a task that are seen, media as data URIs."""
    return {
        "task": posed.task,
        "prompt": posed.prompt,
        "needs": posed.needs,
        "media": {name: data_uri(name, data) for name, data in posed.media.items()},
        "measure": posed.measure,
    }


def verdict_of(judged: Judged | Failure) -> Verdict:
    """What a worker said, or an error where it had to be killed."""
    if isinstance(judged, Failure):
        return Verdict(status="error", reward=None, why=judged.why)
    return Verdict.model_validate_json(judged.line)
