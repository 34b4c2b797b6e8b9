"""Markdown's quotes as plain text, comments and what is struck out as nothing: a reply as seen."""

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"[ ]{0,3}>(?!=)[ \t]?")
_FENCE = re.compile(r"[ \t]{0,8}(`{3,}+|~{3,}+)")
_LEADS_IN = ("#", "**", "__", "---", "***")
_DEEPEST = 4
"""Quotes within quotes; what is quoted deeper is nobody's answer."""
_OPENING = re.compile(r"<!--|^[ \t]{0,8}(?:`{3,}+|~{3,}+)", re.MULTILINE)
_FENCE_LINE = re.compile(r"^[ \t]{0,8}(?:`{3,}+|~{3,}+)", re.MULTILINE)
STRUCK = re.compile(r"(?<![\w~])~~(?=[^\s~])[^~]{1,2000}(?<=\S)~~(?![\w~])")
"""What is struck out. In LaTeX `~~` is a space, and words stand around it."""


def unquoted(text: str) -> str:
    """The text without the `>` before the lines of block quotes.

    A quote begins the text, or follows a blank line, a heading or a line that ends in a colon:
    elsewhere, as in a query or in code, `>` is a sign.
    """
    if ">" not in text or ("\n>" not in text and not _QUOTED.match(text) and "\n >" not in text):
        return text
    return "\n".join(_unquoted(text.split("\n"), _DEEPEST))


def _unquoted(lines: Sequence[str], deepest: int) -> list[str]:
    out: list[str] = []
    quote: list[str] = []
    fence = ""
    may_begin = True
    for number, line in enumerate(lines):
        mark = None if fence else _QUOTED.match(line)
        if mark and (quote or may_begin):
            quote.append(line[mark.end() :])
            continue
        if quote:
            said = any(map(str.strip, quote))  # else `>` alone is a sign, as in a query
            inner = quote if said else lines[number - len(quote) : number]
            out += _unquoted(inner, deepest - 1) if deepest > 1 and said else inner
            quote = []
        fence = _fence_after(line, fence)
        line_said = line.strip(" \t\r*_")
        may_begin = not line_said or line_said.endswith((":", "\uff1a")) or _is_heading(line)
        out.append(line)
    return out + (_unquoted(quote, deepest - 1) if deepest > 1 else quote)


def _is_heading(line: str) -> bool:
    line = line.strip()
    return line.startswith(_LEADS_IN) or (line[:1] == "<" and line[-1:] == ">")


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after a line: its marks, or nothing."""
    mark = _FENCE.match(line)
    if mark is None:
        return fence
    if not fence:
        return mark[1]
    closes = mark[1].startswith(fence) and not line[mark.end() :].strip()
    return "" if closes else fence


def without_comments(text: str) -> str:
    """The text without `<!-- … -->`, but for those in code fences and those that never end."""
    if "<!--" not in text:
        return text
    kept: list[str] = []
    at = start = 0
    while opening := _OPENING.search(text, at):
        comment = opening[0] == "<!--"
        close = "-->" if comment else opening[0].strip()
        end = text.find(close, opening.end())
        if end < 0:
            break
        at = end + len(close)
        if comment:
            kept.append(text[start : opening.start()])
            start = at
    return "".join(kept) + text[start:]


def without_struck(text: str) -> str:
    """The text without `~~…~~`, but for that in code fences."""
    if "~~" not in text:
        return text
    kept: list[str] = []
    start = 0
    while opening := _FENCE_LINE.search(text, start):
        end = text.find(opening[0].strip(), opening.end())
        end = len(text) if end < 0 else end + len(opening[0].strip())
        kept += [STRUCK.sub(" ", text[start : opening.start()]), text[opening.start() : end]]
        start = end
    return "".join(kept) + STRUCK.sub(" ", text[start:])
