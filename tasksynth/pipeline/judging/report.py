"""Statistics of verdicts: pass rates with intervals, and pass@k."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import correlation

from tasksynth_schemas import Model, Status

Z95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


class Interval(Model):
    """A rate with its 95 % interval, all in [0, 1]."""

    rate: float
    low: float
    high: float


class Summary(Model):
    """What a set of verdicts comes to."""

    tasks: int
    """Distinct tasks that the rates are over."""
    unanswered: int
    """Tasks without any answer: among `tasks`, and not solved, unless they were left out."""
    answers: int
    """Answers that were judged."""
    passed: int
    failed: int
    unparsable: int
    errors: int
    """Verdicts without a reward, by a fault of ours; the rates leave them out."""
    pass_rate: Interval | None
    """Mean over tasks of the share of a task's answers that passed; None if all were errors."""
    solved: float | None
    """The same with errors as not passed, so that no fault can raise it; None without tasks."""
    pass_at: dict[int, float]
    """k to pass@k, for powers of two up to the fewest judged answers of any task."""


@dataclass
class Counts:
    """Verdicts of one group, by task."""

    status: dict[Status, int] = field(
        default_factory=lambda: {"pass": 0, "fail": 0, "unparsable": 0, "error": 0}
    )
    tasks: dict[str, list[int]] = field(default_factory=dict)
    """Task to [answers, passes, errors]."""
    unanswered: int = 0
    """Tasks without any answer."""

    def add(self, task: str, status: Status) -> None:
        """Count one verdict."""
        self.status[status] += 1
        counts = self.tasks.setdefault(task, [0, 0, 0])
        counts[0] += 1
        counts[1] += status == "pass"
        counts[2] += status == "error"

    def summary(self, *, answered_only: bool = False) -> Summary:
        """The statistics of what was counted."""
        tasks = list(self.tasks.values())
        return summarise(self.status, tasks, self.unanswered, answered_only=answered_only)


def summarise(
    status: Mapping[Status, int],
    tasks: Sequence[Sequence[int]],
    unanswered: int = 0,
    *,
    answered_only: bool = False,
) -> Summary:
    """The statistics of verdicts.

    Args:
        status: how many verdicts of each kind.
        tasks: (answers, passes, errors) of each task that was answered.
        unanswered: how many tasks were not.
        answered_only: leave those out of the rates; else each counts as not solved.
    """
    missing = 0 if answered_only else unanswered
    judged = [(n - e, c) for n, c, e in tasks if n > e]
    fewest = min((n for n, _ in judged), default=0)
    ks = [2**i for i in range(fewest.bit_length()) if fewest > 1]
    every = len(tasks) + missing
    return Summary(
        tasks=every,
        unanswered=unanswered,
        answers=sum(status.values()),
        passed=status["pass"],
        failed=status["fail"],
        unparsable=status["unparsable"],
        errors=status["error"],
        pass_rate=pass_rate([*judged, *[(1, 0)] * missing]) if judged or missing else None,
        solved=sum(c / n for n, c, _ in tasks) / every if every else None,
        pass_at={
            k: sum(pass_at_k(n, c, k) for n, c in judged) / (len(judged) + missing) for k in ks
        },
    )


def pass_at_k(n: int, c: int, k: int) -> float:
    """Chance that one of k answers is right, given c right ones among n; unbiased.

    Chen et al., "Evaluating Large Language Models Trained on Code" (2021), equation 1.

    Raises:
        ValueError: unless 0 <= c <= n and 1 <= k <= n.
    """
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"pass@k wants 0 <= c <= n and 1 <= k <= n, got n={n}, c={c}, k={k}")
    return 1.0 - math.comb(n - c, k) / math.comb(n, k)


def wilson(rate: float, n: float) -> Interval:
    """The 95 % score interval of a rate seen over n independent trials (Wilson 1927)."""
    z2 = Z95 * Z95
    middle = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Interval(rate=rate, low=min(low, rate), high=max(high, rate))


def pass_rate(judged: Sequence[tuple[int, int]]) -> Interval:
    """Mean of c/n over tasks (n answers, c passes), with tasks as the independent units.

    Answers to one task are correlated, so the trials that count are the tasks: the interval is
    Wilson's at the effective sample size p(1-p)/SE², SE being the standard error over task means
    (clustered errors, Miller, "Adding Error Bars to Evals", 2024), and never above the answers.
    """
    return clustered([c / n for n, c in judged], sum(n for n, _ in judged))


def clustered(means: Sequence[float], answers: int) -> Interval:
    """The same of tasks' shares of passed answers, and how many answers there are in all."""
    rate = sum(means) / len(means)
    if len(means) < 2 or not 0 < rate < 1:
        return wilson(rate, len(means))
    variance = sum((mean - rate) ** 2 for mean in means) / (len(means) - 1) / len(means)
    effective = min(rate * (1 - rate) / variance, answers) if variance else answers
    return wilson(rate, effective)


class Difficulty(Model):
    """How the declared levels of a family order what was measured."""

    levels: int
    rank_correlation: float
    """Spearman's, of the level and the share of wrong answers: 1 if each level is harder than the
    one before, -1 if each is easier."""


def difficulty(groups: Iterable[tuple[str, float | None, Summary]]) -> dict[str, Difficulty]:
    """The declared against the measured difficulty of each family.

    Args:
        groups: family, level and summary, one a level.

    Returns:
        By family; without those that have fewer than three levels, or one pass rate at all levels.
    """
    points: dict[str, list[tuple[float, float]]] = {}
    for family, level, summary in groups:
        if level is not None and summary.pass_rate is not None:
            points.setdefault(family, []).append((level, 1 - summary.pass_rate.rate))
    found = {}
    for family, pairs in sorted(points.items()):
        levels, wrong = (_ranks(column) for column in zip(*pairs, strict=True))
        if len(pairs) > 2 and len(set(wrong)) > 1:
            rho = min(1.0, max(-1.0, correlation(levels, wrong)))
            found[family] = Difficulty(levels=len(pairs), rank_correlation=rho)
    return found


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 0; equal values share the mean of theirs."""
    ordered = sorted(values)
    return [
        (bisect_left(ordered, value) + bisect_right(ordered, value) - 1) / 2 for value in values
    ]
