"""A reference planner for the recipe graph: cheapest ways by a fixed point, then bookkeeping.

The costs are those of a least-cost AND/OR graph (Martelli and Montanari, "Additive AND/OR
graphs", IJCAI 1973), found by iterating to a fixed point.
"""

import math
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from tasksynth_minecraft.crafting.recipes import (
    Bench,
    CraftRecipe,
    CraftState,
    Step,
    fuel_value,
    graph,
)

_FUELS = ("coal", "charcoal")


class _Way(NamedTuple):
    """One way to get an item: its steps' cost, and how."""

    cost: float
    step: str
    name: str
    recipe: CraftRecipe | None


class PlanningError(Exception):
    """The planner found no plan."""


def plan(state: CraftState, item: str, count: int) -> list[Step]:
    """Steps that end with `count` of an item in the inventory.

    Raises:
        PlanningError: where the planner finds none; it is complete for plentiful blocks only.
    """
    planner = _Planner(state)
    planner.obtain(item, count, depth=0)
    return _merged(planner.steps)


class _Planner:
    def __init__(self, state: CraftState) -> None:
        self.bench = Bench(state)
        self.ways = cheapest(state)
        self.steps: list[Step] = []
        self.held: dict[str, int] = {}  # what is set aside for a recipe under way

    def do(self, step: Step) -> None:
        why = self.bench.do(step)
        if why:
            raise PlanningError(f"{step}: {why}")
        self.steps.append(step)

    def short(self, item: str, count: int) -> int:
        return count + self.held.get(item, 0) - self.bench.have[item]

    def obtain(self, item: str, count: int, *, depth: int) -> None:
        """Have `count` of an item free, beyond what is held."""
        missing = self.short(item, count)
        if missing <= 0:
            return
        way = self.ways.get(item)
        if way is None or depth > 40:
            raise PlanningError(f"there is no way to get {item}")
        if way.step == "mine":
            source = graph().mine[way.name]
            if source.tools and not any(self.bench.have[tool] for tool in source.tools):
                tool = min(source.tools, key=lambda t: (self._cost(t), t))
                self.obtain(tool, 1, depth=depth + 1)
            missing = self.short(item, count)
            if missing > 0:
                times = math.ceil(missing / source.yields)
                self.do(Step(verb="mine", name=way.name, times=times))
        elif way.step == "smelt":
            self._smelt(item, way.name, missing, depth)
        else:
            self._craft(item, way.recipe, missing, depth)

    def _cost(self, item: str) -> float:
        return self.ways[item].cost if item in self.ways else math.inf

    def _station(self, name: str, depth: int) -> None:
        if name not in self.bench.placed:
            self.obtain(name, 1, depth=depth + 1)
            self.do(Step(verb="place", name=name))

    def _craft(self, item: str, recipe: CraftRecipe | None, missing: int, depth: int) -> None:
        if recipe is None:
            raise PlanningError(f"no recipe for {item}")
        times = math.ceil(missing / recipe.makes)
        if recipe.table:
            self._station("crafting_table", depth)
        self._gather({name: n * times for name, n in recipe.needs.items()}, depth)
        self.do(Step(verb="craft", name=item, times=times))

    def _smelt(self, item: str, source: str, missing: int, depth: int) -> None:
        self._station("furnace", depth)
        fuel = next((f for f in _FUELS if self.bench.have[f] - self.held.get(f, 0) > 0), None)
        fuel = fuel or min(
            (i for i in self.ways if fuel_value(i) > 0 and i != item),
            key=lambda i: (self._cost(i) / fuel_value(i) + (i == source), i),
            default=None,
        )
        if fuel is None:
            raise PlanningError(f"nothing burns to smelt {item}")
        pieces = math.ceil(missing / fuel_value(fuel))
        needs = {source: missing}
        needs[fuel] = needs.get(fuel, 0) + pieces
        self._gather(needs, depth)
        self.do(Step(verb="smelt", name=item, times=missing, fuel=fuel))

    def _gather(self, needs: dict[str, int], depth: int) -> None:
        """Have all ingredients at once: each is set aside while the others are got.

        More than one round, because a recipe may take what was set aside: the bench uses the
        first alternative that fits, whatever wood it is of.
        """
        order = sorted(needs.items(), key=lambda kv: (-self._cost(kv[0]), kv[0]))
        for _ in range(3):
            for name, n in order:
                self.obtain(name, n, depth=depth + 1)
                self.held[name] = self.held.get(name, 0) + n
            for name, n in order:
                self.held[name] -= n
            if all(self.short(name, n) <= 0 for name, n in order):
                return
        raise PlanningError(f"cannot have {needs} at once")


