"""The contract kit, run on every family; and the kit itself, run on families that break it."""

import fcntl
import gc
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from tasksynth import registry
from tasksynth.testing import CHECKS, Check, check_family, draws, run_check
from tasksynth.testing.draws import digests_elsewhere

FAMILIES = [name for name in registry.names() if not name.startswith(("demo.", "rg.", "toy."))]
DEMOS = ("demo.sum", "demo.pictured", "demo.walk", "demo.lamps")
MOST = 6
"""Tasks of each level here, at most; `check_family` looks at as many as a family says."""


def digests_of_a_domain(
    digest: draws.Digest, domain: str, levels: Sequence[float], hash_seed: str, shared: Path
) -> dict[str, str]:
    """One process for all families of a domain: most of the time of a process is its start.

    What it gives is kept in a folder that all workers of the tests share.
    """
    kept = shared / f"{digest.__module__}.{digest.__name__} {domain} {levels} {hash_seed}.json"
    names = tuple(name for name in FAMILIES if name.startswith(f"{domain}."))
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(json.dumps(digests_elsewhere(digest, names, levels, hash_seed)))
        return {name: str(value) for name, value in json.loads(kept.read_text()).items()}


def digests_together(
    shared: Path, digest: draws.Digest, names: Sequence[str], levels: Sequence[float], seed: str
) -> dict[str, str]:
    """What `digests_elsewhere` gives, out of a process for the whole domain."""
    (name,) = names
    if name not in FAMILIES:
        return digests_elsewhere(digest, names, levels, seed)
    return digests_of_a_domain(digest, name.partition(".")[0], tuple(levels), seed, shared)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run's; its workers have folders of their own in one."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@cache
def forget(_family: str) -> None:
    """Let the garbage collector look through nothing that the families before have left.

    Of some millions of objects it takes a second, at any time: a verdict's limit.
    """
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", [*DEMOS, *FAMILIES])
def test_family_keeps_the_contract(
    name: str, check: Check, monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    forget(name)
    family = type(registry.get(name))
    monkeypatch.setattr(family, "checked", min(MOST, family.checked))
    monkeypatch.setattr(draws, "digests_elsewhere", partial(digests_together, shared))
    run_check(check, name)


def test_the_family_of_the_readme_keeps_the_contract(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    block = re.search(r"```python\n# subset\.py\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    (tmp_path / "subset.py").write_text(block[1])
    package = tmp_path / "subset-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: subset\nVersion: 1.0\n")
    assert '[project.entry-points."tasksynth.domains"]\nsubset = "subset:DOMAIN"' in readme
    (package / "entry_points.txt").write_text("[tasksynth.domains]\nsubset = subset:DOMAIN\n")
    run = subprocess.run(
        [sys.executable, "-c", "from tasksynth.testing import *; check_family('subset.sum')"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_all_that_a_family_breaks_is_reported_at_once() -> None:
    with pytest.raises(AssertionError) as failure:
        check_family("demo.gullible", levels=(1.0,))
    lines = str(failure.value).splitlines()
    for broken in ("right answers pass in any shape", "near misses do not pass"):
        assert any(line.startswith(f"{broken}: demo.gullible: ") for line in lines)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("demo.hashed", "same bytes in every process: .*different results"),
        ("demo.counting", "any item without the others: .*came out differently"),
        ("demo.leaky", "prompt hides the reference answer: .*tells"),
        ("demo.lenient", "garbage never passes nor raises: .*got status='pass'"),
        ("demo.crashing", "reference answer gets full reward: .*got status='error'"),
        (
            "demo.dawdling",
            "long nonsense is judged in linear time: .*'.n', .*took [0-9.]+ s .want 0.25",
        ),
        ("demo.deaf", "right answers pass in any shape: (?s:.*)\n  full stop: "),
        ("demo.informal", "reference has the form that the prompt asks for: .*'boxed'.*'bare'"),
        ("demo.gullible", "near misses do not pass: .*\n  a thought that never ends: "),
        (
            "demo.uneven",
            "what tells changes nothing else: .*depends on 'odd_only': effort and floor are 2, 0.2",
        ),
        ("demo.guessable", "answers to other tasks stay under the floor: .*passes 50 of 50"),
        ("demo.walk_once", "needs say what is shown and done: .*declares one turn"),
        ("demo.walk_unannounced", "needs say what is shown and done: .*announces .'text'."),
        ("demo.walk_forked", "needs say what is shown and done: .*two things of the tool step"),
        (
            "demo.walk_misnamed",
            "media are there and what their names say: .*its media are .'map.png'.",
        ),
        ("demo.walk_mistyped", "media are there and what their names say: .*begins with b'GIF89a'"),
        (
            "demo.walk_redrawn",
            "media are there and what their names say: .*differ when they are made",
        ),
        ("demo.walk_salted", "same turns and media in every process: .*different results"),
        ("demo.walk_haunted", "replay equals live: .*two episodes at once go otherwise"),
        (
            "demo.walk_unreplayed",
            "replay equals live: .*live .*nobody dug.*, replayed .*not played",
        ),
        (
            "demo.walk_giving",
            "nothing and anything done stay under the floor: .*doing nothing passes 50 of 50",
        ),
        (
            "demo.walk_shallow",
            "nothing and anything done stay under the floor: .*random calls passes",
        ),
        ("demo.walk_patient", "an end is an end: .*an action after the end got status='pass'"),
        ("demo.walk_fragile", "no action breaks an episode: .*raised KeyError"),
        ("demo.walk_stubborn", "no action breaks an episode: .*raised TimeLimitError"),
        ("demo.walk_fickle", "hints grow from nothing: .*does not begin with the one before"),
        ("demo.walk_telling", "hints grow from nothing: .*the hint of share 0 is 'Go "),
        ("demo.walk_wordy", "worked solutions end with a right answer: .*got status='unparsable'"),
    ],
)
def test_the_kit_catches_a_family_that_breaks_the_contract(name: str, complaint: str) -> None:
    check = next(c for c in CHECKS if complaint.startswith(c.__name__.replace("_", " ")))
    with pytest.raises(AssertionError, match=complaint):
        run_check(check, name)
