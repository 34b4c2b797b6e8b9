"""What findings say about causes, in whole numbers.

Either exactly one cause is there, and findings depend on it and at times on one another (a naive
Bayes network with further arrows); or each cause is there or not, and brings about findings by
itself (a noisy-or, Pearl, 1988). All chances are whole numbers out of 100, and all weights of a
network have one and the same denominator, so that they are compared exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import prod

from tasksynth import Model

Causes = tuple[int, ...]
"""Causes that are there together, in order."""
Seen = tuple[bool | None, ...]
"""Of each finding: whether it was there; None where nobody looked."""
LARGE = 1e6
"""A lead over what is impossible."""


class Sign(Model):
    """A finding."""

    chances: tuple[int, ...]
    """Out of 100 cases with a cause, those that show it; of one that depends on another finding,
    where that is there. Of several causes, how often each brings it about."""
    parent: int | None = None
    """The finding that it depends on."""
    otherwise: tuple[int, ...] = ()
    """The chances where that is not there."""
    alone: int = 0
    """Of several causes: how often it comes by itself."""


class CauseNet(Model):
    """Causes and findings."""

    several: bool
    """Whether any number of causes may be there, or exactly one is."""
    priors: tuple[int, ...]
    signs: tuple[Sign, ...]


def hypotheses(net: CauseNet) -> list[Causes]:
    """All that may be the matter."""
    count = len(net.priors)
    if not net.several:
        return [(cause,) for cause in range(count)]
    return [some for size in range(count + 1) for some in combinations(range(count), size)]


@dataclass(frozen=True)
class Explanation:
    """What is the matter, and why."""

    causes: Causes
    """The most probable ones."""
    findings: tuple[int, ...]
    """Those that decide it: had nobody looked for one of them, others would be more probable."""
    lead: float
    """How many times as probable as the next the most probable is: the least that it is with all
    findings, or without any one of them."""


class Weigher:
    """Works out weights of a network's hypotheses; keeps what parts of it say."""

    def __init__(self, net: CauseNet) -> None:
        self.net, self.hypotheses = net, hypotheses(net)
        self._groups = [
            (i, *(j for j, one in enumerate(net.signs) if one.parent == i))
            for i, sign in enumerate(net.signs)
            if sign.parent is None
        ]
        self._known: dict[tuple[int, Seen], list[int]] = {}

    def weights(self, seen: Seen) -> list[int]:
        """How probable each hypothesis is after the findings, but for a common factor."""
        found = [self._prior(some) for some in self.hypotheses]
        for group in self._groups:
            said = tuple(seen[i] for i in group)
            if any(there is not None for there in said):
                factors = self._factors(group, said)
                found = [a * b for a, b in zip(found, factors, strict=True)]
        return found

    def _prior(self, some: Causes) -> int:
        if not self.net.several:
            return self.net.priors[some[0]]
        return prod(p if cause in some else 100 - p for cause, p in enumerate(self.net.priors))

    def _factors(self, group: tuple[int, ...], said: Seen) -> list[int]:
        """How often each hypothesis leads to what was seen of a finding and those on it."""
        if (group[0], said) not in self._known:
            of = self._of_several if self.net.several else self._of_one
            self._known[group[0], said] = [of(some, group, said) for some in self.hypotheses]
        return self._known[group[0], said]

    def _of_one(self, some: Causes, group: tuple[int, ...], said: Seen) -> int:
        (cause,) = some
        root, *children = (self.net.signs[i] for i in group)
        return sum(
            _part(root.chances[cause], there)
            * prod(
                _part((child.chances if there else child.otherwise)[cause], what)
                for child, what in zip(children, said[1:], strict=True)
            )
            for there in ((True, False) if said[0] is None else said[:1])
        )

    def _of_several(self, some: Causes, group: tuple[int, ...], said: Seen) -> int:
        sign = self.net.signs[group[0]]
        silent = (100 - sign.alone) * prod(
            100 - chance if cause in some else 100 for cause, chance in enumerate(sign.chances)
        )
        return 100 ** (len(sign.chances) + 1) - silent if said[0] else silent

    def leading(self, seen: Seen) -> tuple[Causes, float]:
        """The most probable hypothesis, and how many times as probable it is as the next one."""
        found = self.weights(seen)
        best = max(range(len(found)), key=found.__getitem__)
        second = max(weight for i, weight in enumerate(found) if i != best)
        return self.hypotheses[best], found[best] / second if second else LARGE

    def decided(self, seen: Seen) -> Explanation:
        """The most probable hypothesis, and the findings that decide it."""
        best, least = self.leading(seen)
        deciding: list[int] = []
        for i in looked_for(seen):
            other, lead = self.leading(without(seen, i))
            least = min(least, lead)
            if other != best:
                deciding.append(i)
        return Explanation(best, tuple(deciding), least)


@lru_cache(maxsize=64)
def decided(net: CauseNet, seen: Seen) -> Explanation:
    """What is the matter, kept for the answers to one task."""
    return Weigher(net).decided(seen)


def _part(chance: int, there: bool | None) -> int:  # noqa: FBT001 - what was seen
    return 100 if there is None else chance if there else 100 - chance


def without(seen: Seen, i: int) -> Seen:
    """The same, had nobody looked for a finding."""
    return (*seen[:i], None, *seen[i + 1 :])


def looked_for(seen: Seen) -> Iterator[int]:
    """Findings that somebody looked for."""
    return (i for i, there in enumerate(seen) if there is not None)
