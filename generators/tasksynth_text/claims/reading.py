"""Read the labels of numbered items, in whatever layout, each with its number or in order."""

import re
import unicodedata
from collections.abc import Mapping

from tasksynth.answers import Unreadable, after_thinking, plain, read_final

_MIRRORS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_DOUBT = re.compile(r"[?\u00ac\u2260]|!=|\\neq?\b")
_TICKS, _CROSSES = "\u2713\u2714\u2705\u2611", "\u2717\u2718\u274c\u2716"
_SIGN = re.compile(rf"[{_TICKS}{_CROSSES}]|(?<![^\W_])[tyvjfnu](?![^\W_])")
_SIGNS = {
    **dict.fromkeys(f"{_TICKS}tyvj", "yes"),
    **dict.fromkeys(f"{_CROSSES}fn", "no"),
    "u": "unknown",
}
_REMARK = re.compile(
    r"\((?:as (?:shown|explained|derived|argued|discussed|seen)(?: above)?|see above)\)"
)
_WHOLE = re.compile(r"(?<![\w.])(\d)\.0(?![\w.])")
_DENIED = re.compile(
    r"\b(?:answers?|antwort(?:en)?|respuestas?|réponses?)\b[^\n:]{0,20}?"
    r"(\b(?:(?:is|are|was|ist|sind|lautet|est|sont) (?:not|never|nicht|pas)|no (?:es|son)"
    r"|(?:is|are)n['\u2019]t)\b)?[\W_]{0,6}:",
    re.IGNORECASE,
)
"""Where it says, or denies, what the answer is."""
_SHARE = re.compile(r"(?<![\w./])([0-4])\s?(?:/|(?:out )?of|von|de|sur)\s?4(?![\w./])")
"""“2/4”, of the four sentences of a text."""
_KEY = re.compile(r"[\"'](\w{1,30})[\"']\s{0,9}:")
_TOKEN = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"(?:[qs]|nr)?(\d{1,3})")
_WORDS = (
    "always certainly clearly definitely necessarily bestimmt definitiv sicher definitivamente "
    "ciertamente certainement a an and answer answers are as final follows for gives id index is "
    "item items label "
    "labels number pair pairs question questions q result results sentence sentences she he "
    "statement statements status text texts the these they refers refer to verdict who "
    "pronoun shared so my in order antwort antworten aussage aussagen das die der er frage "
    "fragen ist paar paare satz sätze sind sie sowie steht und el ella él en enunciado es frase "
    "frases la las los oración oraciones par pares pregunta preguntas respuesta respuestas se "
    "refiere son "
    "y affirmation affirmations ce elle est et il le les paire paires phrase phrases réponse "
    "réponses sont"
)
_TALK = frozenset(_WORDS.split())


def read_labels(
    answer: str, count: int, known: Mapping[str, int], *, numbers: bool = False
) -> list[int]:
    """A label for each item; `known` has what each of its words, lower-case, stands for.

    With `numbers`, labels are small numbers themselves.

    Raises:
        Unreadable: if one is missing or there twice, or a word means nothing here.
    """
    phrases = sorted((one for one in known if not one.isalpha()), key=len, reverse=True)
    joined = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")

    _check_meant(after_thinking(answer))

    def read(text: str) -> list[int]:
        if _MIRRORS.search(text) or _DOUBT.search(text):
            raise Unreadable("a mark of doubt, or one that turns the direction of writing")
        text = unicodedata.normalize("NFC", plain(text)).replace("_", " ").casefold()
        text = _REMARK.sub(" ", text)
        if phrases:
            text = joined.sub(lambda match: f" p{phrases.index(match[0])}p ", text)
        words = {**known, **{f"p{i}p": known[one] for i, one in enumerate(phrases)}}
        text = _whole(_shares(text, count), count) if numbers else _signs_read(text, words)
        row = _decoded(text, words, numbers=numbers)
        return _numerals(row, count) if numbers else _assigned(row, count)

    return read_final(answer, read, asked="line")


