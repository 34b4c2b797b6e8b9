"""What a run has measured, for people: abilities, difficulties, counts, what is wrong."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from tasksynth.curriculum.arrays import Float
from tasksynth.curriculum.belief import evidence, history, labels, measure
from tasksynth.curriculum.belief.history import History
from tasksynth.curriculum.journal.events import RunState
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.standing import over_all
from tasksynth.curriculum.strategy import PURPOSES
from tasksynth_schemas import ArmReport, CurriculumReport, TrackReport
from tasksynth_schemas.wire import Reach

BUDGET = 0.01
"""Share of attempts without a reward from which on the machinery needs somebody's attention."""
NEWEST = 512
"""Tickets that count as what is served now."""


def report(scheduler: Scheduler) -> CurriculumReport:
    """The state of a run. Abilities and difficulties are in logits, errors one standard deviation.

    What was solved with a hint counts for nothing here.
    """
    state, space = scheduler.state(), scheduler.space
    plan, stands, newest = scheduler.plan(), scheduler.standing, scheduler.newest(NEWEST)
    tally, known = state.tally, state.measure
    about = (type(scheduler.strategy).__doc__ or "").splitlines()
    return CurriculumReport(
        run=state.run,
        strategy=scheduler.recipe.curriculum.strategy,
        about=about[0] if about else "",
        events=state.seq,
        position=state.position,
        open=len(state.leases),
        newest=len(newest),
        attempts=int(tally.tries.sum() + tally.masked.sum()),
        masked=int(tally.masked.sum()),
        reach=_reach(known.heard, *over_all(*history.reach(known, space))),
        history=tuple(
            _reach(at, *over_all(*(column[:, i] for column in columns)))
            for i, at, columns in _points(state.history)
        ),
        explore=None if plan is None else plan.explore,
        review=None if plan is None else plan.review,
        early=measure.early(known, space),
        finished=stands.finished,
        advice=stands.advice,
        arms=_arms(space, state),
        tracks=_tracks(scheduler, state, newest),
    )


def _arms(space: Space, state: RunState) -> tuple[ArmReport, ...]:
    known, tally = state.measure, state.tally
    z, error = known.curves.logit, np.sqrt(known.curves.variance)
    judged = labels.rewarded(known.curves, space, labels.success(known.curves, space))
    expected = evidence.earned(known.rewards, space, judged)
    held = [lease.arm for lease in state.leases.values()]
    still_open = np.bincount(np.array(held, dtype=np.int64), minlength=len(space))
    return tuple(
        ArmReport(
            arm=arm.name,
            track=arm.track,
            level=arm.level,
            served=int(tally.served[i]),
            open=int(still_open[i]),
            answered=int(tally.closed[i]),
            expired=int(tally.expired[i]),
            mixed=_share(tally.mixed[i], tally.closed[i]),
            solved=_share(tally.solved[i], tally.tries[i]),
            expected=float(expected[i]),
            difficulty=float(-z[i]),
            error=float(error[i]),
        )
        for i, arm in enumerate(space.arms)
    )


def _tracks(
    scheduler: Scheduler, state: RunState, newest: list[tuple[int, int]]
) -> tuple[TrackReport, ...]:
    space, known, tally = scheduler.space, state.measure, state.tally
    stands, plan = scheduler.standing, scheduler.plan()
    tracks = len(space.tracks)
    groups = np.bincount(space.track, tally.closed, tracks)
    varied = np.bincount(space.track, tally.mixed, tracks) / np.maximum(groups, 1)
    ability = measure.ability(known.curves, space)
    error = labels.ability_error(known.curves)
    pace = measure.progress(known, space)
    lately = Counter((int(space.track[arm]), PURPOSES[purpose]) for arm, purpose in newest)
    mean, low, high = history.reach(known, space)
    return tuple(
        TrackReport(
            track=name,
            answered=int(groups[t]),
            mixed=float(varied[t]),
            ability=float(ability[t]),
            error=float(error[t]),
            progress=float(pace[t]) * 100,
            state=stands.states[t],
            reach=_reach(known.heard, mean[t], low[t], high[t]),
            history=tuple(
                _reach(at, *(column[t, i] for column in columns))
                for i, at, columns in _points(state.history)
                if columns[2][t, i] > 0
            ),
            target=None if plan is None else float(plan.target[t]),
            planned=None if plan is None else float(plan.share[t]),
            lately={name: n for name in PURPOSES if (n := lately[t, name])},
            alarm=stands.alarms[t],
        )
        for t, name in enumerate(space.tracks)
    )


def _points(kept: History) -> Iterator[tuple[int, float, tuple[Float, Float, Float]]]:
    for i in range(kept.points):
        yield i, float(kept.at[i]), (kept.mean, kept.low, kept.high)


def _reach(groups: float, mean: float, low: float, high: float) -> Reach:
    return Reach(groups=int(groups), mean=float(mean), low=float(low), high=float(high))


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None
