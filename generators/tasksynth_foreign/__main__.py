"""`python -m tasksynth_foreign MODULE:CLASS`: audit an environment of others as it is."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from tasksynth import TasksynthError, UsageError
from tasksynth_foreign.known import kind_of

DOMAIN = "theirs"
MODULE = """\
from tasksynth import Domain
from tasksynth_foreign.adopt import adopt
from tasksynth_foreign.known import kind_of

FAMILY = adopt({name!r}, kind_of({where!r}), levels={levels!r}, floor={floor!r})
DOMAIN = Domain({domain!r}, families={{{name!r}: FAMILY}})
"""
ENTRY = "[tasksynth.domains]\n{domain} = tasksynth_theirs:DOMAIN\n"
METADATA = "Metadata-Version: 2.1\nName: tasksynth-theirs\nVersion: 0\n"


def main(
    context: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="MODULE:CLASS", help="A class on the path, of a known style.")
    ],
    *,
    config: Annotated[
        list[str] | None,
        typer.Option(metavar="JSON", help="One of its configurations; the easiest one first."),
    ] = None,
    floor: Annotated[float, typer.Option(help="The pass rate that guessing gets.")] = 0.05,
) -> None:
    """Audit an environment without writing a package for it. Exits as `tasksynth audit` does.

    All other options are those of `tasksynth audit`.
    """
    try:
        levels = [_object(text) for text in config or ["{}"]]
        kind_of(target)
    except TasksynthError as e:
        sys.exit(f"tasksynth_foreign: {e}")
    at = [f"--level={i / max(1, len(levels) - 1):g}" for i in range(len(levels))]
    chosen = any(word.startswith(("--level", "--defaults")) for word in context.args)
    with tempfile.TemporaryDirectory() as folder:
        name = _write(Path(folder), target, levels, floor)
        words = ["audit", name, *context.args, *([] if chosen else at)]
        path = [folder, *(place or str(Path.cwd()) for place in sys.path)]
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tasksynth", *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            check=False,
        )
    sys.exit(done.returncode)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as e:
        raise UsageError(f"--config wants a JSON object, got {text!r}: {e}") from e
    if not isinstance(found, dict):
        raise UsageError(f"--config wants a JSON object, got {text!r}")
    return found


def _write(folder: Path, where: str, levels: list[dict[str, Any]], floor: float) -> str:
    """A package of one family, as its installation would leave it; returns the family's name."""
    short = re.sub(r"[^a-z0-9]+", "_", where.rpartition(":")[2].lower()).strip("_")
    name = f"{DOMAIN}.{short}"
    module = MODULE.format(name=name, where=where, levels=levels, floor=floor, domain=DOMAIN)
    (folder / "tasksynth_theirs.py").write_text(module, encoding="utf-8")
    info = folder / "tasksynth_theirs-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(METADATA, encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY.format(domain=DOMAIN), encoding="utf-8")
    return name


if __name__ == "__main__":
    app = typer.Typer(add_completion=False)
    app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(main)
    app()
