"""Drawing a plan: steps that fit one another."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_code.making.plan import PlanStep, ProgramPlan
from tasksynth_code.patterns import CONDITIONS, JOINS, PATTERNS, Kind

SOURCES: tuple[Kind, ...] = (
    "ints", "ints", "text", "words", "grid", "dates", "spans", "graph", "expr", "coded", "commands",
)  # fmt: skip
REPEATED = (
    "differences", "bubble pass", "halve or triple", "window sums", "cancel pairs",
    "cancel letters", "neighbour sums", "shuffle halves", "digit sums", "frequencies",
    "one of each run",
    "running sums", "peaks", "turn",
)  # fmt: skip
"""What may be done several times, each time with another result."""


def draw_plan(
    dice: Dice, *, steps: int, rank: int, decisions: int, apart: bool, source: Kind | None = None
) -> ProgramPlan | None:
    """A plan of so many steps; None where the steps that were drawn lead nowhere.

    Args:
        dice: Chance.
        steps: Patterns, all together.
        rank: The highest rank of a pattern.
        decisions: Steps that are decided or repeated, at most.
        apart: Whether two lists of steps begin with the input.
        source: The form of the input; drawn without.
    """
    begins: Kind = dice.of(SOURCES) if source is None else source
    if not apart:
        drawn = _chain(dice, begins, steps, rank, decisions, None)
        return ProgramPlan(source=begins, steps=drawn) if drawn else None
    join = dice.of(tuple(JOINS))
    kind = JOINS[join][0]
    first = _chain(dice, begins, steps - steps // 2, rank, (decisions + 1) // 2, kind)
    other = _chain(dice, begins, steps // 2, rank, decisions // 2, kind)
    if not first or not other or first == other:
        return None
    return ProgramPlan(source=begins, steps=first, aside=other, join=join)


def _chain(
    dice: Dice, source: Kind, steps: int, rank: int, decisions: int, ends: Kind | None
) -> tuple[PlanStep, ...]:
    """Steps in a row; none where the last one cannot be of the kind asked for."""
    kind = source
    chain: list[PlanStep] = []
    special = {dice.below(steps) for _ in range(decisions)}
    for i in range(steps):
        left = steps - 1 - i
        options = [
            name
            for name, one in PATTERNS.items()
            if one.takes == kind
            and one.rank <= rank
            and all(name != step.name for step in chain)
            and (left == 0 or one.gives != "int" or (left == 1 and ends in (None, "int")))
            and (ends is None or left > 0 or one.gives == ends)
        ]
        if not options:
            return ()
        top = [name for name in options if PATTERNS[name].rank == rank]
        step = _drawn(dice, dice.of(top if top and dice.below(2) == 0 else options))
        chain.append(_special(dice, step, options) if i in special else step)
        kind = step.pattern.gives
    return tuple(chain)


def _drawn(dice: Dice, name: str) -> PlanStep:
    choices = {key: dice.of(values) for key, values in PATTERNS[name].choices.items()}
    return PlanStep(name=name, choices=choices)


def _special(dice: Dice, step: PlanStep, options: Sequence[str]) -> PlanStep:
    """The step several times, or only where a condition holds; as it is if neither can be."""
    if step.name in REPEATED and dice.below(2) == 0:
        return step.model_copy(update={"times": dice.between(2, 3)})
    one = step.pattern
    others = [name for name in options if name != step.name and PATTERNS[name].gives == one.gives]
    conditions = [cond for cond in CONDITIONS.values() if cond.of == one.takes]
    if not others or not conditions:
        return step
    condition = dice.of(conditions)
    limits = {key: dice.of(values) for key, values in condition.choices.items()}
    return step.model_copy(
        update={
            "when": condition.name, "limits": limits, "other": _drawn(dice, dice.of(others)),
        }
    )  # fmt: skip
