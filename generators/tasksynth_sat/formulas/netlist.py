"""Circuits of gates: evaluated on many inputs at once, on inputs that are partly open, and as CNF.

Wires are numbered: first the inputs, from 0, then the outputs of the gates, each of which reads
wires before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from tasksynth_sat.formulas.cnf import Clause

Kind = Literal["AND", "OR", "NAND", "NOR", "XOR", "XNOR", "NOT", "ZERO", "ONE"]
GateRow = tuple[Kind, tuple[int, ...]]
"""What a gate does, and the wires that it reads: none for a constant, one for NOT, else two."""
PLAIN: Mapping[Kind, tuple[Literal["AND", "OR", "XOR"], bool]] = {
    "AND": ("AND", False),
    "NAND": ("AND", True),
    "OR": ("OR", False),
    "NOR": ("OR", True),
    "XOR": ("XOR", False),
    "XNOR": ("XOR", True),
    "NOT": ("AND", True),
    "ZERO": ("AND", True),
    "ONE": ("AND", False),
}
"""Each kind as a plain one that may be negated."""


def joined(kind: Kind, parts: Sequence[int], full: int) -> int:
    """What a gate makes of the values on its wires, one bit a case, `full` having all of them."""
    plain, negated = PLAIN[kind]
    value = full if plain == "AND" else 0
    for part in parts:
        value = value & part if plain == "AND" else value | part if plain == "OR" else value ^ part
    return value ^ full if negated else value


def carried(
    inputs: Sequence[int],
    gates: Sequence[GateRow],
    full: int,
    *,
    stuck: Mapping[int, int] | None = None,
    built: Mapping[int, Kind] | None = None,
) -> list[int]:
    """What every wire carries, one bit a case.

    Args:
        inputs: what the inputs are set to.
        gates: in order.
        full: a bit for every case.
        stuck: wires that carry something whatever happens.
        built: wires whose gate is of another kind than it says.
    """
    stuck, built = stuck or {}, built or {}
    wires = [stuck.get(i, value) for i, value in enumerate(inputs)]
    for wire, (kind, reads) in enumerate(gates, len(inputs)):
        value = joined(built.get(wire, kind), [wires[i] for i in reads], full)
        wires.append(stuck.get(wire, value))
    return wires


def half_known(kind: Kind, parts: Sequence[int | None]) -> int | None:
    """The value of a gate of which some inputs are open (None), where the others settle it."""
    plain, negated = PLAIN[kind]
    if plain != "XOR":
        ruling = 0 if plain == "AND" else 1
        if ruling in parts:
            return ruling ^ negated
    if None in parts:
        return None
    return joined(kind, [part for part in parts if part is not None], 1)


def clauses(n_inputs: int, gates: Sequence[GateRow]) -> Iterator[Clause]:
    """What the gates do, as clauses in which wire i is variable i + 1 (Tseitin 1968)."""
    for wire, (kind, reads) in enumerate(gates, n_inputs + 1):
        plain, negated = PLAIN[kind]
        out = -wire if negated else wire
        ins = [i + 1 for i in reads]
        if plain == "XOR":
            a, b = ins
            yield from ((-out, a, b), (-out, -a, -b), (out, -a, b), (out, a, -b))
            continue
        sign = 1 if plain == "AND" else -1
        for i in ins:
            yield (-sign * out, sign * i)
        yield (sign * out, *(-sign * i for i in ins))
