"""audit."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.cli import exits
from tasksynth.cli.options import Cluster, EngineKind, Json, Levels, Seed, Workers, family_names
from tasksynth.errors import UsageError, writing

DATASETS = (".jsonl", ".parquet")
"""How targets end that are files."""


class FailOn(StrEnum):
    """From what on the command fails."""

    FAULT = "fault"
    DOUBT = "doubt"
    NEVER = "never"


Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="TARGET…",
        help="Families, patterns such as 'rg.*', or datasets (.jsonl, .parquet), those that one "
        "trains on first.",
        autocompletion=family_names,
    ),
]
Outs = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Write a page (.html), data (.json), a table (.md) or a badge (.svg), too.",
    ),
]
Defaults = Annotated[
    bool, typer.Option("--defaults", help="Look at the params as they are without a level.")
]
Kept = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Reports on families, a line each (.jsonl): those that are there are not looked at "
        "again, others are added, so that a long audit goes on where it was stopped.",
    ),
]
Budget = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS",
        min=1,
        help="Wall time for each level of a family; the report says what it did not suffice for.",
    ),
]
PromptField = Annotated[
    str | None, typer.Option(metavar="NAME", help="Where a dataset has its prompts.")
]
AnswerField = Annotated[
    str | None, typer.Option(metavar="NAME", help="Where a dataset has its answers.")
]


def audit(
    targets: Targets,
    level: Levels = None,
    defaults: Defaults = False,
    tasks: Annotated[int, typer.Option(metavar="N", help="Tasks a level.", min=4, max=2000)] = 60,
    seed: Seed = 0,
    workers: Workers = 1,
    engine: EngineKind = None,
    address: Cluster = None,
    out: Outs = None,
    kept: Kept = None,
    budget: Budget = None,
    fail_on: Annotated[
        FailOn, typer.Option(metavar="WHAT", help="Exit with 1 on a fault, on a doubt, or never.")
    ] = FailOn.FAULT,
    prompt_field: PromptField = None,
    answer_field: AnswerField = None,
    json_: Json = False,
) -> None:
    """Attack verifiers and measure tasks: of families, and of datasets of others."""
    from tasksynth import registry
    from tasksynth.audit import audit as look
    from tasksynth.audit import audit_files
    from tasksynth.audit.findings import AuditReport
    from tasksynth.audit.kept import going_on
    from tasksynth.audit.page import WRITERS, as_json, table
    from tasksynth.engines import engine_for

    for path in out or ():
        if path.suffix not in WRITERS:
            raise UsageError(f"--out wants .html, .json, .md or .svg, got {path}")
    if defaults and level:
        raise UsageError("--defaults and --level exclude each other: want one of them")
    levels = (None,) if defaults else level or (0.5,)
    files = [Path(target) for target in targets if target.endswith(DATASETS)]
    patterns = [target for target in targets if not target.endswith(DATASETS)]
    names = list(dict.fromkeys(name for pattern in patterns for name in registry.match(pattern)))
    reports = audit_files(files, prompt=prompt_field, answer=answer_field)
    if names:
        with engine_for(workers) as crew:

            def seen(name: str) -> AuditReport:
                return look(
                    name, levels=levels, seed=seed, tasks=tasks, engine=crew, budget_s=budget
                )

            going = going_on(seen, kept, levels, budget_s=budget) if kept else seen
            reports += map(going, names)
    for path in out or ():
        with writing(path):
            path.write_text(WRITERS[path.suffix](reports), encoding="utf-8")
    typer.echo(as_json(reports) if json_ else table(reports))
    worst = {report.worst() for report in reports}
    if fail_on is not FailOn.NEVER and ("fault" in worst or fail_on.value in worst):
        raise typer.Exit(exits.GATE)
