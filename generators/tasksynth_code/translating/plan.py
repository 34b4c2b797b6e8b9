"""Drawing which twins a program calls, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.making.inputs import TOP
from tasksynth_code.translating.library import CONDITIONS, TWINS, TwinCondition
from tasksynth_code.translating.twin import NAMES, Language, Twin, TwinKind

TRIES = 200
"""Rows of twins that are drawn until one has the traps that are asked for."""
SOURCES: tuple[TwinKind, ...] = ("ints", "ints", "text", "coded")


@dataclass(frozen=True)
class TwinStep:
    """A function with its choices, and where it is called only on a condition, another one."""

    twin: Twin
    filling: dict[str, Any]
    """Choices and names, by their marks."""
    condition: TwinCondition | None = None
    limits: dict[str, Any] | None = None
    other: "TwinStep | None" = None

    def each(self) -> tuple["TwinStep", ...]:
        """The step, and the other one."""
        return (self,) if self.other is None else (self, self.other)


@dataclass(frozen=True)
class TwinPlan:
    """Functions in a row, from an input to a result."""

    language: Language
    source: TwinKind
    steps: tuple[TwinStep, ...]

    @property
    def gives(self) -> TwinKind:
        """What the last one gives."""
        return self.steps[-1].twin.gives

    def functions(self) -> tuple[TwinStep, ...]:
        """All functions, in the order of the text."""
        return tuple(one for step in self.steps for one in step.each())


def draw_twins(
    dice: Dice, language: Language, *, steps: int, rank: int, decisions: int, traps: int
) -> TwinPlan | None:
    """A row of so many twins with so many kinds of traps; None where none was drawn."""
    for _ in range(TRIES):
        source = dice.of(SOURCES)
        row = _row(dice, language, source, steps, rank, decisions)
        found = frozenset(trap for twins in row for one in twins for trap in one.traps)
        if row and len(found) == traps:
            return TwinPlan(language, source, with_choices(dice, row))
    return None


def _row(
    dice: Dice, language: Language, source: TwinKind, steps: int, rank: int, decisions: int
) -> list[tuple[Twin, ...]]:
    """Twins that fit one another, two where a decision is; none where the row leads nowhere."""
    kind, largest, row = source, TOP, list[tuple[Twin, ...]]()
    decided = {dice.below(steps) for _ in range(decisions)}
    used, coarse = set[str](), False
    for i in range(steps):
        left = steps - 1 - i
        options = [
            one
            for one in TWINS[language].values()
            if one.takes == kind and one.rank <= rank and one.most >= largest
            and one.name not in used and _goes_on(one, left) and not (one.coarse and coarse)
        ]  # fmt: skip
        if not options:
            return []
        twin = dice.of(options)
        kin = [
            one for one in options
            if one is not twin and (one.gives, one.returns) == (twin.gives, twin.returns)
        ]  # fmt: skip
        twins = (twin, dice.of(kin)) if i in decided and kin else (twin,)
        used |= {one.name for one in twins}
        coarse |= any(one.coarse for one in twins)
        row.append(twins)
        kind, largest = twin.gives, max(one.top(largest) for one in twins)
    return row


def _goes_on(twin: Twin, left: int) -> bool:
    """Whether enough can follow: few take numbers, and none takes a label."""
    if twin.gives == "label":
        return left == 0
    return twin.gives != "int" or left <= 1


def with_choices(dice: Dice, row: Sequence[tuple[Twin, ...]]) -> tuple[TwinStep, ...]:
    """Twins, each with choices and names, and a condition where there are two."""
    names = {"solve"}
    steps = []
    for twins in row:
        some = [TwinStep(one, _choices(dice, one, names)) for one in twins]
        if len(some) == 1:
            steps.append(some[0])
            continue
        condition = dice.of([one for one in CONDITIONS if twins[0].takes in one.of])
        limits = {key: dice.of(values) for key, values in condition.choices.items()}
        steps.append(TwinStep(some[0].twin, some[0].filling, condition, limits, some[1]))
    return tuple(steps)


def _choices(dice: Dice, twin: Twin, used: set[str]) -> dict[str, Any]:
    """Choices, names of variables, and a name of the function that no other has."""
    filling: dict[str, Any] = {}
    for key, values in twin.choices.items():
        parts = key.split("_")
        value = dice.of(values)
        filling |= dict(zip(parts, (value,) if len(parts) == 1 else value, strict=True))
    called = [name for name in twin.called if name not in used]
    filling["f"] = dice.of(called or [f"{twin.called[0]}2"])
    used.add(filling["f"])
    return {mark: dice.of(names) for mark, names in NAMES.items()} | filling
