"""Programs that try to break out, each of which prints whether it did.

A program ends with one line of JSON, {"pwned": true} where it reached what it must not reach. Every
tier is given every one of them; where a dialect lacks the module that an attack needs, that is how
it is stopped. The names in capitals are filled in by the tests.
"""

HEAD = """
import json, os, sys, time
def tell(pwned, **more):
    print(json.dumps({"pwned": bool(pwned), **more}))
def attempt(f):
    try:
        return f()
    except BaseException as e:
        return None
"""
RAW = (
    HEAD
    + """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
"""
)


def _raw(*calls: str) -> str:
    """Tries system calls one after the other; any that does not fail is a hole."""
    lines = "".join(f"if libc.syscall({call}) >= 0: through.append({call!r})\n" for call in calls)
    return f"{RAW}\nthrough = []\n{lines}\ntell(through, through=through)\n"


REACHING: dict[str, str] = {
    "loopback": HEAD + """
import socket
tell(attempt(lambda: socket.create_connection(("127.0.0.1", PORT), timeout=2).recv(10)))
""",
    "read_key": HEAD + "tell(attempt(lambda: open(KEY).read()))",
    "read_key_by_descriptor": HEAD + """
fd = attempt(lambda: os.open(KEY, os.O_PATH))
tell(attempt(lambda: open(f"/proc/self/fd/{fd}").read()) or attempt(lambda: os.read(fd, 10)))
""",
    "write_outside": HEAD + "tell(attempt(lambda: open(CANARY, 'w').write('x')))",
    "write_beside": HEAD + "tell(attempt(lambda: open('../beside', 'w').write('x')))",
    "change_mode": HEAD + "tell(attempt(lambda: os.chmod(KEY, 0o777) or True))",
    "change_time": HEAD + "tell(attempt(lambda: os.utime(KEY, (1, 1)) or True))",
    "unlink": HEAD + "tell(attempt(lambda: os.unlink(KEY) or True))",
    "truncate": HEAD + "tell(attempt(lambda: os.truncate(KEY, 0) or True))",
    "symlink": HEAD + """
attempt(lambda: os.symlink(KEY, "link"))
tell(attempt(lambda: open("link").read()))
""",
    "hard_link": HEAD + """
attempt(lambda: os.link(KEY, "link"))
tell(attempt(lambda: open("link").read()))
""",
    "rename_in": HEAD + """
attempt(lambda: os.rename(KEY, "mine"))
tell(attempt(lambda: open("mine").read()))
""",
    "signal_parent": HEAD + "tell(attempt(lambda: os.kill(PARENT, 0) or True))",
    "signal_launcher": HEAD + "tell(attempt(lambda: os.kill(os.getppid(), 0) or True))",
    "signal_everybody": HEAD + "tell(attempt(lambda: os.kill(-1, 0) or True))",
    "parent_environment": HEAD + "tell(attempt(lambda: open(f'/proc/{PARENT}/environ').read(9)))",
    "parent_memory": HEAD + "tell(attempt(lambda: open(f'/proc/{PARENT}/mem', 'rb')))",
    "parent_descriptors": HEAD + "tell(attempt(lambda: os.listdir(f'/proc/{PARENT}/fd')))",
    "environment": HEAD + """
names = attempt(lambda: list(os.environ)) or []
tell("TASKSYNTH_SECRET" in names or attempt(lambda: os.getenv("TASKSYNTH_SECRET")))
""",
    "fork": HEAD + """
pid = attempt(os.fork)
if pid == 0:
    os._exit(0)
tell(pid)
""",
    "run_a_file": HEAD + """
import subprocess
tell(attempt(lambda: subprocess.run(["/bin/true"]).returncode == 0))
""",
    "spawn": HEAD + "tell(attempt(lambda: os.posix_spawn('/bin/true', ['true'], {})))",
    "become_a_file": HEAD + """
attempt(lambda: os.execv("/bin/echo", ["echo", json.dumps({"pwned": True})]))
tell(False)
""",
    "trace_parent": RAW + "tell(libc.ptrace(16, PARENT, None, None) == 0)",
    "read_parent_by_call": RAW + """
class Vector(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("size", ctypes.c_size_t)]
room = ctypes.create_string_buffer(8)
mine = Vector(ctypes.addressof(room), 8)
theirs = Vector(ADDRESS, 8)
tell(libc.process_vm_readv(PARENT, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0) > 0)
""",
    "limit_parent": RAW + """
now = (ctypes.c_uint64 * 2)()
tell(libc.prlimit(PARENT, 7, None, now) == 0)
""",
    "signal_by_ownership": HEAD + """
import fcntl
r, w = os.pipe()
tell(attempt(lambda: fcntl.fcntl(r, 8, PARENT) == 0) or attempt(lambda: fcntl.fcntl(r, 10, 9) == 0))
""",
    "type_into_the_terminal": HEAD + """
import fcntl
tell(attempt(lambda: fcntl.ioctl(0, 0x5412, b"x")) or attempt(lambda: open("/dev/tty", "w")))
""",
    "datagram_to_a_stranger": HEAD + """
import socket
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
tell(attempt(lambda: a.sendto(b"x", SOCKET)))
""",
    "raise_own_limits": HEAD + """
import resource
def up():
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return before != resource.getrlimit(resource.RLIMIT_AS)
tell(attempt(up))
""",
    "installed_packages": HEAD + """
import sysconfig
folder = sysconfig.get_path("purelib")
read = attempt(lambda: open(f"{folder}/pydantic/__init__.py").read())
tell(read or attempt(lambda: __import__("pydantic")))
""",
    "our_source": HEAD + "tell(attempt(lambda: open(SOURCE).read()))",
    "list_the_root": HEAD + "tell('etc' in (attempt(lambda: os.listdir('/')) or ()))",
    "inherited_descriptors": HEAD + """
def alive(fd):
    try:
        os.fstat(fd)
        return True
    except BaseException:
        return False
tell([fd for fd in range(3, 300) if attempt(lambda: alive(fd))])
""",
    "forge_the_report": HEAD + """
forged = json.dumps({"setup": "", "why": "", "status": 0, "cpu_s": 0.0}).encode()
tell([fd for fd in range(3, 300) if attempt(lambda: os.write(fd, forged))])
""",
    "escape_by_classes": HEAD + """
def walk():
    for c in ().__class__.__base__.__subclasses__():
        if c.__name__ == "_wrap_close":
            return c.__init__.__globals__["popen"]("cat " + KEY).read()
tell(attempt(walk))
""",
    "host_module": HEAD + """
def call():
    import host
    return host.call("anything", "{}") is not None
tell(attempt(call))
""",
    "raw_memory": HEAD + """
def peek():
    import uctypes
    return uctypes.bytearray_at(0xfffffff0, 1 << 20)[1 << 19]
tell(attempt(peek))
""",
    "mount_a_folder": HEAD + """
def mount():
    import vfs
    vfs.mount(vfs.VfsPosix("/"), "/m")
    return "etc" in os.listdir("/m")
tell(attempt(mount))
""",
    "up_and_out": HEAD + "tell(attempt(lambda: open('../' * 30 + KEY.lstrip('/')).read()))",
    "calls_for_privilege": _raw(
        "56, 0x10000000, 0, 0, 0, 0",       # clone, a new user namespace
        "435, 0, 0",                        # clone3
        "272, 0x10000000",                  # unshare
        "308, 0, 0",                        # setns
        "165, 0, 0, 0, 0, 0",               # mount
        "161, b'/'",                        # chroot
        "425, 8, ctypes.create_string_buffer(120)",   # io_uring_setup
        "321, 0, 0, 0",                     # bpf
        "323, 0",                           # userfaultfd
        "298, 0, 0, 0, 0, 0",               # perf_event_open
        "250, 0, 0, 0, 0, 0",               # keyctl
        "319, b'x', 0",                     # memfd_create
        "29, 0, 4096, 0o1600",              # shmget
        "41, 1, 2, 0",                      # socket
        "157, 1, 0, 0, 0, 0",               # prctl: live on when the launcher dies
        "434, PARENT, 0",                   # pidfd_open
        "62, PARENT, 0",                    # kill
        "129, PARENT, 0, 0",                # rt_sigqueueinfo
        "203, PARENT, 0, 0",                # sched_setaffinity
        "141, 0, PARENT, 19",               # setpriority
        "227, 0, 0",                        # clock_settime
        "112",                              # setsid
        "0x40000000 + 39",                  # getpid as x32 spells it
    ),
}  # fmt: skip
"""Attacks that reach for something; they must all be told no."""

