"""Programs of `code.translate` in the engines of their languages, beside the Python that is right.

    python -m benchmarks.translations --tasks 200    # of each level and language: node, gcc
    python -m benchmarks.translations --rows 2000    # what is drawn before it is looked at
    python -m benchmarks.translations --knowing      # who walks into half of the kinds of traps

C is compiled with the checks of gcc for what C leaves undefined, and for addresses.
"""

import argparse
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.judging.further import further_calls
from tasksynth_code.judging.thorough import last_calls
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall, known_calls, turns_of
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import ticking
from tasksynth_code.translating.compose import (
    marked_python,
    program_in_language,
    program_in_python,
)
from tasksynth_code.translating.plan import draw_twins
from tasksynth_code.translating.task import walking_into
from tasksynth_code.translating.twin import Language, traps_of

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
LANGUAGES: tuple[Language, ...] = ("JavaScript", "C")
NODE = """
const lines = require("fs").readFileSync(0, "utf8").split("\\n").filter(Boolean);
for (const [program, inputs] of lines.map((line) => JSON.parse(line))) {
  const solve = new Function(`"use strict";\\n${program}\\nreturn solve;`)();
  console.log(JSON.stringify(inputs.map((one) => solve(...one))));
}
"""
MAIN = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
    char given[4096], *line;
    while (fgets(given, sizeof given, stdin)) {
        int which = strtol(given, &line, 10);
        line++;
        switch (which) { %s }
    }
}
"""
READ = {
    "ints": 'int n = 0, xs[64]; for (char *p = line, *q; ; p = q) { long v = strtol(p, &q, 10); '
    "if (p == q) break; xs[n++] = v; }",
    "text": "line[strcspn(line, \"\\n\")] = 0; char xs[64]; strcpy(xs, line);",
}  # fmt: skip
GIVEN = {"ints": "xs, n", "text": "xs"}
PRINT = {
    "int": 'printf("%lld\\n", (long long)solve({0}));',
    "ints": 'int out[64], m = solve({0}, out); putchar(\'[\'); for (int i = 0; i < m; i++) '
    'printf(i ? ",%d" : "%d", out[i]); puts("]");',
    "text": 'char out[64]; solve({0}, out); printf("\\"%s\\"\\n", out);',
}  # fmt: skip
CHECKED = ("-fsanitize=undefined,address", "-fno-sanitize-recover=all")


Calls = Sequence[str]
"""The arguments of calls, as JSON lists."""


def in_node(programs: Sequence[Any], calls: Sequence[Calls]) -> list[list[Any]]:
    """What programs in JavaScript give in V8."""
    pairs = zip(programs, calls, strict=True)
    lines = (json.dumps([x.original, [json.loads(one) for one in some]]) for x, some in pairs)
    done = subprocess.run(
        ["node", "-e", NODE], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def in_quickjs(programs: Sequence[Any], calls: Sequence[Calls]) -> list[list[Any]]:
    """What they give in QuickJS, from PyPI."""
    from quickjs import Context

    given = []
    for x, some in zip(programs, calls, strict=True):
        context = Context()
        context.eval(x.original)
        inputs = f"[{','.join(some)}]"
        given.append(json.loads(context.eval(f"JSON.stringify({inputs}.map((a) => solve(...a)))")))
    return given


def in_gcc(
    programs: Sequence[Any], calls: Sequence[Calls], flags: Sequence[str] = ()
) -> list[list[Any]]:
    """What programs in C give, all in one file: no two may have a function of the same name."""
    cases, lines = [], []
    for i, (x, some) in enumerate(zip(programs, calls, strict=True)):
        form = "ints" if x.source == "ints" else "text"
        called = PRINT[x.gives].format(GIVEN[form]).replace("solve(", f"solve_{i}(")
        cases.append(f"case {i}: {{ {READ[form]} {called} break; }}")
        for one in some:
            value = json.loads(one)[0]
            lines.append(f"{i} {' '.join(map(str, value)) if form == 'ints' else value}")
    texts = [re.sub(r"\bsolve\b", f"solve_{i}", x.original) for i, x in enumerate(programs)]
    main = MAIN % " ".join(cases)
    with tempfile.TemporaryDirectory() as folder:
        file, made = Path(folder, "program.c"), Path(folder, "program")
        file.write_text("\n".join([*texts, main]))
        subprocess.run(["gcc", "-w", "-std=gnu11", *flags, "-o", made, file], check=True)
        done = subprocess.run(
            [made], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(f"{done.stderr[-2000:]}\n{file.name}")
    values = iter([json.loads(line) for line in done.stdout.split("\n") if line])
    return [[next(values) for _ in some] for some in calls]


def disagreements(calls: Sequence[KnownCall], given: Sequence[Any]) -> list[str]:
    """Calls on which an engine gives something else than the Python."""
    pairs = zip(calls, given, strict=True)
    return [one.arguments for one, value in pairs if text_of(value) != one.result]


def calls_of(x: Any, more: int) -> list[KnownCall]:
    """The hidden calls of a task, the further and the last ones, and so many drawn anew."""
    dice = Dice(np.random.Generator(np.random.Philox(key=len(x.program))))
    tree = ticking(x.program)
    drawn = (text_of(FORMS[x.source].draw(dice, turns_of(tree))) for _ in range(more))
    more = (*further_calls(x.program, x.source), *last_calls(x.program, x.source))
    calls = (*x.hidden, *x.shown, *more, *known_calls(tree, drawn))
    return list({one.arguments: one for one in calls}.values())


def tasks(level: float, language: str, count: int) -> Iterator[Any]:
    """Tasks of a level, in one language."""
    made = source("code.translate", seed=97, level=level, params={"language": language})
    return (made.draw(index).instance for index in range(count))


def in_engines(count: int, more: int) -> None:
    """All programs of some tasks, in the engines of their languages."""
    for level in LEVELS:
        for language in LANGUAGES:
            some = list(tasks(level, language, count))
            every = [calls_of(x, more) for x in some]
            inputs = [[one.arguments for one in calls] for calls in every]
            if language == "JavaScript":
                given = in_node(some, inputs)
            else:
                pairs = zip(some, inputs, strict=True)
                given = [in_gcc([x], [one], CHECKED)[0] for x, one in pairs]
            wrong = 0
            for x, calls, values in zip(some, every, given, strict=True):
                if found := disagreements(calls, values):
                    wrong += 1
                    print(x.original, x.program, found[:3], sep="\n", flush=True)
            print(f"{level} {language}: {count} programs, {sum(map(len, every))} calls, "
                  f"{wrong} programs disagree", flush=True)  # fmt: skip


def alone(text: str, i: int) -> str:
    """A program in C whose functions and structs have names that no other program's have."""
    for name in set(re.findall(r"^static .*?(\w+)\(|^struct (\w+) \{", text, re.MULTILINE)):
        text = re.sub(rf"\b{''.join(name)}\b", f"{''.join(name)}_{i}", text)
    return text


