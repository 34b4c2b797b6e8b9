"""Every attack on every tier."""

import json
import os
import platform
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import tasksynth.sandbox
from tasksynth.sandbox import Done, Limits, Sandbox, missing
from tasksynth.sandbox.jail import Jail
from tests.sandbox.attacks import ENDING, REACHING, filled

LIMITS = Limits(memory_bytes=32 << 20, output_bytes=1 << 18, wall_s=20)
TIERS = ("wasm", "jail", "jail without namespaces", "monty")
UNTIMED = {"sleep", "last_words"}
"""What takes no time where the clock is the guest's own; MicroPython has no destructors."""


@pytest.fixture(scope="module")
def warm() -> Iterator[dict[str, Any]]:
    opened: dict[str, Any] = {}
    yield opened
    for sandbox in opened.values():
        sandbox.close()


def tier_of(name: str, warm: dict[str, Any]) -> Any:
    tier: Any = name.partition(" ")[0]
    if why := missing(tier):
        pytest.skip(f"{tier} {why}")
    if name not in warm:
        warm[name] = sandbox = Sandbox(tier, limits=LIMITS)
        if name == "jail without namespaces":
            guest = sandbox._guest
            assert guest is not None
            guest.close()
            sandbox._guest = Jail(namespaces=False)
    return warm[name]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """What attacks reach for: files, a server, a socket, a process, an environment."""
    folder = tmp_path_factory.mktemp("outside")
    key = folder / "key.txt"
    key.write_text("the answer")
    server = socket.create_server(("127.0.0.1", 0))
    received = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    received.bind(str(folder / "socket"))
    stop = threading.Event()

    def answer() -> None:
        while not stop.is_set():
            peer = server.accept()[0]
            with peer:
                peer.sendall(b"hello")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    os.environ["TASKSYNTH_SECRET"] = "the answer"
    port = server.getsockname()[1]
    yield {
        "KEY": str(key),
        "CANARY": str(folder / "canary"),
        "PORT": port,
        "PARENT": os.getpid(),
        "ADDRESS": id(None),
        "SOCKET": str(folder / "socket"),
        "SOURCE": tasksynth.sandbox.__file__,
    }
    del os.environ["TASKSYNTH_SECRET"]
    stop.set()
    socket.create_connection(("127.0.0.1", port)).close()
    thread.join()
    server.close()
    received.close()


def pwned(stdout: str) -> bool:
    last = stdout.strip().rpartition("\n")[2]
    if not last.startswith("{"):
        return False
    found, _ = json.JSONDecoder().raw_decode(last)  # a process that it cloned may say so, too
    return bool(found.get("pwned"))


PLACES = [(tier, 0) for tier in TIERS] + [("wasm", 1 << 16), ("jail", 1 << 16)]


@pytest.mark.parametrize(("tier", "file_bytes"), PLACES)
@pytest.mark.parametrize("attack", REACHING)
def test_nothing_outside_is_reached(
    attack: str, tier: str, file_bytes: int, warm: dict[str, Any], world: dict[str, object]
) -> None:
    key = Path(str(world["KEY"]))
    before = key.stat()
    limits = LIMITS.model_copy(update={"file_bytes": file_bytes})
    sandbox = tier_of(tier, warm)
    if file_bytes and sandbox.namespaces:
        pytest.skip("no namespaces here")
    done: Done = sandbox.run(filled(REACHING[attack], **world), limits=limits)
    assert not pwned(done.stdout), done
    assert key.read_text() == "the answer"
    after = key.stat()
    assert (after.st_mode, after.st_mtime) == (before.st_mode, before.st_mtime)
    assert not Path(str(world["CANARY"])).exists()


OUTSIDE = sorted(
    REACHING.keys()
    - {
        # destructive here, or of MicroPython alone, or of the jail's own making
        "unlink", "truncate", "rename_in", "change_mode", "change_time", "signal_everybody",
        "become_a_file", "write_outside", "write_beside", "host_module", "raw_memory",
        "mount_a_folder", "type_into_the_terminal", "inherited_descriptors", "forge_the_report",
        "raise_own_limits", "trace_parent", "symlink", "hard_link",
    }
)  # fmt: skip


@pytest.mark.parametrize("attack", OUTSIDE)
def test_the_attack_works_where_nothing_stops_it(
    attack: str, world: dict[str, object], tmp_path: Path
) -> None:
    scope = Path("/proc/sys/kernel/yama/ptrace_scope")
    guarded = os.geteuid() != 0 and scope.exists() and scope.read_text().strip() != "0"
    if guarded and attack in {"read_parent_by_call", "parent_memory"}:
        pytest.skip("this machine lets nobody look at a parent")
    if attack == "calls_for_privilege" and platform.machine() != "x86_64":
        pytest.skip("its numbers are those of x86_64")
    # a lower priority lasts: it is not to be that of whoever runs all further tests
    with subprocess.Popen(["sleep", "60"]) as victim:
        named = world | ({"PARENT": victim.pid} if attack == "calls_for_privilege" else {})
        run = subprocess.run(
            [sys.executable, "-c", filled(REACHING[attack], **named)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        victim.kill()
    assert pwned(run.stdout), run


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("attack", ENDING)
def test_nobody_has_more_than_is_given(attack: str, tier: str, warm: dict[str, Any]) -> None:
    program, given = ENDING[attack]
    sandbox = tier_of(tier, warm)
    done: Done = sandbox.run(program, limits=LIMITS.model_copy(update=given))
    if tier in {"wasm", "monty"} and attack in UNTIMED | {"destructor"}:
        assert done.ended in {"ok", "error", "refused"}
    else:
        assert done.ended != "ok", done
    assert (
        len(done.stdout) + len(done.stderr)
        <= LIMITS.output_bytes + 3 * done.stdout.count("�") + 4000
    )
    assert sandbox.run("print(1)").ended == "ok"  # and the next one is served
    assert children() <= 3 * len(warm)  # launchers and workers, and no guest


def children() -> int:
    """Processes that were started here and are alive, with theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(words[1])
    ours, before = {os.getpid()}, 0
    while len(ours) != before:
        before = len(ours)
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    return len(ours) - 1
