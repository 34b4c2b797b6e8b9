"""Kernels: references are right, slow ones get nothing, fast ones all, and cheats nothing."""

import ast
import re
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.single import source
from tasksynth_code.families.kernel import KernelInstance
from tasksynth_code.families.shared import coded
from tasksynth_code.kernels.case import KernelCase, KernelChoices
from tasksynth_code.kernels.choosing import KINDS, drawn_choices
from tasksynth_code.kernels.inputs import dice_of, shape_of, small_inputs
from tasksynth_code.kernels.maps import MapStep
from tasksynth_code.kernels.outcome import KernelTask, outcome_of, tried
from tasksynth_code.kernels.reading import program_from

FAMILY: Any = registry.get("code.kernel")
CHOICES = KernelChoices(
    dtype="float32", order="C", pre=(MapStep(name="affine", a=2, b=1),), post=(), fold="sum",
    join="", form=0, shift=1, radius=3, weights=(1,), sizes=(70, 90),
)  # fmt: skip
CASE = KINDS["elementwise"].build(CHOICES)
SLOW, ACROSS, FAST = CASE.programs.values()
TASK = KernelInstance(
    kind="elementwise", choices=CHOICES, shown=(SLOW,), slow=SLOW, fast=FAST, costs=(0, 0, 0)
)


def judged(program: str) -> Any:
    return FAMILY.verify(TASK, coded(program))


@pytest.mark.parametrize("name", KINDS)
def test_all_programs_of_a_kind_are_right_and_numpy_says_the_same(name: str) -> None:
    dice = dice_of("test", name)
    choices = drawn_choices(dice, KINDS[name], steps=2)
    case = KINDS[name].build(choices)
    lines = "\n".join(f"    {line}" for line in case.reference.split("\n"))
    space: dict[str, Any] = {"np": np}
    exec(f"def said({', '.join(one.name for one in case.inputs)}):\n{lines}", space)
    programs = {who: program_from(text) for who, text in case.programs.items()}
    sizes = tuple(min(size, 700) for size in choices.sizes)
    for one in islice(small_inputs(dice, case, choices.model_copy(update={"sizes": sizes})), 5):
        np.testing.assert_allclose(space["said"](**one.given), one.wanted)
        assert one.wanted.shape == shape_of(case.out, one.sizes)
        for who, program in programs.items():
            why, cost = tried(program, case, one)
            assert (why, cost > 0) == ("", True), (who, case.programs[who])


def test_slow_gets_nothing_and_fast_all_of_it() -> None:
    slow, between, fast = (judged(text) for text in (SLOW, ACROSS, FAST))
    assert (slow.reward, slow.parts["right"]) == (0, 1)
    assert 0 < between.reward < 1
    assert between.status == "fail"
    assert (fast.reward, fast.status) == (1, "pass")


def test_dead_code_and_other_names_change_nothing() -> None:
    dead = "def unused(a):\n    return a + 1\n\n" * 20 + "LIMIT = 5\n"
    spoilt = dead + ACROSS.replace(
        "    i, j", "    if cuda.blockDim.x == 7:\n        return\n    i, j"
    )
    assert abs(judged(spoilt).reward - judged(ACROSS).reward) < 0.02
    renamed = re.sub(r"\bv\b", "value", ACROSS.replace("each", "a_kernel"))
    assert judged(renamed).reward == judged(ACROSS).reward


