"""Circuits that mix their inputs as hash functions do, and compare the outcome with a fixed one.

Bits of a state are overwritten in rounds, each by itself, another one and a product of two more;
at the end every bit is added to an input (Matyas, Meyer, Oseas: "Generating strong one-way
functions with cryptographic algorithm", IBM Technical Disclosure Bulletin 27, 1985), so that nobody
gets back from the outcome by undoing the rounds. A comparison turns an output over where all bits
are as they are for some hidden inputs: hardware that was tampered with is built like that (Wolff,
Papachristou, Bhunia, Chakraborty: "Towards trojan-free trusted ICs: problem analysis and detection
scheme", DATE 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tasksynth.rng import Dice
from tasksynth_sat.formulas.netlist import GateRow, Kind, carried

LEAST_GATES = 5
"""Fewest gates for each input: less than a round of mixing is left by the rest."""
_PLAIN: tuple[Kind, ...] = ("AND", "OR", "NAND", "NOR")
_ODD: tuple[Kind, ...] = ("XOR", "XNOR")


@dataclass
class _Wires:
    n_inputs: int
    gates: list[GateRow] = field(default_factory=list)

    def add(self, kind: Kind, a: int, b: int) -> int:
        """One more gate; its wire."""
        self.gates.append((kind, (a, b)))
        return self.n_inputs + len(self.gates) - 1


@dataclass(frozen=True)
class Mixer:
    """A circuit with a comparison."""

    gates: list[GateRow]
    outputs: list[int]
    compares: range
    """The wires of the comparison."""


def mixer(dice: Dice, n_inputs: int, n_gates: int, n_outputs: int) -> Mixer:
    """About so many gates, of which the comparison and the additions take one each for an input."""
    wires = _Wires(n_inputs)
    state = _mixed(dice, wires, (n_gates - 2 * n_inputs) // 3)
    partners = [*range(n_inputs)]
    dice.shuffle(partners)
    mixed = [wires.add(dice.of(_ODD), a, b) for a, b in zip(state, partners, strict=True)]
    carries = carried([dice.below(2) for _ in partners], wires.gates, 1)
    first = n_inputs + len(wires.gates)
    last = _compared(dice, wires, mixed, carries)
    compares = range(first, n_inputs + len(wires.gates))
    dice.shuffle(mixed)
    over = wires.add(dice.of(_ODD), mixed[0], last)
    return Mixer(wires.gates, [*sorted(mixed[1:n_outputs]), over], compares)


def _mixed(dice: Dice, wires: _Wires, steps: int) -> list[int]:
    """The wires of the state after so many steps."""
    state = [*range(wires.n_inputs)]
    turns: list[int] = []
    for _ in range(steps):
        if not turns:
            turns = [*range(len(state))]
            dice.shuffle(turns)
        at = turns.pop()
        others = [wire for i, wire in enumerate(state) if i != at]
        dice.shuffle(others)
        product = wires.add(dice.of(_PLAIN), *others[:2])
        added = wires.add(dice.of(_ODD), state[at], product)
        state[at] = wires.add(dice.of(_ODD), added, others[2])
    return state


def _compared(dice: Dice, wires: _Wires, mixed: Sequence[int], carries: Sequence[int]) -> int:
    """The wire that tells whether all these carry what they do: a tree of gates."""
    wanted = [[wire for wire in mixed if carries[wire] == value] for value in (0, 1)]
    while (left := sum(map(len, wanted))) > 1:
        value = dice.below(2)
        if len(wanted[value]) < 2:
            value = 1 - value
        a, b = wanted[value].pop(), wanted[value].pop()
        then = int(bool(wanted[1])) if left == 3 else dice.below(2)
        at = dice.below(1 + len(wanted[then]))
        wanted[then].insert(at, wires.add(_tells(value, then), a, b))
    return (wanted[0] or wanted[1])[0]


def _tells(value: int, then: int) -> Kind:
    """The gate that carries `then` only where both of its wires carry `value`."""
    if value:
        return "AND" if then else "NAND"
    return "NOR" if then else "OR"
