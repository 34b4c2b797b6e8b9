"""Circuits are compared exactly, the cheapest pass, and none is cheaper than was proved."""

import time
from itertools import product
from typing import Any

import numpy as np
import pytest

from benchmarks.optima import cheapest, dense
from tasksynth import UsageError, registry
from tasksynth.single import Judge, source
from tasksynth_planning.circuits.devices import QuantumDevice
from tasksynth_planning.circuits.gates import INVERSE, ONE, alike, placed, unitary
from tasksynth_planning.circuits.rewriting import disguised, shortened

FAMILY: Any = registry.get("quantum.compile")


def drawn(level: float, count: int, **params: Any) -> list[Any]:
    tasks = source("quantum.compile", seed=67, level=level, params=params)
    return [tasks.draw(index) for index in range(count)]


def lines(circuit: Any) -> str:
    return "\n".join(f"{name} {' '.join(map(str, on))}" for name, on in circuit)


def given(x: Any, circuit: Any) -> Any:
    return FAMILY.verify(x, f"<answer>\n{lines(circuit)}\n</answer>")


def bell() -> Any:
    """A task that can be done by heart: h and cx make a state out of which swap takes nothing."""
    device = QuantumDevice(qubits=2, gates=("h", "s", "cx"), prices=(1, 1, 2), pairs=((0, 1),))
    best = (("h", (0,)), ("cx", (0, 1)))
    return FAMILY.Instance(
        device=device,
        target="state",
        circuit=best,
        told=(),
        rote=(),
        program=2,
        turn=0,
        limit=5,
        nodes=9,
    )


@pytest.mark.parametrize(("qubits", "target", "least"), [(2, "any", 3), (3, "state", 4)])
def test_costs_at_which_nothing_can_be_drawn_are_refused_at_once(
    qubits: int, target: str, least: int
) -> None:
    with pytest.raises(UsageError, match=f"wants a cost of {least} at least, got {least - 1}"):
        drawn(0.0, 1, qubits=qubits, target=target, cost=least - 1)
    (draw,) = drawn(0.0, 1, qubits=qubits, target=target, cost=least)
    assert draw.task.measure["cost"] == least


def undone(x: Any) -> list[Any]:
    """Gates before one another: always the one without which most is back at the beginning."""
    left = np.eye(2, dtype=complex)
    for name, on in x.circuit:
        left = dense(name, list(on), 1) @ left
    found: list[Any] = []
    while abs(np.trace(left)) < 2 - 1e-9 and x.device.cost(found) < x.limit:
        rest = {gate: dense(gate[0], [0], 1).conj().T @ left for gate, _ in x.device.moves()}
        gate = max(rest, key=lambda one: abs(np.trace(rest[one])).round(9))
        left = rest[gate]
        found.insert(0, gate)
    return found


@pytest.mark.parametrize("target", ["circuit", "matrix", "paulis", "state"])
def test_another_program_finds_the_same_optimum_in_the_words_of_the_prompt(target: str) -> None:
    for cost in (5, 8):
        for draw in drawn(0.5, 2, target=target, cost=cost):
            assert cheapest(draw.task.text) == cost
    if target != "matrix":
        (draw,) = drawn(1.0, 1, target=target, cost=8)
        assert cheapest(draw.task.text) == 8


def test_of_all_circuits_those_are_paid_that_do_it_and_the_cheaper_the_more() -> None:
    for draw in drawn(0.0, 4):
        x, size = draw.instance, 1 << draw.instance.device.qubits
        moves = dict(x.device.moves())
        matrices = {gate: dense(gate[0], list(gate[1]), x.device.qubits) for gate in moves}
        wanted = np.linalg.multi_dot(
            [np.eye(size), *(matrices[g] for g in x.circuit[::-1]), np.eye(size)]
        )
        for length in (1, 2, 3, 4):
            for circuit in product(moves, repeat=length):
                made = np.eye(size, dtype=complex)
                for gate in circuit:
                    made = matrices[gate] @ made
                same = abs(abs(np.vdot(wanted, made)) - size) < 1e-9
                cost = sum(moves[gate] for gate in circuit)
                least = x.device.cost(x.circuit)
                verdict = given(x, circuit)
                assert cost >= least or not same
                assert (verdict.status == "pass") == (same and cost == least)
                assert (verdict.reward > 0) == (same and cost <= x.limit)
                assert verdict.status == "pass" or verdict.reward <= 0.4
        twice = [*x.circuit, x.circuit[-1], (INVERSE[x.circuit[-1][0]], x.circuit[-1][1])]
        assert given(x, twice).reward < 1


