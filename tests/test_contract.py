"""The contract kit, run on every family; and the kit itself, run on families that break it."""

import pytest

from tasksynth import registry
from tasksynth.testing import CHECKS, Check, run_check

FAMILIES = [name for name in registry.names() if not name.startswith(("demo.", "toy."))]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", ["demo.sum", *FAMILIES])
def test_family_keeps_the_contract(name: str, check: Check) -> None:
    run_check(check, name)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("demo.hashed", "same bytes in every process: .*different results"),
        ("demo.counting", "any item without the others: .*came out differently"),
        ("demo.leaky", "prompt hides the reference answer: .*tells"),
        ("demo.lenient", "garbage never passes nor raises: .*got status='pass'"),
        ("demo.crashing", "reference answer gets full reward: .*got status='error'"),
        ("demo.guessable", "answers to other tasks stay under the floor: .*passes 50 of 50"),
    ],
)
def test_the_kit_catches_a_family_that_breaks_the_contract(name: str, complaint: str) -> None:
    check = next(c for c in CHECKS if complaint.startswith(c.__name__.replace("_", " ")))
    with pytest.raises(AssertionError, match=complaint):
        run_check(check, name)