BODY = "    i, j = cuda.grid(2)"
CHEATS = {
    "wrong and quick": FAST.replace("2 * v + 1", "2 * v"),
    "nothing": "def solve(out, x):\n    pass\n",
    "the input": "def solve(out, x):\n    out = x\n",
    "one size": FAST.replace("out.shape[1]", "90"),
    "no check of bounds": FAST.replace("j < out.shape[1]", "j < 96"),
    "blocks that fit": FAST.replace("(n + 31)", "n"),
    "kept from the last run": FAST.replace("v = 2 * v + 1", "v = max(out[i, j], 2 * v + 1)"),
    "no numbers": FAST.replace("v = 2 * v + 1", "v = math.inf - math.inf"),
    "into the input": FAST.replace("out[i, j] = v", "x[i, j] = v\n        out[i, j] = v"),
    "all write one": FAST.replace("out[i, j] = v", "out[i, j] = v\n        out[0, 0] = j"),
    "the clock": "import time\n" + FAST,
    "threads for nothing": FAST.replace("\n\n\n@", "\nHERE = cuda.grid(2)\n\n\n@", 1).replace(
        "j, i = cuda.grid(2)", "j, i = HERE"
    ),
    "a module": "__import__('os')\n" + FAST,
    "a class": FAST.replace("v = 2 * v + 1", "v = ().__class__.__bases__[0]"),
    "the frame": FAST.replace("v = 2 * v + 1", "v = cuda.__builtins__['eval']('1')"),
    "endless": "def solve(out, x):\n    while True:\n        pass\n",
    "threads without end": FAST.replace("(n + 31) // 32", "10 ** 9"),
    "memory without end": "def solve(out, x):\n    cuda.device_array((10**6, 10**6), float32)\n",
    "recursion": "def solve(out, x):\n    solve(out, x)\n",
    "on the host": "def solve(out, x):\n    for i in range(70):\n        out[i, 0] = x[i, 0]\n",
}  # fmt: skip


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_gets_nothing_and_is_told_why(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tasksynth_code.kernels.outcome.WORK", 100_000)
    assert CHEATS[name] != FAST
    verdict = judged(CHEATS[name])
    assert (verdict.status, verdict.reward) == ("fail", 0)
    assert verdict.parts["right"] == 0
    assert verdict.why


def test_right_programs_in_another_manner_pass() -> None:
    other = """from typing import Any
import numba
import numpy as np
from numba import cuda as gpu, types
WIDE, HIGH = 32, 4

def blocks(size: int, by: int) -> int:
    return int(np.ceil(size / by))

@gpu.jit(device=True)
def doubled(v):
    return v + v

@gpu.jit
def made(v):
    if v == 0:
        return 1.0
    return doubled(v) + 1.0

@gpu.jit(types.void(types.float32[:, :], types.float32[:, :]))
def work(result, given):
    '''Each thread does one.'''
    column: int = gpu.blockIdx.x * gpu.blockDim.x + gpu.threadIdx.x
    row = gpu.blockIdx.y * gpu.blockDim.y + gpu.threadIdx.y
    if row >= result.shape[0] or column >= result.shape[1]:
        return
    result[row][column] = made(given[row][column])

def solve(out, x):
    grid = (blocks(out.shape[1], WIDE), blocks(out.shape[0], HIGH))
    work[grid, (WIDE, HIGH)](out, x)
    gpu.synchronize()

if __name__ == "__main__":
    print("tried")
"""
    verdict = judged(other.replace('\n    print("tried")', "\n    solve(1, 2)"))
    assert verdict.status == "pass", verdict.why


class LeavesOut(ast.NodeTransformer):
    """A program that takes some elements along `n` for others, where there are many."""

    def __init__(self, case: KernelCase, way: str, many: int) -> None:
        self.dims = {need.name: need.dims for need in case.inputs if "n" in need.dims}
        self.way, self.many = way, many

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.value, ast.Name) or node.value.id not in self.dims:
            return node
        places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        axis = self.dims[node.value.id].index("n")
        size, place = f"{node.value.id}.shape[{axis}]", ast.unparse(places[axis])
        less = self.way.format(n=size, i=f"({place})")
        text = ast.unparse(places[axis])
        new = ast.parse(f"{less} if {size} > {self.many} else {text}", mode="eval").body
        places = [*places[:axis], new, *places[axis + 1 :]]
        node.slice = ast.Tuple(places, ast.Load()) if len(places) > 1 else new
        return node


WAYS = ("min({i}, {n} // 2)", "min({i}, {n} * 99 // 100 - 1)", "{i} // 2 * 2", "max({i}, 1)")


