"""What a family itself can reply to a task: right, nearly right, and simply wrong."""

import random  # noqa: TID251 - of the task's id, not of a stream
from collections.abc import Sequence

from tasksynth.answers import form_of
from tasksynth.answers.shapes import core_of, spoilt
from tasksynth.capability import Explained
from tasksynth.engines import Operation
from tasksynth.errors import FamilyError
from tasksynth.pipeline.operations import REFERENCE, judge_of
from tasksynth.single import Judge

WORK = "work"
"""A worked solution, of families that give one."""
BASELINES = "baselines"
"""What the family's trivial strategies answer; each goes by its own name."""
SPOILT = "spoilt"
"""The worked solution, or the reference, with one character of its answer replaced, and with four:
nothing else tells it from the right one."""
SOURCES = (WORK, REFERENCE, SPOILT, BASELINES)
_CHARACTERS = (1, 4)


def replies_to(item: tuple[bytes, Sequence[str]]) -> list[list[tuple[str, str]]]:
    """Of each source that is asked for: who replies what to a dataset line's task."""
    line, sources = item
    judge = judge_of(line)
    return [_from(source, judge) for source in sources]


def _from(source: str, judge: Judge) -> list[tuple[str, str]]:
    family, x = judge.family, judge.instance()
    work = family.work(x) if source in (WORK, SPOILT) and isinstance(family, Explained) else None
    if source == WORK:
        return [] if work is None else [(WORK, work)]
    try:
        reference = family.solve(x)
    except FamilyError:  # of others' families some have none
        reference = None
    if source == BASELINES:
        return [(name, _like(reference, text)) for name, text in family.baselines(x).items()]
    if reference is None:
        return []
    if source == REFERENCE:
        return [(REFERENCE, reference)]
    dice = random.Random(judge.task.id)  # noqa: S311 - as above
    texts = [spoilt(work or reference, count, dice) for count in _CHARACTERS]
    return [(SPOILT, text) for text in texts if text is not None]


def _like(reference: str | None, text: str) -> str:
    """A bare answer in the form that the reference has."""
    core = None if reference is None or form_of(text) else core_of(reference)
    return reference.replace(core, text, 1) if reference and core else text


def _limit(item: tuple[bytes, Sequence[str]]) -> float:
    return judge_of(item[0]).family.generate_timeout_s


REPLIES = Operation(replies_to, _limit)
