"""What agents say when they answer: bare, or dressed as answers are in replies."""

from collections.abc import Iterator

from tasksynth.answers import ROUND, plain, undressed
from tasksynth_apps.phones.words import plainly, unaccented


def bare(given: str | float | None) -> str:
    """An answer without its dress; "" where there is none."""
    return "" if given is None else undressed(str(given))


def names(given: str | float | None, wanted: str) -> bool:
    """Whether an answer is these words, whatever its spaces, capitals and accents."""
    there = set(_spelt(wanted))
    return _folded(str(given)) in there or _folded(bare(given)) in there


def _spelt(wanted: str) -> Iterator[str]:
    """The ways to spell some words: Müller, Muller, Mueller."""
    for said in (wanted, plain(wanted)):
        yield _folded(said)
        if spelt := _folded(plainly(said)):
            yield spelt


def _folded(said: str) -> str:
    return unaccented(" ".join(said.split()).strip(ROUND).casefold())
