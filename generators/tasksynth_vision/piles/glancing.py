"""What a pile's pages seem to be worth to whoever does not read them, or reads words alone."""

from collections import Counter
from collections.abc import Sequence

from tasksynth_vision.documents.data import DocumentData
from tasksynth_vision.piles.points import PagePoint, PointSort, holds, reach

WORDS: tuple[PointSort, ...] = ("kind", "issuer", "field", "lists")
"""Points that a search for their words sees; for the others, numbers have to be compared."""


def glances(pages: Sequence[DocumentData], points: Sequence[PagePoint]) -> dict[str, list[float]]:
    """By each way to glance: what the pages are worth."""
    kinds = Counter(page.kind for page in pages)
    found = [sum(holds(page, one) for one in points if one.sort in WORDS) for page in pages]
    there = [
        sum(reach(page, one) is not None for one in points if one.sort not in WORDS)
        for page in pages
    ]
    rows = [len(page.table.rows) / 100 for page in pages]
    return {
        "of the commonest kind": [float(kinds[page.kind]) for page in pages],
        "the longest": rows,
        "most of the words": [float(words) for words in found],
        "most of the words and columns": [
            words + columns / 2 for words, columns in zip(found, there, strict=True)
        ],
        "most of the words and columns, the longest": [
            words + columns / 2 + long
            for words, columns, long in zip(found, there, rows, strict=True)
        ],
    }
