"""A job shop, and what an order of starts takes."""

from collections.abc import Sequence

from tasksynth_schemas import Model


class Shop(Model):
    """Jobs of steps that follow one another, each on a machine that does one step at a time."""

    machines: int
    jobs: tuple[tuple[tuple[int, int], ...], ...]
    """For each job its steps: machine, and minutes."""
    arrives: tuple[int, ...]
    """Minutes after which a job can begin."""


Step = tuple[int, int, int, int]
"""Job, machine, start and end in minutes."""


def timed(shop: Shop, order: Sequence[int]) -> list[Step]:
    """When each step runs if they are planned in this order, each as early as those before allow.

    Args:
        shop: what there is to do.
        order: a job for each step; its first mention is its first step, and so on.
    """
    ready, free, following = list(shop.arrives), [0] * shop.machines, [0] * len(shop.jobs)
    steps: list[Step] = []
    for job in order:
        machine, minutes = shop.jobs[job][following[job]]
        start = max(ready[job], free[machine])
        ready[job] = free[machine] = start + minutes
        following[job] += 1
        steps.append((job, machine, start, start + minutes))
    return steps


def finished(shop: Shop, order: Sequence[int]) -> int:
    """When the last step ends, in minutes."""
    return max(end for *_, end in timed(shop, order))


def steps_of(shop: Shop) -> int:
    """How many steps there are in all."""
    return sum(map(len, shop.jobs))
