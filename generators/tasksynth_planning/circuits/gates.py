"""Gates, and what circuits of them do, exactly.

Every entry of a gate is 0 or a power of w = exp(i pi/4), over a power of the root of 2. So what a
circuit makes of a state are numbers a + b w + c w^2 + d w^3 with whole a, b, c, d, and two circuits
are compared without rounding. After Giles and Selinger, 2013 (https://arxiv.org/abs/1212.0506).
"""

from collections.abc import Sequence
from functools import cache

Placed = tuple[str, tuple[int, ...]]
"""A gate's name, and the qubits that it is on; of `cx`, the control first."""
Ring = tuple[int, int, int, int]
"""a + b w + c w^2 + d w^3."""

ZERO: Ring = (0, 0, 0, 0)
UNIT: Ring = (1, 0, 0, 0)

ONE: dict[str, tuple[tuple[int | None, int | None], tuple[int | None, int | None]]] = {
    "h": ((0, 0), (0, 4)),
    "x": ((None, 0), (0, None)),
    "y": ((None, 6), (2, None)),
    "z": ((0, None), (None, 4)),
    "s": ((0, None), (None, 2)),
    "sdg": ((0, None), (None, 6)),
    "t": ((0, None), (None, 1)),
    "tdg": ((0, None), (None, 7)),
    "sx": ((1, 7), (7, 1)),
    "sxdg": ((7, 1), (1, 7)),
}
"""Gates on one qubit: rows of powers of w, None for 0."""
HALVED = frozenset(["h", "sx", "sxdg"])
"""Those whose entries are over the root of 2."""
TWO = ("cx", "cz", "swap")
"""Gates on two qubits."""
TURNED = frozenset(["t", "tdg"])
"""Gates that do not map all products of Pauli matrices to such products."""
_PAIRED = {"s": "sdg", "t": "tdg", "sx": "sxdg"}
INVERSE = _PAIRED | {b: a for a, b in _PAIRED.items()} | {n: n for n in ("h", *"xyz", *TWO)}


def placed(name: str, qubits: Sequence[int]) -> Placed:
    """A gate on qubits; those that treat both alike have them in order."""
    return name, tuple(sorted(qubits)) if name in ("cz", "swap") else tuple(qubits)


def times(x: Ring, power: int) -> Ring:
    """A number times a power of w."""
    a, b, c, d = x
    for _ in range(power & 3):
        a, b, c, d = -d, a, b, c
    return (-a, -b, -c, -d) if power & 4 else (a, b, c, d)


def product(x: Ring, y: Ring) -> Ring:
    """The product of two numbers."""
    a, b, c, d = x
    e, f, g, h = y
    return (
        a * e - b * h - c * g - d * f,
        a * f + b * e - c * h - d * g,
        a * g + b * f + c * e - d * h,
        a * h + b * g + c * f + d * e,
    )


def ran(circuit: Sequence[Placed], qubits: int, basis: int) -> list[Ring]:
    """What a circuit makes of a state of the basis, times the root of 2 for each HALVED gate.

    The first qubit is the first digit of a state's number.
    """
    state = [ZERO] * (1 << qubits)
    state[basis] = UNIT
    for name, on in circuit:
        bits = [1 << (qubits - 1 - qubit) for qubit in on]
        if name in ONE:
            _turn(state, name, bits[0])
        else:
            state = _entangled(state, name, bits)
    return state


def _turn(state: list[Ring], name: str, bit: int) -> None:
    rows = ONE[name]
    for low in range(len(state)):
        if not low & bit:
            pair = state[low], state[low | bit]
            for place, row in zip((low, low | bit), rows, strict=True):
                a, b, c, d = 0, 0, 0, 0
                for entry, x in zip(row, pair, strict=True):
                    if entry is not None and x != ZERO:
                        e, f, g, h = times(x, entry)
                        a, b, c, d = a + e, b + f, c + g, d + h
                state[place] = a, b, c, d


def _entangled(state: list[Ring], name: str, bits: Sequence[int]) -> list[Ring]:
    first, second = bits
    if name == "cz":
        both = first | second
        return [times(x, 4) if i & both == both else x for i, x in enumerate(state)]
    if name == "cx":
        return [state[i ^ second if i & first else i] for i in range(len(state))]
    return [state[_swapped(i, first, second)] for i in range(len(state))]


def _swapped(index: int, first: int, second: int) -> int:
    return index ^ first ^ second if bool(index & first) != bool(index & second) else index


def unitary(circuit: Sequence[Placed], qubits: int) -> list[Ring]:
    """What a circuit makes of all states of the basis, one after the other."""
    return [x for basis in range(1 << qubits) for x in ran(circuit, qubits, basis)]


def alike(first: Sequence[Ring], second: Sequence[Ring]) -> bool:
    """Whether two rows of numbers differ by a factor only.

    Of two that are unitary, or states, but for powers of the root of 2, that is a global phase.
    """
    lead = next(i for i, x in enumerate(first) if x != ZERO)
    a, b = first[lead], second[lead]
    if b == ZERO:
        return False
    return all(product(x, b) == product(y, a) for x, y in zip(first, second, strict=True))


@cache
def merged(first: str, second: str) -> str | None:
    """The gate that two gates on one qubit, one after the other, are; "" for none at all.

    None: no single gate does the same.
    """
    both = unitary([(first, (0,)), (second, (0,))], 1)
    if alike(unitary([], 1), both):
        return ""
    return next((name for name in ONE if alike(unitary([(name, (0,))], 1), both)), None)
