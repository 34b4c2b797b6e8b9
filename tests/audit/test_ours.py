"""All families that come with tasksynth withstand the audit, held against the floors they declare.

Two tasks each: `make audit` looks at more of them.

That they are the same in every process is their contract's own test.
"""

from collections.abc import Iterator

import pytest

from tasksynth import registry
from tasksynth.audit import audit
from tasksynth.engines import Engine, engine_for

OTHERS = ("demo", "rg", "toy")
"""Those with planted faults, those of Reasoning Gym, and those of the tests of curricula.

A family that is added is ours at once."""
OURS = [name for name in registry.names() if name.partition(".")[0] not in OTHERS]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_for(1) as made:
        yield made


@pytest.mark.parametrize("name", OURS)
def test_no_fault_is_found(engine: Engine, name: str) -> None:
    report = audit(name, levels=(0.0,), tasks=2, engine=engine, thorough=False)
    faults = [finding for finding in report.findings if finding.severity == "fault"]
    assert not faults
    assert report.levels[0].tasks == 2
