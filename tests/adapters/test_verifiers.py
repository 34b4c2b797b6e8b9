"""A contract test: the parts of verifiers v1 that episodes want are stood in for here (0.4)."""

import asyncio
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import pytest
from pydantic import BaseModel, TypeAdapter

from tests.adapters.stand_ins import imported, label_of, lamps

A = TypeVar("A")
B = TypeVar("B")


class Two(Generic[A, B]):
    """Generic in two types, as Toolset and Taskset are."""

    def __init__(self, data: Any = None) -> None:
        self.data = data


class One(Generic[A]):
    """So is Task, whose state may be left out."""

    def __init__(self, data: Any = None) -> None:
        self.data = data

    @classmethod
    def __class_getitem__(cls, _item: Any) -> Any:
        return cls


class Interaction:
    """A policy that says the same again and again, and its trace."""

    def __init__(self, state: Any, said: str) -> None:
        self.trace, self._said = SimpleNamespace(state=state), said
        self.turns: list[Any] = []

    async def turn(self, messages: Any = None) -> Any:
        self.turns.append(messages)
        return SimpleNamespace(terminated=len(self.turns) > 9, last_reply=self._said)

    async def __aenter__(self) -> "Interaction":
        return self

    async def __aexit__(self, *_exc: object) -> None:
        pass


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Any:
    def decorator(_fn: Any = None, **_options: Any) -> Any:
        return (lambda fn: fn) if _fn is None else _fn

    models = dict.fromkeys(("TasksetConfig", "TaskData", "ToolsetConfig", "State"), BaseModel)
    anything = dict.fromkeys(("Trace", "Runtime", "Agents"), Any)
    kinds = {"Task": One, "Taskset": Two, "Toolset": Two, "SingleAgentEnv": object}
    decorators = dict.fromkeys(("stop", "reward", "metric"), decorator)
    content = {"TextContent": SimpleNamespace, "ImageContent": SimpleNamespace}
    peers: dict[str, dict[str, Any]] = {
        "verifiers.v1": {**models, **anything, **kinds, **decorators},
        "mcp_types": content,
    }
    answers = imported(monkeypatch, "verifiers", peers)
    found = imported(monkeypatch, "episodes.verifiers", peers)
    return SimpleNamespace(**vars(found), Data=answers.TasksynthData)


def tools_of(adapter: Any, family: str) -> tuple[Any, dict[str, Any], Any]:
    """A tools' server of a task, the functions that it registers, and the task's data."""
    data = adapter.Data(label=label_of(family), family=family)
    server = adapter.EpisodeTools()
    server.state, server._with_state = adapter.EpisodeState(), lambda fn: fn
    asyncio.run(server.setup_task(data))
    functions: dict[str, Any] = {}
    add = lambda fn, name, **_more: functions.__setitem__(name, fn)  # noqa: E731
    server.register(SimpleNamespace(add_tool=add))
    return server, functions, data


def test_calls_and_words_are_actions_of_one_episode(adapter: Any) -> None:
    server, functions, data = tools_of(adapter, "demo.lamps")
    user = adapter.Player(data)
    first, second = lamps(data.label)
    assert user.act(server.state, None, "hello").text == "Press a lamp."
    (seen,) = asyncio.run(functions["press"](lamp=first))
    assert seen.text == f"Now {second}."
    asyncio.run(functions["press"](lamp=second))
    assert (server.state.over, len(server.state.actions)) == (True, 3)
    assert adapter.Player(data).verdict(server.state).status == "pass"


def test_tools_have_their_schemas_and_pictures_are_blocks(adapter: Any) -> None:
    _, functions, _ = tools_of(adapter, "demo.walk")
    assert functions.keys() == {"step", "look", "dig"}
    (parameter,) = functions["step"].__signature__.parameters.values()
    schema = TypeAdapter(parameter.annotation).json_schema()
    assert (schema["enum"], schema["description"]) == (["left", "right"], "Where to.")
    text, image = asyncio.run(functions["look"]())
    assert (text.text, image.mime_type) == ("You see ", "image/png")
    (error,) = asyncio.run(functions["step"](direction="up"))
    assert error.text.startswith("Error: step")


def test_the_family_answers_words_until_the_episode_is_over(adapter: Any) -> None:
    data = adapter.Data(label=label_of("demo.lamps"), family="demo.lamps")
    talk = Interaction(adapter.EpisodeState(), "hello")
    agents = SimpleNamespace(agent=SimpleNamespace(interaction=lambda _task: talk))
    asyncio.run(adapter.EpisodesEnv().run(SimpleNamespace(data=data), agents))
    answer = [{"role": "user", "content": "Press a lamp."}]
    assert talk.turns == [None, answer, answer, answer]
    assert talk.trace.state.over


def test_a_fault_of_ours_has_no_reward(adapter: Any) -> None:
    data = adapter.Data(label=label_of("demo.sum"), family="demo.sum")
    state = adapter.EpisodeState(actions=[(None, "raise")])
    trace = SimpleNamespace(state=state, record_metrics=lambda _numbers: None)
    with pytest.raises(RuntimeError, match="no verdict: ValueError: a fault of the family"):
        asyncio.run(adapter.EpisodeTask(data).reward(trace))
