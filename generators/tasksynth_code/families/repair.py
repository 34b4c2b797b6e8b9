"""`code.repair`: a program with one mistake that its examples do not show."""

from contextlib import suppress
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Needs, Rubric, Verdict
from tasksynth.rng import Dice
from tasksynth_code.families.shared import (
    RULES,
    coded,
    examples,
    features,
    guesses,
    needs,
    verdict_on,
)
from tasksynth_code.families.write import WriteInstance, WriteParams, described
from tasksynth_code.making.task import PROGRAMS, KnownCall, MadeProgram, draw_made
from tasksynth_code.suites.grow import Case, differs
from tasksynth_code.suites.mutate import sites
from tasksynth_code.suites.running import TickingRun, Wrong, ticking, untick

TRIES = 60
"""Mistakes that are looked at for one program."""
LOOKED_AT = 80
"""Inputs that say how often a mistake shows."""
RAREST = 0.02
CRASHING = 0.3
"""Of the inputs on which a mistake shows, those at most on which the program raises."""


class RepairCodeParams(WriteParams):
    """How large the program is, and how well its mistake hides."""

    shows: Annotated[float, Field(ge=0.1, le=1), Knob(0.9, 0.25)] = 0.6
    """The share of inputs at most on which the result is wrong."""


class RepairCodeInstance(WriteInstance):
    """A program with a mistake, beside what it should be."""

    broken: str
    shows: float
    """The share of inputs on which the result is wrong."""


class RepairCode(Family[RepairCodeParams, RepairCodeInstance]):
    """A function with one mistake, and what it should do: mend it."""

    name = "code.repair"
    version = 3
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0, share=0.0)
    timeout_s = 60.0
    checked = 4

    def generate(self, p: RepairCodeParams, rng: np.random.Generator) -> RepairCodeInstance | None:
        dice = Dice(rng)
        for _ in range(PROGRAMS):
            made = draw_made(dice, p.shape())
            shown = made.shown(dice, p.shown) if made else ()
            if made is None or len(shown) < p.shown:
                continue
            if found := _mistake(dice, made, shown, p.shows):
                broken, shows = found
                return RepairCodeInstance(**described(made, shown), broken=broken, shows=shows)
        return None

    def prompt(self, x: RepairCodeInstance) -> str:
        return (
            f"This Python function has one mistake:\n\n```\n{x.broken.rstrip()}\n```\n\n"
            f"It should do this.\n\n{x.statement}\n\n"
            f"These results it gets right all the same:\n\n{examples(x.shown)}\n\n"
            f"Mend it. {RULES}"
        )

    def verify(self, x: RepairCodeInstance, answer: str) -> Verdict:
        return verdict_on(self.rubric, answer, x.program, x.source, x.hidden)

    def solve(self, x: RepairCodeInstance) -> str:
        return coded(x.program)

    def measure(self, x: RepairCodeInstance) -> dict[str, float]:
        return features(x.program, x.hidden) | {"steps": float(x.steps), "shows": x.shows}

    def canonical(self, x: RepairCodeInstance) -> Any:
        return [x.statement, x.broken]

    def needs(self, x: RepairCodeInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: RepairCodeInstance) -> dict[str, str]:
        return {
            "as it is": coded(x.broken),
            "with a comment": coded(f"{x.broken.rstrip()}  # mended"),
            "a change by chance": coded(_changed(x)),
        } | guesses(x.arguments, x.shown)

    def floor(self, p: RepairCodeParams) -> float:
        """A small change by chance, of those that keep the examples, mends short programs."""
        if p.rank < 2:
            return 0.25 if p.rank == 0 else 0.18
        return 0.04 if p.apart else 0.08


def _changed(x: RepairCodeInstance) -> str:
    """The program with one small change, drawn from those that keep the examples right."""
    tree = ticking(x.broken)
    places = sites(tree)
    Dice(np.random.Generator(np.random.PCG64(len(x.broken)))).shuffle(places)
    for place in places:
        with suppress(SyntaxError, ValueError, TypeError), place.mutated():
            run, text = TickingRun(tree), untick(tree)
            if not any(differs(run(one.arguments), one.result) for one in x.shown):
                return text
    return x.broken


def _mistake(
    dice: Dice, made: MadeProgram, shown: tuple[KnownCall, ...], most: float
) -> tuple[str, float] | None:
    """A program with a mistake that no shown example shows, and how often it does show.

    It is one that the suite tells from the program. It seldom makes the program raise.
    """
    tree = ticking(made.program)
    places = sites(tree)
    dice.shuffle(places)
    examples = [Case(one.arguments, one.result) for one in shown]
    some = made.pool[:LOOKED_AT]
    for place in places[:TRIES]:
        with place.mutated():
            try:
                run, text = TickingRun(tree), untick(tree)
            except (SyntaxError, ValueError, TypeError):
                continue
        if any(differs(run(one.arguments), one.result) for one in examples):
            continue
        values = [(run(one.arguments), one.result) for one in some]
        wrong = [value for value, result in values if differs(value, result)]
        raised = sum(isinstance(value, Wrong) for value in wrong)
        share = len(wrong) / len(some)
        if not RAREST <= share <= most or raised > CRASHING * len(wrong):
            continue
        if any(differs(run(one.arguments), one.result) for one in made.suite.cases):
            return text, round(share, 3)
    return None
