"""The loop that answers a dataset with the families' own solutions, or their baselines'."""

from collections import deque
from collections.abc import Iterator
from itertools import islice

from tasksynth.errors import FamilyError
from tasksynth.pipeline.engines import Failure, Job, Pool
from tasksynth.pipeline.verify import Dataset
from tasksynth.pipeline.worker import REFERENCE
from tasksynth_schemas import Answer

CHUNK = 64


def solve(dataset: Dataset, *, by: str = REFERENCE, workers: int = 1) -> Iterator[Answer]:
    """An answer to every task, in the dataset's order.

    Args:
        dataset: where the tasks are.
        by: `reference` for `Family.solve`, or the name of a baseline of the families; tasks whose
            family has no such baseline are left out.
        workers: processes.

    Raises:
        FamilyError: if a family cannot answer.
    """
    keys = iter(dataset.ids())
    ahead = deque[Job]()
    with Pool("solve", workers) as engine:
        while True:
            while len(ahead) <= 2 * workers and (chunk := list(islice(keys, CHUNK))):
                ahead.append(engine.submit([(dataset.line(key), by) for key in chunk]))
            if not ahead:
                return
            for result in engine.wait(ahead.popleft()):
                if isinstance(result, Failure):
                    raise FamilyError(f"a task could not be solved: {result.why}")
                if result is not None:
                    yield Answer(task=result.task, answer=result.answer)
