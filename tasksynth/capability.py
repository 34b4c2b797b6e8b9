"""What a family may do beyond one text prompt and one text answer.

Capabilities are structural: a family has one by having its methods. A family of words alone does
not know that they exist.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from inspect import cleandoc
from typing import Any, Protocol, TypeVar, runtime_checkable

from tasksynth.errors import FamilyError
from tasksynth_schemas import Action, Content, Model, ToolSpec, Verdict

X_contra = TypeVar("X_contra", contravariant=True)
S = TypeVar("S")

Media = Mapping[str, bytes | Callable[[], bytes]]
"""Files by name, or functions that make them: nobody draws what nobody looks at."""


class Tool(Model):
    """Base of a tool that a policy may call: its fields are the arguments, documented as such.

    ```python
    class Move(Tool):
        '''Go one step.'''

        direction: Literal["left", "right"]
        '''Where to.'''
    ```
    The tool's name is the class's in snake case, its description the docstring.
    """

    @classmethod
    @cache
    def spec(cls) -> ToolSpec:
        """Name, description and JSON Schema, as models are told of it."""
        schema = _untitled(cls.model_json_schema())
        schema.pop("description", None)
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()
        return ToolSpec(
            name=name,
            description=cleandoc(cls.__doc__ or ""),
            parameters={"properties": {}} | schema,
        )


def _untitled(schema: Any) -> Any:
    """A JSON Schema without pydantic's titles, which repeat the names."""
    if isinstance(schema, dict):
        return {
            key: {name: _untitled(field) for name, field in value.items()}
            if key in ("properties", "$defs")
            else _untitled(value)
            for key, value in schema.items()
            if key != "title"
        }
    return [_untitled(item) for item in schema] if isinstance(schema, list) else schema


@dataclass(frozen=True)
class Turn:
    """What one action led to."""

    seen: Content
    """What the policy sees of it: words, or parts that name `media`."""
    over: bool = False
    """Whether the episode ended with it."""
    media: Media = field(default_factory=dict)
    """The media that `seen` names: PNG, MP4, WAV, by file name."""


@runtime_checkable
class Pictured(Protocol[X_contra]):
    """Its tasks have media, which the prompt may name."""

    def media(self, x: X_contra) -> dict[str, bytes]:
        """The task's files by name: PNG, APNG, MP4, WAV. Made on demand, never stored."""


@runtime_checkable
class Carded(Protocol[X_contra]):
    """It can explain a task to a person in a picture."""

    def card(self, x: X_contra) -> bytes | None:
        """One PNG, or None where there is nothing to draw.

        It may show what the policy must not see, such as the answer: `tasksynth show --out` and
        `tasksynth gallery` draw it, nothing exports it. Raise UsageError where an extra is missing.
        """


@runtime_checkable
class Interactive(Protocol[X_contra, S]):
    """Its tasks are episodes of several turns.

    Begin and step are deterministic: an instance and a list of actions always give the same turns.
    A transcript is then an answer, whose verdict is a replay.
    """

    def begin(self, x: X_contra) -> S:
        """The state before the first action; the prompt is what the policy sees of it."""

    def step(self, x: X_contra, s: S, action: Action | Tool) -> Turn:
        """Act on the state, in place.

        A call of one of the family's `tools` comes as that Tool, its arguments validated. Words
        come as an Action without a tool; a tool that `needs` names and `tools` does not have, as an
        Action with a JSON object. An action that makes no sense in the state is a turn that says
        so, not an exception.
        """

    def judge(self, x: X_contra, s: S) -> Verdict:
        """The verdict on an episode that ended in this state, by its own end or not."""


@runtime_checkable
class Hinted(Protocol[X_contra]):
    """It can give away a part of a solution."""

    def hint(self, x: X_contra, share: float) -> str:
        """The beginning of a worked solution, `share` of it in [0, 1]: "" at 0, all of it at 1.

        A larger share begins with the smaller one's text.
        """


@runtime_checkable
class Explained(Protocol[X_contra]):
    """It can show how a task is solved."""

    def work(self, x: X_contra) -> str:
        """A worked solution, that ends with a right answer in the form that the prompt asks for."""


@runtime_checkable
class Logged(Protocol[X_contra]):
    """Its tasks can be done in an engine of others, and judged by what that engine logged."""

    def judge_log(self, x: X_contra, log: str) -> Verdict:
        """The verdict on a log, which is JSON.

        A log is what an operator's own files hold, and no policy's words: `tasksynth verify` alone
        reads one, no server does. Raise UsageError for a log that is none, is of another task, or
        claims what it does not show: its verdict is an error, without a reward.
        """


CAPABILITIES: tuple[type, ...] = (Pictured, Carded, Interactive, Hinted, Explained, Logged)


def capabilities(family: object) -> tuple[str, ...]:
    """The names of the capabilities that a family has, in the order of this module."""
    return tuple(kind.__name__.lower() for kind in CAPABILITIES if isinstance(family, kind))


def hint_of(family: object, x: Any, share: float) -> str:
    """A share of a solution: the family's own hint, or the beginning of its worked solution.

    Raises:
        FamilyError: if it has neither.
    """
    if isinstance(family, Hinted):
        return family.hint(x, share)
    if not isinstance(family, Explained):
        raise FamilyError(f"{family!r} gives no hints: it has neither `hint` nor `work`")
    words = re.findall(r"\s*\S+", family.work(x))
    return "".join(words[: round(share * len(words))]).lstrip()


def drawn(media: Media) -> dict[str, bytes]:
    """Media with every function called."""
    return {name: data if isinstance(data, bytes) else data() for name, data in media.items()}
