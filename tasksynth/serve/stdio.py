"""A session over standard input and output: one JSON object a line, each way."""

import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, BinaryIO

from tasksynth.serve.session import INVALID_REQUEST, PARSE_ERROR, Session, error

LINE_MAX = 16 * 2**20
"""Bytes a request may have."""


class _Stop(BaseException):
    """SIGTERM, once the request under way is answered."""


def serve_stdio(session: Session) -> None:
    """Answer until standard input ends or SIGTERM comes.

    Standard output carries replies and nothing else: what a plug-in prints goes to standard error.
    """
    replies = os.fdopen(os.dup(1), "wb")
    sys.stdout.flush()
    os.dup2(2, 1)
    stop = _Stopper()
    signal.signal(signal.SIGTERM, stop)
    try:
        _loop(session.handle, sys.stdin.buffer, replies, stop)
    except _Stop:
        pass
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), replies.fileno())
    finally:
        replies.close()


class _Stopper:
    """Stops at once while waiting for input, and after the reply while working."""

    def __init__(self) -> None:
        self.working = self.asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
        if not self.working:
            raise _Stop


def _loop(
    handle: Callable[[Any], dict[str, Any] | None],
    requests: BinaryIO,
    replies: BinaryIO,
    stop: _Stopper,
) -> None:
    while line := requests.readline(LINE_MAX + 1):
        stop.working = True
        if len(line) > LINE_MAX:
            while line and not line.endswith(b"\n"):
                line = requests.readline(LINE_MAX)
            reply = error(None, INVALID_REQUEST, f"a request has at most {LINE_MAX} bytes")
        elif not line.strip():
            reply = None
        else:
            reply = _reply(handle, line)
        if reply is not None:
            replies.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
            replies.flush()
        stop.working = False
        if stop.asked:
            return


def _reply(handle: Callable[[Any], dict[str, Any] | None], line: bytes) -> dict[str, Any] | None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as e:
        return error(None, PARSE_ERROR, f"not JSON: {e}")
    return handle(message)
