"""audit."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Json, Levels, Seed, Workers, family_names
from tasksynth.errors import UsageError, writing


class FailOn(StrEnum):
    """From what on the command fails."""

    FAULT = "fault"
    DOUBT = "doubt"
    NEVER = "never"


def audit(
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET…",
            help="Families, patterns such as 'rg.*', or datasets (.jsonl, .parquet), those that "
            "one trains on first.",
            autocompletion=family_names,
        ),
    ],
    level: Levels = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Look at the params as they are without a level.")
    ] = False,
    tasks: Annotated[int, typer.Option(metavar="N", help="Tasks a level.", min=4, max=2000)] = 60,
    seed: Seed = 0,
    workers: Workers = 1,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="Write a page (.html), data (.json), a table (.md) or a badge (.svg), too.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option(metavar="WHAT", help="Exit with 1 on a fault, on a doubt, or never.")
    ] = FailOn.FAULT,
    prompt_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where a dataset has its prompts.")
    ] = None,
    answer_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Where a dataset has its answers.")
    ] = None,
    json_: Json = False,
) -> None:
    """Attack verifiers and measure tasks: of families, and of datasets of others."""
    from tasksynth import registry
    from tasksynth.audit import AuditReport, audit_files
    from tasksynth.audit import audit as look
    from tasksynth.audit.page import as_json, badge, markdown, page, table
    from tasksynth.engines import engine_for

    kinds: dict[str, Callable[[Sequence[AuditReport]], str]]
    kinds = {".html": page, ".svg": badge, ".json": as_json, ".md": markdown}
    for path in out or ():
        if path.suffix not in kinds:
            raise UsageError(f"--out wants .html, .json, .md or .svg, got {path}")
    if defaults and level:
        raise UsageError("--defaults and --level exclude each other: want one of them")
    levels = (None,) if defaults else level or (0.5,)
    files = [Path(target) for target in targets if target.endswith((".jsonl", ".parquet"))]
    patterns = [target for target in targets if Path(target) not in files]
    names = list(dict.fromkeys(name for pattern in patterns for name in registry.match(pattern)))
    reports: list[AuditReport] = audit_files(files, prompt=prompt_field, answer=answer_field)
    if names:
        with engine_for(workers) as engine:
            reports += [
                look(name, levels=levels, seed=seed, tasks=tasks, engine=engine) for name in names
            ]
    for path in out or ():
        with writing(path):
            path.write_text(kinds[path.suffix](reports), encoding="utf-8")
    typer.echo(as_json(reports) if json_ else table(reports))
    worst = {report.worst() for report in reports}
    if fail_on is not FailOn.NEVER and ("fault" in worst or fail_on.value in worst):
        raise typer.Exit(exits.GATE)
