"""The latent strategy: what the representation learns, and the extra that it may need."""

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from tasksynth import UsageError
from tasksynth.curriculum.belief import vae
from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.curriculum.strategies.latent import Latent
from tests.curriculum.helpers import recipe


def trained(**options: Any) -> Scheduler:
    """A run in which only the level decides: the top two levels are never solved."""
    scheduler = Scheduler(recipe("latent", every=64, **options))
    for _ in range(12):
        for i, ticket in enumerate(scheduler.ask(64)):
            mixed = [1.0, 0.0] * 4 if i % 4 else [1.0] * 8
            solved = [0.0] * 8 if (ticket.level or 0) > 0.5 else mixed
            scheduler.tell(ticket.id, solved)
    return scheduler


def test_neighbours_are_cells_of_like_difficulty_whatever_their_track() -> None:
    scheduler = trained()
    strategy = scheduler.strategy
    assert isinstance(strategy, Latent)
    state = strategy.load(scheduler.state().strategy)
    far = strategy._supervised(state)
    name = [arm.name for arm in scheduler.space.arms]
    easy, hard = name.index("toy.sum@0"), name.index("toy.sum@1")
    other = name.index("toy.product@0")
    assert far[easy, other] < far[easy, hard]


def test_regret_goes_to_cells_that_are_solved_now_and_then() -> None:
    tickets = trained().ask(400)
    assert np.mean([(ticket.level or 0) <= 0.5 for ticket in tickets]) > 0.85


@pytest.mark.skipif(find_spec("torch") is not None, reason="PyTorch is installed")
def test_without_pytorch_the_extra_is_named() -> None:
    with pytest.raises(UsageError, match=r"pip install 'tasksynth\[vae\]'"):
        Scheduler(recipe("latent", representation="vae"))


@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_an_autoencoder_puts_like_cells_near_each_other_and_can_be_followed() -> None:
    level = np.tile(np.linspace(0, 1, 12), 3)
    features = np.column_stack([np.repeat(np.eye(3), 12, axis=0), level])
    z = vae.embed(features)
    assert (z == vae.embed(features)).all()
    far = np.linalg.norm(z[:, None] - z, axis=2)
    same = np.repeat(np.arange(3), 12)
    own = same[:, None] == same
    assert far[own].mean() < far[~own].mean()
    assert far[0, 1] < far[0, 11]
    scheduler = trained(representation="vae")
    tickets = scheduler.ask(400)
    assert np.mean([(ticket.level or 0) <= 0.5 for ticket in tickets]) > 0.85
    again = Scheduler.open(scheduler.store)
    assert again.state().model_dump_json() == scheduler.state().model_dump_json()
