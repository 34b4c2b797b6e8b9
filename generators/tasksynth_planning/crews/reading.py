"""Read plans of several robots: lines, lists, tables, calls and JSON."""

import re
from collections.abc import Iterator
from typing import cast

from tasksynth.answers import Unreadable, plain, read_final
from tasksynth_planning.crews.layouts import ROBOT, lines_of_json, rows_of_table
from tasksynth_planning.crews.models import CrewAnswer, CrewDeed, CrewWorld, PlaceKind, Verb

_VERBS = {
    "go": "go goes move moves walk walks drive drives fly flies travel travels enter enters roll "
    "rolls return returns navigate carry carries bring brings",
    "take": "take takes pick picks grab grabs get gets lift lifts collect collects",
    "put": "put puts place places drop drops set sets deposit deposits lay lays",
    "open": "open opens unlock unlocks",
    "wait": "wait waits idle idles nothing stay stays rests noop none remain remains",
}
_VERB_OF = {word: verb for verb, words in _VERBS.items() for word in words.split()}
_TALK = frozenset([
    "to", "the", "into", "in", "inside", "on", "onto", "of", "at", "up", "down", "through", "via",
    "door", "doors", "stairs", "window", "narrow", "and", "then", "it", "its", "a", "an", "with",
    "holding", "carrying", "room", "does", "do", "will", "while", "others", "rest", "all",
    "everyone", "both", "other", "robot", "robots", "rover", "walker", "drone", "arm", "humanoid",
    "thing", "closed", "using", "is", "back", "over",
])  # fmt: skip
"""Words of a step that change nothing."""
_NAMED = frozenset([
    "robots", "robot", "switched", "on", "that", "are", "is", "the", "used", "use", "active",
    "activated", "activate", "activation", "team", "and", "plan", "steps", "rover", "walker",
    "drone", "arm", "humanoid", "a", "an", "answer", "final", "switch", "only", "in", "joint",
])  # fmt: skip
"""Words of the line that names robots, and of headings."""
_ROBOTLESS = re.compile(r"\br\d+\b")
_MARK = re.compile(
    r"(?:^|(?<=[\n;,.]))[ \t({\[]*(?:time[ -]?)?(?:steps?|time|t)[ =#_-]*(\d{1,3})\b"
    r"[ \t:.)\]|}>=-]*"
)
_NUMBER = re.compile(r"^[ \t(\[]*(\d{1,3})[ \t]*[.):\]|-][ \t]*", re.MULTILINE)
_DASH = re.compile(
    r"(?:(?<=[:|])|(?<=r\d[ ])|(?<=r\d\d[ ]))[ \t]{0,3}"
    r"(?:-{1,3}|\u2013|\u2014|\u2212)[ \t]{0,3}(?=[;,|\n]|$)"
)
_ARROW = re.compile(r"\\(?:to|(?:long)?rightarrow)(?![a-z])|[-=]>|[\u2192\u21d2\u27f6]")
_REMARK = re.compile(r"\(([^()\n]{0,200})\)")
_KILOS = re.compile(r"\b\d+(?:\.\d+)?[ ]?kg\b")
_WORD = re.compile(r"[a-z]+\d*|\d+|;|\n")
_MOST = 300
"""Steps of a plan that are read."""


def read_crew(answer: str, world: CrewWorld) -> CrewAnswer:
    """The plan of an answer, and the robots that it says are switched on.

    Raises:
        Unreadable: if there is none, or a word of it is not known.
    """
    reader = _CrewReader(world)
    return read_final(answer, reader.read, asked="tag")


class _Clause:
    """What is said of one robot, or of several."""

    def __init__(self) -> None:
        self.robots: list[int] = []
        self.verb = ""
        self.nouns: list[tuple[str, int | str, bool]] = []
        """Kind, which, and whether it comes after `from` or `between`."""


