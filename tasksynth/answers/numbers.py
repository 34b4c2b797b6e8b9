"""A number in a reply: with its unit, its separators, and a word that it is about right."""

import re

from tasksynth.answers.final import Unreadable, read_final
from tasksynth.answers.typeset import plain

_LEAD = re.compile(
    r"(?:(?:it|that|this|there|the|value|number|total|count|answer|sum|difference|share|amount|is|"
    r"are|was|were|about|approximately|approx|roughly|around|circa|ca|nearly|almost|exactly|"
    r"equals?|of|i|we|counted|see|saw|get|got|find|found|read|thus|so|hence|therefore)\b"
    r"[\s.:=,]{0,3}|[~\u2248=:]\s{0,2}|\\(?:approx|sim(?:eq)?)\b\s{0,2}){0,8}",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:[$\u20ac\u00a3\u00a5]|\b(?:EUR|USD|GBP|CHF)(?![A-Za-z]))?\s{0,2}([-+\u2212]?)\s{0,2}"
    r"(?:[$\u20ac\u00a3\u00a5]\s{0,2})?([0-9][0-9.,'\u2019\u00a0\u202f ]{0,40}|\.[0-9]{1,20})"
)
_UNIT = re.compile(
    r"(?!\s/\s)\s{0,3}(?:%|\u00b0|[$\u20ac\u00a3\u00a5])?(?:\s{0,2}[A-Za-z\u00b5\u00b0\u00b2\u00b3/]{1,20}){0,5}"
    r"\s{0,2}[.!]?\s{0,2}"
)
_SCALE = re.compile(r"\s{0,2}(k|m|dozen|hundred|thousand|million|mio|bn|billion)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s{0,3}\(([A-Za-z ,'-]{0,60}|[0-9]{1,12})\)(?=\s{0,2}[.!]?\s{0,2}\Z)")
"""A remark in brackets behind a number: its word, its unit, or where it was read."""
_NOT_ONE = re.compile(
    r"\b(?:or|to|and|not|between|than|least|most|over|under|above|below|maybe|perhaps|possibly|"
    r"either|neither|nor|never|no(?!\.)|except|unsure|unknown|isn|cannot|wrong|incorrect|false)\b"
    r"|\?|\+/-|\u00b1",
    re.IGNORECASE,
)
_ONE_MEMBER = re.compile(
    r"\{\s{0,9}\"(?:final[_ ])?(?:answer|count|number|value|total|sum|result|label|name)\"\s{0,9}:"
    r"\s{0,9}(?:\"([^\"{}]{1,80})\"|([^\"{},]{1,40}))\s{0,9}\}",
    re.IGNORECASE,
)
_SCALES = {"dozen": 12.0, "hundred": 1e2, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6,
           "mio": 1e6, "bn": 1e9, "billion": 1e9}  # fmt: skip
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip


_MEASURES = {
    "%": "% percent", "mm": "mm millimetre millimeter", "cm": "cm centimetre centimeter",
    "m": "metre meter", "km": "km kilometre kilometer", "g": "g gram", "kg": "kg kilo kilogram",
    "t": "tonne ton", "l": "l litre liter", "ml": "ml", "kWh": "kwh", "MWh": "mwh", "Wh": "wh",
    "kW": "kw", "\u00b0": "\u00b0 \u00b0c \u00b0f degree", "\u20ac": "\u20ac euro eur",
    "$": "$ dollar usd", "\u00a3": "\u00a3 pound gbp", "\u00a5": "\u00a5 yen jpy",
}  # fmt: skip
_MEASURE = {one: unit for unit, words in _MEASURES.items() for one in words.split()}
"""What one measures or pays in, by how it is written: no other one may stand behind a number."""
_UNIT_WORD = re.compile(r"[%$\u20ac\u00a3\u00a5]|\u00b0?[A-Za-z]{1,20}|\u00b0")


