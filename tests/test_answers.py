from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.answers import (
    Form,
    Unreadable,
    after_thinking,
    asked_form,
    final_answer,
    last_boxed,
    plain,
    read_final,
    restored,
    unlisted,
)
from tasksynth.answers.bare import readings
from tasksynth.answers.shapes import Shape, near_misses, right_shapes


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


def test_a_stop_string_that_was_left_out_closes_the_answer_where_it_is_said() -> None:
    cut, whole = "I see.\n<answer>\n7\n", "I see.\n<answer>\n7\n</answer>"
    assert final_answer(cut, asked="tag") != "7"  # not of that form: all of it is tried as it is
    assert restored(cut, prefilled=False, stop="</answer>") == whole
    assert restored(whole, prefilled=False, stop="</answer>") == whole
    assert (
        final_answer(restored(cut, stop="</answer>"), asked="tag") is None
    )  # of a prefilled thought


def test_an_unclosed_box_hides_nothing() -> None:
    assert last_boxed(r"\boxed{1} \boxed{2 \boxed{3") == "1"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("$1$", "1"), (r"\text{10}", "10"), (r"\mathrm{\text{1}}", "1"), ("`1`", "1"), ("**1**", "1")],
)
def test_typesetting_is_dropped(text: str, wanted: str) -> None:
    assert plain(text) == wanted


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("42", ["42"]),
        ("2**3", ["2**3"]),
        ("**2**3**", ["**2**3**", "**2**3"]),
        ("x**4 + C**", ["x**4 + C**", "x**4 + C"]),
        ("42.", ["42.", "42"]),
        ("**42.**", ["**42.**", "42.", "42"]),
        ("42**", ["42**", "42"]),
        (r"$\text{a b}$", [r"$\text{a b}$", "a b"]),
        ("'a', \"b\"", ["'a', \"b\""]),
        ("1 2\r\n3 4", ["1 2\r\n3 4", "1 2\n3 4"]),
        ("\uff14\uff12\u3002", ["\uff14\uff12\u3002", "42.", "42"]),
    ],
)
def test_only_what_is_around_an_answer_is_no_part_of_it(text: str, read: list[str]) -> None:
    assert list(readings(text)) == read


FORMS = {"boxed": "\\boxed{{{}}}", "tag": "<answer>{}</answer>", "line": "Answer: {}\n"}
EVERY: tuple[Form, ...] = ("boxed", "tag", "line")
answers = st.text(alphabet="01ab,", min_size=1, max_size=8)
prose = st.lists(
    st.sampled_from(["So", "we", "try", "5", "first.", "\n", "It", "holds:", "x1 = 0", "$"])
).map(" ".join)


@given(st.sampled_from(sorted(FORMS)), st.lists(st.tuples(st.sampled_from(sorted(FORMS)), answers)))
def test_the_form_asked_for_wins_and_of_it_the_last(
    asked: Form, given_: list[tuple[str, str]]
) -> None:
    reply = "".join(f"so\n{FORMS[form].format(answer)} then " for form, answer in given_)
    of_the_form = [answer for form, answer in given_ if form == asked]
    wanted = of_the_form or [answer for _, answer in given_]
    found = final_answer(reply, asked=asked)
    if not given_:
        assert found is None
    elif of_the_form or given_[-1][0] != "line":
        assert (found or "").removesuffix(" then") == wanted[-1]


@given(st.sampled_from(sorted(FORMS)), answers, prose, prose)
def test_prose_around_an_answer_changes_nothing(
    asked: Form, answer: str, before: str, after: str
) -> None:
    reply = f"{before}\n\n{FORMS[asked].format(answer)}\n\n{after}"
    assert final_answer(reply, asked=asked) == answer


@given(st.sampled_from(sorted(FORMS)), answers, prose)
def test_thought_is_no_answer(asked: Form, answer: str, thought: str) -> None:
    marked = FORMS[asked].format(answer)
    assert final_answer(f"<think>{thought} {marked}", asked=asked) is None
    assert final_answer(f"{thought} {marked}</think>", asked=asked) is None
    assert final_answer(restored(f"{thought} {marked}"), asked=asked) is None
    assert final_answer(f"{thought}</think>{marked}", asked=asked) == answer
    assert final_answer(restored(f"{thought}</think>\n{marked}"), asked=asked) == answer
    assert final_answer(f"<think>{thought}</think>\n{marked}\n</think>", asked=asked) == answer


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


