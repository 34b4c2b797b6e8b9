"""relabel."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Check, Columns, Json, PerhapsDataset, Workers
from tasksynth.cli.table import tell_of
from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.pipeline.judging.answers import AnswerRows
    from tasksynth.pipeline.judging.pairs import PairsReport
    from tasksynth.pipeline.judging.relabel import LabelCheck, Relabelling
    from tasksynth.pipeline.judging.report import Interval

LabelledPath = Annotated[
    str,
    typer.Option(
        "--answers",
        metavar="FILE",
        help='Rows {"task": ID, "answer": "…", "label": …}; - reads standard input.',
    ),
]

Pairs = Annotated[
    bool,
    typer.Option(
        "--pairs", help="Rows hold preferences, `chosen` and `rejected`, for answers and labels."
    ),
]
LabelColumn = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Where the label is; dots lead into objects.",
        show_default="label, reward, score, correct, passed or status",
    ),
]
RightFrom = Annotated[float, typer.Option(metavar="X", help="The least number that says right.")]
Mended = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="The rows with the verifier's labels; - prints them."),
]
Shown = Annotated[int, typer.Option(metavar="N", help="Flips that are told.", min=0)]
Tolerated = Annotated[
    float | None,
    typer.Option(metavar="X", help="Exit with 1 if a greater share is flipped.", min=0, max=1),
]


def relabel(
    dataset: PerhapsDataset = None,
    *,
    answers: LabelledPath,
    columns: Columns = None,
    pairs: Pairs = False,
    label: LabelColumn = None,
    right_from: RightFrom = 0.5,
    out: Mended = None,
    show: Shown = 10,
    fail_above: Tolerated = None,
    workers: Workers = 1,
    check: Check = False,
    json_: Json = False,
) -> None:
    """Hold labels of answers against the verifiers: how many are wrong, which, and right ones.

    A label is true or false, a number, or a word such as correct; transcripts are replayed, of a
    conversation the assistant's part counts. Rows that name their tasks by address want no DATASET.
    With --pairs, preferences whose rejected answer is worth more are found, and set right.
    """
    from tasksynth.pipeline.folders.dataset import Dataset, open_file
    from tasksynth.pipeline.folders.output import guard, opened
    from tasksynth.pipeline.judging.answers import AnswerRows, parse_map
    from tasksynth.pipeline.judging.chats import where_chats
    from tasksynth.pipeline.judging.labelled import Labelled
    from tasksynth.pipeline.judging.pairs import CHOSEN, hold_pairs, pairs_of
    from tasksynth.pipeline.judging.relabel import relabel as run

    if pairs and label is not None:
        raise UsageError("--label is for labels; --pairs have none")
    if out is not None:
        guard(out, [answers] if dataset is None else [dataset, answers])
    where = ({"answer": CHOSEN} if pairs else {}) | parse_map(columns)
    rows = AnswerRows("stdin" if answers == "-" else answers, where)
    with ExitStack() as stack:
        source: Labelled | Dataset = Labelled()
        if dataset is not None:
            source = stack.enter_context(Dataset.open(dataset, check=check))
        file = None if answers == "-" else stack.enter_context(open_file(Path(answers)))
        sink = None if out is None else stack.enter_context(opened(out))
        given = rows.read(file or sys.stdin.buffer, source)
        found: PairsReport | Relabelling
        if pairs:
            both = pairs_of(given, source)
            found = hold_pairs(source, both, out=sink, shown=show, workers=workers)
        else:
            found = run(
                source,
                where_chats(given, source),
                column=label,
                right_from=right_from,
                out=sink,
                shown=show,
                workers=workers,
            )
    _say(found, rows, fail_above, json_=json_, err=out == "-")


def _say(
    found: "PairsReport | Relabelling",
    rows: "AnswerRows",
    most: float | None,
    *,
    json_: bool,
    err: bool,
) -> None:
    from tasksynth.pipeline.judging.pairs import PairsReport

    if isinstance(found, PairsReport):
        wrong, told = found.total.noise, pairs_table(found, rows.name)
    else:
        wrong, told = found.total.flipped, labels_table(found, rows.name)
    typer.echo(found.model_dump_json(indent=2) if json_ else told, err=err)
    tell_of(rows)
    if rows.bad:
        raise typer.Exit(exits.DAMAGED)
    if most is not None and wrong is not None and wrong.rate > most:
        raise typer.Exit(exits.GATE)


def pairs_table(found: "PairsReport", name: str) -> str:
    """Groups, how many pairs are the wrong way round, and the first of them."""
    heads = ("pairs", "upheld", "inverted", "both right", "both wrong")
    lines = [f"{'':24}" + "".join(f"{head:>11}" for head in heads)]
    named = list(found.groups.items())
    for group, check in named if len(named) == 1 else [*named, ("all", found.total)]:
        counts = (
            *(check.pairs, check.upheld, check.inverted),
            *(check.both_right, check.both_wrong),
        )
        lines.append(f"{group[:24]:24}" + "".join(f"{count:>11,}" for count in counts))
    if found.total.noise is not None:
        lines.append(f"of pairs that are told apart {_share(found.total.noise)} are inverted")
    lines.append(f"no pair: {found.unpaired}   errors: {found.errors} (not in the rates)")
    for one in found.inverted:
        lines.append(f"{name}:{one.row}: chosen is worth {one.chosen:g}, rejected {one.rejected:g}")
        lines.append(f"  {one.task}"[:80])
        lines.append(f"  chosen {one.answer!r}" + f": {one.why}" * bool(one.why))
    return "\n".join(lines)


def labels_table(found: "Relabelling", name: str) -> str:
    """Groups, what is wrong of all labels, and the first wrong ones."""
    lines = [f"{'':24} {'labels':>7}  {'flipped (95 %)':21} {'called wrong':>12} {'right':>9}"]
    lines += [_row(group[:24], one) for group, one in found.groups.items()]
    if len(found.groups) != 1:
        lines.append(_row("all", found.total))
    total = found.total
    if total.of_right is not None:
        lines.append(f"of right answers {_share(total.of_right)} were called wrong")
    if total.of_wrong is not None:
        lines.append(f"of wrong answers {_share(total.of_wrong)} were called right")
    if total.kappa is not None:
        lines.append(f"agreement beyond chance (kappa): {total.kappa:.2f}")
    lines.append(f"no label: {found.unlabelled}   errors: {found.errors} (not in the rates)")
    if found.example:
        lines.append(f"  {found.example}")
    for one in found.flips:
        said, truth = ("wrong", "right") if one.right else ("right", "wrong")
        lines.append(f"{name}:{one.row}: called {said} ({one.given}), is {truth}")
        lines.append(f"  {one.task}"[:80])
        lines.append(f"  answer {one.answer!r}" + f": {one.why}" * bool(one.why))
    return "\n".join(lines)


def _row(name: str, one: "LabelCheck") -> str:
    wrong = one.rows - one.right
    return (
        f"{name:24} {one.rows:>7}  {_share(one.flipped):21} "
        f"{f'{one.called_wrong} of {one.right}':>12} {f'{one.called_right} of {wrong}':>9}"
    )


def _share(one: "Interval | None") -> str:
    return "" if one is None else f"{one.rate:.3f} [{one.low:.3f}, {one.high:.3f}]"
