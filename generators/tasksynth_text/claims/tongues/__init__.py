"""The languages in which claims are told."""

from collections.abc import Mapping
from typing import Literal

from tasksynth_text.claims.tongues.english import ENGLISH
from tasksynth_text.claims.tongues.french import FRENCH
from tasksynth_text.claims.tongues.german import GERMAN
from tasksynth_text.claims.tongues.spanish import SPANISH
from tasksynth_text.claims.tongues.tongue import ClaimTongue

Language = Literal["en", "de", "es", "fr"]
TONGUES: Mapping[Language, ClaimTongue] = {
    "en": ENGLISH,
    "de": GERMAN,
    "es": SPANISH,
    "fr": FRENCH,
}
"""By the code of each."""
