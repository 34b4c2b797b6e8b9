"""An S3 server of our own, which keeps what it is given in its memory."""

import os
import socket
import subprocess
import sys
import time
from typing import Any, Self

KEYS = {
    "AWS_ACCESS_KEY_ID": "somebody",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class S3:
    """A process of moto's server, with one bucket, `bucket`."""

    def __enter__(self) -> Self:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.env = KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
        self._await(port)
        self.fs.mkdir("bucket")
        return self

    def _await(self, port: int) -> None:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("moto's server does not start")

    @property
    def fs(self) -> Any:
        """Its files, as whoever has the keys sees them."""
        from s3fs import S3FileSystem

        return S3FileSystem(
            key=KEYS["AWS_ACCESS_KEY_ID"],
            secret=KEYS["AWS_SECRET_ACCESS_KEY"],
            endpoint_url=self.env["AWS_ENDPOINT_URL"],
            use_listings_cache=False,
        )

    def contents(self, folder: str) -> dict[str, bytes]:
        """What is in a folder of the bucket, by name."""
        path = f"bucket/{folder}/"
        return {name.removeprefix(path): self.fs.cat_file(name) for name in self.fs.find(path)}

    def environment(self) -> dict[str, str]:
        """For a process that uses it."""
        return {**os.environ, **self.env}

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.wait()
