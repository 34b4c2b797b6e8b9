"""The pictures that belong to tasks: rendered on demand, by workers that can be killed."""

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from tasksynth import registry
from tasksynth.errors import FamilyError, UsageError, writing
from tasksynth.family import Family
from tasksynth.pipeline.dataset import tasks_of
from tasksynth.pipeline.engines import Failure, Job, Pool
from tasksynth.pipeline.shards import IMAGES, task_files

CHUNK = 4
"""Tasks a job: rendering takes tens of milliseconds each."""


def has_images(family: str) -> bool:
    """Whether a family draws pictures for its tasks at all."""
    return type(registry.get(family)).images is not Family.images


def render(lines: Iterable[bytes], *, workers: int = 1) -> Iterator[dict[str, bytes]]:
    """The images of each dataset line's task, PNG by file name, in order; {} for none.

    Lines are read a little ahead of what was rendered.

    Raises:
        FamilyError: if a family cannot render one of its tasks within its limits.
    """
    ahead = deque[Job]()
    rows = iter(lines)
    with Pool("render", workers) as engine:
        while True:
            while len(ahead) <= 2 * workers and (chunk := list(islice(rows, CHUNK))):
                ahead.append(engine.submit(chunk))
            if not ahead:
                return
            for result in engine.wait(ahead.popleft()):
                if isinstance(result, Failure):
                    raise FamilyError(f"a task could not be rendered: {result.why}")
                yield result


def write_images(
    dataset: Path, *, workers: int = 1, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write every task's images to `DATASET/images/TASK_ID/NAME`; how many tasks have them.

    A task's folder appears in one step, and one that is there is not drawn again: a killed run
    goes on where it stopped.

    Args:
        dataset: a complete dataset folder.
        workers: processes that render.
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
    for images in render(missing(), workers=workers):
        _write(home / under_way.popleft(), images)
        done += 1
        if progress:
            progress(done, wanted)
    return wanted


def _pictured(dataset: Path) -> Iterator[tuple[str, bytes]]:
    """Id and line of every task whose family draws images."""
    for task, line in tasks_of(task_files(dataset)):
        if has_images(task.ref.family):
            yield task.id, line


def _write(folder: Path, images: dict[str, bytes]) -> None:
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    with writing(folder):
        part.mkdir()
        for name, data in images.items():
            (part / name).write_bytes(data)
        part.rename(folder)
