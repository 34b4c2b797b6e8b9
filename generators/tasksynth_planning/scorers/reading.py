"""Read which nodes an answer changes, and whether up or down."""

import json
import re
from typing import Any

from tasksynth.answers import Unreadable, normalized, plain, read_final, unlisted
from tasksynth_planning.scorers.models import NAMES, Numbers

_MOST = 2000
"""Characters of an edit, at most."""
_UP = (
    "up upward upwards increase increases increased increasing raise raises raised raising "
    "increment increments incremented add adds added plus higher \u2191 \u2b06"
)
_DOWN = (
    "down downward downwards decrease decreases decreased decreasing lower lowers lowered lowering "
    "decrement decrements decremented reduce reduces reduced subtract subtracts subtracted minus "
    "\u2193 \u2b07"
)
_BY = dict.fromkeys(_UP.split(), 1) | dict.fromkeys(_DOWN.split(), -1)
_TALK = frozenset([
    "node", "nodes", "number", "numbers", "value", "values", "change", "changes", "changed", "edit",
    "edits", "nudge", "nudges", "the", "of", "by", "to", "from", "and", "then", "its", "each",
    "both", "is", "goes", "go", "gets", "so", "i", "with", "x", "answer", "1", "one", "at", "all",
    "on", "set", "it", "are", "two", "three", "four", "new",
])  # fmt: skip
"""Words that change nothing."""
_X = re.compile(r"\bx\s?(?:\(\s?|\[\s?|_\{?)([A-Ja-j])\b(?:\s?[)\]}])?")
_I = re.compile(r"\bI(?:'ll|\s+will|\s+would)?\s+(?=[a-z]{3})")
_PAIR = re.compile(r"[(\[]\s*[\"']?([A-Ja-j])[\"']?\s*,\s*([-+]?\s?[01])\s*[)\]]")
"""As in `(A, +1)`."""
_ROW = re.compile(r"^\s*([A-Ja-j])\s*((?:,\s*[-+]?\s?\d{1,2}\s*)+)$", re.MULTILINE)
"""What becomes of a row of a table: `A, 5, 6`."""
_RUN = re.compile(
    r"\b(?P<node>[A-J])\b[)\]\"']*(?P<run>(?:"
    r"(?:[ \t:=(\[\"']|->|=>|-(?= *[-+])|\u2192|\u2014|\b(?:by|to|from|is|becomes|goes|now)\b)*"
    r"[-+]?\s?\d{1,2}(?!\d|\.\d)[)\]\"']*)+)"
)
"""A node and the numbers after it: `A: +1`, `A = 6`, `A from 5 to 6`, `A: 5 + 1 = 6`."""
_SIGNED = re.compile(r"(?<![-+])([-+])\s?(\d{1,2})")
_DASH = re.compile(r"->|(?<=[\s\w])-(?=\s+[-+])")
"""An arrow, or a dash before a change: `A - +1`."""
_TO = re.compile(r"=|->|=>|\u2192|\b(?:to|becomes|is|now)\b")
_SIGN = re.compile(r"(?<!@)\b([A-J])\b[)\]]*\s?([-+])(?=\s*(?:[,;)\]}\n]|$))")
"""As in `A+, B-`."""
_REMARK = re.compile(r"[(\[]\s*(?:from\s+)?(\d{1,2})\s*(?:->|=>|\u2192|\bto\b)\s*(\d{1,2})\s*[)\]]")
"""What a nudge makes of a number: `raise A (5 -> 6)`."""
_TOKEN = re.compile(
    r"@(?P<edit>[A-J])(?P<by>[-0+])|\^(?P<old>\d+)>(?P<new>\d+)|(?P<sign>[-+]\s?1\b)"
    r"|(?P<word>\w+|[\u2191\u2193\u2b06\u2b07])|(?P<end>[;\n])"
)
_SILENT = re.compile(r"[\s,:.()\[\]{}\"'`*=|\ufe0f\u2014&]|->|=>|\u2192|-(?=\s|-)")
_LEAD = re.compile(
    r"^\W*(?:(?:so|thus|hence|therefore),?\s+)?(?:the|my)\s+(?:final\s+)?answer\s+is\b",
    re.IGNORECASE,
)
"""What reads as an article where it goes on with node A."""
_REST = re.compile(
    r"[,;.]?\s*(?:and\s+)?(?:all\s+)?(?:the\s+)?(?:others?|rest)(?:\s+nodes)?"
    r"(?:\s+(?:are|is|stay|stays|remain|remains))?\s+(?:unchanged|the\s+same)\.?\s*$"
)
_THEN = re.compile(
    r"[(\[,;.]?\s?(?:(?:and|so|then|now|makes|making|which)\s)*the\s(?:whole\s)?graph\s(?:then\s)?"
    r"(?:(?:is|becomes|turns|will\sbe)\s)?(?:then\s|now\s)?(?P<of>[a-z]+)\s?[)\].]*\s?$",
    re.IGNORECASE,
)
"""What comes of it, at the end: `(then the graph is red)`."""
_DRESS = (
    (re.compile(r"(?<=[A-Ja-j)}])\s?\^\s?\{?\s?([-+]\s?1?)\s?\}?"), r" \1"),
    (re.compile(r"\{([-+])\}"), r"\1"),
    (re.compile(r"\\(?:to|rightarrow|mapsto)(?![a-z])"), "->"),
    (re.compile(r"(?:\\Delta\b|[\u0394\u2206])\s*"), ""),
)
"""What is written about exponents, signs, arrows and differences in mathematics."""
_STEP = re.compile(r"([-+])=\s*1\b")
_TWICE = re.compile(r"\b([A-J])\s?(?:\+(\+)|-(-))(?![-+\d])")
"""`A++` and `B--`."""
_BEFORE = re.compile(r"\s*[-+][A-J](?:[\s,;]+[-+][A-J])*\s*\.?\s*")
"""`+A, -B`."""
_SIZE = re.compile(r"\bby\s+(?:1|one)\b(?!\d|\.\d)")
"""What says no more than up and down do."""
_VECTOR = {"-1", "0", "1"}
_ROLES = {"from": "from", "old": "from", "before": "from"} | dict.fromkeys(
    ("to", "new", "after"), "to"
)
_FIRST = re.compile(r"\W*[-+]\s?1\b")


