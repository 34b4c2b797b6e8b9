"""What a report says, for programs."""

from tasksynth_schemas import Model


class Estimate(Model):
    """A number with its 95 % interval."""

    value: float
    low: float
    high: float


class FamilyScore(Model):
    """What a model gets in one family."""

    family: str
    tasks: int
    answers: int
    score: Estimate
    """Mean over the levels of the mean share of a task's answers that passed."""
    levels: dict[str, Estimate]
    """The share at each level that was asked; empty of a family without levels."""
    pass_at: dict[int, float]
    """k to the unbiased pass@k, mean over levels: powers of two up to the fewest answers."""
    floor: float | None
    """What guessing gets at most, mean over levels; None if it is not known of all."""


class ModelScore(Model):
    """What a model gets in all families that were asked."""

    name: str
    runs: int
    tasks: int
    answers: int
    errors: int
    """Verdicts without a reward, in no score."""
    families: tuple[FamilyScore, ...]
    aggregates: dict[str, Estimate]
    """Over families and runs: mean, iqm, median and optimality_gap."""
    by_task: float
    """Mean over all tasks, whatever their family."""
    profile: tuple[tuple[float, float, float, float], ...]
    """Performance profile: threshold, the share of families and runs above it, its interval."""


class FamilyDifference(Model):
    """How two models differ in one family, on the same tasks."""

    family: str
    tasks: int
    difference: Estimate
    wins: int
    """Tasks of which the first model's share of passed answers is greater."""
    losses: int
    chance: float
    """That a fair coin is so far from even: the sign test, with one answer a task McNemar's,
    exact, and corrected for the number of families (Holm)."""


class Comparison(Model):
    """How two models differ on the tasks that both answered."""

    first: str
    second: str
    tasks: int
    left_out: int
    """Tasks that only one of them answered."""
    families: tuple[FamilyDifference, ...]
    difference: Estimate
    """Of their means over families."""
    improvement: Estimate
    """The chance that the first does better on a task of a family than the second on another one;
    ties half, mean over families."""
    solved: dict[str, int]
    """How many tasks were solved at least once by `both`, `first` or `second` alone, `neither`."""
    by_task: float
    """Difference of their means over all tasks."""
    reversed: tuple[str, ...]
    """Families and levels at which the order is surely the contrary of the order over families."""


class Stages(Model):
    """What training in stages did to each family."""

    stages: tuple[str, ...]
    families: tuple[str, ...]
    scores: tuple[tuple[float, ...], ...]
    """A row a stage, a column a family."""
    transfer: tuple[tuple[float, ...], ...]
    """Scores less those of the stage before."""
    forgetting: dict[str, Estimate]
    """Best score before the last stage less the last one, on the same tasks."""
    average: float
    backward: float | None
    forward: float | None
    """See `tasksynth.statistics.Continual`."""


class StatisticsReport(Model):
    """All of it."""

    standings: tuple[ModelScore, ...]
    comparison: Comparison | None = None
    stages: Stages | None = None
    notes: tuple[str, ...] = ()
    """What a reader should know before the numbers."""
