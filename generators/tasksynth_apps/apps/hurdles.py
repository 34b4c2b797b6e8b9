"""What stands between an agent and an app: sessions, limits of rate, calls that fail for once."""

from dataclasses import dataclass, field
from hashlib import blake2b

from tasksynth_apps.apps.effects import ApiError
from tasksynth_schemas import Model

SECONDS_A_CALL = 2
"""That pass with every action, on the clock by which rates are limited."""
WINDOW_S = 60
"""Seconds in which an app takes so many calls."""


class Hurdles(Model):
    """What a world puts in the way of its calls."""

    passwords: dict[str, str] = {}
    """Of the apps that want a session."""
    session: int = 0
    """Calls after which a session is over; 0: never."""
    burst: int = 0
    """Calls that an app takes in a minute; 0: any number."""
    failing: int = 0
    """Of 1,000 calls, how many fail for once."""
    salt: int = 0
    """Decides which."""


@dataclass
class Gate:
    """Where an agent stands with all apps."""

    hurdles: Hurdles
    clock_s: int = 0
    calls: int = 0
    sessions: dict[str, tuple[str, int]] = field(default_factory=dict)
    """By app, the token and how many calls it has seen."""
    logins: int = 0
    recent: dict[str, list[int]] = field(default_factory=dict)
    """By app, when it was called in the last minute."""

    def log_in(self, app: str, password: str) -> str:
        """A token for an app.

        Raises:
            ApiError: if it wants none, or the password is wrong.
        """
        if (right := self.hurdles.passwords.get(app)) is None:
            raise ApiError(409, "this app needs no login")
        if password != right:
            raise ApiError(401, "wrong password")
        self.logins += 1
        digest = blake2b(f"{right} {self.hurdles.salt} {self.logins}".encode(), digest_size=6)
        token = f"tok_{digest.hexdigest()}"
        self.sessions[app] = token, 0
        return token

    def pass_through(self, app: str, token: object) -> None:
        """Let a call through.

        Raises:
            ApiError: if there is no session, too many calls were made, or this one fails for once.
        """
        hurdles = self.hurdles
        self.calls += 1
        if hurdles.burst:
            recent = [at for at in self.recent.get(app, ()) if at > self.clock_s - WINDOW_S]
            self.recent[app] = recent
            if len(recent) >= hurdles.burst:
                wait = recent[0] + WINDOW_S - self.clock_s
                raise ApiError(429, f"too many requests; wait {wait} seconds")
            recent.append(self.clock_s)
        if app in hurdles.passwords:
            self._count_session(app, token)
        if hurdles.failing and _mixed(hurdles.salt + self.calls) % 1000 < hurdles.failing:
            raise ApiError(503, "not available for a moment, nothing was done; try again")

    def _count_session(self, app: str, token: object) -> None:
        valid, used = self.sessions.get(app, ("", 0))
        if not valid or token != valid:
            raise ApiError(401, "log in first, and send the token that you get")
        if self.hurdles.session and used >= self.hurdles.session:
            del self.sessions[app]
            raise ApiError(401, "this session is over; log in again")
        self.sessions[app] = valid, used + 1


def _mixed(number: int) -> int:
    """Bits that look like chance, the same for the same number."""
    number = (number ^ (number >> 16)) * 0x45D9F3B & 0xFFFFFFFF
    number = (number ^ (number >> 16)) * 0x45D9F3B & 0xFFFFFFFF
    return number ^ (number >> 16)
