"""The reward calls of trainers, in the words that each of them uses.

All of them send a label (see `Label`) that came with the task, and get a number whatever the
answer was: 1 for a pass and 0 for less, or with `?partial=true` the partial reward. An answer that
could not be judged by a fault of ours counts 0, since these trainers know no other way to leave one
out; the reply says so beside it. Rewards of labels with a ticket are told to the curriculum.
"""

import re
import time
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, JsonValue
from starlette.requests import Request
from starlette.responses import Response

from tasksynth.errors import FamilyError, UsageError
from tasksynth.serve.http.routes import (
    ApiRoute,
    RefusedError,
    json_reply,
    name,
    read,
    reply,
    verify_rows,
)
from tasksynth.serve.presenting import gate
from tasksynth.serve.session import Session
from tasksynth_schemas import Label, Model, Verdict, canonical_json
from tasksynth_schemas.label import LABEL_MAX
from tasksynth_schemas.wire import Verify


def _finite(value: JsonValue) -> JsonValue:
    canonical_json(value)  # raises for NaN and infinity: what is echoed has to be JSON
    return value


FiniteJson = Annotated[JsonValue, AfterValidator(_finite)]
LabelText = Annotated[str, Field(min_length=1, max_length=LABEL_MAX)]
MANY = Field(min_length=1, max_length=4096, fail_fast=True)

_ENDS = re.compile(r"(?<!\s)(?:\s*(?:<\|[^<>|]{1,40}\|>|</s>|<eos>|<pad>|<end_of_turn>))+\s*\Z")
"""Tokens that end a turn, where a trainer leaves them in the text."""
_TAIL = 2000
"""Characters at the end of a text in which such tokens are looked for."""


class Foreign(Model):
    """A message of somebody else's: what we do not know of is let be."""

    model_config = ConfigDict(extra="ignore")


class OpenRlhfQuery(Foreign):
    """What OpenRLHF's remote reward model gets (`utils/agent.py`, 0.11)."""

    query: Annotated[tuple[str, ...], MANY]
    """Prompt and response as one text."""
    prompts: Annotated[tuple[str, ...], MANY]
    labels: Annotated[tuple[str | None, ...], MANY]
    """One that names no task makes an `error` of its row: OpenRLHF gives up on a whole batch."""


class OpenRlhfReward(Model):
    """What it wants back."""

    rewards: tuple[float, ...]
    scores: tuple[float, ...]
    """In [0, 1], for its dynamic filtering."""
    extra_logs: dict[str, tuple[float, ...]]
    """The partial reward, and shares of answers that could not be read, or not be judged."""


class SlimeSample(Foreign):
    """What slime's `remote_rm` sends."""

    prompt: Any = None
    response: str
    label: LabelText


class NemoRow(Foreign):
    """What NeMo Gym's agents send to a resources server's `/verify`; all of it is echoed."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FiniteJson]

    label: LabelText
    response: dict[str, FiniteJson]
    """An OpenAI Responses object."""


class NemoSeed(Foreign):
    """What NeMo Gym sends before a rollout; nothing in it matters here."""


class GraderItem(Foreign):
    """The dataset's row."""

    label: LabelText


class GraderRun(Foreign):
    """What OpenAI's grader API takes (`POST /v1/fine_tuning/alpha/graders/run`)."""

    model_sample: str
    item: GraderItem
    grader: dict[str, Any] = {}
    """Not looked at: there is one grader here."""


def endpoints(session: Session) -> list[ApiRoute]:
    """The routes of all dialects."""
    desk = _DialectDesk(session)
    late = (404, 429, 503)
    graders = "/v1/fine_tuning/alpha/graders/run"
    return [
        ApiRoute("POST", "/openrlhf", desk.openrlhf, OpenRlhfQuery, OpenRlhfReward, (429, 503)),
        ApiRoute("POST", "/slime", desk.slime, SlimeSample, None, late),
        ApiRoute("POST", "/nemo/verify", desk.nemo, NemoRow, None, late),
        ApiRoute("POST", "/nemo/seed_session", desk.nemo_seed, NemoSeed),
        ApiRoute("POST", graders, desk.grader, GraderRun, None, late),
    ]


