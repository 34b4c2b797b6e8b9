import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.answers import Unreadable
from tasksynth_sat.reading.words import PEOPLE, PLACES, read_members, read_values

ITEMS = ["Ada", "Ben", "Cyd"]
COLORS = ["red", "blue", "green"]
SLOTS = ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: Ada=red, Ben=blue, Cyd=red",
        "**Answer:** Ada=red, Ben=blue, Cyd=red.",
        r"\boxed{Ada=red, Ben=blue, Cyd=red}",
        r"\boxed{\text{Ada} = \text{red},\ \text{Ben} \to \text{blue}, \text{Cyd} = \text{red}}",
        "<answer>Cyd: RED; ben: Blue; ADA: red</answer>",
        'Answer:\n```json\n{"Ada": "red", "Ben": "blue", "Cyd": "red"}\n```',
        '{"solution": {"Ada": "red", "Ben": "blue", "Cyd": "red"}}',
        '[["Ada", "red"], ["Ben", "blue"], ["Cyd", "red"]]',
        "Answer:\nAda = red\nBen = blue\nCyd = red",
        "Answer:\n1. Ada: red\n2. Ben: blue\n3. Cyd: red\n\nEveryone is content.",
        "| Guest | Colour |\n|---|---|\n| Ada | red |\n| Ben | blue |\n| Cyd | red |",
        "Answer: red, blue, red",
        'Answer: ["red", "blue", "red"]',
        "Answer: red: Ada, Cyd; blue: Ben",
        'Answer: {"red": ["Ada", "Cyd"], "blue": ["Ben"], "green": []}',
        "Answer: (Ada, Ben, Cyd) = (red, blue, red)",
        "Answer: Ada and Cyd get red, and Ben gets blue.",
        "<think>Answer: Ada=blue, Ben=blue, Cyd=blue</think>Ada=red, Ben=blue, Cyd=red",
    ],
)
def test_every_reasonable_form_is_the_same_reading(answer: str) -> None:
    assert read_values(answer, ITEMS, COLORS, nouns=["guest", "colour"]) == (0, 1, 0)


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: Ada=3, Ben=1, Cyd=2",
        "Answer: slot 3: Ada, slot 1: Ben, slot 2: Cyd",
        "Answer:\n1. Ada = 3\n2. Ben = 1\n3. Cyd = 2",
        "Answer:\n1: Ben\n2: Cyd\n3: Ada\n4: none",
        "Answer: 3, 1, 2",
        "Answer:\n1) 3\n2) 1\n3) 2",
        '{"1": ["Ben"], "2": ["Cyd"], "3": ["Ada"], "4": []}',
    ],
)
def test_numbers_are_values_before_they_are_list_marks(answer: str) -> None:
    assert read_values(answer, ITEMS, SLOTS, nouns=["slot"]) == (2, 0, 1)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "Answer:",
        "Answer: Ada=red, Ben=blue",  # short
        "Answer: Ada=red, Ben=blue, Cyd=red, Ada=blue",  # over-long
        "Answer: Ada=red, Ada=red, Ben=blue, Cyd=red",
        "Answer: red, blue",
        "Answer: red, blue, red, green",
        "Answer: Ada=red, Ben=blue or green, Cyd=red",
        "Answer: Ada=red, Ben=blue/green, Cyd=red",
        "Answer: Ada is not red, Ben blue, Cyd red",
        r"\boxed{Ada \neq red, Ben = blue, Cyd = red}",
        "Answer: Ada != red, Ben = blue, Cyd = red",
        "Answer: Ada=*, Ben=*, Cyd=*",
        "Answer: Ada=red, Ben=blue, Cyd=violet",
        "Answer: Ada=red, Ben=blue, Dan=red",
        "Answer: perhaps impossible",
        "Answer: not impossible",
        "Answer: impossible, or Ada=red, Ben=blue, Cyd=red",
        "Answer: Ada=red, Ben=none, Cyd=red",
        "<think>Ada=red, Ben=blue, Cyd=red",
    ],
)
def test_anything_else_is_unreadable(answer: str) -> None:
    with pytest.raises(Unreadable):
        read_values(answer, ITEMS, COLORS)


@pytest.mark.parametrize(
    "answer",
    ["impossible", "Answer: Impossible.", r"\boxed{\text{impossible}}", "Answer: no solution",
     "Answer: It is impossible", "Answer: There is no solution.", "Answer: unsatisfiable",
     "Answer: not possible", "Answer: no solution exists", "Answer: This cannot be done."],
)  # fmt: skip
def test_a_refusal_is_read_as_none(answer: str) -> None:
    assert read_values(answer, ITEMS, COLORS) is None
    assert read_members(answer, ITEMS) is None


@pytest.mark.parametrize(
    "answer",
    ["Answer: Cyd, Ada", "Cyd and Ada", '["Cyd", "Ada"]', r"\boxed{\{\text{Cyd}, \text{Ada}\}}",
     "Answer:\n1. Cyd\n2. Ada", "Answer: the group {cyd, ada}"],
)  # fmt: skip
def test_members_are_read_in_their_order(answer: str) -> None:
    assert read_members(answer, ITEMS, nouns=["group"]) == (2, 0)


@pytest.mark.parametrize(
    "answer", ["", "Answer: Ada, Ada", "Answer: Ada, Dan", "Answer: not Ada", "Answer: Ada or Ben"]
)
def test_members_are_names_and_each_once(answer: str) -> None:
    with pytest.raises(Unreadable):
        read_members(answer, ITEMS)


def test_a_value_may_have_several_names() -> None:
    states = ["off|0|false", "on|1|true"]
    for answer in ("Ada=on, Ben=off, Cyd=on", "Ada: 1, Ben: 0, Cyd: 1", "[true, false, true]"):
        assert read_values(answer, ITEMS, states) == (1, 0, 1)


@given(st.text(alphabet="AadaBenCyd redblu=,:.{}[]()\n\\-12 impossible", max_size=200))
def test_no_text_breaks_the_reader_and_readings_are_whole(text: str) -> None:
    try:
        values = read_values(text, ITEMS, COLORS)
    except Unreadable:
        return
    assert values is None or (len(values) == 3 and set(values) <= {0, 1, 2})


@given(st.permutations(range(3)), st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_what_is_written_in_any_order_is_read_back(order: list[int], values: list[int]) -> None:
    said = "; ".join(f"{ITEMS[i]} -> {COLORS[values[i]]}" for i in order)
    assert read_values(f"I tried hard.\nAnswer: {said}", ITEMS, COLORS) == tuple(values)


def test_the_pools_hold_different_names_and_none_that_reads_as_something_else() -> None:
    for pool in (PEOPLE, PLACES):
        assert len({name.casefold() for name in pool}) == len(pool) >= 80
        assert read_members(", ".join(pool), pool) == tuple(range(len(pool)))


def test_a_huge_answer_is_read_in_linear_time() -> None:
    for text in (
        "[" * 200_000,
        "Ada=red, " * 20_000,
        "1. " * 60_000,
        "{" * 100_000 + "}" * 100_000,
    ):
        with pytest.raises(Unreadable):
            read_values(text, ITEMS, COLORS)
