"""The types of simulated learners: those that the race reports, and those to tune on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tasksynth.errors import UsageError
from tasksynth.rng import Stream


@dataclass(frozen=True)
class LearnerKind:
    """A type of learner."""

    name: str
    gain: str = "signal"
    """What teaches: `signal` (mixed groups, as the GRPO advantage), `hard` (near 20 % solved),
    `easy` (near 80 %), `dense` (failures too)."""
    eta: float = 0.08
    """Logits that one group of full gain adds at its cell."""
    up: float = 1.2
    """Reach of practice towards harder levels, in levels."""
    down: float = 4.0
    transfer: float = 0.12
    """Share of a gain that reaches a track's children; half of it reaches its parents."""
    prerequisites: float = 0.0
    """Logits that a track loses while its parents are unmastered."""
    forget: float = 0.0005
    """Share of what was learned that a track loses in a step without practice."""
    forget_cell: float = 0.0
    """The same for a single cell, by the reach of practice."""
    guess: float = 0.0
    slip: float = 0.02
    base: float = 0.5
    """Ability at the start."""
    span: float = 8.0
    """Difficulty from the easiest to the hardest level."""
    jitter: float = 0.8
    """Spread of the items of one cell."""
    saturation: float = 0.3
    """Logits that a track can gain in one step."""
    emerge: float = 0.0
    """Groups that a cell must see before it learns at full rate."""
    coin: int = 0
    """Tracks whose reward is a coin flip."""
    hopeless: int = 0
    """Tracks that are never solved (but by guessing)."""
    mislabelled: float = 0.0
    """Share of tracks whose levels are in a random order."""
    interference: float = 0.0
    """Share of what a track gains that each of its two rivals loses."""
    jump: float = 0.0
    """Given, what is learned shows in jumps of so many logits only, and nothing of it before."""
    plateau: float = 0.0
    """Groups on a track after which its ability jumps by `leap` logits, solved or not; before, it
    learns at a tenth of the rate."""
    leap: float = 3.0
    flipped: float = 0.0
    """Share of rewards that the verifier gets wrong."""
    reset: int = 0
    """Given, all that was learned is lost after so many steps, and again after as many."""
    bimodal: int = 0
    """Tracks each of whose items is always solved or never, by the ability: they teach nothing."""
    farmed: int = 0
    """Tracks that pay `partial` for every wrong attempt."""
    partial: float = 0.4
    reverse: int = 0
    """Given, the order of each track's levels reverses after so many steps."""
    helper: float = 0.0
    """Given, track 0 learns next to nothing by itself, and this share of what one other track (a
    random one, `Learners.helpers`) gains; no other transfer."""


KINDS = {
    kind.name: kind
    for kind in (
        LearnerKind("signal"),
        LearnerKind("hard", gain="hard"),
        LearnerKind("easy", gain="easy"),
        LearnerKind("dense", gain="dense", eta=0.05),
        LearnerKind("graph", prerequisites=5.0, transfer=0.2),
        LearnerKind("forgetful", forget=0.006, eta=0.105),
        LearnerKind("noisy", coin=2, hopeless=1),
        LearnerKind("guess", guess=0.25),
        LearnerKind("emergent", emerge=30.0, eta=0.105),
        LearnerKind("cold", base=-2.2, eta=0.105),
        LearnerKind("narrow", up=0.7, down=1.2, eta=0.12, forget_cell=0.004),
        LearnerKind("mislabelled", mislabelled=0.5),
        LearnerKind("rivals", transfer=0.2, interference=0.1, forget=0.003, eta=0.105),
        LearnerKind("stairs", base=-1.5, jump=2.0, eta=0.13),
        LearnerKind("plateau", base=-5.0, plateau=150.0, leap=5.5),
        LearnerKind("flipped", flipped=0.2),
        LearnerKind("resets", reset=70, eta=0.12),
        LearnerKind("bimodal", bimodal=3),
        LearnerKind("farmed", farmed=4),
        LearnerKind("reversed", reverse=100),
    )
}
"""The learners that the race reports."""

PLANTED = LearnerKind("planted", helper=0.8)
"""For source weighting: one track helps the first, the others do not."""

