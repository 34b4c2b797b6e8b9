"""The best order for a job shop, by branch and bound over active schedules."""

from collections.abc import Sequence

from tasksynth_planning.shops.rules import RULES, ruled
from tasksynth_planning.shops.timing import Shop, finished


class TooManyNodes(Exception):
    """A proof that takes more nodes than are allowed."""


class _ActiveSchedules:
    """Depth first (Giffler and Thompson, 1960): a step is planned only on the machine on which one
    could end first, and only if it could start before that. Some best schedule is among these.
    """

    def __init__(self, shop: Shop, most: int) -> None:
        self.shop, self.most, self.nodes = shop, most, 0
        orders = [ruled(shop, key) for key in RULES.values()]
        self.order = min(orders, key=lambda order: finished(shop, order))
        self.least = finished(shop, self.order)
        self.tails = [
            [sum(minutes for _, minutes in job[at:]) for at in range(len(job) + 1)]
            for job in shop.jobs
        ]
        self.path: list[int] = []
        self.seen: dict[tuple[int, ...], list[tuple[int, ...]]] = {}

    def visit(self, ready: Sequence[int], free: Sequence[int], at: Sequence[int]) -> None:
        self.nodes += 1
        if self.nodes > self.most:
            raise TooManyNodes
        jobs = self.shop.jobs
        able = [job for job in range(len(jobs)) if at[job] < len(jobs[job])]
        if not able:
            end = max(ready)
            if end < self.least:
                self.least, self.order = end, list(self.path)
            return
        if self._bound(ready, free, at) >= self.least or self._dominated(ready, free, at):
            return
        starts = {job: max(ready[job], free[jobs[job][at[job]][0]]) for job in able}
        soonest = min(able, key=lambda job: starts[job] + jobs[job][at[job]][1])
        end = starts[soonest] + jobs[soonest][at[soonest]][1]
        machine = jobs[soonest][at[soonest]][0]
        rivals = [job for job in able if jobs[job][at[job]][0] == machine and starts[job] < end]
        for job in sorted(rivals, key=lambda job: (starts[job], -self.tails[job][at[job]])):
            done = starts[job] + jobs[job][at[job]][1]
            self.path.append(job)
            self.visit(
                [done if one == job else time for one, time in enumerate(ready)],
                [done if one == machine else time for one, time in enumerate(free)],
                [count + (one == job) for one, count in enumerate(at)],
            )
            self.path.pop()

    def _bound(self, ready: Sequence[int], free: Sequence[int], at: Sequence[int]) -> int:
        """No schedule from here ends before this: jobs alone, and machines alone (Jackson's
        preemptive schedule, by the set of steps that are left on each).
        """
        most = 0
        left: list[list[tuple[int, int, int]]] = [[] for _ in range(self.shop.machines)]
        for job, steps in enumerate(self.shop.jobs):
            head = ready[job]
            for place in range(at[job], len(steps)):
                machine, minutes = steps[place]
                head = max(head, free[machine])
                left[machine].append((head, self.tails[job][place + 1], minutes))
                head += minutes
            most = max(most, head)
        return max(most, *(_preempted(steps) for steps in left))

    def _dominated(self, ready: Sequence[int], free: Sequence[int], at: Sequence[int]) -> bool:
        """Whether the same steps were done before, with nothing later."""
        key, times = tuple(at), (*ready, *free)
        kept = self.seen.setdefault(key, [])
        if any(all(a <= b for a, b in zip(one, times, strict=True)) for one in kept):
            return True
        kept.append(times)
        return False


def _preempted(steps: list[tuple[int, int, int]]) -> int:
    """When all tails end at the earliest if steps of one machine may be interrupted: exact."""
    waiting: list[list[int]] = []
    coming = sorted(steps)
    time, end, i = 0, 0, 0
    while i < len(coming) or waiting:
        if not waiting:
            time = max(time, coming[i][0])
        while i < len(coming) and coming[i][0] <= time:
            waiting.append([coming[i][1], coming[i][2]])
            i += 1
        urgent = max(waiting)
        until = min(time + urgent[1], coming[i][0] if i < len(coming) else time + urgent[1])
        urgent[1] -= until - time
        time = until
        if not urgent[1]:
            end = max(end, time + urgent[0])
            waiting.remove(urgent)
    return end


def best_order(shop: Shop, most: int) -> tuple[list[int], int]:
    """A best order, and the nodes that finding it and proving it take.

    Raises:
        TooManyNodes: if that is more than `most`.
    """
    search = _ActiveSchedules(shop, most)
    search.visit(shop.arrives, [0] * shop.machines, [0] * len(shop.jobs))
    return search.order, search.nodes