def in_rows(count: int, inputs: int) -> None:
    """Rows of functions as they are drawn, good tasks or not, a hundred in one file."""
    for language in LANGUAGES:
        dice, made = Dice(np.random.Generator(np.random.Philox(key=8))), list[Any]()
        while len(made) < count:
            shape = {"steps": dice.between(2, 6), "decisions": dice.below(3)}
            plan = draw_twins(dice, language, **shape, rank=2, traps=dice.between(1, 6))
            if plan:
                text, right = program_in_language(plan), program_in_python(marked_python(plan))
                text = alone(text, len(made)) if language == "C" else text
                one = SimpleNamespace(original=text, source=plan.source, gives=plan.gives)
                draw, tree = FORMS[plan.source].draw, ticking(right)
                made.append(
                    (one, known_calls(tree, (text_of(draw(dice, ())) for _ in range(inputs))))
                )
        wrong, every = 0, sum(len(calls) for _, calls in made)
        for start in range(0, count, 100):
            some, calls = zip(*made[start : start + 100], strict=True)
            given = [[one.arguments for one in known] for known in calls]
            values = in_gcc(some, given, CHECKED) if language == "C" else in_node(some, given)
            wrong += sum(map(bool, map(disagreements, calls, values)))
            print(f"{language}: {start + len(some)}, {wrong} disagree", flush=True)
        print(f"{language}: {count} rows, {every} calls, {wrong} disagree", flush=True)


def knowing(count: int) -> None:
    """The share of tasks on whose hidden inputs somebody is right who walks into some traps."""
    for level in LEVELS:
        some = [x for language in LANGUAGES for x in tasks(level, language, count)]
        shares = []
        for known in (0, 1, 2):
            right = 0.0
            for x in some:
                kinds = traps_of(x.marked)
                coins = np.random.Generator(np.random.Philox(key=len(x.original))).random(
                    len(kinds)
                )
                ignored = frozenset(k for k, c in zip(kinds, coins, strict=True) if 2 * c >= known)
                run = walking_into(x.marked, ignored)
                right += not any(differs(run(one.arguments), one.result) for one in x.hidden)
            shares.append(right / len(some))
        print(
            f"{level}: none {shares[0]:.3f}, half {shares[1]:.3f}, all {shares[2]:.3f}", flush=True
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", type=int, default=100, help="of each level and language")
    parser.add_argument("--rows", type=int, default=0, help="so many rows of functions instead")
    parser.add_argument("--inputs", type=int, default=500, help="drawn anew, for each task")
    parser.add_argument("--knowing", action="store_true", help="share of who walks into traps")
    said = parser.parse_args()
    if said.knowing:
        knowing(said.tasks)
        return
    for engine in ("node", "gcc"):
        if shutil.which(engine) is None:
            raise SystemExit(f"this needs {engine}")
    assert registry.get("code.translate")
    if said.rows:
        in_rows(said.rows, said.inputs)
        return
    in_engines(said.tasks, said.inputs)


if __name__ == "__main__":
    main()
