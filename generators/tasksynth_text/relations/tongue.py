"""What a language needs so that passages are told in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_text.languages import Sounds
from tasksynth_text.relations.phrases import RelationPhrases


@dataclass(frozen=True)
class RelationTongue:
    """A language: its phrases, and all that a prompt says.

    Of every kind there are as many phrases as in English, in the same order, and each names the
    same of the two first, and begins with it or does not: so all languages tell of the same.
    """

    phrases: Mapping[str, RelationPhrases]
    noise: Mapping[tuple[str, str], tuple[str, ...]]
    labels: Mapping[str, str]
    """What relations are called in answers."""
    meanings: Mapping[str, str]
    pronouns: Mapping[str, str]
    """Of `she`, `he`, `company` and `town`, as a sentence begins with them."""
    wrong: str
    """A correction: `{n}` is the sentence, `{right}` what it puts right."""
    sorts: tuple[str, str, str]
    """Headings of the lists of people, companies and towns."""
    asked: str
    """What stands before the relations."""
    rules: str
    form: str
    """How to answer, and an example."""
    work: tuple[str, str, str]
    """What comes to be so, what no longer is, and that nothing does."""
    said: Mapping[str, str]
    """What else answers call relations."""
    turned: Mapping[str, str]
    """What they call them with the second first."""
    talk: str
    """Words of an answer that say nothing."""
    sounds: Sounds = ()
    """Patterns and what they become before the sound of a name."""
