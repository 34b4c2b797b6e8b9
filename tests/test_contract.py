"""The contract kit, run on every family; and the kit itself, run on families that break it."""

import pytest

from tasksynth import registry
from tasksynth.testing import CHECKS, Check, run_check

FAMILIES = [name for name in registry.names() if not name.startswith(("demo.", "toy."))]
DEMOS = ("demo.sum", "demo.pictured", "demo.walk", "demo.lamps")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", [*DEMOS, *FAMILIES])
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
        ("demo.once", "needs say what is shown and done: .*declares one turn"),
        ("demo.unannounced", "needs say what is shown and done: .*announces .'text'."),
        ("demo.forked", "needs say what is shown and done: .*two things of the tool step"),
        ("demo.misnamed", "media are there and what their names say: .*its media are .'map.png'."),
        ("demo.mistyped", "media are there and what their names say: .*begins with b'GIF89a'"),
        ("demo.redrawn", "media are there and what their names say: .*differ when they are made"),
        ("demo.salted", "same turns and media in every process: .*different results"),
        ("demo.haunted", "replay equals live: .*two episodes at once go otherwise"),
        ("demo.unreplayed", "replay equals live: .*live .*nobody dug.*, replayed .*not played"),
        (
            "demo.giving",
            "nothing and anything done stay under the floor: .*doing nothing passes 50 of 50",
        ),
        ("demo.shallow", "nothing and anything done stay under the floor: .*random calls passes"),
        ("demo.patient", "an end is an end: .*an action after the end got status='pass'"),
        ("demo.fragile", "no action breaks an episode: .*raised KeyError"),
        ("demo.stubborn", "no action breaks an episode: .*raised TimeLimitError"),
        ("demo.fickle", "hints grow from nothing: .*does not begin with the one before"),
        ("demo.telling", "hints grow from nothing: .*the hint of share 0 is 'Go "),
        ("demo.wordy", "worked solutions end with a right answer: .*got status='unparsable'"),
    ],
)
def test_the_kit_catches_a_family_that_breaks_the_contract(name: str, complaint: str) -> None:
    check = next(c for c in CHECKS if complaint.startswith(c.__name__.replace("_", " ")))
    with pytest.raises(AssertionError, match=complaint):
        run_check(check, name)