def _check_meant(text: str) -> None:
    """Whether it says what the answer is, and only that.

    Raises:
        Unreadable: if it says what the answer is not, or has an alternative in the same object.
    """
    text = text[-20_000:]
    last = next(reversed(list(_DENIED.finditer(text))), None)
    if last and last[1] and not re.search(r"<answer>|\\boxed", text[last.end() :]):
        raise Unreadable("it says what the answer is not")
    keys = {key.casefold() for key in _KEY.findall(text)}
    if "answer" in keys and any(key.startswith(("alternativ", "other")) for key in keys):
        raise Unreadable("an alternative is offered beside the answer")


def _signs_read(text: str, known: Mapping[str, int]) -> str:
    """Words for ticks, crosses and single letters, where these alone are labels."""
    if "yes" in known and not any(one[0] in known for one in _TOKEN.finditer(text)):
        text = _SIGN.sub(lambda match: f" {_SIGNS[match[0]]} ", text)
    if any(cross in text for cross in _CROSSES):
        raise Unreadable("a label is crossed out")
    return text


def _shares(text: str, count: int) -> str:
    """“2/4” as 2, where each label is told so.

    Raises:
        Unreadable: if “1/4, 2/4” may as well tell that items 1 and 2 have 4.
    """
    found = [int(one) for one in _SHARE.findall(text)]
    if len(found) != count:
        return text
    if sorted(found) == list(range(1, count + 1)):
        raise Unreadable("“1/4” may be 1 of 4, or that item 1 has 4")
    return _SHARE.sub(r"\1", text)


def _whole(text: str, count: int) -> str:
    """“2.0” as 2; not where it may be the second item with a zero."""
    found = [int(one) for one in _WHOLE.findall(text)]
    if len(found) == count and found != list(range(1, count + 1)):
        return _WHOLE.sub(r"\1", text)
    return text


def _decoded(text: str, known: Mapping[str, int], *, numbers: bool) -> list[int]:
    """Labels as they are, numbers of items as -1 and below; with `numbers`, all as they are."""
    row: list[int] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word in known:
            row.append(known[word])
        elif numbered := _NUMBERED.fullmatch(word):
            value = int(numbered[1])
            if not (value or numbers):
                raise Unreadable("items are numbered from 1 on")
            row.append(value if numbers else -value)
        elif word not in _TALK:
            raise Unreadable(f"{word[:40]!r} means nothing here")
        if len(row) > 999:
            raise Unreadable("there are too many labels")
    return row


def _numerals(row: list[int], count: int) -> list[int]:
    if len(row) == 2 * count and sorted(row[::2]) == list(range(1, count + 1)):
        return [label for _, label in sorted(zip(row[::2], row[1::2], strict=True))]
    if len(row) != count:
        raise Unreadable(f"want {count} numbers, got {len(row)}")
    return row


def _assigned(row: list[int], count: int) -> list[int]:
    """The label of each item: in order, or a number and its label, or a label and its numbers."""
    numbers = [-one for one in row if one < 0]
    if not numbers and len(row) == count:
        return row
    if sorted(numbers) != list(range(1, count + 1)):
        raise Unreadable(f"want a label for each of {count} items, got {len(row) - len(numbers)}")
    ahead = row if row[0] < 0 else row[::-1]
    if ahead[0] >= 0 or ahead[-1] < 0:
        raise Unreadable("a label without an item, or an item without a label")
    found: dict[int, int] = {}
    waiting: list[int] = []
    for before, one in zip([-1, *ahead], ahead, strict=False):
        if one < 0:
            waiting.append(-one)
        elif before >= 0:
            raise Unreadable("two labels for the same items")
        else:
            found |= dict.fromkeys(waiting, one)
            waiting = []
    return [found[i] for i in range(1, count + 1)]
