"""Scores of families and levels, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tasksynth.pipeline.judging.report import pass_at_k, pass_rate
from tasksynth.pipeline.judging.verify import Group
from tasksynth.reporting.models import Estimate, FamilyScore, ModelScore
from tasksynth.reporting.results import Entry
from tasksynth.statistics import AGGREGATES, cell_draws, centred, of_mean, profile

THRESHOLDS = np.linspace(0, 1, 41)
RATE = (0.0, 1.0)


@dataclass(frozen=True)
class Drawn:
    """Something that was measured, and how it may have come out as well."""

    seen: np.ndarray
    """(…)"""
    draws: np.ndarray
    """(draws, …)"""

    def estimate(self, *, within: tuple[float, float] = RATE) -> Estimate:
        """Of a single number."""
        value = float(self.seen)
        low, high = centred(self.draws, value, within=within)
        return Estimate(value=value, low=low, high=high)


def cells(entry: Entry, rng: np.random.Generator, draws: int) -> dict[Group, Drawn]:
    """Each group's share by run: (runs,) and (draws, runs)."""
    found = {}
    for group in entry.groups():
        if tasks := entry.tasks(group):
            shares = entry.shares(group, tasks)
            found[group] = Drawn(shares.mean(axis=0), cell_draws(shares, rng, draws=draws))
    return found


def by_family(found: Mapping[Group, Drawn], family: str) -> Drawn:
    """The mean over a family's levels, each counting alike."""
    those = [drawn for group, drawn in found.items() if group.family == family]
    return Drawn(
        np.mean([one.seen for one in those], axis=0), np.mean([one.draws for one in those], axis=0)
    )


def over_runs(drawn: Drawn, rng: np.random.Generator) -> Drawn:
    """With the runs drawn anew, too, if there are several; the last axis is that of runs."""
    draws, runs = drawn.draws.shape
    if runs > 1:
        chosen = rng.integers(0, runs, size=(draws, runs))
        drawn = Drawn(drawn.seen, np.take_along_axis(drawn.draws, chosen, axis=1))
    return drawn


def mean_over_runs(drawn: Drawn) -> Drawn:
    """One number of all runs."""
    return Drawn(drawn.seen.mean(axis=-1), drawn.draws.mean(axis=-1))


def standing(entry: Entry, rng: np.random.Generator, draws: int) -> ModelScore:
    """What a model gets."""
    found = cells(entry, rng, draws)
    names = sorted({group.family for group in found})
    families = {name: over_runs(by_family(found, name), rng) for name in names}
    counts = {group: entry.counts(group) for group in found}
    fewest = min(n for each in counts.values() for n, _ in each)
    ks = [2**i for i in range(fewest.bit_length()) if fewest > 1]
    scores = tuple(
        _family(
            entry, name, families[name], {g: d for g, d in found.items() if g.family == name}, ks
        )
        for name in names
    )
    whole = Drawn(
        np.stack([families[name].seen for name in names], axis=-1),  # (runs, families)
        np.stack([families[name].draws for name in names], axis=-1),
    )
    shares = [c / n for each in counts.values() for n, c in each]
    return ModelScore(
        name=entry.name,
        runs=len(entry.runs),
        tasks=len(shares),
        answers=sum(n for each in counts.values() for n, _ in each),
        errors=sum(run.errors for run in entry.runs),
        families=scores,
        aggregates={
            name: Drawn(of(whole.seen), of(whole.draws)).estimate()
            for name, of in AGGREGATES.items()
        },
        by_task=float(np.mean(shares)),
        profile=_profile(whole),
    )


def at_level(counts: Sequence[tuple[int, int]], drawn: Drawn) -> Estimate:
    """The share at one level: Wilson's interval, or that of the draws where runs differ too."""
    if drawn.seen.shape[-1] > 1:
        return mean_over_runs(drawn).estimate()
    rate = pass_rate(counts)
    return Estimate(value=rate.rate, low=rate.low, high=rate.high)


def _family(
    entry: Entry, name: str, drawn: Drawn, those: Mapping[Group, Drawn], ks: list[int]
) -> FamilyScore:
    counts = [entry.counts(group) for group in those]
    levels = [at_level(each, one) for each, one in zip(counts, those.values(), strict=True)]
    score = mean_over_runs(drawn).estimate()
    if len(entry.runs) == 1:
        low, high = of_mean(*zip(*((e.value, e.low, e.high) for e in levels), strict=True))
        score = Estimate(value=score.value, low=low, high=high)
    floors = [entry.floor(group) for group in those]
    known = [floor for floor in floors if floor is not None]
    return FamilyScore(
        family=name,
        tasks=sum(map(len, counts)),
        answers=sum(n for each in counts for n, _ in each),
        score=score,
        levels={
            f"{group.level:g}": one
            for group, one in zip(those, levels, strict=True)
            if group.level is not None
        },
        pass_at={
            k: float(np.mean([np.mean([pass_at_k(n, c, k) for n, c in each]) for each in counts]))
            for k in ks
        },
        floor=float(np.mean(known)) if len(known) == len(floors) else None,
    )


def _profile(whole: Drawn) -> tuple[tuple[float, float, float, float], ...]:
    seen = profile(whole.seen, THRESHOLDS)
    draws = profile(whole.draws.clip(*RATE), THRESHOLDS)
    bands = [
        (max(0.0, min(at, low)), min(1.0, max(at, high)))
        for at, low, high in zip(seen, *np.quantile(draws, [0.025, 0.975], axis=0), strict=True)
    ]
    return tuple(
        (float(threshold), float(at), low, high)
        for threshold, at, (low, high) in zip(THRESHOLDS, seen, bands, strict=True)
    )
