"""A recipe simulator: mine, craft, smelt and place, on the real recipe graph of Minecraft 1.16.5.

The graph is data made by `benchmarks/minecraft_peers/make_recipes.py`, which names its sources.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from tasksynth_schemas import Model

Verb = Literal["mine", "craft", "smelt", "place"]
STATIONS = ("crafting_table", "furnace")
_NAME = r"((?!with\b|using\b|x?\d)[a-z_]{2,40}(?: (?!with\b|using\b)[a-z_]{2,20}){0,3})"
_STEP = re.compile(
    r"(?:step )?(?:\d{1,4}[.):] ?|[-*\u2022] ?)?(?:\[[x ]\] )?(mine|craft|smelt|place)"
    rf"(?: x?(\d{{1,6}})x?)? {_NAME}(?: [x\u00d7]?(\d{{1,6}}))?(?: (?:with|using) {_NAME})?[.,]?"
    r"(?: (?:\(|#|//|[-\u2013\u2014] |->)"  # a remark, but not another step
    r"(?![^\n]*\b(?:or|not|instead|alternatively|rather)\b)[^\n]*)?"
)
MAX_STEPS = 1000


class CraftRecipe(NamedTuple):
    """One way to craft an item."""

    makes: int
    needs: dict[str, int]
    table: bool


class BlockSource(NamedTuple):
    """What digging a block yields, and with one of which tools (none: by hand)."""

    item: str
    yields: int
    tools: frozenset[str]


class Graph(NamedTuple):
    """All ways to get an item."""

    mine: dict[str, BlockSource]
    craft: dict[str, tuple[CraftRecipe, ...]]
    smelt: dict[str, str]
    """Input to output."""


@lru_cache(maxsize=1)
def graph() -> Graph:
    """The recipe graph of 1.16.5: 339 items."""
    data = files("tasksynth_minecraft.crafting").joinpath("data/recipes_1_16_5.json")
    body = json.loads(data.read_text())
    return Graph(
        {
            b: BlockSource(e["item"], e["count"], frozenset(e["tools"]))
            for b, e in body["mine"].items()
        },
        {
            name: tuple(CraftRecipe(r["count"], r["needs"], r["table"]) for r in rows)
            for name, rows in body["craft"].items()
        },
        body["smelt"],
    )


class Step(Model):
    """One step of a plan."""

    verb: Verb
    name: str
    times: int = 1
    fuel: str = ""

    def __str__(self) -> str:
        """As a plan writes it."""
        if self.verb == "place":
            return f"place {self.name}"
        tail = f" with {self.fuel}" if self.verb == "smelt" else ""
        return f"{self.verb} {self.name} {self.times}{tail}"


class CraftState(Model):
    """What an agent has and what there is around it."""

    inventory: dict[str, int] = {}
    blocks: dict[str, int] = {}
    """Blocks within reach, by count."""
    dead: tuple[str, ...] = ()
    """Items whose recipes do not work in this world."""


def fuel_value(item: str) -> float:
    """Items that one piece smelts; 0 for what does not burn."""
    if item in ("coal", "charcoal"):
        return 8.0
    if item == "coal_block":
        return 80.0
    return 1.5 if item.endswith(("_log", "_planks")) else 0.0


class Bench:
    """Carries out steps one after the other."""

    def __init__(self, state: CraftState) -> None:
        self.have = Counter(state.inventory)
        self.blocks = Counter(state.blocks)
        self.dead = frozenset(state.dead)
        self.placed: set[str] = set()
        self.seen = {item for item, n in self.have.items() if n > 0}
        """Every item that was ever in the inventory."""

    def do(self, step: Step) -> str:
        """Carry out one step whole; or change nothing and say why it cannot be done."""
        if step.times < 1 or step.times > 100_000:
            return f"{step.times} is no number of times"
        act = {"mine": self._mine, "craft": self._craft, "smelt": self._smelt,
               "place": self._place}[step.verb]  # fmt: skip
        return act(step)

    def _gain(self, item: str, count: int) -> None:
        self.have[item] += count
        self.seen.add(item)

    def _mine(self, step: Step) -> str:
        source = graph().mine.get(step.name)
        if source is None or self.blocks[step.name] < step.times:
            return f"there are {self.blocks[step.name]} {step.name} to mine, not {step.times}"
        if source.tools and not any(self.have[tool] for tool in source.tools):
            return f"{step.name} yields nothing without one of {', '.join(sorted(source.tools))}"
        self.blocks[step.name] -= step.times
        self._gain(source.item, source.yields * step.times)
        return ""

    def _craft(self, step: Step) -> str:
        recipes = graph().craft.get(step.name, ())
        if not recipes:
            return f"nothing called {step.name} can be crafted here"
        if step.name in self.dead:
            return f"the recipe of {step.name} does not work in this world"
        before, why = self.have.copy(), ""
        for _ in range(step.times):
            why = self._craft_once(step.name, recipes)
            if why:
                self.have = before
                return why
        self.seen.add(step.name)
        return ""

    def _craft_once(self, name: str, recipes: tuple[CraftRecipe, ...]) -> str:
        for recipe in recipes:
            if recipe.table and "crafting_table" not in self.placed:
                continue
            if all(self.have[item] >= n for item, n in recipe.needs.items()):
                self.have.subtract(recipe.needs)
                self.have[name] += recipe.makes
                return ""
        if all(r.table for r in recipes) and "crafting_table" not in self.placed:
            return f"{name} needs a placed crafting_table"
        return f"the ingredients of {name} are not all there"

    def _smelt(self, step: Step) -> str:
        sources = [i for i, made in graph().smelt.items() if made == step.name]
        if not sources:
            return f"nothing smelts to {step.name}"
        if step.name in self.dead:
            return f"{step.name} cannot be smelted in this world"
        if "furnace" not in self.placed:
            return f"{step.name} needs a placed furnace"
        if fuel_value(step.fuel) == 0:
            return f"{step.fuel or 'nothing'} is no fuel"
        fuel = math.ceil(step.times / fuel_value(step.fuel))
        if self.have[step.fuel] < fuel:
            return f"{step.times} need {fuel} {step.fuel}, there are {self.have[step.fuel]}"
        self.have[step.fuel] -= fuel
        source = next((i for i in sources if self.have[i] >= step.times), None)
        if source is None:
            self.have[step.fuel] += fuel
            return f"there are not {step.times} of one of {', '.join(sorted(sources))}"
        self.have[source] -= step.times
        self._gain(step.name, step.times)
        return ""

    def _place(self, step: Step) -> str:
        if step.name not in STATIONS:
            return f"placing {step.name} is of no use; {' and '.join(STATIONS)} are stations"
        if self.have[step.name] < 1:
            return f"there is no {step.name} to place"
        self.have[step.name] -= 1
        self.placed.add(step.name)
        return ""


class CraftOutcome(NamedTuple):
    """What came of a plan."""

    reached: bool
    done: int
    """Steps carried out before one failed, or the goal was reached."""
    why: str
    """Why the first failing step failed, or empty."""
    seen: frozenset[str]


def run(state: CraftState, plan: Iterable[Step], goal: Mapping[str, int]) -> CraftOutcome:
    """Carry out a plan until a step fails; the goal counts as soon as it is in the inventory."""
    bench = Bench(state)
    done, why = 0, ""
    for step in plan:
        why = bench.do(step)
        if why:
            why = f"step {done + 1} ({step}): {why}"
            break
        done += 1
        if all(bench.have[item] >= n for item, n in goal.items()):
            break
    reached = all(bench.have[item] >= n for item, n in goal.items())
    return CraftOutcome(reached, done, "" if reached else why, frozenset(bench.seen))


def read_plan(text: str) -> list[Step]:
    """Read a plan, one step a line or with `;` between them; an item may be `oak log` too.

    Raises:
        ValueError: for a line that is no step, or too many of them.
    """
    lines = [line.strip(" \t`") for line in text.lower().replace(";", "\n").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MAX_STEPS:
        raise ValueError(f"want at most {MAX_STEPS} steps, got {len(lines)}")
    return [_step(i, line) for i, line in enumerate(lines, 1)]


def _step(number: int, line: str) -> Step:
    match = _STEP.fullmatch(" ".join(line[:200].replace("minecraft:", "").split()))
    if not match or (match[2] and match[4]):
        raise ValueError(
            f"line {number}: want `mine BLOCK N`, `craft ITEM N`, `smelt ITEM N with FUEL` or "
            f"`place STATION`, got {line[:60]!r}"
        )
    verb, first, name, last, fuel = match.groups()
    return Step(verb=verb, name=name.replace(" ", "_"), times=int(first or last or 1),
                fuel=(fuel or "").replace(" ", "_"))  # fmt: skip


def write_plan(plan: Iterable[Step]) -> str:
    """A plan as text, one step a line."""
    return "\n".join(map(str, plan))