TUNING = {
    kind.name: kind
    for kind in (
        LearnerKind("tune-a", eta=0.09, up=1.5, forget=0.001, jitter=0.5),
        LearnerKind("tune-b", gain="hard", eta=0.075, prerequisites=2.0, coin=1),
        LearnerKind("tune-c", gain="easy", eta=0.09, forget=0.003, guess=0.1),
        LearnerKind("tune-d", base=-1.2, up=0.9, hopeless=2, coin=1),
        LearnerKind("tune-e", up=0.9, down=1.5, eta=0.1, forget_cell=0.003, mislabelled=0.25),
        LearnerKind("tune-f", gain="dense", eta=0.06, jitter=1.0, forget=0.002),
        LearnerKind("tune-g", coin=3, eta=0.07, jitter=0.6),
        LearnerKind("tune-h", mislabelled=0.6, eta=0.085, jitter=0.7, forget=0.001),
        LearnerKind("tune-i", mislabelled=1.0, gain="hard", eta=0.09, coin=1, up=1.4),
        LearnerKind("tune-j", gain="easy", eta=0.075, base=0.0, up=1.0, transfer=0.18),
        LearnerKind("tune-k", gain="dense", eta=0.045, base=-0.5, prerequisites=2.5),
        LearnerKind("tune-l", transfer=0.15, interference=0.13, forget=0.002, eta=0.1, up=1.5),
        LearnerKind("tune-m", base=-1.0, jump=2.6, eta=0.12, jitter=0.5),
        LearnerKind("tune-n", flipped=0.15, jitter=0.6, eta=0.09),
        LearnerKind("tune-o", reset=90, eta=0.11, up=1.0),
        LearnerKind("tune-p", bimodal=2, coin=1, jitter=0.6),
        LearnerKind("tune-q", farmed=5, partial=0.3, eta=0.09),
        LearnerKind("tune-s", base=-2.0, plateau=220.0, leap=3.5),
        LearnerKind("tune-r", reverse=80, up=1.4, jitter=0.6),
    )
}
"""The learners that strategies are tuned on; never reported, and with other seeds."""


def kinds_of(names: Iterable[str], *, tuning: bool) -> dict[str, LearnerKind]:
    """Learner types by name, all of them if none is named.

    Raises:
        UsageError: for a name that is not among them.
    """
    every = TUNING if tuning else KINDS
    for name in names:
        if name not in every:
            raise UsageError(f"no learner called {name!r}; there are {', '.join(every)}")
    return {name: every[name] for name in names} or every


def drawn(n: int) -> dict[str, LearnerKind]:
    """N types drawn by chance, for which nothing can have been tuned: each has two troubles."""
    kinds = {}
    for i in range(n):
        rng = Stream(b"drawn types").rng(i)
        chosen = rng.permutation(len(_TROUBLES))[:2]
        values: dict[str, Any] = {
            "gain": ("signal", "signal", "hard", "easy", "dense")[int(rng.integers(5))],
            "eta": float(rng.uniform(0.06, 0.13)),
            "base": float(rng.uniform(-1.5, 1.0)),
            "up": float(rng.uniform(0.8, 1.6)),
            "jitter": float(rng.uniform(0.4, 1.2)),
        }
        for trouble in chosen.tolist():
            values |= {
                name: type(low)(rng.uniform(low, high)) for name, (low, high) in _TROUBLES[trouble]
            }
        kinds[f"drawn-{i}"] = LearnerKind(f"drawn-{i}", **values)
    return kinds


_TROUBLES: tuple[tuple[tuple[str, tuple[Any, Any]], ...], ...] = (
    (("prerequisites", (1.0, 5.0)),),
    (("forget", (0.002, 0.008)),),
    (("guess", (0.1, 0.3)),),
    (("emerge", (10.0, 40.0)),),
    (("mislabelled", (0.2, 1.0)),),
    (("coin", (1, 4)),),
    (("hopeless", (1, 3)),),
    (("interference", (0.05, 0.15)),),
    (("jump", (1.0, 3.0)),),
    (("plateau", (50.0, 250.0)), ("leap", (2.0, 5.0))),
    (("flipped", (0.05, 0.25)),),
    (("reset", (50, 120)),),
    (("bimodal", (1, 4)),),
    (("farmed", (2, 7)), ("partial", (0.2, 0.49))),
    (("reverse", (50, 150)),),
)
"""Fields, and what their values are drawn between."""
