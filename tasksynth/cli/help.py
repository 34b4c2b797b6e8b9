"""What `--help` prints: whole sentences, defaults, examples; 80 columns at most."""

import inspect
import textwrap
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from typer.core import TyperCommand, TyperGroup

WIDTH = 80
LEFT = 26
"""Columns of an option's name; a longer one has its line for itself."""
OPTIONS = "Options"


class Command(TyperCommand):
    """A command that explains itself."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print usage, what it does, arguments, options by purpose, examples."""
        formatter.write("\n".join(_command(self, ctx)) + "\n")


class CommandGroup(TyperGroup):
    """A group of commands that lists them with their whole first sentence."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print usage, the commands, options, and what follows."""
        lines = [
            f"Usage: {ctx.command_path} [OPTIONS] COMMAND …",
            "",
            *_about(self.help),
            "Commands:",
        ]
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                summary = inspect.cleandoc(command.help or "").partition("\n\n")[0]
                lines += _row(name, " ".join(summary.split()), left=14)
        lines += ["", *_options(self.get_params(ctx)), *_epilog(self.epilog)]
        formatter.write("\n".join(lines).rstrip() + "\n")


def _command(command: Any, ctx: Any) -> Iterator[str]:
    params = command.get_params(ctx)
    arguments = [p for p in params if p.param_type_name == "argument" and not p.hidden]
    usage = " ".join(_usage(p) for p in arguments)
    yield f"Usage: {ctx.command_path} [OPTIONS] {usage}".rstrip()
    yield ""
    yield from _about(command.help)
    if arguments:
        yield "Arguments:"
        for p in arguments:
            yield from _row(_metavar(p), _explained(p))
        yield ""
    yield from _options(params)
    yield from _epilog(command.epilog)


def _about(text: str | None) -> Iterator[str]:
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        yield textwrap.fill(" ".join(paragraph.split()), WIDTH)
        yield ""


def _epilog(text: str | None) -> Iterable[str]:
    """A heading and its lines, indented; whoever keeps the text strips what is before them."""
    heading, *lines = inspect.cleandoc(text or "").splitlines() or [""]
    return [heading, *(f"  {line}" for line in lines)]


def _options(params: Iterable[Any]) -> Iterator[str]:
    """The options by purpose: those of no special one first, and what they all have last."""
    sections: dict[str, list[str]] = {OPTIONS: []}
    for p in params:
        if p.param_type_name == "option" and not p.hidden:
            section = sections.setdefault(p.rich_help_panel or OPTIONS, [])
            section += _row(_names(p), _explained(p))
    for title, rows in sections.items():
        if rows:
            yield f"{title}:"
            yield from rows
            yield ""


def _names(p: Any) -> str:
    names = ", ".join(sorted(p.opts, key=len))
    if p.is_flag:
        return " / ".join([names, *p.secondary_opts])
    return f"{names} {_metavar(p)}"


def _metavar(p: Any) -> str:
    return str(p.metavar or p.name.strip("_").upper().replace("_", "-"))


def _usage(p: Any) -> str:
    name = _metavar(p)
    return name if p.required or name.startswith("[") else f"[{name}]"


def _explained(p: Any) -> str:
    notes = []
    if p.param_type_name == "option":
        if p.required:
            notes.append("required")
        if p.multiple:
            notes.append("may be repeated")
        if (default := _default(p)) is not None:
            notes.append(f"default: {default}")
    text = " ".join((p.help or "").split())
    return f"{text} [{'; '.join(notes)}]" if notes else text


def _default(p: Any) -> str | None:
    if isinstance(p.show_default, str):
        return p.show_default
    if p.default is None or p.show_default is False or (p.is_flag and not p.secondary_opts):
        return None
    if p.is_flag:
        return str((p.opts if p.default else p.secondary_opts)[0])
    value = p.default.value if isinstance(p.default, Enum) else p.default
    return f"{value:g}" if isinstance(value, float) else str(value)


def _row(name: str, text: str, *, left: int = LEFT) -> list[str]:
    """A name and what it is; the text goes on under itself."""
    indent = " " * (left + 2)
    lines = textwrap.wrap(text, WIDTH - len(indent)) or [""]
    first = f"  {name}".ljust(left + 2)
    if len(name) > left - 2:
        return [f"  {name}", *(indent + line for line in lines)]
    return [first + lines[0], *(indent + line for line in lines[1:])]
