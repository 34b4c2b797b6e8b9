"""Read answers about documents: numbers, amounts, days, times of day, and words."""

import re
from collections.abc import Callable, Iterable

from tasksynth.answers import Unreadable, plain
from tasksynth.answers.numbers import lone_member, number_in
from tasksynth_vision.documents.asking import DocumentTruth
from tasksynth_vision.documents.shown import Penmanship, day_in, places_of, time_in
from tasksynth_vision.documents.words import named_words

LONGEST = 160
_LEAD = re.compile(
    r"(?:(?:the|it|that|this|there|train|line|item|article|product|dish|goods|party|test|course|"
    r"person|name|date|day|time|number|no(?=[.:#]| [0-9])|answer|value|correct|wrong|is|was|on|"
    r"at|in|for|of|with|under|called)\b[\s.:,#]{0,3}){0,8}",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"\s?[(,:;-]\s?(?:(?:at|with|for|by|on)\s)?[A-Z]{0,3}\s?[-0-9.,':/ ]{1,20}(?:%|kg|[A-Z]{3})?"
    r"\s?\)?"
)
"""What stands beside a name: its number in brackets."""
_NUMBERED = re.compile(r"[0-9][:.,][0-9]{2}\b|\b[A-Z]{3}\b")
"""A time or an amount: what a number as a name may have beside it, which else is another one."""
_IS = re.compile(r"\s?(?:[:=]|is\b|\s)\s?", re.IGNORECASE)
_TAIL = re.compile(r" (?:line|train|row|item|test|course)\Z", re.IGNORECASE)
_OTHER = re.compile(r"[A-Z][A-Z0-9-]{0,11}|-?[0-9][0-9.,:-]{0,12}")
"""What might be an answer to another question, apart from names."""
_HOURS = re.compile(r"([0-9]{1,2}) ?h(?:ours?|rs?)?,?(?: and)? ?([0-9]{1,2}) ?m(?:in(?:ute)?s?)?",
                    re.IGNORECASE)  # fmt: skip
_CURRENCIES = {
    "EUR": r"EUR|euros?|\u20ac", "USD": r"USD|(?:US )?dollars?|US(?= ?[0-9])|(?:US)?\$",
    "GBP": r"GBP|pounds?|\u00a3", "CHF": r"CHF|francs?|S?Fr\.?", "SEK": r"SEK|kron(?:a|or)|kr\.?",
    "PLN": r"PLN|z[\u0142l](?:ot[a-z]{1,3})?", "JPY": r"JPY|yen|[\u00a5\u5186]",
    "CAD": r"CAD|(?:Canadian )?dollars?|CA?(?= ?[0-9])|(?:CA?)?\$",
}  # fmt: skip
"""What amounts in each currency may have beside them."""
_MONEY = {
    code: re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)
    for code, words in {**_CURRENCIES, "": "|".join(_CURRENCIES.values())}.items()
}
_SPANS = {
    "minutes": re.compile(r"\b(?:minutes?|mins?)\b", re.IGNORECASE),
    "days": re.compile(r"\bdays?\b", re.IGNORECASE),
    "": re.compile(
        r"%|\b(?:percent|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?)\b",
        re.IGNORECASE,
    ),
}
_POINTS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:\.[0-9]{3})+(?![.,]?[0-9])")

Said = float | str
"""A number, or a text as it is compared; days and times of day are numbers."""


def answer_in(
    text: str,
    truth: DocumentTruth,
    manner: Penmanship,
    known: Iterable[str],
    labels: Iterable[str] = (),
) -> Said:
    """What a text says, read as the sort of value that is asked for.

    A text of another sort is read as words, which are wrong then. `known` are the words of the
    document, `labels` the names of its fields and columns, one of which may stand before the value.

    Raises:
        Unreadable: if it is more than one value, or none.
    """
    if len(text) > LONGEST:
        raise Unreadable(f"want one value, got {len(text)} characters")
    text = _unlabelled(text, labels)
    match truth.sort:
        case "int" | "decimal" | "money":
            return _number_or_word(text, truth, manner)
        case "date":
            return _moment(text, "date", lambda said: day_in(said, manner))
        case "time":
            return _moment(text, "time of day", time_in)
    return compared(word_in(text, known))


