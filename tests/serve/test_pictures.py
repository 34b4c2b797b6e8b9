"""A curriculum of pictures trains over HTTP: what a model with eyes needs arrives, and counts."""

import base64
import io
from pathlib import Path

import pytest

from tasksynth import registry, source
from tasksynth.client import Client
from tasksynth_minecraft.numeric import jit
from tasksynth_schemas.wire import Served
from tests.serve.server import Server

image = pytest.importorskip("PIL.Image")
pytest.importorskip("numba", reason="the Minecraft families want the extra 'minecraft'")

RECIPE = """
seed = 7
[[mix]]
family = "minecraft.locate"
levels = [0.0, 0.5, 1.0]
params = { form = "image" }
[curriculum]
strategy = "staged"
rollouts = 4
"""
ROLLOUTS, BATCH, STEPS = 4, 4, 10


class Seeing:
    """A vision model that answers from a chat in the OpenAI form, and learns from rewards.

    It knows as much as it has learnt, and nothing without the pictures.
    """

    def __init__(self) -> None:
        self.skill = 0.3

    def answers(self, served: Served) -> list[str]:
        (message,) = served.chat
        shown = [part["image_url"]["url"] for part in message["content"] if "image_url" in part]
        pictures = [image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) for url in shown]
        assert len(pictures) == len(served.media) > 0
        colors = [len(picture.convert("RGB").getcolors(1 << 20)) for picture in pictures]
        assert min(colors) > 1  # a mask has two
        assert max(colors) > 50
        right = max(0.0, min(1.0, 1.5 * self.skill - (served.ticket.level or 0.0)))
        known = round(right * ROLLOUTS)
        return [_solution(served)] * known + ["I see nothing."] * (ROLLOUTS - known)

    def learn(self, rewards: list[float]) -> None:
        if len(set(rewards)) > 1:  # a group that is all alike has no advantages
            self.skill += 0.04


def _solution(served: Served) -> str:
    ref = served.ticket.ref
    draw = source(ref.family, seed=ref.seed, params=ref.params).draw(ref.index)
    return registry.get(ref.family).solve(draw.instance)


@pytest.mark.slow
def test_a_model_with_eyes_climbs_the_levels(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(RECIPE)
    jit.hurry()  # and have it compiled for all workers of the server
    source("minecraft.locate", seed=7, level=0.5, params={"form": "image"}).make(0)
    model, levels, rewards = Seeing(), [], []
    with Server(path) as server, Client(server.url) as client:
        for _ in range(STEPS):
            for served in client.ask(BATCH).tasks:
                found = client.verify(served, model.answers(served))
                assert found.ack is not None
                assert found.ack.status == "ok"
                got = [verdict.reward for verdict in found.verdicts]
                assert None not in got
                model.learn([reward or 0.0 for reward in got])
                levels.append(served.ticket.level or 0.0)
                rewards.append(sum(reward or 0.0 for reward in got) / len(got))
        assert client.status().position == STEPS * BATCH
    early, late = slice(0, 12), slice(-12, None)
    assert sum(levels[late]) > sum(levels[early])
    assert sum(rewards[late]) > 6
