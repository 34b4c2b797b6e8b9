"""Who may call a server, and how much of it each may have."""

import hmac
import math
import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field

from tasksynth.errors import UsageError
from tasksynth.serve.judges import BusyError

BURST_S = 60.0
"""Over how long a quota is averaged: so much may be had at once by who had nothing for so long."""
NAME = "[A-Za-z0-9_.-]{1,64}"


class Allowance:
    """What one client has had, and may have: answers judged, and tickets with their tasks."""

    def __init__(self, client: str, quota: float | None) -> None:
        self.client, self.used = client, 0
        self._quota = quota
        self._left, self._at = (quota or 0.0) * BURST_S, time.monotonic()

    def spend(self, n: int) -> None:
        """Take n; who has any left may take more than that, and waits the longer.

        Raises:
            BusyError: if the quota is used up, saying when to try again.
        """
        if self._quota is not None:
            self._take(n, self._quota)
        self.used += n

    def _take(self, n: int, quota: float) -> None:
        now = time.monotonic()
        self._left = min(quota * BURST_S, self._left + quota * (now - self._at))
        self._at = now
        if self._left <= 0:
            raise BusyError(
                f"client {self.client!r} has used up its quota of {quota:g} answers and tickets "
                "a second; try again",
                min(60, max(1, math.ceil(-self._left / quota))),
            )
        self._left -= n


CALLER: ContextVar[Allowance | None] = ContextVar("caller", default=None)
"""Whose request is being answered."""


def spend(n: int) -> None:
    """Take n from the allowance of whoever calls; see `Allowance.spend`."""
    if (caller := CALLER.get()) is not None:
        caller.spend(n)


@dataclass(frozen=True)
class Clients:
    """Who may call: those with a token, or anybody of this machine if there is none."""

    tokens: Mapping[str, str] = field(default_factory=dict)
    """By the clients' names."""
    quota: float | None = None
    """What each may have a second, of answers and tickets together."""

    @classmethod
    def read(cls, text: str, quota: float | None = None) -> "Clients":
        """From a token a line; after it may stand its client's name, else it has the line's number.

        Raises:
            UsageError: if a line is no token and name, or two are of one name.
        """
        tokens: dict[str, str] = {}
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
            token, name = (*line.split(), str(number))[:2]
            if len(line.split()) > 2 or not re.fullmatch(NAME, name) or name in tokens:
                raise UsageError(
                    f"line {number} of the tokens: want TOKEN or TOKEN NAME, each name once, "
                    "of letters, digits and _.-"
                )
            tokens[name] = token
        return cls(tokens, quota)

    @property
    def token(self) -> str | None:
        """The first one, by which servers know each other."""
        return next(iter(self.tokens.values()), None)

    def allowances(self) -> dict[str, Allowance]:
        """By name; without tokens, all callers are one client."""
        return {name: Allowance(name, self.quota) for name in self.tokens or ("-",)}

    def known(self, token: bytes) -> str | None:
        """Whose token it is; it takes as long whatever it is."""
        found = None
        for name, known in self.tokens.items():
            if hmac.compare_digest(token, known.encode()):
                found = name
        return found
