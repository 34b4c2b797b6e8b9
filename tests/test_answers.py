import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.answers import final_answer, last_boxed, plain


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"so \boxed{101}", "101"),
        (r"\boxed{0} no, \boxed{1}", "1"),
        (r"\boxed {1}", "1"),
        (r"\boxed{\text{1{0}1}}", r"\text{1{0}1}"),
        ("\\boxed{\n1\n}", "1"),
        (r"\boxed{1} and then \boxed{0", "1"),
        (r"Answer: 0. In a box: \boxed{1}", "1"),
        ("<answer> 7 </answer>", "7"),
        ("<answer>1</answer> no, <answer>2</answer>", "2"),
        ("Answer: 110 (verified)", "110 (verified)"),
        ("Answer: 1\nAnswer: 2\nBye", "2"),
        ("**Answer:** 5", "5"),
        ("**Answer**: 5", "5"),
        ("The final answer is 110", "110"),
        ("the answer is: 110", "110"),
        ("110", "110"),
        ("<think>\\boxed{0}</think>1", "1"),
        ("<think>hm</think>\\boxed{1}", "1"),
        ("hm, no tag opened </think> 1", "1"),
    ],
)
def test_the_final_answer_is_found(text: str, answer: str) -> None:
    assert final_answer(text) == answer


@pytest.mark.parametrize("text", ["", "  \n", "<think> \\boxed{1}", "<think>a</think><think>1"])
def test_no_answer_is_none(text: str) -> None:
    assert final_answer(text) is None


@given(st.text(alphabet="\\boxed{}<think/answer>: 01\n", max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    answer = final_answer(text)
    assert answer is None or answer == answer.strip()


@given(st.text(alphabet="01ab, \n").map(str.strip))
def test_a_boxed_answer_comes_back(text: str) -> None:
    assert final_answer(f"I think \\boxed{{1}} is wrong, so \\boxed{{{text}}}.") == text


@pytest.mark.parametrize(
    "text",
    [
        "\\boxed{" * 30_000,
        "\\boxed{}" * 25_000,
        "{" * 200_000,
        "answer" * 33_000,
        "answer is " * 20_000,
        "\\text{" * 30_000,
        "<think>" * 28_000,
    ],
    ids=lambda text: text[:8],
)
def test_long_nonsense_is_read_in_linear_time(text: str) -> None:
    """It would not end within the test run if a rule were quadratic in 200,000 characters."""
    plain(final_answer(text) or "")


def test_an_unclosed_box_hides_nothing() -> None:
    assert last_boxed(r"\boxed{1} \boxed{2 \boxed{3") == "1"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("$1$", "1"), (r"\text{10}", "10"), (r"\mathrm{\text{1}}", "1"), ("`1`", "1"), ("**1**", "1")],
)
def test_typesetting_is_dropped(text: str, wanted: str) -> None:
    assert plain(text) == wanted
