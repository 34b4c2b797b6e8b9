"""Recipes as people write them: each fault with its line, its value and its mend."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tomllib import TOMLDecodeError, loads

from pydantic import ValidationError
from pydantic_core import from_json

from tasksynth.errors import UsageError
from tasksynth.invalid import model_at
from tasksynth_schemas import Recipe

Loc = Sequence[int | str]
"""Where a value is: names of fields and places in lists, from the outside in."""

WANTED = {
    "levels": "a list of levels in [0, 1], such as [0.1, 0.5]",
    "splits": "names of letters, digits, - and _, with shares that add up to 1",
    "params": "a table, such as { n = 3 }",
    "mix": "tables under [[mix]], each with a family",
    "curriculum": "a table under [curriculum]",
    "wrappers": "tables under [[curriculum.wrappers]]",
}
"""What a field wants, where the schema's own words are not a person's."""
_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")


@dataclass(frozen=True)
class RecipeFile:
    """A recipe's file, for messages about what is in it."""

    path: Path
    text: str

    def place(self, loc: Loc) -> str:
        """`FILE:LINE` of a value, or of what is around it; `FILE` where it has no line."""
        best, line = 0, 0
        wanted = [part for part in loc if part != "[key]"]
        for number, path in _paths(self.text) if self.path.suffix != ".json" else ():
            same = 0
            while same < min(len(path), len(wanted)) and path[same] == wanted[same]:
                same += 1
            if same > best and same == len(path):
                best, line = same, number
        return f"{self.path}:{line}" if line else str(self.path)

    def fault(self, loc: Loc, what: str) -> UsageError:
        """The error for a fault at a place."""
        return UsageError(f"{self.place(loc)}: {what}")


def read_source(path: Path) -> tuple[Recipe, RecipeFile]:
    """A recipe from a TOML file, or from JSON if its name ends so, and its text.

    Raises:
        UsageError: if the file cannot be read, or is no recipe: `FILE:LINE`, the value, the mend.
    """
    kind = "JSON" if path.suffix == ".json" else "TOML"
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = from_json(text) if kind == "JSON" else loads(text)
    except OSError as e:
        raise UsageError(f"cannot read the recipe {path}: {e.strerror}") from e
    except TOMLDecodeError as e:
        found = re.search(r" \(at line (\d+), column \d+\)$", str(e))
        where = f":{found[1]}" if found else ""
        raise UsageError(f"{path}{where}: not valid TOML: {e}") from e
    except ValueError as e:  # of JSON or UTF-8
        raise UsageError(f"{path} is not valid {kind}: {e}") from e
    source = RecipeFile(path, text)
    try:
        return Recipe.model_validate(data), source
    except ValidationError as e:
        loc, what = _told(e)
        raise source.fault(loc, what) from e


def _told(error: ValidationError) -> tuple[Loc, str]:
    """Where the first fault is, and a line about it; misspelt fields come before missing ones."""
    errors = error.errors(include_url=False)
    first = next((e for e in errors if e["type"] == "extra_forbidden"), errors[0])
    loc = first["loc"]
    named = [str(part) for part in loc if isinstance(part, str) and part != "[key]"]
    field = ".".join(named)
    if first["type"] == "extra_forbidden":
        fields = list(model_at(Recipe, loc[:-1]).model_fields)
        near = get_close_matches(named[-1], fields, n=1)
        mend = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(fields)}"
        return loc, f"no field {field!r}; {mend}"
    if first["type"] == "missing":
        mend = f"; it wants {WANTED[field]}" if field in WANTED else ""
        return loc[:-1], f"field {field!r} is missing{mend}"
    shown = repr(first["input"])
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    wanted = next((WANTED[name] for name in reversed(named) if name in WANTED), None)
    message = first["msg"].removeprefix("Value error, ")
    if not field:
        return ("splits",) if "splits" in message else loc, message
    if wanted and (first["type"].endswith("_type") or "[key]" in loc):
        return loc, f"field {field!r} wants {wanted}; got {shown}"
    return loc, f"field {field!r}: {message[:1].lower()}{message[1:]}, got {shown}"


def _paths(text: str) -> Iterator[tuple[int, tuple[int | str, ...]]]:
    """The line of every table and key of a TOML text, each with its path; near enough to point."""
    table: tuple[int | str, ...] = ()
    seen: dict[tuple[int | str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = ()
            *outer, last = _parts(header[2])
            for name in outer:
                table = (*table, name)
                if table in seen:
                    table = (*table, seen[table])
            table = (*table, last)
            if header[1] == "[[":
                seen[table] = seen.get(table, -1) + 1
                table = (*table, seen[table])
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_parts(key[1]))


def _parts(text: str) -> list[str]:
    return [m[1] or m[2] or m[0] for m in _PART.finditer(text)]
