"""NeMo Gym: a resources server whose `/verify` judges by the row's label."""

from nemo_gym.base_resources_server import (
    BaseResourcesServerConfig,
    BaseVerifyRequest,
    BaseVerifyResponse,
    SimpleResourcesServer,
)

from tasksynth.adapters.scoring import judge, metrics_of, reward_of
from tasksynth_schemas import Verdict


class Config(BaseResourcesServerConfig):  # type: ignore[misc]  # Any where nemo-gym is absent
    """The block of the exported YAML."""

    url: str | None = None
    """A tasksynth server that judges, whose curriculum learns; None for workers of our own."""
    partial: bool = False
    """Reward the weighted parts instead of the gate."""


class VerifyRequest(BaseVerifyRequest):  # type: ignore[misc]
    """A row of the export, with the model's response."""

    label: str
    task: str


class VerifyResponse(BaseVerifyResponse):  # type: ignore[misc]
    """The reward, and what it came of."""

    label: str
    task: str
    status: str
    why: str
    metrics: dict[str, float]


class TasksynthResourcesServer(SimpleResourcesServer):  # type: ignore[misc]
    """Judges; it cannot leave a sample out, so a fault of ours is 0, and `error` in the metrics."""

    config: Config

    async def verify(self, body: VerifyRequest) -> VerifyResponse:
        """A verdict on the text of the response's messages."""
        (verdict,) = await judge(self.config.url).agrade(body.label, [text_of(body.response)])
        return answered(body, verdict, partial=self.config.partial)


def answered(body: VerifyRequest, verdict: Verdict, *, partial: bool) -> VerifyResponse:
    """The row with its reward."""
    return VerifyResponse(
        **body.model_dump(),
        reward=reward_of(verdict, partial=partial) or 0.0,
        status=verdict.status,
        why=verdict.why,
        metrics=metrics_of(verdict),
    )


def text_of(response: object) -> str:
    """What the model said: the output texts of a Responses object, one after the other."""
    parts = (
        part
        for item in response.output  # type: ignore[attr-defined]
        if item.type == "message"
        for part in item.content
    )
    return "".join(part.text for part in parts if part.type == "output_text")
