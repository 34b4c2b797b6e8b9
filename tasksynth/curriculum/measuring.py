"""What a run measures as it goes, whatever its strategy believes."""

from tasksynth.curriculum.arrays import extend
from tasksynth.curriculum.belief import history, measure
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.journal.events import RunState
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.standing import Standing, stands
from tasksynth.curriculum.strategy import Batch

MEASURE_EVERY = 128
"""Groups between updates of the measure, at most; in a young run they are fewer."""


class Measuring:
    """The measure, its history, where the run stands by it, and the evidence still to be read."""

    def __init__(self, kept: RunState, space: Space) -> None:
        self.measure, self.history, self.pending = kept.measure, kept.history, kept.pending
        self.standing: Standing = stands(self.measure, space)
        """What is mastered, what looks broken, and what to do next."""

    def grow(self, space: Space) -> None:
        """Take up the arms that are new in the space."""
        self.measure = extend(self.measure, measure.start(space))
        self.history = extend(self.history, history.start(space))
        self.standing = stands(self.measure, space)
        self.pending = extend(self.pending, Evidence.zero(len(space)))

    def learn(self, batch: Batch, space: Space) -> None:
        """Note groups, and measure anew when there are enough; hinted ones tell nothing."""
        unaided = batch.only(batch.hint == 0) if batch.hint.any() else batch
        self.pending = self.pending.plus(unaided)
        if self.pending.groups.sum() >= min(max(16, self.measure.heard / 8), MEASURE_EVERY):
            self.measure = measure.update(self.measure, space, self.pending)
            self.history = history.update(self.history, self.measure, space)
            self.standing = stands(self.measure, space)
            self.pending = Evidence.zero(len(space))
