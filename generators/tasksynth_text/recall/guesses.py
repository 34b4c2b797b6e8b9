"""What strategies answer that do not follow what is told."""

from collections.abc import Callable, Sequence

from tasksynth_text.recall.logs import RecallInstance, log_of
from tasksynth_text.recall.stories import LogQuery


def guessed(x: RecallInstance) -> dict[str, list[str]]:
    """The option mentioned last, first, most often, nearest to what is asked about, and chance."""
    text = "\n".join(log_of(x).lines)
    last = {option: text.rfind(option) for option in x.options}
    first = {option: text.find(option) % (len(text) + 1) for option in x.options}
    often = {option: text.count(option) for option in x.options}

    def each(choose: Callable[[LogQuery], str]) -> list[str]:
        return [choose(query) for query in x.queries]

    return {
        "last mentioned": each(lambda _: _best(x.options, last.__getitem__)),
        "first mentioned": each(lambda _: _best(x.options, lambda one: -first[one])),
        "most frequent": each(lambda _: _best(x.options, often.__getitem__)),
        "nearest to the last mention": each(lambda query: _near(text, x.options, query.names[-1])),
        "nearest to the first name": each(lambda query: _near(text, x.options, query.names[0])),
        "by number": [x.options[(x.seed + i) % len(x.options)] for i in range(len(x.queries))],
    }


def _best(options: Sequence[str], score: Callable[[str], int]) -> str:
    return max(options, key=score)


def _near(text: str, options: Sequence[str], name: str) -> str:
    """The option whose mention is nearest to the last one of a name."""
    at = text.rfind(name)
    gaps: dict[str, int] = {}
    for option in options:
        if option == name:
            continue
        before, after = text.rfind(option, 0, at), text.find(option, at)
        gaps[option] = min(at - before if before >= 0 else len(text), abs(after - at))
    return min(gaps, key=lambda option: gaps[option])
