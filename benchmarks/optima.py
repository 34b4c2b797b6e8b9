"""Prove once more, by other means and from the words of the prompts alone, what is best.

    python benchmarks/optima.py [--family quantum.compile] [--tasks 50]

What each family says is best was found by its own search. Here another program reads the prompt,
knows nothing of the instance, and finds the optimum again: tasks of five levels in turn.
"""

import argparse
import re
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.proofs.colours import fewest_nudges
from benchmarks.proofs.crews import fewest
from benchmarks.proofs.lamps import most_expected
from benchmarks.proofs.passages import Found, relations
from benchmarks.proofs.pushes import fewest_steps
from benchmarks.proofs.tidying import least_battery
from benchmarks.proofs.understanding import labelled
from tasksynth.single import source
from tasksynth_planning.pomdps.solving import value_of
from tasksynth_planning.worlds.fleets import SeaValues
from tasksynth_text.diagnosis.networks import Weigher
from tasksynth_text.families.nlu import written_labels
from tasksynth_text.relations.models import held_after

Matrix = npt.NDArray[np.complex128]
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
_W = np.exp(0.25j * np.pi)
_X = np.array([[0, 1], [1, 0]], dtype=np.complex128)
_Y = np.array([[0, -1j], [1j, 0]])
_Z = np.diag([1, -1]).astype(np.complex128)
_SX = np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2
_LIBRARY: dict[str, Matrix] = {
    "h": (_X + _Z) / np.sqrt(2),
    "x": _X,
    "y": _Y,
    "z": _Z,
    "s": np.diag([1, 1j]),
    "sdg": np.diag([1, -1j]),
    "t": np.diag([1, _W]),
    "tdg": np.diag([1, 1 / _W]),
    "sx": _SX,
    "sxdg": _SX.conj().T,
    "inv @ sx": _SX.conj().T,
}
"""OpenQASM's standard library, as far as circuits are shown in it."""


def cheapest(prompt: str) -> int:
    """What the cheapest circuit costs that a prompt of quantum.compile asks for."""
    qubits = {"one": 1, "two": 2, "three": 3}[re.findall(r"has (\w+) qubit", prompt)[0]]
    moves: list[tuple[Matrix, int]] = []
    for name, told, price in re.findall(r"^- (\w+): (.*); costs (\d+)$", prompt, re.MULTILINE):
        if name in ("cx", "cz", "swap"):
            pairs = re.findall(r"q\[(\d)\], q\[(\d)\]", told)
            moves += [(dense(name, [int(a), int(b)], qubits), int(price)) for a, b in pairs]
        else:
            small = _numbers(told)
            moves += [(_spread(small, [q], qubits), int(price)) for q in range(qubits)]
    return _least(_begin(prompt, qubits), _target(prompt, qubits), moves)


def _numbers(told: str) -> Matrix:
    """A matrix such as 1/√2 [[1, 1], [1, -1]]."""
    rows = [[_number(one) for one in row.split(",")] for row in re.findall(r"\[([^][]+)\]", told)]
    factor = re.match(r"1/(.+?) ", told)
    return np.array(rows) / (_root(factor[1]) if factor else 1)


def _root(told: str) -> float:
    whole = re.findall(r"(?<!√)\d+", told)
    return float(whole[0] if whole else 1) * (np.sqrt(2) if "√2" in told else 1)


def _number(told: str) -> complex:
    """A sum of i, w, iw and whole numbers; or 1/w."""
    if told.strip() == "1/w":
        return complex(1 / _W)
    total = 0j
    for sign, size, imaginary, w in re.findall(r"([+-]?)(\d*)(i?)(w?)", told.strip()):
        if size or imaginary or w:
            part = int(size or 1) * (1j if imaginary else 1) * (_W if w else 1)
            total += -part if sign == "-" else part
    return total


def _spread(small: Matrix, on: list[int], qubits: int) -> Matrix:
    """A gate's matrix over all qubits; the first qubit is the first digit."""
    size = 1 << qubits
    full = np.zeros((size, size), dtype=np.complex128)
    for column in range(size):
        digits = [column >> (qubits - 1 - q) & 1 for q in range(qubits)]
        inner = int("".join(str(digits[q]) for q in on), 2)
        for row in range(len(small)):
            after = list(digits)
            for q, digit in zip(on, f"{row:0{len(on)}b}", strict=True):
                after[q] = int(digit)
            full[int("".join(map(str, after)), 2), column] += small[row, inner]
    return full


