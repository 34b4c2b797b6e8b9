"""Take the thought out of a reply, and the marks that a chat template leaves in it."""

import re

from tasksynth.answers.quotes import unquoted, without_comments, without_struck

OPENING = "<think>\n"
"""What chat templates of thinking models prefill: a reply then begins within the thought."""

_NAMES = (
    "think|thinking|thought|thoughts|reasoning|reflection|scratch_?pad|analysis|antthinking"
    "|(?:thought|thinking|reasoning)_process|inner_?monologue|chain_of_thought|rationale"
)
_THOUGHT = re.compile(
    rf"<(?P<close>/?)(?:seed:)?(?:{_NAMES})(?:\s[^<>]{{0,80}})?>"
    r"|\u25c1(?P<kimi>/?)think\u25b7|\[(?P<mistral>/?)THINK\]"
    r"|<\|(?:begin|(?P<token>end))_of_thought\|>",
    re.IGNORECASE,
)
_CHANNEL = "<|channel|>"
_FINALS = (f"{_CHANNEL}final<|message|>", "<|begin_of_solution|>", "[BEGIN FINAL RESPONSE]")
"""What templates set before what is said at last: all before it is thought."""
_FINAL_END = re.compile(r"<\|end_of_solution\|>|\[END FINAL RESPONSE\]")
_TURN_END = re.compile(
    r"<\|(?:im_end|endoftext|eot_id|eom_id|end|return|end_of_text|user|im_start)\|>"
    r"|<\uff5cend\u2581of\u2581sentence\uff5c>|<end_of_turn>"
)
_TURN_START = re.compile(
    r"\s*(?:<\|im_start\|>\s*assistant|<\|start_header_id\|>assistant<\|end_header_id\|>"
    r"|<start_of_turn>model|<\|assistant\|>|<\uff5cAssistant\uff5c>|<\|begin_of_text\|>|<s>"
    r"|\[/INST\]|Assistant:)\s*"
)
_LAST_MARK = re.compile(
    r"(?:</s>|<eos>|<pad>|\[(?:/?INST|EOS|END)\]|<\|\w{1,30}\|>|<\uff5c[^<>\n]{1,40}\uff5c>)\Z"
)
_LONGEST_MARK = 45


def restored(reply: str, *, prefilled: bool = True, stop: str = "") -> str:
    """A reply with what its surroundings kept from it, where it has not got it itself.

    That is the opening of a thought that the chat template prefilled, and the stop string at which
    a server ended the reply and which it left out, `</answer>` for one.
    """
    if stop and not reply.rstrip().endswith(stop):
        reply += stop
    if not prefilled:
        return reply
    begins = _THOUGHT.match(reply.lstrip())
    return reply if begins and not _closes(begins) else OPENING + reply


def after_thinking(text: str) -> str:
    """The part of a reply that is not thought; empty when the thought never ended.

    A closing tag without an opening one ends a thought that began with the reply, because
    templates prefill the opening; what the last opening tag begins and nothing ends is thought to
    the end. Once a thought has ended, a further closing tag is a stray mark, and an opening one
    within a line is a mention. Of what is left, HTML comments are gone, for nobody sees them, and
    so is what is struck out, and the marks of Markdown's quotes.
    """
    text = without_struck(unquoted(text))
    if "<" not in text and "[" not in text and "\u25c1" not in text:
        return _begun(text).rstrip()
    return without_comments(_without_thought(_without_marks(text)))


def _without_thought(text: str) -> str:
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
    return bool(tag["close"] or tag["kimi"] or tag["mistral"] or tag["token"])


def _begins_a_line(text: str, at: int, since: int) -> bool:
    return not text[max(since, at - 200) : at].rpartition("\n")[2].strip()


def _begun(text: str) -> str:
    """The text without the mark that begins a turn."""
    mark = _TURN_START.match(text)
    return text[mark.end() :] if mark else text


def _without_marks(text: str) -> str:
    """The reply's own turn, without the special tokens around it."""
    begins = max((at + len(mark) for mark in _FINALS if (at := text.rfind(mark)) >= 0), default=0)
    if not begins and _CHANNEL in text:
        return ""
    text = text[begins:]
    if begins and (final_end := _FINAL_END.search(text)):
        text = text[: final_end.start()]
    text = _begun(text)
    if turn_end := _TURN_END.search(text):
        text = text[: turn_end.start()]
    end = len(text.rstrip())
    while mark := _LAST_MARK.search(text, max(0, end - _LONGEST_MARK), end):
        end = mark.start()
        while end and text[end - 1].isspace():
            end -= 1
    return text[:end]
