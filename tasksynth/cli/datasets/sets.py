"""convert, sample, merge and diff: datasets of datasets."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Check, DatasetPath, Json, Overwrite, Workers, given, here
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.sets.choosing import Part
    from tasksynth.sets.comparing import Difference

Place = Annotated[
    str,
    typer.Option(
        metavar="PLACE",
        help="A folder; one file, if it ends with .jsonl, .jsonl.zst, .parquet or .tar; "
        "- prints lines.",
    ),
]
FormName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="Of a folder's files: jsonl, jsonl.zst, parquet, or tar for WebDataset.",
        show_default="jsonl",
    ),
]
SplitNames = Annotated[
    list[str] | None, typer.Option("--split", metavar="NAME", help="Tasks of this split alone.")
]
FileSize = Annotated[int, typer.Option(metavar="N", help="Tasks a file.", min=1, max=10**6)]
Fits = Annotated[
    list[str] | None,
    typer.Option("--family", metavar="PATTERN", help="Tasks of this family alone: 'sat.*'."),
]


class Balanced(StrEnum):
    """Of what a sample is to hold as many."""

    domain = "domain"
    family = "family"
    level = "level"


AtLevels = Annotated[
    list[float] | None, typer.Option("--level", metavar="X", help="Tasks of this level alone.")
]


def convert(
    dataset: DatasetPath,
    out: Place,
    format_: FormName = None,
    split: SplitNames = None,
    shard_size: FileSize = 10_000,
    workers: Workers = 1,
    overwrite: Overwrite = False,
    check: Check = False,
) -> None:
    """Write the same tasks in files of another form.

    Every command reads every form, and the way back gives the same lines. Parquet and tar hold the
    images that prompts show, too.
    """
    from tasksynth.sets.convert import convert as run

    made = run(
        dataset,
        out,
        form=_form(format_),
        splits=split or (),
        shard_size=shard_size,
        workers=workers,
        overwrite=overwrite,
        check=check,
    )
    _say(made, out)


def sample(
    dataset: DatasetPath,
    out: Place,
    number: Annotated[
        int | None, typer.Option("--number", "-n", metavar="N", min=1, help="How many, at random.")
    ] = None,
    each: Annotated[
        bool, typer.Option("--each", help="So many of every family and level.")
    ] = False,
    balance: Annotated[
        Balanced | None,
        typer.Option(
            metavar="domain|family|level",
            help="As many of each; without -n, as many as there are of the rarest.",
        ),
    ] = None,
    family: Fits = None,
    level: AtLevels = None,
    split: SplitNames = None,
    seed: Annotated[int, typer.Option(metavar="N", min=0, help="Of the chance.")] = 0,
    overwrite: Overwrite = False,
    check: Check = False,
) -> None:
    """Take some of a dataset's tasks: of some families, levels or splits, or at random.

    A larger sample of the same seed holds the smaller one.
    """
    from tasksynth.sets.choosing import Choice
    from tasksynth.sets.choosing import sample as run

    if each and number is None:
        raise UsageError("--each says how --number counts; say how many: -n 100")
    if each and balance is not None:
        raise UsageError("--each is --balance level with a number; leave one of them out")
    part = cast("Part | None", "level" if each else balance)
    choice = Choice(family or (), level or (), split or (), most=number, each=part, seed=seed)
    _say(run(dataset, out, choice, overwrite=overwrite, check=check), out)


def merge(
    datasets: Annotated[
        list[Path],
        typer.Argument(
            metavar="DATASET…",
            help="Dataset folders, or files of tasks.",
            parser=given,
            callback=here,
        ),
    ],
    out: Place,
    format_: FormName = None,
    shard_size: FileSize = 10_000,
    workers: Workers = 1,
    overwrite: Overwrite = False,
    check: Check = False,
) -> None:
    """Make one dataset of several, without tasks that are the same.

    Splits of one name are joined. Of tasks that are the same, at whatever addresses, the first one
    stays: none is in two splits.
    """
    from tasksynth.sets.merging import merge as run

    done = run(
        datasets,
        out,
        form=_form(format_),
        shard_size=shard_size,
        workers=workers,
        overwrite=overwrite,
        check=check,
    )
    _say(done.tasks if done.manifest is None else done.manifest, out)
    typer.echo(
        f"  left out: {done.again:,} that were there before, {done.across:,} of them in an "
        f"earlier split",
        err=out == "-",
    )


def diff(
    a: Annotated[Path, typer.Argument(metavar="A", help="A dataset.", parser=given, callback=here)],
    b: Annotated[
        Path, typer.Argument(metavar="B", help="Another one.", parser=given, callback=here)
    ],
    check: Check = False,
    json_: Json = False,
) -> None:
    """Compare two datasets, task by task; exits with 1 if they differ.

    They are the same if they hold the same tasks in the same splits, in whatever order and form.
    """
    from tasksynth.sets.comparing import diff as compared

    found = compared(a, b, check=check)
    if json_:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(found)
    if not found.equal:
        raise typer.Exit(exits.GATE)


def _form(name: str | None) -> Any:
    from tasksynth.pipeline.folders.packed import FORMS

    if name is not None and name not in FORMS:
        raise UsageError(f"--format wants one of {', '.join(FORMS)}, got {name!r}")
    return name


def _say(made: Any, out: str) -> None:
    """What was written; it goes to standard error where the tasks go to standard output."""
    splits = {} if isinstance(made, int) else made.splits
    tasks = made if isinstance(made, int) else made.tasks
    typer.echo(f"{tasks:,} tasks in {out}", err=out == "-")
    for split, count in splits.items():
        typer.echo(f"  {split}: {count:,}")


def _print(found: "Difference") -> None:
    typer.echo(f"A has {found.tasks_a:,} tasks, B {found.tasks_b:,}; {found.common:,} in both")
    for name, group in found.groups.items():
        if group.only_a or group.only_b:
            only = f"{group.only_a:,} only in A, {group.only_b:,} only in B"
            typer.echo(f"  {name}: {group.common:,} in both, {only}")
    for what, count in (
        ("are not the same in both, byte for byte", found.changed),
        ("are in another split", found.moved),
        ("of those only in B are in A, at another address", found.elsewhere),
    ):
        if count:
            typer.echo(f"  {count:,} {what}")
    for name, (left, right) in found.settings.items():
        typer.echo(f"  {name}: {left[:60]} in A, {right[:60]} in B")
    names = {"only_a": "only in A", "only_b": "only in B", "moved": "in another split"}
    for name, tasks in found.examples.items():
        typer.echo(f"  {names.get(name, name)}: {', '.join(tasks)}")
    if found.equal:
        typer.echo("the same tasks in the same splits")
