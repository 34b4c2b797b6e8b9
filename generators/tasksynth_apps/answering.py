"""What agents say when they answer: bare, or dressed as answers are in replies."""

from tasksynth.answers import ROUND, plain, undressed


def bare(given: str | float | None) -> str:
    """An answer without its dress; "" where there is none."""
    return "" if given is None else undressed(str(given))


def names(given: str | float | None, wanted: str) -> bool:
    """Whether an answer is these words, however they are spaced and in small letters or not."""
    right = _folded(wanted)
    return _folded(str(given)) == right or _folded(bare(given)) == _folded(plain(wanted))


def _folded(said: str) -> str:
    return " ".join(said.split()).strip(ROUND).casefold()
