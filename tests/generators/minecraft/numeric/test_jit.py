"""Compiling says that it is one, counts against no time limit, and is done once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tasksynth_minecraft.numeric import jit

MODULE = """
import signal
from numba.core import event
from tasksynth.limits import time_limit
from tasksynth_minecraft.numeric import jit
from tasksynth_minecraft.numeric.jit import kernel

@kernel
def double(x):
    return x + x

@kernel
def fourfold(x):
    return double(double(x))

seen = []
class Clock(event.Listener):
    def on_start(self, event):
        seen.append(signal.getitimer(signal.ITIMER_REAL)[0])
    def on_end(self, event):
        pass
jit.hurry()
fourfold.machine_code  # the first listener of all stops the clock
event.register("numba:compile", Clock())
with time_limit(600):
    assert fourfold(3) == 12
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 600
assert not any(seen), seen  # no clock runs while it compiles
made = {}
exec("def plain(x): return x + 1", made)
assert kernel(made["plain"])(1) == 2  # no file, no cache: compiled all the same
"""
PATIENT = """
import sys, time
from tasksynth.limits import time_limit
from tasksynth_minecraft.numeric import jit

@jit.kernel
def inner(n):
    total = 0
    for i in range(n):
        total += i
    return total

@jit.kernel
def outer(n):
    return inner(n) + 1

if len(sys.argv) > 1:
    jit.PATIENCE_S = 0.2
    with time_limit(0.1):
        while jit.Kernel.spent_s <= jit.PATIENCE_S:
            assert outer(300_000) == 44999850001  # what is interpreted for now counts as little
assert outer(300_000) == 44999850001
print("numba" in sys.modules and bool(outer._run and outer._run.signatures))
"""


@pytest.mark.skipif(not jit.COMPILED, reason="numba is not here")
def test_the_first_one_says_it_and_the_next_finds_it(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(MODULE)
    (tmp_path / "tmp").mkdir()
    env = {
        **os.environ,
        "NUMBA_CACHE_DIR": str(tmp_path / "cache"),
        "TMPDIR": str(tmp_path / "tmp"),
    }

    def run(text: str) -> str:
        module.write_text(text)
        done = subprocess.run([sys.executable, module], env=env, capture_output=True, text=True,
                              check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert run(MODULE) == jit.SAID
    again = MODULE.partition("made = {}")[0]
    assert run(again) == jit.SAID  # another text is compiled anew
    assert run(again) == ""


@pytest.mark.skipif(not jit.COMPILED, reason="numba is not here")
def test_it_is_interpreted_until_that_takes_long_or_somebody_compiled_it(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(PATIENT)
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}

    def compiled(*options: str) -> str:
        return subprocess.run([sys.executable, module, *options], env=env, capture_output=True,
                              text=True, check=True).stdout.strip()  # fmt: skip

    assert [compiled(), compiled("long"), compiled()] == ["False", "True", "True"]
