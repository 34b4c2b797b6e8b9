"""The fewest units of a battery in a prompt of embodied.rearrange: every state, nearest first."""

import heapq
import re
from collections import deque
from collections.abc import Iterator

Spot = tuple[int, int]
Things = tuple[int, ...]
State = tuple[int, int, Things]
"""Where the robot is, which doors are open, and where the things are."""


class _House:
    """What a prompt tells that tells all."""

    def __init__(self, prompt: str) -> None:
        (plan,) = re.findall(r"a piece of furniture\.\n\n(.*?)\n\n", prompt, re.DOTALL)
        marks = {(r, c): m for r, row in enumerate(plan.split("\n")) for c, m in enumerate(row)}
        self.floor = {spot for spot, mark in marks.items() if mark != "#"}
        self.spots = {mark: spot for spot, mark in marks.items() if mark not in "#."}
        told = re.findall(r"^- ([A-Z]): .*?\(room for (\d)(, has a door)?\): (.*)$", prompt, re.M)
        self.letters = [letter for letter, *_ in told]
        self.holds = [int(holds) for _, holds, *_ in told]
        self.doors = [bool(door) for _, _, door, _ in told]
        belongs = dict(re.findall(r"^- the (.*): [^()]* \(([A-Z])\)$", prompt, re.M))
        at = {
            name: letter
            for letter, *_, held in told
            for name in re.findall(r"the (\w+ (?:toy car|\w+))", held)
        }
        self.begin: Things = tuple(self.letters.index(letter) for letter in at.values())
        self.end: Things = tuple(
            self.letters.index(belongs.get(name, letter)) for name, letter in at.items()
        )
        (hands,) = re.findall(r"The robot has (one|two|three) hand", prompt)
        self.hands = ("one", "two", "three").index(hands) + 1
        ways = [self._far(self.spots[letter]) for letter in (*self.letters, "@")]
        self.far = [[way[self.spots[letter]] for letter in self.letters] for way in ways]

    def _far(self, start: Spot) -> dict[Spot, int]:
        found, queue = {start: 0}, deque([start])
        while queue:
            r, c = queue.popleft()
            for to in ((r - 1, c), (r, c + 1), (r + 1, c), (r, c - 1)):
                if to in self.floor and to not in found:
                    found[to] = found[r, c] + 1
                    queue.append(to)
        return found

    def around(self, at: int, doors: int, things: Things) -> Iterator[tuple[int, State]]:
        """What can be done next, after a walk there: what it takes, and what comes of it."""
        free = things.count(-1) < self.hands
        for to, far in enumerate(self.far[at]):
            if self.doors[to] and free:
                yield far + 1, (to, doors ^ 1 << to, things)
            if self.doors[to] and not doors >> to & 1:
                continue
            room = things.count(to) < self.holds[to]
            for i, place in enumerate(things):
                if place == to and free and self.end[i] != to:
                    yield far + 1, (to, doors, (*things[:i], -1, *things[i + 1 :]))
                elif place == -1 and room:
                    yield far + 1, (to, doors, (*things[:i], to, *things[i + 1 :]))


def least_battery(prompt: str) -> int:
    """The units of the battery that it takes, at least (Dijkstra, 1959).

    Raises:
        ValueError: if it cannot be done.
    """
    house = _House(prompt)
    start: State = (len(house.letters), 0, house.begin)
    best, heap = {start: 0}, [(0, start)]
    while heap:
        spent, state = heapq.heappop(heap)
        if spent > best[state]:
            continue
        if state[1:] == (0, house.end):
            return spent
        for cost, there in house.around(*state):
            if spent + cost < best.get(there, 1 << 30):
                best[there] = spent + cost
                heapq.heappush(heap, (spent + cost, there))
    raise ValueError("it cannot be done")
