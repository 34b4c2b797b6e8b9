"""The options of evaluate by purpose, and the answerer that they make."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tasksynth.errors import UsageError

if TYPE_CHECKING:
    from tasksynth.evaluation.endpoint import Endpoint
    from tasksynth.evaluation.outcome import Budget

ENDPOINT_TIMEOUT_S = 600.0
RETRIES = 6
ASKING, LIMITS = "Asking a server", "Prices and limits"


@dataclass(frozen=True)
class Asking:
    """How a model is asked."""

    temperature: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            help="Of the sampling.",
            show_default="the server's",
            rich_help_panel=ASKING,
        ),
    ] = None
    max_tokens: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Of one answer.",
            min=1,
            max=2**31,
            show_default="the server's",
            rich_help_panel=ASKING,
        ),
    ] = None
    system: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="With a system prompt.", rich_help_panel=ASKING),
    ] = None
    extra_body: Annotated[
        str | None,
        typer.Option(metavar="JSON", help="More fields of each request.", rich_help_panel=ASKING),
    ] = None
    api_key_var: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Environment variable with the key.",
            show_default="OPENAI_API_KEY",
            rich_help_panel=ASKING,
        ),
    ] = None
    concurrency: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Questions at once.",
            min=1,
            max=10**4,
            show_default="32, or 1 for a function",
            rich_help_panel=ASKING,
        ),
    ] = None
    timeout: Annotated[
        float,
        typer.Option(
            metavar="S",
            help="Seconds for one attempt.",
            min=0.001,
            max=10**6,
            rich_help_panel=ASKING,
        ),
    ] = ENDPOINT_TIMEOUT_S
    retries: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="After 429, 5xx or no answer.",
            min=0,
            max=1000,
            show_default=str(RETRIES),
            rich_help_panel=ASKING,
        ),
    ] = None

    def of_a_server(self) -> list[str]:
        """The names of those that were given and mean nothing without a server."""
        given = {
            "--temperature": self.temperature,
            "--max-tokens": self.max_tokens,
            "--system": self.system,
            "--extra-body": self.extra_body,
            "--api-key-var": self.api_key_var,
            "--retries": self.retries,
        }
        return [name for name, value in given.items() if value is not None]

    def endpoint(self, base_url: str, model: str, *, connections: int) -> "Endpoint":
        """The model behind a server."""
        from tasksynth.evaluation.endpoint import Endpoint

        key = os.environ.get(self.api_key_var or "OPENAI_API_KEY", "").strip() or None
        if self.api_key_var is not None and key is None:
            raise UsageError(f"no API key: the environment variable {self.api_key_var} is not set")
        return Endpoint(
            base_url,
            model,
            key=key,
            system=_system(self.system),
            extra=_object(self.extra_body),
            temperature=self.temperature,
            max_tokens=self.max_tokens,
            timeout_s=self.timeout,
            retries=RETRIES if self.retries is None else self.retries,
            connections=connections,
        )


@dataclass(frozen=True)
class Prices:
    """What tokens cost, and how much a run may."""

    price_in: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Of a million prompt tokens.", min=0, rich_help_panel=LIMITS
        ),
    ] = None
    price_out: Annotated[
        float | None,
        typer.Option(
            metavar="X", help="Of a million completion tokens.", min=0, rich_help_panel=LIMITS
        ),
    ] = None
    max_cost: Annotated[
        float | None,
        typer.Option(metavar="X", help="Of the whole run.", min=1e-9, rich_help_panel=LIMITS),
    ] = None
    max_tokens_total: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Of the whole run, prompts included.",
            min=1,
            rich_help_panel=LIMITS,
        ),
    ] = None

    def budget(self) -> "Budget":
        """Where the run stops."""
        from tasksynth.evaluation.outcome import Budget

        return Budget(self.price_in, self.price_out, self.max_cost, self.max_tokens_total)


def _system(path: Path | None) -> str | None:
    try:
        return None if path is None else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise UsageError(f"cannot read the system prompt {path}: {e}") from e


def _object(text: str | None) -> dict[str, Any]:
    import json

    try:
        value = json.loads(text or "{}")
    except ValueError as e:
        raise UsageError(f"--extra-body is no JSON: {e}") from e
    if not isinstance(value, dict):
        raise UsageError(f"--extra-body wants a JSON object, got {text}")
    return value
