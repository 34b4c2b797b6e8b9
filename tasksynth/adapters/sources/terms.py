"""What a run's tickets ask of a trainer, against what an adapter can do: said before it begins."""

import warnings
from collections.abc import Collection

from tasksynth.adapters.remote import Where
from tasksynth.adapters.scoring import server
from tasksynth.errors import UsageError
from tasksynth_schemas.wire import Term

_NEGLECTED = {
    "weight": "the groups of all tickets will count alike, whatever weights the curriculum gives",
    "probe": "tickets that are only to measure (purpose `probe`) will be trained on as well",
}
"""Terms without which a run is as good as it says, only less so than it could be."""


def agree(where: Where, trainer: str, *, can: Collection[Term], rollouts: int | None) -> None:
    """Refuse a run that the trainer would falsify; warn of what it will not do.

    Args:
        where: the server.
        trainer: its name, for the message.
        can: what its adapter does as tickets ask.
        rollouts: the size of its groups, which the server keeps to; None if nobody said.

    Raises:
        UsageError: if tickets ask for groups of changing sizes, and get none.
    """
    terms: set[Term] = set(server(where).status().terms) - set(can)
    if "rollouts" in terms and rollouts is None:
        raise UsageError(
            f"this run's tickets ask for groups of changing sizes, and {trainer} has one size: "
            "say which (see docs/trainers.md), or take the wrapper `advice` out"
        )
    for term, loss in _NEGLECTED.items():
        if term in terms:
            warnings.warn(f"{trainer} cannot do what tickets ask: {loss}", stacklevel=3)
