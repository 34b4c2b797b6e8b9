"""Graph colouring, told as maps, radio masts, exams and the like."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from tasksynth import Knob
from tasksynth_sat.drawing.frontier import twins
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.formulas.encoding import all_pairs, chosen, differ, one_each
from tasksynth_sat.kinds.placing import PlacingFamily
from tasksynth_sat.kinds.puzzles import Puzzle, PuzzleParams, Rows, patterns, samples
from tasksynth_sat.reading.words import PEOPLE, PLACES, read_values
from tasksynth_sat.solving.descents import Cells, cells
from tasksynth_sat.wording.languages import stories
from tasksynth_sat.wording.stories import Story, pairs_of, tell, tell_pairs

STORIES = (
    Story(
        pool=PLACES,
        values=("red", "blue", "green", "yellow", "purple", "orange"),
        opening=(
            "A map shows {n} towns with their lands: {items}. The printer has {k} inks: {values}.",
            "You colour a map of {n} districts, named {items}, with the {k} inks {values}.",
            (
                "The {n} regions of an atlas page are {items}. Each is printed in one of {k} inks: "
                "{values}."
            ),
        ),
        rules={
            "pair": ("{a} and {b} share a border.", "{a} borders {b}.", "{a} touches {b}."),
            "row": ("{a} has a border with {others}.", "{a} touches {others}."),
        },
        question=(
            "Give each place one ink so that no two places that touch have the same ink.",
            "Choose an ink for every place; places with a common border must differ.",
            "Neighbours may never share an ink. How do you print each place?",
        ),
        form=(
            "name=ink for every place, separated by commas",
            "a list of pairs name=ink, one for each place",
        ),
        nouns="place places ink inks colour color coloured town region",
    ),
    Story(
        pool=PLACES,
        values=("alpha", "bravo", "delta", "echo", "kilo", "sierra"),
        opening=(
            "Radio masts stand at {items}. There are {k} channels: {values}.",
            "A broadcaster runs {n} masts ({items}) and owns {k} channels ({values}).",
        ),
        rules={
            "pair": (
                "The masts at {a} and {b} disturb each other.",
                "{a} and {b} are within reach of each other.",
            ),
            "row": ("The mast at {a} is within reach of {others}.", "{a} disturbs {others}."),
        },
        question=(
            (
                "Give every mast one channel so that masts that disturb each other, or are within "
                "reach of each other, use different ones."
            ),
            (
                "Two masts within reach of each other, so that they disturb each other, cannot use "
                "the same channel. Which channel does each use?"
            ),
        ),
        form=(
            "place=channel for every mast, separated by commas",
            "a list of pairs place=channel, one for each mast",
        ),
        nouns="mast masts channel channels place",
    ),
    Story(
        pool=PEOPLE,
        values=("oak", "pine", "maple", "cedar", "birch", "walnut"),
        opening=(
            "{n} guests come to dinner: {items}. There are {k} large tables: {values}.",
            "At a wedding with {k} tables, called {values}, you seat {items}.",
        ),
        rules={
            "pair": ("{a} and {b} have quarrelled.", "{a} is not on speaking terms with {b}."),
            "row": (
                "{a} has quarrelled with {others}.",
                "{a} cannot stand {others}, and it is mutual.",
            ),
        },
        question=(
            (
                "Seat everyone so that nobody shares a table with a person on bad terms with them. "
                "Any number of guests fits at a table."
            ),
            (
                "Any table takes as many as you like, but people on bad terms must not sit at the "
                "same one. Who sits where?"
            ),
        ),
        form=(
            "name=table for every guest, separated by commas",
            "a list of pairs name=table, one for each guest",
        ),
        nouns="guest guests table tables sits seated sit",
    ),
)


class ColoringParams(PuzzleParams):
    """What may be asked of `sat.coloring`."""

    n_nodes: Annotated[int, Field(ge=5, le=80), Knob(40, 56)]
    """Nodes of the graph. Smaller ones rarely fool DSATUR (Brélaz, CACM 22, 1979) and its kin, and
    draws that they colour are thrown away: at 24 nodes, nearly all."""
    n_colors: Annotated[int, Field(ge=3, le=6)] = 4
    """Colours. With more of them, the edge of having no solution moves to denser graphs."""


class ColoringPuzzle(Puzzle):
    """A graph to colour."""

    n_colors: int
    edges: tuple[tuple[int, int], ...]
    """Pairs of nodes, the smaller one first, in the order of the prompt."""


class Coloring(PlacingFamily[ColoringParams, ColoringPuzzle]):
    """Give each node one of k colours so that no edge has one colour at both ends.

    Graphs come from a random order of all pairs, cut at the edge of having no colouring.
    """

    name = "sat.coloring"
    version = 2
    effort = "conflicts"
    tells = ("language",)

    def generate(self, p: ColoringParams, rng: np.random.Generator) -> ColoringPuzzle | None:
        n, k = p.n_nodes, p.n_colors
        pairs = all_pairs(n)
        drawn = [pairs[i] for i in rng.permutation(len(pairs)).tolist()]
        found = twins(one_each(n, k).clauses, [differ(u, v, k) for u, v in drawn])
        if found is None:
            return None
        return self.one_of(
            found,
            drawn,
            p,
            rng,
            pools=[story.pool for story in stories("coloring", p.language, STORIES)],
            n_items=n,
            solution=chosen(found.model, n, k),
        )

    def own(self, p: ColoringParams, constraints: Sequence[tuple[int, int]]) -> dict[str, Any]:
        return {"n_colors": p.n_colors, "edges": tuple(constraints)}

    def against(
        self, x: ColoringPuzzle, name: str, way: Sequence[int], rng: np.random.Generator
    ) -> list[tuple[int, int]]:
        kept = x.solution or ()
        edges = [(u, v) for u, v in all_pairs(len(kept)) if way[u] == way[v] and kept[u] != kept[v]]
        return [edges[rng.integers(len(edges))]] if edges else []

    def floor(self, p: ColoringParams) -> float:
        """Of the lowest level, descents with other ties than those tried solve about .06."""
        return max(super().floor(p), 0.1)

    def prompt(self, x: ColoringPuzzle) -> str:
        story = _story(x)
        return tell(story, x, tell_pairs(story, x, x.edges), values=story.values[: x.n_colors])

    def read(self, x: ColoringPuzzle, answer: str) -> tuple[int, ...] | None:
        story = _story(x)
        return read_values(answer, x.names, story.values[: x.n_colors], nouns=story.around())

    def write(self, x: ColoringPuzzle, values: Sequence[int]) -> str:
        return pairs_of(x.names, [_story(x).values[value] for value in values])

    def broken(self, x: ColoringPuzzle, values: Sequence[int]) -> str | None:
        for u, v in x.edges:
            if values[u] == values[v]:
                return f"{x.names[u]} and {x.names[v]} are alike"
        return None

    def count_broken(self, x: ColoringPuzzle, rows: Rows) -> Rows:
        left, right = np.array(x.edges).T
        broken: Rows = np.count_nonzero(rows[:, left] == rows[:, right], axis=1)
        return broken

    def blind(self, x: ColoringPuzzle) -> Iterator[tuple[str, Rows]]:
        yield "random", samples(len(x.names), x.n_colors)
        yield "pattern", patterns(len(x.names), x.n_colors)

    def first_fits(self, x: ColoringPuzzle) -> Rows:
        near = neighbors(x)
        by_degree = sorted(range(len(x.names)), key=lambda u: -len(near[u]))
        orders = (range(len(x.names)), by_degree)
        return np.array([_first_fit(order, near, x.n_colors) for order in orders])

    def cells(self, x: ColoringPuzzle) -> Cells:
        n, alike = len(x.names), [(color, color) for color in range(x.n_colors)]
        clashes = ((u, v, alike) for u, v in x.edges)
        return cells(n, x.n_colors, clashes=clashes, capacity=n)

    def encode(self, x: ColoringPuzzle) -> Cnf:
        n, k = len(x.names), x.n_colors
        apart = [clause for u, v in x.edges for clause in differ(u, v, k)]
        base = one_each(n, k)
        return Cnf(n_vars=base.n_vars, clauses=(*base.clauses, *apart))

    def features(self, x: ColoringPuzzle) -> dict[str, float]:
        n = len(x.names)
        return {
            "items": n,
            "values": x.n_colors,
            "constraints": len(x.edges),
            "degree": 2 * len(x.edges) / n,
        }


def _story(x: ColoringPuzzle) -> Story:
    return stories("coloring", x.language, STORIES)[x.skin]


def _first_fit(order: Sequence[int], near: Sequence[Sequence[int]], n_colors: int) -> list[int]:
    """Each node in order takes the first colour that no neighbour has, or the last one."""
    colors = [-1] * len(near)
    for u in order:
        taken = {colors[v] for v in near[u]}
        colors[u] = next((c for c in range(n_colors) if c not in taken), n_colors - 1)
    return colors


def neighbors(x: ColoringPuzzle) -> list[list[int]]:
    """The neighbours of each node, in the order of the prompt."""
    near: list[list[int]] = [[] for _ in x.names]
    for u, v in x.edges:
        near[u].append(v)
        near[v].append(u)
    return near