def read_edit(answer: str, numbers: Numbers, wanted: str) -> Numbers:
    """By how much an answer changes each node, so that the graph is of the wanted class.

    Raises:
        Unreadable: if it names no node, one that there is not, one twice, or another change, or
            says that another class comes of it.
    """
    return read_final(answer, lambda text: _edit(text, numbers, wanted), asked="tag")


def _edit(text: str, numbers: Numbers, wanted: str) -> Numbers:
    if len(text) > _MOST:
        raise Unreadable("want a few nodes")
    text = re.sub(r"[ \t]+", " ", _spread(text, numbers))
    text = _THEN.sub(lambda then: "" if then["of"].lower() == wanted else then[0], text)
    text = _ROW.sub(lambda row: row[1] + row[2].replace(",", " "), text)
    text = _I.sub("", _PAIR.sub(r"\1 \2;", _X.sub(r"\1", _SIZE.sub("", text))))
    text = _TWICE.sub(r"\1 \2\g<3>1", _STEP.sub(r"\g<1>1", _REST.sub("", _LEAD.sub("", text))))
    if _BEFORE.fullmatch(text):
        text = re.sub(r"([-+])([A-J])", r"\2 \g<1>1", text)
    if not re.search(r"\b[A-J]\b", text):
        text = re.sub(r"\b[a-j]\b", lambda node: node[0].upper(), text)
    if not _FIRST.match(text):  # where changes come first, as in `+1: A, C`, none is a node's last
        text = _RUN.sub(lambda found: _of_run(found, numbers), text)
        text = _SIGN.sub(r" @\1\2 ", text)
    edit = _Edit(numbers)
    edit.read(_REMARK.sub(r" ^\1>\2 ", text))
    if not any(edit.by.values()):
        raise Unreadable("want nodes with +1 or -1")
    return tuple(edit.by.get(node, 0) for node in range(len(numbers)))


def _of_run(found: re.Match[str], numbers: Numbers) -> str:
    """A node and what is said of its number: `A +1`, or one mark, `@A+`.

    Raises:
        Unreadable: if the numbers disagree, or may be the change or what comes of it.
    """
    node, run = NAMES.index(found["node"]), found["run"]
    if node >= len(numbers):
        raise Unreadable(f"there is no node {NAMES[node]}")
    old = numbers[node]
    signed = [int(sign + number) for sign, number in _SIGNED.findall(run)]
    rest = _SIGNED.sub(" ", run)
    others = [int(number) for number in re.findall(r"\d+", rest)]
    if not signed:
        signed, others = _implied(others, old, arrow=bool(_TO.search(run))), []
    if re.search(r"[-+]", _DASH.sub(" ", rest)):  # --1
        signed = []
    if len(signed) != 1 or others not in ([], [old], [old + signed[0]], [old, old + signed[0]]):
        raise Unreadable(f"want a node with +1 or -1, got {found[0][:40]!r}")
    if abs(signed[0]) > 1:
        raise Unreadable(f"want a node with +1 or -1, got {found[0][:40]!r}")
    if signed[0] and not others and _SIGNED.search(run):
        return f" {found['node']} {signed[0]:+d} "  # it may be said of nodes before, too
    return f" @{found['node']}{'-0+'[signed[0] + 1]} "


def _implied(said: list[int], old: int, *, arrow: bool) -> list[int]:
    """The changes that numbers without a sign may tell: one, if they are to be understood."""
    if said == [old, 1, old + 1]:  # a row of a table
        return [1]
    whole = said == [old, said[-1]]
    if arrow and whole:
        return [said[-1] - old]
    ways = {said[-1]} if said[-1] < 2 and (len(said) == 1 or whole) else set()
    if abs(said[-1] - old) == 1 and (whole or (arrow and len(said) == 1)):
        ways.add(said[-1] - old)
    return list(ways)


