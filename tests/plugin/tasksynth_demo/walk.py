"""A family with turns, tools and pictures: find the way along a dark corridor."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from tasksynth import (
    Action,
    Family,
    Knob,
    Model,
    Needs,
    Params,
    Rubric,
    Tool,
    Turn,
    Verdict,
    illustrated,
)
from tasksynth_demo.png import grey
from tasksynth_schemas import Content, Transcript


class WalkParams(Params):
    cells: Annotated[int, Knob(6, 40)]
    """Cells of the corridor."""


class Corridor(Model):
    cells: int
    start: int
    treasure: int


class Step(Tool):
    """Go to a neighbouring cell."""

    direction: Literal["left", "right"]
    """Where to."""


class Look(Tool):
    """See the corridor: the cell that one stands in is white, the treasure grey."""


class Dig(Tool):
    """Dig where one stands; the episode ends."""


@dataclass
class Walker:
    """Where one stands."""

    cell: int
    dug: bool = False


class Walk(Family[WalkParams, Corridor]):
    """Find a treasure in a corridor, and dig it out."""

    name = "demo.walk"
    rubric = Rubric(gate="found", found=0.75, near=0.25)
    turns = 60
    tools = (Step, Look, Dig)

    def generate(self, p: WalkParams, rng: np.random.Generator) -> Corridor | None:
        """Draw a corridor whose treasure is some steps away."""
        start, treasure = rng.integers(0, p.cells, size=2).tolist()
        return (
            None
            if abs(start - treasure) < 2
            else Corridor(cells=p.cells, start=start, treasure=treasure)
        )

    def prompt(self, x: Corridor) -> Content:
        """Show the corridor from above."""
        return illustrated(
            f"A corridor has {x.cells} cells: [image: corridor.png] You stand in the white one. "
            "Go to the grey one and dig."
        )

    def needs(self, x: Corridor) -> Needs:
        """Eyes, and turns."""
        return super().needs(x).model_copy(update={"media": ("image", "text")})

    def media(self, x: Corridor) -> dict[str, bytes]:
        """The corridor before the first step."""
        return {"corridor.png": _picture(x, x.start)}

    def begin(self, x: Corridor) -> Walker:
        """Stand at the start."""
        return Walker(x.start)

    def step(self, x: Corridor, s: Walker, action: Action | Tool) -> Turn:
        """Walk, look or dig."""
        match action:
            case Step(direction=direction):
                s.cell = min(max(s.cell + (1 if direction == "right" else -1), 0), x.cells - 1)
                return Turn(f"You stand in cell {s.cell + 1}.")
            case Look():
                seen = illustrated("You see [image: corridor.png]")
                return Turn(seen, media={"corridor.png": lambda: _picture(x, s.cell)})
            case Dig():
                s.dug = True
                return Turn("You dig.", over=True)
            case _:
                return Turn("Nobody hears you; use the tools.")

    def judge(self, x: Corridor, s: Walker) -> Verdict:
        """The treasure counts, and a little how near it one dug."""
        if not s.dug:
            return self.rubric(found=0.0, near=0.0, why="nobody dug")
        off = abs(s.cell - x.treasure)
        why = f"the treasure is {off} cells away" * bool(off)
        return self.rubric(found=float(not off), near=1 / (1 + off), why=why)

    def solve(self, x: Corridor) -> str:
        """Walk straight there."""
        direction = "right" if x.treasure > x.start else "left"
        steps = [Action(tool="step", arguments={"direction": direction})]
        actions = steps * abs(x.treasure - x.start) + [Action(tool="dig")]
        return Transcript(actions=tuple(actions)).model_dump_json()

    def measure(self, x: Corridor) -> dict[str, float]:
        """How far."""
        return {"steps": float(abs(x.treasure - x.start))}

    def baselines(self, x: Corridor) -> dict[str, str]:
        """Dig at once, or at the wall."""
        wall = [Action(tool="step", arguments={"direction": "left"})] * (x.cells - 1)
        return {
            "dig": Transcript(actions=(Action(tool="dig"),)).model_dump_json(),
            "wall": Transcript(actions=(*wall, Action(tool="dig"))).model_dump_json(),
        }

    def floor(self, p: WalkParams) -> float:
        """The treasure may be at the wall."""
        return 0.3

    def space(self, p: WalkParams) -> int | None:
        """Two cells that are no neighbours."""
        return (p.cells - 1) * (p.cells - 2)

    def hint(self, x: Corridor, share: float) -> str:
        """Tell the way in words, as far as `share`."""
        words = self.work(x)
        return words[: round(share * len(words))]

    def work(self, x: Corridor) -> str:
        """The way in words, and then as a transcript."""
        way = "right" if x.treasure > x.start else "left"
        steps = abs(x.treasure - x.start)
        return f"Go {way} {steps} times, then dig.\n```json\n{self.solve(x)}\n```"


def _picture(x: Corridor, at: int) -> bytes:
    row = bytearray(x.cells)
    row[x.treasure], row[at] = 128, 255
    return grey(bytes(row))
