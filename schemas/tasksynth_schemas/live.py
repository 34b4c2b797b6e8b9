"""What a trainer and a server say to each other about episodes that are under way."""

from typing import Annotated

from pydantic import Field

from tasksynth_schemas.base import Model
from tasksynth_schemas.content import Content, chat_content, text_of
from tasksynth_schemas.episode import Action
from tasksynth_schemas.task import Verdict
from tasksynth_schemas.wire import Ack, Look, Presented

EpisodeId = Annotated[str, Field(pattern=r"^[0-9a-f]{20}$")]
Key = Annotated[str, Field(min_length=1, max_length=200)]


class Open(Look):
    """Params of `open`: a task to begin an episode of, named by ticket, by ref or by label."""

    key: Key | None = None
    """Opened again with the same key, the same episode comes again."""
    tell: bool = True
    """With a ticket: let the episode's verdict be one reward of its group."""


class Opened(Presented):
    """Result of `open`: what the policy sees before its first action."""

    episode: EpisodeId
    """Names the episode in `act` and `close`."""
    turn: Annotated[int, Field(ge=0)]
    """The number of the next action: 0, unless the key was known."""
    label: str
    """Of the task."""


class Act(Model):
    """Params of `act`: one action."""

    episode: EpisodeId
    turn: Annotated[int, Field(ge=0)]
    """The action's number, from 0. Sent again with its number, an action is not done again."""
    action: Action


class Acted(Model):
    """Result of `act`; the action is in the journal when you read this."""

    episode: EpisodeId
    turn: Annotated[int, Field(ge=0)]
    """The number of the next action."""
    seen: Content
    """What the policy sees of it."""
    media: Annotated[dict[str, str], Field(exclude_if=lambda media: not media)] = {}
    """The media that `seen` names, as `data:` URIs."""
    over: bool
    """Whether the episode ended with this action."""
    verdict: Verdict | None = None
    """Given, once it is over: the verdict on a replay of its actions."""
    ack: Ack | None = None
    """What became of the reward, where the episode is one of a ticket's group."""

    @property
    def text(self) -> str:
        """What is seen as words; a medium in it is its name in brackets."""
        return text_of(self.seen)

    @property
    def content(self) -> "str | list[dict[str, object]]":
        """What is seen as the content of a chat message in the OpenAI form, media included."""
        return chat_content(self.seen, self.media)


class Close(Model):
    """Params of `close`: end an episode where it stands."""

    episode: EpisodeId


class Closed(Model):
    """Result of `close`; closed again, an episode has the same verdict."""

    episode: EpisodeId
    turn: Annotated[int, Field(ge=0)]
    """How many actions there were."""
    verdict: Verdict
    ack: Ack | None = None
    """What became of the reward, where the episode is one of a ticket's group."""