class _DialectDesk:
    def __init__(self, session: Session) -> None:
        self._session = session

    async def openrlhf(self, request: Request) -> Response:
        """Rewards as OpenRLHF's `--reward.remote_url` wants them."""
        asked = await read(OpenRlhfQuery, request)
        if not len(asked.query) == len(asked.prompts) == len(asked.labels):
            raise UsageError("query, prompts and labels must have the same length")
        rows = [
            Verify(label=label or "", answers=(_response(query, prompt),))
            for query, prompt, label in zip(asked.query, asked.prompts, asked.labels, strict=True)
        ]
        found = await verify_rows(self._session, rows, name(request))
        verdicts = [one.verdicts[0] for one in found]
        rewards = tuple(_reward(verdict, request) for verdict in verdicts)
        return reply(
            OpenRlhfReward(
                rewards=rewards,
                scores=rewards,
                extra_logs={
                    "partial": tuple(verdict.reward or 0.0 for verdict in verdicts),
                    "unparsable": tuple(float(v.status == "unparsable") for v in verdicts),
                    "error": tuple(float(v.status == "error") for v in verdicts),
                },
            )
        )

    async def slime(self, request: Request) -> Response:
        """The reward alone, as slime's `--rm-type remote_rm` wants it; all of it with `?all=true`.

        slime takes an object where `--reward-key` names the field.
        """
        sample = await read(SlimeSample, request)
        verdict = await self._judge(sample.label, sample.response, name(request))
        reward = _reward(verdict, request)
        if request.query_params.get("all") != "true":
            return json_reply(reward)
        return json_reply({"reward": reward, **_all(verdict)})

    async def nemo(self, request: Request) -> Response:
        """The row with its reward, as a NeMo Gym resources server answers."""
        row = await read(NemoRow, request)
        extra = row.model_extra or {}
        rollout = extra.get("_ng_rollout_index")
        called = f"rollout {rollout}" if isinstance(rollout, int) else name(request)
        verdict = await self._judge(row.label, _output_text(row.response), called)
        reward = _reward(verdict, request)
        return json_reply({**row.model_dump(mode="json"), "reward": reward, **_all(verdict)})

    async def nemo_seed(self, request: Request) -> Response:
        """Nothing to prepare: a task is in its label."""
        await read(NemoSeed, request)
        return json_reply({})

    async def grader(self, request: Request) -> Response:
        """A grader's result, as OpenAI's API gives it; `item.label` says what the task was."""
        start = time.perf_counter()
        run = await read(GraderRun, request)
        verdict = await self._judge(run.item.label, run.model_sample, name(request))
        return json_reply(
            {
                "reward": _reward(verdict, request),
                "sub_rewards": verdict.parts,
                "model_grader_token_usage_per_model": {},
                "metadata": {
                    "name": "tasksynth",
                    "type": "python",
                    "execution_time": time.perf_counter() - start,
                    "scores": _all(verdict),
                    "errors": dict.fromkeys(_GRADER_ERRORS, False)
                    | {
                        "sample_parse_error": verdict.status == "unparsable",
                        "other_error": verdict.status == "error",
                    },
                },
            }
        )

    async def _judge(self, label: str, answer: str, called: str | None) -> Verdict:
        """The verdict; an `error` where the label's task cannot be judged here.

        A label of yesterday is one row's fault, and a trainer that is refused stops. What is no
        label at all is wrong in every row, and is refused.
        """
        try:
            Label.parse(label)
        except ValueError as e:
            raise RefusedError(404, f"label: {e}") from e
        try:
            params = Verify(label=label, answers=(answer,))
            return (await self._session.verify(params, name=called)).verdicts[0]
        except (UsageError, FamilyError) as e:
            return Verdict(status="error", reward=None, why=str(e))


_GRADER_ERRORS = (
    "formula_parse_error",
    "invalid_variable_error",
    "model_grader_parse_error",
    "model_grader_refusal_error",
    "model_grader_server_error",
    "other_error",
    "python_grader_runtime_error",
    "python_grader_server_error",
    "sample_parse_error",
    "truncated_observation_error",
    "unresponsive_reward_error",
)


def _reward(verdict: Verdict, request: Request) -> float:
    partial = request.query_params.get("partial") == "true"
    return (verdict.reward if partial else gate(verdict)) or 0.0


def _all(verdict: Verdict) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "partial": verdict.reward,
        "parts": verdict.parts,
        "why": verdict.why,
    }


def _response(query: str, prompt: str) -> str:
    """What the model wrote, out of a text that begins with its prompt."""
    _, found, after = query.partition(prompt) if prompt else ("", "", "")
    text = after if found else query
    return text[:-_TAIL] + _ENDS.sub("", text[-_TAIL:])


def _output_text(response: dict[str, Any]) -> str:
    """The text of a Responses object's messages, without reasoning and tool calls."""
    output = response.get("output")
    texts: list[str] = []
    for item in output if isinstance(output, list) else []:
        content = item.get("content") if isinstance(item, dict) else None
        if isinstance(content, str) and item.get("type", "message") == "message":
            texts.append(content)
        for piece in content if isinstance(content, list) else []:
            if isinstance(piece, dict) and piece.get("type") == "output_text":
                texts.append(str(piece.get("text", "")))
    return "".join(texts)
