"""Code: how quick verdicts are, what suites accept, and how far a search by examples gets.

    python benchmarks/code.py                                  # verdicts, beside a plain subprocess
    python benchmarks/code.py --audit --tasks 200              # mutants on fresh inputs
    python benchmarks/code.py --audit --cpu-s 180              # as many tasks as fit, at each level
    python benchmarks/code.py --search --tasks 100             # a solver with a budget
    python benchmarks/code.py --load --tasks 5                 # the same verdicts on a busy machine
    python benchmarks/code.py --soak 1000000 --tier wasm       # an hour: nothing is left behind

What is counted in seconds is CPU time, of this process and of its children.
"""

import argparse
import ast
import json
import math
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from sandbox import SLACK_MB, held  # beside this file, which is a program

from tasksynth import Verdict, registry
from tasksynth.rng import Dice
from tasksynth.sandbox import Tier
from tasksynth.single import source
from tasksynth_code.families.kernel import KernelInstance
from tasksynth_code.families.optimise import OptimiseInstance
from tasksynth_code.families.secure import SecureInstance
from tasksynth_code.families.write import WriteInstance
from tasksynth_code.judging import thorough
from tasksynth_code.judging.further import further_calls
from tasksynth_code.judging.running import DRIVER, run_in
from tasksynth_code.kernels.further import further_inputs
from tasksynth_code.kernels.inputs import large_inputs, small_inputs
from tasksynth_code.kernels.outcome import KernelTask, cost_of, known, outcome_of, tried
from tasksynth_code.kernels.reading import KernelRefused, program_from
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.plan import PlanStep, ProgramPlan
from tasksynth_code.making.render import program
from tasksynth_code.making.task import KnownCall, known_calls, turns_of
from tasksynth_code.patterns import PATTERNS, Kind
from tasksynth_code.secure.compose import calls
from tasksynth_code.secure.further import further_attacks
from tasksynth_code.speed.inputs import SpeedTask, drawn, inputs, last_calls
from tasksynth_code.suites.alike import GIVEN, speed_given
from tasksynth_code.suites.audit import AcceptedMutant, MutantFinding, audit, mistaken
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import TickingRun, ticking
from tasksynth_code.suites.sameness import Sameness, change, proved_same

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
INPUTS = 20
SAID = {
    "proved": "proved the same",
    "ranges": "proved the same for what values may be",
    "unreached": "no input comes to what differs",
    "unchanged": "what differs gives the same each time",
    "masked": "what differs gives something else, and the result is the same",
    "unseen": "not looked into",
    "cost": "another cost, the same results",
    "same cost": "the same cost, the same results",
}
WRONG = (
    "def solve(*a): return 1",
    "def solve(*a): raise SystemExit",
    "solve = 1 +",
    "def solve(*a): return open('/etc/passwd').read()",
    "import sys, json\njson.dumps = None\nsys.modules.clear()\ndef solve(*a): return a",
)
DEAR = (
    "def solve(*a): return solve(*a)",
    "print('y' * 5_000_000)\ndef solve(*a): ...",
    "kept = ['x' * 1000 for _ in range(10 ** 6)]\ndef solve(*a): ...",
    "def solve(*a):\n    while True: pass",
)
"""What takes up the stack, the output, the memory, the fuel."""
STEP = 10_000
SELDOM = 2_500
"""Of so many answers, one is dear."""


def tasks(family: str, level: float, count: int, seed: int = 1) -> Iterator[Any]:
    made = source(family, seed=seed, level=level)
    yield from (made.draw(index).instance for index in range(count))


