"""Jobs into time slots: order, conflicts, closed slots, and room for so many jobs at a time."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Knob
from tasksynth_sat.drawing.frontier import twins
from tasksynth_sat.formulas.cnf import Clause, Cnf
from tasksynth_sat.formulas.encoding import all_pairs, chosen, differ, one_each
from tasksynth_sat.kinds.placing import PlacingFamily
from tasksynth_sat.kinds.puzzles import Puzzle, PuzzleParams, Rows, patterns, samples
from tasksynth_sat.reading.words import PEOPLE, PLACES, read_values
from tasksynth_sat.solving.descents import Cells, cells
from tasksynth_sat.wording.languages import stories
from tasksynth_sat.wording.stories import Story, choose, pairs_of, tell

KINDS = ("before", "apart", "closed")

STORIES = (
    Story(
        pool=PEOPLE,
        opening=(
            (
                "A clinic has {k} hours, numbered 1 to {k} in order, for the patients {items}. It "
                "sees at most {capacity} patients in an hour."
            ),
            (
                "{n} patients, {items}, are to be seen within hours 1 to {k}, no more than "
                "{capacity} of them in any hour."
            ),
        ),
        rules={
            "before": (
                "{a} must be seen in an earlier hour than {b}.",
                "{b} has to come in a later hour than {a}.",
            ),
            "apart": (
                "{a} and {b} must not come in the same hour.",
                "{a} and {b} need different hours.",
            ),
            "closed": ("{a} cannot come in hour {slot}.", "Hour {slot} does not suit {a}."),
        },
        question=("Which hour does each patient get?", "Find an hour for every patient."),
        form=(
            "name=hour for every patient, separated by commas",
            "a list of pairs name=hour, one for each patient",
        ),
        nouns="hour hours patient patients",
    ),
    Story(
        pool=PLACES,
        opening=(
            (
                "A team visits {items} within {k} weeks, numbered 1 to {k}, and manages at most "
                "{capacity} visits a week."
            ),
            (
                "{n} visits are due: {items}. There are weeks 1 to {k}, with room for {capacity} "
                "visits each."
            ),
        ),
        rules={
            "before": (
                "{a} is visited in an earlier week than {b}.",
                "The visit to {b} needs results of {a} from an earlier week.",
            ),
            "apart": (
                "{a} and {b} cannot be visited in the same week.",
                "{a} and {b} clash: not both in one week.",
            ),
            "closed": ("{a} is closed in week {slot}.", "In week {slot} nobody can go to {a}."),
        },
        question=("Plan the visits.", "Say for each place in which week it is visited."),
        form=(
            "name=week for every place, separated by commas",
            "a list of pairs name=week, one for each place",
        ),
        nouns="week weeks place places visit visits",
    ),
    Story(
        pool=PEOPLE,
        opening=(
            (
                "A server runs the jobs {items} in {k} rounds, 1 to {k}. A round has {capacity} "
                "cores, and each job takes one core for one round."
            ),
            "Schedule {n} jobs called {items} into rounds 1 to {k}, at most {capacity} in a round.",
        ),
        rules={
            "before": (
                "{b} reads what {a} wrote in an earlier round.",
                "{a} runs in a round before that of {b}.",
            ),
            "apart": (
                "{a} and {b} need the same device, so not in one round.",
                "{a} and {b} may not run in the same round.",
            ),
            "closed": (
                "{a} is not ready to run in round {slot}.",
                "Round {slot} is barred to {a}.",
            ),
        },
        question=("In which round does each job run?", "Give each job a round."),
        form=(
            "name=round for every job, separated by commas",
            "a list of pairs name=round, one for each job",
        ),
        nouns="round rounds job jobs runs",
    ),
)


class SchedulingParams(PuzzleParams):
    """What may be asked of `sat.scheduling`."""

    n_jobs: Annotated[int, Field(ge=4, le=60), Knob(15, 32)]
    """Jobs, told as patients, visits or jobs."""
    n_slots: Annotated[int, Field(ge=3, le=20), Knob(5, 8)]
    """Time slots, in order."""
    spare_capacity: Annotated[int, Field(ge=0, le=10)] = 0
    """Jobs that a slot holds beyond the least that gives every job a place."""


class SchedulingPuzzle(Puzzle):
    """Jobs, slots, and what must hold between them."""

    n_slots: int
    capacity: int
    before: tuple[tuple[int, int], ...]
    """(earlier job, later job): their slots differ, in that order."""
    apart: tuple[tuple[int, int], ...]
    """Pairs of jobs, the smaller first, that never share a slot."""
    closed: tuple[tuple[int, int], ...]
    """(job, slot from 0): the job cannot be in that slot."""


class Scheduling(PlacingFamily[SchedulingParams, SchedulingPuzzle]):
    """Give each job a slot, within capacities, in the required order, without conflicts.

    Requirements are added in random order until hardly a schedule is left. The order among jobs
    follows one random ranking, so it never runs in a circle.
    """

    name = "sat.scheduling"
    version = 2
    effort = "conflicts"
    tells = ("language",)

    def generate(self, p: SchedulingParams, rng: np.random.Generator) -> SchedulingPuzzle | None:
        n, k = p.n_jobs, p.n_slots
        capacity = -(-n // k) + p.spare_capacity
        parts = _candidates(n, k, rng)
        base = one_each(n, k, capacity=capacity).clauses
        found = twins(base, [_clauses(*part, k) for part in parts])
        if found is None:
            return None
        return self.one_of(
            found,
            parts,
            p,
            rng,
            pools=[story.pool for story in stories("scheduling", p.language, STORIES)],
            n_items=n,
            solution=chosen(found.model, n, k),
        )

    def own(
        self, p: SchedulingParams, constraints: Sequence[tuple[str, int, int]]
    ) -> dict[str, Any]:
        capacity = -(-p.n_jobs // p.n_slots) + p.spare_capacity
        return {"n_slots": p.n_slots, "capacity": capacity, **_fields(constraints)}

    def against(
        self, x: SchedulingPuzzle, name: str, way: Sequence[int], rng: np.random.Generator
    ) -> list[tuple[str, int, int]]:
        kept = x.solution or ()
        parts = [
            ("apart", u, v)
            for u, v in all_pairs(len(kept))
            if way[u] == way[v] and kept[u] != kept[v]
        ]
        parts += [("closed", u, way[u]) for u, slot in enumerate(kept) if way[u] != slot]
        return [parts[rng.integers(len(parts))]] if parts else []

    def prompt(self, x: SchedulingPuzzle) -> str:
        story = _story(x)
        sentence = {kind: choose(story.rules[kind], x.wording, 5) for kind in KINDS}
        facts = [
            sentence[kind].format(a=x.names[u], b=x.names[v])
            for kind, pairs in (("before", x.before), ("apart", x.apart))
            for u, v in pairs
        ]
        facts += [sentence["closed"].format(a=x.names[u], slot=slot + 1) for u, slot in x.closed]
        turn = x.wording >> 24 & 255  # the kinds are told from anywhere, not always in one order
        facts = facts[turn % len(facts) :] + facts[: turn % len(facts)]
        return tell(story, x, facts, values=_numbers(x.n_slots), capacity=x.capacity)

    def read(self, x: SchedulingPuzzle, answer: str) -> tuple[int, ...] | None:
        return read_values(answer, x.names, _numbers(x.n_slots), nouns=_story(x).around())

    def write(self, x: SchedulingPuzzle, values: Sequence[int]) -> str:
        return pairs_of(x.names, [str(slot + 1) for slot in values])

    def broken(self, x: SchedulingPuzzle, values: Sequence[int]) -> str | None:
        for slot in range(x.n_slots):
            if values.count(slot) > x.capacity:
                return f"slot {slot + 1} holds {values.count(slot)}, want at most {x.capacity}"
        for u, v in x.before:
            if values[u] >= values[v]:
                return f"{x.names[u]} is not before {x.names[v]}"
        for u, v in x.apart:
            if values[u] == values[v]:
                return f"{x.names[u]} and {x.names[v]} share a slot"
        for u, slot in x.closed:
            if values[u] == slot:
                return f"{x.names[u]} cannot be in slot {slot + 1}"
        return None

    def count_broken(self, x: SchedulingPuzzle, rows: Rows) -> Rows:
        held = np.count_nonzero(rows[:, :, None] == np.arange(x.n_slots), axis=1)
        broken: Rows = np.maximum(held - x.capacity, 0).sum(axis=1)
        if x.before:
            left, right = np.array(x.before).T
            broken = broken + np.count_nonzero(rows[:, left] >= rows[:, right], axis=1)
        if x.apart:
            left, right = np.array(x.apart).T
            broken = broken + np.count_nonzero(rows[:, left] == rows[:, right], axis=1)
        if x.closed:
            job, slot = np.array(x.closed).T
            broken = broken + np.count_nonzero(rows[:, job] == slot, axis=1)
        return broken

    def blind(self, x: SchedulingPuzzle) -> Iterator[tuple[str, Rows]]:
        yield "random", samples(len(x.names), x.n_slots)
        yield "pattern", patterns(len(x.names), x.n_slots)

    def first_fits(self, x: SchedulingPuzzle) -> Rows:
        return np.array([_earliest_fit(x)])

    def cells(self, x: SchedulingPuzzle) -> Cells:
        k = x.n_slots
        alike = [(slot, slot) for slot in range(k)]
        clashes = [(u, v, alike) for u, v in x.apart]
        clashes += [(u, v, _not_before(k)) for u, v in x.before]
        return cells(len(x.names), k, closed=x.closed, clashes=clashes, capacity=x.capacity)

    def encode(self, x: SchedulingPuzzle) -> Cnf:
        base = one_each(len(x.names), x.n_slots, capacity=x.capacity)
        parts = [(kind, *pair) for kind in KINDS for pair in getattr(x, kind)]
        clauses = [clause for part in parts for clause in _clauses(*part, x.n_slots)]
        return Cnf(n_vars=base.n_vars, clauses=(*base.clauses, *clauses))

    def features(self, x: SchedulingPuzzle) -> dict[str, float]:
        return {
            "items": len(x.names),
            "values": x.n_slots,
            "constraints": len(x.before) + len(x.apart) + len(x.closed),
            "before": len(x.before),
            "apart": len(x.apart),
            "closed": len(x.closed),
            "load": len(x.names) / (x.n_slots * x.capacity),
        }


def _story(x: SchedulingPuzzle) -> Story:
    return stories("scheduling", x.language, STORIES)[x.skin]


def _numbers(count: int) -> list[str]:
    return [str(number) for number in range(1, count + 1)]


def _candidates(n: int, n_slots: int, rng: np.random.Generator) -> list[tuple[str, int, int]]:
    """For every pair an order or a conflict, and half of all (job, slot), in random order."""
    rank = rng.permutation(n).tolist()
    pairs = all_pairs(n)
    ordered = (rng.random(len(pairs)) < 0.4).tolist()
    parts = [
        ("apart", u, v) if not before else ("before", *sorted((u, v), key=rank.__getitem__))
        for (u, v), before in zip(pairs, ordered, strict=True)
    ]
    cells = rng.permutation(n * n_slots)[: n * n_slots // 2].tolist()
    parts += [("closed", *divmod(cell, n_slots)) for cell in cells]
    return [parts[i] for i in rng.permutation(len(parts)).tolist()]


def _fields(parts: Sequence[tuple[str, int, int]]) -> dict[str, tuple[tuple[int, int], ...]]:
    return {name: tuple((a, b) for kind, a, b in parts if kind == name) for name in KINDS}


def _earliest_fit(x: SchedulingPuzzle) -> list[int]:
    """List scheduling (Graham 1966): jobs in a possible order, each into its earliest slot."""
    n = len(x.names)
    earlier: list[list[int]] = [[] for _ in range(n)]
    rivals: list[list[int]] = [[] for _ in range(n)]
    for u, v in x.before:
        earlier[v].append(u)
    for u, v in x.apart:
        rivals[u].append(v)
        rivals[v].append(u)
    closed = set(x.closed)
    slot_of: dict[int, int] = {}
    held = [0] * x.n_slots
    while len(slot_of) < n:
        job = next(
            j for j in range(n) if j not in slot_of and all(u in slot_of for u in earlier[j])
        )
        after = max((slot_of[u] for u in earlier[job]), default=-1)
        taken = {slot_of[v] for v in rivals[job] if v in slot_of}
        fits = (
            slot
            for slot in range(after + 1, x.n_slots)
            if held[slot] < x.capacity and slot not in taken and (job, slot) not in closed
        )
        slot_of[job] = next(fits, x.n_slots - 1)
        held[slot_of[job]] += 1
    return [slot_of[job] for job in range(n)]


@lru_cache(maxsize=32768)
def _clauses(kind: str, a: int, b: int, n_slots: int) -> tuple[Clause, ...]:
    if kind == "closed":
        return ((-(a * n_slots + b + 1),),)
    if kind == "apart":
        return differ(a, b, n_slots)
    return tuple((-(a * n_slots + i + 1), -(b * n_slots + j + 1)) for i, j in _not_before(n_slots))


@lru_cache(maxsize=32)
def _not_before(n_slots: int) -> list[tuple[int, int]]:
    """The pairs of slots of which the first is not before the second."""
    return [(i, j) for i in range(n_slots) for j in range(i + 1)]
