"""Graphs with numbers on their nodes, and the class that a frozen scorer gives them."""

from collections.abc import Sequence

from tasksynth import Model

NAMES = "ABCDEFGHIJ"
CLASSES = ("red", "blue")
Numbers = tuple[int, ...]
"""By node: what it has, or by how much that is changed."""


class MessageLayer(Model):
    """What a node makes of its own number and of the sum of its neighbours': 0 at least."""

    own: int
    beside: int
    plus: int

    def passed(self, numbers: Sequence[int], beside: list[list[int]]) -> Numbers:
        """What all nodes make of their numbers; `beside` are the neighbours of each."""
        return tuple(
            max(0, self.own * own + self.beside * sum(numbers[one] for one in of) + self.plus)
            for own, of in zip(numbers, beside, strict=True)
        )


class Scorer(Model):
    """A graph and what is computed on it: layer after layer, then two classes at once."""

    nodes: int
    edges: tuple[tuple[int, int], ...]
    layers: tuple[MessageLayer, ...]
    heads: tuple[MessageLayer, MessageLayer]
    """What the classes count for at each node; the class of the larger sum wins."""
    given: tuple[int, int] = (0, 0)
    """What the classes count for besides."""

    def neighbours(self) -> list[list[int]]:
        """Of each node."""
        found: list[list[int]] = [[] for _ in range(self.nodes)]
        for a, b in self.edges:
            found[a].append(b)
            found[b].append(a)
        return found

    def scores(self, numbers: Sequence[int]) -> tuple[int, int]:
        """What the classes count for in all."""
        beside = self.neighbours()
        for layer in self.layers:
            numbers = layer.passed(numbers, beside)
        first, second = (sum(head.passed(numbers, beside)) for head in self.heads)
        return first + self.given[0], second + self.given[1]
