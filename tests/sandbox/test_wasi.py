"""A guest that has lost its mind calls out with any numbers."""

from inspect import signature

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth.sandbox.guest import Exit, GuestWorld, OutputFull
from tasksynth.sandbox.tree import FileTree
from tasksynth.sandbox.wasi import CALLS, FAULTS

wasmtime = pytest.importorskip("wasmtime")
PAGE = 1 << 16
WORD = st.one_of(
    st.integers(0, 8),
    st.integers(0, 2 * PAGE),
    st.integers(PAGE - 64, PAGE + 64),
    st.integers(0, (1 << 32) - 1),
    st.sampled_from([0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]),
)
CALL = st.sampled_from(sorted(CALLS)).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.lists(WORD, min_size=len(signature(CALLS[name]).parameters) - 1).map(
            lambda words: words[: len(signature(CALLS[name]).parameters) - 1]
        ),
    )
)


def world(fill: bytes, file_bytes: int) -> GuestWorld:
    config = wasmtime.Config()
    config.consume_fuel = True
    store = wasmtime.Store(wasmtime.Engine(config))
    store.set_fuel(10**9)
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
    memory.write(store, (fill * (PAGE // len(fill) + 1))[:PAGE], 0)
    made = GuestWorld(
        argv=("micropython", "x"),
        stdin=b"some input",
        tree=FileTree({"a/b": b"some file"}, file_bytes),
        output_bytes=1000,
        tank=10**9,
    )
    made.memory, made.store = memory, store
    return made


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=64), st.sampled_from([0, 5000]), st.lists(CALL, max_size=30))
def test_no_call_does_more_than_fail(
    fill: bytes, file_bytes: int, calls: list[tuple[str, list[int]]]
) -> None:
    here = world(fill, file_bytes)
    for name, words in calls:
        try:
            said = CALLS[name](here, *words)
            assert said is not None
            assert 0 <= said < 77
        except (Exit, OutputFull, *FAULTS):
            pass
    assert len(here.stdout) + len(here.stderr) <= 1000
    assert sum(map(len, here.tree.files.values())) <= len(b"some file") + file_bytes
    assert len(here.opened) <= 64


def test_the_guest_cannot_leave_its_root() -> None:
    tree = FileTree({"a/b": b"x"}, 0)
    for path in ("../../etc/passwd", "/../etc/passwd", "a/../../../etc/passwd"):
        assert tree.resolve("", path) == "etc/passwd"
        assert tree.resolve("a", path) in {"etc/passwd"}
    assert tree.resolve("a", "./b") == tree.resolve("", "a//b/") == "a/b"
    assert tree.entries("") == ["a"]
    assert tree.entries("a") == ["b"]
