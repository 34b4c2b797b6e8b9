"""The SAT families against SATQuest 0.2.0, in one run, and against SATURN's published figures.

    pip install --no-deps satquest==0.2.0
    python benchmarks/sat.py            # about five minutes; --quick for one

Everything is per CPU-second of one process, the best of three rounds; a ratio above 1 means that
tasksynth is faster. SATQuest's generator is a script that is not in its package and publishes to a
hub (`gen_cnf_dataset.py` of its repository): `SatQuest` goes through that script's steps in
their order, with the classes of the package, and with the same calls for what is random.
"""

import argparse
import json
import os
import random  # noqa: TID251 - as the peer draws
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from multiprocessing import Pipe, get_context
from pathlib import Path
from typing import Any

import numpy as np

from tasksynth import FamilyError, registry
from tasksynth.answers import final_answer
from tasksynth.single import Judge, Source, source
from tasksynth_sat.families.decision import twin
from tasksynth_sat.formulas.cnf import from_bits, satisfies

try:
    os.environ["GIT_CEILING_DIRECTORIES"] = "/"  # SATQuest asks git about the current folder
    from pysat.solvers import Solver
    from satquest import CNF, create_problem
except ImportError:
    sys.exit("this benchmark compares with SATQuest: pip install --no-deps satquest==0.2.0")

SIZES = {"(5,20)": (5, 20), "3-10, m=4n": (0, 0), "(50,200)": (50, 200), "(200,850)": (200, 850)}
PROBLEMS = {
    "SATDP": "sat.decision",
    "SATSP": "sat.assignment",
    "MaxSAT": "sat.maxsat",
    "MCS": "sat.mcs",
    "MUS": "sat.mus",
}
SATURN_GENERATED, SATURN_VERIFIED = 37_000, 85_000
"""SATURN's own scripts at (3,5,5), items per CPU-second: amortised over 20,000, and checked."""


@dataclass
class Clock:
    """How long to measure."""

    rounds: int
    seconds: float

    def rate(self, step: Callable[[int], Any], *, patience_s: float = 30.0) -> float:
        """Calls per CPU-second, best of the rounds; 0 if not one ends within the patience."""
        best, i, block = 0.0, 0, 1
        for _ in range(self.rounds):
            n, start, spent = 0, time.process_time(), 0.0
            while spent < min(self.seconds, patience_s):
                before = spent
                try:
                    for _ in range(block):
                        step(i)
                        i += 1
                except TooLong:
                    return best
                n += block
                spent = time.process_time() - start
                if spent - before < self.seconds / 50:
                    block *= 2  # reading the clock costs as much as a quick verdict
            best = max(best, n / spent)
        return best


class TooLong(Exception):
    """A peer used up its patience on one item."""


