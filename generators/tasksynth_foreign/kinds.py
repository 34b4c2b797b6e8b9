"""How environments of others are asked: one small class for each style.

They run in a process of their own (see `host`), which is why nothing here imports tasksynth, and
why an environment is named by a string: whoever lists families must not import it.
"""

import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, get_args

KEPT = 10_000
"""Tasks of a taskset that never ends."""


@dataclass(frozen=True)
class Exercise:
    """A task as its own environment made it."""

    question: str
    truth: Any
    """Whatever judging takes; it leaves neither the environment's process nor its family's."""
    reference: str | None = None
    """A reply that is right, if the environment has one."""


class Environment(Protocol):
    """What it takes to be a family: to make an entry, and to score an answer to it."""

    @property
    def where(self) -> str:
        """What has to be importable, as `module:attribute`."""

    @property
    def whole(self) -> bool:
        """Whether it reads replies by itself; else it gets the final answer alone."""

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        """The entry of a seed; `random` and numpy's have been seeded. None: draw another one."""

    def score(self, entry: Exercise, answer: str) -> float:
        """1 for a right answer, less for others. What it raises is an error, not a 0."""


@cache
def loaded(where: str) -> Any:
    """What a `module:attribute` names."""
    module, _, attribute = where.partition(":")
    found = importlib.import_module(module)
    for part in filter(None, attribute.split(".")):
        found = getattr(found, part)
    return found


@dataclass(frozen=True)
class Bootcamp:
    """A class as InternBootcamp has them: case_generator, prompt_func, extract_output,
    _verify_correction. Its `verify_score`, which takes exceptions for wrong answers, is not asked.
    """

    where: str
    whole = True

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        camp = loaded(self.where)(**config)
        if (case := camp.case_generator()) is None:
            return None
        return Exercise(camp.prompt_func(case), case)

    def score(self, entry: Exercise, answer: str) -> float:
        camp = loaded(self.where)
        found = camp.extract_output(answer)
        return 0.0 if found is None else float(camp._verify_correction(found, entry.truth))


@dataclass(frozen=True)
class Rlve:
    """A class as RLVE-Gym has them: generator, prompt_generator, scorer. Its `verifier`, which
    takes exceptions for wrong answers, is not asked.
    """

    where: str
    whole = True

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        environment = loaded(self.where)()
        if not environment.generator(seed, dict(config)):
            return None
        before, after = getattr(environment, "answer_markers", ("<answer>", "</answer>"))
        right = environment.parameter.get("reference_answer")
        reference = None if right is None else f"{before}{right}{after}"
        return Exercise(environment.prompt_generator(), environment, reference)

    def score(self, entry: Exercise, answer: str) -> float:
        score = float(entry.truth.scorer(answer))
        passing = getattr(entry.truth, "passing_reward_threshold", 1.0)
        return 1.0 if score >= passing - 1e-6 else score


@dataclass(frozen=True)
class ReasoningCore:
    """A task of Reasoning Core: generate_example, score_answer."""

    where: str
    """`reasoning_core:NAME` for one of its own, or `module:Class`."""
    whole = False

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        # Its limit in tokens is off: without the network it counts words, and keeps other entries.
        entry = _core_task(self.where).generate_example(max_tokens=None, **config)
        return Exercise(str(entry.prompt), entry, f"<answer>{entry.answer}</answer>")

    def score(self, entry: Exercise, answer: str) -> float:
        return float(_core_task(self.where).score_answer(answer, entry.truth))


@cache
def _core_task(where: str) -> Any:
    module, _, name = where.partition(":")
    return loaded(module).get_task(name) if module == "reasoning_core" else loaded(where)()


@dataclass(frozen=True)
class Verifiers:
    """A taskset of verifiers 1: its tasks, and those of their rewards that want no runtime."""

    where: str
    whole = True

    def make(self, seed: int, config: Mapping[str, Any]) -> Exercise | None:
        tasks = _tasks(self.where, tuple(sorted(config.items())))
        task = tasks[seed % len(tasks)]
        right = getattr(task.data, "answer", None)
        return Exercise(task.data.prompt_text, task, None if right is None else str(right))

    def score(self, entry: Exercise, answer: str) -> float:
        import verifiers.v1 as vf

        task = entry.truth
        said = vf.AssistantMessage(content=answer)
        trace = vf.Trace(
            task=vf.TraceTask(type=type(task).__name__, data=task.data),
            agent=vf.AgentInfo(config=vf.AgentConfig(), name="answer", trainable=False),
            nodes=[
                vf.MessageNode(message=vf.UserMessage(content=task.data.prompt_text)),
                vf.MessageNode(parent=0, sampled=True, message=said),
            ],
            root_reply=answer,
        )
        asyncio.run(task.score(trace))
        if not trace.rewards:
            raise RuntimeError("none of its rewards can be had without a runtime")
        return float(trace.reward)


@cache
def _tasks(where: str, config: tuple[tuple[str, Any], ...]) -> list[Any]:
    from verifiers.v1 import TasksetConfig

    taskset = loaded(where)
    kinds = [one for base in getattr(taskset, "__orig_bases__", ()) for one in get_args(base)]
    settings = [k for k in kinds if isinstance(k, type) and issubclass(k, TasksetConfig)]
    return list(taskset((settings or [TasksetConfig])[0](**dict(config))).take(KEPT))
