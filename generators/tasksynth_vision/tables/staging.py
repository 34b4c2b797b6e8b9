"""Lay tables on which something can be done, with a margin, and seldom the straight way."""

import itertools
from dataclasses import dataclass, field
from math import atan2, degrees, dist

from tasksynth.rng import Dice
from tasksynth_vision.scenes.placing import backdrop
from tasksynth_vision.scenes.things import COLOURS, Colour
from tasksynth_vision.tables.doing import done, hasty, is_blocked, solved
from tasksynth_vision.tables.moving import MOVED, TableErrand, Verb
from tasksynth_vision.tables.props import (
    DEPTH,
    OTHERS,
    Pad,
    PadKind,
    PropKind,
    TableProp,
    TableScene,
    extent_of,
    parts_of,
)
from tasksynth_vision.tables.shapes import Point, Rounded, gap
from tasksynth_vision.tables.telling import names_of

VERBS: tuple[Verb, ...] = ("carry", "pour", "push", "carry", "pour", "push", "open")
SPACE = 2
"""Pixels between things, at least, besides the margin of the way."""
EDGE = 5
"""Pixels between things and the edge."""
TRIES, TABLES = 24, 8
"""Places that are tried for a thing, and tables for an errand."""
FAR = 0.42
"""Of the picture's side: how far it is to where a thing has to be, at least."""


Box = tuple[tuple[int, int], tuple[int, int]]
"""From where to where: of x, and of y."""


@dataclass(frozen=True)
class TablePlan:
    """How full a table is, and how hard it is to find a way on it."""

    side: int
    size: int
    things: int
    twins: int
    stops: int
    slack: int
    gap: int
    colours: int
    jitter: int
    noise: int
    blocked: bool

    @property
    def apart(self) -> int:
        """Pixels between things, at least."""
        return self.gap + SPACE


@dataclass
class LaidTable:
    """A table that is being laid."""

    dice: Dice
    plan: TablePlan
    colours: list[Colour] = field(default_factory=list)
    props: list[TableProp] = field(default_factory=list)
    pads: list[Pad] = field(default_factory=list)
    shapes: list[Rounded] = field(default_factory=list)
    """What the things take up."""
    kept: list[Rounded] = field(default_factory=list)
    """What has to stay free of things: pads."""

    def __post_init__(self) -> None:
        self.colours = list(COLOURS)[: self.plan.colours]
        self.dice.shuffle(self.colours)

    def scene(self, noise: int = 0) -> TableScene:
        """The table as it is."""
        return TableScene(side=self.plan.side, props=tuple(self.props), pads=tuple(self.pads),
                          backdrop=backdrop(self.dice, noise=noise))  # fmt: skip

    def put(self, kind: PropKind, colour: Colour, *, turn: int | None = None,
            within: Box | None = None, away: Point | None = None) -> TableProp | None:  # fmt: skip
        """A thing of a kind, in a box and away from a point; None if none fits."""
        dice, box = self.dice, within or ((0, self.plan.side), (0, self.plan.side))
        for _ in range(TRIES):
            r = max(8, self.plan.size + dice.between(-1, 1))
            long = round(r * dice.between(15, 26) / 10) if kind in ("book", "rolling pin") else 0
            x, y = (dice.between(low, high) for low, high in box)
            paint, angle = self._paint(colour), dice.below(360) if turn is None else turn
            prop = TableProp(kind=kind, colour=colour, x=x, y=y, r=r, long=long, turn=angle,
                             rgb=paint)  # fmt: skip
            if away and _is_near((x, y), away, self.plan.side):
                continue
            if self._fits(list(parts_of(prop).values())):
                self.props.append(prop)
                self.shapes += parts_of(prop).values()
                return prop
        return None

    def lay(self, kind: PadKind, colour: Colour, w: int, h: int, *,
            away: Point | None = None) -> Pad | None:  # fmt: skip
        """A pad of half that width and height, away from a point; None if none fits."""
        for _ in range(TRIES):
            x = self.dice.between(w + EDGE, self.plan.side - w - EDGE)
            y = self.dice.between(h + EDGE, self.plan.side - h - EDGE)
            if away and _is_near((x, y), away, self.plan.side):
                continue
            pad = Pad(kind=kind, colour=colour, x=x, y=y, w=w, h=h, rgb=self._paint(colour))
            shape = _shape(pad)
            if all(gap(shape, one) > self.plan.apart for one in self.shapes + self.kept):
                self.pads.append(pad)
                self.kept.append(shape)
                return pad
        return None

    def _fits(self, shapes: list[Rounded]) -> bool:
        left, top, right, bottom = extent_of(shapes)
        if min(left, top, self.plan.side - right, self.plan.side - bottom) < EDGE:
            return False
        mine = [(shape, shape.around()) for shape in shapes]
        for other in [*self.shapes, *self.kept]:
            x, y, reach = other.around()
            for shape, (sx, sy, sr) in mine:
                near = (sx - x) ** 2 + (sy - y) ** 2 < (reach + sr + self.plan.apart) ** 2
                if near and gap(shape, other) < self.plan.apart:
                    return False
        return True

    def _paint(self, colour: Colour) -> tuple[int, int, int]:
        most = self.plan.jitter
        off = (value + self.dice.between(-most, most) for value in COLOURS[colour])
        red, green, blue = (max(0, min(255, value)) for value in off)
        return red, green, blue


