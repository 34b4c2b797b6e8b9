"""A client of `tasksynth serve --http`, blocking and asynchronous. Needs the extra `client`."""

from tasksynth.client.calls import ServerError
from tasksynth.client.http import AsyncClient, Client
from tasksynth.client.stream import rows

__all__ = ["AsyncClient", "Client", "ServerError", "rows"]
