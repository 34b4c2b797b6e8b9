"""Whoever opens connections and says nothing is in nobody's way."""

import resource
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress

import httpx
import pytest

from tests.serve.server import Server, write_recipe

HANG_S = 120.0
"""What a test waits for a server that would never hang up."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One that may open 256 files, and wants a token."""
    recipe = write_recipe(tmp_path_factory.mktemp("door"))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        server = Server(recipe, TASKSYNTH_TOKEN="s3cret")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with server:
        yield server


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=HANG_S)


def test_idle_connections_do_not_shut_out_who_has_the_token(server: Server) -> None:
    with ExitStack() as held, ThreadPoolExecutor(1) as threads:
        (task,) = server.post("/ask", n=1)["tasks"]
        slow = threads.submit(server.post, "/verify", label=task["label"], answers=["loop"])
        for _ in range(400):
            held.enter_context(connect(server))
        for _ in range(20):
            with httpx.Client(base_url=server.url, headers=server.http.headers) as new:
                reply = new.post("/verify", json={"label": task["label"], "answers": ["1"]})
                assert reply.status_code == 200
        assert slow.result()["verdicts"][0]["status"] == "error"


def test_who_has_shown_the_token_keeps_the_connection(server: Server) -> None:
    head = f"Host: 127.0.0.1:{server.port}\r\nAuthorization: Bearer s3cret\r\n\r\n"
    request = f"GET /status HTTP/1.1\r\n{head}".encode()
    with connect(server) as known, ExitStack() as held:
        for _ in range(2):
            known.sendall(request)
            reply = b""
            while not reply.endswith(b"}"):  # head and body may come one after the other
                reply += known.recv(1 << 16) or b"}"
            assert reply.startswith(b"HTTP/1.1 200")
            for _ in range(200):
                held.enter_context(connect(server))


@pytest.mark.slow
def test_who_does_not_say_what_it_wants_is_hung_up_on(server: Server) -> None:
    whole = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    stop = threading.Event()
    with ExitStack() as held:
        silent, half, second, drip = (held.enter_context(connect(server)) for _ in range(4))
        half.sendall(whole[:30])
        second.sendall(whole)
        answer = b""
        while not answer.endswith(b"ok\n"):  # its head and its body may come one by one
            answer += second.recv(1 << 16)
        assert answer.startswith(b"HTTP/1.1 200")
        second.sendall(whole[:30])

        def go_on() -> None:
            drip.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
            with suppress(OSError):
                while not stop.wait(0.5):
                    drip.sendall(b"x")

        dripping = threading.Thread(target=go_on)
        dripping.start()
        for one in (silent, half, second, drip):
            with suppress(ConnectionResetError):
                assert one.recv(1 << 16) == b""
        stop.set()
        dripping.join()
