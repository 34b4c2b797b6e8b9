"""`code.translate`: a program in another language, to be rewritten in Python."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Needs, Params, Rubric, Verdict
from tasksynth.rng import Dice
from tasksynth_code.families.shared import (
    RULES,
    coded,
    examples,
    features,
    guesses,
    needs,
    verdict_on,
)
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall
from tasksynth_code.patterns import Kind
from tasksynth_code.translating.compose import ARGUMENTS, program_in_python
from tasksynth_code.translating.task import TranslationShape, draw_translation
from tasksynth_code.translating.twin import Language, TwinKind, traps_of

DRAWN = 30
"""Programs that are drawn at once, all in one language: of large ones, four of five are idle or
lose what a trap does to them on the way.
"""
LANGUAGES: tuple[Language, ...] = ("JavaScript", "C")


class TranslateParams(Params):
    """How long the program is, and in how many ways it goes wrong word by word."""

    steps: Annotated[int, Field(ge=1, le=8), Knob(2, 6)] = 3
    """Things that the program does, one after the other, each in a function of its own."""
    traps: Annotated[int, Field(ge=1, le=8), Knob(1, 6)] = 3
    """Kinds of traps: what means something else in Python if it is carried over word by word."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2, 2)] = 1
    """How little known traps may be: 0 by all who know both languages, 2 by few."""
    decisions: Annotated[int, Field(ge=0, le=3), Knob(0, 2)] = 1
    """Steps, at most, at which a condition decides between two functions."""
    shown: Annotated[int, Field(ge=1, le=4), Knob(3, 1)] = 2
    """Examples."""
    language: Literal["any", "JavaScript", "C"] = "any"
    """What the program is written in."""


class TranslateInstance(Model):
    """A program in both languages, and what an answer is run on."""

    language: Language
    source: Kind
    """The form of the input."""
    gives: TwinKind
    arguments: tuple[str, ...]
    original: str
    marked: str
    """The same in Python, with its traps marked."""
    program: str
    shown: tuple[KnownCall, ...]
    hidden: tuple[KnownCall, ...]


class Translate(Family[TranslateParams, TranslateInstance]):
    """A program in JavaScript or C, full of what Python does otherwise: rewrite it in Python."""

    name = "code.translate"
    effort = "nodes"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0, share=0.0)
    timeout_s = 60.0
    checked = 4

    def generate(self, p: TranslateParams, rng: np.random.Generator) -> TranslateInstance | None:
        dice = Dice(rng)
        shape = TranslationShape(
            steps=p.steps, rank=p.rank, decisions=p.decisions, traps=p.traps
        )  # fmt: skip
        language = dice.of(LANGUAGES) if p.language == "any" else p.language
        for _ in range(DRAWN):
            made = draw_translation(dice, language, shape)
            shown = made.shown(p.shown) if made else ()
            if made is None or len(shown) < p.shown:
                continue
            return TranslateInstance(
                language=language,
                source=made.plan.source,
                gives=made.plan.gives,
                arguments=(ARGUMENTS[made.plan.source],),
                original=made.original,
                marked=made.marked,
                program=made.program,
                shown=shown,
                hidden=made.hidden(),
            )
        return None

    def prompt(self, x: TranslateInstance) -> str:
        (argument,) = x.arguments
        said = _in_c(x, argument) if x.language == "C" else _in_javascript(x)
        return (
            f"Rewrite this {x.language} program in Python.\n\n"
            f"```{x.language.lower()}\n{x.original.rstrip()}\n```\n\n"
            f"Write a Python function `solve({argument})` that gives for each input what `solve` "
            f"gives in {x.language}.\n\n{FORMS[x.source].say.format(argument)} {said}\n\n"
            f"Examples:\n\n{examples(x.shown)}\n\n{RULES}"
        )

    def verify(self, x: TranslateInstance, answer: str) -> Verdict:
        return verdict_on(self.rubric, answer, x.program, x.source, x.hidden)

    def solve(self, x: TranslateInstance) -> str:
        return coded(x.program)

    def measure(self, x: TranslateInstance) -> dict[str, float]:
        return features(x.program, x.hidden) | {
            "traps": float(len(traps_of(x.marked))),
            "functions": float(x.program.count("def ")),
            "lines": float(x.original.count("\n")),
        }

    def canonical(self, x: TranslateInstance) -> Any:
        return x.original

    def needs(self, x: TranslateInstance) -> Needs:
        return needs(super().needs(x))

    def baselines(self, x: TranslateInstance) -> dict[str, str]:
        """Programs that do nothing of what is asked, and those that walk into traps."""
        kinds = traps_of(x.marked)
        literal = program_in_python(x.marked, frozenset(kinds))
        half = program_in_python(x.marked, frozenset(kinds[::2]))
        walked = {"word by word": coded(literal), "half of the traps": coded(half)}
        return guesses(x.arguments, x.shown) | walked

    def floor(self, p: TranslateParams) -> float:
        """Each kind of trap shows on hidden inputs: word by word is never right."""
        return 0.01


def _in_javascript(x: TranslateInstance) -> str:
    given = "an array" if x.source == "ints" else "a string"
    returned = {"int": "the number", "ints": "the array, as a list,"}.get(x.gives, "the string")
    return f"In JavaScript it is {given}. Return {returned} that `solve` returns there."


def _in_c(x: TranslateInstance, argument: str) -> str:
    given = (
        "the array `numbers` and its length `n`"
        if x.source == "ints"
        else f"`{argument}` as an array of 64 characters, with a null at the end of the string"
    )
    returned = {
        "int": "Return the number that it returns.",
        "ints": "It writes its result to the array `out`, which has room for it, and returns its "
        "length: return the list of these numbers.",
        "text": "It writes its result to the array `out`, which has room for it: return that "
        "string.",
    }[x.gives]
    return (
        f"The function in C gets {given}. {returned} It is compiled by gcc for x86-64 Linux, where "
        "`char` has a sign, `int` has 32 bits and `long long` 64."
    )
