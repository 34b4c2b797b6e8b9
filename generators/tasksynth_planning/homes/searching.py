"""The cheapest way to tidy up: A* over what is done, with walks in between."""

from collections.abc import Iterator
from functools import lru_cache
from heapq import heappop, heappush

from tasksynth_planning.homes.models import HAND, Chore, Home, Kind, Tidying, cells_of, distances

State = tuple[int, int, tuple[int, ...]]
"""Where the robot stands, which doors are open, bit by bit, and where each thing is."""
Found = tuple[list[Chore] | None, int]


def cheapest(home: Home, s: Tidying, most: int) -> Found:
    """The cheapest chores after which all is tidy, or None, and how many states were looked at.

    That is exact (Hart, Nilsson and Raphael, 1968): the guess of what is left counts each chore
    that cannot be done without, and the longer of a shortest tree over the furniture that has to
    be gone to and the ways that things have to be carried, by as many as there are hands.

    It begins with things as they stand, and looks at no more than `most` states.
    """
    search = _HomeSearch(home)
    start: State = (s.at, sum(1 << i for i, one in enumerate(s.open) if one), tuple(s.places))
    spent: dict[State, int] = {start: 0}
    came: dict[State, tuple[State, Chore]] = {}
    heap = [(search.left(start), 0, start)]
    looked, done = 0, set[State]()
    while heap and looked < most:
        guess, minus, state = heappop(heap)
        if state in done:
            continue
        done.add(state)
        looked += 1
        if guess + minus == 0:
            return _way(came, state), looked
        for chore, cost, after in search.around(state):
            there = cost - minus
            if there < spent.get(after, 1 << 30):
                spent[after], came[after] = there, (state, chore)
                done.discard(after)
                heappush(heap, (there + search.left(after), -there, after))
    return None, looked


def _way(came: dict[State, tuple[State, Chore]], state: State) -> list[Chore]:
    chores = []
    while state in came:
        state, chore = came[state]
        chores.append(chore)
    return chores[::-1]


class _HomeSearch:
    """What can be done in a home, as tuples."""

    def __init__(self, home: Home) -> None:
        self.far = distances(home.rows, home.start, cells_of(home))
        self.wanted = tuple(one.home for one in home.things)
        self.holds = tuple(one.holds for one in home.pieces)
        self.doors = sum(1 << i for i, one in enumerate(home.pieces) if one.door)
        self.hands = home.hands
        self.pieces = range(len(home.pieces))
        self.tree = lru_cache(maxsize=None)(self._tree)

    def around(self, state: State) -> Iterator[tuple[Chore, int, State]]:
        """What can be done next, what it costs with the walk, and what comes of it."""
        at, opened, places = state
        far = self.far[at]
        held = [thing for thing, place in enumerate(places) if place == HAND]
        if len(held) < self.hands:
            for piece in self.pieces:
                if self.doors >> piece & 1:
                    kind: Kind = "shut" if opened >> piece & 1 else "open"
                    after = piece, opened ^ 1 << piece, places
                    yield Chore(piece, kind), far[piece] + 1, after
            for thing, place in enumerate(places):
                if place not in (HAND, self.wanted[thing]) and self._reached(place, opened):
                    moved = *places[:thing], HAND, *places[thing + 1 :]
                    yield Chore(place, "pick", thing), far[place] + 1, (place, opened, moved)
        for piece in self.pieces if held else ():
            if self._reached(piece, opened) and places.count(piece) < self.holds[piece]:
                for thing in held:
                    moved = *places[:thing], piece, *places[thing + 1 :]
                    yield Chore(piece, "put", thing), far[piece] + 1, (piece, opened, moved)

    def left(self, state: State) -> int:
        """What has to be spent still, at least; 0 if all is tidy."""
        at, opened, places = state
        chores, visits, carried = opened.bit_count(), opened, 0
        for place, home in zip(places, self.wanted, strict=True):
            if place == home:
                continue
            visits |= 1 << home
            if place == HAND:
                chores += 1
                carried += self.far[at][home]
            else:
                chores += 2
                carried += self.far[place][home]
                visits |= 1 << place
        chores += 2 * (visits & self.doors & ~opened).bit_count()
        return chores + max(self.tree(at, visits), -(-carried // self.hands))

    def _reached(self, piece: int, opened: int) -> bool:
        return not self.doors & ~opened & 1 << piece

    def _tree(self, at: int, visits: int) -> int:
        """The length of a shortest tree over pieces of furniture and where one stands (Prim)."""
        near = {p: self.far[at][p] for p in self.pieces if visits >> p & 1}
        length = 0
        while near:
            piece = min(near, key=near.__getitem__)
            length += near.pop(piece)
            for other in near:
                near[other] = min(near[other], self.far[piece][other])
        return length
