"""The text that a reply gives as an input: letters, digits and separators, nothing else."""

import re

from tasksynth.answers import Unreadable, plain
from tasksynth_code.judging.blocks import read_block

LONGEST = 120
"""Characters of a text."""
_TEXT = re.compile(r"[a-z0-9:;/-]+")
_ARRAY = re.compile(r"(?:\w+\s*=\s*)?\[([^\[\]]*)\]")
_BESIDE = re.compile(r"^\d{1,3}[.)]\s+|\s+(?:#|//|->|\u2192).*")
"""A number before a text, and a remark after it: a text has no space."""
_QUOTES = "*`$ \t\r\n\u200b\ufeff'\""


def text_in(reply: str) -> str:
    """The text of the final answer, with or without quotes around it.

    Raises:
        Unreadable: if there is none, it is too long, or has other characters.
    """
    return read_block(reply.lstrip("\u200b\ufeff"), _text)


def texts_in(reply: str, most: int) -> tuple[str, ...]:
    """The texts of the final answer, one a line, with or without quotes around each.

    Raises:
        Unreadable: if there are none, more than `most`, or one of them is too long or has other
            characters.
    """

    def read(block: str) -> tuple[str, ...]:
        if len(block) > 2 * most * LONGEST:
            raise Unreadable(f"want up to {most} texts, got {len(block):,} characters")
        if array := _ARRAY.fullmatch(block.strip()):
            block = array[1].replace(",", "\n")
        lines = (_BESIDE.sub("", line.strip()).removesuffix(",") for line in block.split("\n"))
        texts = tuple(dict.fromkeys(_text(line) for line in lines if line.strip(_QUOTES)))
        if not 0 < len(texts) <= most:
            raise Unreadable(f"want 1 to {most} different texts, one a line, got {len(texts)}")
        return texts

    return read_block(reply.lstrip("\u200b\ufeff"), read)


def _text(text: str) -> str:
    if len(text) > 10 * LONGEST:
        raise Unreadable(f"want at most {LONGEST} characters, got {len(text):,}")
    for bare in (text, plain(text)):
        bare = bare.strip(_QUOTES).removesuffix(".").strip(_QUOTES)
        if _TEXT.fullmatch(bare) and len(bare) <= LONGEST:
            return bare
    raise Unreadable(
        f"want up to {LONGEST} of a to z, 0 to 9, and : ; / -, in one line, got {text[:40]!r}"
    )
