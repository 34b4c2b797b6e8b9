"""The same walls for a user who is nobody: tests often run as root, which hides faults."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tasksynth.sandbox import missing

ROOT = Path(__file__).parents[2]
CHECK = """
import os, sys
sys.path[:0] = PATH
from tasksynth.errors import UsageError
from tasksynth.sandbox import Limits, Sandbox
from tasksynth.sandbox.jail import Jail
from tests.sandbox.attacks import ENDING, REACHING, filled
assert os.geteuid() == 65534
given = dict(KEY=KEY, CANARY=CANARY, SOURCE=KEY, PORT=1, ADDRESS=1, SOCKET="/x", PARENT=os.getpid())
limits = Limits(memory_bytes=32 << 20, output_bytes=1 << 18, wall_s=20)
for namespaces in (True, False):
    jail = Jail(namespaces=namespaces)
    for name, program in REACHING.items():
        done = jail.run(filled(program, **given), stdin=b"", files={}, limits=limits)
        assert '"pwned": true' not in done.stdout, (name, done)
    for name, (program, most) in ENDING.items() if namespaces else ():
        done = jail.run(program, stdin=b"", files={}, limits=limits.model_copy(update=most))
        assert done.ended != "ok", (name, done)
    done = jail.run("print(open('x').read())", stdin=b"", files={"x": b"7"}, limits=limits)
    assert done.value and done.value.data == 7, done
    jail.close()
print("held")
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="the other tests are run by nobody already")
def test_the_jail_holds_for_a_user_without_rights(tmp_path: Path) -> None:
    if why := missing("jail"):
        pytest.skip(why)
    if shutil.which("setpriv") is None:
        pytest.skip("no setpriv here")
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    python = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    packages = [path for path in sys.path if path.endswith("-packages")]
    can = [*become, python, "-I", "-c", f"import sys; sys.path += {packages}; import pydantic"]
    if (
        not Path(python).exists()
        or subprocess.run(can, capture_output=True, check=False).returncode
    ):
        pytest.skip(f"nobody cannot run {python} with what is installed here")
    shared = tmp_path.parents[1]
    for folder in (tmp_path, tmp_path.parent, shared):
        folder.chmod(0o755)
    key = tmp_path / "key.txt"
    key.write_text("the answer")
    path = [str(ROOT), str(ROOT / "schemas"), *packages]
    code = f"PATH, KEY, CANARY = {path!r}, {str(key)!r}, {str(tmp_path / 'canary')!r}\n{CHECK}"
    run = subprocess.run(
        [*become, python, "-I", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={"TASKSYNTH_SECRET": "x", "TMPDIR": "/tmp"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout == "held\n"
    assert not (tmp_path / "canary").exists()
