"""What becomes of a program: right or not on hidden inputs, and what it costs."""

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from tasksynth_code.kernels.case import KernelCase, KernelChoices
from tasksynth_code.kernels.choosing import KINDS
from tasksynth_code.kernels.further import further_inputs
from tasksynth_code.kernels.host import run
from tasksynth_code.kernels.inputs import (
    KernelInput,
    dice_of,
    full_input,
    large_inputs,
    shape_of,
    sized_inputs,
    small_inputs,
)
from tasksynth_code.kernels.memory import DeviceArray, rubbish
from tasksynth_code.kernels.reading import KernelProgram, KernelRefused, program_from

SLACK = 1.25
"""How many times the best program's cost another one may cost for the full reward."""
WORK = 250_000
"""What one run may take: six times what our dearest program does, and two seconds at the worst."""


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


def tried(
    program: KernelProgram,
    case: KernelCase,
    one: KernelInput,
    salt: int = 0,
    read: dict[str, np.ndarray] | None = None,
) -> tuple[str, int]:
    """What is wrong with a program on an input, if anything, and its cost.

    `read` is told which elements of the inputs it read, if it is given.
    """
    arguments = arguments_of(case, one, salt)
    marks = {need.name: np.zeros(one.given[need.name].size, dtype=bool) for need in case.inputs}
    for name, some in marks.items() if read is not None else ():
        arguments[name].read = some
    try:
        cost = run(program, arguments, WORK, salt)
    except KernelRefused as e:
        return str(e), 0
    if read is not None:
        read |= {
            need.name: marks[need.name].reshape(one.given[need.name].shape, order=need.order)
            for need in case.inputs
        }
    out = arguments["out"]
    why = wrong_place(case, one, out.data.reshape(out.shape, order=case.out.order))
    return why, 0 if why else cost


def arguments_of(case: KernelCase, one: KernelInput, salt: int = 0) -> dict[str, DeviceArray]:
    """What `solve` is called with, in order; the output holds rubbish."""
    shape = shape_of(case.out, one.sizes)
    data = rubbish(case.out.dtype, math.prod(shape), salt)
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
    return case, full_input(dice_of(kind, choices.model_dump_json()), case, choices)


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


def hangs_on_inputs(kind: str, choices: KernelChoices) -> bool:
    """Whether another input of full size has other results: not if all there are are constants."""
    case, full = known(kind, choices)
    dice = dice_of("another", kind, choices.model_dump_json())
    others = large_inputs(dice, case, choices, full)
    return any(not np.array_equal(one.wanted, full.wanted) for one in others)


@lru_cache(maxsize=256)
def cost_of(text: str, kind: str, choices: KernelChoices) -> int:
    """What one of our programs costs on the input of full size."""
    case, full = known(kind, choices)
    why, cost = tried(program_from(text), case, full)
    if why:
        raise ValueError(f"a reference is wrong, {why}: {text}")
    return cost


def hidden_inputs(text: str, kind: str, choices: KernelChoices) -> list[KernelInput]:
    """What a program is run on first that leaves nothing out; the last one's cost counts."""
    case, full = known(kind, choices)
    dice = dice_of(text, kind, choices.model_dump_json())
    first = [*small_inputs(dice, case, choices), *large_inputs(dice, case, choices, full)]
    return [*first, *sized_inputs(dice, case, choices), full]


@lru_cache(maxsize=64)
def outcome_of(text: str, task: KernelTask) -> KernelOutcome:
    """Run a program on the task's full input, and on others that hang on its own text.

    What is to be paid is run on inputs of many more sizes.
    """
    case, full = known(task.kind, task.choices)
    try:
        program = program_from(text)
    except KernelRefused as e:
        return KernelOutcome(0.0, 0.0, str(e))
    dice = dice_of(text, task.kind, task.choices.model_dump_json())
    salt, read = 2 * dice.below(2**30), dict[str, np.ndarray]()
    for i, one in enumerate(small_inputs(dice, case, task.choices)):
        why, _ = tried(program, case, one, salt + i)
        if why:
            return KernelOutcome(0.0, 0.0, why)
    why, cost = tried(program, case, full, salt, read)
    unread = {name: ~some for name, some in read.items()}
    for i, one in enumerate([] if why else large_inputs(dice, case, task.choices, full, unread)):
        why = why or tried(program, case, one, salt + i)[0]
    if why:
        return KernelOutcome(0.0, 0.0, why)
    slow, fast = (cost_of(one, task.kind, task.choices) for one in (task.slow, task.fast))
    speed = math.log(slow / cost) / math.log(slow / (SLACK * fast))
    sized = sized_inputs(dice, case, task.choices)
    more = chain(sized, further_inputs(dice, case, task.choices, text))
    for i, one in enumerate(more if speed > 0 else []):
        why, _ = tried(program, case, one, salt + i)
        if why:
            return KernelOutcome(0.0, 0.0, why)
    said = f"it costs {cost:,}; the full reward takes {int(SLACK * fast):,}"
    return KernelOutcome(1.0, min(1.0, max(0.0, speed)), said, cost)