def judged_on(
    x: WriteInstance | SecureInstance | OptimiseInstance, dice: Dice, fresh: int
) -> tuple[Sequence[KnownCall], list[str]]:
    """What a verdict runs an answer on, and the arguments of so many calls more."""
    if isinstance(x, OptimiseInstance):
        task = SpeedTask(x.slow, x.fast, x.kind, x.size, x.top)
        small, full = inputs(dice, task)
        lengths = [dice.between(0, dice.of((30, 90))) for _ in range(fresh)]
        more = [drawn(dice, x.kind, length, x.top) for length in lengths]
        last = [one.arguments for one in last_calls(task)]
        return known_calls(ticking(x.fast), [*small, *full, *last]), more
    if isinstance(x, SecureInstance):
        more = further_attacks(x.plan)
        groups = (x.honest, *x.attacks, more.honest, *more.attacks)
        return [one for group in groups for one in group], list(calls(dice, x.plan, fresh))
    turns, form = turns_of(ticking(x.program)), FORMS[x.source]
    more = [text_of(form.draw(dice, turns)) for _ in range(fresh)]
    first = x.hidden + further_calls(x.program, x.source)
    return first + thorough.last_calls(x.program, x.source), more


def kernel_audit(x: KernelInstance, dice: Dice, fresh: int, pairs: int) -> MutantFinding:
    """Mutants of the best kernel: other inputs, some of each sort, and what a verdict pays of those
    that they refute.

    What they do not refute counts as accepted if it is right on the input of full size and cheap
    enough there: so many are accepted at most.
    """
    case, full = known(x.kind, x.choices)
    task, counts = KernelTask(x.kind, x.choices, x.slow, x.fast), [0, 0]
    plain, least = (cost_of(one, x.kind, x.choices) for one in (x.slow, x.fast))
    further = list(further_inputs(dice, case, x.choices, x.fast))
    more = [*large_inputs(dice, case, x.choices, full), *further[:: 1 + 2 * len(further) // fresh]]
    while len(more) < fresh:
        more = [*small_inputs(dice, case, x.choices), *more]
    equal, refuted, tree = list[AcceptedMutant](), list[str](), ast.parse(x.fast)
    for what in mistaken(tree, dice, pairs):
        counts[len(what) - 1] += 1
        text, kinds = ast.unparse(tree), " and ".join(what)
        try:
            mutant = program_from(text)
        except KernelRefused:
            continue
        wrong = (tried(mutant, case, one, i)[0] for i, one in enumerate([*more, full]))
        if why := next(filter(None, wrong), ""):
            if outcome_of(text, task).speed > 0:
                refuted.append(f"{kinds}: {why}\n{text}")
            continue
        cost = tried(mutant, case, full)[1]
        if cost < plain:
            same: Sameness = "same cost" if cost == least else "cost"
            same = "proved" if proved_same(x.fast, text) else same
            equal.append(AcceptedMutant(kinds, same, change(x.fast, text)))
    return MutantFinding(counts[0], counts[1], tuple(equal), tuple(refuted))


def found_in(x: Any, dice: Dice, fresh: int, pairs: int) -> MutantFinding:
    """The audit of one task."""
    if isinstance(x, KernelInstance):
        return kernel_audit(x, dice, fresh, pairs)
    calls, more = judged_on(x, dice, fresh)
    right = x.fast if isinstance(x, OptimiseInstance) else x.program
    given = GIVEN[x.source] if hasattr(x, "source") else None
    if isinstance(x, OptimiseInstance):
        given = speed_given(x.kind, x.size, x.top)
    return audit(right, calls, more, dice, pairs=pairs, given=given)


def cpu_s() -> float:
    """CPU seconds of this process and of the children that ended, and of the jail's launcher."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def plain(x: WriteInstance) -> bool:
    """A judge without a sandbox: a process of Python, the tests in its own hands."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "answer.py").write_text(x.program)
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-c", f"import os; os.chdir({folder!r})\n{DRIVER}"],
            input="\n".join(one.arguments for one in x.hidden),
            capture_output=True,
            text=True,
            check=False,
        )
    rows = json.loads(run.stdout.splitlines()[-1])
    return [row[1] for row in rows] == [json.loads(one.result) for one in x.hidden]


def rates(count: int) -> None:
    """Verdicts a CPU-second of right answers at level .5, with 20 hidden inputs each."""
    some = [
        x.model_copy(update={"hidden": x.hidden[:INPUTS]})
        for x in tasks("code.write", 0.5, min(count, 25))
    ]
    judges: dict[str, Callable[[WriteInstance], bool]] = {
        "subprocess": plain,
        "wasm": lambda x: run_in("wasm", x.program, x.hidden).right,
    }
    taken = dict.fromkeys(judges, 0.0)
    for judge in judges.values():
        judge(some[0])
    runs = 0
    while runs < count:
        for x in some:
            for who, judge in judges.items():
                start = cpu_s()
                right = judge(x)
                taken[who] += cpu_s() - start
                assert right or who == "wasm", x
        runs += len(some)
    for who, seconds in taken.items():
        print(
            f"{who:<12}{runs / seconds:>8.0f} verdicts/CPU-s{taken['subprocess'] / seconds:>8.2f} x"
        )


def audits(
    family: str,
    count: int,
    fresh: int,
    pairs: int,
    levels: Sequence[float] = LEVELS,
    within_s: float = math.inf,
    seed: int = 1,
) -> None:
    """Mutants of one mistake and of two: what judging accepts, and fresh inputs refute of that."""
    print(f"{family}, up to {count} tasks a level, {fresh} fresh inputs each")
    print("level   tasks  mutants  of two   accepted  refuted  tasks with one")
    for level in levels:
        dice = Dice(np.random.Generator(np.random.Philox(key=int(1000 * level) + 76 + seed)))
        found, until = list[MutantFinding](), cpu_s() + within_s
        for x in tasks(family, level, count, seed):
            found.append(found_in(x, dice, fresh, pairs))
            for mistake in found[-1].refuted:
                print(f"  task {len(found) - 1}: {mistake}", flush=True)
            if cpu_s() > until:
                break
        singles, doubles = (sum(getattr(one, of) for one in found) for of in ("single", "double"))
        refuted, equal = sum(len(one.refuted) for one in found), [e for f in found for e in f.equal]
        bad = sum(bool(one.refuted) for one in found)
        print(
            f"{level:<6g}{len(found):>7}{singles:>9}{doubles:>8}{len(equal) + refuted:>11}"
            f"{refuted:>9}{bad:>16}",
            flush=True,
        )
        named(equal)


def named(equal: Sequence[AcceptedMutant]) -> None:
    """In what accepted mutants are the same that nothing refutes; of each kind an example."""
    for same, count in Counter(one.same for one in equal).most_common():
        print(f"  {SAID[same]}: {count}")
        some = [one for one in equal if one.same == same]
        for what, times in Counter(
            one.what for one in some if " and " not in one.what
        ).most_common():
            example = next(one.change for one in some if one.what == what)
            print(f"    {what} {times}: {example}")
        print(f"    of two mistakes {sum(' and ' in one.what for one in some)}", flush=True)


def chains(kind: Kind, length: int) -> Iterator[tuple[PlanStep, ...]]:
    """All steps in a row of so many patterns, with the first of their choices, then the others."""
    if length == 0:
        yield ()
        return
    for one in PATTERNS.values():
        if one.takes == kind:
            for step in choices(one.name):
                for rest in chains(one.gives, length - 1):
                    yield (step, *rest)


def choices(name: str) -> list[PlanStep]:
    found = [PlanStep(name=name)]
    for key, values in PATTERNS[name].choices.items():
        found = [
            step.model_copy(update={"choices": step.choices | {key: value}})
            for step in found
            for value in values
        ]
    return found


def searched(x: WriteInstance, budget: int) -> bool:
    """Whether the first chain of patterns that agrees with the examples is right."""
    tried = 0
    for length in (1, 2, 3):
        for steps in chains(x.source, length):
            tried += 1
            if tried > budget:
                return False
            run = TickingRun(
                ticking(program(ProgramPlan(source=x.source, steps=steps), x.arguments))
            )
            if not any(differs(run(one.arguments), one.result) for one in x.shown):
                return not any(differs(run(one.arguments), one.result) for one in x.hidden)
    return False


def searches(count: int, budget: int) -> None:
    """A solver that knows all patterns and reads nothing but the examples."""
    print(f"a search over {budget:,} chains of patterns, {count} tasks a level")
    for level in LEVELS:
        solved = sum(searched(x, budget) for x in tasks("code.write", level, count))
        print(f"{level:<6g}{solved / count:>6.2f}", flush=True)


def verdicts(count: int) -> dict[tuple[str, float, int, str], Verdict]:
    """Verdicts of right answers and of all strategies, none of which is remembered."""
    for module in [one for name, one in sys.modules.items() if name.startswith("tasksynth_code")]:
        for value in vars(module).values():
            getattr(value, "cache_clear", lambda: None)()
    found = {}
    for name in registry.names():
        family: Any = registry.get(name) if name.startswith("code.") else None
        for level in (0.0, 0.5, 1.0) if family else ():
            for i, x in enumerate(tasks(name, level, count)):
                answers = {"solved": family.solve(x)} | family.baselines(x)
                for who, answer in answers.items():
                    found[name, level, i, who] = family.verify(x, answer)
    return found


def load(count: int) -> None:
    """Verdicts of the machine as it is, and beside two busy loops."""
    quiet = verdicts(count)
    spin = [sys.executable, "-c", "while True: pass"]
    loops = [subprocess.Popen(spin) for _ in range(2)]
    try:
        busy = verdicts(count)
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()
    differ = [key for key, verdict in quiet.items() if busy[key] != verdict]
    print(f"{len(quiet):,} verdicts, {len(loops)} busy loops: {len(differ)} differ {differ[:5]}")
    assert not differ


def soak(tier: Tier, count: int) -> None:
    """So many verdicts, of answers that end in all ways: nothing more is held at the end than after
    the first `STEP` of them.
    """
    x = next(tasks("code.write", 0.0, 1))
    calls, often = x.hidden[:INPUTS], (x.program, *WRONG)
    with tempfile.TemporaryDirectory() as tempfile.tempdir:  # so that nobody else's files count
        first = None
        for i in range(1, count + 1):
            answer = DEAR[i // SELDOM % len(DEAR)] if i % SELDOM == 1 else often[i % len(often)]
            right = run_in(tier, f"{answer}\n# {i}\n", calls).right
            assert right == (answer == x.program), answer
            if i % min(STEP, count) == 0:
                now = held()
                first = first or now
                print(f"{tier}: {i:,} verdicts in {cpu_s():.0f} CPU-s, {now}", flush=True)
                assert all(one <= other for one, other in zip(now[:4], first[:4], strict=True))
                assert now.resident_mb <= first.resident_mb + SLACK_MB


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--family", default="code.write")
    parser.add_argument("--fresh", type=int, default=300)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--budget", type=int, default=3000)
    parser.add_argument("--audit", action="store_true")
    parser.add_argument("--level", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cpu-s", type=float, default=math.inf)
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--soak", type=int, default=0)
    parser.add_argument("--tier", choices=get_args(Tier), default="wasm")
    asked = parser.parse_args()
    if asked.audit:
        levels = LEVELS if asked.level is None else (asked.level,)
        some = (asked.family, asked.tasks, asked.fresh, asked.pairs)
        audits(*some, levels, asked.cpu_s, asked.seed)
    elif asked.search:
        searches(asked.tasks, asked.budget)
    elif asked.load:
        load(asked.tasks)
    elif asked.soak:
        soak(asked.tier, asked.soak)
    else:
        rates(asked.tasks)
