"""An environment of others as a family, under the contract that all families are under."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from math import isfinite
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, create_model

from tasksynth import Family, FamilyError, Ladder, Model, Params, Rubric, UsageError, Verdict
from tasksynth.answers import after_thinking, final_answer, score_of
from tasksynth_foreign.host import Make, Score
from tasksynth_foreign.hosting import host_of
from tasksynth_foreign.kinds import Environment

ASKS = "Give your final answer between <answer> and </answer>."
ENTRIES_KEPT = 64
WARM_SEED = 0


class AdoptedItem(Model):
    """A task without its solution: whoever judges makes the entry again."""

    question: str
    seed: int
    step: int
    release: str
    """Of the environment's package."""


class AdoptedParams(Params):
    """Which of the environment's configurations."""

    step: int = 0


class Adopted(Family[AdoptedParams, AdoptedItem]):
    """An environment of others."""

    rubric = Rubric(gate="correct", correct=1.0, score=0.0)
    environment: ClassVar[Environment]
    levels: ClassVar[tuple[Mapping[str, Any], ...]]
    limit_s: ClassVar[float]
    make_limit_s: ClassVar[float]
    guessed: ClassVar[float]
    distinct: ClassVar[int | None]
    watch: ClassVar[bool]

    def generate(self, p: AdoptedParams, rng: np.random.Generator) -> AdoptedItem | None:
        """Draw one of 2^31 seeds; those from which the environment makes nothing are drawn anew."""
        seed = int(rng.integers(2**31))
        if (made := self._entry(seed, p.step)) is None:
            return None
        return AdoptedItem(
            question=made["question"],
            seed=seed,
            step=p.step,
            release=release_of(self.environment.where),
        )

    def prompt(self, x: AdoptedItem) -> str:
        """The question; where the answer goes, if the environment leaves that open."""
        return x.question if self.environment.whole else f"{x.question}\n\n{ASKS}"

    def verify(self, x: AdoptedItem, answer: str) -> Verdict:
        """The environment's own score; 1 passes, what is less is reported and not paid."""
        text: str | None = after_thinking(answer)
        if not self.environment.whole:
            text = final_answer(answer, end="\n\n", asked="tag")
        if not text:
            return self.rubric.unparsable("there is no final answer")
        sealed, made = self._same(x)["sealed"], self._make(x.seed, x.step)

        def score_one(reading: str) -> float:
            asked = Score(made, sealed, reading, self.limit_s, self.watch)
            return float(self._ask(asked)["score"])

        score = score_one(text) if self.environment.whole else score_of(text, score_one)
        if not isfinite(score):
            raise FamilyError(f"{self.name}: its verifier gave the score {score}")
        return self.rubric(correct=float(score >= 1), score=min(1.0, max(0.0, score)))

    def solve(self, x: AdoptedItem) -> str:
        """Its reference answer.

        Raises:
            FamilyError: if it gives none.
        """
        if (reference := self._same(x)["reference"]) is None:
            raise FamilyError(f"{self.name}: the environment gives no reference answer")
        return str(reference)

    def measure(self, x: AdoptedItem) -> dict[str, float]:
        """The question's length, which all environments have."""
        return {"question_chars": len(x.question)}

    def canonical(self, x: AdoptedItem) -> Any:
        """The question."""
        return x.question

    def floor(self, p: AdoptedParams) -> float:
        """As it was declared."""
        return self.guessed

    def space(self, p: AdoptedParams) -> int | None:
        """As it was declared."""
        return self.distinct

    def _same(self, x: AdoptedItem) -> dict[str, Any]:
        entry = self._entry(x.seed, x.step)
        if entry is None or entry["question"] != x.question:
            here = release_of(self.environment.where)
            raise FamilyError(
                f"{self.name}: {x.release} made this task, {here} is here and makes another one of "
                f"seed {x.seed}"
            )
        return entry

    def _entry(self, seed: int, step: int) -> dict[str, Any] | None:
        return _made(type(self), seed, step)

    def _make(self, seed: int, step: int) -> Make:
        return Make(seed, self.levels[step], self.make_limit_s)

    def _ask(self, request: Make | Score) -> dict[str, Any]:
        warm = self._make(WARM_SEED, 0)
        try:
            return host_of(self.name, self.environment, warm).ask(request)
        except FamilyError as e:
            raise FamilyError(f"{self.name}: {e}") from e


@lru_cache(maxsize=ENTRIES_KEPT)
def _made(family: type[Adopted], seed: int, step: int) -> dict[str, Any] | None:
    """What an environment made of a seed; many answers to one task are judged in a row."""
    asked = family()
    return asked._ask(asked._make(seed, step)) or None


@cache
def release_of(where: str) -> str:
    """The distribution and version of an environment, `?` where it is of none."""
    package = where.partition(":")[0].partition(".")[0]
    for name in packages_distributions().get(package, ()):
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return f"{package} ?"


def adopt(
    name: str,
    environment: Environment,
    *,
    levels: Sequence[Mapping[str, Any]] = ({},),
    floor: float = 0.05,
    distinct: int | None = None,
    limit_s: float = 10.0,
    watch: bool = True,
) -> type[Adopted]:
    """An environment as a family.

    Args:
        name: `domain.name`.
        environment: one of `tasksynth_foreign.kinds`, or anything with `make` and `score`.
        levels: its configurations, easiest first; levels go over them in equal steps.
        floor: the pass rate that guessing gets.
        distinct: how many tasks there are, where they are not drawn without end.
        limit_s: wall seconds that one verdict may take.
        watch: whether its verifier is stopped where it would run an answer as a program, write a
            file or start a process; False for one that does so on purpose.

    Raises:
        UsageError: if there are no levels, or the environment does not say where it is.
    """
    if not levels or ":" not in environment.where:
        raise UsageError(
            f"{name}: want a level or more, and an environment at 'module:attribute', got "
            f"{len(levels)} and {environment.where!r}"
        )
    step = Annotated[int, Ladder(*range(len(levels))), Field(ge=0, lt=len(levels))]
    title = "".join(word.title() for word in name.replace(".", "_").split("_"))
    members = {
        "__doc__": f"Tasks of {environment.where}.",
        "__module__": __name__,
        "name": name,
        "Params": create_model(
            f"{title}Params", __base__=AdoptedParams, __module__=__name__, step=(step, 0)
        ),
        "environment": environment,
        "levels": tuple(dict(config) for config in levels),
        "limit_s": limit_s,
        "make_limit_s": 60.0,
        "timeout_s": limit_s + 65.0,  # making the entry again, and the process itself
        "guessed": floor,
        "distinct": distinct,
        "watch": watch,
    }
    return type(f"Adopted{title}", (Adopted,), members)
