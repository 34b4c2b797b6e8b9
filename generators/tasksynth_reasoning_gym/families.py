"""One family for each dataset, under the contract that all families are under."""

from functools import cache
from typing import Any, ClassVar, Self

import numpy as np
from pydantic import Field, create_model

from tasksynth import Family, FamilyError, Model, Params, Rubric, UsageError, Verdict
from tasksynth.answers import final_answer, score_of
from tasksynth.answers.evaluated import watched
from tasksynth_reasoning_gym.entries import RELEASE, config_at, fields_of, steps_of
from tasksynth_reasoning_gym.hosted import BY_HASH, dataset

ASKS = "Give your final answer between <answer> and </answer>."


class GymItem(Model):
    """A task without its solution: whoever judges makes the entry again."""

    question: str
    item: int
    """Which of the dataset's items."""
    config: dict[str, Any]
    release: str
    """Of reasoning-gym."""


class GymParams(Params):
    """A dataset's configuration; levels are the steps of its own curriculum."""

    dataset_name: ClassVar[str]

    @classmethod
    def at(cls, level: float, **fixed: Any) -> Self:
        """The curriculum's step for a level, all attributes together."""
        if not 0 <= level <= 1:
            raise UsageError(f"a level lies in [0, 1], got {level:g}")
        steps = steps_of(cls.dataset_name)
        step = min(int(level * steps), steps - 1)
        return cls.model_validate(config_at(cls.dataset_name, step) | fixed)


class Gym(Family[GymParams, GymItem]):
    """A dataset of Reasoning Gym."""

    rubric = Rubric(gate="correct", correct=1.0, score=0.0)
    dataset_name: ClassVar[str]

    def generate(self, p: GymParams, rng: np.random.Generator) -> GymItem | None:
        """Draw one of 2^31 items; those at which reasoning-gym raises are drawn anew."""
        item = int(rng.integers(2**31))
        config = self._config(p)
        try:
            entry = dataset(self.dataset_name, config).entry(item)
        except Exception:  # noqa: BLE001 - whatever it is, it is no task
            return None
        return GymItem(
            question=entry["question"], item=item, config=p.model_dump(mode="json"), release=RELEASE
        )

    def prompt(self, x: GymItem) -> str:
        """The question, and where the answer goes."""
        return f"{x.question}\n\n{ASKS}"

    def verify(self, x: GymItem, answer: str) -> Verdict:
        """Reasoning Gym's own score; 1 passes, what is less is reported and not paid."""
        text = final_answer(answer, end="\n\n", asked="tag")
        if text is None:
            return self.rubric.unparsable("there is no final answer")
        entry = self._entry(x)
        score = score_of(text, lambda reading: self._score(x, reading, entry))
        return self.rubric(correct=float(score >= 1), score=min(1.0, max(0.0, score)))

    def solve(self, x: GymItem) -> str:
        """Its reference answer.

        Raises:
            FamilyError: if it gives none.
        """
        if (answer := self._entry(x)["answer"]) is None:
            raise FamilyError(f"{self.name}: reasoning-gym gives no reference answer here")
        return f"<answer>{answer}</answer>"

    def measure(self, x: GymItem) -> dict[str, float]:
        """The question's length, which all datasets have."""
        return {"question_chars": len(x.question)}

    def canonical(self, x: GymItem) -> Any:
        """The question."""
        return x.question

    def _entry(self, x: GymItem) -> dict[str, Any]:
        entry = dataset(self.dataset_name, self._config_of(x)).entry(x.item)
        if entry["question"] != x.question:
            raise FamilyError(
                f"{self.name}: reasoning-gym {x.release} made this task, {RELEASE} is installed "
                f"and makes another one of item {x.item}"
            )
        return entry

    def _score(self, x: GymItem, text: str, entry: dict[str, Any]) -> float:
        with watched() as watch:
            try:
                score = dataset(self.dataset_name, self._config_of(x)).score(text, entry)
            except Exception as e:
                raise FamilyError(
                    f"{self.name}: its verifier raised {type(e).__name__}: {e}"[:300]
                ) from e
        if watch.caught:
            raise FamilyError(f"{self.name}: its verifier was stopped: {watch.caught}")
        return score

    def _config_of(self, x: GymItem) -> dict[str, Any]:
        return self._config(self.Params.model_validate(x.config))

    def _config(self, p: GymParams) -> dict[str, Any]:
        return {field: getattr(p, field) for field in type(p).model_fields}


@cache
def family_of(name: str) -> type[Gym]:
    """The family of a dataset."""
    fields: dict[str, Any] = {
        field: (kind, Field(default, description=f"As reasoning-gym's {name} has it."))
        for field, (kind, default) in fields_of(name).items()
    }
    title = name.title().replace("_", "")
    params = create_model(f"{title}Params", __base__=GymParams, __module__=__name__, **fields)
    params.dataset_name = name
    members = {
        "__doc__": f"Reasoning Gym's {name.replace('_', ' ')}.",
        "__module__": __name__,
        "name": f"rg.{name}",
        "version": 2 if name in BY_HASH else 1,
        "dataset_name": name,
        "Params": params,
    }
    return type(f"Gym{title}", (Gym,), members)