class _Edit:
    """Nodes and by how much they are changed; several may share what is said before or after."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.by: dict[int, int] = {}
        self.waiting: list[int] = []
        """Nodes of which nothing is said yet."""
        self.ahead = 0
        """What is said before nodes."""
        self.empty = False
        """Whether none of them has come."""

    def read(self, text: str) -> None:
        """Take up all that a text says."""
        place = 0
        while place < len(text):
            if token := _TOKEN.match(text, place):
                self._take(token)
            elif not (token := _SILENT.match(text, place)):
                raise Unreadable(f"want a node with +1 or -1, got {text[place : place + 9]!r}")
            place = token.end()
        self._end()

    def _take(self, token: re.Match[str]) -> None:
        word = token["word"]
        if token["edit"]:
            self._mark(NAMES.index(token["edit"]), "-0+".index(token["by"]) - 1)
        elif token["old"]:
            self._remark(int(token["old"]), int(token["new"]))
        elif token["end"]:
            self._end()
        elif token["sign"]:
            self._say(-1 if "-" in token["sign"] else 1)
        elif len(word) == 1 and word in NAMES:
            self._name(NAMES.index(word))
        elif word.lower() in _BY:
            self._say(_BY[word.lower()])
        elif word.lower() not in _TALK:
            raise Unreadable(f"want a node with +1 or -1, got {word[:40]!r}")

    def _mark(self, node: int, by: int) -> None:
        if self.waiting or self.ahead not in (0, by):
            raise Unreadable("want each node with +1 or -1")
        self._put(node, by)
        self.ahead, self.empty = 0, False

    def _remark(self, old: int, new: int) -> None:
        node, by = list(self.by.items())[-1] if self.by else (0, 0)
        if self.numbers[node] != old or new - old != by:
            raise Unreadable(f"what is changed from {old} to {new}?")

    def _name(self, node: int) -> None:
        if self.ahead:
            self._put(node, self.ahead)
            self.empty = False
        else:
            self.waiting.append(node)

    def _say(self, by: int) -> None:
        if self.waiting:
            for node in self.waiting:
                self._put(node, by)
            self.waiting = []
        elif by == self.ahead and not self.empty:
            pass  # raise A by +1; increase A, increase B
        elif self.empty:
            raise Unreadable("want each node with +1 or -1")
        else:
            self.ahead, self.empty = by, True

    def _end(self) -> None:
        if self.waiting or self.empty:
            raise Unreadable("want each node with +1 or -1")
        self.ahead = 0

    def _put(self, node: int, by: int) -> None:
        if node >= len(self.numbers):
            raise Unreadable(f"there is no node {NAMES[node]}")
        if node in self.by:
            raise Unreadable(f"{NAMES[node]} is named twice")
        self.by[node] = by


def _spread(text: str, numbers: Numbers) -> str:
    """The text without what it is dressed in; members of an object one by one."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        text = normalized(text)
        for pattern, meant in _DRESS:
            text = pattern.sub(meant, text)
        return unlisted(plain(text)).replace("\u2212", "-")
    link = " "
    while isinstance(value, dict) and len(value) == 1:
        ((key, inner),) = value.items()
        if not isinstance(inner, dict | list) or key.lower() in _BY:
            break
        value, link = inner, " = " if key.lower() in {"x", "new", "new_x"} else " "
    if isinstance(value, list) and len(value) == len(numbers) and set(map(str, value)) <= _VECTOR:
        return "\n".join(f"{name} {by}" for name, by in zip(NAMES, value, strict=False))
    if isinstance(value, dict) and (pairs := _columns(value)):
        value = pairs
    if isinstance(value, dict) and not isinstance(value.get("node"), str):
        return "\n".join(f"{name}{link}{_listed(by)}" for name, by in value.items() if by != [])
    return "\n".join(map(_member, value if isinstance(value, list) else [value]))


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object of JSON.

    Raises:
        Unreadable: if two of them have one name, of which Python would take the last.
    """
    value = dict(members)
    if len(value) < len(members):
        raise Unreadable("a key is there twice")
    return value


def _columns(value: dict[str, object]) -> list[object]:
    """Pairs of an object that has nodes in one list and changes in the other."""
    lists = [of for of in value.values() if isinstance(of, list)]
    if len(value) != 2 or len(lists) != 2 or len(lists[0]) != len(lists[1]):
        return []
    nodes, changes = lists
    named = all(isinstance(one, str) and one.strip() in NAMES for one in nodes)
    told = all(str(one).lstrip("+-") == "1" for one in changes)
    return [list(pair) for pair in zip(nodes, changes, strict=True)] if named and told else []


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _member(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{_ROLES.get(str(key).lower(), '')} {of}" for key, of in value.items())
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
