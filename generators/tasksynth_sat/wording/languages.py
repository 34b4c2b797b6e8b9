"""Which stories a puzzle has in which language."""

from collections.abc import Mapping, Sequence

from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording import chinese_stories, german_stories, spanish_stories
from tasksynth_sat.wording.stories import Story

_TOLD: Mapping[str, Mapping[str, tuple[Story, ...]]] = {
    "zh": chinese_stories.STORIES,
    "es": spanish_stories.STORIES,
    "de": german_stories.STORIES,
}


def stories(kind: str, language: Language, english: Sequence[Story]) -> Sequence[Story]:
    """The stories of a kind of puzzle; the English ones stand beside the family."""
    return english if language == "en" else _TOLD[language][kind]
