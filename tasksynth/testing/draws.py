"""What the checks of `tasksynth.testing` look at, and how they complain."""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache

from tasksynth import registry
from tasksynth.pipeline.cells import cell_of
from tasksynth.registry import AnyFamily
from tasksynth.single import Draw, Source

SEED = 20_250_101


@cache
def source_at(name: str, level: float) -> Source:
    """What makes the tasks of a family at a level."""
    return cell_of(name, SEED, level, {}).source()


@cache
def draw_at(name: str, level: float, index: int) -> Draw:
    """A task of a family at a level; made once a process."""
    return source_at(name, level).draw(index)


def draws(name: str, level: float) -> tuple[Draw, ...]:
    """As many tasks of a family at a level as it wants checked."""
    return tuple(draw_at(name, level, index) for index in range(registry.get(name).checked))


def want(held: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise AssertionError, saying what was seen, unless it held."""
    if not held:
        raise AssertionError(otherwise)


def want_under_floor(name: str, level: float, passes: int, who: str) -> None:
    """Fail where so many passes are less likely than 1 in 10,000 at the declared floor."""
    family: AnyFamily = registry.get(name)
    floor, count = family.floor(family.Params.at(level)), family.checked
    tail = sum(
        math.comb(count, k) * floor**k * (1 - floor) ** (count - k)
        for k in range(passes, count + 1)
    )
    want(
        tail > 1e-4,
        f"{who} passes {passes} of {count} at level {level:g}, the floor is {floor:g}",
    )


Digest = Callable[[str, Sequence[float]], str]
"""A module's function of a family and levels."""


def want_same_in_every_process(digest: Digest, name: str, levels: Sequence[float]) -> None:
    """Fail where a digest differs in a process whose strings have other hashes."""
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    elsewhere = digests_elsewhere(digest, (name,), levels, seed)[name]
    want(digest(name, levels) == elsewhere, "two processes give different results")


def digests_elsewhere(
    digest: Digest, names: Sequence[str], levels: Sequence[float], hash_seed: str
) -> dict[str, str]:
    """Digests of families, by name, that a process with this PYTHONHASHSEED gives.

    Raises:
        AssertionError: with what the process complained of.
    """
    program = (
        f"import sys; from {digest.__module__} import {digest.__name__} as digest;"
        "levels = [float(level) for level in sys.argv[1].split()];"
        "print('\\n'.join(digest(name, levels) for name in sys.argv[2:]))"
    )
    where = ("env", f"PYTHONHASHSEED={hash_seed}", sys.executable)
    child = subprocess.run(
        [*where, "-c", program, " ".join(map(str, levels)), *names],
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode:
        raise AssertionError(child.stderr)
    found = child.stdout.strip().splitlines()[-len(names) :]
    return dict(zip(names, found, strict=True))


def forget_draws() -> None:
    """Make them anew, since the family has changed."""
    source_at.cache_clear()
    draw_at.cache_clear()
