"""A plan of rooms, what stands in them, and what a robot's step does."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar, NamedTuple

from tasksynth import Model

WAYS: Mapping[str, tuple[int, int]] = {"N": (-1, 0), "E": (0, 1), "S": (1, 0), "W": (0, -1)}
"""Rows and columns of a step."""
KINDS = "C-|O"
"""Crates, crates on rails of either direction, and balls."""
_ALONG = {"-": "EW", "|": "NS"}


class CrateState(NamedTuple):
    """Where the robot is, and what is pushed about: pairs of a kind's number and a cell."""

    robot: int
    things: tuple[tuple[int, int], ...]


class CrateWorld(Model):
    """Rows of cells: `#` a wall, `.` free, `R` the robot, `G` the goal, `_` a plate, `D` a door,
    and the kinds of what can be pushed.
    """

    rows: tuple[str, ...]

    outside: ClassVar[int] = -1

    @cached_property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0])

    @cached_property
    def cells(self) -> str:
        """All rows in one; a cell's number is its place in it."""
        return "".join(self.rows)

    @cached_property
    def goal(self) -> int:
        """Its cell."""
        return self.cells.index("G")

    @cached_property
    def plates(self) -> frozenset[int]:
        """Cells on which something has to stand for doors to be open."""
        return frozenset(i for i, mark in enumerate(self.cells) if mark == "_")

    @cached_property
    def doors(self) -> frozenset[int]:
        """Cells of doors."""
        return frozenset(i for i, mark in enumerate(self.cells) if mark == "D")

    @cached_property
    def beside(self) -> dict[str, tuple[int, ...]]:
        """The next cell of each in a direction; -1 where a wall or the edge is."""
        height, width = len(self.rows), self.width
        next_to = {}
        for way, (down, right) in WAYS.items():
            row = []
            for i in range(height * width):
                r, c = i // width + down, i % width + right
                inside = 0 <= r < height and 0 <= c < width and self.rows[r][c] != "#"
                row.append(r * width + c if inside else self.outside)
            next_to[way] = tuple(row)
        return next_to

    def begin(self) -> CrateState:
        """How all stands at first."""
        things = [(KINDS.index(mark), i) for i, mark in enumerate(self.cells) if mark in KINDS]
        return CrateState(self.cells.index("R"), tuple(sorted(things)))

    def around(self, state: CrateState) -> dict[str, CrateState | str]:
        """What a step in each direction leads to, or why it cannot be made."""
        taken = {cell: kind for kind, cell in state.things}
        closed = self.closed(taken)
        found: dict[str, CrateState | str] = {}
        for way, beside in self.beside.items():
            to = beside[state.robot]
            if to < 0:
                found[way] = "a wall is there"
            elif to in closed:
                found[way] = "the door is closed"
            elif to not in taken:
                found[way] = CrateState(to, state.things)
            else:
                found[way] = self._pushed(state, way, to, taken)
        return found

    def _pushed(
        self, state: CrateState, way: str, to: int, taken: Mapping[int, int]
    ) -> CrateState | str:
        """What a push leads to; what is being pushed off a plate holds no door open."""
        kind = KINDS[taken[to]]
        if way not in _ALONG.get(kind, "NESW"):
            return "its rails lead elsewhere"
        others = {cell: one for cell, one in taken.items() if cell != to}
        far = self._rest(to, way, others, self.closed(others), rolls=kind == "O")
        if far == to:
            return "what stands there cannot be pushed on"
        things = list(state.things)
        things[things.index((taken[to], to))] = taken[to], far
        things.sort()
        return CrateState(to, tuple(things))

    def closed(self, taken: Mapping[int, int]) -> frozenset[int]:
        """The doors that nothing can enter; none while something stands on every plate."""
        return frozenset() if self.plates <= taken.keys() else self.doors

    def _rest(
        self, cell: int, way: str, taken: Mapping[int, int], closed: frozenset[int], *, rolls: bool
    ) -> int:
        """Where what is pushed comes to rest."""
        while True:
            to = self.beside[way][cell]
            if to < 0 or to in taken or to in closed:
                return cell
            cell = to
            if not rolls:
                return cell
