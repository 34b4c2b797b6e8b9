"""A report of a run as text: is it learning, why is this served, what is wrong, what to do next."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from tasksynth.curriculum.inspection import BUDGET
from tasksynth_schemas import ArmReport, CurriculumReport
from tasksynth_schemas.wire import Reach

WIDE = 80
"""Columns of sentences; tables take what the names of families and arms take."""


def table(found: CurriculumReport) -> str:
    """The report as text."""
    run = f"run {found.run}, {found.strategy}: {found.events} events, {found.position} tickets"
    return "\n".join(
        [
            f"{run}, {found.open} open",
            *_learning(found),
            *_serving(found),
            *_wrong(found),
            "",
            "What to do next",
            *_sentences(found.advice or ("nothing: let it go on",)),
            *_measured(found.arms),
        ]
    )


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from wrap(line, WIDE, initial_indent="  ", subsequent_indent="    ")


def _learning(found: CurriculumReport) -> list[str]:
    width = max(len(track.track) for track in found.tracks)
    lines = [
        "",
        "Is it learning: share of each ladder that is solved, with an interval of 95 %",
        "  (ability, and what 100 groups add to it, in logits)",
        f"  {'':{width}} {'now':>17}  {'earlier':>11}  {'ability':>11} {'+ in 100':>8}",
    ]
    for track in found.tracks:
        progress = "early" if found.early else f"{track.progress:+.2f}"
        ability = f"{track.ability:.2f} ± {track.error:.2f}"
        lines.append(
            f"  {track.track:{width}} {_interval(track.reach):>17}  {_earlier(track.history):>11}  "
            f"{ability:>11} {progress:>8}  {track.state}"
        )
    if len(found.tracks) > 1:
        now, then = _interval(found.reach), _earlier(found.history)
        lines.append(f"  {'all':{width}} {now:>17}  {then:>11}")
    return lines


def _interval(reach: Reach) -> str:
    if not reach.high:
        return "-"
    return f"{reach.mean:.0%} ({reach.low:.0%} to {reach.high:.0%})"


def _earlier(points: tuple[Reach, ...]) -> str:
    """The share at a few points of the past."""
    if not points:
        return "-"
    chosen = dict.fromkeys(round(i * (len(points) - 1) / 2) for i in range(3))
    return " ".join(f"{points[i].mean:.0%}" for i in chosen)


def _serving(found: CurriculumReport) -> list[str]:
    width = max(len(track.track) for track in found.tracks)
    lines = [
        "",
        *wrap(f"Why is this served: {found.about}", WIDE, subsequent_indent="  "),
        f"  {'':{width}} {'aims at':>8} {'wants':>6}  of the newest {found.newest} tickets",
    ]
    for track in found.tracks:
        served = sum(track.lately.values())
        purposes = ", ".join(f"{n} {purpose}" for purpose, n in track.lately.items())
        lines.append(
            f"  {track.track:{width}} {_percent(track.target):>8} {_percent(track.planned):>6}  "
            f"{served}" + (f" ({purposes})" if purposes else "")
        )
    if found.explore is not None and found.review is not None:
        reviewed = f" and {found.review:.1%} review what was mastered"
        lines.append(
            f"  besides, {found.explore:.1%} of the tickets explore all arms alike"
            + (reviewed if found.review >= 0.0005 else "")
        )
    return lines


def _wrong(found: CurriculumReport) -> list[str]:
    share = found.masked / max(found.attempts, 1)
    over = "over" if share > BUDGET else "within"
    expired = sum(arm.expired for arm in found.arms)
    counted = f"{found.masked} of {found.attempts} attempts came back without a reward"
    lines = ["", "What is wrong", f"  {counted} ({share:.1%}, {over} the budget of {BUDGET:.0%})"]
    if expired:
        lines.append(f"  {expired} tickets were never answered before their lease ran out")
    alarms = (f"alarm: {track.alarm}" for track in found.tracks if track.alarm)
    return [*lines, *_sentences(alarms)]


def _measured(arms: tuple[ArmReport, ...]) -> list[str]:
    width = max(len(arm.arm) for arm in arms)
    columns = f"{'served':>8} {'answered':>8} {'solved':>7} {'mixed':>6} {'expected':>8}"
    lines = ["", f"{'arm':{width}} {columns} {'difficulty':>14}"]
    for arm in arms:
        difficulty = f"{arm.difficulty:.2f} ± {arm.error:.2f}"
        lines.append(
            f"{arm.arm:{width}} {arm.served:8} {arm.answered:8} {_percent(arm.solved):>7} "
            f"{_percent(arm.mixed):>6} {_percent(arm.expected):>8} {difficulty:>14}"
        )
    return lines


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
