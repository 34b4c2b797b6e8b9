"""The cache keeps what was used last, within its bytes."""

from hypothesis import given
from hypothesis import strategies as st

from tasksynth.pipeline.recent import Recent


def test_what_was_used_last_stays() -> None:
    recent = Recent[str, int](10)
    for i, key in enumerate("abc"):
        recent.put(key, i, 4)
    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (None, 1, 2)
    recent.get("b")
    recent.put("d", 3, 4)
    assert (recent.get("b"), recent.get("c")) == (1, None)


def test_what_is_too_heavy_is_not_kept() -> None:
    recent = Recent[str, int](10)
    recent.put("a", 1, 4)
    recent.put("b", 2, 11)
    recent.put("a", 3, 12)
    assert (recent.get("a"), recent.get("b"), recent.weight) == (None, None, 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12))))
def test_the_weight_is_that_of_what_is_there(puts: list[tuple[int, int]]) -> None:
    recent, last = Recent[int, int](10), {}
    for key, weight in puts:
        recent.put(key, weight, weight)
        last[key] = weight
        held = [found for key in last if (found := recent.get(key)) is not None]
        assert recent.weight == sum(held) <= 10
