"""The languages in which passages are told."""

from collections.abc import Mapping
from typing import Literal

from tasksynth_text.relations.english import ENGLISH
from tasksynth_text.relations.french import FRENCH
from tasksynth_text.relations.german import GERMAN
from tasksynth_text.relations.spanish import SPANISH
from tasksynth_text.relations.tongue import RelationTongue

PassageLanguage = Literal["en", "de", "es", "fr"]
PASSAGE_TONGUES: Mapping[PassageLanguage, RelationTongue] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
}
"""By the code of each."""
