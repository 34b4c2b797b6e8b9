"""A calibration for a terminal, as a page, and as a recipe."""

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from tasksynth.calibration.curves import at_level
from tasksynth.calibration.models import Calibration, Curve, FamilyCalibration
from tasksynth.errors import UsageError
from tasksynth.reporting.drawing import Line, curves, document, figure, legend

WIDTH = 80
WIDE = 7
COLUMNS = 6
"""Levels that fit into 80 columns beside the names."""
CLOSE = 0.02
"""How far from a curve that never rises measured success may be, and be said to fall."""
STEP = 0.05
MOST = 6
"""Levels of a family in a recipe."""


def table(calibration: Calibration) -> str:
    """Every family's levels, in at most 80 columns."""
    lines = [line for family in calibration.families for line in (*_family(family), "")]
    if calibration.scale:
        lines += ["one scale, in logits: success is sigmoid(ability - difficulty)"]
        lines += [f"  ability of {name}: {a:+.2f}" for name, a in calibration.abilities.items()]
        for name in dict.fromkeys(one.family for one in calibration.scale):
            those = [one for one in calibration.scale if one.family == name]
            steps = ", ".join(f"{o.level:g}: {o.difficulty.value:+.2f}" for o in those)
            lines.append(f"  {name}  {steps}")
        lines.append("")
    for said in _exceptions(calibration):
        lines += textwrap.wrap(said, WIDTH, subsequent_indent="  ")
    return "\n".join(line.rstrip() for line in lines).strip()


def _family(family: FamilyCalibration) -> Iterator[str]:
    every = [rung.level for rung in family.rungs]
    at = [every[round(i * (len(every) - 1) / (COLUMNS - 1))] for i in range(COLUMNS)]
    levels = list(dict.fromkeys(at if len(every) > COLUMNS else every))
    rungs = [rung for rung in family.rungs if rung.level in levels]
    yield _row(f"{family.family}@{family.version}", [f"{level:g}" for level in levels], "off")
    yield _row("  prompt, characters", [f"{rung.prompt_chars:,.0f}" for rung in rungs])
    if family.effort:
        yield _row(f"  {family.effort}", [_short(rung.effort or 0) for rung in rungs])
    yield _row("  guessing, at most", [f"{rung.floor:.3f}" for rung in rungs])
    for one in family.curves:
        levels_of = {point.level: f"{point.success.value:.3f}" for point in one.points}
        cells = [levels_of.get(level, "") for level in levels]
        yield _row(f"  {one.subject}", cells, f"{one.off:.3f}")


def _short(effort: float) -> str:
    """In a column of seven characters."""
    return f"{effort:,.1f}" if effort < 1000 else f"{effort:,.0f}"


def _row(name: str, cells: Sequence[str], last: str = "") -> str:
    return f"{name[:30]:30}" + "".join(f"{cell:>{WIDE}}" for cell in cells) + f"{last:>{WIDE}}"


def _exceptions(calibration: Calibration) -> Iterator[str]:
    """Where harder is not harder."""
    found = [
        (family, one)
        for family in calibration.families
        for one in family.curves
        if one.off > CLOSE or one.reversed
    ]
    if not found:
        yield f"success falls with the level everywhere, within {CLOSE:g}"
    for family, one in found:
        pairs = ", ".join(f"{high:g} than {low:g}" for low, high in one.reversed)
        yield (
            f"harder is not harder in {family.family}, {one.subject}: off by {one.off:.3f}; "
            + (f"surely easier: {pairs}" if pairs else "by chance, as far as can be told")
        )


def markdown(calibration: Calibration) -> str:
    """A table for a document, a row for each family and subject."""
    levels = sorted({rung.level for family in calibration.families for rung in family.rungs})
    head = "".join(f" {level:g} |" for level in levels)
    rows = [f"| family | |{head} off |", "|---|---|" + "---|" * (len(levels) + 1)]

    for family in calibration.families:
        lengths = {rung.level: f"{rung.prompt_chars:,.0f}" for rung in family.rungs}
        told = [("prompt, characters", lengths, "")]
        for one in family.curves:
            shares = {point.level: f"{point.success.value:.2f}" for point in one.points}
            told.append((one.subject, shares, f"{one.off:.3f}" + " *" * bool(one.reversed)))
        for what, cells, last in told:
            row = "".join(f" {cells.get(level, '')} |" for level in levels)
            rows.append(f"| `{family.family}` | {what} |{row} {last} |")
    return "\n".join(rows) + "\n"


