r"""Find the final answer in a model's reply. Every domain reads answers through this module.

The rules, in order: what an unfinished or finished `<think>` holds is never read; the last
`\boxed{…}` wins; then the last `<answer>…</answer>`; then the text after the last `Answer:` on
its line; then, if none of these is there, the whole text. One pass, linear in the length.
"""

import re

_MARKER = re.compile(r"(?<![a-z])answer\*{0,2} {0,4}(?:is\b *:?|[:=])\*{0,2}", re.IGNORECASE)
_BOX = re.compile(r"\\(?:boxed|fbox)\s*\{")
_BRACE = re.compile(r"[{}]")
_WRAPPED = re.compile(r"\\(?:text|mathrm|mathbf|mathtt|texttt|textbf|operatorname)\s*\{([^{}]*)\}")
_SPACING = re.compile(r"\\[ ,;:!]|\\q?quad|\\left|\\right|~")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"


def after_thinking(text: str) -> str:
    """The part of a reply that is not thinking; empty when the thinking never ended."""
    text = text[text.rfind("</think>") + len("</think>") :] if "</think>" in text else text
    return "" if "<think>" in text else text


def last_boxed(text: str) -> str | None:
    r"""What the last closed `\boxed{…}` holds, braces nested to any depth; None without one."""
    boxes = list(_BOX.finditer(text))
    end = len(text)
    for box in reversed(boxes):
        depth = 1
        for brace in _BRACE.finditer(text, box.end(), end):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                return text[box.end() : brace.start()]
        end = box.start()  # an unclosed box hides nothing before it
    return None


def final_answer(text: str, *, end: str = "\n") -> str | None:
    r"""The final answer by the rules above; None when the reply holds no answer at all.

    `end` is where the text after `Answer:` stops: `"\n\n"` reads an answer of several lines.
    """
    text = after_thinking(text)
    if (boxed := last_boxed(text)) is not None:
        return boxed.strip()
    close = text.rfind("</answer>")
    if close >= 0 and (start := text.rfind("<answer>", 0, close)) >= 0:
        return text[start + len("<answer>") : close].strip()
    if markers := list(_MARKER.finditer(text)):
        return text[markers[-1].end() :].strip().partition(end)[0].strip()
    return text.strip() or None


def plain(text: str) -> str:
    r"""Drop typesetting that changes nothing: `$`, `\text{…}`, quotes, spacing macros, `**`."""
    text = _SPACING.sub(" ", text.replace("$", " ").replace("**", " "))
    for _ in range(3):  # a level of nesting each; deeper typesetting is nobody's answer
        text = _WRAPPED.sub(r"\1", text)
    return text.translate(dict.fromkeys(map(ord, _QUOTES), " ")).strip()
