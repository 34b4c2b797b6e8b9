"""`code.trace`: what a program gives, holds or runs through."""

import ast
import json
import re
from contextlib import suppress
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, plain
from tasksynth.rng import Dice
from tasksynth_code.families.shared import arguments_of, literal
from tasksynth_code.judging.blocks import read_block
from tasksynth_code.making.draw import draw_plan
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.render import program
from tasksynth_code.suites.grow import LARGEST, text_of
from tasksynth_code.suites.running import TickingRun, Wrong, counted, held, ticking

Asked = Literal["result", "state", "counts"]
DRAWN = 24
"""Inputs that are drawn, of which one is asked about."""
LONGEST = 400
"""Characters of an answer."""
LEAST = 10
"""Numbers nearer to 0 are too easily guessed."""
TOLD = 6
"""Characters of an answer that must not stand in the question."""
BUSY = 3
"""Runs that one of the lines has at least whose runs are to be counted."""
_SENTENCE = re.compile(
    r"(?:(?:so|thus|hence|it|this|that|the|function|call|program|result|output|answer|value|"
    r"returns?|returned|prints?|gives?|yields?|is|was|evaluates|to|will|be)\b[\s,:]{0,3}){1,9}"
    r"`([^`]{1,900})`\s{0,3}\.?",
    re.IGNORECASE,
)
"""A value between ticks, in a sentence that says no more than that it is the result."""
_WORD = re.compile(r"(?!(?:null|true|false)\Z)[a-z]+")
LINES = 3
"""Lines whose runs are to be counted."""


