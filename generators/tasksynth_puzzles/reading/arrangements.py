"""Reading who is where from an answer to a logic grid, in whatever layout it comes.

The answer is read as a sequence of words: those that name a value, numbers and ordinals that name
a position, words of the story that mean nothing in it, and no others. So a list by position, one by
person, a table either way round and a JSON object are the same reading, and a word such as "not" or
"or" makes an answer unreadable instead of wrong.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from tasksynth.answers import Form, Unreadable, plain, read_final

_WORD = re.compile(r"[^\W\d_]+|\d+")
_ORDINAL_END = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_PARTS = (re.compile(r"[}\]]"), re.compile(r"[;\n]|\.\s"))
"""What stands between all that goes with one position and the next, in JSON and elsewhere."""
_LIST_MARK = re.compile(r"^[ \t>|]*\d{1,3}[.)](?=\s)", re.MULTILINE)
_NOT = re.compile(r"\u2260|!=|<>|\u00ac|\\(?:neq?|neg|lnot)(?![a-zA-Z])")
_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_NOISE = re.compile(r"\\(?:long)?(?:right)?arrow|\\(?:to|mapsto|newline)(?![a-zA-Z])")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TALK = (
    "a an and are as assignment at by final finally following follows for full given gives has "
    "have here in into is it its of on place position positions number arrangement solution "
    "answer complete table list grid order person people owner so the their then there therefore "
    "thus to us we who whose with correct result name names"
)
_FILLERS = frozenset(_TALK.split())


def read_arrangement(
    answer: str,
    names: Sequence[Sequence[str]],
    *,
    nouns: frozenset[str] = frozenset(),
    asked: Form = "line",
) -> tuple[tuple[int, ...], ...]:
    """For each category the position of each of its names, in the order given.

    `nouns` are lower-case words of the story that mean nothing in an answer.

    Raises:
        Unreadable: if a name is missing or there twice, the layout is none of those known, or a
            word means nothing here.
    """
    n = len(names[0])
    codes = {
        name.casefold(): (category, i)
        for category, of in enumerate(names)
        for i, name in enumerate(of)
    }
    codes |= {word: (len(names), i) for i, word in enumerate(_ORDINALS[:n])}
    codes |= {str(i + 1): (len(names), i) for i in range(n)}

    def read(text: str) -> tuple[tuple[int, ...], ...]:
        text = _NOISE.sub(" ", _NOT.sub(" not ", plain(_FENCE.sub(" ", text))))
        text = _ORDINAL_END.sub("", text)
        fault = Unreadable("there is no final answer")
        for view, end in product((text, _LIST_MARK.sub(" ", text)), _PARTS):
            try:
                parts = [list(_decoded(part, codes, nouns)) for part in end.split(view)]
                return _arranged([part for part in parts if part], n, len(names))
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


Code = tuple[int, int]
"""A category and one of its names; the last category is that of the positions."""


def _decoded(text: str, codes: dict[str, Code], nouns: frozenset[str]) -> Iterator[Code]:
    for word in _WORD.findall(text):
        said = word.casefold()
        if said in codes:
            yield codes[said]
        elif said not in _FILLERS and said not in nouns:
            raise Unreadable(f"{word[:40]!r} means nothing here")


def _arranged(parts: list[list[Code]], n: int, m: int) -> tuple[tuple[int, ...], ...]:
    row = [code for part in parts for code in part]
    said = [code for code in row if code[0] < m]
    if len(said) != n * m or len(set(said)) != n * m:
        raise Unreadable(f"want each of {n * m} names once, got {len(set(said))} in {len(said)}")
    numbers = len(row) - len(said)
    if numbers == 0:
        groups = _by_category(row, n) or _by_position(parts, m)
    elif numbers == n:
        groups = _by_category(row, n) or _by_position(parts, m + 1)
    elif numbers == n * m:
        groups = _in_pairs(row, n)
    else:
        raise Unreadable(f"want {n} numbers of positions or none, got {numbers}")
    if groups is None:
        raise Unreadable("want all that goes with one position together, position by position")
    return _places(groups, n, m)


def _by_position(parts: list[list[Code]], width: int) -> list[list[Code]] | None:
    """Groups of one name of each category: each a part, or all in the same order."""
    categories = [[category for category, _ in part] for part in parts]
    if all(len(part) == len(set(part)) == width for part in categories):
        return parts
    row = [code for part in parts for code in part]
    groups = [row[i : i + width] for i in range(0, len(row), width)]
    orders = {tuple(category for category, _ in group) for group in groups}
    return groups if len(orders) == 1 and len(set(*orders)) == width else None


def _by_category(row: list[Code], n: int) -> list[list[Code]] | None:
    """A category after the other, each from the first position to the last."""
    lines = [row[i : i + n] for i in range(0, len(row), n)]
    if any(len({category for category, _ in line}) != 1 for line in lines):
        return None
    return [list(group) for group in zip(*lines, strict=True)]


def _in_pairs(row: list[Code], n: int) -> list[list[Code]] | None:
    """A position with every name, before it or after it."""
    positions = max(category for category, _ in row)
    groups: list[list[Code]] = [[(positions, i)] for i in range(n)]
    pairs = [row[i : i + 2] for i in range(0, len(row), 2)]
    for pair in pairs:
        here = [i for category, i in pair if category == positions]
        if len(here) != 1:
            return None
        groups[here[0]] += [code for code in pair if code[0] != positions]
    turned = [pair[0][0] == positions for pair in pairs]
    return None if any(a != b for a, b in pairwise(turned)) else groups


def _places(groups: list[list[Code]], n: int, m: int) -> tuple[tuple[int, ...], ...]:
    found = [[-1] * n for _ in range(m)]
    taken = set()
    for order, group in enumerate(groups):
        place = next((i for category, i in group if category == m), order)
        taken.add(place)
        for category, i in group:
            if category < m:
                found[category][i] = place
    if len(taken) != n:
        raise Unreadable("a position is named twice")
    return tuple(map(tuple, found))