@given(st.sampled_from(sorted(FORMS)), answers, prose, prose, st.integers(1, 3))
def test_a_quoted_reply_says_what_it_says_unquoted(
    asked: Form, answer: str, before: str, after: str, depth: int
) -> None:
    reply = f"{before}\n\n{FORMS[asked].format(answer)}\n\n{after}"
    for _ in range(depth):
        reply = quoted(reply)
    assert final_answer(reply, asked=asked) == answer
    assert final_answer(f"So:\n\n{reply}\n\nThat is all.", asked=asked) == answer


@pytest.mark.parametrize(
    "text",
    ["a\n> b", "```\n> b\n```", "x:\n~~~\n\n> b\n~~~", ">= 5", "<!-- a", "```\n<!-- a -->\n```"],
)
def test_code_and_comparisons_are_no_quotes(text: str) -> None:
    assert after_thinking(text) == text


def test_comments_are_not_seen() -> None:
    assert after_thinking("a <!-- \\boxed{1} --> b <!--\n--> c") == "a  b  c"


def number(text: str) -> int:
    try:
        return int(plain(text).rstrip("."))
    except ValueError:
        raise Unreadable(f"want a number, got {text!r}") from None


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: 7\nI am sure of it.",
        "Answer: 7. This holds.",
        "Answer:\n\n7\n\nDone.",
        "\\boxed{5}\n\nAnswer: 7",
        "Answer: \\boxed{7}",
        "**Answer: 7**",
        "## Final Answer\n\n7",
        "$$\\boxed{\\text{Answer: 7}}$$",
        "The answer is 7.",
        '{"reasoning": "3 + 4", "answer": 7}',
        '{"answer": "7"}',
        "Here it is:\n```\n7\n```",
        "\u7b54\u6848\uff1a7",
        "La respuesta es: 7",
        "R\u00e9ponse finale : 7",
        "Re\u0301ponse finale : 7",
        "La re\u0301ponse est : 7",
        "Endg\u00fcltige Antwort: 7",
        "Answer: \u0667",
        "Answer: \u096d",
        "Answer: 7<|im_end|>",
        "Answer: 7</s>",
        "\u200bAnswer: \uff17",
        "<reasoning>Answer: 5</reasoning>Answer: 7",
        "Answer: 5\n\nAnswer: 7",
    ],
)
def test_a_reader_gets_the_answer_and_only_it(reply: str) -> None:
    assert read_final(reply, number, asked="line") == 7


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Answer:",
        "Answer: 7 or 8",
        "Answer: 7\nor 8",
        "Answer: 7\n8",
        "Answer: 7\n\nWait, that fails.",
        "\\boxed{7} or \\boxed{8}",
        "Answer: 8 or Answer: 7",
        "<answer>7</answer> or 8",
        "The answer is not 7",
        "not \\boxed{7}",
        "Answer: 7\n\nAnswer: unknown",
        "Answer (wrong): 7",
        "Answer (in reverse order): 7",
        "I think 7",
        "<think>Answer: 7",
        "<|channel|>analysis<|message|>Answer: 7",
    ],
)
def test_contradictions_denials_and_hints_are_no_answer(reply: str) -> None:
    with pytest.raises(Unreadable):
        read_final(reply, number, asked="line")


@pytest.mark.parametrize(
    "reply",
    [
        "7",
        "I looked at all of it.\n\n7",
        "7\n\nThe others are too large.",
        "It comes to this.\n7",
        "> 7",
        "**7**\n\n7",
        "Final Answer\n============\n\n7",
        "5\n\nWait, that is wrong.\n\n7",
        "5\n\nAnswer: 7",
        "We add.\n#### 7",
        "$boxed{7}$",
        "\x08oxed{7}",
        "Assistant: 7",
    ],
)
def test_a_bare_answer_has_a_paragraph_or_a_line_of_its_own(reply: str) -> None:
    assert read_final(reply, number) == 7


@pytest.mark.parametrize(
    "reply",
    [
        "5\n\n7",
        "7\n5",
        "I think 7",
        "7\n\nHmm, this is wrong.",
        "7\n\nWait, it is 5.",
        "7\n\nor else\n\n5",
        "7\nor perhaps the next one",
        "Not 7",
        "<!-- 7 -->",
        "~~7~~",
    ],
)
def test_two_bare_answers_and_one_that_is_taken_back_are_none(reply: str) -> None:
    with pytest.raises(Unreadable):
        read_final(reply, number)


