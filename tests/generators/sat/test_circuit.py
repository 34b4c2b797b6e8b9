"""Faults in circuits: by every input, in prompts that are run as they are told, by no descent."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from statistics import median
from typing import Any, get_args

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.rng import Dice, Stream
from tasksynth.single import Judge, source
from tasksynth_sat import CircuitSat
from tasksynth_sat.drawing import mixing
from tasksynth_sat.families.circuit import CircuitInstance, wanted
from tasksynth_sat.formulas import netlist
from tasksynth_sat.formulas.netlist import GateRow, carried, half_known
from tasksynth_sat.solving import backtracing
from tasksynth_sat.solving.solvers import solve_clauses
from tasksynth_sat.wording.circuits import Told

FAMILY = CircuitSat()
DOES: dict[str, Callable[[int, int], int]] = {
    "AND": lambda a, b: a & b,
    "OR": lambda a, b: a | b,
    "NAND": lambda a, b: 1 - (a & b),
    "NOR": lambda a, b: 1 - (a | b),
    "XOR": lambda a, b: a ^ b,
    "XNOR": lambda a, b: 1 - (a ^ b),
}
TOLD = {
    "en": {
        "AND": "is on exactly if both . and . are on",
        "OR": "at least one of . and . is on",
        "NAND": "is off exactly if both . and . are on",
        "NOR": "neither . nor . is on",
        "XOR": "one of . and . is on and the other is off",
        "XNOR": "both on or both off",
    },
    "de": {
        "AND": "an, wenn . und . beide an sind",
        "OR": "mindestens eines",
        "NAND": "aus, wenn . und . beide an sind",
        "NOR": "weder . noch .",
        "XOR": "das andere aus",
        "XNOR": "beide an oder beide aus",
    },
    "es": {
        "AND": "cuando . y . lo están",
        "OR": "al menos una",
        "NAND": "apagada exactamente cuando . y . están encendidas",
        "NOR": "exactamente cuando no lo está",
        "XOR": "solo una",
        "XNOR": "lo están . y ., o cuando",
    },
    "zh": {
        "AND": "亮\uff0c当且仅当.和.都亮。",
        "OR": "至少有一个亮",
        "NAND": "灭\uff0c当且仅当.和.都亮。",
        "NOR": "都不亮",
        "XOR": "恰有一个亮",
        "XNOR": "都亮或者都灭",
    },
}
"""What a reader of each language takes for what a gate does; a dot is a wire."""
OFF = {"en": "off", "de": "aus", "es": "apagada", "zh": "“灭”"}
Line = tuple[str, str, str, str]
"""A wire, what its gate does, and what that reads."""


@cache
def drawn(level: float, count: int) -> list[CircuitInstance]:
    made = source(FAMILY.name, seed=11, level=level)
    return [made.draw(index).instance for index in range(count)]  # type: ignore[misc]


def every(n_inputs: int) -> Iterator[str]:
    return ("".join(bits) for bits in product("01", repeat=n_inputs))


def run(lines: list[Line], values: str, defect: tuple[str, str] | None) -> dict[str, int]:
    """What each wire carries, by name; a defect is a wire with `0`, `1` or the kind of its gate."""
    at, what = defect or ("", "")
    wires = {f"x{i}": int(bit) for i, bit in enumerate(values, 1)}
    if at in wires and what in "01":
        wires[at] = int(what)
    for name, kind, a, b in lines:
        wires[name] = DOES[what if name == at and what in DOES else kind](wires[a], wires[b])
        if name == at and what in "01":
            wires[name] = int(what)
    return wires


def right_answers(
    lines: list[Line], outputs: list[str], defect: tuple[str, str], n: int
) -> set[str]:
    """Every input that some output shows the defect for."""
    found = set()
    for values in every(n):
        one, other = run(lines, values, None), run(lines, values, defect)
        if any(one[out] != other[out] for out in outputs):
            found.add(values)
    return found


def accepted(x: CircuitInstance) -> set[str]:
    return {v for v in every(x.n_inputs) if FAMILY.verify(x, f"\\boxed{{{v}}}").status == "pass"}


def heard(text: str, form: str) -> tuple[list[Line], list[str], tuple[str, str]]:
    """Gates, outputs and defect of a prompt in symbols, by its text alone."""
    _, block, ask = text.split("\n\n")
    if form == "verilog":
        lines = []
        for name, inverted, a, sign, b in re.findall(
            r"assign (\w+) = (~?)\(?(\w+) ([&|^]) (\w+)\)?;", block
        ):
            kind = {"&": "AND", "|": "OR", "^": "XOR"}[sign]
            negated = {"AND": "NAND", "OR": "NOR", "XOR": "XNOR"}[kind]
            lines.append((name, negated if inverted else kind, a, b))
        shown = re.search(r"output ([^)]*)\)", block)
        outputs = shown[1].split(", ") if shown else []
    else:
        lines = re.findall(r"(\w+) = (\w+)\((\w+), (\w+)\)", block)
        listed = re.search(r"Outputs: (.*)", block)
        outputs = listed[1].split(", ") if listed else re.findall(r"OUTPUT\((\w+)\)", block)
    if stuck := re.search(r"(\w+) is stuck at ([01])", ask):
        return lines, outputs, (stuck[1], stuck[2])
    kinds = "|".join(DOES)
    built = re.search(
        rf"([xg]\d+) (?:was made by|as) ({kinds}) (?:instead of|rather than) (\w+)", ask
    )
    assert built, ask
    assert built[3] == next(kind for name, kind, _, _ in lines if name == built[1])
    return lines, outputs, (built[1], built[2])


@pytest.mark.parametrize("form", ["gates", "bench", "verilog"])
def test_the_prompt_can_be_run_and_shows_which_answers_are_right(form: str) -> None:
    made = source(FAMILY.name, seed=3, level=0, params={"format": form})
    for index in range(6):
        draw = made.draw(index)
        x: Any = draw.instance
        right = right_answers(*heard(draw.task.text, form), x.n_inputs)
        assert right
        assert right == accepted(x)
        assert f"{x.n_inputs} " in draw.task.text.rpartition("\n")[2]


@pytest.mark.parametrize("form", get_args(Told))
def test_sentences_about_lamps_can_be_run(form: str) -> None:
    language = form[6:]
    patterns = {
        kind: re.compile(
            words.replace(".", r"[xg]\d+")
            if language != "zh"
            else words.replace(".和.", r"\w+和\w+")
        )
        for kind, words in TOLD[language].items()
    }

    def line(sentence: str) -> Line:
        (kind,) = (kind for kind, words in patterns.items() if words.search(sentence))
        name, a, b = re.findall(r"[xg]\d+", sentence)[:3]
        return name, kind, a, b

    for index in range(8):
        made = source(FAMILY.name, seed=index, level=0, params={"format": form})
        draw = made.draw(0)
        x: Any = draw.instance
        _, block, ask = draw.task.text.split("\n\n")
        lines = [line(one) for one in block.splitlines()]
        wires = re.findall(r"[xg]\d+", ask)
        outputs, rest = wires[: len(x.outputs)], wires[len(x.outputs) :]
        if isinstance(x.defect[1], int):
            faulty = ask.rpartition("\\boxed")[0].rpartition(rest[0])[2]
            defect = rest[0], "0" if OFF[language] in faulty.split("x1")[0] else "1"
        else:
            after = ask[ask.index(rest[0], ask.index(outputs[-1]) + 3) :]
            sentence = after[after.index(rest[0], len(rest[0])) :]
            sentence = re.split(r"。" if language == "zh" else r"\. ", sentence)[0]
            name, kind, _, _ = line(sentence + "。" * (language == "zh"))
            assert name == rest[0], ask
            defect = name, kind
        assert right_answers(lines, outputs, defect, x.n_inputs) == accepted(x)


def test_gates_are_clauses_and_are_known_as_soon_as_they_can_be() -> None:
    for kind, plain in DOES.items():
        gates: tuple[GateRow, ...] = ((kind, (0, 1)),)  # type: ignore[assignment]
        for a, b in product((0, 1), repeat=2):
            wires = carried([a, b], gates, 1)
            assert wires[2] == plain(a, b)
            inputs = [(1 if a else -1,), (2 if b else -2,)]
            found = solve_clauses([*netlist.clauses(2, gates), *inputs])
            assert found.model is not None
            assert found.model >> 2 & 1 == plain(a, b)
        for a in (0, 1):
            sure = {plain(a, b) for b in (0, 1)}
            assert half_known(gates[0][0], [a, None]) == (sure.pop() if len(sure) == 1 else None)


def test_a_mixer_turns_an_output_over_for_few_inputs_and_reads_every_wire() -> None:
    hits = []
    for key in range(12):
        made = mixing.mixer(Dice(Stream(b"mixer").rng(key)), 8, 60, 2)
        cases = [sum((a >> i & 1) << a for a in range(256)) for i in range(8)]
        wires = carried(cases, made.gates, (1 << 256) - 1)
        told = wires[made.compares[-1]].bit_count()
        hits.append(min(told, 256 - told))
        read = {i for _, reads in made.gates for i in reads}
        assert {*made.outputs} | read == {*range(8 + len(made.gates))}
        assert made.outputs[-1] not in read
    assert min(hits) >= 1
    assert max(hits) <= 12
    assert sum(hits) <= 12 * 4


def test_of_a_mixer_the_comparison_is_faulty() -> None:
    for x in drawn(0.75, 6):
        wire, value = x.defect
        right = [int(bit) for bit in x.solution]
        other: Any = (
            {"stuck": {wire: value}} if isinstance(value, int) else {"built": {wire: value}}
        )
        one, two = carried(right, x.gates, 1), carried(right, x.gates, 1, **other)
        assert [one[out] == two[out] for out in x.outputs] == [True, False]
        assert wire >= len(one) - x.n_inputs  # one gate of the comparison for each input, and one


def test_few_inputs_are_right_and_no_descent_finds_one() -> None:
    tried: dict[str, float] = {}
    tasks = drawn(0.0, 30)
    for seed, x in enumerate(tasks):
        assert len(accepted(x)) <= 0.08 * 2**x.n_inputs
        w = wanted(x)
        rng = np.random.Generator(np.random.Philox(key=seed))
        wires = x.n_inputs + len(w.gates)
        ranks = [rng.permutation(wires).tolist() for _ in range(3)]
        for name, rate in backtracing.rates(w, ranks).items():
            tried[name] = tried.get(name, 0) + rate
        for name, answer in FAMILY.baselines(x).items():
            tried[name] = tried.get(name, 0) + (FAMILY.verify(x, answer).status == "pass")
    floor = source(FAMILY.name, seed=1, level=0).params
    assert max(tried.values()) <= FAMILY.floor(floor) * len(tasks) + 2, tried  # type: ignore[arg-type]


def test_a_descent_goes_back_to_the_input_that_matters() -> None:
    gates: tuple[GateRow, ...] = (("NOR", (0, 1)), ("AND", (2, 3)), ("XOR", (4, 0)))
    w = backtracing.Wanted(3, gates, ((4, 1),))
    for choose in backtracing.RULES.values():
        for rank in backtracing.orders(3, 6):
            assert backtracing.descend(w, choose, rank) == 0b100


def test_changes_looked_at_together_are_those_looked_at_one_by_one() -> None:
    for x in drawn(0.0, 30)[:4]:
        w = wanted(x)
        for start in (0, 5, 2**x.n_inputs - 1):
            apart = [w.missed(start ^ 1 << i) for i in range(x.n_inputs)]
            assert w.missed_near(start) == apart
        assert 0 <= backtracing.share_of_starts(w) <= 1
    gates: tuple[GateRow, ...] = (("AND", (0, 1)), ("AND", (2, 3)), ("NOR", (4, 5)))
    easy, never = ((6, 1),), ((4, 1), (6, 1))
    assert backtracing.share_of_starts(backtracing.Wanted(4, gates, easy)) == 1
    assert backtracing.share_of_starts(backtracing.Wanted(4, gates, never)) == 0


def test_levels_take_more_and_more_conflicts() -> None:
    levels = (0, 0.5, 0.75)
    spent = [[FAMILY.measure(x)["conflicts"] for x in drawn(at, 6)] for at in levels]
    least = [source(FAMILY.name, seed=1, level=at).params.least for at in levels]  # type: ignore[attr-defined]
    assert all(min(some) >= bound for some, bound in zip(spent, least, strict=True))
    assert median(spent[0]) * 3 < median(spent[1]) < median(spent[2]) / 3
    top = source(FAMILY.name, seed=3, level=1).draw(0).instance
    assert FAMILY.measure(top)["conflicts"] >= 1000  # type: ignore[arg-type]


def test_how_a_gate_lists_its_wires_is_no_other_task() -> None:
    x = drawn(0.0, 30)[0]
    turned = tuple((kind, reads[::-1]) for kind, reads in x.gates)
    assert FAMILY.canonical(
        x.model_copy(update={"gates": turned, "wording": 7})
    ) == FAMILY.canonical(x)
    wire, _ = x.defect
    other = x.model_copy(update={"defect": (wire - 1, 0)})
    assert FAMILY.canonical(other) != FAMILY.canonical(x)


@pytest.mark.parametrize("form", get_args(Told))
def test_the_pack_of_answer_forms_passes(form: str) -> None:
    made = source(FAMILY.name, seed=4, level=0, params={"format": form})
    draw = made.draw(1)
    x: Any = draw.instance
    right, judge = FAMILY.solve(x), Judge(draw.task)
    for shape in right_shapes(right):
        assert judge.grade(shape.text).status == "pass", shape
    wrong = next(v for v in every(x.n_inputs) if v not in accepted(x))
    for shape in near_misses(right, f"\\boxed{{{wrong}}}"):
        assert judge.grade(shape.text).status != "pass", shape


def test_numbers_as_verilog_writes_them_are_read() -> None:
    x = drawn(0.0, 30)[0]
    n, bits = x.n_inputs, x.solution
    lines = "\n".join(f"x{i} = 1'b{bit};" for i, bit in enumerate(bits, 1))
    for text in (f"Answer: {n}'b{bits}", f"\\boxed{{{n}'b{bits}}}", f"Answer:\n{lines}"):
        assert FAMILY.verify(x, text).status == "pass", text
    for text in (f"Answer: {n + 1}'b{bits}", f"Answer: {n}'b{bits[:-1]}", f"Answer: {n}'h{bits}"):
        assert FAMILY.verify(x, text).status == "unparsable", text


def test_a_mixer_of_too_few_gates_is_refused() -> None:
    with pytest.raises(UsageError, match="a mixer of 20 inputs wants 100 gates at least, got 90"):
        source(FAMILY.name, seed=1, params={"n_inputs": 20, "n_gates": 90, "kind": "mixer"})


def test_more_inputs_than_gates_are_refused() -> None:
    with pytest.raises(UsageError, match="20 inputs want as many gates at least, got 15"):
        source(FAMILY.name, seed=1, params={"n_inputs": 20, "n_gates": 15})
