"""Every arm by its weight: the control that every other strategy has to beat."""

import numpy as np

from tasksynth.curriculum.arrays import State
from tasksynth.curriculum.strategy import Batch, Options, Picks, Strategy, View, draw


class Uniform(Strategy[Options, State]):
    """Domain randomisation: arms in proportion to the recipe's weights, whatever happens.

    Source: Tobin et al., "Domain randomization" (IROS 2017); the control of every comparison here.
    """

    name = "uniform"

    def start(self) -> State:
        """Nothing to know."""
        return State()

    def ask(self, state: State, n: int, rng: np.random.Generator, view: View) -> Picks:
        """Draw by weight."""
        return Picks(draw(self.space.weight, n, rng))

    def tell(self, state: State, batch: Batch) -> State:
        """Nothing to learn."""
        return state
