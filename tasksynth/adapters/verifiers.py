"""verifiers v1 and prime-rl: a taskset of an exported folder, or of a server's curriculum."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import verifiers.v1 as vf

from tasksynth.adapters.scoring import judge, metrics_of, reward_of, server
from tasksynth.adapters.sources import folder as files
from tasksynth.adapters.sources.terms import agree
from tasksynth.single import Judge, make
from tasksynth_schemas import Label


class TasksetConfig(vf.TasksetConfig):  # type: ignore[misc]  # Any where verifiers is absent
    """`--env.taskset.split test`, `--env.taskset.url http://…`."""

    split: str = "train"
    url: str | None = None
    """A tasksynth server: its endless curriculum is read instead of the rows, and learns."""
    rollouts: int | None = None
    """The size of a group, `-r`, if the server is to keep to it."""
    partial: bool = False
    """Reward the weighted parts instead of the gate."""


class TasksynthData(vf.TaskData):  # type: ignore[misc]
    """A task as it travels to the workers that score it."""

    label: str
    family: str
    level: float | None = None
    url: str | None = None
    partial: bool = False


class TasksynthTask(vf.Task[TasksynthData]):  # type: ignore[misc]
    """One prompt, one reply, one verdict."""

    @property
    def key(self) -> str:
        """The task's id, the same in every run."""
        return str(self.data.id)

    @vf.stop  # type: ignore[untyped-decorator]
    async def answered(self, trace: vf.Trace) -> bool:
        """One turn."""
        return bool(trace.num_turns >= 1)

    @vf.reward(weight=1.0)  # type: ignore[untyped-decorator]
    async def reward(self, trace: vf.Trace) -> float:
        """The gate, or the parts. It raises for a fault of ours: that rollout has no reward."""
        data = self.data
        (verdict,) = await judge(data.url).agrade(data.label, [trace.last_reply or ""])
        trace.record_metrics(metrics_of(verdict, sorted(verdict.parts)))
        reward = reward_of(verdict, partial=data.partial)
        if reward is None:
            raise RuntimeError(f"no verdict: {verdict.why}")
        return reward

    @vf.metric  # type: ignore[untyped-decorator]
    async def level(self) -> float:
        """The task's level; -1 where it has none."""
        return -1.0 if self.data.level is None else self.data.level

    async def validate(self, runtime: vf.Runtime) -> bool:
        """The family's own answer passes, and an empty one does not."""
        task = make(Label.parse(self.data.label).ref)
        found = Judge(task)
        answers = [found.family.solve(found.instance()), ""]
        right, empty = await judge().agrade(str(Label(ref=task.ref)), answers)
        return right.status == "pass" and empty.status != "pass"


class TasksynthTaskset(vf.Taskset[TasksynthTask, TasksetConfig]):  # type: ignore[misc]
    """The rows of `folder`, or the curriculum at the config's `url`, which never ends."""

    folder: Path
    kind: ClassVar[type[TasksynthTask]] = TasksynthTask
    """What its tasks are."""

    def __init__(self, config: TasksetConfig) -> None:
        super().__init__(config)
        self.INFINITE = config.url is not None

    def load(self) -> Iterator[TasksynthTask]:
        """The tasks, in order."""
        for row in self._rows():
            data = TasksynthData(
                id=row["id"],
                name=row["id"],
                prompt=row["prompt"],
                label=row["label"],
                family=row["family"],
                level=row["level"],
                url=self.config.url,
                partial=self.config.partial,
            )
            yield self.kind(data, self.config.task)

    def _rows(self) -> Iterator[dict[str, Any]]:
        if self.config.url is None:
            yield from files.rows(self.folder, self.config.split)
            return
        url, rollouts = self.config.url, self.config.rollouts
        agree(url, "verifiers", can=(), rollouts=rollouts)
        for cursor in count():
            (served,) = server(url).ask(cursor, 1, rollouts=rollouts).tasks
            ticket = served.ticket
            yield {
                "id": ticket.id,
                "prompt": served.chat if served.media else served.text,
                "label": served.label,
                "family": ticket.ref.family,
                "level": ticket.level,
            }
