"""A person plays one task in a terminal, or a script does through a pipe."""

import io
import shlex
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from tasksynth.capability import Interactive, Media, Pictured, Turn, drawn
from tasksynth.episode import Episode, read_action
from tasksynth.errors import UsageError
from tasksynth.single import Judge
from tasksynth_schemas import Action, Content, Needs, Task, ToolSpec, Verdict, names_of, text_of

COMMANDS = "?: the tools   undo: take the last action back   quit: end here"
ONE_TURN = "Write your answer; an empty line ends it."

Read = Callable[[str], str | None]
"""Shows a prompt and reads a line; None at the end of the input."""


class Player:
    """One task on a screen.

    Args:
        task: what is played.
        read: where lines come from.
        write: where lines go.
        media: the folder for what prompt and turns show; a temporary one if None.
    """

    def __init__(
        self, task: Task, *, read: Read, write: Callable[[str], None], media: Path | None = None
    ) -> None:
        self._task, self._read, self._write, self._folder = task, read, write, media
        judge = Judge(task)
        self._grade, self._family, self._x = judge.grade, judge.family, judge.instance()
        self.answer = ""
        """What was answered so far: the transcript, or the words."""

    def play(self) -> Verdict:
        """Show the task, read what is done, and judge it as it stands at the end."""
        made = self._family.media(self._x) if isinstance(self._family, Pictured) else {}
        self._show(self._task.prompt, made, "")
        self._write("")
        if isinstance(self._family, Interactive):
            self._episode()
        else:
            self._words()
        return self._grade(self.answer)

    def _words(self) -> None:
        """Read an answer of one turn."""
        self._write(ONE_TURN)
        lines: list[str] = []
        while (line := self._read("> ")) is not None and line.strip():
            lines.append(line)
        self.answer = "\n".join(lines)

    def _episode(self) -> None:
        needs = self._task.needs
        episode = Episode(self._family, self._x)
        self.answer = episode.transcript()
        self._write(COMMANDS)
        while not episode.over:
            line = self._read(f"{episode.turns + 1} of {needs.turns:,}> ")
            if line is None or line.strip() == "quit":
                return
            if line.strip() == "?":
                self._write(help_of(needs))
            elif line.strip() == "undo":
                episode = self._undone(episode)
            elif line.strip():
                try:
                    action = action_of(line, needs)
                except ValueError as e:
                    self._write(f"{e}; nothing was done")
                    continue
                self._act(episode, action)
            self.answer = episode.transcript()

    def _act(self, episode: Episode, action: Action) -> None:
        try:
            turn = episode.act(action)
        except Exception as e:  # noqa: BLE001 - the verdict says so too, and what was done is kept
            self._write(f"The family broke: {type(e).__name__}: {e}")
        else:
            self._tell(episode, turn)

    def _undone(self, episode: Episode) -> Episode:
        """The same without the last action, played again."""
        if not episode.actions:
            self._write("Nothing was done yet.")
            return episode
        again, turn = Episode(self._family, self._x), None
        for action in episode.actions[:-1]:
            turn = again.act(action)
        self._write(f"Undone. Actions left: {again.turns}.")
        if turn is not None:
            self._tell(again, turn)
        return again

    def _tell(self, episode: Episode, turn: Turn) -> None:
        self._show(turn.seen, turn.media, f"turn-{episode.turns}-")

    def _show(self, content: Content, media: Media, prefix: str) -> None:
        self._write(text_of(content))
        if not (names := names_of(content)):
            return
        files = drawn({name: media[name] for name in names if name in media})
        for name, data in files.items():
            path = self._kept(f"{prefix}{name}", data)
            self._write(f"  {name}: {_size(data)}, {path}")

    def _kept(self, name: str, data: bytes) -> Path:
        """Where a medium lies; the names that contents may use have no folders."""
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="tasksynth-"))
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / name
            path.write_bytes(data)
        except OSError as e:
            raise UsageError(f"cannot write to {self._folder}: {e.strerror}; say --media") from e
        return path


def _size(data: bytes) -> str:
    size = f"{len(data):,} bytes"
    if data.startswith(b"\x89PNG"):
        wide, high = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        return f"{wide} x {high} pixels, {size}"
    return size


