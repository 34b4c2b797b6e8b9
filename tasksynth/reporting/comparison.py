"""Two models on the same tasks, and stages of one."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from tasksynth.errors import UsageError
from tasksynth.pipeline.judging.verify import Group
from tasksynth.reporting.models import Comparison, Estimate, FamilyDifference, Stages
from tasksynth.reporting.results import Entry
from tasksynth.reporting.scoring import Drawn, by_family, mean_over_runs, over_runs
from tasksynth.statistics import cell_draws, continual, holm, sign_test

BETWEEN = (-1.0, 1.0)


class Pair:
    """Two models' shares on the tasks that both answered, drawn together."""

    def __init__(self, a: Entry, b: Entry, rng: np.random.Generator, draws: int) -> None:
        """Find the tasks.

        Raises:
            UsageError: if there are none.
        """
        self.a, self.b = a, b
        self.shares: dict[Group, tuple[np.ndarray, np.ndarray]] = {}
        """By group: (tasks, runs of a), (tasks, runs of b)."""
        self._first: dict[Group, Drawn] = {}
        self._second: dict[Group, Drawn] = {}
        self._better: dict[Group, Drawn] = {}
        others = set(b.groups())
        for group in a.groups():
            tasks = sorted(set(a.tasks(group)) & set(b.tasks(group))) if group in others else []
            if tasks:
                self.shares[group] = a.shares(group, tasks), b.shares(group, tasks)
                self._draw(group, rng, draws)
        if not self.shares:
            raise UsageError(
                f"{a.name} and {b.name} have no task in common; to compare them, let both answer "
                f"one dataset, and name tasks alike in both files"
            )
        self._rng = rng

    def _draw(self, group: Group, rng: np.random.Generator, draws: int) -> None:
        x, y = self.shares[group]
        both = np.hstack([x, y])
        drawn = cell_draws(both, rng, draws=draws, groups=(x.shape[1], y.shape[1]))
        self._first[group] = Drawn(x.mean(axis=0), drawn[:, : x.shape[1]])
        self._second[group] = Drawn(y.mean(axis=0), drawn[:, x.shape[1] :])
        self._better[group] = _improvement(x.mean(axis=1), y.mean(axis=1), rng, draws)

    @property
    def families(self) -> list[str]:
        """Of which both answered a task, sorted."""
        return sorted({group.family for group in self.shares})

    def difference(self, family: str) -> Drawn:
        """Of their scores in a family."""
        x, y = (
            mean_over_runs(over_runs(by_family(each, family), self._rng))
            for each in (self._first, self._second)
        )
        return Drawn(x.seen - y.seen, x.draws - y.draws)

    def at(self, group: Group) -> Estimate:
        """The difference at one level."""
        x, y = mean_over_runs(self._first[group]), mean_over_runs(self._second[group])
        return Drawn(x.seen - y.seen, x.draws - y.draws).estimate(within=BETWEEN)

    def better(self) -> Estimate:
        """The chance that the first does better."""
        each = [by_family(self._better, family) for family in self.families]
        return _mean(each).estimate()

    def sides(self, family: str | None = None) -> np.ndarray:
        """Each shared task's two shares, all runs together, (tasks, 2)."""
        those = [s for group, s in self.shares.items() if family in (None, group.family)]
        return np.concatenate(
            [np.stack([x.mean(axis=1), y.mean(axis=1)], axis=1) for x, y in those]
        )


def compare(a: Entry, b: Entry, rng: np.random.Generator, draws: int) -> Comparison:
    """How two models differ, task by task.

    Raises:
        UsageError: if they share none.
    """
    pair = Pair(a, b, rng, draws)
    drawn = {family: pair.difference(family) for family in pair.families}
    whole = _mean(list(drawn.values())).estimate(within=BETWEEN)
    sides = pair.sides()
    ours, theirs = sides[:, 0] > 0, sides[:, 1] > 0
    return Comparison(
        first=a.name,
        second=b.name,
        tasks=len(sides),
        left_out=sum(len(each.tasks(group)) for each in (a, b) for group in each.groups())
        - 2 * len(sides),
        families=_differences(pair, drawn),
        difference=whole,
        improvement=pair.better(),
        solved={
            "both": int((ours & theirs).sum()),
            "first": int((ours & ~theirs).sum()),
            "second": int((~ours & theirs).sum()),
            "neither": int((~ours & ~theirs).sum()),
        },
        by_task=float((sides[:, 0] - sides[:, 1]).mean()),
        reversed=_reversed(pair, whole),
    )


