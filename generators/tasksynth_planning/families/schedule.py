"""`planning.schedule`: the order of a workshop's steps after which all jobs are done earliest."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.rng import Dice
from tasksynth_planning.shops.branching import TooManyNodes, best_order
from tasksynth_planning.shops.rules import (
    RULES,
    best_rule,
    drawn_by_lot,
    ruled,
    ruled_from_the_end,
    smallest_part,
)
from tasksynth_planning.shops.timing import Shop, finished, steps_of, timed

LETTERS = "ABCDEFGH"
_MACHINES = ("lathe", "mill", "drill", "saw", "press", "grinder", "welder", "oven")
_ITEM = re.compile(r"[^\W_]+")
_ARROW = re.compile(r"\\(?:to|(?:long)?rightarrow)(?![a-zA-Z])")
_NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_TALK = frozenset([
    "then", "and", "job", "jobs", "start", "next", "finally", "first", "the", "step", "steps",
    "followed", "by", "final", "answer", "plan", "order", "sequence", "schedule", "is",
])  # fmt: skip
"""Words of an answer that change nothing."""
_TRIES = 40
"""Shops that are drawn before a draw is given up."""
_LOTS = 10
"""Orders of chance that are tried on every draw."""

_FLOORS = ((14, 0.38), (18, 0.25), (26, 0.16))
"""By the number of steps, with room above what 400 tasks showed: .33, .19, .12, and .09 of 30."""
END = "from the end"


class ScheduleParams(Params):
    """How much work there is, and for how many machines."""

    jobs: Annotated[int, Field(ge=2, le=8), Knob(3, 6.4)] = 4
    """Jobs, each a row of steps."""
    machines: Annotated[int, Field(ge=2, le=6), Knob(3, 5)] = 4
    """Machines."""
    steps: Annotated[int, Field(ge=2, le=6), Knob(3, 5)] = 4
    """Steps of each job; a job may come back to a machine."""
    late: Annotated[float, Field(ge=0, le=1)] = 0.3
    """Share of the jobs that arrive later than the others."""
    most: Annotated[int, Field(ge=100, le=100_000)] = 6000
    """Nodes that proving the best order may take."""


class ScheduleInstance(Model):
    """A workshop's day, with a best order."""

    shop: Shop
    names: tuple[str, ...]
    """Of the machines."""
    order: tuple[int, ...]
    naive: int
    """When all is done by the best rule of thumb, in minutes."""
    nodes: int
    """Of the search that proves the best order."""


class JobShop(Family[ScheduleParams, ScheduleInstance]):
    """Order a workshop's steps so that all jobs are done earliest; close plans earn a part."""

    name = "planning.schedule"
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, close=0.4)

    def generate(self, p: ScheduleParams, rng: np.random.Generator) -> ScheduleInstance | None:
        """Jobs of chance; rules of thumb and orders of chance must all be wrong."""
        dice = Dice(rng)
        for _ in range(_TRIES):
            if (x := _kept(_draw_shop(dice, p), p.most, dice)) is not None:
                names = list(_MACHINES)
                dice.shuffle(names)
                return x.model_copy(update={"names": tuple(names[: p.machines])})
        return None

    def prompt(self, x: ScheduleInstance) -> str:
        jobs = "\n".join(
            f"{LETTERS[job]}: "
            + ", ".join(f"{x.names[machine]} {minutes}" for machine, minutes in steps)
            + (f" (arrives after {x.shop.arrives[job]} minutes)" if x.shop.arrives[job] else "")
            for job, steps in enumerate(x.shop.jobs)
        )
        return (
            "In a workshop, each job is a row of steps that follow one another, each on a machine "
            "and with the minutes that it takes:\n\n"
            f"{jobs}\n\nA machine does one step at a time, and a step is never interrupted. In "
            "which order should the steps be planned, so that the last job is done as early as "
            "possible? A plan is a row of the jobs' letters, each job as often as it has steps: "
            "its first letter is its first step, and so on. Each step in turn starts as early as "
            "it can after the step before it of its job and after all the steps that were planned "
            "before on its machine. Any best plan will do; one that is better than the usual rules "
            "of thumb earns a part.\n\nEnd with a line that begins with “Answer:” and lists the "
            f"{steps_of(x.shop)} letters, separated by commas."
        )

    def verify(self, x: ScheduleInstance, answer: str) -> Verdict:
        try:
            order = _read(answer, x.shop)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        end, least = finished(x.shop, order), finished(x.shop, x.order)
        if end == least:
            return self.rubric(best=1.0, close=1.0)
        last = next(LETTERS[job] for job, *_, done in timed(x.shop, order) if done == end)
        why = f"job {last} is done after {end} minutes, {end - least} later than need be"
        close = max(0.0, (x.naive - end) / (x.naive - least))
        return self.rubric(best=0.0, close=close, why=why)

    def solve(self, x: ScheduleInstance) -> str:
        return _written(x.order)

    def measure(self, x: ScheduleInstance) -> dict[str, float]:
        """`nodes`: what branch and bound visits; `naive_gap`: what rules of thumb lose."""
        least = finished(x.shop, x.order)
        return {
            "steps": steps_of(x.shop),
            "nodes": x.nodes,
            "best": least,
            "naive_gap": x.naive / least - 1,
        }

    def canonical(self, x: ScheduleInstance) -> Any:
        return x.shop.model_dump(mode="json")

    def baselines(self, x: ScheduleInstance) -> dict[str, str]:
        dice = Dice(np.random.Generator(np.random.Philox(key=x.naive)))
        orders = {name: ruled(x.shop, key) for name, key in RULES.items()}
        orders |= {f"{END}: {name}": ruled_from_the_end(x.shop, key) for name, key in RULES.items()}
        orders |= {
            "by lot": drawn_by_lot(x.shop, dice),
            "the smallest part": ruled(x.shop, smallest_part),
            f"{END}: the smallest part": ruled_from_the_end(x.shop, smallest_part),
        }
        return {name: _written(order) for name, order in orders.items()}

    def floor(self, p: ScheduleParams) -> float:
        """What one rule gets that no draw is tried with, such as one that plans from the end."""
        steps = p.jobs * p.steps
        return next((floor for most, floor in _FLOORS if steps < most), 0.12)


