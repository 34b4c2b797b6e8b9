"""A plan as an annotator asks for it, with its evidence and every plan that it may mean."""

from dataclasses import dataclass

from tasksynth_sql.databases.world import World
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.making.plan import (
    Aggregates,
    ChildCounts,
    Combine,
    Groups,
    Plan,
    Ranked,
    Rows,
    Totals,
    Tree,
)
from tasksynth_sql.telling.natural.figures import Figures
from tasksynth_sql.telling.natural.lists import Phrasing
from tasksynth_sql.telling.natural.traits import StiltedError


@dataclass(frozen=True)
class NaturalQuestion:
    """What is asked."""

    plan: Plan
    """What it means: the plan that it was made from, or one that leaves more open."""
    text: str
    evidence: tuple[str, ...]
    """What the question takes for granted, a line each: BIRD's evidence."""
    readings: tuple[Plan, ...]
    """Further plans that the question may mean."""


def ask(world: World, plan: Plan, dice: QueryDice) -> NaturalQuestion | None:
    """A question for a plan (see `sensible`); None where a clear one would be stilted."""
    words = Figures(world, dice)
    try:
        asked = _ask(words, plan)
    except StiltedError:
        return None
    meant = asked.instead or plan
    return NaturalQuestion(meant, asked.text, tuple(words.evidence), asked.readings)


def _ask(words: Figures, plan: Plan) -> Phrasing:
    match plan:
        case Rows():
            return words.rows(plan)
        case Aggregates():
            return words.summary(plan)
        case Groups():
            return words.groups(plan)
        case ChildCounts():
            return words.child_counts(plan)
        case Combine():
            return words.combined(plan)
        case Ranked():
            return words.ranked(plan)
        case Totals():
            return words.totals(plan)
        case Tree():
            return words.tree(plan)