def test_arithmetic_agrees_with_matrices_of_floating_point() -> None:
    rng = np.random.Generator(np.random.Philox(key=5))
    names = [*ONE, "cx", "cz", "swap"]
    for _ in range(30):
        circuit = []
        for name in rng.choice(names, 6):
            on = rng.permutation(3)[: 1 if name in ONE else 2].tolist()
            circuit.append(placed(str(name), on))
        made = np.eye(8, dtype=complex)
        for name, on in circuit:
            made = dense(name, list(on), 3) @ made
        w = np.exp(0.25j * np.pi)
        exact = np.array([a + b * w + c * 1j + d * w * 1j for a, b, c, d in unitary(circuit, 3)])
        exact = exact.reshape(8, 8).T
        assert abs(np.vdot(exact, made)) == pytest.approx(np.linalg.norm(exact) * np.sqrt(8))
        assert alike(unitary(circuit, 3), unitary([*circuit, *[("s", (0,))] * 4], 3))
        assert not alike(unitary(circuit, 3), unitary([*circuit, ("tdg", (1,))], 3))


def test_a_phase_of_all_states_does_not_matter_and_one_of_some_does() -> None:
    assert alike(unitary([("x", (0,)), ("z", (0,))], 1), unitary([("y", (0,))], 1))
    assert not alike(unitary([("z", (0,))], 1), unitary([], 1))
    x = bell()
    assert given(x, [("h", (0,)), ("cx", (0, 1))]).status == "pass"
    partly = given(x, [("s", (1,)), ("h", (0,)), ("cx", (0, 1))])
    assert partly.status == "fail"
    assert partly.reward == pytest.approx(0.4 * 2 / 3)  # |00> is the same for it
    assert partly.why == "it costs 4, and 3 is enough"
    other = given(x, [("h", (0,)), ("s", (0,)), ("cx", (0, 1))])
    assert (other.reward, other.why) == (0, "the circuit does something else")
    dear = given(x, [("s", (1,))] * 8 + list(x.circuit))
    assert (dear.reward, dear.why) == (0, "it costs 11, more than 5")
    backwards = given(x, [("h", (1,)), ("cx", (1, 0))])
    assert backwards.why == "'cx q[1], q[0]' is no gate of this device"


def test_what_is_shown_does_the_same_and_is_not_shortened_by_cancelling() -> None:
    for draw in drawn(0.5, 8, target="circuit"):
        x = draw.instance
        assert alike(unitary(x.told, 2), unitary(x.circuit, 2))
        least = shortened(x.told, x.device.gates)
        assert not FAMILY.verify(x, f"<answer>{lines(least)}</answer>").reward
        assert all(FAMILY.verify(x, said).reward == 0 for said in FAMILY.baselines(x).values())


def test_a_descent_from_the_end_earns_less_than_the_floor() -> None:
    draws = drawn(0.0, 80)
    earned = [
        FAMILY.verify(x, f"<answer>\n{lines(undone(x))}\n</answer>").reward
        for x in (draw.instance for draw in draws)
    ]
    assert sum(earned) / len(earned) < FAMILY.floor(FAMILY.Params.at(0.0))


def test_neighbours_cancel_through_gates_on_other_qubits() -> None:
    circuit = [("h", (0,)), ("t", (1,)), ("h", (0,)), ("t", (1,)), ("cz", (0, 1)), ("cz", (0, 1))]
    assert shortened(circuit, ["s"]) == [("s", (1,))]
    assert shortened(circuit, []) == [("t", (1,)), ("t", (1,))]
    assert shortened([("cx", (0, 1)), ("x", (1,)), ("cx", (0, 1))], [*ONE]) != []


