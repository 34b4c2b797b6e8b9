"""The words of a kernel task, and what a hasty reader makes of its program."""

import re
from collections.abc import Sequence

from tasksynth_code.kernels import traffic
from tasksynth_code.kernels.case import ArrayNeed, KernelCase, KernelChoices
from tasksynth_code.kernels.device import LOCAL_ELEMENTS, SHARED_BYTES
from tasksynth_code.kernels.maps import TOP
from tasksynth_code.kernels.outcome import SLACK

LANGUAGE = (
    "The program is Python as numba compiles it for CUDA. `solve` runs on the host: it reckons "
    "with the shapes of arrays, makes scratch arrays by `cuda.device_array(shape, dtype)`, and "
    "launches kernels by `kernel[blocks, threads](...)`, one after the other. Kernels are "
    "functions under `@cuda.jit`, and others under `@cuda.jit(device=True)` may be called from "
    "them. They have numbers, tuples, elements of arrays, `if`, `while`, `for … in range(…)`, "
    "`min`, `max`, `abs`, `int`, `float`, `float32(…)` and such, and of `math` sqrt, exp, log, "
    "sin, cos, tanh, floor, ceil, pow and fabs; of `cuda` they have threadIdx, blockIdx, blockDim, "
    "gridDim, grid, gridsize, laneid, warpsize, syncthreads, syncwarp, shared.array(shape, dtype), "
    "local.array(shape, dtype), atomic.add, .sub, .max and .min (of which the last two give "
    "nothing back), and shfl_sync, shfl_up_sync, shfl_down_sync and shfl_xor_sync with the mask "
    f"0xffffffff. A block has up to 1024 threads and {SHARED_BYTES // 1024} KiB of shared memory, "
    f"a thread up to {LOCAL_ELEMENTS} elements of its own. There is nothing else, so no slices, "
    "lists or other modules. Numbers have 64 bits until they are stored. Memory that nobody has "
    "written, `out` too, holds rubbish."
)
RULES = (
    "A program gets 0 if a result is wrong on any hidden input, of whatever sizes; if it reads or "
    "writes beyond an array, or writes to an input; if not all threads of a block that are not "
    "through come to a `syncthreads`; and for a race, even if the result is right: two threads "
    "touch one element of global or shared memory with no barrier between that both come to, and "
    "one of them writes (several may write the same value, or all use atomics). Threads of "
    "different blocks have no barrier but the end of the launch, and those of a warp none but "
    "`syncwarp` and `syncthreads`."
)
COST = (
    "The cost is counted by a model of a GPU, and is the same everywhere. A warp is 32 threads, "
    "in the order of x, then y, then z. For each warp of which a thread takes part, an operator, "
    f"comparison, branch, call or access to memory costs {traffic.INSTRUCTION}, a division `/` or "
    f"function of `math` {traffic.FUNCTION}, and a barrier {traffic.BARRIER}. An access to global "
    f"memory costs {traffic.SECTOR} more for each sector of {traffic.SECTOR_BYTES} bytes that the "
    f"warp touches (there is no cache), and one to shared memory {traffic.PASS} more for each "
    f"pass over its {traffic.BANKS} banks of {traffic.BANK_BYTES} bytes. An atomic operation "
    "counts as many sectors or passes more as there are further threads of the warp at one "
    f"address. Blocks are dealt to {traffic.PROCESSORS} processors in turn. A launch costs "
    f"{traffic.LAUNCH} and what the busiest processor does, but at least {traffic.WAIT} times what "
    "its dearest warp does."
)


