"""The languages in which logs are told."""

from collections.abc import Mapping

from tasksynth_text.languages import Language
from tasksynth_text.recall.tongues.english import ENGLISH
from tasksynth_text.recall.tongues.french import FRENCH
from tasksynth_text.recall.tongues.german import GERMAN
from tasksynth_text.recall.tongues.spanish import SPANISH
from tasksynth_text.recall.tongues.tongue import RecallTongue

RECALL_TONGUES: Mapping[Language, RecallTongue] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
}
"""By the code of each."""
