"""`text.pipeline_order`: in which order do machines turn one text into another?"""

from math import perm
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_text.machines.orders import cheap, share
from tasksynth_text.machines.steps import KINDS, MachineStep, Text, apply, draw, run, say
from tasksynth_text.reading import ENGLISH_LISTS, known_names, read_names
from tasksynth_text.recall.names import THINGS

NAMES = (
    *(
        "auger",
        "bellows",
        "churn",
        "crane",
        "drill",
        "forge",
        "furnace",
        "grinder",
        "hoist",
        "kiln",
    ),
    *("lathe", "loom", "mangle", "mill", "press", "pump", "roller", "sieve", "turbine", "winch"),
)
ALIKE = 2
"""Machines of a kind that is about a word, at most."""
RIGHT = 6
"""Orders that are right, at most, where there are few in all."""
LEAST = 2
"""Lines that the text never has fewer of on its way."""


class PipelineParams(Params):
    """The machines and the text."""

    steps: Annotated[int, Field(ge=4, le=12), Knob(4, 10)] = 6
    """Machines that are used."""
    spare: Annotated[int, Field(ge=0, le=4), Knob(1, 3)] = 1
    """Machines that are not."""
    lines: Annotated[int, Field(ge=3, le=20), Knob(4, 12)] = 6
    """Lines of the text."""
    rank: Annotated[int, Field(ge=0, le=10), Knob(4, 9)] = 5
    """Machines, at most, whose effect depends much on when they run."""


class PipelineInstance(Model):
    """A text, machines in the order in which they are listed, and what comes out."""

    text: tuple[tuple[str, ...], ...]
    machines: tuple[MachineStep, ...]
    order: tuple[str, ...]
    """Names of machines in an order that is right."""
    outcome: tuple[tuple[str, ...], ...]
    share: float
    """Of all orders, those that are right; an estimate where there are many."""


