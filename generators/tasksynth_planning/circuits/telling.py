"""How devices, circuits and what they do are told."""

import re
from collections.abc import Iterator, Sequence

from tasksynth_planning.circuits.devices import QuantumDevice
from tasksynth_planning.circuits.gates import (
    HALVED,
    TWO,
    ZERO,
    Placed,
    Ring,
    placed,
    ran,
    times,
    unitary,
)

_SAYS = {
    "h": "1/√2 [[1, 1], [1, -1]]",
    "x": "[[0, 1], [1, 0]]",
    "y": "[[0, -i], [i, 0]]",
    "z": "[[1, 0], [0, -1]]",
    "s": "[[1, 0], [0, i]]",
    "sdg": "[[1, 0], [0, -i]]",
    "t": "[[1, 0], [0, w]]",
    "tdg": "[[1, 0], [0, 1/w]]",
    "sx": "1/2 [[1+i, 1-i], [1-i, 1+i]]",
    "sxdg": "1/2 [[1-i, 1+i], [1+i, 1-i]]",
    "cx": "turns its second qubit around where its first one is 1",
    "cz": "changes the sign where both of its qubits are 1",
    "swap": "exchanges its two qubits",
}
_ROOT = re.compile(r"(?<![a-z])i?w(?![a-z])")
_W = "Here w is (1+i)/√2, whose square is i."


def device_lines(device: QuantumDevice) -> str:
    """A line for each gate."""
    lines = []
    for name, price in zip(device.gates, device.prices, strict=True):
        where = ", on any qubit" if device.qubits > 1 else ""
        if name in TWO:
            pairs = dict.fromkeys(placed(name, pair)[1] for pair in device.pairs)
            where = ", on " + " or ".join(f"(q[{a}], q[{b}])" for a, b in pairs)
        lines.append(f"- {name}: {_SAYS[name]}{where}; costs {price}")
    return "\n".join(lines)


def explained(*told: str) -> str:
    """What w is, if it occurs."""
    return f"{_W}\n\n" if any(_ROOT.search(one) for one in told) else ""


def states(qubits: int) -> str:
    """The names of all states."""
    return ", ".join(f"|{state:0{qubits}b}>" for state in range(1 << qubits))


def listed(circuit: Sequence[Placed]) -> str:
    """A gate a line, as OpenQASM writes them."""
    return "\n".join(f"{name} {', '.join(f'q[{qubit}]' for qubit in on)};" for name, on in circuit)


def qasm(circuit: Sequence[Placed], qubits: int, version: int) -> str:
    """A program in OpenQASM 2 or 3."""
    if version == 2:
        head = f'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[{qubits}];'
        return f"{head}\n{listed(circuit)}"
    head = f'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[{qubits}] q;'
    return f"{head}\n{listed(circuit)}".replace("sxdg ", "inv @ sx ")


def matrix(circuit: Sequence[Placed], qubits: int, turn: int) -> str:
    """A circuit's matrix times a power of w, a row a line, over a common root of a power of 2."""
    size = 1 << qubits
    numbers, halves = _reduced(unitary(circuit, qubits), circuit, turn)
    rows = [[number(numbers[column * size + row]) for column in range(size)] for row in range(size)]
    told = "\n".join(f"[{', '.join(row)}]" for row in rows)
    return f"{over(halves)}\n{told}" if halves else told


def amplitudes(circuit: Sequence[Placed], qubits: int, turn: int) -> str:
    """What a circuit makes of |0…0>, times a power of w, a line for each state that is in it."""
    numbers, halves = _reduced(ran(circuit, qubits, 0), circuit, turn)
    told = (f"|{state:0{qubits}b}>: {number(x)}" for state, x in enumerate(numbers) if x != ZERO)
    lines = "\n".join(told)
    return f"{over(halves)}\n{lines}" if halves else lines


def over(halves: int) -> str:
    """The factor that so many roots of 2 are, before what stands below it."""
    root = "√2" if halves % 2 else ""
    whole = str(2 ** (halves // 2)) if halves > 1 else ""
    below = f"({whole}{root})" if whole and root else whole + root
    return f"1/{below} times"


def _reduced(
    numbers: Sequence[Ring], circuit: Sequence[Placed], turn: int
) -> tuple[list[Ring], int]:
    """Numbers over a root of a power of 2 that is as small as can be, and that power."""
    halves = sum(name in HALVED for name, _ in circuit)
    kept = [times(x, turn) for x in numbers]
    while halves > 0:
        twice = [(b - d, a + c, b + d, c - a) for a, b, c, d in kept]  # times the root of 2
        if any(part % 2 for x in twice for part in x):
            break
        kept = [(a // 2, b // 2, c // 2, d // 2) for a, b, c, d in twice]
        halves -= 1
    return kept, halves


def number(x: Ring) -> str:
    """A number as a sum, w^2 as i."""
    said = ""
    for part, power in zip(x, ("", "w", "i", "iw"), strict=True):
        if part:
            size = str(abs(part)) if abs(part) != 1 or not power else ""
            sign = "-" if part < 0 else "+" if said else ""
            said += f"{sign}{size}{power}"
    return said or "0"


def pauli_lines(circuit: Sequence[Placed], qubits: int) -> str:
    """What a circuit makes of X and Z on each qubit, by P -> U P U^-1."""
    lines = []
    for kind in "XZ":
        for qubit in range(qubits):
            x = int(kind == "X") << qubit
            z = int(kind == "Z") << qubit
            lines.append(f"{kind}{qubit} -> {_carried(circuit, qubits, x, z)}")
    return "\n".join(lines)


def _carried(circuit: Sequence[Placed], qubits: int, x: int, z: int) -> str:
    """Bits of x and z are X and Z on a qubit, both are Y.

    Aaronson and Gottesman, 2004 (https://doi.org/10.1103/PhysRevA.70.052328).
    """
    minus = 0
    for kind, on in _basic(circuit):
        a = on[0]
        xa, za = x >> a & 1, z >> a & 1
        if kind == "h":
            minus ^= xa & za
            x, z = x ^ (xa ^ za) << a, z ^ (xa ^ za) << a
        elif kind == "s":
            minus ^= xa & za
            z ^= xa << a
        else:
            xb, zb = x >> on[1] & 1, z >> on[1] & 1
            minus ^= xa & zb & (xb ^ za ^ 1)
            x, z = x ^ xa << on[1], z ^ zb << a
    letters = [" XZY"[(x >> qubit & 1) + 2 * (z >> qubit & 1)] for qubit in range(qubits)]
    told = " ".join(f"{letter}{q}" for q, letter in enumerate(letters) if letter != " ")
    return f"-{told}" if minus else told


_BASIC = {
    "h": "h", "s": "s", "z": "ss", "sdg": "sss", "x": "hssh", "y": "sshssh", "sx": "hsh",
    "sxdg": "hsssh",
}  # fmt: skip


def _basic(circuit: Sequence[Placed]) -> Iterator[Placed]:
    """The circuit in h, s and cx, but for a global phase."""
    for name, on in circuit:
        if name in _BASIC:
            yield from ((kind, on) for kind in _BASIC[name])
        elif name == "cx":
            yield "cx", on
        elif name == "cz":
            yield from (("h", on[1:]), ("cx", on), ("h", on[1:]))
        else:
            yield from (("cx", on), ("cx", on[::-1]), ("cx", on))