ENDING: dict[str, tuple[str, dict[str, int | float]]] = {
    "spin": ("while True: pass", {"cpu_s": 0.3}),
    "spin_deaf": ("""
import signal
for s in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGALRM):
    signal.signal(s, signal.SIG_IGN)
while True: pass
""", {"cpu_s": 0.3}),
    "spin_silently": ("""
import os
os.closerange(0, 300)
while True: pass
""", {"cpu_s": 0.3}),
    "sleep": ("import time\ntime.sleep(10**6)", {"wall_s": 0.5}),
    "wait_for_nobody": ("""
import os
r, w = os.pipe()
os.read(r, 1)
""", {"wall_s": 0.5}),
    "catch_everything": ("""
while True:
    try:
        while True: pass
    except BaseException: pass
""", {"cpu_s": 0.3}),
    "memory": ("kept = []\nwhile True: kept.append(bytearray(1 << 20))", {}),
    "memory_by_letters": ("kept = []\nwhile True: kept.append('a' * (1 << 20))", {}),
    "memory_mapped": ("""
import mmap
kept = []
while True: kept.append(mmap.mmap(-1, 1 << 20))
""", {}),
    "memory_caught": ("""
kept = []
while True:
    try:
        while True: kept.append('a' * (1 << 20))
    except MemoryError: pass
""", {"cpu_s": 0.5}),
    "huge_number": ("x = 7\nwhile True: x = x * x", {"cpu_s": 0.5}),
    "huge_power": ("print(len(str(10 ** 10 ** 10)))", {"cpu_s": 0.5}),
    "huge_text": ("x = 'a' * 10 ** 12", {}),
    "zip_bomb": ("""
import zlib
bomb = zlib.compress(bytes(1 << 26), 9)
print(len(b"".join([zlib.decompress(bomb)] * 3)))
""", {"memory_bytes": 32 << 20}),
    "regex_bomb": ("""
import re
print(re.match('(a+)+$', 'a' * 40 + 'b'))
while True: pass
""", {"cpu_s": 0.5}),
    "print_flood": ("while True: print('y' * 65536)", {}),
    "print_flood_to_errors": ("import sys\nwhile True: print('y' * 65536, file=sys.stderr)", {}),
    "print_100_mb": ("b = 'y' * (1 << 20)\nfor i in range(100): print(b, end='')", {}),
    "recursion": ("def f(n): return f(n + 1)\nf(0)", {}),
    "recursion_in_c": ("""
import sys
sys.setrecursionlimit(10**9)
def f(n): return f(n + 1)
f(0)
""", {}),
    "nested_source": ("x = " + "[" * 5000 + "]" * 5000, {}),
    "nested_minus": ("x = " + "-" * 100_000 + "1", {}),
    "descriptors": ("""
import os
kept = []
while True: kept.append(os.pipe())
""", {}),
    "null_pointer": ("import ctypes\nctypes.string_at(0)", {}),
    "abort": ("import os\nos.abort()", {}),
    "threads": ("""
import threading, time
while True: threading.Thread(target=time.sleep, args=(100,)).start()
""", {}),
    "daemon": ("""
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
raise SystemExit(3)
""", {}),
    "fork_bomb": ("import os\nwhile True: os.fork()", {"cpu_s": 0.5}),
    "disk_flood": ("""
f = open("flood.bin", "wb")
while True: f.write(bytes(1 << 20))
""", {}),
    "leave_early": ("""
import os
def judge(): print('{"right": true}')
os._exit(1)
judge()
""", {}),
    "last_words": ("""
import atexit, os, time
atexit.register(lambda: time.sleep(100))
raise SystemExit(4)
""", {"wall_s": 0.5}),
    "destructor": ("""
class Late:
    def __del__(self):
        while True: pass
x = Late()
del x
""", {"cpu_s": 0.3}),
}  # fmt: skip
"""Attacks that want all of something, with what they are given: none may end `ok`."""


def filled(program: str, **names: object) -> str:
    """The program with its names in capitals filled in."""
    return "".join(f"{name} = {value!r}\n" for name, value in names.items()) + program
