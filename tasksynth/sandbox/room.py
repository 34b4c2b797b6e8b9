"""A sandbox that stays warm, and the one call that runs a program in one."""

import atexit
import os
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self, get_args

from tasksynth.errors import UsageError
from tasksynth.sandbox import jail, monty, wasm
from tasksynth.sandbox.models import Done, Language, Limits, Tier
from tasksynth.sandbox.tree import checked

TIERS = {"wasm": wasm.missing, "jail": jail.missing, "monty": monty.missing}


class Guest(Protocol):
    """One tier's way to run programs, one after the other."""

    def run(
        self, program: str, *, stdin: bytes, files: Mapping[str, bytes], limits: Limits
    ) -> Done:
        """Run a program to its end."""
        ...

    def close(self) -> None:
        """Free what it holds."""
        ...


def missing(tier: Tier) -> str | None:
    """Why this machine cannot give a tier; None when it can.

    It looks only at what is installed and what the kernel offers, and starts nothing.

    Raises:
        UsageError: when there is no such tier.
    """
    if tier not in TIERS:
        raise UsageError(
            f"no tier called {tier!r}: there are {', '.join(map(repr, get_args(Tier)))}"
        )
    return TIERS[tier]()


class Sandbox:
    """Warm guests of one tier: many small runs, none of which finds a trace of another.

    It may be used from many threads, which take turns; use one for each that shall run at the
    same time. It belongs to the process that made it, and must not be used after a fork.
    """

    def __init__(
        self, tier: Tier, *, limits: Limits | None = None, imports: Sequence[str] = ()
    ) -> None:
        """Open it.

        Args:
            tier: `wasm`, `jail` or `monty`; another one is never taken in its place.
            limits: What a run may use, unless `run` says otherwise.
            imports: Installed packages that programs may import; `jail` alone has any.

        Raises:
            UsageError: when this machine cannot give the tier; it says what is missing.
        """
        if why := missing(tier):
            raise UsageError(f"this machine cannot give the sandbox {tier!r}: it {why}")
        if imports and tier != "jail":
            raise UsageError(f"{tier!r} cannot import {', '.join(imports)}: only 'jail' can")
        self.tier: Tier = tier
        self.limits = limits or Limits()
        self._pid = os.getpid()
        self._turn = threading.Lock()
        self._guest: Guest | None = _opened(tier, imports)

    @property
    def namespaces(self) -> str:
        """Why programs cannot write files here; empty where they can. Only a jail looks."""
        return self._guest.namespaces if isinstance(self._guest, jail.Jail) else ""

    def run(
        self,
        program: str,
        *,
        language: Language = "python",
        stdin: str | bytes = "",
        files: Mapping[str, str | bytes] | None = None,
        limits: Limits | None = None,
    ) -> Done:
        """Run one program from its first line to its end.

        Args:
            program: Its text.
            language: `python`, of which each tier has its own dialect.
            stdin: What it reads from standard input, as text or as bytes of UTF-8.
            files: What is in its folder, by relative paths.
            limits: What it may use; those of the sandbox without.

        Raises:
            UsageError: when the tier cannot hold a program to these limits, or a file name is none.
            SandboxError: when the sandbox failed, or the machine was too busy to judge by time:
                nothing is known of the program then.
        """
        if language != "python":
            raise UsageError(f"no sandbox runs {language!r}: there is 'python'")
        used, given = limits or self.limits, checked(files or {})
        if used.fuel is not None and self.tier != "wasm":
            raise UsageError(f"{self.tier!r} cannot count fuel: use 'wasm', or fuel=None")
        try:
            program.encode()
        except UnicodeEncodeError as e:
            return Done(ended="refused", stdout="", stderr="", why=f"is not UTF-8: {e}")
        if "\0" in program:
            return Done(ended="refused", stdout="", stderr="", why="has a null character")
        data = stdin.encode("utf-8", "replace") if isinstance(stdin, str) else bytes(stdin)
        with self._turn:
            if self._guest is None:
                raise UsageError("this sandbox is closed; open another one")
            if os.getpid() != self._pid:
                raise UsageError("this sandbox was made before a fork; open one in each process")
            return self._guest.run(program, stdin=data, files=given, limits=used)

    def close(self) -> None:
        """End its guests. Closing twice is no error."""
        with self._turn:
            guest, self._guest = self._guest, None
        if guest is not None and os.getpid() == self._pid:
            guest.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, e: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()


def _opened(tier: Tier, imports: Sequence[str]) -> Guest:
    if tier == "wasm":
        return wasm.Wasm()
    if tier == "monty":
        return monty.Monty()
    return jail.Jail(imports)


_kept: dict[tuple[Tier, tuple[str, ...]], Sandbox] = {}
_of_a_parent: list[Sandbox] = []
_opening = threading.Lock()


def warm(tier: Tier, *, imports: Sequence[str] = ()) -> Sandbox:
    """This process's own sandbox of a tier: opened at the first call, and closed when it exits.

    A verifier, which has no place to keep one, calls this each time. It is the same one for all
    threads, which take turns; a process that is forked opens its own, unless it is `monty`, which
    cannot be opened where the process that it was forked from had it open.

    Raises:
        UsageError: when this machine cannot give the tier.
    """
    key = tier, tuple(imports)
    with _opening:
        if key not in _kept:
            _kept[key] = Sandbox(tier, imports=imports)
        return _kept[key]


@atexit.register
def _close() -> None:
    while _kept:
        _kept.popitem()[1].close()


def _forked() -> None:
    """What the parent holds stays the parent's: it is neither used here nor freed."""
    global _opening
    _opening = threading.Lock()
    _of_a_parent.extend(_kept.values())
    _kept.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def run(
    program: str,
    *,
    tier: Tier,
    language: Language = "python",
    stdin: str | bytes = "",
    files: Mapping[str, str | bytes] | None = None,
    limits: Limits | None = None,
    imports: Sequence[str] = (),
) -> Done:
    """Run one program in this process's `warm` sandbox of a tier.

    The arguments and the errors are those of `Sandbox` and `Sandbox.run`.
    """
    sandbox = warm(tier, imports=imports)
    return sandbox.run(program, language=language, stdin=stdin, files=files, limits=limits)
