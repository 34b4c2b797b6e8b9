"""What a run has measured, for people: abilities, difficulties, counts, and what looks broken."""

import numpy as np

from tasksynth.curriculum.belief import labels, measure
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.journal.events import ArmCounts
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.space import Space
from tasksynth_schemas import ArmReport, CurriculumReport, TrackReport


def report(scheduler: Scheduler) -> CurriculumReport:
    """The state of a run. Abilities and difficulties are in logits, errors one standard deviation.

    What was solved with a hint counts for nothing here.
    """
    state, space = scheduler.state(), scheduler.space
    known = state.measure
    z, error = known.curves.logit, np.sqrt(known.curves.variance)
    expected = labels.success(known.curves, space)
    tally = state.tally
    held = [lease.arm for lease in state.leases.values()]
    still_open = np.bincount(np.array(held, dtype=np.int64), minlength=len(space))
    arms = tuple(
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
    return CurriculumReport(
        run=state.run,
        strategy=scheduler.recipe.curriculum.strategy,
        events=state.seq,
        position=state.position,
        open=len(state.leases),
        arms=arms,
        tracks=_tracks(space, known, tally),
    )


def _tracks(space: Space, known: Measure, tally: ArmCounts) -> tuple[TrackReport, ...]:
    tracks = len(space.tracks)
    groups = np.bincount(space.track, tally.closed, tracks)
    varied = np.bincount(space.track, tally.mixed, tracks) / np.maximum(groups, 1)
    suspect = measure.suspects(known, space, varied)
    ability = measure.ability(known.curves, space)
    error = measure.ability_error(known.curves)
    pace = measure.progress(known, space)
    return tuple(
        TrackReport(
            track=name,
            answered=int(groups[t]),
            mixed=float(varied[t]),
            ability=float(ability[t]),
            error=float(error[t]),
            progress=float(pace[t]) * 100,
            alarm=(
                f"rewards of {name} vary, whatever the level, and practice brings nothing: "
                "check its verifier, or whether it can be learned at all"
            )
            if suspect[t]
            else "",
        )
        for t, name in enumerate(space.tracks)
    )


def _share(part: float, whole: float) -> float | None:
    return float(part / whole) if whole else None


def table(found: CurriculumReport) -> str:
    """The report as text."""
    width = max(len(arm.arm) for arm in found.arms)
    run = f"run {found.run}, {found.strategy}: {found.events} events, {found.position} tickets"
    columns = f"{'served':>8} {'answered':>8} {'solved':>7} {'mixed':>6} {'expected':>8}"
    lines = [f"{run}, {found.open} open", "", f"{'arm':{width}} {columns} {'difficulty':>14}"]
    for arm in found.arms:
        difficulty = f"{arm.difficulty:.2f} ± {arm.error:.2f}"
        lines.append(
            f"{arm.arm:{width}} {arm.served:8} {arm.answered:8} {_percent(arm.solved):>7} "
            f"{_percent(arm.mixed):>6} {_percent(arm.expected):>8} {difficulty:>14}"
        )
    lines += ["", f"{'track':{width}} {'answered':>8} {'ability':>14} {'gain / 100 groups':>18}"]
    for track in found.tracks:
        ability = f"{track.ability:.2f} ± {track.error:.2f}"
        lines.append(
            f"{track.track:{width}} {track.answered:8} {ability:>14} {track.progress:18.2f}"
        )
    lines += [f"alarm: {track.alarm}" for track in found.tracks if track.alarm]
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
