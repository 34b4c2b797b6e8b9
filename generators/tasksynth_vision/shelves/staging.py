"""Fill shelves, let things change, and shuffle frames so that one order alone fits."""

from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_vision.scenes.things import COLOURS, Colour
from tasksynth_vision.shelves.props import (
    FLOOR,
    RANGE,
    RULES_OF,
    Rule,
    ShelfKind,
    ShelfThing,
    Shelves,
)
from tasksynth_vision.shelves.ruling import Order, fewest, only_order

TRIES = 60
FREE = 10
"""Pixels between places of what does as it likes, but for lifts and birds, which look as such."""
RULES: tuple[Rule, ...] = ("oneway", "near", "once")
"""Rules besides those that tell a direction, the easier ones first."""


@dataclass(frozen=True)
class ShelfWishes:
    """What shelves are to be like; see the params of `video.frame_order`."""

    frames: int
    clues: int
    free: int
    rules: int
    needed: int
    stride: int
    twins: int
    light: int
    jitter: int
    noise: int


def fill(dice: Dice, wishes: ShelfWishes) -> tuple[Shelves, Order] | None:
    """Frames, shuffled, and their order; None where the dice find none that is proved."""
    props = _props(dice, wishes)
    if props is None:
        return None
    rules = [prop.rule for prop in props]
    steps = [FLOOR if prop.kind == "lift" else RANGE if prop.kind == "bird" else FREE
             for prop in props]  # fmt: skip
    for _ in range(TRIES):
        pace = dice.between(30, 80)
        columns = [
            _free(dice, wishes.frames, step)
            if rule == "free"
            else _course(dice, wishes, rule, pace)
            for rule, step in zip(rules, steps, strict=True)
        ]
        frames = list(zip(*columns, strict=True))
        if only_order(frames, rules) is None or fewest(frames, rules) < wishes.needed:
            continue
        order = list(range(wishes.frames))
        while order == sorted(order):
            dice.shuffle(order)
        shown = [frames[at] for at in order]
        shelf = Shelves(
            props=props, paints=_paints(dice, wishes, props), frames=tuple(shown),
            lights=tuple(100 - dice.between(0, wishes.light) for _ in shown), noise=wishes.noise,
        )  # fmt: skip
        return shelf, tuple(order.index(at) for at in range(wishes.frames))
    return None


def _props(dice: Dice, wishes: ShelfWishes) -> tuple[ShelfThing, ...] | None:
    """Things that tell something, and others, some of which are of their kinds."""
    rules = list(RULES[: wishes.rules - 1])
    rules += [dice.of(("rise", "fall")) for _ in range(wishes.clues - len(rules))]
    kinds: list[tuple[ShelfKind, Rule]] = []
    for rule in rules:
        able = [kind for kind, own in RULES_OF.items() if rule in own]
        fresh = [kind for kind in able if all(kind != other for other, _ in kinds)]
        kinds.append((dice.of(fresh or able), rule))
    doubles = [kind for kind, _ in kinds if "free" in RULES_OF[kind]]
    dice.shuffle(doubles)
    kinds.append(("blind", "free"))  # always there: it changes more of the picture than a clue
    kinds += [(kind, "free") for kind in doubles[: wishes.twins]]
    used = {kind for kind, _ in kinds}
    loose = [kind for kind, own in RULES_OF.items() if "free" in own and kind not in used]
    dice.shuffle(loose)
    kinds += [(kind, "free") for kind in loose[: max(0, wishes.clues + wishes.free - len(kinds))]]
    if len(kinds) != wishes.clues + wishes.free:
        return None
    dice.shuffle(kinds)
    props: list[ShelfThing] = []
    for kind, rule in kinds:
        taken = {prop.colour for prop in props if prop.kind == kind}
        colour = dice.of([one for one in COLOURS if one not in taken])
        props.append(ShelfThing(kind=kind, colour=colour, rule=rule))
    return tuple(props)


def _free(dice: Dice, count: int, step: int) -> list[int]:
    """What a thing shows that does as it likes: in each frame something else, at random."""
    return [step * dice.below(1 + RANGE // step) for _ in range(count)]


def _course(dice: Dice, wishes: ShelfWishes, rule: Rule, pace: int) -> list[int]:
    """What a thing shows that keeps to a rule, frame after frame.

    Args:
        dice: where choices come from.
        wishes: how many frames, and how far it moves.
        rule: what it keeps to.
        pace: at how many of a hundred steps it moves.
    """
    count = wishes.frames
    match rule:
        case "near":
            at, out = dice.below(1 + RANGE // FLOOR), []
            for _ in range(count):
                out.append(at * FLOOR)
                at = min(RANGE // FLOOR, max(0, at + dice.of((-1, 1, 1, -1, 0))))
            return out
        case "once":
            first = dice.below(count)
            last = min(count - 1, first + dice.below(max(1, count // 2)))
            return [RANGE * (first <= at <= last) for at in range(count)]
    moves = [dice.below(100) < pace for _ in range(count - 1)]
    while sum(moves) * wishes.stride > RANGE:
        moves[dice.below(len(moves))] = False
    slack = RANGE - sum(moves) * wishes.stride
    start = dice.between(0, slack // 2)
    out = [start]
    for move in moves:
        more = dice.between(0, min(wishes.stride // 2, slack // (2 * max(1, sum(moves)))))
        out.append(out[-1] + move * (wishes.stride + more))
    falls = rule == "fall" or (rule == "oneway" and dice.below(2) == 0)
    return [RANGE - at for at in out] if falls else out


def _paints(
    dice: Dice, wishes: ShelfWishes, props: tuple[ShelfThing, ...]
) -> dict[Colour, tuple[int, int, int]]:
    """The paint of each colour that occurs, a little off."""
    used = {prop.colour for prop in props}
    off = wishes.jitter
    return {
        name: (_off(dice, r, off), _off(dice, g, off), _off(dice, b, off))
        for name, (r, g, b) in COLOURS.items()
        if name in used
    }


def _off(dice: Dice, tone: int, most: int) -> int:
    return max(0, min(255, tone + dice.between(-most, most)))
