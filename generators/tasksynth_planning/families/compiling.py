"""`quantum.compile`: the cheapest circuit of a device that does what is asked for."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.circuits.devices import QuantumDevice, draw_device
from tasksynth_planning.circuits.drawing import CircuitAim, draw_aim, gate_by_gate, nearest_first
from tasksynth_planning.circuits.gates import Placed, alike, ran, unitary
from tasksynth_planning.circuits.reading import read_circuit
from tasksynth_planning.circuits.rewriting import disguised, shortened
from tasksynth_planning.circuits.searching import SearchError
from tasksynth_planning.circuits.telling import (
    amplitudes,
    device_lines,
    explained,
    listed,
    matrix,
    pauli_lines,
    qasm,
    states,
)

Kind = Literal["circuit", "matrix", "paulis", "state"]
_KINDS: dict[int, tuple[Kind, ...]] = {
    1: ("circuit", "circuit", "matrix"),
    2: ("circuit", "circuit", "matrix", "paulis", "state"),
    3: ("circuit", "circuit", "paulis", "state"),
}
"""How a target is told, by qubits: matrices of three are long, and one has few states."""
_TRIES = 30
"""Devices that are drawn before a draw is given up."""
_DEAREST = 3


class CompileParams(Params):
    """How large the circuits are, and how the target is told."""

    qubits: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Qubits of the device."""
    cost: Annotated[int, Field(ge=2, le=16), Knob(4, 13)] = 7
    """What a cheapest circuit costs, exactly: one to three for each gate."""
    target: Literal["any"] | Kind = "any"
    """A `circuit` that is longer, a `matrix`, what becomes of Pauli matrices (`paulis`), or the
    `state` that the first state is to become. `any`: one of them."""
    most: Annotated[int, Field(ge=100, le=200_000)] = 30_000
    """States that either end of a search may take."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        """Gates of two qubits cost 2 at least: what costs no more is one of them."""
        least = 2 if self.qubits == 1 else 4 if self.target == "state" else 3
        if self.cost < least:
            wanted = "a state" if self.target == "state" else "a circuit"
            raise ValueError(
                f"{wanted} of {self.qubits} qubits wants a cost of {least} at least, "
                f"got {self.cost}"
            )
        return self


class CompileInstance(Model):
    """A device, and a cheapest circuit that reaches the target."""

    device: QuantumDevice
    target: Kind
    circuit: tuple[Placed, ...]
    told: tuple[Placed, ...]
    """The circuit that is shown, where one is."""
    rote: tuple[Placed, ...]
    """What is shown, each gate by itself in the cheapest way, then shortened."""
    program: int
    """Version of OpenQASM that is shown."""
    turn: int
    """The phase in which numbers are shown, in eighths of a turn."""
    limit: int
    """What a circuit may cost that earns a part."""
    nodes: int
    """States that a search from both ends visits to show that no circuit is cheaper."""


class QuantumCompile(Family[CompileParams, CompileInstance]):
    """Find the cheapest circuit of a quantum computer for a target, up to a global phase."""

    name = "quantum.compile"
    version = 2
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="best", best=0.6, close=0.4)
    checked = 25

    def generate(self, p: CompileParams, rng: np.random.Generator) -> CompileInstance | None:
        """Devices and targets of chance; no cheap strategy may earn anything."""
        dice = Dice(rng)
        for _ in range(_TRIES):
            kind = dice.of(_KINDS[p.qubits]) if p.target == "any" else p.target
            dearest = min(_DEAREST, p.cost - 1)
            device = draw_device(dice, p.qubits, dearest, clifford=kind == "paulis")
            try:
                aim = draw_aim(dice, device, p.cost, p.most, state=kind == "state")
            except SearchError:
                continue
            if aim is not None and (x := _told(dice, device, kind, aim, p.cost)) is not None:
                return x
        return None

    def prompt(self, x: CompileInstance) -> str:
        qubits, gates, wanted = x.device.qubits, device_lines(x.device), _wanted(x)
        some = {1: "one qubit, q[0],", 2: "two qubits, q[0] and q[1],"}
        return (
            f"A quantum computer has {some.get(qubits, 'three qubits, q[0], q[1] and q[2],')} and "
            f"these gates:\n\n{gates}\n\n{explained(gates, wanted)}Find the cheapest circuit of "
            f"these gates that {wanted}\n\nA circuit costs what its gates cost together. The full "
            f"reward is for a cheapest one; another one that costs {x.limit} at most earns a part. "
            "Write it between <answer> and </answer>, the gate that acts first at the top, as a "
            f"program in OpenQASM or one gate a line, as in “{x.device.gates[0]} q[0];”."
        )

    def verify(self, x: CompileInstance, answer: str) -> Verdict:
        try:
            found = read_circuit(answer, x.device.qubits)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        known = {gate for gate, _ in x.device.moves()}
        if foreign := next((gate for gate in found if gate not in known), None):
            why = f"{listed([foreign])[:-1]!r} is no gate of this device"
            return self.rubric(best=0.0, close=0.0, why=why)
        cost, least = x.device.cost(found), x.device.cost(x.circuit)
        if cost > x.limit:
            return self.rubric(best=0.0, close=0.0, why=f"it costs {cost}, more than {x.limit}")
        if not _same(x, found):
            return self.rubric(best=0.0, close=0.0, why="the circuit does something else")
        if cost <= least:
            return self.rubric(best=1.0, close=1.0)
        close = (x.limit + 1 - cost) / (x.limit + 1 - least)
        return self.rubric(best=0.0, close=close, why=f"it costs {cost}, and {least} is enough")

    def solve(self, x: CompileInstance) -> str:
        return _written(x.circuit)

    def measure(self, x: CompileInstance) -> dict[str, float]:
        """`nodes`: what a search from both ends visits; `shown`: gates of the circuit told."""
        return {
            "nodes": x.nodes,
            "cost": x.device.cost(x.circuit),
            "gates": len(x.circuit),
            "qubits": x.device.qubits,
            "shown": len(x.told),
        }

    def canonical(self, x: CompileInstance) -> Any:
        """The device, and what is told of the target."""
        return [x.device.model_dump(mode="json"), x.target, _wanted(x)]

    def baselines(self, x: CompileInstance) -> dict[str, str]:
        return {name: _written(circuit) for name, circuit in _cheap(x).items()}

    def floor(self, p: CompileParams) -> float:
        """What a circuit of chance of about the right cost gets, or a descent with other ties."""
        return 0.15 if p.cost < 5 else 0.08 if p.cost < 7 else 0.04 if p.cost < 10 else 0.02


def _wanted(x: CompileInstance) -> str:
    """What the circuit is to do, after "that"."""
    qubits = x.device.qubits
    digits = "" if qubits == 1 else " The first digit of a state is q[0], the last one "
    digits = digits and f"{digits}q[{qubits - 1}]."
    match x.target:
        case "circuit":
            shown = qasm(x.told, qubits, x.program)
            others = {name for name, _ in x.told} - set(x.device.gates)
            library = " Other gates in it are those of OpenQASM's standard library."
            return (
                f"does the same as this one, up to a global phase:\n\n{shown}\n\n"
                f"What it does is all that counts.{library if others else ''}"
            )
        case "matrix":
            return (
                f"has this matrix, up to a global phase:\n\n{matrix(x.circuit, qubits, x.turn)}\n\n"
                f"Rows and columns are the states {states(qubits)}; the column of a state tells "
                f"what becomes of it.{digits}"
            )
        case "paulis":
            return (
                "takes Pauli matrices to these by P -> U P U^-1, where U is the matrix of the "
                f"whole circuit:\n\n{pauli_lines(x.circuit, qubits)}\n\nHere X0 is X on q[0], "
                "“X0 Z1” is the product of X on q[0] and Z on q[1], and so on."
            )
        case _:
            return (
                f"turns |{'0' * qubits}> into this state, up to a global phase:\n\n"
                f"{amplitudes(x.circuit, qubits, x.turn)}\n\n"
                f"What it makes of other states does not matter.{digits}"
            )


def _told(
    dice: Dice, device: QuantumDevice, kind: Kind, aim: CircuitAim, cost: int
) -> CompileInstance | None:
    """The task that a target is, if no cheap strategy earns anything."""
    told: list[Placed] = []
    rote: list[Placed] = []
    if kind == "circuit":
        length = 2 * len(aim.circuit) + dice.between(4, 7)
        told = disguised(dice, aim.circuit, device.qubits, length)
        if not alike(unitary(aim.circuit, device.qubits), unitary(told, device.qubits)):
            return None
        rote = gate_by_gate(aim, device, told)
    x = CompileInstance(
        device=device,
        target=kind,
        circuit=tuple(aim.circuit),
        told=tuple(told),
        rote=tuple(rote),
        program=dice.between(2, 3),
        turn=2 * dice.below(4),
        limit=cost + dice.between(1, 3),
        nodes=aim.nodes,
    )
    cheap = (circuit for circuit in (*_cheap(x).values(), *_runs(told)) if _allowed(x, circuit))
    return None if any(_same(x, circuit) for circuit in cheap) else x


def _runs(told: Sequence[Placed]) -> Iterator[Sequence[Placed]]:
    """What stands together in a circuit that is told: one of them might be the answer."""
    size = len(told)
    return (told[i:j] for i in range(size) for j in range(i + 1, size + 1))


def _allowed(x: CompileInstance, circuit: Sequence[Placed]) -> bool:
    """Whether a circuit is of the device, and cheap enough to earn something."""
    known = {gate for gate, _ in x.device.moves()}
    return set(circuit) <= known and x.device.cost(circuit) <= x.limit


def _same(x: CompileInstance, circuit: Sequence[Placed]) -> bool:
    """Whether a circuit reaches the target, exactly."""
    qubits = x.device.qubits
    if x.target == "state":
        return alike(ran(x.circuit, qubits, 0), ran(circuit, qubits, 0))
    return alike(unitary(x.circuit, qubits), unitary(circuit, qubits))


def _cheap(x: CompileInstance) -> dict[str, list[Placed]]:
    """What needs no search."""
    descent = partial(nearest_first, x.device, x.circuit, state=x.target == "state", limit=x.limit)
    moves = [gate for gate, _ in x.device.moves()]
    had = [gate for gate in x.told if gate in moves]
    return {
        "every gate once": moves,
        "the nearest gate next": descent(),
        "the nearest gate before": descent(from_the_end=True),
        "the circuit as shown": list(x.told),
        "what the device has of it": had,
        "what it has of it, neighbours cancelled": shortened(had, x.device.gates),
        "neighbours cancelled": shortened(x.told, x.device.gates),
        "gate by gate": list(x.rote),
    }


def _written(circuit: Sequence[Placed]) -> str:
    return f"<answer>\n{listed(circuit)}\n</answer>"
