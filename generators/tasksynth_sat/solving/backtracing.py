"""One descent through a circuit: from a wanted value back to an input, which then stays as it is.

PODEM without its backtracking (Goel: "An implicit enumeration algorithm to generate tests for
combinational logic circuits", IEEE Transactions on Computers 30, 1981): an output that is open
is followed back, at each gate to an open wire that could bring the value about, until an input is
reached. The rules say which of two open wires: the first, the last, the nearer to the inputs, the
farther, or as SCOAP has it, the easiest where one is enough and the hardest where all are needed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tasksynth.rng import Stream
from tasksynth_sat.formulas.cnf import to_bits
from tasksynth_sat.formulas.netlist import PLAIN, GateRow, carried, half_known

FLIPS = 10
"""Single changes by which an end is bettered, at most."""
NEVER = 1 << 20
"""The effort of making a constant what it is not."""
STARTS, CHANGES = 8, 50
"""Of a bounded local search."""
ORDERS = 4
"""Orders of ties that each rule is tried with."""


@dataclass(frozen=True)
class Wanted:
    """A circuit, and what some of its wires shall carry."""

    n_inputs: int
    gates: tuple[GateRow, ...]
    values: tuple[tuple[int, int], ...]
    """(wire, 0 or 1)."""

    def missed(self, assignment: int) -> int:
        """How many of the wires carry something else; input i is bit i of the assignment."""
        wires = carried([assignment >> i & 1 for i in range(self.n_inputs)], self.gates, 1)
        return sum(wires[wire] != value for wire, value in self.values)

    def missed_near(self, assignment: int) -> list[int]:
        """`missed` of each single change of an input, all looked at together."""
        n = self.n_inputs
        full = (1 << n) - 1  # bit i of a wire: where input i is changed
        near = [(full if assignment >> i & 1 else 0) ^ 1 << i for i in range(n)]
        wires = carried(near, self.gates, full)
        wrong = [(full if value else 0) ^ wires[wire] for wire, value in self.values]
        return [sum(one >> i & 1 for one in wrong) for i in range(n)]

    @cached_property
    def depth(self) -> list[int]:
        """How far each wire is from the inputs, in gates."""
        depth = [0] * self.n_inputs
        for _, reads in self.gates:
            depth.append(1 + max((depth[i] for i in reads), default=0))
        return depth

    @cached_property
    def effort(self) -> list[tuple[int, int]]:
        """SCOAP's controllability: how many settings a 0, and a 1, on each wire takes.

        Goldstein: "Controllability/observability analysis of digital circuits", IEEE Transactions
        on Circuits and Systems 26, 1979.
        """
        effort = [(1, 1)] * self.n_inputs
        for kind, reads in self.gates:
            plain, negated = PLAIN[kind]
            parts = [effort[i] for i in reads]
            if plain == "XOR":
                (a0, a1), (b0, b1) = parts
                zero, one = min(a0 + b0, a1 + b1), min(a0 + b1, a1 + b0)
            elif plain == "AND":
                zero, one = min((p[0] for p in parts), default=NEVER), sum(p[1] for p in parts)
            else:
                zero, one = sum(p[0] for p in parts), min(p[1] for p in parts)
            effort.append((one + 1, zero + 1) if negated else (zero + 1, one + 1))
        return effort


Choice = Callable[[Wanted, Sequence[int], int, Callable[..., int]], int]
"""Of open wires one, given the value that they should have, and `max` if all should, else `min`."""


def _scoap(w: Wanted, wires: Sequence[int], value: int, by: Callable[..., int]) -> int:
    return by(wires, key=lambda i: w.effort[i][value])


def _contrary(w: Wanted, wires: Sequence[int], value: int, by: Callable[..., int]) -> int:
    return _scoap(w, wires, value, min if by is max else max)


RULES: dict[str, Choice] = {
    "scoap": _scoap,
    "contrary": _contrary,
    "first": lambda w, wires, value, by: wires[0],
    "near": lambda w, wires, value, by: min(wires, key=w.depth.__getitem__),
    "far": lambda w, wires, value, by: max(wires, key=w.depth.__getitem__),
}
"""Which open wire is followed back."""


def orders(n_inputs: int, n_wires: int) -> list[list[int]]:
    """Ranks of the wires that break ties: as numbered, in reverse, and at random."""
    rng = Stream(b"tasksynth_sat.backtracing.orders").rng(n_inputs, n_wires)
    plain = [*range(n_wires)]
    return [plain, plain[::-1], *(rng.permutation(n_wires).tolist() for _ in range(ORDERS - 2))]


def descend(w: Wanted, choose: Choice, rank: Sequence[int]) -> int:
    """The assignment where one descent ends; inputs that it left open are 0."""
    wires: list[int | None] = [None] * (w.n_inputs + len(w.gates))
    values = sorted(w.values, key=lambda one: rank[one[0]])
    _follow(w, wires)
    while open_ := next(((i, v) for i, v in values if wires[i] is None), None):
        wire, value = open_
        while wire >= w.n_inputs:
            wire, value = _behind(w, wires, wire, value, choose, rank)
        wires[wire] = value
        _follow(w, wires)
    return sum(1 << i for i in range(w.n_inputs) if wires[i])


def _follow(w: Wanted, wires: list[int | None]) -> None:
    """What open wires carry, now that some are known."""
    for i, (kind, reads) in enumerate(w.gates, w.n_inputs):
        if wires[i] is None:
            wires[i] = half_known(kind, [wires[j] for j in reads])


def _behind(
    w: Wanted,
    wires: Sequence[int | None],
    wire: int,
    value: int,
    choose: Choice,
    rank: Sequence[int],
) -> tuple[int, int]:
    """An open wire that an open gate reads, and what it should carry."""
    kind, reads = w.gates[wire - w.n_inputs]
    plain, negated = PLAIN[kind]
    value ^= negated
    free = sorted((i for i in reads if wires[i] is None), key=rank.__getitem__)
    if plain == "XOR":
        for i in reads:
            value ^= wires[i] or 0
        return choose(w, free, value, max), value
    return choose(w, free, value, max if value == (plain == "AND") else min), value


def bettered(w: Wanted, assignment: int, flips: int = FLIPS) -> int:
    """Where the best single changes of an input lead."""
    least = w.missed(assignment)
    for _ in range(flips):
        missed = w.missed_near(assignment)
        if min(missed) >= least:
            break
        least = min(missed)
        assignment ^= 1 << missed.index(least)
    return assignment


def fixed(w: Wanted) -> dict[str, int]:
    """Constants, inputs in turn, and where single changes lead from zeros."""
    turns = sum(1 << i for i in range(0, w.n_inputs, 2))
    ones = (1 << w.n_inputs) - 1
    return {
        "zeros": 0,
        "ones": ones,
        "turns": turns,
        "turns, reversed": ones ^ turns,
        "greedy": bettered(w, 0),
    }


def _ends(w: Wanted, ranks: Sequence[Sequence[int]]) -> Iterator[tuple[str, list[int]]]:
    for rule, choose in RULES.items():
        ends = [descend(w, choose, rank) for rank in ranks]
        yield f"descent, {rule}", ends
        yield f"descent, {rule}, bettered", [bettered(w, end) for end in ends]


def answers(w: Wanted) -> dict[str, str]:
    """What every strategy answers, ties broken by number, by its name."""
    ranks = orders(w.n_inputs, w.n_inputs + len(w.gates))[:1]
    found = fixed(w) | {name: end for name, (end,) in _ends(w, ranks)}
    return {name: to_bits(end, w.n_inputs) for name, end in found.items()}


def rates(w: Wanted, ranks: Sequence[Sequence[int]]) -> dict[str, float]:
    """How often the descents of each rule solve it, over some ways to break ties."""
    return {
        name: sum(not w.missed(end) for end in ends) / len(ends) for name, ends in _ends(w, ranks)
    }


def withstands(w: Wanted, bound: float) -> bool:
    """Whether no fixed strategy solves it, and no rule oftener than a bound."""
    if not all(map(w.missed, fixed(w).values())):
        return False
    ranks = orders(w.n_inputs, w.n_inputs + len(w.gates))
    most = bound * len(ranks)
    return all(sum(not w.missed(end) for end in ends) <= most for _, ends in _ends(w, ranks))


def share_of_starts(w: Wanted) -> float:
    """The share of fixed random starts from which single changes lead to what is wanted.

    All changes are looked at, and one of the best is made, up to `CHANGES` times.
    """
    tosses = Stream(b"tasksynth_sat.backtracing.starts").rng(w.n_inputs)
    starts = tosses.integers(0, 1 << w.n_inputs, STARTS).tolist()
    chances = tosses.random((STARTS, CHANGES)).tolist()
    return sum(map(_walks, [w] * STARTS, starts, chances)) / STARTS


def _walks(w: Wanted, assignment: int, chances: Sequence[float]) -> bool:
    for chance in chances:
        missed = w.missed_near(assignment)
        best = [i for i, count in enumerate(missed) if count == min(missed)]
        if not min(missed):
            return True
        assignment ^= 1 << best[int(chance * len(best))]
    return False
