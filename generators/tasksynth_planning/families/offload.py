"""`planning.offload`: all best compromises between the time and the energy of a phone's tasks."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, plain, read_final, unlisted
from tasksynth.rng import Dice
from tasksynth_planning.fronts.offloads import (
    Assignment,
    EdgeServer,
    Offload,
    beaten,
    front,
    hypervolume,
    nadir_of,
)
from tasksynth_planning.fronts.strategies import cheap_sets

PLACES = "PABCD"
_TRIES = 60
"""Phones that are drawn before a draw is given up."""
_SPARE = 2
"""Pairs that a front may have more than asked for."""
_CLAIM = re.compile(
    r"\(\s{0,3}(?:(?:time|energy|[te])?[ =:]{0,3}\d{1,9}(?: ?m[sj])?[,;:/ ]{0,3}(?:and )?){2}\)"
    r"|\b(?:time|energy)\b"
    r"|[(\[]?\b\d{1,9} ?m[sj]\b[,;:/ ]{0,3}(?:and )?[)\]]?"
    r"|[-=]>(?=[ ]{0,3}\d{1,9} ?m[sj])|[=:\u2192-](?=[ ]{0,3}\d{1,9} ?m[sj])",
    re.IGNORECASE,
)
"""What an assignment is said to cost."""
_TOKEN = re.compile(r"[A-Za-z]+|\d+")
_TALK = frozenset(["TASK", "TASKS", "T", "AND", "ASSIGNMENT", "ASSIGNMENTS", "SERVER", "THE", "ON"])
"""Words of an answer that change nothing."""


class OffloadParams(Params):
    """How many tasks and servers there are, and how many compromises."""

    tasks: Annotated[int, Field(ge=2, le=8), Knob(5, 8)] = 6
    """Tasks to be done."""
    servers: Annotated[int, Field(ge=1, le=3), Knob(1, 3)] = 2
    """Servers that may do them."""
    points: Annotated[int, Field(ge=3, le=12), Knob(4, 9)] = 5
    """Best pairs of time and energy, or up to two more."""


class OffloadInstance(Model):
    """A phone with its tasks, and one assignment for each best pair."""

    offload: Offload
    front: tuple[Assignment, ...]


class ParetoOffload(Family[OffloadParams, OffloadInstance]):
    """Say where tasks are done, once for each best compromise between time and energy."""

    name = "planning.offload"
    effort = "assignments"
    rubric: ClassVar[Rubric] = Rubric(gate="whole", whole=0.6, area=0.4)

    def generate(self, p: OffloadParams, rng: np.random.Generator) -> OffloadInstance | None:
        """Numbers of chance; what is quickly made must not be the whole front."""
        dice = Dice(rng)
        for _ in range(_TRIES):
            offload = _draw(dice, p)
            best = front(offload)
            if not p.points <= len(best) <= p.points + _SPARE:
                continue
            cheap = cheap_sets(offload, len(best), dice).values()
            if not any({offload.costs(one) for one in some} == best.keys() for some in cheap):
                return OffloadInstance(offload=offload, front=tuple(best.values()))
        return None

    def prompt(self, x: OffloadInstance) -> str:
        return _told(x.offload, len(x.front))

    def verify(self, x: OffloadInstance, answer: str) -> Verdict:
        try:
            given = _read(answer, len(x.offload.work), len(x.offload.servers) + 1)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        if len(given) > len(x.front):
            why = f"{len(given)} assignments are listed, {len(x.front)} are asked for"
            return self.rubric(whole=0.0, area=0.0, why=why)
        best = {x.offload.costs(one) for one in x.front}
        found = {x.offload.costs(one): one for one in given}
        if found.keys() == best:
            return self.rubric(whole=1.0, area=1.0)
        nadir = nadir_of(list(best))
        area = hypervolume(found, nadir) / hypervolume(best, nadir)
        worse = [one for costs, one in found.items() if beaten(costs, best)]
        missing = len(best - found.keys())
        why = f"{missing} of the {len(best)} best pairs are missing"
        if worse:
            why = f"{_word(worse[0])} is beaten by another assignment"
        return self.rubric(whole=0.0, area=area, why=why)

    def solve(self, x: OffloadInstance) -> str:
        return written(x.front)

    def measure(self, x: OffloadInstance) -> dict[str, float]:
        """`assignments`: all that there are."""
        return {
            "tasks": len(x.offload.work),
            "assignments": (len(x.offload.servers) + 1) ** len(x.offload.work),
            "points": len(x.front),
        }

    def canonical(self, x: OffloadInstance) -> Any:
        return x.offload.model_dump(mode="json")

    def baselines(self, x: OffloadInstance) -> dict[str, str]:
        dice = Dice(np.random.Generator(np.random.Philox(key=sum(x.offload.work))))
        sets = cheap_sets(x.offload, len(x.front), dice)
        return {name: written(some) for name, some in sets.items()}

    def floor(self, p: OffloadParams) -> float:
        """What the best by weighted sums gets, who looks at all assignments and misses what lies
        behind the hull; the cheap ones are tried on every draw.
        """
        return 0.18 if p.servers < 2 else 0.1


def _draw(dice: Dice, p: OffloadParams) -> Offload:
    return Offload(
        work=tuple(dice.between(2, 9) for _ in range(p.tasks)),
        data=tuple(dice.between(1, 9) for _ in range(p.tasks)),
        time=dice.between(3, 8),
        energy=dice.between(3, 9),
        servers=tuple(
            EdgeServer(send=dice.between(1, 5), energy=dice.between(1, 9), work=dice.between(1, 4))
            for _ in range(p.servers)
        ),
    )


def _told(offload: Offload, count: int) -> str:
    tasks = "\n".join(
        f"task {number}: work {work}, data {data}"
        for number, (work, data) in enumerate(zip(offload.work, offload.data, strict=True), 1)
    )
    names = PLACES[1 : len(offload.servers) + 1]
    servers = "\n".join(
        f"server {name}: sending takes {one.send} ms and {one.energy} mJ for each unit of data, "
        f"working takes {one.work} ms for each unit of work"
        for name, one in zip(names, offload.servers, strict=True)
    )
    several = len(names) > 1
    example = ", ".join(("P" * len(offload.work), names[-1] * len(offload.work)))
    return (
        f"A phone has these tasks to do:\n\n{tasks}\n\nEach task is done either by the phone "
        f"itself or by a server:\n\nphone: working takes {offload.time} ms and {offload.energy} mJ "
        f"for each unit of work\n{servers}\n\nThe work that a server does costs the phone no "
        "energy, and results come back at once. The phone does its own tasks one after the other. "
        "A server takes its tasks one after the other, too: the data of one is sent, then it is "
        "worked on, and only then the next one's data is sent. The phone and the "
        f"server{'s' if several else ''} are busy at the same time; nobody waits for another.\n\n"
        "An assignment says where each task is done. Its time is when the last place is done, its "
        "energy is what the phone spends in all. A pair of time and energy is best if no "
        "assignment is better in one of the two and at least as good in the other. There are "
        f"{count} best pairs. Find one assignment for each of them; one that is beaten is not "
        "asked for, nor a second one with the same pair. A list that is not complete or not "
        "right earns a part, by the area that its pairs dominate, and nothing if it has more than "
        f"{count} assignments.\n\n"
        f"Write an assignment as a word with a letter for each task, in order: P for the phone, "
        f"{_or(names)} for the server{' of that name' if several else ''}. End with a line that "
        f"begins with “Answer:” and lists the words, separated by commas, as in {example}."
    )


def _or(names: str) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _word(one: Assignment) -> str:
    return "".join(PLACES[place] for place in one)


def written(some: Sequence[Assignment]) -> str:
    """A list of assignments, as the prompt asks for it."""
    return f"Answer: {', '.join(map(_word, some))}"


def _read(answer: str, tasks: int, places: int) -> set[Assignment]:
    known = PLACES[:places]

    def read(text: str) -> set[Assignment]:
        words, letters, numbers = list[str](), list[str](), list[int]()
        for token in _TOKEN.findall(_CLAIM.sub(" ", unlisted(plain(text)))):
            one = "P" if token.upper() == "PHONE" else token.upper()
            if one.isdecimal() and len(one) < 4:
                numbers.append(int(one))
            elif len(one) == tasks and set(one) <= set(known):
                words.append(one)
            elif len(one) == 1 and one in known:
                letters.append(one)
            elif one not in _TALK:
                raise Unreadable(f"{token[:40]!r} says not where {tasks} tasks are done")
        if (words and letters) or len(letters) % tasks:
            raise Unreadable(f"want {tasks} letters for each assignment")
        rows = words or ["".join(letters[i : i + tasks]) for i in range(0, len(letters), tasks)]
        count = len(rows) if words else tasks
        if not rows or numbers != list(range(1, count + 1)) * (len(numbers) // count):
            raise Unreadable("want words of letters, separated by commas")
        return {tuple(known.index(letter) for letter in row) for row in rows}

    return read_final(answer, read, asked="line")
