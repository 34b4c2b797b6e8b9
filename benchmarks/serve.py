"""What `tasksynth serve --http` bears, beside a FastAPI server and one in Reasoning Gym's style.

    pip install -e '.[dev]' fastapi
    python benchmarks/serve.py                 # two minutes
    python benchmarks/serve.py --soak 600      # ten more: memory at half load, under attack

The load comes from a process of its own over loopback, with one request at a time on each of 64
connections (`benchmarks/serving/load.py`). First each server's capacity: ask and tell in turn, with
acknowledged feedback on disk where the server keeps any, and verdicts on SAT assignments, one a
request. Then half of the wanted load (3,000 and 1,500 a second) while one request in a hundred is
hostile: answers on which a verifier hangs, loops, crashes or asks for 32 TB, bodies of 10 MB, and
garbage. Times count from when a request was due, whether or not it could be sent then.

On a machine that is busy with other things, compare the CPU columns: microseconds of the server's
main process, and of its workers, for each request.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from serving import processes  # noqa: E402 - beside this file, which is a program
from serving.load import Plan  # noqa: E402

from tasksynth.single import source  # noqa: E402
from tasksynth_schemas import Label, TaskRef  # noqa: E402

ASKS, VERDICTS = 3000, 1500
"""Requests a second that are wanted."""
RECIPE = """
seed = 7
[[mix]]
family = "curricula.order"
levels = [0.1, 0.2, 0.3]
[curriculum]
rollouts = 4
"""
PLUGIN = HERE.parent / "tests" / "plugin"
TRAP = Label(
    ref=TaskRef(family="demo.sum", version=1, params={"top": 9, "odd_only": False}, seed=1, index=1)
)


class Server:
    """A server in a process of its own."""

    def __init__(
        self,
        name: str,
        folder: Path,
        options: Sequence[str] = (),
        *,
        recipe: str = RECIPE,
        peers: str = "peers.py",
    ) -> None:
        self.name = name
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, str(HERE / "serving" / peers), name, str(self.port)]
        if name == "tasksynth":
            (folder / "recipe.toml").write_text(recipe)
            command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve"]
            command += [str(folder / "recipe.toml"), "--http", f"127.0.0.1:{self.port}"]
            command += ["--store", str(folder / "run.db"), *options]
        self.process = subprocess.Popen(
            command, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(PLUGIN)}
        )
        while self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit(f"{name} did not start")

    def cpu_s(self) -> tuple[float, float]:
        """CPU seconds so far: of the server itself, and of its workers."""
        main, *others = map(processes.cpu_s, processes.family(self.process.pid))
        return main, sum(others)

    def memory_mb(self) -> float:
        """What all processes hold by themselves."""
        return sum(map(processes.own_mb, processes.family(self.process.pid)))

    def offer(self, **plan: Any) -> dict[str, Any]:
        """Offer load; what came of it, with the CPU time that a request took."""
        before = self.cpu_s()
        load = subprocess.run(
            [sys.executable, str(HERE / "serving" / "load.py")],
            input=json.dumps(asdict(Plan(port=self.port, **plan))),
            capture_output=True,
            text=True,
            check=True,
        )
        result: dict[str, Any] = json.loads(load.stdout)
        done = max(1, result["done"])
        for key, start, end in zip(("main_us", "worker_us"), before, self.cpu_s(), strict=True):
            result[key] = (end - start) / done * 1e6
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def verifications(name: str) -> list[tuple[str, str]]:
    """Right and wrong assignments to 100 formulas of 20 variables, as the server wants them."""
    ksat = source("sat.assignment", seed=3, level=0.4)
    requests = []
    for i in range(100):
        task = ksat.make(i)
        label = str(Label(ref=task.ref))
        right = ksat.family.solve(ksat.family.Instance.model_validate(task.instance))
        for answer in (right, right.replace("1", "0")):
            if name == "gym":
                body = json.dumps({"answers": [{"entry_id": label, "answer": answer}]})
                requests.append(("/experiments/sat/score", body))
            else:
                requests.append(("/verify", json.dumps({"label": label, "answers": [answer]})))
    return requests


def attacks(name: str) -> list[tuple[str, str]]:
    """Hostile requests; a tenth of them hang in C code until they are killed."""
    path = "/experiments/sat/score" if name == "gym" else "/verify"

    def answer(text: str) -> tuple[str, str]:
        if name == "gym":
            return path, json.dumps({"answers": [{"entry_id": str(TRAP), "answer": text}]})
        return path, json.dumps({"label": str(TRAP), "answers": [text]})

    return [
        answer("hang"),
        (path, "bytes:10000000"),
        answer("bomb"),
        (path, "{" * 1000),
        answer("loop"),
        (path, "bytes:10000000"),
        answer("crash"),
        (path, json.dumps({"label": "x" * 1000, "answers": [[]]})),
        answer("4" * 1_000_000),
        answer("raise"),
    ]


def row(name: str, what: str, result: dict[str, Any]) -> None:
    rate = result["done"] / result["seconds"]
    line = f"{name:10} {what:24} {rate:8.0f}/s  p50 {result['p50_ms']:7.1f}  p99 "
    line += f"{result['p99_ms']:7.1f} ms  failed {result['failed']:5}  CPU us "
    print(line + f"{result['main_us']:5.0f} + {result['worker_us']:.0f}", flush=True)
    if result["hostile"]:
        print(f"{'':10} hostile requests got {result['hostile']}", flush=True)


def race(server: Server, seconds: float) -> dict[str, float]:
    """Capacity, then half load under attack."""
    name = server.name
    ask = [("ask+tell", '{"n": 1}')]
    verify = verifications(name)
    server.offer(seconds=max(2, seconds / 2), requests=verify, connections=16)  # warm
    found = {}
    if name != "gym":
        result = server.offer(seconds=seconds, requests=ask)
        row(name, "ask + tell", result)
        found["ask + tell"] = result["done"] / seconds
    result = server.offer(seconds=seconds, requests=verify)
    row(name, "verify", result)
    found["verify"] = result["done"] / seconds
    for what, requests, wanted in (("ask + tell", ask, ASKS), ("verify", verify, VERDICTS)):
        if name == "gym" and what == "ask + tell":
            continue
        result = server.offer(
            seconds=seconds,
            requests=requests,
            rate=wanted / 2 / (2 if what == "ask + tell" else 1),
            hostile=attacks(name),
            hostile_rate=wanted / 2 / 100,
        )
        row(name, f"{what} {wanted // 2}/s, attacked", result)
        if result["failed"] > result["done"]:
            print(f"{name:10} hangs with the verifier; it is not asked again", flush=True)
            break
    return found


def soak(server: Server, seconds: float) -> None:
    """Half of both loads at once, attacked, and the memory of all processes."""
    requests = [("ask+tell", '{"n": 1}'), *verifications(server.name)[:1]]
    for i in range(20):
        result = server.offer(
            seconds=seconds / 20,
            requests=requests,
            rate=VERDICTS / 2,
            hostile=attacks(server.name),
            hostile_rate=(ASKS / 2 + VERDICTS / 2) / 100,
        )
        print(f"{(i + 1) * seconds / 20:6.0f} s  {server.memory_mb():7.1f} MB", end="  ")
        print(f"p99 {result['p99_ms']:.1f} ms  failed {result['failed']}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="of each measurement")
    parser.add_argument("--soak", type=float, default=0.0, help="seconds of the long run")
    parser.add_argument("--only", choices=["tasksynth", "fastapi", "gym"])
    options = parser.parse_args()
    capacity = {}
    for name in ("tasksynth", "fastapi", "gym"):
        if options.only in (None, name):
            with tempfile.TemporaryDirectory() as folder, Server(name, Path(folder)) as server:
                capacity[name] = race(server, options.seconds)
                if options.soak and name == "tasksynth":
                    soak(server, options.soak)
    for name, found in capacity.items():
        for what, rate in found.items():
            ours = capacity.get("tasksynth", {}).get(what)
            if ours and name != "tasksynth":
                print(f"{what}: tasksynth serves {ours / rate:.2f} times as many as {name}")


if __name__ == "__main__":
    main()
