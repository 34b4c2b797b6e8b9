"""`video.frame_order`: put shuffled frames of a film into the one order that its rules allow."""

from itertools import pairwise
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Ladder, Needs, Params, Rubric, Verdict, illustrated
from tasksynth.answers import Unreadable
from tasksynth.rng import Dice
from tasksynth_schemas import Content, Model
from tasksynth_vision.shelves.chaining import chained, heights
from tasksynth_vision.shelves.props import Shelves
from tasksynth_vision.shelves.ruling import Order, fewest, only_order
from tasksynth_vision.shelves.staging import ShelfWishes, fill
from tasksynth_vision.shelves.telling import NAMES, agreement, read_order, rules, written

NEEDS = Needs(media=("image", "text"), extras=("pictures",))
HEEDED = 0.5
"""Kendall's tau above which a wrong order is worth something: chance is rarely so near."""

_FLOORS = ((3, 0.36), (4, 0.16), (5, 0.11))
"""Frames, and the floor up to so many."""


class FrameOrderParams(Params):
    """How many frames there are, and how what they show tells their order."""

    frames: Annotated[int, Field(ge=3, le=8), Ladder(3, 4, 5, 6, 8)] = 5
    """Of the film."""
    clues: Annotated[int, Field(ge=1, le=5), Ladder(2, 2, 3, 4, 5)] = 3
    """Things that keep to a rule."""
    free: Annotated[int, Field(ge=1, le=4), Ladder(2, 2, 3, 3, 4)] = 3
    """Things that move as they like, and tell nothing."""
    rules: Annotated[int, Field(ge=1, le=4), Ladder(1, 1, 2, 3, 4)] = 2
    """Kinds of rules: in a direction, in one that is not told, to a neighbour, and once."""
    needed: Annotated[int, Field(ge=1, le=5), Ladder(1, 2, 2, 3, 4)] = 2
    """Things that keep to a rule, at least, that one has to look at to know the order."""
    stride: Annotated[int, Field(ge=4, le=20), Knob(15, 5)] = 10
    """Pixels by which such a thing moves, where it does, at least; of a dial four degrees each."""
    twins: Annotated[int, Field(ge=0, le=3), Ladder(0, 0, 1, 1, 2)] = 1
    """Free things of the kind of one that keeps to a rule, at most: their colours differ."""
    light: Annotated[int, Field(ge=0, le=30), Knob(4, 16)] = 10
    """Percent by which the light changes between frames, at most."""
    jitter: Annotated[int, Field(ge=0, le=24), Knob(4, 9)] = 6
    """The most by which paint is off its colour, of 255."""
    noise: Annotated[int, Field(ge=0, le=24), Knob(0, 12)] = 6
    """The most by which a pixel's brightness is off, of 255."""


class ShuffledFrames(Model):
    """Frames as they are given, and the numbers of them in their order."""

    shelf: Shelves
    order: tuple[int, ...]


class FrameOrder(Family[FrameOrderParams, ShuffledFrames]):
    """Put shuffled frames of a film into order: told rules allow one."""

    name = "video.frame_order"
    version = 2
    effort = "readings"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=0.7, tau=0.3)

    def generate(self, p: FrameOrderParams, rng: np.random.Generator) -> ShuffledFrames | None:
        wishes = ShelfWishes(
            frames=p.frames, clues=p.clues, free=p.free, rules=p.rules, needed=p.needed,
            stride=p.stride, twins=p.twins, light=p.light, jitter=p.jitter, noise=p.noise,
        )  # fmt: skip
        drawn = fill(Dice(rng), wishes)
        return ShuffledFrames(shelf=drawn[0], order=drawn[1]) if drawn else None

    def prompt(self, x: ShuffledFrames) -> Content:
        names = NAMES[: len(x.order)]
        frames = "\n\n".join(f"Frame {name}:\n[image: {name.lower()}.png]" for name in names)
        return illustrated(
            f"{frames}\n\nThese {len(names)} frames are of one film of things on shelves. They are "
            f"not in the order in which they were taken. In the film:\n\n{rules(x.shelf)}\n\nWhat "
            "keeps to a rule may stay as it is from one frame to the next. The light changes, "
            "which tells nothing. One order alone agrees with all of these rules: which? Answer "
            "with the names of all frames, the earliest first; of frames A, B and C that might be\n"
            "Answer: B, C, A"
        )

    def needs(self, x: ShuffledFrames) -> Needs:
        return NEEDS

    def verify(self, x: ShuffledFrames, answer: str) -> Verdict:
        try:
            said = read_order(answer, len(x.order))
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        tau = agreement(said, x.order)
        right = tuple(said) == x.order
        why = "" if right else f"Kendall's tau between it and the right order is {tau:.2f}"
        return self.rubric(right=float(right), tau=max(0.0, (tau - HEEDED) / (1 - HEEDED)), why=why)

    def solve(self, x: ShuffledFrames) -> str:
        """By a search over all orders: what frames show, and the rules, are all that it gets."""
        order: Order | None = only_order(x.shelf.frames, [prop.rule for prop in x.shelf.props])
        return written(order or x.order)

    def measure(self, x: ShuffledFrames) -> dict[str, float]:
        shelf = x.shelf
        needed = fewest(shelf.frames, [prop.rule for prop in shelf.props])
        kinds = [prop.kind for prop in shelf.props]
        return {
            "readings": float(len(shelf.frames) * len(shelf.clues)),
            "frames": float(len(shelf.frames)),
            "things": float(len(shelf.props)),
            "needed": float(needed),
            "twins": float(len(kinds) - len(set(kinds))),
            "moved": _moved(x),
            "noise": float(shelf.noise),
        }

    def media(self, x: ShuffledFrames) -> dict[str, bytes]:
        from tasksynth_vision.drawing.moving.shelves import draw_shelf
        from tasksynth_vision.drawing.pillow import png

        return {
            f"{NAMES[at].lower()}.png": png(draw_shelf(x.shelf, at)) for at in range(len(x.order))
        }

    def card(self, x: ShuffledFrames) -> bytes:
        from tasksynth_vision.drawing.cards import card
        from tasksynth_vision.drawing.moving.shelves import draw_strip

        return card(draw_strip(x.shelf), rules(x.shelf), written(x.order).removeprefix("Answer: "))

    def baselines(self, x: ShuffledFrames) -> dict[str, str]:
        """As they are given, from behind, every other one; by what is alike, and how much shows."""
        count = len(x.order)
        given = list(range(count))
        chain, height = chained(x.shelf), heights(x.shelf)
        return {
            "as given": written(given),
            "from behind": written(given[::-1]),
            "every other": written([*given[1::2], *given[::2]]),
            "likest next": written(chain),
            "likest next, from behind": written(chain[::-1]),
            "most shown": written(height),
            "least shown": written(height[::-1]),
        }

    def floor(self, p: FrameOrderParams) -> float:
        """What sorting by dark pixels and chains of what is alike get, where frames are few."""
        return next((floor for frames, floor in _FLOORS if p.frames <= frames), 0.04)


def _moved(x: ShuffledFrames) -> float:
    """Share of the steps at which a thing that keeps to a rule moves."""
    frames = [x.shelf.frames[at] for at in x.order]
    steps = [one[at] != other[at] for one, other in pairwise(frames) for at in x.shelf.clues]
    return round(sum(steps) / len(steps), 4)
