"""`tools.code_math`: problems that want a program, and an interpreter to run it in."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import (
    Action,
    Family,
    Knob,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Transcript,
    Turn,
    Verdict,
)
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.episode import replay
from tasksynth_tools.dice import Chance
from tasksynth_tools.sums.chains import Piece, draw_chain, program, steps_of, tell

if TYPE_CHECKING:
    from tasksynth.sandbox import Limits

FUEL = 800_000_000
"""WebAssembly instructions, more or less, that one program may take: 300,000 turns of a loop."""
SHOWN = 1000
"""Characters of what a program prints that are shown."""
MEMORY = 16 << 20
LONGEST = 10_000
"""Characters of a program."""
SPARE = 4
"""Turns beyond the programs."""


class CodeMathParams(Params):
    """How much there is to compute."""

    size: Annotated[int, Field(ge=0, le=6), Knob(0, 6)] = 2
    """How large the numbers are: 0 can be done by hand, from 3 on a thousand steps are too many for
    that, from 5 on a program that does what the words say runs out of fuel."""
    steps: Annotated[int, Field(ge=1, le=5), Knob(1, 4)] = 2
    """Problems, each but the first about a number that the one before gives."""
    programs: Annotated[int, Field(ge=1, le=12), Knob(8, 3)] = 5
    """Programs that may be run."""


class CodeMathInstance(Model):
    """Problems in a row."""

    pieces: tuple[Piece, ...]
    programs: int


class RunPython(Tool):
    """Run a program from nothing in MicroPython, and see what it prints."""

    code: Annotated[str, Field(max_length=LONGEST)]
    """The whole program."""


class Answer(Tool):
    """Give the answer. This is the end."""

    value: Annotated[str, Field(max_length=200)] | int
    """A whole number."""


@dataclass
class Scratchpad:
    """What was done so far."""

    ran: int = 0
    answer: int | None = None
    why: str = "no answer was given"


class CodeMath(Family[CodeMathParams, CodeMathInstance]):
    """Work a number out that takes a program, with a budget of programs to run."""

    name = "tools.code_math"
    version = 3
    effort = "steps"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)
    turns = 20
    checked = 12
    tools = (RunPython, Answer)

    def generate(self, p: CodeMathParams, rng: np.random.Generator) -> CodeMathInstance | None:
        pieces = draw_chain(Chance(rng), p.steps, p.size)
        return None if pieces is None else CodeMathInstance(pieces=pieces, programs=p.programs)

    def prompt(self, x: CodeMathInstance) -> str:
        last = "ABCDEF"[len(x.pieces) - 1]
        return (
            f"{tell(x.pieces)}\n\nWhat is {last}? It is a whole number.\n\n"
            "`run_python` runs a program in MicroPython (it has `math`, and no packages) and shows "
            f"the first {SHOWN:,} characters that it prints. Each program begins from nothing and "
            f"may take some 100,000 simple steps; you may run {x.programs}. `answer` gives your "
            "answer and ends the task; so does a reply in words that gives it."
        )

    def needs(self, x: CodeMathInstance) -> Needs:
        turns = x.programs + SPARE
        return super().needs(x).model_copy(update={"turns": turns, "extras": ("sandbox",)})

    def begin(self, x: CodeMathInstance) -> Scratchpad:
        return Scratchpad()

    def step(self, x: CodeMathInstance, s: Scratchpad, action: Action | Tool) -> Turn:
        match action:
            case RunPython(code=code):
                s.ran += 1
                if s.ran > x.programs:
                    return Turn(f"Error: {x.programs} programs were run, and there are no more")
                return Turn(_ran(code))
            case Answer(value=value):
                return _answered(s, str(value))
        text = action.text if isinstance(action, Action) else ""
        try:
            return _answered(s, str(read_final(text, _whole, asked=None)))
        except Unreadable:
            return Turn("Error: call a tool; `answer` gives your answer and ends the task")

    def judge(self, x: CodeMathInstance, s: Scratchpad) -> Verdict:
        right = s.answer == x.pieces[-1].value
        why = "" if right else s.why or "another number was wanted"
        return self.rubric(right=float(right), why=why)

    def verify(self, x: CodeMathInstance, answer: str) -> Verdict:
        return replay(_Unrun(), x, answer)

    def solve(self, x: CodeMathInstance) -> str:
        ran = Action(tool="run_python", arguments={"code": program(x.pieces)})
        return _played(ran, Action(tool="answer", arguments={"value": str(x.pieces[-1].value)}))

    def measure(self, x: CodeMathInstance) -> dict[str, float]:
        return {
            "steps": float(steps_of(x.pieces)),
            "problems": float(len(x.pieces)),
            "programs": float(x.programs),
            "digits": float(len(str(x.pieces[-1].value))),
        }

    def measure_full(self, x: CodeMathInstance) -> dict[str, float]:
        """With the fuel of the reference's program."""
        from tasksynth.sandbox import warm

        done = warm("wasm").run(program(x.pieces), limits=limits())
        return self.measure(x) | {"fuel": float(done.fuel or 0)}

    def canonical(self, x: CodeMathInstance) -> Any:
        return [one.model_dump(mode="json") for one in x.pieces]

    def baselines(self, x: CodeMathInstance) -> dict[str, str]:
        """Numbers that stand in the problem, or come of a program that thinks of nothing."""
        last = x.pieces[-1]
        numbers = [last.base, last.modulus, *last.numbers.values()]
        idle = Action(tool="run_python", arguments={"code": "print(0)"})
        guesses = {
            "0": 0,
            "the first number": numbers[0],
            "the largest number": max(numbers),
            "the sum of the numbers": sum(numbers),
            "their product": last.base * max(1, last.modulus),
        }
        told = {
            who: _played(idle, Action(tool="answer", arguments={"value": value}))
            for who, value in guesses.items()
        }
        return told | {"copy the prompt": _played(Action(text=self.prompt(x)))}

    def floor(self, p: CodeMathParams) -> float:
        """Answers have three digits and more; small problems have a few that come more often."""
        return 0.06 if p.size < 2 else 0.04 if p.size == 2 else 0.01