class SatQuest:
    """The steps of SATQuest's script, for one stream of pairs."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._random = random.Random(1)
        self._numpy = np.random.Generator(np.random.Philox(key=1))
        self._seen: set[str] = set()

    def pair(self, i: int) -> tuple[Any, Any]:
        """An unsatisfiable and a satisfiable formula: drawn, told apart from others, checked."""
        n, m = size_of(self._name, i)
        end = time.process_time() + 30
        unsat = self._unsatisfiable(n, m, end)
        known = CNF(clauses=unsat)
        known.sort()
        self._seen.add(known.dimacs)
        pair = CNF(clauses=unsat), CNF(clauses=self._resigned(unsat, end))
        assert not pair[0].is_sat
        assert pair[1].is_sat
        return pair

    def item(self, i: int) -> tuple[Any, Any]:
        """A pair as published: shuffled, with the statistics of six runs, as DIMACS."""
        texts = [formula.dimacs for formula in self.pair(i)]
        unsat, sat = (CNF(dimacs=text) for text in texts)
        seeds = random.Random(1)
        for formula in (sat, unsat):
            formula.shuffle(seed=seeds.getrandbits(seeds.randint(1, 2048)))
        for kind in ALL_RUNS:
            formula = sat if kind in ("SATDP_SAT", "SATSP") else unsat
            _ = create_problem(kind, formula).solver_metadata
        return unsat.dimacs, sat.dimacs

    def _unsatisfiable(self, n: int, m: int, end: float) -> list[list[int]]:
        """Whole formulas, until one of them has no solution."""
        clauses: list[list[int]] = []
        while satisfiable(clauses):
            distinct: set[tuple[int, ...]] = set()
            while len(distinct) < m:
                distinct.add(self._clause(n))
                if time.process_time() > end:
                    raise TooLong
            clauses = [list(clause) for clause in distinct]
        return clauses

    def _clause(self, n: int) -> tuple[int, ...]:
        """1 (3 in 10) or 2 variables, and a geometric number with p = 0.7 more."""
        width = (1 if self._random.random() < 0.3 else 2) + int(self._numpy.geometric(0.7))
        chosen = self._random.sample(range(1, n + 1), min(width, n))
        return tuple(sorted([v * self._random.choice((-1, 1)) for v in chosen], key=abs))

    def _resigned(self, clauses: list[list[int]], end: float) -> list[list[int]]:
        """Every sign redrawn, until the formula has a solution."""
        coin = self._random.random
        while not satisfiable(clauses):
            clauses = [[-x if coin() < 0.5 else x for x in clause] for clause in clauses]
            if time.process_time() > end:
                raise TooLong
        return clauses


def satisfiable(clauses: list[list[int]]) -> bool:
    """One call of SATQuest's solver."""
    if not clauses:
        return True
    with Solver(name="g4", bootstrap_with=clauses) as solver:
        return bool(solver.solve())


def size_of(name: str, i: int) -> tuple[int, int]:
    """Variables and clauses of the i-th item."""
    n, m = SIZES[name]
    return (n, m) if n else (3 + i % 8, 4 * (3 + i % 8))


def generation(clock: Clock, sizes: Sequence[str]) -> None:
    """Pairs with the statistics of a solver, from the distribution that SATQuest draws from.

    Their item is a pair as published: two formulas, shuffled, with the statistics of six solver
    runs. Ours is a pair of `sat.decision`: two formulas that differ in one literal, with the
    statistics of one run each, and no rule but reasoning to tell them apart. Neither is guarded
    against guessing.
    """
    print("\nPairs of formulas with solver statistics, per CPU-second")
    header("SATQuest", "tasksynth")
    for name in sizes:
        theirs = in_child(clock, SatQuest(name).item, limit_s=40)
        row(f"pair {name}", theirs, clock.rate(our_pairs(name)))


def in_child(clock: Clock, step: Callable[[int], Any], *, limit_s: int) -> float:
    """The rate in a process of its own, 0 past so many CPU-seconds: C code heeds no deadline."""
    reader, writer = Pipe(duplex=False)

    def measure() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s))
        writer.send(clock.rate(step))

    child = get_context("fork").Process(target=measure)
    child.start()
    writer.close()
    try:
        return float(reader.recv())
    except EOFError:
        return 0.0
    finally:
        child.join()


def whole_tasks(clock: Clock, sizes: Sequence[str]) -> None:
    """Tasks as they go to a file: formula, certified answer, question, features, address, JSON.

    SATQuest has nothing to set beside them. `guarded` tasks are those that no trivial strategy
    solves, the families' default; `any` admits every formula. Of the smallest formulas, some are
    all solved by a trivial strategy, and no guarded task exists.
    """
    print("\nWhole tasks, JSON lines per CPU-second (no peer makes them)")
    print(f"  {'':22} {'any':>12} {'guarded':>12}")
    for family in PROBLEMS.values():
        for name in sizes:
            rates = [clock.rate(Sources(family, name).write)]
            try:
                rates.append(clock.rate(Sources(family, name, **GUARDED[family]).write))
            except FamilyError:
                rates.append(0.0)
            shown = [f"{rate:12,.0f}" if rate else f"{'none exist':>12}" for rate in rates]
            print(f"  {family + ' ' + name:22} {' '.join(shown)}", flush=True)


