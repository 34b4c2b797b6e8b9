"""push."""

import json
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli.options import Json
from tasksynth.cli.progress import progress_on


def push(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `export --for hf` wrote.")],
    repository: Annotated[
        str, typer.Argument(metavar="OWNER/NAME", help="The dataset on the Hugging Face Hub.")
    ],
    private: Annotated[
        bool, typer.Option("--private", help="A new one is seen by its owner alone.")
    ] = False,
    json_: Json = False,
) -> None:
    """Upload an export to the Hugging Face Hub, as whom `hf auth login` or HF_TOKEN says.

    What was interrupted goes on when it is run again: files that are there are not sent twice.
    """
    from tasksynth.export.hub import push as run
    from tasksynth.export.hub import quiet

    quiet()
    with ExitStack() as stack:
        progress = None if json_ else progress_on(stack, "push")
        done = run(folder, repository, private=private, progress=progress)
    if json_:
        typer.echo(json.dumps(asdict(done), indent=2))
        return
    typer.echo(f"{len(done.sent) + len(done.there)} files in {done.url}")
    typer.echo(f"  {len(done.sent)} sent, {len(done.there)} were there already")
    if done.removed:
        typer.echo(f"  {len(done.removed)} of an earlier export removed")
