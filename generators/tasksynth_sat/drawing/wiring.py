"""Random circuits without dead or trivial wires, and the circuit that tells two of them apart."""

from collections.abc import Iterator, Sequence

from tasksynth.rng import Dice
from tasksynth_sat.formulas.netlist import GateRow, Kind, joined

CASES = 1024
"""Random inputs on which wires are compared."""
FULL = (1 << CASES) - 1
EVEN = 0.15
"""A wire carries a 1 in at least this share of the cases, and so a 0."""
_NEAR = 1.5
"""Operands are mostly among so many times as many of the last wires as there are inputs."""
_TRIES = 40
_PLAIN: tuple[Kind, ...] = ("AND", "OR", "NAND", "NOR")
_ODD: tuple[Kind, ...] = ("XOR", "XNOR")


def circuit(
    dice: Dice, n_inputs: int, n_gates: int, n_outputs: int, odd: float
) -> tuple[list[GateRow], list[int]] | None:
    """Gates, and the outputs: what nothing reads, and the last others. None where that fails.

    A wire that carries nearly always the same, or the same as another, is drawn anew. `odd` is
    the share of XOR and XNOR.
    """
    wires = [_cases(dice) for _ in range(n_inputs)]
    seen = {*wires, *(FULL ^ wire for wire in wires)}
    unread = [*range(n_inputs)]
    gates: list[GateRow] = []
    while len(gates) < n_gates or len(unread) > n_outputs:
        if len(gates) > 2 * n_gates:
            return None
        narrowing = len(unread) - n_outputs >= n_gates - len(gates)
        near = round(_NEAR * n_inputs)
        gate = _gate(dice, wires, unread, seen, odd, near, narrowing=narrowing)
        if gate is None:
            return None
        row, value = gate
        unread = [i for i in unread if i not in row[1]] + [len(wires)]
        seen |= {value, FULL ^ value}
        wires.append(value)
        gates.append(row)
    if min(unread) < max(n_inputs, len(wires) - 2 * n_outputs):
        return None
    more = [wire for wire in range(len(wires) - 1, -1, -1) if wire not in unread]
    return gates, sorted(unread + more[: n_outputs - len(unread)])


def _gate(
    dice: Dice,
    wires: Sequence[int],
    unread: Sequence[int],
    seen: set[int],
    odd: float,
    near: int,
    *,
    narrowing: bool,
) -> tuple[GateRow, int] | None:
    for _ in range(_TRIES):
        if narrowing or dice.below(3):  # nothing that is old stays unread
            first = unread[dice.below(1 + len(unread) // 3)]
        else:
            first = _near(dice, len(wires), near)
        second = dice.of(unread) if narrowing else _near(dice, len(wires), near)
        if first == second:
            continue
        kind: Kind = dice.of(_ODD if dice.below(1000) < 1000 * odd else _PLAIN)
        value = joined(kind, [wires[first], wires[second]], FULL)
        ones = value.bit_count()
        if value not in seen and EVEN * CASES <= ones <= (1 - EVEN) * CASES:
            return (kind, (first, second)), value
    return None


def _near(dice: Dice, count: int, span: int) -> int:
    """One of the last wires, or now and then any."""
    span = count if dice.below(6) == 0 else min(count, span)
    return count - 1 - dice.below(span)


def _cases(dice: Dice) -> int:
    value = 0
    for _ in range(CASES // 64):
        value = value << 64 | dice.word()
    return value


def apart(
    n_inputs: int,
    gates: Sequence[GateRow],
    outputs: Sequence[int],
    at: int,
    value: int | Kind,
) -> tuple[list[GateRow], int] | None:
    """The circuit that is 1 where another one gives another output, with its output wire.

    The other one differs at a wire that carries a constant, 0 or 1, or whose gate is of another
    kind. None where no output depends on that.
    """
    rows = list(gates)
    other: dict[int, int] = {}
    if isinstance(value, str):
        rows.append((value, gates[at - n_inputs][1]))
        other[at] = n_inputs + len(rows) - 1
    else:
        rows.append(("ONE" if value else "ZERO", ()))
        other[at] = n_inputs + len(rows) - 1
    for wire, (kind, reads) in enumerate(gates, n_inputs):
        if wire != at and any(i in other for i in reads):
            rows.append((kind, tuple(other.get(i, i) for i in reads)))
            other[wire] = n_inputs + len(rows) - 1
    changed: list[int] = []
    for wire in outputs:
        if wire in other:
            rows.append(("XOR", (wire, other[wire])))
            changed.append(n_inputs + len(rows) - 1)
    if not changed:
        return None
    for more in list(_or(rows, changed, n_inputs)):
        rows.append(more)
    return rows, n_inputs + len(rows) - 1


def _or(rows: Sequence[GateRow], changed: Sequence[int], n_inputs: int) -> Iterator[GateRow]:
    last, top = changed[0], n_inputs + len(rows)
    for i, wire in enumerate(changed[1:]):
        yield ("OR", (last, wire))
        last = top + i
