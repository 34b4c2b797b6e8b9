"""verifiers v1 and prime-rl: episodes with the tasks' own tools, and the family as the user.

An episode is its address and its actions, and those are the rollout's state. Its tools are an MCP
server of verifiers' in a process of its own, and words are taken where the rollout is driven: each
plays what the other did before its own action, at the server or in its process.
"""

import asyncio
import uuid
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import verifiers.v1 as vf
from pydantic import WithJsonSchema

from tasksynth.adapters import verifiers as answers
from tasksynth.adapters.episodes.session import EpisodeSession, Glimpse
from tasksynth.adapters.scoring import metrics_of, reward_of
from tasksynth.errors import UsageError
from tasksynth.single import make
from tasksynth_schemas import Label, ToolSpec


class EpisodeState(vf.State):  # type: ignore[misc]  # Any where verifiers is absent
    """What both sides know."""

    key: str = ""
    """The episode's name at a server."""
    actions: list[tuple[str | None, Any]] = []
    """In order: a tool and its arguments, or None and words."""
    over: bool = False


class Player:
    """One side of an episode, in step with the other."""

    def __init__(self, data: answers.TasksynthData) -> None:
        self._data, self._done = data, 0
        self._session: EpisodeSession | None = None

    def act(self, state: EpisodeState, tool: str | None, arguments: Any) -> Glimpse:
        """Do an action after those of the state, and add it there."""
        session = self._in_step(state)
        shown = _play(session, tool, arguments)
        state.actions.append((tool, arguments))
        self._done += 1
        state.over = session.over
        return shown

    def verdict(self, state: EpisodeState) -> Any:
        """On all that was done."""
        return self._in_step(state).verdict()

    def _in_step(self, state: EpisodeState) -> EpisodeSession:
        if self._session is None:
            where, key = self._data.url, state.key or None
            self._session = EpisodeSession(self._data.label, where=where, key=key, peer="verifiers")
            self._done = len(state.actions) if where is not None else 0  # a server knows them
        elif self._data.url is not None and self._done < len(state.actions):
            self._session = None
            return self._in_step(state)
        for tool, arguments in state.actions[self._done :]:
            _play(self._session, tool, arguments)
        self._done = len(state.actions)
        return self._session


def _play(session: EpisodeSession, tool: str | None, arguments: Any) -> Glimpse:
    return session.say(arguments) if tool is None else session.call(tool, arguments)


class EpisodeTools(vf.Toolset[vf.ToolsetConfig, EpisodeState]):  # type: ignore[misc]
    """The task's tools, under their own names."""

    TOOL_PREFIX = None

    async def setup_task(self, task: answers.TasksynthData) -> None:
        """Learn which they are."""
        self._specs = make(Label.parse(task.label).ref).needs.tools
        self._player, self._turn = Player(task), asyncio.Lock()

    def register(self, mcp: Any) -> None:
        """Each as a function with its schema; what arguments hold is the episode's matter."""
        for spec in self._specs:
            mcp.add_tool(
                self._with_state(self._function(spec)),
                name=spec.name,
                description=spec.description,
                structured_output=False,
            )

    def _function(self, spec: ToolSpec) -> Any:
        async def call(**arguments: Any) -> Any:
            given = {name: value for name, value in arguments.items() if value is not None}
            async with self._turn:
                shown = await asyncio.to_thread(self._player.act, self.state, spec.name, given)
            return _blocks(shown)

        call.__signature__ = _signature(spec)  # type: ignore[attr-defined]
        return call


class EpisodeTask(answers.TasksynthTask, vf.Task[answers.TasksynthData, EpisodeState]):  # type: ignore[misc]
    """One episode, one verdict."""

    @classmethod
    def toolsets(cls, _config: Any) -> list[vf.Toolset]:
        """One server of tools a rollout."""
        return [EpisodeTools(vf.ToolsetConfig())]

    @vf.stop  # type: ignore[untyped-decorator]
    async def answered(self, trace: vf.Trace) -> bool:
        """Where the episode is over."""
        return bool(trace.state.over)

    @vf.reward(weight=1.0)  # type: ignore[untyped-decorator]
    async def reward(self, trace: vf.Trace) -> float:
        """That of the verdict. It raises for a fault of ours: that rollout has no reward."""
        verdict = await asyncio.to_thread(Player(self.data).verdict, trace.state)
        trace.record_metrics(metrics_of(verdict, sorted(verdict.parts)))
        reward = reward_of(verdict, partial=self.data.partial)
        if reward is None:
            raise RuntimeError(f"no verdict: {verdict.why}")
        return reward


class EpisodesEnv(vf.SingleAgentEnv):  # type: ignore[misc]
    """The family is the user: it answers words for as long as the episode is not over."""

    async def run(self, task: EpisodeTask, agents: vf.Agents) -> None:
        """Play; calls are done by the tools' server meanwhile."""
        player = Player(task.data)
        async with agents.agent.interaction(task) as interaction:
            state = interaction.trace.state
            state.key = uuid.uuid4().hex
            segment = await interaction.turn()
            while not segment.terminated and not interaction.trace.state.over:
                state = interaction.trace.state  # as the tools' server left it
                shown = await asyncio.to_thread(player.act, state, None, segment.last_reply or "")
                if state.over:
                    break
                segment = await interaction.turn([{"role": "user", "content": shown.chat}])


class EpisodesConfig(answers.TasksetConfig):  # type: ignore[misc]
    """`--env.taskset.url http://…`, or `--env.taskset.folder saturn_tasks/saturn_tasks/data`."""

    folder: Path | None = None
    """Rows of an export, which are played in the processes of verifiers."""


class EpisodesTaskset(
    answers.TasksynthTaskset,
    vf.Taskset[EpisodeTask, EpisodesConfig],  # type: ignore[misc]
):
    """The curriculum at the config's `url`, or the rows in its `folder`, as episodes."""

    kind = EpisodeTask

    def __init__(self, config: EpisodesConfig) -> None:
        super().__init__(config)
        if config.folder is not None:
            self.folder = config.folder.absolute()
        elif config.url is None and not hasattr(self, "folder"):
            raise UsageError("say where the tasks are: --env.taskset.url or .folder")


def _signature(spec: ToolSpec) -> Signature:
    required = spec.parameters.get("required", ())
    return Signature(
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                annotation=Annotated[Any, WithJsonSchema(schema)],
                default=Parameter.empty if name in required else schema.get("default"),
            )
            for name, schema in spec.arguments.items()
        ]
    )


def _blocks(shown: Glimpse) -> list[Any]:
    """Content as MCP has it."""
    from mcp_types import ImageContent, TextContent

    if isinstance(shown.chat, str):
        return [TextContent(type="text", text=shown.chat)]
    blocks: list[Any] = []
    for part in shown.chat:
        if "image_url" not in part:
            blocks.append(TextContent(type="text", text=part["text"]))
            continue
        head, _, data = part["image_url"]["url"].partition(",")
        mime = head.removeprefix("data:").removesuffix(";base64")
        blocks.append(ImageContent(type="image", data=data, mime_type=mime))
    return blocks


__all__ = ["EpisodesEnv", "EpisodesTaskset"]

if __name__ == "__main__":
    EpisodeTools.run()
