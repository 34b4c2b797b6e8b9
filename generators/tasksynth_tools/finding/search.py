"""A search by words: BM25.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009).
"""

import math
import re
from collections.abc import Sequence

_DULL = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by for from had has have i in into is it its me my of on one or "
        "out so than that the their them then this through to up was what which with you your not "
        "no all before again other if more after under",
    )
)
_K1, _B = 1.5, 0.75


def tokens(text: str) -> list[str]:
    """The words by which one searches: in lower case, without those that say nothing."""
    return [word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in _DULL]


class WordIndex:
    """Texts, each as the words by which it is found."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self._lengths = [len(words) for words in texts]
        self._found: dict[str, list[tuple[int, int]]] = {}
        for place, words in enumerate(texts):
            for word in dict.fromkeys(words):
                self._found.setdefault(word, []).append((place, words.count(word)))

    def ranked(self, query: str) -> list[int]:
        """The places of the texts that share a word with a query, best first; equals in order."""
        scores: dict[int, float] = {}
        count = len(self._lengths)
        average = sum(self._lengths) / count
        for word in dict.fromkeys(tokens(query)):
            found = self._found.get(word, [])
            weight = math.log(1 + (count - len(found) + 0.5) / (len(found) + 0.5))
            for place, times in found:
                length = 1 - _B + _B * self._lengths[place] / average
                score = weight * times * (_K1 + 1) / (times + _K1 * length)
                scores[place] = scores.get(place, 0.0) + score
        # A platform's last bit must not change the order.
        return sorted(scores, key=lambda place: (-round(scores[place], 6), place))
