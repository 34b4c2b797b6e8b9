"""The fewest steps in a prompt of embodied.clear_path: a search over pushes, not over steps."""

import heapq
import re
from collections import deque
from collections.abc import Iterator

Cell = tuple[int, int]
_WAYS = ((-1, 0), (0, 1), (1, 0), (0, -1))


class _Rooms:
    def __init__(self, prompt: str) -> None:
        (plan,) = re.findall(r"beyond the edge are walls:\n\n(.*?)\n\n", prompt, re.DOTALL)
        self.marks = {
            (r, c): mark
            for r, row in enumerate(plan.split("\n"))
            for c, mark in enumerate(row)
            if mark != "#"
        }
        self.plates = {cell for cell, mark in self.marks.items() if mark == "_"}
        (self.goal,) = (cell for cell, mark in self.marks.items() if mark == "G")

    def open(self, cell: Cell, things: dict[Cell, str]) -> bool:
        """Whether somebody may be there who is not yet."""
        if cell not in self.marks or cell in things:
            return False
        return self.marks[cell] != "D" or self.plates <= things.keys()

    def distances(self, start: Cell, things: dict[Cell, str]) -> dict[Cell, int]:
        """Steps without a push to each cell."""
        found, queue = {start: 0}, deque([start])
        while queue:
            cell = queue.popleft()
            for r, c in _WAYS:
                to = cell[0] + r, cell[1] + c
                if to not in found and self.open(to, things):
                    found[to] = found[cell] + 1
                    queue.append(to)
        return found

    def pushes(
        self, things: dict[Cell, str], near: dict[Cell, int]
    ) -> Iterator[tuple[int, Cell, dict[Cell, str]]]:
        """The steps up to and with each push, where the robot is then, and the things."""
        for cell, mark in things.items():
            # The robot takes the thing's place: a door has to be open for it, too.
            if self.marks[cell] == "D" and not self.plates <= things.keys():
                continue
            for way in _WAYS:
                stand = cell[0] - way[0], cell[1] - way[1]
                if stand not in near or (mark == "-" and way[0]) or (mark == "|" and way[1]):
                    continue
                far, others = cell, {one: kind for one, kind in things.items() if one != cell}
                while self.open(to := (far[0] + way[0], far[1] + way[1]), others):
                    far = to
                    if mark != "O":
                        break
                if far != cell:
                    yield near[stand] + 1, cell, others | {far: mark}


def fewest_steps(prompt: str) -> int:
    """The steps of a shortest way to the goal.

    Raises:
        ValueError: if there is none.
    """
    rooms = _Rooms(prompt)
    things = {cell: mark for cell, mark in rooms.marks.items() if mark in "C-|O"}
    (start,) = (cell for cell, mark in rooms.marks.items() if mark == "R")
    queue = [(0, 0, start, things)]
    best, done, pushed = None, set(), 0
    while queue:
        steps, _, robot, things = heapq.heappop(queue)
        if best is not None and steps >= best:
            break
        key = robot, frozenset(things.items())
        if key in done:
            continue
        done.add(key)
        near = rooms.distances(robot, things)
        if rooms.goal in near:
            found = steps + near[rooms.goal]
            best = found if best is None else min(best, found)
        for more, at, after in rooms.pushes(things, near):
            pushed += 1
            heapq.heappush(queue, (steps + more, pushed, at, after))
    if best is None:
        raise ValueError("there is no way")
    return best
