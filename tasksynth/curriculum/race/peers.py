"""Syllabus's own classes in the same race, where Syllabus is installed.

Syllabus (RyanNavillus/Syllabus 0.7) is in-process and fed by episode; each rollout is one of its
episodes. It prints to stdout, uses numpy's global random state and sets numpy to raise on underflow
when it is imported, all of which is contained here.
"""

from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from types import SimpleNamespace
from typing import Any

import numpy as np

from tasksynth.curriculum.arrays import Float, Int
from tasksynth.curriculum.race.learners import LEVELS, TRACKS, Kind, Learners
from tasksynth.curriculum.race.run import SPACE, Chosen, Course, Heat, drive
from tasksynth.curriculum.strategy import PROBE, TRAIN, Batch
from tasksynth.errors import UsageError

NAMES = (
    "syllabus-sequential",
    "syllabus-online-lp",
    "syllabus-lp",
    "syllabus-sfl",
)
PROBE_EVERY = 20
"""Steps between evaluations of all cells, for the classes that evaluate; they cost rollouts."""


def installed() -> bool:
    """True if Syllabus can be imported here."""
    return find_spec("syllabus") is not None


class Syllabus:
    """One of Syllabus's curricula for each learner."""

    def __init__(self, name: str, seeds: list[int], course: Course) -> None:
        if not installed():
            raise UsageError("Syllabus is not installed here: pip install Syllabus-RL")
        self.name, self.course = name, course
        self.probing = name in ("syllabus-lp", "syllabus-sfl")
        with np.errstate(all="ignore"), redirect_stdout(StringIO()):
            import syllabus.curricula as curricula
            from syllabus.task_space import DiscreteTaskSpace

            self.rates = [np.zeros(len(SPACE)) for _ in seeds]
            tasks = [DiscreteTaskSpace(len(SPACE)) for _ in seeds]
            self.curricula = [
                _make(name, curricula, task, rate, course)
                for task, rate in zip(tasks, self.rates, strict=True)
            ]
        np.seterr(all="warn")
        np.random.seed(seeds[0])  # noqa: NPY002, TID251 - Syllabus draws from numpy's global state

    def ask(self, step: int) -> Chosen:
        """A batch, or (for those that evaluate) every cell once, as probes."""
        count = len(self.curricula)
        probe = self.probing and step % PROBE_EVERY == 0
        if probe:
            # A full evaluation takes as many groups as there are cells; it is spread over as many
            # steps as that costs, so that all entrants have the same budget.
            self.left = list(range(len(SPACE)))
        if self.probing and self.left:
            cells, self.left = self.left[: self.course.groups], self.left[self.course.groups :]
            cells = (cells * self.course.groups)[: self.course.groups]
            arm = np.tile(np.array(cells), (count, 1))
            purpose = np.full(arm.shape, PROBE)
        else:
            with np.errstate(all="ignore"), redirect_stdout(StringIO()):
                rows = [list(map(int, c.sample(k=self.course.groups))) for c in self.curricula]
            arm = np.array(rows)
            purpose = np.full(arm.shape, TRAIN)
        item = np.arange(arm.size).reshape(arm.shape) + step * arm.size
        return Chosen(arm, item, purpose, np.zeros(arm.shape))

    def tell(self, seed: int, batch: Batch, lost: Int) -> None:
        """Each rollout is an episode; probes update the evaluation."""
        curriculum = self.curricula[seed]
        probes = batch.purpose == PROBE
        with np.errstate(all="ignore"), redirect_stdout(StringIO()):
            if probes.any():
                self.rates[seed][batch.arm[probes]] = batch.rate[probes]
                if not self.left:
                    curriculum.eval_and_update(1)
                return
            for arm, k in zip(batch.arm.tolist(), batch.solved.tolist(), strict=True):
                for j in range(self.course.rollouts):
                    reward = float(j < k)
                    curriculum.update_task_progress(arm, reward)
                    curriculum.update_on_episode(reward, 1, arm, reward)


def _make(name: str, curricula: Any, tasks: Any, rates: Float, course: Course) -> Any:
    def evaluate(_episodes: int, **_: Any) -> tuple[None, Any, Any, None]:
        if name == "syllabus-lp":
            from torch import tensor

            return None, tensor(rates), tensor(rates), None
        return None, rates, rates, None

    evaluator = SimpleNamespace(
        evaluate_agent=evaluate, eval_curriculum=SimpleNamespace(send_task=lambda _: None)
    )
    if name == "syllabus-sequential":
        stages = [[f * LEVELS + level for f in range(TRACKS)] for level in range(LEVELS)]
        stop = [f"episode_return>=0.75&episodes>={course.groups * course.rollouts * 4}"]
        return curricula.SequentialCurriculum(stages, stop * (LEVELS - 1), tasks)
    if name == "syllabus-online-lp":
        interval = course.groups * course.rollouts
        return curricula.OnlineLearningProgress(tasks, update_interval=interval)
    if name == "syllabus-lp":
        return curricula.LearningProgress(evaluator, tasks)
    return curricula.Learnability(evaluator, tasks, topk=16, learnable_prob=1.0)


def heat(name: str, kind: Kind, seeds: list[int], course: Course) -> Heat:
    """Train a learner for each seed under one of Syllabus's curricula."""
    learners = Learners(kind, seeds)
    return drive(learners, Syllabus(name, seeds, course), course)