def dense(name: str, on: list[int], qubits: int) -> Matrix:
    if name == "cx":
        return _spread(np.eye(4)[[0, 1, 3, 2]].astype(np.complex128), on, qubits)
    if name == "cz":
        return _spread(np.diag([1, 1, 1, -1]).astype(np.complex128), on, qubits)
    if name == "swap":
        return _spread(np.eye(4)[[0, 2, 1, 3]].astype(np.complex128), on, qubits)
    return _spread(_LIBRARY[name], on, qubits)


def _begin(prompt: str, qubits: int) -> Matrix:
    size = 1 << qubits
    return np.eye(size, 1 if "into this state" in prompt else size, dtype=np.complex128)


def _target(prompt: str, qubits: int) -> Matrix:
    """The matrix, or the state, that a prompt asks for."""
    size = 1 << qubits
    if "does the same as this one" in prompt:
        target = np.eye(size, dtype=np.complex128)
        for name, on in re.findall(r"^((?:inv @ )?\w+) (q\[.*\]);$", prompt, re.MULTILINE):
            if name not in ("qreg", "qubit"):
                qubit = [int(q) for q in re.findall(r"q\[(\d)\]", on)]
                target = dense(name, qubit, qubits) @ target
        return target
    shown = prompt.partition("Find the cheapest")[2]
    factor = re.search(r"^1/(\S+) times$", shown, re.MULTILINE)
    over = _root(factor[1]) if factor else 1.0
    if "has this matrix" in shown:
        rows = re.findall(r"^\[(.*)\]$", shown, re.MULTILINE)
        return np.array([[_number(one) for one in row.split(",")] for row in rows]) / over
    if "into this state" in shown:
        state = np.zeros((size, 1), dtype=np.complex128)
        for name, said in re.findall(r"^\|(\d+)>: (.*)$", shown, re.MULTILINE):
            state[int(name, 2), 0] = _number(said) / over
        return state
    return _of_paulis(shown, qubits)


def _of_paulis(shown: str, qubits: int) -> Matrix:
    """The matrix that takes X and Z of each qubit to what is told."""
    images: dict[str, Matrix] = {}
    for of, sign, told in re.findall(r"^([XZ]\d) -> (-?)(.+)$", shown, re.MULTILINE):
        image = np.eye(1 << qubits, dtype=np.complex128) * (-1 if sign else 1)
        for kind, qubit in re.findall(r"([XYZ])(\d)", told):
            image = image @ _spread({"X": _X, "Y": _Y, "Z": _Z}[kind], [int(qubit)], qubits)
        images[of] = image
    first = np.array([0.3 + 0.1j * k + 0.07 * k * k for k in range(1 << qubits)])
    for qubit in range(qubits):  # |0…0> goes to what all images of Z leave as it is
        first = (first + images[f"Z{qubit}"] @ first) / 2
    first /= np.linalg.norm(first)
    columns = []
    for state in range(1 << qubits):
        column = first
        for qubit in range(qubits):
            if state >> (qubits - 1 - qubit) & 1:
                column = images[f"X{qubit}"] @ column
        columns.append(column)
    return np.array(columns).T


def _least(begin: Matrix, target: Matrix, moves: list[tuple[Matrix, int]]) -> int:
    """The least cost: balls around both ends grow in turn until a gate joins them."""
    back = [(move.conj().T, price) for move, price in moves]
    for total in range(1, 40):
        ahead, behind = total // 2, total - 1 - total // 2
        near = _around(begin, moves, ahead)
        far = _around(target, back, behind)
        costs = {key: cost for cost, layer in far.items() for key in layer}
        met = [
            cost + price + costs[key]
            for cost, layer in near.items()
            for move, price in moves
            for key in _keys(move @ np.array(list(layer.values())))
            if key in costs
        ]
        if met and min(met) <= total:
            return min(met)
    raise ValueError("no circuit was found")


def _around(
    begin: Matrix, moves: list[tuple[Matrix, int]], radius: int
) -> dict[int, dict[bytes, Matrix]]:
    """What is reached at each cost, and at none below."""
    layers: dict[int, dict[bytes, Matrix]] = {0: {_keys(begin[None])[0]: begin}}
    seen = set(layers[0])
    for cost in range(1, radius + 1):
        layer: dict[bytes, Matrix] = {}
        for move, price in moves:
            if before := layers.get(cost - price):
                after = move @ np.array(list(before.values()))
                layer.update(
                    (key, one)
                    for key, one in zip(_keys(after), after, strict=True)
                    if key not in seen
                )
        if layer:
            layers[cost] = layer
            seen |= layer.keys()
    return layers


