"""Rules of thumb for job shops: what a planner does who looks at the next step alone."""

from collections.abc import Callable, Iterator

from tasksynth.rng import Dice
from tasksynth_planning.shops.timing import Shop, finished, steps_of

Key = Callable[[Shop, int, int, int], tuple[int, ...]]
"""Of job, its next step, and when that could start: what is least goes first."""

RULES: dict[str, Key] = {
    "what can start first": lambda shop, job, at, start: (start, job),
    "the shortest step": lambda shop, job, at, start: (shop.jobs[job][at][1], job),
    "the longest step": lambda shop, job, at, start: (-shop.jobs[job][at][1], job),
    "most work left": lambda shop, job, at, start: (-_left(shop, job, at), job),
    "least work left": lambda shop, job, at, start: (_left(shop, job, at), job),
    "first to start, most work left": lambda shop, job, at, start: (
        start,
        -_left(shop, job, at),
        job,
    ),
    "first to end": lambda shop, job, at, start: (start + shop.jobs[job][at][1], job),
    "job by job": lambda shop, job, at, start: (job,),
    "step by step": lambda shop, job, at, start: (at, job),
}

"""Those that are tried on every draw."""


def smallest_part(shop: Shop, job: int, at: int, start: int) -> tuple[int, ...]:
    """First to start, and of those the step that is the smallest part of its job's work left."""
    return start, 1000 * shop.jobs[job][at][1] // _left(shop, job, at), job


def _left(shop: Shop, job: int, at: int) -> int:
    return sum(minutes for _, minutes in shop.jobs[job][at:])


def ruled(shop: Shop, key: Key) -> list[int]:
    """The order that a rule makes."""
    return list(_dispatched(shop, lambda able: min(able, key=lambda one: key(shop, *one))))


def ruled_from_the_end(shop: Shop, key: Key) -> list[int]:
    """The order that a rule makes which plans the day from its end, the last steps first."""
    jobs = tuple(steps[::-1] for steps in shop.jobs)
    back = Shop(machines=shop.machines, jobs=jobs, arrives=(0,) * len(jobs))
    return ruled(back, key)[::-1]


def drawn_by_lot(shop: Shop, dice: Dice) -> list[int]:
    """An order of chance: always one of the steps that can start first, or end first."""

    def choose(able: list[tuple[int, int, int]]) -> tuple[int, int, int]:
        machine = {job: shop.jobs[job][at] for job, at, _ in able}
        soonest = min(able, key=lambda one: one[2] + machine[one[0]][1])
        end = soonest[2] + machine[soonest[0]][1]
        rivals = [
            one for one in able if machine[one[0]][0] == machine[soonest[0]][0] and one[2] < end
        ]
        return dice.of(rivals)

    return list(_dispatched(shop, choose))


def _dispatched(
    shop: Shop, choose: Callable[[list[tuple[int, int, int]]], tuple[int, int, int]]
) -> Iterator[int]:
    ready, free, following = list(shop.arrives), [0] * shop.machines, [0] * len(shop.jobs)
    for _ in range(steps_of(shop)):
        able = [
            (job, at, max(ready[job], free[shop.jobs[job][at][0]]))
            for job, at in enumerate(following)
            if at < len(shop.jobs[job])
        ]
        job, at, start = choose(able)
        machine, minutes = shop.jobs[job][at]
        ready[job] = free[machine] = start + minutes
        following[job] += 1
        yield job


def best_rule(shop: Shop) -> int:
    """When all is done at the earliest by one of the rules, in minutes."""
    return min(finished(shop, ruled(shop, key)) for key in RULES.values())