def stages(entries: Sequence[Entry], rng: np.random.Generator, draws: int) -> Stages:
    """What became of each family, from entry to entry; one that is named as a family trained it.

    Raises:
        UsageError: unless there are two stages or more that were asked the same families.
    """
    families = sorted(set(entries[0].families).intersection(*(e.families for e in entries[1:])))
    if len(entries) < 2 or not families:
        raise UsageError("--stages wants two results or more, in their order, of the same families")
    scores = np.array([[_score(entry, family) for family in families] for entry in entries])
    own = [families.index(entry.name) if entry.name in families else None for entry in entries]
    measured = continual(scores, own)
    best = scores[:-1].argmax(axis=0)
    pairs = {int(i): Pair(entries[i], entries[-1], rng, draws) for i in np.unique(best)}
    forgetting = {
        family: pairs[int(i)].difference(family).estimate(within=BETWEEN)
        for family, i in zip(families, best, strict=True)
        if family in pairs[int(i)].families
    }
    return Stages(
        stages=tuple(entry.name for entry in entries),
        families=tuple(families),
        scores=tuple(tuple(map(float, row)) for row in scores),
        transfer=tuple(tuple(map(float, row)) for row in measured.transfer),
        forgetting=forgetting,
        average=measured.average,
        backward=measured.backward,
        forward=measured.forward,
    )


def _score(entry: Entry, family: str) -> float:
    cells = [
        entry.shares(g, tasks).mean() for g in entry.groups(family) if (tasks := entry.tasks(g))
    ]
    return float(np.mean(cells))


def _mean(each: Sequence[Drawn]) -> Drawn:
    return Drawn(
        np.mean([one.seen for one in each], axis=0), np.mean([one.draws for one in each], axis=0)
    )


def _differences(pair: Pair, drawn: dict[str, Drawn]) -> tuple[FamilyDifference, ...]:
    counts = []
    for family in drawn:
        sides = pair.sides(family)
        counts.append(
            (int((sides[:, 0] > sides[:, 1]).sum()), int((sides[:, 0] < sides[:, 1]).sum()))
        )
    chances = holm([sign_test(*each) for each in counts])
    return tuple(
        FamilyDifference(
            family=family,
            tasks=len(pair.sides(family)),
            difference=one.estimate(within=BETWEEN),
            wins=wins,
            losses=losses,
            chance=chance,
        )
        for (family, one), (wins, losses), chance in zip(
            drawn.items(), counts, chances, strict=True
        )
    )


def _reversed(pair: Pair, whole: Estimate) -> tuple[str, ...]:
    """Groups that are surely the other way round than families on the whole."""
    sign = np.sign(whole.value)
    ends = {group: pair.at(group) for group in pair.shares}
    return tuple(
        str(group) for group, at in ends.items() if sign * at.low < 0 and sign * at.high < 0
    )


def _improvement(x: np.ndarray, y: np.ndarray, rng: np.random.Generator, draws: int) -> Drawn:
    """That x of a task is above y of another one, ties half; tasks drawn anew for both together."""
    pairs, counts = np.unique(np.stack([x, y], axis=1), axis=0, return_counts=True)
    share = counts / counts.sum()
    seen = share @ _above(pairs) @ share
    pairs = np.vstack([pairs, list(product((0.0, 1.0), repeat=2))])  # as `cell_draws` does
    weights = rng.dirichlet([*counts, *[0.25] * 4], size=draws)  # (draws, pairs)
    drawn = np.einsum("di,ij,dj->d", weights, _above(pairs), weights, optimize=True)
    return Drawn(np.asarray((seen + 1) / 2), np.asarray((drawn + 1) / 2))


def _above(pairs: np.ndarray) -> np.ndarray:
    """Whether the first of one pair is above the second of another, as a sign, (pairs, pairs)."""
    return np.asarray(np.sign(pairs[:, :1] - pairs[None, :, 1]))
