"""serve."""

from pathlib import Path
from typing import Annotated

import typer

from tasksynth.errors import UsageError


def serve(
    recipe: Annotated[Path, typer.Argument(help="The recipe to serve, a TOML file.")],
    stdio: Annotated[bool, typer.Option("--stdio", help="Speak over stdin and stdout.")] = False,
    store: Annotated[
        Path | None, typer.Option(help="SQLite file for the journal; without, it is not kept.")
    ] = None,
    workers: Annotated[int, typer.Option(help="Processes that judge.", min=1)] = 1,
) -> None:
    """Serve a curriculum to a trainer: ask for tasks, verify answers, tell rewards.

    One JSON-RPC 2.0 object a line. Methods: ask, verify, tell, status.
    """
    if not stdio:
        raise UsageError("say how to serve: --stdio")
    from tasksynth.curriculum.scheduler import Scheduler
    from tasksynth.curriculum.store import MemoryStore, SqliteStore
    from tasksynth.pipeline.engines import Pool
    from tasksynth.pipeline.plan import read_recipe
    from tasksynth.serve.session import Session
    from tasksynth.serve.stdio import serve_stdio

    kept = MemoryStore() if store is None else SqliteStore(store)
    scheduler = Scheduler(read_recipe(recipe), kept)
    try:
        with Pool("grade", workers) as engine:
            serve_stdio(Session(scheduler, engine))
    finally:
        scheduler.close()