class PipelineOrder(Family[PipelineParams, PipelineInstance]):
    """Find the order in which machines, each of which changes a text, turn it into another."""

    name = "text.pipeline_order"
    effort = "orders"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0)
    checked = 20

    def generate(self, p: PipelineParams, rng: np.random.Generator) -> PipelineInstance | None:
        dice = Dice(rng)
        vocabulary = _chosen(dice, THINGS, 12)
        text = tuple(
            tuple(dice.of(vocabulary) for _ in range(dice.between(3, 6))) for _ in range(p.lines)
        )
        machines = _machines(dice, p, vocabulary)
        order = _order(text, machines, p.steps)
        if order is None:
            return None
        outcome = run(text, order)
        dice.shuffle(machines)
        if any(
            run(text, one) == outcome for one in cheap(text, machines, p.steps, outcome).values()
        ):
            return None
        right = share(dice, text, machines, p.steps, outcome)
        if right > self.floor(p):
            return None
        return PipelineInstance(
            text=text,
            machines=tuple(machines),
            order=tuple(step.name for step in order),
            outcome=outcome,
            share=right,
        )

    def prompt(self, x: PipelineInstance) -> str:
        machines = "\n".join(f"- {step.name}: {say(step)}" for step in x.machines)
        machines_used = "Each machine is used exactly once: in which order"
        if spare := len(x.machines) - len(x.order):
            machines_used = (
                f"Exactly {len(x.order)} of the {len(x.machines)} machines are used, none of them "
                f"twice, and {spare} not at all: which ones, and in which order"
            )
        return (
            "A text goes through machines, one after the other. Words are set apart by spaces; a "
            f"line that has no words left is gone.\n\nThe machines:\n{machines}\n\nThe text:\n\n"
            f"{_shown(x.text)}\n\nWhat comes out of the last machine:\n\n{_shown(x.outcome)}\n\n"
            f"{machines_used}? If several orders give this, any one of them will do. End with a "
            "line that begins with “Answer:” and gives the names of the machines in the order in "
            "which they are used, separated by commas."
        )

    def verify(self, x: PipelineInstance, answer: str) -> Verdict:
        known = {step.name: step for step in x.machines}
        forms = {name: (name, f"{name} machine") for name in known}
        try:
            order = read_names(answer, len(x.order), known_names(forms, ENGLISH_LISTS))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if twice := next((name for name in order if order.count(name) > 1), None):
            return self.rubric(solved=0.0, why=f"the {twice} is used twice")
        found = run(x.text, [known[name] for name in order])
        if found == x.outcome:
            return self.rubric(solved=1.0)
        return self.rubric(solved=0.0, why=_unlike(found, x.outcome))

    def solve(self, x: PipelineInstance) -> str:
        return _written(x.order)

    def work(self, x: PipelineInstance) -> str:
        """The text after each machine."""
        known = {step.name: step for step in x.machines}
        text, lines = x.text, []
        for name in x.order:
            text = apply(text, known[name])
            lines.append(f"After the {name}, which {say(known[name])}:\n\n{_shown(text)}")
        return "\n\n".join([*lines, f"That is what comes out.\n\n{_written(x.order)}"])

    def measure(self, x: PipelineInstance) -> dict[str, float]:
        """`orders` that there are to choose from; chance gets `chance` of them right."""
        return {
            "orders": perm(len(x.machines), len(x.order)),
            "chance": x.share,
            "steps": len(x.order),
            "machines": len(x.machines),
            "words": sum(map(len, x.text)),
        }

    def canonical(self, x: PipelineInstance) -> Any:
        """The machines in any order, whatever they are called."""
        does = sorted([step.kind, *step.words, str(step.number)] for step in x.machines)
        return [x.text, x.outcome, does, len(x.order)]

    def baselines(self, x: PipelineInstance) -> dict[str, str]:
        guessed = cheap(x.text, x.machines, len(x.order), x.outcome)
        return {name: _written([step.name for step in order]) for name, order in guessed.items()}

    def floor(self, p: PipelineParams) -> float:
        """What chance gets."""
        return max(0.02, RIGHT / perm(p.steps + p.spare, p.steps))


def _machines(dice: Dice, p: PipelineParams, vocabulary: list[str]) -> list[MachineStep]:
    """In the order of their use, those that are not used at the end."""
    names = _chosen(dice, NAMES, p.steps + p.spare)
    machines: list[MachineStep] = []
    while len(machines) < len(names):
        kind = dice.of(list(KINDS))
        alike = sum(step.kind == kind for step in machines)
        ranks = sum(KINDS[step.kind].rank for step in machines)
        if (
            alike >= (ALIKE if KINDS[kind].words else 1)
            or ranks + KINDS[kind].rank > p.rank + p.spare
        ):
            continue
        machines.append(draw(dice, names[len(machines)], kind, vocabulary))
    return machines


def _order(text: Text, machines: list[MachineStep], steps: int) -> list[MachineStep] | None:
    """The first machines, if each of them changes something and none leaves too little."""
    for step in machines[:steps]:
        before, text = text, apply(text, step)
        if text == before or len(text) < LEAST:
            return None
    return machines[:steps]


def _chosen(dice: Dice, names: tuple[str, ...], count: int) -> list[str]:
    chosen = list(names)
    dice.shuffle(chosen)
    return chosen[:count]


def _shown(text: Text) -> str:
    return "\n".join(" ".join(line) for line in text)


def _written(names: tuple[str, ...] | list[str]) -> str:
    return f"Answer: {', '.join(names)}"


def _unlike(found: Text, outcome: Text) -> str:
    for i, (line, wanted) in enumerate(zip(found, outcome, strict=False), 1):
        if line != wanted:
            return f"line {i} comes out as {' '.join(line)[:60]!r}, want {' '.join(wanted)[:60]!r}"
    return f"{len(found)} lines come out, want {len(outcome)}"
