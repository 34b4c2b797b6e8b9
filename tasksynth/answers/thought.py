"""Take the thought out of a reply, and the marks that a chat template leaves in it."""

import re

OPENING = "<think>\n"
"""What chat templates of thinking models prefill: a reply then begins within the thought."""

_NAMES = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad"
_THOUGHT = re.compile(
    rf"<(?P<close>/?)(?:seed:)?(?:{_NAMES})(?:\s[^<>]{{0,80}})?>"
    r"|\u25c1(?P<kimi>/?)think\u25b7|\[(?P<mistral>/?)THINK\]",
    re.IGNORECASE,
)
_FINAL_CHANNEL = "<|channel|>final<|message|>"
_CHANNEL = "<|channel|>"
_TURN_END = re.compile(
    r"<\|(?:im_end|endoftext|eot_id|eom_id|end|return|end_of_text|user|im_start)\|>"
    r"|<\uff5cend\u2581of\u2581sentence\uff5c>|<end_of_turn>"
)
_TURN_START = re.compile(
    r"\s*(?:<\|im_start\|>\s*assistant|<\|start_header_id\|>assistant<\|end_header_id\|>"
    r"|<start_of_turn>model|<\|assistant\|>|<\|begin_of_text\|>|<s>)\s*"
)
_LAST_MARK = re.compile(r"(?:</s>|<eos>|<pad>|\[/?INST\]|<\|[a-z_]{1,30}\|>)\Z")
_LONGEST_MARK = 40


def restored(reply: str) -> str:
    """A reply whose chat template prefilled the opening of the thought, with that opening.

    A reply that opens its thought itself comes back as it is.
    """
    begins = _THOUGHT.match(reply.lstrip())
    return reply if begins and not _closes(begins) else OPENING + reply


def after_thinking(text: str) -> str:
    """The part of a reply that is not thought; empty when the thought never ended.

    A closing tag without an opening one ends a thought that began with the reply, because
    templates prefill the opening; what the last opening tag begins and nothing ends is thought to
    the end. Once a thought has ended, a further closing tag is a stray mark, and an opening one
    within a line is a mention.
    """
    if "<" not in text and "[" not in text and "\u25c1" not in text:
        return text.rstrip()
    text = _without_marks(text)
    kept: list[str] = []
    at, opened, ended = 0, False, False
    for tag in _THOUGHT.finditer(text):
        if _is_mentioned(text, tag):
            continue
        if _closes(tag):
            if opened:
                opened = False
            elif ended:
                kept.append(text[at : tag.start()])  # a stray mark
            else:
                kept.clear()
            at, ended = tag.end(), True
        elif not opened and (not ended or _begins_a_line(text, tag.start(), at)):
            kept.append(text[at : tag.start()])
            opened = True
    return "".join(kept) if opened else "".join(kept) + text[at:]


def _is_mentioned(text: str, tag: re.Match[str]) -> bool:
    """Does it stand in `code`? Between two fences it does not."""
    before = text[max(0, tag.start() - 3) : tag.start()]
    return before[-1:] == text[tag.end() : tag.end() + 1] == "`" and before != "```"


def _closes(tag: re.Match[str]) -> bool:
    return bool(tag["close"] or tag["kimi"] or tag["mistral"])


def _begins_a_line(text: str, at: int, since: int) -> bool:
    return not text[max(since, at - 200) : at].rpartition("\n")[2].strip()


def _without_marks(text: str) -> str:
    """The reply's own turn, without the special tokens around it."""
    if _CHANNEL in text:
        start = text.rfind(_FINAL_CHANNEL)
        if start < 0:
            return ""
        text = text[start + len(_FINAL_CHANNEL) :]
    if start_mark := _TURN_START.match(text):
        text = text[start_mark.end() :]
    if turn_end := _TURN_END.search(text):
        text = text[: turn_end.start()]
    end = len(text.rstrip())
    while mark := _LAST_MARK.search(text, max(0, end - _LONGEST_MARK), end):
        end = mark.start()
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]