@pytest.mark.parametrize(
    "after",
    [
        "Wait, this is wrong.",
        "Hmm, that does not satisfy the conditions, so it is incorrect.",
        "No, I made a mistake.",
        "But that violates the second rule.",
        "This answer isn't valid.",
    ],
)
@pytest.mark.parametrize("asked", sorted(FORMS))
def test_what_is_taken_back_is_no_answer(asked: Form, after: str) -> None:
    reply = FORMS[asked].format(7)
    with pytest.raises(Unreadable):
        read_final(f"{reply}\n\n{after}", number, asked=asked)
    if asked != "line":
        assert read_final(f"{reply}\n\n{after} It is:\n\n{reply}", number, asked=asked) == 7


@pytest.mark.parametrize(
    "after",
    [
        "This is not hard. A 5 is wrong.",
        "It fails for every other number.",
        "This violates none of the rules.",
        "It is wrong to take 5, so this is forced.",
        "However, this is not the only one.",
        "That does not mean that it is unique.",
    ],
)
def test_a_remark_takes_no_answer_back(after: str) -> None:
    for asked in EVERY:
        reply = FORMS[asked].format(7)
        assert read_final(f"{reply}\n\n{after}", number, asked=asked) == 7


@pytest.mark.parametrize(
    ("after", "offers"),
    [
        ("But I am not sure, perhaps 8 instead.", True),
        ("I'm not entirely certain; it could be 8.", True),
        ("Or maybe it is 8 instead.", True),
        ("However, it might also be 8.", True),
        ("But it could also be written as 14 / 2.", False),
        ("I am not sure that this is the shortest way.", False),
        ("I am not sure, but perhaps there are others.", False),
        ("Perhaps there is a shorter way to see it.", False),
        ("But maybe you know a shorter way.", False),
    ],
)
def test_another_answer_offered_in_doubt_leaves_none(after: str, *, offers: bool) -> None:
    for asked in EVERY:
        reply = f"{FORMS[asked].format(7)}\n\n{after}"
        if not offers:
            assert read_final(reply, number, asked=asked) == 7
            continue
        with pytest.raises(Unreadable):
            read_final(reply, number, asked=asked)


