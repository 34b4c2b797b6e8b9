"""Where an answer is wrong: spans of it, and what each of them costs.

Feedback in words and places, as "Text2Grad: Reinforcement Learning from Natural Language Feedback"
(Wang et al., arXiv:2505.22338) has a model write it, is here what the verifier says: the reference
is given the answer's text in one place at a time, and judged.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from tasksynth.single import Judge
from tasksynth_schemas import Model, Task

MOST = 32
"""Places that are judged: an answer that differs in more is wrong as a whole."""
LONGEST = 1000
"""Words and signs, of the answer and of the reference, that are laid beside each other."""
_PIECE = re.compile(r"\s+|[^\W\d_]+|.", re.DOTALL)


class Span(Model):
    """A place at which an answer differs from the reference, and is the worse for it."""

    start: int
    """In characters of the answer, and"""
    end: int
    """just past it; the same as `start` where something is missing."""
    wanted: str
    """What the reference has there."""
    cost: float
    """The reward that the reference loses with this place as the answer has it."""


class _Place(NamedTuple):
    start: int
    end: int
    wanted: str
    spoilt: str
    """The reference with what the answer has there."""


def mistakes(task: Task, answer: str) -> tuple[Span, ...]:
    """What is wrong with an answer, place by place, in its order; none of one that passes.

    A place that costs nothing is left out: other words around the same answer, or another choice
    where any one is right. If no place costs anything by itself, they are wrong together, and are
    one span from the first to the last.

    Raises:
        FamilyError: if the family has no reference answer, or runs out of time over it.
        UsageError: for a task that its family does not take.
    """
    judge = Judge(task)
    said = judge.grade(answer)
    if said.status in ("pass", "error"):
        return ()
    reference = judge.family.solve(judge.instance())
    full = judge.grade(reference).reward or 0.0
    places = list(_places(answer, reference))
    spans = []
    for place in places if len(places) <= MOST else []:
        reward = judge.grade(place.spoilt).reward
        if reward is not None and reward < full:
            spans.append(
                Span(start=place.start, end=place.end, wanted=place.wanted, cost=full - reward)
            )
    return tuple(spans) or (_whole(answer, reference, full - (said.reward or 0.0)),)


def _places(answer: str, reference: str) -> Iterator[_Place]:
    """Where they differ, as runs of words and signs."""
    a, b = _PIECE.findall(answer), _PIECE.findall(reference)
    if max(len(a), len(b)) > LONGEST:
        return
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what != "equal":
            start = len("".join(a[:i]))
            here, wanted = "".join(a[i:j]), "".join(b[k:m])
            spoilt = "".join(b[:k]) + here + "".join(b[m:])
            yield _Place(start, start + len(here), wanted, spoilt)


def _whole(answer: str, reference: str, cost: float) -> Span:
    """All but what both begin and end with."""
    most = min(len(answer), len(reference))
    head = next((i for i in range(most) if answer[i] != reference[i]), most)
    most -= head
    tail = next((i for i in range(most) if answer[-1 - i] != reference[-1 - i]), most)
    return Span(
        start=head,
        end=len(answer) - tail,
        wanted=reference[head : len(reference) - tail],
        cost=max(0.0, cost),
    )