def cheapest(state: CraftState) -> dict[str, _Way]:
    """The cheapest way to each item that this state can lead to, by steps and blocks.

    A way costs more than each thing that it needs, tools and stations in full, so that ways
    never run in a circle.
    """
    blocks = tuple(block for block in graph().mine if state.blocks.get(block, 0) > 0)
    have = tuple(sorted(item for item, n in state.inventory.items() if n > 0))
    return _cheapest(blocks, have, frozenset(state.dead))


@lru_cache(maxsize=256)
def _cheapest(
    blocks: tuple[str, ...], have: tuple[str, ...], dead: frozenset[str]
) -> dict[str, _Way]:
    g = graph()
    ways: dict[str, _Way] = {}
    costs = dict.fromkeys(have, 0.1)
    changed = list(have)

    def offer(item: str, way: _Way) -> None:
        if way.cost + 1e-9 < (ways[item].cost if item in ways else math.inf):
            ways[item] = way
            if way.cost < costs.get(item, math.inf):
                costs[item] = way.cost
                changed.append(item)

    def try_block(block: str) -> None:
        source = g.mine[block]
        tool = min((costs.get(t, math.inf) for t in source.tools), default=0.0)
        if tool < math.inf:
            offer(source.item, _Way(1 + tool, "mine", block, None))

    for block in blocks:
        try_block(block)
    users = _users()
    while changed:
        item = changed.pop()
        for kind, name, recipe in users[item]:
            if kind == "mine":
                if name in blocks:
                    try_block(name)
            elif kind == "smelt":
                if name in costs and "furnace" in costs and g.smelt[name] not in dead:
                    total = 1.2 + costs[name] + costs["furnace"]
                    offer(g.smelt[name], _Way(total, "smelt", name, None))
            elif recipe and name not in dead and all(need in costs for need in recipe.needs):
                needs = sum(costs[need] * n for need, n in recipe.needs.items())
                if not recipe.table or "crafting_table" in costs:
                    station = costs["crafting_table"] if recipe.table else 0.0
                    offer(name, _Way(1 + needs + station, "craft", name, recipe))
    return ways


@lru_cache(maxsize=1)
def _users() -> dict[str, list[tuple[str, str, CraftRecipe | None]]]:
    """By item, what is worth another look once it got cheaper: a block, a product or a raw item."""
    g = graph()
    users: dict[str, list[tuple[str, str, CraftRecipe | None]]] = defaultdict(list)
    for block, source in g.mine.items():
        for tool in sorted(source.tools):
            users[tool].append(("mine", block, None))
    for made, recipes in g.craft.items():
        for recipe in recipes:
            for name in (*recipe.needs, *(["crafting_table"] if recipe.table else [])):
                users[name].append(("craft", made, recipe))
    for raw in g.smelt:
        for name in (raw, "furnace"):
            users[name].append(("smelt", raw, None))
    return users


def _merged(steps: list[Step]) -> list[Step]:
    """Neighbouring steps of the same kind as one."""
    out: list[Step] = []
    for step in steps:
        last = out[-1] if out else None
        same = last and step.verb != "place" and step.verb != "smelt"
        if last and same and (last.verb, last.name) == (step.verb, step.name):
            out[-1] = last.model_copy(update={"times": last.times + step.times})
        else:
            out.append(step)
    return out