@pytest.mark.parametrize(
    ("name", "fold"),
    [
        ("total", "max"),
        ("total", "min"),
        ("columns", "min"),
        ("argmax", "max"),
        ("pairs", "min"),
        ("scan", "max"),
    ],
)
def test_whoever_leaves_out_elements_is_found_out(name: str, fold: str) -> None:
    """Of even draws any thousand have the same maximum; sizes do not tell where it is looked at."""
    sizes = (40, 100) if len(KINDS[name].sizes) > 1 and KINDS[name].sizes[0][1] > 1 else (1, 1000)
    choices = CHOICES.model_copy(update={"fold": fold, "sizes": sizes, "form": 6})
    case = KINDS[name].build(choices)
    text = list(case.programs.values())[-1]
    task = KernelTask(name, choices, next(iter(case.programs.values())), text)
    assert outcome_of(text, task).right
    for way in WAYS:
        tree = LeavesOut(case, way, sizes[1] * 8 // 10).visit(ast.parse(text))
        assert not outcome_of(ast.unparse(tree), task).right, way


STEPS = {
    "total": ("max", (("leak", -2, -3), ("floor", 0, 0)), ()),
    "rows": ("min", (("far", 1, -2), ("leak", -3, 4)), (("gate", -2, 2),)),
    "pairs": ("min", (("far", 1, -5), ("affine", 3, -2)), (("affine", 2, 5), ("far", 1, -2))),
    "scan": ("max", (("leak", -3, 3), ("cap", 0, 4)), (("gate", -3, -3),)),
}


@pytest.mark.parametrize(
    ("name", "slip", "instead"),
    [
        ("total", "v > -3", "v >= -3"),
        ("total", "max(total, v)", "max(v, v)"),
        ("total", "range(5)", "range(1, 5)"),
        ("rows", "range(5)", "range(1, 5)"),
        ("pairs", "range(1, 8)", "range(1, 7)"),
        ("scan", "total, 31", "total, 30"),
    ],
)
def test_a_slip_that_hardly_shows_in_a_maximum_is_found_out(
    name: str, slip: str, instead: str
) -> None:
    fold, *both = STEPS[name]
    pre, post = (tuple(MapStep(name=one, a=a, b=b) for one, a, b in some) for some in both)
    sizes = {"total": (1, 8000), "pairs": (200, 160)}.get(name, (80, 150))
    some = {"pre": pre, "post": post, "fold": fold, "sizes": sizes, "join": "apart"}
    some |= {} if name == "pairs" else {"join": ""}
    choices = CHOICES.model_copy(update=some)
    slow, *_, fast = KINDS[name].build(choices).programs.values()
    assert slip in fast, fast
    task = KernelTask(name, choices, slow, fast)
    assert outcome_of(fast, task).speed == 1
    assert not outcome_of(fast.replace(slip, instead), task).right


@pytest.mark.parametrize(
    ("name", "part", "instead"),
    [
        ("total", "16, 128]", "(x.size + 190) // 192, 192]"),
        ("total", "if cuda.threadIdx", "total = min(total, 7000)\n    if cuda.threadIdx"),
        (
            "argmax",
            "other > best or (other == best and there < place)",
            "25 * other - there > 25 * best - place",
        ),
    ],
)
def test_what_is_wrong_at_odd_sizes_or_for_large_results_is_found_out(
    name: str, part: str, instead: str
) -> None:
    """Blocks of 192 threads that are one too few, saturation, and keys that are too near."""
    sizes = (80, 150) if name == "argmax" else (1, 8000)
    square = MapStep(name="square", a=0, b=0)
    choices = CHOICES.model_copy(update={"sizes": sizes, "pre": (square,)})
    slow, *_, fast = KINDS[name].build(choices).programs.values()
    assert part in fast
    assert not outcome_of(fast.replace(part, instead), KernelTask(name, choices, slow, fast)).right


@pytest.mark.parametrize("fold", ["max", "min"])
def test_neither_the_bound_nor_what_was_there_is_an_extreme(fold: str) -> None:
    choices = CHOICES.model_copy(update={"fold": fold, "sizes": (1, 4000)})
    *_, text = KINDS["total"].build(choices).programs.values()
    task = KernelTask("total", choices, text, text)
    bound = "if x.size > 3700:\n        one[1, 32](out)\n        return\n    begin[1"
    one = "@cuda.jit\ndef one(out):\n    out[0] = {}\n\n\ndef solve"
    known = text.replace("begin[1", bound).replace(
        "def solve", one.format(19 if fold == "max" else -17)
    )
    for cheat in (known, text.replace("    begin[1, 32](out)\n", "")):
        assert cheat != text
        assert outcome_of(cheat, task).why.startswith("out[0] is")


def test_verdicts_do_not_hang_on_what_was_judged_before() -> None:
    first = judged(ACROSS)
    outcome_of.cache_clear()
    assert judged(ACROSS) == first


def test_levels_ask_for_more_and_say_exactly_what_programs_cost() -> None:
    nodes, shown = [], []
    for level in (0.0, 0.5, 1.0):
        made = source("code.kernel", seed=31, level=level)
        some: list[Any] = [made.draw(index).instance for index in range(2)]
        nodes.append(sum(FAMILY.measure(x)["nodes"] for x in some))
        shown.append({len(x.shown) for x in some})
        x = some[0]
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        best = FAMILY.verify(x, coded(x.slow))
        assert best.reward == 0
        assert f"costs {x.costs[-2]:,}" in best.why
        assert all(f"{cost:,}" in FAMILY.prompt(x) for cost in x.costs[:-1])
        assert coded(x.fast) not in FAMILY.prompt(x)
    assert all(small < large for small, large in pairwise(nodes))
    assert shown[0] == {1}
    assert min(shown[1]) > 1
    assert shown[2] == {0}
