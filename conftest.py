"""Run the Markdown in a folder of its own: Python blocks, files, and `$ command` blocks.

A ```toml or ```python block whose first line is `# NAME` and nothing else is written to the file
NAME. In a ```console block each line that begins with `$ ` is run by bash (a `\\` at its end goes
on in the next line), and must print the lines under it; a line `...` stands for any lines, and
`[...]` within a line for any text.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

PLUGIN = str(Path(__file__).parent / "tests" / "plugin")
PROGRESS = re.compile(
    r"^(?:[\d,]+ of [\d,]+ (?:tasks|answers(?:   .*)?)|tasksynth: compiling .*)\n", re.MULTILINE
)
"""What a slow machine prints of a run that takes more than some seconds."""
NAMED = re.compile(r"# ([\w./-]+\.(?:toml|py|jsonl))\n(?!#)")

sys.path.insert(0, PLUGIN)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [PLUGIN, os.environ.get("PYTHONPATH")]))


def setup(namespace: dict[str, Any]) -> None:
    """A folder for the document, which its blocks work in."""
    namespace["folder"], namespace["home"] = tempfile.TemporaryDirectory(), Path.cwd()
    os.chdir(namespace["folder"].name)


def teardown(namespace: dict[str, Any]) -> None:
    """Go back, and remove it."""
    os.chdir(namespace["home"])
    namespace["folder"].cleanup()


def write_file(example: Example) -> None:
    """Write a named block to its file."""
    if named := NAMED.match(example.parsed):
        path = Path(example.namespace["folder"].name, named[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.parsed)


def python(example: Example) -> None:
    """Run a block, and write it if it is named: a later command may import it."""
    write_file(example)
    PythonEvaluator()(example)


def console(example: Example) -> None:
    """Run the commands of a block and compare what they print."""
    blocks = re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)[1:]
    for block in blocks:
        lines = block.rstrip("\n").split("\n")
        end = next(i for i, line in enumerate(lines) if not line.endswith("\\")) + 1
        command, expected = "\n".join(lines[:end]), "\n".join(lines[end:]).rstrip()
        env = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": example.namespace.get("PYTHONPATH", ""),
            "COLUMNS": "80",
        }
        run = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=example.namespace["folder"].name,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        got = PROGRESS.sub("", run.stdout).rstrip()
        if not re.fullmatch(_pattern(expected), got, re.DOTALL):
            raise AssertionError(f"$ {command}\nprinted\n{got}\nexpected\n{expected}")


def _pattern(expected: str) -> str:
    escaped = re.escape(expected).replace(re.escape("[...]"), r"[^\n]*")
    return re.sub(r"(^|\n)\\\.\\\.\\\.(?=\\?\n|$)", r"\1.*?", escaped)


pytest_collect_file = Sybil(
    parsers=[
        CodeBlockParser(language="python", evaluator=python),
        CodeBlockParser(language="toml", evaluator=write_file),
        CodeBlockParser(language="console", evaluator=console),
    ],
    patterns=["*.md"],
    setup=setup,
    teardown=teardown,
).pytest()
