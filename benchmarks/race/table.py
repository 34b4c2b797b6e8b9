"""The race: every entrant on every learner type, and what came of it as a table."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import get_close_matches
from multiprocessing import get_context

import numpy as np

from benchmarks.race import peers
from benchmarks.race.kinds import LearnerKind
from benchmarks.race.run import Heat, Training, heat
from benchmarks.race.stats import Bootstrap, better, interval, iqm
from tasksynth.curriculum.arrays import Float
from tasksynth.errors import UsageError
from tasksynth_schemas import Curriculum, Model

ENTRANTS: dict[str, Curriculum] = {
    "oracle": Curriculum(strategy="oracle"),
    "frontier": Curriculum(strategy="frontier"),
    "uniform": Curriculum(strategy="uniform"),
    "staged": Curriculum(strategy="staged"),
    "staged-saturn": Curriculum(
        strategy="staged",
        options={"scope": "all", "epsilon": 0.75, "window": 128, "retreat": 0.0},
    ),
    "staged-rg": Curriculum(strategy="staged", options={"epsilon": 0.7, "window": 20}),
    "adarft": Curriculum(strategy="adarft"),
    "adarft-track": Curriculum(
        strategy="adarft", options={"scope": "track", "every": 4, "eta": 0.15, "success": 0.4}
    ),
    "irt": Curriculum(strategy="irt"),
    "sec": Curriculum(strategy="sec"),
    "sec-tuned": Curriculum(strategy="sec", options={"temperature": 0.3}),
    "exp3": Curriculum(strategy="exp3"),
    "tscl-online": Curriculum(strategy="tscl", options={"variant": "online"}),
    "tscl-window": Curriculum(strategy="tscl", options={"variant": "window"}),
    "tscl-sampling": Curriculum(strategy="tscl"),
    "alp_gmm": Curriculum(strategy="alp_gmm"),
    "plr": Curriculum(strategy="plr"),
    "plr-robust": Curriculum(
        strategy="plr", options={"robust": True, "score": "maxmc", "replay": 0.8}
    ),
    "accel": Curriculum(
        strategy="plr", options={"edits": True, "score": "maxmc", "replay": 0.8, "size": 128}
    ),
    "sfl": Curriculum(strategy="sfl"),
    "learnability": Curriculum(strategy="learnability"),
    "dynamic": Curriculum(strategy="dynamic"),
    "pools": Curriculum(strategy="pools"),
    "greso": Curriculum(strategy="greso"),
    "vcrl": Curriculum(strategy="vcrl"),
    "latent": Curriculum(strategy="latent"),
}
"""Name in the table to what runs; options beside the name are the peer's own settings, or (for
`-track`, `-tuned` and `staged`) the best of a few on the tuning learners."""


@dataclass(frozen=True)
class Finish:
    """One entrant's heats; arrays are (seeds, types)."""

    name: str
    area: Float
    final: Float
    curve: Float
    """(seeds, types, steps + 1)"""
    mixed: Float
    """(types,) share of groups that were neither all solved nor all failed."""
    junk: Float


def heat_of(name: str, kind: LearnerKind, seeds: list[int], course: Training) -> Heat:
    """Run one entrant on one learner type.

    Raises:
        UsageError: for an unknown entrant, or one of Syllabus's where that is not installed.
    """
    if name in peers.NAMES:
        return peers.heat(name, kind, seeds, course)
    if name in ENTRANTS:
        return heat(ENTRANTS[name], kind, seeds, course)
    near = get_close_matches(name, [*ENTRANTS, *peers.NAMES], n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(ENTRANTS)}."
    raise UsageError(f"no entrant called {name!r}. {hint}")


def enter(
    name: str, kinds: Mapping[str, LearnerKind], seeds: list[int], course: Training
) -> Finish:
    """Run one entrant on all learner types; see `heat_of`."""
    return _together(name, [heat_of(name, kind, seeds, course) for kind in kinds.values()])


def _together(name: str, heats: list[Heat]) -> Finish:
    return Finish(
        name=name,
        area=np.stack([h.area for h in heats], axis=1),
        final=np.stack([h.curve[:, -1] for h in heats], axis=1),
        curve=np.stack([h.curve for h in heats], axis=1),
        mixed=np.array([h.mixed for h in heats]),
        junk=np.stack([h.junk for h in heats], axis=1),
    )


def race(
    names: Iterable[str],
    kinds: Mapping[str, LearnerKind],
    seeds: list[int],
    course: Training,
    *,
    workers: int,
) -> Iterator[Finish]:
    """All entrants, each as soon as it is done; the oracle and uniform first."""
    order = list(dict.fromkeys(["oracle", "uniform", *names]))
    if workers == 1:
        yield from (enter(name, kinds, seeds, course) for name in order)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        heats = {
            name: [pool.submit(heat_of, name, kind, seeds, course) for kind in kinds.values()]
            for name in order
        }
        for name, futures in heats.items():
            yield _together(name, [future.result() for future in futures])


