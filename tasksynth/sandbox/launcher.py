"""The process that jails: it forks a guest for each order, locks it in, and watches its time.

It is run as a script, by a bare interpreter without site-packages, and imports the standard library
alone. It never sees a program, its input or its output: those go between the host and the guest by
file descriptors, so that one guest cannot find in its memory what another one said.

Orders and reports are JSON on the socket whose number is the first argument; see `jail`.
"""

import atexit
import ctypes
import fcntl
import gc
import importlib
import json
import linecache
import marshal
import os
import random  # noqa: TID251 - the guest's
import resource
import select
import shutil
import signal
import socket
import sys
import time
import traceback
import types
from pathlib import Path
from typing import Any, NoReturn

Order = dict[str, Any]

libc = ctypes.CDLL(None, use_errno=True)
NEW_USER, NEW_NET, NEW_IPC, NEW_MOUNTS = 0x10000000, 0x40000000, 0x08000000, 0x00020000
MS_NOSUID, MS_NODEV, MS_REC, MS_PRIVATE = 2, 4, 1 << 14, 1 << 18
DEATH_SIGNAL, SECCOMP, NO_NEW_PRIVILEGES, BY_FILTER = 1, 22, 38, 2
CLOSE_RANGE = 436
CREATE_RULES, ADD_RULE, RESTRICT = 444, 445, 446
EXECUTE, WRITE, READ, LIST = 1, 2, 4, 8
FS_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""How many file rights each version of Landlock knows; 16 from version 5 on."""
SPECIAL = sum(1 << bit for bit in (0, 6, 9, 10, 11, 12))
"""To run, and to make devices, sockets, pipes and links: never given, not even in its folder."""
LIBRARIES = ("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib")
SYSTEM = (
    "/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom", "/dev/random"
)  # fmt: skip
HIDDEN = {"site-packages", "dist-packages"}
STACK_BYTES = 64 << 20
KILL = b"kill"
DESCRIPTORS = 64
ASIDE = 40
"""The first descriptor that is not in the way of a guest's streams."""
TICK_MS = 20
STARVED = 10
"""How many wall limits may pass while the guest waits for a CPU."""