class _Unrun(CodeMath):
    """Runs no programs: what they print decides nothing."""

    name = "tools.unrun_code_math"

    def step(self, x: CodeMathInstance, s: Scratchpad, action: Action | Tool) -> Turn:
        return Turn("") if isinstance(action, RunPython) else super().step(x, s, action)


@lru_cache(maxsize=32)
def _ran(code: str) -> str:
    """What a program prints, and how it ended if not well: the same whenever it is run."""
    from tasksynth.sandbox import warm

    done = warm("wasm").run(code, limits=limits())
    shown = done.stdout[:SHOWN]
    cut = "\n[cut]" if len(done.stdout) > SHOWN else ""
    if done.ended == "ok":
        return f"{shown}{cut}" if shown.strip() else "It printed nothing."
    why = {"fuel": "it took too many steps", "memory": "it wanted too much memory"}
    return f"{shown}{cut}\nError: {why.get(done.ended, done.why[:300])}".strip()


def limits() -> "Limits":
    """What one program may use."""
    from tasksynth.sandbox import Limits

    return Limits(fuel=FUEL, memory_bytes=MEMORY, output_bytes=20_000, cpu_s=60.0, wall_s=120.0)


def _answered(s: Scratchpad, text: str) -> Turn:
    try:
        s.answer, s.why = _whole(text), ""
    except Unreadable as e:
        s.why = str(e)
    return Turn("Your answer is taken.", over=True)


def _whole(text: str) -> int:
    text = plain(text).rstrip(".").strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,40}", text):
        raise Unreadable(f"want a whole number in digits, got {text[:30]!r}")
    return int(text)


def _played(*actions: Action) -> str:
    return Transcript(actions=actions).model_dump_json()