def _keys(matrices: Matrix) -> list[bytes]:
    """Matrices without their global phase, to four decimals."""
    flat = matrices.reshape(len(matrices), -1)
    lead = flat[np.arange(len(flat)), (abs(flat) > 1e-6).argmax(axis=1)]
    turned = flat * (abs(lead) / lead)[:, None]
    whole = np.rint(np.stack((turned.real, turned.imag)) * 1e4).astype(np.int64)
    return [row.tobytes() for row in whole.transpose(1, 0, 2)]


Diagnosis = tuple[frozenset[str], frozenset[str]]
"""Causes that are there, and the findings that decide it."""


def diagnosis(prompt: str) -> Diagnosis:
    """What is the matter in a prompt of text.diagnosis, and why: all cases are gone through."""
    case = _case(prompt)
    best = _most(case, case["seen"])
    seen = case["seen"]
    deciding = (f for f in seen if _most(case, {g: seen[g] for g in seen if g != f}) != best)
    return best, frozenset(deciding)


def _most(case: dict[str, Any], seen: dict[str, bool]) -> frozenset[str]:
    """The most probable causes, by the chance of all cases in which these findings are so."""
    causes, findings = list(case["priors"]), list(case["chances"])
    some = [frozenset([cause]) for cause in causes]
    if case["several"]:
        subsets = product((False, True), repeat=len(causes))
        some = [
            frozenset(c for c, there in zip(causes, one, strict=True) if there) for one in subsets
        ]
    known = set(seen) | {f for f in case["on"] if f in seen}
    needed = [f for f in findings if f in known or any(case["on"].get(g) == f for g in known)]
    chances = dict.fromkeys(some, 0.0)
    for states in product((False, True), repeat=len(needed)):
        there = dict(zip(needed, states, strict=True))
        if all(there[f] == so for f, so in seen.items()):
            for one in some:
                chances[one] += _chance(case, one, there)
    return max(chances, key=chances.__getitem__)


def _chance(case: dict[str, Any], some: frozenset[str], there: dict[str, bool]) -> float:
    """The chance that exactly these causes are there, and these findings or not."""
    chance = 1.0
    for cause, prior in case["priors"].items():
        if case["several"]:
            chance *= prior if cause in some else 1 - prior
        elif cause in some:
            chance *= prior
    for finding, so in there.items():
        if case["several"]:
            missed = [1 - case["chances"][finding][cause] for cause in some]
            shown = 1 - float(np.prod([1 - case["alone"][finding], *missed]))
        else:
            (cause,) = some
            on = case["on"].get(finding)
            table = case["chances"] if on is None or there[on] else case["otherwise"]
            shown = table[finding][cause]
        chance *= shown if so else 1 - shown
    return chance


def _case(prompt: str) -> dict[str, Any]:
    """The numbers of a prompt by name, and the findings of its report."""
    case: dict[str, Any] = {name: {} for name in ("priors", "chances", "otherwise", "alone", "on")}
    case["several"] = "is there or not" in prompt
    if "\n|---" in prompt:
        _from_tables(prompt, case)
    else:
        _from_words(prompt, case)
    report = re.search(r"This is the report on one \w+: (.*)", prompt)
    seen = {}
    for sentence in re.findall(r"[^.]+\.", report[1] if report else ""):
        words = sentence.lower()
        if " thinks of " not in words and "nobody looked for" not in words:
            bare = {f: re.sub("^an? ", "", f) for f in case["chances"]}
            (finding,) = (f for f in bare if bare[f] in words)
            seen[finding] = not re.search(r"\b(no|not|without)\b", words)
    case["seen"] = seen
    return case


def _from_tables(prompt: str, case: dict[str, Any]) -> None:
    for lead, table in re.findall(r"([^\n]*)\n\n((?:\|.*\n)+)", prompt):
        head, _, *rows = ([c.strip() for c in line.split("|")[1:-1]] for line in table.splitlines())
        if on := re.search(r"show (.+) depends on (.+), too", lead):
            case["on"][on[1]] = on[2]
            case["chances"][on[1]] = {row[0]: int(row[1]) / 100 for row in rows}
            case["otherwise"][on[1]] = {row[0]: int(row[2]) / 100 for row in rows}
            continue
        for row in rows:
            if row[0] != "chance":
                case["priors"][row[0]] = int(row[1]) / 100
            for finding, number in zip(head[2:], row[2:], strict=True):
                of = (
                    case["alone"] if row[0] == "chance" else case["chances"].setdefault(finding, {})
                )
                of[finding if row[0] == "chance" else row[0]] = int(number) / 100


