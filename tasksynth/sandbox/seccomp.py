"""The system calls that a jailed program may make, as the filter that the kernel runs.

Whatever is not listed fails with EPERM, or ENOSYS where the call is younger than this list, so that
a C library falls back to an older one. Left out on purpose: every way to make a process or a
thread, to run a file, to signal or trace anybody, to open a socket, to change a mode, an owner or a
time of a file, and memory that no limit counts (memfd, System V).

Numbers: asm/unistd_64.h (x86_64) and asm-generic/unistd.h (aarch64) of Linux.
"""

import errno
import platform
from collections.abc import Iterator
from struct import pack
from typing import NamedTuple

ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, AND, EQUAL, AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
NUMBER_AT, MACHINE_AT, ARGUMENTS_AT = 0, 4, 16
YOUNGEST = 449
"""The first call number that this list does not know."""

MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Column of CALLS, and what the kernel calls the machine."""

CALLS = """
read 0 63      write 1 64      close 3 57     fstat 5 80     stat 4 -        lstat 6 -
newfstatat 262 79    statx 332 291   lseek 8 62     pread64 17 67  pwrite64 18 68
readv 19 65    writev 20 66    open 2 -       openat 257 56  access 21 -     faccessat 269 48
faccessat2 439 439   readlink 89 -   readlinkat 267 78     getdents64 217 61  getcwd 79 17
chdir 80 49    fchdir 81 50    statfs 137 43  fstatfs 138 44 fadvise64 221 223
mmap 9 222     munmap 11 215   mprotect 10 226  mremap 25 216  madvise 28 233  brk 12 214
dup 32 23      dup2 33 -       dup3 292 24    flock 73 32    pipe 22 -       pipe2 293 59
poll 7 -       ppoll 271 73    select 23 -    pselect6 270 72  eventfd2 290 19
epoll_create 213 -   epoll_create1 291 20   epoll_ctl 233 21   epoll_wait 232 -
epoll_pwait 281 22   epoll_pwait2 441 441   sendto 44 206      recvfrom 45 207   shutdown 48 210
rt_sigaction 13 134  rt_sigprocmask 14 135  rt_sigreturn 15 139  rt_sigpending 127 136
rt_sigsuspend 130 133  rt_sigtimedwait 128 137  sigaltstack 131 132  pause 34 -  alarm 37 -
setitimer 38 103     getitimer 36 102   restart_syscall 219 128  nanosleep 35 101
clock_nanosleep 230 115  clock_gettime 228 113  clock_getres 229 114  gettimeofday 96 169
time 201 -     times 100 153   getrusage 98 165   getcpu 309 168  getpid 39 172  getppid 110 173
gettid 186 178 getuid 102 174  geteuid 107 175    getgid 104 176  getegid 108 177
getgroups 115 158    getresuid 118 148  getresgid 120 150  getpgrp 111 -  uname 63 160
sysinfo 99 179 umask 95 166    futex 202 98       rseq 334 293    set_robust_list 273 99
sched_yield 24 124   sched_getaffinity 204 123    membarrier 324 283    getrandom 318 278
exit 60 93     exit_group 231 94   arch_prctl 158 -   getrlimit 97 163
ftruncate 77 46      fsync 74 82     fdatasync 75 83  fallocate 285 47    sendfile 40 71
mkdir 83 -     mkdirat 258 34  rmdir 84 -     unlink 87 -    unlinkat 263 35
rename 82 -    renameat 264 38     renameat2 316 276
"""
"""Name, number on x86_64, number on aarch64; `-` where it has none."""


class Only(NamedTuple):
    """One argument may only be one of these, after a mask."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF


GUARDED: dict[str, tuple[tuple[int, int], tuple[Only, ...]]] = {
    # of itself only
    "prlimit64": ((302, 261), (Only(0, (0,)),)),
    # not F_SETOWN and F_SETSIG, which send signals to others
    "fcntl": ((72, 25), (Only(1, (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)),)),
    # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: not what types into a terminal
    "ioctl": ((16, 29), (Only(1, (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)),)),
    # a stream to itself, for event loops; a datagram socket could write to others
    "socketpair": ((53, 199), (Only(0, (1,)), Only(1, (1,), 0xF))),
}
"""Calls that are allowed with some arguments."""


def missing() -> str | None:
    """Why no filter can be made for this machine; None when one can."""
    machine = platform.machine()
    if machine in MACHINES:
        return None
    return f"knows the system calls of {' and '.join(MACHINES)}, and not of {machine}"


def program() -> bytes:
    """The filter for this machine, as `struct sock_filter[]`."""
    column, machine = MACHINES[platform.machine()]
    steps = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, machine, yes=1),
        _step(RETURN, KILL),  # a call of another machine's kind, such as i386's
        _step(LOAD, NUMBER_AT),
    ]
    words = iter(CALLS.split())
    for _name, *numbers in zip(words, words, words, strict=True):
        if numbers[column] != "-":
            steps += [_step(EQUAL, int(numbers[column]), no=1), _step(RETURN, ALLOW)]
    for both, rules in GUARDED.values():
        block = [step for rule in rules for step in _guard(rule)] + [_step(RETURN, ALLOW)]
        steps += [_step(EQUAL, both[column], no=len(block)), *block]
    steps += [
        _step(AT_LEAST, YOUNGEST, no=1),
        _step(RETURN, ERRNO | errno.ENOSYS),
        _step(RETURN, ERRNO | errno.EPERM),
    ]
    return b"".join(steps)


def _guard(rule: Only) -> Iterator[bytes]:
    yield _step(LOAD, ARGUMENTS_AT + 8 * rule.argument)  # its low half: the kernel reads an int
    yield _step(AND, rule.mask)
    for k, value in enumerate(rule.values):
        yield _step(EQUAL, value, yes=len(rule.values) - k)
    yield _step(RETURN, ERRNO | errno.EPERM)


def _step(code: int, k: int, *, yes: int = 0, no: int = 0) -> bytes:
    return pack("=HBBI", code, yes, no, k)
