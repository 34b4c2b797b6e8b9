"""Captions: just one claim is false, any clear quote of it passes, and words alone do not tell."""

from typing import Any

import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.single import source
from tasksynth_vision.captions.claims import CaptionClaim, value_of
from tasksynth_vision.captions.quoting import Spans, is_mended, read_quote

VICRIT: Any = registry.get("vision.vicrit")


def drawn(level: float, count: int, seed: int = 44) -> list[Any]:
    made = source("vision.vicrit", seed=seed, level=level)
    return [made.draw(index).instance for index in range(count)]


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_one_claim_is_false_and_mended_none(level: float) -> None:
    for x in drawn(level, 6):
        things, side = x.scene.things, x.scene.side
        off = [i for i, one in enumerate(x.claims) if value_of(things, one, side) != one.said]
        assert off == [x.false]
        assert value_of(things, x.claims[x.false], side) == x.right


@pytest.mark.parametrize("level", [0.0, 0.6])
def test_a_reader_of_pixels_alone_finds_the_false_claim(level: float) -> None:
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.scenes import draw_scene
    from tasksynth_vision.reading.captions import belied
    from tasksynth_vision.reading.perceivers import see_sharply

    for x in drawn(level, 8):
        claim = belied(see_sharply(draw_scene(x.scene)), x.claims, x.scene.side)
        quote = " ".join(x.spans.quote_of(claim))
        assert VICRIT.verify(x, quote).status == "pass"


def test_which_claim_is_false_hangs_neither_on_its_place_nor_on_its_kind() -> None:
    xs = drawn(0.1, 140)
    claims = len(xs[0].claims)
    early = sum(x.false < claims // 2 for x in xs) / len(xs)
    assert abs(early - (claims // 2) / claims) < 0.13
    for number in (True, False):
        there = sum((one.sort == "number") == number for x in xs for one in x.claims) / claims
        false = sum((x.claims[x.false].sort == "number") == number for x in xs)
        assert 0.7 < false / there < 1.35


SPANS = Spans.of(
    ["There are *five* stars; *two* of them are red.", "The *red* ring lies *to the left of* it."]
)


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("five", {0}),
        ("5 stars", {0}),
        ("The wrong one is: red ring", {2}),
        ("five stars -> six stars", {0}),
        ("The wrong claim is \u201cfive stars\u201d.", {0}),
        ('"five" should be "six"', {0}),
        ("Answer: **There are *five*** \u2192 six", {0}),
        ("two of them are red", {1}),
        ("ring lies to the left", {3}),
        ('{"answer": "five => four"}', {0}),
        ("stars; two of them", {1}),
        ("are red. The red", {2}),
        ('The false claim is "five". It should be "six".', {0}),
        ("\u201cfive\u201d is wrong; right is \u201csix\u201d", {0}),
        ("The caption says five stars, but it should say six stars.", {0}),
        ("five (should be six)", {0}),
        ("five \u27f6 six", {0}),
        ("**False claim:** five\n**Correction:** six", {0}),
        ('{"false_claim": "five", "correction": "six"}', {0}),
        ("ring lies to the left of", {3}),
    ],
)
def test_quotes_are_found_whatever_stands_around_them(said: str, claims: set[int]) -> None:
    quoted = read_quote(said, SPANS)
    (at,) = SPANS.found(quoted.words)
    assert SPANS.touched(at, len(quoted.words)) == claims


@pytest.mark.parametrize(
    "said",
    ["five or two", "not five", "perhaps five", "six stars", "not five -> six", "red there", "",
     "five is not false; it should be six", "five should not be six",
     "five / two", "five -> six or two -> one", "five -> six -> seven", "the caption",
     "five " * 400],
)  # fmt: skip
def test_what_the_caption_does_not_say_is_no_quote(said: str) -> None:
    with pytest.raises(Unreadable):
        read_quote(said, SPANS)


def test_a_correction_is_read_whatever_stands_around_it() -> None:
    spans = Spans.of(["One sees *two* stars.", "The second ring from the right lies *above* it."])
    two = CaptionClaim(sort="number", said="2")
    for said, mended in (("One sees two -> one", True), ("One sees two -> One sees one", True),
                         ("One sees two -> three", False), ("two. It should be one", True),
                         ("One sees two -> One sees three", False)):  # fmt: skip
        quoted = read_quote(said, spans)
        own = [claim == 0 for claim in spans.claims[: len(quoted.words)]]
        own = own if len(quoted.words) > 1 else [True]
        assert is_mended(two, quoted, own, "1") == mended, said


def test_a_quote_of_two_claims_or_of_two_places_is_not_paid() -> None:
    for x in drawn(0.5, 12):
        spans, claim = x.spans, x.claims[x.false]
        quote = list(spans.quote_of(x.false))
        assert VICRIT.verify(x, " ".join(quote)).parts == {"found": 1.0, "mended": 0.0}
        assert VICRIT.verify(x, f"{' '.join(quote)} -> {claim.said}").parts["mended"] == 0
        other = (x.false + 1) % len(x.claims)
        assert VICRIT.verify(x, " ".join(spans.quote_of(other))).status == "fail"
        for long in range(2, 12):
            for at in range(len(spans.words) - long):
                words = spans.words[at : at + long]
                if len(spans.touched(at, long)) > 1 and spans.places(words) == [at]:
                    assert VICRIT.verify(x, " ".join(words)).status == "fail"
            if long == 4:
                break
