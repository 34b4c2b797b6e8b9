"""Tasks and tokens of the comparison, through tasksynth's public door."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from benchmarks.learning import plan
from benchmarks.learning.tokens import Tokens
from tasksynth import Task, TaskRef, make, registry
from tasksynth.curriculum.space import arms_of
from tasksynth_schemas import Mix

WARM, HELD_OUT, WORDS = 1, 2, 3
"""Seeds: of what is imitated, of what is measured on, of what the tokens are made from. A run's own
is 1000 and more."""


class Cell(NamedTuple):
    """A family at one of its levels."""

    part: str
    """`trained`, `beside` or `other`."""
    family: str
    level: int
    """From 0, the easiest."""
    params: plan.Params


def cells() -> Iterator[Cell]:
    """All that is measured; levels beside the ladder go on counting."""
    for name, rungs in plan.TRAINED.items():
        higher = plan.BESIDE.get(name, [])
        for level, params in enumerate([*rungs, *higher]):
            yield Cell("trained" if level < len(rungs) else "beside", name, level, params)
    for name, rungs in plan.OTHER.items():
        for level, params in enumerate(rungs):
            yield Cell("other", name, level, params)


def tasks(family: str, params: plan.Params, seed: int, first: int, count: int) -> list[Task]:
    """Some items of one stream."""
    (arm,) = arms_of([Mix(family=family, params=params)], seed)
    return [made(arm.ref.model_copy(update={"index": first + i})) for i in range(count)]


@lru_cache(maxsize=20_000)
def _made(key: str) -> Task:
    return make(TaskRef.model_validate_json(key))


def made(ref: TaskRef) -> Task:
    """A task; made once, since samplers of a seed share many."""
    return _made(ref.model_dump_json())


def reference(task: Task) -> str:
    """The reply that the family itself gives."""
    assert isinstance(task.ref, TaskRef)
    family = registry.get(task.ref.family)
    return family.solve(family.Instance.model_validate(task.instance))


class Words:
    """The tokens, and texts as tokens."""

    @cached_property
    def tokens(self) -> Tokens:
        """Made of prompts and replies of all cells."""
        some = [t for c in cells() for t in tasks(c.family, c.params, WORDS, 0, 60)]
        return Tokens([text for task in some for text in (task.text, reference(task))])

    @lru_cache(maxsize=100_000)  # noqa: B019 - one instance a process
    def numbers(self, text: str) -> list[int]:
        """A prompt."""
        return self.tokens.encode(text)
