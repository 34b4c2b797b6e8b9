"""Captions in free words: what is right passes however it is written, and nothing else does."""

import json
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_vision.accounts.holding import Findings, Scenery, hold
from tasksynth_vision.accounts.layout import caption_in, read_caption
from tasksynth_vision.accounts.questions import HiddenQuestion, Knowledge, draw_questions
from tasksynth_vision.accounts.writing import account_of
from tasksynth_vision.captions.wording import written
from tasksynth_vision.scenes.things import COLOURS, Thing
from tests.generators.vision import captions_by_hand as by_hand

CAPTION: Any = registry.get("vision.caption_qa")
SIDE = 352
SCENES = {
    1: "small plain green cross 159 165; small plain teal star 99 142; small dotted yellow heart "
    "213 119; large dotted yellow star 59 306; large striped teal cross 227 47",
    2: "small plain blue star 34 196; large plain teal circle 312 245; small plain green ring 52 "
    "270; large plain teal triangle 160 283; small plain blue star 190 81; small striped green "
    "heart 86 45; large plain green circle 307 100",
    3: "large plain teal star 107 55; large plain orange square 102 268; large plain blue circle "
    "132 151; small striped orange square 271 318; large plain yellow cross 257 159; large striped "
    "orange star 54 169; small dotted teal star 242 230",
}


def things_of(topics: int) -> list[Thing]:
    out = []
    for said in SCENES[topics].split(";"):
        size, pattern, colour, kind, x, y = said.split()
        looks: Any = {"kind": kind, "colour": colour, "size": size, "pattern": pattern}
        out.append(Thing(**looks, x=int(x), y=int(y), r=10, rgb=COLOURS[looks["colour"]]))
    return out


def questions_on(topics: int) -> list[HiddenQuestion]:
    """Nearly all that can be asked."""
    out: list[HiddenQuestion] = []
    for seed in range(40):
        dice = Dice(np.random.Generator(np.random.Philox(seed)))
        drawn = draw_questions(dice, things_of(topics), SIDE, 8, topics) or ()
        out += [one for one in drawn if one not in out]
    return out


ASKED = {topics: questions_on(topics) for topics in SCENES}


def judged(text: str, topics: int) -> tuple[Findings, list[str]]:
    """What is so of a caption, and which questions it leaves open."""
    scene = Scenery.of(things_of(topics), SIDE)
    findings = hold(read_caption(caption_in(text)), scene)
    known = Knowledge(scene, findings)
    return findings, [one.told for one in ASKED[topics] if not known.answers(one)]


@pytest.mark.parametrize(
    ("topics", "text"),
    [(1, text) for text in by_hand.ONE]
    + [(2, text) for text in by_hand.TWO]
    + [(3, text) for text in by_hand.THREE],
)
def test_a_right_caption_answers_every_question_however_it_is_written(
    topics: int, text: str
) -> None:
    findings, left = judged(text, topics)
    assert not findings.wrong
    assert not left


@pytest.mark.parametrize(
    ("topics", "text"),
    [(2, text) for text in by_hand.PARTLY_TWO] + [(3, text) for text in by_hand.PARTLY_THREE],
)
def test_a_true_caption_that_leaves_some_open_is_not_called_false(topics: int, text: str) -> None:
    findings, left = judged(text, topics)
    assert not findings.wrong
    assert 0 < len(left) < len(ASKED[topics]) / 6


RIGHT = account_of(things_of(2), SIDE, 2)


@pytest.mark.parametrize(
    "text",
    [
        RIGHT.replace("green heart", "blue heart"),
        RIGHT.replace("seven", "eight"),
        RIGHT.replace("upper left", "upper right"),
        RIGHT + "\nThere is a red arrow.",
        RIGHT + "\nThere is a black rectangle.",
        RIGHT + "\nThe heart is to the right of the ring. The ring is above the heart.",
        RIGHT + "\nFrom left to right: the teal circle, the heart.",
        RIGHT + "\nAll stars are large.",
        RIGHT + "\nThere are no green things.",
        RIGHT + "\nAll things are large except the heart.",
        RIGHT + "\nAll things are plain except the green ring.",
        RIGHT + "\nOnly the ring is green.",
        RIGHT + "\nOnly the ring is in the lower left.",
        RIGHT + "\nThe only star is blue.",
        RIGHT + "\n" + RIGHT.replace("upper", "lower"),
    ],
)
def test_what_is_false_is_found(text: str) -> None:
    assert judged(text, 2)[0].wrong


