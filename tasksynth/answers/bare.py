r"""An answer for verifiers that compare texts as they stand, as many of other people's do.

Such a verifier takes `**42**`, `42.` and `\text{42}` for wrong answers. What is around an answer is
no part of it: its readings are what was written, and that without typesetting around it. Nothing
within an answer is touched, for `2**3` is no emphasis.
"""

from collections.abc import Callable, Iterator

from tasksynth.answers.final import final_answer
from tasksynth.answers.typeset import normalized, plain, without_wrappers
from tasksynth.errors import FamilyError

_AROUND = (
    ("**", "**"), ("__", "__"), ("`", "`"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"),
)  # fmt: skip
_TRAILING = ("**", "`")
"""What closes that was opened before the answer, as in `**Answer: 42**`; no answer ends so."""
_NESTED = 4
ROUND = " .“”\"'`"
"""What may stand around an answer and means nothing."""


def score_of(text: str, score: Callable[[str], float]) -> float:
    """What a reading of an answer scores that is right, or else the answer as it was written.

    Raises:
        FamilyError: if none is right, and judging the answer as it was written raised it.
    """
    outcomes: list[float | FamilyError] = []
    for reading in readings(text):
        try:
            outcome: float | FamilyError = score(reading)
        except FamilyError as e:
            outcome = e
        if not isinstance(outcome, FamilyError) and outcome >= 1:
            return outcome
        outcomes.append(outcome)
    if isinstance(outcomes[0], FamilyError):
        raise outcomes[0]
    return outcomes[0]


def readings(text: str) -> Iterator[str]:
    """The answer as it was written, then without what is around it; each text once.

    The full stop goes last, for a right answer may end in one.
    """
    seen = set()
    bare = unset(text)
    for one in (text, text.replace("\r\n", "\n"), bare, unset(bare.removesuffix("."))):
        if one not in seen:
            seen.add(one)
            yield one


def unset(text: str) -> str:
    r"""The text without emphasis, code marks, mathematics and `\text{…}` around all of it."""
    text = normalized(without_wrappers(text)).replace("\r\n", "\n").strip()
    for _ in range(_NESTED):  # a level each
        before = text
        for opening, closing in _AROUND:
            inner = text[len(opening) : -len(closing)]
            if text == f"{opening}{inner}{closing}" and opening not in inner:
                text = inner.strip()
        for mark in _TRAILING:
            text = text.removesuffix(mark).rstrip()
        if text == before:
            break
    return text


def undressed(said: str) -> str:
    r"""An argument of a call without its dress: `**7**`, `\boxed{7}` and "The answer is 7." are 7.

    What is denied or taken back is no answer, and gives "".
    """
    return " ".join(plain(final_answer(said) or "").split()).strip(ROUND)