class _CrewReader:
    def __init__(self, world: CrewWorld) -> None:
        self.world = world
        self.nouns: dict[str, tuple[str, int | str]] = {"ground": ("place", "floor")}
        self.nouns |= {kind: ("place", kind) for kind in ("floor", "shelf", "cabinet")}
        self.nouns |= {name: ("room", i) for i, name in enumerate(world.rooms)}
        self.nouns |= {one.name: ("thing", i) for i, one in enumerate(world.things)}

    def read(self, text: str) -> CrewAnswer:
        """A plan, in any form."""
        text = rows_of_table(lines_of_json(text))
        text = ROBOT.sub(r"r\1", _ARROW.sub(" to ", plain(text)).lower())
        text = _DASH.sub(" wait", _KILOS.sub(" ", text)).replace("do nothing", "wait")
        text = _REMARK.sub(self._of_remark, text.replace("does nothing", "wait"))
        head, steps = self._parted(text)
        named = self._named(head)
        if len(steps) > _MOST:
            raise Unreadable(f"a plan of more than {_MOST} steps is not read")
        read = [self._step(number, step) for number, step in enumerate(steps, 1)]
        if not any(read):
            raise Unreadable("there is no plan: want lines such as “Step 1: R1 go ROOM”")
        return CrewAnswer(named, read)

    def _parted(self, text: str) -> tuple[str, list[str]]:
        """What is before the steps, and the steps."""
        for pattern in (_MARK, _NUMBER):
            marks = list(pattern.finditer(text))
            if marks:
                numbers = [int(mark[1]) for mark in marks]
                if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1:
                    raise Unreadable(f"want steps 1, 2, 3 and so on, got {numbers[:20]}")
                ends = [*(mark.start() for mark in marks[1:]), len(text)]
                steps = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
                if pattern is _MARK:  # within a step, numbers are those of a list
                    steps = [_NUMBER.sub("\n", step) for step in steps]
                return text[: marks[0].start()], steps
        lines = [line for line in text.splitlines() if line.strip()]
        count = 0
        while (
            count < len(lines) and set(_WORD.findall(_ROBOTLESS.sub(" ", lines[count]))) <= _NAMED
        ):
            count += 1
        return "\n".join(lines[:count]), lines[count:]

    def _named(self, head: str) -> frozenset[int] | None:
        """The robots that are said to be switched on."""
        found = [self._robot(one) for one in re.findall(r"\br(\d+)\b", head)]
        words = set(_WORD.findall(_ROBOTLESS.sub(" ", head))) - {";", "\n"}
        if unknown := sorted(word for word in words - _NAMED if not word.isdigit()):
            raise Unreadable(f"{unknown[0][:40]!r} before the first step is not understood")
        return frozenset(found) if found else None

    def _robot(self, number: str) -> int:
        if len(number) > 2 or not 1 <= int(number) <= len(self.world.robots):
            raise Unreadable(f"there is no robot R{number[:9]}")
        return int(number) - 1

    def _of_remark(self, remark: re.Match[str]) -> str:
        """What stands in brackets, unless it is a remark in words of its own."""
        words = _WORD.findall(remark[1])
        acts = any(word in _VERB_OF or re.fullmatch(r"r\d+", word) for word in words)
        known = all(word in self.nouns or word in _TALK or word == "from" for word in words)
        return f" {remark[1]} " if acts or known else " "

    def _step(self, number: int, text: str) -> list[CrewDeed]:
        deeds: list[CrewDeed] = []
        acted: set[int] = set()
        for clause in self._clauses(text):
            if clause.verb == "wait" and not clause.robots:
                continue
            if not clause.robots or not clause.verb:
                said = "no robot" if clause.verb else f"nothing that R{clause.robots[0] + 1} does"
                raise Unreadable(f"step {number}: {said} is named")
            for robot in clause.robots:
                if robot in acted:
                    raise Unreadable(f"step {number}: R{robot + 1} is named twice")
                acted.add(robot)
                if clause.verb != "wait":
                    deeds.append(_deed(number, robot, clause))
        return deeds

    def _clauses(self, text: str) -> Iterator[_Clause]:
        clause, since, before = _Clause(), False, ""
        for word in _WORD.findall(text):
            if word in (";", "\n"):
                since = False
            elif re.fullmatch(r"r\d+", word):
                if clause.verb and clause.robots:
                    yield clause
                    clause, since = _Clause(), False
                clause.robots.append(self._robot(word[1:]))
            elif word == "open" and before in ("the", "an", "into", "in"):
                pass
            elif word in _VERB_OF:
                if clause.verb:
                    yield clause
                    clause, since = _Clause(), False
                clause.verb = _VERB_OF[word]
            elif word in ("from", "between"):
                since = True
            elif word in self.nouns:
                clause.nouns.append((*self.nouns[word], since))
            elif word not in _TALK:
                raise Unreadable(f"{word[:40]!r} is not known here")
            before = word
            since = since and word != "to"
        if clause.verb or clause.robots or clause.nouns:
            yield clause


def _deed(number: int, robot: int, clause: _Clause) -> CrewDeed:
    """What a robot does, by the nouns of its clause."""
    rooms = [(which, since) for kind, which, since in clause.nouns if kind == "room"]
    things = [which for kind, which, _ in clause.nouns if kind == "thing"]
    places = [which for kind, which, _ in clause.nouns if kind == "place"]
    rooms = [*(one for one in rooms if one[1]), *(one for one in rooms if not one[1])]
    named = [cast(int, which) for which, _ in rooms]
    thing = cast(int, things[0]) if things else None
    place = cast(PlaceKind, places[0]) if places else None
    most = {"go": (2, 1, 0), "take": (1, 1, 1), "put": (1, 1, 1), "open": (2, 0, 1)}[clause.verb]
    counts = (len(named), len(things), len(places))
    lacks = (
        (clause.verb == "take" and not things)
        or (clause.verb == "go" and not [one for one in rooms if not one[1]])
        or (clause.verb == "open" and not named and place != "cabinet")
        or (clause.verb == "open" and place in ("floor", "shelf"))
    )
    if lacks or any(a > b for a, b in zip(counts, most, strict=True)):
        raise Unreadable(f"step {number}: what R{robot + 1} is to {clause.verb} is not clear")
    verb = cast(Verb, clause.verb)
    if verb == "go" or (verb == "open" and place is None):
        here = named[0] if len(named) == 2 else None
        return CrewDeed(robot, verb, thing=thing, room=named[-1], here=here)
    return CrewDeed(robot, verb, thing=thing, place=place, here=named[0] if named else None)
