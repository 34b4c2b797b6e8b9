"""The filter of system calls, for both machines, as the kernel would run it."""

import errno
import platform
import re
from pathlib import Path
from struct import iter_unpack

import pytest

from tasksynth.sandbox import seccomp

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
EPERM, ENOSYS = seccomp.ERRNO | errno.EPERM, seccomp.ERRNO | errno.ENOSYS
MACHINES = sorted(seccomp.MACHINES)


def ran(code: bytes, machine: int, number: int, *arguments: int) -> int:
    """What the filter says of a call."""
    steps = list(iter_unpack("=HBBI", code))
    words = {0: number, 4: machine} | {16 + 8 * k: word for k, word in enumerate(arguments)}
    at = held = 0
    while True:
        kind, yes, no, k = steps[at]
        at += 1
        if kind == seccomp.LOAD:
            held = words.get(k, 0)
        elif kind == seccomp.AND:
            held &= k
        elif kind == seccomp.EQUAL:
            at += yes if held == k else no
        elif kind == seccomp.AT_LEAST:
            at += yes if held >= k else no
        else:
            assert kind == seccomp.RETURN
            return int(k)


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    monkeypatch.setattr(platform, "machine", lambda: name)
    return name


def allowed(machine: str) -> dict[str, int]:
    column = seccomp.MACHINES[machine][0]
    words = iter(seccomp.CALLS.split())
    return {
        name: int(numbers[column])
        for name, *numbers in zip(words, words, words, strict=True)
        if numbers[column] != "-"
    }


def test_what_is_listed_is_allowed_and_nothing_else(machine: str) -> None:
    code, native = seccomp.program(), seccomp.MACHINES[machine][1]
    listed, column = allowed(machine), seccomp.MACHINES[machine][0]
    guarded = {both[column] for both, _ in seccomp.GUARDED.values()}
    assert len(code) // 8 < 4096
    for number in range(1000):
        if number in listed.values():
            assert ran(code, native, number) == seccomp.ALLOW
        elif number not in guarded:
            young = number >= seccomp.YOUNGEST
            assert ran(code, native, number) == (ENOSYS if young else EPERM)
    assert ran(code, native, 0x40000000 + 1) == ENOSYS  # x32
    assert ran(code, 0x40000003, 1) == seccomp.KILL  # i386


def test_guarded_calls_are_allowed_with_some_arguments(machine: str) -> None:
    code, (column, native) = seccomp.program(), seccomp.MACHINES[machine]

    def said(name: str, *arguments: int) -> int:
        return ran(code, native, seccomp.GUARDED[name][0][column], *arguments)

    assert said("prlimit64", 0, 7) == seccomp.ALLOW
    assert said("prlimit64", 1, 7) == EPERM
    assert said("fcntl", 9, 3) == said("fcntl", 9, 1030) == seccomp.ALLOW
    assert said("fcntl", 9, 8) == said("fcntl", 9, 10) == said("fcntl", 9, 15) == EPERM
    assert said("ioctl", 0, 0x5401) == seccomp.ALLOW
    assert said("ioctl", 0, 0x5412) == EPERM  # TIOCSTI
    assert said("socketpair", 1, 0o2000001) == seccomp.ALLOW
    assert said("socketpair", 1, 2) == said("socketpair", 2, 1) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_linux(machine: str) -> None:
    header = HEADERS[machine]
    if not header.exists():
        pytest.skip(f"no {header} here")
    defined = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    numbers = {name: int(number) for name, number in defined}
    if machine == "aarch64":
        numbers["newfstatat"] = numbers["fstatat"]
    column = seccomp.MACHINES[machine][0]
    guarded = {name: both[column] for name, (both, _) in seccomp.GUARDED.items()}
    for name, number in (allowed(machine) | guarded).items():
        assert numbers[name] == number, name


def test_another_machine_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    why = seccomp.missing()
    assert why == "knows the system calls of x86_64 and aarch64, and not of riscv64"
