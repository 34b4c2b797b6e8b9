"""export."""

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any

import typer

from tasksynth.cli.options import (
    Check,
    Cluster,
    EngineKind,
    Json,
    Overwrite,
    PerhapsDataset,
    Workers,
    target_names,
)
from tasksynth.cli.progress import progress_on
from tasksynth.errors import UsageError

Target = Annotated[
    str | None,
    typer.Option(
        "--for",
        metavar="NAME",
        help="Who shall read it; without, they are listed.",
        autocompletion=target_names,
    ),
]
ExportPath = Annotated[
    str | None,
    typer.Option(metavar="FOLDER", help="Where it goes; its name names the package or task."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="jsonl, jsonl.zst or parquet, where the reader takes several.",
    ),
]
From = Annotated[
    list[str] | None,
    typer.Option(
        "--from",
        metavar="SOURCE",
        help="Whose replies sft, preferences and rollouts hold, in this order: work, reference, "
        "baselines, spoilt, a file of answers, or a folder of evaluate.",
    ),
]
Each = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Replies or pairs a task, at most; one, and all for rollouts, unless it is given.",
        min=1,
    ),
]
Passed = Annotated[
    Path | None,
    typer.Option(metavar="RUN", help="Only tasks that a run of evaluate passed at times."),
]
Between = Annotated[
    tuple[float, float],
    typer.Option(metavar="LOW HIGH", help="Which pass rates that means.", min=0, max=1),
]
ShardSize = Annotated[int, typer.Option(metavar="N", help="Rows a file.", min=1, max=10**9)]


def export(
    dataset: PerhapsDataset = None,
    for_: Target = None,
    out: ExportPath = None,
    format_: Format = None,
    from_: From = None,
    each: Each = None,
    passed: Passed = None,
    between: Between = (0.01, 0.99),
    shard_size: ShardSize = 10_000,
    workers: Workers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    overwrite: Overwrite = False,
    check: Check = False,
    json_: Json = False,
) -> None:
    """Write a dataset as a trainer or an evaluation harness reads it."""
    import json

    from tasksynth.export.passed import passed_between
    from tasksynth.export.run import export as run
    from tasksynth.export.targets import targets

    if for_ is None:
        for name, target in targets().items():
            typer.echo(f"{name:11} {target.summary}")
        return
    if dataset is None or out is None:
        raise UsageError("want DATASET, --for and --out")
    form: Any = format_
    if form not in (None, "jsonl", "jsonl.zst", "parquet"):
        raise UsageError(f"--format is jsonl, jsonl.zst or parquet, got {format_!r}")
    keep = None if passed is None else passed_between(passed, dataset, *between)
    with ExitStack() as stack:
        done = run(
            dataset,
            for_,
            out,
            form=form,
            sources=from_ or (),
            each=each,
            keep=keep,
            shard_size=shard_size,
            workers=workers,
            overwrite=overwrite,
            check=check,
            progress=None if json_ else progress_on(stack, "export"),
        )
    if json_:
        files = [str(path) for path in done.files]
        said = {"splits": done.splits, "files": files, "left_out": done.left_out}
        typer.echo(json.dumps(said, indent=2))
        return
    typer.echo(f"{sum(done.splits.values()):,} rows for {for_} in {out}")
    for split, rows in done.splits.items():
        typer.echo(f"  {split}: {rows:,}")
    if done.left_out:
        typer.echo(f"  left out: {done.left_out:,} tasks without such replies")
