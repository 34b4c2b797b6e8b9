"""The shape of the project: what must not drift apart."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from tomllib import loads

from tasksynth.export.schemas import json_schemas

ROOT = Path(__file__).parents[1]


def test_the_data_folder_is_not_a_package() -> None:
    assert not list(ROOT.glob("datasets/**/*.py"))
    for shelf in ("generators", "schemas"):
        assert not list((ROOT / shelf).glob("*.py"))


def test_every_list_of_packages_names_the_folders() -> None:
    project = loads((ROOT / "pyproject.toml").read_text())
    tool = project["tool"]
    generators = {init.parent.name for init in (ROOT / "generators").glob("*/__init__.py")}
    ours = {"tasksynth", "tasksynth_schemas"} | generators
    folders = {"tasksynth", "schemas/tasksynth_schemas"} | {f"generators/{g}" for g in generators}
    contracts = {contract["name"]: contract for contract in tool["importlinter"]["contracts"]}
    domains = project["project"]["entry-points"]["tasksynth.domains"].values()
    lists = {
        "the wheel": (tool["hatch"]["build"]["targets"]["wheel"]["packages"], folders),
        "isort": (tool["ruff"]["lint"]["isort"]["known-first-party"], ours),
        "coverage": (tool["coverage"]["run"]["source_pkgs"], ours),
        "import-linter": (tool["importlinter"]["root_packages"], ours),
        "the core's contract": (
            contracts["The core never names a generator"]["forbidden_modules"],
            generators,
        ),
        "the schemas' contract": (
            contracts["Schemas know nothing"]["forbidden_modules"],
            {"tasksynth", "numpy", "typer"} | generators,
        ),
        "the generators' contract": (
            contracts["Generators are strangers to each other"]["modules"],
            generators,
        ),
        "the entry points": (
            {value.partition(":")[0].partition(".")[0] for value in domains},
            {"tasksynth"} | generators,
        ),
    }
    for where, (listed, wanted) in lists.items():
        assert sorted(listed) == sorted(wanted), where
    for package in ours:
        (home,) = (ROOT / folder for folder in folders if folder.endswith(package))
        assert (home / "py.typed").is_file(), f"{package} has no py.typed"


def test_the_readme_begins_with_two_commands_that_ci_runs() -> None:
    block = re.search(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert block is not None
    commands = block[1].splitlines()
    assert commands == ["make demo", "make test"]
    run = (ROOT / ".ci" / "run").read_text()
    for command in commands:
        assert re.search(rf"^{command}( \||$)", run, re.MULTILINE)
        told = subprocess.run(
            [*command.split(), "--dry-run", "VENV=no/venv", "LEAN=no/lean"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        assert "-m venv no/" in told.stdout
        assert ("[dev]" in told.stdout) == (command == "make test")


def test_the_readme_tells_what_every_extra_is_for_and_weighs() -> None:
    project = loads((ROOT / "pyproject.toml").read_text())["project"]
    table = re.findall(
        r"^\| `([\w-]+)` \| .+ \| [\d,]+ \|$", (ROOT / "README.md").read_text(), re.M
    )
    assert sorted(table) == sorted(project["optional-dependencies"])


def test_no_circle_among_files() -> None:
    for home in (ROOT / "tasksynth", *ROOT.glob("generators/*/"), *ROOT.glob("schemas/*/")):
        files = {
            ".".join(path.relative_to(home.parent).with_suffix("").parts): path
            for path in home.rglob("*.py")
            if path.name != "__init__.py"
        }
        graph = {name: _imported(path) & files.keys() for name, path in files.items()}
        TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def _imported(path: Path) -> set[str]:
    """All modules that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


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