def _from_words(prompt: str, case: dict[str, Any]) -> None:
    for cause, rest in re.findall(r"^- (.+?): (.*)\.$", prompt, re.MULTILINE):
        table = "alone" if cause == "chance" else "chances"
        if cause != "chance":
            case["priors"][cause] = int(rest.split(" of ")[0]) / 100
        bound = r"of them with ([^,]+), (\d+) show ([^;]+); out of 100 without, (\d+)"
        for on, with_it, finding, without_it in re.findall(bound, rest):
            case["on"][finding] = on
            _put(case, "chances", cause, finding, with_it)
            _put(case, "otherwise", cause, finding, without_it)
        free = rest.partition(" Out of 100 of them ")[0]
        for number, finding in re.findall(r"(\d+) (?:show|get) (.+?)(?=, | and \d|\.?$)", free):
            _put(case, table, cause, finding, number)


def _put(case: dict[str, Any], table: str, cause: str, finding: str, number: str) -> None:
    if table == "alone":
        case[table][finding] = int(number) / 100
    else:
        case[table].setdefault(finding, {})[cause] = int(number) / 100


def _misses_said(x: Any) -> Fraction:
    values = SeaValues(x.world, 10**6)
    return Fraction(-values.of(x.world.begin()), x.world.scale(x.world.begin()))


def _said(x: Any) -> Diagnosis:
    found = Weigher(x.net).decided(x.seen)
    causes = frozenset(x.names.causes[i] for i in found.causes)
    return causes, frozenset(x.names.findings()[i] for i in found.findings)


def _labels(x: Any) -> tuple[str, ...]:
    return tuple(written_labels(x, [one.label for one in x.items]))


def _held(x: Any) -> Found:
    found = set()
    for one, i in held_after(x.sentences).items():
        ends = [x.entities[j].name for j in (one.head, one.tail)]
        head, tail = sorted(ends) if one.relation == "married to" else ends
        found.add((head, one.relation, tail, i + 1))
    return frozenset(found)


def fewest_misses(prompt: str) -> Fraction:
    """The misses to be expected by the best player in a prompt of games.battleship."""
    board = re.findall(r"^\d ((?:[.Xo] ?)+)$", prompt, re.MULTILINE)
    marks = {(r, c): one for r, row in enumerate(board) for c, one in enumerate(row.split())}
    ships = re.findall(r"(a ship|two ships) of (\d) cells", prompt)
    lengths = [int(n) for many, n in ships for _ in range(2 if many == "two ships" else 1)]
    every: set[frozenset[Any]] = {frozenset()}
    for length in lengths:
        every = {
            fleet | {(length, place)}
            for fleet in every
            for place in _lines(marks, length)
            if not any(place & other for _, other in fleet)
        }
    known = {cell for cell, mark in marks.items() if mark == "X"}
    covered = [frozenset().union(*(place for _, place in fleet)) for fleet in every]
    return _expected(tuple(sorted(tuple(sorted(one)) for one in covered if known <= one)), {})


def _lines(marks: dict[tuple[int, int], str], length: int) -> list[frozenset[tuple[int, int]]]:
    """Rows and columns of cells where no shot has missed."""
    ways = ((0, 1), (1, 0))
    lines = [[(r + dr * i, c + dc * i) for i in range(length)] for r, c in marks for dr, dc in ways]
    return [frozenset(line) for line in lines if all(marks.get(cell, "o") != "o" for cell in line)]


def _expected(left: tuple[Any, ...], done: dict[Any, Fraction]) -> Fraction:
    """The fewest misses, on average over the arrangements that are left."""
    if left not in done:
        options = [Fraction(0)] if all(one == left[0] for one in left) else []
        for cell in sorted({cell for one in left for cell in one}):
            hit = tuple(one for one in left if cell in one)
            rest = tuple(one for one in left if cell not in one)
            if rest:
                of_hit = len(hit) * _expected(hit, done)
                options.append((of_hit + len(rest) * (1 + _expected(rest, done))) / len(left))
        done[left] = min(options)
    return done[left]