def read_number(reply: str, *, unit: str | None = None) -> float:
    """The one number that a reply gives as its answer.

    Thousands may be set apart by commas, spaces or apostrophes; a comma before one or two last
    digits is a decimal one. A currency, a percent sign and a unit's words are passed over, `k` and
    `million` are not. Numbers up to twenty may be words.

    Args:
        reply: any text.
        unit: what is asked for, such as `kg`, or "" for a count of things: another measure beside
            the number makes it no answer. Without it, any is passed over.

    Raises:
        Unreadable: if it gives none, several, a range, a bound, or one of another measure.
    """
    return read_final(reply, lambda text: number_in(text, unit=unit))


def lone_member(text: str) -> str:
    """The value of a JSON object with one member such as `count`; any other text as it is."""
    found = _ONE_MEMBER.fullmatch(text.strip()) if len(text) <= 200 else None
    return (found[1] or found[2]).strip() if found else text


def number_in(text: str, *, unit: str | None = None) -> float:
    """The number that a text is, whatever unit it has; see `read_number`.

    Raises:
        Unreadable: if the text is more than a number, or none.
    """
    text = lone_member(text)
    said = " ".join(plain(text[:400]).split()) if len(text) <= 400 else ""
    said = said.replace("{,}", ",")  # LaTeX's way to set thousands apart
    if not said or _NOT_ONE.search(said):
        raise Unreadable(f"want one number, got {text[:40]!r}")
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    aside = ""
    if found := _ASIDE.search(rest):
        aside, rest = found[1], rest[: found.start()] + rest[found.end() :]
    value, tail = _valued(rest, text)
    numbers = (_WORDS.get(one, one) for one in aside.lower().split())
    again = {float(one) for one in numbers if isinstance(one, int) or one.isdigit()}
    if again - {value}:
        raise Unreadable(f"want one number, got {text[:40]!r}")
    if unit is not None:
        named = {_measure(one) for one in _UNIT_WORD.findall(f"{tail} {aside}")}
        if others := named - {None, _measure(unit)}:
            raise Unreadable(f"want it in {unit or 'no unit'}, got {sorted(map(str, others))[0]}")
    return value


def _measure(word: str) -> str | None:
    """What a word measures in; None if it is none of the measures that are known."""
    word = word.lower()
    return _MEASURE.get(word) or _MEASURE.get(word.removesuffix("s"))


def _valued(rest: str, text: str) -> tuple[float, str]:
    """The number at the start of what is left of a text, and what stands beside it."""
    if (word := rest.partition(" ")[0].rstrip(".").lower()) in _WORDS and "." not in rest[:-1]:
        tail = rest[len(word) :]
        if any(map(str.isdigit, tail)):
            raise Unreadable(f"want one number, got {text[:40]!r}")
        return float(_WORDS[word]), tail
    number = _SIGNED.match(rest)
    if number is None:
        raise Unreadable(f"want a number in digits, got {text[:40]!r}")
    digits = number[2].rstrip(" .,'\u2019\u00a0\u202f")
    tail = rest[number.start(2) + len(digits) :].lstrip(".,")
    value = _value(digits)
    if scale := _SCALE.match(tail):
        value, tail = value * _SCALES[scale[1].lower()], tail[scale.end() :]
    if not _UNIT.fullmatch(tail):
        raise Unreadable(f"want one number and its unit, got {text[:40]!r}")
    currency = rest[: number.start(2)]
    return -value if number[1] in ("-", "\u2212") else value, currency + tail


def _value(digits: str) -> float:
    """What digits with separators say: the last kind of separator may be the decimal one."""
    bare = re.sub(r"[ '\u2019\u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", digits)
    if not re.fullmatch(r"[0-9.,]{1,30}", bare):
        raise Unreadable(f"{digits[:30]!r} is no number")
    if re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]*)?", bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,6}", bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[0-9]{1,15},[0-9]{1,2}", bare):
        bare = bare.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,25}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}", bare):
        raise Unreadable(f"{digits[:30]!r} is no number")
    return float(bare)
