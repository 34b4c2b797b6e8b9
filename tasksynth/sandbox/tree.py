"""Files that a guest sees: their names are checked here, and a small tree of them in memory."""

import re
from collections.abc import Mapping

from tasksynth.errors import UsageError

MAX_FILES = 1024
"""Files and folders in one run: given, and made by the guest."""
PART = re.compile(r"[^/\0]{1,200}")


def checked(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as bytes, by relative paths that stay in the guest's folder.

    Raises:
        UsageError: for a name that could lie elsewhere, two names of which one is inside the
            other, or too many files.
    """
    given = {
        name: data.encode() if isinstance(data, str) else bytes(data)
        for name, data in files.items()
    }
    for name in given:
        parts = name.split("/")
        if (
            any(part in {".", ".."} or not PART.fullmatch(part) for part in parts)
            or len(parts) > 16
        ):
            raise UsageError(
                f"{name[:200]!r} cannot be a file of a sandbox: give a relative path such as "
                "'data/in.txt', without '.' or '..', of at most 16 parts"
            )
        for k in range(1, len(parts)):
            if (outer := "/".join(parts[:k])) in given:
                raise UsageError(f"{outer!r} is a file of the sandbox, so {name!r} cannot be in it")
    if len(given) > MAX_FILES // 2:
        raise UsageError(f"{len(given):,} files are more than the {MAX_FILES // 2} of a sandbox")
    return given


class Full(Exception):
    """The guest wrote more to its files than it may."""


class FileTree:
    """Files in memory, of which a guest may change `file_bytes` bytes, and none when it is 0."""

    def __init__(self, files: Mapping[str, bytes], file_bytes: int) -> None:
        self.files = {name: bytearray(data) for name, data in files.items()}
        self.folders = {""}
        self.file_bytes = file_bytes
        self._left = file_bytes
        for name in files:
            while name := name.rpartition("/")[0]:
                self.folders.add(name)

    def join(self, folder: str, name: str) -> str:
        """The path of an entry of a folder."""
        return f"{folder}/{name}" if folder else name

    def resolve(self, base: str, path: str) -> str:
        """The path from the root; `..` stops there."""
        parts = [] if path.startswith("/") else [part for part in base.split("/") if part]
        for part in path.split("/"):
            if part == "..":
                parts = parts[:-1]
            elif part not in {"", "."}:
                parts.append(part)
        return "/".join(parts)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is there."""
        return path in self.folders

    def entries(self, folder: str) -> list[str]:
        """The names in a folder, in order."""
        start = f"{folder}/" if folder else ""
        inside = (path for path in (*self.files, *self.folders) if path and path.startswith(start))
        return sorted({path[len(start) :].partition("/")[0] for path in inside} - {""})

    def create(self, path: str) -> bool:
        """Make an empty file; False where its folder is missing or there are too many."""
        return self._may_make(path) and self.files.setdefault(path, bytearray()) is not None

    def make_folder(self, path: str) -> bool:
        """Make a folder; False where the one above is missing or there are too many."""
        if self._may_make(path):
            self.folders.add(path)
            return True
        return False

    def _may_make(self, path: str) -> bool:
        room = len(self.files) + len(self.folders) < MAX_FILES
        fits = len(path) <= 1024 and path.rpartition("/")[0] in self.folders
        return bool(self.file_bytes) and room and fits and bool(path)

    def write(self, data: bytearray, at: int, new: bytes | bytearray) -> int:
        """Write into a file and give where it ends; a gap before `at` becomes zeros.

        Raises:
            Full: when it is more than the guest may write.
        """
        cost = max(at - len(data), 0) + len(new)
        if cost > self._left:
            raise Full
        self._left -= cost
        if at > len(data):
            data.extend(bytes(at - len(data)))
        data[at : at + len(new)] = new
        return at + len(new)

    def truncate(self, path: str) -> None:
        """Empty a file; what was written to it stays counted."""
        self.files[path].clear()

    def remove(self, path: str) -> bool:
        """Remove a file, where the guest may change any."""
        return bool(self.file_bytes) and self.files.pop(path, None) is not None

    def remove_folder(self, path: str) -> bool:
        """Remove a folder, where the guest may change any."""
        if self.file_bytes:
            self.folders.discard(path)
        return bool(self.file_bytes)

    def rename(self, old: str, new: str) -> bool:
        """Give a file another name, where the guest may change any."""
        if not self.file_bytes or new.rpartition("/")[0] not in self.folders or len(new) > 1024:
            return False
        self.files[new] = self.files.pop(old)
        return True
