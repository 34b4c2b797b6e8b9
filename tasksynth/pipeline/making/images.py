"""The pictures that belong to tasks: rendered on demand, by workers that can be killed."""

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from tasksynth import registry
from tasksynth.capability import Pictured
from tasksynth.engines import Engine, Failure, ahead, engine_for
from tasksynth.errors import FamilyError, TasksynthError, UsageError, writing
from tasksynth.pipeline.folders.dataset import tasks_of
from tasksynth.pipeline.folders.manifest import task_files
from tasksynth.pipeline.folders.shards import IMAGES
from tasksynth.system import has_workers

CHUNK = 4
"""Tasks a job: rendering takes tens of milliseconds each."""


def render(
    lines: Iterable[bytes], *, workers: int = 1, engine: Engine | None = None
) -> Iterator[dict[str, bytes]]:
    """The media of each dataset line's task by file name, in order; {} for none.

    Lines are read a little ahead of what was rendered.

    Raises:
        FamilyError: if a family cannot render one of its tasks within its limits.
    """
    rows = iter(lines)
    chunks = iter(lambda: list(islice(rows, CHUNK)), [])
    # What may hang is killed where it can be; it is the families' own, and done here elsewhere.
    with engine_for(workers, given=engine, hostile=has_workers()) as engine:
        for _, results in ahead(engine, "render", ((None, chunk) for chunk in chunks)):
            for result in results:
                if isinstance(result, Failure | TasksynthError):
                    why = result.why if isinstance(result, Failure) else result
                    raise FamilyError(f"a task could not be rendered: {why}")
                yield result


def write_images(
    dataset: Path,
    *,
    workers: int = 1,
    engine: Engine | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write every task's images to `DATASET/images/TASK_ID/NAME`; how many tasks have them.

    A task's folder appears in one step, and one that is there is not drawn again: a killed run
    goes on where it stopped.

    Args:
        dataset: a complete dataset folder.
        workers: processes that render.
        engine: who renders instead, left open.
        progress: told how many tasks are done, and how many there are.

    Raises:
        UsageError: if the folder holds no complete dataset, or no family of it draws images.
        FamilyError: if a family cannot render one of its tasks.
    """
    home = dataset / IMAGES
    wanted = sum(1 for _ in _pictured(dataset))
    if not wanted:
        raise UsageError(f"no family of the tasks in {dataset} draws images")
    with writing(home):
        home.mkdir(exist_ok=True)
    under_way = deque[str]()

    def missing() -> Iterator[bytes]:
        for task, line in _pictured(dataset):
            if not (home / task).exists():
                under_way.append(task)
                yield line

    done = wanted - sum(1 for _ in missing())
    under_way.clear()
    for images in render(missing(), workers=workers, engine=engine):
        _write(home / under_way.popleft(), images)
        done += 1
        if progress:
            progress(done, wanted)
    return wanted


def _pictured(dataset: Path) -> Iterator[tuple[str, bytes]]:
    """Id and line of every task whose family draws images."""
    for task, line in tasks_of(task_files(dataset)):
        if isinstance(registry.get(task.ref.family), Pictured):
            yield task.id, line


def _write(folder: Path, images: dict[str, bytes]) -> None:
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with writing(folder):
        part.mkdir()
        for name, data in images.items():
            (part / name).write_bytes(data)
        part.rename(folder)
