"""A PostgreSQL server of a test's own, on a socket in a temporary folder."""

import os
import shutil
import subprocess
from pathlib import Path
from shutil import which
from typing import Self

import pytest


class Postgres:
    """Started, with an address; it can be stopped and started again."""

    def __init__(self) -> None:
        if which("initdb") is None:
            pytest.skip("PostgreSQL is not installed")
        pytest.importorskip("psycopg")
        self.home = Path(f"/tmp/pg-{os.getpid()}")
        self.home.mkdir()
        self._user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
        if self._user:
            shutil.chown(self.home, self._user)
        data = str(self.home / "data")
        self._run("initdb", "-D", data, "-U", "tasksynth", "--auth=trust", "--no-sync")
        self.start()

    @property
    def address(self) -> str:
        return f"postgresql://tasksynth@/postgres?host={self.home}"

    def start(self) -> None:
        options = f"-k {self.home} -c listen_addresses='' -c fsync=off"
        self._control("-w", "-o", options, "-l", str(self.home / "log"), "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        try:
            self.stop()
        finally:
            shutil.rmtree(self.home)

    def _control(self, *options: str) -> None:
        self._run("pg_ctl", "-D", str(self.home / "data"), *options)

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=self.home, user=self._user)

    def run_sql(self, statement: str) -> None:
        """Run a statement of its own, such as CREATE DATABASE."""
        import psycopg

        with psycopg.connect(self.address, autocommit=True) as db:
            db.execute(statement)
