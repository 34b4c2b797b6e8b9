"""The world that a WebAssembly guest sees: memory instead of files, and a clock that is its fuel.

Nothing here touches the machine's own files, clock or chance, so a program does the same
everywhere. It is the part of WASI preview 1 that MicroPython uses; the numbers are those of
https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md.
"""

from collections.abc import Callable
from struct import error as StructError
from struct import pack, unpack_from

from tasksynth.sandbox.guest import ROOT, Exit, GuestWorld, OpenFile, OutputFull
from tasksynth.sandbox.tree import Full

MAX_VECTORS = 1024
MAX_OPEN = 64
MAX_READ = 1 << 20
"""Bytes of one read; the guest may ask again."""

SUCCESS, BADF, EXIST, INVAL, ISDIR, MFILE = 0, 8, 20, 28, 31, 33
NOENT, NOSPC, NOTDIR, NOTEMPTY, ROFS = 44, 51, 54, 55, 69
CHARACTERS, FOLDER, FILE = 2, 3, 4
CREATE, DIRECTORY, EXCLUSIVE, TRUNCATE = 1, 2, 4, 8
WRITING = 1 << 6
APPEND = 1


FAULTS = (IndexError, OverflowError, ValueError, StructError)
"""What a call raises for a guest that names memory which it does not have."""


def args_sizes_get(world: GuestWorld, count: int, size: int) -> int:
    """How many arguments there are, and their bytes."""
    world.save_u32(count, len(world.argv))
    world.save_u32(size, sum(len(word.encode()) + 1 for word in world.argv))
    return SUCCESS


def args_get(world: GuestWorld, pointers: int, at: int) -> int:
    """The arguments, each with a zero after it."""
    for k, word in enumerate(world.argv):
        data = word.encode() + b"\0"
        world.save_u32(pointers + 4 * k, at)
        world.save(at, data)
        at += len(data)
    return SUCCESS


def environ_sizes_get(world: GuestWorld, count: int, size: int) -> int:
    """No environment."""
    world.save_u32(count, 0)
    world.save_u32(size, 0)
    return SUCCESS


def environ_get(_world: GuestWorld, _pointers: int, _at: int) -> int:
    """No environment."""
    return SUCCESS


def clock_time_get(world: GuestWorld, _clock: int, _precision: int, at: int) -> int:
    """Every clock begins at 0 and goes with the fuel."""
    world.save(at, pack("<Q", world.now_ns()))
    return SUCCESS


def poll_oneoff(world: GuestWorld, asked: int, events: int, count: int, ready: int) -> int:
    """Sleeping takes no time: the guest's clock is put forward instead."""
    if not 0 < count <= MAX_VECTORS:
        return INVAL
    raw = world.load(asked, 48 * count)
    waits = [unpack_from("<Q", raw, 48 * k + 24)[0] for k in range(count) if raw[48 * k + 8] == 0]
    if len(waits) == count:
        world.slept_ns = min(world.slept_ns + min(waits), 1 << 62)
    for k in range(count):
        (user,) = unpack_from("<Q", raw, 48 * k)
        world.save(events + 32 * k, pack("<QHB5xQH6x", user, 0, raw[48 * k + 8], 0, 0))
    world.save_u32(ready, count)
    return SUCCESS


def sched_yield(_world: GuestWorld) -> int:
    """There is nobody else."""
    return SUCCESS


def proc_exit(world: GuestWorld, code: int) -> None:
    """End the run."""
    world.ended = Exit(code)
    raise world.ended


def fd_write(world: GuestWorld, fd: int, vectors: int, count: int, written: int) -> int:
    """Write to standard output, standard error or a file, up to the limits."""
    if not 0 <= count <= MAX_VECTORS:
        return INVAL
    total = 0
    for at, size in world.vectors(vectors, count):
        if fd in {1, 2}:
            total += _print(world, world.stdout if fd == 1 else world.stderr, at, size)
            continue
        file = world.opened.get(fd)
        if file is None or file.data is None:
            return BADF
        data = world.load(at, min(size, world.tree.file_bytes + 1))
        try:
            file.at = world.tree.write(file.data, len(file.data) if file.append else file.at, data)
        except Full:
            return NOSPC if world.tree.file_bytes else ROFS
        total += len(data)
    world.save_u32(written, total)
    return SUCCESS


