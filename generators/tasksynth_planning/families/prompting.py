"""`graph.prompt`: change the mind of a frozen scorer of graphs by the fewest small edits."""

from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Ladder, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_planning.scorers.drawing import draw_wish
from tasksynth_planning.scorers.models import CLASSES, Numbers, Scorer
from tasksynth_planning.scorers.reading import read_edit
from tasksynth_planning.scorers.searching import GraphWish, Matrix, fewest, nudges
from tasksynth_planning.scorers.strategies import EXHAUSTIVE, followed, tried, untried
from tasksynth_planning.scorers.telling import NOTATIONS, Notation, told, written

_SCORERS = 400
"""That are drawn before a draw is given up."""


class GraphPromptParams(Params):
    """How large the graph is, how often messages pass, and how many nodes have to change."""

    nodes: Annotated[int, Field(ge=5, le=10), Ladder(5, 6, 8, 8, 9)] = 6
    """Of the graph."""
    layers: Annotated[int, Field(ge=1, le=3), Ladder(1, 1, 2, 2, 3)] = 1
    """Before the classes are counted."""
    changed: Annotated[int, Field(ge=2, le=4), Ladder(2, 3, 3, 4, 4)] = 3
    """Nodes that have to change, exactly."""
    width: Annotated[int, Field(ge=2, le=16), Ladder(2, 2, 4, 8, 12)] = 2
    """A beam search that keeps so many edits finds no such nodes."""
    notation: Literal["any", "edges", "neighbours", "pairs"] = "any"
    """How the graph is written; `any` draws one."""


class GraphPromptInstance(Model):
    """A scorer, the numbers that it sees, and the class that it is to see."""

    scorer: Scorer
    numbers: Numbers
    wanted: int
    fewest: int
    """Nodes that have to change."""
    limit: int
    """Nodes that earn a part: fewer than the best rule of thumb changes."""
    notation: Notation


class GraphPrompt(Family[GraphPromptParams, GraphPromptInstance]):
    """Change as few numbers of a graph as possible so that a frozen program changes its mind."""

    name = "graph.prompt"
    effort = "edits"
    rubric: ClassVar[Rubric] = Rubric(gate="fewest", fewest=0.6, kept=0.4)
    tells = ("notation",)
    checked = 5

    def generate(
        self, p: GraphPromptParams, rng: np.random.Generator
    ) -> GraphPromptInstance | None:
        """A graph in which no rule of thumb finds the fewest nodes."""
        dice = Dice(rng)
        drawn = dice.of(NOTATIONS)
        notation = next((one for one in NOTATIONS if one == p.notation), drawn)
        for _ in range(_SCORERS):
            if (hard := draw_wish(dice, p.nodes, p.layers, p.changed, p.width)) is not None:
                return GraphPromptInstance(
                    scorer=hard.wish.scorer,
                    numbers=hard.wish.numbers,
                    wanted=hard.wish.wanted,
                    fewest=p.changed,
                    limit=hard.limit(p.changed),
                    notation=notation,
                )
        return None

    def prompt(self, x: GraphPromptInstance) -> str:
        red, blue = x.scorer.scores(x.numbers)
        wanted, now = CLASSES[x.wanted], CLASSES[1 - x.wanted]
        return (
            f"{told(x.scorer, x.numbers, x.notation)}\n\nNow red counts for {red} and blue for "
            f"{blue}: the graph is {now}. You may change the number x(v) of any node by 1, up or "
            "down, and nothing else; it may become 0 or 10. Change as few nodes as possible so "
            f"that the graph is {wanted}. Any such nodes will do. The full reward is for the "
            f"fewest; more than {x.limit} earn nothing. Write the nodes between <answer> and "
            "</answer>, with +1 or -1 each, as in <answer>B +1, E -1</answer>."
        )

    def verify(self, x: GraphPromptInstance, answer: str) -> Verdict:
        try:
            edit = read_edit(answer, x.numbers, CLASSES[x.wanted])
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        scores = x.scorer.scores([a + b for a, b in zip(x.numbers, edit, strict=True)])
        if scores[x.wanted] <= scores[1 - x.wanted]:
            why = f"red counts for {scores[0]} then, blue for {scores[1]}"
            return self.rubric(fewest=0.0, kept=0.0, why=why)
        count = sum(map(abs, edit))
        kept = max(0.0, (x.limit + 1 - count) / (x.limit + 1 - x.fewest))
        why = "" if count == x.fewest else f"{count} nodes are changed, {x.fewest} are enough"
        return self.rubric(fewest=float(count == x.fewest), kept=kept, why=why)

    def solve(self, x: GraphPromptInstance) -> str:
        return written(_found(x)[0].tolist())

    def measure(self, x: GraphPromptInstance) -> dict[str, float]:
        """`edits`: those that are tried, few nodes first, until one will do; `optimal`: those of so
        few nodes that will.
        """
        found = _found(x)
        fewer = sum(len(nudges(x.scorer.nodes, count)) for count in range(1, x.fewest))
        last = (nudges(x.scorer.nodes, x.fewest) == found[0]).all(axis=1).argmax()
        return {"edits": fewer + int(last) + 1, "optimal": len(found), "fewest": x.fewest}

    def canonical(self, x: GraphPromptInstance) -> Any:
        return [x.scorer.model_dump(mode="json"), x.numbers]

    def baselines(self, x: GraphPromptInstance) -> dict[str, str]:
        wish = GraphWish(x.scorer, x.numbers, x.wanted)
        rules = tried(wish, x.fewest) | untried(wish)
        edits = {who: followed(wish, path) for who, path in rules.items()}
        return {who: written(edit) for who, edit in edits.items() if edit is not None}

    def floor(self, p: GraphPromptParams) -> float:
        """What rules get by which no draw is given up, and two nodes of few by lot."""
        return 0.12 if p.changed == EXHAUSTIVE else 0.05


@lru_cache(maxsize=64)
def _found(x: GraphPromptInstance) -> Matrix:
    """All edits of the fewest nodes that will do."""
    found = fewest(GraphWish(x.scorer, x.numbers, x.wanted), x.fewest)
    if found is None:
        raise ValueError(f"no {x.fewest} nodes are enough")
    return found
