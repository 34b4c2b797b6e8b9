"""Tables, JSON, CSV, HTML and lists of attributes as lines of a list, one a thing."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tasksynth_vision.accounts.words import LEXICON

_RULE = re.compile(r"[\s|:-]+")
_DRESS = re.compile(r"\*\*|__|`|\"")
_LINE = re.compile(r"(?P<indent>[ \t]*)(?P<mark>(?:[-*+\u2022]|\d{1,2}[.)]|#+)[ \t]+)?(?P<text>.*)")
_PAIR = re.compile(r"[\s-]*([a-z][a-z ]{0,20}?)\s*[:=]\s*(\S[^:=]{0,80})", re.IGNORECASE)
_INDEX = (
    r"#|no\.?|nr\.?|id|index|item|(?:object|shape|item|thing) (?:#|no\.?|id|number)|[xy]|"
    r"[xy][- ]?(?:pos\w*|coord\w*)|coord\w*|bbox|bounding box|width|height|angle|rotation|"
    r"orientation|radius|rank.*|order.*|.*\brank|confidence|"
)
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?:the )?(?:{names})", re.IGNORECASE))
    for role, names in (
        ("none", _INDEX),
        ("count", r"(?:total |the )?(?:count|number|quantity|how many|amount|qty)(?: of .*)?"),
        ("place", r".*\b(?:place|position|location|quarter|where|region|quadrant|corner)s?\b.*"),
        ("kind", r".*\b(?:shape|kind|object|thing|type|name|description|figure|element)s?\b.*"),
        ("size", "sizes?"),
        ("pattern", r"(?:.* )?(?:pattern|texture|fill|style|design)(?: type)?"),
        ("colour", r"(?:.* )?colou?rs?"),
    )
)  # fmt: skip
"""What a cell says, by the name of its column; `none` is not read."""
_IN_ORDER = ("count", "look", "size", "pattern", "colour", "kind", "place")
_CORNER = re.compile(r"(?:in )?(?:the )?(top|upper|bottom|lower)?[-_ ]?(left|right)?"
                     r"(?: ?(?:quarter|quadrant|corner|half|side))?", re.IGNORECASE)  # fmt: skip
_BREAK = re.compile(r"</?(?:p|div|ul|ol|table|tbody|thead|h[1-6])\b[^>\n]{0,80}>|<br ?/?>|</tr>",
                    re.IGNORECASE)  # fmt: skip
_TAG = re.compile(r"</?(?:li|tr|td|th|b|i|em|strong|span)\b[^>\n]{0,80}>", re.IGNORECASE)
_MOST_NESTED, _LONG = 12, 160


def lines_told(text: str) -> list[str]:
    """The lines of a caption, those of records as one each that says what is in its cells."""
    found = _of_json(text)
    if found is None:
        found = list(_listed(_rows(_unmarked(text).split("\n"))))
    return found


def _unmarked(text: str) -> str:
    """HTML as lines."""
    if "<" not in text:
        return text
    text = re.sub(r"<li\b[^>\n]{0,80}>", "\n- ", _BREAK.sub("\n", text), flags=re.IGNORECASE)
    return _TAG.sub(" ", re.sub(r"</t[dh]>\s*<t[dh]>", " | ", text, flags=re.IGNORECASE))


def _of_json(text: str) -> list[str] | None:
    """The lines of a text that is JSON; None where it is none."""
    bare = text.strip()
    if bare.startswith("```") and bare.endswith("```"):
        bare = bare[3:-3].removeprefix("json").strip()
    if bare[:1] not in ("{", "["):
        return None
    try:
        return list(_values(json.loads(bare), 0))
    except (ValueError, RecursionError):
        return None


def _values(value: Any, deep: int, name: str = "") -> Iterator[str]:
    """The lines of a value of JSON, a name above what is under it."""
    pad = "  " * deep
    name = name.replace("_", " ")
    if deep > _MOST_NESTED:
        return
    if isinstance(value, dict) and _is_record(value):
        cells = [(key.replace("_", " "), _flat(cell)) for key, cell in value.items()]
        lead = f"{name}: " if name and role_of(name) == "place" else ""
        yield f"{pad}- {lead}{told_record(cells)}"
    elif isinstance(value, dict | list):
        if name:
            yield f"{pad}- {name}:"
        pairs = value.items() if isinstance(value, dict) else (("", one) for one in value)
        for key, one in pairs:
            yield from _values(one, deep + bool(name), key)
    elif isinstance(value, str) and ("\n" in value or len(value) > _LONG):
        yield from value.split("\n")  # a whole caption
    elif isinstance(value, str) or (isinstance(value, int) and name):
        yield f"{pad}- {name}: {value}" if name else f"{pad}- {value}"


def _is_record(value: dict[str, Any]) -> bool:
    """Whether an object of JSON is one thing, or several that are alike."""
    roles = {role_of(key.replace("_", " ")) for key, one in value.items()
             if _flat(one) and not isinstance(one, int)}  # fmt: skip
    named = [(key, one) for key, one in value.items() if isinstance(one, list) and len(one) > 1]
    lists = any(role_of(key) != "look" or not _flat(one) for key, one in named)
    return bool(roles & {"kind", "size", "pattern", "colour"}) and not lists


def _flat(value: Any) -> str:
    """The words of a value; of an object none."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return str(value) if isinstance(value, str | int) else ""


