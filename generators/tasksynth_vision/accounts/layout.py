"""Read a whole caption: its lines, lists, headings and tables, sentence by sentence."""

import json
import re

from tasksynth.answers import Unreadable, after_thinking, form_of, normalized, read_final
from tasksynth.answers.final import WITHDRAWN
from tasksynth_vision.accounts.phrases import tokens_of
from tasksynth_vision.accounts.sentences import Account, SentenceReader, UnderHeading

_ITEM = re.compile(
    r"(?P<indent>[ \t>]*)(?P<mark>(?:[-*+\u2022\u2013]|\(?\d{1,2}[.)])[ \t]+)?(?P<text>.*)"
)
_END = re.compile(
    r"[.!](?=\s|$|[*_\"')])|\u3002|(?<=\?)(?=\s)|,? (?:while|whereas|(?<!all )(?<!thing )but) "
)
_DENIED = re.compile(
    r"\bnone of (?:the following|this|these|that|it|what)\b|\b(?:following|above|below|this|"
    r"caption|description|statements?|sentences?|claims?) (?:\w{1,20} ){0,3}(?:false|wrong|untrue|"
    r"incorrect|not true|not so|made up|invented)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s|:-]+")
_DRESS = re.compile(r"\*\*|__|`|[*_](?=\w)|(?<=\w)[*_]|~~[^~\n]{0,400}~~|^#+ |\"|\u201c|\u201d")
_INDEX = frozenset(
    ["#", "no", "no.", "nr", "nr.", "id", "index", "item", "object #", "shape #", ""]
)
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
    for line in _rows_told((_of_json(text) or text).split("\n")):
        found = _ITEM.match(line) if line.strip() else None
        if found is None or not found["text"].strip():
            blank = True
            continue
        item = found["mark"] is not None
        account.block += not (item and listing)
        listing = item
        depth = len(found["indent"].expandtabs(2)) + 1 if item or not blank else 0
        raw = found["text"]
        heading = bool(_HEADING.fullmatch(raw)) and len(raw) < 200
        if not item and (blank or heading):
            depth = 0
        while settings and settings[-1][0] >= depth and (item or blank or heading):
            settings.pop()
        setting = settings[-1][1] if settings else UnderHeading()
        said = _DRESS.sub("", raw).lower()
        if not item and re.match(r"#+ ", line.strip()):
            setting = UnderHeading()
        said += ":" if heading else ""
        left = setting
        for sentence in _END.split(said):
            left = SentenceReader(tokens_of(sentence), account, setting).read()
        if heading:
            settings.append((depth, left))
        blank = False
    return account


def _of_json(text: str) -> str:
    """The objects of a text that is JSON, a line each; "" where it is none."""
    bare = text.strip()
    if bare.startswith("```") and bare.endswith("```"):
        bare = bare[3:-3].removeprefix("json").strip()
    if bare[:1] not in ("{", "["):
        return ""
    try:
        value = json.loads(bare)
    except (ValueError, RecursionError):
        return ""
    lines = []
    todo = [value]
    while todo:
        one = todo.pop(0)
        inner = (
            one if isinstance(one, list) else list(one.values()) if isinstance(one, dict) else []
        )
        if inner and isinstance(one, dict) and all(isinstance(v, str | int) for v in inner):
            names, cells = [key.lower() for key in one], [str(v) for v in inner]
            lines.append("- " + _in_order(names, cells))
        else:
            todo = [*inner, *todo] if inner else todo
            lines += [f"- {one}"] if isinstance(one, str) else []
    return "\n".join(lines)


def _rows_told(lines: list[str]) -> list[str]:
    """The lines, with each row of a table as one that says what is in its cells."""
    out: list[str] = []
    header: list[str] | None = None
    for line in lines:
        if line.count("|") < 2:
            header = None
            out.append(line)
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if _RULE.fullmatch(line):
            continue
        if header is None:
            header = [cell.strip(" *").lower() for cell in cells]
            out.append("")
            continue
        out.append("- " + _in_order(header, cells))
    return out


def _in_order(header: list[str], cells: list[str]) -> str:
    """A row in the order of a phrase: how many, what they are like, their shape, their place."""

    def rank(name: str) -> int:
        if re.search(r"count|number|quantity|how many|amount", name):
            return 0
        if re.search(r"shape|kind|object|thing|type", name):
            return 2
        return 3 if re.search(r"place|position|location|quarter|where|region|quadrant", name) else 1

    named = [(rank(name), cell) for name, cell in zip(header, cells, strict=False)
             if name not in _INDEX]  # fmt: skip
    return " ".join(cell for _, cell in sorted(named, key=lambda pair: pair[0]))
