"""Places beyond this machine, as fsspec knows them: `s3://bucket/folder`, `memory://folder`.

Needs the extra `s3`, or for other kinds of places what fsspec asks for. An object there is whole or
not there, and cannot be added to.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlparse

from tasksynth.errors import UnavailableError, UsageError

_URL = re.compile(r"([a-z][a-z0-9+.-]*)://")
_BUCKETS = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oss", "memory"})
"""Kinds of places that have no folders, only names with slashes in them."""
_STRANGERS = (
    ("botocore.exceptions", ("BotoCoreError", "ClientError")),
    ("aiohttp", ("ClientError",)),
    ("google.auth.exceptions", ("GoogleAuthError",)),
    ("azure.core.exceptions", ("AzureError",)),
)
"""Errors of clients that are no errors of the system, by the module that has them."""
_MENDS = {
    "NoCredentialsError": "say who you are, as AWS's own tools want it: AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE",
    "FileNotFoundError": "make its bucket, and run the same again",
    "PermissionError": "see that your credentials may read, write and list there",
}


@dataclass(frozen=True)
class RemotePlace:
    """A folder or an object beyond this machine."""

    url: str
    path: str
    """What its file system calls it."""
    fs: Any = field(repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """Find its file system.

        Raises:
            UsageError: if there is none for such a place, or what it needs is not installed.
        """
        kind = url.partition("://")[0]
        try:
            from fsspec.core import url_to_fs

            fs, path = url_to_fs(url, use_listings_cache=False)
        except ImportError as e:
            ours = kind == "s3" or (e.name or "").startswith("fsspec")
            mend = "pip install 'tasksynth[s3]'" if ours else str(e)
            raise UsageError(
                f"{url} is not on this machine, and that needs an extra: {mend}"
            ) from e
        except ValueError as e:
            raise UsageError(f"{url}: {e}; want a folder, or a place such as s3://…") from e
        if not path.strip("/"):
            raise UsageError(f"{url} names no folder: want one such as {kind}://bucket/folder")
        return cls(url.rstrip("/"), path.rstrip("/"), fs)

    def sizes(self) -> dict[str, int]:
        """The bytes of every object in the folder, by its name within."""
        with self._reached("read"):
            try:
                found = self.fs.find(self.path, detail=True)
            except FileNotFoundError:
                if not self._bucket():
                    raise
                return {}
            start = len(self.path) + 1
            return {name[start:]: int(info["size"]) for name, info in sorted(found.items())}

    def read(self, name: str) -> bytes:
        """An object of the folder."""
        with self._reached("read"):
            return bytes(self.fs.cat_file(f"{self.path}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        """Make or replace an object of the folder."""
        with self._reached("write"):
            self._make_folder(name)
            self.fs.pipe_file(f"{self.path}/{name}", data)

    def send(self, file: Path, name: str = "") -> None:
        """Make or replace an object of the folder, or without a name this very object."""
        with self._reached("write"):
            self._make_folder(name)
            self.fs.put_file(str(file), f"{self.path}/{name}" if name else self.path)

    def fetch(self, name: str, file: Path) -> None:
        """Copy an object of the folder to this machine."""
        with self._reached("read"):
            self.fs.get_file(f"{self.path}/{name}" if name else self.path, str(file))

    def remove(self, names: Sequence[str]) -> None:
        """Remove objects of the folder."""
        with self._reached("write"):
            if names:
                self.fs.rm([f"{self.path}/{name}" for name in names])

    def _make_folder(self, name: str) -> None:
        """Where folders are things of their own; a bucket is somebody's, and is not made."""
        if self._kind not in _BUCKETS:
            whole = f"{self.path}/{name}" if name else self.path
            self.fs.makedirs(whole.rpartition("/")[0], exist_ok=True)

    @property
    def _kind(self) -> str:
        return self.url.partition("://")[0]

    def _bucket(self) -> bool:
        """Whether what the folder would be in is there."""
        first = self.path.lstrip("/").partition("/")[0]
        return self._kind not in _BUCKETS - {"memory"} or bool(self.fs.exists(first))

    @contextmanager
    def _reached(self, what: str) -> Iterator[None]:
        try:
            yield
        except _faults() as e:
            why = " ".join(str(e).split()) or type(e).__name__
            mend = next((_MENDS[c.__name__] for c in type(e).__mro__ if c.__name__ in _MENDS), "")
            raise UnavailableError(
                f"cannot {what} {self.url}: {why[:300]}" + (f"; {mend}" if mend else "")
            ) from e


def far(place: Path | str) -> RemotePlace | None:
    """The place beyond this machine that a URL names; None for a path, or a URL of a file.

    Raises:
        UsageError: if it cannot be used.
    """
    return RemotePlace.of(str(place)) if is_far(place) else None


def is_far(place: Path | str) -> bool:
    """Whether it is a URL of something that is no file of this machine."""
    return isinstance(place, str) and not place.startswith("file://") and bool(_URL.match(place))


def near(place: Path | str) -> Path:
    """A path, also where it is said as `file://…`."""
    if isinstance(place, str) and place.startswith("file://"):
        return Path(unquote(urlparse(place).path))
    return Path(place)


def _faults() -> tuple[type[Exception], ...]:
    """What file systems raise: of the modules that are there, for the others raised nothing."""
    strangers = (
        getattr(sys.modules[module], name)
        for module, names in _STRANGERS
        if module in sys.modules
        for name in names
    )
    return OSError, *strangers
