"""What programs are run on: inputs of all sizes, and such as tell on who leaves elements out."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.kernels.case import ArrayNeed, KernelCase, KernelChoices
from tasksynth_code.kernels.maps import TOP
from tasksynth_code.kernels.peaks import Arrays, PeakPlan, has_one_line, with_peaks

SMALL = 6
"""Inputs of all sizes that must be right."""
TRIES = 8
"""How often an element is sought that changes the result."""
_SIZES = (
    1,
    2,
    3,
    7,
    31,
    32,
    33,
    63,
    64,
    65,
    96,
    127,
    128,
    129,
    200,
    255,
    256,
    257,
    1000,
    1024,
    4097,
)
"""Sizes at which kernels turn."""
_FURTHER = (*_SIZES, 8, 9, 15, 16, 17, 95, 97, 512, 513, 2048)
ROUNDS = 2
"""How often each of them comes for what is to be paid."""
_STYLES = ((-TOP, TOP), (1, TOP), (-TOP, -1), (-1, 1))


@dataclass(frozen=True)
class KernelInput:
    """Arguments, and what is to come out."""

    sizes: Mapping[str, int]
    given: Mapping[str, np.ndarray]
    wanted: np.ndarray


def dice_of(*texts: str) -> Dice:
    """Dice that hang on texts."""
    digest = hashlib.sha256("\0".join(texts).encode()).digest()
    return Dice(np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big"))))


def small_inputs(dice: Dice, case: KernelCase, choices: KernelChoices) -> Iterator[KernelInput]:
    """Inputs of all sorts of sizes, of which the first has one of each.

    Each is drawn when it is wanted: most wrong programs are wrong on the first ones.
    """
    most = choices.sizes
    known = [[size for size in _SIZES if size <= top] for top in most]
    yield drawn_input(dice, case, [1] * len(most), 0)
    for i in range(1, SMALL):
        some = [
            dice.of(sizes) if dice.below(3) else dice.between(1, top)
            for sizes, top in zip(known, most, strict=True)
        ]
        if i == 1:
            some[dice.below(len(most))] = 1
        one = drawn_input(dice, case, some, i)
        yield one if i % 2 else peaked(dice, case, choices, one, i // 2 - 1)


def sized_inputs(dice: Dice, case: KernelCase, choices: KernelChoices) -> Iterator[KernelInput]:
    """Inputs with which each size at which kernels turn, and the largest, comes in each dimension.

    Who reckons with 31 threads where there are 32, or has one block too few, is wrong on some.
    """
    for _ in range(ROUNDS):
        for i, sizes in enumerate(sizes_drawn(dice, choices)):
            yield drawn_input(dice, case, sizes, i)


def sizes_drawn(dice: Dice, choices: KernelChoices) -> list[list[int]]:
    """All sizes of each dimension at which kernels turn, put together by chance."""
    columns = [[size for size in _FURTHER if size < top] + [top] for top in choices.sizes]
    for column in columns:
        dice.shuffle(column)
    return [[column[i % len(column)] for column in columns] for i in range(max(map(len, columns)))]


def full_input(dice: Dice, case: KernelCase, choices: KernelChoices) -> KernelInput:
    """An input of nearly the largest sizes, which no block divides.

    Its peaks are rare, so nobody comes upon them soon and may stop there.
    """
    sizes = [dice.between(top - top // 16, top) for top in choices.sizes]
    plain = drawn_input(dice, case, [size - (size % 16 == 0 and size > 1) for size in sizes], 0)
    return peaked(dice, case, choices, plain, dice.below(4), near=True)


def large_inputs(
    dice: Dice,
    case: KernelCase,
    choices: KernelChoices,
    full: KernelInput,
    unread: Arrays | None = None,
) -> list[KernelInput]:
    """Inputs of one full size with other results, where elements stand out that were not read.

    Who reads the same places whatever they hold, and not all that count, is wrong on them.
    """
    inputs = []
    turns = [0, dice.between(1, 3)] if has_one_line(case) else [dice.below(4)]
    left_out = any(some.any() for some in (unread or {}).values())
    if left_out and all(need.holds != "rows" for need in case.inputs):
        turns += [0, 1, 2, 3]
    for turn in turns:
        one = replace(drawn_input(dice, case, [*full.sizes.values()], 0), wanted=full.wanted)
        for need in case.inputs:
            if need.holds == "rows":  # even draws leave out a third
                one.given[need.name][dice.below(len(one.given[need.name]))] = full.sizes["m"] - 1
        inputs.append(peaked(dice, case, choices, one, turn, unread))
    return inputs


def peaked(
    dice: Dice,
    case: KernelCase,
    choices: KernelChoices,
    plain: KernelInput,
    turn: int,
    unread: Arrays | None = None,
    *,
    near: bool = False,
    alone: bool = False,
) -> KernelInput:
    """An input of the same sizes in which one element of most lines is beyond all others.

    The largest or the smallest, whichever change more results; these are not all as before, unless
    no such input is found, or peaks stand among equals.
    """
    best, found = plain, (False, -1)
    for attempt in range(TRIES):
        plan = PeakPlan(turn, bool(attempt % 2), unread, near, alone)
        given, without = with_peaks(dice, case, choices, plain.given, plan)
        wanted = case.compute(given)
        shows = int(np.count_nonzero(wanted != case.compute(without)))
        new = shows > 0 and (alone or not np.array_equal(wanted, plain.wanted))
        if (new, shows) > found:
            best, found = KernelInput(plain.sizes, given, wanted), (new, shows)
        if attempt and found[0]:
            break
    return best


def drawn_input(dice: Dice, case: KernelCase, sizes: list[int], style: int) -> KernelInput:
    """An input of these sizes, of all numbers, positive ones, negative ones, or small ones."""
    named = dict(zip("mnk", sizes, strict=False))
    given = {need.name: _array(dice, need, named, style) for need in case.inputs}
    return KernelInput(named, given, case.compute(given))


def _array(dice: Dice, need: ArrayNeed, sizes: Mapping[str, int], style: int) -> np.ndarray:
    shape = shape_of(need, sizes)
    count = math.prod(shape)
    words = np.random.PCG64(dice.word()).random_raw(count)
    if need.holds == "permutation":
        return np.argsort(words, kind="stable").astype(need.dtype)
    if need.holds == "rows":
        return (words % np.uint64(sizes["m"])).astype(need.dtype)
    low, high = _STYLES[style % len(_STYLES)]
    values = (words % np.uint64(high - low + 1)).astype(np.int64) + low
    return values.reshape(shape).astype(need.dtype)


def shape_of(need: ArrayNeed, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """The shape of an array, for sizes by their names."""
    return tuple(one if isinstance(one, int) else sizes[one] for one in need.dims)
