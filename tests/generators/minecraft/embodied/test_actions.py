"""Action lists: all of ours come back, and none of anybody's is a fault of ours."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth_minecraft.embodied import actions
from tasksynth_minecraft.physics import tick

ROWS = st.lists(
    st.tuples(
        *[st.integers(0, 1)] * 9,
        st.integers(0, 9),
        st.integers(-3000, 3000),
        st.integers(-3000, 3000),
    ),
    max_size=30,
)


@given(rows=ROWS)
def test_what_is_encoded_is_read_back(rows: list[tuple[int, ...]]) -> None:
    array = np.array(rows, dtype=np.int64).reshape(-1, tick.ACTION)
    assert (actions.parse(actions.encode(array), limit=1000) == array).all()


def test_minestudio_dictionaries_are_read_too() -> None:
    array = np.stack([actions.row("forward", "jump", yaw=500), actions.row("attack", pitch=-90)])
    text = json.dumps(actions.to_minestudio(array))
    assert (actions.parse(text, limit=10) == array).all()


def test_no_more_than_the_limit_is_made() -> None:
    assert len(actions.parse('[["forward", 1000000], ["jump", 1000000]]', limit=500)) == 500


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "want a JSON list"),
        ("{}", "want a JSON list of segments, got dict"),
        ('[["forward", NaN]]', "NaN is no number"),
        ('[["forward", 1, Infinity, 0]]', "Infinity is no number"),
        ('[["forward", 1e999]]', "whole number of ticks"),
        ('[["forward", 1, 1e999, 0]]', "turns in"),
        ('[["forward", 1, 200, 0]]', "turns in"),
        ('[["forward", -1]]', "whole number of ticks"),
        ('[["forward", true]]', "whole number of ticks"),
        ('[["forward", 1.5]]', "whole number of ticks"),
        ('[["fly", 1]]', "no key 'fly'"),
        ("[[1, 1]]", "keys as one string"),
        ('[["forward"]]', "want \\[keys, ticks\\]"),
        ('[{"camera": [1]}]', "camera as \\[pitch, yaw\\]"),
        ('[{"forward": 7}]', "as 0 or 1"),
        ("[" * 100_000, "nested too deep|want a JSON list"),
        ("[" + "[],"[:-1] + "]", "want \\[keys"),
        (f'[["forward", {"9" * 4000}]]', "whole number of ticks"),
        (json.dumps([["", 1]] * 20_001), "at most 20000 segments"),
    ],
)
def test_hostile_lists_are_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(actions.ActionError, match=why) as caught:
        actions.parse(text, limit=1000)
    assert len(str(caught.value)) < 250


@settings(max_examples=200)
@given(text=st.one_of(st.text(max_size=60), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10).map(json.dumps)))  # fmt: skip
def test_any_text_gives_rows_or_an_action_error(text: str) -> None:
    try:
        rows = actions.parse(text, limit=50)
    except actions.ActionError:
        return
    assert rows.shape[1] == tick.ACTION
    assert len(rows) <= 50
