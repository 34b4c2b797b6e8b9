"""What the tests of code share."""

import numpy as np
import pytest

from tasksynth.rng import Dice


@pytest.fixture
def dice() -> Dice:
    return Dice(np.random.Generator(np.random.Philox(key=5)))
