"""`tools.retrieval`: find the tools that a task takes, among thousands, by searching for them."""

from dataclasses import dataclass
from math import comb
from typing import Annotated, Any, ClassVar

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
from tasksynth.episode import replay
from tasksynth_tools.dice import Chance
from tasksynth_tools.finding.catalogue import (
    Catalogue,
    CatalogueIds,
    CataloguePlan,
    ListedTool,
    asked,
    catalogue_of,
    catalogue_words,
    draw_plan,
    ids_of,
)

MOST = 5
"""Tools that an answer may name."""
FOUND = 5
"""Tools that a search shows."""
LISTED = 120
"""Tools of a catalogue that the prompt shows whole."""
LAST_RANK = 3000
"""Where a tool is that a search does not find."""


class RetrievalParams(Params):
    """The catalogue, and what is asked of it."""

    tools: Annotated[int, Field(ge=54, le=2400), Knob(54, 2400, log=True)] = 300
    """Tools in the catalogue."""
    wanted: Annotated[int, Field(ge=1, le=4), Knob(1, 4)] = 2
    """Tools that the task takes."""
    paraphrase: Annotated[float, Field(ge=0, le=1), Knob(0, 1)] = 0.5
    """Chance of each part of a wish to be said in other words than the catalogue's."""
    decoys: Annotated[int, Field(ge=0, le=8), Knob(1, 6)] = 3
    """Tools beside each wanted one that differ from it in one thing."""
    talk: Annotated[int, Field(ge=0, le=6), Knob(0, 3)] = 1
    """Sentences of a description that say nothing of what the tool does."""
    searches: Annotated[int, Field(ge=1, le=40), Knob(10, 16)] = 12
    """Searches that may be made."""


class RetrievalInstance(Model):
    """A catalogue, and wishes for which it has one tool each."""

    plan: CataloguePlan
    wishes: tuple[str, ...]
    searches: int


class Search(Tool):
    """Search the catalogue: shows the tools that have most in common with the query's words."""

    query: Annotated[str, Field(max_length=500)]
    """A few words; tools are found by the words of their descriptions alone."""


class Choose(Tool):
    """Name the tools that it takes. This is the end."""

    ids: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=50)]
    """Ids of tools, each once, in any order."""


@dataclass
class Quest:
    """What was done so far."""

    searches: int = 0
    chosen: tuple[str, ...] | None = None


