"""All that would be compiled on the way is compiled ahead."""

import gc
import pkgutil
from importlib import import_module

import pytest

import tasksynth_minecraft
from tasksynth.errors import UsageError
from tasksynth_minecraft import warming
from tasksynth_minecraft.numeric.jit import COMPILED, Kernel
from tests.cli.command import refused, run


@pytest.mark.skipif(not COMPILED, reason="without numba nothing is compiled")
def test_no_kernel_is_left_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kernel, "spent_s", Kernel.spent_s)  # others may interpret again
    for module in pkgutil.walk_packages(tasksynth_minecraft.__path__, "tasksynth_minecraft."):
        import_module(module.name)
    done = run("doctor", "--warm")
    assert done.stdout == "minecraft: all is compiled\n"
    kernels = [it for it in gc.get_objects() if isinstance(it, Kernel)]
    assert len(kernels) > 30
    left = [it.function.__qualname__ for it in kernels if not Kernel(it.function)._is_on_disk]
    assert not left, f"warming.warm runs none of {left}"


def test_it_says_what_compiling_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "COMPILED", False)
    with pytest.raises(UsageError, match="nothing is compiled without"):
        warming.warm()
    assert "tasksynth[minecraft]" in refused(run("doctor", "--warm"))
