"""The two roles of servers: one keeps the ledger of a run, others work for it."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.serve.ahead import MOST
from tasksynth.serve.episodes import IDLE_S, Episodes, sweeping
from tasksynth.serve.far import FarEpisodes, FarLedger
from tasksynth.serve.judges import Judges
from tasksynth.serve.ledger import OwnLedger
from tasksynth.serve.session import Observer, Session

START_S = 60.0
"""How long the keeper may be away when a helper starts."""


@dataclass(frozen=True)
class Keeper:
    """Keeps the ledger; it makes tasks and judges, too."""

    scheduler: Scheduler
    """The run; it is closed at the end."""
    episode_idle_s: float = IDLE_S
    """Seconds after which an episode to which nothing happens is given up."""
    ahead: int = MOST
    """Tasks that are made ahead of their asking; see `tasksynth.serve.ahead`."""

    @asynccontextmanager
    async def session(
        self, workers: int, dataset: Dataset | None, observers: Iterable[Observer]
    ) -> AsyncIterator[tuple[Session, Episodes]]:
        """A session, and its episodes."""
        ledger = OwnLedger(self.scheduler)
        try:
            families = (await ledger.status()).families
            async with Judges(workers, families=families) as judges:
                session = Session(
                    ledger, judges, dataset=dataset, observers=observers, ahead=self.ahead
                )
                episodes = Episodes(session, ledger, idle_s=self.episode_idle_s)
                async with sweeping(episodes):
                    yield session, episodes
        finally:
            ledger.close()


@dataclass(frozen=True)
class Helper:
    """Makes tasks and judges, for the ledger of another server."""

    url: str
    """Of the keeper, or of another helper."""
    token: str | None = None
    """What it wants."""
    ahead: int = MOST
    """As of a keeper."""

    @asynccontextmanager
    async def session(
        self, workers: int, dataset: Dataset | None, observers: Iterable[Observer]
    ) -> AsyncIterator[tuple[Session, FarEpisodes]]:
        """A session, and where its episodes are played.

        Raises:
            StateError: if the keeper does not come within a minute, or refuses.
        """
        async with FarLedger(self.url, token=self.token, patience_s=START_S) as first:
            families = (await first.status()).families
        async with (
            FarLedger(self.url, token=self.token) as ledger,
            Judges(workers, families=families) as judges,
        ):
            session = Session(
                ledger, judges, dataset=dataset, observers=observers, ahead=self.ahead
            )
            yield session, FarEpisodes(session, ledger)


Role = Keeper | Helper
