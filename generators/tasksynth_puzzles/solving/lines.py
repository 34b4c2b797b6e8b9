"""Pictures told by the runs of their rows and columns, solved line by line."""

from collections.abc import Sequence
from functools import lru_cache

from tasksynth_puzzles.solving.effort import NESTED, SINGLES, TRIAL
from tasksynth_puzzles.solving.net import TooHard

Runs = tuple[int, ...]
"""Lengths of the runs of filled cells of a line, in order; empty for an empty line."""


def runs_of(mask: int, length: int) -> Runs:
    """The runs of a line; its first cell is the lowest bit."""
    found, run = [], 0
    for at in range(length + 1):
        if mask >> at & 1:
            run += 1
        elif run:
            found.append(run)
            run = 0
    return tuple(found)


@lru_cache(maxsize=4096)
def placements(runs: Runs, length: int) -> tuple[int, ...]:
    """All lines that have these runs."""
    if not runs:
        return (0,)
    first, rest = runs[0], runs[1:]
    needed = sum(rest) + len(rest)
    found = []
    for at in range(length - needed - first + 1):
        block = ((1 << first) - 1) << at
        skip = at + first + 1
        if rest:
            found += [block | tail << skip for tail in placements(rest, length - skip)]
        else:
            found.append(block)
    return tuple(found)


NODES = 1000
"""Assumptions that are counted where single ones are not enough."""


class Canvas:
    """What is known of a picture: for each line the filled cells and the empty ones, as masks."""

    def __init__(self, rows: Sequence[Runs], columns: Sequence[Runs]) -> None:
        self.height, self.width = len(rows), len(columns)
        self.runs = (*rows, *columns)
        """Rows, then columns: line numbers run over both."""
        self.filled = [0] * len(self.runs)
        self.empty = [0] * len(self.runs)

    def copy(self) -> "Canvas":
        """A board of its own that knows the same."""
        other = object.__new__(Canvas)
        other.height, other.width, other.runs = self.height, self.width, self.runs
        other.filled, other.empty = self.filled.copy(), self.empty.copy()
        return other

    def length(self, line: int) -> int:
        """Cells of a line."""
        return self.width if line < self.height else self.height

    def put(self, row: int, column: int, *, filled: bool) -> None:
        """Learn one cell."""
        masks = self.filled if filled else self.empty
        masks[row] |= 1 << column
        masks[self.height + column] |= 1 << row

    def follow(self, line: int) -> tuple[int, int] | None:
        """The cells that all lines which fit have filled, and those that none has."""
        filled, empty = self.filled[line], self.empty[line]
        full = (1 << self.length(line)) - 1
        every, some = full, 0
        for placed in placements(self.runs[line], self.length(line)):
            if placed & filled == filled and not placed & empty:
                every &= placed
                some |= placed
        return None if every & ~some else (every, full & ~some)

    def settle(self, dirty: set[int]) -> int:
        """Look at lines, and at those that they change, until nothing follows.

        How many rounds it took, over all such lines each; 0 for a contradiction.
        """
        rounds = 1
        while dirty:
            rounds += 1
            changed: set[int] = set()
            for line in sorted(dirty):
                known = self.follow(line)
                if known is None:
                    return 0
                self._learn(line, known, changed)
            dirty = changed
        return rounds

    def look(self, line: int) -> None:
        """Learn from one line, once."""
        known = self.follow(line)
        if known is not None:
            self._learn(line, known, set())

    def _learn(self, line: int, known: tuple[int, int], changed: set[int]) -> None:
        across = line < self.height
        shift, bit = (self.height, 1 << line) if across else (0, 1 << (line - self.height))
        for masks, new in zip((self.filled, self.empty), known, strict=True):
            fresh = new & ~masks[line]
            masks[line] |= new
            while fresh:
                low = fresh & -fresh
                fresh ^= low
                other = low.bit_length() - 1 + shift
                masks[other] |= bit
                changed.add(other)

    def unknown(self) -> list[tuple[int, int]]:
        """Rows and columns of the cells that are neither known to be filled nor to be empty."""
        full = (1 << self.width) - 1
        return [
            (row, column)
            for row in range(self.height)
            for column in range(self.width)
            if full & ~(self.filled[row] | self.empty[row]) >> column & 1
        ]

    def assume(self, row: int, column: int, *, filled: bool) -> "Canvas | None":
        """What follows from a value of a cell; None if it cannot be."""
        trial = self.copy()
        trial.put(row, column, filled=filled)
        return trial if trial.settle({row, self.height + column}) else None

    def descended(self, *, last: bool, filled: bool) -> "Canvas | None":
        """What one descent ends in: where the lines say nothing more, the first or last cell that
        is open is guessed, and never taken back. None for a contradiction, or without a guess.
        """
        board = self.copy()
        if not board.settle(set(range(self.height + self.width))) or not board.unknown():
            return None
        while cells := board.unknown():
            row, column = cells[-last]
            if (onward := board.assume(row, column, filled=filled)) is None:
                return None
            board = onward
        return board

    def solutions(self, budget: list[int]) -> list[list[int]]:
        """The rows of the first two solutions.

        Raises:
            TooHard: when the budget, one number, is used up.
        """
        cells = self.unknown()
        if not cells:
            return [self.filled[: self.height]]
        row, column = cells[0]
        found: list[list[int]] = []
        for filled in (True, False):
            budget[0] -= 1
            if budget[0] < 0:
                raise TooHard
            trial = self.assume(row, column, filled=filled)
            if trial is not None:
                found += trial.solutions(budget)
            if len(found) >= 2:
                break
        return found[:2]


def effort(board: Canvas) -> dict[str, float]:
    """What it takes a person: lines one by one, then assumptions about single cells."""
    technique, trials = SINGLES, 0
    rounds = board.settle(set(range(len(board.runs))))
    while cells := board.unknown():
        technique = max(technique, TRIAL)
        tried, forced = _forced(board, cells)
        trials += tried
        if forced is None:
            technique = NESTED
            trials += _searched(board)
            break
        row, column, filled = forced
        board.put(row, column, filled=filled)
        rounds += board.settle({row, board.height + column})
    return {
        "technique": technique,
        "rounds": rounds,
        "trials": trials,
        "effort": rounds + 5 * trials,
    }


def _searched(board: Canvas) -> int:
    """Assumptions of a complete search; more than `NODES` are not counted."""
    budget = [NODES]
    try:
        board.solutions(budget)
    except TooHard:
        return NODES
    return NODES - budget[0]


def _forced(
    board: Canvas, cells: Sequence[tuple[int, int]]
) -> tuple[int, tuple[int, int, bool] | None]:
    """Assumptions made until one failed, and what is known then."""
    near = sorted(cells, key=lambda cell: (-_beside(board, *cell), cell))
    tried = 0
    for row, column in near:
        for filled in (True, False):
            tried += 1
            if board.assume(row, column, filled=filled) is None:
                return tried, (row, column, not filled)
    return tried, None


def _beside(board: Canvas, row: int, column: int) -> int:
    """How many cells of its two lines are known: people begin where most is."""
    known = board.filled[row] | board.empty[row]
    other = board.filled[board.height + column] | board.empty[board.height + column]
    return known.bit_count() + other.bit_count()
