"""NeMo Gym: a resources server at which agents play episodes, each tool an endpoint.

`/seed_session` begins the episode of a row, `POST /TOOL` does a call of it, `/verify` ends it. An
episode is its agent's by the session cookie. Rows of tasks without turns are judged as ever.
"""

import asyncio
from collections import OrderedDict
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import PlainTextResponse
from nemo_gym.base_resources_server import BaseSeedSessionRequest, BaseSeedSessionResponse
from nemo_gym.server_utils import SESSION_ID_KEY
from pydantic import ConfigDict, PrivateAttr

from tasksynth import registry
from tasksynth.adapters.episodes.session import EpisodeSession
from tasksynth.adapters.nemo_gym import (
    TasksynthResourcesServer,
    VerifyRequest,
    VerifyResponse,
    answered,
    text_of,
)
from tasksynth.errors import UsageError
from tasksynth_schemas import Label, Verdict

OPEN_MAX = 10_000
"""Episodes that are kept: of more, the ones that were begun first are let go."""


class SeedRequest(BaseSeedSessionRequest):  # type: ignore[misc]  # Any where nemo-gym is absent
    """A row of the export."""

    model_config = ConfigDict(extra="ignore")
    label: str | None = None


class EpisodesResourcesServer(TasksynthResourcesServer):  # type: ignore[misc]
    """Plays and judges; run it with one worker, or with a `url`, where all find the episode."""

    _sessions: OrderedDict[str, EpisodeSession] = PrivateAttr(default_factory=OrderedDict)

    def setup_webserver(self) -> FastAPI:
        """With the tools' endpoints, after those of NeMo Gym."""
        app: FastAPI = super().setup_webserver()
        app.post("/{tool}")(self.call)
        return app

    async def seed_session(self, request: Request, body: SeedRequest) -> BaseSeedSessionResponse:
        """Begin the row's episode, if its task has turns."""
        if body.label is not None and _has_turns(body.label):
            key = request.session[SESSION_ID_KEY]
            self._sessions[key] = await self._open(body.label, key)
            while len(self._sessions) > OPEN_MAX:
                self._sessions.popitem(last=False)
        return BaseSeedSessionResponse()

    async def call(self, tool: str, request: Request) -> PlainTextResponse:
        """Do a call; what comes of it is the agent's to show, also what was wrong."""
        session = self._sessions.get(request.session[SESSION_ID_KEY])
        if session is None:
            return PlainTextResponse("Error: no episode is open here", status_code=404)
        arguments = (await request.body()).decode(errors="replace")
        shown = await asyncio.to_thread(session.call, tool, arguments)
        over = "\nThe episode is over." if shown.over else ""  # the agent asks no more then
        return PlainTextResponse(shown.text + over)

    async def verify(  # type: ignore[override]  # FastAPI reads the signature
        self, request: Request, body: VerifyRequest
    ) -> VerifyResponse:
        """The verdict on the episode; words with which the model ended it are an action too."""
        if not _has_turns(body.label):
            return await super().verify(body)
        key = request.session[SESSION_ID_KEY]
        session = self._sessions.pop(key, None)
        if session is None and self.config.url is not None:
            session = await self._open(body.label, key)
        if session is None:
            lost = Verdict(status="error", reward=None, why="the episode was not begun here")
            return answered(body, lost, partial=self.config.partial)
        words = text_of(_after_calls(body.response))
        if words and not session.over:
            await asyncio.to_thread(session.say, words)
        verdict = await asyncio.to_thread(session.verdict)
        return answered(body, verdict, partial=self.config.partial)

    async def _open(self, label: str, key: str) -> EpisodeSession:
        try:
            return await asyncio.to_thread(
                EpisodeSession, label, where=self.config.url, key=key, peer="NeMo Gym", carries=()
            )
        except UsageError as e:
            raise HTTPException(422, str(e)) from e


def _has_turns(label: str) -> bool:
    family = registry.get(Label.parse(label).ref.family)
    return bool(family.turns > 1 or family.tools)


def _after_calls(response: Any) -> Any:
    """The response from its last call on."""
    output = response.output
    last = max((i for i, item in enumerate(output) if item.type.startswith("function")), default=-1)
    return response.model_copy(update={"output": output[last + 1 :]})
