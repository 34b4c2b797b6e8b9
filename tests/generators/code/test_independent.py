"""What others wrote long before agrees on all inputs of a verdict: numpy, networkx and the standard
library. So a right solution that nobody here has seen passes.
"""

import heapq
import json
import math
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import accumulate, groupby, pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest

from tasksynth_code.judging.further import further_calls
from tasksynth_code.making.inputs import FORMS
from tasksynth_code.making.plan import PlanStep, ProgramPlan
from tasksynth_code.making.render import program
from tasksynth_code.patterns import PATTERNS

Solution = Callable[..., Any]


def graph(nodes: int, roads: list[list[int]]) -> Any:
    made = nx.Graph(roads)
    made.add_nodes_from(range(nodes))
    return made


def distances(nodes: int, roads: list[list[int]]) -> list[int]:
    found = nx.single_source_shortest_path_length(graph(nodes, roads), 0)
    return [found.get(node, -1) for node in range(nodes)]


def components(nodes: int, roads: list[list[int]]) -> list[int]:
    parts = list(nx.connected_components(graph(nodes, roads)))
    return [min(part) for node in range(nodes) for part in parts if node in part]


def downhill(nodes: int, roads: list[list[int]]) -> list[int]:
    made = nx.DiGraph([(min(road), max(road)) for road in roads])
    made.add_nodes_from(range(nodes))
    ways = [made.subgraph(nx.ancestors(made, node) | {node}) for node in range(nodes)]
    return [nx.dag_longest_path_length(way) for way in ways]


def regions(grid: list[list[int]]) -> list[int]:
    rows, columns = len(grid), len(grid[0])
    made = nx.grid_2d_graph(rows, columns)
    made.remove_edges_from([(a, b) for a, b in made.edges if grid[a[0]][a[1]] != grid[b[0]][b[1]]])
    return sorted(map(len, nx.connected_components(made)), reverse=True)


def cheapest(grid: list[list[int]]) -> int:
    made, (rows, columns) = nx.DiGraph(), np.shape(grid)
    for i in range(rows):
        for j in range(columns):
            for to in ((i + 1, j), (i, j + 1)):
                if to[0] < rows and to[1] < columns:
                    made.add_edge((i, j), to, weight=grid[to[0]][to[1]])
    end, start = (rows - 1, columns - 1), (0, 0)
    more = nx.bellman_ford_path_length(made, start, end) if end != start else 0
    return int(grid[0][0] + more)


def spiral(grid: list[list[int]]) -> list[int]:
    left, found = np.array(grid), list[int]()
    while left.size:
        found += left[0].tolist()
        left = np.rot90(left[1:])
    return found


def most_apart(spans: list[list[int]]) -> int:
    made = nx.Graph()
    made.add_nodes_from(range(len(spans)))
    for i, (a, b) in enumerate(spans):
        made.add_edges_from((i, j) for j, (c, d) in enumerate(spans) if i < j and a < d and c < b)
    return max(map(len, nx.find_cliques(nx.complement(made))), default=0)


def filled(spans: list[list[int]]) -> str:
    """A letter for each half of a unit, between which spans meet or do not."""
    inside = {half for a, b in spans for half in range(2 * a, 2 * b + 1)}
    return "".join("#" if half in inside else "." for half in range(62))


SOLUTIONS: dict[str, Solution] = {
    "running sums": lambda xs: list(accumulate(xs)),
    "running maximum": lambda xs: list(accumulate(xs, max)),
    "differences": lambda xs: np.diff(xs).tolist(),
    "first occurrences": lambda xs: list(dict.fromkeys(xs)),
    "one of each run": lambda xs: [key for key, _ in groupby(xs)],
    "run lengths": lambda xs: [len(list(run)) for _, run in groupby(xs)],
    "ranks": lambda xs: np.unique(xs, return_inverse=True)[1].tolist(),
    "frequencies": lambda xs: [Counter(xs)[x] for x in xs],
    "window sums": lambda xs: [a + b for a, b in pairwise(xs)],
    "distinct": lambda xs: len(np.unique(xs)),
    "greatest divisor": lambda xs: math.gcd(*xs),
    "second largest": lambda xs: min(heapq.nlargest(2, set(xs))) if len(set(xs)) > 1 else -1,
    "reverse text": lambda text: text[::-1],
    "letter counts": lambda text: list(Counter(text).values()),
    "sort words": lambda words: sorted(sorted(words), key=len),
    "class sizes": lambda words: sorted(Counter("".join(sorted(w)) for w in words).values())[::-1],
    "transpose": lambda grid: np.transpose(grid).tolist(),
    "turn": lambda grid: np.rot90(grid, -1).tolist(),
    "mirror": lambda grid: np.fliplr(grid).tolist(),
    "row sums": lambda grid: np.sum(grid, axis=1).tolist(),
    "column maxima": lambda grid: np.max(grid, axis=0).tolist(),
    "diagonals": lambda grid: [
        int(np.trace(grid, by)) for by in range(1 - len(grid), len(grid[0]))
    ],
    "spiral": spiral,
    "regions": regions,
    "cheapest path": cheapest,
    "day of year": lambda days: [date.fromisoformat(day).timetuple().tm_yday for day in days],
    "day numbers": lambda days: [(date.fromisoformat(day) - date(1900, 1, 1)).days for day in days],
    "weekdays": lambda days: [date.fromisoformat(day).weekday() for day in days],
    "days left in month": lambda days: [
        monthrange(int(day[:4]), int(day[5:7]))[1] - int(day[8:]) for day in days
    ],
    "most apart": most_apart,
    "merged lengths": lambda spans: [len(some) // 2 for some in re.findall("#+", filled(spans))],
    "free gaps": lambda spans: [
        (len(some) + 1) // 2 for some in re.findall(r"\.+", filled(spans).strip("."))
    ],
    "degrees": lambda nodes, roads: [graph(nodes, roads).degree[node] for node in range(nodes)],
    "distances": distances,
    "components": components,
    "triangles": lambda nodes, roads: sum(nx.triangles(graph(nodes, roads)).values()) // 3,
    "bridges": lambda nodes, roads: len(list(nx.bridges(graph(nodes, roads)))),
    "downhill order": downhill,
    "evaluate": lambda text: eval(text, {"__builtins__": {}}),
    "numbers in it": lambda text: list(map(int, re.findall(r"\d+", text))),
    "unpack": lambda text: re.sub(r"(\d+)(.)", lambda part: part[2] * int(part[1]), text),
}


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_solution_by_others_is_right_on_all_inputs_of_a_verdict(name: str) -> None:
    step = PATTERNS[name]
    first = {key: values[0] for key, values in step.choices.items()}
    plan = ProgramPlan(source=step.takes, steps=(PlanStep(name=name, choices=first),))
    calls = further_calls(program(plan, FORMS[step.takes].names[0]), step.takes)
    assert len(calls) > 100
    for one in calls:
        found = SOLUTIONS[name](*json.loads(one.arguments))
        assert json.dumps(found, separators=(",", ":")) == one.result, one.arguments
