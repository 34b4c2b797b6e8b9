"""Judging an answer in two lots: what is right on the first is run on many more inputs.

Most wrong answers fail on the suite or on the first further inputs. What is left may be wrong on
one input in a thousand, and be paid: so a last lot is run on for each reward, and for no other.
"""

import hashlib
from functools import lru_cache

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.judging.edges import turning_days
from tasksynth_code.judging.further import further_calls
from tasksynth_code.judging.running import RunOutcome, judged
from tasksynth_code.judging.seldom import seldom_calls
from tasksynth_code.judging.wide import wide_inputs
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall, known_calls, turns_of
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import ticking

MANY = 3_000
"""Inputs of the last lot that are drawn by chance."""
PROMISED = 500
"""Inputs for which an answer has its two seconds."""


def outcome_on(
    answer: str,
    right: str,
    source: Kind,
    hidden: tuple[KnownCall, ...],
    share: float = 1.0,
) -> RunOutcome:
    """How an answer does on a suite, on further inputs, and on the last lot if it comes so far.

    Args:
        answer: A program.
        right: The program that is right.
        source: The form of the input.
        hidden: The suite.
        share: Of the time that an answer has, so much.
    """
    first = judged(answer, hidden + further_calls(right, source), share)
    if not first.right:
        return first
    last = last_calls(right, source)
    return judged(answer, last, share * len(last) / PROMISED)


@lru_cache(maxsize=16)
def last_calls(program: str, source: Kind) -> tuple[KnownCall, ...]:
    """Calls on which a right program does what it seldom does, many by chance, and wide ones."""
    tree = ticking(program)
    digest = hashlib.sha256(b"last" + program.encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    turns, draw = turns_of(tree), FORMS[source].draw
    texts = [text_of(arguments) for arguments in turning_days(turns) if source == "dates"]
    texts += [text_of(draw(dice, turns)) for _ in range(MANY)]
    texts += [text_of(arguments) for arguments in wide_inputs(dice, source)]
    return (*seldom_calls(program, source), *known_calls(tree, texts))
