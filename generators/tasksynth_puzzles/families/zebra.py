"""Zebra puzzles, or logic grids: who is where, and what belongs to whom."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_puzzles.dice import Dice, guesses
from tasksynth_puzzles.drawing import clue_sets
from tasksynth_puzzles.reading.arrangements import read_arrangement
from tasksynth_puzzles.solving.clues import Clue, Tier, holds
from tasksynth_puzzles.solving.descending import TRIED, descents
from tasksynth_puzzles.solving.effort import TRIAL, effort
from tasksynth_puzzles.solving.net import TooHard
from tasksynth_puzzles.telling.grid_clues import tell
from tasksynth_puzzles.telling.scenes import NAMES, SCENES, TRAITS
from tasksynth_puzzles.telling.story_words import STORY_WORDS
from tasksynth_schemas import Model


class ZebraParams(Params):
    """Which grids to draw."""

    positions: Annotated[int, Field(ge=3, le=8), Knob(3, 6)] = 4
    """People, and so houses (or floors, talks, …)."""
    categories: Annotated[int, Field(ge=2, le=8), Knob(3, 6)] = 4
    """Kinds of things that each person has one of, the name among them."""
    clues: Annotated[Tier, Ladder("plain", "mixed", "hard")] = "mixed"
    """`plain`: who has what, who is where, neighbours. `mixed`: also order, distances, what is
    not. `hard`: mostly clues that leave several possibilities."""
    reasoning: Annotated[
        Literal["direct", "any", "trial"], Ladder("direct", "direct", "any", "trial")
    ] = "any"
    """`direct`: each step follows from a clue and what is known. `trial`: somewhere one must
    assume something and see it fail. `any`: as it comes."""


class ZebraInstance(Model):
    """A grid with the clues that determine it."""

    scene: int
    traits: tuple[int, ...]
    """The categories but the first, which is that of the names of people."""
    names: tuple[tuple[str, ...], ...]
    """For each category the name of its value at each position: the solution."""
    clues: tuple[Clue, ...]
    """Value `i` of category `c` is the number `c * positions + i`."""
    wording: int


class Zebra(Family[ZebraParams, ZebraInstance]):
    """A logic grid with one solution and no clue to spare: say who is where and has what."""

    name = "puzzle.zebra"
    effort = "effort"
    rubric = Rubric(gate="solved", solved=1.0, cells=0.0)

    def generate(self, p: ZebraParams, rng: np.random.Generator) -> ZebraInstance | None:
        """Clues first, about numbers; then names are dealt over them."""
        n, m = p.positions, p.categories
        dice = Dice(rng)
        try:
            draw = clue_sets.draw_direct if p.reasoning == "direct" else clue_sets.draw_unique
            clues = draw(dice, n, m, p.clues)
        except TooHard:
            return None
        if clues is None:
            return None
        if p.reasoning == "trial" and effort(*clue_sets.told(n, m, clues)).technique < TRIAL:
            return None
        dice.shuffle(clues)
        traits = tuple(sorted(dice.sample(range(len(TRAITS)), m - 1)))
        pools = [NAMES.values, *(TRAITS[i].values for i in traits)]
        x = ZebraInstance(
            scene=dice.below(len(SCENES)),
            traits=traits,
            names=tuple(tuple(dice.sample(pool, n)) for pool in pools),
            clues=tuple(clues),
            wording=dice.word() >> 16,
        )
        right = self.solve(x)
        return None if right in _guessed(x).values() else x

    def prompt(self, x: ZebraInstance) -> str:
        """Lists in alphabetical order, which says nothing of where things are."""
        return tell(x.scene, x.traits, x.names, x.clues, x.wording)

    def verify(self, x: ZebraInstance, answer: str) -> Verdict:
        try:
            found = read_arrangement(answer, x.names, nouns=STORY_WORDS)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        wrong = [
            (name, place)
            for names, places in zip(x.names, found, strict=True)
            for i, (name, place) in enumerate(zip(names, places, strict=True))
            if place != i
        ]
        if not wrong:
            return self.rubric(solved=1.0, cells=1.0)
        name, place = wrong[0]
        total = len(x.names) * len(x.names[0])
        why = f"{name} is not at {SCENES[x.scene].place} {place + 1}"
        return self.rubric(solved=0.0, cells=1 - len(wrong) / total, why=why)

    def solve(self, x: ZebraInstance) -> str:
        return _written(x.names)

    def measure(self, x: ZebraInstance) -> dict[str, float]:
        n, m = len(x.names[0]), len(x.names)
        spent = effort(*clue_sets.told(n, m, x.clues))
        return {"positions": n, "categories": m, "clues": len(x.clues)} | spent.features()

    def canonical(self, x: ZebraInstance) -> Any:
        """The clues, whatever they speak of and in which order; not up to the categories' order."""
        shape = [len(x.names), len(x.names[0])]
        return [shape, sorted([str(part) for part in clue_sets.same_clue(c)] for c in x.clues)]

    def baselines(self, x: ZebraInstance) -> dict[str, str]:
        """The lists as they stand, the order in which clues mention things, one greedy pass, and
        descents that guess.
        """
        return _guessed(x) | {f"descent, {rule}": _written(names) for rule, names in descended(x)}

    def floor(self, p: ZebraParams) -> float:
        """What strategies solve that do not reason is drawn anew; the rest is what one descent
        guesses.
        """
        if p.reasoning == "direct":
            return 0.01
        return 0.4 if p.positions < 6 else 0.25


