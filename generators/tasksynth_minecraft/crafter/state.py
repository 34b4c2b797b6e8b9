"""The state of a game as arrays, and the chance that it draws from.

Chance is a Mersenne Twister (Matsumoto and Nishimura, 1998) whose numbers are used as numpy's
`RandomState` uses them, so that a game can be held against Crafter's own package draw by draw.
"""

from typing import NamedTuple

import numpy as np

from tasksynth_minecraft.crafter.rules import (
    ACHIEVEMENTS,
    ARROW,
    GRASS,
    LAVA,
    MOST,
    NOBODY,
    PATH,
    PLAYER,
    SAND,
    WATER,
)
from tasksynth_minecraft.numeric.jit import kernel

CHUNK = 12
"""Cells a side of the squares that keep their own numbers of creatures."""
CELLS, AT = 0, 1
"""Planes of `land`: materials, and the rows of `who` that stand there (0: nobody)."""
KIND, X, Y, LIFE, CLOCK, FACE_X, FACE_Y, STAMP = range(8)
"""Columns of `who`. CLOCK: a zombie's rest, a skeleton's reload, a plant's age. STAMP: since when
it is in its chunk, as a number that grows."""
(
    TICK, COUNT, ENTRIES, CHUNKS, ASLEEP, HUNGER, THIRST, FATIGUE, RECOVERY, KNOWN_LIFE, CURSOR,
) = range(11)  # fmt: skip
"""Places in `s`. COUNT: rows of `who` in use. HUNGER, THIRST and RECOVERY in halves."""
BAG, DONE = 16, 32
"""Where in `s` the inventory begins, vitals first, and how often each achievement was had."""
FIRST_CHUNK = DONE + len(ACHIEVEMENTS)
"""Where in `s` the chunks stand, in the order in which something was first in them."""
LIVES = np.array([0, 0, 3, 5, 3, 0, 1])
"""By kind: how much it takes at the start; the player's health is in the inventory."""
WORDS = 1 << 14
"""Words of chance that are at hand after `refill`."""
SPARE = 1 << 12
"""Words that a step may take; it takes a few dozen."""


class GameState(NamedTuple):
    """All of a game; kernels take it whole, and change it in place."""

    land: np.ndarray
    """(2, n, n) int64, [plane, x, y]; x grows to the right, y down."""
    who: np.ndarray
    """(rows, 8) int64 in the order in which they act; row 0 is nobody, row 1 the player."""
    s: np.ndarray
    """int64: clocks, counters, inventory, achievements and chunks."""
    words: np.ndarray
    """(WORDS,) int64: 32 bits of chance each."""


