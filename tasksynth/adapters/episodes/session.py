"""What the adapters of episodes share: one episode, live at a server or played in this process."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from tasksynth.adapters.remote import Where
from tasksynth.adapters.scoring import judge, server
from tasksynth.capability import Interactive, Pictured, drawn
from tasksynth.episode import Episode, read_action
from tasksynth.errors import FamilyError, UsageError
from tasksynth.single import Judge, make
from tasksynth_schemas import Action, Content, Label, Needs, Verdict, data_uri
from tasksynth_schemas.content import Medium, chat_content, media_of, text_of
from tasksynth_schemas.episode import TEXT_MAX

NAME_MAX = 200
"""Characters of a tool's name that are kept."""


@dataclass(frozen=True)
class Glimpse:
    """What a policy sees: the prompt, or what came of an action."""

    content: Content
    media: Mapping[str, str] = field(default_factory=dict)
    """The media that it names, as `data:` URIs."""
    over: bool = False
    """Whether the episode ended with it."""

    @property
    def text(self) -> str:
        """As words; a medium is its name in brackets."""
        return text_of(self.content)

    @property
    def chat(self) -> str | list[dict[str, Any]]:
        """As the content of a chat message in the OpenAI form, media included."""
        return chat_content(self.content, self.media)


class _Game(Protocol):
    """An episode, wherever it is played."""

    task: str
    needs: Needs
    prompt: Glimpse

    def act(self, action: Action) -> Glimpse:
        """Do an action; FamilyError for a fault of ours."""

    def verdict(self) -> Verdict:
        """On the episode as it stands, which ends it."""


class EpisodeSession:
    """One episode of one task, for one thread at a time. Nothing that a policy does makes it raise.

    Args:
        label: the task's. With a ticket and a server, the verdict is a reward of its group.
        where: the server: a URL, or one to start; None plays in this process, where a step has no
            time limit, and judges in workers.
        key: with it the same episode of the server comes again, as far as it was played.
        peer: who plays, for the message.
        carries: the media that the peer can show to a policy.

    Raises:
        UsageError: if the label is none, or its task shows what the peer cannot carry.
        FamilyError: if the family could not make it.
    """

    def __init__(
        self,
        label: str,
        *,
        where: Where | None = None,
        key: str | None = None,
        peer: str = "this adapter",
        carries: Collection[Medium] = ("text", "image"),
    ) -> None:
        self.label, self.where = label, where
        self.family = Label.parse(label).ref.family
        self._game: _Game = _Local(label) if where is None else _Remote(label, where, key)
        self.over = False
        """Whether the episode ended."""
        self._verdict: Verdict | None = None
        self._peer, self._carries = peer, carries
        self._check(self._game.needs.media)

    @property
    def task(self) -> str:
        """The task's id."""
        return self._game.task

    @property
    def needs(self) -> Needs:
        """What it takes: tools, turns, media."""
        return self._game.needs

    @property
    def prompt(self) -> Glimpse:
        """What the policy sees first."""
        return self._game.prompt

    def say(self, text: str) -> Glimpse:
        """Words of the policy; without turns they are the answer."""
        return self._act({"text": text[:TEXT_MAX]})

    def call(self, tool: str, arguments: Any, text: str = "") -> Glimpse:
        """A call of a tool, with arguments as they came: an object, or text that should be one."""
        if isinstance(arguments, str):
            arguments = arguments[:TEXT_MAX]
        said = {"text": text[:TEXT_MAX]} if text else {}
        return self._act({"tool": tool[:NAME_MAX] or "?", "arguments": arguments} | said)

    def verdict(self) -> Verdict:
        """The verdict on the episode as it stands, which ends it; asked again, the same one."""
        self.over = True
        if self._verdict is None:
            self._verdict = self._game.verdict()
        return self._verdict

    def _act(self, raw: Mapping[str, Any]) -> Glimpse:
        if self.over:
            return Glimpse("Error: the episode is over", over=True)
        try:
            shown = self._game.act(read_action(raw))
        except FamilyError as e:
            self.over = True
            self._verdict = Verdict(status="error", reward=None, why=str(e)[:500])
            return Glimpse("Error: the environment broke; this episode does not count", over=True)
        self._check(media_of([shown.content]))
        self.over = shown.over
        return shown

    def _check(self, media: Collection[Medium]) -> None:
        if strange := set(media) - {"text", *self._carries}:
            raise UsageError(
                f"{self.family} shows {' and '.join(sorted(strange))}, which {self._peer} cannot "
                f"carry to a policy; it carries {' and '.join(sorted({'text', *self._carries}))}"
            )


class _Remote:
    """At a server."""

    def __init__(self, label: str, where: Where, key: str | None) -> None:
        self._server = server(where)
        opened = self._server.open(label, key=key)
        self._id, self._turn = opened.episode, opened.turn
        self._verdict: Verdict | None = None
        self.task, self.needs = opened.task, opened.needs
        self.prompt = Glimpse(opened.prompt, opened.media)

    def act(self, action: Action) -> Glimpse:
        acted = self._server.act(self._id, self._turn, action)
        self._turn, self._verdict = acted.turn, acted.verdict
        return Glimpse(acted.seen, acted.media, acted.over)

    def verdict(self) -> Verdict:
        return self._verdict or self._server.close_episode(self._id).verdict


class _Local:
    """In this process; the verdict is a replay in a worker, as that of any answer."""

    def __init__(self, label: str) -> None:
        task = make(Label.parse(label).ref)
        found = Judge(task)
        self._label, self._said = label, ""
        self._episode = (
            Episode(found.family, found.instance())
            if isinstance(found.family, Interactive)
            else None
        )
        self.task, self.needs = task.id, task.needs
        self.prompt = Glimpse(task.prompt, _uris(_media(found)))

    def act(self, action: Action) -> Glimpse:
        if self._episode is None:
            self._said = action.text
            return Glimpse("", over=True)
        try:
            turn = self._episode.act(action)
            return Glimpse(turn.seen, _uris(drawn(turn.media)), turn.over)
        except Exception as e:
            raise FamilyError(f"{type(e).__name__}: {e}") from e

    def verdict(self) -> Verdict:
        answer = self._said if self._episode is None else self._episode.transcript()
        (verdict,) = judge().grade(self._label, [answer])
        return verdict


def _media(found: Judge) -> dict[str, bytes]:
    family = found.family
    return family.media(found.instance()) if isinstance(family, Pictured) else {}


def _uris(media: Mapping[str, bytes]) -> dict[str, str]:
    return {name: data_uri(name, data) for name, data in media.items()}
