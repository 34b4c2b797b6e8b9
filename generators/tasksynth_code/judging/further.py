"""Further inputs of a hidden suite, made when an answer is judged.

The suite that a task carries tells its program from mutants, which are mistakes of writing. A
mistake of meaning, such as a running maximum that begins at 0, may show on one input in fifty. So
an answer is also run on small inputs, at which programs turn, on large ones, and on many that are
drawn by the program's own chance. They hang on the task alone: a verdict is always the same.
"""

import hashlib
from functools import lru_cache

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.judging.edges import large_inputs, small_inputs
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.task import KnownCall, known_calls, turns_of
from tasksynth_code.patterns import Kind
from tasksynth_code.suites.grow import text_of
from tasksynth_code.suites.running import ticking

DRAWN = 400
"""Inputs that are drawn."""
SMALL = 80
"""Small inputs, at most; of more, every so many-th."""


@lru_cache(maxsize=64)
def further_calls(program: str, source: Kind) -> tuple[KnownCall, ...]:
    """Calls of a right program, each once: small inputs, large ones, drawn ones."""
    tree = ticking(program)
    digest = hashlib.sha256(program.encode()).digest()
    dice = Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))
    turns = turns_of(tree)
    small = [text_of(arguments) for arguments in small_inputs(source, turns)]
    small = small[:: -(-len(small) // SMALL)]
    large = [text_of(arguments) for arguments in large_inputs(source)]
    drawn = [text_of(FORMS[source].draw(dice, turns)) for _ in range(DRAWN)]
    return known_calls(tree, [*small, *large, *drawn])
