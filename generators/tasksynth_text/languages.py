"""What families have in common that tell the same in several languages."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from tasksynth.rng import Dice, group_of

Language = Literal["en", "de", "es", "fr"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Sounds = Sequence[tuple[str, str]]
"""Patterns, and what they become before the sound of a name."""
SPANISH_SOUNDS: Sounds = ((r"\by (?=H?I(?![aeou]))", "e "),)
FRENCH_SOUNDS: Sounds = ((r"\b([Dd]|[Qq]u)e (?=[AEIOU]|Y[^aeiou])", r"\1'"),)
_SPELT_OUT = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue"})


def is_english(language: str) -> bool:
    """Then it is left out of addresses and instances, which were there before other languages."""
    return language == "en"


def told_in(
    rng: np.random.Generator, language: Language, *, parallel: bool
) -> tuple[Dice, Language]:
    """The dice of a task, and its language.

    If `parallel`, four tasks that follow one another have the same dice, and one language each.
    """
    if not parallel:
        return Dice(rng), language
    group, member = group_of(rng, len(LANGUAGES))
    return Dice(group.rng()), LANGUAGES[member]


def sounding(text: str, sounds: Sounds) -> str:
    """A text whose short words are what they are before the names that follow: “d'Ada”."""
    for pattern, becomes in sounds:
        text = re.sub(pattern, becomes, text)
    return text


def folded(text: str) -> str:
    """The text in small letters, without umlauts, whichever way each was written."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return unicodedata.normalize("NFC", composed).translate(_SPELT_OUT)
