"""Say conditions in words, and what the words mean."""

import re

from tasksynth_text.instructions.conditions import Condition
from tasksynth_text.instructions.kinds import KINDS
from tasksynth_text.instructions.texts import Layout

_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
_ONE = re.compile(r"\b1 (words|sentences|paragraphs|lines|times|commas|characters)\b")
_OPENINGS = (
    "Write a text that fulfils all of these conditions:",
    "Write a short text. All of these conditions have to hold:",
    "Compose a text, about whatever you like, that meets each of these conditions:",
)
_MEANING = {
    "paragraphs": "Paragraphs are set apart by empty lines; other line breaks count as spaces. A "
    "sentence ends with . or ! or ? before white space (a closing quotation mark or bracket may "
    "come between), or with its paragraph.",
    "lines": "The text is written in lines, as a poem is; lines without a word do not count. A "
    "sentence ends with . or ! or ? before white space (a closing quotation mark or bracket may "
    "come between), or with its line.",
}
_WORDS = (
    "A word is what white space or a long dash sets apart, without the punctuation around it: "
    "“well-known” is one word. Where a word is named, exactly this form is meant, in capital or "
    "small letters."
)


def tell(layout: Layout, conditions: tuple[Condition, ...], wording: int) -> str:
    """The prompt."""
    lines = [
        f"{i}. {said(condition, layout, wording >> i)}" for i, condition in enumerate(conditions, 1)
    ]
    listed = "\n".join(lines)
    return (
        f"{_OPENINGS[wording % len(_OPENINGS)]}\n\n{listed}\n\n{_MEANING[layout]} {_WORDS}\n"
        "Write the text, and nothing else, between <answer> and </answer>."
    )


def said(condition: Condition, layout: Layout, wording: int) -> str:
    """A condition in words."""
    tells = KINDS[condition.kind].tells
    numbers = (*condition.numbers, 0, 0, 0)
    words = (*condition.words, "", "")
    text = tells[wording % len(tells)].format(
        a=numbers[0],
        b=numbers[1],
        tha=_ordinal(numbers[0]),
        thb=_ordinal(numbers[1]),
        w=words[0],
        W=words[0].upper(),
        v=words[1],
        numbers=", ".join(map(str, condition.numbers)),
        list=_listed(condition.words),
        block=layout[:-1],
        blocks=layout,
    )
    text = text.replace("exactly 1 times", "exactly once")
    return _ONE.sub(lambda found: f"1 {found[1][:-1]}", text)


def _ordinal(number: int) -> str:
    if 0 < number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 % 10 != 1 else 0, "th")
    return f"{number}{ending}"


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"“{word}”" for word in words]
    return ", ".join(quoted[:-1]) + " and " + quoted[-1] if len(quoted) > 1 else "".join(quoted)