def _guessed(x: ZebraInstance) -> dict[str, str]:
    """What strategies say that reason about nothing."""
    n, m = len(x.names[0]), len(x.names)
    listed = [tuple(sorted(of)) for of in x.names]
    mentioned = list(dict.fromkeys(v for clue in x.clues for v in _values(clue)))
    by_mention = [v for v in [*mentioned, *range(n * m)] if v < n * m]
    seen = [
        tuple(x.names[c][v % n] for v in dict.fromkeys(by_mention) if v // n == c) for c in range(m)
    ]
    dice = guesses(x.wording)
    at_random = [tuple(dice.sample(of, n)) for of in listed]
    said = {"listed": listed, "mentioned": seen, "random": at_random, "greedy": _greedy(x)}
    return {strategy: _written(names) for strategy, names in said.items()}


def descended(
    x: ZebraInstance, order: Sequence[int] = (), rules: Sequence[str] = TRIED
) -> Iterator[tuple[str, list[list[str]]]]:
    """What descents end in that have to guess, ties broken by an order, or the lists'."""
    n, m = len(x.names[0]), len(x.names)
    listed = sorted(range(n * m), key=lambda v: (v // n, x.names[v // n][v % n]))
    net, masks, dirty = clue_sets.told(n, m, x.clues)
    for rule, ends in descents(net, masks, dirty, order or listed, rules):
        names = [[""] * n for _ in range(m)]
        for v, mask in enumerate(ends):
            names[v // n][mask.bit_length() - 1] = x.names[v // n][v % n]
        yield rule, names


def _written(names: Sequence[Sequence[str]]) -> str:
    rows = zip(*names, strict=True)
    return "Answer: " + "; ".join(f"{i}: {', '.join(row)}" for i, row in enumerate(rows, 1))


def _values(clue: Clue) -> tuple[int, ...]:
    if clue.kind in ("at", "not_at", "one_of", "end"):
        return clue.of[:1]
    return clue.of[:2] if clue.kind == "gap" else clue.of


def _greedy(x: ZebraInstance) -> list[tuple[str, ...]]:
    """Values as the clues mention them, each at the free position that breaks the fewest clues."""
    n, m = len(x.names[0]), len(x.names)
    order = list(dict.fromkeys(v for clue in x.clues for v in _values(clue)))
    order += [v for v in range(n * m) if v not in order]
    by_name = {v: x.names[v // n][v % n] for v in order}
    places: dict[int, int] = {}
    for value in order:
        free = set(range(n)) - {places[v] for v in places if v // n == value // n}
        about = [clue for clue in x.clues if value in _values(clue)]
        broken: list[tuple[int, int]] = []
        for place in sorted(free):
            tried = {**places, value: place}
            known = [c for c in about if all(v in tried for v in _values(c))]
            row = [tried.get(v, -1) for v in range(n * m)]
            broken.append((sum(not holds(clue, row, n) for clue in known), place))
        places[value] = min(broken)[1]
    rows: list[list[str]] = [[""] * n for _ in range(m)]
    for value, place in places.items():
        rows[value // n][place] = by_name[value]
    return [tuple(row) for row in rows]
