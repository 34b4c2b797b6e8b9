"""The one rule: which part of a reply is its final answer, and what it says."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Literal, TypeVar

from tasksynth.answers import marks
from tasksynth.answers.listed import boxed_items, members
from tasksynth.answers.marks import Mark
from tasksynth.answers.thought import after_thinking

Form = Literal["boxed", "tag", "line", "fence"]
r"""How a prompt may ask for the answer: in `\boxed{…}`, between `<answer>` and `</answer>`, after
`Answer:`, in a code fence."""

T = TypeVar("T")

_FINDERS: dict[Form, Callable[[str], list[Mark]]] = {
    "boxed": marks.boxes,
    "tag": marks.tags,
    "line": marks.lines,
    "fence": marks.fences,
}
_EXPLICIT = (marks.boxes, marks.tags, marks.lines, marks.keys)
_FAINT = (marks.sentences, marks.fences, marks.blocks, marks.hashes)
_HEAD, _TAIL = 30, 90
"""Paragraphs or lines of a reply, at its beginning and at its end, that may be a bare answer."""
_NESTED = 4
"""Marks within marks, `<answer>\\boxed{…}</answer>`, that are looked through."""
_ASKED: dict[Form, re.Pattern[str]] = {
    "boxed": re.compile(r"\\boxed"),
    "tag": re.compile(r"<answer>"),
    "line": re.compile(r"[\"'`\u201c\u2018*]Answer:"),
    "fence": re.compile(r"(?:code|fenced|```\w*`?) ?(?:block|fence)"),
}
_OR = re.compile(
    r"(?:\b(?:or|oder|ou|alternatively|otherwise)(?: (?:else|maybe|perhaps|possibly|alternatively|"
    r"also|even))?|\u0438\u043b\u0438|\u6216\u8005?)[\W_]{0,12}\Z",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(
    r"[ \t$*_`.,?)\]]{0,9}\(?(?:or|oder|ou|\u0438\u043b\u0438|\u6216\u8005?)(?![^\W_])"
    r"(?! (?:equivalently|rather|in |as |simply))|[\s,]{0,5}[\"'](?:alternativ|other)",
    re.IGNORECASE,
)
_UNSURE = (
    r"i(?: am|['\u2019]m) (?:not (?:so |quite |really |fully |entirely |completely )?"
    r"(?:sure|certain)|unsure)[\W_]{1,4}(?:(?:and|but|so|or)[\W_]{1,3})?(?:(?:perhaps|maybe|possibly)"
    r"(?! (?:there|you|i|we)\b)|it (?:could|might|may)(?: (?:also|instead|well))? be(?! that\b))"
)
_RATHER = re.compile(
    rf"[\W_]{{1,20}}(?:(?:(?:but|though|however|or)[\W_]{{1,3}})?{_UNSURE}|(?:but|though|however|or)"
    r"[\W_]{1,3}(?:(?:perhaps|maybe|possibly)\b[^.!?\n]{1,80}\binstead"
    r"|it (?:could|might|may) (?:also|equally|instead|just as well) be(?! \w+(?:ed|en|wn|ne)\b)))"
    r"(?![^\W_])",
    re.IGNORECASE,
)
"""What offers another answer in doubt: "But I am not sure, perhaps 8 instead." """
_CANDIDATES = re.compile(
    r"[\s*_`$]{1,6}(?:are|were) (?:(?:both|all|just|only|equally) ){0,2}"
    r"(?:candidates|possible|plausible|possibilities|options|alternatives|guesses)(?![^\W_])",
    re.IGNORECASE,
)
"""What makes of several marks no more than candidates."""
_REJECTED = re.compile(
    r"[ \t$*_`.,)\]]{0,9}(?:(?:is|was) (?:wrong|incorrect|invalid|not (?:correct|right|valid))"
    r"|fails?(?! (?:no|none|nothing))|(?:does not|doesn't) (?:work|hold|satisfy)"
    r"|(?:cannot|can't) be)(?![^\W_])",
    re.IGNORECASE,
)
_NOT_SO = r"(?:wrong|incorrect|invalid|a mistake|not (?:correct|right|valid))(?! to\b)"
_ELSE = r"(?! (?:no|none|nothing|otherwise|for (?:every|any|all|each)|under|in every)\b)"
"""What does not take an answer back: it fails no test, it fails for every other."""
WITHDRAWN = re.compile(
    r"[\W_]{1,20}(?:(?:no|wait|hmm+|hold on|actually|oops|sorry|but|oh|however|hang on|on second "
    r"thought)[\W_]{1,6}){0,4}"
    r"(?:(?:(?:this|that|the|my)(?: (?:answer|solution|result|one|plan|query|grid|assignment|above|"
    r"svg|drawing|picture|caption|description)){0,2}|it|which)(?: above)? ?"
    rf"(?:(?:is|was|'s|\u2019s|seems|looks)(?: (?:also|clearly|actually|still))? {_NOT_SO}"
    rf"|(?:is|was)(?:n't|n\u2019t) (?:correct|right|valid)|(?:fails?|violates?){_ELSE}"
    r"|(?:does not|doesn['\u2019]t|cannot|can['\u2019]t) "
    r"(?:work|hold|satisfy|be (?:right|correct)))"
    r"|i (?:have )?(?:made|think i made) an? (?:mistake|error)"
    r"|(?:please )?(?:ignore|disregard) (?:this|that|the|my) "
    r"(?:answer|svg|drawing|picture|caption|description|one|above)(?: above)?"
    r"|(?:(?:is|was) )?(?:wrong|incorrect)[.!])(?![^\W_])",
    re.IGNORECASE,
)
"""What takes an answer back, right after it."""
_DENIED = re.compile(
    r"(?:(?:\bnot|n't|\bnever|\bcannot|\bnicht|\bpas)\b"
    r"(?: (?:be|the|my|a|an|final|correct|answer|is))*|!=|\u2260|\\neq?)"
    r"[^\w\n]{0,8}\Z",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"[\W_]*(?:or|no(?=[,.!;])|alternatively|otherwise|another|else|instead|wait|actually|hmm|correction|sorry|"
    r"unless|oder|ou|\u0438\u043b\u0438|\u6216\u8005?)(?![^\W_])",
    re.IGNORECASE,
)
_SECOND_THOUGHT = re.compile(
    r"[\W_]*(?:no(?=[,.!;])|wait|actually|hmm+|correction|sorry)(?![^\W_])", re.IGNORECASE
)
_OR_NEXT = re.compile(
    r"[\W_]*(?:or|oder|ou|\u0438\u043b\u0438|\u6216\u8005?)(?![^\W_])", re.IGNORECASE
)
_WHOLE = re.compile(r"\S.*\S|\S", re.DOTALL)
_PARAGRAPH = re.compile(r"[^\s][^\n]*(?:\n[ \t\r]*[^\s][^\n]*)*")
_LINE = re.compile(r"[^\s][^\n]*")
_LINE_END = re.compile(r"\n(?=[^\n])")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_SENTENCE_END = re.compile(r"(?<=[^\s.])[.;!](?=\s+[A-Z\"'(*])|\u3002|\s[\u2013\u2014]\s")


class Unreadable(ValueError):
    """The answer is in none of the accepted forms; the message says what was wanted."""


class _DeniedError(Unreadable):
    def __init__(self, end: int) -> None:
        super().__init__("what is marked as the answer is denied")
        self.end = end


def final_answer(text: str, *, end: str = "\n", asked: Form | None = None) -> str | None:
    r"""The final answer by the package's rule; None when the reply holds no answer at all.

    `asked` is the form that the prompt asks for. `end` is where the text after `Answer:` stops:
    `"\n\n"` reads an answer of several lines.
    """
    text = after_thinking(text)
    if not text.strip():
        return None
    try:
        places = _locate(text, asked)
    except Unreadable:
        return None
    content = places[0].content.strip()
    return content.partition(end)[0].strip() if places[0].open_ended else content


def read_final(reply: str, read: Callable[[str], T], *, asked: Form | None = None) -> T:
    """What a family's reader makes of the final answer.

    The reader gets the marked text and raises Unreadable where that is no answer. Where the end of
    an answer is not marked, as after `Answer:`, it gets all that follows, then the paragraph, the
    line and the sentence, until one can be read; what then follows may be talk, but neither offer
    an alternative nor be readable as another answer.

    Raises:
        Unreadable: if there is no final answer, it cannot be read, or is contradicted.
    """
    text = after_thinking(reply)
    fault = Unreadable("there is no final answer")
    if not text.strip():
        raise fault
    if asked is None and (alone := _alone(text, read)):
        return alone[0]
    for place in _locate(text, asked):
        for extent, talk in _extents(place):
            try:
                value = _read(extent, read)
            except Unreadable as e:
                fault = e
                continue
            if place.open_ended and _takes_back(extent):
                raise Unreadable(f"{extent[:40]!r} is taken back")
            if _contradicts(talk, value, read):
                raise Unreadable(f"{extent[:40]!r} is followed by another answer, {talk[:40]!r}")
            return value
    if items := boxed_items(text):  # a box for each item of a list
        for item in items:
            check_meant(text, item, alone=item is items[0])
        return read(", ".join(item.content for item in items))
    raise fault


def _read(extent: str, read: Callable[[str], T]) -> T:
    """What a text says, or else the list that is all that an object in it holds."""
    try:
        return read(extent)
    except Unreadable:
        for said in members(extent):
            with suppress(Unreadable):
                return read(said)
        raise


def asked_form(prompt: str) -> Form | None:
    """The form that a prompt asks for, by the last one that it names; None if it names none."""
    last: dict[int, Form] = {}
    for form, pattern in _ASKED.items():
        for match in pattern.finditer(prompt):
            last[match.start()] = form
    return last[max(last)] if last else None


def form_of(reply: str) -> Form | None:
    """The form that a reply gives its answer in; None for a bare one."""
    for form, find in _FINDERS.items():
        if find(after_thinking(reply)):
            return form
    return None


def _alone(text: str, read: Callable[[str], T]) -> list[T]:
    """The answer that a bare reply is, or that a paragraph or a line of its own gives.

    Raises:
        Unreadable: if several of them give different ones.
    """
    with suppress(_DeniedError):
        if _last(text, None) is None:
            return _of_its_own(text, read)
    return []


def _of_its_own(text: str, read: Callable[[str], T]) -> list[T]:
    for pattern in (_WHOLE, _PARAGRAPH, _LINE):
        pieces = list(pattern.finditer(text))
        found: list[T] = []
        joined = False
        for piece in (*pieces[:_HEAD], *pieces[_HEAD:][-_TAIL:]):
            with suppress(Unreadable):
                value = read(piece[0].strip())
                if value not in found and not _is_taken_back(text, piece.end()):
                    found.append(value)
                    joined = joined or bool(_OR_NEXT.match(text, piece.end()))
        if len(found) > 1 or joined:
            raise Unreadable("the reply gives different answers")
        if found:
            return found
    return []


def _is_taken_back(text: str, end: int) -> bool:
    """Whether what comes next takes back what ends there."""
    return bool(WITHDRAWN.match(text, end) or _SECOND_THOUGHT.match(text, end))


def _locate(text: str, asked: Form | None) -> list[Mark]:
    """The mark that holds the answer, or what to try in turn: fainter ones, the whole text."""
    try:
        found = _marked(text, asked)
    except _DeniedError as denied:
        if after := _marked(text[denied.end :], asked):
            return after  # "…fails. So the answer is …"
        raise
    explicit = found and _last(text, asked)
    return found if explicit else [*found, Mark(0, len(text), text)]


def _marked(text: str, asked: Form | None) -> list[Mark]:
    explicit = _last(text, asked)
    faint = () if explicit or marks.is_object(text) else _FAINT
    found = [explicit] if explicit else marks.outermost([find(text) for find in faint])[::-1]
    return [_innermost(mark, asked) for mark in found]


def _innermost(mark: Mark, asked: Form | None) -> Mark:
    """See through marks within the mark: `<answer>\\boxed{…}</answer>`, a fence after `Answer:`."""
    for _ in range(_NESTED):
        within = _begin(mark.content) if mark.open_ended else mark.content
        inner = _last(within, asked)
        if inner is None and (fenced := marks.fences(within)):
            inner = fenced[-1]
        if inner is None:
            break
        if mark.open_ended and _OR.search(within[max(0, inner.start - 60) : inner.start]):
            raise Unreadable("two answers are offered, joined by an 'or'")
        mark = inner
    return mark


def _last(text: str, asked: Form | None) -> Mark | None:
    """The last mark of the form asked for; without any, of the other explicit forms.

    A JSON object says by a key of its own what the answer is: its strings are looked through only
    then, and what it quotes is no answer.
    """
    finders = (marks.keys,) if marks.is_object(text) else _EXPLICIT
    found = _FINDERS[asked](text) if asked and finders is _EXPLICIT else []
    found = found or marks.outermost([find(text) for find in finders])
    if not found:
        return None
    check_meant(text, found[-1], alone=len(found) == 1)
    return found[-1]


def check_meant(text: str, mark: Mark, *, alone: bool = False) -> None:
    """Whether what is said around a mark leaves it the answer; `alone` if no mark is before it.

    Raises:
        Unreadable: if it is denied, taken back, or one of several.
    """
    before = text[max(0, mark.start - 60) : mark.start]
    if not alone and _OR.search(before):
        raise Unreadable("two answers are offered, joined by an 'or'")
    if not mark.open_ended:
        several = not alone and _CANDIDATES.match(text, mark.end)
        if several or _OR_ELSE.match(text, mark.end) or _RATHER.match(text, mark.end):
            raise Unreadable("an alternative is offered beside the answer")
        end = mark.end - text[: mark.end].endswith("\n")  # a fence takes the line's end along
        if _REJECTED.match(text, mark.end) or WITHDRAWN.match(text, end):
            raise _DeniedError(mark.end)
    if _DENIED.search(before):
        raise _DeniedError(mark.end)


def _begin(content: str) -> str:
    """The line that goes on after a mark; where it says nothing or "as follows:", a paragraph."""
    line = content.partition("\n")[0].strip(" \t\r*_`")
    return _first_lines(content)[0] if not line or line.endswith((":", "\uff1a")) else line


def _extents(mark: Mark) -> Iterator[tuple[str, str]]:
    """Where an answer may end, from the longest on, each with the talk after it."""
    content = mark.content.strip()
    yield content, ""
    if not mark.open_ended:
        for said in marks.sentences(content)[-1:]:  # <answer>The answer is 5.</answer>
            yield said.content.strip(), ""
        return
    seen = {content}
    lead, _, rest = content.partition("\n")
    if rest.strip() and lead.rstrip(" *_`").endswith((":", "\uff1a")):  # "So:"
        content = rest.strip()
    for extent in _first_lines(content):
        for text in (extent, _sentence(extent)):
            if text and text not in seen:
                seen.add(text)
                yield text, content[len(text) :]


def _first_lines(content: str) -> tuple[str, str]:
    """The first paragraph, a fence being one; and the first line."""
    content = content.strip()
    line = content.partition("\n")[0].strip()
    if content.startswith(("```", "~~~")) and (fences := marks.fences(content)):
        return content[: fences[0].end], line
    return _BLANK_LINE.split(content, maxsplit=1)[0], line


def _sentence(text: str) -> str:
    end = _SENTENCE_END.search(text)
    return text[: end.start()] if end else ""


def _takes_back(extent: str) -> bool:
    """Whether a later line of what a reader made an answer of takes it back."""
    return any(WITHDRAWN.match(extent, line.start()) for line in _LINE_END.finditer(extent))


def _contradicts(talk: str, value: T, read: Callable[[str], T]) -> bool:
    talk = talk.lstrip(" .;!\t\r\n*_`$)\u3002")
    if not talk:
        return False
    if _HEDGE.match(talk) or WITHDRAWN.match(f" {talk}") or _RATHER.match(f" {talk}"):
        return True
    for line in islice(talk.splitlines(), 1):
        try:
            return read(line) != value
        except Unreadable:
            return False
    return False