def _is_near(one: Point, other: Point, side: int) -> bool:
    far = FAR * side
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < far * far


def _shape(pad: Pad) -> Rounded:
    if pad.kind == "coaster":
        return Rounded(((float(pad.x), float(pad.y)),), float(pad.w))
    left, top, right, bottom = pad.x - pad.w, pad.y - pad.h, pad.x + pad.w, pad.y + pad.h
    return Rounded(((left, top), (right, top), (right, bottom), (left, bottom)), 0.0)


def lay_table(dice: Dice, plan: TablePlan) -> tuple[TableScene, TableErrand] | None:
    """A table and an errand that can be done on it with a margin; None where that fails."""
    verb = dice.of(VERBS)
    for _ in range(TABLES):
        table = LaidTable(dice, plan)
        errand = _errand(table, plan, verb)
        if errand is None:
            continue
        _fill(table, plan, errand)
        scene = table.scene(plan.noise)
        if len(table.props) >= plan.things and _is_good(scene, errand, plan):
            return scene, errand
    return None


def _is_good(scene: TableScene, errand: TableErrand, plan: TablePlan) -> bool:
    """Whether names are plain, and there is a way, which is not the plainest one."""
    if None in names_of(scene, errand):
        return False
    if plan.blocked and errand.verb != "open" and not is_blocked(scene, errand):
        return False
    hand = solved(scene, errand, plan.gap + 1.0)
    return hand is not None and not done(scene, errand, hand, margin=plan.gap).why


def _fill(table: LaidTable, plan: TablePlan, errand: TableErrand) -> None:
    """Put what is alike, what is in the way, and the rest onto a table."""
    if errand.verb == "open":
        table.kept.append(_lane(table))
    _twins(table, plan, errand)
    if plan.blocked and errand.verb != "open":
        _bar(table, errand)
    for _ in range(2 * plan.things):
        if len(table.props) >= plan.things:
            break
        table.put(table.dice.of(OTHERS), table.dice.of(table.colours))


