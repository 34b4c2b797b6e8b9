"""A tasksynth server as the adapters use it: over HTTP, or a child process over its pipes."""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from tasksynth.errors import FamilyError, StateError, UsageError
from tasksynth_schemas import Action, Verdict
from tasksynth_schemas.live import Act, Acted, Close, Closed, Open, Opened
from tasksynth_schemas.wire import Asked, Status, Verified

if TYPE_CHECKING:
    from tasksynth.client import Client

THREADS = 64
"""Answers of an event loop that may wait for the server at one time."""


@dataclass(frozen=True)
class Stdio:
    """A server that is started as a child: `tasksynth serve --stdio RECIPE`.

    The ranks of one trainer each start their own; with one `store` they share its ledger.
    """

    recipe: str
    store: str | None = None


TOKEN = "TASKSYNTH_TOKEN"  # noqa: S105 - a name of the environment
"""The variable with the token, if the server wants one."""
Where = str | Stdio
"""The URL of a server, or the one to start."""
Items = Sequence[tuple[str, Sequence[str]]]
"""Labels, each with answers to its task."""


class Transport(Protocol):
    """Carries messages; from any thread."""

    def ask(self, cursor: int, n: int, rollouts: int | None) -> Asked:
        """The ledger's tickets from a cursor on."""

    def status(self) -> Status:
        """Where the run stands."""

    def verify(self, items: Items) -> list[Verified]:
        """Verdicts for each item, which are told if its label has a ticket."""

    def open(self, params: Open) -> Opened:
        """Begin an episode, or find that of the key."""

    def act(self, params: Act) -> Acted:
        """Do an action; FamilyError if it could not be done."""

    def close_episode(self, params: Close) -> Closed:
        """End an episode where it stands."""

    def close(self) -> None:
        """Let go of the connection."""


