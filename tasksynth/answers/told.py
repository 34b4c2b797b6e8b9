"""An answer that is an argument of a call, and so has no form that a prompt asks for."""

from tasksynth.answers.final import final_answer
from tasksynth.answers.typeset import plain

ROUND = " .“”\"'`"
"""What may stand around an answer and means nothing."""


def undressed(said: str) -> str:
    r"""An answer without its dress: `**7**`, `\boxed{7}` and "The answer is 7." are 7.

    What is denied or taken back is no answer, and gives "".
    """
    return " ".join(plain(final_answer(said) or "").split()).strip(ROUND)
