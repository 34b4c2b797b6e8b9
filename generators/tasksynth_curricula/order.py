"""Put skills into an order in which each comes after what it builds on."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_curricula.graphs import Skills, draw_skills, read_names, tell

LEAST = 6
"""Skills from which on no simple rule may be right."""
GUESSED = {3: 0.68, 4: 0.3, 5: 0.15}
"""The most that simple rules solve of fewer, by their number, if none has a second need."""


class OrderParams(Params):
    """How many skills, how tangled."""

    skills: Annotated[int, Knob(6, 40, log=True), Field(ge=3, le=60)] = 6
    """Skills to order. No level has fewer than 6: of 3 to 5, a nursery, one order alone is right,
    and simple rules find it now and then."""
    extra: Annotated[float, Knob(0.05, 0.3), Field(ge=0, le=1)] = 0.1
    """Chance of each further edge to one of the six skills before."""


class Ordering(Model):
    """Skills, and the order in which the prompt lists them."""

    skills: Skills
    listed: tuple[int, ...]


class Order(Family[OrderParams, Ordering]):
    """Order skills so that each comes after all it builds on; any such order is right.

    A random order is right with probability at most 1 / (length of the longest chain)!, which is
    kept under 1/100.
    """

    name = "curricula.order"
    effort = "skills"
    rubric = Rubric(gate="ordered", ordered=1.0, kept=0.0)

    def generate(self, p: OrderParams, rng: np.random.Generator) -> Ordering | None:
        skills = draw_skills(p.skills, p.extra, rng)
        listed = tuple(rng.permutation(p.skills).tolist())
        x = Ordering(skills=skills, listed=listed)
        if (
            p.skills < LEAST
        ):  # what simple rules leave of so few orders would give the right one away
            return x if skills.chain() == p.skills else None
        trivial = (listed, listed[::-1], _alphabetical(x), _by_count(x))
        if skills.chain() < 5 or any(broken(x, order) == 0 for order in trivial):
            return None
        return x

    def prompt(self, x: Ordering) -> str:
        return (
            "A course is to teach these skills, each of which builds on others:\n\n"
            f"{tell(x.skills, x.listed)}\n\n"
            "Put all of them into an order in which every skill comes after all that it builds on. "
            'End with a line that begins with "Answer:" and lists all names, separated by commas.'
        )

    def verify(self, x: Ordering, answer: str) -> Verdict:
        try:
            order = read_names(answer, x.skills.names)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if len(order) != len(set(order)) or len(order) != len(x.listed):
            why = f"want each of the {len(x.listed)} skills once, got {len(order)} names"
            return self.rubric(ordered=0.0, kept=0.0, why=why)
        edges = sum(map(len, x.skills.needs))
        wrong = broken(x, order)
        why = f"{wrong} of {edges} dependencies come too late" if wrong else ""
        return self.rubric(ordered=float(not wrong), kept=1 - wrong / edges, why=why)

    def solve(self, x: Ordering) -> str:
        return "Answer: " + ", ".join(x.skills.names)

    def work(self, x: Ordering) -> str:
        """Take skills one by one, each when all that it builds on is there."""
        steps = []
        for name, needs in zip(x.skills.names, x.skills.needs, strict=True):
            there = ", ".join(x.skills.names[i] for i in sorted(needs))
            steps.append(f"{name} builds on {there or 'nothing'}: it comes next.")
        return "\n".join([*steps, self.solve(x)])

    def measure(self, x: Ordering) -> dict[str, float]:
        edges = sum(map(len, x.skills.needs))
        return {
            "skills": len(x.listed),
            "edges": edges,
            "chain": x.skills.chain(),
            "inversions": broken(x, x.listed) / edges,
        }

    def baselines(self, x: Ordering) -> dict[str, str]:
        def say(order: tuple[int, ...]) -> str:
            return ", ".join(x.skills.names[i] for i in order)

        return {
            "as listed": say(x.listed),
            "backwards": say(x.listed[::-1]),
            "alphabetical": say(_alphabetical(x)),
            "fewest direct needs first": say(_by_count(x)),
        }

    def floor(self, p: OrderParams) -> float:
        """In a nursery, whoever counts what each skill builds on: the more, the more there is."""
        if p.skills >= LEAST:
            return 0.01
        return GUESSED[p.skills] + (1 - GUESSED[p.skills]) * p.extra


def broken(x: Ordering, order: tuple[int, ...] | list[int]) -> int:
    """Dependencies that an order violates."""
    place = {skill: i for i, skill in enumerate(order)}
    needs = enumerate(x.skills.needs)
    return sum(place[need] > place[skill] for skill, direct in needs for need in direct)


def _alphabetical(x: Ordering) -> tuple[int, ...]:
    return tuple(sorted(x.listed, key=lambda i: x.skills.names[i]))


def _by_count(x: Ordering) -> tuple[int, ...]:
    return tuple(sorted(x.listed, key=lambda i: len(x.skills.needs[i])))
