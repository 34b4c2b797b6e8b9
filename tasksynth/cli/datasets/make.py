"""generate, import and solve."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import (
    Check,
    Cluster,
    DatasetPath,
    EngineKind,
    Json,
    Levels,
    OtherSeed,
    Overwrite,
    Set,
    Workers,
    family_names,
    level_or_default,
    parse_set,
)
from tasksynth.cli.progress import progress_on
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.pipeline.folders.manifest import Manifest
    from tasksynth_schemas import Recipe

Count = Annotated[int | None, typer.Option(metavar="N", help="Tasks in all.", min=1, max=10**9)]
Measured = Annotated[
    str, typer.Option(metavar="quick|full", help="One solver run a task, or medians of several.")
]
ShardSize = Annotated[
    int | None,
    typer.Option(metavar="N", help="Tasks a file.", min=1, max=10**6, show_default="10000"),
]
Images = Annotated[
    bool, typer.Option("--images", help="Write the tasks' images too, as PNG files.")
]


def generate(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FAMILY|RECIPE",
            help="A family, or a recipe: a TOML or JSON file.",
            autocompletion=family_names,
        ),
    ],
    out: Annotated[
        str,
        typer.Option(
            metavar="FOLDER", help="Where the dataset goes, also s3://…; - prints its lines."
        ),
    ],
    level: Levels = None,
    set_: Set = None,
    count: Count = None,
    seed: OtherSeed = None,
    workers: Workers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    measure: Measured = "quick",
    shard_size: ShardSize = None,
    images: Images = False,
    overwrite: Overwrite = False,
    json_: Json = False,
) -> None:
    """Write a dataset of a family's tasks, or of a recipe.

    A run that was killed goes on where it stopped when it is run again, and ends with the same
    bytes as one that was not.
    """
    from tasksynth.pipeline.folders.output import opened
    from tasksynth.pipeline.making import generate as pipeline

    if measure not in ("quick", "full"):
        raise UsageError(f"--measure is quick or full, got {measure!r}")
    recipe = _recipe(what, level, set_, count, seed, shard_size)
    full = measure == "full"
    if images:
        _check_images(out)
    if out == "-":
        with opened(out) as sink:
            for line in pipeline.stream_lines(recipe, workers=workers, full=full):
                sink.write(line)
        return
    with ExitStack() as stack, exits.resumable():
        manifest = pipeline.generate(
            recipe,
            out,
            workers=workers,
            full=full,
            overwrite=overwrite,
            progress=None if json_ else progress_on(stack, "generate"),
        )
    if images:
        _write_images(out, workers, quiet=json_)
    typer.echo(manifest.model_dump_json(indent=2) if json_ else _summary(manifest, out))


def _check_images(out: str) -> None:
    from tasksynth.pipeline.folders.places import is_far

    if out == "-" or is_far(out):
        raise UsageError(
            "--images writes files to a folder of this machine: give it as --out. `export --for "
            "hf` and `convert` to tar hold pictures too, and go anywhere"
        )


def _write_images(out: str, workers: int, *, quiet: bool) -> None:
    from tasksynth.pipeline.folders.places import near
    from tasksynth.pipeline.making.images import write_images

    with ExitStack() as stack, exits.resumable():
        progress = None if quiet else progress_on(stack, "images")
        write_images(near(out), workers=workers, progress=progress)


def _recipe(
    what: str,
    levels: list[float] | None,
    set_: list[str] | None,
    count: int | None,
    seed: int | None,
    shard_size: int | None,
) -> "Recipe":
    from pydantic import ValidationError

    from tasksynth.curriculum.recipes import read_whole
    from tasksynth.invalid import explain
    from tasksynth_schemas import Mix, Recipe

    given = {"count": count, "seed": seed, "shard_size": shard_size}
    changed = {name: value for name, value in given.items() if value is not None}
    if what.endswith((".toml", ".json")):
        if levels or set_:
            raise UsageError("--level and --set belong to a family; a recipe has its own")
        recipe = read_whole(Path(what))
        return Recipe.model_validate(recipe.model_dump() | changed) if changed else recipe
    if count is None:
        from tasksynth import registry

        registry.get(what)  # a name that nothing has is said first
        raise UsageError("say how many tasks: --count 1000")
    params = parse_set(set_)
    default = level_or_default(None, params)
    chosen = levels or ([] if default is None else [default])
    try:
        mix = Mix(family=what, levels=tuple(chosen), params=params)
        return Recipe.model_validate({"mix": [mix], **changed})
    except ValidationError as e:
        raise UsageError(explain(e, Recipe)) from e


def _summary(manifest: "Manifest", out: str) -> str:
    lines = [f"{manifest.tasks:,} tasks in {out}"]
    for split, tasks in manifest.splits.items():
        files = sum(shard.split == split for shard in manifest.shards)
        lines.append(f"  {split}: {tasks:,} in {files} file{'s' * (files != 1)}")
    duplicates = sum(cell.duplicates for cell in manifest.cells)
    rejected = sum(cell.rejected for cell in manifest.cells)
    if manifest.cells:
        lines.append(f"  left out: {duplicates:,} duplicates, {rejected:,} rejected draws")
    return "\n".join(lines)


def import_(
    kind: Annotated[str, typer.Argument(help="An importer, for example saturn or dimacs.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.")],
    out: Annotated[str, typer.Option(metavar="FOLDER", help="Where the dataset goes.")],
    overwrite: Overwrite = False,
    json_: Json = False,
) -> None:
    """Read other people's files as tasks that verify."""
    from tasksynth.pipeline.making.importing import import_files

    manifest = import_files(kind, files, out, overwrite=overwrite)
    typer.echo(manifest.model_dump_json(indent=2) if json_ else _summary(manifest, out))


def solve(
    dataset: DatasetPath,
    by: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The families' own solution, or one of their trivial strategies."
        ),
    ] = "reference",
    out: Annotated[
        str, typer.Option(metavar="FILE", help="Where the answers go; - prints them.")
    ] = "-",
    workers: Workers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    check: Check = False,
) -> None:
    """Answer every task of a dataset with the family's own solution, as `verify` reads it."""
    from tasksynth.pipeline.folders.dataset import Dataset
    from tasksynth.pipeline.folders.output import guard, opened
    from tasksynth.pipeline.solve import solve as answers_to

    guard(out, [dataset])
    found = 0
    with Dataset.open(dataset, check=check) as source, opened(out) as sink:
        for answer in answers_to(source, by=by, workers=workers):
            sink.write(answer.model_dump_json(exclude_none=True).encode() + b"\n")
            found += 1
        if not found:
            raise UsageError(f"no family of these tasks has a strategy called {by!r}")
        left = len(source) - found
    if left:
        word = "task has" if left == 1 else "tasks have"
        typer.echo(f"left out: {left:,} {word} no strategy called {by!r}", err=True)
