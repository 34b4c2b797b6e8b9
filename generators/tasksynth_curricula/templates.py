"""Shapes of courses: each template turns families and a seed into stages."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from itertools import product
from typing import Any

import numpy as np

from tasksynth import UsageError, rng_for, source
from tasksynth_curricula.course import UNTAUGHT, Course, Stage, budget, check, expected
from tasksynth_schemas import TaskRef


def generate(
    template: str, families: Sequence[str], *, seed: int, stages: int = 5, rollouts: int = 8
) -> Course:
    """A course of a template over some families, about `stages` levels deep. Checked.

    Raises:
        UsageError: for an unknown template or family, or too few families for the template.
    """
    if template not in TEMPLATES:
        near = get_close_matches(template, TEMPLATES, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(TEMPLATES)}."
        raise UsageError(f"no template called {template!r}. {hint}")
    if not families or not 2 <= stages <= 20:
        raise UsageError(f"want a family or more and 2 to 20 levels, got {len(families)}, {stages}")
    rng = rng_for(
        TaskRef(
            family="curricula.course",
            version=1,
            params={"template": template, "families": list(families), "stages": stages},
            seed=seed,
            index=0,
        )
    )
    made = TEMPLATES[template](list(dict.fromkeys(families)), stages, rng)
    trained = tuple(stage for stage in made if not stage.name.startswith("held out: "))
    held_out = tuple(stage for stage in made if stage.name.startswith("held out: "))
    title = f"{template} over {len(set(families))} families, {len(trained)} stages"
    return check(
        Course(
            title=title,
            template=template,
            seed=seed,
            stages=trained,
            held_out=held_out,
            rollouts=rollouts,
        )
    )


def stage(
    family: str,
    level: float,
    *,
    needs: Sequence[Stage] = (),
    params: dict[str, Any] | None = None,
    depth: float | None = None,
    review: bool = False,
    name: str = "",
) -> Stage:
    """A stage whose expectations follow from what it needs."""
    depth = level if depth is None else depth
    reached = [need.depth * (1 if need.family == family else UNTAUGHT) for need in needs]
    start = expected(depth, max(reached, default=0.0))
    mastery = 0.7
    return Stage(
        name=name or f"{family}@{level:g}",
        family=family,
        level=round(level, 4),
        params=params or {},
        depth=round(depth, 4),
        needs=tuple(need.name for need in needs),
        mastery=mastery,
        review=review,
        expected=mastery if review else start,
        budget=8 if review else budget(start, mastery),
    )


def levels(count: int, rng: np.random.Generator) -> list[float]:
    """Rising levels from 0 to about 1, a little uneven."""
    steps = 1 + 0.3 * rng.random(count - 1)
    rise = np.concatenate([[0.0], np.cumsum(steps) / steps.sum()])
    return [float(level) for level in np.round(rise * rng.uniform(0.85, 1.0), 3)]


def ladder(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """Each family from easy to hard, side by side: SATURN's ladder, once for each family."""
    made = []
    for family in families:
        below: list[Stage] = []
        for level in levels(count, rng):
            below = [stage(family, level, needs=below)]
            made += below
    return made


