"""Names for the things of a story, and reading what an answer says about them.

An answer is read as a sequence of words: those that name an item, those that name a value, a few
that mean nothing here ("the", "gets", "room"), and no others. Punctuation never matters, so
`Ada=red, Ben=blue`, a JSON object, a table, one pair a line and `red: Ada; blue: Ben` are all the
same reading, and a word such as "not" or "or" makes an answer unreadable instead of wrong.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from tasksynth.answers import Form, Unreadable, plain, read_final
from tasksynth_sat.reading.spoken import any_of

_PEOPLE = (
    "Ada Amir Anya Aron Bela Bjorn Carla Chen Clara Cyril Dalia Dario Devi Edda Egon Elif Emil "
    "Enzo Esme Fadi Faye Fritz Gala Georg Gita Hana Hugo Ida Igor Ines Iris Ivan Jana Joel Jorge "
    "Juno Kai Kara Kenji Kofi Lars Leila Lena Lior Luca Maja Malik Marta Milo Mina Nadia Nils "
    "Noor Olga Omar Oskar Petra Pia Priya Quentin Rafa Rhea Rosa Samir Sara Sven Tara Tariq Theo "
    "Tove Uma Vera Viktor Wanda Xenia Yara Yusuf Zane Zelda Zoe"
)
_PLACES = (
    "Accra Amman Ankara Aspen Athens Avila Basel Belem Bergen Bilbao Boston Bremen Cadiz Cairo "
    "Calgary Cork Dakar Dallas Delft Denver Dover Dublin Durban Essen Evora Faro Fez Geneva Ghent "
    "Girona Graz Hanoi Havana Hobart Ibiza Izmir Jaffa Kobe Krakow Lagos Leeds Lima Lisbon Lodz "
    "Lugano Lyon Madrid Malaga Malmo Medina Milan Minsk Nagoya Nantes Naples Nara Odense Oran "
    "Osaka Oslo Padua Palermo Paris Perth Porto Prague Quito Riga Rome Seoul Seville Siena Sofia "
    "Tallinn Tampa Tirana Toledo Tunis Turin Vienna"
)
PEOPLE, PLACES = tuple(_PEOPLE.split()), tuple(_PLACES.split())
"""Eighty names each: no story has more things than that."""

IMPOSSIBLE = "impossible"
"""The word that a prompt asks for when there may be no solution."""

_WORD = re.compile(r"[^\W\d_]+|\d+|\[\s*\]|\{\s*\}")
_LIST_MARK = re.compile(r"^[ \t>|]*\d{1,3}(?:[.)](?=\s)| = )", re.MULTILINE)
_SET_NAME = re.compile(r"\s*([A-Za-z][\w*']{0,2})\s*=\s*(?=[\[({])")
_NOT = re.compile(r"≠|!=|<>|¬|\\(?:neq?|neg|lnot)(?![a-zA-Z])")
_FENCE = re.compile(r"```[a-z]*", re.IGNORECASE)
_NOISE = re.compile(
    r"\\(?:long)?(?:right)?arrow|\\(?:to|mapsto|newline)(?![a-zA-Z])", re.IGNORECASE
)
_ARTICLES = (
    "a an and are as assigned assignment at exists for get gets goes has have in into is of on one "
    "set solution takes the then there to uses valid with"
)
_TALK = (  # words around an answer, and keys of JSON objects, that mean nothing in it
    "answer answers arrangement arrangements assignments be by can choose chosen clique color "
    "coloring colors colour colouring colours complete correct each feasible final finally find "
    "following follows found full give given gives group groups hence here i item items key list "
    "map mapping member members my name names number obtain our pair pairs people person pick "
    "picked plan possible put result results satisfying schedule select selected selection so take "
    "therefore thus towns town would use value values we where which who you your allocation "
    "independent seating proper legal working consistent solved status"
)
_FILLERS = frozenset((_ARTICLES + " " + _TALK).split())
_EMPTY = frozenset(["[]", "{}", "none", "nobody", "nothing", "empty"])
_REFUSALS = (
    "impossible|infeasible|unsatisfiable|unsat|unsolvable|none|no|not possible|not feasible|"
    "not satisfiable|not solvable|cannot be done|can t be done|no such|no possible|"
    "cannot be solved|cannot be satisfied|can not be done|does not exist|doesn t exist|no feasible|"
    "no satisfying|"
    "unm\u00f6glich|imposible|imposs\u00edvel|impossibile|\u4e0d\u53ef\u80fd|\u65e0\u89e3|"
    "\u043d\u0435\u0432\u043e\u0437\u043c\u043e\u0436\u043d\u043e"
)
_NEGATIVES = frozenset(tuple(phrase.split()) for phrase in _REFUSALS.split("|"))
_CURT = frozenset([("no",), ("none",)])
"""Refusals so short that what follows must say it again, or give a reason."""
_REPEATS = 8
"""Curt refusals in a row, "no, no, …", after which nobody means it."""
_AROUND = (
    "it s that this so therefore thus hence answer final way do task puzzle problem arrangement "
    "schedule colouring coloring"
)
_AROUND_REFUSAL = frozenset((_ARTICLES + " " + _AROUND).split())
_PHRASE_END = re.compile(r"[,;:.(\n!]|\s-\s|\b(?:because|since)\b")
_REASON = re.compile(r"\W*(?:because|since|as)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HEDGE = re.compile(
    r"\?|\b(?:or|but|unless|if|maybe|perhaps|possibly|however|otherwise|alternatively|probably"
    r"|oder|aber|vielleicht|pero|quizás?)\b|或|但|也许|如果",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\([^()]*\)[\s.]*\Z")
_NO_ITEM = 1 << 30
"""Stands for "nothing": it may follow a value that has no item."""


def draw_names(pool: Sequence[str], count: int, rng: np.random.Generator) -> tuple[str, ...]:
    """Distinct names out of a pool, in random order."""
    return tuple(pool[i] for i in rng.permutation(len(pool))[:count].tolist())


def read_values(
    answer: str,
    items: Sequence[str],
    values: Sequence[str],
    *,
    nouns: Sequence[str] = (),
    asked: Form = "line",
) -> tuple[int, ...] | None:
    """The position of each item's value, in the order of the items; None for "impossible".

    Forms: item-value pairs in any order, a value with its items, all items and then all values,
    or one value for each item in order. A value may have several names, `on|1|true`. `nouns` are
    words that the story uses for items or values.

    Raises:
        Unreadable: if an item is missing or named twice, or a word means nothing here.
    """
    codes = {name.casefold(): i for i, name in enumerate(items)}
    codes |= {name.casefold(): ~i for i, all_ in enumerate(values) for name in all_.split("|")}
    return _read(answer, codes, nouns, partial(_as_values, items=items), asked)


def read_members(
    answer: str,
    items: Sequence[str],
    *,
    nouns: Sequence[str] = (),
    asked: Form = "line",
) -> tuple[int, ...] | None:
    """The positions of the items that an answer lists, in its order; None for "impossible".

    Raises:
        Unreadable: if an item is named twice, or a word means nothing here.
    """
    codes = {name.casefold(): i for i, name in enumerate(items)}
    return _read(answer, codes, nouns, partial(_as_members, items=items), asked)


def _read(
    answer: str,
    codes: dict[str, int],
    nouns: Sequence[str],
    shape: Callable[[list[int]], tuple[int, ...]],
    asked: Form,
) -> tuple[int, ...] | None:
    """The first of several views that can be read: numbers as words, or as marks of a list.

    The numbers of a list (`1. Ada`) are first taken as words, because they may be the values.
    """
    apart = _chinese(codes, nouns)

    def read(text: str) -> tuple[int, ...] | None:
        text = _NOISE.sub(" ", _NOT.sub(" not ", plain(_FENCE.sub(" ", text))))
        text = apart.sub(r" \g<0> ", text) if apart else text
        fault = Unreadable("there is no final answer")
        named = _SET_NAME.match(text)
        if named and named[1].casefold() not in codes:
            text = text[named.end() :]
        for view in _views(text, codes):
            try:
                return shape(_decode(view, codes, nouns))
            except Unreadable as e:
                fault = e
        if _refuses(text, codes, nouns, shape):
            return None
        raise fault

    return read_final(answer, read, asked=asked)


def _chinese(codes: dict[str, int], nouns: Sequence[str]) -> re.Pattern[str] | None:
    """Words that no space sets apart, of a story in Chinese."""
    if not any(map(_HAN.search, codes)):
        return None
    return re.compile(any_of([*filter(_HAN.search, (*codes, *nouns)), "不可能", "无解"]))


def _views(text: str, codes: dict[str, int]) -> Iterator[str]:
    yield text
    yield _LIST_MARK.sub(" ", text)
    remark = _REMARK.search(text)
    if remark and not _HEDGE.search(remark[0]) and not _spoken(remark[0]) & codes.keys():
        yield text[: remark.start()]


def _spoken(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _decode(text: str, codes: dict[str, int], nouns: Sequence[str]) -> list[int]:
    words = ["".join(word.split()).casefold() for word in _WORD.findall(text)]
    read = []
    for word in words:
        if word in codes:
            read.append(codes[word])
        elif word in _EMPTY:
            read.append(_NO_ITEM)
        elif word not in _FILLERS and word not in nouns:
            raise Unreadable(f"{word[:40]!r} means nothing here")
    return read


def _refuses(
    text: str,
    codes: dict[str, int],
    nouns: Sequence[str],
    shape: Callable[[list[int]], tuple[int, ...]],
    repeats: int = _REPEATS,
) -> bool:
    """Whether the text says that there is no solution; a reason may follow, no solution."""
    end = _PHRASE_END.search(text)
    first, rest = (text[: end.start()], text[end.start() :]) if end else (text, "")
    words = [word.casefold() for word in _WORD.findall(first)]
    said = tuple(word for word in words if word not in _AROUND_REFUSAL and word not in nouns)
    if said not in _NEGATIVES or codes.keys() & set(words):
        return False
    if _HEDGE.search(text):
        return False
    if said in _CURT and rest.strip(" .!)\n,") and not _REASON.match(rest):
        again = rest.lstrip(" ,.;:!(\n")
        return repeats > 0 and _refuses(again, codes, nouns, shape, repeats - 1)
    try:
        shape(_decode(rest, codes, nouns))
    except Unreadable:
        return True
    return False


def _as_values(row: list[int], items: Sequence[str]) -> tuple[int, ...]:
    named = [code for code in row if code >= 0]
    if not named:
        if len(row) != len(items):
            raise Unreadable(f"want {len(items)} values, got {len(row)}")
        return tuple(~code for code in row)
    if row[0] < 0:
        pairs = _grouped(row)
    elif row[: len(items)] == named and len(row) == 2 * len(items):
        pairs = list(zip(named, row[len(items) :], strict=True))
    else:
        pairs = _paired(row)
    _check_once([item for item, _ in pairs], items)
    found = dict(pairs)
    if missing := next((name for i, name in enumerate(items) if i not in found), None):
        raise Unreadable(f"{missing} has no value")
    return tuple(~found[i] for i in range(len(items)))


def _paired(row: list[int]) -> list[tuple[int, int]]:
    """Items, then the value that they share, and so on."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for code in row:
        if code >= 0:
            waiting.append(code)
        elif not waiting:
            raise Unreadable("a value follows another value")
        else:
            pairs += [(item, code) for item in waiting]
            waiting = []
    if waiting:
        raise Unreadable("the last item has no value")
    return pairs


def _grouped(row: list[int]) -> list[tuple[int, int]]:
    """A value, then the items that have it, and so on."""
    for code, following in zip(row, [*row[1:], -1], strict=True):
        if code < 0 and following < 0:
            raise Unreadable("a value is followed by no item")
    pairs = []
    value = row[0]
    for code in row:
        if code < 0:
            value = code
        elif code != _NO_ITEM:
            pairs.append((code, value))
    return pairs


def _as_members(row: list[int], items: Sequence[str]) -> tuple[int, ...]:
    _check_once(row, items)
    return tuple(row)


def _check_once(found: list[int], items: Sequence[str]) -> None:
    if not found:
        raise Unreadable(f"want names such as those listed, got none of the {len(items)}")
    seen = set()
    for item in found:
        if item in seen or item == _NO_ITEM:
            raise Unreadable(f"{items[item] if item in seen else 'nobody'} is named twice")
        seen.add(item)
