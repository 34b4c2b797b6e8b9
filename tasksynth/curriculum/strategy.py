"""What a strategy is, and how one is found by name."""

import abc
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError
from typing_extensions import get_original_bases

from tasksynth import registry
from tasksynth.curriculum.arrays import Float, Int, State
from tasksynth.curriculum.space import Space
from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth_schemas import Curriculum, Model
from tasksynth_schemas.wire import Term

TRAIN, EXPLORE, REVIEW, PROBE = range(4)
PURPOSES = ("train", "explore", "review", "probe")
FRESH = -1
"""As the item of a pick: the arm's next unused task."""


class Options(Model):
    """A strategy's parameters."""


@dataclass(frozen=True)
class View:
    """What a strategy may look at besides its state when it is asked."""

    position: int
    """Tickets handed out so far."""
    rollouts: int
    """The size of a group."""
    open: Int
    """(arms,) tickets handed out and not yet answered."""


@dataclass(frozen=True)
class Picks:
    """Which arms, in which order; the other columns may be left out."""

    arm: Int
    """(n,)"""
    item: Int | None = None
    """(n,) an item of the arm's stream that was served before, or FRESH."""
    purpose: Int | None = None
    """(n,) TRAIN, EXPLORE, REVIEW or PROBE."""
    hint: Float | None = None
    """(n,) share of the solution to show, in [0, 1]."""
    weight: Float | None = None
    """(n,) factor for the group's advantages."""
    rollouts: Int | None = None
    """(n,) advised size of the group."""

    def only(self, rows: Int) -> "Picks":
        """Some of the rows, in the order given."""
        columns = {name: column for name, column in vars(self).items() if column is not None}
        return Picks(**{name: column[rows] for name, column in columns.items()})


@dataclass(frozen=True)
class Plan:
    """What a strategy is after, for people."""

    share: Float
    """(tracks,) of the tickets that are to come, for practice."""
    target: Float
    """(tracks,) success rate to practise at."""
    explore: float
    """Share of tickets drawn from all arms alike, and"""
    review: float
    """for what was mastered."""


_USUAL = {"item": FRESH, "purpose": TRAIN, "hint": 0.0, "weight": 1.0}


def join(*parts: Picks) -> Picks:
    """Picks one after the other; a column that only some have is at its default in the rest."""
    columns: dict[str, Any] = {"arm": np.concatenate([part.arm for part in parts])}
    for name, usual in _USUAL.items():
        if any(getattr(part, name) is not None for part in parts):
            columns[name] = np.concatenate(
                [
                    np.full(len(part.arm), usual)
                    if getattr(part, name) is None
                    else getattr(part, name)
                    for part in parts
                ]
            )
    return Picks(**columns)


@dataclass(frozen=True)
class Batch:
    """Closed tickets, one a row, in the order in which they closed."""

    arm: Int
    """(m,)"""
    item: Int
    """(m,) the item of the arm's stream."""
    solved: Float
    """(m,) sum of the rewards."""
    tries: Int
    """(m,) rewards in it; never 0."""
    best: Float
    """(m,) the highest of them, and"""
    least: Float
    """(m,) the lowest: a group whose rewards are all equal teaches nothing."""
    purpose: Int
    hint: Float
    position: Int
    """(m,) where in the ledger the ticket stands."""
    trained: NDArray[np.bool_]
    """(m,) False where the trainer threw the group away."""
    policy: Int
    """(m,) who played: 0 for the first policy that the run heard of."""
    regret: Float
    """(m,) NaN where the trainer reports none; so are the next three."""
    value_loss: Float
    length: Float
    logprob: Float

    def __len__(self) -> int:
        return len(self.arm)

    @property
    def rate(self) -> Float:
        """(m,) share solved, in [0, 1]."""
        return self.solved / self.tries

    def only(self, rows: NDArray[np.bool_]) -> "Batch":
        """Some of the rows."""
        return Batch(**{name: column[rows] for name, column in vars(self).items()})


O = TypeVar("O", bound=Options)  # noqa: E741
S = TypeVar("S", bound=State)


class Strategy(abc.ABC, Generic[O, S]):
    """Pure: it holds its options and the arms, which do not change; what it learns is in `S`."""

    name: ClassVar[str]
    Options: type[O]
    State: type[S]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        args = get_args(get_original_bases(cls)[0])
        if len(args) == 2 and isinstance(args[0], type):
            cls.Options, cls.State = args

    def __init__(self, options: O, space: Space) -> None:
        self.options, self.space = options, space

    @property
    def terms(self) -> frozenset[Term]:
        """What its picks may ask of a trainer; without it, hints, weights, sizes and probes are
        refused.
        """
        return frozenset()

    @abc.abstractmethod
    def start(self) -> S:
        """What it knows before the first feedback."""

    def load(self, data: Any) -> S:
        """The state from its JSON value."""
        return self.State.model_validate(data)

    @abc.abstractmethod
    def ask(self, state: S, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Choose n arms; `rng` is the only source of chance."""

    @abc.abstractmethod
    def tell(self, state: S, batch: Batch) -> S:
        """Learn from closed tickets; returns a new state."""

    def plan(self, state: S) -> Plan | None:
        """What it is after now; None where it has no target or weights to speak of."""
        return None


AnyStrategy = Strategy[Any, Any]


def names() -> list[str]:
    """Every strategy of the installed packages."""
    return sorted(registry.plugs("strategies"))


def wrapper_names() -> list[str]:
    """Every wrapper of the installed packages."""
    return sorted(registry.plugs("wrappers"))


def get_wrapper(name: str) -> Any:
    """A wrapper's class.

    Raises:
        UsageError: if there is none of that name.
    """
    return registry.load("wrappers", name)


def get(name: str) -> type[AnyStrategy]:
    """A strategy's class.

    Raises:
        UsageError: if there is none of that name.
    """
    found: type[AnyStrategy] = registry.load("strategies", name)
    return found


def build(curriculum: Curriculum, space: Space) -> AnyStrategy:
    """The strategy that a recipe asks for, over some arms.

    Raises:
        UsageError: for an unknown name, or options that the strategy does not take.
    """
    cls = get(curriculum.strategy)
    options = _options("strategy", curriculum.strategy, cls.Options, curriculum.options)
    strategy = cls(options, space)
    for around in curriculum.wrappers:
        wrapper = get_wrapper(around.name)
        options = _options("wrapper", around.name, wrapper.Options, around.options)
        strategy = wrapper(options, space, strategy)
    return strategy


def _options(kind: str, name: str, options: type[O], given: dict[str, Any]) -> O:
    try:
        return options.model_validate(given)
    except ValidationError as e:
        raise UsageError(f"{kind} {name}: {explain(e, options)}") from e


def draw(p: Float, n: int, rng: np.random.Generator) -> Int:
    """(n,) indices drawn with probability proportional to p >= 0; uniformly where p is all 0."""
    total = np.cumsum(p)
    if not total[-1] > 0:
        return rng.integers(0, len(p), n)
    picked = np.searchsorted(total, rng.random(n) * total[-1], side="right")
    last: Int = np.minimum(picked, np.flatnonzero(p)[-1])
    return last


def sums(batch: Batch, arms: int) -> tuple[Float, Float, Float]:
    """(arms,) sums of rewards, attempts and groups of a batch."""
    return (
        np.bincount(batch.arm, batch.solved, arms).astype(np.float64),
        np.bincount(batch.arm, batch.tries, arms).astype(np.float64),
        np.bincount(batch.arm, minlength=arms).astype(np.float64),
    )
