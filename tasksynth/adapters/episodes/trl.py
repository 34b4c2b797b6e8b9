"""TRL: episodes as the environments of GRPO (`environment_factory`).

    args = GRPOConfig(..., shuffle_dataset=False, max_steps=500, num_generations=8)
    trainer = GRPOTrainer(
        ..., args=args, train_dataset=dataset(URL, args), reward_funcs=reward(),
        environment_factory=environments(URL, "demo.walk"),
    )

A family is an environment, and its tools are the methods. Every rank reads the ledger itself, at
the same cursors, so that a group is one task; each of its rollouts opens an episode of its own.
"""

import base64
import functools
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import Parameter, Signature
from typing import Any, Literal

from tasksynth import registry
from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.adapters.episodes.words import CALL, differ, strange, told
from tasksynth.adapters.remote import Where
from tasksynth.adapters.trl import Reward, check, rewards_of, stream
from tasksynth.errors import UsageError
from tasksynth_schemas import ToolSpec

KINDS = {"string": str, "integer": int, "number": float, "boolean": bool, "object": dict}
SAY = ToolSpec(
    name="say",
    description="Say something to the environment.",
    parameters={
        "type": "object",
        "properties": {"text": {"type": "string", "description": "What to say."}},
        "required": ["text"],
    },
)
"""The tool of families with turns and no tools: TRL ends a rollout at the first bare words."""


def dataset(where: Where, args: Any, *, start: int = 0) -> Any:
    """The `IterableDataset` of a server's curriculum; see `tasksynth.adapters.trl.dataset`."""
    from datasets import IterableDataset

    check(where, args)
    options = {"where": where, "start": start, "rollouts": args.num_generations}
    return IterableDataset.from_generator(rows, gen_kwargs=options)


def rows(where: Where, start: int, rollouts: int) -> Iterator[dict[str, Any]]:
    """The rows, each with its `environment`. `datasets` pickles this function."""
    for row in stream(where, True, start, rollouts):  # noqa: FBT003 - as datasets calls it
        (message,) = row["prompt"]
        if isinstance(message["content"], list):
            message = {**message, "content": [_opened(part) for part in message["content"]]}
        yield {**row, "prompt": [message], "environment": row["family"]}


def environments(
    where: Where | None, *families: str, rewarding: bool = False
) -> dict[str, Callable[[], Any]]:
    """The environment of each family, for `environment_factory`; rows name theirs.

    Args:
        where: the server; None plays in the trainer's process, which exported rows want.
        families: all that the run serves.
        rewarding: give them `get_reward`, in place of `reward()`: AsyncGRPO shows no environments
            to its reward functions. Words at the end of a rollout are then no action.

    Raises:
        UsageError: if a family's tools clash with TRL's names, or one without turns, whose answer
            is words, were to be `rewarding`.
    """
    made = {name: functools.partial(environment, where, name, rewarding) for name in families}
    for name in families:
        _environment(where, name, rewarding)
    return dict(made)


def environment(where: Where | None, family: str, rewarding: bool) -> Any:  # noqa: FBT001
    """One environment, made at the top of a module: AsyncGRPO pickles what makes them."""
    return _environment(where, family, rewarding)()


def reward(*, partial: bool = False) -> Reward:
    """The reward function: 1 where the episode passes, 0 where not, None for a fault of ours.

    Words with which the model ended are an action, if the episode was not over: for families
    without turns they are the answer. The log gets what `tasksynth.adapters.trl.reward` logs.
    """
    return functools.partial(tasksynth, partial=partial)


def tasksynth(
    completions: Sequence[Any],
    environments: Sequence[Any],
    level: Sequence[float | None] = (),
    purpose: Sequence[str] = (),
    log_metric: Callable[[str, float], None] | None = None,
    *,
    partial: bool,
    **_columns: Any,
) -> list[float | None]:
    """The function of `reward`."""
    found = []
    for messages, environment in zip(completions, environments, strict=True):
        session: EpisodeSession = environment._session
        last = messages[-1] if messages else {}
        if not session.over and last.get("role") == "assistant" and not last.get("tool_calls"):
            session.say(last.get("content") or "")
        found.append(session.verdict())
    return rewards_of(found, level, purpose, log_metric, partial=partial)