def best_pairs(prompt: str) -> set[tuple[int, int]]:
    """The best pairs of time and energy in a prompt of planning.offload: task by task, for all
    loads of the places the least energy that leads to them."""
    tasks = re.findall(r"^task \d+: work (\d+), data (\d+)$", prompt, re.MULTILINE)
    (phone,) = re.findall(r"^phone: working takes (\d+) ms and (\d+) mJ", prompt, re.MULTILINE)
    served = r"^server \w: sending takes (\d+) ms and (\d+) mJ .* working takes (\d+) ms"
    servers = [tuple(map(int, one)) for one in re.findall(served, prompt, re.MULTILINE)]
    least = {(0,) * (len(servers) + 1): 0}
    for work, data in ((int(a), int(b)) for a, b in tasks):
        costs = [(work * int(phone[0]), work * int(phone[1]))]
        costs += [(data * send + work * each, data * spent) for send, spent, each in servers]
        before, least = least, {}
        for loads, energy in before.items():
            for at, (busy, spent) in enumerate(costs):
                after = (*loads[:at], loads[at] + busy, *loads[at + 1 :])
                least[after] = min(least.get(after, energy + spent), energy + spent)
    by_time: dict[int, int] = {}
    for loads, energy in least.items():
        by_time[max(loads)] = min(by_time.get(max(loads), energy), energy)
    ends = sorted(by_time)
    return {(t, by_time[t]) for t in ends if all(by_time[t] < by_time[u] for u in ends if u < t)}


def likely_to_pay(prompt: str) -> list[Fraction]:
    """How likely each lever of a prompt of mdp.stream is to pay next: from the last round of the
    log back to its first, what each position would lead to, in fractions."""
    law, log = prompt.split("Between two rounds")
    chances = [_percents(line) for line in re.findall(r"^ +\d((?: +\d0 %)+)$", law, re.MULTILINE)]
    steps = {"stays": 0, "one": 1, "two": 2}
    told = re.findall(r"(stays|one|two) (?:where it is|positions?) with a chance of (\d+) %", log)
    turns = {steps[how]: Fraction(int(percent), 100) for how, percent in told}
    rows = re.findall(r"^ *\d+((?:  [01])+)$", log, re.MULTILINE)
    count, sums = len(chances), []
    for later in [[Fraction(1)] * count, *map(list, zip(*chances, strict=True))]:
        ahead = later
        for row in reversed([line.split() for line in rows]):
            ahead = [
                sum(p * ahead[(at + on) % count] for on, p in turns.items())
                * prod(p if paid == "1" else 1 - p for p, paid in zip(of, row, strict=True))
                for at, of in enumerate(chances)
            ]
        sums.append(sum(ahead, Fraction()))
    return [one / sums[0] for one in sums[1:]]


def _percents(line: str) -> list[Fraction]:
    return [Fraction(int(one), 100) for one in re.findall(r"\d+", line)]


PROOFS: dict[str, tuple[Callable[[str], Any], Callable[[Any], Any]]] = {
    "quantum.compile": (cheapest, lambda x: x.device.cost(x.circuit)),
    "embodied.clear_path": (fewest_steps, lambda x: len(x.steps)),
    "embodied.rearrange": (least_battery, lambda x: x.spent),
    "games.battleship": (fewest_misses, _misses_said),
    "graph.prompt": (fewest_nudges, lambda x: x.fewest),
    "mdp.pomdp_shared": (
        most_expected,
        lambda x: Fraction(value_of(x.machine), x.machine.scale),
    ),
    "mdp.stream": (
        likely_to_pay,
        lambda x: [x.wheel.chance(x.wheel.after(x.log), one) for one in range(x.wheel.levers)],
    ),
    "planning.multirobot": (fewest, lambda x: (len(x.team), len(x.plan))),
    "planning.offload": (best_pairs, lambda x: {x.offload.costs(one) for one in x.front}),
    "text.diagnosis": (diagnosis, _said),
    "text.nlu": (labelled, _labels),
    "text.relation": (relations, _held),
}
"""What finds the optimum in a prompt, and what the instance says that it is."""
TOLD = {"embodied.rearrange": {"sight": "all"}}
"""Parameters without which a prompt does not tell all."""


def proved(name: str, tasks: int) -> Iterator[str]:
    """A line for each level: how many optima were found again."""
    find, said = PROOFS[name]
    for at, level in enumerate(LEVELS):
        made = source(name, seed=23, level=level, params=TOLD.get(name))
        count = len(range(at, tasks, len(LEVELS)))
        start, same = time.process_time(), 0
        for draw in (made.draw(index) for index in range(count)):
            same += find(draw.task.text) == said(draw.instance)
        took = time.process_time() - start
        yield f"{name:<22}{level:>6}   {same} of {count} the same, {took:.1f} CPU-seconds"


def main() -> None:
    """Print how many were the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", choices=sorted(PROOFS))
    parser.add_argument("--tasks", type=int, default=50)
    asked = parser.parse_args()
    for name in [asked.family] if asked.family else PROOFS:
        for line in proved(name, asked.tasks):
            print(line, flush=True)


if __name__ == "__main__":
    main()