def test_several_marks_that_are_said_to_be_candidates_are_no_answer() -> None:
    two = "<answer>8</answer> and <answer>7</answer>"
    for said in ("are both candidates.", "are possible"):
        with pytest.raises(Unreadable, match="an alternative is offered"):
            read_final(f"{two} {said}", number, asked="tag")
    assert read_final(f"{two} are not the same.", number, asked="tag") == 7
    assert read_final("<answer>7</answer> are possible", number, asked="tag") == 7


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        ("<|begin_of_thought|>", "<|end_of_thought|>"),
        ("<analysis>", "</analysis>"),
        ("<seed:think>", "</seed:think>"),
        ("<thought_process>", "</thought_process>"),
        ("[THINK]", "[/THINK]"),
        ("\u25c1think\u25b7", "\u25c1/think\u25b7"),
    ],
)
def test_thought_in_marks_of_other_templates_is_no_answer(opened: str, closed: str) -> None:
    for asked in EVERY:
        reply = FORMS[asked].format(7)
        for thought in (f"{opened}{reply}", f"{opened}{reply}{closed}"):
            with pytest.raises(Unreadable):
                read_final(thought, number, asked=asked)
        assert read_final(f"{opened}5{closed}\n{reply}", number, asked=asked) == 7
    assert read_final("Maybe 5.\n[BEGIN FINAL RESPONSE]\n7\n[END FINAL RESPONSE]", number) == 7


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("\uff11\uff10\uff0c\u3000x\u2081\u2082\uff1d\U0001d7cf", "10, x_12=1"),
        ("1\u200b0\u00a01\ufeff", "10 1"),
        ("\u202e0\u20661\u2069", "01"),  # turned about: read as it was written
        ("\\textrm{a} \\mathsf{b} \\color{red}{c} \\textcolor{blue}{d} \\bf e", "a b c d   e"),
        ("\\begin{pmatrix}1 & 0\\\\0 & 1\\end{pmatrix}", "1 = 0\n0 = 1"),
        ("\\begin{pmatrix}1 & 0 & 1\\end{pmatrix}", "1, 0, 1"),
        ("\\begin{cases}a = 1 \\\\ b = 0\\end{cases}", "a = 1\nb = 0"),
        ("| x | y |\n|---|---|\n| a | 1 |\n| b | 0 |", "a = 1\nb = 0"),
        ("| x | a | b | c |\n|--|--|--|--|\n| y | 1 | 0 | 1 |", "x = y\na = 1\nb = 0\nc = 1"),
        ("name | value\n---|---\na | 1", "a = 1"),
        ("| # | name | value |\n|--|--|--|\n| 1 | a | b |\n| 2 | c | d |", "a = b\nc = d"),
        ("- a\n* b\n\u2022 c", "a\nb\nc"),
        ("<b>7</b><br>8", "7\n8"),
        ("~~5~~ 7", "7"),
        ("a~~b,~~c~~d", "a  b,  c  d"),  # LaTeX's spaces
        ("\\{1, 2\\}", "{1, 2}"),
    ],
)
def test_tables_and_typesetting_become_text(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_list_numbers_go_where_lines_are_counted() -> None:
    assert unlisted("1. a\n2. b").split() == ["a", "b"]
    assert unlisted("3. a\n1. b") == "3. a\n1. b"
    assert unlisted("1. a") == "1. a"


@pytest.mark.parametrize(
    ("prompt", "form"),
    [
        ("Put it within \\boxed{}.", "boxed"),
        ("Put it between <answer> and </answer>.", "tag"),
        ('End with a line that begins with "Answer:".', "line"),
        ("Finish with `Answer:` and a name.", "line"),
        ("Put the query into a ```sql block.", "fence"),
        ("Answer with one letter.", None),
    ],
)
def test_a_prompt_says_which_form_it_asks_for(prompt: str, form: Form | None) -> None:
    assert asked_form(prompt) == form


def test_the_pack_keeps_to_what_the_answer_says() -> None:
    shapes = {shape.name: shape.text for shape in right_shapes("Answer: 3, 1")}
    assert len(shapes) > 60
    assert "items numbered" not in shapes  # 1. 3 could be read as 1 and 3
    assert "pairs in JSON" in {shape.name for shape in right_shapes("Answer: a=1, b=2")}
    code = {shape.name for shape in right_shapes("```sql\nSELECT 1\n```")}
    assert "full-width digits and signs" not in code


@pytest.mark.parametrize("shape", list(near_misses("Answer: 3", "Answer: 4")), ids=lambda x: x.name)
def test_near_misses_of_the_pack_are_not_the_right_answer(shape: Shape) -> None:
    with suppress(Unreadable):
        assert read_final(shape.text, number, asked="line") != 3


@pytest.mark.parametrize(
    "reply",
    [
        '{"task": {"solution": 7}}',
        '{"task": {"result": {"answer": 7}}, "seed": 3}',
        'It was {"task": {"a": "\\"}", "solution": 7}}',
        '{"prompt": "End with\\nAnswer: 7"}',
        '{"prompt": "\\\\boxed{7}", "status": "done"}',
    ],
)
def test_what_an_object_holds_deeper_down_is_not_its_answer(reply: str) -> None:
    for asked in (None, "boxed", "line"):
        with pytest.raises(Unreadable):
            read_final(reply, number, asked=asked)


@pytest.mark.parametrize(
    "reply",
    [
        '{"answer": {"result": 7}}',
        '{"task": {"solution": 3}, "answer": 7}',
        '{"note": "a { and a \\" {", "answer": 7}',
        'a 6" disk {"answer": 7}',
        "Let S = {2, {\n{'answer': '7'}",
        '[{"answer": 7}]',
        r'{"answer": "\\boxed{7}"}',
    ],
)
def test_an_object_answers_by_a_key_of_its_own(reply: str) -> None:
    assert read_final(reply, number, asked="boxed") == 7


@pytest.mark.parametrize(
    "text",
    [
        "Answer:\n" * 20_000,
        "Answer: a or " * 15_000,
        "<answer>" * 20_000,
        "<think>x" * 20_000,
        "</think>x<think> " * 10_000,
        "|a|b|\n|-|-|\n" * 10_000,
        "\\begin{array}" * 15_000,
        '{"answer": [' * 15_000,
        "```\n" * 40_000,
        "the answer is " * 14_000,
        "a:\n" * 60_000,
        "</s>" * 50_000,
        " " * 200_000,
        "> a\n" * 25_000,
        "<!--" * 50_000,
        "a\n\n" * 20_000,
        "boxed{" * 33_000,
        "#### a\n" * 8_000,
    ],
    ids=lambda text: text[:12],
)
def test_long_nonsense_is_refused_in_linear_time(text: str) -> None:
    for asked in (None, "boxed", "tag", "line", "fence"):
        with pytest.raises(Unreadable):
            read_final(text, number, asked=asked)


def test_a_fence_in_a_list_is_read_without_the_indent_of_the_list() -> None:
    code = "if x:\n\n    y()\nelse:\n    z()"
    for indent in ("  ", "   ", "\t", "    "):
        fence = f"```python\n{code}\n```".replace("\n", f"\n{indent}").replace(f"{indent}\n", "\n")
        assert final_answer(f"1. The lines:\n\n{indent}{fence}\n2. Done.", asked="fence") == code
    assert final_answer("  ```\nx\n    y\n  ```", asked="fence") == "x\n    y"
    for mark, indent in (("1. ", "   "), ("- ", "  "), ("12) ", "    "), ("* ", ""), ("1. ", "\t")):
        fence = f"```python\n{code}\n```".replace("\n", f"\n{indent}").replace(f"{indent}\n", "\n")
        assert final_answer(f"{mark}{fence}\n{mark}Done.", asked="fence") == code
    listed = "```\n- ```\nx\n```"
    assert final_answer(listed, asked="fence") == "- ```\nx"


@pytest.mark.parametrize("outer", ["```", "```markdown", "````", "~~~~ md"])
def test_a_fence_at_once_in_another_is_the_answer(outer: str) -> None:
    fence = "```python\na = '`'\n\nb\n```"
    reply = f"Here it is:\n{outer}\n{fence}\n{outer.split('m')[0].strip()}\n"
    for behind in ("", "It takes no time.", "For example\n```\nb\n```\n gives 3."):
        assert final_answer(reply + behind, asked="fence") == (
            "b" if "```" in behind else "a = '`'\n\nb"
        )
    assert final_answer(f"```sql\n{fence}", asked="fence") == "a = '`'\n\nb"


def test_a_thought_that_ends_between_two_fences_has_ended() -> None:
    reply = "<think>first ```sql\nSELECT 1\n```</think>```sql\nSELECT 2\n```"
    assert after_thinking(reply) == "```sql\nSELECT 2\n```"
    assert after_thinking("it writes `</think>` and ends") == "it writes `</think>` and ends"


def names(text: str) -> list[str]:
    """Three names, set apart by commas."""
    found = plain(text).split(", ")
    if len(found) != 3 or not all(name.isalpha() and len(name) < 4 for name in found):
        raise Unreadable("want three names")
    return found


@pytest.mark.parametrize(
    "reply",
    [
        '{"moves": ["A", "B", "C"]}',
        '```json\n{"plan": ["A", "B", "C"]}\n```',
        'Answer: {"order": ["A", "B", "C"]}',
        '{"answer": {"Moves": ["A", "B", "C"]}}',
        '{"route": "A, B, C"}',
        "So: \\boxed{A}, \\boxed{B}, and \\boxed{C}.",
        "1. $\\boxed{A}$\n2. $\\boxed{B}$\n3. $\\boxed{C}$",
        "Not \\boxed{D} then.\n\n\\boxed{A} \\to \\boxed{B} \\to \\boxed{C}",
        "Answer: \\boxed{A}, \\boxed{B}, \\boxed{C}",
        "<answer>\\boxed{A} \\boxed{B} \\boxed{C}</answer>",
    ],
)
def test_a_list_may_be_an_object_of_its_own_or_a_box_for_each(reply: str) -> None:
    assert read_final(reply, names, asked="line") == ["A", "B", "C"]


@pytest.mark.parametrize(
    "reply",
    [
        '{"not_moves": ["A", "B", "C"]}',
        '{"moves": ["A", "B", "C"], "moves": ["A", "C", "B"]}',
        '{"moves": ["A", "B", "C"], "alternative": ["A", "C", "B"]}',
        '{"moves": ["A", "B", "or C"]}',
        '{"moves": [["A"], "B", "C"]}',
        "\\boxed{A}, \\boxed{B} or \\boxed{C}",
        "not \\boxed{A}, \\boxed{B}, \\boxed{C}",
        "\\boxed{A}, \\boxed{B}, \\boxed{C} are all candidates",
        "\\boxed{A}, \\boxed{B}, \\boxed{C}\n\nAnswer: D",
        "\\boxed{A}, then perhaps \\boxed{B}, \\boxed{C}",
    ],
)
def test_a_list_that_is_doubted_or_not_alone_is_none(reply: str) -> None:
    with pytest.raises(Unreadable):
        read_final(reply, names, asked="line")