def reader() -> Read:
    """Lines of standard input: with a history on a terminal, echoed from a pipe."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    if sys.stdin.isatty():
        import readline  # noqa: F401 - its import gives input() a history

        def ask(prompt: str) -> str | None:
            try:
                return input(prompt)
            except EOFError:
                return None

        return ask

    def read(prompt: str) -> str | None:
        line = sys.stdin.readline()
        if not line:
            return None
        sys.stdout.write(f"{prompt}{line.rstrip()}\n")
        return line.rstrip("\n")

    return read


def action_of(line: str, needs: Needs) -> Action:
    """What a line does: JSON in any form of an action, a call such as `step right`, or words.

    A call is the name of a tool and its arguments, in their order, as `name=value`, or as one JSON
    object. Where the last one is text, the rest of the line is it; an only one keeps its quotes.

    Raises:
        ValueError: if it is a call whose arguments do not fit together; says why.
    """
    text = line.strip()
    if text.startswith("{"):
        try:
            value = from_json(text)
        except ValueError as e:
            raise ValueError(f"no JSON: {e}") from None
        return read_action(value)
    name, _, rest = text.partition(" ")
    spec = next((tool for tool in needs.tools if tool.name == name), None)
    if spec is None:
        return read_action(text)
    rest = rest.strip()
    if rest.startswith("{"):
        return read_action({"tool": name, "arguments": rest})
    return read_action({"tool": name, "arguments": _arguments(rest, spec)})


def _arguments(text: str, spec: ToolSpec) -> dict[str, Any]:
    fields: Mapping[str, Any] = spec.parameters.get("properties", {})
    try:
        words = shlex.split(text)
    except ValueError as e:
        if _is_one_text(text, fields):
            return dict.fromkeys(fields, text)
        raise ValueError(f"{spec.name}: {str(e).lower()}") from None
    if len(words) > 1 and _is_one_text(text, fields):
        return dict.fromkeys(fields, text)
    found: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if not equals or name not in fields:
            free = [field for field in fields if field not in found]
            if not free:
                raise ValueError(
                    f"{spec.name} takes {', '.join(fields) or 'no arguments'}; {word!r} is too many"
                )
            name, value = free[0], word
            if len(free) == 1 and _kinds(fields[name]) == {"string"}:
                value, words = " ".join([word, *words]), []
        found[name] = _value(value, fields[name])
    return found


def _is_one_text(text: str, fields: Mapping[str, Any]) -> bool:
    """Is a line after the tool's name its only argument, any text, quotes and all?"""
    free = [_kinds(schema) == {"string"} and "enum" not in schema for schema in fields.values()]
    return free == [True] and not any(text.startswith(f"{name}=") for name in fields)


def _value(text: str, schema: Any) -> Any:
    """A word as JSON, unless text is wanted."""
    kinds = _kinds(schema)
    if kinds != {"string"}:
        try:
            return from_json(text)
        except ValueError:
            pass
    return text


def _kinds(schema: Any) -> set[str]:
    """The JSON types that a schema names; none are text."""
    options = schema.get("anyOf", [schema])
    kinds = {kind for option in options if isinstance(kind := option.get("type"), str)}
    listed = {"number" for each in schema.get("enum", ()) if not isinstance(each, str)}
    return kinds | listed or {"string"}


def help_of(needs: Needs) -> str:
    """The tools, each with its arguments."""
    lines = []
    for tool in needs.tools:
        fields = tool.parameters.get("properties", {})
        required = tool.parameters.get("required", ())
        words = [name if name in required else f"[{name}]" for name in fields]
        lines.append(f"{' '.join([tool.name, *words])}: {tool.description}")
        for name, schema in fields.items():
            choices = " | ".join(map(str, schema.get("enum", ()))) or " or ".join(
                sorted(_kinds(schema))
            )
            said = schema.get("description", "")
            lines.append(f"    {name}: {choices}{f'. {said}' if said else ''}")
    return "\n".join([*lines, "Anything else is said in words. A line of JSON is an action too."])
