"""The command line as the tests call it."""

from pathlib import Path

from typer.testing import CliRunner, Result

from tasksynth.cli import app


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(map(str, args)), input=stdin)


def refused(result: Result, code: int = 2) -> str:
    """The one line that an error prints."""
    assert result.exit_code == code, result.output
    assert result.stderr.startswith("tasksynth: ")
    assert result.stderr.count("\n") == 1
    return result.stderr
