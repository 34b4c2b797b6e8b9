"""What two datasets have in common, and what not."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pydantic_core import to_jsonable_python

from tasksynth.pipeline.folders.manifest import Manifest
from tasksynth.pipeline.judging.verify import Group
from tasksynth.sets.reading import Origin, content
from tasksynth_schemas import Model

SHOWN = 5
"""Tasks that are named, of each kind."""


class GroupDifference(Model):
    """The tasks of a family at a level, in either dataset."""

    common: int = 0
    only_a: int = 0
    only_b: int = 0


class Difference(Model):
    """Two datasets side by side, task by task."""

    tasks_a: int
    tasks_b: int
    common: int
    """Tasks of the same address in both."""
    changed: int
    """Of these, those that are not the same, byte for byte."""
    elsewhere: int
    """Tasks of B alone by their addresses, whose content A has at another one."""
    moved: int
    """Tasks of both that are in another split."""
    groups: dict[str, GroupDifference]
    """`family` or `family level` to what is there of it, sorted."""
    examples: dict[str, tuple[str, ...]]
    """Ids of the first tasks that are only in A, only in B, changed, or in another split."""
    settings: dict[str, tuple[str, str]]
    """What the manifests say otherwise: the field, then A's and B's."""

    @property
    def equal(self) -> bool:
        """Whether they hold the same tasks in the same splits; in whatever order and form."""
        only = any(group.only_a or group.only_b for group in self.groups.values())
        return not only and not self.changed and not self.moved


def diff(a: Path, b: Path, *, check: bool = False) -> Difference:
    """Compare two datasets by the addresses of their tasks, then by what is at them.

    Raises:
        UsageError: if one of them is not there, or a family is not installed.
        StateError: if one of them is damaged.
    """
    one, other = Origin.open(a, check=check), Origin.open(b, check=check)
    known: dict[str, tuple[bytes, str]] = {}
    groups: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    examples: dict[str, list[str]] = defaultdict(list)
    left: dict[str, str] = {}  # of A's, in its order: id to group
    contents = set()
    for entry in one.entries():
        key, task = entry.task.id, entry.task
        known[key] = _hash(entry.line), entry.split
        left[key] = str(Group.of(task.ref.family, task.level))
        contents.add(content(task))
    tasks_b = elsewhere = 0
    for entry in other.entries():
        tasks_b += 1
        key, task = entry.task.id, entry.task
        group = groups[str(Group.of(task.ref.family, task.level))]
        if key not in known:
            group["only_b"] += 1
            examples["only_b"].append(key)
            elsewhere += content(task) in contents
            continue
        left.pop(key, None)
        group["common"] += 1
        line, split = known[key]
        if line != _hash(entry.line):
            examples["changed"].append(key)
        if split != entry.split:
            examples["moved"].append(key)
    for key, name in left.items():
        groups[name]["only_a"] += 1
        examples["only_a"].append(key)
    return Difference(
        tasks_a=len(known),
        tasks_b=tasks_b,
        common=sum(group["common"] for group in groups.values()),
        changed=len(examples["changed"]),
        elsewhere=elsewhere,
        moved=len(examples["moved"]),
        groups={name: GroupDifference(**groups[name]) for name in sorted(groups)},
        examples={name: tuple(keys[:SHOWN]) for name, keys in examples.items() if keys},
        settings=_settings(one.manifest, other.manifest),
    )


_COUNTS = ("common", "only_a", "only_b")


def _hash(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


def _settings(a: Manifest | None, b: Manifest | None) -> dict[str, tuple[str, str]]:
    """Where the manifests differ, of what decides the tasks."""
    if a is None or b is None:
        return {}
    alike = (a.recipe is None) == (b.recipe is None)
    left, right = _decisive(a, recipe=alike), _decisive(b, recipe=alike)
    return {
        name: (str(left.get(name, "-")), str(right.get(name, "-")))
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    }


def _decisive(manifest: Manifest, *, recipe: bool) -> Mapping[str, object]:
    """What decides the tasks; of a recipe that the other one lacks, only that it is there."""
    asked = manifest.recipe
    found = {} if asked is None or not recipe else to_jsonable_python(asked.model_dump())
    return {
        **({} if recipe or asked is None else {"recipe": "one"}),
        **{f"recipe.{name}": value for name, value in found.items() if name != "shard_size"},
        **{f"versions.{name}": version for name, version in manifest.versions.items()},
        **{f"families.{name}": version for name, version in manifest.families.items()},
        "measure": manifest.measure,
    }
