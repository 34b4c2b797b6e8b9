"""The tools that are the same in every world: to log in, to wait, to look up, to talk, to end."""

from typing import Annotated, Any

from pydantic import Field

from tasksynth import Tool
from tasksynth_apps.apps.user import Topic

_Name = Annotated[str, Field(max_length=100)]


class LogIn(Tool):
    """Open a session with an app that wants a password; returns a token for its calls."""

    app: _Name
    """The app's name."""
    password: _Name
    """Its password."""


class Wait(Tool):
    """Let some time go by, if an app says that it is asked too often."""

    seconds: Annotated[int, Field(ge=1, le=600)]
    """How long."""


class ListApis(Tool):
    """The calls that an app has, each with what it is for."""

    app: _Name
    """The app's name."""


class DescribeApi(Tool):
    """The arguments of one call."""

    name: _Name
    """The call's name, as `list_apis` gives it."""


class CallApi(Tool):
    """Make a call to an app."""

    name: _Name
    """The call's name."""
    arguments: dict[str, Any] = {}
    """Its arguments, by name."""


class AskUser(Tool):
    """Ask the person for whom you work about what you were told."""

    about: Topic
    """Who is meant, which amount, which day, which thing, or which address."""


class ReportToUser(Tool):
    """Tell the person for whom you work that you have done what you were told so far."""

    text: Annotated[str, Field(max_length=2000)]
    """What you did."""


class Finish(Tool):
    """Say that all is done, and answer the question, if one was asked. This is the end."""

    answer: Annotated[str, Field(max_length=500)] | float | None = None
    """The answer alone: a number, a name, or a day as YYYY-MM-DD."""


TOOLS: tuple[type[Tool], ...] = (
    LogIn, Wait, ListApis, DescribeApi, CallApi, AskUser, ReportToUser, Finish,
)  # fmt: skip
