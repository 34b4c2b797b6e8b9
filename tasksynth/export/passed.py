"""Which tasks are worth training on, by what a model got."""

from collections.abc import Callable
from pathlib import Path

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.reporting import read


def passed_between(run: Path, dataset: Path, low: float, high: float) -> Callable[[str], bool]:
    """Whether a task's answers in a run passed at a rate in [`low`, `high`], by the task's id.

    A group of answers that all pass or all fail has no gradient in GRPO and its like, and one that
    all fail teaches nothing that was ever done right (Lai et al., "Reinforcement Fine-Tuning
    Naturally Mitigates Forgetting in Continual Post-Training", 2025). A task without a judged
    answer is not kept.

    Raises:
        UsageError: if the rates are no range in [0, 1], or the run has no verdict on the tasks.
    """
    if not 0 <= low <= high <= 1:
        raise UsageError(f"--between wants 0 <= LOW <= HIGH <= 1, got {low:g} and {high:g}")
    found = read(run)
    with Dataset.open(dataset) as tasks:
        rates = {
            key: passed / judged
            for group in found.groups.values()
            for name, (judged, passed) in group.items()
            if (key := tasks.find(name)) is not None
        }
    if not rates:
        raise UsageError(f"{run} has no verdict on a task of {dataset}")
    kept = {key for key, rate in rates.items() if low <= rate <= high}
    return kept.__contains__