MASTERY = 0.6
"""Mean true success over all cells that counts as mastery in a `Standing`."""


class Standing(Model):
    """One entrant's line."""

    name: str
    ratio: float
    """Mean over learner types of its area against the oracle's."""
    area: tuple[float, float, float]
    """Mean area under the curve of true success, and its 95 % interval."""
    normal: tuple[float, float, float]
    """Interquartile mean, over seeds and types, of (area - uniform) / (oracle - uniform)."""
    final: float
    steps: float | None
    """Mean step at which mastery is reached, over the runs that reach it."""
    reached: float
    """Share of runs that reach mastery."""
    mixed: float
    """Share of groups that teach."""
    junk: float | None
    """Share of tickets on tracks that cannot be learned, after the first quarter, where any are."""
    better: float
    """Share of paired runs above uniform's."""
    worst: str
    """The type on which it is furthest from the oracle."""
    by_type: dict[str, float]
    """Mean area by learner type."""
    gain: dict[str, tuple[float, float, float]]
    """Mean area above uniform's by learner type, with its 95 % interval over paired seeds."""


def row(
    result: Finish, oracle: Finish, uniform: Finish, kinds: Mapping[str, LearnerKind]
) -> Standing:
    """The figures of one entrant."""
    names = list(kinds)
    ratio = result.area.mean(0) / oracle.area.mean(0)  # (types,)
    span = oracle.area.mean(0) - uniform.area.mean(0)
    above = result.area - uniform.area
    there = result.curve >= MASTERY
    reached = there.any(-1)
    first = np.where(reached, there.argmax(-1), 0)
    with_junk = [
        i for i, kind in enumerate(kinds.values()) if kind.coin or kind.hopeless or kind.bimodal
    ]
    return Standing(
        name=result.name,
        ratio=float(ratio.mean()),
        area=interval(result.area),
        normal=interval((result.area - uniform.area.mean(0)) / span, iqm),
        final=float(result.final.mean()),
        steps=float(first[reached].mean()) if reached.any() else None,
        reached=float(reached.mean()),
        mixed=float(result.mixed.mean()),
        junk=float(result.junk[:, with_junk].mean()) if len(with_junk) else None,
        better=better(result.area, uniform.area),
        worst=names[int(ratio.argmin())],
        by_type=dict(zip(names, result.area.mean(0).tolist(), strict=True)),
        gain={name: interval(above[:, [i]]) for i, name in enumerate(names)},
    )


HEAD = (
    f"{'entrant':20} {'of oracle':>9} {'area':>22} {'normalised IQM':>23} {'final':>6} "
    f"{'steps':>6} {'reach':>6} {'mixed':>6} {'junk':>6} {'>uni':>6}  worst on"
)


def line(r: Standing) -> str:
    """One entrant as a line under HEAD."""
    area, normal = Bootstrap(*r.area), Bootstrap(*r.normal)
    steps = "-" if r.steps is None else f"{r.steps:.0f}"
    junk = "-" if r.junk is None else f"{r.junk:.2f}"
    return (
        f"{r.name:20} {r.ratio:9.3f} {area!s:>22} {normal!s:>23} {r.final:6.3f} "
        f"{steps:>6} {r.reached:6.2f} {r.mixed:6.2f} {junk:>6} {r.better:6.2f}  {r.worst}"
    )


COLUMNS = 10
"""Learner types side by side in a table."""


def by_type(rows: Iterable[Standing]) -> str:
    """Each entrant's area as a share of the oracle's, by learner type."""
    found = {r.name: r for r in rows}
    oracle = found["oracle"].by_type
    lines = []
    for start in range(0, len(oracle), COLUMNS):
        kinds = list(oracle)[start : start + COLUMNS]
        lines += ["", "Area as a share of the oracle's"]
        lines.append(" " * 21 + " ".join(f"{kind:>9.9}" for kind in kinds))
        for r in sorted(found.values(), key=lambda r: -r.ratio):
            shares = (f"{r.by_type[kind] / oracle[kind]:9.3f}" for kind in kinds)
            lines.append(f"{r.name:20} " + " ".join(shares))
    return "\n".join(lines)


def default(done: Mapping[str, Finish], kinds: Iterable[str]) -> str:
    """How far the default is above uniform and above the best of the others, by learner type."""
    ours = done["frontier"].area
    others = [one for name, one in done.items() if name not in ("oracle", "frontier")]
    lines = [
        "",
        "frontier's area above uniform's, and above that of the best of the others; paired, 95 %",
    ]
    for i, kind in enumerate(kinds):
        best = max(others, key=lambda one: float(one.area[:, i].mean()))
        above, first = (interval((ours - one.area)[:, [i]]) for one in (done["uniform"], best))
        lines.append(f"{kind:12} {above!s:>22} {first!s:>24}  {best.name}")
    return "\n".join(lines)
