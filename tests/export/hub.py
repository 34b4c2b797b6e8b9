"""A stand-in for the Hub: what its client asks for to make a dataset and to commit files to it."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

LARGE = 20_000
"""Bytes from which on a file is stored by its SHA-256."""
REPO = "me/tasks"


@dataclass
class Store:
    """The files of one dataset, and what happened."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    objects: dict[str, bytes] = field(default_factory=dict)
    commits: list[list[str]] = field(default_factory=list)
    fail_after: int | None = None
    """Commits after which the server fails."""
    token: str | None = "secret"


@contextmanager
def standing_in() -> Iterator[Store]:
    """Serve one on this machine."""
    store = Store()

    class Handler(_Handler):
        held = store

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    store.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    held: Store

    def do_GET(self) -> None:
        path = unquote(self.path).partition("?")[0]
        if path == f"/api/datasets/{REPO}/tree/main":
            self._reply([_entry(name, body) for name, body in self.held.files.items()])
        else:
            self._reply({"error": f"no {path}"}, 404)

    def do_POST(self) -> None:
        body = self._body()
        if self.headers.get("authorization") != f"Bearer {self.held.token}":
            self._reply({"error": "Unauthorized"}, 401)
        elif self.path == "/api/repos/create":
            self._reply({"url": f"{self.held.url}/datasets/{REPO}", "id": REPO})
        elif self.path == "/api/validate-yaml":
            self._reply({"errors": [], "warnings": []})
        elif self.path.startswith(f"/api/datasets/{REPO}/preupload/"):
            files = json.loads(body)["files"]
            self._reply({"files": [_mode(file) for file in files]})
        elif self.path == f"/datasets/{REPO}.git/info/lfs/objects/batch":
            self._reply({"transfer": "basic", "objects": self._offered(json.loads(body))})
        elif self.path.startswith(f"/api/datasets/{REPO}/commit/"):
            self._commit([json.loads(line) for line in body.splitlines()])
        else:
            self._reply({"error": f"no {self.path}"}, 404)

    def do_PUT(self) -> None:
        self.held.objects[self.path.rpartition("/")[2]] = self._body()
        self._reply({})

    def _offered(self, asked: Any) -> list[dict[str, Any]]:
        offers = []
        for one in asked["objects"]:
            known = one["oid"] in self.held.objects
            href = f"{self.held.url}/objects/{one['oid']}"
            offers.append({**one, **({} if known else {"actions": {"upload": {"href": href}}})})
        return offers

    def _commit(self, lines: list[Any]) -> None:
        if len(self.held.commits) == self.held.fail_after:
            self._reply({"error": "down"}, 500)
            return
        names = []
        for line in lines[1:]:
            value = line["value"]
            names.append(value["path"])
            if line["key"] == "file":
                self.held.files[value["path"]] = base64.b64decode(value["content"])
            elif line["key"] == "lfsFile":
                self.held.files[value["path"]] = self.held.objects[value["oid"]]
            else:
                del self.held.files[value["path"]]
        self.held.commits.append(names)
        commit = {"commitUrl": f"{self.held.url}/datasets/{REPO}/commit/1", "commitOid": "1"}
        self._reply({"success": True, **commit})

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _reply(self, body: Any, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _mode(file: Any) -> dict[str, Any]:
    mode = "lfs" if file["size"] >= LARGE else "regular"
    return {"path": file["path"], "uploadMode": mode, "shouldIgnore": False}


def _entry(name: str, body: bytes) -> dict[str, Any]:
    sha1 = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
    entry: dict[str, Any] = {"type": "file", "path": name, "size": len(body), "oid": sha1}
    if len(body) >= LARGE:
        sha256 = hashlib.sha256(body).hexdigest()
        entry["lfs"] = {"oid": sha256, "size": len(body), "pointerSize": 130}
    return entry