def _print(world: GuestWorld, stream: bytearray, at: int, size: int) -> int:
    left = world.output_bytes - len(world.stdout) - len(world.stderr)
    data = world.load(at, min(size, left + 1))
    stream += data[:left]
    if len(data) > left:
        world.ended = OutputFull()
        raise world.ended
    return len(data)


def fd_read(world: GuestWorld, fd: int, vectors: int, count: int, got: int) -> int:
    """Read from standard input or a file."""
    file = world.opened.get(fd)
    if fd != 0 and (file is None or file.data is None):
        return BADF if file is None else ISDIR
    if not 0 <= count <= MAX_VECTORS:
        return INVAL
    total = 0
    for at, wanted in world.vectors(vectors, count):
        size = min(wanted, MAX_READ - total)
        if file is None:
            data = world.stdin[world.read : world.read + size]
            world.read += len(data)
        else:
            data = bytes((file.data or b"")[file.at : file.at + size])
            file.at += len(data)
        world.save(at, data)
        total += len(data)
    world.save_u32(got, total)
    return SUCCESS


def fd_seek(world: GuestWorld, fd: int, offset: int, whence: int, at: int) -> int:
    """Move within a file."""
    file = world.opened.get(fd)
    if file is None or file.data is None:
        return BADF
    base = (0, file.at, len(file.data))
    if not 0 <= whence < len(base) or not 0 <= base[whence] + offset < 1 << 32:
        return INVAL
    file.at = base[whence] + offset
    world.save(at, pack("<Q", file.at))
    return SUCCESS


def fd_close(world: GuestWorld, fd: int) -> int:
    """Close a file; the streams and the root stay open."""
    return SUCCESS if world.opened.pop(fd, None) or fd <= ROOT else BADF


def fd_sync(_world: GuestWorld, _fd: int) -> int:
    """There is no disk."""
    return SUCCESS


def fd_fdstat_get(world: GuestWorld, fd: int, at: int) -> int:
    """What kind of thing is open."""
    file = world.opened.get(fd)
    if file is None and not 0 <= fd < ROOT:
        return BADF
    kind = CHARACTERS if file is None else FOLDER if file.data is None else FILE
    rights = (1 << 64) - 1
    world.save(at, pack("<BxH4xQQ", kind, APPEND if file and file.append else 0, rights, rights))
    return SUCCESS


def fd_prestat_get(_world: GuestWorld, fd: int, at: int) -> int:
    """One folder is open from the start: the root."""
    if fd != ROOT:
        return BADF
    _world.save(at, pack("<II", 0, 1))
    return SUCCESS


def fd_prestat_dir_name(world: GuestWorld, fd: int, at: int, size: int) -> int:
    """Its name."""
    if fd != ROOT or size < 1:
        return BADF
    world.save(at, b"/")
    return SUCCESS


def fd_readdir(world: GuestWorld, fd: int, at: int, size: int, cookie: int, used: int) -> int:
    """The entries of a folder, from the cookie on, as many bytes as there is room for."""
    folder = world.opened.get(fd)
    if folder is None or folder.data is not None:
        return BADF if folder is None else NOTDIR
    out = bytearray()
    for k, name in enumerate(world.tree.entries(folder.path)[cookie:], max(cookie, 0) + 1):
        if len(out) >= size:
            break
        raw = name.encode()
        kind = FOLDER if world.tree.is_folder(world.tree.join(folder.path, name)) else FILE
        out += pack("<QQIB3x", k, 0, len(raw), kind) + raw
    world.save(at, bytes(out[:size]))
    world.save_u32(used, min(len(out), size))
    return SUCCESS


