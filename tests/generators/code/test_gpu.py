"""Kernels on a GPU: what numba is handed, what is said without one, and numba's simulator."""

import ast
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tasksynth_code.families.kernel import KernelInstance
from tasksynth_code.families.shared import coded
from tasksynth_code.gpu.__main__ import main, told
from tasksynth_code.gpu.bench import BenchJob, BenchTask, GpuRun, WrongOnGpu, right
from tasksynth_code.gpu.launching import planned
from tasksynth_code.gpu.timing import KernelTiming, in_a_process, timings
from tasksynth_code.gpu.writing import KernelWriter
from tasksynth_code.kernels.case import HEAD, KernelChoices
from tasksynth_code.kernels.choosing import KINDS, drawn_choices
from tasksynth_code.kernels.inputs import dice_of
from tasksynth_code.kernels.maps import MapStep
from tasksynth_code.kernels.outcome import arguments_of, cost_of, known
from tasksynth_code.kernels.reading import KernelRefused, program_from

CHOICES = KernelChoices(
    dtype="float32", order="C", pre=(MapStep(name="affine", a=2, b=1),), post=(), fold="sum",
    join="", form=0, shift=1, radius=3, weights=(1,), sizes=(5, 6),
)  # fmt: skip
FAST = (
    HEAD
    + """@cuda.jit
def each(out, x):
    j, i = cuda.grid(2)
    if i < out.shape[0] and j < out.shape[1]:
        out[i, j] = 2 * x[i, j] + 1


def solve(out, x):
    each[((out.shape[1] + 3) // 4, out.shape[0]), 4](out, x)
"""
)
SLOW = FAST.replace("solve(out, x):\n", "solve(out, x):\n    each[(9, 9), 4](out, x)\n")
COSTS = tuple(cost_of(text, "elementwise", CHOICES) for text in (SLOW, FAST))
TASK = KernelInstance(
    kind="elementwise", choices=CHOICES, shown=(), slow=SLOW, fast=FAST, costs=COSTS
)
NAMES = re.compile(
    r"v\d+|kernel_\d+|device_\d+|_cuda|_math|_u?int\d+|_float\d+"
    r"|abs|int|float|bool|round|min|max|len|range"
)
ATTRIBUTES = re.compile(
    r"grid|gridsize|(thread|block)Idx|(block|grid)Dim|[xyz]|shape|size|ndim|(shared|local)|array"
    r"|sync(threads|warp)|atomic|add|sub|max|min|laneid|warpsize|jit|shfl_(\w+_)?sync|exp|inf|nan"
)


def written(text: str, kind: str = "elementwise", choices: KernelChoices = CHOICES) -> str:
    program = program_from(text)
    writer = KernelWriter(program)
    for launch in planned(program, arguments_of(*known(kind, choices))):
        writer.kernel(launch.kernel)
    return writer.text()


def is_ours(text: str) -> bool:
    """Whether a text has no name, attribute or string that an answer could have chosen."""
    return all(
        (not isinstance(node, ast.Name) or NAMES.fullmatch(node.id))
        and (not isinstance(node, ast.Attribute) or ATTRIBUTES.fullmatch(node.attr))
        and (not isinstance(node, ast.Constant) or isinstance(node.value, int | float))
        and not isinstance(node, ast.Import | ast.ImportFrom)
        for node in ast.walk(ast.parse(text))
    )


@pytest.mark.parametrize("name", KINDS)
def test_what_numba_is_handed_has_no_word_of_the_answer(name: str) -> None:
    choices = drawn_choices(dice_of("gpu", name), KINDS[name], steps=2)
    for text in KINDS[name].build(choices).programs.values():
        assert is_ours(written(text, name, choices))
        assert "solve" not in written(text, name, choices)


def test_what_is_never_run_is_not_handed_over_either() -> None:
    hidden = FAST.replace(
        "@cuda.jit",
        "EVIL = __import__\n\ndef evil(__class__):\n    return __class__.__bases__\n\n@cuda.jit",
    ).replace("        out[i", "        eval = 3\n        v9 = WIDE + eval\n        out[i")
    text = written("WIDE = 2 * 4\n" + hidden)
    assert is_ours(text)
    assert "(8 + v" in text
    unreached = FAST.replace("        out[i", "        if i < 0:\n            {}\n        out[i")
    for line in ("x.__class__", "open('f')", "cuda.select_device(0)", "i = 'words'", "math.foo(1)"):
        with pytest.raises(KernelRefused):
            written(unreached.format(line))


def test_without_numba_one_line_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"task": "code.kernel?level=0#1:0", "answer": "nothing"}))
    assert main(["--answers", str(file)]) == 1
    assert capsys.readouterr().err == (
        "kernels cannot be timed here: numba is not installed: pip install 'tasksynth[gpu]'\n"
    )


def test_answers_are_judged_first_and_then_run_beside_both_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setenv("NUMBA_ENABLE_CUDASIM", "1")
    spare: Any = {"repeats": 1, "clock": "launches"}
    wrong, talk, good = timings(
        [(TASK, coded(FAST.replace("+ 1", "+ 2"))), (TASK, "?"), (TASK, coded(FAST))], **spare
    )
    assert [wrong.status, talk.status, good.status] == ["not right", "not right", "timed"]
    assert (wrong.milliseconds, wrong.cost) == (None, 0)
    assert (good.cost, good.slow_cost) == (COSTS[1], COSTS[0])
    assert (good.milliseconds, good.slow_milliseconds, good.fast_milliseconds) == (1, 2, 1)
    assert good.faster == 2
    assert good.cheaper == COSTS[0] / COSTS[1]
    assert "2.0x" in told(good)


def test_what_goes_wrong_is_said() -> None:
    task = BenchTask(kind="elementwise", choices=CHOICES, programs=(FAST, SLOW))
    late = in_a_process(BenchJob(task=task, clock="launches", repeats=1), 0.01)
    assert (late.why, late.milliseconds) == ("it took longer than 0.01 s", ())
    case, full = known("elementwise", CHOICES)
    run = GpuRun(lambda: 1, SimpleNamespace(copy_to_host=lambda: full.wanted + 1), 1)
    with pytest.raises(WrongOnGpu, match=r"out\[0, 0\] is "):
        right(run, case, full)
    assert told(KernelTiming(status="failed", why=late.why, cost=7)).endswith(late.why)
