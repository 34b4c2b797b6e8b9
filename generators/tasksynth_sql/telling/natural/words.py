"""English words: articles, plurals, agreement, lists and dates."""

import re
from collections.abc import Sequence
from datetime import date

from tasksynth_sql.databases.world import Value

_AGREEMENT = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_CONSONANT = re.compile(r"(?:uni|use|one|eu|u[a-z]i)", re.IGNORECASE)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def a(noun: str) -> str:
    """A noun phrase with its indefinite article."""
    vowel = noun[:1].lower() in "aeiou" and not _CONSONANT.match(noun)
    return f"{'an' if vowel or noun.startswith('hour') else 'a'} {noun}"


def plural(noun: str) -> str:
    """The plural of a noun phrase: of its first noun, where `of` follows it."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("species"):
        return noun
    if head.endswith("y") and head[-2:-1] not in "aeiou":
        head = head[:-1] + "ie"
    elif re.search(r"(?:s|x|z|ch|sh)$", head):
        head += "e"
    return f"{head}s{of}{rest}"


def agree(text: str, *, many: bool) -> str:
    """Choose the singular or the plural verbs of `[is|are] older`."""
    return _AGREEMENT.sub(lambda match: match[2 if many else 1], text)


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    head = ", ".join(items[:-1])
    return f"{head} {last} {items[-1]}" if head else items[-1]


def alternatives(items: Sequence[str]) -> str:
    """`a or b`; `a, or b, or c`, in which no comma can be taken for an `and`."""
    return (" or " if len(items) < 3 else ", or ").join(items)


def number(n: int) -> str:
    """A small number as a word, a larger one in digits."""
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else str(n)


def capital(text: str) -> str:
    """With a capital letter first."""
    return text[:1].upper() + text[1:]


def shown(value: Value) -> str:
    """A number as it is written, without a needless fraction."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def day(value: Value) -> str:
    """An ISO date as `3 May 2021`; anything else as it is."""
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
