"""Sets of assignments that are quickly made: extremes, shares, weights, and small changes."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_planning.fronts.offloads import Assignment, Costs, Offload, beaten

WEIGHTS = tuple((i, 12 - i) for i in range(13))

_EXTREMES = "the quickest place of each task, and the thriftiest"


def cheap_sets(offload: Offload, size: int, dice: Dice) -> dict[str, list[Assignment]]:
    """By name, up to `size` assignments none of which beats another of them."""
    count, places = len(offload.work), range(len(offload.servers) + 1)
    by_weight = [weighed(offload, *weights) for weights in WEIGHTS]
    sets = {
        "all in one place": [tuple([place] * count) for place in places],
        _EXTREMES: [by_weight[-1], by_weight[0]],
        "weights, task by task": by_weight,
        "weights, the fullest place last": [balanced(offload, *weights) for weights in WEIGHTS],
        "one task after the other leaves the phone": shares(offload),
    }
    sets["all of these"] = [one for some in sets.values() for one in some]
    sets["by lot"] = [tuple(dice.of(places) for _ in range(count)) for _ in range(size)]
    sets["extremes, one task changed"] = changed(offload, sets[_EXTREMES], 1)
    return {name: best_of(offload, some)[:size] for name, some in sets.items()}


def best_of(offload: Offload, some: Sequence[Assignment]) -> list[Assignment]:
    """One for each pair of costs that no other of them beats, by time."""
    by_costs: dict[Costs, Assignment] = {}
    for one in some:
        by_costs.setdefault(offload.costs(one), one)
    return [one for costs, one in sorted(by_costs.items()) if not beaten(costs, by_costs)]


def weighed(offload: Offload, time: int, energy: int) -> Assignment:
    """Each task where its own time and energy weigh least."""
    return tuple(
        min(range(len(times)), key=lambda at: time * times[at] + energy * energies[at])
        for times, energies in zip(offload.times(), offload.energies(), strict=True)
    )


def balanced(offload: Offload, time: int, energy: int) -> Assignment:
    """The longest task first, each where the end so far and its energy weigh least."""
    times, energies = offload.times(), offload.energies()
    loads, chosen = [0] * len(times[0]), [0] * len(times)
    for task in sorted(range(len(times)), key=lambda one: -max(times[one])):
        ends = [max(*loads, loads[at] + times[task][at]) for at in range(len(loads))]
        costs = [
            time * end + energy * spent for end, spent in zip(ends, energies[task], strict=True)
        ]
        chosen[task] = costs.index(min(costs))
        loads[chosen[task]] += times[task][chosen[task]]
    return tuple(chosen)


def shares(offload: Offload) -> list[Assignment]:
    """All at home; then, one after the other, the tasks that save most go where they save most."""
    return [*_leaving(offload.times()), *_leaving(offload.energies())]


def _leaving(costs: list[list[int]]) -> list[Assignment]:
    saved = {task: of[0] - min(of[1:]) for task, of in enumerate(costs)}
    chosen = [0] * len(costs)
    row = [tuple(chosen)]
    for task in sorted(saved, key=lambda one: -saved[one]):
        chosen[task] = costs[task].index(min(costs[task][1:]), 1)
        row.append(tuple(chosen))
    return row


def changed(offload: Offload, some: Sequence[Assignment], rounds: int) -> list[Assignment]:
    """The best of some and of what changes of one task make of them, so many rounds."""
    kept = list(some)
    for _ in range(rounds):
        more = [
            (*one[:task], place, *one[task + 1 :])
            for one in kept
            for task in range(len(one))
            for place in range(len(offload.servers) + 1)
        ]
        kept = best_of(offload, [*kept, *more])
    return kept