def path_filestat_get(
    world: GuestWorld, fd: int, _flags: int, at: int, size: int, into: int
) -> int:
    """Kind and size of what a path names."""
    path = world.path(fd, at, size)
    if path is None:
        return BADF
    if world.tree.is_folder(path):
        kind, length = FOLDER, 0
    elif (data := world.tree.files.get(path)) is not None:
        kind, length = FILE, len(data)
    else:
        return NOENT
    world.save(into, pack("<QQB7xQQQQQ", 0, 0, kind, 1, length, 0, 0, 0))
    return SUCCESS


def path_open(
    world: GuestWorld, fd: int, _lookup: int, at: int, size: int,
    how: int, rights: int, _inherited: int, flags: int, into: int,
) -> int:  # fmt: skip
    """Open a file or a folder."""
    path = world.path(fd, at, size)
    if path is None:
        return BADF
    if len(world.opened) >= MAX_OPEN:
        return MFILE
    tree, writing = world.tree, bool(rights & WRITING)
    if tree.is_folder(path):
        opened = OpenFile(path, None)
        if how & TRUNCATE:
            return ISDIR
    else:
        if how & DIRECTORY:
            return NOTDIR if path in tree.files else NOENT
        if (writing or how & (CREATE | TRUNCATE)) and not tree.file_bytes:
            return ROFS
        if path in tree.files and how & CREATE and how & EXCLUSIVE:
            return EXIST
        if path not in tree.files and not (how & CREATE and tree.create(path)):
            return NOENT
        if how & TRUNCATE:
            tree.truncate(path)
        opened = OpenFile(path, tree.files[path], append=bool(flags & APPEND))
    new = next(n for n in range(ROOT + 1, ROOT + 1 + MAX_OPEN) if n not in world.opened)
    world.opened[new] = opened
    world.save_u32(into, new)
    return SUCCESS


def path_create_directory(world: GuestWorld, fd: int, at: int, size: int) -> int:
    """Make a folder."""
    path = world.path(fd, at, size)
    if path is None:
        return BADF
    if not world.tree.file_bytes:
        return ROFS
    if path in world.tree.files or world.tree.is_folder(path):
        return EXIST
    return SUCCESS if world.tree.make_folder(path) else NOSPC


def path_remove_directory(world: GuestWorld, fd: int, at: int, size: int) -> int:
    """Remove an empty folder."""
    path = world.path(fd, at, size)
    if path is None:
        return BADF
    if not world.tree.is_folder(path) or not path:
        return NOENT
    if world.tree.entries(path):
        return NOTEMPTY
    return SUCCESS if world.tree.remove_folder(path) else ROFS


def path_unlink_file(world: GuestWorld, fd: int, at: int, size: int) -> int:
    """Remove a file."""
    path = world.path(fd, at, size)
    if path is None:
        return BADF
    if path not in world.tree.files:
        return NOENT
    return SUCCESS if world.tree.remove(path) else ROFS


def path_rename(world: GuestWorld, fd: int, at: int, size: int, to: int, to_at: int, n: int) -> int:
    """Rename a file; folders stay where they are."""
    old, new = world.path(fd, at, size), world.path(to, to_at, n)
    if old is None or new is None:
        return BADF
    if old not in world.tree.files or world.tree.is_folder(new):
        return NOENT
    return SUCCESS if world.tree.rename(old, new) else ROFS


def path_readlink(
    _world: GuestWorld, _fd: int, _at: int, _size: int, _into: int, _room: int, _used: int
) -> int:
    """There are no links."""
    return INVAL


CALLS: dict[str, Callable[..., int | None]] = {
    call.__name__: call
    for call in (
        args_get, args_sizes_get, clock_time_get, environ_get, environ_sizes_get, fd_close,
        fd_fdstat_get, fd_prestat_dir_name, fd_prestat_get, fd_read, fd_readdir, fd_seek, fd_sync,
        fd_write, path_create_directory, path_filestat_get, path_open, path_readlink,
        path_remove_directory, path_rename, path_unlink_file, poll_oneoff, proc_exit, sched_yield,
    )
}  # fmt: skip
"""Every call by its name in `wasi_snapshot_preview1`."""
