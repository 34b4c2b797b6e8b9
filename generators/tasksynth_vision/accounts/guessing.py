"""Captions without a look: what everybody might write who knows how such scenes are made."""

from itertools import product

from tasksynth_vision.scenes.outlines import KINDS
from tasksynth_vision.scenes.things import COLOURS, PATTERNS, SIZES

_QUARTERS = ("upper left", "upper right", "lower left", "lower right")


def blind_captions(things: int, topics: int, most_words: int) -> dict[str, str]:
    """Captions by the way in which they were made, none of them longer than it may be."""
    kinds, colours = KINDS[:5], list(COLOURS)[:5]
    every = [f"There is a {size} {pattern} {colour} {kind}." for colour, kind, size, pattern in
             product(colours, kinds, SIZES, PATTERNS)]  # fmt: skip
    likely = [f"In the {_QUARTERS[i % 4]} there is a {SIZES[i % 2]} {PATTERNS[i // 2 % 2]} "
              f"{colours[i % 5]} {kinds[(i * 2) % 5]}." for i in range(things)]  # fmt: skip
    numbers = [f"There are {(things + half) // 2} {name} things." for half, name in
               ((0, "small"), (1, "large"), (0, "plain"), (1, "striped"))]  # fmt: skip
    numbers += [f"There are 2 {name} things." for name in colours]
    numbers += [f"There is 1 {name}." for name in kinds]
    vague = "The picture shows several colourful things of different sizes, shapes and patterns."
    some = [f"There are {name} things." for name in (*SIZES, *PATTERNS, *colours)]
    some += [f"There are {name}s." for name in kinds]
    out = {"everything": every, "a likely scene": likely, "likely numbers": numbers,
           "vague": [vague], "some of each": some}  # fmt: skip
    return {who: _cut(said, most_words) for who, said in out.items()}


def _cut(sentences: list[str], most_words: int) -> str:
    kept: list[str] = []
    words = 0
    for sentence in sentences:
        words += len(sentence.split())
        if words > most_words:
            break
        kept.append(sentence)
    return " ".join(kept)
