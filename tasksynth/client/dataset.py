"""The tasks of a server as a PyTorch dataset, or without PyTorch as a plain iterable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tasksynth.client.stream import rows

if TYPE_CHECKING:
    Base = object
else:
    try:
        from torch.utils.data import IterableDataset as Base
    except ModuleNotFoundError:
        Base = object


class Tasks(Base):
    """Rows of a server's ledger from a place on, in order and without end, as `rows` gives them.

    It may be pickled. Workers of a `DataLoader` share the rows out by chunks; with `num_workers=0`
    they come in the order of the ledger. Iterated again, it goes on after the last row; a state
    that was saved takes it back there (`torchdata`'s StatefulDataLoader calls these two).
    """

    def __init__(
        self,
        url: str,
        *,
        start: int = 0,
        chunk: int = 8,
        token: str | None = None,
        rollouts: int | None = None,
    ) -> None:
        self.url, self.chunk, self.token, self.rollouts = url, chunk, token, rollouts
        self.position = start
        """Where the next row is."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows, without end."""
        worker, workers = _worker()
        first = self.position + worker * self.chunk
        for row in rows(self.url, first, None, self.chunk, workers, self.token, self.rollouts):
            self.position = row["position"] + 1
            yield row

    def state_dict(self) -> dict[str, int]:
        """Where it is."""
        return {"position": self.position}

    def load_state_dict(self, state: dict[str, int]) -> None:
        """Go back there."""
        self.position = state["position"]


def _worker() -> tuple[int, int]:
    """Which worker of a data loader this is, and of how many."""
    try:
        from torch.utils.data import get_worker_info
    except ModuleNotFoundError:
        return 0, 1
    info = get_worker_info()
    return (0, 1) if info is None else (info.id, info.num_workers)
