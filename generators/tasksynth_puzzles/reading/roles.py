"""Reading who is what from an answer: names and the words for the two kinds, in any layout."""

import re
from collections.abc import Sequence

from tasksynth.answers import Form, Unreadable, plain, read_final

_WORD = re.compile(r"[^\W\d_]+|\d+|\[\s*\]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LIST_MARK = re.compile(r"^[ \t>|]*\d{1,3}[.)](?=\s)", re.MULTILINE)
_NOT = re.compile(r"\u2260|!=|<>|\u00ac|\\(?:neq?|neg|lnot)(?![a-zA-Z])")
_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_NOISE = re.compile(r"\\(?:long)?(?:right)?arrow|\\(?:to|mapsto|newline)(?![a-zA-Z])")
_TALK = (
    "a an and are as assignment by each final finally following follows for given hence here in is "
    "it kind name names of on people person result roles role so solution the their them then "
    "therefore these thus to type value who islanders island answer answers both all"
)
_FILLERS = frozenset(_TALK.split())
_NOBODY = frozenset(["none", "nobody", "[]"])


def read_roles(
    answer: str,
    names: Sequence[str],
    kinds: Sequence[Sequence[str]],
    *,
    talk: Sequence[str] = (),
    asked: Form = "line",
) -> tuple[int, ...]:
    """For each name the number of its kind; `kinds` has the words for each.

    `talk` are words of another language that mean nothing.

    Pairs in any order, each name or several before a kind, or a kind and then its names.

    Raises:
        Unreadable: if a name is missing or there twice, or a word means nothing here.
    """
    codes = {name.casefold(): i for i, name in enumerate(names)}
    codes |= {word.casefold(): ~kind for kind, words in enumerate(kinds) for word in words}
    apart = _unspaced((*codes, *talk))
    fillers = _FILLERS.union(talk)
    words = sorted({word for kind in kinds for word in kind}, key=len, reverse=True)
    doubted = re.compile(
        rf"(?:{'|'.join(map(re.escape, words))})[ \t*_`]{{0,3}}[?\uff1f]", re.IGNORECASE
    )

    def read(text: str) -> tuple[int, ...]:
        if found := doubted.search(text):
            raise Unreadable(f"{found[0][:40]!r} is a question")
        text = _NOISE.sub(" ", _NOT.sub(" not ", plain(_FENCE.sub(" ", text))))
        text = apart.sub(r" \g<0> ", text) if apart else text
        fault = Unreadable("there is no final answer")
        for view in (text, _LIST_MARK.sub(" ", text)):
            try:
                return _assigned(_decoded(view, codes, fillers), names)
            except Unreadable as e:
                fault = e
        raise fault

    return read_final(answer, read, asked=asked)


def _unspaced(words: Sequence[str]) -> re.Pattern[str] | None:
    """Chinese words, which no space sets apart, the longest first; None where there are none."""
    chinese = sorted(filter(_HAN.search, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, chinese))) if chinese else None


def _decoded(text: str, codes: dict[str, int], fillers: frozenset[str]) -> list[int | None]:
    """Names from 0 on, kinds below 0, None for nobody."""
    row: list[int | None] = []
    for word in _WORD.findall(text):
        said = "".join(word.split()).casefold()
        if said in codes:
            row.append(codes[said])
        elif said in _NOBODY:
            row.append(None)
        elif said not in fillers:
            raise Unreadable(f"{word[:40]!r} means nothing here")
    return row


def _assigned(row: list[int | None], names: Sequence[str]) -> tuple[int, ...]:
    said = [code for code in row if code is not None and code >= 0]
    kinds = [~code for code in row if code is not None and code < 0]
    if not said and len(kinds) == len(row) == len(names) and all(map(str.isdigit, names)):
        return tuple(kinds)  # in the order of their numbers
    if len(said) != len(names) or len(set(said)) != len(names):
        raise Unreadable(f"want each of the {len(names)} names once, got {len(said)}")
    found = dict(_kind_first(row) if row[0] is not None and row[0] < 0 else _kind_last(row))
    return tuple(found[i] for i in range(len(names)))


def _kind_first(row: list[int | None]) -> list[tuple[int, int]]:
    pairs, kind, empty = [], -1, False
    for code in row:
        if code is None:
            empty = False
        elif code >= 0:
            pairs.append((code, ~kind))
            empty = False
        elif empty:
            raise Unreadable("a kind is followed by nobody")
        else:
            kind, empty = code, True
    if empty:
        raise Unreadable("a kind is followed by nobody")
    return pairs


def _kind_last(row: list[int | None]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for code in row:
        if code is None or (code < 0 and not waiting):
            raise Unreadable("a kind follows no name")
        if code >= 0:
            waiting.append(code)
        else:
            pairs += [(i, ~code) for i in waiting]
            waiting = []
    if waiting:
        raise Unreadable("the last name has no kind")
    return pairs
