"""`text.recall`: answer questions that take several facts, told far apart in a long log."""

from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_text.reading import read_names
from tasksynth_text.recall.guesses import guessed
from tasksynth_text.recall.logs import MODES, ModeName, RecallInstance, draw_log, log_of, reaches

_NOUNS = ("key", "coat")
"""What may follow a name in an answer."""


class RecallParams(Params):
    """The log, and what is asked of it."""

    mode: Literal["any", "hidden", "ballet", "binding", "rounds"] = "any"
    """`hidden`: where a thing ends after swaps; `ballet`: who dances what; `binding`: what invented
    words mean; `rounds`: keys that are dealt anew in each round. `any`: one of them."""
    tokens: Annotated[int, Field(ge=200, le=100_000), Knob(400, 100_000, log=True)] = 4000
    """Length of the log, four characters counting as a token; more only where the facts alone take
    more."""
    items: Annotated[int, Field(ge=5, le=16), Knob(6, 16)] = 8
    """Boxes, dancers, languages or rounds that facts are told of."""
    hops: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Facts that an answer takes; of hidden things, swaps at least."""
    questions: Annotated[int, Field(ge=2, le=4), Knob(2, 4)] = 3
    """Questions, all of which have to be answered."""


class Recall(Family[RecallParams, RecallInstance]):
    """Answer questions on a long log, each of which takes several facts that lie far apart."""

    name = "text.recall"
    version = 2
    effort = "reach"
    rubric: ClassVar[Rubric] = Rubric(gate="solved", solved=1.0, right=0.0)
    checked = 12

    def generate(self, p: RecallParams, rng: np.random.Generator) -> RecallInstance | None:
        dice = Dice(rng)
        names: list[ModeName] = list(MODES)
        mode = dice.of(names) if p.mode == "any" else p.mode
        return draw_log(
            dice, mode=mode, items=p.items, hops=p.hops, questions=p.questions, tokens=p.tokens
        )

    def prompt(self, x: RecallInstance) -> str:
        kind = MODES[x.mode]
        lines = "\n".join(log_of(x).lines)
        sort = kind.sorts[x.queries[0].kind]
        asked = "\n".join(f"{i}. {kind.ask(query)}" for i, query in enumerate(x.queries, 1))
        return (
            f"{kind.opening} Questions come at the end.\n\n{lines}\n\nThat is all. Now answer:\n\n"
            f"{asked}\n\nEach answer is {sort}. End with a line that begins with "
            "“Answer:” and gives the answers in the order of the questions, separated by commas."
        )

    def verify(self, x: RecallInstance, answer: str) -> Verdict:
        try:
            found = read_names(answer, len(x.queries), x.options, _NOUNS)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        hits = [a == b for a, b in zip(found, x.answers, strict=True)]
        if all(hits):
            return self.rubric(solved=1.0, right=1.0)
        wrong = hits.index(False)
        why = f"{found[wrong]!r} is not the answer to question {wrong + 1}"
        return self.rubric(solved=0.0, right=sum(hits) / len(hits), why=why)

    def solve(self, x: RecallInstance) -> str:
        return _written(x.answers)

    def measure(self, x: RecallInstance) -> dict[str, float]:
        """How far back facts lie, in tokens of four characters."""
        back = reaches(x)
        return {
            "reach": max(max(row) for row in back),
            "mean_reach": sum(map(sum, back)) / sum(map(len, back)),
            "evidence": sum(map(len, back)) / len(back),
            "facts": len(x.notes),
            "lines": len(x.notes) + x.filler,
        }

    def canonical(self, x: RecallInstance) -> Any:
        """What is told, whatever else stands between."""
        return [
            x.mode,
            [[note.kind, *note.names] for note in x.notes],
            [[query.kind, *query.names] for query in x.queries],
        ]

    def baselines(self, x: RecallInstance) -> dict[str, str]:
        return {name: _written(answers) for name, answers in guessed(x).items()}

    def floor(self, p: RecallParams) -> float:
        """Twice what chance gets that leaves one wrong option out."""
        return max(0.01, 2 * float(p.items - 1) ** -p.questions)


def _written(answers: tuple[str, ...] | list[str]) -> str:
    return f"Answer: {', '.join(answers)}"
