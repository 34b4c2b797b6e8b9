"""What a WebAssembly guest can reach: memory instead of files, and a clock that is its fuel."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import pack, unpack_from
from typing import Any

from tasksynth.sandbox.tree import FileTree

CALL_FUEL = 50_000
"""What one call out of the guest costs: about its time, so that fuel bounds that too."""


FUEL_PER_NS = 5
"""The guest's clock: it stands for a machine that burns 5 * 10^9 fuel a second."""


MAX_PATH = 4096


ROOT = 3


class Exit(Exception):
    """The guest ended itself."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class OutputFull(Exception):
    """The guest wrote more than it may."""


@dataclass
class OpenFile:
    """A file or a folder that the guest has open."""

    path: str
    data: bytearray | None
    """None for a folder."""
    at: int = 0
    append: bool = False


@dataclass
class GuestWorld:
    """One run: what the guest reads and what it has written."""

    argv: tuple[str, ...]
    stdin: bytes
    tree: FileTree
    output_bytes: int
    memory: Any = None
    store: Any = None
    tank: int = 0
    """The fuel that it began with."""
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    ended: Exit | OutputFull | None = None
    read: int = 0
    slept_ns: int = 0
    opened: dict[int, OpenFile] = field(default_factory=lambda: {ROOT: OpenFile("", None)})

    def burn(self) -> None:
        """Charge one call."""
        self.store.set_fuel(max(self.store.get_fuel() - CALL_FUEL, 0))

    def now_ns(self) -> int:
        """Nanoseconds since the run began, as the guest is told."""
        return self.slept_ns + (self.tank - int(self.store.get_fuel())) // FUEL_PER_NS

    def load(self, at: int, size: int) -> bytearray:
        """So many bytes of the guest's memory; fewer where they would lie outside it."""
        loaded: bytearray = self.memory.read(self.store, at, at + size)
        return loaded

    def save(self, at: int, data: bytes) -> None:
        """Put bytes into the guest's memory."""
        if data:
            self.memory.write(self.store, data, at)

    def save_u32(self, at: int, value: int) -> None:
        """Put a number into the guest's memory."""
        self.save(at, pack("<I", value))

    def vectors(self, at: int, count: int) -> Iterator[tuple[int, int]]:
        """The (address, size) pairs of a scattered read or write."""
        raw = self.load(at, 8 * count)
        return (unpack_from("<II", raw, 8 * k) for k in range(count))

    def path(self, folder: int, at: int, size: int) -> str | None:
        """The path that the guest names, from the root; None where the folder is none."""
        base = self.opened.get(folder)
        if base is None or base.data is not None or size > MAX_PATH:
            return None
        return self.tree.resolve(base.path, self.load(at, size).decode("utf-8", "replace"))