SHAPES = (
    'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\ncreg c[2];\nh q[0];\ncx q[0],q[1];',
    'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\n// then\nctrl @ x q[0], q[1];',
    "h q[0]; cx q[0], q[1];",
    "h 0\ncx 0 1",
    "H q0\nCNOT q0 q1",
    "H(0), CNOT(0, 1)",
    "H(0) -> CX(0,1)",
    "1. H on q[0]\n2. CNOT with control q[0] and target q[1]",
    "1) h q[0]; 2) cx q[0], q[1];",
    "first H on qubit 0, then CNOT from qubit 0 to qubit 1",
    "- `h q[0];`\n- `cx q[0], q[1];`",
    "**h q[0]**\n**cx q[0], q[1]**",
    "from qiskit import QuantumCircuit\nqc = QuantumCircuit(2)\nqc.h(0)\nqc.cx(0, 1)",
    "q = cirq.LineQubit.range(2)\ncirq.H(q[0]), cirq.CNOT(q[0], q[1])",
    '[["h", 0], ["cx", 0, 1]]',
    '["h q[0]", "cx q[0], q[1]"]',
    '[{"gate": "h", "qubits": [0]}, {"gate": "cx", "qubits": [0, 1]}]',
    '[{"gate": "h", "target": 0}, {"gate": "cx", "target": 1, "control": 0}]',
    r"$H_0$, $\text{CNOT}_{0,1}$",
    r"$H_0 \to \mathrm{CX}_{01}$",
    "h q[0];\nbarrier q;\ncx q[0], q[1];",
    "| step | gate | qubits |\n|---|---|---|\n| 1 | h | q[0] |\n| 2 | cx | q[0], q[1] |",
    "\uff48 q[\uff10]; cx q[0], q[1];",
    "H q[0]; # makes two states\ncx q[0], q[1]",
    "h q[0];\ncx q[0], q[1];\n\nTotal cost: 3",
    "qml.Hadamard(wires=0)\nqml.CNOT(wires=[0, 1])",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_circuits_may_be_written_in_many_ways(shape: str) -> None:
    x = bell()
    for reply in (f"<answer>{shape}</answer>", f"<answer>\n```qasm\n{shape}\n```\n</answer>"):
        verdict = FAMILY.verify(x, reply)
        assert verdict.status == "pass", verdict.why


def test_turns_and_daggers_are_the_gates_that_they_make() -> None:
    device = QuantumDevice(qubits=1, gates=("h", "tdg", "sx"), prices=(1, 1, 1), pairs=())
    best = (("tdg", (0,)), ("h", (0,)), ("sx", (0,)))
    x = bell().model_copy(update={"device": device, "circuit": best, "target": "matrix"})
    tdgs = (
        *("tdg q[0]", "Tdg", "T\u2020 q[0]", r"T^\dagger", r"$T^{\dagger}_0$", "inv @ t q[0]"),
        *("rz(-pi/4) q[0]", "p(7*pi/4) q[0]", "qc.tdg(0)", "qc.p(-pi/4, 0)", "u1(-0.7853981634) q"),
        *("T^-1 q[0]", "T^{-1}", "t_dg q[0]", "T dagger q[0]", "cirq.T(q[0]).inverse()"),
        "cirq.T(q[0])**-1",
    )
    for tdg in tdgs:
        for sx in (
            "sx q[0]",
            "\u221aX",
            r"\sqrt{X} q[0]",
            "sqrt(x) q[0]",
            "rx(pi/2) q[0]",
            "V 0",
            "X^0.5",
        ):
            verdict = FAMILY.verify(x, f"<answer>{tdg}; h q[0]; {sx};</answer>")
            assert verdict.status == "pass", (tdg, sx, verdict.why)
    assert FAMILY.verify(x, "<answer>Tdg H SX</answer>").status == "pass"
    for wrong in ("t; h; sx", "tdg; h; rx(-pi/2) q[0]", "rz(pi/3) q[0]; h; sx", "sx; h; tdg"):
        assert FAMILY.verify(x, f"<answer>{wrong}</answer>").reward == 0, wrong


def test_what_is_left_out_is_not_read_over() -> None:
    for dots in ("...", "\u2026", r"\ldots"):
        verdict = FAMILY.verify(bell(), f"<answer>h q[0];\n{dots}\ncx q[0], q[1];</answer>")
        assert (verdict.status, verdict.reward) == ("unparsable", 0), dots
    assert FAMILY.verify(bell(), "<answer>h 0; cx 0 1; // and so on ...</answer>").reward == 1


def test_programs_are_read_and_never_run() -> None:
    judge = Judge(drawn(0.5, 1)[0].task)
    hostile = (
        "for int i in [0:1000000000] { h q[0]; }",
        "gate a q { a q; } a q[0];",
        "h q[99999999999999999999];",
        "pow(1e9) @ h q[0];",
        "rz(pi/0) q[0];",
        "rz(9**9**9) q[0];",
        "cx q[0], q[0];",
        "measure q[0] -> c[0];",
        "reset q[0];",
        "h q[0], q[1], q[0];",
        "h q[0];" * 10_000,
        "qreg q[2];" * 10_000,
        "__import__('os').system('true')",
    )
    for text in hostile:
        verdict = judge.grade(f"<answer>{text}</answer>")
        assert verdict.status in ("fail", "unparsable")
        assert verdict.reward == 0
        assert len(verdict.why) < 200


def test_no_reply_takes_long_to_read() -> None:
    judge = Judge(drawn(0.5, 1)[0].task)
    heads = (
        *("x", "x^", "T^{", "rz(", "rz(-", "rz(3", "cx q[0]", "cx(", "h ([", "h on", "inv @", "1"),
        *("q", "qreg", "qubit[", "a =", "a, b", "/*", "//", "target", "cx target", "step", "cost"),
    )
    for head in heads:
        for filled in (
            head + " " * 10_000 + "y",
            (head + " ") * (10_000 // len(head)),
            "\n" + head * 5000,
        ):
            start = time.process_time()
            verdict = judge.grade(f"<answer>{filled}</answer>")
            assert verdict.status == "unparsable"
            assert time.process_time() - start < 0.5, head


def test_disguises_are_of_the_length_that_was_asked_for() -> None:
    from tasksynth.rng import Dice

    dice = Dice(np.random.Generator(np.random.Philox(key=3)))
    circuit = [("h", (0,)), ("cx", (0, 2)), ("t", (2,))]
    for length in (6, 12, 20):
        told = disguised(dice, circuit, 3, length)
        assert length <= len(told) <= length + 1
        assert alike(unitary(told, 3), unitary(circuit, 3))
