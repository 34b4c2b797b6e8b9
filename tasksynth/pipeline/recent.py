"""A cache that is bounded by bytes, since tasks differ in size by a thousand times."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The values used last, as many as weigh no more than `capacity` together."""

    def __init__(self, capacity: int) -> None:
        self.capacity, self.weight = capacity, 0
        self._held: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value, if it is still there."""
        if (found := self._held.get(key)) is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def pop(self, key: K) -> V | None:
        """The value, which is no longer kept."""
        if (found := self._held.pop(key, None)) is None:
            return None
        self.weight -= found[1]
        return found[0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Keep a value, and let go of the oldest ones; one that weighs too much is not kept."""
        self.drop(key)
        if weight > self.capacity:
            return
        self._held[key] = value, weight
        self.weight += weight
        while self.weight > self.capacity:
            _, (_, gone) = self._held.popitem(last=False)
            self.weight -= gone

    def drop(self, key: K) -> None:
        """Let go of a value, if it is there."""
        if (old := self._held.pop(key, None)) is not None:
            self.weight -= old[1]
