"""The languages in which passages are told."""

from collections.abc import Mapping

from tasksynth_text.languages import Language
from tasksynth_text.relations.english import ENGLISH
from tasksynth_text.relations.french import FRENCH
from tasksynth_text.relations.german import GERMAN
from tasksynth_text.relations.spanish import SPANISH
from tasksynth_text.relations.tongue import RelationTongue

PASSAGE_TONGUES: Mapping[Language, RelationTongue] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
}
"""By the code of each."""