@functools.cache
def _environment(where: Where | None, family: str, rewarding: bool) -> type:  # noqa: FBT001
    """A class as TRL wants it: no arguments, `reset(**row)`, and tools as methods."""
    known = registry.get(family)
    tools = [tool.spec() for tool in known.tools] or ([SAY] if known.turns > 1 else [])
    tools += [CALL] if differ(family) else []
    there = {tool.name for tool in tools}

    if rewarding and not tools:
        raise UsageError(f"{family} has no turns: take its reward from `tasksynth.adapters.trl`")

    def reset(self: Any, label: str, purpose: str = "train", **_row: Any) -> str | None:
        """Begin an episode of the row's task; the prompt is the row's, and the tools it has."""
        self._purpose = purpose
        self._session = EpisodeSession(label, where=where, peer="TRL")
        own = strange(family, self._session.needs)
        if own and CALL not in tools:
            raise UsageError(
                f"{family} gives a task the tools {', '.join(tool.name for tool in own)}, which "
                "TRL had to know before it: they are not among the family's `tools`"
            )
        return f"\n\n{told(own)}" if own else None

    def get_reward(self: Any) -> float | None:
        """That of the verdict, which ends the episode."""
        (found,) = rewards_of([self._session.verdict()], (), [self._purpose], None, partial=False)
        return found

    members: dict[str, Any] = {tool.name: _method(tool) for tool in tools}
    if rewarding:
        members["get_reward"] = get_reward
    if clash := there & {"reset", "get_reward"}:
        raise UsageError(f"{family} has a tool {clash.pop()!r}, a name that TRL keeps for itself")
    return type("Environment", (), members | {"reset": reset})


def _method(tool: ToolSpec) -> Callable[..., Any]:
    """A tool as a typed method with a docstring, from which TRL makes the schema again."""

    def call(self: Any, **arguments: Any) -> Any:
        session: EpisodeSession = self._session
        if tool is SAY:
            return _content(session.say(**arguments))
        if tool is CALL:
            return _content(session.call(arguments["tool"], arguments.get("arguments") or {}))
        return _content(session.call(tool.name, arguments))

    properties = tool.arguments
    required = set(tool.parameters.get("required", ()))
    parameters, lines = [Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)], []
    for name, schema in sorted(properties.items(), key=lambda item: item[0] not in required):
        default = Parameter.empty if name in required else schema.get("default")
        hint = _hint(schema)
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hint))
        lines.append(f"    {name}: {' '.join(schema.get('description', name).split())}")
        call.__annotations__[name] = hint
    call.__annotations__ = {
        name: hint for name, hint in call.__annotations__.items() if name in properties
    }
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    call.__name__ = call.__qualname__ = tool.name
    call.__doc__ = "\n\n".join(
        [tool.description or tool.name, *(["Args:\n" + "\n".join(lines)] if lines else [])]
    )
    return call


def _hint(schema: Mapping[str, Any]) -> Any:
    if values := schema.get("enum"):
        return Literal[tuple(values)]
    if "const" in schema:
        return Literal[schema["const"]]
    if schema.get("type") == "array":
        return list[_hint(schema.get("items", {}))]  # type: ignore[misc]
    return KINDS.get(str(schema.get("type")), Any)


def _content(shown: Glimpse) -> str | list[dict[str, Any]]:
    return shown.chat if isinstance(shown.chat, str) else [_opened(part) for part in shown.chat]


def _opened(part: dict[str, Any]) -> dict[str, Any]:
    """A part in the OpenAI form as TRL wants it: the image opened."""
    if part["type"] != "image_url":
        return part
    from PIL import Image

    data = base64.b64decode(part["image_url"]["url"].partition(",")[2])
    return {"type": "image", "image": Image.open(io.BytesIO(data))}