def lattice(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """Two knobs of each family grow apart: a stage waits for its neighbours below on both.

    The first knob is fixed at each of three values; the level moves the others. A family with one
    knob gets a ladder.
    """
    made = []
    for family in families:
        knob = _first_number(family)
        if knob is None:
            made += ladder([family], count, rng)
            continue
        rows = levels(max(2, count // 2), rng)
        cells: dict[tuple[int, int], Stage] = {}
        for (i, column), (j, level) in product(enumerate(THIRDS), enumerate(rows)):
            value = source(family, seed=0, level=column).params.model_dump(mode="json")[knob]
            below = [cells[at] for at in ((i - 1, j), (i, j - 1)) if at in cells]
            if any(_same(cell, level, knob, value) for cell in cells.values()):
                continue
            name = f"{family}@{level:g} {knob}={value}"
            cells[i, j] = stage(
                family,
                level,
                needs=below,
                params={knob: value},
                depth=(column + level) / 2,
                name=name,
            )
        made += list(cells.values())
    return made


def _same(cell: Stage, level: float, knob: str, value: Any) -> bool:
    return cell.level == level and cell.params.get(knob) == value


def _first_number(family: str) -> str | None:
    """The family's first knob, if it has more than one; where fixing it is allowed."""
    low = source(family, seed=0, level=0.0).params.model_dump(mode="json")
    high = source(family, seed=0, level=1.0).params.model_dump(mode="json")
    moved = [name for name in low if low[name] != high[name]]
    for name in moved if len(moved) > 1 else []:
        try:
            for a, b in product((0.0, 0.5, 1.0), repeat=2):
                value = source(family, seed=0, level=a).params.model_dump(mode="json")[name]
                source(family, seed=0, level=b, params={name: value})
        except UsageError:
            continue
        return name
    return None


def tree(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """Families branch: each later family opens from a random stage of an earlier one."""
    made: list[Stage] = []
    for family in families:
        below = [made[int(rng.integers(0, len(made)))]] if made else []
        for level in levels(count, rng):
            below = [stage(family, level, needs=below)]
            made += below
    return made


def spiral(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """Turn by turn through all families, a level higher each time, with a review between turns.

    Source: Bruner 1960, "The process of education": the spiral curriculum.
    """
    made: list[Stage] = []
    rises = {family: levels(count, rng) for family in families}
    latest: dict[str, Stage] = {}
    gate: list[Stage] = []
    for turn in range(count):
        for family in families:
            needs = ([latest[family]] if family in latest else []) + gate
            latest[family] = stage(family, rises[family][turn], needs=needs)
            made.append(latest[family])
        if turn + 1 < count:
            old = latest[families[int(rng.integers(0, len(families)))]]
            name = f"review {turn + 1}: {old.name}"
            needs = list(latest.values())
            gate = [stage(old.family, old.level, needs=needs, review=True, name=name)]
            made += gate
    return made


def meta(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """Held-out splits: a third of the families, and the top level of the rest, are never taught.

    Source: the ML splits of Meta-World (Yu et al. 2020, arXiv:1910.10897).
    """
    order = [families[i] for i in rng.permutation(len(families))]
    out = order[: len(order) // 3]
    made = []
    for family in order[len(out) :]:
        below: list[Stage] = []
        *taught, top = levels(count + 1, rng)
        for level in taught:
            below = [stage(family, level, needs=below)]
            made += below
        made.append(stage(family, top, name=f"held out: {family}@{top:g}"))
    for family in out:
        made += [
            stage(family, level, name=f"held out: {family}@{level:g}")
            for level in levels(count, rng)
        ]
    return made


def continual(families: list[str], count: int, rng: np.random.Generator) -> list[Stage]:
    """One family after the other, none left open in parallel, each reviewed at the end.

    Source: task sequences of continual learning, as in Continual World (Wolczyk et al. 2021).
    """
    made: list[Stage] = []
    below: list[Stage] = []
    for family in (families[i] for i in rng.permutation(len(families))):
        for level in levels(count, rng):
            below = [stage(family, level, needs=below)]
            made += below
        if len(made) > count:
            old = made[int(rng.integers(0, len(made) - count))]
            while old.review:
                old = made[made.index(old) - 1]
            name = f"review {len(made)}: {old.name}"
            below = [stage(old.family, old.level, needs=below, review=True, name=name)]
            made += below
    return made


THIRDS = (0.0, 0.5, 1.0)
"""Levels of the knob that a lattice fixes."""

Template = Callable[[list[str], int, np.random.Generator], list[Stage]]

TEMPLATES: dict[str, Template] = {
    "ladder": ladder,
    "lattice": lattice,
    "tree": tree,
    "spiral": spiral,
    "meta": meta,
    "continual": continual,
}
"""Every template by name."""


def saturn(family: str, steps: Sequence[dict[str, Any]], *, seed: int) -> Course:
    """SATURN's own kind of ladder: explicit params, one stage after the other.

    Source: SATURN (arXiv:2505.16368), section 3.3: (n, k, l) grows step by step.

    Raises:
        UsageError: for an unknown family, or params that it does not take.
    """
    made: list[Stage] = []
    for i, params in enumerate(steps):
        told = ", ".join(f"{name}={value}" for name, value in params.items())
        level = i / max(1, len(steps) - 1)
        made.append(stage(family, level, needs=made[-1:], params=params, name=f"{i + 1}: {told}"))
    title = f"{family} in {len(steps)} steps"
    return check(Course(title=title, template="saturn", seed=seed, stages=tuple(made)))
