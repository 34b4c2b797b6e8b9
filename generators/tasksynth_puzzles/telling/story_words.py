"""Words of the stories that mean nothing in an answer."""

import re
from itertools import chain

from tasksynth_puzzles.telling.scenes import NAMES, SCENES, TRAITS

_WORD = re.compile(r"[a-z]+")
_LOADED = frozenset(["not", "or", "either", "does", "between", "ahead", "behind", "below", "above"])


def _told() -> chain[str]:
    traits = (NAMES, *TRAITS)
    said = ([trait.label, trait.does, *trait.who] for trait in traits)
    places = ([scene.place, f"{scene.place}s"] for scene in SCENES)
    verbs = ["lives sits speaks finishes stands people persons talk owns"]
    several = (_plural(trait.label) for trait in traits)
    return chain(chain.from_iterable(said), chain.from_iterable(places), several, verbs)


def _plural(noun: str) -> str:
    if noun.endswith("y"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("sh") else f"{noun}s"


STORY_WORDS = frozenset(word for text in _told() for word in _WORD.findall(text.lower())) - _LOADED
"""Labels, verbs and places; none that denies, offers a choice, or compares."""
