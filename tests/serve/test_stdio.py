"""Real child processes that serve over their standard input and output."""

import contextlib
import json
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest

RECIPE = """
seed = 5
[[mix]]
family = "demo.sum"
levels = [0.3, 0.6, 0.9]
[curriculum]
strategy = "{strategy}"
rollouts = 4
"""


class Child:
    """A server and the lines to and from it."""

    def __init__(self, recipe: Path, store: Path | None = None) -> None:
        command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve", "--stdio"]
        command += [str(recipe)] + (["--store", str(store)] if store else [])
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._next = 0

    def send(self, line: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def reply(self) -> Any:
        assert self.process.stdout
        return json.loads(self.process.stdout.readline())

    def call(self, method: str, **params: Any) -> Any:
        self._next += 1
        request = {"jsonrpc": "2.0", "id": self._next, "method": method, "params": params}
        self.send(json.dumps(request).encode())
        reply = self.reply()
        assert reply["id"] == self._next
        return reply.get("result") or reply["error"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.toml"
    path.write_text(RECIPE.format(strategy="uniform"))
    return path


@pytest.fixture
def child(recipe: Path) -> Iterator[Child]:
    with Child(recipe) as child:
        yield child


def answer(prompt: str) -> str:
    a, b = prompt.removeprefix("What is ").removesuffix("?").split(" + ")
    return str(int(a) + int(b))


def test_ask_verify_tell(child: Child) -> None:
    (served,) = child.call("ask", n=1)["tasks"]
    ticket = served["ticket"]["id"]
    right = answer(served["prompt"])
    verdicts = child.call("verify", ticket=ticket, answers=[right, "-1", "so so"])["verdicts"]
    assert [v["status"] for v in verdicts] == ["pass", "fail", "unparsable"]
    feedback = {"ticket": ticket, "rewards": [1, 0, 0, None]}
    assert child.call("tell", feedback=[feedback])["acks"][0]["status"] == "ok"
    assert child.call("tell", feedback=[feedback])["acks"][0]["status"] == "duplicate"


def test_verify_can_tell_in_the_same_breath(child: Child) -> None:
    (served,) = child.call("ask", n=1)["tasks"]
    answers = [answer(served["prompt"])] * 4
    reply = child.call("verify", ticket=served["ticket"]["id"], answers=answers, tell=True)
    assert reply["ack"]["status"] == "ok"


def test_a_task_can_be_verified_by_its_ref_alone(child: Child, recipe: Path) -> None:
    (served,) = child.call("ask", n=1)["tasks"]
    with Child(recipe) as other:
        reply = other.call(
            "verify", ref=served["ticket"]["ref"], answers=[answer(served["prompt"])]
        )
    assert reply["verdicts"][0]["status"] == "pass"


def test_the_prompt_is_there_and_the_instance_is_not(child: Child) -> None:
    (served,) = child.call("ask", n=1)["tasks"]
    assert served["prompt"].startswith("What is")
    assert "instance" not in served


def test_equal_cursors_and_keys_give_equal_tasks(child: Child) -> None:
    first = child.call("ask", n=3)
    assert child.call("ask", n=3, cursor=0) == first
    keyed = child.call("ask", n=2, key="step-1")
    assert child.call("ask", n=2, key="step-1") == keyed
    assert keyed["tasks"][0]["ticket"]["position"] == first["cursor"]


def test_requests_may_be_sent_ahead(child: Child) -> None:
    for i in range(50):
        child.send(json.dumps({"id": i, "method": "ask", "params": {"n": 1}}).encode())
    positions = [child.reply()["result"]["cursor"] for _ in range(50)]
    assert positions == list(range(1, 51))


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (b"{", -32700, "not JSON"),
        (b"[" * 100_000, -32700, "not JSON"),
        (b"\xff\xfe", -32700, "not JSON"),
        (b"null", -32600, "method"),
        (b"7", -32600, "method"),
        (b"[]", -32600, "batches are not taken"),
        (b'[{"id": 1, "method": "status"}]', -32600, "batches are not taken"),
        (b'{"id": NaN, "method": "status"}', -32600, "a number or null, got nan"),
        (b'{"id": 1e999, "method": "status"}', -32600, "got inf"),
        (b'{"id": true, "method": "status"}', -32600, "not true or false"),
        (b'{"id": [1], "method": "status"}', -32600, "an id is"),
        (b'{"id": 1, "method": "status", "jsonrpc": "1.0"}', -32600, "got '1.0'"),
        (b'{"method": 3}', -32600, "method"),
        (b'{"id": 1, "method": "tel"}', -32601, "did you mean 'tell'"),
        (b'{"id": 1, "method": "ask", "params": {"n": 0}}', -32602, "field 'n'"),
        (b'{"id": 1, "method": "ask", "params": {"m": 1}}', -32602, "no field 'm'"),
        (b'{"id": 1, "method": "ask", "params": 7}', -32602, "ask: "),
        (
            b'{"id": 1, "method": "verify", "params": {"answers": ["1"]}}',
            -32602,
            "ticket, ref and label",
        ),
        (
            b'{"id": 1, "method": "verify", "params": {"ticket": "00000000:9", "answers": ["1"]}}',
            -32602,
            "no ticket '00000000:9'",
        ),
        (
            '{"id":1,"method":"verify","params":{"label":"00000000:٣","answers":["1"]}}'.encode(),
            -32602,
            "want a label",
        ),
        (
            '{"id": 1, "method": "task", "params": {"ticket": "00000000:٣"}}'.encode(),
            -32602,
            "ticket",
        ),
        (
            b'{"id":1,"method":"tell","params":{"feedback":[{"ticket":"00000000:9","rewards":[NaN]}]}}',
            -32602,
            "rewards",
        ),
    ],
)
def test_bad_requests_get_a_reply_and_change_nothing(
    child: Child, line: bytes, code: int, message: str
) -> None:
    child.send(line)
    reply = child.reply()
    assert reply["error"]["code"] == code
    assert message in reply["error"]["message"]
    assert child.call("status")["position"] == 0