class Retrieval(Family[RetrievalParams, RetrievalInstance]):
    """Find the tools that some wishes take in a large catalogue, with a search by words."""

    name = "tools.retrieval"
    version = 2
    effort = "bm25_rank"
    rubric: ClassVar[Rubric] = Rubric(gate="sufficient", sufficient=1.0, recall=0.0)
    turns = 60
    checked = 12
    tools = (Search, Choose)

    def generate(self, p: RetrievalParams, rng: np.random.Generator) -> RetrievalInstance | None:
        chance = Chance(rng)
        plan = draw_plan(chance, size=p.tools, wanted=p.wanted, decoys=p.decoys, talk=p.talk)
        wishes = tuple(asked(chance, does, p.paraphrase) for does in plan.wanted)
        return RetrievalInstance(plan=plan, wishes=wishes, searches=p.searches)

    def prompt(self, x: RetrievalInstance) -> str:
        wishes = "\n".join(f"- {wish}" for wish in x.wishes)
        listed = ""
        if x.plan.size <= LISTED:
            lines = "\n".join(map(_line, _catalogue(x).tools))
            listed = f"These are its tools:\n\n{lines}\n\n"
        return (
            f"Somebody has to\n\n{wishes}\n\nA catalogue of {x.plan.size:,} tools has exactly one "
            "tool for each of these wishes: it does this, to that, and in this manner, whatever "
            "words the catalogue has for it. Tools that differ in one of the three do not do.\n\n"
            f"{listed}`search` shows the {FOUND} tools whose descriptions have most words in "
            f"common with your query (BM25, by whole words); you may search {x.searches} times. "
            f"`choose` names at most {MOST} tools and ends the task: all that are wanted have to "
            "be among them."
        )

    def needs(self, x: RetrievalInstance) -> Needs:
        return super().needs(x).model_copy(update={"turns": x.searches + 3})

    def begin(self, x: RetrievalInstance) -> Quest:
        return Quest()

    def step(self, x: RetrievalInstance, s: Quest, action: Action | Tool) -> Turn:
        match action:
            case Search(query=query):
                s.searches += 1
                if s.searches > x.searches:
                    return Turn(f"Error: {x.searches} searches were made, and there are no more")
                found = _catalogue(x).ranked(query)[:FOUND]
                return Turn("\n".join(map(_line, found)) or "No tool has a word of it.")
            case Choose(ids=ids):
                s.chosen = tuple(one.strip() for one in ids)
                return Turn("Your choice is taken.", over=True)
        return Turn("Error: call a tool; `choose` names the tools and ends the task")

    def judge(self, x: RetrievalInstance, s: Quest) -> Verdict:
        ids = ids_of(x.plan)
        wanted = [ids.of(does) for does in x.plan.wanted]
        chosen = s.chosen or ()
        why = _amiss(ids, wanted, chosen)
        hits = 0 if why else sum(one in chosen for one in wanted)
        if not why and hits < len(wanted):
            why = f"{len(wanted) - hits} of {len(wanted)} tools that are wanted are not among them"
        return self.rubric(
            sufficient=float(hits == len(wanted)), recall=hits / len(wanted), why=why
        )

    def verify(self, x: RetrievalInstance, answer: str) -> Verdict:
        return replay(_Unsearched(), x, answer)

    def solve(self, x: RetrievalInstance) -> str:
        searches = [Action(tool="search", arguments={"query": catalogue_words(does)})
                    for does in x.plan.wanted]  # fmt: skip
        ids = [ids_of(x.plan).of(does) for does in x.plan.wanted]
        return _played(*searches[: x.searches], _choice(ids))

    def measure(self, x: RetrievalInstance) -> dict[str, float]:
        """The rank of the last wanted tool when one searches for each wish as it is said."""
        ranks = [
            _rank(_catalogue(x).ranked(wish), does)
            for wish, does in zip(x.wishes, x.plan.wanted, strict=True)
        ]
        own = {wish.count(" ") + 1 for wish in x.wishes}
        return {
            "bm25_rank": float(max(ranks)),
            "bm25_found": sum(rank <= FOUND for rank in ranks) / len(ranks),
            "tools": float(x.plan.size),
            "wanted": float(len(x.wishes)),
            "words": float(max(own)),
        }

    def canonical(self, x: RetrievalInstance) -> Any:
        return [x.plan.model_dump(mode="json"), list(x.wishes)]

    def baselines(self, x: RetrievalInstance) -> dict[str, str]:
        """Without reading: the first tools, some tools, all tools, and the prompt's words."""
        ids = [tool.id for tool in _catalogue(x).tools]
        return {
            "the first": _played(_choice(ids[:MOST])),
            "some": _played(_choice(ids[:: len(ids) // MOST][:MOST])),
            "fifty": _played(_choice(ids[:50])),
            "none": _played(_choice([])),
            "copy the prompt": _played(Action(text=self.prompt(x))),
        }

    def floor(self, p: RetrievalParams) -> float:
        """What naming any five gets."""
        least = comb(p.tools - p.wanted, MOST - p.wanted) / comb(p.tools, MOST)
        return max(0.01, least)


class _Unsearched(Retrieval):
    """Searches for nothing: what is found decides nothing."""

    name = "tools.unsearched_retrieval"

    def step(self, x: RetrievalInstance, s: Quest, action: Action | Tool) -> Turn:
        return Turn("") if isinstance(action, Search) else super().step(x, s, action)


def _catalogue(x: RetrievalInstance) -> Catalogue:
    return catalogue_of(x.plan)


def _line(tool: ListedTool) -> str:
    return f"{tool.id}: {tool.text}"


def _rank(found: list[ListedTool], does: tuple[int, int, int]) -> int:
    places = (place for place, tool in enumerate(found, 1) if tool.does == does)
    return next(places, LAST_RANK)


def _amiss(there: CatalogueIds, wanted: list[str], chosen: tuple[str, ...]) -> str:
    """What makes a choice none."""
    if not chosen:
        return "no tool was chosen"
    if len(chosen) > MOST:
        return f"{len(chosen)} tools were chosen, want at most {MOST}"
    if len(set(chosen)) < len(chosen):
        return "a tool was chosen twice"
    unknown = next((one for one in chosen if one not in wanted and one not in there), None)
    return "" if unknown is None else f"there is no tool {unknown[:40]!r}"


def _choice(ids: list[str]) -> Action:
    return Action(tool="choose", arguments={"ids": ids})


def _played(*actions: Action) -> str:
    return Transcript(actions=actions).model_dump_json()
