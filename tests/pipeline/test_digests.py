"""The set that tells tasks apart which were made before."""

import hashlib

import pytest

from tasksynth.pipeline.making import digests
from tasksynth.pipeline.making.digests import Digests


def digest(number: int) -> bytes:
    return hashlib.blake2b(number.to_bytes(8, "little"), digest_size=16).digest()


@pytest.mark.parametrize("in_memory", [2**26, 2**14])
def test_it_is_a_set(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "IN_MEMORY", in_memory)
    made, known = Digests(4), set()
    for number in [*range(3000), *range(2000, 4000)]:
        one = digest(number)
        assert made.add(one) == (one not in known)
        known.add(one)
    assert len(made) == len(known) == 4000
    assert all(one in made for one in known)
    assert not any(digest(number) in made for number in range(5000, 7000))
    made.close()


def test_digests_that_want_one_slot_are_told_apart() -> None:
    made = Digests(16)
    near = [bytes(8) + number.to_bytes(8, "little") for number in range(9)]
    last = b"\xff" * 16  # its slot is the last one, and the search goes on at the first
    assert [made.add(one) for one in [*near, last, *near]] == [True] * 10 + [False] * 9
    assert last in made
    assert b"\xff" * 15 + b"\xfe" not in made
    assert len(made) == 10
    made.close()


def test_a_digest_of_another_length_is_refused() -> None:
    made = Digests()
    with pytest.raises(ValueError, match="has 16 bytes, got 3"):
        made.add(b"abc")
    made.close()
