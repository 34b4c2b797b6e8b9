"""augment."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Check, Columns, Json, PerhapsDataset, Seed, Workers
from tasksynth.cli.table import tell_of

if TYPE_CHECKING:
    from tasksynth.pipeline.judging.augment import Augmentation, ChangeCheck

Transcripts = Annotated[
    str,
    typer.Option(
        "--answers",
        metavar="FILE",
        help='Rows {"task": ID, "answer": TRANSCRIPT}; - reads standard input.',
    ),
]
More = Annotated[str, typer.Option(metavar="FILE", help="Where what is kept goes; - prints it.")]
Tries = Annotated[int, typer.Option(metavar="N", help="Changes of each transcript.", min=1)]


def augment(
    dataset: PerhapsDataset = None,
    *,
    answers: Transcripts,
    out: More,
    tries: Tries = 8,
    seed: Seed = 0,
    columns: Columns = None,
    workers: Workers = 1,
    check: Check = False,
    json_: Json = False,
) -> None:
    """Make more transcripts of episodes: change those that there are, and keep what is as good.

    A few actions are left out, two exchanged, one done that was done elsewhere, another transcript
    of the task begun with. Each is played again: what is kept passes, or is worth more than what it
    was made of. Rows that name their tasks by address want no DATASET.
    """
    from tasksynth.pipeline.folders.dataset import Dataset, open_file
    from tasksynth.pipeline.folders.output import guard, opened
    from tasksynth.pipeline.judging.answers import AnswerRows, parse_map
    from tasksynth.pipeline.judging.augment import augment as run
    from tasksynth.pipeline.judging.labelled import Labelled

    guard(out, [answers] if dataset is None else [dataset, answers])
    rows = AnswerRows("stdin" if answers == "-" else answers, parse_map(columns))
    with ExitStack() as stack:
        source: Labelled | Dataset = Labelled()
        if dataset is not None:
            source = stack.enter_context(Dataset.open(dataset, check=check))
        file = None if answers == "-" else stack.enter_context(open_file(Path(answers)))
        sink = stack.enter_context(opened(out))
        given = rows.read(file or sys.stdin.buffer, source)
        found = run(source, given, tries=tries, seed=seed, out=sink, workers=workers)
    typer.echo(found.model_dump_json(indent=2) if json_ else table(found), err=out == "-")
    tell_of(rows)
    if rows.bad:
        raise typer.Exit(exits.DAMAGED)


def table(found: "Augmentation") -> str:
    """What was changed, and how much of it is as good."""
    lines = [f"{'':24}{'tried':>9}{'kept':>9}  share (95 %)"]
    groups = found.groups if len(found.groups) > 1 else {}
    named = (groups | found.changes | {"all": found.total}).items()
    lines += [_row(name, one) for name, one in named]
    lines.append(
        f"transcripts: {found.transcripts:,}   no transcript: {found.unread:,}   "
        f"errors: {found.errors:,}"
    )
    return "\n".join(lines)


def _row(name: str, one: "ChangeCheck") -> str:
    share = (
        ""
        if one.share is None
        else f"{one.share.rate:.3f} [{one.share.low:.3f}, {one.share.high:.3f}]"
    )
    return f"{name[:24]:24}{one.tried:>9,}{one.kept:>9,}  {share}"
