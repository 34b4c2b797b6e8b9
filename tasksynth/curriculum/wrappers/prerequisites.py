"""Prerequisites: a track opens when what it builds on is mastered."""

from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth.curriculum.arrays import Int, State
from tasksynth.curriculum.belief import curves, measure
from tasksynth.curriculum.belief.evidence import Evidence
from tasksynth.curriculum.belief.measure import Measure
from tasksynth.curriculum.space import Space
from tasksynth.curriculum.strategy import AnyStrategy, Batch, Options, Picks, View, draw, join
from tasksynth.curriculum.wrapper import Ask, Wrapper
from tasksynth.errors import UsageError

Share = Annotated[float, Field(ge=0, le=1)]


class PrerequisitesOptions(Options):
    """The graph, and when a node of it counts as mastered."""

    needs: dict[str, tuple[str, ...]] = {}
    """Track to the tracks or arms it builds on. A track stands for its middle arm."""
    mastery: Share = 0.6
    """Success rate that must be reached, one standard deviation of belief below the mean."""
    leak: Share = 0.02
    """Share of tickets for closed tracks all the same: a wrong graph must not block for ever."""


class PrerequisitesState(State):
    """Beliefs."""

    measure: Measure


class Prerequisites(Wrapper[PrerequisitesOptions, PrerequisitesState]):
    """Tickets for closed tracks go to the open tracks that they wait for.

    Source: mastery learning (Bloom 1968) over a prerequisite graph; knowledge spaces (Doignon and
    Falmagne 1985).
    """

    name = "prerequisites"

    def __init__(self, options: PrerequisitesOptions, space: Space, inner: AnyStrategy) -> None:
        """Check the graph.

        Raises:
            UsageError: for an unknown name, or a circle.
        """
        super().__init__(options, space, inner)
        self.needs = [self._nodes(options.needs.get(track, ())) for track in space.tracks]
        if unknown := sorted(set(options.needs) - set(space.tracks)):
            raise UsageError(
                f"wrapper prerequisites: no track called {unknown[0]!r}; "
                f"there are {', '.join(space.tracks)}"
            )
        self.above = self._ancestors()

    def _nodes(self, names: tuple[str, ...]) -> Int:
        """The arms that names stand for."""
        space = self.space
        by_name = {arm.name: i for i, arm in enumerate(space.arms)}
        arms = []
        for name in names:
            if name in space.tracks:
                track = space.tracks.index(name)
                arms.append(int(space.grid[track, (space.sizes[track] - 1) // 2]))
            elif name in by_name:
                arms.append(by_name[name])
            else:
                raise UsageError(f"wrapper prerequisites: no track or arm called {name!r}")
        return np.array(arms, dtype=np.int64)

    def _ancestors(self) -> list[Int]:
        """For each track, the tracks that it waits for, directly or not."""
        direct = [set(self.space.track[arms].tolist()) - {t} for t, arms in enumerate(self.needs)]
        reach = [set(parents) for parents in direct]
        for _ in direct:
            reach = [parents.union(*(reach[p] for p in parents)) for parents in reach]
        for track, parents in enumerate(reach):
            if track in parents:
                raise UsageError(
                    f"wrapper prerequisites: {self.space.tracks[track]!r} waits for itself; "
                    "a graph of prerequisites has no circles"
                )
        return [np.array(sorted(parents), dtype=np.int64) for parents in reach]

    def begin(self) -> PrerequisitesState:
        """Prior curves."""
        return PrerequisitesState(measure=measure.start(self.space))

    def open_tracks(self, own: PrerequisitesState) -> Int:
        """The tracks all of whose prerequisites are mastered."""
        known = own.measure.curves
        z = known.logit - np.sqrt(known.variance)
        mastered = curves.logistic(z) >= self.mine.mastery
        return np.array([t for t, arms in enumerate(self.needs) if mastered[arms].all()])

    def choose(
        self, own: PrerequisitesState, ask: Ask, n: int, rng: np.random.Generator, view: View
    ) -> Picks:
        """Keep the picks on open tracks; draw the others anew from the tracks they wait for."""
        space = self.space
        is_open = np.zeros(len(space.tracks), dtype=bool)
        is_open[self.open_tracks(own)] = True
        picks = ask(n)
        track = space.track[picks.arm]
        leak = rng.random(n) < self.mine.leak
        kept = is_open[track] | leak
        moved = []
        for closed in track[~kept]:
            ways = [t for t in self.above[closed] if is_open[t]]
            there = np.flatnonzero(kept & np.isin(track, ways))
            if len(there):
                moved.append(int(picks.arm[there[rng.integers(0, len(there))]]))
            else:
                arms = np.isin(space.track, ways) * space.weight
                moved.append(int(draw(arms, 1, rng)[0]))
        rows = np.flatnonzero(kept)
        return join(picks.only(rows), Picks(np.array(moved, dtype=np.int64)))

    def learn(self, own: PrerequisitesState, batch: Batch) -> PrerequisitesState:
        """Hints do not count as mastery."""
        plain = batch.only(batch.hint == 0)
        known = measure.update(own.measure, self.space, Evidence.zero(len(self.space)).plus(plain))
        return PrerequisitesState.model_construct(measure=known)
