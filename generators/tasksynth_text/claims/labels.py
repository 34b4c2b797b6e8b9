"""The words for labels, in the language of a task and in English."""

from collections.abc import Mapping
from typing import Literal

from tasksynth_text.claims.tongues import Language

LabelKind = Literal["truth", "settled", "same", "fine"]
_TRUTH = (
    (
        "true entailed entailment entails follows yes wahr richtig ja verdadero verdadera cierto "
        "cierta sí si vrai vraie oui"
    ),
    (
        "false contradicted contradiction contradicts refuted no falsch unwahr nein falso falsa "
        "faux fausse non"
    ),
    (
        "unknown open neutral undetermined undecided uncertain indeterminate offen unbekannt "
        "unbestimmt desconocido desconocida indeterminado indeterminada inconnu inconnue "
        "indéterminé indéterminée"
    ),
)
_ASIDE = (
    "",
    "",
    (
        "not known|cannot be determined|can t be determined|cannot be known|cannot tell|can t tell|"
        "not enough information|cannot be decided|nicht bekannt"
    ),
)
_YES, _NO = "yes true ja wahr sí si cierto oui vrai", "no false nein falsch falso non faux"
_MORE: Mapping[str, tuple[str, str]] = {
    "settled": (
        "answerable answered settled fixed entailment beantwortbar",
        (
            "unanswerable unanswered unsettled open unknown offen|not answerable|"
            "not settled|not entailment|not fixed"
        ),
    ),
    "same": (
        "same equivalent paraphrase paraphrases gleich equivalente équivalent|the same",
        (
            "different inequivalent verschieden diferente différent|not equivalent|not the same|"
            "not a paraphrase"
        ),
    ),
    "fine": (
        "correct acceptable grammatical right ok richtig korrekt correcto correcta",
        (
            "incorrect unacceptable ungrammatical wrong incorrecto incorrecta fehlerhaft|"
            "not acceptable|not correct|not grammatical"
        ),
    ),
}
ASKED: Mapping[str, Mapping[Language, tuple[str, ...]]] = {
    "truth": {
        "en": ("true", "false", "unknown"),
        "de": ("wahr", "falsch", "offen"),
        "es": ("verdadero", "falso", "indeterminado"),
        "fr": ("vrai", "faux", "indéterminé"),
    },
    "yes": {
        "en": ("yes", "no"),
        "de": ("ja", "nein"),
        "es": ("sí", "no"),
        "fr": ("oui", "non"),
    },
}
"""The words that a prompt asks for."""
_COUNTS = (
    "zero null cero zéro",
    "one eins uno un",
    "two zwei dos deux",
    "three drei tres trois",
    "four vier cuatro quatre",
)
COUNTED: Mapping[str, int] = {
    word: number for number, words in enumerate(_COUNTS) for word in words.split()
}
"""What words for small numbers stand for."""


def words_for(kind: LabelKind) -> dict[str, int]:
    """What each word or phrase stands for."""
    if kind == "truth":
        rows = [
            [*words.split(), *filter(None, aside.split("|"))]
            for words, aside in zip(_TRUTH, _ASIDE, strict=True)
        ]
    else:
        rows = []
        for plain, more in zip((_YES, _NO), _MORE[kind], strict=True):
            words, *phrases = more.split("|")
            rows.append([*plain.split(), *words.split(), *phrases])
    return {word: label for label, words in enumerate(rows) for word in words}
