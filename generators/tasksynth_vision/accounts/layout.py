"""Read a whole caption: its lines, lists, headings and tables, sentence by sentence."""

import re

from tasksynth.answers import Unreadable, after_thinking, form_of, normalized, read_final
from tasksynth.answers.final import WITHDRAWN
from tasksynth_vision.accounts.phrases import tokens_of
from tasksynth_vision.accounts.records import lines_told
from tasksynth_vision.accounts.sentences import Account, SentenceReader, UnderHeading
from tasksynth_vision.accounts.words import ADJECTIVES, Token, sorts

_ITEM = re.compile(
    r"(?P<indent>[ \t>]*)(?P<mark>(?:[-*+\u2022\u2013]|\(?\d{1,2}[.)])[ \t]+)?(?P<text>.*)"
)
_END = re.compile(r"[.!](?=\s|$|[*_\"')])|\u3002|(?<=\?)(?=\s)|,? (?:while|whereas|but) ")
_BUT = re.compile(
    r"\b(all|every|everything|nothing|none)((?: (?!is |are |was |were )[a-z]{1,12}){0,3}) but\b"
)
"""What excepts something: `all stars but the red one`."""
_DENIED = re.compile(
    r"\bnone of (?:the following|this|these|that|it|what)\b|\b(?:following|above|below|this|"
    r"caption|description|statements?|sentences?|claims?) (?:\w{1,20} ){0,3}(?:false|wrong|untrue|"
    r"incorrect|not true|not so|made up|invented)\b",
    re.IGNORECASE,
)
_DRESS = re.compile(r"\*\*|__|`|[*_](?=\w)|(?<=\w)[*_]|~~[^~\n]{0,400}~~|^#+ |\"|\u201c|\u201d")
_HEADING = re.compile(r"(?:\*\*[^*]+\*\*:?|__[^_]+__:?|#+ .*|.*:(?:\*\*)?)\s*")


def caption_in(reply: str) -> str:
    """The caption of a reply: between tags or after `Answer:`, or all of it.

    Raises:
        Unreadable: if there is none, or it is taken back.
    """
    text = after_thinking(reply)
    stripped = text.strip()
    if form_of(text) not in (None, "fence") or stripped.startswith("{"):
        return read_final(reply, _whole, asked="tag")
    for line in ("\n" + text).splitlines(keepends=True):
        if WITHDRAWN.match(f" {line}") or WITHDRAWN.match(f"\n{line}"):
            raise Unreadable(f"{line.strip()[:40]!r} takes it back")
    return _whole(text)


def _whole(text: str) -> str:
    if not text.strip():
        raise Unreadable("there is no caption")
    if denial := _DENIED.search(text):
        raise Unreadable(f"{denial[0][:40]!r} denies it")
    return text


def read_caption(text: str) -> Account:
    """What a caption speaks of."""
    account = Account()
    settings: list[tuple[int, UnderHeading]] = []
    blank = listing = False
    text = normalized(text).replace("\r\n", "\n")
    for line in lines_told(text):
        found = _ITEM.match(line) if line.strip() else None
        if found is None or not found["text"].strip():
            blank = True
            continue
        item = found["mark"] is not None
        account.block += not (item and listing)
        listing = item
        depth = len(found["indent"].expandtabs(2)) + 1 if item or not blank else 0
        raw = found["text"]
        heading = len(raw) < 200 and bool(_HEADING.fullmatch(raw) or (not item and _is_place(raw)))
        if not item and (blank or heading):
            depth = 0
        while settings and settings[-1][0] >= depth and (item or blank or heading):
            settings.pop()
        setting = settings[-1][1] if settings else UnderHeading()
        said = _BUT.sub(r"\1\2 except", _DRESS.sub("", raw).lower())
        if not item and re.match(r"#+ ", line.strip()):
            setting = UnderHeading()
        said += ":" if heading else ""
        left = setting
        for sentence in _END.split(said):
            tokens = _completed(tokens_of(sentence), setting)
            left = SentenceReader(tokens, account, setting).read()
        if heading:
            settings.append((depth, left))
        blank = False
    return account


def _is_place(text: str) -> bool:
    """Whether a line names a place, and nothing else: what comes below is there."""
    return sorts(tokens_of(text.lower())) == {"place"}


def _completed(tokens: list[Token], setting: UnderHeading) -> list[Token]:
    """What is said below the name of a shape: `Large, red`, with what it is said of."""
    looks = [at for at, token in enumerate(tokens) if token.sort in ADJECTIVES]
    if not looks or sorts(tokens) - {*ADJECTIVES, "comma", "and", "place", "open", "close"}:
        return tokens
    if setting.alone:
        return [Token("it"), Token("be"), *tokens]
    if setting.group is None or "kind" not in setting.group.facts:
        return tokens
    like = [tokens[at] for at in looks]
    return [*like, Token("number", "1"), *tokens[looks[-1] + 1 :]]