@pytest.mark.parametrize(
    "text",
    [
        RIGHT.replace("there is", "there might be"),
        RIGHT.replace("there is", "there is not"),
        RIGHT.replace("there is one", "there are at least one"),
        RIGHT.replace("there is one", "there are 1-3"),
        RIGHT.replace(".", "?"),
        RIGHT.replace(" one small", " one small or large"),
        "\n".join("Perhaps " + line for line in RIGHT.split("\n")),
        "These are not there:\n" + "\n".join("- " + line for line in RIGHT.split("\n")),
        "\n".join(f"There are {name} things." for name in ("small", "large", "teal", "blue")),
        "The picture shows several colourful shapes of different sizes.",
        "There is a teal thing. There is a circle. There is a triangle. There is a large thing.",
    ],
)
def test_what_is_denied_doubted_or_vague_answers_little_and_is_not_false(text: str) -> None:
    findings, left = judged(text, 2)
    assert not findings.wrong
    assert len(left) > len(ASKED[2]) / 4


@pytest.mark.parametrize(
    "text",
    ["", f"{RIGHT}\n\nWait, this is wrong.", f"None of this is so.\n{RIGHT}", f"<!-- {RIGHT} -->",
     f"{RIGHT}\nAll of this is false.", "<think>" + RIGHT],
)  # fmt: skip
def test_what_is_taken_back_is_no_caption(text: str) -> None:
    with pytest.raises(Unreadable):
        caption_in(text)


def test_what_says_nothing_or_excepts_by_what_is_asked_tells_no_looks() -> None:
    """`All are dotted except the plain and the striped ones` is so of every picture."""
    bare = "There are seven things: a heart, two stars, two circles, a ring and a triangle. "
    for empty in (
        "The plain things are plain. The striped things are striped. The small things are small.",
        "All things are large except the small ones. All are striped except the plain ones.",
        "The plain things are plain. The rest are striped.",
    ):
        findings, left = judged(bare + empty, 2)
        assert not findings.wrong
        assert set(left) >= {one for one in judged(bare, 2)[1] if not one.startswith("How many")}


def test_a_caption_within_json_is_read_line_by_line() -> None:
    findings, left = judged(f"```json\n{json.dumps({'final_answer': RIGHT})}\n```", 2)
    assert not findings.wrong
    assert not left


def test_only_is_read_as_it_is_meant() -> None:
    for true in (
        "Only one of the stars is in the upper right quarter.",
        "Only the heart is in the upper left quarter.",
        "Only the circles and the triangle are large. Only one thing is striped.",
        "The heart is the only striped thing. All stars except one are in the upper right.",
    ):
        findings, left = judged(f"{RIGHT}\n{true}", 2)
        assert not findings.wrong, true
        assert not left


def test_names_that_end_like_a_preposition_keep_their_letters() -> None:
    """The `on` of a hexagon does not belong to the place behind it."""
    named = read_caption("small plain red hexagon upper left").mentions
    assert named[0].facts["kind"] == "hexagon"


def test_looks_that_are_told_apart_from_one_another_do_not_tell_which_has_which() -> None:
    apart = (
        "There is one ring. There is one heart. There are three green things, one of them large."
    )
    findings, left = judged(apart, 2)
    assert not findings.wrong
    assert any("What is the colour of the ring" in question for question in left)


def test_sentences_of_another_writer_are_read_as_they_are_meant() -> None:
    """Those of `vision.vicrit`, of which one in a caption is false."""
    found = read = 0
    made = source("vision.vicrit", seed=9, level=0.4)
    for index in range(25):
        x: Any = made.draw(index).instance
        scene = Scenery.of(x.scene.things, x.scene.side)
        claims = 0
        for sentence in x.sentences:
            text = written(sentence).replace("*", "")
            wrong = hold(read_caption(text), scene).wrong
            if claims <= x.false < claims + len(sentence.claims):
                read += 1
                found += bool(wrong)
            else:
                assert not wrong, text
            claims += len(sentence.claims)
    assert found >= 0.8 * read


def test_a_reader_of_pixels_alone_answers_the_hidden_questions() -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.scenes import draw_scene
    from tasksynth_vision.reading.accounts import seen_answer
    from tasksynth_vision.reading.perceivers import see_sharply

    for level in (0.0, 0.6):
        made = source("vision.caption_qa", seed=44, level=level)
        for index in range(5):
            x: Any = made.draw(index).instance
            seen = see_sharply(draw_scene(x.scene))
            for question in x.questions:
                assert seen_answer(seen, question, x.scene.side) == question.answer
            told = account_of(seen, x.scene.side, x.topics)
            assert CAPTION.verify(x, told).status == "pass"


def test_what_is_left_out_and_what_is_false_cost_by_their_share() -> None:
    x: Any = source("vision.caption_qa", seed=4, level=0.6).draw(0).instance
    lines = account_of(x.scene.things, x.scene.side, x.topics).split("\n")
    rewards = [CAPTION.verify(x, "\n".join(lines[:keep])).reward for keep in range(2, len(lines))]
    assert rewards == sorted(rewards)
    assert 0 < rewards[-2] < 0.5
    false = CAPTION.verify(x, "\n".join([*lines, "There are twelve arrows."]))
    assert false.status == "fail"
    assert 0.4 < false.reward < 0.5
