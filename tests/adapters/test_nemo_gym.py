"""A contract test: what we use of NeMo Gym and FastAPI is stood in for here (nemo-gym 0.4)."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.adapters.stand_ins import AGENTS, imported, label_in_words, label_of, lamps, way


class Body(SimpleNamespace):
    """A pydantic model, as far as it matters."""

    def model_dump(self) -> dict[str, Any]:
        return vars(self)

    def model_copy(self, *, update: dict[str, Any]) -> Any:
        return Body(**vars(self) | update)


class Refusal(Exception):
    """HTTPException."""


class Base:
    def __init__(self, **fields: Any) -> None:
        vars(self).update(fields)

    @classmethod
    def __class_getitem__(cls, _item: Any) -> Any:
        return cls


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The server without its web."""
    names = ("BaseResourcesServerConfig", "BaseVerifyRequest", "SimpleResourcesServer")
    more = ("BaseSeedSessionRequest", "BaseSeedSessionResponse")
    peers: dict[str, dict[str, Any]] = {
        "nemo_gym.base_resources_server": dict.fromkeys((*names, *more), Base)
        | {"BaseVerifyResponse": Body},
        "nemo_gym.server_utils": {"SESSION_ID_KEY": "id"},
        "fastapi": {"FastAPI": object, "Request": object, "HTTPException": Refusal},
        "fastapi.responses": {"PlainTextResponse": lambda text, **_status: text},
    }
    imported(monkeypatch, "nemo_gym", peers)
    adapter = imported(monkeypatch, "episodes.nemo_gym", peers)
    server = adapter.EpisodesResourcesServer(config=SimpleNamespace(url=None, partial=False))
    server._sessions = adapter.OrderedDict()
    return server


def request(who: str, body: str = "") -> Any:
    async def read() -> bytes:
        return body.encode()

    return SimpleNamespace(session={"id": who}, body=read)


def words(text: str) -> Any:
    return SimpleNamespace(type="message", content=[SimpleNamespace(type="output_text", text=text)])


def verified(desk: Any, who: str, label: str, *output: Any) -> Any:
    body = Body(label=label, task="t", response=Body(output=list(output)))
    return asyncio.run(desk.verify(request(who), body))


def test_episodes_are_their_agents_and_end_with_their_verdicts(desk: Any) -> None:
    label = label_of("demo.lamps")
    for who in ("a", "b"):
        asyncio.run(desk.seed_session(request(who), SimpleNamespace(label=label)))
    first, second = (request("a", f'{{"lamp": {lamp}}}') for lamp in lamps(label))
    assert asyncio.run(desk.call("press", first)).startswith("Now ")
    assert asyncio.run(desk.call("press", request("b", "[}"))).startswith("Error: ")
    assert asyncio.run(desk.call("press", second)).endswith("The episode is over.")
    right, wrong = (verified(desk, who, label, words("Done.")) for who in ("a", "b"))
    assert (right.reward, right.status) == (1.0, "pass")
    assert (wrong.reward, wrong.status) == (0.0, "fail")


@pytest.mark.parametrize("family", AGENTS)
def test_agents_play_with_the_tools_of_their_tasks(desk: Any, family: str) -> None:
    label = label_in_words(family)
    asyncio.run(desk.seed_session(request("a"), SimpleNamespace(label=label)))
    for action in way(label):
        body = request("a", json.dumps(action.arguments))
        seen = asyncio.run(desk.call(action.tool, body))
        assert not seen.startswith("Error"), seen
    assert verified(desk, "a", label, words("Done.")).reward == 1.0


def test_an_episode_that_is_lost_is_no_fault_of_the_policy(desk: Any) -> None:
    found = verified(desk, "nobody", label_of("demo.lamps"), words("hello"))
    assert (found.reward, found.status, found.metrics["error"]) == (0.0, "error", 1.0)
    reply = asyncio.run(desk.call("press", request("nobody")))
    assert reply == "Error: no episode is open here"


def test_pictures_are_refused_by_the_familys_name(desk: Any) -> None:
    seed = SimpleNamespace(label=label_of("demo.walk"))
    with pytest.raises(Refusal, match=r"demo\.walk shows image, which NeMo Gym cannot carry"):
        asyncio.run(desk.seed_session(request("a"), seed))
