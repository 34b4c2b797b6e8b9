"""What axes do to success, for a terminal and for a document."""

import textwrap
from collections.abc import Iterator

from tasksynth.calibration.models import AxesReport, Axis, AxisReading
from tasksynth.reporting import Estimate

WIDTH = 80


def axes_table(report: AxesReport) -> str:
    """Every axis, and its values below each other, in at most 80 columns."""
    return "\n".join(line.rstrip() for axis in report.axes for line in (*_axis(axis), "")).strip()


def _axis(axis: Axis) -> Iterator[str]:
    levels = ", ".join(f"{level:g}" for level in axis.levels if level is not None)
    at = f" at {'level' if len(axis.levels) == 1 else 'levels'} {levels}" if levels else ""
    told = ", declared a way of telling" * axis.declared
    head = f"{axis.family}: {axis.name}{at}{told}"
    yield from textwrap.wrap(head, WIDTH, subsequent_indent="  ")
    lengths = ", ".join(f"{value} {n:,.0f}" for value, n in axis.prompt_chars.items())
    yield from _wrapped(f"characters of a prompt: {lengths}")
    for one in axis.readings:
        yield from _reading(one)


def _reading(one: AxisReading) -> Iterator[str]:
    told = f"{_interval(one.spread)}, p = {_chance(one.chance)}"
    yield f"  {one.subject[:30]:30} apart by {told}"
    yield f"    {'':20} {'tasks':>6}  {'success (95 %)':20}  from the mean"
    for at in one.values:
        away = f"{at.away.value:+.3f} [{at.away.low:+.3f}, {at.away.high:+.3f}]"
        yield f"    {at.value[:20]:20} {at.tasks:>6}  {_interval(at.success)}  {away}"


def axes_markdown(report: AxesReport) -> str:
    """A table with a row for each axis and whose success it is."""
    rows = [
        "| family | axis | whose success | by value | apart by | p |",
        "|---|---|---|---|---|---|",
    ]
    for axis in report.axes:
        for one in axis.readings:
            values = ", ".join(f"{at.value} {at.success.value:.2f}" for at in one.values)
            cells = (values, _interval(one.spread), _chance(one.chance))
            rows.append(f"| `{axis.family}` | {axis.name} | {one.subject} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _interval(one: Estimate) -> str:
    return f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _chance(p: float) -> str:
    return f"{p:.3f}" if p >= 0.001 else "below 0.001"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
