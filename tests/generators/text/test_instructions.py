"""Texts that fulfil all conditions pass, whoever wrote them, and no others do."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasksynth import registry
from tasksynth.single import source
from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.kinds import KINDS, holds
from tasksynth_text.instructions.texts import text_of

FAMILY: Any = registry.get("text.instructions")


def tasks(level: float, count: int) -> list[Any]:
    made = source("text.instructions", seed=41, level=level)
    return [made.draw(index).instance for index in range(count)]


def on(kind: str, *numbers: int, words: tuple[str, ...] = ()) -> Condition:
    return Condition(kind=kind, numbers=numbers, words=words)


EXAMPLES = [
    (on("blocks", 2), "One.\n\nTwo.", "One.\nTwo."),
    (on("sentences", 2), "So it goes. Well?", "So it goes."),
    (on("sentences", 2), "He waited\u2026 and left. So.", "He waited... and left. So."),
    (on("sentences_each", 2, 1), "A. B.\n\nC.", "A.\n\nB. C."),
    (on("words", 4), "A well-known man — he.", "A well known man, he."),
    (on("words_between", 2, 3), "One two three.", "One."),
    (on("sentence_words", 2, 3), "Go. I go too.", "I go too. Go."),
    (on("words_at_most", 3), "I am. You are here.", "You are here now."),
    (on("words_at_least", 2), "I am. You are.", "I am. You."),
    (on("block_words", 2, 2), "A b c.\n\nD e.", "A b.\n\nD e f."),
    (on("characters", 5), "A. B.", "A. Bc."),
    (on("characters", 5), "A\u2026 \u202eB.", "A... B."),
    (on("commas", 1), "Yes, I do.", "Yes, yes, I do."),
    (on("no_commas"), "Yes.", "Yes, yes."),
    (on("questions", 1), "Who? Me.", "Who? Me?"),
    (on("exclamations", 1), 'He said "Go!" and went.', "He went."),
    (on("capitals", 1), "I like NASA.", "I like it."),
    (on("capitals", 3), "DON'T board an X-RAY in the U.S., A1 or I.", "DON'T board, NASA."),
    (on("sum", 2, 30), "I saw 10 and 20.", "I saw 30."),
    (on("no_digits"), "Ten.", "10."),
    (on("different"), "One two.", "One, two, ONE."),
    (on("long_words", 5, 1), "A giant ran.", "A giant bread ran."),
    (on("in_brackets", 2), "So (it seems) be it.", "So (be) it (is)."),
    (on("quoted", 2), "The “big one” is here.", 'The "big" "one".'),
    (on("quoted", 2), "The «big one» is here.", "The «big» «one»."),
    (on("acrostic", words=("on",)), "Often it rains. Never here.", "Often. Now. So."),
    (on("alphabetical"), "Ada. Ben. Cy.", "Ben. Ada."),
    (on("without_letter", words=("e",)), "Trains go far.", "Every train."),
    (on("letter", 2, words=("a",)), "A cat.", "A cat sat."),
    (on("initial", 2, words=("b",)), "Big Ben is old.", "Ben is old."),
    (on("includes", words=("sea", "sky")), "Sky and SEA.", "Skies and seas."),
    (on("occurs", 2, words=("sea",)), "Sea? The sea!", "The seas, the sea."),
    (on("avoids", words=("the", "an")), "Sea and theme.", "The sea."),
    (on("place", 2, 2, words=("am",)), "Who? I am.", "I am. Who?"),
    (on("nth_word", 3, words=("c",)), "A b. C d.", "A b d c."),
    (on("last_word", words=("end",)), "This is the *end*.", "The end is near."),
    (on("order", words=("one", "two")), "One, then two, then one.", "Two, one, two."),
    (on("only_in", 2, words=("x",)), "A. X and x.", "X. X."),
    (on("apart", 1, words=("a", "b")), "So a to b.", "A b."),
    (on("chain"), "I see you. You see me. Me?", "I see you. I go."),
    (on("frame"), "Time is but time.", "Time is short."),
    (on("growing"), "Go. I go. Now I go.", "I go. He goes."),
    (on("shrinking"), "Now I go. I go.", "Go. I go."),
    (on("parity", words=("odd",)), "Go. Now I go.", "I go."),
    (on("alternate", 2), "I go. You? So.", "I? You? So."),
    (on("is_question", 2), 'So. "Do you?"', "So? I do."),
    (on("comma_rule", 2), "I go. Yes, I do.", "Yes, I. I do so."),
    (on("question_rule", words=("sea",)), "A sea? No.", "A sea? A lake?"),
    (on("rising", 2), "From 3 to 12.", "From 12 to 3."),
    (on("says_words"), "These 4 words count.", "These 5 words count."),
    (on("says_letter", words=("e",)), "Here 4 letters.", "Here 3 letters."),
    (on("first_word_letters"), "So I go. Go!", "So I go."),
    (on("as_long", 1, 2), "I go. He ran. So?", "I go. So."),
    (on("last_letters", words=("y",)), "I may. You say.", "I may. You go."),
]


@pytest.mark.parametrize(("condition", "right", "wrong"), EXAMPLES, ids=lambda one: str(one)[:24])
def test_every_kind_holds_of_one_text_and_not_of_another(
    condition: Condition, right: str, wrong: str
) -> None:
    assert holds(condition, text_of(right, "paragraphs"))
    assert not holds(condition, text_of(wrong, "paragraphs"))


def test_there_is_an_example_of_every_kind_and_none_holds_of_nothing() -> None:
    assert {condition.kind for condition, _, _ in EXAMPLES} == KINDS.keys()
    for condition, _, _ in EXAMPLES:
        assert not holds(condition, text_of("", "lines")), condition


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_the_witness_may_be_set_in_other_ways(level: float) -> None:
    for x in tasks(level, 15):
        wide = x.witness.replace("\n", "\r\n").replace('"', "\u201d")
        assert FAMILY.verify(x, f"Here it is.\n<answer>{wide}</answer>\nDone.").status == "pass"
        if x.layout == "paragraphs":
            flowing = "\n\n".join(" ".join(p.split("\n")) for p in x.witness.split("\n\n"))
            assert FAMILY.verify(x, f"<answer>{flowing}</answer>").status == "pass"
        else:
            airy = x.witness.replace("\n", "\n\n")
            slack = "characters" in {one.kind for one in x.conditions}
            assert slack or FAMILY.verify(x, f"<answer>{airy}</answer>").status == "pass"


@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_broken_condition_is_named_and_not_paid(level: float) -> None:
    for x in tasks(level, 10):
        cut = x.witness.replace("\n", " ").rsplit(" ", 3)[0]
        verdict = FAMILY.verify(x, f"<answer>{cut}</answer>")
        broken = [one for one in x.conditions if not holds(one, text_of(cut, x.layout))]
        if broken:
            number = x.conditions.index(broken[0]) + 1
            assert verdict.status == "fail"
            assert verdict.reward == 0
            assert verdict.why.startswith(f"condition {number} does not hold: ")
            assert verdict.parts["share"] == 1 - len(broken) / len(x.conditions)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_words_in_sentences_in_blocks(said: str) -> None:
    for text in (text_of(said, "lines"), text_of(said, "paragraphs")):
        assert all(block for block in text.blocks)
        assert all(sentence.words for sentence in text.sentences)
        assert sum(len(s.words) for s in text.sentences) == len(text.words)
        assert [word.lower() for word in text.shown] == list(text.words)
