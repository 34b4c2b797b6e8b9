"""Plan the way on a map: a string of steps from the start to the target of another view."""

from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator

from tasksynth import Family, Knob, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import MAX_STEPS, read_directions
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_minecraft.numeric.ranges import check_order
from tasksynth_minecraft.physics import paths, tick
from tasksynth_minecraft.rendering import cards, png, symbolic
from tasksynth_minecraft.rendering.cameras import camera_at
from tasksynth_minecraft.rendering.cards import SIDE, Panel, marked, size_of, words
from tasksynth_minecraft.rendering.chart import AT_GOAL, AT_START, Chart
from tasksynth_minecraft.rendering.masks import block_mask, sight
from tasksynth_minecraft.rendering.symbolic import Form
from tasksynth_minecraft.rendering.view import Camera, render
from tasksynth_minecraft.worlds.blocks import MINEABLE, USABLE
from tasksynth_minecraft.worlds.scenes import BIOMES, Cell, SceneParams, build
from tasksynth_minecraft.worlds.stored import AnyScene, blocks_of
from tasksynth_schemas import Content, Model

STEPS = {"N": (0, -1), "S": (0, 1), "E": (1, 0), "W": (-1, 0)}
"""x and z of a step; north is -z, as in the game."""
_STARTS, _CAMERAS = 60, 60


