"""The loop that answers a dataset with the families' own solutions, or their baselines'."""

from collections import deque
from collections.abc import Iterator
from itertools import islice

from tasksynth.errors import FamilyError
from tasksynth.pipeline.dataset import Dataset
from tasksynth.pipeline.engines import Failure, Job, Pool
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
        StateError: if a task's line is damaged; names the file and the line.
    """
    keys = iter(dataset.ids())
    ahead = deque[tuple[list[str], Job]]()
    with Pool("solve", workers) as engine:
        while True:
            while len(ahead) <= 2 * workers and (chunk := list(islice(keys, CHUNK))):
                items = [(dataset.line(key), by) for key in chunk]
                ahead.append((chunk, engine.submit(items)))
            if not ahead:
                return
            chunk, job = ahead.popleft()
            for key, result in zip(chunk, engine.wait(job), strict=True):
                if isinstance(result, Failure):
                    ref = dataset.task(key).ref
                    raise FamilyError(f"{ref} (id {key}) could not be solved: {result.why}")
                if result is not None:
                    yield Answer(task=result.task, answer=result.answer)
