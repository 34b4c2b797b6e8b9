"""The shape of the project: what must not drift apart."""

import subprocess
import sys
from pathlib import Path
from tomllib import loads

from tasksynth.export.schemas import json_schemas

ROOT = Path(__file__).parents[1]


def test_the_data_folder_is_not_a_package() -> None:
    assert not list(ROOT.glob("datasets/**/*.py"))
    for shelf in ("generators", "schemas"):
        assert not list((ROOT / shelf).glob("*.py"))


def test_every_package_on_the_shelves_is_in_the_wheel() -> None:
    project = loads((ROOT / "pyproject.toml").read_text())
    listed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    found = {
        str(init.parent.relative_to(ROOT))
        for shelf in ("generators", "schemas")
        for init in (ROOT / shelf).glob("*/__init__.py")
    }
    assert set(listed) == {"tasksynth"} | found


def test_exported_schemas_are_up_to_date() -> None:
    kept = {
        path.name.removesuffix(".schema.json"): path.read_text()
        for path in (ROOT / "schemas" / "json").glob("*.schema.json")
    }
    assert kept == json_schemas(), "run `tasksynth schema --out schemas/json`"


def test_help_needs_neither_numpy_nor_a_solver_nor_pydantic() -> None:
    program = (
        "import sys; sys.argv = ['tasksynth', '--help']\n"
        "from tasksynth.cli import app\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pysat', 'pydantic', 'networkx', 'sqlglot'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
    assert b"generate" in run.stdout