GUARDED = {
    family: {"max_guess": registry.get(family).Params().max_guess}  # type: ignore[attr-defined]
    for family in PROBLEMS.values()
}


ALL_RUNS = ("SATDP_SAT", "SATSP", "SATDP_UNSAT", "MaxSAT", "MCS", "MUS")


class Sources:
    """Our tasks of one family at the sizes of a class."""

    def __init__(self, family: str, name: str, **params: Any) -> None:
        self._made: dict[tuple[int, int], Source] = {}
        self._family, self._name, self._params = family, name, params

    def at(self, i: int) -> Source:
        """The source for the i-th item."""
        n, m = size_of(self._name, i)
        if (n, m) not in self._made:
            params = {"n_vars": n, "n_clauses": m, "width": "mixed", "max_guess": 1} | self._params
            self._made[n, m] = source(self._family, seed=1, params=params)
        return self._made[n, m]

    def write(self, i: int) -> None:
        """Make the i-th task as it goes to a file."""
        self.at(i).draw(i).task.model_dump_json()


def our_pairs(name: str) -> Callable[[int], None]:
    """Both sides of a pair of `sat.decision`, with statistics."""
    sources = Sources("sat.decision", name)
    family = registry.get("sat.decision")

    def step(i: int) -> None:
        source = sources.at(i)
        for attempt in count():
            x = family.generate(source.params, source.stream.rng(i, attempt))
            if x is not None:
                break
        family.measure(x)
        family.measure(twin(x))

    return step


def verification(clock: Clock, sizes: Sequence[str]) -> None:
    """The same formulas and the same answers, half of them right, on prepared problems."""
    print("\nVerification on prepared problems, answers per CPU-second")
    header("SATQuest", "tasksynth")
    for kind, family_name in PROBLEMS.items():
        family = registry.get(family_name)
        for name in sizes:
            sources = Sources(family_name, name)
            items = 40 if name.startswith(("(5", "3")) else 6
            theirs, ours = [], []
            for i in range(items):
                draw = sources.at(i).draw(i)
                x: Any = draw.instance
                bits = as_bits(kind, final_answer(family.solve(x)) or "", len(x.cnf.clauses))
                wrong = bits[:-1] + ("1" if bits[-1] == "0" else "0")
                problem = create_problem(kind, CNF(clauses=[list(c) for c in x.cnf.clauses]))
                theirs += [(problem, bits), (problem, wrong)]
                ours += [(x, bits), (x, wrong)]
                family.verify(x, bits)

            def check(i: int, items: list[Any] = theirs) -> None:
                problem, bits = items[i % len(items)]
                problem._solution = None  # each answer comes to a problem of its own
                problem.check(bits)

            def judge(i: int, items: list[Any] = ours, verify: Any = family.verify) -> None:
                verify(*items[i % len(items)])

            row(f"{kind} {name}", clock.rate(check), clock.rate(judge))


def as_bits(kind: str, answer: str, n_clauses: int) -> str:
    """A reference answer as SATQuest's bit string."""
    plain = answer.removeprefix("\\boxed{").removesuffix("}")
    if kind not in ("MCS", "MUS") or set(plain) <= {"0", "1"}:
        return plain
    chosen = {int(word) for word in plain.replace(",", " ").split()}
    return "".join("1" if i in chosen else "0" for i in range(1, n_clauses + 1))


