"""A stranger's plug-in with two tiny families."""

from math import prod
from typing import Annotated, ClassVar

import numpy as np

from tasksynth import Domain, Family, Knob, Params, Rubric
from tasksynth_schemas import Model, Verdict


class ToyParams(Params):
    """How many numbers, how large."""

    terms: Annotated[int, Knob(2, 20)] = 2
    top: int = 9


class Numbers(Model):
    """What was drawn."""

    terms: tuple[int, ...]


class SumFamily(Family[ToyParams, Numbers]):
    """Add them up."""

    name = "toy.sum"
    rubric: ClassVar[Rubric] = Rubric(gate="right", right=1.0)

    def generate(self, p: ToyParams, rng: np.random.Generator) -> Numbers:
        """Draw the numbers."""
        return Numbers(terms=tuple(rng.integers(0, p.top + 1, p.terms).tolist()))

    def prompt(self, x: Numbers) -> str:
        """Show the numbers."""
        return " ".join(map(str, x.terms))

    def verify(self, x: Numbers, answer: str) -> Verdict:
        """Right or wrong."""
        return self.rubric(right=float(answer.strip() == self.solve(x)))

    def solve(self, x: Numbers) -> str:
        """The sum."""
        return str(sum(x.terms))

    def measure(self, x: Numbers) -> dict[str, float]:
        """The count."""
        return {"terms": len(x.terms)}


class ProductFamily(SumFamily):
    """Multiply them."""

    name = "toy.product"
    Params = ToyParams
    Instance = Numbers

    def solve(self, x: Numbers) -> str:
        """The product."""
        return str(prod(x.terms))


DOMAIN = Domain("toy", families={"toy.sum": SumFamily, "toy.product": ProductFamily})
