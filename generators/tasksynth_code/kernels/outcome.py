"""What becomes of a program: right or not on hidden inputs, and what it costs."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from tasksynth.rng import Dice
from tasksynth_code.kernels.case import ArrayNeed, KernelCase, KernelChoices
from tasksynth_code.kernels.choosing import KINDS
from tasksynth_code.kernels.host import run
from tasksynth_code.kernels.maps import TOP
from tasksynth_code.kernels.memory import DeviceArray, rubbish
from tasksynth_code.kernels.reading import KernelProgram, KernelRefused, program_from

SLACK = 1.25
"""How many times the best program's cost another one may cost for the full reward."""
SMALL = 7
"""Inputs that must be right, beside one of full size whose cost counts."""
WORK = 250_000
"""What one run may take: six times what our dearest program does, and two seconds at the worst."""
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
_STYLES = ((-TOP, TOP), (1, TOP), (-TOP, -1), (-1, 1))


@dataclass(frozen=True)
class KernelTask:
    """A kind with its choices, and the programs that the reward lies between."""

    kind: str
    choices: KernelChoices
    slow: str
    fast: str


@dataclass(frozen=True)
class KernelOutcome:
    """0 as the slow program, 1 as the fast one, on a scale of logarithms."""

    right: float
    speed: float
    why: str = ""
    cost: int = 0
    """Of a right program."""


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


def small_inputs(dice: Dice, case: KernelCase, most: tuple[int, ...]) -> list[KernelInput]:
    """Inputs of all sorts of sizes, of which the first has one of each."""
    known = [[size for size in _SIZES if size <= top] for top in most]
    drawn = [[1] * len(most)]
    for i in range(SMALL - 1):
        some = (
            dice.of(sizes) if dice.below(3) else dice.between(1, top)
            for sizes, top in zip(known, most, strict=True)
        )
        drawn.append([*some])
        if i == 0:
            drawn[-1][dice.below(len(most))] = 1
    return [_input(dice, case, sizes, i) for i, sizes in enumerate(drawn)]


def full_input(dice: Dice, case: KernelCase, most: tuple[int, ...]) -> KernelInput:
    """An input of nearly the largest sizes, which no block divides."""
    sizes = [dice.between(top - top // 16, top) for top in most]
    return _input(dice, case, [size - (size % 16 == 0 and size > 1) for size in sizes], 0)


def _input(dice: Dice, case: KernelCase, sizes: list[int], style: int) -> KernelInput:
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


def tried(program: KernelProgram, case: KernelCase, one: KernelInput) -> tuple[str, int]:
    """What is wrong with a program on an input, if anything, and its cost."""
    arguments = arguments_of(case, one)
    try:
        cost = run(program, arguments, WORK)
    except KernelRefused as e:
        return str(e), 0
    out = arguments["out"]
    why = wrong_place(case, one, out.data.reshape(out.shape, order=case.out.order))
    return why, 0 if why else cost


def arguments_of(case: KernelCase, one: KernelInput) -> dict[str, DeviceArray]:
    """What `solve` is called with, in order; the output holds rubbish."""
    shape = shape_of(case.out, one.sizes)
    data = rubbish(case.out.dtype, math.prod(shape))
    arguments = {"out": DeviceArray("out", data, shape, order=case.out.order)}
    for need in case.inputs:
        flat = one.given[need.name].ravel(order=need.order)
        sizes = one.given[need.name].shape
        arguments[need.name] = DeviceArray(need.name, flat, sizes, order=need.order, fixed=True)
    return arguments


def wrong_place(case: KernelCase, one: KernelInput, out: np.ndarray) -> str:
    """The first element that is not what it should be, if there is one."""
    found = out.astype(np.float64)
    off = np.abs(found - one.wanted)
    bad = ~(off <= case.absolute + case.relative * np.abs(one.wanted))
    if not bad.any():
        return ""
    place = tuple(int(i[0]) for i in np.nonzero(bad))
    said = ", ".join(f"{name} = {size}" for name, size in one.sizes.items() if size > 1)
    got, want = float(found[place]), float(one.wanted[place])
    return f"out[{', '.join(map(str, place))}] is {got:g}, not {want:g} ({said or 'size 1'})"


@lru_cache(maxsize=64)
def known(kind: str, choices: KernelChoices) -> tuple[KernelCase, KernelInput]:
    """A task's case, and its input of full size."""
    case = KINDS[kind].build(choices)
    return case, full_input(dice_of(kind, choices.model_dump_json()), case, choices.sizes)


def post_shows(kind: str, choices: KernelChoices) -> bool:
    """Whether each step that is done to results changes some, and leaves half of their values."""
    _, full = known(kind, choices)
    results = []
    for steps in range(len(choices.post) + 1):
        some = choices.model_copy(update={"post": choices.post[:steps]})
        results.append(KINDS[kind].build(some).compute(full.given))
    changes = all(not np.array_equal(a, b) for a, b in pairwise(results))
    before, after = (len(np.unique(one)) for one in (results[0], results[-1]))
    return changes and 2 * after >= before


@lru_cache(maxsize=256)
def cost_of(text: str, kind: str, choices: KernelChoices) -> int:
    """What one of our programs costs on the input of full size."""
    case, full = known(kind, choices)
    why, cost = tried(program_from(text), case, full)
    if why:
        raise ValueError(f"a reference is wrong, {why}: {text}")
    return cost


def hidden_inputs(text: str, kind: str, choices: KernelChoices) -> list[KernelInput]:
    """What a program is run on: small ones that hang on its own text, and last the full one."""
    case, full = known(kind, choices)
    dice = dice_of(text, kind, choices.model_dump_json())
    return [*small_inputs(dice, case, choices.sizes), full]


@lru_cache(maxsize=64)
def outcome_of(text: str, task: KernelTask) -> KernelOutcome:
    """Run a program on small inputs that hang on its own text, and on the task's full ones."""
    case, _ = known(task.kind, task.choices)
    try:
        program = program_from(text)
    except KernelRefused as e:
        return KernelOutcome(0.0, 0.0, str(e))
    cost = 0
    for one in hidden_inputs(text, task.kind, task.choices):
        why, cost = tried(program, case, one)
        if why:
            return KernelOutcome(0.0, 0.0, why)
    slow, fast = (cost_of(one, task.kind, task.choices) for one in (task.slow, task.fast))
    speed = math.log(slow / cost) / math.log(slow / (SLACK * fast))
    said = f"it costs {cost:,}; the full reward takes {int(SLACK * fast):,}"
    return KernelOutcome(1.0, min(1.0, max(0.0, speed)), said, cost)
