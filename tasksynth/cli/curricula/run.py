"""serve."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from tasksynth.cli.options import MOST_WORKERS, Check
from tasksynth.errors import UsageError
from tasksynth.system import cpus, has_workers

if TYPE_CHECKING:
    from tasksynth.curriculum.journal.compaction import Compaction
    from tasksynth.curriculum.journal.store import Store
    from tasksynth.serve.clients import Clients
    from tasksynth_schemas import Recipe


Served = Annotated[
    str,
    typer.Argument(
        metavar="RECIPE|URL",
        help="What to serve: a TOML or JSON file, or the run of another server, to help it.",
    ),
]
Stdio = Annotated[bool, typer.Option("--stdio", help="Speak over stdin and stdout.")]
Http = Annotated[
    str | None,
    typer.Option(metavar="HOST:PORT", help="Speak over HTTP; port 0 takes a free one."),
]
StorePlace = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|postgresql://…",
        help="Where a recipe's journal is; without, it is not kept. Servers may share one.",
    ),
]
Keep = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Keep the newest N tickets in the journal, and what became of them.",
        show_default="all",
        min=1,
    ),
]
ArchivePath = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where events go that the journal does not keep."),
]
JudgingWorkers = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        help="Processes that judge.",
        min=1,
        max=MOST_WORKERS,
        show_default="as many as processors",
    ),
]
AheadCount = Annotated[
    int,
    typer.Option(
        metavar="N",
        help="Tasks that are made ahead of their asking, while nothing else is to be done.",
        min=0,
        max=100_000,
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="DATASET", help="A dataset, whose tasks may be verified too."),
]
IdleTime = Annotated[
    float,
    typer.Option(metavar="S", help="Seconds after which an idle episode is given up.", min=0.1),
]
TokenPath = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="With the tokens that HTTP requests may carry: TOKEN or TOKEN NAME a line.",
        show_default="TASKSYNTH_TOKEN of the environment",
    ),
]
Quota = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="Answers and tickets a second for each client's token, averaged over a minute.",
        min=0.01,
    ),
]


def serve(
    served: Served,
    stdio: Stdio = False,
    http: Http = None,
    store: StorePlace = None,
    keep: Keep = None,
    archive: ArchivePath = None,
    workers: JudgingWorkers = None,
    ahead: AheadCount = 256,
    data: Data = None,
    episode_idle: IdleTime = 3600.0,
    token_file: TokenPath = None,
    quota: Quota = None,
    check: Check = False,
) -> None:
    """Serve a curriculum to a trainer: ask for tasks, verify answers, tell rewards.

    A server of a recipe keeps its ledger. Servers of its URL make tasks and judge for it, as many
    as you like, with the same token; whichever a trainer asks, it is the same run.

    Over stdin and stdout one JSON-RPC 2.0 object a line: ask, verify, tell, task, status, and
    open, act, close for episodes of several turns. Over HTTP see /openapi.json.
    """
    if stdio == (http is not None):
        raise UsageError("say how to serve: either --stdio or --http 127.0.0.1:8321")
    if not has_workers():
        raise UsageError(
            "a server judges in processes that can be killed, which this system does not have; "
            "use Linux, macOS, or WSL on Windows"
        )
    import asyncio
    from contextlib import nullcontext

    from tasksynth.curriculum.scheduler import Scheduler
    from tasksynth.pipeline.folders.dataset import Dataset
    from tasksynth.pipeline.folders.output import guard
    from tasksynth.serve.roles import Helper, Keeper, Role
    from tasksynth.serve.run import run_http, run_stdio

    helps = "://" in served
    if helps and store is not None:
        raise UsageError(f"the journal is kept by the server at {served}: leave --store out")
    if store is not None and "://" not in store:
        guard(store, [path for path in (Path(served), data, token_file) if path is not None])
    compaction = _compaction(keep, archive, helps=helps)
    clients = _clients(token_file, quota)
    wanted = None if helps else _recipe(Path(served))
    count = workers or cpus()
    with nullcontext() if data is None else Dataset.open(data, check=check) as dataset:
        role: Role
        if wanted is None:
            role = Helper(_url(served), clients.token, ahead)
        else:
            run = Scheduler(wanted, _store(store), compaction=compaction)
            role = Keeper(run, episode_idle, ahead)
        if http is None:
            if asyncio.run(run_stdio(role, count, dataset)):
                raise KeyboardInterrupt
        else:
            run_http(role, count, dataset, address=http, clients=clients)


def _recipe(file: Path) -> "Recipe":
    """The recipe; what is wrong with it is said before there is a store."""
    from tasksynth.curriculum.recipes import read_whole
    from tasksynth.curriculum.scheduler import Scheduler

    wanted = read_whole(file)
    Scheduler(wanted)
    return wanted


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # no port is that large
        good = False
    if not good:
        raise UsageError(f"want a server's URL, such as http://127.0.0.1:8321, got {text!r}")
    return text


def _store(where: str | None) -> "Store":
    from tasksynth.curriculum.journal.store import MemoryStore, SqliteStore

    if where is None:
        return MemoryStore()
    if where.startswith(("postgresql://", "postgres://")):
        from tasksynth.curriculum.journal.postgres import PostgresStore

        return PostgresStore(where, wait_s=WAIT_S)
    return SqliteStore(Path(where), wait_s=WAIT_S)


def _compaction(keep: int | None, archive: Path | None, *, helps: bool) -> "Compaction | None":
    from tasksynth.curriculum.journal.compaction import Compaction

    if keep is None and archive is None:
        return None
    if helps:
        raise UsageError("the journal is another server's: leave --keep and --archive out")
    if keep is None:
        raise UsageError("--archive is for what --keep N leaves out of the journal; say N")
    return Compaction(keep, archive)


WAIT_S = 5.0
"""Seconds that a request waits for a store that somebody else holds."""


def _clients(file: Path | None, quota: float | None) -> "Clients":
    from tasksynth.serve.clients import Clients

    if file is None:
        return Clients.read(os.environ.get("TASKSYNTH_TOKEN", ""), quota)
    try:
        clients = Clients.read(file.read_text(encoding="utf-8"), quota)
    except OSError as e:
        raise UsageError(f"cannot read the token from {file}: {e.strerror}") from e
    if not clients.tokens:
        raise UsageError(f"{file} is empty: put the token into it")
    return clients
