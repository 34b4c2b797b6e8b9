"""`code.corpus`: a few inputs that together leave a program by as many lines as can be."""

import ast
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_code.families.shared import numbered_lines
from tasksynth_code.guards.routes import JUNK, exits, guesses, routed
from tasksynth_code.judging.texts import LONGEST, texts_in

LEAST = 3
"""Lines to be found, beyond those that anybody finds."""


class CorpusParams(Params):
    """How many routes there are, and how hard their guards are to pass."""

    routes: Annotated[int, Field(ge=2, le=8), Knob(2, 6)] = 3
    """Beginnings of a text, each of which leads to guards of its own."""
    rank: Annotated[int, Field(ge=0, le=2), Ladder(0, 1, 2)] = 1
    """The hardest: 0: undo one step; 1: meet several conditions at once; 2: search or reckon."""


class CorpusInstance(Model):
    """A program, and texts that leave it by all lines that are known to be reached."""

    program: str
    corpus: tuple[str, ...]
    easy: tuple[int, ...]
    """What the lines return that anybody reaches."""
    kinds: tuple[str, ...]


class Corpus(Family[CorpusParams, CorpusInstance]):
    """Find a few texts that together leave a program by as many of its lines as can be."""

    name = "code.corpus"
    effort = "hidden"
    rubric: ClassVar[Rubric] = Rubric(gate="all", all=0.5, covered=0.5)

    def generate(self, p: CorpusParams, rng: np.random.Generator) -> CorpusInstance | None:
        made = routed(Dice(rng), routes=p.routes, rank=p.rank)
        x = CorpusInstance(
            program=made.program, corpus=made.corpus, easy=made.easy, kinds=made.kinds
        )  # fmt: skip
        return x if len(_hidden(x)) >= LEAST else None

    def prompt(self, x: CorpusInstance) -> str:
        count, found = len(x.corpus), len(_hidden(x))
        return (
            f"```\n{numbered_lines(x.program)}\n```\n\n"
            f"Find up to {count} texts for which `check` returns as many different numbers as can "
            f"be: {count} are known to be possible. A text has up to {LONGEST} characters, which "
            f"are small letters a to z, digits and : ; / -. {count - found} of the numbers are "
            "easy to have, and count nothing. The full reward is paid for all of the other "
            f"{found}, and less than half of it, by their share, for some.\n\n"
            "Reply with the texts, one a line, in one code block; the last one counts."
        )

    def verify(self, x: CorpusInstance, answer: str) -> Verdict:
        try:
            texts = texts_in(answer, len(x.corpus))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        wanted = _hidden(x)
        found = exits(x.program, texts).keys() - set(x.easy)
        share = min(1.0, len(found) / len(wanted))
        why = "" if share == 1 else f"it has {len(found)} of {len(wanted)} numbers that count"
        return self.rubric(all=float(share == 1), covered=share, why=why)

    def solve(self, x: CorpusInstance) -> str:
        return _said(x.corpus)

    def measure(self, x: CorpusInstance) -> dict[str, float]:
        nodes = list(ast.walk(ast.parse(x.program)))
        return {
            "hidden": float(len(_hidden(x))),
            "texts": float(len(x.corpus)),
            "returns": float(sum(isinstance(node, ast.Return) for node in nodes)),
            "nodes": float(len(nodes)),
        }

    def canonical(self, x: CorpusInstance) -> Any:
        return x.program

    def baselines(self, x: CorpusInstance) -> dict[str, str]:
        """What stands in the program, and junk, behind each beginning of a text in turn."""
        heads = list(dict.fromkeys(text[:4] for text in x.corpus if len(text) > 3))
        words = [word for word in guesses(x.program) if word]
        most = len(x.corpus)
        behind = {
            "junk": JUNK,
            "its texts": words[len(JUNK) - 1 :],
            "digits": [str(137 + 389 * i % 800) for i in range(300)],
            "letters": [chr(97 + i % 26) * (i % 9 + 1) for i in range(300)],
        }
        tried = {
            who: [head + text for text in some for head in heads][:most]
            for who, some in behind.items()
        }
        return {who: _said(texts) for who, texts in tried.items()}

    def floor(self, p: CorpusParams) -> float:
        """What anybody tries does not count."""
        return 0.1


def _hidden(x: CorpusInstance) -> set[int]:
    """What the numbers are that count."""
    return exits(x.program, x.corpus).keys() - set(x.easy)


def _said(texts: Any) -> str:
    return "```\n" + "\n".join(texts) + "\n```"
