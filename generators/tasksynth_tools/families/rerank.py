"""`tools.rerank`: put the texts first that fulfil most of somebody's points; graded, and exact."""

from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, read_picks
from tasksynth.statistics.gains import above_chance, first_miss, luck
from tasksynth_tools.dice import Chance
from tasksynth_tools.finding.search import WordIndex, tokens
from tasksynth_tools.ranking.papers import (
    EXAMPLES,
    Paper,
    WantedPoint,
    asked_for,
    draw_papers,
    draw_wanted,
    fulfilled,
)
from tasksynth_tools.ranking.subjects import SUBJECTS

LUCK = 0.01
"""The most that whoever orders blindly may be right."""


class RerankParams(Params):
    """The texts, and what is asked of them."""

    texts: Annotated[int, Field(ge=6, le=60), Knob(8, 50)] = 20
    """To be put in order."""
    top: Annotated[int, Field(ge=2, le=10), Knob(3, 8)] = 5
    """Of them, the best ones that are asked for."""
    points: Annotated[int, Field(ge=2, le=7), Knob(3, 6)] = 4
    """That count, each as much as any other."""
    numbers: Annotated[int, Field(ge=0, le=3), Knob(0, 3)] = 1
    """Of them, limits of a number."""
    paraphrase: Annotated[float, Field(ge=0, le=1), Knob(0, 0.9)] = 0.5
    """Chance of each statement to be made in other words, or in another unit, than those asked
    with."""
    silent: Annotated[float, Field(ge=0, le=1), Knob(0.9, 0.1)] = 0.5
    """Chance of what does not hold to be left out of a text, where it is not denied."""
    talk: Annotated[int, Field(ge=0, le=5), Knob(0, 3)] = 1
    """Sentences of a text that say nothing."""


class RerankInstance(Model):
    """Points, and texts that fulfil more or fewer of them."""

    subject: int
    wanted: tuple[WantedPoint, ...]
    papers: tuple[Paper, ...]
    top: int


class Rerank(Family[RerankParams, RerankInstance]):
    """Put those texts first that fulfil most of somebody's points."""

    name = "tools.rerank"
    version = 2
    effort = "texts"
    rubric: ClassVar[Rubric] = Rubric(gate="perfect", perfect=0.5, gain=0.5)

    def generate(self, p: RerankParams, rng: np.random.Generator) -> RerankInstance | None:
        chance = Chance(rng)
        subject = chance.below(len(SUBJECTS))
        wanted = draw_wanted(chance, subject, p.points, min(p.numbers, p.points))
        papers = draw_papers(
            chance,
            subject,
            wanted,
            count=p.texts,
            paraphrase=p.paraphrase,
            silent=p.silent,
            talk=p.talk,
        )
        top = min(p.top, p.texts - 1)
        x = RerankInstance(subject=subject, wanted=wanted, papers=papers, top=top)
        return x if luck(_grades(x), top) <= LUCK else None

    def prompt(self, x: RerankInstance) -> str:
        points = "\n".join(f"- {asked_for(x.subject, one)}" for one in x.wanted)
        texts = "\n".join(f"[{paper.id}] {paper.text}" for paper in x.papers)
        return (
            f"Somebody is looking at {SUBJECTS[x.subject].plural}. What counts for them:\n\n"
            f"{points}\n\nA text is the better the more of these points hold of what it describes; "
            "all count the same, a value that is just the limit is within it, and what a text does "
            f"not say does not hold. These are the texts:\n\n{texts}\n\nWhich {x.top} of them are "
            "best? Of texts that are equally good any may stand first, or be left out where not "
            f"all have room. Answer with {x.top} ids, best first, as in\n"
            f"Answer: {', '.join(EXAMPLES[: x.top])}"
        )

    def verify(self, x: RerankInstance, answer: str) -> Verdict:
        grade_of = {paper.id: grade for paper, grade in zip(x.papers, _grades(x), strict=True)}
        try:
            named = read_picks(answer, grade_of, x.top, asked="line", talk=("texts", "text"))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        given, grades = [grade_of[one] for one in named], list(grade_of.values())
        miss = first_miss(given, grades)
        why = f"at place {miss} is a text that is not good enough" if miss else ""
        return self.rubric(perfect=float(not miss), gain=above_chance(given, grades), why=why)

    def solve(self, x: RerankInstance) -> str:
        return _answer(x, _order(x, _grades(x)))

    def measure(self, x: RerankInstance) -> dict[str, float]:
        """What a search by words makes of it (BM25), and how much there is to read."""
        grades = _grades(x)
        found = [grades[place] for place in searched(x)[: x.top]]
        return {
            "texts": float(len(x.papers)),
            "bm25_gain": round(above_chance(found, grades), 4),
            "statements": float(sum(len(paper.values) for paper in x.papers)),
            "points": float(len(x.wanted)),
        }

    def canonical(self, x: RerankInstance) -> Any:
        papers = [[paper.text, sorted(paper.values.items())] for paper in x.papers]
        return [x.subject, [one.model_dump() for one in x.wanted], papers]

    def baselines(self, x: RerankInstance) -> dict[str, str]:
        """Without reading: as they stand, from behind, the longest and the shortest first."""
        count = range(len(x.papers))
        length = [len(paper.text) for paper in x.papers]
        stated = [len(paper.values) for paper in x.papers]
        return {
            "as they stand": _answer(x, list(count)),
            "from behind": _answer(x, list(count)[::-1]),
            "the longest": _answer(x, _order(x, length)),
            "the shortest": _answer(x, _order(x, [-one for one in length])),
            "most statements": _answer(x, _order(x, stated)),
            "the example": f"Answer: {', '.join(EXAMPLES[: x.top])}",
        }

    def floor(self, p: RerankParams) -> float:
        """By chance at most a hundredth; of few texts, the shortest ones deny least."""
        return 0.14 if p.silent > 0.75 else 0.02


def searched(x: RerankInstance) -> list[int]:
    """The places of all texts in the order of a search for the points; without a hit, last."""
    index = WordIndex([tokens(paper.text) for paper in x.papers])
    found = index.ranked(" ".join(asked_for(x.subject, one) for one in x.wanted))
    return [*found, *(place for place in range(len(x.papers)) if place not in found)]


def _grades(x: RerankInstance) -> list[int]:
    return [fulfilled(paper, x.subject, x.wanted) for paper in x.papers]


def _order(x: RerankInstance, worth: list[int]) -> list[int]:
    return sorted(range(len(x.papers)), key=lambda place: -worth[place])


def _answer(x: RerankInstance, order: list[int]) -> str:
    return f"Answer: {', '.join(x.papers[place].id for place in order[: x.top])}"