def saturn(clock: Clock) -> None:
    """Instances and checks at SATURN's smallest training setting."""
    print("\nSATURN's setting (3,5,5), per CPU-second; theirs are published figures")
    header("SATURN", "tasksynth")
    params = {"n": 3, "k": 5, "l": 5}
    plain = source("sat.saturn", seed=1, params=params | {"max_guess": 1.0})
    family, p, stream = plain.family, plain.params, plain.stream
    row("instances", SATURN_GENERATED, clock.rate(lambda i: family.generate(p, stream.rng(i))))
    row("whole tasks", SATURN_GENERATED, clock.rate(plain.make))
    draws = [plain.draw(i) for i in range(200)]
    items = [(draw.instance, family.solve(draw.instance)) for draw in draws]
    pairs = [(x.cnf, a.removeprefix("\\boxed{").removesuffix("}")) for x, a in items]  # type: ignore[attr-defined]

    def check(i: int) -> bool:
        cnf, bits = pairs[i % 200]
        return satisfies(cnf, from_bits(bits))

    row("checks", SATURN_VERIFIED, clock.rate(check))
    row("verdicts", SATURN_VERIFIED, clock.rate(lambda i: family.verify(*items[i % 200])))
    judges = [(Judge(draw.task), a) for draw, (_, a) in zip(draws, items, strict=True)]

    def graded(i: int) -> None:
        judge, answer = judges[i % 200]
        judge.grade(answer)

    row("graded", SATURN_VERIFIED, clock.rate(graded))


END_TO_END = {
    "sat.assignment": {"n_vars": 5, "n_clauses": 20},
    "sat.decision": {"n_vars": 5, "n_clauses": 20},
    "sat.saturn": {"k": 5, "l": 20},
    "sat.ksat": {"n_vars": 5, "ratio": 4},
    "sat.mus": {"n_vars": 5, "n_clauses": 20},
    "sat.maxsat": {"n_vars": 5, "n_clauses": 20, "max_guess": 1},
    "sat.mcs": {"n_vars": 5, "n_clauses": 20, "max_guess": 1},
}
"""Of (5,20), `sat.maxsat` and `sat.mcs` have hardly a task that no trivial strategy solves."""


def end_to_end(tasks: int) -> None:
    """The commands themselves, start-up and files included, on one core."""
    print("\nEnd to end, (5,20)-tasks per CPU-second of all processes")
    for family, params in END_TO_END.items():
        with tempfile.TemporaryDirectory() as folder:
            data, answers = Path(folder, "data"), Path(folder, "answers.jsonl")
            size = [word for name, value in params.items() for word in ("--set", f"{name}={value}")]
            made = cpu("generate", family, *size, "--count", str(tasks), "--out", str(data))
            cpu("solve", str(data), "--out", str(answers))
            verdicts = Path(folder, "verdicts.jsonl")
            judged = cpu(
                "verify", str(data), "--answers", str(answers), "--out", str(verdicts), "--json"
            )
            passed = sum(json.loads(v)["status"] == "pass" for v in verdicts.open())
            rule = "" if params.get("max_guess") != 1 else "   (not guarded)"
            print(
                f"  {family:16} generate {tasks / made:8,.0f}   verify {tasks / judged:8,.0f}"
                f"   {passed:,} of {tasks:,} pass{rule}",
                flush=True,
            )


def cpu(*args: str) -> float:
    """CPU seconds of one command and its workers."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from tasksynth.cli import app; app()", *args]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def header(theirs: str, ours: str) -> None:
    """Column heads."""
    print(f"  {'':22} {theirs:>12} {ours:>12} {'ratio':>9}")


def row(name: str, theirs: float, ours: float) -> None:
    """One comparison."""
    ratio = f"{ours / theirs:8,.1f}x" if theirs else "none"
    shown = f"{theirs:12,.1f}" if theirs else f"{'none in 40 s':>12}"
    print(f"  {name:22} {shown} {ours:12,.1f} {ratio:>9}", flush=True)


def main() -> None:
    """Run every section."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="shorter rounds, fewer sizes")
    quick = parser.parse_args().quick
    clock = Clock(2, 0.3) if quick else Clock(3, 1.0)
    sizes = list(SIZES)[:3] if quick else list(SIZES)
    generation(clock, sizes)
    small = [name for name in sizes if name != "(200,850)"]
    whole_tasks(clock, small)
    verification(clock, small)
    saturn(clock)
    end_to_end(5_000 if quick else 40_000)


if __name__ == "__main__":
    main()
