"""Circuits: inputs that bring a fault to light, or tell two circuits apart."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_sat.drawing import mixing, wiring
from tasksynth_sat.formulas import netlist
from tasksynth_sat.formulas.cnf import from_bits, to_bits
from tasksynth_sat.formulas.netlist import GateRow, Kind, carried
from tasksynth_sat.kinds import asked
from tasksynth_sat.reading.assignments import read_assignment
from tasksynth_sat.solving import backtracing
from tasksynth_sat.solving.backtracing import Wanted
from tasksynth_sat.solving.solvers import Solution, solve_clauses
from tasksynth_sat.wording.circuits import SPOKEN, Defect, Form, Format, choose_form, question
from tasksynth_sat.wording.questions import WORDINGS
from tasksynth_schemas import Model

DRAWS = 64
"""Circuits drawn in a row."""
RARE = 0.04
"""A fault is asked about if at most this share of random inputs shows it."""
_TRIED = {"random": 16, "mixer": 2}
"""Faults of a circuit that are looked at closely, the rarest first, and of equals any."""
OTHERS: tuple[Kind, ...] = ("AND", "OR", "NAND", "NOR", "XOR", "XNOR")
"""What a gate may have been built as."""


class CircuitParams(Params):
    """How large a circuit, and what is asked about it."""

    n_inputs: Annotated[int, Field(ge=4, le=40), Knob(6, 20)] = 10
    """Inputs, each 0 or 1."""
    n_gates: Annotated[int, Field(ge=6, le=400), Knob(14, 250, log=True)] = 40
    """Gates, each of two wires; a few more where wires must be brought together."""
    odd: Annotated[float, Field(ge=0, le=0.8)] = 0.3
    """Share of XOR and XNOR among them where they are random."""
    n_outputs: Annotated[int, Field(ge=1, le=8)] = 2
    """Outputs: the fewer, the more hides a fault."""
    kind: Annotated[Literal["random", "mixer"], Ladder("random", "random", "random", "mixer")] = (
        "random"
    )
    """`random`: gates of wires by chance, the fault at any of them. `mixer`: gates that mix the
    inputs as hash functions do, and the fault in gates that compare the outcome with a fixed one:
    thousands of conflicts at the highest level."""
    least: Annotated[
        int, Field(ge=0, le=10_000), Ladder(1, 2, 4, 6, 8, 10, 15, 20, 40, 120, 1000)
    ] = 4
    """Fewest conflicts that a solver spends on finding such inputs."""
    defect: Literal["any", "stuck", "built"] = "any"
    """`stuck`: a wire always carries the same. `built`: a gate is of another kind."""
    format: Format = "any"
    """`any` of our own in symbols or English sentences; `gates`, `bench` (of the ISCAS circuits),
    `verilog`; `lamps` for sentences about switches and lamps in any of four languages, `lamps_en`,
    `lamps_zh`, `lamps_es` or `lamps_de` for one of them."""
    max_guess: Annotated[float, Field(gt=0, le=1)] = 0.05
    """Below 1, a task that a trivial strategy solves is drawn anew."""

    @model_validator(mode="after")
    def _wires_are_read(self) -> "CircuitParams":
        if self.n_gates < self.n_inputs:
            raise ValueError(
                f"{self.n_inputs} inputs want as many gates at least, got {self.n_gates}"
            )
        least = mixing.LEAST_GATES * self.n_inputs
        if self.kind == "mixer" and self.n_gates < least:
            raise ValueError(
                f"a mixer of {self.n_inputs} inputs wants {least} gates at least, got "
                f"{self.n_gates}; ask for kind 'random'"
            )
        return self


class CircuitInstance(Model):
    """A circuit, its outputs, and inputs that are right."""

    n_inputs: Annotated[int, Field(ge=1)]
    gates: tuple[GateRow, ...]
    outputs: tuple[int, ...]
    """The wires that can be seen."""
    defect: tuple[int, int | Kind]
    """A wire and what it is stuck at, or the kind of its gate in the other circuit."""
    solution: Annotated[str, Field(pattern="^[01]+$")]
    form: Form
    wording: Annotated[int, Field(ge=0, lt=WORDINGS)]


class CircuitSat(Family[CircuitParams, CircuitInstance]):
    """Find inputs of a circuit for which an output shows that a wire or a gate is faulty."""

    name = "sat.circuit"
    version = 2
    effort = "conflicts"
    tells = ("format",)
    rubric = Rubric(gate="solved", solved=1)
    checked = 5

    def generate(self, p: CircuitParams, rng: np.random.Generator) -> CircuitInstance | None:
        """A circuit on which no descent without search ends well."""
        dice = Dice(rng)
        for _ in range(DRAWS):
            word = dice.word()
            drawn = _circuit(p, dice)
            found = _fault(p, dice, *drawn) if drawn else None
            if drawn and found:
                defect, solution = found
                return CircuitInstance.trusted(
                    n_inputs=p.n_inputs,
                    gates=tuple(drawn[0]),
                    outputs=tuple(drawn[1]),
                    defect=defect,
                    solution=to_bits(solution, p.n_inputs),
                    form=choose_form(p.format, word >> 24),
                    wording=word % WORDINGS,
                )
        return None

    def prompt(self, x: CircuitInstance) -> str:
        """Asks for one digit an input."""
        return question(x.form, x.wording, x.n_inputs, x.gates, x.outputs, Defect(*x.defect))

    def verify(self, x: CircuitInstance, answer: str) -> Verdict:
        """Run the circuit and the faulty one on the inputs."""
        names = asked.names(x.n_inputs)
        spoken = SPOKEN if x.form.startswith("lamps_") else {}
        try:
            found = read_assignment(answer, names, spoken=spoken)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        inputs = [found >> i & 1 for i in range(x.n_inputs)]
        right, wrong = (
            carried(inputs, x.gates, 1),
            carried(inputs, x.gates, 1, **_changed(x.defect, 1)),
        )
        if any(right[wire] != wrong[wire] for wire in x.outputs):
            return self.rubric(solved=1)
        return self.rubric(solved=0, why="no output shows the difference for these inputs")

    def solve(self, x: CircuitInstance) -> str:
        """The stored inputs."""
        return f"\\boxed{{{x.solution}}}"

    def measure(self, x: CircuitInstance) -> dict[str, float]:
        """The size, the share of random inputs that are right, and what a solver spends."""
        w = wanted(x)
        spent = _searched(w)
        return {
            "inputs": float(x.n_inputs),
            "gates": float(len(x.gates)),
            "depth": float(max(w.depth[: x.n_inputs + len(x.gates)])),
            "stuck": float(isinstance(x.defect[1], int)),
            "guess": _share(w),
            "conflicts": float(spent.conflicts),
            "decisions": float(spent.decisions),
            "propagations": float(spent.propagations),
        }

    def canonical(self, x: CircuitInstance) -> Any:
        """Gates with their wires in order, the outputs, the defect; not the wording."""
        rows = [[kind, sorted(reads)] for kind, reads in x.gates]
        return [x.n_inputs, rows, list(x.outputs), list(x.defect)]

    def baselines(self, x: CircuitInstance) -> dict[str, str]:
        """What the trivial strategies answer, and a blind guess."""
        rng = np.random.Generator(np.random.Philox(key=x.wording))
        blind = "".join(map(str, rng.integers(0, 2, x.n_inputs).tolist()))
        return {"random": blind} | backtracing.answers(wanted(x))

    def floor(self, p: CircuitParams) -> float:
        """What descents with other ties get on the smallest, and less on others."""
        return max(p.max_guess, 0.15)


Fault = tuple[int, int | Kind]


def wanted(x: CircuitInstance) -> Wanted:
    """The circuit that tells the two apart, and that it shall do so."""
    w = _telling(x.n_inputs, x.gates, x.outputs, x.defect)
    if w is None:
        raise AssertionError(f"no output depends on wire {x.defect[0]}")
    return w


def _telling(
    n_inputs: int, gates: Sequence[GateRow], outputs: Sequence[int], defect: Fault
) -> Wanted | None:
    apart = wiring.apart(n_inputs, gates, outputs, *defect)
    return Wanted(n_inputs, tuple(apart[0]), ((apart[1], 1),)) if apart else None


def _changed(defect: Fault, full: int) -> dict[str, Any]:
    wire, value = defect
    if isinstance(value, int):
        return {"stuck": {wire: full * value}}
    return {"built": {wire: value}}


def _circuit(p: CircuitParams, dice: Dice) -> tuple[list[GateRow], list[int], range] | None:
    """Gates, outputs, and the wires of which one is faulty."""
    if p.kind == "mixer":
        made = mixing.mixer(dice, p.n_inputs, p.n_gates, p.n_outputs)
        return made.gates, made.outputs, made.compares
    drawn = wiring.circuit(dice, p.n_inputs, p.n_gates, p.n_outputs, p.odd)
    return (*drawn, range(p.n_inputs + len(drawn[0]))) if drawn else None


def _fault(
    p: CircuitParams, dice: Dice, gates: list[GateRow], outputs: list[int], wires: range
) -> tuple[Fault, int] | None:
    """The hardest of the rarest faults that no cheap strategy finds, with inputs that show it."""
    found: list[tuple[int, int, Fault, Wanted]] = []
    for defect in _rare(p, dice, gates, outputs, wires)[: _TRIED[p.kind]]:
        w = _telling(p.n_inputs, gates, outputs, defect)
        run = _searched(w) if w else None
        if w and run and run.model is not None and run.conflicts >= p.least:
            found.append((run.conflicts, run.model & (1 << p.n_inputs) - 1, defect, w))
    found.sort(key=lambda one: -one[0])
    for _, inputs, defect, w in found:
        if p.max_guess == 1 or _withstands(w, p.max_guess):
            return defect, inputs
    return None


def _rare(
    p: CircuitParams, dice: Dice, gates: list[GateRow], outputs: list[int], wires: range
) -> list[Fault]:
    """One fault a wire, those first that few random inputs show; none that very many do."""
    cases = _cases(p.n_inputs)
    right = carried(cases, gates, wiring.FULL)
    found: list[tuple[int, int, Fault]] = []
    for wire in wires:
        options: list[int | Kind] = [] if p.defect == "built" else [0, 1]
        if wire >= p.n_inputs and p.defect != "stuck":
            options += [kind for kind in OTHERS if kind != gates[wire - p.n_inputs][0]]
        if not options:
            continue
        defect = wire, dice.of(options)
        wrong = carried(cases, gates, wiring.FULL, **_changed(defect, wiring.FULL))
        shown = 0
        for out in outputs:
            shown |= right[out] ^ wrong[out]
        if p.max_guess == 1 or shown.bit_count() <= RARE * wiring.CASES:
            place = wire if p.kind == "random" else dice.word()
            found.append((shown.bit_count(), place, defect))
    return [defect for _, _, defect in sorted(found, key=lambda one: one[:2])]


def _withstands(w: Wanted, bound: float) -> bool:
    return _share(w) <= bound and backtracing.withstands(w, bound)


def _searched(w: Wanted) -> Solution:
    """One bounded run of the solver on the circuit."""
    units = ((wire + 1,) if value else (-wire - 1,) for wire, value in w.values)
    return solve_clauses([*netlist.clauses(w.n_inputs, w.gates), *units])


def _share(w: Wanted) -> float:
    """How many of fixed random inputs are right."""
    wires = carried(_cases(w.n_inputs), w.gates, wiring.FULL)
    right = wiring.FULL
    for wire, value in w.values:
        right &= wires[wire] if value else ~wires[wire]
    return (right & wiring.FULL).bit_count() / wiring.CASES


@lru_cache(maxsize=64)
def _cases(n_inputs: int) -> tuple[int, ...]:
    """Random inputs, always the same for a number of them."""
    rng = np.random.Generator(np.random.Philox(key=[n_inputs, 85]))
    words = rng.integers(0, 2, (n_inputs, wiring.CASES)).tolist()
    return tuple(from_bits("".join(map(str, row))) for row in words)