class TraceParams(Params):
    """How much a program does."""

    steps: Annotated[int, Field(ge=1, le=10), Knob(1, 6)] = 3
    """Patterns, one after the other."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """How hard the hardest of them may be."""
    decisions: Annotated[int, Field(ge=0, le=5), Knob(0, 3)] = 1
    """Steps, at most, that depend on a condition or are repeated."""
    turns: Annotated[int, Field(ge=2, le=400), Knob(5, 120, log=True)] = 20
    """Turns of loops, about: of the inputs drawn, the one is asked about that comes nearest."""
    ask: Literal["any", "result", "state", "counts"] = "any"
    """What is asked for: what is returned, what a variable holds then, or how often lines run."""


class TraceInstance(Model):
    """A program, a call, and a question about it."""

    program: str
    arguments: str
    """As a JSON list."""
    ask: Asked
    about: tuple[str, ...] = ()
    """A variable, or the numbers of lines."""
    answer: str
    """As JSON."""
    turns: int


class Trace(Family[TraceParams, TraceInstance]):
    """Say what a call returns, what a variable holds at its end, or how often lines run."""

    name = "code.trace"
    effort = "turns"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)

    def generate(self, p: TraceParams, rng: np.random.Generator) -> TraceInstance | None:
        dice = Dice(rng)
        plan = draw_plan(dice, steps=p.steps, rank=p.rank, decisions=p.decisions, apart=False)
        if plan is None:
            return None
        form = FORMS[plan.source]
        text = program(plan, dice.of(form.names))
        call = _call(dice, text, [text_of(form.draw(dice, ())) for _ in range(DRAWN)], p.turns)
        if call is None:
            return None
        arguments, turns = call
        ask: Asked = dice.of(("result", "state", "counts")) if p.ask == "any" else p.ask
        found = _asked(dice, text, arguments, ask)
        if found is None or _guessed(found[1], arguments):
            return None
        about, answer = found
        x = TraceInstance(
            program=text, arguments=arguments, ask=ask, about=about, answer=answer, turns=turns
        )
        said = literal(answer)
        return None if len(said) >= TOLD and said in self.prompt(x) else x

    def prompt(self, x: TraceInstance) -> str:
        lines = x.program.rstrip().split("\n")
        width = len(str(len(lines)))
        shown = "\n".join(f"{i:>{width}}  {line}" for i, line in enumerate(lines, 1))
        call = f"solve({arguments_of(x.arguments)})"
        question = {
            "result": f"What does `{call}` return?",
            "state": f"What does the variable `{''.join(x.about)}` hold when `{call}` returns?",
            "counts": f"How many times do the lines {', '.join(x.about)} run in `{call}`? Give the "
            f"list of the {LINES} counts in this order.",
        }[x.ask]
        return (
            f"```\n{shown}\n```\n\n{question}\n\nReply with the value as Python writes it, alone "
            "in one code block; the last one counts."
        )

    def verify(self, x: TraceInstance, answer: str) -> Verdict:
        try:
            value = read_block(answer.lstrip("\ufeff"), _value)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        right = text_of(value) == x.answer
        return self.rubric(right=float(right), why="" if right else "another value was wanted")

    def solve(self, x: TraceInstance) -> str:
        return f"```\n{literal(x.answer)}\n```"

    def measure(self, x: TraceInstance) -> dict[str, float]:
        return {
            "turns": float(x.turns),
            "lines": float(x.program.count("\n")),
            "nodes": float(sum(1 for _ in ast.walk(ast.parse(x.program)))),
            "answer": float(len(x.answer)),
        }

    def baselines(self, x: TraceInstance) -> dict[str, str]:
        first = json.loads(x.arguments)[-1]
        guesses = {"nothing": [], "zero": 0, "ten": 10, "the input": first, "its size": len(first)}
        size = len(first)
        guesses |= {"ones": [1] * LINES, "no text": ""}
        guesses |= {"its sizes": [size] * LINES, "its size twice": [1, size, size]}
        return {who: f"```\n{value!r}\n```" for who, value in guesses.items()}

    def floor(self, p: TraceParams) -> float:
        """Short lists and small numbers are the answer now and then."""
        return 0.05


def _call(dice: Dice, text: str, drawn: list[str], turns: int) -> tuple[str, int] | None:
    """The arguments for which a program takes the number of turns that is nearest."""
    run = TickingRun(ticking(text))
    taken = []
    for arguments in drawn:
        if not isinstance(run(arguments), Wrong):
            taken.append((abs(run.ticks - turns), arguments, run.ticks))
    if not taken:
        return None
    _, arguments, ticks = min(taken)
    return (arguments, ticks) if turns / 3 <= ticks <= 3 * turns else None


def _asked(dice: Dice, text: str, arguments: str, ask: Asked) -> tuple[tuple[str, ...], str] | None:
    """What is asked about, and its answer as JSON; None where there is nothing to ask."""
    if ask == "counts":
        counts = counted(text, arguments)
        lines = sorted(counts)
        dice.shuffle(lines)
        about = tuple(sorted(lines[:LINES]))
        values = [counts[line] for line in about]
        if len(about) < LINES or len(set(values)) < LINES - 1 or max(values) < BUSY:
            return None
        return tuple(map(str, about)), text_of(values)
    result, variables = held(text, arguments)
    if ask == "result":
        return (), text_of(result)
    names = [
        name
        for name, value in sorted(variables.items())
        if isinstance(value, int | str | list) and value != result and _plain(value)
    ]
    given = ast.parse(text).body[0]
    own = {one.arg for one in given.args.args} if isinstance(given, ast.FunctionDef) else set()
    names = [name for name in names if name not in own]
    if not names:
        return None
    name = dice.of(names)
    return (name,), text_of(variables[name])


def _plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_plain, value))
    if isinstance(value, bool):
        return False
    return isinstance(value, str) or (isinstance(value, int) and abs(value) < LARGEST)


def _guessed(answer: str, arguments: str) -> bool:
    """Whether an answer is one that nobody has to think for, or is too long."""
    value, given = json.loads(answer), json.loads(arguments)
    if isinstance(value, int):
        return abs(value) < LEAST
    flat = answer.strip('[]"')
    return value in given or len(flat) < 3 or len(answer) > LONGEST


def _value(text: str) -> Any:
    """A number, a string or a list, as Python or JSON write it.

    Raises:
        Unreadable: if it is none, or too long.
    """
    if len(text) > 2 * LONGEST:
        raise Unreadable(f"want at most {2 * LONGEST} characters, got {len(text):,}")
    for bare in (text.strip(), plain(text)):
        bare = bare.strip("*`$ \n").removesuffix(".").strip()
        if _WORD.fullmatch(bare):
            return bare
        with suppress(ValueError, RecursionError):
            value = json.loads(bare.replace("'", '"'))
            if _plain(value):
                return value
    if found := _SENTENCE.fullmatch(text.strip()):
        return _value(found[1])
    raise Unreadable(f"want a number, a string or a list of them, got {text[:40]!r}")
