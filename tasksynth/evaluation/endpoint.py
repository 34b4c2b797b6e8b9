"""A model behind an OpenAI-compatible server: `POST {base_url}/chat/completions`."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from secrets import SystemRandom
from typing import TYPE_CHECKING, Any

from tasksynth.errors import UnavailableError, UsageError
from tasksynth.evaluation.models import (
    AwayError,
    ModelReply,
    Question,
    RequestFailedError,
    Said,
    Usage,
    words_of,
)

if TYPE_CHECKING:
    import httpx

FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 60.0
"""Back-off after a failed attempt: twice as long each time, and a random part of that."""
PROBE_S = 10.0
"""For the first look whether the server is there."""
LONGEST_RETRY_AFTER_S = 600.0
"""A server that asks for a longer pause is not waited for."""
MOST_BYTES = 32 * 2**20
"""Of one response."""
CONNECTIONS_A_CLIENT = 16
"""An httpx client looks at all of its connections for each request: many go slow with one."""
OURS = {"model", "messages", "tools", "n", "stream"}
"""What `extra` may not say."""
_WORTH_A_RETRY = {408, 409, 425, 429}
_HOPELESS = {401, 402, 403, 404, 405, 407}
_JITTER = SystemRandom()


class Endpoint:
    """Asks over HTTP, and again where that may help: 429, 5xx, no connection, no JSON."""

    takes_media = takes_turns = takes_tools = True
    _clients: "list[httpx.AsyncClient]"  # all of one event loop; [] before the first question

    def __init__(
        self,
        base_url: str,
        model: str,
        *,
        key: str | None = None,
        system: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
        extra: Mapping[str, Any] | None = None,
        timeout_s: float = 600.0,
        retries: int = 6,
        connections: int = 32,
    ) -> None:
        """Say where, and how to ask.

        Args:
            base_url: up to and without `/chat/completions`.
            model: what the server calls it.
            key: goes into the `Authorization` header, and into no file and no message.
            system: a message before the question.
            temperature: left to the server if None, as is `max_tokens`.
            max_tokens: of one answer.
            extra: more fields of the request's body.
            timeout_s: for one attempt.
            retries: attempts after the first one.
            connections: how many questions will be under way at once.

        Raises:
            UsageError: for a URL that is none, or that holds a password; for a key that no header
                can carry, or a field in `extra` that is not free; if httpx is not installed.
        """
        httpx = _httpx()
        self._url = _under(base_url, "chat/completions")
        self._models = _under(base_url, "models")
        self._shown = self._url.partition("?")[0]  # some servers want their key in the query
        _check_sendable(key, extra)
        self._key, self._timeout_s, self._retries = key, timeout_s, retries
        self.settings: Mapping[str, Any] = {
            "model": model,
            "system": system,
            "temperature": temperature,
            "max_tokens": max_tokens,
            "extra_body": dict(extra or {}),
        }
        given = {"model": model, "temperature": temperature, "max_tokens": max_tokens}
        self._body = {
            **{name: value for name, value in given.items() if value is not None},
            **(extra or {}),
            "stream": False,
        }
        self._system = [] if system is None else [{"role": "system", "content": system}]
        self._connections = connections
        self._tls = httpx.create_ssl_context()
        self._clients = []
        self._turn = 0
        self._reached = False  # whether it has answered anything at all
        self._not_before = 0.0  # monotonic; the server asked for a pause until then

    async def probe(self) -> None:
        """Connect once; any response at all will do, for not every server lists its models.

        Raises:
            UnavailableError: if nobody answers.
        """
        httpx = _httpx()
        try:
            async with asyncio.timeout(min(PROBE_S, self._timeout_s)):
                await self._next_client().get(self._models)
        except (httpx.ConnectError, httpx.ConnectTimeout) as e:
            raise UnavailableError(
                self._hide(f"no answer from {self._shown}: {e}; is the server up?")
            ) from e
        except (httpx.RequestError, TimeoutError):
            return  # somebody is there; the questions will tell more
        self._reached = True

    async def ask(self, question: Question, sample: int) -> ModelReply:
        """Ask until there is an answer, or no hope of one."""
        return (await self.say([{"role": "user", "content": question.content}], ())).reply

    async def say(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]]
    ) -> Said:
        """Ask until there is a message, or no hope of one."""
        called = {"tools": list(tools)} if tools else {}
        chat = {**self._body, **called, "messages": [*self._system, *messages]}
        body = json.dumps(chat).encode()
        why = ""
        for attempt in range(self._retries + 1):
            if attempt:
                longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**attempt)
                await asyncio.sleep(_JITTER.uniform(longest / 2, longest))
            while (pause := self._not_before - time.monotonic()) > 0:
                await asyncio.sleep(pause * _JITTER.uniform(1.0, 1.1))
            begin = time.monotonic()
            try:
                status, headers, data = await self._post(body)
            except _NoAnswerError as e:
                why = str(e)
                continue
            self._reached = True
            if status == 200:
                try:
                    return read_said(data, time.monotonic() - begin)
                except ValueError as e:
                    why = self._hide(f"the server's reply is no chat completion: {e}")
                    continue
            why = self._hide(f"the server answered {status}: {_message(data)}")
            if status in _HOPELESS or 300 <= status < 400:
                raise UsageError(f"{self._shown}: {why}")
            if status not in _WORTH_A_RETRY and status < 500:
                raise RequestFailedError(why)
            if (asked := retry_after(headers.get("retry-after"))) is not None:
                if asked > LONGEST_RETRY_AFTER_S:
                    raise AwayError(f"{why} (it asks for a pause of {asked:,.0f} s)")
                self._not_before = max(self._not_before, time.monotonic() + asked)
        if not self._reached:
            raise UnavailableError(f"{why}; it has not answered once, so nothing more is asked")
        raise AwayError(f"{why} (attempts: {self._retries + 1})")

    async def _post(self, body: bytes) -> tuple[int, "httpx.Headers", bytes]:
        """One attempt: status, headers and body."""
        httpx = _httpx()
        client = self._next_client()
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                client.stream("POST", self._url, content=body) as response,
            ):
                kind = response.headers.get("content-type", "")
                if response.status_code == 200 and kind.startswith("text/event-stream"):
                    raise UsageError(
                        f"{self._shown} streams events though it was asked not to; want one JSON "
                        f"body: turn streaming off in the server"
                    )
                data = bytearray()
                async for piece in response.aiter_bytes():
                    data += piece
                    if len(data) > MOST_BYTES:
                        raise RequestFailedError(
                            f"the server's reply is longer than {MOST_BYTES >> 20} MiB"
                        )
                return response.status_code, response.headers, bytes(data)
        except TimeoutError:
            raise _NoAnswerError(f"no answer within {self._timeout_s:g} s") from None
        except httpx.RequestError as e:
            what = f"{type(e).__name__}: {e}".removesuffix(": ")
            raise _NoAnswerError(self._hide(f"no answer from {self._shown}: {what}")) from e

    def _next_client(self) -> "httpx.AsyncClient":
        """The clients take turns."""
        if not self._clients:
            httpx = _httpx()
            headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
            if self._key:
                headers["Authorization"] = f"Bearer {self._key}"
            self._clients = [
                httpx.AsyncClient(
                    headers=headers,
                    timeout=self._timeout_s,
                    limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
                    verify=self._tls,
                )
                for _ in range(-(-self._connections // CONNECTIONS_A_CLIENT))
            ]
        self._turn = (self._turn + 1) % len(self._clients)
        return self._clients[self._turn]

    def _hide(self, text: str) -> str:
        """The text without the key: servers repeat it in their errors."""
        return text.replace(self._key, "***") if self._key else text

    async def close(self) -> None:
        """Close the connections."""
        while self._clients:
            await self._clients.pop().aclose()


class _NoAnswerError(Exception):
    """An attempt that brought no response; worth another one."""


def _check_sendable(key: str | None, extra: Mapping[str, Any] | None) -> None:
    if taken := OURS & set(extra or ()):
        raise UsageError(f"the extra body may not set {', '.join(sorted(taken))}")
    if key is not None and not (key.isascii() and key.isprintable()):
        raise UsageError("the API key holds characters that no HTTP header can carry")


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as e:
        raise UsageError("asking a server needs httpx: pip install 'tasksynth[client]'") from e
    return httpx


def _under(base_url: str, path: str) -> str:
    """An address under the base URL."""
    httpx = _httpx()
    try:
        url = httpx.URL(base_url)
    except (httpx.InvalidURL, ValueError) as e:
        raise UsageError(f"--base-url is no URL: {e}") from e
    if url.scheme not in ("http", "https") or not url.host:
        raise UsageError(f"want a base URL such as http://127.0.0.1:8000/v1, got {base_url!r}")
    if url.userinfo:
        raise UsageError("the base URL must not hold a password; give the key in the environment")
    return str(url.copy_with(path=f"{url.path.rstrip('/')}/{path}"))


def read_said(data: bytes, latency_s: float) -> Said:
    """The message in a chat completion. One without text and calls is an empty answer.

    Raises:
        ValueError: if it is no chat completion.
    """
    try:
        body = json.loads(data)
    except RecursionError as e:
        raise ValueError("JSON nested too deeply") from e
    match body:
        case {"choices": [{"message": {**found}, **choice}, *_]}:
            message: dict[str, Any] = {str(key): value for key, value in found.items()}
        case {"error": error}:
            raise ValueError(f"it holds an error: {str(error)[:200]}")
        case _:
            raise ValueError(f"want choices[0].message, got {str(body)[:100]}")
    words_of(message)  # content that is no text is no reply
    reason = choice.get("finish_reason")
    return Said(
        message,
        usage=_usage(body.get("usage")),
        finish_reason=reason[:100] if isinstance(reason, str) else None,
        latency_s=latency_s,
    )


def _usage(usage: Any) -> Usage | None:
    match usage:
        case {"prompt_tokens": int(asked), "completion_tokens": int(said)} if (
            0 <= asked < 2**40 and 0 <= said < 2**40
        ):
            return Usage(prompt_tokens=asked, completion_tokens=said)
    return None


def retry_after(header: str | None) -> float | None:
    """Seconds that a `Retry-After` header asks for: a number, or a date (RFC 9110, 10.2.3)."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return max(0.0, seconds) if seconds == seconds else None


def _message(data: bytes) -> str:
    """What an error response says, on one line."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        body = None
    match body:
        case {"error": {"message": str(text)}} | {"error": str(text)} | {"message": str(text)}:
            pass
        case _:
            text = data[:2000].decode(errors="replace")
    return " ".join(text.split())[:300] or "nothing"
