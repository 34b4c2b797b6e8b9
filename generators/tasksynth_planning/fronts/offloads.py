"""Tasks of a phone that servers may do: the time and the energy of every assignment."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from tasksynth import Model

Costs = tuple[int, int]
"""When all is done, and the energy that it takes."""
Assignment = tuple[int, ...]
"""For each task its place: 0 is the phone, then the servers."""


class EdgeServer(Model):
    """What it takes to send a unit of data, in time and energy, and to do a unit of work there."""

    send: int
    energy: int
    work: int


class Offload(Model):
    """Tasks with work and data, a phone, and servers."""

    work: tuple[int, ...]
    data: tuple[int, ...]
    time: int
    """That the phone needs for a unit of work."""
    energy: int
    """That it spends on one."""
    servers: tuple[EdgeServer, ...]

    def times(self) -> list[list[int]]:
        """Of each task at each place."""
        return [
            [work * self.time, *(data * one.send + work * one.work for one in self.servers)]
            for work, data in zip(self.work, self.data, strict=True)
        ]

    def energies(self) -> list[list[int]]:
        """Of each task at each place."""
        return [
            [work * self.energy, *(data * one.energy for one in self.servers)]
            for work, data in zip(self.work, self.data, strict=True)
        ]

    def costs(self, places: Assignment) -> Costs:
        """When the last place is done, and what is spent."""
        loads = [0] * (len(self.servers) + 1)
        for task, place in enumerate(places):
            loads[place] += self.times()[task][place]
        spent = sum(self.energies()[task][place] for task, place in enumerate(places))
        return max(loads), spent


def every(offload: Offload) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Time and energy of all assignments, which count in the places' base, the last task first."""
    places = len(offload.servers) + 1
    loads = np.zeros((1, places), dtype=np.int64)
    spent = np.zeros(1, dtype=np.int64)
    for times, energies in zip(offload.times(), offload.energies(), strict=True):
        loads = (loads[None] + np.diag(times)[:, None]).reshape(-1, places)
        spent = (spent[None] + np.array(energies)[:, None]).reshape(-1)
    return loads.max(axis=1), spent


def front(offload: Offload) -> dict[Costs, Assignment]:
    """All pairs of time and energy that no other assignment beats, by time, with one for each."""
    times, spent = every(offload)
    places, best, found = len(offload.servers) + 1, None, {}
    for number in np.lexsort((spent, times)).tolist():
        costs = (int(times[number]), int(spent[number]))
        if best is None or costs[1] < best:
            best = costs[1]
            tasks = range(len(offload.work))
            found[costs] = tuple(number // places**task % places for task in tasks)
    return found


def beaten(costs: Costs, others: Iterable[Costs]) -> bool:
    """Whether something is as good in both, and better in one."""
    return any(a <= costs[0] and b <= costs[1] and (a, b) != costs for a, b in others)


def hypervolume(points: Iterable[Costs], nadir: Costs) -> int:
    """The area between some points and the nadir, in whole numbers."""
    area, floor = 0, nadir[1]
    for time, spent in sorted(set(points)):
        if time < nadir[0] and spent < floor:
            area += (nadir[0] - time) * (floor - spent)
            floor = spent
    return area


def nadir_of(points: Sequence[Costs]) -> Costs:
    """The worst time and the worst energy on a front."""
    return max(time for time, _ in points), max(spent for _, spent in points)
