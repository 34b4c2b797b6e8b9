"""Read the passages of text.relation by words that tell relations, knowing none of its phrases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Found = frozenset[tuple[str, str, str, int]]
"""First, relation, second, and the number of the sentence."""

_WORDS = {
    ("person", "company"): {
        "founded": r"found|set .+ up|beginnings",
        "runs": r"\brun|\bhead\b|\bled\b|in charge|took charge|charge of",
        "works for": r"\bwork|employ|\bjob\b|payroll|wages|hired|clerk|notice at|dismissed|staff",
        "owns": r"\bown|belong|property|\bshare\b|bought|buy\b|sold|inherited|hands|auction|price",
    },
    ("person", "town"): {"lives in": r"\blive|\bhome\b|moved|moving|a house|for good"},
    ("company", "town"): {"based in": r"\bseat\b|headquarters|based"},
    ("company", "company"): {"supplies": r"suppl|customer|goods|buys nothing|an offer"},
    ("person", "person"): {
        "taught": r"taught|teach|pupil|lessons|learned",
        "married to": r"married|marry|\bwed|husband|wife|divorced",
        "child of": r"\bson\b|daughter|father|mother|child",
    },
}
_OVER = re.compile(
    r"no longer|any more|never been named|gave up|stepped down|voted out|notice at|dismissed"
    r"|lost|for good|divorced|stopped"
)
_UNSO = re.compile(
    r"never|\bnot\b|is no customer|would|means to|[Ss]ome (?:say|think|claim)|People say"
    r"|turned down|refused|might|hopes|without success|declined|Rumour|thought|dreams|\bno\b|was to"
    r"|called off|whispered|take .+ for|used to wish|pretended|falsely|had meant|talked|plans"
    r"|Word has it|nothing"
)
_SECOND_FIRST = re.compile(
    r"is the (?:father|mother) of|has a (?:son|daughter)|whose (?:son|daughter) is|^\S+ \S+, the"
    r" (?:father|mother)|was a pupil of|who was a pupil|learned|took lessons|buys|a customer of"
    r"|became a customer|is supplied by|^#\d+# whom|would have liked"
)


@dataclass
class _Passage:
    sorts: dict[str, str]
    she: dict[str, bool]
    held: dict[tuple[str, str, str], int] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


def relations(prompt: str) -> Found:
    """What holds at the end of the passage of a prompt, read sentence by sentence."""
    passage = _Passage({}, {})
    for sort, label in (("person", "People"), ("company", "Companies"), ("town", "Towns")):
        (names,) = re.findall(rf"^{label}: (.*)\.$", prompt, re.MULTILINE)
        for name in names.split(", "):
            bare = name.split(" (")[0]
            passage.sorts[bare] = sort
            passage.she[bare] = name.endswith("(she)")
    (told,) = re.findall(r"^\[1\] .*$", prompt, re.MULTILINE)
    for number, text in re.findall(r"\[(\d+)\] (.*?)(?= \[\d+\] |$)", told):
        _read(passage, int(number), text)
    return frozenset((h, r, t, i) for (r, h, t), i in passage.held.items())


def _read(passage: _Passage, number: int, text: str) -> None:
    named = [name for name in passage.sorts if name in text]
    for word, sort in (("She", "person"), ("He", "person"), ("The company", "company")):
        if text.startswith(f"{word} "):
            text = _meant(passage, text, word, sort)
    if text.startswith("The town "):
        text = _meant(passage, text, "The town", "town")
    passage.last = [name for name in passage.sorts if name in text] or named
    if mistaken := re.match(r"Sentence (\d+) is mistaken: it (?:is|was) (.*)", text):
        passage.held = {k: i for k, i in passage.held.items() if i != int(mistaken[1])}
        right = re.sub(r", and not (?:in )?[^,]+, ", " ", mistaken[2])
        _statement(passage, number, right, sure=True)
        return
    for statement, sure in _statements(passage, text):
        _statement(passage, number, statement, sure=sure)


def _meant(passage: _Passage, text: str, word: str, sort: str) -> str:
    (name,) = (one for one in passage.last if passage.sorts[one] == sort)
    return name + text[len(word) :]


def _statements(passage: _Passage, text: str) -> Iterator[tuple[str, bool]]:
    """The main statement, and what a clause after its first name says."""
    first = min(passage.sorts, key=lambda name: text.find(name) if name in text else len(text))
    clause = re.match(
        rf"{re.escape(first)}, ((?:who|which|to whom|by whom|where|a |the ).*?),", text
    )
    if not clause:
        yield text, False
        return
    yield text.replace(f", {clause[1]},", "", 1), False
    yield f"{first} # {clause[1]}", True


def _statement(passage: _Passage, number: int, text: str, *, sure: bool) -> None:
    named = sorted((text.find(name), name) for name in passage.sorts if name in text)
    if len(named) != 2:
        return
    (_, one), (_, other) = named
    pair = passage.sorts[one], passage.sorts[other]
    turned = pair not in _WORDS
    words = _WORDS[pair[::-1] if turned else pair]
    relation = next((name for name, told in words.items() if re.search(told, text)), None)
    if relation is None:
        return
    head, tail = (other, one) if turned else (one, other)
    if pair[0] == pair[1] and _second_first(text, one):
        head, tail = tail, head
    if relation == "married to":
        head, tail = sorted((head, tail))
    key = (relation, head, tail)
    if not sure and _OVER.search(text) and key in passage.held:
        del passage.held[key]
    elif sure or not (_UNSO.search(text) or _OVER.search(text)):
        _begin(passage, key, number)


def _second_first(text: str, one: str) -> bool:
    """Whether the first that is named is the second of a relation between two of a sort."""
    if text.startswith(f"{one} # "):
        clause = text.split(" # ")[1]
        # “whose father is …” and “a daughter of …” say whose child the first is.
        return bool(
            re.match(
                r"whose (?:son|daughter)|the (?:father|mother) of|whom|who was a pupil"
                r"|which is supplied by|a customer of",
                clause,
            )
        )
    return bool(_SECOND_FIRST.search(text))


def _begin(passage: _Passage, key: tuple[str, str, str], number: int) -> None:
    relation, head, tail = key
    for one in list(passage.held):
        if one[0] != relation:
            continue
        same_head = one[1] == head and relation in ("runs", "works for", "lives in", "based in")
        same_tail = one[2] == tail and relation in ("runs", "owns")
        if same_head or same_tail:
            del passage.held[one]
    passage.held[key] = number
