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

from benchmarks.race.kinds import LearnerKind
from benchmarks.race.learners import LEVELS, Learners
from benchmarks.race.run import SPACE, Chosen, Heat, Training, drive
from tasksynth.curriculum.arrays import Float, Int
from tasksynth.curriculum.strategy import PROBE, TRAIN, Batch
from tasksynth.errors import UsageError

NAMES = (
    "syllabus-sequential",
    "syllabus-online-lp",
    "syllabus-lp",
    "syllabus-sfl",
)
PROBING = ("syllabus-lp", "syllabus-sfl")
"""Those that evaluate all cells now and then."""
PROBE_EVERY = 20
"""Steps between evaluations, which cost rollouts."""


def installed() -> bool:
    """True if Syllabus can be imported here."""
    return find_spec("syllabus") is not None


class Syllabus:
    """One of Syllabus's curricula for each learner."""

    def __init__(self, name: str, seeds: list[int], course: Training) -> None:
        self.course, self.probing = course, name in PROBING
        self.rates = [np.zeros(len(SPACE)) for _ in seeds]
        episodes = course.groups * course.rollouts
        self.curricula = [make(name, len(SPACE), episodes=episodes, rates=r) for r in self.rates]
        self.left: list[int] = []
        np.random.seed(seeds[0])  # noqa: NPY002, TID251 - Syllabus draws from numpy's global state

    def ask(self, step: int) -> Chosen:
        """A batch; or, for those that evaluate, every cell once as probes, over several steps."""
        count, n = len(self.curricula), self.course.groups
        if self.probing and step % PROBE_EVERY == 0:
            self.left = list(range(len(SPACE)))
        if self.left:
            cells, self.left = self.left[:n], self.left[n:]
            arm = np.tile(np.array((cells * n)[:n]), (count, 1))
            purpose = np.full(arm.shape, PROBE)
        else:
            arm = np.array([sample(curriculum, n) for curriculum in self.curricula])
            purpose = np.full(arm.shape, TRAIN)
        item = np.arange(arm.size).reshape(arm.shape) + step * arm.size
        return Chosen(arm, item, purpose, np.zeros(arm.shape))

    def tell(self, seed: int, batch: Batch, lost: Int) -> None:
        """Each rollout is an episode; probes update the evaluation."""
        curriculum = self.curricula[seed]
        with np.errstate(all="ignore"), redirect_stdout(StringIO()):
            if (batch.purpose == PROBE).any():
                self.rates[seed][batch.arm] = batch.rate
                if not self.left:
                    curriculum.eval_and_update(1)
                return
            for arm, k in zip(batch.arm.tolist(), batch.solved.tolist(), strict=True):
                for j in range(self.course.rollouts):
                    reward = float(j < k)
                    curriculum.update_task_progress(arm, reward)
                    curriculum.update_on_episode(reward, 1, arm, reward)


def sample(curriculum: Any, n: int) -> list[int]:
    """Draw n cells as the curriculum does.

    Its base class compares its distribution with an empty list, which numpy 1.25 and later refuse,
    so the draw from the distribution is made here; a sequential one has a `sample` of its own.
    """
    with np.errstate(all="ignore"), redirect_stdout(StringIO()):
        if type(curriculum).__name__ == "SequentialCurriculum":
            return [int(cell) for cell in curriculum.sample(k=n)]
        p = np.asarray(curriculum._sample_distribution(), dtype=np.float64)
        p = p / p.sum() if p.size else np.full(curriculum.num_tasks, 1 / curriculum.num_tasks)
        chosen = np.random.choice(len(p), size=n, p=p)  # noqa: NPY002 - as Syllabus does
        return [int(cell) for cell in chosen]


def make(name: str, cells: int, *, episodes: int, rates: Float | None = None) -> Any:
    """One of Syllabus's curricula; `rates` is where its evaluations read success from.

    Raises:
        UsageError: if Syllabus is not installed.
    """
    if not installed():
        raise UsageError(
            "Syllabus is not installed here: pip install Syllabus-RL matplotlib scipy torch"
        )
    known = np.zeros(cells) if rates is None else rates

    def evaluate(_episodes: int, **_: Any) -> tuple[None, Any, Any, None]:
        if name == "syllabus-lp":
            from torch import tensor

            return None, tensor(known), tensor(known), None
        return None, known, known, None

    with np.errstate(all="ignore"), redirect_stdout(StringIO()):
        import syllabus.curricula as curricula
        from syllabus.task_space import DiscreteTaskSpace

        tasks = DiscreteTaskSpace(cells)
        evaluator = SimpleNamespace(
            evaluate_agent=evaluate, eval_curriculum=SimpleNamespace(send_task=lambda _: None)
        )
        if name == "syllabus-sequential":
            stages = [list(range(level, cells, LEVELS)) for level in range(LEVELS)]
            stop = [f"episode_return>=0.75&episodes>={4 * episodes}"]
            made = curricula.SequentialCurriculum(stages, stop * (LEVELS - 1), tasks)
        elif name == "syllabus-online-lp":
            made = curricula.OnlineLearningProgress(tasks, update_interval=episodes)
        elif name == "syllabus-lp":
            made = curricula.LearningProgress(evaluator, tasks)
        else:
            made = curricula.Learnability(evaluator, tasks, topk=16, learnable_prob=1.0)
    np.seterr(all="warn")  # importing Syllabus sets it to raise
    return made


def heat(name: str, kind: LearnerKind, seeds: list[int], course: Training) -> Heat:
    """Train a learner for each seed under one of Syllabus's curricula."""
    learners = Learners(kind, seeds)
    return drive(learners, Syllabus(name, seeds, course), course)