def _kept(shop: Shop, most: int, dice: Dice) -> ScheduleInstance | None:
    """The task that a shop is, its machines without names, if it cannot be solved by accident."""
    naive = best_rule(shop)
    try:
        order, nodes = best_order(shop, most)
    except TooManyNodes:
        return None
    least = finished(shop, order)
    lots = (finished(shop, drawn_by_lot(shop, dice)) for _ in range(_LOTS))
    if naive == least or any(end == least for end in lots):
        return None
    return ScheduleInstance(shop=shop, names=(), order=tuple(order), naive=naive, nodes=nodes)


def _draw_shop(dice: Dice, p: ScheduleParams) -> Shop:
    jobs = []
    for _ in range(p.jobs):
        machines = list(range(p.machines))
        dice.shuffle(machines)
        while len(machines) < p.steps:
            machines.insert(dice.below(len(machines) + 1), dice.below(p.machines))
        jobs.append(tuple((machine, dice.between(2, 15)) for machine in machines[: p.steps]))
    late = round(p.late * p.jobs)
    arrives = [dice.between(3, 20) if job < late else 0 for job in range(p.jobs)]
    dice.shuffle(arrives)
    return Shop(machines=p.machines, jobs=tuple(jobs), arrives=tuple(arrives))


def _written(order: Sequence[int]) -> str:
    return f"Answer: {', '.join(LETTERS[job] for job in order)}"


def _read(answer: str, shop: Shop) -> list[int]:
    counts = [len(steps) for steps in shop.jobs]
    known = LETTERS[: len(counts)]

    def read(text: str) -> list[int]:
        order: list[int] = []
        numbers: list[int] = []
        text = _ARROW.sub(" ", text)
        text = text.upper() if text.islower() else text
        for item in _ITEM.findall(plain(text)):
            if item in known and len(item) == 1:
                order.append(known.index(item))
            elif set(item) <= set(known) and len(item) == sum(counts):
                order += [known.index(letter) for letter in item]
            elif number := _NUMBER.fullmatch(item):
                numbers.append(int(number[1]))
            elif item.lower() not in _TALK:
                raise Unreadable(f"{item[:40]!r} is no job of this workshop")
        if [order.count(job) for job in range(len(counts))] != counts:
            wanted = ", ".join(f"{known[job]} {count}" for job, count in enumerate(counts))
            raise Unreadable(f"want each job as often as it has steps ({wanted} times)")
        if sorted(numbers) == list(range(1, len(order) + 1)):
            return [job for _, job in sorted(zip(numbers, order, strict=True))]
        return order

    return read_final(answer, read, asked="line")
