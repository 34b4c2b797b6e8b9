"""Reasoning Gym's datasets as families, `rg.<name>`: the extra `reasoning-gym`."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tasksynth.domain import Domain

LEFT_OUT = {"composite"}
"""A mixture of the others is what a recipe is."""
_REGISTERED = re.compile(r"^register_dataset\(\s*(?:\"([a-z0-9_]+)\"|([A-Z_]+))", re.MULTILINE)


@cache
def dataset_names() -> tuple[str, ...]:
    """The datasets that the installed version registers, read from its sources.

    Importing it takes seconds, and listing families must not.
    """
    spec = find_spec("reasoning_gym")
    if spec is None or spec.origin is None:
        return ()
    found = set()
    for file in Path(spec.origin).parent.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for name, constant in _REGISTERED.findall(text):
            if constant:
                (name,) = re.findall(rf"^{constant} = \"([a-z0-9_]+)\"", text, re.MULTILINE)
            found.add(name)
    return tuple(sorted(found - LEFT_OUT))


DOMAIN = Domain(
    name="rg",
    families={f"rg.{name}": f"tasksynth_reasoning_gym:{name}" for name in dataset_names()},
)
"""What this package adds."""


def __getattr__(name: str) -> Any:
    """The family of a dataset, built at its first use."""
    if name not in dataset_names():
        raise AttributeError(f"reasoning-gym has no dataset {name!r}")
    from tasksynth_reasoning_gym.families import family_of

    return family_of(name)
