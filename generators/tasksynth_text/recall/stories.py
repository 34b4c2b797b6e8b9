"""What a log tells and what is asked of it, whatever the mode."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tasksynth.rng import Dice
from tasksynth_schemas import Model
from tasksynth_text.recall.names import Words

Names = Sequence[str | int]
Told = tuple[str, Names]
"""A line: its kind, and the names in it."""


class Note(Model):
    """A fact of a log: its kind, and the names in it."""

    kind: str
    names: Words


class LogQuery(Model):
    """A question about a log: its kind, and the names in it."""

    kind: str
    names: Words


@dataclass
class LogStory:
    """What is told and asked, as it was drawn."""

    notes: list[Note]
    """In the order of the log."""
    queries: list[LogQuery]
    options: list[str]
    """What may be an answer."""
    others: list[list[str]]
    """Names for the filler, by what they are names of."""


@dataclass(frozen=True)
class Mode:
    """A kind of log."""

    draw: Callable[[Dice, int, int, int], LogStory]
    """A story of so many items, hops and questions."""
    filler: Callable[[np.random.Generator, Sequence[Words], Sequence[Note], int], Iterator[Told]]
    """So many lines that decide nothing, out of names for it."""
    answer: Callable[[Sequence[Note], LogQuery], str]
    """What a question's answer is, by replaying the log."""
    evidence: Callable[[Sequence[Note], LogQuery], list[int]]
    """The facts without which the answer could be another."""
