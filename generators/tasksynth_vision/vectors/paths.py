"""The data of an SVG path as rings of points."""

import re
from math import acos, cos, pi, sin, sqrt

from tasksynth.answers import Unreadable
from tasksynth_vision.vectors.geometry import Point, Ring

STEPS = 24
"""Points of a curve."""
_TOKEN = re.compile(
    r"([MmLlHhVvCcSsQqTtAaZz])|([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?)"
    r"|([\s,]+)|(.)",
    re.DOTALL,
)
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
_FLAG = re.compile(r"[\s,]*([01])")


class PathTrace:
    """A path on its way: its rings, whether each is closed, and where the pen is."""

    def __init__(self) -> None:
        self.rings: list[Ring] = []
        self.closed: list[bool] = []
        self.at: Point = (0.0, 0.0)
        self.begin: Point = (0.0, 0.0)
        self.pull: Point | None = None
        """The last control point, which a smooth curve mirrors."""
        self.last = ""

    def move(self, to: Point) -> None:
        """Begin another ring."""
        self.at = self.begin = to
        self.rings.append([to])
        self.closed.append(False)

    def line(self, *points: Point) -> None:
        """Draw on to points."""
        if self.last == "Z":
            self.move(self.begin)
        self.rings[-1].extend(points)
        self.at = points[-1]

    def close(self) -> None:
        """Draw back to where the ring began."""
        self.closed[-1] = True
        self.at = self.begin


def path_rings(data: str) -> tuple[list[Ring], list[bool]]:
    """The rings of a path's data, and which of them are closed.

    Raises:
        Unreadable: if it is no path data.
    """
    trace, at, command = PathTrace(), 0, ""
    while at < len(data):
        token = _TOKEN.match(data, at)
        if token is None or token[4]:
            raise Unreadable(f"{data[at : at + 20]!r} is no path data")
        if token[3]:
            at = token.end()
            continue
        if token[1]:
            command, at = token[1], token.end()
            if not trace.rings and command not in "Mm":
                raise Unreadable(f"a path has to begin with M, got {command!r}")
            if command in "Zz":
                trace.close()
                trace.last = "Z"
                continue
        elif not command or command in "Zz":
            raise Unreadable(f"{data[at : at + 20]!r} follows no command")
        numbers, at = _numbers(data, at, _TAKES[command.upper()], arc=command in "Aa")
        _draw(trace, command, numbers)
        trace.last = command.upper()
        command = {"M": "L", "m": "l"}.get(command, command)
    return trace.rings, trace.closed


def _numbers(data: str, at: int, many: int, *, arc: bool) -> tuple[list[float], int]:
    out: list[float] = []
    while len(out) < many:
        if arc and len(out) in (3, 4) and (flag := _FLAG.match(data, at)):
            out.append(float(flag[1]))
            at = flag.end()
            continue
        token = _TOKEN.match(data, at)
        if token is None or not (token[2] or token[3]):
            raise Unreadable(f"a path's command lacks numbers at {data[at : at + 20]!r}")
        if token[2]:
            out.append(float(token[2]))
        at = token.end()
    return out, at


def _draw(trace: PathTrace, command: str, n: list[float]) -> None:
    kind = command.upper()
    x, y = trace.at if command.islower() else (0.0, 0.0)
    if kind == "H":
        to = (n[0] + x, trace.at[1])
    elif kind == "V":
        to = (trace.at[0], n[0] + y)
    else:
        to = (n[-2] + x, n[-1] + y)
    mirrored = _mirrored(trace, kind)
    pull: Point | None = None
    if kind == "M":
        trace.move(to)
    elif kind in "LHV":
        trace.line(to)
    elif kind in "CS":
        first = mirrored if kind == "S" else (n[0] + x, n[1] + y)
        pull = (n[-4] + x, n[-3] + y)
        trace.line(*_cubic(trace.at, first, pull, to))
    elif kind in "QT":
        pull = mirrored if kind == "T" else (n[0] + x, n[1] + y)
        first, second = (_between(end, pull, 2 / 3) for end in (trace.at, to))
        trace.line(*_cubic(trace.at, first, second, to))
    else:
        trace.line(*_arc(trace.at, n[:5], to))
    trace.pull = pull


def _mirrored(trace: PathTrace, kind: str) -> Point:
    """The control point of a smooth curve."""
    kinds = {"S": "CS", "T": "QT"}.get(kind, "")
    if trace.pull is None or not trace.last or trace.last not in kinds:
        return trace.at
    return 2 * trace.at[0] - trace.pull[0], 2 * trace.at[1] - trace.pull[1]


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _cubic(a: Point, b: Point, c: Point, d: Point) -> list[Point]:
    out = []
    for i in range(1, STEPS + 1):
        t = i / STEPS
        p, q, r, s = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        out.append((p * a[0] + q * b[0] + r * c[0] + s * d[0],
                    p * a[1] + q * b[1] + r * c[1] + s * d[1]))  # fmt: skip
    return out


def _arc(a: Point, shape: list[float], b: Point) -> list[Point]:
    """An elliptical arc, by the centre that SVG's appendix works out."""
    rx, ry, turn = abs(shape[0]), abs(shape[1]), shape[2] * pi / 180
    if rx == 0 or ry == 0 or a == b:
        return [b]
    c, s = cos(turn), sin(turn)
    dx, dy = (a[0] - b[0]) / 2, (a[1] - b[1]) / 2
    x, y = c * dx + s * dy, c * dy - s * dx
    grow = max(1.0, sqrt((x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    rest = max(0.0, 1 - (x / rx) ** 2 - (y / ry) ** 2) / ((x / rx) ** 2 + (y / ry) ** 2)
    sign = -1.0 if bool(shape[3]) == bool(shape[4]) else 1.0
    cx, cy = sign * sqrt(rest) * rx * y / ry, -sign * sqrt(rest) * ry * x / rx
    begin = _angle((x - cx) / rx, (y - cy) / ry)
    sweep = _angle((-x - cx) / rx, (-y - cy) / ry) - begin
    if shape[4] and sweep < 0:
        sweep += 2 * pi
    elif not shape[4] and sweep > 0:
        sweep -= 2 * pi
    out = []
    steps = 2 * STEPS
    for i in range(1, steps + 1):
        p = cx + rx * cos(begin + sweep * i / steps)
        q = cy + ry * sin(begin + sweep * i / steps)
        out.append((c * p - s * q + (a[0] + b[0]) / 2, s * p + c * q + (a[1] + b[1]) / 2))
    return [*out[:-1], b]


def _angle(x: float, y: float) -> float:
    long = sqrt(x * x + y * y) or 1.0
    return acos(max(-1.0, min(1.0, x / long))) * (-1 if y < 0 else 1)