class Remote:
    """Reads a curriculum's ledger, and judges by it; for any number of threads."""

    def __init__(self, where: Where) -> None:
        self._transport: Transport = Child(where) if isinstance(where, Stdio) else Http(where)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tasksynth-remote")

    def ask(self, cursor: int, n: int, *, rollouts: int | None = None) -> Asked:
        """Tickets cursor … cursor + n - 1: the same ones, whoever asks and whenever.

        `rollouts` is the size of the trainer's groups, if it has but one.
        """
        return self._transport.ask(cursor, n, rollouts)

    def status(self) -> Status:
        """Where the run stands, and what its tickets may ask for."""
        return self._transport.status()

    def grade_many(self, items: Items) -> list[Sequence[Verdict]]:
        """Verdicts on the answers to each label's task; a label with a ticket tells them too."""
        found = iter(self._transport.verify([item for item in items if item[1]]))
        return [next(found).verdicts if answers else () for _, answers in items]

    def grade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """A verdict for each answer; see `grade_many`."""
        return self.grade_many([(label, answers)])[0]

    async def agrade(self, label: str, answers: Sequence[str]) -> Sequence[Verdict]:
        """A verdict for each answer, without keeping the event loop waiting."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self.grade, label, answers)

    def open(self, label: str, *, key: str | None = None) -> Opened:
        """Begin an episode of a label's task; with a key of yours, the same one again.

        If the label has a ticket, the episode's verdict is one reward of its group.
        """
        return self._transport.open(Open(label=label, key=key or secrets.token_hex(8)))

    def act(self, episode: str, turn: int, action: Action) -> Acted:
        """Do action number `turn` of an episode, from 0; a repeat is not done again.

        Raises:
            FamilyError: if the family could not do it: a fault of ours.
        """
        return self._transport.act(Act(episode=episode, turn=turn, action=action))

    def close_episode(self, episode: str) -> Closed:
        """End an episode where it stands; its verdict."""
        return self._transport.close_episode(Close(episode=episode))

    def close(self) -> None:
        """Let go of the server; a child ends once it has answered."""
        self._threads.shutdown()
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class Http:
    """Over HTTP; what is repeated, because the server was away or busy, counts once."""

    def __init__(self, url: str) -> None:
        self._url, self._of_thread = url, threading.local()
        self._clients: list[Client] = []

    def ask(self, cursor: int, n: int, rollouts: int | None) -> Asked:
        """See Transport."""
        return self._client().at(cursor, n, rollouts=rollouts)

    def status(self) -> Status:
        """See Transport."""
        return self._client().status()

    def verify(self, items: Items) -> list[Verified]:
        """See Transport."""
        return list(self._client().stream(items))

    def open(self, params: Open) -> Opened:
        """See Transport."""
        return self._client().open(str(params.label), key=params.key)

    def act(self, params: Act) -> Acted:
        """See Transport."""
        from tasksynth.client import ServerError

        try:
            return self._client().act(params.episode, params.turn, params.action)
        except ServerError as e:
            if e.status == 422:
                raise FamilyError(str(e)) from e
            raise

    def close_episode(self, params: Close) -> Closed:
        """See Transport."""
        return self._client().close_episode(params.episode)

    def close(self) -> None:
        """See Transport."""
        for client in self._clients:
            client.close()

    def _client(self) -> "Client":
        from tasksynth.client import Client

        if not hasattr(self._of_thread, "client"):
            self._of_thread.client = Client(self._url, token=os.environ.get(TOKEN))
            self._clients.append(self._of_thread.client)
        client: Client = self._of_thread.client
        return client


class Child:
    """A child process, to which JSON-RPC 2.0 messages go one a line."""

    def __init__(self, where: Stdio) -> None:
        command = [sys.executable, "-m", "tasksynth", "serve"]
        command += ["--stdio", where.recipe, *(("--store", where.store) if where.store else ())]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._turn = threading.Lock()
        self._sent = 0

    def ask(self, cursor: int, n: int, rollouts: int | None) -> Asked:
        """See Transport."""
        (result,) = self._call("ask", [{"cursor": cursor, "n": n, "rollouts": rollouts}])
        return Asked.model_validate(result)

    def status(self) -> Status:
        """See Transport."""
        (result,) = self._call("status", [{}])
        return Status.model_validate(result)

    def verify(self, items: Items) -> list[Verified]:
        """See Transport."""
        params = [{"label": label, "answers": list(answers)} for label, answers in items]
        return [Verified.model_validate(result) for result in self._call("verify", params)]

    def open(self, params: Open) -> Opened:
        """See Transport."""
        (result,) = self._call("open", [params.model_dump(mode="json", exclude_none=True)])
        return Opened.model_validate(result)

    def act(self, params: Act) -> Acted:
        """See Transport."""
        try:
            (result,) = self._call("act", [params.model_dump(mode="json")])
        except UsageError as e:
            raise FamilyError(str(e)) from e
        return Acted.model_validate(result)

    def close_episode(self, params: Close) -> Closed:
        """See Transport."""
        (result,) = self._call("close", [params.model_dump(mode="json")])
        return Closed.model_validate(result)

    def close(self) -> None:
        """See Transport."""
        self._process.communicate()

    def _call(self, method: str, params: Sequence[dict[str, Any]]) -> list[Any]:
        """Send messages ahead, and collect their replies, which may come in any order."""
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        if pipe_in is None or pipe_out is None:
            raise StateError("the server has no pipes")
        with self._turn:
            numbers = range(self._sent, self._sent + len(params))
            self._sent += len(params)
            lines = [
                json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": one})
                for number, one in zip(numbers, params, strict=True)
            ]
            sender = threading.Thread(target=self._write, args=("\n".join(lines) + "\n",))
            sender.start()  # both pipes may be full
            replies: dict[int, Any] = {}
            while len(replies) < len(params):
                if not (line := pipe_out.readline()):
                    raise StateError(f"the server ended, exit code {self._process.wait()}")
                reply = json.loads(line)
                replies[reply["id"]] = reply
            sender.join()
        for reply in replies.values():
            if "error" in reply:
                raise UsageError(f"the server refused: {reply['error']['message']}")
        return [replies[number]["result"] for number in numbers]

    def _write(self, text: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(text.encode())
            self._process.stdin.flush()
