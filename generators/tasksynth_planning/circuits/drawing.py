"""Draw a target: something that a device can do, of which the cheapest way is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tasksynth.rng import Dice
from tasksynth_planning.circuits.devices import QuantumDevice
from tasksynth_planning.circuits.gates import HALVED, TWO, Placed, unitary
from tasksynth_planning.circuits.rewriting import shortened
from tasksynth_planning.circuits.searching import (
    Ball,
    Numbers,
    applied,
    ball,
    forms_of,
    start,
    states_without,
)

_TARGETS = 12
"""Targets of a device that are drawn before another device is."""


@dataclass(frozen=True)
class CircuitAim:
    """A circuit than which none is cheaper that does the same."""

    circuit: list[Placed]
    nodes: int
    """States that show it."""
    ahead: Ball


def draw_aim(
    dice: Dice, device: QuantumDevice, cost: int, most: int, *, state: bool
) -> CircuitAim | None:
    """A target that a cheapest circuit reaches at a cost; None where none was found.

    Raises:
        SearchError: if a search is too large.
    """
    moves = device.moves()
    dearest = max(price for _, price in moves)
    begin = start(device.qubits, state=state)
    ahead = ball(begin, moves, (cost + dearest - 1) // 2, most)
    identity = ball(start(device.qubits, state=False), moves, cost // 2, most) if state else ahead
    for _ in range(_TARGETS):
        first = _node(dice, ahead, cost - cost // 2, cost)
        if first is None:
            return None
        second = _node(dice, identity, cost - int(ahead.costs[first]), cost)
        if second is None or ahead.costs[first] + identity.costs[second] != cost:
            continue
        circuit = [moves[i][0] for i in (*ahead.path(first), *identity.path(second))]
        if not _is_worth(circuit, cost, device.qubits):
            continue
        target = _reached(begin, circuit)
        nodes = states_without(ahead, target, moves, cost, most)
        if nodes is not None:
            return CircuitAim(circuit, nodes, ahead)
    return None


def _is_worth(circuit: Sequence[Placed], cost: int, qubits: int) -> bool:
    """Whether a circuit has enough gates for its cost, and joins qubits where there are several."""
    joins = qubits == 1 or any(name in TWO for name, _ in circuit)
    return joins and len(circuit) >= max(2, (cost + 1) // 2)


def _node(dice: Dice, within: Ball, cost: int, most: int) -> int | None:
    """A node of a cost, or of the nearest cost below at which there is one."""
    for wanted in range(min(cost, most), 0, -1):
        low, high = np.searchsorted(within.costs, [wanted, wanted + 1])
        if high > low:
            return int(low) + dice.below(int(high - low))
    return None


def _reached(begin: Numbers, circuit: Sequence[Placed]) -> Numbers:
    for gate in circuit:
        begin = applied(begin, gate)
    return begin


def gate_by_gate(aim: CircuitAim, device: QuantumDevice, told: Sequence[Placed]) -> list[Placed]:
    """Each gate of a circuit in the device's cheapest way, then shortened; empty if unknown."""
    moves = device.moves()
    begin = start(device.qubits, state=False)
    kinds = list(dict.fromkeys(told))
    nodes = aim.ahead.find(np.concatenate([forms_of(applied(begin, gate)) for gate in kinds]))
    if (nodes < 0).any():
        return []
    words = {
        gate: [moves[i][0] for i in aim.ahead.path(int(node))]
        for gate, node in zip(kinds, nodes, strict=True)
    }
    return shortened([one for gate in told for one in words[gate]], device.gates)


Matrix = npt.NDArray[np.complex128]


def nearest_first(
    device: QuantumDevice,
    circuit: Sequence[Placed],
    *,
    state: bool,
    limit: int,
    from_the_end: bool = False,
) -> list[Placed]:
    """One descent: always the gate after which most of the target is there, of equals the cheapest.

    It ends where all of it is, or nothing more can be paid. From the end, the last gate is taken
    first, and what is undone is compared with the beginning.
    """
    size = 1 << device.qubits
    columns = slice(0, 1 if state else size)
    prices = dict(device.moves())
    gates = {gate: _dense(gate, device.qubits) for gate in prices}
    begin: Matrix = np.eye(size, dtype=np.complex128)
    target = begin
    for gate in circuit:
        target = _dense(gate, device.qubits) @ target
    now, wanted = begin[:, columns], target[:, columns]
    if from_the_end:
        now, wanted = wanted, now
        gates = {gate: dense.conj().T for gate, dense in gates.items()}
    found: list[Placed] = []
    while _overlap(wanted, now) < 1 - 1e-9:
        met = {gate: round(_overlap(wanted, dense @ now), 9) for gate, dense in gates.items()}
        best = max(met, key=lambda gate: (met[gate], -prices[gate], gate))
        if device.cost([*found, best]) > limit:
            break
        now = gates[best] @ now
        found.append(best)
    return found[::-1] if from_the_end else found


def _overlap(target: Matrix, now: Matrix) -> float:
    return float(abs(np.vdot(target, now)) / target.shape[1])


@cache
def _dense(gate: Placed, qubits: int) -> Matrix:
    """A gate's matrix in floating point, over all qubits."""
    size, w = 1 << qubits, np.exp(0.25j * np.pi)
    numbers = [a + b * w + c * 1j + d * w * 1j for a, b, c, d in unitary([gate], qubits)]
    over = np.sqrt(0.5) if gate[0] in HALVED else 1.0
    return np.array(numbers, dtype=np.complex128).reshape(size, size).T * over
