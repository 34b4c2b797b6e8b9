"""The loop that answers a dataset with the families' own solutions, or their baselines'."""

from collections.abc import Iterator
from itertools import islice

from tasksynth.engines import Engine, Failure, ahead, engine_for
from tasksynth.errors import FamilyError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.operations import REFERENCE
from tasksynth.system import has_workers
from tasksynth_schemas import Answer

CHUNK = 64


def solve(
    dataset: Dataset, *, by: str = REFERENCE, workers: int = 1, engine: Engine | None = None
) -> Iterator[Answer]:
    """An answer to every task, in the dataset's order.

    Args:
        dataset: where the tasks are.
        by: `reference` for `Family.solve`, or the name of a baseline of the families; tasks whose
            family has no such baseline are left out.
        workers: processes.
        engine: who works instead, left open.

    Raises:
        FamilyError: if a family cannot answer.
        StateError: if a task's line is damaged; names the file and the line.
    """
    keys = iter(dataset.ids())
    chunks = iter(lambda: list(islice(keys, CHUNK)), [])
    jobs = ((chunk, [(dataset.line(key), by) for key in chunk]) for chunk in chunks)
    # What may hang is killed where it can be; it is the families' own, and done here elsewhere.
    with engine_for(workers, given=engine, hostile=has_workers()) as engine:
        for chunk, results in ahead(engine, "solve", jobs):
            for key, result in zip(chunk, results, strict=True):
                if isinstance(result, Failure):
                    ref = dataset.task(key).ref
                    raise FamilyError(f"{ref} (id {key}) could not be solved: {result.why}")
                if result is not None:
                    yield Answer(task=result.task, answer=result.answer)
