"""What agents say when they answer: bare, or dressed as answers are in replies."""

from tasksynth.answers import final_answer, plain

ROUND = " .“”\"'`"
"""What may stand around an answer and means nothing."""


def bare(given: str | float | None) -> str:
    r"""An answer without its dress: `**7**`, `\boxed{7}` and "The answer is 7." are 7.

    What is denied or taken back is no answer, and gives "".
    """
    if given is None:
        return ""
    said = final_answer(str(given)) or ""
    return " ".join(plain(said).split()).strip(ROUND)


def names(given: str | float | None, wanted: str) -> bool:
    """Whether an answer is these words, however they are spaced and in small letters or not."""
    right = _folded(wanted)
    return _folded(str(given)) == right or _folded(bare(given)) == _folded(plain(wanted))


def _folded(said: str) -> str:
    return " ".join(said.split()).strip(ROUND).casefold()
