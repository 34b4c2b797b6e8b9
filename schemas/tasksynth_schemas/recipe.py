"""A recipe: what to generate, or to serve, as a TOML file says it."""

from typing import Annotated, Any, Self

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator

from tasksynth_schemas.base import FAMILY_NAME, Model
from tasksynth_schemas.task import Seed

MOST_TASKS = 10**9
"""In one dataset: their digests take up to 54 bytes each, on the disk where there are many."""
MOST_WEIGHT = 1e9

Level = Annotated[float, Field(ge=0, le=1, strict=True)]
Logits = Annotated[float, Field(ge=-30, le=30)]
Count = Annotated[int, Field(ge=1, le=MOST_TASKS, strict=True)]
Split = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Share = Annotated[float, Field(gt=0, strict=True)]


class Mix(Model):
    """One ingredient: a family at some levels, or at explicit params."""

    family: Annotated[str, Field(pattern=FAMILY_NAME)]
    levels: tuple[Level, ...] = ()
    """Difficulty levels in [0, 1]; the tasks are shared out evenly. None: explicit params."""
    difficulty: tuple[Logits, ...] = ()
    """Of each level, for the model that is to be trained, in logits: it passes with the chance
    sigmoid(-difficulty), 0 is half the time. What `tasksynth calibrate --recipe` measured; a
    strategy begins with it. Empty: not known."""
    params: dict[str, Any] = {}
    """Fixed params; with levels, they override what the level would choose."""
    weight: Annotated[float, Field(gt=0, le=MOST_WEIGHT, strict=True)] = 1.0
    """Share of the recipe's `count`, against the other weights."""
    count: Count | None = None
    """Tasks of this ingredient; given, it replaces the weight."""
    split: Split | None = None
    """The split that all of its tasks are for, one of `splits` or another: a language, a theme or a
    level that is held out. None: the tasks are shared out as `splits` says."""

    @model_validator(mode="after")
    def _every_level_is_measured_or_none(self) -> Self:
        if self.difficulty and len(self.difficulty) != len(self.levels):
            raise ValueError(
                f"difficulty wants one number for each of the {len(self.levels)} levels, "
                f"got {len(self.difficulty)}"
            )
        return self

    @model_serializer(mode="wrap")
    def _as_before(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without difficulties and a split where there are none: runs and datasets are named by the
        hash of their recipe, and those of recipes from before there were any keep their names.
        """
        told: dict[str, Any] = dump(self)
        if not self.difficulty:
            told.pop("difficulty", None)
        if self.split is None:
            told.pop("split", None)
        return told


class Wrapper(Model):
    """Something put around a strategy: prerequisites, rehearsal, hints and the like."""

    name: str
    """The name of a wrapper, as `tasksynth curriculum strategies` lists it."""
    options: dict[str, Any] = {}
    """The wrapper's own parameters."""


class Curriculum(Model):
    """How `serve` chooses the next task."""

    strategy: str = "frontier"
    """The name of a strategy, as `tasksynth curriculum strategies` lists it."""
    options: dict[str, Any] = {}
    """The strategy's own parameters."""
    wrappers: tuple[Wrapper, ...] = ()
    """Wrappers, the innermost first."""
    rollouts: Annotated[int, Field(ge=1, le=4096, strict=True)] = 8
    """Answers that a ticket asks for: the size of a group."""
    lease: Annotated[int, Field(ge=1, strict=True)] = 10_000
    """A ticket expires, unanswered, once so many newer ones have been handed out."""


class Recipe(Model):
    """Families, levels or params, weights, counts, splits and one seed."""

    seed: Annotated[Seed, Field(strict=True)] = 0
    mix: Annotated[tuple[Mix, ...], Field(min_length=1)]
    count: Count | None = None
    """Tasks in all, over the ingredients that give no count of their own."""
    splits: dict[Split, Share] = {}
    """Split name to share, `{train = 0.9, test = 0.1}`; no task is in two splits."""
    shard_size: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] = 10_000
    """Tasks a file."""
    curriculum: Curriculum = Curriculum()

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        if self.splits and abs(sum(self.splits.values()) - 1) > 1e-6:
            total = sum(self.splits.values())
            raise ValueError(f"the shares in splits must add up to 1, got {total:g}")
        return self

    @model_validator(mode="after")
    def _every_task_has_a_split_or_none(self) -> Self:
        apart = [mix for mix in self.mix if mix.split is not None]
        others = [mix for mix in self.mix if mix.split is None]
        if apart and others and not self.splits:
            raise ValueError(
                f"{apart[0].family} is for the split {apart[0].split!r} alone, and nothing says "
                f"which one {others[0].family} is for: add splits, or a split there too"
            )
        return self

    @property
    def split_names(self) -> tuple[str, ...]:
        """All splits, in the order of their files; none of a recipe that makes none."""
        named = [mix.split for mix in self.mix if mix.split is not None]
        return tuple(dict.fromkeys([*self.splits, *named]))