def _rows(lines: list[str]) -> list[str]:
    """The lines, with each row of a table as a line of a list."""
    out: list[str] = []
    header: list[str] | None = None
    for at, line in enumerate(lines):
        cells = _cells(line, header)
        if cells is None:
            header = None
            out.append(line)
        elif _RULE.fullmatch(line):
            continue
        elif header is None:
            after = lines[at + 1] if at + 1 < len(lines) else ""
            named = "|" in after and _RULE.fullmatch(after)
            if named or any(role_of(cell) not in ("look", "none") and not _corner(cell)
                            for cell in cells):  # fmt: skip
                header = [_DRESS.sub("", cell).strip(" *") for cell in cells]
                out.append("")
            else:
                out.append("- " + told_record([("look", cell) for cell in cells]))
        else:
            out.append("- " + told_record(list(zip(header, cells, strict=False))))
    return out


def _cells(line: str, header: list[str] | None) -> list[str] | None:
    """The cells of a row: between strokes, or between commas where a line names columns."""
    if line.count("|") >= 2 or (header is not None and "|" in line):
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    cells = [cell.strip() for cell in line.split(",")]
    if header is not None:
        return cells if len(cells) == len(header) and "|" not in line else None
    names = [role_of(cell) for cell in cells]
    return cells if len(cells) > 2 and "kind" in names and "look" not in names else None


def role_of(name: str) -> str:
    """What a column is about; `look` where its name does not say."""
    bare = _DRESS.sub("", name).strip(" *").lower()
    return next((role for role, names in _ROLES if names.fullmatch(bare)), "look")


def told_record(pairs: list[tuple[str, str]]) -> str:
    """Cells, each with the name of its column, as a phrase: how many, what like, which, where."""
    cells: dict[str, list[str]] = {role: [] for role in (*_IN_ORDER, "none")}
    for name, said in pairs:
        text = _DRESS.sub("", said).strip()
        role = role_of(name)
        if text.replace(".", "").isdigit() and role != "count":
            role = "none"  # a rank, a place in pixels
        elif role not in ("count", "none") and (corner := _corner(text)):
            role, text = "place", corner
        elif role == "kind":
            text = re.sub(r"\s*#?\d+$", "", text)
        cells[role].append(text)
    said = " ".join(text for role in _IN_ORDER[:-1] for text in cells[role] if text)
    place = " ".join(cells["place"])
    return f"{place}: {said}" if place and "," in said else f"{said} {place}".strip()


def _corner(text: str) -> str:
    """A place in words that are read wherever they stand; "" where it is none."""
    found = _CORNER.fullmatch(text)
    if found is None or not (found[1] or found[2]):
        return ""
    down = {"top": "upper", "bottom": "lower"}.get((found[1] or "").lower(), found[1] or "")
    what = "quarter" if found[1] and found[2] else "half"
    return f"in the {' '.join(part.lower() for part in (down, found[2]) if part)} {what}"


@dataclass
class _Record:
    """A thing whose attributes are told line by line."""

    cells: list[tuple[str, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """As they were written."""

    @property
    def roles(self) -> set[str]:
        """What was told of it."""
        return {role_of(name) for name, _ in self.cells}

    def told(self) -> list[str]:
        """One line, if it is a thing."""
        if "kind" not in self.roles or len(self.cells) < 2:
            return self.lines
        return ["- " + told_record(self.cells)]


def _listed(lines: list[str]) -> Iterator[str]:
    """The lines, with each list of attributes, `size: small` and so on, as one."""
    record, waiting = _Record(), ""
    for line in lines:
        found = _LINE.match(line)
        text = _DRESS.sub("", found["text"] if found else "").strip()
        pairs = _pairs(text)
        if not pairs:
            yield from record.told()
            if waiting:
                yield waiting
            record, waiting = _Record(), ""
            if _titled(text):
                waiting = line  # it may be the title of what comes
            else:
                yield line
            continue
        roles = {role_of(name) for name, _ in pairs}
        if record.roles & roles:
            yield from record.told()
            record = _Record()
        if waiting:
            if "kind" in roles:
                yield waiting
            else:
                record = _Record([("thing", _titled(text=_bare(waiting)))], [waiting])
            waiting = ""
        record.cells += pairs
        record.lines.append(line)
    yield from record.told()
    if waiting:
        yield waiting


def _bare(line: str) -> str:
    found = _LINE.match(line)
    return _DRESS.sub("", found["text"] if found else "").strip()


def _pairs(text: str) -> list[tuple[str, str]]:
    """The attributes in a line that tells nothing else."""
    out = []
    for part in re.split(r"[;,|]", text):
        found = _PAIR.fullmatch(part)
        if found is None or role_of(found[1]) in ("look", "none"):
            return []
        out.append((found[1], found[2].strip(" .")))
    return out if len({role_of(name) for name, _ in out}) == len(out) else []


def _titled(text: str) -> str:
    """What a title names, if that is one thing: `Object 1: pink cross`; "" where it is not."""
    label = re.match(r"(?:object|shape|thing|item|figure|element) ?#?\d{1,2}\s*[:.)-]?\s*", text,
                     re.IGNORECASE)  # fmt: skip
    rest = (text[label.end() :] if label else text).strip(" :.")
    words = [LEXICON.get(word) for word in re.findall(r"[a-z]+", rest.lower())]
    nouns = [word for word in words if word is not None and word.sort == "noun"]
    known = all(word is not None and word.sort in ("noun", "size", "pattern", "colour", "a")
                for word in words)  # fmt: skip
    return rest if known and len(nouns) == 1 and not nouns[0].many and nouns[0].said else ""
