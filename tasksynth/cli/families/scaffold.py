"""new-family: a package with a family in it, to start from."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from tasksynth.errors import UsageError

NAME = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")


def new_family(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The domain and the family: chess.mate.")
    ],
    turns: Annotated[
        bool, typer.Option("--turns", help="Tasks of several turns, with a tool.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="A new folder.", show_default="DOMAIN-tasks, in this one"
        ),
    ] = None,
) -> None:
    """Write a package with one family, which passes every check as soon as it is installed."""
    if not NAME.fullmatch(name):
        raise UsageError(
            f"a family is called domain.name, in lower-case letters, digits and _, got {name!r}"
        )
    _want_new(name)
    dashed = f"{name.partition('.')[0].replace('_', '-')}-tasks"
    folder = out if out is not None else Path(dashed)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already; name another folder with --out")
    _write(folder, package(name, dashed, turns=turns))
    typer.echo(f"{name} in {folder}; now run\n  cd {folder} && pip install -e '.[dev]' && pytest")


def package(name: str, dashed: str, *, turns: bool) -> dict[str, str]:
    """The text of every file of a new package, by its path there.

    Args:
        name: of the family, `domain.name`.
        dashed: of the distribution.
        turns: whether the tasks are episodes.
    """
    from importlib.metadata import version
    from string import Template

    domain, _, family = name.partition(".")
    values = {
        "name": name,
        "domain": domain,
        "module": family,
        "package": f"{domain}_tasks",
        "dashed": dashed,
        "class": "".join(word.capitalize() for word in re.split(r"[._]", name)),
        "version": version("tasksynth"),
    }
    home = values["package"]
    templates = {
        "pyproject.toml": "pyproject.toml",
        "README.md": "README.md",
        f"{home}/__init__.py": "domain.py",
        f"{home}/{family}.py": "turns.py" if turns else "family.py",
        f"tests/test_{family}.py": "test_family.py",
    }
    folder = files("tasksynth.cli.families") / "templates"
    texts = {path: (folder / f"{file}.tmpl").read_text() for path, file in templates.items()}
    return {
        f"{home}/py.typed": "",
        **{path: Template(text).substitute(values) for path, text in texts.items()},
    }


def _want_new(name: str) -> None:
    """Refuse a domain that is installed: two packages cannot have one."""
    from tasksynth import registry

    domain = name.partition(".")[0]
    if name in (there := registry.names()):
        raise UsageError(f"there is a family called {name!r} already; choose another name")
    if any(other.startswith(f"{domain}.") for other in there):
        raise UsageError(
            f"the domain {domain!r} is installed already: write the family into its package and "
            f"name it in its DOMAIN, or choose another domain"
        )


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Fill a new folder; if that fails, there is none, and the same command can be run again."""
    from shutil import rmtree

    from tasksynth.errors import writing

    try:
        for name, text in texts.items():
            path = folder / name
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