def test_a_request_that_is_too_long_is_skipped(child: Child) -> None:
    child.send(b'{"id": 1, "method": "' + b"x" * 17 * 2**20 + b'"}')
    assert "at most 16777216 bytes" in child.reply()["error"]["message"]
    assert child.call("status")["position"] == 0


@pytest.mark.parametrize("hostile", ["raise", "loop", "hang", "crash", "bomb", "print"])
def test_a_hostile_answer_costs_one_verdict(child: Child, hostile: str) -> None:
    (served,) = child.call("ask", n=1)["tasks"]
    right = answer(served["prompt"])
    answers = [right, hostile, right]
    verdicts = child.call("verify", ticket=served["ticket"]["id"], answers=answers)["verdicts"]
    wanted = "unparsable" if hostile == "print" else "error"
    assert [v["status"] for v in verdicts] == ["pass", wanted, "pass"]


def test_end_of_input_ends_it_cleanly(child: Child) -> None:
    child.call("ask", n=1)
    out, err = child.process.communicate(timeout=30)
    assert (child.process.returncode, out, err) == (0, b"", b"")


def test_sigterm_ends_it_cleanly(child: Child) -> None:
    child.call("ask", n=1)
    child.process.send_signal(signal.SIGTERM)
    assert child.process.wait(timeout=30) == 0


@pytest.mark.parametrize("strategy", ["uniform", "staged"])
def test_acknowledged_feedback_survives_a_kill(tmp_path: Path, strategy: str) -> None:
    recipe, store = tmp_path / "r.toml", tmp_path / "run.db"
    recipe.write_text(RECIPE.format(strategy=strategy))

    def trainer(child: Child, steps: int) -> list[Any]:
        seen = []
        for _ in range(steps):
            asked = child.call("ask", n=2)
            seen.append(asked)
            feedback = [
                {"ticket": served["ticket"]["id"], "rewards": [1, 1, 1, i % 2]}
                for i, served in enumerate(asked["tasks"])
            ]
            acks = child.call("tell", feedback=feedback)["acks"]
            assert [ack["status"] for ack in acks] == ["ok", "ok"]
        return seen

    with Child(recipe) as child:
        whole = trainer(child, 60)
    parts = []
    for steps in (7, 20, 1, 32):
        with Child(recipe, store) as child:
            parts += trainer(child, steps)
            child.process.kill()
    assert parts == whole
    with Child(recipe, store) as child:
        last = {"ticket": whole[-1]["tasks"][0]["ticket"]["id"], "rewards": [0]}
        assert child.call("tell", feedback=[last])["acks"][0]["status"] == "duplicate"


def test_it_ends_when_its_reader_goes_away(child: Child) -> None:
    child.call("status")
    assert child.process.stdout
    assert child.process.stderr
    child.process.stdout.close()  # as `| head -n 1` does; nothing more is asked, or ends
    assert child.process.wait(timeout=60) == 0
    assert child.process.stderr.read() == b""


@pytest.mark.parametrize("requests", [1, 200])
def test_a_reader_who_has_gone_is_no_fault(recipe: Path, requests: int) -> None:
    lines = [json.dumps({"id": i, "method": "ask"}).encode() + b"\n" for i in range(requests)]
    with Child(recipe) as child:
        assert child.process.stdin
        assert child.process.stdout
        assert child.process.stderr
        child.process.stdout.close()
        with contextlib.suppress(BrokenPipeError):  # it may have ended before we are done
            for line in lines:
                child.process.stdin.write(line)
                child.process.stdin.flush()
        assert child.process.wait(timeout=60) == 0
        assert child.process.stderr.read() == b""


def test_it_ends_when_its_reader_takes_nothing_and_it_is_told_to(child: Child) -> None:
    requests = [json.dumps({"id": i, "method": "ask", "params": {"n": 64}}) for i in range(20)]
    child.send("\n".join(requests).encode())
    assert child.process.stdout
    select.select([child.process.stdout], [], [])
    while child.process.poll() is None:  # the first waits for the reader, the second does not
        child.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(0.1)
    assert child.process.returncode in (0, -signal.SIGTERM)  # one may come as it ends


STARTS_A_SERVER = """
import subprocess, sys, time
command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve", "--stdio"]
server = subprocess.Popen([*command, sys.argv[1]])
print(server.pid, file=sys.stderr, flush=True)
time.sleep(1e6)
"""


def test_it_does_not_outlive_its_parent_though_others_hold_its_pipes(recipe: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", STARTS_A_SERVER, str(recipe)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert parent.stdin
    assert parent.stdout
    assert parent.stderr
    server = int(parent.stderr.readline())
    parent.stdin.write(b'{"id": 1, "method": "ask"}\n')
    parent.stdin.flush()
    assert json.loads(parent.stdout.readline())["id"] == 1
    family = descendants(server)
    assert len(family) > 2
    parent.kill()
    while any(Path(f"/proc/{pid}").exists() for pid in family):
        pass
    parent.communicate()


def descendants(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [pid, *(one for word in found.stdout.split() for one in descendants(int(word)))]


def test_a_notification_gets_no_reply_even_if_it_is_wrong(child: Child) -> None:
    for line in (b'{"method": "status"}', b'{"method": "tel"}', b'{"method": "ask", "params": 7}'):
        child.send(line)
    assert child.call("status")["position"] == 0
