"""Read a number of things from a reply."""

import re

from tasksynth.answers import Form, Unreadable, plain, read_final

_DIGITS = 40
"""Longest number that is read."""
_LONGEST = 500
"""Characters of the longest text that may be one number and words around it."""
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:([ ,.'_\u2019])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
_WHOLE = re.compile(r"(?<![\d.,])(\d+)\.0{1,2}(?!\d)")
_OF = re.compile(
    r"(?:out of|of|von|de|/)(?: the| all| insgesamt| un total de)? *(2\^\{?\d+\}?|\d+)"
)
_SUM = re.compile(r"[\d\s+*/^(){}.\u00b7\u00d7-]*\d[\d\s+*/^(){}.\u00b7\u00d7-]*")
_NAME = re.compile(r"[#|\s]*(?:[a-z]|count|models?|answer|total|number|sat)?[#|\s]*")
_REMARK = re.compile(r"\(([^()\d]*)\)\W*\Z")
_DOUBT = re.compile(
    r"\b(?:or|about|approx\w*|roughly|maybe|perhaps|not|least|most|ungef\w*|etwa|circa|ca|oder"
    r"|nicht|quiz\w*|aprox\w*|unos|no)\b|\?|[\u7ea6\u6216]|\u4e0d(?!\u540c)"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_TALK = (
    "answer answers a all altogether and are arrangement arrangements as assignment assignments "
    "can choice choices combination combinations count correct different distinct exactly exist "
    "exists final for formula gives has have i in is it l latex make makes model models number of "
    "one overall possible possibilities precisely result satisfying selections settings so "
    "solution solutions such that the there therefore they this thus to total valid valuations "
    "value way ways we which with work "
    "antwort arten auf belegungen die es genau gibt insgesamt l\u00f6sungen m\u00f6glichkeiten "
    "sind verschiedene wahlm\u00f6glichkeiten wahlen weisen wege zahl "
    "combinaciones distintas elecciones exactamente existen formas hay la las maneras modos "
    "opciones posibles respuesta resultado se soluciones son total un"
)
_FILLERS = frozenset(_TALK.split())
_HAN = re.compile(
    r"[\u79cd\u4e2a\u7ec4\u5171\u6709\u603b\u4e00\u662f\u4e3a\u65b9\u6cd5\u5f0f\u6848\u5b89\u6392"
    r"\u9009\u62e9\u7b54\u7684\u4e0d\u540c]+"
)
_MARKS = frozenset(".,:;!(){}[]#|")


def read_count(answer: str, *, of: int, asked: Form = "boxed") -> int:
    """The one whole number that a reply gives, with or without separators of thousands.

    Words around it may say what is counted, and `of` how many there are in all: `42 of 128`. What
    stands left of a last `=` may be the sum or the name that it is the value of.

    Raises:
        Unreadable: for anything else: two numbers, an estimate, a bound.
    """
    wanted = "want one whole number"

    def read(text: str) -> int:
        shown = text[:60]
        if len(text) > _LONGEST:
            raise Unreadable(f"{wanted}, got {shown!r} and more")
        text = plain(text.replace("\\,", "").replace("{,}", ",")).lower().strip()
        if _DOUBT.search(text):
            raise Unreadable(f"{wanted}, got {shown!r}")
        text = _REMARK.sub("", text)
        text = _value(text)
        text = _OF.sub(lambda m: "" if _total(m[1]) == of else m[0], text)
        text = _GROUPED.sub(lambda m: re.sub(r"\D", "", m[0]), text)
        text = _HAN.sub(" ", _WHOLE.sub(r"\1", text))
        words = [w for w in _TOKEN.findall(text) if w not in _FILLERS and w not in _MARKS]
        if len(words) != 1 or not words[0].isdecimal() or len(words[0]) > _DIGITS:
            raise Unreadable(f"{wanted}, got {shown!r}")
        return int(words[0])

    try:
        return read_final(answer, read, asked=asked)
    except Unreadable as e:
        raise e if str(e).startswith(wanted) else Unreadable(f"{wanted}: {e}") from e


def _value(text: str) -> str:
    """What stands right of the last `=`, where what stands left is its name or a sum."""
    left, equals, right = text.rpartition("=")
    if not equals:
        return text
    for part in left.split("="):
        if part.strip().isdecimal() or not (_NAME.fullmatch(part) or _SUM.fullmatch(part)):
            return text
    return right


def _total(text: str) -> int:
    base, power, exponent = text.partition("^")
    exponent = exponent.strip("{}")
    if power:
        return 1 << int(exponent) if len(exponent) <= 3 else -1
    return int(base) if len(base) <= _DIGITS else -1
