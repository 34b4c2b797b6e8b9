"""Servers, from their parts to their end."""

import ipaddress
import re
import socket

from tasksynth.errors import UsageError
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.serve.clients import Clients
from tasksynth.serve.roles import Role

DRAIN_S = 30.0
"""Seconds that requests under way have once the server was told to end."""


async def run_stdio(role: Role, workers: int, dataset: Dataset | None) -> bool:
    """Serve over standard input and output until it ends; whether an interrupt ended it."""
    from tasksynth.serve.stdio import serve_stdio

    async with role.session(workers, dataset, ()) as (session, _):
        return await serve_stdio(session, drain_s=DRAIN_S)


def run_http(
    role: Role,
    workers: int,
    dataset: Dataset | None,
    *,
    address: str,
    clients: Clients,
) -> None:
    """Serve over HTTP until SIGTERM or SIGINT; what is under way by then is answered.

    Args:
        role: of the server.
        workers: processes that judge.
        dataset: where imported tasks are.
        address: `host:port`; port 0 takes a free one. The address is said on standard error.
        clients: who may call, and how much; beyond this machine they must have tokens.

    Raises:
        UsageError: if what it needs is not installed, or the address cannot be had.
        KeyboardInterrupt: once it has ended, if an interrupt ended it.
    """
    sock = _listen(address, secured=bool(clients.tokens))
    try:
        from tasksynth.serve.web import serve_http
    except ModuleNotFoundError as e:
        raise UsageError(f"HTTP needs {e.name}: pip install 'tasksynth[serve]'") from e
    serve_http(role, workers, dataset, sock=sock, clients=clients, drain_s=DRAIN_S)


def _listen(address: str, *, secured: bool) -> socket.socket:
    host, colon, port = address.rpartition(":")
    host = host.strip("[]")
    if not colon or not host or not re.fullmatch("[0-9]{1,5}", port) or int(port) > 65535:
        raise UsageError(f"want HOST:PORT, such as 127.0.0.1:8321, got {address!r}")
    try:
        info = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        if not secured and not ipaddress.ip_address(info[4][0]).is_loopback:
            raise UsageError(
                f"{host} can be reached from other machines: give a token, "
                "with --token-file or in TASKSYNTH_TOKEN"
            )
        return socket.create_server(info[4][:2], family=info[0])
    except OSError as e:
        raise UsageError(f"cannot listen on {address}: {e.strerror or e}") from e
