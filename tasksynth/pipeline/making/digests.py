"""A set of digests in little memory: what tells that a task was made before."""

import mmap
import tempfile
from typing import IO

SIZE = 16
"""Bytes of a digest."""
FULL = 0.6
"""Share of the slots that may be taken: with more, one looks at many before a free one."""
IN_MEMORY = 2**26
"""Bytes of slots beyond which they are in a file without a name, of which the system keeps in
memory what there is room for."""
_FREE = bytes(SIZE)


class Digests:
    """Digests of 16 bytes each, at 17 to 54 bytes a digest; beyond 64 MiB on the disk.

    Slots by open addressing: a digest is its own hash, and stands in the first free slot from the
    one that its first bytes name.
    """

    def __init__(self, slots: int = 2**10) -> None:
        self._file: IO[bytes] | None = None
        self._count, self._has_zero = 0, False
        self._make(slots)

    def __len__(self) -> int:
        return self._count + self._has_zero

    def add(self, digest: bytes) -> bool:
        """Add a digest; whether it is new.

        Raises:
            ValueError: if it has not 16 bytes.
        """
        if len(digest) != SIZE:
            raise ValueError(f"a digest has {SIZE} bytes, got {len(digest)}")
        if digest == _FREE:
            new, self._has_zero = not self._has_zero, True
            return new
        if self._count >= FULL * self._slots:
            self._grow()
        return self._put(digest)

    def __contains__(self, digest: bytes) -> bool:
        if digest == _FREE:
            return self._has_zero
        at = self._find(digest)
        return self._map[at : at + SIZE] == digest

    def close(self) -> None:
        """Give memory and disk back."""
        self._map.close()
        if self._file is not None:
            self._file.close()

    def _find(self, digest: bytes) -> int:
        """Where it is, or the free slot where it would be."""
        slots, end = self._map, self._slots * SIZE
        at = int.from_bytes(digest[:8], "little") % self._slots * SIZE
        while (found := slots[at : at + SIZE]) != digest and found != _FREE:
            at += SIZE
            if at == end:
                at = 0
        return at

    def _put(self, digest: bytes) -> bool:
        at = self._find(digest)
        if self._map[at : at + SIZE] == digest:
            return False
        self._map[at : at + SIZE] = digest
        self._count += 1
        return True

    def _grow(self) -> None:
        old, file, slots = self._map, self._file, self._slots
        self._make(2 * slots)
        self._count = 0
        for at in range(0, slots * SIZE, SIZE):
            if (digest := old[at : at + SIZE]) != _FREE:
                self._put(digest)
        old.close()
        if file is not None:
            file.close()

    def _make(self, slots: int) -> None:
        self._slots, size = slots, slots * SIZE
        if size <= IN_MEMORY:
            self._file, self._map = None, mmap.mmap(-1, size)
            return
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the set
        self._file.truncate(size)
        self._map = mmap.mmap(self._file.fileno(), size)
