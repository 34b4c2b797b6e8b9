"""What strategies answer that do not follow what is told."""

from collections.abc import Callable, Sequence

from tasksynth_text.recall.logs import RecallInstance, log_of
from tasksynth_text.recall.names import Words
from tasksynth_text.recall.stories import LogQuery
from tasksynth_text.recall.tongues import RECALL_TONGUES
from tasksynth_text.recall.tongues.tongue import ANSWERED, ASKED


def guessed(x: RecallInstance) -> dict[str, list[str]]:
    """The option mentioned last, first, most often, nearest to what is asked about, and chance."""
    text = "\n".join(log_of(x).lines)
    told = RECALL_TONGUES[x.language].told
    said = {option: told(ANSWERED[x.queries[0].kind], option) for option in x.options}
    last = {option: max(map(text.rfind, some)) for option, some in said.items()}
    first = {
        option: min(text.find(one) % (len(text) + 1) for one in some)
        for option, some in said.items()
    }
    often = {option: sum(map(text.count, some)) for option, some in said.items()}

    def each(choose: Callable[[LogQuery], str]) -> list[str]:
        return [choose(query) for query in x.queries]

    def near(query: LogQuery, which: int) -> str:
        """The option whose mention is nearest to the last one of a name that is asked about."""
        name = query.names[which]
        at = max(map(text.rfind, told(ASKED[query.kind][which], name)))
        others = {option: some for option, some in said.items() if option != name}
        return min(others, key=lambda option: _gap(text, at, others[option]))

    return {
        "last mentioned": each(lambda _: _best(x.options, last.__getitem__)),
        "first mentioned": each(lambda _: _best(x.options, lambda one: -first[one])),
        "most frequent": each(lambda _: _best(x.options, often.__getitem__)),
        "nearest to the last mention": each(lambda query: near(query, -1)),
        "nearest to the first name": each(lambda query: near(query, 0)),
        "by number": [x.options[(x.seed + i) % len(x.options)] for i in range(len(x.queries))],
    }


def _best(options: Sequence[str], score: Callable[[str], int]) -> str:
    return max(options, key=score)


def _gap(text: str, at: int, said: Words) -> int:
    """How far the nearest mention is from there."""
    before = max(text.rfind(one, 0, at) for one in said)
    after = min(found if (found := text.find(one, at)) >= 0 else len(text) for one in said)
    return min(at - before if before >= 0 else len(text), abs(after - at))
