"""What a wrapper is: a strategy around another one."""

import abc
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar, get_args

import numpy as np
from pydantic import SerializeAsAny
from typing_extensions import get_original_bases

from tasksynth.curriculum.arrays import State
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategy import AnyStrategy, Batch, Options, Picks, Plan, Strategy, View
from tasksynth_schemas.wire import Term

O = TypeVar("O", bound=Options)  # noqa: E741
S = TypeVar("S", bound=State)

Ask = Callable[[int], Picks]
"""Asks the inner strategy for so many picks."""


class Wrapped(State):
    """What the wrapper knows, and what the inner strategy does."""

    own: SerializeAsAny[State]
    inner: SerializeAsAny[State]


class Wrapper(Strategy[Options, Wrapped], Generic[O, S]):
    """Asks the inner strategy and changes what it says; passes feedback on."""

    Own: type[S]
    adds: ClassVar[frozenset[Term]] = frozenset()
    """What its own part of the picks may ask of a trainer."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super(Strategy, cls).__init_subclass__(**kwargs)
        cls.Options, cls.Own = get_args(get_original_bases(cls)[0])
        cls.State = Wrapped

    def __init__(self, options: O, space: Space, inner: AnyStrategy) -> None:
        super().__init__(options, space)
        self.mine: O = options
        self.inner = inner

    @property
    def terms(self) -> frozenset[Term]:
        """Its own, and the inner strategy's."""
        return self.adds | self.inner.terms

    @abc.abstractmethod
    def begin(self) -> S:
        """What it knows before the first feedback."""

    @abc.abstractmethod
    def choose(self, own: S, ask: Ask, n: int, rng: np.random.Generator, view: View) -> Picks:
        """N picks, most of them as the inner strategy says."""

    def learn(self, own: S, batch: Batch) -> S:
        """Learn from closed tickets."""
        return own

    def passed(self, batch: Batch) -> Batch:
        """The part of the feedback that the inner strategy learns from."""
        return batch

    def start(self) -> Wrapped:
        """Both at their start."""
        return Wrapped(own=self.begin(), inner=self.inner.start())

    def load(self, data: Any) -> Wrapped:
        """The state from its JSON value."""
        return Wrapped(
            own=self.Own.model_validate(data["own"]), inner=self.inner.load(data["inner"])
        )

    def ask(self, state: Wrapped, n: int, rng: np.random.Generator, view: View) -> Picks:
        """See `choose`."""

        def ask(m: int) -> Picks:
            return self.inner.ask(state.inner, m, rng, view) if m else Picks(np.zeros(0, np.int64))

        own: Any = state.own
        return self.choose(own, ask, n, rng, view)

    def plan(self, state: Wrapped) -> Plan | None:
        """The inner strategy's."""
        found: Plan | None = self.inner.plan(state.inner)
        return found

    def tell(self, state: Wrapped, batch: Batch) -> Wrapped:
        """Both learn."""
        passed = self.passed(batch)
        inner = self.inner.tell(state.inner, passed) if len(passed) else state.inner
        own: Any = state.own
        return state.model_copy(update={"own": self.learn(own, batch), "inner": inner})