def page(calibration: Calibration) -> str:
    """One page with a figure for each family."""
    body = [f"<p class=note>{escape(line)}</p>" for line in _exceptions(calibration)]
    if calibration.scale:
        body.append(_scale(calibration))
    for family in calibration.families:
        lines = [
            Line(
                one.subject,
                [(point.level, point.success.value) for point in one.points],
                [(point.success.low, point.success.high) for point in one.points],
            )
            for one in family.curves
        ]
        floors = [(rung.level, rung.floor) for rung in family.rungs]
        named = [line.name for line in lines]
        lines.append(Line("guessing, at most", floors, marks=False, aside=True))
        plot = curves(
            lines, label=f"success by level in {family.family}", across="level", size=(480, 280)
        )
        body.append(f"<h2 id='{escape(family.family)}'>{escape(family.family)}</h2>")
        body += [legend(named), figure(plot, "Success by level; dashed: guessing, at most.")]
        body.append(_rows(family))
    return document("Levels, measured", "".join(body))


def _rows(family: FamilyCalibration) -> str:
    head = "".join(f"<th class=n>{rung.level:g}" for rung in family.rungs)
    lengths = "".join(f"<td class=n>{rung.prompt_chars:,.0f}" for rung in family.rungs)
    rows = f"<tr><td>prompt, characters{lengths}<td><td><td></tr>"
    for one in family.curves:
        at = {point.level: point for point in one.points}
        cells = "".join(
            f"<td class=n>{at[rung.level].success.value:.3f}" if rung.level in at else "<td>"
            for rung in family.rungs
        )
        middle = one.middle.value if one.middle is not None else -1.0
        half = f"{middle:.2f}" if 0 <= middle <= 1 else ""
        rows += (
            f"<tr><td>{escape(one.subject)}{cells}<td class=n>{one.off:.3f}"
            f"<td class=n>{one.slope.value:+.1f}<td class=n>{half}</tr>"
        )
    return (
        f"<div class=scroll><table><tr><th>{head}<th class=n>off<th class=n>slope"
        f"<th class=n>half at</tr>{rows}</table></div>"
        "<p class=faint>off: how far success is from a curve that never rises, at most; slope: of "
        "the logistic curve, in logits over the whole ladder; half at: the level at which that "
        "curve is at one half.</p>"
    )


def _scale(calibration: Calibration) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.family)}<td class=n>{one.level:g}<td class=n>"
        f"{one.difficulty.value:+.2f} [{one.difficulty.low:+.2f}, {one.difficulty.high:+.2f}]</tr>"
        for one in sorted(calibration.scale, key=lambda one: one.difficulty.value)
    )
    able = ", ".join(f"{escape(name)} {a:+.2f}" for name, a in calibration.abilities.items())
    return (
        "<h2>One scale</h2><p>In logits: a model of ability a passes a level of difficulty d with "
        f"the chance sigmoid(a - d). Abilities: {able}.</p>"
        "<div class=scroll><table><tr><th>family<th class=n>level<th class=n>difficulty</tr>"
        f"{rows}</table></div>"
    )


def recipe(calibration: Calibration, *, subject: str, between: tuple[float, float]) -> str:
    """A recipe of the levels that a subject passes now and then.

    Args:
        calibration: with a curve of the subject.
        subject: whose success is looked at.
        between: the least and the greatest success that a level is to have.

    Raises:
        UsageError: if no level of any family is between.
    """
    low, high = between
    mixes, left = [], []
    for family in calibration.families:
        levels = [
            level
            for one in family.curves
            if one.subject == subject
            for level in _grid(one)
            if low <= at_level(one, level) <= high
        ]
        if levels:
            some = levels[:: max(1, -(-len(levels) // MOST))]
            hard = _difficulties(calibration, family.family, subject, some)
            mixes.append(
                f'[[mix]]\nfamily = "{family.family}"\n'
                f"levels = [{', '.join(f'{level:g}' for level in some)}]\n"
                f"difficulty = [{', '.join(f'{at:.2f}' for at in hard)}]\n"
            )
        else:
            left.append(family.family)
    if not mixes:
        raise UsageError(
            f"{subject} passes no level of any family with a rate between {low:g} and {high:g}; "
            f"widen --between, or measure more levels"
        )
    note = f"# left out, with no such level: {', '.join(left)}\n" if left else ""
    return (
        f"# levels that {subject} passes with a rate between {low:g} and {high:g}\n{note}"
        f"count = {1000 * len(mixes)}\n" + "".join(mixes)
    )


def _difficulties(
    calibration: Calibration, family: str, subject: str, levels: Sequence[float]
) -> list[float]:
    """What levels are for the subject, in logits; between those of the scale on straight lines."""
    those = [one for one in calibration.scale if one.family == family]
    found = np.interp(levels, [o.level for o in those], [o.difficulty.value for o in those])
    return [float(at) - calibration.abilities[subject] for at in found]


def _grid(curve: Curve) -> list[float]:
    """Levels within what was measured."""
    first, last = curve.points[0].level, curve.points[-1].level
    grid = [round(i * STEP, 2) for i in range(round(1 / STEP) + 1)]
    return [level for level in grid if first <= level <= last]