def _unlabelled(text: str, labels: Iterable[str]) -> str:
    """A text without the name of what it is the value of: "Due date: 4 May 2025"."""
    said = " ".join(plain(lone_member(text)).split())
    said = said[4:] if said[:4].casefold() == "the " else said
    for label in labels:
        rest = said[len(label) :]
        if said[: len(label)].casefold() == label.casefold() and (found := _IS.match(rest)):
            return rest[found.end() :]
    return text


def is_right(said: Said, truth: DocumentTruth, manner: Penmanship) -> bool:
    """Whether what was said is the answer."""
    if isinstance(truth.value, str):
        return said == compared(truth.value)
    if isinstance(said, str):
        return False
    scale: int = 10 ** places_of(truth.sort, manner)
    return abs(said * scale - truth.value) < 1e-4


def right_answer(truth: DocumentTruth, manner: Penmanship) -> str:
    """The answer in the form that is asked for."""
    from datetime import date

    if isinstance(truth.value, str):
        return truth.value
    match truth.sort:
        case "date":
            return date.fromordinal(truth.value).isoformat()
        case "time":
            return f"{truth.value // 60:02}:{truth.value % 60:02}"
    places = places_of(truth.sort, manner)
    return f"{truth.value / 10**places:.{places}f}"


def compared(word: str) -> str:
    """A text without what does not tell names apart: case, spaces, hyphens, points."""
    return re.sub(r"[\s.,#'-]+", "", word).casefold()


def _number_or_word(text: str, truth: DocumentTruth, manner: Penmanship) -> Said:
    said = " ".join(plain(lone_member(text)).split())
    if truth.unit == "minutes" and (found := _HOURS.search(said)):
        said = said[: found.start()] + str(60 * int(found[1]) + int(found[2])) + said[found.end() :]
    if manner.numbers == 1:
        said = _POINTS.sub(lambda one: one[0].replace(".", ""), said)
    if "/" in said:
        raise Unreadable(f"want one number, got {text[:40]!r}")
    bare = _without_unit(said, truth, manner)
    try:
        return number_in(" ".join(bare.split()))
    except Unreadable as e:
        fault = e
    if _is_other(said):
        return compared(said)
    raise fault


def _without_unit(said: str, truth: DocumentTruth, manner: Penmanship) -> str:
    """What is said of a number, without its own unit.

    Raises:
        Unreadable: if it has another currency, or is of hours where minutes are asked for.
    """
    if truth.sort == "decimal":
        return said
    bare = _MONEY[manner.money].sub(" ", said) if truth.sort == "money" else said
    bare = _SPANS[truth.unit].sub(" ", bare) if truth.unit else bare
    counted = truth.sort == "int" and not truth.unit
    if _MONEY[""].search(bare) or ("%" in bare if counted else _SPANS[""].search(bare)):
        raise Unreadable(f"want a number of what is asked for, got {said[:40]!r}")
    return bare


def _moment(text: str, what: str, read: Callable[[str], int | None]) -> Said:
    said = " ".join(plain(lone_member(text)).split()).rstrip(" .!")
    lead = _LEAD.match(said)
    for one in (said, said[lead.end() :] if lead else said):
        if (value := read(one)) is not None:
            return float(value)
    if _is_other(said):
        return compared(said)
    raise Unreadable(f"want a {what}, got {text[:40]!r}")


def word_in(text: str, known: Iterable[str]) -> str:
    """The one name that a text is, with a few words around it; one of no document as it stands.

    Raises:
        Unreadable: if it is none, or more than one.
    """
    said = " ".join(plain(lone_member(text)).split()).strip(" .!")
    lead = _LEAD.match(said)
    rest = said[lead.end() :] if lead else said
    names = {compared(name): name for name in known}
    for one in (said, rest, _TAIL.sub("", rest)):
        if compared(one) in names:
            return names[compared(one)]
    for cut in _ALSO.finditer(rest):
        name = compared(rest[: cut.start()])
        lettered = not any(one.isdigit() for one in name)
        if cut.end() == len(rest) and name in names and (lettered or _NUMBERED.search(cut[0])):
            return names[name]
    if _is_other(rest):
        return rest
    raise Unreadable(f"want one name or number of the document, got {text[:40]!r}")


def _is_other(said: str) -> bool:
    """Whether it might be an answer to another question: a value, or a name made of such words."""
    parts = said.split()
    named = 0 < len(parts) < 5 and all(
        part.casefold() in named_words() or part.isdigit() for part in parts
    )
    return named or _OTHER.fullmatch(said) is not None
