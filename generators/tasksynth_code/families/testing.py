"""`code.tests`: tests that find wrong versions of a program."""

import ast
from itertools import islice
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import arguments_of, coded, literal
from tasksynth_code.judging.claims import CALL, tests_of
from tasksynth_code.judging.edges import small_inputs
from tasksynth_code.judging.finding import found_by
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import (
    PROGRAMS,
    DrawnProgram,
    KnownCall,
    ProgramShape,
    call,
    draw_program,
)
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.versions import cover, versions

INPUTS = 160
"""Inputs, about, that say which versions are wrong where."""
TRIES = 8
"""Mistakes that are looked at for each that is wanted."""


class WriteTestsParams(Params):
    """How large the program is, and how well the mistakes hide."""

    steps: Annotated[int, Field(ge=1, le=10), Knob(2, 4)] = 3
    """Things that the program does, one after the other."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """How hard the hardest of them may be."""
    decisions: Annotated[int, Field(ge=0, le=5), Knob(0, 2)] = 1
    """Steps, at most, that depend on a condition or are repeated."""
    versions: Annotated[int, Field(ge=2, le=24), Knob(4, 10)] = 6
    """Wrong versions to be found."""
    shows: Annotated[float, Field(ge=0.1, le=1), Knob(1.0, 0.4)] = 0.6
    """The share of inputs at most on which a version is wrong."""
    spare: Annotated[int, Field(ge=0, le=6), Ladder(2, 1, 0)] = 1
    """Tests that may be written beyond those that are known to do."""


class WriteTestsInstance(Model):
    """A program, its wrong versions, and tests that find all of them."""

    __test__ = False

    source: Kind
    arguments: tuple[str, ...]
    program: str
    versions: tuple[str, ...]
    limit: int
    """Tests at most."""
    known: tuple[KnownCall, ...]
    inputs: float
    """Inputs, drawn by chance, that it takes on average to meet the rarest mistake."""


class WriteTests(Family[WriteTestsParams, WriteTestsInstance]):
    """Write a few tests that a function passes, and that its wrong versions do not."""

    name = "code.tests"
    effort = "inputs"
    rubric: ClassVar[Rubric] = Rubric(gate="found", found=1.0)
    checked = 8

    def generate(self, p: WriteTestsParams, rng: np.random.Generator) -> WriteTestsInstance | None:
        dice = Dice(rng)
        shape = ProgramShape(steps=p.steps, rank=p.rank, decisions=p.decisions, apart=False)
        for _ in range(PROGRAMS):
            drawn = draw_program(dice, shape)
            x = _posed(dice, drawn, p) if drawn else None
            if x is not None:
                return x
        return None

    def prompt(self, x: WriteTestsInstance) -> str:
        return (
            f"This Python function is right:\n\n```\n{x.program.rstrip()}\n```\n\n"
            f"{FORMS[x.source].say.format(*x.arguments)}\n\n"
            f"There are {len(x.versions)} wrong versions of it, which you do not see. Each is this "
            "function with one small mistake: another comparison, operator, constant, variable, "
            "call or end of a range, a condition turned round or left out, a statement or a branch "
            f"left out. Write tests that find them: at most {x.limit}. A test is a call with the "
            "result that this function gives. It finds a version that gives another result, raises "
            "or does not end. If the function itself fails a test of yours, none of them counts; "
            "otherwise the share of the versions that are found does.\n\n"
            f"Reply with the tests in one ```python code block, one a line, each of the form "
            f"`assert solve(…) == …`. Write arguments and results out, as Python literals, in at "
            f"most {CALL} characters of arguments a call, and keep to what is said above of the "
            "arguments. The last code block with tests counts."
        )

    def verify(self, x: WriteTestsInstance, answer: str) -> Verdict:
        try:
            tests = tests_of(answer, x.arguments)
            if len(tests) > x.limit:
                raise Unreadable(f"want at most {x.limit} tests, got {len(tests)}")
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        outcome = found_by(x.program, x.versions, x.source, tests)
        missed = f"{outcome.found} of {len(x.versions)} versions were found"
        return self.rubric(found=outcome.found / len(x.versions), why=outcome.why or missed)

    def solve(self, x: WriteTestsInstance) -> str:
        return coded("\n".join(_claim(one) for one in x.known))

    def measure(self, x: WriteTestsInstance) -> dict[str, float]:
        return {
            "nodes": float(sum(1 for _ in ast.walk(ast.parse(x.program)))),
            "versions": float(len(x.versions)),
            "tests": float(x.limit),
            "inputs": x.inputs,
        }

    def canonical(self, x: WriteTestsInstance) -> Any:
        """What is seen: which wrong versions there are makes no other task of it."""
        return [x.program, len(x.versions), x.limit]

    def baselines(self, x: WriteTestsInstance) -> dict[str, str]:
        """Small inputs of which somebody says that nothing comes out."""
        calls = [text_of(arguments) for arguments in islice(small_inputs(x.source, []), x.limit)]
        nothing = [KnownCall(arguments=one, result="[]") for one in calls]
        return {
            "an empty result": coded(_claim(nothing[0])),
            "empty results": coded("\n".join(map(_claim, nothing))),
            "zero": coded(_claim(nothing[0].model_copy(update={"result": "0"}))),
            "no test": coded("solve"),
        }

    def floor(self, p: WriteTestsParams) -> float:
        """The likeliest claim for each kind of arguments, such as that [0] gives [0]."""
        return 0.2 if p.steps < 3 else 0.1


def _claim(one: KnownCall) -> str:
    return f"assert solve({arguments_of(one.arguments)}) == {literal(one.result)}"


def _posed(dice: Dice, drawn: DrawnProgram, p: WriteTestsParams) -> WriteTestsInstance | None:
    pool = [case for case in drawn.pool if len(case.arguments) <= CALL][:INPUTS]
    found = versions(
        dice, drawn.tree, pool, count=p.versions, most=p.shows, tries=TRIES * p.versions
    )
    if len(found) < p.versions:
        return None
    known = cover(found, pool)
    return WriteTestsInstance(
        source=drawn.plan.source,
        arguments=drawn.arguments,
        program=drawn.program,
        versions=tuple(one.text for one in found),
        limit=len(known) + p.spare,
        known=tuple(map(call, known)),
        inputs=round(max(len(pool) / one.shown.bit_count() for one in found), 2),
    )