class RouteParams(Params):
    """How long the way is, and what lies in it."""

    form: Form = "symbolic"
    """`symbolic` prints the goal view as letters; `image` only refers to the PNG files."""
    width: Annotated[int, Field(ge=16, le=1024)] = 40
    """Pixels (or letters) of a view from left to right."""
    height: Annotated[int, Field(ge=16, le=1024)] = 24
    """Pixels (or letters) from top to bottom."""
    path_min: Annotated[int, Knob(5, 35), Field(ge=2, le=200)] = 10
    """Steps of the shortest way, at least."""
    path_max: Annotated[int, Knob(10, 70), Field(ge=3, le=300)] = 25
    """The same, at most."""
    detour_min: Annotated[float, Knob(1.0, 1.5), Field(ge=1, le=4)] = 1.0
    """Shortest way over the way as the crow walks (|dx| + |dz|), at least."""
    slack: Annotated[float, Knob(1.5, 1.0), Field(ge=1, le=3)] = 1.2
    """The answer may have so many times the steps of the shortest way."""
    distractors: Annotated[int, Knob(0, 3), Field(ge=0, le=10)] = 1
    """Others of the target's kind in the scene."""
    walls: Annotated[int, Knob(2, 40), Field(ge=0, le=60)] = 12
    """Free-standing walls, 5 to 11 blocks long."""
    relief: Annotated[int, Knob(2, 12), Field(ge=0, le=24)] = 6
    """Blocks between low and high ground."""
    scene_size: Annotated[int, Knob(24, 40), Field(ge=24, le=64)] = 32
    """Blocks a side; the map shows all of them."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_order(self, "path")
        return self


class Route(Model):
    """A start, a target seen from elsewhere, and the most steps that pass."""

    scene: AnyScene
    start: Cell
    cell: Cell
    name: str
    goal: Camera
    limit: Annotated[int, Field(ge=1, le=1000)]
    width: Annotated[int, Field(ge=16, le=2048)]
    height: Annotated[int, Field(ge=16, le=2048)]
    form: Form
    difficulty: dict[str, float] = {}


class RouteFamily(Family[RouteParams, Route]):
    """Answer with the steps N, E, S, W to where the target is within reach."""

    name = "minecraft.route"
    version = 2
    effort = "path_len"
    rubric = Rubric(gate="arrived", arrived=1.0, progress=0.0)
    timeout_s = 60.0

    def generate(self, p: RouteParams, rng: np.random.Generator) -> Route | None:
        return draw(p, rng)

    def prompt(self, x: Route) -> Content:
        blocks = blocks_of(x.scene)
        n, depth = blocks.shape[0], blocks.shape[2]
        field = field_to(blocks, x.cell)
        surface = symbolic.surface_map(blocks, 0, 0, n, depth)
        heights = symbolic.standing_map(field, 0, 0, n, depth)
        seen, far = symbolic.letters(blocks, x.goal, columns=x.width, rows=x.height)
        mask = block_mask(blocks, x.goal, x.cell, width=x.width, height=x.height)
        view = (
            f"[image: goal.png]\nIts mask: [image: goal_mask.png]\n({x.width}x{x.height} pixels)"
            if x.form == "image"
            else f"\n{symbolic.text(seen)}\nIts distances in blocks (0-9, then a=10 to z=35 or "
            f"more):\n{symbolic.text(far)}\nIts mask:\n"
            f"{symbolic.text(np.where(mask, symbolic.BLOCKED, symbolic.SKY))}"
        )
        a, _, c = x.start
        return illustrated(
            "Walk to the block that the goal view's mask marks, until it is within 3 blocks and "
            f"in sight. You stand at x={a}, z={c}. A step goes to the neighbouring column, N (z "
            "- 1), S (z + 1), E (x + 1) or W (x - 1): level, up by one, or down by at most "
            f"three. Use at most {x.limit} steps.\n\n"
            f"The scene from above, x from 0 to {n - 1} to the right, z from 0 down:\n"
            f"{symbolic.text(surface)}\nThe height at which one stands in each column (0-9, then "
            f"a=10 to z=35; # where one cannot):\n{symbolic.text(heights)}\n\n"
            f"The goal view: {view}\nLetters: {symbolic.legend(surface, seen)}; . is sky.\n\n"
            "Answer with the steps as one word, for example NNEESW."
        )

    def needs(self, x: Route) -> Needs:
        return symbolic.needs(x.form)

    def verify(self, x: Route, answer: str) -> Verdict:
        word = read_directions(answer)
        if not word:
            return self.rubric.unparsable(
                f"want a word of the letters N, E, S and W, at most {MAX_STEPS} of them"
            )
        blocks = blocks_of(x.scene)
        field = field_to(blocks, x.cell)
        whole, here, used = field.steps(x.start), x.start, 0
        for letter in word[: x.limit]:
            following = step(blocks, here, letter)
            if following is None:
                return self._short(x, field, here, whole, f"step {used + 1}, {letter}, is blocked")
            here, used = following, used + 1
        if len(word) > x.limit:
            return self._short(x, field, here, whole, f"{len(word)} steps, want at most {x.limit}")
        if field.steps(here) == 0:
            return self.rubric(arrived=1.0, progress=1.0)
        return self._short(x, field, here, whole, "the target is not within reach at the end")

    def _short(self, x: Route, field: paths.Field, here: Cell, whole: int, why: str) -> Verdict:
        left = field.steps(here)
        progress = max(0.0, 1 - left / whole) if left >= 0 and whole > 0 else 0.0
        return self.rubric(arrived=0.0, progress=progress, why=why)

    def solve(self, x: Route) -> str:
        return word_of(field_to(blocks_of(x.scene), x.cell).path(x.start))

    def measure(self, x: Route) -> dict[str, float]:
        return dict(x.difficulty)

    def media(self, x: Route) -> dict[str, bytes]:
        blocks = blocks_of(x.scene)
        mask = block_mask(blocks, x.goal, x.cell, width=x.width, height=x.height)
        goal = render(blocks, x.goal, width=x.width, height=x.height).rgb
        return {"goal.png": png.encode(goal), "goal_mask.png": png.encode(mask)}

    def card(self, x: Route) -> bytes:
        return card(x)

    def baselines(self, x: Route) -> dict[str, str]:
        dx, dz = x.cell[0] - x.start[0], x.cell[2] - x.start[2]
        east, south = ("E" if dx > 0 else "W") * abs(dx), ("S" if dz > 0 else "N") * abs(dz)
        return {"one step": "N", "a circle": "NESW" * 5, "north": "N" * x.limit,
                "past it": (east + south) * 3}  # fmt: skip

    def floor(self, p: RouteParams) -> float:
        return 0.02


def field_to(blocks: np.ndarray, cell: Cell) -> paths.Field:
    """Steps to where the block is within 3 blocks and in sight."""
    spots = paths.stances(blocks, cell, reach=tick.APPROACH_REACH)
    return paths.Field(blocks, paths.cells_of(spots))


def step(blocks: np.ndarray, cell: Cell, letter: str) -> Cell | None:
    """Where a step leads: the highest cell that the rules allow, or None."""
    x, y, z = cell
    dx, dz = STEPS[letter]
    for ny in range(y + 1, y - 4, -1):
        if paths.can_stand(blocks, paths.PASSABLE, paths.FLOOR, x + dx, ny, z + dz):
            free = paths.can_step(blocks, paths.PASSABLE, x, y, z, x + dx, ny, z + dz)
            return (x + dx, ny, z + dz) if free else None
    return None


def word_of(path: np.ndarray) -> str:
    """The steps along the cells of a path, (n, 3)."""
    letters = {delta: letter for letter, delta in STEPS.items()}
    return "".join(letters[dx, dz] for dx, _, dz in np.diff(path, axis=0).tolist())


def draw(p: RouteParams, rng: np.random.Generator) -> Route | None:
    """Draw a route that is as long as asked, and that the rules of `step` reproduce.

    No trees: under a crown there are two heights to stand at, and a map shows one.
    """
    dice = Dice(rng)
    kind = dice.choose((*MINEABLE, *USABLE))
    scene = SceneParams(
        seed=dice.seed(), biome=dice.choose(BIOMES), size=p.scene_size, relief=p.relief, trees=0,
        walls=p.walls, plants=8, props=(kind,) * (1 + p.distractors),
    )  # fmt: skip
    built = build(scene)
    if not built.props:
        return None
    blocks, cell = built.blocks, dice.choose(built.props).cell
    spots = paths.stances(blocks, cell, reach=tick.APPROACH_REACH)
    if not len(spots):
        return None
    field = paths.Field(blocks, paths.cells_of(spots))
    lo, hi = np.searchsorted(field.dist.ravel()[field.cells], [p.path_min, p.path_max + 1])
    if lo == hi:
        return None
    for _ in range(_STARTS):
        flat = int(field.cells[lo + dice.below(int(hi - lo))])
        x, y, z = (int(v) for v in np.unravel_index(flat, blocks.shape))
        path = field.path((x, y, z))
        crow = int(np.abs(path[0] - path[-1])[[0, 2]].sum())
        if min(abs(x - cell[0]), abs(z - cell[2])) <= 3:
            continue  # a straight line would do
        if len(path) - 1 >= p.detour_min * max(1, crow) and _replays(blocks, path):
            break
    else:
        return None
    goal = _goal(p, blocks, cell, dice)
    if goal is None:
        return None
    n = len(path) - 1
    difficulty = {
        "path_len": float(n),
        "detour": round(n / max(1, crow), 4),
        "turns": float((np.diff(np.diff(path[:, [0, 2]], axis=0), axis=0) != 0).any(1).sum()),
        "climbs": float((np.diff(path[:, 1]) != 0).sum()),
        "distractors": float(len(built.props) - 1),
    }
    return Route(
        scene=scene, start=(x, y, z), cell=cell, name=kind, goal=goal, limit=int(n * p.slack),
        width=p.width, height=p.height, form=p.form, difficulty=difficulty,
    )  # fmt: skip


def _replays(blocks: np.ndarray, path: np.ndarray) -> bool:
    here: Cell | None = tuple(path[0].tolist())
    for letter in word_of(path):
        here = step(blocks, here, letter) if here else None
    return here == tuple(path[-1].tolist())


def _goal(p: RouteParams, blocks: np.ndarray, cell: Cell, dice: Dice) -> Camera | None:
    for _ in range(_CAMERAS):
        camera = camera_at(blocks, (cell[0] + 0.5, cell[1] + 0.5, cell[2] + 0.5), dice)
        if camera is None:
            continue
        seen = sight(blocks, camera, cell, width=p.width, height=p.height)
        if seen.pixels >= 3 and seen.occlusion < 0.5 and not seen.cut:
            return camera
    return None


def card(x: Route) -> bytes:
    """The goal view with its mask, and a shortest way on the map."""
    blocks = blocks_of(x.scene)
    width, height = size_of(x.width, x.height, SIDE)
    goal = render(blocks, x.goal, width=width, height=height).rgb
    mask = block_mask(blocks, x.goal, x.cell, width=width, height=height)
    path = field_to(blocks, x.cell).path(x.start) + 0.5
    plan = Chart(blocks, SIDE)
    plan.way(path, f"a shortest way, {len(path) - 1} steps")
    plan.twins(x.cell)
    plan.target(x.cell)
    plan.camera(x.goal, AT_GOAL, "the goal view's camera")
    plan.dots([(x.start[0] + 0.5, x.start[2] + 0.5)], "the start", AT_START)
    title = f"Walk to the {words(x.name)} that the mask marks, in at most {x.limit} steps"
    panel = Panel("the goal view and its mask", marked(goal, mask))
    return cards.card(title, [[panel]], plan, measures=x.difficulty)