def checked(result: int, doing: str) -> int:
    """The result of a call of the C library, which is negative when it failed."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{doing}: {os.strerror(code)}")
    return result


def own_namespaces() -> str:
    """Leave the machine's network and mounts; says why where the kernel does not let us."""
    uid, gid = os.geteuid(), os.getegid()
    try:
        checked(libc.unshare(NEW_USER | NEW_NET | NEW_IPC | NEW_MOUNTS), "unshare")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
        checked(libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount /")
    except OSError as e:
        return str(e)
    return ""


def standard_library() -> list[str]:
    """Everything on the bare interpreter's path, but for what was installed on top of it."""
    found = []
    for folder in map(Path, sys.path):
        if folder.is_dir():
            found += [str(entry) for entry in folder.iterdir() if entry.name not in HIDDEN]
        elif folder.is_file():
            found.append(str(folder))
    return found


def libraries() -> list[str]:
    """The shared libraries that modules of the standard library load: files, never folders."""
    triplet = getattr(sys.implementation, "_multiarch", "")
    roots = [*LIBRARIES, *(f"{root}/{triplet}" for root in LIBRARIES if triplet)]
    return [
        str(file)
        for root in {Path(each).resolve() for each in (*roots, f"{sys.base_prefix}/lib")}
        if root.is_dir()
        for file in root.glob("*.so*")
    ]


def bring(names: list[str], path: list[str]) -> list[str]:
    """Import packages, which every guest then has, and name the folders that are theirs."""
    if not names:
        return []
    sys.path += path
    for name in names:
        importlib.import_module(name)
    del sys.path[-len(path) :]
    loaded = {name.partition(".")[0] for name in sys.modules}
    tops = [top for folder in path for top in Path(folder).iterdir()]
    return [str(top) for top in tops if top.name.partition(".")[0] in loaded]


class Walls:
    """What every guest is locked in with."""

    def __init__(self, order: Order) -> None:
        self.work = order["work"]
        self.version = int(order["landlock"])
        self.rights = (1 << FS_RIGHTS.get(self.version, 16)) - 1
        seen = [*bring(order["imports"], order["path"]), *standard_library(), *libraries(), *SYSTEM]
        open_ = dict.fromkeys(sys.path, LIST) | dict.fromkeys(seen, READ | LIST)
        open_["/dev/null"] = READ | WRITE
        self.reading = self._rules(self.rights, open_ | {self.work: READ | LIST})
        # What is mounted on a folder is found below the folder around it, not below itself.
        around = str(Path(self.work).parent)
        self.writing = self._rules(self.rights, open_ | {around: self.rights & ~SPECIAL})
        code = bytes.fromhex(order["filter"])
        self._code = ctypes.create_string_buffer(code, len(code))
        self._filter = ctypes.create_string_buffer(16)  # struct sock_fprog: length, address
        ctypes.c_uint16.from_buffer(self._filter, 0).value = len(code) // 8
        ctypes.c_uint64.from_buffer(self._filter, 8).value = ctypes.addressof(self._code)

    def _rules(self, handled: int, allowed: dict[str, int]) -> int:
        network, scoped = 3 if self.version >= 4 else 0, 3 if self.version >= 6 else 0
        words = (ctypes.c_uint64 * 3)(handled, network, scoped)
        made = checked(libc.syscall(CREATE_RULES, words, 24, 0), "landlock_create_ruleset")
        rules = fcntl.fcntl(made, fcntl.F_DUPFD_CLOEXEC, ASIDE)
        os.close(made)
        for path, rights in allowed.items():
            self._rule(rules, path, rights & handled)
        return rules

    def _rule(self, rules: int, path: str, rights: int) -> None:
        try:
            fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return  # this machine has no such place
        if not Path(path).is_dir():
            rights &= READ | WRITE
        if rights:
            rule = ctypes.create_string_buffer(12)  # packed: rights, descriptor
            ctypes.c_uint64.from_buffer(rule, 0).value = rights
            ctypes.c_int32.from_buffer(rule, 8).value = fd
            checked(libc.syscall(ADD_RULE, rules, 1, rule, 0), f"landlock_add_rule {path}")
        os.close(fd)

    def lock(self, parent: int, *, writing: bool) -> None:
        """Lock the calling process in, for good, with its first four descriptors."""
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        checked(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")
        checked(libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
        layers = [self.reading]
        if writing:  # the second: nowhere but in what is mounted there
            changing = self.rights & ~(READ | LIST)
            inner = {self.work: changing & ~SPECIAL, "/dev/null": WRITE}
            layers = [self.writing, self._rules(changing, inner)]
        for rules in layers:
            checked(libc.syscall(RESTRICT, rules, 0), "landlock_restrict_self")
        checked(libc.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0), "pdeathsig")
        if os.getppid() != parent:
            raise OSError("the launcher died")  # before it could be asked to take us along
        checked(libc.syscall(CLOSE_RANGE, 4, 0xFFFFFFFF, 0), "close_range")
        checked(libc.prctl(SECCOMP, BY_FILTER, self._filter, 0, 0), "seccomp")


def limit(order: Order) -> None:
    """Set what the kernel counts; memory is on top of what this process has already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    memory = pages * resource.getpagesize() + order["memory_bytes"]
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(order["cpu_s"]) + 2),  # whole seconds: the watch is finer
        (resource.RLIMIT_FSIZE, order["file_bytes"]),
        (resource.RLIMIT_STACK, STACK_BYTES),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_AS, memory),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def furnish(work: str, files: dict[str, bytes], order: Order) -> None:
    """Give the guest a folder in memory that nobody else sees, and that dies with it."""
    page = resource.getpagesize()
    size = sum(len(data) // page + 2 for data in files.values()) * page + order["file_bytes"]
    checked(libc.unshare(NEW_MOUNTS), "unshare")
    options = f"size={size},nr_inodes={order['inodes']},mode=700".encode()
    flags = MS_NOSUID | MS_NODEV
    place = os.fsencode(work)
    checked(libc.mount(b"tmpfs", place, b"tmpfs", flags, options), "mount tmpfs")
    for name, data in files.items():
        path = Path(work, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def guest(walls: Walls, order: Order, parent: int, fds: list[int]) -> NoReturn:
    """Become the guest: take its descriptors, lock the doors and run its program."""
    source, *streams, ready = fds
    try:
        with open(source, "rb", closefd=False) as file:
            program, files = marshal.load(file)  # noqa: S302 - the host wrote it
        ready = fcntl.fcntl(ready, fcntl.F_DUPFD_CLOEXEC, ASIDE)
        for fd, stream in enumerate(streams):
            os.dup2(stream, fd)
        ready = os.dup2(ready, 3)
        if order["file_bytes"]:
            furnish(walls.work, files, order)
        os.chdir(walls.work)
        limit(order)
        walls.lock(parent, writing=bool(order["file_bytes"]))
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
        os.write(ready, b"ready")
    except BaseException as e:  # noqa: BLE001 - whatever it is, the guest has not begun
        os.write(ready, f"{type(e).__name__}: {e}".encode())
        os._exit(1)
    status = 1
    try:
        os.close(ready)
        atexit._clear()
        random.seed(0)  # a program that draws by chance does the same each time
        status = run(program)
        atexit._run_exitfuncs()
        sys.stderr.flush()
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001 - the program closed or replaced what it met here
        status = status or 1
    finally:
        os._exit(status)


def run(program: str) -> int:
    """Run a program as `python program.py` would, and give its exit status."""
    main = types.ModuleType("__main__")
    main.__file__ = "program.py"
    sys.modules["__main__"] = main
    sys.argv = ["program.py"]
    sys.path.insert(0, str(Path.cwd()))
    lines = program.splitlines(keepends=True)
    linecache.cache["program.py"] = (len(program), None, lines, "program.py")
    try:
        exec(compile(program, "program.py", "exec", dont_inherit=True), main.__dict__)  # noqa: S102
    except SystemExit as e:
        if e.code is None or isinstance(e.code, int):
            return (e.code or 0) & 0xFF
        print(e.code, file=sys.stderr)  # noqa: T201
        return 1
    except MemoryError as e:
        traceback.clear_frames(e.__traceback__)
        main.__dict__.clear()
        gc.collect()
        os.write(2, b"MemoryError: out of memory\n")
        return 1
    except BaseException as e:  # noqa: BLE001 - any error of the program is its own
        inner = e.__traceback__ and e.__traceback__.tb_next
        traceback.print_exception(type(e), e, inner)
        return 1
    return 0


def used_cpu_s(pid: int) -> float:
    """CPU seconds of a process: its clock has this number, see clock_getcpuclockid(3)."""
    return time.clock_gettime((~pid << 3) | 2)


def waited_s(pid: int) -> float:
    """Seconds that a process was ready to run, and waited for a CPU; 0 where none counts them."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def watch(pid: int, order: Order, control: socket.socket, host: int) -> str:
    """Wait for a guest's end, or bring it about; says why."""
    process, begun = os.pidfd_open(pid), time.monotonic()
    events = select.poll()
    events.register(process, select.POLLIN)
    events.register(control, select.POLLIN)
    events.register(host, select.POLLIN)
    why = ""
    try:
        while not why:
            seen = [fd for fd, _ in events.poll(TICK_MS)]
            if process in seen:
                return ""
            wall = time.monotonic() - begun
            if seen:
                why = "left" if host in seen or control.recv(16) != KILL else "told"
            elif used_cpu_s(pid) >= order["cpu_s"]:
                why = "cpu"
            elif wall - waited_s(pid) >= order["wall_s"]:
                why = "wall"
            elif wall >= STARVED * order["wall_s"]:
                why = "starved"
        os.kill(pid, signal.SIGKILL)
    finally:
        os.close(process)
    return why


def serve(control: socket.socket, host: int, walls: Walls) -> None:
    """Take orders until the host hangs up, or dies."""
    idle = select.poll()
    idle.register(control, select.POLLIN)
    idle.register(host, select.POLLIN)
    while True:
        if host in (fd for fd, _ in idle.poll()):
            return
        message, fds, _, _ = socket.recv_fds(control, 4096, 4)
        if not message:
            return
        if message == KILL:
            continue  # its guest had just ended by itself
        order = json.loads(message)
        ready, told = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            guest(walls, order, parent, [*fds, told])
        for fd in (*fds, told):
            os.close(fd)
        said = os.read(ready, 4096).decode("utf-8", "replace")
        os.close(ready)
        why = watch(pid, order, control, host) if said == "ready" else ""
        _, status, used = os.wait4(pid, 0)
        if why == "left":
            return
        report = {
            "setup": "" if said == "ready" else said or "it died while it was locked in",
            "why": why,
            "status": os.waitstatus_to_exitcode(status),
            "cpu_s": used.ru_utime + used.ru_stime,
        }
        control.send(json.dumps(report).encode())


def main() -> None:
    """Set the walls up once, then take orders."""
    # Its end, and not the socket's alone: another child of the host may have inherited that.
    host = os.pidfd_open(os.getppid())
    control = socket.socket(fileno=int(sys.argv[1]))
    order = json.loads(control.recv(1 << 20))
    why = own_namespaces() if order["namespaces"] else "they were not asked for"
    walls = Walls(order)
    control.send(json.dumps({"namespaces": why}).encode())
    gc.collect()
    gc.freeze()
    try:
        serve(control, host, walls)
    finally:  # the host may have died without a word
        shutil.rmtree(Path(walls.work).parent, ignore_errors=True)


if __name__ == "__main__":
    main()