def _errand(table: LaidTable, plan: TablePlan, verb: Verb) -> TableErrand | None:
    """What is to be done, with the things that it takes."""
    dice, (first, second, *others) = table.dice, table.colours
    kind = dice.of(MOVED[verb])
    thing = _drawer(table, first) if verb == "open" else table.put(
        kind, first, turn=0 if verb == "push" else None)  # fmt: skip
    if thing is None:
        return None
    if verb == "open":
        return TableErrand(verb=verb, target=0, goal=0)
    away = float(thing.x), float(thing.y)
    if verb == "pour":
        if table.put("bowl", second, within=_reached(table, thing), away=away) is None:
            return None
    else:
        left, top, right, bottom = extent_of(list(parts_of(thing).values()))
        w, h = (round(long / 2) + plan.slack for long in (right - left, bottom - top))
        if table.lay("mat", second, w, h, away=away) is None:
            return None
    goal, stops = 1 if verb == "pour" else 0, 0 if verb == "push" else plan.stops
    wide = round(0.95 * plan.size)
    for n in range(stops):
        if table.lay("coaster", others[n % len(others)], wide, wide) is None:
            return None
    first_stop = len(table.pads) - stops
    return TableErrand(
        verb=verb, target=0, goal=goal, stops=tuple(range(first_stop, first_stop + stops))
    )


def _drawer(table: LaidTable, colour: Colour) -> TableProp | None:
    """A drawer in a cabinet that stands at an edge."""
    side, deep = table.plan.side, round(1.3 * table.plan.size) + EDGE + 3
    edge = table.dice.below(4)
    anywhere, at = (0, table.plan.side), (deep, deep, side - deep, side - deep)[edge]
    within = (anywhere, (at, at)) if edge % 2 else ((at, at), anywhere)
    return table.put("drawer", colour, within=within, turn=90 * edge)


def _reached(table: LaidTable, can: TableProp) -> Box:
    """Where a bowl may be that a can is poured into: its tip gets there within the picture."""
    left, top, right, bottom = extent_of(list(parts_of(can).values()))
    x, y = can.tip()
    side = table.plan.side - EDGE
    return ((round(x - left + EDGE), round(x + side - right)),
            (round(y - top + EDGE), round(y + side - bottom)))  # fmt: skip


def _lane(table: LaidTable) -> Rounded:
    """What has to stay free so that a drawer can come out."""
    drawer = table.props[0]
    corners = ((1.36, -1.5), (2.4 + DEPTH, -1.5), (2.4 + DEPTH, 1.5), (1.36, 1.5))
    return Rounded(tuple(drawer.at(*one) for one in corners), float(table.plan.apart))


def _twins(table: LaidTable, plan: TablePlan, errand: TableErrand) -> None:
    """Things that are like the one that is meant, and one like the one that it goes to."""
    dice, thing = table.dice, table.props[0]
    for n in range(plan.twins):
        colour = thing.colour if n % 3 == 2 else dice.of(table.colours[1:])
        if errand.verb == "open":
            _drawer(table, colour)
        else:
            kind = dice.of(MOVED["carry"]) if n % 4 == 3 else thing.kind
            table.put(kind, colour, turn=0 if kind == "block" else None)
    if errand.verb == "pour":
        table.put("bowl", dice.of(table.colours[2:]))
    elif errand.verb != "open":
        pad = table.pads[0]
        table.lay(pad.kind, dice.of(table.colours[2:]), pad.w, pad.h)


def _bar(table: LaidTable, errand: TableErrand) -> None:
    """Something across each of the plainest ways."""
    dice = table.dice
    for hand in hasty(table.scene(), errand):
        pairs = list(itertools.pairwise(hand))
        (ax, ay), (bx, by) = max(pairs, key=lambda ends: dist(*ends))
        share = dice.between(35, 65) / 100
        x, y = round(ax + share * (bx - ax)), round(ay + share * (by - ay))
        across = round(degrees(atan2(by - ay, bx - ax))) + 90 + dice.between(-25, 25)
        kind: PropKind = dice.of(("book", "rolling pin"))
        table.put(kind, dice.of(table.colours), turn=across % 360,
                  within=((x - 10, x + 10), (y - 10, y + 10)))  # fmt: skip
