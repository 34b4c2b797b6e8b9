"""What the tasks of an export ask of where they are trained on, beside the rows."""

from dataclasses import dataclass, field
from importlib.metadata import version

from tasksynth import registry
from tasksynth_schemas import Task


@dataclass
class Wants:
    """Filled task by task."""

    turns: bool = False
    """Whether any of them is an episode."""
    extras: dict[str, set[str]] = field(default_factory=lambda: {"tasksynth": set()})
    """What makes and judges them: distributions, and of each the extras."""

    def add(self, task: Task) -> None:
        """One more."""
        self.turns = self.turns or has_turns(task)
        name = registry.distribution(task.ref.family) or "tasksynth"
        self.extras.setdefault(name, set()).update(task.needs.extras)

    @property
    def requirements(self) -> list[str]:
        """As pip reads them, in the versions that are here, for others make other tasks."""
        named = {
            name: f"[{','.join(sorted(extras))}]" if extras else ""
            for name, extras in self.extras.items()
        }
        return [f"{name}{extras}=={version(name)}" for name, extras in named.items()]


def has_turns(task: Task) -> bool:
    """Whether it is an episode."""
    return task.needs.turns > 1 or bool(task.needs.tools)
