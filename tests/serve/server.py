"""A real server in a process of its own, for tests."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

import httpx

RECIPE = """
seed = 5
[[mix]]
family = "demo.sum"
levels = [0.3, 0.6, 0.9]
[curriculum]
strategy = "{strategy}"
rollouts = 4
"""


def write_recipe(folder: Path, strategy: str = "uniform") -> Path:
    path = folder / f"{strategy}.toml"
    path.write_text(RECIPE.format(strategy=strategy))
    return path


class Server:
    """`tasksynth serve RECIPE|URL --http`, once it is ready, and a client of it."""

    def __init__(self, recipe: Path | str, *options: str, port: int = 0, **env: str) -> None:
        command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve"]
        command += [str(recipe), "--http", f"127.0.0.1:{port}", *options]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, env=os.environ | env
        )
        self.said: list[str] = []
        assert self.process.stderr
        for line in self.process.stderr:
            self.said.append(line)
            if "serving on" in line:
                break
        else:
            self.process.wait()
            self.process.stderr.close()
            raise AssertionError(f"the server did not start: {''.join(self.said)}")
        self.url = self.said[-1].split()[-1]
        self._reader = threading.Thread(target=self.said.extend, args=(self.process.stderr,))
        self._reader.start()
        headers = {"Authorization": f"Bearer {env['TASKSYNTH_TOKEN']}"} if env else {}
        self.http = httpx.Client(base_url=self.url, timeout=60, headers=headers)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def post(self, path: str, **body: Any) -> Any:
        reply = self.http.post(path, json=body)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def kill(self) -> None:
        self.process.kill()

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.http.close()
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stderr
        self.process.stderr.close()


def right(prompt: str) -> str:
    """The answer to a task of demo.sum."""
    a, b = prompt.removeprefix("What is ").removesuffix("?").split(" + ")
    return str(int(a) + int(b))
