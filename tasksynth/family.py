"""What a family of tasks is: the interface that every generator implements."""

import abc
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args

import numpy as np
from typing_extensions import get_original_bases

from tasksynth.capability import Tool
from tasksynth.errors import UsageError
from tasksynth_schemas import Content, Model, Needs, Verdict
from tasksynth_schemas.needs import PLAIN


@dataclass(frozen=True)
class Knob:
    """How a number moves while the difficulty level goes from 0 to 1: linearly, or by ratios."""

    lo: float
    hi: float
    log: bool = False

    def at(self, level: float) -> float:
        """The value at a level, to six decimals: a platform's last bit must not change a task."""
        if self.log:
            return round(self.lo * float((self.hi / self.lo) ** level), 6)
        return round(self.lo + (self.hi - self.lo) * level, 6)


class Ladder:
    """How a choice moves with the level: equal steps over the values, easiest first."""

    def __init__(self, *values: Any) -> None:
        self.values = values

    def at(self, level: float) -> Any:
        """The value at a level."""
        return self.values[min(int(level * len(self.values)), len(self.values) - 1)]


class Params(Model):
    """What may be asked of a family. Fields with a Knob or a Ladder move with the level."""

    @classmethod
    def knobs(cls) -> dict[str, Knob | Ladder]:
        """The fields that move with the level, in the order of the class."""
        return {
            name: mark
            for name, field in cls.model_fields.items()
            for mark in field.metadata
            if isinstance(mark, Knob | Ladder)
        }

    @classmethod
    def at(cls, level: float, **fixed: Any) -> Self:
        """The params of a level in [0, 1]; `fixed` fields keep the value given.

        Raises:
            UsageError: if the level is outside [0, 1].
            pydantic.ValidationError: if a fixed field is unknown or out of range.
        """
        if not 0 <= level <= 1:
            raise UsageError(f"a level lies in [0, 1], got {level:g}")
        moved = {}
        for name, knob in cls.knobs().items():
            value = knob.at(level)
            moved[name] = round(value) if cls.model_fields[name].annotation is int else value
        return cls.model_validate(moved | fixed)


class Rubric:
    """Named partial rewards. Call it to grade; the `gate` part alone decides pass or fail.

    Weights lie in [0, 1] and sum to 1; a part of weight 0 is reported and never rewarded.
    """

    def __init__(self, *, gate: str, **weights: float) -> None:
        total = sum(weights.values())
        if gate not in weights or min(weights.values()) < 0 or abs(total - 1) > 1e-9:
            raise ValueError(
                f"rubric weights must include the gate {gate!r}, be >= 0 and sum to 1, "
                f"got {weights}"
            )
        self.gate, self.weights = gate, weights

    def __call__(self, *, why: str = "", **parts: float) -> Verdict:
        """Grade: every part in [0, 1], the gate exactly 1 to pass."""
        if parts.keys() != self.weights.keys():
            raise ValueError(f"rubric wants the parts {sorted(self.weights)}, got {sorted(parts)}")
        if parts[self.gate] == 1:
            return Verdict(status="pass", reward=self._weigh(parts), parts=parts, why=why)
        return Verdict(status="fail", reward=self._weigh(parts), parts=parts, why=why)

    def _weigh(self, parts: Mapping[str, float]) -> float:
        return min(1.0, sum(weight * parts[name] for name, weight in self.weights.items()))

    def unparsable(self, why: str) -> Verdict:
        """The answer cannot be read: the policy's fault, reward 0."""
        parts = dict.fromkeys(self.weights, 0.0)
        return Verdict(status="unparsable", reward=0.0, parts=parts, why=why)


P = TypeVar("P", bound=Params)
X = TypeVar("X", bound=Model)


class Family(abc.ABC, Generic[P, X]):
    """Five pure functions and three constants. `P` is what was asked for, `X` is what was drawn.

    A family has no state and does no I/O. Everything below the five functions has a default. What
    has pictures, several turns, hints or worked solutions adds the methods of
    `tasksynth.capability`; a family with turns inherits `verify`.
    """

    name: ClassVar[str]
    """`domain.name`, and the entry point's name."""
    version: ClassVar[int] = 1
    """Raise it when any ref would yield another task."""
    rubric: ClassVar[Rubric]

    timeout_s: ClassVar[float] = 10.0
    """Wall seconds that one verdict may take; past them it is an error, never a 0."""
    generate_timeout_s: ClassVar[float] = 120.0
    """Wall seconds that one task may take to make, all attempts together."""
    checked: ClassVar[int] = 50
    """Tasks of each level that `check_family` looks at; fewer where one takes a second to make."""
    max_answer_chars: ClassVar[int] = 200_000
    """Longer answers are unparsable, unread."""
    turns: ClassVar[int] = 1
    """Actions that an episode may have; 1 for families without turns."""
    tools: ClassVar[tuple[type[Tool], ...]] = ()
    """What an action may call, where that is the same for all tasks."""
    effort: ClassVar[str] = ""
    """Which feature of `measure` says what the reference solution takes: a solver with a budget of
    it fails above. Empty if none does."""

    tells: ClassVar[tuple[str, ...]] = ()
    """Params that change how a task is told, such as a language, and not what it is: a draw of the
    same dice takes the same effort, and is guessed as often, whatever their value."""

    refuses: ClassVar[Mapping[str, str]] = {}
    """Shapes of a right answer (see `tasksynth.answers.shapes`), by name, that `verify` does not
    read, each with the reason."""

    Params: type[P]
    Instance: type[X]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        args = get_args(get_original_bases(cls)[0])
        if args and isinstance(args[0], type):
            cls.Params, cls.Instance = args

    @abc.abstractmethod
    def generate(self, p: P, rng: np.random.Generator) -> X | None:
        """Draw one instance; None rejects, and the engine retries on a fresh sub-stream."""

    @abc.abstractmethod
    def prompt(self, x: X) -> Content:
        """What the policy sees, words or parts that name media; reads nothing but the instance."""

    def verify(self, x: X, answer: str) -> Verdict:
        """Judge any string. Raise only for a fault of ours.

        A family with turns inherits this: the answer is a transcript, its verdict a replay.
        """
        from tasksynth.episode import replay

        return replay(self, x, answer)

    @abc.abstractmethod
    def solve(self, x: X) -> str:
        """A reference answer, one that `verify` gives the full reward."""

    @abc.abstractmethod
    def measure(self, x: X) -> dict[str, float]:
        """Difficulty features, from the instance or a solver's own statistics; never wall time."""

    def measure_full(self, x: X) -> dict[str, float]:
        """The same features and dearer ones, for `--measure full`."""
        return self.measure(x)

    def canonical(self, x: X) -> Any:
        """JSON value that is equal for instances that are the same task: what dedup compares."""
        return x.model_dump(mode="json")

    def baselines(self, x: X) -> dict[str, str]:
        """Answers of trivial strategies, by name; deterministic. None may beat `floor`."""
        return {}

    def floor(self, p: P) -> float:
        """The pass rate in [0, 1] that no trivial strategy exceeds over tasks of these params."""
        return 0.05

    def needs(self, x: X) -> Needs:
        """What it takes to work on a task; override it where tasks differ, or show media."""
        return _needs(self.turns, self.tools)

    def space(self, p: P) -> int | None:
        """How many distinct tasks these params have, where that is known and small."""
        return None


@cache
def _needs(turns: int, tools: tuple[type[Tool], ...]) -> Needs:
    plain = turns == 1 and not tools
    return PLAIN if plain else Needs(turns=turns, tools=tuple(tool.spec() for tool in tools))