def state(cells: np.ndarray, x: int, y: int) -> GameState:
    """A game with a world (n, n) and nobody in it but the player, who stands at (x, y)."""
    n = len(cells)
    g = GameState(
        land=np.stack([cells.astype(np.int64), np.zeros((n, n), dtype=np.int64)]),
        who=np.zeros((n * n // 2 + 64, 8), dtype=np.int64),
        s=np.zeros(FIRST_CHUNK + (-(-n // CHUNK)) ** 2, dtype=np.int64),
        words=np.zeros(WORDS, dtype=np.int64),
    )
    g.s[COUNT], g.s[KNOWN_LIFE], g.s[CURSOR] = 1, MOST, WORDS
    g.s[BAG : BAG + 4] = MOST
    player = add(g, PLAYER, x, y)
    g.who[player, FACE_Y] = 1
    return g


def refill(g: GameState, bits: np.random.MT19937) -> None:
    """Have words for some steps; those that are left come first."""
    left = g.words[g.s[CURSOR] :].copy()
    g.words[: len(left)] = left
    g.words[len(left) :] = bits.random_raw(WORDS - len(left))
    g.s[CURSOR] = 0


@kernel
def word(g: GameState) -> int:
    """32 bits of chance."""
    at = g.s[CURSOR]
    g.s[CURSOR] = at + 1
    return int(g.words[at % WORDS])


@kernel
def uniform(g: GameState) -> float:
    """A number in [0, 1), of two words."""
    high = word(g) >> 5
    return (high * 67108864.0 + (word(g) >> 6)) / 9007199254740992.0


@kernel
def below(g: GameState, n: int) -> int:
    """An integer in [0, n): words are cut to its bits until one fits; none for n = 1."""
    if n <= 1:
        return 0
    mask = n - 1
    mask |= mask >> 1
    mask |= mask >> 2
    mask |= mask >> 4
    mask |= mask >> 8
    value = word(g) & mask
    while value >= n:
        value = word(g) & mask
    return value


@kernel
def chunk_of(n: int, x: int, y: int) -> int:
    """The number of the chunk that a cell is in."""
    return x // CHUNK * (-(-n // CHUNK)) + y // CHUNK


@kernel
def enter(g: GameState, i: int) -> None:
    """Note that a creature is in its chunk from now on."""
    g.s[ENTRIES] += 1
    g.who[i, STAMP] = g.s[ENTRIES]
    number = chunk_of(g.land.shape[1], g.who[i, X], g.who[i, Y])
    for k in range(g.s[CHUNKS]):
        if g.s[FIRST_CHUNK + k] == number:
            return
    g.s[FIRST_CHUNK + g.s[CHUNKS]] = number
    g.s[CHUNKS] += 1


@kernel
def add(g: GameState, kind: int, x: int, y: int) -> int:
    """Put a creature into a free cell; its row, or 0 where there is no room for more."""
    i = g.s[COUNT]
    if i >= len(g.who):
        return 0
    g.s[COUNT] = i + 1
    for k in range(8):
        g.who[i, k] = 0
    g.who[i, KIND], g.who[i, X], g.who[i, Y], g.who[i, LIFE] = kind, x, y, LIVES[kind]
    g.land[AT, x, y] = i
    enter(g, i)
    return int(i)


@kernel
def remove(g: GameState, i: int) -> None:
    """Take a creature away; its row keeps where it was, and is passed over from now on."""
    if g.who[i, KIND] != NOBODY:
        g.land[AT, g.who[i, X], g.who[i, Y]] = 0
        g.who[i, KIND] = NOBODY


@kernel
def inside(g: GameState, x: int, y: int) -> bool:
    """Whether a cell is one of the world."""
    return bool(0 <= x < g.land.shape[1] and 0 <= y < g.land.shape[2])


@kernel
def free(g: GameState, kind: int, x: int, y: int) -> bool:
    """Whether a creature of a kind may go to a cell: lava is for players too, and for arrows."""
    if not inside(g, x, y) or g.land[AT, x, y] != 0:
        return False
    m = g.land[CELLS, x, y]
    if m in (GRASS, SAND, PATH):
        return True
    return (m == LAVA and (kind in (PLAYER, ARROW))) or (m == WATER and kind == ARROW)


@kernel
def move(g: GameState, i: int, kind: int, dx: int, dy: int) -> bool:
    """Go by a step where that is free; whether it is. What was removed stays where it was."""
    x, y = g.who[i, X], g.who[i, Y]
    if not free(g, kind, x + dx, y + dy):
        return False
    if g.who[i, KIND] == NOBODY:
        return True
    g.land[AT, x, y], g.land[AT, x + dx, y + dy] = 0, i
    g.who[i, X], g.who[i, Y] = x + dx, y + dy
    n = g.land.shape[1]
    if chunk_of(n, x, y) != chunk_of(n, x + dx, y + dy):
        enter(g, i)
    return True


@kernel
def tidy(g: GameState) -> None:
    """Close the gaps that removed creatures leave; the order stays."""
    last = 1
    for i in range(1, g.s[COUNT]):
        if g.who[i, KIND] != NOBODY:
            if i != last:
                for k in range(8):
                    g.who[last, k] = g.who[i, k]
                g.land[AT, g.who[last, X], g.who[last, Y]] = last
            last += 1
    g.s[COUNT] = last
