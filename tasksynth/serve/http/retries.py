"""Requests have names, so that a repeat of one changes nothing: what an Idempotency-Key is for.

A request with that header is called by it. Of the others, the names are given here, and a repeat is
known by two signs: the request before it that was the same, byte for byte, got no answer (the
client hung up, or it got an error), or the client says that it tries again. Equal requests without
these signs are different ones: two rollouts may well have the same words.
"""

from hashlib import blake2b

from starlette.types import Scope

from tasksynth.pipeline.recent import Recent
from tasksynth.serve.messages import unique

KEPT = 20_000
"""Requests whose names are kept."""
ATTEMPT = b"x-stainless-retry-count"
"""The header in which OpenAI's clients count their attempts, from 0."""


class Retries:
    """The names of requests lately, by what was in them. One event loop's own."""

    def __init__(self) -> None:
        self._lost: Recent[bytes, tuple[str, ...]] = Recent(KEPT)
        self._answered: Recent[bytes, str] = Recent(KEPT)

    def begin(self, scope: Scope, body: bytes) -> "Attempt":
        """Name a request."""
        target = b"%b?%b\n" % (scope["path"].encode(), scope["query_string"])
        content = blake2b(target + body, digest_size=16).digest()
        name: str | None = None
        if lost := self._lost.get(content):
            name = lost[-1]
            self._lost.put(content, lost[:-1], len(lost))
        elif any(one == ATTEMPT and again != b"0" for one, again in scope["headers"]):
            name = self._answered.get(content)
        return Attempt(self, content, name or unique())

    def end(self, content: bytes, name: str, *, answered: bool) -> None:
        """Note what became of a request."""
        if answered:
            self._answered.put(content, name, 1)
        else:
            lost = (*(self._lost.get(content) or ()), name)
            self._lost.put(content, lost, len(lost))


class Attempt:
    """A request under way, with its name."""

    def __init__(self, retries: Retries, content: bytes, name: str) -> None:
        self.name = name
        self._retries, self._content = retries, content

    def end(self, *, answered: bool) -> None:
        """It has its answer, or will have none."""
        self._retries.end(self._content, self.name, answered=answered)


def row(name: str, place: int) -> str:
    """The name of a row of a request that has several."""
    return f"{blake2b(name.encode(), digest_size=12).hexdigest()}#{place}"