def prompt(
    case: KernelCase, choices: KernelChoices, shown: Sequence[str], costs: Sequence[int]
) -> str:
    """The task in words."""
    arguments = [case.out, *case.inputs]
    names = ", ".join(one.name for one in arguments)
    inner = "\n".join(f"    {line}" for line in case.reference.split("\n"))
    head = f"def reference({', '.join(one.name for one in case.inputs)}):"
    exact = f"```\n{head}\n{inner}\n```"
    arrays = "\n".join(_array(one, choices) for one in arguments)
    full = int(SLACK * costs[-1])
    return (
        f"Write a program for a GPU in the manner of `numba.cuda`. Its function `solve({names})` "
        f"fills `out` and returns nothing.\n\n{arrays}\n\n{case.told[0].upper()}{case.told[1:]} "
        f"{_maps(choices)} `out` is to be what this function of numpy returns:\n\n{exact}\n\n"
        f"{_shown(shown, costs)}"
        f"{LANGUAGE}\n\n{RULES}\n\n{COST}\n\n"
        "What counts is the cost on a hidden input of nearly the largest sizes. For a "
        f"right program of cost b the reward is log({costs[-2]:,} / b) / log({costs[-2]:,} / "
        f"{full:,}), between 0 and 1: nothing for the cost of "
        f"{'the best one above' if shown else 'a plain one'}, all of it for {full:,}, which is "
        f"{SLACK:g} times that of one that we know.\n\n"
        "Reply with the whole program in one ```python code block; the last one that defines "
        "`solve` counts."
    )


def _maps(choices: KernelChoices) -> str:
    """What `f` is, and `g` if there is one."""
    also = " and `g` what those marked `# g` do" if choices.post else ""
    return f"`f` is what the lines marked `# f` do{also};"


def _array(need: ArrayNeed, choices: KernelChoices) -> str:
    most = dict(zip("mnk", choices.sizes, strict=False))
    dims = " by ".join(str(one) for one in need.dims)
    if len(need.dims) == 1:
        dims += " element" if need.dims == (1,) else " elements"
    bounds = ", ".join(f"{one} ≤ {most[one]:,}" for one in need.dims if isinstance(one, str))
    order = ""
    if len(need.dims) > 1:
        order = ", row-major" if need.order == "C" else ", column-major (Fortran order)"
    values = {
        "numbers": f"; whole numbers from -{TOP} to {TOP}",
        "rows": "; numbers of rows, below m",
        "permutation": "; the numbers from 0 to m - 1, each once",
    }[need.holds]
    values = "" if need.name == "out" else values
    return (
        f"- `{need.name}`: {need.dtype}, {dims}{order}{f' ({bounds})' if bounds else ''}{values}."
    )


def _shown(shown: Sequence[str], costs: Sequence[int]) -> str:
    if not shown:
        return ""
    if len(shown) == 1:
        return (
            f"This program is right, and costs {costs[0]:,}:\n\n```\n{shown[0].rstrip()}\n```\n\n"
        )
    texts = (
        f"Cost {cost:,}:\n\n```\n{text.rstrip()}\n```"
        for text, cost in zip(shown, costs, strict=False)
    )
    both = "\n\n".join(texts)
    return f"Programs that were tried before, all of them right, with their costs:\n\n{both}\n\n"


def cheap(text: str) -> dict[str, str]:
    """What is made of a program without much thought."""
    turned = re.sub(r"(\w+), (\w+) = cuda.grid\(2\)", r"\2, \1 = cuda.grid(2)", text)
    turned = re.sub(r"\[\((.+?// \d+), (.+? // \d+)\), \((\d+), (\d+)\)\]", _turned, turned)
    single, both = (_spread(one) for one in (text, turned))
    larger = re.sub(r"\+ (?:63|127)\) // (?:64|128), (?:64|128)\]", "+ 255) // 256, 256]", text)
    return {
        "as it is": text,
        "axes the other way": turned,
        "one after the other": single,
        "both of these": both,
        "larger blocks": larger,
    }


def _spread(text: str) -> str:
    """Pieces in which threads go in turns, or of one element."""
    step = "cuda.gridsize(1)" if "grid(1)" in text else "4"
    text = re.sub(r"range\((\w+) \* some, min\(.*, (.*)\)\)", rf"range(\1, \2, {step})", text)
    return re.sub(r"\b8\b", "1", text).replace("+ 7)", "+ 0)")


def _turned(launch: re.Match[str]) -> str:
    """The blocks of a launch whose two axes are exchanged; threads stay as they are."""
    first, second, wide, high = launch.groups()
    first, second = (_blocks(size, by) for size, by in ((second, wide), (first, high)))
    return f"[({first}, {second}), ({wide}, {high})]"


def _blocks(size: str, threads: str) -> str:
    return f"({size.rpartition(' + ')[0].removeprefix('(')} + {int(threads) - 1}) // {threads}"
