"""A task, its address, an answer to it, and what a verifier says of the answer."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from tasksynth_schemas.address import Address
from tasksynth_schemas.base import FAMILY_NAME, Model, canonical_json
from tasksynth_schemas.content import Content, names_of, text_of
from tasksynth_schemas.imported import ImportRef
from tasksynth_schemas.needs import PLAIN, Needs

Seed = Annotated[int, Field(ge=0, lt=2**63)]
Status = Literal["pass", "fail", "unparsable", "error"]


class TaskRef(Model):
    """Where a task lives. Equal refs make byte-equal tasks, on any machine, in any order."""

    family: Annotated[str, Field(pattern=FAMILY_NAME)]
    """`domain.name`, as `tasksynth families` lists it."""
    version: Annotated[int, Field(ge=1)]
    """The family's stream version; raised whenever a ref would yield another task."""
    params: dict[str, Any]
    """The family's parameters, every one of them, in JSON types."""
    seed: Seed
    index: Seed

    def __str__(self) -> str:
        """The short human form with all params, `sat.saturn@1?n=3&k=5&…#7:42`."""
        return str(
            Address(self.family, self.version, None, self.params, seed=self.seed, index=self.index)
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read back what `str` gives; `tasksynth.single.resolve` reads shorter forms too.

        Raises:
            ValueError: if `text` is not of that form, or names a level instead of params.
        """
        address = Address.parse(text)
        if address.bare or address.level is not None:
            raise ValueError(f"want a ref with all its params, got {text[:80]!r}")
        return cls(
            family=address.family,
            version=address.version,
            params=address.params,
            seed=address.seed,
            index=address.index,
        )

    @property
    def stream(self) -> bytes:
        """Canonical bytes of all but the index: what keys the random stream."""
        return canonical_json([self.family, self.version, self.params, self.seed])

    @property
    def id(self) -> str:
        """80 bits of hex over the whole address, params included."""
        return task_id(self.stream, self.index)


def task_id(stream: bytes, index: int) -> str:
    """The id of item `index` of a stream (see `TaskRef.stream`)."""
    return hashlib.blake2b(b"%b:%d" % (stream, index), digest_size=10).hexdigest()


def _kind(ref: Any) -> str:
    """Which of the two addresses a value is: only a file's row has a source."""
    there = "source" in ref if isinstance(ref, dict) else hasattr(ref, "source")
    return "imported" if there else "made"


AnyRef = Annotated[
    Annotated[TaskRef, Tag("made")] | Annotated[ImportRef, Tag("imported")], Discriminator(_kind)
]
"""Where a task lives: in a generator's stream, or in a row of somebody's file."""


def field_name(loc: Sequence[int | str]) -> str:
    """What a place in a `ValidationError` is called: `ref.version`.

    Which of the two addresses pydantic chose is no part of it; empty for the value as a whole.
    """
    return ".".join(str(part) for part in loc if part not in ("made", "imported"))


class Task(Model):
    """One generated (or imported) task."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")]
    """`ref.id`: short, unique, and all that an answer needs to quote."""
    ref: AnyRef
    level: Annotated[float, Field(ge=0, le=1)] | None = None
    """The level that was asked for, in [0, 1]; None when the params were given explicitly."""
    prompt: Content
    """What the policy sees: words, or parts that name media of the task."""
    needs: Annotated[Needs, Field(exclude_if=lambda needs: needs == PLAIN)] = PLAIN
    """What it takes to work on it; not written where it is one text reply to one text."""
    instance: dict[str, Any]
    """What the verifier needs. Never shown to the policy."""
    measure: dict[str, float] = {}
    """Difficulty features read from the instance or from a solver's own statistics."""

    @property
    def text(self) -> str:
        """The prompt as words; a medium in it is its name in brackets."""
        return text_of(self.prompt)

    @property
    def shows(self) -> tuple[str, ...]:
        """The media that the prompt names, in order."""
        return names_of(self.prompt)


class Answer(Model):
    """What somebody answered. Several rows may answer the same task (samples)."""

    task: str
    """The task's id, or its address in a short form: `sat.ksat@1?level=0.5#7:42`."""
    answer: str
    """The model's reply, whole or only its final answer."""
    meta: dict[str, Any] | None = None
    """Anything of the caller's own; it is copied to the verdict row."""


class Verdict(Model):
    """What a verifier says of one answer."""

    status: Status
    reward: Annotated[float, Field(ge=0, le=1)] | None
    """In [0, 1]. None exactly when status is "error": mask the sample, never train on it as a 0."""
    parts: dict[str, Annotated[float, Field(ge=0, le=1)]] = {}
    """Named partial rewards, each in [0, 1], before weighting."""
    why: str = ""
    """One line for a person: the first thing that is wrong."""

    @model_validator(mode="after")
    def _no_reward_exactly_on_error(self) -> Self:
        if (self.reward is None) != (self.status == "error"):
            raise ValueError(f"reward {self.reward} does not go with status {self.status!r}")
        return self


class VerdictRow(Verdict):
    """A verdict as `tasksynth verify` writes it, one a line."""

    task: str
    """As the answer row gave it."""
    sample: int
    """How many rows for the same task came before this one."""
    family: str | None = None
    """The task's."""
    level: float | None = None
    """The task's, if it has one."""
    meta: dict[str, Any] | None = None
