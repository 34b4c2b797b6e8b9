"""NeMo Gym: resources servers that judge responses, here the one for Reasoning Gym.

Both sides are servers of its class, asked over ASGI as its agents ask them: its own server, which
scores a puzzle of Reasoning Gym, and ours (docs/trainers.md), which judges one of our families.
"""

import os
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from typing import Any
from unittest.mock import MagicMock

import reasoning_gym
from fastapi.testclient import TestClient
from nemo_gym.server_utils import ServerClient
from resources_servers.reasoning_gym import app as own

from benchmarks.rivals.of_reasoning_gym import BOMB, PATIENCE_S
from benchmarks.rivals.rows import Exam, Row, reading
from benchmarks.serving.processes import cpu_s, family
from tasksynth.adapters.nemo_gym import Config, TasksynthResourcesServer
from tasksynth.single import Source, source
from tasksynth_schemas import Label

Reward = Callable[[str], float]
"""What a server pays for a reply."""
MESSAGE = {"id": "m", "type": "message", "role": "assistant", "status": "completed"}
RESPONSE = {
    "id": "r", "created_at": 0.0, "model": "m", "object": "response", "tools": [],
    "parallel_tool_calls": False, "tool_choice": "auto",
}  # fmt: skip


def rows() -> Iterator[Row]:
    """All jobs."""
    theirs, ours = their_exams("knights_knaves"), our_exams(source("puzzle.knights", seed=1))
    yield from reading(theirs, ours)
    rates = [rate(exams[0]) for exams in (theirs, ours)]
    yield Row("verdicts, of a server and what works for it", *rates, "a CPU-second")
    note = f"stopped after {PATIENCE_S:g} s; ours by the limit of a foreign family"
    waits = (their_wait(), seconds(our_rewards(source("rg.countdown", seed=1)), BOMB))
    yield Row("a verdict on `9**9**9**9` (countdown)", *waits, "s", lower=True, note=note)


def rewards(client: TestClient, row: dict[str, Any]) -> Reward:
    """By a server, of a row that it knows."""

    def reward(reply: str) -> float:
        content = [{"type": "output_text", "text": reply, "annotations": []}]
        response = {**RESPONSE, "output": [{**MESSAGE, "content": content}]}
        answer = client.post("/verify", json={**row, "response": response})
        return float(answer.json()["reward"])

    return reward


def client_of(server: Any, config: Any) -> TestClient:
    """The server's application."""
    made = server(config=config, server_client=MagicMock(spec=ServerClient))
    return TestClient(made.setup_webserver())


PLACE = {"host": "127.0.0.1", "port": 1, "name": "peer", "entrypoint": "app.py", "domain": "other"}


def their_rewards(entry: dict[str, Any]) -> Reward:
    """Of an entry of Reasoning Gym."""
    config = own.ReasoningGymResourcesServerConfig(**PLACE)
    row = {"responses_create_params": {"input": entry["question"]}, **entry}
    return rewards(client_of(own.ReasoningGymResourcesServer, config), row)


def our_rewards(tasks: Source, index: int = 0) -> Reward:
    """Of a task of ours."""
    task = tasks.make(index)
    row = {
        "responses_create_params": {"input": task.text},
        "label": str(Label(ref=task.ref)),
        "task": task.id,
    }
    return rewards(client_of(TasksynthResourcesServer, Config(**PLACE)), row)


def their_exams(name: str, count: int = 5) -> list[Exam]:
    """Entries of a dataset, by their server."""
    data: Any = reasoning_gym.create_dataset(name, size=count + 1, seed=1)
    answers = [f"<answer>{data[i]['answer']}</answer>" for i in range(count + 1)]
    return exams(answers, [their_rewards(data[i]) for i in range(count)])


def our_exams(tasks: Source, count: int = 5) -> list[Exam]:
    """Tasks of a family, by our server."""
    answers = [tasks.family.solve(tasks.draw(i).instance) for i in range(count + 1)]
    return exams(answers, [our_rewards(tasks, i) for i in range(count)])


def exams(answers: list[str], judges: list[Reward]) -> list[Exam]:
    """Those for which the next one's answer is wrong."""
    made = [
        Exam(answers[i], answers[i + 1], lambda reply, judge=judge: judge(reply) == 1)
        for i, judge in enumerate(judges)
    ]
    return [one for one in made if not one.paid(one.wrong)]


def rate(exam: Exam, calls: int = 300) -> float:
    """Verdicts for a CPU-second of this process and of those under it."""
    exam.paid(exam.reference)
    start = sum(map(cpu_s, family(os.getpid())))
    for _ in range(calls):
        exam.paid(exam.reference)
    return calls / (sum(map(cpu_s, family(os.getpid()))) - start)


def seconds(reward: Reward, reply: str) -> float:
    """Until a reply has its reward, after one that is no answer."""
    reward("?")
    start = time.perf_counter()
    reward(reply)
    return time.perf_counter() - start


def their_wait() -> float:
    """The same by their server, in a process that can be given up."""
    entry: Any = reasoning_gym.create_dataset("countdown", size=1, seed=1)[0]
    child = get_context("fork").Process(target=seconds, args=(their_rewards(entry), BOMB))
    start = time.perf_counter()
    child.start()
    child.join(PATIENCE_S)
    took = float("inf") if child.is_alive() else time.perf_counter() - start
    child.kill()
    return took
