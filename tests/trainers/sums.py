"""A taskset as a user of verifiers writes one."""

from collections.abc import Iterator

import verifiers.v1 as vf


class SumData(vf.TaskData):  # type: ignore[misc]  # Any where verifiers is absent
    answer: str


class SumConfig(vf.TasksetConfig):  # type: ignore[misc]
    terms: int = 2


class SumTask(vf.Task[SumData]):  # type: ignore[misc]
    @vf.reward(weight=0.75)  # type: ignore[untyped-decorator]
    async def right(self, trace: vf.Trace) -> float:
        return float(int(trace.last_reply) == int(self.data.answer))

    @vf.reward(weight=0.25)  # type: ignore[untyped-decorator]
    async def short(self, trace: vf.Trace) -> float:
        return float(len(trace.assistant_messages[-1].content) < 10)


class SumSet(vf.Taskset[SumTask, SumConfig]):  # type: ignore[misc]
    def load(self) -> Iterator[SumTask]:
        for i in range(40):
            numbers = [(i * k * 7919) % 1000 for k in range(1, self.config.terms + 1)]
            yield SumTask(SumData(prompt=f"Add {numbers}.", answer=str(sum(numbers))))
