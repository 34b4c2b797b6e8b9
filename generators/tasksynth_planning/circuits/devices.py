"""Devices: which gates they have, between which qubits, and what each costs."""

from collections.abc import Sequence
from itertools import pairwise

from tasksynth import Model
from tasksynth.rng import Dice
from tasksynth_planning.circuits.gates import ONE, TURNED, TWO, Placed, placed
from tasksynth_planning.circuits.searching import Move

_TURNERS = ("h", "h", "sx")
"""Without one of them, nothing is ever in two states at once."""
_PHASES = ("s", "sdg", "t", "tdg", "z")
_CLIFFORD = ("s", "sdg", "z")


class QuantumDevice(Model):
    """What circuits may consist of."""

    qubits: int
    gates: tuple[str, ...]
    prices: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    """On which qubits gates on two are; of `cx`, the control first."""

    def moves(self) -> list[Move]:
        """Every gate in every place, with its price."""
        found: list[Move] = []
        for name, price in zip(self.gates, self.prices, strict=True):
            on = self.pairs if name in TWO else [(qubit,) for qubit in range(self.qubits)]
            found += [(gate, price) for gate in dict.fromkeys(placed(name, one) for one in on)]
        return found

    def cost(self, circuit: Sequence[Placed]) -> int:
        """What a circuit costs, of gates that the device has."""
        prices = dict(zip(self.gates, self.prices, strict=True))
        return sum(prices[name] for name, _ in circuit)


def draw_device(dice: Dice, qubits: int, dearest: int, *, clifford: bool) -> QuantumDevice:
    """A device of chance; `clifford`: one whose gates map Pauli matrices to Pauli matrices."""
    turner = dice.of(_TURNERS)
    others = [name for name in ONE if name != turner and not (clifford and name in TURNED)]
    phase = dice.of(_CLIFFORD if clifford else _PHASES)
    gates = [turner, phase]
    if qubits == 1 or dice.below(3) == 0:
        gates.append(dice.of([name for name in others if name != phase]))
    if qubits > 1:
        gates += dice.of((("cx",), ("cx",), ("cx",), ("cz",), ("cx", "swap")))
    dice.shuffle(gates)
    gates.sort(key=lambda name: name in TWO)
    prices = [
        dice.between(2, max(2, dearest)) if name in TWO else dice.between(1, min(2, dearest))
        for name in gates
    ]
    return QuantumDevice(
        qubits=qubits, gates=tuple(gates), prices=tuple(prices), pairs=_pairs(dice, qubits)
    )


def _pairs(dice: Dice, qubits: int) -> tuple[tuple[int, int], ...]:
    """Neighbours in a row of the qubits, each pair one way or both ways."""
    row = list(range(qubits))
    dice.shuffle(row)
    pairs: list[tuple[int, int]] = []
    for first, second in pairwise(row):
        pairs.append((first, second))
        if dice.below(3) == 0:
            pairs.append((second, first))
    return tuple(sorted(pairs))
